import CampusAtlas
import GRDB
import Testing

/// What is said of a target, at the best and at the worst that the unknown can be.
///
/// The ground is a hectare, of which a strip 1 m wide is one per cent.
@Suite struct ProgressVerdictTests {
    private static let hectare = (name: "A", plot: Plot(0, 0, 100, 100))

    /// A hectare sealed from the west and unclassified in the middle, before and after 2024-01-01.
    private func atlas(
        _ folder: TemporaryFolder, before: (sealed: Double, unknown: Double), after: (sealed: Double, unknown: Double)
    ) throws -> Atlas {
        func strips(
            _ part: (sealed: Double, unknown: Double), from: String, to: String, kind: String
        ) -> [Ground] {
            [
                Ground("asphalt", 0, 0, part.sealed, 100, from: from, to: to, kind: kind),
                Ground("lawn", part.sealed + part.unknown, 0, 100, 100, from: from, to: to, kind: kind),
            ]
        }
        return try folder.atlas(
            campuses: [Self.hectare],
            strips(before, from: "2020-01-01", to: "2024-01-01", kind: "survey")
                + strips(after, from: "2024-01-01", to: "", kind: "change"))
    }

    private func promise(_ kind: Target.Kind, _ value: Double?, _ atlas: Atlas) throws {
        try atlas.elsewhere().write { db in
            try db.execute(
                sql: "UPDATE target SET kind = ?, value = ? WHERE indicator = 'land.sealed_share'",
                arguments: [kind.rawValue, value])
        }
    }

