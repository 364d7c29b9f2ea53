import CampusAtlas
import Foundation
import GRDB
import Testing

/// What `check` finds in a waste book that other programs have been at.
@Suite struct WasteCheckTests {
    private func rules(_ ledger: Ledger) throws -> [String] { try ledger.atlas.check().map(\.rule) }

    @Test(
        "a table that is only ever added to, and has lost a trigger, is found, and so is the row that was changed then",
        arguments: ["weighing", "waste_refusal", "waste_none", "waste_month_act"])
    func appendOnly(table: String) throws {
        let ledger = try Ledger()
        try ledger.atlas.add(Person(name: "Camille", trade: .wasteStaff))
        let load = try ledger.weigh("OM", 100_000, on: "2024-05-15", destination: "INCIN")
        let day = try #require(CalendarDate(iso: "2024-05-16"))
        // A refusal holds its weighing.
        if table != "weighing" {
            try ledger.atlas.refuse(Refusal(of: load, mass: "1 kg", on: day, reason: "souillé"))
        }
        let month = try #require(CalendarMonth(iso: "2024-04"))
        try ledger.atlas.affirmNothing(of: "GLASS", in: month, campus: nil, today: day)
        try ledger.atlas.submitMonth(month, campus: nil, by: "Camille", today: day)
        #expect(try rules(ledger).isEmpty)
        for trigger in ["is_never_edited", "is_never_cut"] { try ledger.change("DROP TRIGGER \(table)_\(trigger)") }
        #expect(try rules(ledger) == ["append-only-trigger", "append-only-trigger"])
        let column = ["weighing": "remark", "waste_refusal": "facility"][table] ?? "person"
        try ledger.change("UPDATE \(table) SET \(column) = 'autre'")
        #expect(try rules(ledger).filter { $0 == "append-only-row" }.count == 1)
        try ledger.change("DELETE FROM \(table)")
        #expect(try rules(ledger).filter { $0 == "append-only-row" }.count == 2)
    }

    @Test("a key whose parts do not make the whole is found on the day from which they do not")
    func splitKey() throws {
        let ledger = try Ledger()
        func part(_ stream: String, _ share: Int, to end: String?) throws {
            try ledger.change(
                """
                INSERT INTO split_key (stream, valid_from, valid_to, part_stream, share_ppm, source)
                VALUES ('MIXREC', '2024-01-01', \(end.map { "'\($0)'" } ?? "NULL"), '\(stream)', \(share), 'audit')
                """)
        }
        try part("PAPER", 600_000, to: nil)
        try part("PLASTIC", 400_000, to: "2025-01-01")
        let found = try ledger.atlas.check()
        #expect(found.map(\.rule) == ["split-key"])
        #expect(found.first?.message.en == "the key of MIXREC makes 60.00 % on 2025-01-01: loads are not divided")
    }

    @Test("a refusal that is more than what its load was corrected to is found")
    func refusal() throws {
        let ledger = try Ledger()
        let load = try ledger.weigh("OM", 100_000, on: "2024-05-15", destination: "INCIN")
        let day = try #require(CalendarDate(iso: "2024-05-16"))
        try ledger.atlas.refuse(Refusal(of: load, mass: "60 kg", on: day, reason: "souillé"))
        _ = try ledger.correct(load, "net_mass_g", 60_000)
        #expect(try rules(ledger).isEmpty)
        _ = try ledger.correct(load + 1, "net_mass_g", 59_999)
        #expect(try rules(ledger) == ["refusal-over-load"])
    }

    @Test("a closed month whose content is not that of its digest is found")
    func digest() throws {
        let ledger = try Ledger()
        try ledger.change(
            """
            INSERT INTO waste_month_act (month, act, done_at, snapshot, snapshot_sha256)
            VALUES ('2024-04', 'close', '2024-05-01T00:00:00Z', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
            """)
        // FIPS 180-4, example B.1: the digest of "abc".
        #expect(try rules(ledger).isEmpty)
        try ledger.change(
            """
            INSERT INTO waste_month_act (month, act, done_at, snapshot, snapshot_sha256)
            VALUES ('2024-03', 'close', '2024-05-01T00:00:00Z', 'abd', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
            """)
        #expect(try rules(ledger) == ["month-digest"])
    }
}
