import Geospatial
import Testing

@Suite("Well-known text")
struct WKTTests {
    @Test("Any geometry reads back as it was written", arguments: 0..<400)
    func roundTrip(_ seed: UInt64) throws {
        var draw = GeometryDraw(seed: seed)
        let geometry = try draw.geometry()
        #expect(try Geometry(wkt: geometry.wkt) == geometry)
    }

    @Test(
        "The spellings of other programs are read",
        arguments: [
            ("point(1 2)", "POINT (1 2)"),
            ("SRID=2154;POINT(786457.428 6337735.388)", "POINT (786457.428 6337735.388)"),
            ("PointZ(1 2 3)", "POINT Z (1 2 3)"),
            ("POINT Z(1 2 3)", "POINT Z (1 2 3)"),
            ("POINT (1 2 3)", "POINT Z (1 2 3)"),
            ("POINT Z (1 2 NaN)", "POINT (1 2)"),
            ("  POINT\n(\t-1.5e3   +.5 )  ", "POINT (-1500 0.5)"),
            ("MULTIPOINT (1 2, 3 4)", "MULTIPOINT ((1 2), (3 4))"),
            ("MULTIPOINT ((1 2), EMPTY)", "MULTIPOINT ((1 2))"),
            ("POLYGON Z EMPTY", "POLYGON EMPTY"),
            (
                "GEOMETRYCOLLECTION(POINT(1 2),POLYGON((0 0,1 0,1 1,0 0)))",
                "GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 1 0, 1 1, 0 0)))"
            ),
        ])
    func spellings(_ written: String, _ canonical: String) throws {
        #expect(try Geometry(wkt: written).wkt == canonical)
    }

    @Test(
        "Each malformed text names the column and what is missing",
        arguments: [
            ("", WKTError.unexpected(found: "", expected: .geometryType, column: 1)),
            ("CIRCLE (1 2)", .unexpected(found: "CIRCLE", expected: .geometryType, column: 1)),
            ("POINT 1 2", .unexpected(found: "1", expected: .openingParenthesis, column: 7)),
            ("POINT (1)", .unexpected(found: ")", expected: .number, column: 9)),
            ("POINT (1 abc)", .unexpected(found: "abc", expected: .number, column: 10)),
            ("POINT (nan 1)", .unexpected(found: "nan", expected: .number, column: 8)),
            ("POINT (1e999 1)", .unexpected(found: "1e999", expected: .number, column: 8)),
            ("POINT (1 2, 3 4)", .unexpected(found: ",", expected: .closingParenthesis, column: 11)),
            ("POINT (1 2) POINT", .unexpected(found: "POINT", expected: .end, column: 13)),
            ("LINESTRING (1 2; 3 4)", .unexpected(found: ";", expected: .commaOrClosingParenthesis, column: 16)),
            ("POINT M (1 2 3)", .measured(column: 7)),
            ("POINTZM (1 2 3 4)", .measured(column: 1)),
            ("POINT (1 2 3 4)", .measured(column: 14)),
            ("LINESTRING (1 2)", .malformed(.lineTooShort, column: 12)),
            ("POLYGON ((0 0, 1 0, 1 1))", .malformed(.ringTooShort(count: 3), column: 10)),
            (
                "POLYGON ((0 0, 1 0, 1 1, 2 2))",
                .malformed(.ringNotClosed(first: Position(0, 0), last: Position(2, 2)), column: 10)
            ),
        ])
    func malformed(_ text: String, _ expected: WKTError) {
        #expect(throws: expected) { try Geometry(wkt: text) }
    }

    @Test("Nesting is limited, so that no text overflows the stack")
    func nesting() {
        let deep = String(repeating: "GEOMETRYCOLLECTION(", count: 100_000)
        #expect(throws: WKTError.tooDeep(column: 32 * 19 + 1)) { try Geometry(wkt: deep) }
    }

    @Test("Any prefix of a text is refused or read, never a crash", arguments: 0..<40)
    func prefixes(_ seed: UInt64) throws {
        var draw = GeometryDraw(seed: 3000 + seed)
        let text = try draw.geometry().wkt
        for length in 0..<text.count { _ = try? Geometry(wkt: String(text.prefix(length))) }
    }
}
