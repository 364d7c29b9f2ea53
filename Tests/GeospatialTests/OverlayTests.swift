import Geospatial
import Languages
import Testing

@Suite("Overlay")
struct OverlayTests {
    struct Cases: Decodable {
        struct Pair: Decodable {
            let a: [[[[Double]]]]
            let b: [[[[Double]]]]
            let union: Double
            let intersection: Double
            let difference: Double
            let intersects: Bool
        }
        struct Group: Decodable {
            let surfaces: [[[[[Double]]]]]
            let union: Double
        }
        let origin: [Double]
        let pairs: [Pair]
        let groups: [Group]

        /// Whole millimetres from the origin, as metres.
        func surface(_ polygons: [[[[Double]]]]) throws -> MultiPolygon {
            MultiPolygon(
                try polygons.map { rings in
                    Polygon(
                        rings: try rings.map { ring in
                            try LinearRing(
                                ring.map { Position((origin[0] + $0[0]) / 1000, (origin[1] + $0[1]) / 1000) })
                        })
                })
        }
    }

    private static let squareCentimetre = 1e-4

    /// Expected: Shapely 2.2.0 on GEOS 3.14.1 on a 1 mm grid, Oracles/overlay.py.
    @Test("150 seeded pairs: union, intersection and difference agree with Shapely to 1 cm²")
    func agreesWithShapely() throws {
        let cases = try oracle("overlay.json", as: Cases.self)
        #expect(cases.pairs.count == 150)
        for pair in cases.pairs {
            let (a, b) = (try cases.surface(pair.a), try cases.surface(pair.b))
            let union = try a.union(b)
            let intersection = try a.intersection(b)
            let difference = try a.difference(b)
            #expect(abs(union.planarArea - pair.union) < Self.squareCentimetre)
            #expect(abs(intersection.planarArea - pair.intersection) < Self.squareCentimetre)
            #expect(abs(difference.planarArea - pair.difference) < Self.squareCentimetre)
            #expect(try a.intersects(b) == pair.intersects)
            for result in [union, intersection, difference] {
                #expect(try Geometry.multiPolygon(result).validity() == .valid)
            }
        }
    }

    @Test("Eight seeded groups of twelve surfaces: the union of all agrees with Shapely to 1 cm²")
    func unionOfMany() throws {
        let cases = try oracle("overlay.json", as: Cases.self)
        for group in cases.groups {
            let union = try MultiPolygon.union(of: group.surfaces.map(cases.surface))
            #expect(abs(union.planarArea - group.union) < Self.squareCentimetre)
        }
    }

    /// The land dossier, section 6: two rectangles of 4800 m² that overlap by 3 cm over 60 m.
    @Test("An overlap of 3 cm is counted once: 9598.2 m², not 9600")
    func overlapCountedOnce() throws {
        let a = try multiPolygon("POLYGON ((0 0, 80 0, 80 60, 0 60, 0 0))")
        let b = try multiPolygon("POLYGON ((79.97 0, 159.97 0, 159.97 60, 79.97 60, 79.97 0))")
        #expect(abs(a.planarArea + b.planarArea - 9600) < 1e-9)
        #expect(abs(try a.union(b).planarArea - 9598.2) < 1e-6)
        #expect(abs(try a.intersection(b).planarArea - 1.8) < 1e-6)
        #expect(abs(try MultiPolygon.union(of: [a, b]).planarArea - 9598.2) < 1e-6)
    }

    /// The land dossier, section 6: a float union left a sliver or a gap in 874 of 3000 such cases.
    @Test("Neighbours whose shared edge differs by a nanometre unite into one polygon without hole", arguments: 0..<200)
    func noSlivers(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func jitter() -> Double { Double.random(in: -1e-9...1e-9, using: &random) }
        let (x, y) = (786_000.0, 6_337_000.0)
        let middle = (0...4).map { Position(x + 40 + Double($0 % 2) * 3.7 + jitter(), y + Double($0) * 15) }
        let shifted = middle.map { Position($0.x + jitter(), $0.y + jitter()) }
        let left = [Position(x, y + 60), Position(x, y)] + middle
        let right = [Position(x + 90, y), Position(x + 90, y + 60)] + shifted.reversed()
        let a = MultiPolygon([Polygon(exterior: try LinearRing(left + left.prefix(1)))])
        let b = MultiPolygon([Polygon(exterior: try LinearRing(right + right.prefix(1)))])
        let union = try a.union(b)
        #expect(union.polygons.count == 1)
        #expect(union.polygons.first?.rings.count == 1)
    }

    @Test("Surfaces that only touch have no common surface, and yet meet")
    func touching() throws {
        let a = try multiPolygon("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")
        let b = try multiPolygon("POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))")
        #expect(try a.intersection(b).isEmpty)
        #expect(try a.intersects(b))
        #expect(try a.difference(b).planarArea == 1)
    }

    @Test("Inclusion and exclusion: |A ∪ B| + |A ∩ B| = |A| + |B|, |A ∖ B| = |A| − |A ∩ B|")
    func identities() throws {
        let cases = try oracle("overlay.json", as: Cases.self)
        for pair in cases.pairs {
            let (a, b) = (try cases.surface(pair.a), try cases.surface(pair.b))
            let common = try a.intersection(b).planarArea
            // Rounding crossings to 1 mm moves an edge of 100 m by at most 0.05 m².
            #expect(abs(try a.union(b).planarArea + common - a.planarArea - b.planarArea) < 0.1)
            #expect(abs(try a.difference(b).planarArea + common - a.planarArea) < 0.1)
        }
    }