    @Test(
        "never above: kept at its worst, broken at its best, or uncertain",
        arguments: [
            (40.0, 0.0, Verdict.reached), (40, 5, .reached), (40, 20, .uncertain), (60, 0, .offTrack),
            (60, 20, .offTrack),
        ])
    func maximum(sealed: Double, unknown: Double, verdict: Verdict) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, before: (30, 0), after: (sealed, unknown))
        try promise(.maximum, 0.5, atlas)
        let standing = try atlas.standing("land.sealed_share", on: "2025-01-01")
        #expect(standing.verdict == verdict)
        #expect(standing.trajectory?.goal == 0.5 && standing.trajectory?.expected == 0.5)
    }

    @Test(
        "at least: reached at its worst, missed at its best, or uncertain",
        arguments: [
            (60.0, 0.0, Verdict.reached), (40, 20, .uncertain), (40, 5, .offTrack),
        ])
    func minimum(sealed: Double, unknown: Double, verdict: Verdict) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, before: (30, 0), after: (sealed, unknown))
        try promise(.minimum, 0.5, atlas)
        #expect(try atlas.standing("land.sealed_share", on: "2025-01-01").verdict == verdict)
    }

    @Test(
        "rising and falling: beyond the baseline at its worst, on the wrong side at its best, or uncertain",
        arguments: [
            (50.0, 0.0, Verdict.onTrack, Verdict.offTrack), (30, 0, .offTrack, .onTrack), (40, 0, .offTrack, .offTrack),
            (35, 10, .uncertain, .uncertain), (41, 10, .onTrack, .offTrack), (30, 5, .offTrack, .onTrack),
        ])
    func direction(sealed: Double, unknown: Double, rising: Verdict, falling: Verdict) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, before: (40, 0), after: (sealed, unknown))
        try promise(.rising, nil, atlas)
        #expect(try atlas.standing("land.sealed_share", on: "2025-01-01").verdict == rising)
        try promise(.falling, nil, atlas)
        #expect(try atlas.standing("land.sealed_share", on: "2025-01-01").verdict == falling)
    }

    @Test(
        "a baseline that may have been more leaves rising and falling uncertain",
        arguments: [Target.Kind.rising, .falling])
    func uncertainBaseline(kind: Target.Kind) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, before: (40, 20), after: (50, 0))
        try promise(kind, nil, atlas)
        #expect(try atlas.standing("land.sealed_share", on: "2025-01-01").verdict == .uncertain)
    }

    // From 2022-12-31 to 2025-07-01 there are 913 days, half of the 1,826 to 2027-12-31: 60 % sealed at the baseline asks
    // for 45 % that day and 30 % at the end.
    @Test(
        "halving an area: what the straight path asks for on the day is judged",
        arguments: [
            (30.0, 0.0, Verdict.reached), (20, 10, .reached), (31, 0, .onTrack), (45, 0, .onTrack), (40, 5, .onTrack),
            (40, 6, .uncertain), (46, 0, .offTrack), (60, 0, .offTrack),
        ])
    func halving(sealed: Double, unknown: Double, verdict: Verdict) throws {
        let folder = try TemporaryFolder()
        // A hair less than what is named, so that a verdict does not hang on the last digit.
        let atlas = try atlas(folder, before: (60, 0), after: (sealed - 0.01, unknown))
        #expect(try atlas.standing("land.sealed_share", on: "2025-07-01").verdict == verdict)
    }

    @Test(
        "a baseline of which part is unknown may have been more, never less than what is known",
        arguments: [
            // 50 to 60 % at the baseline: 25 to 30 % at the end.
            (24.0, Verdict.reached), (28, .uncertain), (31, .offTrack),
        ])
    func halvingAnUncertainBaseline(sealed: Double, verdict: Verdict) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, before: (50, 10), after: (sealed, 0))
        #expect(try atlas.standing("land.sealed_share", on: "2027-12-31").verdict == verdict)
    }

    @Test("the trajectory is a straight line in square metres, from the baseline to half of it")
    func trajectory() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, before: (60, 0), after: (50, 0))
        // 6001.1672 and 5000.9727 m²: pyproj, as for Plot.
        let baseline = 6001.1672
        let now = 5000.9727
        let standing = try atlas.standing("land.sealed_share", on: "2025-07-01")
        #expect(standing.judged?.id == "land.sealed_area")
        let path = try #require(standing.trajectory)
        #expect(abs(path.baseline.value - baseline) < 1e-3)
        #expect(abs(path.goal - baseline / 2) < 1e-3)
        #expect(abs(path.expected - baseline * 0.75) < 1e-3)
        // 913 days are left.
        #expect(abs(try #require(path.neededPerYear) - (baseline / 2 - now) / (913 / 365.25)) < 1e-2)
        let first = try #require(try atlas.standing("land.sealed_share", on: "2022-12-31").trajectory)
        #expect(abs(first.expected - baseline) < 1e-3)
        let after = try #require(try atlas.standing("land.sealed_share", on: "2028-06-01").trajectory)
        #expect(abs(after.expected - baseline / 2) < 1e-3 && after.neededPerYear == nil)
        let due = try #require(try atlas.standing("land.sealed_share", on: "2027-12-31").trajectory)
        #expect(due.neededPerYear == nil)
    }

    @Test("without an outline nothing is judged, whatever the promise", arguments: Target.Kind.allCases)
    func noOutline(kind: Target.Kind) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([
            Ground("asphalt", 0, 0, 60, 100, to: "2024-01-01"), Ground("asphalt", 0, 0, 20, 100, from: "2024-01-01"),
        ])
        try promise(kind, 0.5, atlas)
        #expect(try atlas.standing("land.sealed_share", on: "2025-07-01").verdict == .unknown)
    }

    @Test("surfaces of a day that had no outline are no baseline, of the school or of a campus", arguments: [nil, "A"])
    func outlineAfterBaseline(campus: String?) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [Self.hectare, (name: "B", plot: Plot(200, 0, 300, 100))], from: "2024-01-01",
            [Ground("asphalt", 0, 0, 60, 100), Ground("asphalt", 200, 0, 260, 100)])
        let standing = try atlas.standing("land.sealed_share", campus, on: "2027-12-31")
        #expect(standing.figure.estimate != nil)
        #expect(standing.verdict == .unknown)
        #expect(standing.trajectory == nil)
    }

    @Test("an indicator without a target is shown and not judged")
    func noTarget() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, before: (60, 0), after: (20, 0))
        try atlas.elsewhere().write { try $0.execute(sql: "DELETE FROM target WHERE indicator = 'land.sealed_share'") }
        let standing = try atlas.standing("land.sealed_share", on: "2025-07-01")
        #expect(standing.target == nil && standing.judged == nil && standing.trajectory == nil)
        #expect(standing.verdict == .unknown)
        #expect(abs(try #require(standing.figure.estimate).value - 0.2) < 1e-6)
    }

    @Test("a target of a campus binds it instead of the school's, which binds the others and the school")
    func targetOfACampus() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [Self.hectare, (name: "B", plot: Plot(200, 0, 300, 100))],
            [
                Ground("asphalt", 0, 0, 40, 100), Ground("lawn", 40, 0, 100, 100), Ground("asphalt", 200, 0, 240, 100),
                Ground("lawn", 240, 0, 300, 100),
            ])
        try atlas.elsewhere().write { db in
            try db.execute(
                sql: """
                    INSERT INTO target (indicator, campus, label_fr, label_en, kind, value, baseline_on, due_on, source)
                    VALUES ('land.sealed_share', 'A', 'Au plus 45 %', 'At most 45 %', 'maximum', 0.45, '2023-12-31',
                      '2026-12-31', 'essai')
                    """)
        }
        let report = try atlas.progress(on: #require(CalendarDate(iso: "2025-07-01")))
        let standings = report.standings.filter { $0.figure.indicator.id == "land.sealed_share" }
        try #require(standings.map(\.figure.perimeter) == [.school, .campus("A"), .campus("B")])
        #expect(standings.map(\.target?.campus) == [nil, "A", nil])
        #expect(standings.map(\.target?.kind) == [.relativeReductionOfArea, .maximum, .relativeReductionOfArea])
        #expect(standings.map(\.verdict) == [.offTrack, .reached, .offTrack])
        #expect(standings[1].target?.dueOn == CalendarDate(iso: "2026-12-31"))
    }
}
