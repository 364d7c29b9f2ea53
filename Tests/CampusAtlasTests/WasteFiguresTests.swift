import CampusAtlas
import Foundation
import Testing

/// The waste figures; each expected mass is added up by hand in the comment beside it, in kg.
@Suite struct WasteFiguresTests {
    private static let day = "2024-12-31"
    private static let share = "waste.household_share"
    private static let disposed = "waste.household_disposed"

    /// - Parameter rows: date;stream;kg;method;destination;campus
    private func ledger(_ rows: [String]) throws -> Ledger {
        let ledger = try Ledger(campuses: true)
        let report = try ledger.weighings(
            "date;flux;masse;methode;destination;campus\n" + rows.joined(separator: "\n") + "\n", set: ["unit": "kg"])
        #expect(report.refused == 0)
        return ledger
    }

    @Test(
        "how a mass was made sets how much more or less it can be",
        arguments: [
            // ±1 %, ±1 %, ±5 %, ±15 %, ±25 %, of 100 kg; half, or what the greatest density published for OM makes of the
            // one that is used (357 and 82 kg/m³, waste_stream.csv); then half or double.
            ("A", 99, 101), ("B", 99, 101), ("C", 95, 105), ("D", 85, 115), ("E", 75, 125),
            ("F", 50, 435.3658536585366),
            ("G", 50, 200),
            ("U", 50, 200), ("", 50, 200),
        ] as [(String, Double, Double)])
    func methodTiers(method: String, low: Double, high: Double) throws {
        let ledger = try ledger(["2024-12-15;OM;100;\(method);INCIN;"])
        expect(try ledger.estimate(Self.disposed, on: Self.day), is: 100, from: low, to: high)
    }

    @Test("the bounds of a sum are the sums of the bounds")
    func tiersAddUp() throws {
        // 100 A [99, 101] + 200 C [190, 210] + 40 G [20, 80].
        let ledger = try ledger([
            "2024-12-01;OM;100;A;INCIN;", "2024-12-02;OM;200;C;INCIN;", "2024-12-03;OM;40;G;LANDFILL;",
        ])
        expect(try ledger.estimate(Self.disposed, on: Self.day), is: 340, from: 309, to: 391)
    }

    @Test(
        "the share is of the waste of the perimeter, and its bounds set the one at its least against the other at its most"
    )
    func householdShare() throws {
        // OM 100 A [99, 101]; PAPER 200 C [190, 210]; FOOD 50 D [42.5, 57.5]; MINERAL and BATT are outside CORE.
        let ledger = try ledger([
            "2024-12-01;OM;100;A;;", "2024-12-02;PAPER;200;C;;", "2024-12-03;FOOD;50;D;;",
            "2024-12-04;MINERAL;9000;A;;",
            "2024-12-05;BATT;10;A;;",
        ])
        let figure = try ledger.standing(Self.share, on: Self.day).figure
        expect(figure.estimate, is: 100.0 / 350, from: 99 / (99 + 267.5), to: 101 / (101 + 232.5))
        expect(figure.companion("waste.core_mass"), is: 350, from: 331.5, to: 368.5)
        expect(figure.companion("waste.household_mass"), is: 100, from: 99, to: 101)
        // Weighed, methods A to C: 300 of 350.
        expect(figure.companion("waste.weighed_share"), is: 300.0 / 350, from: 300.0 / 350, to: 300.0 / 350)
        #expect(figure.companions.contains { $0.id == "waste.household_mass_per_user" && $0.estimate == nil })
    }

