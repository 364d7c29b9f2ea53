import Geospatial
import Testing

@Suite("Geodesic measures")
struct GeodesicTests {
    private func polygon(_ rings: [[(Double, Double)]]) throws -> Polygon {
        Polygon(rings: try rings.map { ring in try LinearRing(ring.map { Position($0.0, $0.1) }) })
    }

    struct Geographic: Decodable {
        let rings: [[[Double]]]
        let area: Double
        let perimeter: Double

        /// - Parameter scale: what one coordinate is divided by.
        func surface(dividing scale: Double) throws -> Polygon {
            Polygon(
                rings: try rings.map { ring in
                    try LinearRing(ring.map { Position($0[0] / scale, $0[1] / scale) })
                })
        }
    }

    struct Cases: Decodable {
        let geographic: [Geographic]
        let lambert: [Geographic]
    }

    /// Expected: GeographicLib for Python 2.1, Oracles/geodesic.py.
    ///
    /// The method itself carries a rounding noise of some 1e-5 m² an edge at our latitudes (a difference of terms of
    /// 1e11 m²), so that two builds agree to 1e-6 m² only when each step rounds alike: the script sees to that.
    @Test("Area with holes agrees with GeographicLib to 1e-6 m², perimeter to 1e-7 m, whichever way rings turn")
    func agreesWithGeographicLib() throws {
        let cases = try oracle("geodesic.json", as: Cases.self).geographic
        #expect(cases.count == 24)
        for one in cases {
            let surface = try one.surface(dividing: 1)
            #expect(abs(Geodesic.wgs84.area(of: surface) - one.area) < 1e-6)
            #expect(abs(Geodesic.wgs84.perimeter(of: surface) - one.perimeter) < 1e-7)
            let reversed = Polygon(rings: surface.rings.map { $0.reversed() })
            #expect(abs(Geodesic.wgs84.area(of: reversed) - one.area) < 1e-6)
        }
    }

    /// Expected: inverse Lambert by the formulas of Snyder, then GeographicLib; Oracles/geodesic.py. The last bits of the
    /// two unprojections differ, so the noise of the method shows, at each of the positions that divide the edges: 10 cm²
    /// over square kilometres, below any survey.
    @Test("Area measured from Lambert-93 agrees with an independent unprojection and GeographicLib")
    func agreesFromLambert() throws {
        let measure = try GeodesicMeasure(crs: CoordinateReferenceSystem("EPSG:2154"))
        for one in try oracle("geodesic.json", as: Cases.self).lambert {
            let surface = MultiPolygon([try one.surface(dividing: 1000)])
            #expect(abs(try measure.area(surface) - one.area) < 1e-3)
            #expect(abs(try measure.perimeter(surface) - one.perimeter) < 1e-7)
        }
    }

    /// Planimeter0 of the test suite of GeographicLib (tests/geodtest.c), rings round a pole included.
    @Test("Planimeter0 of GeographicLib")
    func planimeter0() throws {
        let cases: [(ring: [(Double, Double)], perimeter: Double, area: Double, tolerance: Double)] = [
            ([(0, 89), (90, 89), (180, 89), (270, 89)], 631819.8745, 24_952_305_678.0, 1e-4),
            ([(0, -89), (90, -89), (180, -89), (270, -89)], 631819.8745, 24_952_305_678.0, 1e-4),
            ([(-1, 0), (0, -1), (1, 0), (0, 1)], 627598.2731, 24_619_419_146.0, 1e-4),
            ([(0, 90), (0, 0), (90, 0)], 30_022_685, 63_758_202_715_511.0, 1),
        ]
        for one in cases {
            let surface = try polygon([one.ring + one.ring.prefix(1)])
            #expect(abs(Geodesic.wgs84.area(of: surface) - one.area) < 1)
            #expect(abs(Geodesic.wgs84.perimeter(of: surface) - one.perimeter) < one.tolerance)
        }
    }

