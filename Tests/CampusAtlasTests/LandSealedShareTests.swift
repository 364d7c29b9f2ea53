import CampusAtlas
import Testing

/// Each square metre is counted once, as what is seen from above. Areas are those of ``Plot``'s oracle.
@Suite struct LandSealedShareTests {
    private let hectare = (name: "A", plot: Plot(0, 0, 100, 100))
    private let hectareArea = 10001.9454

    private func sealed(_ figure: Figure) throws -> Double { try figure.companion("land.sealed_area").value }

    @Test("a stack of lawn, asphalt and roof makes its hectare, not the 14,100 m² of its drawings")
    func stack() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare],
            [
                Ground("roof", 0, 0, 55, 20, from: "2021-01-01"), Ground("asphalt", 0, 0, 60, 50, from: "2022-01-01"),
                Ground("lawn", 0, 0, 100, 100, from: "2023-01-01"),
            ])
        let day = try #require(CalendarDate(iso: "2024-01-01"))
        let (standing, rows) = try atlas.explain("land.sealed_share", on: day)
        let figure = standing.figure
        #expect(abs(try figure.companion("land.total_area").value - hectareArea) < 1e-3)
        #expect(abs(try sealed(figure) - 3000.5827) < 1e-3)
        #expect(abs(try figure.companion("land.sealed_over_other").value - 3000.5827) < 1e-3)
        #expect(abs(try #require(figure.estimate).value - 3000.5827 / 10001.9454) < 1e-7)
        #expect(abs(try figure.companion("land.unclassified").value) < 1e-3)
        // What is hidden: 3000.5827 of lawn under the asphalt and the roof, 1100.2134 of asphalt under the roof.
        #expect(abs(try figure.companion("land.overlap").value - 4100.7961) < 1e-3)
        try #require(rows.map(\.label) == ["roof", "asphalt"])
        #expect(abs(try #require(rows[0].amount) - 1100.2134) < 1e-3)
        #expect(abs(try #require(rows[1].amount) - 1900.3692) < 1e-3)
    }

    @Test("without the roofs, only the sealed ground beside them is counted, and the other shares follow their lists")
    func companions() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare],
            [
                Ground("roof", 0, 0, 20, 100), Ground("asphalt", 20, 0, 50, 100), Ground("grass_paver", 50, 0, 60, 100),
                Ground("shrub", 60, 0, 70, 100), Ground("lawn", 70, 0, 100, 100),
            ])
        let figure = try atlas.figure("land.sealed_share", on: "2024-01-01")
        #expect(abs(try #require(figure.estimate).value - 0.5) < 1e-6)
        #expect(abs(try figure.companion("land.sealed_share_without_roofs").value - 0.3) < 1e-6)
        // Berlin's class 4 takes in grass pavers (Umweltatlas 01.02).
        #expect(abs(try figure.companion("land.sealed_share_berlin").value - 0.6) < 1e-6)
        // Annex to R.101-1: lawns are 4°, artificialised; planted shrubs 10°, not.
        #expect(abs(try figure.companion("land.artificialised_share").value - 0.9) < 1e-6)
        // BAF 2021, by hand: roof and asphalt 0, grass pavers 0.4, shrubs and lawn 1.
        #expect(abs(try figure.companion("land.biotope_factor").value - (0.1 * 0.4 + 0.4)) < 1e-6)
        // Imperviousness, by hand: 100, 100, 50, 0, 0 %.
        #expect(abs(try figure.companion("land.weighted_imperviousness").value - 0.55) < 1e-6)
    }

    @Test(
        "sealed is painted over semi-permeable over permeable, whatever the dates and the order of the file",
        arguments: [
            ["asphalt", "gravel_loose", "lawn"], ["lawn", "gravel_loose", "asphalt"],
        ])
    func classes(order: [String]) throws {
        let folder = try TemporaryFolder()
        let grounds = order.enumerated().map { Ground($1, 0, 0, 100, 100, from: "202\($0)-01-01") }
        let atlas = try folder.atlas(campuses: [hectare], grounds)
        let figure = try atlas.figure("land.sealed_share", on: "2024-01-01")
        #expect(abs(try #require(figure.estimate).value - 1) < 1e-9)
        #expect(abs(try figure.companion("land.overlap").value - 2 * hectareArea) < 2e-3)
        // The two other classes lie under the same square metres, which the rule decides once.
        #expect(abs(try figure.companion("land.sealed_over_other").value - hectareArea) < 1e-3)
    }

    @Test("of two surfaces of one priority, the newest is seen")
    func newest() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare],
            [
                Ground("asphalt", 0, 0, 60, 100, from: "2023-01-01", name: "neuf"),
                Ground("concrete", 30, 0, 100, 100, from: "2021-01-01", name: "vieux"),
            ])
        let day = try #require(CalendarDate(iso: "2024-01-01"))
        let rows = try atlas.explain("land.sealed_share", on: day).rows
        try #require(rows.map(\.label) == ["asphalt · neuf", "concrete · vieux"])
        #expect(abs(try #require(rows[0].amount) - 6001.1672) < 1e-3)
        #expect(abs(try #require(rows[1].amount) - 4000.7782) < 1e-3)
    }

    @Test("an explicit priority of a surface wins over that of its type")
    func explicitPriority() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare],
            [Ground("asphalt", 0, 0, 100, 100), Ground("lawn", 0, 0, 60, 100, priority: "50", name: "sur dalle")])
        let figure = try atlas.figure("land.sealed_share", on: "2024-01-01")
        #expect(abs(try sealed(figure) - 4000.7782) < 1e-3)
    }

    @Test("two drawings that overlap by 3 cm over 60 m are counted once, and the overlap is reported")
    func threeCentimetres() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [(name: "A", plot: Plot(0, 0, 159.97, 60))],
            [Ground("asphalt", 0, 0, 80, 60), Ground("concrete", 79.97, 0, 159.97, 60)])
        let figure = try atlas.figure("land.sealed_share", on: "2024-01-01")
        #expect(abs(try sealed(figure) - 9600.0647) < 1e-3)
        #expect(abs(try figure.companion("land.overlap").value - 1.8003) < 1e-3)
        #expect(abs(try #require(figure.estimate).value - 1) < 1e-9)
        #expect(figure.note == nil)
    }

    @Test("what lies outside the outline is cut off")
    func clipped() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare],
            [Ground("asphalt", -50, -50, 40, 150), Ground("roof", 500, 0, 600, 100), Ground("lawn", 40, 0, 120, 100)])
        let figure = try atlas.figure("land.sealed_share", on: "2024-01-01")
        #expect(abs(try sealed(figure) - 4000.7782) < 1e-3)
        #expect(abs(try figure.companion("land.unclassified").value) < 1e-3)
        #expect(abs(try figure.companion("land.overlap").value) < 1e-3)
    }

    @Test("without an outline the share is unknown and says why; the sealed area is known")
    func noOutline() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("asphalt", 0, 0, 60, 100), Ground("lawn", 0, 0, 100, 100)])
        let figure = try atlas.figure("land.sealed_share", on: "2024-01-01")
        #expect(figure.estimate == nil && figure.coverage == nil)
        #expect(try #require(figure.note).en.contains("outline"))
        #expect(abs(try sealed(figure) - 6001.1672) < 1e-3)
        #expect(try atlas.figure("land.new_sealed_parking", on: "2024-01-01").estimate == nil)
    }

    @Test("what no surface covers may be sealed: it raises the upper bound, lowers the coverage, and is said")
    func unclassified() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare], [Ground("asphalt", 0, 0, 40, 100), Ground("lawn", 60, 0, 100, 100)])
        let figure = try atlas.figure("land.sealed_share", on: "2024-01-01")
        let share = try #require(figure.estimate)
        #expect(abs(share.value - 0.4) < 1e-6 && share.lower == share.value && abs(share.upper - 0.6) < 1e-6)
        #expect(abs(try #require(figure.coverage) - 0.8) < 1e-6)
        #expect(abs(try figure.companion("land.sealed_area").upper - 6001.1672) < 2e-3)
        #expect(try #require(figure.note).en.contains("20.0\u{00A0}%"))
    }

    @Test(
        "gaps and overlaps are tolerated up to 0.5 % of the campus, and said beyond",
        arguments: [(99.6, false), (99.4, true)])
    func tolerance(east: Double, isSaid: Bool) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [hectare], [Ground("lawn", 0, 0, east, 100)])
        #expect((try atlas.figure("land.sealed_share", on: "2024-01-01").note != nil) == isSaid)
    }

    @Test(
        "a surface is true from its first day to the eve of its last",
        arguments: [
            ("2022-12-31", 0), ("2023-01-01", 0.4), ("2023-12-31", 0.4), ("2024-01-01", 0.3), ("2030-01-01", 0.3),
        ])
    func halfOpen(day: String, share: Double) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare],
            [
                Ground("lawn", 0, 0, 100, 100), Ground("asphalt", 0, 0, 40, 100, from: "2023-01-01", to: "2024-01-01"),
                Ground("asphalt", 0, 0, 30, 100, from: "2024-01-01"),
            ])
        #expect(abs(try #require(try atlas.figure("land.sealed_share", on: day).estimate).value - share) < 1e-6)
    }

    @Test("each campus has its figures, and the school those of all; a surface across both is shared out")
    func campuses() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare, (name: "B", plot: Plot(200, 0, 300, 50))],
            [Ground("asphalt", 50, 0, 220, 100), Ground("lawn", 0, 0, 300, 100)])
        let a = try atlas.figure("land.sealed_share", "A", on: "2024-01-01")
        let b = try atlas.figure("land.sealed_share", "B", on: "2024-01-01")
        let school = try atlas.figure("land.sealed_share", on: "2024-01-01")
        #expect(abs(try sealed(a) - 5000.9727) < 1e-3)
        #expect(abs(try sealed(b) - 1000.1942) < 1e-3)
        #expect(abs(try sealed(school) - 6001.1669) < 1e-3)
        #expect(abs(try #require(school.estimate).value - 6001.1669 / (10001.9454 + 5000.9709)) < 1e-7)
        #expect(school.perimeter == .school && b.perimeter == .campus("B"))
        #expect(throws: ProgressError.unknownCampus("C", known: ["A", "B"])) {
            try atlas.figure("land.sealed_share", "C", on: "2024-01-01")
        }
        #expect(throws: ProgressError.self) { try atlas.figure("land.happiness", on: "2024-01-01") }
    }

    @Test("outlines that bear one name are one campus, whose common part counts once")
    func pieces() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [(name: "A", plot: Plot(0, 0, 60, 100)), (name: "A", plot: Plot(30, 0, 100, 100))],
            [Ground("asphalt", 0, 0, 40, 100), Ground("lawn", 40, 0, 100, 100)])
        for campus in [nil, "A"] {
            let figure = try atlas.figure("land.sealed_share", campus, on: "2024-01-01")
            #expect(abs(try figure.companion("land.total_area").value - hectareArea) < 1e-3)
            #expect(abs(try sealed(figure) - 4000.7782) < 1e-3)
        }
    }

    @Test("check warns of campuses that overlap: their square metres would count twice")
    func overlappingCampuses() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [hectare, (name: "B", plot: Plot(90, 0, 200, 100))], [])
        let findings = try atlas.check()
        #expect(findings.map(\.rule) == ["campus-overlap"])
        // 10 m by 100 m.
        #expect(try #require(findings.first).message.en == "'B' and 'A' overlap over 1000 m²")
    }
}
