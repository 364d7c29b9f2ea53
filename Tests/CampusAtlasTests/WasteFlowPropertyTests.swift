import CampusAtlas
import Foundation
import GRDB
import Testing

/// Random ledgers with everything that divides a mass: no gram is ever made or lost.
@Suite struct WasteFlowPropertyTests {
    private struct Chance {
        var generator: SplitMix64

        mutating func below(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
        mutating func one<T>(of values: [T]) -> T { values[below(values.count)] }
        mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

        /// A day of 2023 to 2025.
        mutating func day() -> CalendarDate { CalendarDate(dayNumber: 19_358 + below(1096)) ?? .today }

        /// Numbers above zero of a sum of at most a million; exactly when they are all of it.
        mutating func shares(_ count: Int, isWhole: Bool) -> [Int64] {
            var cuts = Set<Int>()
            while cuts.count < count - 1 { cuts.insert(1 + below(999_999)) }
            let bounds = [0] + cuts.sorted() + [1_000_000]
            let shares = zip(bounds, bounds.dropFirst()).map { Int64($1 - $0) }
            return isWhole || count == 1 ? shares : Array(shares.dropLast())
        }
    }

    private static let streams = ["OM", "MIXREC", "PAPER", "GLASS", "FOOD", "CDMIX"]
    private static let facilities = ["Tri", "UVE", "Papeterie"]
    private static let destinations: [String?] = [
        nil, "UNKNOWN", "SORTING", "RECYCLE", "ENERGY", "LANDFILL", "COMPOST_ON", "REUSE_EXT", "AVOIDED",
    ]

    private func fill(_ ledger: Ledger, _ chance: inout Chance) throws {
        for name in Self.facilities { try ledger.atlas.add(Facility(name: name)) }
        for year in [2023, 2024, 2025] where chance.happens(60) {
            try ledger.atlas.record(
                EnergyPerformance(of: "UVE", year: year, value: 0.5 + Double(chance.below(20)) / 100))
        }
        for _ in 0..<40 {
            let shares = chance.shares(1 + chance.below(4), isWhole: chance.happens(40))
            // Some come after what they would have to end before: those are refused, and the ledger goes on.
            _ = try? ledger.atlas.record(
                FacilityRoutes(
                    of: chance.happens(20) ? nil : chance.one(of: Self.streams), at: chance.one(of: Self.facilities),
                    from: chance.day(),
                    shares: shares.compactMap { share in
                        MassShare(share).map {
                            FacilityRoutes.Share(
                                chance.one(of: ["RECYCLE", "ENERGY", "LANDFILL", "SORTING", "BACKFILL"]), $0,
                                next: chance.happens(30) ? chance.one(of: Self.facilities) : nil)
                        }
                    }, evidence: chance.one(of: EvidenceKind.allCases)))
        }
        for _ in 0..<12 {
            let parts = ["PAPER", "GLASS", "OM", "PLASTIC"].prefix(1 + chance.below(4))
            let shares = chance.shares(parts.count, isWhole: true)
            try? ledger.atlas.record(
                SplitKey(
                    of: chance.one(of: ["MIXREC", "CDMIX"]),
                    campus: chance.one(of: [nil, Ledger.west, Ledger.east]), from: chance.day(),
                    parts: zip(parts, shares).compactMap { part, share in
                        MassShare(share).map { SplitKey.Part(part, $0) }
                    }, source: "audit"))
        }
    }

    private func weigh(_ ledger: Ledger, _ chance: inout Chance) throws {
        for _ in 0..<150 {
            let day = chance.day()
            let from = chance.happens(30) ? day.advanced(by: -chance.below(120)) : nil
            let mass = Int64(chance.happens(20) ? 1 + chance.below(9) : 1 + chance.below(3_000_000))
            try ledger.weigh(
                chance.one(of: Self.streams), mass, on: day.description, from: from?.description,
                destination: chance.one(of: Self.destinations),
                facility: chance.one(of: [nil, "Ailleurs"] + Self.facilities),
                campus: chance.one(of: [nil, Ledger.west, Ledger.east]),
                toContainer: chance.happens(10) ? "BENNE" : nil)
        }
        let numbers = try ledger.rows("SELECT fid FROM weighing_current").compactMap { $0["fid"] as Int64? }
        for number in numbers where chance.happens(40) {
            if chance.happens(50) {
                let refusal = try Refusal(
                    of: number, mass: "\(1 + chance.below(2_000_000)) g", on: #require(CalendarDate(iso: "2026-01-01")),
                    to: chance.one(of: Self.destinations), facility: chance.one(of: [nil] + Self.facilities),
                    stream: chance.one(of: [nil, "OM"]), reason: "souillé")
                // More than is left, or of a transfer: refused, and the ledger goes on.
                let made = try? ledger.atlas.refuse(refusal)
                if let made, chance.happens(20) { try ledger.atlas.cancelRefusal(made.number, reason: "erreur") }
            }
            if chance.happens(40) {
                if chance.happens(30) {
                    _ = try ledger.correct(number, "is_cancelled", 1)
                } else {
                    _ = try ledger.correct(number, "net_mass_g", 1 + chance.below(3_000_000))
                }
            }
        }
    }

