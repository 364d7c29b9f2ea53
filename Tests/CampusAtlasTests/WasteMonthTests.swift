import CampusAtlas
import Foundation
import GRDB
import Testing

/// Months of the waste book: what is affirmed, closed, refused afterwards, and shown.
@Suite struct WasteMonthTests {
    private static let today = day("2024-07-15")
    private static let march = month("2024-03")

    private static func day(_ text: String) -> CalendarDate { CalendarDate(iso: text) ?? .today }
    private static func month(_ text: String) -> CalendarMonth { CalendarMonth(iso: text) ?? CalendarMonth(.today) }

    /// - Parameter rows: uuid;date;stream;kg;method;destination;campus
    private func ledger(_ rows: [String]) throws -> Ledger {
        let ledger = try Ledger(campuses: true)
        for name in ["Camille", "Dominique"] { try ledger.atlas.add(Person(name: name, trade: .wasteStaff)) }
        if !rows.isEmpty { #expect(try send(rows, to: ledger).refused == 0) }
        return ledger
    }

    private func send(_ rows: [String], to ledger: Ledger, file: String = "weighings.csv") throws -> ImportReport {
        try ledger.weighings(
            "uuid;date;flux;masse;methode;destination;campus\n" + rows.joined(separator: "\n") + "\n", file: file,
            set: ["unit": "kg"])
    }

    private func uuid(_ number: Int) -> String { "00000000-0000-4000-8000-\(String(format: "%012d", number))" }

    private func row(
        _ number: Int, _ day: String, _ stream: String, _ kilograms: String, _ method: String = "A",
        _ destination: String = "INCIN", _ campus: String = Ledger.west
    ) -> String { "\(uuid(number));\(day);\(stream);\(kilograms);\(method);\(destination);\(campus)" }

    private func row(_ number: Int, _ day: String, _ kilograms: String) -> String { row(number, day, "OM", kilograms) }

    @discardableResult
    private func close(
        _ ledger: Ledger, _ month: CalendarMonth = march, acceptMissing: Bool = false
    ) throws -> MonthSnapshot {
        try ledger.atlas.submitMonth(month, campus: Ledger.west, by: "Camille", today: Self.today)
        return try ledger.atlas.closeMonth(
            month, campus: Ledger.west, acceptMissing: acceptMissing, by: "Dominique", today: Self.today)
    }

    private func report(_ ledger: Ledger, _ month: CalendarMonth = march) throws -> MonthReport {
        try ledger.atlas.month(month, campus: Ledger.west, today: Self.today)
    }

    /// What `weigh correct` writes, as another program could: a row that takes the place of another.
    private func replace(_ fid: Int, grams: Int, on day: String? = nil, isCancelled: Bool = false, _ ledger: Ledger)
        throws
    {
        try ledger.change(
            """
            INSERT INTO weighing (uuid, weighed_on, campus, stream, destination, net_mass_g, mass_as_typed, unit_as_typed,
              method, corrects, is_cancelled, reason)
            SELECT NULL, coalesce(\(day.map { "'\($0)'" } ?? "NULL"), weighed_on), campus, stream, destination, \(grams), 'x', 'g',
              method, fid, \(isCancelled), 'ticket relu' FROM weighing WHERE fid = \(fid)
            """)
    }

    // MARK: Affirmed zeros

    @Test("a zero is refused where something was weighed, and let in once that is cancelled")
    func zeroBesideAWeighing() throws {
        let ledger = try ledger([row(1, "2024-03-31", "GLASS", "3")])
        func affirm(_ month: String, _ campus: String = Ledger.west) throws {
            try ledger.atlas.affirmNothing(of: "GLASS", in: Self.month(month), campus: campus, today: Self.today)
        }
        #expect(throws: MonthError.weighed("GLASS", Self.march, weighing: 1, on: "2024-03-31", grams: 3000)) {
            try affirm("2024-03")
        }
        // The neighbouring months and the other campus are other cells.
        try affirm("2024-02")
        try affirm("2024-04")
        try affirm("2024-03", Ledger.east)
        try replace(1, grams: 3000, isCancelled: true, ledger)
        try affirm("2024-03")
        #expect(throws: MonthError.alreadyAffirmed("GLASS", Self.march)) { try affirm("2024-03") }
        #expect(throws: MonthError.notBegun(Self.month("2024-08"))) { try affirm("2024-08") }
    }

