import CPROJ

/// Lengths and areas on an ellipsoid, by Karney's algorithms (Algorithms for geodesics, J. Geodesy 87, 2013,
/// doi:10.1007/s00190-012-0578-z) as PROJ carries them. Positions are longitude and latitude in degrees; lengths come
/// in metres, areas in square metres. Edges are geodesics.
public struct Geodesic: Sendable {
    /// The equatorial radius, in metres.
    public let semiMajorAxis: Double
    /// The inverse flattening; 0 for a sphere.
    public let inverseFlattening: Double
    private let constants: geod_geodesic

    /// The ellipsoid of the given shape.
    public init(semiMajorAxis: Double, inverseFlattening: Double) {
        self.semiMajorAxis = semiMajorAxis
        self.inverseFlattening = inverseFlattening
        var constants = geod_geodesic()
        geod_init(&constants, semiMajorAxis, inverseFlattening == 0 ? 0 : 1 / inverseFlattening)
        self.constants = constants
    }

    /// The ellipsoid of the World Geodetic System 1984.
    public static let wgs84 = Geodesic(semiMajorAxis: 6_378_137, inverseFlattening: 298.257223563)
    /// The ellipsoid of the Geodetic Reference System 1980, on which RGF93 and Lambert-93 lie.
    public static let grs80 = Geodesic(semiMajorAxis: 6_378_137, inverseFlattening: 298.257222101)

    /// The area inside the exterior ring less that of the holes, whichever way each ring turns.
    ///
    /// Holes are taken to lie inside and apart from each other: a matter of validity.
    public func area(of polygon: Polygon) -> Double {
        guard let exterior = polygon.exterior else { return 0 }
        return polygon.holes.reduce(abs(measure(exterior).area)) { $0 - abs(measure($1).area) }
    }

    /// The sum of the areas of the polygons, which are taken not to overlap: a matter of validity.
    public func area(of multi: MultiPolygon) -> Double { multi.polygons.reduce(0) { $0 + area(of: $1) } }

    /// The length of all rings, holes included.
    public func perimeter(of polygon: Polygon) -> Double { polygon.rings.reduce(0) { $0 + measure($1).perimeter } }

    /// The length of all rings of all polygons, holes included.
    public func perimeter(of multi: MultiPolygon) -> Double { multi.polygons.reduce(0) { $0 + perimeter(of: $1) } }

    /// The length of the line.
    public func length(of line: LineString) -> Double {
        zip(line.positions, line.positions.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) }
    }

    /// The length of the shortest way between two positions.
    public func distance(_ a: Position, _ b: Position) -> Double {
        var length = 0.0
        withUnsafePointer(to: constants) { geod_inverse($0, a.y, a.x, b.y, b.x, &length, nil, nil) }
        return length
    }

    /// The signed area, above zero when the ring turns counter-clockwise, and the perimeter.
    private func measure(_ ring: LinearRing) -> (area: Double, perimeter: Double) {
        withUnsafePointer(to: constants) { ellipsoid in
            var sum = geod_polygon()
            geod_polygon_init(&sum, 0)
            for position in ring.positions.dropLast() {
                geod_polygon_addpoint(ellipsoid, &sum, position.y, position.x)
            }
            var (area, perimeter) = (0.0, 0.0)
            geod_polygon_compute(ellipsoid, &sum, 0, 1, &area, &perimeter)
            return (area, perimeter)
        }
    }
}