    @Test(
        "The twenty exact geodesics of GeographicLib's tests, to a nanometre per thousand kilometres",
        .enabled(if: Corpus.isPresent, Corpus.absence))
    func twentyGeodesics() throws {
        let lines = try Corpus.text("geodesy/geographiclib-geodesic-20-cases.csv").split(whereSeparator: \.isNewline)
        #expect(lines.count == 21)
        for line in lines.dropFirst() {
            let values = line.split(separator: ",").compactMap { Double($0) }
            let length = Geodesic.wgs84.distance(Position(values[1], values[0]), Position(values[4], values[3]))
            #expect(abs(length - values[6]) < 1e-8)
        }
    }

    @Test("A line is as long as its parts; none has no length")
    func lengths() throws {
        let (a, b, c) = (Position(4.08, 44.13), Position(4.09, 44.13), Position(4.09, 44.14))
        let length = Geodesic.grs80.length(of: try LineString([a, b, c]))
        #expect(length == Geodesic.grs80.distance(a, b) + Geodesic.grs80.distance(b, c))
        #expect(Geodesic.grs80.length(of: LineString()) == 0)
        #expect(Geodesic.grs80.area(of: MultiPolygon()) == 0)
    }

    @Test("On a sphere an octant is an eighth of 4πr²")
    func sphere() throws {
        let octant = try polygon([[(0, 0), (90, 0), (0, 90), (0, 0)]])
        let sphere = Geodesic(semiMajorAxis: 6_371_000, inverseFlattening: 0)
        let expected = 4 * Double.pi * 6_371_000 * 6_371_000 / 8
        #expect(abs(sphere.area(of: octant) / expected - 1) < 1e-14)
    }

    /// The land dossier, measured with area_scale.py: planar over geodesic area.
    @Test(
        "Lambert-93 shows a hectare too small at Alès and too large at Pau by the known scale",
        arguments: [
            (786457.0, 6337735.0, -194e-6, 30e-6), (426800.0, 6251800.0, 1162e-6, 30e-6),
        ])
    func planarScale(_ x: Double, _ y: Double, _ scale: Double, _ tolerance: Double) throws {
        let hectare = try multiPolygon(
            "POLYGON ((\(x) \(y), \(x + 100) \(y), \(x + 100) \(y + 100), \(x) \(y + 100), \(x) \(y)))")
        let measure = try GeodesicMeasure(crs: CoordinateReferenceSystem("EPSG:2154"))
        #expect(abs(hectare.planarArea / (try measure.area(hectare)) - 1 - scale) < tolerance)
    }

    @Test(
        "The same ground has the same area whatever the system, its unit or its meridian",
        arguments: [
            "EPSG:2154", "EPSG:3944", "EPSG:32631", "EPSG:3857", "EPSG:4171", "EPSG:4326",
        ])
    func anySystem(_ code: String) throws {
        let ground = try multiPolygon("POLYGON ((4.08 44.13, 4.081 44.13, 4.081 44.131, 4.08 44.131, 4.08 44.13))")
        let system = try CoordinateReferenceSystem(code)
        let there = try CoordinateTransform(from: system.geographicBase, to: system)
        let moved = try #require(try there.transform(.multiPolygon(ground)).polygonal)
        let area = try GeodesicMeasure(crs: system).area(moved)
        let ellipsoid = Geodesic(semiMajorAxis: system.semiMajorAxis, inverseFlattening: system.inverseFlattening)
        #expect(abs(area - ellipsoid.area(of: ground)) < 2e-5)
    }

    @Test("A system in grads from Paris is measured in metres: a hectare of Lambert II étendu is one, near enough")
    func grads() throws {
        // EPSG:27572 has a scale of 0.99987742 on its parallel (46.8°): areas there are larger by 245 parts per million.
        let hectare = try multiPolygon(
            "POLYGON ((600000 2200000, 600100 2200000, 600100 2200100, 600000 2200100, 600000 2200000))")
        let area = try GeodesicMeasure(crs: CoordinateReferenceSystem("EPSG:27572")).area(hectare)
        #expect(abs(area - 10000 / (0.99987742 * 0.99987742)) < 0.05)
    }
}
