import CampusAtlas
import Foundation
import GRDB
import Testing

/// What each site must sort, since when, and what it says of it.
@Suite struct WasteObligationTests {
    private func set(
        _ ledger: Ledger, _ stream: String, _ status: Obligation.Status,
        _ change: (inout NewObligation) -> Void = { _ in }
    ) throws {
        var new = NewObligation(campus: Ledger.west, stream: stream, status: status)
        change(&new)
        try ledger.atlas.set(new)
    }

    private func lines(_ ledger: Ledger, on day: String = "2026-06-30") throws -> [ObligationLine] {
        try ledger.atlas.obligations(on: #require(CalendarDate(iso: day)), campus: Ledger.west)
    }

    private func line(_ ledger: Ledger, _ stream: String, on day: String = "2026-06-30") throws -> ObligationLine {
        try #require(lines(ledger, on: day).first { $0.stream == stream })
    }

    private func periods(_ ledger: Ledger) throws -> [String] {
        try ledger.rows("SELECT status, valid_from, valid_to FROM waste_obligation ORDER BY valid_from").map {
            "\($0["status"] ?? "") \($0["valid_from"] ?? "") \($0["valid_to"] ?? "–")"
        }
    }

    @Test(
        "a site is told of a stream from the day on which the law asks for it",
        arguments: [
            ("2016-06-30", 0), ("2016-07-01", 5), ("2021-07-18", 5), ("2021-07-19", 7), ("2023-12-31", 7),
            ("2024-01-01", 9),
            ("2024-12-31", 9), ("2025-01-01", 10),
        ])
    func since(day: String, count: Int) throws {
        let ledger = try Ledger(campuses: true)
        #expect(try lines(ledger, on: day).count == count)
        #expect(try ledger.atlas.obligations(on: #require(CalendarDate(iso: day))).count == 2 * count)
    }

    @Test(
        "the eight streams of the decree and biowaste are told with their articles; works' waste is asked only during works"
    )
    func unsaid() throws {
        let lines = try lines(Ledger(campuses: true))
        #expect(
            lines.map(\.stream) == [
                "PAPER", "METAL", "PLASTIC", "GLASS", "WOOD", "MINERAL", "PLASTER", "TEXTILE", "FOOD", "GREEN",
            ])
        #expect(lines.map(\.basis) == Array(repeating: "D543-278 – D543-287", count: 8) + ["L541-21-1", "L541-21-1"])
        #expect(lines.filter(\.isOnlyDuringWorks).map(\.stream) == ["MINERAL", "PLASTER"])
        for line in lines { #expect(line.gaps == (line.isOnlyDuringWorks ? [] : [.notSaid])) }
    }

    @Test("what is missing is told: proof, a weighing within twelve months, the staff's waste")
    func gaps() throws {
        let ledger = try Ledger(campuses: true)
        #expect(
            try ledger.weighings(
                "date;flux;masse\n2026-01-05;GLASS;4\n2025-01-05;PAPER;4\n2026-02-05;MIXREC;4\n",
                set: ["unit": "kg", "campus": Ledger.west]
            ).refused == 0)
        try set(ledger, "GLASS", .applies)
        try set(ledger, "PAPER", .applies)
        try set(ledger, "METAL", .notApplicable) { $0.ground = .noProduction }
        try set(ledger, "PLASTIC", .satisfied) {
            $0.ground = .mixedAttested
            $0.collectedWith = "MIXREC"
        }
        try set(ledger, "WOOD", .satisfied) {
            $0.ground = .publicBuilding
            $0.evidence = "règlement intérieur"
        }
        try set(ledger, "GREEN", .satisfied) {
            $0.ground = .onSite
            $0.evidence = "composteur"
        }
        #expect(try line(ledger, "GLASS").gaps.isEmpty)
        #expect(try line(ledger, "GLASS").lastWeighed?.description == "2026-01-05")
        #expect(try line(ledger, "PAPER").gaps == [.neverWeighed])
        #expect(try line(ledger, "METAL").gaps.isEmpty)
        #expect(try line(ledger, "PLASTIC").gaps == [.noEvidence])
        #expect(try line(ledger, "PLASTIC").lastWeighed?.description == "2026-02-05")
        #expect(try line(ledger, "WOOD").gaps == [.staffWaste, .neverWeighed])
        #expect(try line(ledger, "GREEN").gaps.isEmpty)
        // A document attached to the row is the proof that was missing.
        let row = try #require(
            ledger.values("SELECT uuid FROM waste_obligation WHERE stream = 'PLASTIC'", as: String.self).first ?? nil)
        try ledger.atlas.attach(ledger.folder.file("attestation.pdf", "8 flux"), to: "waste_obligation", row: row)
        #expect(try line(ledger, "PLASTIC").gaps.isEmpty && line(ledger, "PLASTIC").documents == 1)
    }

    @Test("what is said of a period is closed where the next begins, and holds again after it")
    func periods() throws {
        let ledger = try Ledger(campuses: true)
        try set(ledger, "MINERAL", .notApplicable) { $0.ground = .noWorks }
        #expect(try periods(ledger) == ["not_applicable 2021-07-19 –"])
        try set(ledger, "MINERAL", .applies) {
            $0.from = CalendarDate(iso: "2025-05-01")
            $0.to = CalendarDate(iso: "2025-08-01")
        }
        #expect(
            try periods(ledger) == [
                "not_applicable 2021-07-19 2025-05-01", "applies 2025-05-01 2025-08-01", "not_applicable 2025-08-01 –",
            ])
        #expect(try line(ledger, "MINERAL", on: "2025-04-30").said?.status == .notApplicable)
        #expect(try line(ledger, "MINERAL", on: "2025-05-01").said?.status == .applies)
        #expect(try line(ledger, "MINERAL", on: "2025-07-31").said?.status == .applies)
        #expect(try line(ledger, "MINERAL", on: "2025-08-01").said?.status == .notApplicable)
        // Said again from the first day: it replaces, and the journal keeps what was there.
        try set(ledger, "MINERAL", .applies)
        #expect(try periods(ledger) == ["applies 2021-07-19 –"])
        let deleted = try ledger.values(
            "SELECT count(*) FROM journal WHERE table_name = 'waste_obligation' AND operation = 'delete'", as: Int.self)
        #expect(deleted == [3])
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("the documents of what was said follow it where it holds again")
    func documents() throws {
        let ledger = try Ledger(campuses: true)
        try set(ledger, "MINERAL", .notApplicable) { $0.ground = .noWorks }
        let row = try #require(ledger.values("SELECT uuid FROM waste_obligation", as: String.self).first ?? nil)
        try ledger.atlas.attach(ledger.folder.file("note.pdf", "pas de chantier"), to: "waste_obligation", row: row)
        try set(ledger, "MINERAL", .applies) {
            $0.from = CalendarDate(iso: "2025-05-01")
            $0.to = CalendarDate(iso: "2025-08-01")
        }
        #expect(
            try ["2025-01-01", "2025-06-01", "2025-09-01"].map { try line(ledger, "MINERAL", on: $0).documents } == [
                1, 0, 1,
            ])
    }

    @Test("what cannot be is refused, with what to say")
    func refusals() throws {
        let ledger = try Ledger(campuses: true)
        #expect(throws: ObligationError.groundMissing) { try set(ledger, "GLASS", .notApplicable) }
        #expect(throws: ObligationError.groundOfAnotherStatus(.noWorks, .applies)) {
            try set(ledger, "GLASS", .applies) { $0.ground = .noWorks }
        }
        #expect(throws: ObligationError.reasonMissing) {
            try set(ledger, "GLASS", .notApplicable) { $0.ground = .other }
        }
        #expect(throws: ObligationError.startMissing("OM")) { try set(ledger, "OM", .applies) }
        #expect(throws: ObligationError.mixedWithNothing) {
            try set(ledger, "GLASS", .satisfied) { $0.ground = .mixedAttested }
        }
        #expect(throws: ObligationError.mixedWithItself("GLASS")) {
            try set(ledger, "GLASS", .applies) { $0.collectedWith = "GLASS" }
        }
        #expect(throws: MonthError.self) { try set(ledger, "GLASS", .applies) { $0.collectedWith = "NONE" } }
        #expect(throws: ObligationError.self) {
            try set(ledger, "GLASS", .applies) { $0.to = CalendarDate(iso: "2016-07-01") }
        }
        #expect(throws: DatabaseError.self) {
            try ledger.change(
                "INSERT INTO waste_obligation (stream, status, valid_from) VALUES ('GLASS', 'not_applicable', '2024-01-01')"
            )
        }
        #expect(try periods(ledger).isEmpty)
        #expect(Obligation.Ground.belowThreshold.label.fr.contains("1 100 L"))
        #expect(Obligation.Ground.publicBuilding.label.fr.contains("pas pour ceux du personnel"))
    }
}
