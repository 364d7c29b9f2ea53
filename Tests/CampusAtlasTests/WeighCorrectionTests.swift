import CampusAtlas
import Foundation
import GRDB
import Testing

@Suite struct WeighCorrectionTests {
    private func change(_ body: (inout WeighingChange) throws -> Void) rethrows -> WeighingChange {
        var change = WeighingChange()
        try body(&change)
        return change
    }

    @Test("a correction is a new row; the wrong one stays, counts no more, and the rest is copied")
    func correct() throws {
        let bin = try WeighedBin(count: 0)
        let wrong = try bin.recorded("475 kg") { new in
            (new.facility, new.ticket, new.remark, new.isDoubtful) = ("Verrerie", "T-9", "pluie", true)
        }
        let right = try bin.atlas.correctWeighing(
            String(wrong.fid), change { $0.amount = .net(try TypedMass("47,5 kg")) }, reason: "virgule oubliée",
            by: "Camille")
        #expect(right.netGrams == 47_500 && right.corrects == wrong.fid && right.reason == "virgule oubliée")
        #expect(right.facility == "Verrerie" && right.ticket == "T-9" && right.remark == "pluie" && right.isDoubtful)
        #expect(right.day == wrong.day && right.container == "B-12" && right.uuid != wrong.uuid)
        #expect(try bin.ledger.values("SELECT net_mass_g FROM weighing_current") == [47_500])
        #expect(try bin.ledger.values("SELECT net_mass_g FROM weighing ORDER BY fid") == [475_000, 47_500])
        let history = try bin.atlas.weighingHistory(right.uuid)
        #expect(history.map(\.weighing.fid) == [wrong.fid, right.fid] && history.last?.person == "Camille")
        #expect(try bin.atlas.weighingHistory(String(wrong.fid)) == history)
        #expect(try bin.atlas.check().isEmpty)
    }

