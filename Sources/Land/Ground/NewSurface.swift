public import Geospatial

/// A piece of ground to be opened in the land book.
public struct NewSurface: Sendable {
    /// The code of its type.
    public var surfaceType: String
    /// The shape, in the working reference system; it is brought onto the grid of 1 mm.
    public var geometry: MultiPolygon
    /// What it is used for; nil when nobody says.
    public var landUse: LandUse?
    /// Where its rain goes; nil when nobody says.
    public var outlet: Outlet?
    /// The name.
    public var name: String?
    /// How well its vertices are placed, one standard deviation, in metres.
    public var accuracy: Double?
    /// Where the drawing comes from.
    public var source: String?

    /// A piece of ground.
    public init(
        surfaceType: String, geometry: MultiPolygon, landUse: LandUse? = nil, outlet: Outlet? = nil,
        name: String? = nil, accuracy: Double? = nil, source: String? = nil
    ) {
        self.surfaceType = surfaceType
        self.geometry = geometry
        self.landUse = landUse
        self.outlet = outlet
        self.name = name
        self.accuracy = accuracy
        self.source = source
    }
}
