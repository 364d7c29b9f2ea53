extension Geometry {
    /// The geometry as ISO 19125-1 well-known binary; see ``appendWKB(to:)``.
    public var wkb: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        appendWKB(to: &bytes)
        return bytes
    }

    /// Appends the geometry as ISO 19125-1 well-known binary, little endian.
    ///
    /// When one position has a height the Z types are written, and a position without one gets NaN. The empty point is
    /// a point of quiet NaN (GeoPackage 1.3 requirement 152).
    public func appendWKB(to bytes: inout [UInt8]) {
        var writer = WKBWriter(hasZ: hasHeights, bytes: bytes)
        bytes = []
        writer.append(self)
        bytes = writer.bytes
    }

    /// True when at least one position has a height.
    public var hasHeights: Bool {
        switch self {
        case .point(let position): position?.z != nil
        case .multiPoint(let positions): positions.contains { $0.z != nil }
        case .lineString(let line): line.positions.contains { $0.z != nil }
        case .multiLineString(let lines): lines.contains { $0.positions.contains { $0.z != nil } }
        case .polygon(let polygon): polygon.hasHeights
        case .multiPolygon(let multi): multi.polygons.contains(where: \.hasHeights)
        case .geometryCollection(let members): members.contains(where: \.hasHeights)
        }
    }
}

extension Polygon {
    var hasHeights: Bool { rings.contains { $0.positions.contains { $0.z != nil } } }
}

private struct WKBWriter {
    let hasZ: Bool
    var bytes: [UInt8]

    mutating func append(_ geometry: Geometry) {
        switch geometry {
        case .point(let position): append(position)
        case .lineString(let line): append(line)
        case .polygon(let polygon): append(polygon)
        case .multiPoint(let positions):
            append(type: 4, count: positions.count)
            for position in positions { append(position) }
        case .multiLineString(let lines):
            append(type: 5, count: lines.count)
            for line in lines { append(line) }
        case .multiPolygon(let multi):
            append(type: 6, count: multi.polygons.count)
            for polygon in multi.polygons { append(polygon) }
        case .geometryCollection(let members):
            append(type: 7, count: members.count)
            for member in members { append(member) }
        }
    }

    private mutating func append(_ point: Position?) {
        append(type: 1)
        append(coordinates: point ?? Position(.nan, .nan))
    }

    private mutating func append(_ line: LineString) {
        append(type: 2, count: line.positions.count)
        append(line.positions)
    }

    private mutating func append(_ polygon: Polygon) {
        append(type: 3, count: polygon.rings.count)
        for ring in polygon.rings {
            append(UInt32(ring.positions.count))
            append(ring.positions)
        }
    }

    private mutating func append(type: UInt32) {
        bytes.append(1)
        append(hasZ ? type + 1000 : type)
    }

    private mutating func append(type: UInt32, count: Int) {
        append(type: type)
        append(UInt32(count))
    }

    private mutating func append(_ positions: [Position]) {
        for position in positions { append(coordinates: position) }
    }

    private mutating func append(coordinates position: Position) {
        let flat = (position.x.bitPattern.littleEndian, position.y.bitPattern.littleEndian)
        withUnsafeBytes(of: flat) { bytes.append(contentsOf: $0) }
        guard hasZ else { return }
        withUnsafeBytes(of: (position.z ?? .nan).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
