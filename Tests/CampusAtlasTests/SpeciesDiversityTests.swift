import CampusAtlas
import Foundation
import Testing

/// From the rows of the atlas to samples: which records count, where, and what is said of the others.
@Suite struct SpeciesDiversityTests {
    /// Two campuses of 0.01°, and in the western one a parcel of about 8 m by 11 m and one of about 80 m by 111 m.
    private func ledger() throws -> Ledger {
        let ledger = try Ledger(campuses: true)
        func square(_ name: String, _ x: Double, _ y: Double, _ side: Double) -> String {
            let ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
                .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            return "\(name);\"POLYGON ((\(ring)))\"\n"
        }
        let text =
            "reference;geometry_wkt\n" + square("AB 1", 4.0850, 44.1350, 0.0001)
            + square("AB 2", 4.0860, 44.1350, 0.001)
        var options = ImportOptions()
        options.crs = "EPSG:4326"
        _ = try ledger.atlas.importParcels(
            from: ledger.folder.file("parcels.csv", text), options: options)
        return ledger
    }

    private let header =
        "scientific_name;event_date;individual_count;longitude;latitude;coordinate_uncertainty_in_meters;"
        + "occurrence_status;degree_of_establishment;taxon_rank\n"

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    @Test("each record has one fate, and the fates add up to all the observations")
    func fates() throws {
        let ledger = try ledger()
        let large = "4.0865;44.1355"
        let small = "4.08505;44.13505"
        let report = try ledger.observations(
            header
                + """
                Erithacus rubecula;2025-05-01;3;\(large);10;present;;
                Erithacus rubecula;2025-05-02;;\(large);;present;;
                Turdus merula;2025-05-02;2;\(large);200;present;;
                Turdus merula;2025-05-03;2;\(small);20;present;;
                Turdus merula;2025-05-03;1;\(small);3;present;;
                Parus major;2025-05-03;1;4.2;44.2;5;present;;
                Parus major;2025-05-04;;;;;present;;
                Parus major;2025-05-04;;\(large);5;absent;;
                Parus major;;4;\(large);5;present;;
                Quercus ilex;2025-05-04;1;\(large);5;present;cultivated;
                Turdus;2025-05-04;1;\(large);5;present;;GENUS
                Bombus;2025-05-04;1;\(large);5;present;;

                """)
        #expect(report.refused == 0 && report.accepted == 12)
        let day = try day("2026-01-01")
        let parcels = try ledger.atlas.speciesDiversity(by: .parcel, on: day)
        #expect(
            parcels.fates == [
                .used: 4, .tooUncertain: 2, .elsewhere: 1, .withoutPlace: 1, .absent: 1, .cultivated: 1,
                .aboveSpecies: 2,
            ])
        #expect(parcels.fates.values.reduce(0, +) == 12)
        let (first, second) = (try #require(parcels.groups.first), try #require(parcels.groups.last))
        #expect(first.name == "AB 1" && first.sample.individuals == 1 && first.records == 1)
        // Three robins, one without a count, and four tits of which the day is not known.
        #expect(second.name == "AB 2" && second.sample.counts.values.sorted() == [4, 4])
        #expect(second.records == 3 && second.recordsWithoutCount == 1 && second.recordsWithoutUncertainty == 1)
        let planted = try ledger.atlas.speciesDiversity(by: .parcel, on: day, withCultivated: true)
        #expect(planted.fates[.used] == 5 && planted.groups.last?.sample.richness == 3)
        // 200 m of uncertainty is less than the campus is wide.
        let campuses = try ledger.atlas.speciesDiversity(by: .campus, on: day)
        #expect(campuses.groups.map(\.name) == [Ledger.west] && campuses.emptyPlaces == [Ledger.east])
        #expect(campuses.fates[.used] == 6 && campuses.fates[.tooUncertain] == nil)
        let years = try ledger.atlas.speciesDiversity(by: .year, on: day)
        #expect(years.groups.map(\.name) == ["2025"] && years.fates[.undated] == 1 && years.fates[.used] == 7)
        let other = try ledger.atlas.speciesDiversity(by: .campus, on: day, year: 2024)
        #expect(other.groups.isEmpty && other.fates[.outsidePeriod] == 7 && other.fates[.undated] == 1)
    }

