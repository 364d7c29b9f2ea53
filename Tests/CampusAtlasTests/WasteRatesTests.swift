import CampusAtlas
import Foundation
import Testing

/// The six definitions, on one year added up by hand. Masses in kg; each is weighed once, in December 2024, by method A.
///
///     PAPER → RECYCLE 10,000        OM → ENERGY 20,000         MINERAL → RECYCLE 30,000 (LoW 17 01 07, works)
///     MIXREC → SORTING 8,000, of    OM → LANDFILL 4,000        BATT → RECYCLE 200 (LoW 20 01 33*, hazardous)
///       which RECYCLE 5,000 and     OM → (nothing said) 1,000  HAZ_CHEM → HAZ_TREAT 300 (LoW 16 05 06*, hazardous)
///       ENERGY 3,000                GREEN → SPREAD 2,000       WOOD → BACKFILL 1,000
///     FOOD → COMPOST_ON 5,000       TEXTILE → REUSE_EXT 500
///
/// CORE: 10,000 + 8,000 + 5,000 + 25,000 + 2,000 + 1,000 + 500 = 51,500. MUNICIPAL: CORE + BATT = 51,700.
/// All without works: CORE + BATT + HAZ_CHEM = 52,000. All: 82,000.
@Suite struct WasteRatesTests {
    private static let year = [
        "PAPER;10000;A;RECYCLE", "MIXREC;8000;A;SORTING", "FOOD;5000;A;COMPOST_ON", "GREEN;2000;A;SPREAD",
        "WOOD;1000;A;BACKFILL", "TEXTILE;500;A;REUSE_EXT", "OM;20000;A;ENERGY", "OM;4000;A;LANDFILL",
        "MINERAL;30000;A;RECYCLE", "BATT;200;A;RECYCLE", "HAZ_CHEM;300;A;HAZ_TREAT",
    ]
    private static let unsaid = "OM;1000;A;"

    private func ground(_ rows: [String] = year + [unsaid], sorted energy: Int = 375_000) throws -> WasteGround {
        let ground = try WasteGround()
        try ground.route("Tri", stream: "MIXREC", to: "RECYCLE", share: 1_000_000 - energy)
        try ground.route("Tri", stream: "MIXREC", to: "ENERGY", share: energy, next: "UVE")
        try ground.weigh(rows.map { "2024-12-15;\($0);" })
        return ground
    }

    private func expect(_ rate: DefinedRate, _ counted: Int64, _ generated: Int64) {
        #expect(rate.counted == counted * 1000 && rate.generated == generated * 1000)
    }

    @Test("EU 2019/1004: measured at the entry of recycling, rejects deducted; art. 4(4), composted at source counts")
    func europeanUnion() throws {
        let ground = try ground()
        // Recycled in the Union's sense: PAPER 10,000 + MIXREC sorted 5,000 + FOOD composted at source 5,000 + GREEN 2,000
        // + TEXTILE prepared for reuse 500 + BATT 200 = 22,700; backfilling (WOOD) and burning are not. No reject is known
        // of PAPER, GREEN and BATT: 12,200.
        var rate = try ground.rate("eu-2019-1004")
        expect(rate, 22_700, 51_700)
        #expect(rate.withoutReject == 12_200_000 && rate.countedLabel.en == "collected for recycling")
        // 8 % of PAPER is rejected: 22,700 − 800.
        try ground.audit("PAPER", on: "2024-06-01", sample: 50_000, nonTarget: 4_000, .entry)
        rate = try ground.rate("eu-2019-1004")
        expect(rate, 21_900, 51_700)
        #expect(rate.withoutReject == 2_200_000 && !rate.isMeasuredAtEntry)
        // GREEN and BATT: none.
        try ground.audit("GREEN", on: "2024-06-01", sample: 50_000, nonTarget: 0, .entry)
        try ground.audit("BATT", on: "2024-06-01", sample: 50_000, nonTarget: 0, .entry)
        rate = try ground.rate("eu-2019-1004")
        expect(rate, 21_900, 51_700)
        #expect(rate.isMeasuredAtEntry && rate.countedLabel.en == "recycled")
        // COMPOST_ON is in both: without it 16,900 of 46,700.
        let food = try #require(rate.lines.first { $0.key.stream == "FOOD" })
        #expect(food.counted == 5_000_000 && food.generated == 5_000_000)
    }