    @Test("a missing month is not zero: it may weigh as much as the heaviest known, and lowers what is known")
    func missingMonths() throws {
        // January 100, February 70 + 50 = 120, nothing from March on: 220 [217.8, 222.2], and up to 10 × 120 more.
        let ledger = try ledger([
            "2024-01-10;OM;100;A;INCIN;", "2024-02-10;OM;70;A;INCIN;", "2024-02-20;OM;50;A;INCIN;",
        ])
        let figure = try ledger.standing(Self.disposed, on: Self.day).figure
        expect(figure.estimate, is: 220, from: 217.8, to: 1422.2)
        #expect(figure.coverage == 2.0 / 12)
        #expect(
            figure.note?.en
                == "10 stream months without a weighing of 12 expected (OM): neither zero nor known. "
                + "Fewer than 90% of the months are known: a figure not to be claimed.")
    }

    @Test("months before a stream was ever weighed are not expected, and those after it was last weighed are")
    func expectedMonths() throws {
        // OM from November 2024 on: 2 months, both known. GLASS from September: 4 months, 1 known; 3 × 30 more at most.
        let ledger = try ledger([
            "2024-11-05;OM;60;A;INCIN;", "2024-12-05;OM;40;A;INCIN;", "2024-09-05;GLASS;30;A;RECYCLE;",
        ])
        #expect(try ledger.standing(Self.disposed, on: Self.day).figure.coverage == 1)
        let figure = try ledger.standing(Self.share, on: Self.day).figure
        // September alone misses nothing, and it has no OM: the share cannot be told.
        #expect(figure.coverage == 3.0 / 6 && figure.estimate == nil)
        _ = try ledger.weighings("date;flux;masse;methode\n2024-11-07;GLASS;25;A\n", file: "b.csv", set: ["unit": "kg"])
        // September and November: 60/(60 + 30 + 25); least 99/(99 + 55.55 + 60); most 101/(101 + 54.45).
        let second = try ledger.standing(Self.share, on: Self.day).figure
        expect(second.estimate, is: 60.0 / 115, from: 99 / 214.55, to: 101 / 155.45)
    }

    @Test("what a mixed load's key gives to a stream does not say that its own months are known")
    func keyHidesNothing() throws {
        let rows = (1...12).map { String(format: "2024-%02d-10;MIXREC;100;A;;", $0) }
        let ledger = try ledger(rows + (1...12).filter { $0 != 6 }.map { String(format: "2024-%02d-11;OM;50;A;;", $0) })
        try ledger.atlas.record(
            SplitKey(
                of: "MIXREC", from: #require(CalendarDate(iso: "2024-01-01")),
                parts: [SplitKey.Part(typed: "PAPER 90%"), SplitKey.Part(typed: "OM 10%")], source: "audit"))
        // June has no OM of its own: 23 of 24 months; eleven months of 60 kg of 150.
        let figure = try ledger.standing(Self.share, on: Self.day).figure
        #expect(figure.coverage == 23.0 / 24 && figure.estimate?.value == 0.4)
        let year = try ledger.atlas.wasteYear(2024)
        let cells = try #require(year.campuses.flatMap(\.streams).first { $0.stream == "OM" }).cells
        #expect(cells[5].state == .missing && cells[5].grams == 10_000 && cells[4].state == .measured)
        #expect(year.coverage == figure.coverage)
    }

    @Test("works and hazardous waste leave when there is some: their other months are not missing")
    func occasional() throws {
        let ledger = try ledger(
            ["2024-01-10;BATT;5;A;;"] + (1...12).map { String(format: "2024-%02d-10;OM;50;A;;", $0) })
        let rate = try #require(
            try ledger.atlas.wasteRates(year: 2024).columns.first { $0.rate.definition.id == "gri-306" }
        ).rate
        #expect(rate.coverage == 1 && rate.generated == 605_000)
    }

    @Test("missing months of household waste raise the share at most, those of the rest lower it at least")
    func missingHouseholdMonths() throws {
        // OM 50 in November, December missing: up to 50 more. PAPER 50 in both months: 100.
        let ledger = try ledger(["2024-11-05;OM;50;A;;", "2024-11-06;PAPER;50;A;;", "2024-12-06;PAPER;50;A;;"])
        let figure = try ledger.standing(Self.share, on: Self.day).figure
        // November alone is whole: 50/100; least 49.5/(49.5 + 101); most (50.5 + 50)/(50.5 + 50 + 99).
        expect(figure.estimate, is: 0.5, from: 49.5 / 150.5, to: 100.5 / 199.5)
        #expect(figure.coverage == 0.75)
    }

    @Test(
        "what breaks the promise when nothing is proven: strictly, and if energy recovery were accepted",
        arguments: [
            // value, lower and upper of 100 kg A: strict, then energy accepted. What is declared better than it is proven
            // counts, and may turn out not to: its least is nothing.
            ("INCIN", [100, 99, 101], [100, 99, 101]), ("LANDFILL", [100, 99, 101], [100, 99, 101]),
            ("ENERGY", [100, 99, 101], [100, 0, 101]), ("UNKNOWN", [100, 99, 101], [100, 99, 101]),
            ("", [100, 99, 101], [100, 99, 101]), ("SORTING", [100, 0, 101], [100, 0, 101]),
            ("RECYCLE", [100, 0, 101], [100, 0, 101]), ("REUSE_EXT", [100, 0, 101], [100, 0, 101]),
            // What is composted on the campus is proven by its own weighing.
            ("COMPOST_ON", [0, 0, 0], [0, 0, 0]),
        ] as [(String, [Double], [Double])])
    func destinations(code: String, strict: [Double], accepted: [Double]) throws {
        let figure = try ledger(["2024-12-15;OM;100;A;\(code);"]).standing(Self.disposed, on: Self.day).figure
        expect(figure.estimate, is: strict[0], from: strict[1], to: strict[2])
        expect(
            figure.companion("waste.household_disposed_energy_accepted"), is: accepted[0], from: accepted[1],
            to: accepted[2])
    }

    @Test(
        "what breaks the promise once proven by the routes of a facility",
        arguments: [
            // The routes, whether the plant reached R1 that year, the destination declared; of 100 kg A.
            (["RECYCLE"], true, "RECYCLE", [0, 0, 0], [0, 0, 0]),
            (["ENERGY"], true, "ENERGY", [100, 99, 101], [0, 0, 0]),
            // Without R1 that year, what burns is disposed of.
            (["ENERGY"], false, "ENERGY", [100, 99, 101], [100, 99, 101]),
            // 60 recycled, 30 burnt with R1; of the 10 that the routes leave, nothing is known: they may be nothing.
            (["RECYCLE 60%", "ENERGY 30%"], true, "SORTING", [40, 29.7, 40.4], [10, 0, 10.1]),
            // The routes prove for 60 what was declared of 100, and landfill for the rest.
            (["RECYCLE 60%", "LANDFILL 40%"], true, "RECYCLE", [40, 39.6, 40.4], [40, 39.6, 40.4]),
            // Nothing declared: the routes say it; the rest is of no one's saying.
            (["RECYCLE 60%"], true, "", [40, 39.6, 40.4], [40, 39.6, 40.4]),
            // Proof of something else than what was declared is no proof.
            (["RECYCLE"], true, "BACKFILL", [100, 0, 101], [100, 0, 101]),
        ] as [([String], Bool, String, [Double], [Double])])
    func proven(routes: [String], isRecovery: Bool, declared: String, strict: [Double], accepted: [Double]) throws {
        let ledger = try Ledger()
        try ledger.atlas.add(Facility(name: "Usine"))
        try ledger.atlas.record(
            FacilityRoutes(
                of: "OM", at: "Usine", from: #require(CalendarDate(iso: "2024-01-01")),
                shares: routes.map { try FacilityRoutes.Share(typed: $0) }, evidence: .certificate))
        try ledger.atlas.record(EnergyPerformance(of: "Usine", year: 2024, value: isRecovery ? 0.7 : 0.5))
        _ = try ledger.weighings(
            "date;flux;masse;methode;destination;installation\n2024-12-15;OM;100;A;\(declared);Usine\n",
            set: ["unit": "kg"])
        let figure = try ledger.standing(Self.disposed, on: Self.day).figure
        expect(figure.estimate, is: strict[0], from: strict[1], to: strict[2])
        expect(
            figure.companion("waste.household_disposed_energy_accepted"), is: accepted[0], from: accepted[1],
            to: accepted[2])
    }

    @Test("other streams break no promise about household waste")
    func otherStreams() throws {
        let ledger = try ledger(["2024-12-15;OM;100;A;COMPOST_ON;", "2024-12-15;BULKY;900;A;LANDFILL;"])
        expect(try ledger.estimate(Self.disposed, on: Self.day), is: 0, from: 0, to: 0)
    }

    @Test("what was avoided or used again is no waste, and enters no figure", arguments: ["AVOIDED", "REUSE_INT"])
    func notWaste(code: String) throws {
        let ledger = try ledger([
            "2024-12-15;OM;100;A;INCIN;", "2024-12-16;OM;700;A;\(code);", "2024-12-16;PAPER;300;A;\(code);",
        ])
        expect(try ledger.estimate(Self.disposed, on: Self.day), is: 100, from: 99, to: 101)
        expect(try ledger.estimate(Self.share, on: Self.day), is: 1, from: 1, to: 1)
        let rows = try ledger.atlas.explain(Self.disposed, on: #require(CalendarDate(iso: Self.day))).rows
        #expect(rows.map(\.amount) == [100])
    }

    @Test("household waste that was never weighed is neither zero nor known", arguments: [share, disposed])
    func neverWeighed(id: String) throws {
        for rows in [["2024-12-15;GLASS;100;A;RECYCLE;"], ["2023-01-15;OM;100;A;INCIN;", "2024-12-15;GLASS;100;A;;"]] {
            let standing = try ledger(rows).standing(id, on: Self.day)
            #expect(standing.figure.estimate == nil && standing.verdict == .unknown)
            #expect(try #require(standing.figure.note).en.hasPrefix("No weighing of household waste"))
        }
        #expect(try Ledger().standing(id, on: Self.day).verdict == .unknown)
    }

    @Test("each campus has its own figure, and all of them the sum, those of no campus included")
    func perimeters() throws {
        let ledger = try ledger([
            "2024-12-15;OM;100;A;INCIN;\(Ledger.west)", "2024-12-15;PAPER;300;A;;\(Ledger.west)",
            "2024-12-15;OM;50;A;COMPOST_ON;\(Ledger.east)", "2024-12-15;OM;7;A;INCIN;",
        ])
        expect(try ledger.estimate(Self.disposed, on: Self.day, campus: Ledger.west), is: 100, from: 99, to: 101)
        expect(try ledger.estimate(Self.disposed, on: Self.day, campus: Ledger.east), is: 0, from: 0, to: 0)
        expect(try ledger.estimate(Self.disposed, on: Self.day), is: 107, from: 105.93, to: 108.07)
        expect(
            try ledger.estimate(Self.share, on: Self.day, campus: Ledger.west), is: 0.25, from: 99.0 / 402,
            to: 101.0 / 398)
    }

    @Test("a month that one campus lacks is missing there, though another campus has it")
    func missingMonthsOfACampus() throws {
        let ledger = try ledger([
            "2024-11-15;OM;100;A;INCIN;\(Ledger.west)", "2024-12-15;OM;80;A;INCIN;\(Ledger.west)",
            "2024-11-15;OM;10;A;INCIN;\(Ledger.east)",
        ])
        #expect(try ledger.standing(Self.disposed, on: Self.day, campus: Ledger.west).figure.coverage == 1)
        #expect(try ledger.standing(Self.disposed, on: Self.day, campus: Ledger.east).figure.coverage == 0.5)
        // 190 A [188.1, 191.9], and 10 more in the east.
        expect(try ledger.estimate(Self.disposed, on: Self.day), is: 190, from: 188.1, to: 201.9)
    }

    @Test(
        "a figure is of the last twelve whole months, those of the day itself when it ends a month",
        arguments: [
            ("2024-12-31", "2024-01-01", "2024-12-31"), ("2024-12-30", "2023-12-01", "2024-11-30"),
            ("2025-01-01", "2024-01-01", "2024-12-31"), ("2025-01-31", "2024-02-01", "2025-01-31"),
            ("2025-01-30", "2024-01-01", "2024-12-31"), ("2024-02-29", "2023-03-01", "2024-02-29"),
            ("2024-02-28", "2023-02-01", "2024-01-31"), ("2023-02-28", "2022-03-01", "2023-02-28"),
            ("2024-11-30", "2023-12-01", "2024-11-30"), ("2024-12-01", "2023-12-01", "2024-11-30"),
        ])
    func lastTwelveMonths(day: String, first: String, last: String) throws {
        let period = try #require(CalendarDate(iso: day)).lastTwelveMonths
        #expect("\(period.first)" == first && "\(period.last)" == last)
    }

    @Test("weighings outside the period are left out, those of its first and last day are in")
    func period() throws {
        let ledger = try ledger([
            "2023-12-31;OM;1;A;INCIN;", "2024-01-01;OM;10;A;INCIN;", "2024-12-31;OM;100;A;INCIN;",
            "2025-01-01;OM;1000;A;INCIN;",
        ])
        let figure = try ledger.standing(Self.disposed, on: "2025-01-15").figure
        #expect(figure.estimate?.value == 110)
        #expect(figure.from?.description == "2024-01-01" && figure.on.description == "2024-12-31")
        // Ten months of 2024 are missing; none can have weighed more than 100, for what came later is not known yet.
        #expect(try abs(#require(figure.estimate).upper - (110 * 1.01 + 10 * 100)) < 1e-9)
    }

    @Test("the explanation lists the weighings behind the figure and what each counts for")
    func explanation() throws {
        let ledger = try ledger([
            "2024-12-01;OM;100;A;INCIN;", "2024-12-02;OM;20;A;SORTING;", "2024-12-03;OM;3;A;RECYCLE;",
            "2024-12-04;OM;4;A;COMPOST_ON;", "2024-12-05;PAPER;7;A;;",
        ])
        let day = try #require(CalendarDate(iso: Self.day))
        let disposed = try ledger.atlas.explain(Self.disposed, on: day).rows
        #expect(
            disposed.map(\.role.en) == ["counted", "counted, to be proven", "counted, to be proven", "not counted"])
        #expect(disposed.map(\.amount) == [100, 20, 3, 4])
        #expect(disposed[2].label == "2024-12-03 · OM · UNKNOWN (RECYCLE)")
        let share = try ledger.atlas.explain(Self.share, on: day).rows
        #expect(share.map(\.role.en) == Array(repeating: "household waste", count: 4) + ["other waste"])
    }

    @Test("a figure counts of an interval the days that are in its months")
    func intervals() throws {
        // 27 December 2024 to 5 January 2025: 10 days, 5 of them in 2024. December is known by it, were it weighed later.
        let ledger = try Ledger()
        try ledger.weigh("OM", 10_000, on: "2025-01-05", from: "2024-12-27", destination: "LANDFILL")
        let figure = try ledger.standing(Self.disposed, on: Self.day).figure
        expect(figure.estimate, is: 5, from: 4.95, to: 5.05)
        #expect(figure.coverage == 1)
        #expect(
            try ledger.atlas.explain(Self.disposed, on: #require(CalendarDate(iso: Self.day))).rows.map(\.amount) == [5]
        )
    }

    @Test("a mixed load adds to household waste what its key says, and a refused one what it was downgraded to")
    func splitAndRefused() throws {
        let ledger = try Ledger()
        try ledger.atlas.record(
            SplitKey(
                of: "MIXREC", from: #require(CalendarDate(iso: "2024-01-01")),
                parts: [SplitKey.Part(typed: "PAPER 90%"), SplitKey.Part(typed: "OM 10%")], source: "audit"))
        let load = try ledger.weigh("MIXREC", 100_000, on: "2024-12-10")
        try ledger.atlas.refuse(
            Refusal(
                of: load, mass: "30 kg", on: #require(CalendarDate(iso: "2024-12-11")), to: "LANDFILL", stream: "OM",
                reason: "souillé"))
        // 30 kg downgraded, and 10 % of the 70 left: 37 of 100.
        let figure = try ledger.standing(Self.share, on: Self.day).figure
        #expect(figure.estimate?.value == 0.37)
        #expect(try ledger.estimate(Self.disposed, on: Self.day)?.value == 37)
    }
}
