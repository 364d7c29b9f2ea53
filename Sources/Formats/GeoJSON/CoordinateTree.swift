import Geospatial

/// The `coordinates` of a geometry, read before its type is known: positions in a row, and where the lists end.
struct CoordinateTree {
    private var positions: [Position] = []
    /// How deep the positions lie: 0 for those of a point, 3 for those of a multipolygon; nil when there is none.
    private var positionLevel: Int?
    /// For each list at level 1, how many of its children have ended with it; then the same at level 2.
    private var outerEnds: [Int] = []
    private var innerEnds: [Int] = []
    private var problem: Problem?

    private enum Problem {
        case nesting
        case position(count: Int)
        case notANumber(JSONKind)
    }

    mutating func removeAll() {
        positions.removeAll(keepingCapacity: true)
        outerEnds.removeAll(keepingCapacity: true)
        innerEnds.removeAll(keepingCapacity: true)
        positionLevel = nil
        problem = nil
    }

    @inline(__always)
    mutating func append(_ position: Position, numbers: Int, level: Int) {
        if positionLevel != level {
            let hasLists = level == 1 ? !outerEnds.isEmpty : level == 2 && !innerEnds.isEmpty
            if positionLevel != nil || hasLists || level > 3 { note(.nesting) }
            positionLevel = level
        }
        if numbers < 2 || numbers > 3 { note(.position(count: numbers)) }
        positions.append(position)
    }

    /// Ends a list that holds lists, or nothing.
    mutating func endList(level: Int) {
        if level > 0, positionLevel == level { return note(.position(count: 0)) }
        switch level {
        case 0: break
        case 1: outerEnds.append(positionLevel == 2 ? positions.count : innerEnds.count)
        case 2: innerEnds.append(positions.count)
        default: note(.nesting)
        }
    }

    mutating func noteMixedList() { note(.nesting) }

    mutating func noteNotANumber(_ kind: JSONKind) { note(.notANumber(kind)) }

    private mutating func note(_ found: Problem) {
        if problem == nil { problem = found }
    }

    /// The geometry that the coordinates make with a type of RFC 7946 other than a collection.
    func geometry(_ type: GeoJSONType) throws(GeometryProblem) -> Geometry {
        switch problem {
        case .nesting: throw .wrongNesting(type: type.rawValue)
        case .position(let count): throw .positionOf(count: count)
        case .notANumber(let kind): throw .notANumber(kind)
        case nil: break
        }
        let level = type.positionLevel
        let isEvenlyNested =
            (positionLevel ?? level) == level && (outerEnds.isEmpty || level >= 2) && (innerEnds.isEmpty || level == 3)
        guard isEvenlyNested else { throw .wrongNesting(type: type.rawValue) }
        do throws(GeometryError) {
            return try build(type)
        } catch {
            throw .malformed(error)
        }
    }

    private func build(_ type: GeoJSONType) throws(GeometryError) -> Geometry {
        switch type {
        case .point:
            try checkFinite()
            return .point(positions.first)
        case .multiPoint:
            try checkFinite()
            return .multiPoint(positions)
        case .lineString: return .lineString(try LineString(positions))
        case .multiLineString:
            return .multiLineString(
                try lists(outerEnds).map { range throws(GeometryError) in try LineString(Array(positions[range])) })
        case .polygon: return .polygon(try polygon(lists(outerEnds)))
        case .multiPolygon:
            let rings = lists(innerEnds)
            return .multiPolygon(
                MultiPolygon(
                    try lists(outerEnds).map { range throws(GeometryError) in try polygon(Array(rings[range])) }))
        case .geometryCollection: return .geometryCollection([])
        }
    }

    private func polygon(_ rings: [Range<Int>]) throws(GeometryError) -> Polygon {
        Polygon(rings: try rings.map { range throws(GeometryError) in try LinearRing(Array(positions[range])) })
    }

    private func lists(_ ends: [Int]) -> [Range<Int>] {
        var start = 0
        return ends.map { end in
            defer { start = end }
            return start..<end
        }
    }

    private func checkFinite() throws(GeometryError) {
        for position in positions where !position.isFinite { throw .notFinite(position) }
    }
}

/// The geometry types of RFC 7946 section 1.4.
enum GeoJSONType: String {
    case point = "Point"
    case lineString = "LineString"
    case polygon = "Polygon"
    case multiPoint = "MultiPoint"
    case multiLineString = "MultiLineString"
    case multiPolygon = "MultiPolygon"
    case geometryCollection = "GeometryCollection"

    /// How many lists lie around the positions.
    var positionLevel: Int {
        switch self {
        case .point, .geometryCollection: 0
        case .lineString, .multiPoint: 1
        case .polygon, .multiLineString: 2
        case .multiPolygon: 3
        }
    }
}