    @Test("TRUE: diverted from landfill and every incineration, over CORE")
    func zeroWaste() throws {
        // 10,000 + 5,000 + 5,000 + 2,000 + 1,000 + 500 = 23,500 of 51,500: neither the 3,000 burnt after sorting nor OM.
        let rate = try ground().rate("true")
        expect(rate, 23_500, 51_500)
        #expect(rate.unproven == 1_000_000 && rate.measured == 1 && rate.coverage == 1)
        // The rest is 28,000, of which 1,000 might have been diverted, for all that is known.
        let estimate = try #require(rate.estimate)
        #expect(abs(estimate.value - 23_500.0 / 51_500) < 1e-12)
        #expect(abs(estimate.lower - 23_265.0 / (23_265 + 28_280)) < 1e-12)
        #expect(abs(estimate.upper - 24_745.0 / (24_745 + 26_730)) < 1e-12)
    }

    @Test("STARS 2.2 OP-18: what was burnt after sorting counts, up to 10 % of what is generated")
    func stars() throws {
        // 23,500 + 3,000, below 5,150.
        try expect(ground().rate("stars-2.2-op-18"), 26_500, 51_500)
        // Sorting 16,000 with half burnt: CORE 59,500, of which 5,950 of the 8,000 count; 18,500 + 8,000 + 5,950.
        let more = try ground(Self.year + [Self.unsaid, "MIXREC;8000;B;SORTING"], sorted: 500_000)
            .rate("stars-2.2-op-18")
        expect(more, 32_450, 59_500)
        #expect(more.lines.last?.counted == -2_050_000 && more.lines.last?.key.stream == nil)
    }

    @Test("HESA: recycled, composted and digested over all but works; null as soon as one thing is unknown")
    func hesa() throws {
        // PAPER 10,000 + MIXREC 5,000 + BATT 200 + FOOD 5,000 = 20,200 of 52,000.
        let ground = try ground()
        let rate = try ground.rate("hesa-emr")
        expect(rate, 20_200, 52_000)
        #expect(rate.estimate == nil)
        let table = try ground.rates().hesa
        #expect(table.last?.nonHazardous == nil && table.last?.hazardous == nil)
        #expect(table[0].label.en == "recycled" && table[0].nonHazardous == 15_000_000 && table[0].hazardous == 200_000)
        #expect(table[1].label.en == "incineration" && table[1].nonHazardous == nil)
    }

    @Test("HESA: with all known, the rate and the totals are computed, and what was not weighed is zero")
    func hesaComplete() throws {
        // Without the thousand of which nothing is said: 20,200 of 51,000.
        let ground = try ground(Self.year)
        let rate = try ground.rate("hesa-emr")
        expect(rate, 20_200, 51_000)
        #expect(abs(try #require(rate.estimate).value - 20_200.0 / 51_000) < 1e-12)
        let table = try ground.rates().hesa
        #expect(table[1].nonHazardous == 0)
        // 51,000 − 200 − 300.
        #expect(table.last?.nonHazardous == 50_500_000 && table.last?.hazardous == 500_000)
    }

