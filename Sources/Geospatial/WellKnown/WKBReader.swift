extension Geometry {
    /// How deep collections may lie in one another in the forms that are read.
    public static let nestingLimit = 32

    /// Reads well-known binary: ISO 19125-1 (and its Z types), or the extended form of PostGIS, whose SRID is passed
    /// over; either byte order.
    ///
    /// A point of NaN coordinates is the empty one (GeoPackage 1.3 requirement 152); a height of NaN is none.
    ///
    /// - Throws: ``WKBError``, with the offset; a count is checked against the bytes left before memory is taken for it.
    public init(wkb: UnsafeRawBufferPointer) throws(WKBError) {
        var reader = WKBReader(wkb)
        self = try reader.geometry(depth: 0)
        guard reader.remaining == 0 else { throw .trailingBytes(count: reader.remaining) }
    }

    /// Reads well-known binary from any bytes, as ``init(wkb:)-(UnsafeRawBufferPointer)`` does.
    public init(wkb: some Collection<UInt8>) throws(WKBError) {
        let read = { (bytes: UnsafeBufferPointer<UInt8>) in
            Result { () throws(WKBError) in try Geometry(wkb: UnsafeRawBufferPointer(bytes)) }
        }
        let result = wkb.withContiguousStorageIfAvailable(read) ?? Array(wkb).withUnsafeBufferPointer(read)
        self = try result.get()
    }
}

private struct WKBReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - offset }

    enum Kind: UInt32 {
        case point = 1
        case lineString, polygon, multiPoint, multiLineString, multiPolygon, geometryCollection
    }

    struct Header {
        let kind: Kind
        let code: UInt32
        let hasZ: Bool
        let isLittleEndian: Bool
        let offset: Int
        var positionSize: Int { hasZ ? 24 : 16 }
    }

    mutating func geometry(depth: Int) throws(WKBError) -> Geometry {
        let header = try header()
        switch header.kind {
        case .point: return .point(try point(header))
        case .lineString: return .lineString(try lineString(header))
        case .polygon: return .polygon(try polygon(header))
        case .multiPoint:
            return .multiPoint(
                try members(header, of: .point, minimum: 21) { reader, member throws(WKBError) in
                    try reader.point(member)
                }.compactMap(\.self))
        case .multiLineString:
            return .multiLineString(
                try members(header, of: .lineString, minimum: 9) { reader, member throws(WKBError) in
                    try reader.lineString(member)
                })
        case .multiPolygon:
            return .multiPolygon(
                MultiPolygon(
                    try members(header, of: .polygon, minimum: 9) { reader, member throws(WKBError) in
                        try reader.polygon(member)
                    }))
        case .geometryCollection:
            guard depth < Geometry.nestingLimit else { throw .tooDeep(offset: header.offset) }
            let count = try count(header, each: 9)
            var geometries: [Geometry] = []
            for _ in 0..<count { geometries.append(try geometry(depth: depth + 1)) }
            return .geometryCollection(geometries)
        }
    }

    private mutating func header() throws(WKBError) -> Header {
        let start = offset
        guard remaining >= 5 else { throw .truncated(offset: bytes.count) }
        let order = bytes[offset]
        guard order <= 1 else { throw .byteOrder(order, offset: offset) }
        offset += 1
        let isLittleEndian = order == 1
        let code = word(isLittleEndian)
        let (extendedZ, extendedM, extendedSRID) = (UInt32(0x8000_0000), UInt32(0x4000_0000), UInt32(0x2000_0000))
        let iso = code & 0x1FFF_FFFF
        guard code & extendedM == 0, iso < 2000, let kind = Kind(rawValue: iso % 1000) else {
            throw .unsupportedType(code, offset: start)
        }
        if code & extendedSRID != 0 {
            guard remaining >= 4 else { throw .truncated(offset: bytes.count) }
            offset += 4
        }
        return Header(
            kind: kind, code: code, hasZ: iso >= 1000 || code & extendedZ != 0, isLittleEndian: isLittleEndian,
            offset: start)
    }

    private mutating func members<Member>(
        _ header: Header, of kind: Kind, minimum: Int,
        read: (inout WKBReader, Header) throws(WKBError) -> Member
    ) throws(WKBError) -> [Member] {
        let count = try count(header, each: minimum)
        var members: [Member] = []
        members.reserveCapacity(count)
        for _ in 0..<count {
            let member = try self.header()
            guard member.kind == kind else { throw .wrongMember(member.code, offset: member.offset) }
            members.append(try read(&self, member))
        }
        return members
    }

    private mutating func point(_ header: Header) throws(WKBError) -> Position? {
        guard remaining >= header.positionSize else { throw .truncated(offset: bytes.count) }
        let position = position(header)
        if position.x.isNaN, position.y.isNaN { return nil }
        guard position.isFinite else { throw .malformed(.notFinite(position), offset: header.offset) }
        return position
    }

    private mutating func lineString(_ header: Header) throws(WKBError) -> LineString {
        let positions = try positions(header)
        do { return try LineString(positions) } catch { throw .malformed(error, offset: header.offset) }
    }

    private mutating func polygon(_ header: Header) throws(WKBError) -> Polygon {
        let count = try count(header, each: 4)
        var rings: [LinearRing] = []
        rings.reserveCapacity(count)
        for _ in 0..<count {
            let start = offset
            let positions = try positions(header)
            do { rings.append(try LinearRing(positions)) } catch { throw .malformed(error, offset: start) }
        }
        return Polygon(rings: rings)
    }

    private mutating func positions(_ header: Header) throws(WKBError) -> [Position] {
        let count = try count(header, each: header.positionSize)
        return [Position](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer.initializeElement(at: index, to: position(header)) }
            initialized = count
        }
    }

    /// Reads a count and refuses it when the bytes left cannot hold that many elements of the given least size.
    private mutating func count(_ header: Header, each size: Int) throws(WKBError) -> Int {
        guard remaining >= 4 else { throw .truncated(offset: bytes.count) }
        let count = Int(word(header.isLittleEndian))
        guard count <= remaining / size else { throw .truncated(offset: bytes.count) }
        return count
    }

    /// The caller has checked that the bytes are there.
    private mutating func position(_ header: Header) -> Position {
        let x = double(header.isLittleEndian)
        let y = double(header.isLittleEndian)
        guard header.hasZ else { return Position(x, y) }
        let z = double(header.isLittleEndian)
        return Position(x, y, z.isNaN ? nil : z)
    }

    private mutating func double(_ isLittleEndian: Bool) -> Double {
        let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        offset += 8
        return Double(bitPattern: isLittleEndian ? UInt64(littleEndian: bits) : UInt64(bigEndian: bits))
    }

    private mutating func word(_ isLittleEndian: Bool) -> UInt32 {
        let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        offset += 4
        return isLittleEndian ? UInt32(littleEndian: bits) : UInt32(bigEndian: bits)
    }
}
