import CampusAtlas
import Foundation
import GRDB
import Testing

/// Frozen baselines, dated coefficients, definitions side by side, and the band of the survey.
@Suite struct LandBaselineTests {
    private static let hectare = (name: "A", plot: Plot(0, 0, 100, 100))
    private static let scale = LandGroundChangeTests.scale

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    @Test("a baseline is frozen once, under a name, and is never rewritten")
    func frozenOnce() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 60, 100)])
        let baseline = try atlas.freezeBaseline("RES", on: day("2022-12-31"))
        #expect(baseline.rowCount == 2 && baseline.rowsSHA256.count == 64)
        #expect(throws: BaselineError.self) { try atlas.freezeBaseline("RES", on: day("2023-12-31")) }
        for sql in [
            "UPDATE baseline SET rows_sha256 = ''", "DELETE FROM baseline", "UPDATE baseline_figure SET value = 1",
            "DELETE FROM baseline_figure",
        ] {
            #expect(throws: DatabaseError.self) { try atlas.elsewhere().write { try $0.execute(sql: sql) } }
        }
        #expect(try atlas.baselineDay("RES") == day("2022-12-31"))
        #expect(throws: BaselineError.unknown("autre", known: ["RES"])) { try atlas.baselineDay("autre") }
        #expect(try atlas.check().isEmpty)
    }

    @Test("without an outline there is nothing to freeze")
    func noOutline() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("asphalt", 0, 0, 60, 100)])
        #expect(throws: BaselineError.noOutline(try day("2022-12-31"))) {
            try atlas.freezeBaseline("RES", on: day("2022-12-31"))
        }
    }

    @Test("a later change leaves the frozen rows intact; a row slipped into the past shows")
    func intact() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 60, 100)])
        try atlas.freezeBaseline("RES", on: day("2022-12-31"))
        try atlas.lay(
            [NewSurface(surfaceType: "lawn", geometry: Plot(0, 0, 10, 100).surface)], on: day("2024-01-01"))
        #expect(try atlas.compareBaseline("RES").isIntact)
        let path = try folder.file("late.csv", Ground.csv([Ground("roof", 60, 0, 80, 100, from: "2021-01-01")]))
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 1)
        let comparison = try atlas.compareBaseline("RES")
        #expect(!comparison.isIntact)
        func sealed(_ figures: [FrozenFigure]) -> Double? {
            figures.first { $0.id == "land.sealed_area" && $0.perimeter == .school }?.estimate.value
        }
        #expect(abs((sealed(comparison.baseline.figures) ?? 0) - 6000 * Self.scale) < 0.01)
        #expect(abs((sealed(comparison.figures) ?? 0) - 8000 * Self.scale) < 0.01)
        // The target goes on counting from what was frozen, and the figure says that they differ.
        let standing = try atlas.standing("land.sealed_share", on: "2025-01-01")
        #expect(abs((standing.trajectory?.baseline.value ?? 0) - 6000 * Self.scale) < 0.01)
        #expect(
            standing.figure.note?.en.contains("frozen at 6,001\u{00A0}m²; its rows now give 8,002\u{00A0}m²") == true)
    }

    @Test("a coefficient revised from a day on does not move the figure of an earlier day")
    func datedCoefficients() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("grass_paver", 0, 0, 100, 100)])
        // Berlin's list of 2021 gives 0.4 for grass pavers.
        #expect(try atlas.figure("land.sealed_share", on: "2025-06-30").companion("land.biotope_factor").value == 0.4)
        try atlas.elsewhere().write { db in
            try db.execute(
                sql: """
                    UPDATE surface_coefficient SET valid_to = '2026-01-01'
                    WHERE "set" = 'baf2021' AND surface_type = 'grass_paver';
                    INSERT INTO surface_coefficient ("set", surface_type, value, valid_from, source)
                    VALUES ('baf2021', 'grass_paver', 0.3, '2026-01-01', 'essai');
                    """)
        }
        #expect(try atlas.figure("land.sealed_share", on: "2025-06-30").companion("land.biotope_factor").value == 0.4)
        #expect(try atlas.figure("land.sealed_share", on: "2026-06-30").companion("land.biotope_factor").value == 0.3)
    }

    @Test("six definitions on the same rows, each with its own answer")
    func definitions() throws {
        let folder = try TemporaryFolder()
        // 30 % roof, 20 % asphalt, 10 % grass pavers, 40 % lawn.
        let atlas = try folder.atlas(
            campuses: [Self.hectare],
            [
                Ground("roof", 0, 0, 30, 100), Ground("asphalt", 30, 0, 50, 100),
                Ground("grass_paver", 50, 0, 60, 100), Ground("lawn", 60, 0, 100, 100),
            ])
        let all = try atlas.sealedDefinitions(on: day("2025-01-01"))
        let definitions = try #require(all.first).definitions
        let values = definitions.map { (($0.estimate?.value ?? -1) * 1e6).rounded() / 1e6 }
        // By hand from the dossier's table: OCS GE 0.5; without roofs 0.2; Berlin counts pavers too, 0.6; R.101-1 counts all,
        // lawn of a campus included; biotope 0.1 × 0.4 + 0.4 × 1; imperviousness 0.5 × 100 % + 0.1 × 50 %.
        #expect(values == [0.5, 0.2, 0.6, 1, 0.44, 0.55])
        #expect(Set(definitions.map(\.id)).count == 6 && definitions.allSatisfy { !$0.source.isEmpty })
    }

    @Test("the band of a square: s/2 · √(Σ |p(i+1) − p(i−1)|²)")
    func surveyBand() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100)])
        try atlas.elsewhere().write { try $0.execute(sql: "UPDATE surface SET accuracy_m = 0.1") }
        let lawn = NewSurface(surfaceType: "lawn", geometry: try Plot(10, 10, 30, 30).surface, accuracy: 0.1)
        try atlas.lay([lawn], on: day("2024-01-01"))
        // A square of side 20: four diagonals of 20√2, so that σ = 0.1 / 2 · √(4 · 800) = 2.8284 m², and 95 % is 5.5437.
        let change: Estimate = try atlas.figure("land.sealed_share", on: "2025-01-01").companion("land.sealed_change")
        let halfWidth = (change.upper - change.lower) / 2
        #expect(abs(change.value + 400 * Self.scale) < 0.01)
        #expect(abs(halfWidth - 5.5437) < 0.001)
    }

    @Test("a change smaller than its band is called noise")
    func noise() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100)])
        let strip = NewSurface(surfaceType: "lawn", geometry: try Plot(0, 0, 100, 0.2).surface)
        try atlas.lay([strip], on: day("2024-01-01"))
        let companions = try atlas.figure("land.sealed_share", on: "2025-01-01").companions
        let change = try #require(companions.first { $0.id == "land.sealed_change" })
        #expect(change.label.en.contains("smaller than the error of the survey"))
    }
}
