// Geospatial: geometry values, their binary and text forms, coordinate reference systems, geodesic measures, overlay.
// The only importer of PROJ and GEOS. Knows no file, no database, no campus.

/// The seven geometry types of OGC Simple Features (06-103r4) and RFC 7946, as values that cannot be malformed.
///
/// A geometry does not know its coordinate reference system: what holds it does. An empty geometry is one with no
/// position: `.point(nil)`, `.lineString(LineString())`, `.polygon(Polygon())`, or a collection without members.
public enum Geometry: Hashable, Sendable {
    /// One position, or none: `POINT EMPTY`.
    case point(Position?)
    /// One line.
    case lineString(LineString)
    /// One polygon.
    case polygon(Polygon)
    /// Positions taken together.
    case multiPoint([Position])
    /// Lines taken together.
    case multiLineString([LineString])
    /// Polygons taken together.
    case multiPolygon(MultiPolygon)
    /// Geometries of any type taken together.
    indirect case geometryCollection([Geometry])
}

/// A line of two or more positions, or empty.
public struct LineString: Hashable, Sendable {
    /// The positions in the order they are run.
    public let positions: [Position]

    /// The empty line.
    public init() { positions = [] }

    /// - Throws: ``GeometryError/lineTooShort`` for a single position, ``GeometryError/notFinite(_:)``.
    public init(_ positions: [Position]) throws(GeometryError) {
        guard positions.count != 1 else { throw .lineTooShort }
        if let bad = positions.first(where: { !$0.isFinite }) { throw .notFinite(bad) }
        self.positions = positions
    }

    init(unchecked positions: [Position]) { self.positions = positions }
}

/// An exterior ring and the holes in it, or empty.
///
/// The rings are closed; that they do not cross is a matter of validity, which ``Geometry/validity()`` answers.
public struct Polygon: Hashable, Sendable {
    /// The exterior ring first, then the holes; empty for `POLYGON EMPTY`.
    public let rings: [LinearRing]

    /// The empty polygon.
    public init() { rings = [] }

    /// The polygon inside the exterior ring and outside the holes.
    public init(exterior: LinearRing, holes: [LinearRing] = []) { rings = [exterior] + holes }

    /// - Parameter rings: the exterior ring first, then the holes.
    public init(rings: [LinearRing]) { self.rings = rings }

    /// The ring around the polygon; nil when it is empty.
    public var exterior: LinearRing? { rings.first }
    /// The rings inside which the polygon is not.
    public var holes: ArraySlice<LinearRing> { rings.dropFirst() }
}

/// Polygons taken together: what every area of the atlas is stored as.
public struct MultiPolygon: Hashable, Sendable {
    /// The polygons, which neither overlap nor share an edge when the whole is valid.
    public let polygons: [Polygon]

    /// The polygons taken together; none makes the empty one.
    public init(_ polygons: [Polygon] = []) { self.polygons = polygons }

    /// True when no polygon has a ring.
    public var isEmpty: Bool { polygons.allSatisfy(\.rings.isEmpty) }
}

extension Geometry {
    /// The name of the type in GeoPackage's vocabulary (1.3 annex G): `POINT`, `MULTIPOLYGON`…
    public var typeName: String {
        switch self {
        case .point: "POINT"
        case .lineString: "LINESTRING"
        case .polygon: "POLYGON"
        case .multiPoint: "MULTIPOINT"
        case .multiLineString: "MULTILINESTRING"
        case .multiPolygon: "MULTIPOLYGON"
        case .geometryCollection: "GEOMETRYCOLLECTION"
        }
    }

    /// True when the geometry holds no position.
    public var isEmpty: Bool {
        switch self {
        case .point(let position): position == nil
        case .lineString(let line): line.positions.isEmpty
        case .polygon(let polygon): polygon.rings.isEmpty
        case .multiPoint(let positions): positions.isEmpty
        case .multiLineString(let lines): lines.allSatisfy(\.positions.isEmpty)
        case .multiPolygon(let multi): multi.isEmpty
        case .geometryCollection(let members): members.allSatisfy(\.isEmpty)
        }
    }

    /// The polygons of a polygon, of several, or of a collection of them; nil when there is anything else in it.
    public var polygonal: MultiPolygon? {
        switch self {
        case .polygon(let polygon): return MultiPolygon(polygon.rings.isEmpty ? [] : [polygon])
        case .multiPolygon(let multi): return multi
        case .geometryCollection(let members):
            var polygons: [Polygon] = []
            for member in members {
                guard let more = member.polygonal else { return nil }
                polygons += more.polygons
            }
            return MultiPolygon(polygons)
        case .point, .lineString, .multiPoint, .multiLineString: return nil
        }
    }
}