    @Test("each thing can be corrected, an empty text takes it away, and nothing changed is said")
    func columns() throws {
        let bin = try WeighedBin(count: 0)
        let first = try bin.recorded("47,5 kg") { $0.ticket = "T-9" }
        let day = try #require(CalendarDate(iso: "2026-02-27"))
        let second = try bin.atlas.correctWeighing(
            String(first.fid),
            change {
                $0.stream = "om"
                $0.container = "B-13"
                $0.ticket = ""
                $0.isWet = true
                $0.destination = "LANDFILL"
                $0.time = try WeighingTime(on: day)
            }, reason: "mauvais bac")
        #expect(second.stream == "OM" && second.container == "B-13" && second.ticket == nil && second.isWet)
        #expect(second.destination == "LANDFILL" && second.day == day && second.netGrams == 47_500)
        #expect(throws: WeighingError.nothingChanged(second.fid)) {
            try bin.atlas.correctWeighing(second.uuid, change { $0.stream = "OM" }, reason: "rien")
        }
        #expect(throws: WeighingError.reasonMissing) {
            try bin.atlas.correctWeighing(second.uuid, change { $0.stream = "GLASS" }, reason: "  ")
        }
        #expect(throws: WeighingError.unknownWeighing("999")) {
            try bin.atlas.cancelWeighing("999", reason: "rien")
        }
    }

    @Test("another bin brings its campus, and a mass that came from the first bin's tare or volume is asked for again")
    func anotherBin() throws {
        let bin = try WeighedBin(count: 0)
        try bin.ledger.change("UPDATE container SET campus = CASE code WHEN 'B-12' THEN 'Ouest' ELSE 'Est' END")
        let net = try bin.recorded("47,5 kg")
        #expect(net.campus == "Ouest")
        let moved = try bin.atlas.correctWeighing(
            net.uuid, change { ($0.container, $0.stream) = ("B-13", "OM") }, reason: "mauvais bac")
        #expect(moved.campus == "Est" && moved.netGrams == 47_500)
        let gross = try bin.recorded("60 kg") { $0.amount = .gross(try TypedMass("60 kg")) }
        let volume = try bin.recorded("1 kg") { $0.amount = .volume(try Filling(emptyings: 1, fill: "0,5")) }
        for weighing in [gross, volume] {
            #expect(throws: WeighingError.massOfAnotherContainer) {
                try bin.atlas.correctWeighing(
                    weighing.uuid, change { ($0.container, $0.stream) = ("B-13", "OM") }, reason: "mauvais bac")
            }
        }
        let again = try bin.atlas.correctWeighing(
            gross.uuid,
            change {
                ($0.container, $0.stream) = ("B-13", "OM")
                $0.amount = .gross(try TypedMass("60 kg"))
            }, reason: "mauvais bac")
        #expect(again.tareGrams == 40_000 && again.netGrams == 20_000)
    }

    @Test("a correction brings nothing into a closed month that it did not touch, and may change one that it did")
    func closedMonth() throws {
        let bin = try WeighedBin(count: 0)
        let march = try #require(CalendarMonth(iso: "2026-03"))
        let april = try #require(CalendarDate(iso: "2026-04-10"))
        let inside = try bin.recorded("47,5 kg")
        let outside = try bin.recorded("48 kg", on: april)
        for act in [MonthAct.Kind.submit, .close] {
            switch act {
            case .submit: try bin.atlas.submitMonth(march, campus: nil, by: "Camille")
            default: try bin.atlas.closeMonth(march, campus: nil, acceptMissing: true, by: "Camille")
            }
        }
        #expect(throws: MonthError.closed(march, campus: nil)) {
            try bin.atlas.correctWeighing(
                outside.uuid, change { $0.time = try WeighingTime(on: WeighedBin.later) }, reason: "mauvais jour")
        }
        let right = try bin.atlas.correctWeighing(
            inside.uuid, change { $0.amount = .net(try TypedMass("47 kg")) }, reason: "chiffre mal lu")
        #expect(right.netGrams == 47_000)
    }

    @Test("a correction does not take the ticket of another load, and keeps its own")
    func ticket() throws {
        let bin = try WeighedBin(count: 0)
        let other = try bin.recorded("40 kg") { $0.ticket = "T-1" }
        let wrong = try bin.recorded("47 kg") { $0.ticket = "T-2" }
        #expect(throws: WeighingError.ticketKnown("T-1", fid: other.fid, on: other.day.description)) {
            try bin.atlas.correctWeighing(wrong.uuid, change { $0.ticket = "T-1" }, reason: "bon mal lu")
        }
        let right = try bin.atlas.correctWeighing(
            wrong.uuid, change { $0.amount = .net(try TypedMass("48 kg")) }, reason: "chiffre mal lu")
        #expect(right.ticket == "T-2" && right.netGrams == 48_000)
    }

    @Test("of two people who correct one weighing through two connections, the second is told who did it and when")
    func race() throws {
        let bin = try WeighedBin(count: 0)
        let wrong = try bin.recorded("475 kg")
        let other = try Atlas.open(bin.atlas.path)
        let fix = change { $0.isDoubtful = true }
        let won = try bin.atlas.correctWeighing(wrong.uuid, fix, reason: "doute", by: "Sacha")
        let error = #expect(throws: WeighingError.self) {
            try other.cancelWeighing(wrong.uuid, reason: "bac pesé deux fois", by: "Camille")
        }
        guard case .alreadyReplaced(let fid, let by) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fid == wrong.fid && by.fid == won.fid && by.person == "Sacha" && !by.isCancellation)
        #expect(by.reason == "doute" && by.at.hasPrefix("20") && by.at.hasSuffix("Z"))
        // Nor can SQL, in whatever program.
        #expect(throws: DatabaseError.self) {
            try bin.ledger.change(
                """
                INSERT INTO weighing (weighed_on, stream, net_mass_g, mass_as_typed, unit_as_typed, corrects, reason)
                VALUES ('2026-03-02', 'GLASS', 1, '1', 'g', \(wrong.fid), 'x')
                """)
        }
    }

    @Test("of many people who correct one weighing at once, one wins", .timeLimit(.minutes(1)))
    func crowd() async throws {
        let bin = try WeighedBin(count: 0)
        let wrong = try bin.recorded("475 kg")
        let path = bin.atlas.path
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...6 {
                group.addTask {
                    var change = WeighingChange()
                    change.remark = "essai \(number)"
                    do {
                        _ = try Atlas.open(path).correctWeighing(wrong.uuid, change, reason: "essai")
                        return true
                    } catch is WeighingError {
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
        #expect(try bin.ledger.values("SELECT count(*) FROM weighing WHERE corrects = \(wrong.fid)") == [1])
    }

    @Test("a cancelled weighing counts no more, and can be neither corrected nor cancelled again")
    func cancel() throws {
        let bin = try WeighedBin(count: 0)
        let wrong = try bin.recorded("47,5 kg")
        let gone = try bin.atlas.cancelWeighing(String(wrong.fid), reason: "pesé deux fois", by: "Sacha")
        #expect(gone.isCancellation && gone.corrects == wrong.fid && gone.netGrams == 47_500)
        #expect(try bin.ledger.values("SELECT count(*) FROM weighing_current") == [0])
        for name in [wrong.uuid, gone.uuid] {
            let error = #expect(throws: WeighingError.self) { try bin.atlas.cancelWeighing(name, reason: "encore") }
            #expect(error?.message.fr.contains("a été annulée par Sacha") == true)
        }
        #expect(try bin.atlas.weighings().isEmpty)
        // The same mass of the same day is no double of a weighing that was cancelled.
        #expect(try bin.question("47,5 kg") == nil)
    }

    /// Seeded: whatever is corrected and cancelled, what stands is the last word on each weighing, to the gram.
    @Test("what stands is the last word on each weighing, over random corrections", arguments: [1, 2, 3] as [UInt64])
    func conservation(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let bin = try WeighedBin(count: 0)
        var standing: [String: Int64] = [:]
        for _ in 0..<120 {
            let grams = Int64.random(in: 1...90_000, using: &generator)
            let names = standing.keys.sorted()
            switch Int.random(in: 0..<4, using: &generator) {
            case 0 where !names.isEmpty:
                let name = names[Int.random(in: names.indices, using: &generator)]
                guard standing[name] != grams else { continue }
                let new = try bin.atlas.correctWeighing(
                    name, change { $0.amount = .net(try TypedMass("\(grams) g")) }, reason: "essai")
                standing[name] = nil
                standing[new.uuid] = grams
            case 1 where !names.isEmpty:
                let name = names[Int.random(in: names.indices, using: &generator)]
                _ = try bin.atlas.cancelWeighing(name, reason: "essai")
                standing[name] = nil
            default: standing[try bin.recorded("\(grams) g").uuid] = grams
            }
        }
        let total = standing.values.reduce(0, +)
        #expect(try bin.ledger.values("SELECT sum(net_mass_g) FROM weighing_current") == [total])
        #expect(try bin.ledger.values("SELECT count(*) FROM weighing_current") == [standing.count])
    }
}
