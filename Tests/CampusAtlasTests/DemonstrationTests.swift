import CampusAtlas
import Foundation
import Testing

/// The demonstration campus, against figures computed apart: areas by Shapely 2.2 (GEOS 3.14) unions on a 1 mm grid and
/// pyproj 3.7 `Geod(ellps="WGS84")`, masses by Python's floats over the text as typed. None comes from this program.
@Suite struct DemonstrationTests {
    private func demonstration() throws -> (TemporaryFolder, Atlas) {
        let folder = try TemporaryFolder()
        return (folder, try Atlas.demonstration(at: folder.path("demo.gpkg"), lists: lists))
    }

    private func standing(_ id: String, _ campus: String?, on day: String, _ atlas: Atlas) throws -> Standing {
        let report = try atlas.progress(on: #require(CalendarDate(iso: day)))
        return try #require(
            report.standings.first { $0.figure.indicator.id == id && $0.figure.perimeter.campus == campus })
    }

    @Test(
        "sealed area and share agree with Shapely and pyproj at each date",
        arguments: [
            ("2022-12-31", nil, 24215.8380, 0.316956), ("2024-01-01", nil, 24215.8380, 0.316956),
            ("2025-01-01", nil, 23827.7928, 0.311877), ("2026-01-01", nil, 22963.6363, 0.300567),
            ("2026-10-01", nil, 23023.6454, 0.301352),
            ("2026-10-01", "Clavières (démonstration)", 15163.6990, 0.293392),
            ("2026-10-01", "Croupillac (démonstration)", 7859.9463, 0.317998),
        ] as [(String, String?, Double, Double)])
    func sealedArea(day: String, campus: String?, area: Double, share: Double) throws {
        let (folder, atlas) = try demonstration()
        defer { _ = folder }
        let figure = try standing("land.sealed_share", campus, on: day, atlas).figure
        #expect(abs(try #require(figure.targeted?.estimate).value - area) < 0.01)
        #expect(abs(try #require(figure.estimate).value - share) < 1e-6)
    }

    @Test("gaps and overlaps are the two that the demonstration has on purpose")
    func defects() throws {
        let (folder, atlas) = try demonstration()
        defer { _ = folder }
        let figure = try standing("land.sealed_share", nil, on: "2026-10-01", atlas).figure
        let unclassified = try #require(figure.companions.first { $0.id == "land.unclassified" }?.estimate).value
        let overlap = try #require(figure.companions.first { $0.id == "land.overlap" }?.estimate).value
        #expect(abs(unclassified - 152.7849) < 0.01)
        #expect(abs(overlap - 24.9880) < 0.01)
        // What is not classified may be sealed: it widens the bound and never improves the figure.
        let share = try #require(figure.estimate)
        #expect(abs(share.upper - (23023.6454 + 152.7849) / 76401.1474) < 1e-6)
    }

    @Test("the parking sealed since the baseline is found by overlay")
    func parking() throws {
        let (folder, atlas) = try demonstration()
        defer { _ = folder }
        let standing = try standing("land.new_sealed_parking", nil, on: "2026-10-01", atlas)
        #expect(abs(try #require(standing.figure.estimate).value - 60.0090) < 0.01)
        let used = standing.figure.companions.first { $0.id == "land.newly_used_sealed_parking" }
        #expect(abs(try #require(used?.estimate).value - 140.0328) < 0.01)
        #expect(standing.verdict == .offTrack)
        let before = try self.standing("land.new_sealed_parking", nil, on: "2026-01-01", atlas)
        #expect(try #require(before.figure.estimate).value < 0.01)
        #expect(before.verdict == .reached)
    }

    @Test(
        "household waste of a year agrees with a sum made apart",
        arguments: [
            ("2022-12-31", 39465.5, 0.5955), ("2023-12-31", 38036.5, 0.5869),
            // Glass is missing in May and June 2024: 25772 of 56806 kg in the other months.
            ("2024-12-31", 31286.5, 0.4537),
            ("2025-12-31", 30807, 0.4335),
        ])
    func householdWaste(day: String, kilograms: Double, share: Double) throws {
        let (folder, atlas) = try demonstration()
        defer { _ = folder }
        let figure = try standing("waste.household_share", nil, on: day, atlas).figure
        #expect(try #require(figure.companions.first { $0.id == "waste.household_mass" }?.estimate).value == kilograms)
        #expect(abs(try #require(figure.estimate).value - share) < 5e-5)
    }

    @Test("local planting agrees with a count made apart: 188 of 222 woody individuals")
    func localShare() throws {
        let (folder, atlas) = try demonstration()
        defer { _ = folder }
        let figure = try standing("species.local_share", nil, on: "2026-12-31", atlas).figure
        #expect(try #require(figure.companions.first { $0.id == "species.planted" }?.estimate).value == 222)
        #expect(abs(try #require(figure.estimate).value - 188.0 / 222) < 1e-12)
    }

    @Test("check finds nothing in the demonstration")
    func check() throws {
        let (folder, atlas) = try demonstration()
        defer { _ = folder }
        #expect(try atlas.check().isEmpty)
    }

    @Test("the rows that explain a figure add up to it")
    func explanation() throws {
        let (folder, atlas) = try demonstration()
        defer { _ = folder }
        let day = try #require(CalendarDate(iso: "2026-10-31"))
        let (sealed, surfaces) = try atlas.explain("land.sealed_share", on: day)
        let area = surfaces.reduce(0) { $0 + ($1.amount ?? 0) }
        #expect(abs(area - (try #require(sealed.figure.targeted?.estimate).value)) < 1e-6)
        let (disposed, weighings) = try atlas.explain("waste.household_disposed", on: day)
        let mass = weighings.reduce(0) { $0 + ($1.role.en == "not counted" ? 0 : $1.amount ?? 0) }
        #expect(abs(mass - (try #require(disposed.figure.estimate).value)) < 1e-6)
    }
}