    @Test("An empty surface changes nothing")
    func empty() throws {
        let a = try multiPolygon("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))")
        #expect(try a.union(MultiPolygon()).planarArea == 1)
        #expect(try a.difference(MultiPolygon()).planarArea == 1)
        #expect(try a.intersection(MultiPolygon()).isEmpty)
        #expect(try MultiPolygon.union(of: []).isEmpty)
        #expect(try !MultiPolygon().intersects(a))
    }

    @Test("An invalid surface is refused with the fault and its place")
    func invalidIsRefused() throws {
        let square = try multiPolygon("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))")
        let bowtie = try multiPolygon("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")
        let expected = TopologyError.invalid(reason: "Self-intersection", at: Position(5, 5))
        #expect(throws: expected) { try square.union(bowtie) }
        #expect(throws: expected) { try bowtie.difference(square) }
        #expect(throws: expected) { try MultiPolygon.union(of: [square, bowtie]) }
        #expect(throws: expected) { try bowtie.snapped(to: 0.001) }
        #expect(throws: expected) { _ = try PreparedPolygon(bowtie) }
        #expect(
            expected.message.fr
                == "Géométrie invalide : le contour se croise en (5.0 5.0). Corrigez-la, ou demandez sa réparation.")
    }

    @Test("For measuring, a crossing keeps its place to a micrometre; on a coarse grid it goes to the nearest step")
    func measuringGrid() throws {
        let triangle = try multiPolygon("POLYGON ((0 0, 30 0, 0 10, 0 0))")
        let strip = try multiPolygon("POLYGON ((10 -1, 11 -1, 11 20, 10 20, 10 -1))")
        // The slope is 1 in 3: the strip keeps a trapezium of heights 20/3 and 19/3, which is 6.5 m².
        let exact = try triangle.intersection(strip, grid: MultiPolygon.measuringGrid)
        #expect(abs(exact.planarArea - 6.5) < 1e-6)
        let stepped = try triangle.intersection(strip, grid: 0.1)
        #expect(abs(stepped.planarArea - 6.5) < 1e-12)
        #expect(stepped.polygons.flatMap { $0.rings.flatMap(\.positions) }.contains(Position(10, 6.7)))
    }

    @Test("A grid that is no step is refused", arguments: [-1, Double.nan, .infinity])
    func badGrid(_ grid: Double) throws {
        let square = try multiPolygon("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))")
        #expect(throws: TopologyError.self) { try square.union(square, grid: grid) }
        #expect(throws: TopologyError.self) { try square.snapped(to: grid) }
    }

    @Test("Snapping gives positions on the grid, a valid surface, and drops what collapses")
    func snapping() throws {
        let surface = try multiPolygon(
            "MULTIPOLYGON (((0.00049 0, 10.00051 0, 10 10.0004, 0 10, 0.00049 0)), ((20 0, 20.0004 0, 20 10, 20 0)))")
        #expect(
            try surface.snapped().polygons.map { $0.planarArea }
                == [try multiPolygon("POLYGON ((0 0, 10.001 0, 10 10, 0 10, 0 0))").planarArea])
        for polygon in try surface.snapped().polygons {
            for position in polygon.rings.flatMap(\.positions) {
                #expect((position.x * 1000).rounded() / 1000 == position.x)
                #expect((position.y * 1000).rounded() / 1000 == position.y)
            }
        }
    }

    @Test("Inside, outside, in a hole and on an edge, one by one and prepared")
    func containment() throws {
        let surface = try multiPolygon("POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))")
        let prepared = try PreparedPolygon(surface)
        for (position, inside, touching) in [
            (Position(3, 3), true, true), (Position(1.5, 1.5), false, false), (Position(5, 5), false, false),
            (Position(4, 2), false, true), (Position(1, 1), false, true), (Position(0, 0), false, true),
        ] {
            #expect(try surface.contains(position) == inside)
            let (contained, met) = (try prepared.contains(position), try prepared.intersects(position))
            #expect(contained == inside)
            #expect(met == touching)
        }
        let (far, inHole, across) = (
            try prepared.intersects(try multiPolygon("POLYGON ((9 9, 10 9, 10 10, 9 9))")),
            try prepared.intersects(try multiPolygon("POLYGON ((1.2 1.2, 1.8 1.2, 1.8 1.8, 1.2 1.2))")),
            try prepared.intersects(try multiPolygon("POLYGON ((3 3, 9 3, 9 9, 3 3))"))
        )
        #expect(!far && !inHole && across)
    }

    @Test("Heights pass through an overlay where positions are kept")
    func heights() throws {
        let a = try multiPolygon("POLYGON Z ((0 0 5, 10 0 5, 10 10 5, 0 10 5, 0 0 5))")
        let b = try multiPolygon("POLYGON ((20 0, 30 0, 30 10, 20 0))")
        let union = try a.union(b)
        let corner = union.polygons.flatMap(\.rings).flatMap(\.positions).first { $0.x == 10 && $0.y == 10 }
        #expect(corner?.z == 5)
    }

    @Test("Overlays run side by side without sharing anything")
    func concurrency() async throws {
        let cases = try oracle("overlay.json", as: Cases.self)
        let pairs = try cases.pairs.prefix(40).map { (try cases.surface($0.a), try cases.surface($0.b), $0.union) }
        let areas = try await withThrowingTaskGroup(of: (Int, Double).self) { group in
            for (index, pair) in pairs.enumerated() {
                group.addTask { (index, try pair.0.union(pair.1).planarArea) }
            }
            return try await group.reduce(into: [Int: Double]()) { $0[$1.0] = $1.1 }
        }
        for (index, pair) in pairs.enumerated() {
            #expect(abs((areas[index] ?? .nan) - pair.2) < Self.squareCentimetre)
        }
    }
}