    @Test("GRI 306: diverted (306-4) over generated (306-3), hazardous in; burning with energy is a disposal (306-5)")
    func gri() throws {
        // 23,500 + MINERAL 30,000 + BATT 200 = 53,700 of 82,000.
        let ground = try ground()
        try expect(ground.rate("gri-306"), 53_700, 82_000)
        let table = try ground.rates().gri
        func row(_ label: String) throws -> WasteRates.TableRow {
            let row = table.first { $0.label.en == label }
            return try #require(row)
        }
        #expect(try row("generated, total").nonHazardous == 81_500_000)
        #expect(try row("generated, total").hazardous == 500_000)
        #expect(try row("recycling, onsite").nonHazardous == 5_000_000)
        #expect(try row("recycling, offsite").nonHazardous == 45_000_000)
        #expect(try row("recycling, offsite").hazardous == 200_000)
        #expect(try row("other recovery operations").nonHazardous == 3_000_000)
        let energy = try row("incineration with energy recovery")
        #expect(energy.disclosure == "306-5" && energy.nonHazardous == 23_000_000)
        #expect(try row("unproven destination").nonHazardous == 1_000_000)
        for disclosure in ["306-3", "306-4", "306-5"] {
            let rows = table.filter { $0.disclosure == disclosure && $0.label.en != "generated, total" }
            let sum = rows.reduce(0) { $0 + ($1.hazardous ?? 0) + ($1.nonHazardous ?? 0) }
            #expect(sum == ["306-3": 82_000_000, "306-4": 53_700_000, "306-5": 28_300_000][disclosure])
        }
        // Declared burning and landfill are believed without proof, and of a thousand nothing is known: 4,000 + 1,000.
        #expect(try ground.rates().evidence.first { $0.kind == nil }?.grams == 5_000_000)
    }

    @Test("the school's own: household waste over CORE, whatever rubble comes beside it")
    func school() throws {
        let ground = try ground()
        try expect(ground.rate("school-om-share"), 25_000, 51_500)
        try ground.weigh(["2024-12-16;MINERAL;600000;A;RECYCLE;"])
        try expect(ground.rate("school-om-share"), 25_000, 51_500)
        #expect(WastePerimeter.allCases.allSatisfy { $0.rawValue != "ALL_NH" })
    }

    @Test("beside the share: kg per user, burnt or landfilled strictly and energy accepted, and the way to zero")
    func schoolCompanions() throws {
        let ground = try ground()
        try ground.weigh(["2023-12-15;OM;50000;A;INCIN;"])
        // (100 + 0 + 0) + 0.75 × ((1000 − 100) + (100 − 0) − 0) = 850.
        try ground.atlas.set(
            WasteDenominator(
                year: 2024,
                users: CampusUsers(
                    residentStudents: 100, residentStaff: 0, residentOthers: 0, students: 1000, staff: 100, distant: 0),
                floorArea: 20_000, source: "essai"))
        let columns = try ground.rates(base: 2023).columns
        func companion(_ id: String) throws -> Double {
            let companion = try #require(columns.flatMap(\.companions).first { $0.id == id })
            return try #require(companion.estimate).value
        }
        #expect(try companion("waste.household_mass_per_user") == 25_000.0 / 850)
        #expect(try companion("waste.core_mass_per_user") == 51_500.0 / 850)
        #expect(try companion("waste.household_disposed") == 25_000)
        #expect(try companion("waste.household_disposed_energy_accepted") == 5_000)
        // 1 − 25,000/50,000.
        #expect(try companion("waste.household_disposed_progress") == 0.5)
        // STARS 3.0 OP-12: per full-time equivalent (1,100) and per m².
        #expect(try companion("waste.stars_3_0_per_fte") == 51_500.0 / 1_100)
        #expect(try companion("waste.stars_3_0_per_m2") == 51_500.0 / 20_000)
    }

