import Geospatial
import Languages
import Testing

@Suite("Validity and repair")
struct ValidityTests {
    @Test(
        "Each fault is named in both languages, with its place",
        arguments: [
            ("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))", "le contour se croise en (5.0 5.0)"),
            ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (20 20, 21 20, 21 21, 20 20))", "un trou sort du contour"),
            (
                "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 9 1, 9 9, 1 9, 1 1), (2 2, 3 2, 3 3, 2 2))",
                "un trou est dans un autre"
            ),
            ("POLYGON ((0 0, 0 0, 0 0, 0 0))", "un anneau ou une ligne a trop peu de positions distinctes"),
            ("LINESTRING (1 1, 1 1)", "trop peu de positions distinctes"),
            (
                "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), ((2 2, 3 2, 3 3, 2 2)))",
                "une partie en recouvre une autre"
            ),
            ("POLYGON ((5 0, 10 5, 5 10, 0 5, 5 0), (5 0, 7 5, 5 10, 3 5, 5 0))", "coupé en morceaux"),
        ])
    func faults(_ wkt: String, _ words: String) throws {
        let validity = try Geometry(wkt: wkt).validity()
        let fault = try #require(validity.fault)
        #expect(fault.fr.contains(words))
        #expect(fault.en != fault.fr)
    }

    @Test(
        "What is in order is valid and repaired to itself",
        arguments: [
            "POINT EMPTY", "POINT (1 2)", "LINESTRING (0 0, 1 1)", "POLYGON EMPTY",
            "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))",
            "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))",
        ])
    func valid(_ wkt: String) throws {
        let geometry = try Geometry(wkt: wkt)
        #expect(try geometry.validity() == .valid)
        #expect(try geometry.repaired() == geometry)
    }

    /// The land dossier, section 6 (GEOS 3.11.1 through ctypes), and `shapely.make_valid(method="structure")` 2.2.0.
    @Test(
        "Repair gives the area that the rings mean",
        arguments: [
            // A hole that sticks out: 70 by naive arithmetic, 100 by linework, 85 is right.
            ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (5 5, 15 5, 15 8, 5 8, 5 5))", 85.0),
            // The same part twice.
            ("MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0)), ((0 0, 10 0, 10 10, 0 10, 0 0)))", 100),
            // A bowtie: two triangles of 25.
            ("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))", 50),
            // An outline with a spike.
            ("POLYGON ((0 0, 10 0, 10 10, 10 20, 10 10, 0 10, 0 0))", 100),
            // Nothing but a line there and back.
            ("POLYGON ((0 0, 10 0, 20 0, 0 0))", 0),
        ])
    func repair(_ wkt: String, _ area: Double) throws {
        let repaired = try Geometry(wkt: wkt).repaired()
        #expect(try repaired.validity() == .valid)
        #expect(abs(try #require(repaired.polygonal).planarArea - area) < 1e-9)
    }

    @Test("Repair keeps the kind: a multipolygon stays one, a bowtie becomes one")
    func kinds() throws {
        #expect(try Geometry(wkt: "POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))").repaired().typeName == "MULTIPOLYGON")
        #expect(
            try Geometry(wkt: "MULTIPOLYGON (((0 0, 10 0, 10 10, 10 20, 10 10, 0 10, 0 0)))").repaired().typeName
                == "MULTIPOLYGON")
        #expect(try Geometry(wkt: "POLYGON ((0 0, 10 0, 20 0, 0 0))").repaired() == .polygon(Polygon()))
    }
}

@Suite("Rounding")
struct RoundingTests {
    @Test("Millimetres are the doubles nearest to the decimals")
    func decimals() throws {
        let rounded = Geometry.point(Position(786457.42800049, 6337735.3879999, 12.3456)).rounded(to: 0.001)
        #expect(rounded.geometry == .point(Position(786457.428, 6337735.388, 12.3456)))
        let degrees = Geometry.point(Position(4.080512345678, -44.133312344)).rounded(to: 1e-8)
        #expect(degrees.geometry == .point(Position(4.08051235, -44.13331234)))
        #expect(Geometry.point(Position(13, -12)).rounded(to: 5).geometry == .point(Position(15, -10)))
    }

    @Test("Repeated positions go, and what collapses is named and left out")
    func collapse() throws {
        let geometry = try Geometry(
            wkt: """
                GEOMETRYCOLLECTION (
                POLYGON ((0 0, 0.0001 0, 10 0, 10 10, 0 10, 0 0), (5 5, 5.0001 5, 5.0001 5.0001, 5 5)),
                POLYGON ((20 20, 30 20.0001, 40 20, 20 20)),
                LINESTRING (50 50, 50.0001 50), LINESTRING (50 50, 50.0001 50, 51 50))
                """)
        let rounded = geometry.rounded(to: 0.001)
        #expect(
            rounded.geometry.wkt
                == "GEOMETRYCOLLECTION (POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0)), POLYGON EMPTY, LINESTRING EMPTY, "
                + "LINESTRING (50 50, 51 50))")
        #expect(rounded.collapsed == [Position(5, 5), Position(20, 20), Position(50, 50)])
    }

    @Test("A figure of eight has no signed area and yet does not collapse")
    func figureOfEight() throws {
        let eight = try Geometry(wkt: "POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")
        #expect(eight.rounded(to: 0.001).geometry == eight)
    }

    @Test("Rounding twice is rounding once", arguments: 0..<100)
    func idempotent(_ seed: UInt64) throws {
        var draw = GeometryDraw(seed: 5000 + seed)
        let once = try draw.geometry().rounded(to: 0.001)
        #expect(once.geometry.rounded(to: 0.001).geometry == once.geometry)
    }

    @Test("What no grid can hold stays as it is")
    func extremes() {
        let far = Geometry.point(Position(1e300, -1e300))
        #expect(far.rounded(to: 0.001).geometry == far)
        let point = Geometry.point(Position(1.23456, 2))
        for grid in [0, -1, Double.nan, .infinity] { #expect(point.rounded(to: grid).geometry == point) }
    }
}
