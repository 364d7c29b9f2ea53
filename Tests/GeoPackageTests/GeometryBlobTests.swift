import GeoPackage
import Geospatial
import Testing

/// Layout of the bytes: OGC 12-128r17 clause 2.1.3, tables 6 and 7. Samples with a name: as GDAL wrote them.
@Suite("Geometry blobs")
struct GeometryBlobTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private func read(_ bytes: [UInt8]) throws -> GeometryBlob {
        try bytes.withUnsafeBytes { try GeometryBlob($0) }
    }

    private func envelope(_ bytes: [UInt8]) throws -> Envelope? {
        try bytes.withUnsafeBytes { try GeometryBlob.envelope(of: $0) }
    }

    @Test("a point is written without an envelope, as GDAL writes POINT (1 2)")
    func point() throws {
        let expected = "47500001000000000101000000000000000000F03F0000000000000040"
        #expect(GeometryBlob(.point(Position(1, 2)), srs: 0).bytes == bytes(expected))
        #expect(try read(bytes(expected)).geometry == .point(Position(1, 2)))
        #expect(try envelope(bytes(expected)) == Envelope(minX: 1, minY: 2, maxX: 1, maxY: 2))
    }

    @Test("the envelope is minx, maxx, miny, maxy, little endian, before the WKB")
    func envelopeOrder() throws {
        let line = Geometry.lineString(try LineString([Position(1, 2), Position(3, 4)]))
        let written = GeometryBlob(line, srs: 2154).bytes
        #expect(written.starts(with: bytes("475000036A080000")))
        #expect(
            written[8..<40].elementsEqual(
                bytes("000000000000F03F000000000000084000000000000000400000000000001040")))
    }

    @Test("GDAL's envelope with Z (code 2) is read, its x and y part kept")
    func envelopeWithZ() throws {
        let gdal = bytes(
            """
            4750000500000000000000000000F03F0000000000001040000000000000004000000000000014400000000000000840\
            000000000000184001EA03000002000000000000000000F03F00000000000000400000000000000840\
            000000000000104000000000000014400000000000001840
            """)
        let blob = try read(gdal)
        #expect(blob.geometry == .lineString(try LineString([Position(1, 2, 3), Position(4, 5, 6)])))
        #expect(try envelope(gdal) == Envelope(minX: 1, minY: 2, maxX: 4, maxY: 5))
        #expect(try read(blob.bytes) == blob)
        #expect(blob.bytes[3] == 3)
    }

    @Test("an empty geometry has the flag and no envelope; an empty point is NaN (requirement 152)")
    func empty() throws {
        for geometry in [
            Geometry.point(nil), .polygon(Polygon()), .multiPolygon(MultiPolygon()), .geometryCollection([]),
        ] {
            let written = GeometryBlob(geometry, srs: 4326).bytes
            #expect(written[3] == 0b0001_0001)
            #expect(try envelope(written) == nil)
            #expect(try read(written).geometry == geometry)
        }
        let point = GeometryBlob(.point(nil), srs: 4326).bytes
        #expect(point[13...].elementsEqual(bytes("000000000000F87F000000000000F87F")))
    }

    @Test("big endian header and WKB are read, each in its own order")
    func bigEndian() throws {
        let big = bytes("475000000000086A" + "00000000013FF00000000000004000000000000000")
        let blob = try read(big)
        #expect(blob.srs == 2154)
        #expect(blob.geometry == .point(Position(1, 2)))
        #expect(try envelope(big) == Envelope(minX: 1, minY: 2, maxX: 1, maxY: 2))
    }

    @Test("without an envelope the WKB is walked, collections included")
    func walk() throws {
        let collection = Geometry.geometryCollection([
            .point(Position(-5, 7)), .multiPoint([Position(2, 3), Position(9, -1)]),
        ])
        var wkb: [UInt8] = bytes("4750000100000000")
        collection.appendWKB(to: &wkb)
        #expect(try envelope(wkb) == Envelope(minX: -5, minY: -1, maxX: 9, maxY: 7))
    }

    @Test(
        "what is not a standard blob is refused with its reason",
        arguments: [
            ("", GeometryBlobError.truncated(count: 0)), ("4750000100000000", .truncated(count: 8)),
            ("585800010000000001", .notGeoPackage), ("475001010000000001", .version(1)),
            ("475000210000000001", .extended), ("4750000B0000000001", .envelopeCode(5)),
            ("475000030000000001", .truncated(count: 9)), ("475000010000000001", .wkb(.truncated(offset: 0))),
        ])
    func refused(hex: String, reason: GeometryBlobError) throws {
        let blob = bytes(hex)
        if case .wkb = reason {
            #expect(throws: GeometryBlobError.self) { try read(blob) }
        } else {
            #expect(throws: reason) { try read(blob) }
        }
    }

    @Test("any blob cut anywhere is refused, and never read past its end")
    func cutAnywhere() throws {
        let whole = GeometryBlob(try SampleFile.square(0, 0, 1), srs: 2154).bytes
        for length in 0..<whole.count {
            #expect(throws: GeometryBlobError.self) { try read(Array(whole[..<length])) }
        }
    }
}
