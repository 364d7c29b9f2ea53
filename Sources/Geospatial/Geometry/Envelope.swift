/// The smallest upright rectangle around some positions; units are theirs.
public struct Envelope: Hashable, Sendable {
    /// The westernmost easting or longitude.
    public var minX: Double
    /// The southernmost northing or latitude.
    public var minY: Double
    /// The easternmost easting or longitude.
    public var maxX: Double
    /// The northernmost northing or latitude.
    public var maxY: Double

    /// The rectangle between four sides, each minimum at most its maximum.
    public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }

    /// The rectangle without extent around one position.
    public init(_ position: Position) {
        self.init(minX: position.x, minY: position.y, maxX: position.x, maxY: position.y)
    }

    /// Grows the rectangle so that it reaches the position.
    public mutating func extend(to position: Position) {
        minX = min(minX, position.x)
        minY = min(minY, position.y)
        maxX = max(maxX, position.x)
        maxY = max(maxY, position.y)
    }

    /// Grows the rectangle so that it covers the other.
    public mutating func extend(to other: Envelope) {
        minX = min(minX, other.minX)
        minY = min(minY, other.minY)
        maxX = max(maxX, other.maxX)
        maxY = max(maxY, other.maxY)
    }

    /// True when the two share at least a point of their edges.
    public func intersects(_ other: Envelope) -> Bool {
        minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
    }

    /// True when the position lies inside or on an edge.
    public func contains(_ position: Position) -> Bool {
        position.x >= minX && position.x <= maxX && position.y >= minY && position.y <= maxY
    }
}

extension Geometry {
    /// The rectangle around the geometry; nil when it is empty.
    public var envelope: Envelope? {
        var box: Envelope?
        forEachPosition { position in
            if box == nil { box = Envelope(position) } else { box?.extend(to: position) }
        }
        return box
    }

    /// Calls `body` with each position, in the order they are stored.
    public func forEachPosition(_ body: (Position) -> Void) {
        switch self {
        case .point(let position): position.map(body)
        case .multiPoint(let positions): positions.forEach(body)
        case .lineString(let line): line.positions.forEach(body)
        case .multiLineString(let lines): for line in lines { line.positions.forEach(body) }
        case .polygon(let polygon): for ring in polygon.rings { ring.positions.forEach(body) }
        case .multiPolygon(let multi):
            for polygon in multi.polygons { for ring in polygon.rings { ring.positions.forEach(body) } }
        case .geometryCollection(let members): for member in members { member.forEachPosition(body) }
        }
    }

    /// The same geometry with each position replaced by what `move` makes of it.
    ///
    /// A ring stays closed because equal positions are moved alike.
    public func mapPositions<Failure: Error>(
        _ move: (Position) throws(Failure) -> Position
    ) throws(Failure) -> Geometry {
        switch self {
        case .point(let position):
            guard let position else { return self }
            return .point(try move(position))
        case .multiPoint(let positions): return .multiPoint(try positions.map(move))
        case .lineString(let line): return .lineString(LineString(unchecked: try line.positions.map(move)))
        case .multiLineString(let lines):
            return .multiLineString(
                try lines.map { line throws(Failure) in LineString(unchecked: try line.positions.map(move)) })
        case .polygon(let polygon): return .polygon(try polygon.mapPositions(move))
        case .multiPolygon(let multi):
            return .multiPolygon(
                MultiPolygon(try multi.polygons.map { polygon throws(Failure) in try polygon.mapPositions(move) }))
        case .geometryCollection(let members):
            return .geometryCollection(
                try members.map { member throws(Failure) in try member.mapPositions(move) })
        }
    }
}

extension Polygon {
    func mapPositions<Failure: Error>(_ move: (Position) throws(Failure) -> Position) throws(Failure) -> Polygon {
        Polygon(
            rings: try rings.map { ring throws(Failure) in
                LinearRing(unchecked: try ring.positions.map(move))
            })
    }
}
