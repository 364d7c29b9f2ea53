import CampusAtlas
import Foundation
import Testing

/// Whatever happens to the ground, each square metre is in one account on each day, and what moved explains what is there.
///
/// Histories and expected areas: Shapely 2.0.1 (GEOS 3.11.1) and pyproj 3.7.2 (PROJ 9.5.1), Oracles/land_histories.py.
@Suite struct LandHistoryPropertyTests {
    private static let histories = Result {
        let file = Bundle.module.bundleURL.appending(path: "Oracles/land_histories.txt")
        return LandHistory.all(in: try String(contentsOf: file, encoding: .utf8))
    }

    private static let batches = 200

    /// One square centimetre, and ten square millimetres of noise in the two measures.
    private static let agreement = 1.1e-4

    @Test(
        "2,000 random histories keep the partition, the balance, and the areas of another engine",
        arguments: 0..<batches)
    func replayed(batch: Int) throws {
        let all = try Self.histories.get()
        try #require(all.count == 2000)
        let histories = all.filter { $0.seed / 10 == batch }
        var replay = try LandHistoryReplay(histories)
        var failures: [String] = []
        var done: [LandHistory] = []
        for history in histories {
            if let failure = try replay.run(history) {
                failures.append("seed \(history.seed): \(failure)")
            } else {
                done.append(history)
            }
        }
        failures += try Self.differences(replay.atlas, done)
        // The check of the whole file takes as long as a batch: of 50 histories it finds nothing.
        if batch % 40 == 0 { failures += try replay.atlas.check().map { "check: \($0.message.en)" } }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    /// What the atlas says otherwise than the other engine, or than itself.
    private static func differences(_ atlas: Atlas, _ histories: [LandHistory]) throws -> [String] {
        let seen = try histories.map { try $0.seen }
        let days = Set(seen.joined().map(\.day)).sorted()
        let eve = try #require(days.first?.advanced(by: -1))
        let balances = try atlas.landBalances(from: eve, to: #require(days.last))
        var failures: [String] = []
        var books = Dictionary(uniqueKeysWithValues: balances.map { ($0.perimeter, Booked($0)) })
        for day in days {
            let partitions = try atlas.landPartitions(on: day)
            let found = Dictionary(uniqueKeysWithValues: partitions.map { ($0.campus, $0.partition) })
            for (name, partition) in found { failures += books[name]?.unexplained(partition) ?? [] }
            for (history, seen) in zip(histories, seen) {
                for expected in seen where expected.day == day {
                    let name = history.campus(expected.campus)
                    failures += try differing(#require(found[name]), expected).map { "seed \(name), \(day), \($0)" }
                }
            }
        }
        return failures + balances.filter { !$0.isBalanced }.map { "seed \($0.perimeter) does not balance" }
    }

    private static func differing(_ found: Partition, _ expected: LandHistory.Seen) throws -> [String] {
        var pairs: [(String, Double, Double)] = []
        let areas = found.stock
        for account in Set(areas.keys).union(expected.areas.keys) {
            pairs.append((account.code, areas[account] ?? 0, expected.areas[account] ?? 0))
        }
        pairs.append(("hidden", found.overlapArea, expected.hidden))
        pairs.append(("the outline", found.classifiedArea + (try gaps(found)), expected.areas.values.reduce(0, +)))
        return pairs.filter { abs($1 - $2) > agreement }.map { "\($0): \($1) m² for \($2)" }
    }

    /// Measured apart, where the atlas takes what is seen from the outline.
    private static func gaps(_ partition: Partition) throws -> Double {
        try GeodesicMeasure(crs: CoordinateReferenceSystem("EPSG:2154")).area(partition.gaps)
    }

    /// The stock of a campus by its opening and what moved since.
    private struct Booked {
        let balance: LandBalance
        private var stock: [Account: Double]
        private var transfers: ArraySlice<Transfer>

        init(_ balance: LandBalance) {
            self.balance = balance
            stock = balance.opening
            transfers = balance.transfers[...]
        }

        /// What the transfers up to the day of a partition do not explain of it.
        mutating func unexplained(_ partition: Partition) -> [String] {
            while let transfer = transfers.first, transfer.day <= partition.day {
                stock[transfer.from, default: 0] -= transfer.area
                stock[transfer.to, default: 0] += transfer.area
                transfers.removeFirst()
            }
            let found = partition.stock
            return Set(found.keys).union(stock.keys).compactMap { account in
                let residual = (found[account] ?? 0) - (stock[account] ?? 0)
                guard abs(residual) > LandBalance.tolerance else { return nil }
                return
                    "seed \(balance.perimeter), \(partition.day), \(account.code) off by \(residual) m² in the balance"
            }
        }
    }
}

extension Partition {
    fileprivate var stock: [Account: Double] {
        var stock: [Account: Double] = [.unclassified: unclassifiedArea ?? 0]
        for (type, area) in areaByType { stock[.type(type)] = area }
        return stock
    }
}
