public import Geospatial

/// A geometry as the tables of a GeoPackage store it: StandardGeoPackageBinary (OGC 12-128r17 clause 2.1.3), that is a
/// header with the reference system and an envelope, then ISO well-known binary; x is east or longitude.
public struct GeometryBlob: Hashable, Sendable {
    /// The `srs_id` of the coordinates in `gpkg_spatial_ref_sys`.
    public let srs: Int32
    /// The geometry itself.
    public let geometry: Geometry

    /// A geometry with the reference system that its coordinates are in.
    public init(_ geometry: Geometry, srs: Int32) {
        self.geometry = geometry
        self.srs = srs
    }

    /// Reads a blob in either byte order, with any envelope.
    ///
    /// - Throws: ``GeometryBlobError``.
    public init(_ bytes: UnsafeRawBufferPointer) throws(GeometryBlobError) {
        let header = try Header(bytes)
        srs = header.srs
        do {
            geometry = try Geometry(wkb: UnsafeRawBufferPointer(rebasing: bytes[header.length...]))
        } catch {
            throw .wkb(error)
        }
    }

    /// The blob to store, little endian.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Appends the blob to store, little endian: with an envelope in x and y, but for points, which are their own, and
    /// for empty geometries, which have none (requirement 152).
    public func append(to bytes: inout [UInt8]) {
        let envelope = geometry.envelope
        let written = if case .point = geometry { Envelope?.none } else { envelope }
        bytes.append(contentsOf: [0x47, 0x50, 0])
        bytes.append(1 | (written == nil ? 0 : 1 << 1) | (envelope == nil ? 1 << 4 : 0))
        withUnsafeBytes(of: srs.littleEndian) { bytes.append(contentsOf: $0) }
        if let written {
            for edge in [written.minX, written.maxX, written.minY, written.maxY] {
                withUnsafeBytes(of: edge.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        geometry.appendWKB(to: &bytes)
    }

    /// The rectangle around the geometry of a blob, from its header when it is there, else from the coordinates; nil when
    /// the geometry is empty.
    ///
    /// - Throws: ``GeometryBlobError``.
    public static func envelope(of bytes: UnsafeRawBufferPointer) throws(GeometryBlobError) -> Envelope? {
        let header = try Header(bytes)
        if header.isEmpty { return nil }
        if let envelope = header.envelope { return envelope }
        return try WKBScan(bytes, from: header.length).envelope
    }

    /// True when the blob holds no position, whether its header says so or not.
    ///
    /// - Throws: ``GeometryBlobError``.
    public static func isEmpty(_ bytes: UnsafeRawBufferPointer) throws(GeometryBlobError) -> Bool {
        try envelope(of: bytes) == nil
    }
}

extension GeometryBlob {
    /// What stands before the well-known binary.
    public struct Header: Hashable, Sendable {
        /// The `srs_id` that the blob claims.
        public let srs: Int32
        /// The flag of an empty geometry.
        public let isEmpty: Bool
        /// Which envelope follows: 0 none, 1 xy, 2 xyz, 3 xym, 4 xyzm.
        public let envelopeCode: UInt8
        /// The x and y part of the envelope; nil when there is none or when it is not made of numbers.
        public let envelope: Envelope?
        /// Where the well-known binary begins.
        public let length: Int

        /// - Throws: ``GeometryBlobError``.
        public init(_ bytes: UnsafeRawBufferPointer) throws(GeometryBlobError) {
            guard bytes.count >= 8 else { throw .truncated(count: bytes.count) }
            guard bytes[0] == 0x47, bytes[1] == 0x50 else { throw .notGeoPackage }
            guard bytes[2] == 0 else { throw .version(bytes[2]) }
            let flags = bytes[3]
            guard flags & 1 << 5 == 0 else { throw .extended }
            envelopeCode = flags >> 1 & 7
            let edges: Int
            switch envelopeCode {
            case 0: edges = 0
            case 1: edges = 4
            case 2, 3: edges = 6
            case 4: edges = 8
            default: throw .envelopeCode(envelopeCode)
            }
            length = 8 + 8 * edges
            guard bytes.count > length else { throw .truncated(count: bytes.count) }
            let isLittleEndian = flags & 1 == 1
            isEmpty = flags & 1 << 4 != 0
            srs = Int32(bitPattern: bytes.word(at: 4, littleEndian: isLittleEndian))
            if edges == 0 {
                envelope = nil
            } else {
                let box = Envelope(
                    minX: bytes.double(at: 8, littleEndian: isLittleEndian),
                    minY: bytes.double(at: 24, littleEndian: isLittleEndian),
                    maxX: bytes.double(at: 16, littleEndian: isLittleEndian),
                    maxY: bytes.double(at: 32, littleEndian: isLittleEndian))
                envelope = box.minX.isNaN || box.minY.isNaN || box.maxX.isNaN || box.maxY.isNaN ? nil : box
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    func word(at offset: Int, littleEndian: Bool) -> UInt32 {
        let word = loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return littleEndian ? UInt32(littleEndian: word) : UInt32(bigEndian: word)
    }

    func double(at offset: Int, littleEndian: Bool) -> Double {
        let word = loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return Double(bitPattern: littleEndian ? UInt64(littleEndian: word) : UInt64(bigEndian: word))
    }
}