    @Test("every gram weighed is in one flow, whatever divides it", arguments: [1, 2, 3, 5, 8, 13] as [UInt64])
    func conservation(seed: UInt64) throws {
        var chance = Chance(generator: SplitMix64(seed: seed))
        let ledger = try Ledger(campuses: true)
        try fill(ledger, &chance)
        try weigh(ledger, &chance)
        let flows = try ledger.flows()
        let byWeighing = Dictionary(grouping: flows, by: \.weighing)
        let loads = try ledger.rows("SELECT * FROM weighing_current")
        let counted = loads.filter { ($0["to_container"] as String?) == nil }
        #expect(Set(byWeighing.keys) == Set(counted.compactMap { $0["fid"] as Int64? }))
        for load in counted {
            let number = try #require(load["fid"] as Int64?)
            let parts = try #require(byWeighing[number])
            let grams = try #require(load["net_mass_g"] as Int64?)
            #expect(parts.reduce(0) { $0 + $1.grams } == grams && parts.allSatisfy { $0.grams > 0 })
            try expectMonths(of: parts, load, grams)
        }
        #expect(flows.contains { $0.evidence != nil } && flows.contains { $0.destination == "UNKNOWN" })
        try expectAgreement(ledger, flows)
    }

    /// Each month has its days' share, to the gram, for each of the masses that a load is first divided into: what was
    /// refused, at most one a weighing here, and the rest.
    private func expectMonths(of parts: [WasteFlow], _ load: StoredRow, _ grams: Int64) throws {
        let last = try #require((load["weighed_on"] as String?).flatMap { CalendarDate(iso: $0) })
        let first = (load["period_from"] as String?).flatMap { CalendarDate(iso: $0) } ?? last
        let days = Double(first.days(until: last) + 1)
        for (month, flows) in Dictionary(grouping: parts, by: \.month) {
            let inside = max(first, month.firstDay).days(until: min(last, month.lastDay)) + 1
            #expect(inside > 0)
            let share = Double(grams) * Double(inside) / days
            #expect(abs(Double(flows.reduce(0) { $0 + $1.grams }) - share) < 4)
        }
    }

    /// The sums agree with the flows; the campuses and the months, taken apart, with all of them.
    private func expectAgreement(_ ledger: Ledger, _ flows: [WasteFlow]) throws {
        func key(_ month: CalendarMonth, _ texts: [String?]) -> String {
            ([month.description] + texts.map { $0 ?? "-" }).joined(separator: "|")
        }
        func keyed(_ totals: [WasteFlowTotal]) -> [String: Int64] {
            Dictionary(
                totals.map { total in
                    let texts = [
                        total.campus, total.stream, total.destination, total.declaredDestination, total.facility,
                        total.method.rawValue, total.evidence?.rawValue,
                    ]
                    return (key(total.month, texts), total.grams)
                }, uniquingKeysWith: +)
        }
        let expected = Dictionary(
            flows.map { flow in
                let texts = [
                    flow.campus, flow.stream, flow.destination, flow.declaredDestination, flow.facility,
                    flow.method.rawValue, flow.evidence?.rawValue,
                ]
                return (key(flow.month, texts), flow.grams)
            }, uniquingKeysWith: +)
        let totals = try ledger.totals()
        #expect(keyed(totals) == expected)
        #expect(try totals == ledger.totals())
        let nowhere = totals.filter { $0.campus == nil }
        let apart = try ledger.totals(campus: Ledger.west) + ledger.totals(campus: Ledger.east) + nowhere
        #expect(keyed(apart) == expected)
        let first = try #require(CalendarMonth(iso: "2022-06"))
        let last = try #require(CalendarMonth(iso: "2025-12"))
        let monthly = try (first...last).flatMap {
            try ledger.totals($0.description, $0.description)
        }
        #expect(keyed(monthly) == expected)
    }
}
