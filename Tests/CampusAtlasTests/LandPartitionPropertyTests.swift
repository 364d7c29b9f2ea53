import CampusAtlas
import Foundation
import Testing

/// Whatever is drawn, each square metre of an outline is counted once.
@Suite struct LandPartitionPropertyTests {
    /// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
    private struct SeededDraw: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        /// A number of metres, to the millimetre.
        mutating func metres(_ range: ClosedRange<Int>) -> Double { Double(Int.random(in: range, using: &self)) / 1000 }
    }

    private static let types = ["roof", "asphalt", "concrete", "gravel_loose", "grass_paver", "lawn", "bed", "water"]
    private static let sealed: Set<String> = ["roof", "asphalt", "concrete"]

    /// Rectangles in and around an outline of 150 m by 100 m, 1 km from the next one.
    private func draw(_ site: Int, seed: UInt64) -> (outline: Plot, grounds: [Ground]) {
        var draw = SeededDraw(state: seed)
        let east = Double(site) * 1000
        let grounds = (0..<Int.random(in: 0...16, using: &draw)).map { _ in
            let x = east + draw.metres(-40_000...160_000)
            let y = draw.metres(-40_000...110_000)
            let from = Int.random(in: 2018...2025, using: &draw)
            let to = from + Int.random(in: 1...8, using: &draw)
            let type = Self.types.randomElement(using: &draw) ?? "lawn"
            return Ground(
                type, x, y, x + draw.metres(500...70_000), y + draw.metres(500...70_000), from: "\(from)-07-01",
                to: to > 2026 ? "" : "\(to)-07-01")
        }
        return (Plot(east, 0, east + 150, 100), grounds)
    }

    @Test(
        "visible, hidden and unclassified areas are those of GEOS's unions of the same drawings",
        arguments: [
            "2020-01-01", "2023-07-01", "2026-06-30",
        ])
    func countedOnce(day: String) throws {
        let folder = try TemporaryFolder()
        let sites = (0..<16).map { draw($0, seed: 20_260_700 + UInt64($0)) }
        let atlas = try folder.atlas(
            campuses: sites.enumerated().map { (name: String(format: "s%02d", $0), plot: $1.outline) },
            sites.flatMap(\.grounds))
        let measure = try GeodesicMeasure(crs: atlas.crs)
        let standings = try atlas.progress(on: #require(CalendarDate(iso: day))).standings
        var schoolSealed = 0.0
        for (index, site) in sites.enumerated() {
            let figure = try #require(
                standings.first {
                    $0.figure.indicator.id == "land.sealed_share"
                        && $0.figure.perimeter.campus == String(format: "s%02d", index)
                }?.figure)
            let outline = try site.outline.surface
            let total = try measure.area(outline)
            let living = site.grounds.filter { $0.from <= day && ($0.to.isEmpty || $0.to > day) }
            func seen(_ isCounted: (Ground) -> Bool) throws -> Double {
                let chosen = try living.filter(isCounted).map { try $0.plot.surface }
                return chosen.isEmpty ? 0 : try measure.area(MultiPolygon.union(of: chosen).intersection(outline))
            }
            let sealed = try seen { Self.sealed.contains($0.type) }
            let all = try seen { _ in true }
            let drawn = try living.reduce(0) { try $0 + measure.area($1.plot.surface.intersection(outline)) }
            let tolerance = 1e-6 * total
            let share = try #require(figure.estimate)
            #expect(abs(try figure.companion("land.total_area").value - total) < tolerance)
            #expect(abs(try figure.companion("land.sealed_area").value - sealed) < tolerance)
            #expect(abs(try figure.companion("land.unclassified").value - (total - all)) < tolerance)
            #expect(abs(try figure.companion("land.overlap").value - (drawn - all)) < tolerance)
            #expect(abs(try #require(figure.coverage) - all / total) < 1e-6)
            #expect(abs(share.value - sealed / total) < 1e-6)
            #expect(abs(share.upper - (sealed + total - all) / total) < 1e-6)
            schoolSealed += sealed
        }
        let (school, rows) = try atlas.explain("land.sealed_share", on: #require(CalendarDate(iso: day)))
        #expect(abs(try school.figure.companion("land.sealed_area").value - schoolSealed) < 0.24)
        #expect(abs(rows.reduce(0) { $0 + ($1.amount ?? 0) } - schoolSealed) < 0.24)
    }
}