    @Test(
        "the lines that explain why two rates differ add up to the difference, to the gram, for each of fifteen pairs")
    func differences() throws {
        let ground = try ground()
        try ground.audit("PAPER", on: "2024-06-01", sample: 30_000, nonTarget: 2_000, .entry)
        let rates = try ground.rates()
        #expect(rates.differences.count == 15)
        for difference in rates.differences {
            let from = try #require(rates.columns.first { $0.rate.definition == difference.from }).rate
            let to = try #require(rates.columns.first { $0.rate.definition == difference.to }).rate
            #expect(difference.items.reduce(0) { $0 + $1.counted } == to.counted - from.counted)
            #expect(difference.items.reduce(0) { $0 + $1.generated } == to.generated - from.generated)
            for rate in [from, to] {
                #expect(rate.lines.reduce(0) { $0 + $1.counted } == rate.counted)
                #expect(rate.lines.reduce(0) { $0 + $1.generated } == rate.generated)
            }
        }
        // From EU to TRUE: BATT leaves the perimeter, the rejects of PAPER (1/15) come back, WOOD's backfilling counts.
        let items = try rates.difference(from: "eu-2019-1004", to: "true").items
        #expect(items.map { $0.key.stream } == ["BATT", "PAPER", "WOOD"])
        #expect(items.map(\.reason) == [.perimeter, .reject, .destination])
        #expect(items.map(\.counted) == [-200_000, 666_667, 1_000_000])
        #expect(items.map(\.generated) == [-200_000, 0, 0])
    }

    @Test(
        "TRUE is met at 90 % and at 10 % of contamination, and not established without an audit",
        arguments: [
            (900, 100, 10_000, "TRUE met"), (899, 101, 10_000, "less than 90 %"), (900, 100, 10_001, "PAPER 10 %"),
            (900, 100, nil, "never audited: PAPER"),
        ] as [(Int, Int, Int64?, String)])
    func zeroWasteVerdict(paper: Int, household: Int, nonTarget: Int64?, told: String) throws {
        let ground = try WasteGround()
        try ground.weigh(["2024-12-15;PAPER;\(paper);A;RECYCLE;", "2024-12-15;OM;\(household);A;LANDFILL;"])
        if let nonTarget { try ground.audit("PAPER", on: "2024-12-31", sample: 100_000, nonTarget: nonTarget) }
        let columns = try ground.rates().columns
        let notes = try #require(columns.first { $0.rate.definition.id == "true" }).notes
        #expect(notes.contains { $0.en.contains(told) })
    }

    @Test("an audit holds from its day until the next of its stream, on its campus or on all")
    func audits() throws {
        let ground = try WasteGround()
        try ground.weigh([
            "2024-03-15;PAPER;1000;A;RECYCLE;Ouest", "2024-08-15;PAPER;1000;A;RECYCLE;Ouest",
            "2024-12-15;PAPER;1000;A;RECYCLE;Ouest", "2024-12-15;PAPER;1000;A;RECYCLE;Est",
        ])
        try ground.audit("PAPER", on: "2024-06-01", sample: 100, nonTarget: 10, .entry)
        try ground.audit("PAPER", on: "2024-10-01", sample: 100, nonTarget: 20, .entry, campus: "Ouest")
        try ground.audit("PAPER", on: "2024-11-01", sample: 100, nonTarget: 99)
        let rate = try ground.rate("eu-2019-1004")
        // March: none yet; August: 10 %; December: 20 % in the west, 10 % in the east.
        #expect(rate.counted == 1_000_000 + 900_000 + 800_000 + 900_000 && rate.withoutReject == 1_000_000)
    }

    @Test("a missing month withholds HESA, lowers the coverage and widens the rate the way the stream goes")
    func missingMonth() throws {
        // PAPER 100 in October and December: November is missing, and may have been 100 more recycled. OM 100 in December.
        let ground = try WasteGround()
        try ground.weigh([
            "2024-10-15;PAPER;100;A;RECYCLE;", "2024-12-15;PAPER;100;A;RECYCLE;", "2024-12-15;OM;100;A;LANDFILL;",
        ])
        let rate = try ground.rate("true")
        #expect(rate.coverage == 0.75)
        let estimate = try #require(rate.estimate)
        #expect(abs(estimate.lower - 198.0 / (198 + 101)) < 1e-12)
        #expect(abs(estimate.upper - 302.0 / (302 + 99)) < 1e-12)
        #expect(try ground.rate("hesa-emr").estimate == nil)
    }

    @Test("what was avoided or used again is in no rate, neither above nor below")
    func notWaste() throws {
        let ground = try ground()
        let before = try ground.rates().columns.map { [$0.rate.counted, $0.rate.generated] }
        try ground.weigh(["2024-12-15;BULKY;700;A;REUSE_INT;", "2024-12-15;PAPER;300;A;AVOIDED;"])
        #expect(try ground.rates().columns.map { [$0.rate.counted, $0.rate.generated] } == before)
    }

