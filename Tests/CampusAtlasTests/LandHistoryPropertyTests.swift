import CampusAtlas
import Foundation
import Testing

/// Whatever happens to the ground, each square metre is in one account on each day, and what moved explains what is there.
///
/// Histories and expected areas: Shapely 2.0.7 (GEOS 3.11.4) and pyproj 3.7.2 (PROJ 9.5.1), Oracles/land_histories.py.
@Suite struct LandHistoryPropertyTests {
    private static let histories = Result {
        let file = Bundle.module.bundleURL.appending(path: "Oracles/land_histories.txt")
        return LandHistory.all(in: try String(contentsOf: file, encoding: .utf8))
    }

    private static let blocks = 40

    /// One square centimetre.
    private static let agreement = 1e-4

    @Test(
        "2,000 random histories keep the partition, the balance, and the areas of another engine", arguments: 0..<blocks
    )
    func replayed(block: Int) throws {
        let histories = try Self.histories.get()
        try #require(histories.count == 2000)
        let size = histories.count / Self.blocks
        var failures: [String] = []
        for (place, history) in histories[(block * size)..<((block + 1) * size)].enumerated() {
            var replay = try LandHistoryReplay(history)
            if let failure = try replay.run() {
                failures.append("seed \(history.seed): \(failure)")
                continue
            }
            failures += try Self.differences(replay)
            // The check of the whole file takes longer than a history: one in forty.
            if place == 0 {
                failures += try replay.atlas.check().map { "seed \(history.seed): check: \($0.message.en)" }
            }
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    /// What the atlas says otherwise than the other engine, or than itself.
    private static func differences(_ replay: LandHistoryReplay) throws -> [String] {
        let (history, atlas) = (replay.history, replay.atlas)
        let (outlines, seen) = (try history.outlines.map(\.area), try history.seen)
        let days = Set(seen.map(\.day)).sorted()
        var eve = try #require(days.first?.advanced(by: -1))
        let whole = try atlas.landBalances(from: eve, to: #require(days.last))
        var failures = whole.flatMap { unbalanced($0) }
        for day in days {
            let balances = try atlas.landBalances(from: eve, to: day)
            failures += balances.flatMap { unbalanced($0) }
            for expected in seen where expected.day == day {
                let found = balances[expected.campus].closing
                for account in Set(found.keys).union(expected.areas.keys) {
                    let (a, b) = (found[account] ?? 0, expected.areas[account] ?? 0)
                    if abs(a - b) > agreement {
                        failures.append("\(day) campus \(expected.campus) \(account.code): \(a) m² for \(b)")
                    }
                }
                let total = found.values.reduce(0, +)
                if abs(total - outlines[expected.campus]) > agreement {
                    failures.append(
                        "\(day) campus \(expected.campus): \(total) m² in an outline of \(outlines[expected.campus])")
                }
            }
            eve = day
        }
        return failures.map { "seed \(history.seed), \($0)" }
    }

    private static func unbalanced(_ balance: LandBalance) -> [String] {
        balance.accounts.filter { abs(balance.residual(of: $0)) > LandBalance.tolerance }.map {
            "\(balance.from) to \(balance.to) \(balance.perimeter) \($0.code): off by \(balance.residual(of: $0)) m²"
        }
    }
}
