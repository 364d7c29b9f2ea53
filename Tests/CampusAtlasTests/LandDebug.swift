import CampusAtlas
import Foundation
import Testing
import GRDB

@Suite struct LandDebug {
    @Test func shown() throws {
        let seeds = (ProcessInfo.processInfo.environment["SEEDS"] ?? "1555").split(separator: ",").compactMap {
            Int($0)
        }
        let text = try String(
            contentsOf: Bundle.module.bundleURL.appending(path: "Oracles/land_histories.txt"), encoding: .utf8)
        for history in LandHistory.all(in: text) where seeds.contains(history.seed) {
            var replay = try LandHistoryReplay(history)
            let f = try replay.run()
            print("SEED", history.seed, f ?? "")
            for row in try replay.atlas.rows("SELECT * FROM surface ORDER BY fid") {
                let g = try row.geometry()?.polygonal
                let rings = g!.polygons.map {
                    $0.rings.map {
                        $0.positions.dropLast().map {
                            "\(Int((($0.x - Plot.east) * 1000).rounded())),\(Int((($0.y - Plot.north) * 1000).rounded()))"
                        }.joined(separator: ",")
                    }.joined(separator: ";")
                }.joined(separator: "|")
                print(
                    (row["surface_type"] as String?)!, (row["valid_from"] as String?)!,
                    (row["valid_to"] as String?) ?? "-", (row["drawn_on"] as String?) ?? "-", rings)
            }
        }
    }
}
