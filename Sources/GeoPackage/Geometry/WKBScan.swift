import Geospatial

/// One walk through well-known binary that makes no geometry: enough to know its type, whether it holds together, and
/// the rectangle around it. Types with M are walked too.
struct WKBScan {
    /// 1 point to 7 geometry collection, without the thousands that say Z and M.
    private(set) var kind: UInt32 = 0
    private(set) var hasZ = false
    private(set) var hasM = false
    /// The rectangle around the positions; nil when there is none.
    private(set) var envelope: Envelope?
    /// True when each coordinate is a number, the NaN of an empty point apart.
    private(set) var isFinite = true
    /// How many bytes are left after the geometry.
    private(set) var trailingBytes = 0

    private var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(GeometryBlobError) {
        offset = start
        do {
            try walk(bytes, depth: 0)
        } catch {
            throw .wkb(error)
        }
        trailingBytes = bytes.count - offset
    }

    private mutating func walk(_ bytes: UnsafeRawBufferPointer, depth: Int) throws(WKBError) {
        guard depth < Geometry.nestingLimit else { throw .tooDeep(offset: offset) }
        guard offset + 5 <= bytes.count else { throw .truncated(offset: offset) }
        guard bytes[offset] <= 1 else { throw .byteOrder(bytes[offset], offset: offset) }
        let isLittleEndian = bytes[offset] == 1
        let code = bytes.word(at: offset + 1, littleEndian: isLittleEndian)
        let dimensions = code / 1000
        let member = code % 1000
        guard (1...7).contains(member), dimensions < 4 else { throw .unsupportedType(code, offset: offset + 1) }
        if depth == 0 {
            kind = member
            hasZ = dimensions == 1 || dimensions == 3
            hasM = dimensions >= 2
        }
        offset += 5
        let width = [2, 3, 3, 4][Int(dimensions)]
        switch member {
        case 1: try positions(1, width: width, bytes, isLittleEndian, isPoint: true)
        case 2: try positions(try count(bytes, isLittleEndian), width: width, bytes, isLittleEndian)
        case 3:
            for _ in 0..<(try count(bytes, isLittleEndian)) {
                try positions(try count(bytes, isLittleEndian), width: width, bytes, isLittleEndian)
            }
        default:
            for _ in 0..<(try count(bytes, isLittleEndian)) { try walk(bytes, depth: depth + 1) }
        }
    }

    private mutating func count(_ bytes: UnsafeRawBufferPointer, _ isLittleEndian: Bool) throws(WKBError) -> Int {
        guard offset + 4 <= bytes.count else { throw .truncated(offset: offset) }
        defer { offset += 4 }
        return Int(bytes.word(at: offset, littleEndian: isLittleEndian))
    }

    private mutating func positions(
        _ count: Int, width: Int, _ bytes: UnsafeRawBufferPointer, _ isLittleEndian: Bool, isPoint: Bool = false
    ) throws(WKBError) {
        guard count <= (bytes.count - offset) / (8 * width) else { throw .truncated(offset: offset) }
        for _ in 0..<count {
            let position = Position(
                bytes.double(at: offset, littleEndian: isLittleEndian),
                bytes.double(at: offset + 8, littleEndian: isLittleEndian))
            offset += 8 * width
            if isPoint, position.x.isNaN, position.y.isNaN { continue }
            guard position.isFinite else {
                isFinite = false
                continue
            }
            if envelope == nil { envelope = Envelope(position) } else { envelope?.extend(to: position) }
        }
    }
}