    @Test("a year without a weighing has no rate under any definition")
    func empty() throws {
        #expect(try WasteGround().rates(2019).columns.allSatisfy { $0.rate.estimate == nil && $0.rate.generated == 0 })
    }

    @Test("weighted campus users of STARS, and what cannot be")
    func users() throws {
        // STARS: (A + B + C) + 0.75 [(D − A) + (E − B) − F] with A 120, B 2, C 5, D 1450, E 160, F 40:
        // 127 + 0.75 × (1330 + 158 − 40) = 127 + 1086.
        let users = try CampusUsers(
            residentStudents: 120, residentStaff: 2, residentOthers: 5, students: 1450, staff: 160, distant: 40)
        #expect(users.weighted == 1213 && users.fullTimeEquivalents == 1610)
        #expect(throws: RatesError.usersDoNotAdd("A > D")) {
            try CampusUsers(residentStudents: 2, residentStaff: 0, residentOthers: 0, students: 1, staff: 0, distant: 0)
        }
        #expect(throws: RatesError.self) {
            try CampusUsers(residentStudents: 0, residentStaff: 0, residentOthers: 0, students: 1, staff: 1, distant: 3)
        }
    }

    @Test("what is recorded again takes the place of what was, the rest stays; the school is the sum of its campuses")
    func denominators() throws {
        let atlas = try WasteGround().atlas
        try atlas.set(WasteDenominator(year: 2024, campus: "Ouest", meals: 90_000, source: "a"))
        try atlas.set(WasteDenominator(year: 2024, campus: "Ouest", floorArea: 9000, source: "b"))
        try atlas.set(WasteDenominator(year: 2024, campus: "Ouest", meals: 91_000, source: "c"))
        let rows = try atlas.wasteDenominators()
        #expect(rows.count == 1 && rows[0].meals == 91_000 && rows[0].floorArea == 9000 && rows[0].source == "c")
        #expect(throws: RatesError.self) {
            try atlas.set(WasteDenominator(year: 2024, campus: "Nord", meals: 1, source: "a"))
        }
        #expect(throws: RatesError.missingSource) { try atlas.set(WasteDenominator(year: 2024, meals: 1, source: " ")) }
        #expect(throws: RatesError.nothingGiven) { try atlas.set(WasteDenominator(year: 2024, source: "a")) }
    }

    @Test(
        "the headline figure is told per weighted user once they are known, those of the year in which its months end")
    func perUser() throws {
        let ground = try WasteGround()
        try ground.weigh(["2024-12-15;OM;850;A;LANDFILL;Ouest", "2024-12-15;OM;150;A;LANDFILL;Est"])
        let day = try #require(CalendarDate(iso: "2024-12-31"))
        func perUser(_ campus: String?) throws -> Estimate? {
            let figure = try ground.atlas.explain("waste.household_share", on: day, campus: campus).standing.figure
            return figure.companions.first { $0.id == "waste.household_mass_per_user" }?.estimate
        }
        func record(_ year: Int, _ campus: String?, _ people: Double) throws {
            try ground.atlas.set(
                WasteDenominator(
                    year: year, campus: campus,
                    users: CampusUsers(
                        residentStudents: people, residentStaff: 0, residentOthers: 0, students: people, staff: 0,
                        distant: 0), source: "essai"))
        }
        try record(2023, nil, 1)
        try record(2024, "Ouest", 85)
        #expect(try perUser("Ouest")?.value == 10)
        #expect(try perUser("Est") == nil)
        #expect(try perUser(nil) == nil)
        // The school is the sum of its campuses, once each is known: 85 + 15.
        try record(2024, "Est", 15)
        #expect(try perUser(nil)?.value == 10)
        try record(2024, nil, 200)
        #expect(try perUser(nil)?.value == 5)
    }
}
