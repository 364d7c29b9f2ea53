import Geospatial
import Languages
import Testing

@Suite("Well-known binary")
struct WKBTests {
    /// Written by Shapely 2.2.0 (GEOS 3.14.1), `to_wkb(flavor="iso")`, little then big endian.
    static let shapely: [(wkt: String, little: String, big: String)] = [
        (
            "POINT (4.0805 44.1333)", "0101000000DF4F8D976E521040454772F90F114640",
            "00000000014010526E978D4FDF4046110FF9724745"
        ),
        (
            "POINT Z (1 2 3)", "01E9030000000000000000F03F00000000000000400000000000000840",
            "00000003E93FF000000000000040000000000000004008000000000000"
        ),
        (
            "LINESTRING (0 0, 1 1, 2 0.5)",
            "01020000000300000000000000000000000000000000000000000000000000F03F000000000000F03F0000000000000040000000"
                + "000000E03F",
            "000000000200000003000000000000000000000000000000003FF00000000000003FF000000000000040000000000000003FE000"
                + "0000000000"
        ),
        (
            "MULTIPOINT ((1 2), (3 4))",
            "0104000000020000000101000000000000000000F03F0000000000000040010100000000000000000008400000000000001040",
            "00000000040000000200000000013FF00000000000004000000000000000000000000140080000000000004010000000000000"
        ),
        (
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
            "0106000000010000000103000000010000000400000000000000000000000000000000000000000000000000F03F000000000000"
                + "0000000000000000F03F000000000000F03F00000000000000000000000000000000",
            "00000000060000000100000000030000000100000004000000000000000000000000000000003FF0000000000000000000000000"
                + "00003FF00000000000003FF000000000000000000000000000000000000000000000"
        ),
        (
            "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))",
            "0107000000020000000101000000000000000000F03F000000000000004001020000000200000000000000000000000000000000"
                + "000000000000000000F03F000000000000F03F",
            "00000000070000000200000000013FF000000000000040000000000000000000000002000000020000000000000000000000000000"
                + "00003FF00000000000003FF0000000000000"
        ),
        ("POINT EMPTY", "0101000000000000000000F87F000000000000F87F", "00000000017FF80000000000007FF8000000000000"),
        ("POLYGON EMPTY", "010300000000000000", "000000000300000000"),
    ]

    @Test("Bytes of another engine are read in either order, and written alike", arguments: shapely)
    func agreesWithShapely(_ wkt: String, _ little: String, _ big: String) throws {
        let geometry = try Geometry(wkt: wkt)
        #expect(try Geometry(wkb: bytes(little)) == geometry)
        #expect(try Geometry(wkb: bytes(big)) == geometry)
        #expect(geometry.wkb == (try bytes(little)))
    }

    @Test("The extended form of PostGIS is read and its SRID passed over")
    func extendedForm() throws {
        // Shapely 2.2.0, to_wkb(set_srid(POINT Z (1 2 3), 2154), include_srid=True, flavor="extended")
        let geometry = try Geometry(wkb: bytes("01010000A06A080000000000000000F03F00000000000000400000000000000840"))
        #expect(geometry == .point(Position(1, 2, 3)))
    }

    @Test("Any geometry reads back as it was written, heights and empties included", arguments: 0..<400)
    func roundTrip(_ seed: UInt64) throws {
        var draw = GeometryDraw(seed: seed)
        let geometry = try draw.geometry()
        #expect(try Geometry(wkb: geometry.wkb) == geometry)
        #expect(try Geometry(wkb: ArraySlice(geometry.wkb)) == geometry)
    }

    @Test("Appending leaves what was there")
    func appends() throws {
        var out: [UInt8] = [7, 8]
        Geometry.point(nil).appendWKB(to: &out)
        #expect(out == (try bytes("0708" + "0101000000000000000000F87F000000000000F87F")))
    }

    @Test("No prefix of a geometry is a geometry", arguments: 0..<40)
    func everyTruncationIsRefused(_ seed: UInt64) throws {
        var draw = GeometryDraw(seed: 1000 + seed)
        let whole = try draw.geometry().wkb
        for length in 0..<whole.count {
            #expect(throws: WKBError.self) { try Geometry(wkb: whole.prefix(length)) }
        }
    }

    @Test("A flipped byte is read as something or refused, never a crash", arguments: 0..<200)
    func survivesMutation(_ seed: UInt64) throws {
        var draw = GeometryDraw(seed: 2000 + seed)
        var mutated = try draw.geometry().wkb
        for _ in 0..<50 {
            let index = Int.random(in: 0..<mutated.count, using: &draw.random)
            mutated[index] = UInt8.random(in: 0...255, using: &draw.random)
            _ = try? Geometry(wkb: mutated)
        }
    }

    @Test("Each malformed input has its own error")
    func malformed() throws {
        func error(_ hex: String) throws -> WKBError? {
            let input = try bytes(hex)
            return #expect(throws: WKBError.self) { try Geometry(wkb: input) }
        }
        let point = "0101000000000000000000F03F0000000000000040"
        #expect(try error("") == .truncated(offset: 0))
        #expect(try error(point + "00") == .trailingBytes(count: 1))
        #expect(try error("02" + point.dropFirst(2)) == .byteOrder(2, offset: 0))
        #expect(try error("0108000000") == .unsupportedType(8, offset: 0))
        #expect(try error("01D1070000") == .unsupportedType(2001, offset: 0))
        #expect(try error("01B90B0000") == .unsupportedType(3001, offset: 0))
        #expect(try error("0101000040") == .unsupportedType(0x4000_0001, offset: 0))
        #expect(
            try error("010400000001000000" + "010200000000000000000000000000000000000000")
                == .wrongMember(2, offset: 9))
        // A line that announces 4 294 967 295 positions and holds none.
        #expect(try error("0102000000FFFFFFFF") == .truncated(offset: 9))
        #expect(try error("0106000000FFFFFFFF") == .truncated(offset: 9))
        #expect(
            try error("010200000001000000" + "000000000000F03F0000000000000040")
                == .malformed(.lineTooShort, offset: 0))
        #expect(
            try error("0103000000" + "01000000" + "00000000")
                == .malformed(.ringTooShort(count: 0), offset: 9))
        #expect(
            try error("0101000000" + "000000000000F07F" + "0000000000000040")
                == .malformed(.notFinite(Position(.infinity, 2)), offset: 0))
    }

    @Test("Collections are followed 32 deep and no deeper")
    func nesting() throws {
        func nested(_ depth: Int) throws -> [UInt8] {
            try bytes(
                String(repeating: "010700000001000000", count: depth) + "0101000000000000000000F03F0000000000000040")
        }
        #expect(throws: Never.self) { try Geometry(wkb: nested(32)) }
        #expect(throws: WKBError.tooDeep(offset: 32 * 9)) { try Geometry(wkb: nested(33)) }
        #expect(throws: WKBError.self) { try Geometry(wkb: nested(100_000)) }
    }

    @Test("An error says where and what, in both languages")
    func messages() {
        let message = WKBError.unsupportedType(2001, offset: 9).message
        #expect(message.fr.hasPrefix("WKB, octet 9 : le type 2001"))
        #expect(message.en.hasPrefix("WKB, byte 9: type 2001"))
    }
}
