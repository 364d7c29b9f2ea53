import CampusAtlas
import Foundation
import Testing

/// The grid of a year: what is measured, estimated, affirmed to be nothing, missing, or not expected.
@Suite struct WasteYearTests {
    private static let today = CalendarDate(iso: "2024-07-15") ?? .today

    /// - Parameter rows: date;stream;kg;method, all on one campus
    private func ledger(_ rows: [String]) throws -> Ledger {
        let ledger = try Ledger(campuses: true)
        let report = try ledger.weighings(
            "date;flux;masse;methode\n" + rows.joined(separator: "\n") + "\n",
            set: ["unit": "kg", "campus": Ledger.west])
        #expect(report.refused == 0)
        return ledger
    }

    private func year(_ ledger: Ledger, _ year: Int = 2024, provisional: Bool = false) throws -> CampusYear {
        try #require(
            ledger.atlas.wasteYear(year, campus: Ledger.west, provisional: provisional, today: Self.today).campuses
                .first)
    }

    private func cells(_ year: CampusYear, _ stream: String) throws -> [YearCell] {
        try #require(year.streams.first { $0.stream == stream }?.cells)
    }

    private func states(_ year: CampusYear, _ stream: String) throws -> [YearCell.State] {
        try cells(year, stream).map(\.state)
    }

    private func obligation(
        _ stream: String, _ status: Obligation.Status, from: String? = nil, to: String? = nil,
        with other: String? = nil, ground: Obligation.Ground? = nil, _ ledger: Ledger
    ) throws {
        var new = NewObligation(campus: Ledger.west, stream: stream, status: status)
        new.from = from.flatMap { CalendarDate(iso: $0) }
        new.to = to.flatMap { CalendarDate(iso: $0) }
        new.collectedWith = other
        new.ground = ground
        try ledger.atlas.set(new)
    }

    @Test("each cell is one of measured, estimated, affirmed zero, missing, or not expected; a missing one has no mass")
    func cellStates() throws {
        let ledger = try ledger([
            "2024-02-03;OM;100;A", "2024-02-20;OM;20;C", "2024-03-04;OM;50;B", "2024-03-05;OM;5;D", "2024-07-02;OM;8;A",
            "2024-06-02;MINERAL;900;A",
        ])
        try ledger.atlas.affirmNothing(
            of: "OM", in: #require(CalendarMonth(iso: "2024-05")), campus: Ledger.west, today: Self.today)
        let year = try year(ledger)
        let over = YearCell.State.notExpected(.notOver)
        #expect(
            try states(year, "OM") == [
                .notExpected(.notBegun), .measured, .estimated, .missing, .zero, .missing, .measured, over, over, over,
                over, over,
            ])
        #expect(try cells(year, "OM")[1].measuredGrams == 120_000)
        let march = try cells(year, "OM")[2]
        #expect(march.measuredGrams == 50_000 && march.estimatedGrams == 5000 && march.weighings == 2)
        // Known: February, March, May. Expected: February to June. July is weighed, and not over.
        #expect(year.covered == 3 && year.expected == 5 && year.coverage == 0.6)
        #expect(!year.mayBeClaimed && year.streams[0].stream == "MINERAL")
        let household = try #require(year.streams.first { $0.stream == "OM" })
        #expect(household.grams == 183_000 && household.isIncomplete)
        // Rubble was weighed once; it is not expected, before or after.
        #expect(try states(year, "MINERAL")[4...5] == [.notExpected(.occasional), .measured])
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(ledger.atlas.wasteYear(2024, today: Self.today).json()))
                as? [String: Any])
        let campuses = try #require(json["campuses"] as? [[String: Any]])
        let west = try #require(campuses.first { $0["campus"] as? String == Ledger.west })
        let streams = try #require(west["streams"] as? [[String: Any]])
        let found = try #require(streams.first { $0["stream"] as? String == "OM" }?["cells"] as? [[String: Any]])
        #expect(found[3]["state"] as? String == "missing" && found[3]["grams"] is NSNull)
        #expect(found[4]["state"] as? String == "zero" && found[4]["grams"] as? Int == 0)
        #expect(json["may_be_claimed"] as? Bool == false)
    }

    @Test("an interval fills each month that it crosses, by days, and loses no gram")
    func intervals() throws {
        let ledger = try ledger(["2024-01-01;OM;1;A"])
        // 100 days, from 11 January to 19 April: 21, 29, 31 and 19 days of 1 kg.
        try ledger.change(
            """
            INSERT INTO weighing (weighed_on, period_from, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method)
            VALUES ('2024-04-19', '2024-01-11', '\(Ledger.west)', 'GLASS', 100000, '100', 'kg', 'B')
            """)
        let cells = try cells(year(ledger), "GLASS")
        #expect(cells.prefix(4).map(\.grams) == [21_000, 29_000, 31_000, 19_000])
        #expect(cells.prefix(6).map(\.state) == [.measured, .measured, .measured, .measured, .missing, .missing])
    }

    @Test("internal transfers, what was avoided, and cancelled weighings fill no cell")
    func notCounted() throws {
        let ledger = try ledger(["2024-05-01;OM;1;A"])
        try ledger.change(
            """
            INSERT INTO weighing (weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method, to_container)
            VALUES ('2024-06-19', '\(Ledger.west)', 'OM', 1, '1', 'g', 'A', 'BENNE');
            INSERT INTO weighing (weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method, destination)
            VALUES ('2024-06-19', '\(Ledger.west)', 'OM', 1, '1', 'g', 'A', 'REUSE_INT');
            INSERT INTO weighing (weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method)
            VALUES ('2024-06-20', '\(Ledger.west)', 'OM', 7, '7', 'g', 'A');
            INSERT INTO weighing (weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method, corrects,
              is_cancelled, reason)
            SELECT weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method, fid, 1, 'doublon'
            FROM weighing WHERE net_mass_g = 7
            """)
        #expect(try states(year(ledger), "OM")[4...5] == [.measured, .missing])
    }

    @Test("a mixed load that a key divides is known where it was weighed, and its mass is with its parts")
    func mixedLoads() throws {
        let ledger = try ledger(["2024-05-01;MIXREC;10;A"])
        try ledger.change(
            """
            INSERT INTO split_key (stream, valid_from, part_stream, share_ppm, source)
            VALUES ('MIXREC', '2024-01-01', 'PAPER', 600000, 'essai'), ('MIXREC', '2024-01-01', 'PLASTIC', 400000, 'essai')
            """)
        let year = try year(ledger)
        #expect(try states(year, "MIXREC")[4...5] == [.passedOn, .missing])
        #expect(try cells(year, "PAPER")[4].grams == 6000 && cells(year, "PLASTIC")[4].grams == 4000)
        // May is known and June is not, of the one stream that has a container.
        #expect(year.expected == 2 && year.covered == 1)
    }

    @Test("what a site says of its obligations makes cells expected, or not")
    func obligations() throws {
        let ledger = try ledger(["2024-01-05;GLASS;4;A", "2024-01-05;PAPER;4;A"])
        // Works from 15 February to the end of March: rubble is expected in both months, and only then.
        try obligation("MINERAL", .applies, from: "2024-02-15", to: "2024-04-01", ledger)
        try obligation("GLASS", .notApplicable, from: "2024-03-01", ground: .noProduction, ledger)
        try obligation("PLASTIC", .satisfied, with: "MIXREC", ground: .mixedAttested, ledger)
        try obligation("WOOD", .applies, from: "2024-06-01", ledger)
        let year = try year(ledger)
        #expect(
            try states(year, "MINERAL").prefix(4) == [
                .notExpected(.occasional), .missing, .missing, .notExpected(.occasional),
            ])
        #expect(
            try states(year, "GLASS").prefix(3) == [.measured, .missing, .notExpected(.notApplicable)])
        #expect(!year.streams.contains { $0.stream == "PLASTIC" } && !year.unsaid.contains("PLASTIC"))
        #expect(try states(year, "WOOD")[4...5] == [.notExpected(.notBegun), .missing])
        // PAPER 6, GLASS 2, MINERAL 2, WOOD 1.
        #expect(year.expected == 11 && year.covered == 2)
        #expect(year.unsaid == ["METAL", "FOOD", "GREEN"])
    }

    @Test("the mass of a year is claimed from nine tenths of its cells on", arguments: [(1, 17, false), (2, 18, true)])
    func claim(zeros: Int, covered: Int, mayBeClaimed: Bool) throws {
        // Ten streams over two months: 20 cells, of which 18 are needed. In December four are not weighed.
        let streams = ["PAPER", "GLASS", "METAL", "PLASTIC", "OM", "WOOD", "FOOD", "GREEN", "OIL", "WEEE"]
        let ledger = try ledger(
            streams.map { "2023-11-05;\($0);4;A" } + streams.dropFirst(4).map { "2023-12-05;\($0);4;A" })
        for stream in streams.prefix(zeros) {
            try ledger.atlas.affirmNothing(
                of: stream, in: #require(CalendarMonth(iso: "2023-12")), campus: Ledger.west, today: Self.today)
        }
        let year = try year(ledger, 2023)
        #expect(year.expected == 20 && year.covered == covered)
        #expect(year.mayBeClaimed == mayBeClaimed)
    }

    @Test(
        "a late month may be stood in for by the median of the same month of three years, of which an affirmed zero is one"
    )
    func sameMonthMedian() throws {
        // March: 100, 300, 160: the middle is 160. February: 40 and 61, and no third: 50.5 kg.
        let ledger = try ledger([
            "2021-03-05;OM;100;A", "2022-03-05;OM;300;A", "2023-03-05;OM;160;G", "2022-02-05;OM;40;A",
            "2023-02-05;OM;61;A", "2020-02-05;OM;9999;A", "2023-04-05;OM;30;A",
        ])
        for month in ["2021-04", "2022-04"] {
            try ledger.atlas.affirmNothing(
                of: "OM", in: #require(CalendarMonth(iso: month)), campus: Ledger.west, today: Self.today)
        }
        let cells = try cells(year(ledger, provisional: true), "OM")
        #expect(cells[2].provisional == ProvisionalMass(grams: 160_000, basis: .sameMonth(years: 3)))
        #expect(cells[1].provisional == ProvisionalMass(grams: 50_500, basis: .sameMonth(years: 2)))
        #expect(cells[3].provisional == ProvisionalMass(grams: 0, basis: .sameMonth(years: 3)))
        #expect(cells[2].state == .missing && cells[2].grams == 0)
        #expect(try self.cells(year(ledger), "OM")[2].provisional == nil)
        #expect(try ledger.values("SELECT count(*) FROM weighing", as: Int.self) == [7])
    }

    @Test("without such a month, by the mean day of the last eight weeks that are known")
    func lastEightWeeks() throws {
        // The 56 days that end on 29 February begin on 5 January: 56 kg + 112 kg, or 3 kg a day; March has 31, April 30.
        let ledger = try ledger(["2024-01-03;OM;50;A", "2024-01-10;OM;56;A", "2024-02-20;OM;112;A"])
        let cells = try cells(year(ledger, provisional: true), "OM")
        #expect(cells[2].provisional == ProvisionalMass(grams: 93_000, basis: .lastEightWeeks(days: 56)))
        #expect(cells[3].provisional == ProvisionalMass(grams: 90_000, basis: .lastEightWeeks(days: 56)))
        // Of the 56 days that end on 31 May, those of April are not known: 31 days, 62 kg, so 60 kg in June.
        let gap = try self.ledger(["2024-03-03;OM;50;A", "2024-05-10;OM;62;A"])
        let june = try self.cells(year(gap, provisional: true), "OM")[5]
        #expect(june.provisional == ProvisionalMass(grams: 60_000, basis: .lastEightWeeks(days: 31)))
    }

    @Test("the grid says how far each month is, and which closed month is no longer as it was closed")
    func monthsOfTheGrid() throws {
        let ledger = try ledger(["2024-01-03;OM;50;A", "2024-02-10;OM;56;A", "2024-03-10;OM;56;A"])
        try ledger.atlas.add(Person(name: "Camille", trade: .wasteStaff))
        for text in ["2024-01", "2024-02", "2024-03"] {
            let month = try #require(CalendarMonth(iso: text))
            try ledger.atlas.submitMonth(month, campus: Ledger.west, by: "Camille", today: Self.today)
            guard text != "2024-03" else { continue }
            try ledger.atlas.closeMonth(month, campus: Ledger.west, by: "Camille", today: Self.today)
        }
        try ledger.change(
            """
            INSERT INTO weighing (weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method, corrects, reason)
            SELECT weighed_on, campus, stream, 51000, '51', 'kg', method, fid, 'relu' FROM weighing WHERE fid = 1
            """)
        let months = try year(ledger).months
        #expect(months.prefix(4).map(\.status) == [.closed, .closed, .submitted, .open])
        #expect(months.map(\.differs) == [true] + Array(repeating: false, count: 11))
    }

    @Test("what no campus has is told apart, and a year that is none is refused")
    func withoutCampus() throws {
        let ledger = try Ledger(campuses: true)
        #expect(try ledger.weighings("date;flux;masse\n2024-02-03;OM;3\n", set: ["unit": "kg"]).refused == 0)
        let year = try ledger.atlas.wasteYear(2024, today: Self.today)
        #expect(year.campuses.map(\.campus) == [Ledger.east, Ledger.west, nil])
        #expect(year.campuses.map(\.coverage) == [nil, nil, 0.2] && year.coverage == 0.2)
        #expect(throws: MonthError.noSuchYear(0)) { try ledger.atlas.wasteYear(0) }
        #expect(throws: MonthError.self) { try ledger.atlas.wasteYear(2024, campus: "Nord") }
    }
}
