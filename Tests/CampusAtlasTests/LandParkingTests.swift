import CampusAtlas
import Testing

/// New sealed parking is found by overlay of two dates. Areas are those of ``Plot``'s oracle.
@Suite struct LandParkingTests {
    private let hectare = (name: "A", plot: Plot(0, 0, 100, 100))
    private let lawn = Ground("lawn", 0, 0, 100, 100)

    /// The figure on a day, since the baseline of the strategy, 2022-12-31.
    private func parking(_ grounds: [Ground], on day: String = "2025-01-01") throws -> Figure {
        let folder = try TemporaryFolder()
        return try folder.atlas(campuses: [hectare], grounds).figure("land.new_sealed_parking", on: day)
    }

    @Test("N1: parking sealed now where it was not; N2: sealed before, parked on now; N3: parking that is gone")
    func threeParts() throws {
        let figure = try parking([
            lawn, Ground("asphalt", 10, 10, 30, 40, use: "parking", from: "2024-06-01"),
            Ground("asphalt", 40, 10, 50, 30, use: "circulation", to: "2024-01-01"),
            Ground("asphalt", 40, 10, 50, 30, use: "parking", from: "2024-01-01"),
            Ground("asphalt", 60, 10, 75, 20, use: "parking", to: "2024-01-01"),
        ])
        let estimate = try #require(figure.estimate)
        #expect(abs(estimate.value - 600.1165) < 1e-3)
        #expect(abs(estimate.lower - estimate.value) < 1e-3 && abs(estimate.upper - estimate.value) < 1e-3)
        #expect(abs(try figure.companion("land.newly_used_sealed_parking").value - 200.0388) < 1e-3)
        #expect(abs(try figure.companion("land.lost_parking").value - 150.0291) < 1e-3)
        #expect(try figure.companion("land.parking_slivers").value == 0)
    }

    @Test("the rows that explain it are the surfaces of today that make it")
    func explained() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [hectare],
            [
                lawn, Ground("asphalt", 10, 10, 30, 40, use: "parking", from: "2024-06-01", name: "neuf"),
                Ground("asphalt", 60, 10, 75, 20, use: "parking", name: "ancien"),
            ])
        let rows = try atlas.explain("land.new_sealed_parking", on: #require(CalendarDate(iso: "2025-01-01"))).rows
        try #require(rows.map(\.label) == ["asphalt · neuf"])
        #expect(abs(try #require(rows[0].amount) - 600.1165) < 1e-3)
    }

    @Test("parking that was there at the baseline, drawn anew or not, is not new")
    func unchanged() throws {
        let figure = try parking([
            lawn, Ground("asphalt", 10, 10, 30, 40, use: "parking", to: "2024-01-01"),
            Ground("concrete", 10, 10, 30, 40, use: "parking", from: "2024-01-01"),
        ])
        #expect(try #require(figure.estimate).value < 1e-6)
        #expect(try figure.companion("land.newly_used_sealed_parking").value < 1e-6)
        #expect(try figure.companion("land.lost_parking").value < 1e-6)
    }

    @Test("permeable parking is not sealed parking")
    func permeable() throws {
        let figure = try parking([lawn, Ground("grass_paver", 10, 10, 30, 40, use: "parking", from: "2024-06-01")])
        #expect(try #require(figure.estimate).value == 0)
    }

    @Test("a sealed surface that is not for parking is not new parking")
    func otherUse() throws {
        let figure = try parking([lawn, Ground("asphalt", 10, 10, 30, 40, use: "circulation", from: "2024-06-01")])
        #expect(try #require(figure.estimate).value == 0)
    }

    @Test("only the part that is seen counts: parking under a new roof is not parking")
    func hidden() throws {
        let figure = try parking([
            lawn, Ground("asphalt", 10, 10, 30, 40, use: "parking", from: "2024-06-01"),
            Ground("roof", 0, 0, 100, 100, use: "building", from: "2024-07-01"),
        ])
        #expect(try #require(figure.estimate).value == 0)
    }

    /// A parking of 20 m by 30 m at the baseline, and what it becomes.
    private func redrawn(_ now: [Ground]) throws -> Figure {
        try parking([lawn, Ground("asphalt", 0, 0, 20, 30, use: "parking", to: "2024-01-01")] + now)
    }

    @Test("a survey that moves an edge by 20 cm leaves a sliver, set apart: mean width 2A/P under 30 cm")
    func movedEdge() throws {
        let figure = try redrawn([Ground("asphalt", 0.2, 0, 20.2, 30, use: "parking", from: "2024-01-01")])
        let estimate = try #require(figure.estimate)
        #expect(estimate.value == 0)
        #expect(abs(try figure.companion("land.parking_slivers").value - 6.0012) < 1e-3)
        #expect(abs(estimate.upper - 6.0012) < 1e-3 && estimate.lower == 0)
        // The other edge: 0.2 m by 30 m of parking that is gone.
        #expect(abs(try figure.companion("land.lost_parking").value - 6.0012) < 1e-3)
        #expect(try figure.companion("land.newly_used_sealed_parking").value == 0)
    }

    @Test("a piece under 1 m² is a sliver; one of 50 cm by 30 m is a change")
    func smallAndNarrow() throws {
        let base = Ground("asphalt", 0, 0, 20, 30, use: "parking", from: "2024-01-01")
        let small = try redrawn([base, Ground("asphalt", 20, 0, 20.9, 1, use: "parking", from: "2024-01-01")])
        #expect(try #require(small.estimate).value == 0)
        #expect(abs(try small.companion("land.parking_slivers").value - 0.9002) < 1e-3)
        let narrow = try redrawn([base, Ground("asphalt", 20, 0, 20.5, 30, use: "parking", from: "2024-01-01")])
        #expect(abs(try #require(narrow.estimate).value - 15.0029) < 1e-3)
        #expect(try narrow.companion("land.parking_slivers").value == 0)
    }

    @Test("a sliver beside a road newly parked on is not part of what was sealed before")
    func sliverBesideNewUse() throws {
        let figure = try parking([
            lawn, Ground("asphalt", 40, 10, 50, 30, use: "circulation", to: "2024-01-01"),
            Ground("asphalt", 40, 10, 50.2, 30, use: "parking", from: "2024-01-01"),
        ])
        #expect(try #require(figure.estimate).value == 0)
        // 0.2 m by 20 m, and the road of 10 m by 20 m.
        #expect(abs(try figure.companion("land.parking_slivers").value - 4.0008) < 1e-3)
        #expect(abs(try figure.companion("land.newly_used_sealed_parking").value - 200.0388) < 1e-3)
    }

    @Test("ground of which nothing was known at the baseline may have been sealed: it lowers the lower bound")
    func unknownBefore() throws {
        let figure = try parking([
            Ground("lawn", 0, 0, 20, 100), Ground("asphalt", 10, 10, 30, 40, use: "parking", from: "2024-06-01"),
        ])
        let estimate = try #require(figure.estimate)
        #expect(abs(estimate.value - 600.1165) < 1e-3)
        // Half of it, 20 to 30 m east, was drawn by no one: 300.0583 m² are left for sure.
        #expect(abs(estimate.lower - 300.0583) < 1e-3)
    }

    @Test("before the baseline's outline nothing can be compared, and the figure says so")
    func noOutlineAtBaseline() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [hectare], from: "2024-01-01", [lawn])
        let figure = try atlas.figure("land.new_sealed_parking", on: "2025-01-01")
        #expect(figure.estimate == nil)
        #expect(try #require(figure.note).en.contains("baseline"))
    }
}
