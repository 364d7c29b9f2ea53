/// One position: easting then northing, or longitude then latitude, whatever order the authority of the coordinate
/// reference system gives its axes (GeoPackage 1.3 clause 2.1.3, RFC 7946 section 3.1.1). Units are those of the system.
public struct Position: Hashable, Sendable {
    /// Easting or longitude.
    public var x: Double
    /// Northing or latitude.
    public var y: Double
    /// Height, in the unit and from the datum of the coordinate reference system; nil when the position is flat.
    public var z: Double?

    /// The position at easting or longitude `x` and northing or latitude `y`.
    public init(_ x: Double, _ y: Double, _ z: Double? = nil) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// True when each coordinate is a number: neither infinite nor NaN.
    public var isFinite: Bool { x.isFinite && y.isFinite && (z?.isFinite ?? true) }
}

extension Position {
    /// The position as messages write it: `(4.0805 44.1333)`.
    var inWords: String { z.map { "(\(x) \(y) \($0))" } ?? "(\(x) \(y))" }
}
