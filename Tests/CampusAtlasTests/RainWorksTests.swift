import CampusAtlas
import Foundation
import GRDB
import Testing

/// What works keep of a rain of 10 mm. Areas come from pyproj, as ``Plot`` says; coefficients from
/// `geodata/surface_coefficient.csv`: asphalt 0.90 [0.70–0.95], lawn 0.15 [0.05–0.35], grass pavers 0.15.
@Suite struct RainWorksTests {
    /// pyproj 3.7.2, m².
    private static let plot = Plot(0, 0, 40, 25)
    private static let plotArea = 1000.1940614380874

    private func day(_ iso: String) throws -> CalendarDate { try #require(CalendarDate(iso: iso)) }

    /// 60 m of asphalt, 30 m of lawn, 10 m of which nothing is known.
    private func atlas(_ folder: TemporaryFolder) throws -> Atlas {
        try folder.atlas(
            campuses: [("Alès", Plot(0, 0, 100, 100))],
            [Ground("asphalt", 0, 0, 60, 100), Ground("lawn", 60, 0, 90, 100)])
    }

    private func plan(
        _ type: String, _ plot: Plot, outlet: Outlet? = nil, storage: Int? = nil, _ atlas: Atlas
    ) throws -> Int64 {
        var details = WorksDetails()
        details.storageLitres = storage
        return try atlas.addWorks(
            "Cour", surfaces: [NewSurface(surfaceType: type, geometry: plot.surface, outlet: outlet)],
            on: day("2024-01-01"), details: details)
    }

    private func rain(_ atlas: Atlas, _ works: Int64, on iso: String) throws -> RainBalance {
        let report = try atlas.rain(depth: RainDepth("10mm"), on: day(iso), works: works)
        #expect(report.balances.count == 1)
        return try #require(report.balances.first)
    }

    private func expect(
        _ estimate: Estimate?, _ value: Double, _ lower: Double, _ upper: Double,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let estimate = try #require(estimate, sourceLocation: location)
        #expect(abs(estimate.value - value) < 1e-2, sourceLocation: location)
        #expect(abs(estimate.lower - lower) < 1e-2, sourceLocation: location)
        #expect(abs(estimate.upper - upper) < 1e-2, sourceLocation: location)
    }

    @Test("planned works gain by overlay, done works by the ledger: the same litres")
    func plannedThenDone() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let works = try plan("lawn", Self.plot, outlet: .infiltration, atlas)
        // 10 mm × 1000.1940614 m² × (0.90 − 0.15); bounds (0.70 − 0.35) and (0.95 − 0.05).
        let bounds = (7501.45546, 3500.67921, 9001.74655)
        let planned = try rain(atlas, works, on: "2024-06-01")
        #expect(planned.perimeter == .works(works, name: "Cour"))
        #expect(planned.gain?.isPlanned == true)
        #expect(abs(planned.area - Self.plotArea) < 1e-3)
        try expect(planned.gain?.litres, bounds.0, bounds.1, bounds.2)
        try expect(planned.outlets.disconnected, Self.plotArea, Self.plotArea, Self.plotArea)

        try atlas.startWorks(works, on: day("2024-07-01"))
        try atlas.completeWorks(works, on: day("2024-09-01"))
        let done = try rain(atlas, works, on: "2024-09-01")
        #expect(done.gain?.isPlanned == false)
        try expect(done.gain?.litres, bounds.0, bounds.1, bounds.2)
        try expect(done.outlets.disconnected, Self.plotArea, Self.plotArea, Self.plotArea)
        #expect(done.ground.map(\.type) == ["lawn"])
        // On the eve they were still to come, and the campus gained exactly that.
        #expect(try rain(atlas, works, on: "2024-08-31").gain?.isPlanned == true)
        func kept(_ iso: String) throws -> Double {
            try #require(try atlas.rain(depth: RainDepth("10mm"), on: day(iso)).balances.first).kept.value
        }
        #expect(try abs(kept("2024-09-01") - kept("2024-08-31") - bounds.0) < 1e-2)
    }

    @Test("a footprint over several types gains piece by piece; unclassified ground brings bounds alone")
    func severalTypes() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        // pyproj: 500.0970279 m² of asphalt become grass pavers, and as much lawn does (0.15, bounds 0.05 and 0.35).
        let mixed = try plan("grass_paver", Plot(40, 0, 80, 25), atlas)
        let (asphalt, lawn) = (500.09702793927863, 500.09702667267993)
        let lower: Double = 5.5 * asphalt - lawn
        let upper: Double = 8 * asphalt + 2 * lawn
        try expect(rain(atlas, mixed, on: "2024-06-01").gain?.litres, 7.5 * asphalt, lower, upper)
        // Lawn stays lawn; of the unclassified ground only bounds are known: 0 − 0.35 and 1 − 0.05.
        let edge = try plan("lawn", Plot(80, 0, 100, 25), atlas)
        let unknown = 250.04851212352514
        try expect(rain(atlas, edge, on: "2024-06-01").gain?.litres, 0, -3.5 * unknown, 9.5 * unknown)
    }

    @Test(
        "a programme's rule is asked of works by what they say they store, then by their devices",
        arguments: [(35_007, RainVerdict.met), (35_006, .notMet)])
    func declaredStorage(litres: Int, verdict: RainVerdict) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let works = try plan("lawn", Self.plot, outlet: .infiltration, storage: litres, atlas)
        func judged() throws -> RainVerdict {
            let report = try atlas.rain(
                depth: RainDepth("10mm"), on: day("2024-06-01"), works: works, programme: "loire-bretagne")
            return try report.balances[0].storage.verdict(#require(report.programme))
        }
        // 35 L × 1000.19406 m² = 35,006.79 L.
        #expect(try judged() == verdict)
        let volume = try #require(WaterVolume(litres: 35_007))
        try atlas.add(
            RainDevice(
                name: "Noue", kind: .swale, volume: volume, at: Position(Plot.east + 90, Plot.north + 90),
                since: day("2024-09-01"), works: works))
        #expect(try judged() == .met)
    }

    @Test("all works are told but those cancelled; works that are none are refused")
    func whichWorks() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let kept = try plan("lawn", Self.plot, atlas)
        let cancelled = try plan("lawn", Plot(0, 50, 10, 60), atlas)
        try atlas.cancelWorks(cancelled, reason: "sans suite", on: day("2024-02-01"))
        let report = try atlas.rain(depth: RainDepth("10mm"), on: day("2024-06-01"), by: .works)
        #expect(report.balances.map(\.perimeter) == [.works(kept, name: "Cour")])
        #expect(throws: WorksError.unknown(99)) {
            try atlas.rain(depth: RainDepth("10mm"), on: day("2024-06-01"), works: 99)
        }
    }

    @Test("the outlet of a surface changes from a day on, and the days before keep theirs")
    func outletInTime() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let lawn: String = try atlas.row("SELECT uuid FROM surface WHERE surface_type = 'lawn'")["uuid"]
        try atlas.retype(lawn, outlet: .infiltration, on: day("2024-06-01"))
        func disconnected(_ iso: String) throws -> Double {
            try #require(try atlas.rain(depth: RainDepth("10mm"), on: day(iso)).balances.first)
                .outlets.disconnected.value
        }
        #expect(try disconnected("2024-05-31") == 0)
        // pyproj: the lawn has 3000.5835926 m².
        #expect(try abs(disconnected("2024-06-01") - 3000.5835926) < 1e-3)
        #expect(try atlas.count("surface") == 3)
    }
}