    @Test("a record whose dates span two years is in neither; names of one species are one species")
    func yearsAndNames() throws {
        let ledger = try Ledger()
        _ = try ledger.observations(
            """
            scientific_name;event_date;individual_count
            Erithacus rubecula;2024-12-30/2025-01-02;1
            Erithacus rubecula;2025-02-01;1
            Erithacus rubecula (Linnaeus, 1758);2025-02-02;1
            ERITHACUS RUBECULA;2024-02-02;2

            """)
        let report = try ledger.atlas.speciesDiversity(by: .year, on: day("2026-01-01"))
        #expect(report.fates == [.used: 3, .outsidePeriod: 1])
        #expect(report.groups.map(\.sample.richness) == [1, 1])
        #expect(Set(report.groups.flatMap(\.sample.counts.keys)).count == 1)
    }

    @Test("groups are brought to one coverage, and one that cannot reach it says how far it goes")
    func commonCoverage() throws {
        let ledger = try Ledger()
        // "mixed" of the oracle in 2024, five singletons in 2025.
        let mixed = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]
        func epithet(_ rank: Int) -> String { "species" + String(UnicodeScalar(UInt8(97 + rank))) }
        let rows =
            mixed.enumerated().map { "Genus \(epithet($0));2024-05-01;\($1)" }
            + (0..<5).map { "Genus \(epithet($0));2025-05-01;1" }
        _ = try ledger.observations(
            "scientific_name;event_date;individual_count\n" + rows.joined(separator: "\n") + "\n")
        let report = try ledger.atlas.speciesDiversity(by: .year, on: day("2026-01-01"), coverage: 0.9)
        let (many, few) = (try #require(report.groups.first), try #require(report.groups.last))
        // iNEXT 3.0.2, estimateD(x, base="coverage", level=0.9): 14.67, 9.60, 6.96 (oracle_diversity.json, "mixed").
        for (order, expected) in [(HillOrder.richness, 14.67451), (.shannon, 9.59693), (.simpson, 6.95575)] {
            let number = try #require(many.standardised?.hillNumbers[order])
            #expect(abs(number.value - expected) < 2e-3 && number.lower < expected && expected < number.upper)
        }
        // iNEXT_SC_m10 of "one_each": twice its size reaches 50.7 %.
        #expect(few.standardised == nil && agree(few.farthestCoverage, 0.506729815727428))
        #expect(few.sample.chao1().value == 13)
        let free = try ledger.atlas.speciesDiversity(by: .year, on: day("2026-01-01"))
        #expect(agree(free.coverage, 0.506729815727428) && free.groups.allSatisfy { $0.standardised != nil })
        #expect(throws: DiversityError.coverageOutOfRange(1)) {
            try ledger.atlas.speciesDiversity(by: .year, on: day("2026-01-01"), coverage: 1)
        }
        #expect(throws: DiversityError.noPlace(Bilingual(fr: "parcelle", en: "parcel"))) {
            try ledger.atlas.speciesDiversity(by: .parcel, on: day("2026-01-01"))
        }
    }

    @Test("before and after, a protocol's visits count with their zeros, an incomplete one does not")
    func indicatorsBeforeAfter() throws {
        let ledger = try ledger()
        let parcels = try ledger.atlas.parcels(on: day("2025-07-01"))
        func visit(_ parcel: String, _ on: String, _ counts: [(String, Int)], complete: Bool? = nil) throws {
            var visit = VisitDetails("propage", site: "", on: try day(on))
            visit.minutes = 10
            visit.isTargetListComplete = complete
            try ledger.atlas.add(visit, counts: counts.compactMap { TaxonCount($0.0, $0.1) }, parcel: parcel)
        }
        // Individuals per visit: works 2, 0, 4 then 6, 6, 6; controls 2, 2, 2 then 2, 0, 1. Species: works 1, 0, 2 then
        // 1, 1, 1; controls 1, 1, 1 then 1, 0, 1.
        try visit("AB 2", "2024-06-10", [("Pieris brassicae", 2)])
        try visit("AB 2", "2024-07-10", [])
        try visit("AB 2", "2024-08-10", [("Pieris brassicae", 3), ("Aglais io", 1)])
        for month in 6...8 {
            try visit("AB 2", "2026-0\(month)-10", [("Pieris brassicae", 6)])
            try visit("AB 1", "2024-0\(month)-10", [("Pieris brassicae", 2)])
        }
        try visit("AB 1", "2026-06-10", [("Pieris brassicae", 2)])
        try visit("AB 1", "2026-07-10", [])
        try visit("AB 1", "2026-08-10", [("Pieris brassicae", 1)])
        try visit("AB 1", "2026-08-20", [("Pieris brassicae", 90)], complete: false)
        let report = try ledger.atlas.beforeAfter(
            impact: try #require(parcels.first { $0.name == "AB 2" }).outline, on: day("2025-07-01"),
            controls: [try #require(parcels.first { $0.name == "AB 1" })])
        let propage = try #require(report.indicators.first)
        #expect(report.indicators.count == 1 && propage.protocolCode == "propage")
        #expect(propage.visits.impactAfter == 3 && propage.visits.controlAfter == 3)
        guard case .estimate(let individuals) = propage.individuals, case .estimate(let species) = propage.species
        else {
            Issue.record("no estimate")
            return
        }
        // R 4.2.2: d <- data.frame(n = c(2,0,4,6,6,6,2,2,2,2,0,1), i = rep(1:0, each = 6), a = rep(c(0,1), 2, each = 3));
        // glm(n ~ i * a, quasipoisson, d) has a dispersion of 0.75, held to 1: i:a of glm(n ~ i * a, poisson, d).
        #expect(agree(individuals.value, 1.7917594692280541) && agree(individuals.standardError, 0.84983658559844488))
        // The same of n = c(1,0,2,1,1,1,1,1,1,1,0,1).
        #expect(agree(species.value, 0.40546510810816377) && agree(species.standardError, 1.2247448713915281))
    }

    @Test("before and after: cells by place and day, the record that straddles the day in none")
    func beforeAfter() throws {
        let ledger = try ledger()
        let parcels = try ledger.atlas.parcels(on: day("2025-07-01"))
        let impact = try #require(parcels.first { $0.name == "AB 2" }).outline
        let control = try #require(parcels.first { $0.name == "AB 1" })
        let (there, elsewhere) = ("4.0865;44.1355", "4.08505;44.13505")
        var rows = "scientific_name;event_date;individual_count;longitude;latitude\n"
        for month in 1...4 {
            rows += "Turdus merula;2025-0\(month)-01;4;\(there)\nParus major;2025-0\(month)-01;2;\(there)\n"
            rows += "Turdus merula;2025-0\(month)-01;4;\(elsewhere)\nParus major;2025-0\(month)-01;2;\(elsewhere)\n"
            rows += "Turdus merula;2026-0\(month)-01;8;\(there)\nParus major;2026-0\(month)-01;4;\(there)\n"
            rows += "Turdus merula;2026-0\(month)-01;4;\(elsewhere)\nParus major;2026-0\(month)-01;2;\(elsewhere)\n"
        }
        rows += "Turdus merula;2025-06-30/2025-07-02;9;\(there)\nTurdus merula;2019-01-01;9;\(there)\n"
        _ = try ledger.observations(rows)
        let report = try ledger.atlas.beforeAfter(impact: impact, on: day("2025-07-01"), controls: [control])
        #expect(report.visits == BeforeAfterControl(impactBefore: 4, impactAfter: 4, controlBefore: 4, controlAfter: 4))
        #expect(
            report.samples.map(\.individuals)
                == BeforeAfterControl(
                    impactBefore: 24, impactAfter: 48, controlBefore: 24, controlAfter: 24))
        #expect(report.fates == [.used: 32, .outsidePeriod: 2])
        // The impact doubled, the control did not: ln 2, with the Poisson error √(1/24 + 1/48 + 1/24 + 1/24).
        guard case .estimate(let counts) = report.counts, case .estimate(let richness) = report.richness else {
            Issue.record("no estimate")
            return
        }
        #expect(agree(counts.value, log(2)) && agree(counts.standardError, 0.38188130791298669))
        #expect(agree(richness.value, 0) && report.richness.mayBeChance == true)
        #expect(throws: DiversityError.controlInFootprint("AB 2")) {
            try ledger.atlas.beforeAfter(impact: impact, on: day("2025-07-01"), controls: parcels)
        }
        #expect(report.indicators.isEmpty)
        let late = try ledger.atlas.beforeAfter(impact: impact, on: day("2026-03-15"), controls: [control])
        guard case .tooFewVisits(let visits) = late.richness else {
            Issue.record("visits were not counted")
            return
        }
        #expect(visits.impactAfter == 1 && visits.controlAfter == 1)
    }
}