    @Test("a zero is refused in a month that an interval crosses, and what was avoided is no weighing of waste")
    func zeroInAnInterval() throws {
        let ledger = try ledger([row(1, "2024-03-10", "PAPER", "9", "A", "AVOIDED")])
        try ledger.change(
            """
            INSERT INTO weighing (weighed_on, period_from, campus, stream, net_mass_g, mass_as_typed, unit_as_typed)
            VALUES ('2024-04-10', '2024-02-20', '\(Ledger.west)', 'GLASS', 5000, '5', 'kg')
            """)
        #expect(throws: MonthError.self) {
            try ledger.atlas.affirmNothing(of: "GLASS", in: Self.march, campus: Ledger.west, today: Self.today)
        }
        try ledger.atlas.affirmNothing(of: "PAPER", in: Self.march, campus: Ledger.west, today: Self.today)
    }

    @Test("a zero that a later weighing contradicts is found, and stops the closing until one of the two is cancelled")
    func contradictedZero() throws {
        let ledger = try ledger([])
        let zero = try ledger.atlas.affirmNothing(of: "GLASS", in: Self.march, campus: Ledger.west, today: Self.today)
        #expect(try send([row(1, "2024-03-05", "GLASS", "4")], to: ledger).accepted == 1)
        let found = try ledger.atlas.pool.read { try AffirmedZero.contradicted($0) }
        #expect(found.map(\.zero) == [zero.number] && found.map(\.weighing) == [1])
        #expect(throws: MonthError.zerosContradicted(Self.march, streams: ["GLASS"])) { try close(ledger) }
        #expect(throws: MonthError.reasonMissing) {
            try ledger.atlas.cancelNothing(of: "GLASS", in: Self.march, campus: Ledger.west, reason: " ")
        }
        try ledger.atlas.cancelNothing(of: "GLASS", in: Self.march, campus: Ledger.west, reason: "un bac retrouvé")
        #expect(try ledger.atlas.pool.read { try AffirmedZero.contradicted($0) }.isEmpty)
        #expect(try ledger.values("SELECT count(*) FROM waste_none", as: Int.self) == [2])
        #expect(
            try ledger.atlas.closeMonth(Self.march, campus: Ledger.west, by: "Camille", today: Self.today).grams == 4000
        )
    }

    @Test(
        "nobody changes or deletes a zero or an act, QGIS included",
        arguments: [
            "UPDATE waste_none SET month = '2024-04'", "DELETE FROM waste_none",
            "UPDATE waste_month_act SET snapshot_sha256 = 'x' WHERE act = 'close'", "DELETE FROM waste_month_act",
            "INSERT INTO waste_month_act (month, act, done_at) VALUES ('2024-04', 'reopen', '2024-05-01T00:00:00Z')",
            "INSERT INTO waste_month_act (month, act, done_at) VALUES ('2024-04', 'close', '2024-05-01T00:00:00Z')",
        ])
    func addOnly(sql: String) throws {
        let ledger = try ledger([row(1, "2024-03-05", "4")])
        try ledger.atlas.affirmNothing(of: "GLASS", in: Self.march, campus: Ledger.west, today: Self.today)
        try close(ledger)
        #expect(throws: DatabaseError.self) { try ledger.change(sql) }
        #expect(try ledger.atlas.check().isEmpty)
    }

    // MARK: The life of a month

    @Test("a month is open, submitted, closed, reopened, in this order, each by someone")
    func life() throws {
        let ledger = try ledger([row(1, "2024-03-05", "4")])
        let atlas = ledger.atlas
        func status() throws -> MonthStatus { try report(ledger).status }
        #expect(try status() == .open)
        #expect(throws: MonthError.personMissing) {
            try atlas.submitMonth(Self.march, campus: Ledger.west, by: nil, today: Self.today)
        }
        #expect(throws: AtlasError.unknownPerson("Personne")) {
            try atlas.submitMonth(Self.march, campus: Ledger.west, by: "Personne", today: Self.today)
        }
        #expect(throws: MonthError.wrongAct(.close, Self.march, status: .open)) {
            try atlas.closeMonth(Self.march, campus: Ledger.west, by: "Camille", today: Self.today)
        }
        try atlas.submitMonth(Self.march, campus: Ledger.west, by: "Camille", today: Self.today)
        #expect(try status() == .submitted)
        try atlas.openMonth(Self.march, campus: Ledger.west, by: "Camille")
        #expect(try status() == .open)
        try close(ledger)
        #expect(try status() == .closed)
        #expect(throws: MonthError.wrongAct(.submit, Self.march, status: .closed)) {
            try atlas.submitMonth(Self.march, campus: Ledger.west, by: "Camille", today: Self.today)
        }
        #expect(throws: MonthError.reasonMissing) {
            try atlas.reopenMonth(Self.march, campus: Ledger.west, reason: "", by: "Camille")
        }
        try atlas.reopenMonth(Self.march, campus: Ledger.west, reason: "bon retrouvé", by: "Camille")
        #expect(try status() == .reopened)
        try atlas.submitMonth(Self.march, campus: Ledger.west, by: "Camille", today: Self.today)
        try atlas.openMonth(Self.march, campus: Ledger.west, by: "Camille")
        #expect(try status() == .reopened)
        let kinds = try report(ledger).acts.map(\.kind)
        #expect(kinds == [.submit, .open, .submit, .close, .reopen, .submit, .open])
        let journal = try ledger.values(
            "SELECT count(*) FROM journal WHERE table_name = 'waste_month_act' AND person IS NOT NULL", as: Int.self)
        #expect(journal == [7])
    }

    @Test("a month is submitted once it is over, on a campus that the atlas has")
    func bounds() throws {
        let ledger = try ledger([])
        #expect(throws: MonthError.notOver(Self.month("2024-07"))) {
            try ledger.atlas.submitMonth(
                Self.month("2024-07"), campus: Ledger.west, by: "Camille", today: Self.day("2024-07-31"))
        }
        #expect(throws: MonthError.unknownCampus("Nord", known: [Ledger.east, Ledger.west])) {
            try ledger.atlas.submitMonth(Self.march, campus: "Nord", by: "Camille", today: Self.today)
        }
        #expect(throws: MonthError.campusMissing(known: [Ledger.east, Ledger.west])) {
            try ledger.atlas.submitMonth(Self.march, campus: nil, by: "Camille", today: Self.today)
        }
    }

    @Test(
        "closing asks that each expected stream be weighed, affirmed zero, or accepted as missing, which stays written")
    func missingCells() throws {
        // GLASS and PAPER are expected from January and February on, TEXTILE from April only; rubble and batteries come
        // and go, and the other campus is another matter.
        let ledger = try ledger([
            row(1, "2024-01-05", "GLASS", "4"), row(2, "2024-02-05", "PAPER", "4"),
            row(3, "2024-04-05", "TEXTILE", "4"),
            row(4, "2024-01-05", "MINERAL", "4"), row(5, "2024-01-05", "BATT", "4"),
            row(6, "2024-01-05", "OM", "4", "A", "INCIN", Ledger.east), row(7, "2024-03-05", "OM", "4"),
        ])
        #expect(throws: MonthError.cellsMissing(Self.march, streams: ["GLASS", "PAPER"])) { try close(ledger) }
        try ledger.atlas.affirmNothing(of: "GLASS", in: Self.march, campus: Ledger.west, today: Self.today)
        let snapshot = try ledger.atlas.closeMonth(
            Self.march, campus: Ledger.west, acceptMissing: true, by: "Dominique", today: Self.today)
        #expect(snapshot.cells.map(\.stream) == ["GLASS", "OM", "PAPER"])
        #expect(snapshot.cells.map(\.state) == [.zero, .measured, .missing])
        #expect(snapshot.cells.map(\.grams) == [0, 4000, nil])
        #expect(snapshot.text.contains(#"{"stream":"PAPER","state":"missing_accepted","grams":null"#))
    }

    @Test("the text of a closing is the one that its definition makes, to the byte")
    func canonicalText() throws {
        let ledger = try ledger([
            row(1, "2024-03-10", "OM", "100"), row(2, "2024-03-12", "OM", "20,5", "F"),
            row(9, "2024-01-10", "PAPER", "7"), row(8, "2024-03-10", "OM", "6", "A", "INCIN", Ledger.east),
        ])
        // Twenty days, ten in each month: 1,001 g are 501 g and 500 g, the first of equals taking the gram that is left.
        try ledger.change(
            """
            INSERT INTO weighing (uuid, weighed_on, period_from, campus, stream, destination, net_mass_g, mass_as_typed,
              unit_as_typed, method)
            VALUES ('\(uuid(3))', '2024-03-10', '2024-02-20', '\(Ledger.west)', 'GLASS', 'RECYCLE', 1001, '1001', 'g', 'B')
            """)
        try ledger.atlas.affirmNothing(of: "FOOD", in: Self.march, campus: Ledger.west, today: Self.today)
        let snapshot = try close(ledger, acceptMissing: true)
        // No paper proves where the glass went: UNKNOWN. The digest is Python's, of the three rows by uuid:
        // hashlib.sha256(b"".join("".join(c + "\x1f" for c in row).encode() + b"\x1e" for row in rows)).hexdigest()
        // ["…01","2024-03-10","","","OM","INCIN","","100000","A",""], ["…02","2024-03-12","","","OM","INCIN","","20500","F",""],
        // ["…03","2024-03-10","2024-02-20","","GLASS","RECYCLE","","1001","B",""]
        #expect(
            snapshot.text
                == #"{"format":"campus-atlas waste month 1","campus":"Ouest","month":"2024-03","grams":121000,"#
                + #""cells":[{"stream":"FOOD","state":"zero","grams":0,"estimated_grams":0,"weighings":0},"#
                + #"{"stream":"GLASS","state":"measured","grams":500,"estimated_grams":0,"weighings":1},"#
                + #"{"stream":"OM","state":"estimated","grams":120500,"estimated_grams":20500,"weighings":2},"#
                + #"{"stream":"PAPER","state":"missing_accepted","grams":null,"estimated_grams":0,"weighings":0}],"#
                + #""flows":[{"stream":"GLASS","destination":"UNKNOWN","method":"B","grams":500,"weighings":1},"#
                + #"{"stream":"OM","destination":"INCIN","method":"A","grams":100000,"weighings":1},"#
                + #"{"stream":"OM","destination":"INCIN","method":"F","grams":20500,"weighings":1}],"#
                + #""rows":{"count":3,"sha256":"dcb066a70319a0a7b994b052d8a9d753b3fa72bb6edb05f9b9a55a318f2f799b"}}"#)
        let stored = try ledger.rows("SELECT snapshot, snapshot_sha256 FROM waste_month_act WHERE act = 'close'")
        #expect(stored.map { $0["snapshot"] as String? } == [snapshot.text])
        #expect(stored.map { $0["snapshot_sha256"] as String? } == [SHA256.hexDigest(of: Array(snapshot.text.utf8))])
        #expect(try report(ledger).closed == snapshot)
    }

    // MARK: After the closing

    @Test("no new weighing enters a closed month, by whatever program, and the sentence says what to do")
    func closedToNewWeighings() throws {
        let ledger = try ledger([row(1, "2024-03-05", "4")])
        try close(ledger)
        func insert(_ from: String, _ to: String, _ campus: String = Ledger.west) throws {
            try ledger.change(
                """
                INSERT INTO weighing (weighed_on, period_from, campus, stream, net_mass_g, mass_as_typed, unit_as_typed)
                VALUES ('\(to)', '\(from)', '\(campus)', 'OM', 1, '1', 'g')
                """)
        }
        for (from, to) in [
            ("2024-03-01", "2024-03-01"), ("2024-03-31", "2024-03-31"), ("2024-01-01", "2024-03-01"),
            ("2024-03-31", "2024-05-02"), ("2024-01-01", "2024-06-30"),
        ] {
            let error = #expect(throws: DatabaseError.self) { try insert(from, to) }
            #expect(error?.message?.hasPrefix("Ce mois est clos sur ce campus : rouvrez-le") == true)
        }
        try insert("2024-02-01", "2024-02-29")
        try insert("2024-04-01", "2024-04-01")
        try insert("2024-03-10", "2024-03-10", Ledger.east)
        #expect(throws: MonthError.closed(Self.march, campus: Ledger.west)) {
            try ledger.atlas.affirmNothing(of: "GLASS", in: Self.march, campus: Ledger.west, today: Self.today)
        }
        #expect(throws: DatabaseError.self) {
            try ledger.change(
                "INSERT INTO waste_none (campus, stream, month, affirmed_at) VALUES ('\(Ledger.west)', 'GLASS', '2024-03', '')"
            )
        }
        try ledger.atlas.reopenMonth(Self.march, campus: Ledger.west, reason: "bon retrouvé", by: "Camille")
        try insert("2024-03-31", "2024-03-31")
    }

    @Test("what no campus has does not enter a month that a campus closed")
    func noCampusInAClosedMonth() throws {
        let ledger = try ledger([row(1, "2024-03-05", "4")])
        try close(ledger)
        #expect(try send([row(2, "2024-03-06", "OM", "5", "A", "INCIN", "")], to: ledger, file: "b.csv").refused == 1)
        #expect(throws: MonthError.self) {
            try ledger.atlas.weigh(
                NewWeighing(.net(TypedMass("5 kg")), time: WeighingTime(on: Self.day("2024-03-06")), stream: "OM"))
        }
    }

    @Test("an import refuses the rows of a closed month one by one, takes the others, and still knows those it sent")
    func importIntoAClosedMonth() throws {
        let first = row(1, "2024-03-05", "4")
        let ledger = try ledger([first])
        try close(ledger)
        let report = try send(
            [
                first, row(2, "2024-03-06", "5"), row(3, "2024-04-06", "6"),
                row(4, "2024-03-06", "OM", "7", "A", "INCIN", Ledger.east),
            ],
            to: ledger, file: "later.csv")
        #expect(report.counts == [2, 1, 1] && report.addsUp)
        #expect(report.reasons.count == 1 && report.reasons[0].hasPrefix("This month is closed on this campus"))
        #expect(try ledger.values("SELECT count(*) FROM weighing", as: Int.self) == [3])
    }

    @Test("corrections after the closing show beside the closed figure, row by row")
    func deltas() throws {
        let ledger = try ledger([
            row(1, "2024-03-05", "100"), row(2, "2024-03-06", "50"), row(3, "2024-03-07", "GLASS", "30"),
            row(4, "2024-02-07", "GLASS", "20"), row(5, "2024-03-08", "OM", "8"),
        ])
        // A correction before the closing is no difference.
        try replace(5, grams: 9000, ledger)
        let closed = try close(ledger)
        #expect(closed.grams == 189_000)
        #expect(try report(ledger).changes.isEmpty && report(ledger).differences.isEmpty)
        try replace(1, grams: 90_000, ledger)
        try replace(7, grams: 95_000, ledger)
        try replace(2, grams: 50_000, isCancelled: true, ledger)
        try replace(3, grams: 30_000, on: "2024-04-01", ledger)
        try replace(4, grams: 20_000, on: "2024-03-20", ledger)
        let now = try report(ledger)
        #expect(now.status == .closed && now.closed == closed)
        #expect(now.changes.map(\.weighing) == [1, 2, 3, 11])
        #expect(now.changes.map(\.kind) == [.corrected, .cancelled, .movedAway, .added])
        #expect(now.changes.map(\.gramsBefore) == [100_000, 50_000, 30_000, nil])
        #expect(now.changes.map(\.gramsAfter) == [95_000, nil, nil, 20_000])
        #expect(now.changes.allSatisfy { $0.reason == "ticket relu" })
        // OM 100 + 50 + 9 = 159 → 95 + 9 = 104; GLASS 30 → 20.
        #expect(now.differences.map(\.stream) == ["GLASS", "OM"])
        #expect(now.differences.map(\.closedGrams) == [30_000, 159_000])
        #expect(now.differences.map(\.grams) == [20_000, 104_000])
        #expect(!now.isChangedOutsideTheLedger)
    }

    @Test("reopened, changed and closed again, a month keeps both closings, and counts its changes from the last")
    func closedTwice() throws {
        let ledger = try ledger([row(1, "2024-03-05", "100")])
        let first = try close(ledger)
        try ledger.atlas.reopenMonth(Self.march, campus: Ledger.west, reason: "bon retrouvé", by: "Camille")
        #expect(try send([row(2, "2024-03-09", "11")], to: ledger, file: "late.csv").accepted == 1)
        #expect(try report(ledger).changes.map(\.kind) == [.added])
        let second = try close(ledger)
        #expect(first.grams == 100_000 && second.grams == 111_000)
        let now = try report(ledger)
        #expect(now.acts.compactMap(\.snapshot) == [first.text, second.text])
        #expect(now.closed == second && now.changes.isEmpty)
    }

    @Test("a figure that changes without a weighing is said: a destination that comes to be proven")
    func changedOutsideTheLedger() throws {
        let ledger = try ledger([row(1, "2024-03-05", "GLASS", "100", "A", "RECYCLE")])
        let closed = try close(ledger)
        #expect(closed.flows.map(\.destination) == ["UNKNOWN"])
        try ledger.change(
            "INSERT INTO split_key (stream, valid_from, part_stream, share_ppm, source) "
                + "VALUES ('GLASS', '2024-01-01', 'OM', 1000000, 'essai')")
        let now = try report(ledger)
        #expect(now.isChangedOutsideTheLedger && now.changes.isEmpty)
        #expect(now.differences.map(\.stream) == ["GLASS", "OM"])
    }
}
