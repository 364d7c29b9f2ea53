/// The types that a geometry column may declare (OGC 12-128r17 annex G, core types).
public enum GeometryType: String, Sendable, CaseIterable {
    /// Any of the others.
    case geometry = "GEOMETRY"
    case point = "POINT"
    case lineString = "LINESTRING"
    case polygon = "POLYGON"
    case multiPoint = "MULTIPOINT"
    case multiLineString = "MULTILINESTRING"
    case multiPolygon = "MULTIPOLYGON"
    case geometryCollection = "GEOMETRYCOLLECTION"

    /// The type's number in well-known binary.
    var wkbKind: UInt32 {
        switch self {
        case .geometry: 0
        case .point: 1
        case .lineString: 2
        case .polygon: 3
        case .multiPoint: 4
        case .multiLineString: 5
        case .multiPolygon: 6
        case .geometryCollection: 7
        }
    }

    /// Whether a column of this type may hold a geometry of the kind `wkbKind`: its own type or one that derives from
    /// it (requirement 32).
    func accepts(wkbKind: UInt32) -> Bool {
        switch self {
        case .geometry: (1...7).contains(wkbKind)
        case .geometryCollection: (4...7).contains(wkbKind)
        case .point, .lineString, .polygon, .multiPoint, .multiLineString, .multiPolygon: self.wkbKind == wkbKind
        }
    }
}
