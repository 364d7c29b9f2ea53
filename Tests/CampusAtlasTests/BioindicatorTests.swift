import CampusAtlas
import Foundation
import Testing

/// The year's bioindicators: the minimum of the dossier's protocols, their scores, and what is never counted.
@Suite struct BioindicatorTests {
    private let ledger: Ledger

    init() throws { ledger = try Ledger(campuses: true) }

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    private func visit(
        _ code: String, _ text: String, site: String = "Pré", minutes: Int = 10, sample: Double? = nil,
        in place: String? = nil,
        _ counts: [String: Int] = [:]
    ) throws {
        var visit = VisitDetails(code, site: site, on: try day(text))
        (visit.minutes, visit.sampleSize, visit.startTime) = (minutes, sample, "10:00")
        visit.weather.isFavourable = true
        visit.position = try place.map { try ledger.atlas.position(typed: $0) }
        try ledger.atlas.add(visit, counts: counts.compactMap { TaxonCount($0.key, $0.value) })
    }

    private func indicator(_ code: String, _ year: Int = 2026) throws -> IndicatorYear {
        try #require(try ledger.atlas.bioindicators(in: year).first { $0.sheet.code == code })
    }

    private func load(_ files: [String: String]) throws {
        let folder = ledger.folder.url.appending(path: "ours/species/protocols")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try ledger.atlas.load(ReferenceLists(directory: ledger.folder.url.appending(path: "ours")), someOnly: true)
    }

    private func value(_ one: IndicatorYear, _ function: ScoreFunction) -> Double? {
        one.scores.first { $0.function == function }?.value
    }

    // MARK: Effort

    @Test(
        "Propage needs a visit in June, one in July and one in August: two of three, or three in June, are not enough")
    func propage() throws {
        try visit("propage", "2026-06-12")
        try visit("propage", "2026-07-12")
        try visit("propage", "2026-09-01")
        var one = try indicator("propage")
        #expect(!one.isActive && one.scores.isEmpty)
        #expect(one.sites.map(\.missingLabel.en) == ["1 visit missing from August 1 to August 31"])
        #expect(one.visits.map(\.standing) == [.counted(units: 1), .counted(units: 1), .outOfSeason])
        try visit("propage", "2026-06-20", site: "Talus")
        try visit("propage", "2026-06-01", site: "Talus")
        try visit("propage", "2026-06-30", site: "Talus")
        #expect(try !indicator("propage").isActive)
        try visit("propage", "2026-08-31", minutes: 9)
        #expect(try !indicator("propage").isActive)
        try visit("propage", "2026-08-30", minutes: 10)
        one = try indicator("propage")
        #expect(one.isActive && one.metSites.map(\.site) == ["Pré"])
        #expect(one.visits.contains { $0.standing == .tooShort(minutes: 9, needed: 10) })
        #expect(try !indicator("propage", 2025).isActive)
    }

    @Test("Florilèges needs ten quadrats from 1 June to 31 July, in one visit or several")
    func florileges() throws {
        try visit("florileges", "2026-06-01", sample: 9)
        try visit("florileges", "2026-05-31", site: "Talus", sample: 10)
        try visit("florileges", "2026-08-01", site: "Talus", sample: 10)
        var one = try indicator("florileges")
        #expect(!one.isEffortMet)
        #expect(one.sites.map(\.missingLabel.en) == ["1 × quadrat missing", "10 × quadrat missing"])
        try visit("florileges", "2026-07-31", sample: 1)
        one = try indicator("florileges")
        #expect(one.isActive && one.metSites.map(\.site) == ["Pré"])
    }

    @Test("STERF needs six visits at least 15 days apart; one that comes too soon does not count")
    func sterf() throws {
        for text in ["2026-04-01", "2026-04-15", "2026-04-16", "2026-05-01", "2026-05-16", "2026-05-31", "2026-06-15"] {
            try visit("sterf", text)
        }
        let one = try indicator("sterf")
        #expect(one.isActive && one.sites[0].counted.count == 6)
        #expect(try one.visits[1].standing == .tooSoon(after: day("2026-04-01"), days: 15))
    }

    @Test("a protocol that is not verified is shown with its effort, and never counted")
    func unverified() throws {
        for text in ["2026-06-01", "2026-06-02", "2026-06-03"] {
            try visit("spipoll", text, minutes: 20, ["Apis mellifera": 4, "Bombus terrestris": 1])
        }
        let one = try indicator("spipoll")
        #expect(one.isEffortMet && !one.isActive && !one.sheet.isVerified)
        #expect(value(one, .meanRichness) == 2)
        let figure = try ledger.standing("species.bioindicators", on: "2026-12-31").figure
        #expect(figure.estimate == Estimate(exactly: 0))
        #expect(try #require(figure.note).en.hasPrefix("1 protocol(s) whose rule is not verified"))
    }

    // MARK: Scores

    @Test("earthworms by m² are the total over the three plots; frequency is over ten quadrats, as is richness by m²")
    func perUnit() throws {
        try visit("opvt-moutarde", "2026-03-10", sample: 3, ["Lumbricus terrestris": 7, "Aporrectodea caliginosa": 5])
        #expect(value(try indicator("opvt-moutarde"), .densityPerSquareMetre) == 4)
        try visit(
            "florileges", "2026-06-10", sample: 10,
            ["Trifolium pratense": 7, "Plantago lanceolata": 2, "Bellis perennis": 1])
        let meadow = try indicator("florileges")
        #expect(value(meadow, .richnessPerUnit) == 1)
        #expect(value(meadow, .richness) == 3)
        let frequency = try #require(meadow.scores.first { $0.function == .frequency })
        #expect(frequency.parts.map(\.value) == [0.1, 0.2, 0.7])
        // Chao and Jost 2012 for incidences: 1 - Q1/U · (T-1)Q1/((T-1)Q1+2Q2), with T = 10, U = 10, Q1 = 1, Q2 = 1.
        let coverage: Double = 1 - 0.1 * 9 / 11
        let found = try #require(value(meadow, .incidenceCoverage))
        #expect(abs(found - coverage) < 1e-12)
        // Chao 1987: S + (T-1)/T · Q1²/(2 Q2).
        let expected = try #require(value(meadow, .chao2))
        #expect(abs(expected - 3.45) < 1e-12)
        let stored = try ledger.rows(
            "SELECT organism_quantity, individual_count, organism_quantity_type FROM observation")
        #expect(stored.contains { $0["organism_quantity"] == "7" && $0["organism_quantity_type"] == "quadrat" })
    }

    @Test("a weighted mean of a table waits for the table, and says how many species are in it")
    func weightedMean() throws {
        for month in 6...8 {
            try visit("propage", "2026-0\(month)-12", ["Pieris brassicae": 3, "Aglais io": 1, "Vanessa atalanta": 9])
        }
        var score = try #require(try indicator("propage").scores.last)
        #expect(score.value == nil && score.note?.en == "table to be loaded: propage_urban_sensitivity.csv")
        try load([
            "propage_urban_sensitivity.csv":
                "scientific_name;value;source\nPieris brassicae;2;essai\nAglais io;4;essai\n"
        ])
        score = try #require(try indicator("propage").scores.last)
        #expect(score.value == 2.5 && score.note?.en == "2 of 3 species are in the table")
    }

    // MARK: IBGN

    private let groups =
        "scientific_name;group;minimum;source\nPerlidae;9;3;essai\nAselidae;4;10;essai\nOligochaeta;1;3;essai\n"

    /// A campaign in which so many taxa were found, some of them numerous.
    private func campaign(_ site: String, taxa: Int, _ indicators: [String: Int]) throws {
        var counts = indicators
        while counts.count < taxa { counts["Taxonidae\(Self.letters(counts.count))"] = 1 }
        try visit("ibgn", "2026-09-01", site: site, sample: 8, counts)
    }

    private static func letters(_ number: Int) -> String {
        String(number).map { String(UnicodeScalar(UInt8(97 + ($0.wholeNumberValue ?? 0)))) }.joined()
    }

    @Test("IBGN: the worked examples of emaed.over-blog.com, GI 9 and 19 taxa make 14, GI 4 and 30 taxa make 12")
    func ibgnExamples() throws {
        #expect(IBGN.note(indicatorGroup: 9, varietyClass: 6) == 14)
        #expect(IBGN.note(indicatorGroup: 4, varietyClass: 9) == 12)
        try load(["ibgn_groups.csv": groups])
        try campaign("a", taxa: 19, ["Perlidae": 3])
        // Too few Perlidae for group 9.
        try campaign("b", taxa: 30, ["Perlidae": 2, "Aselidae": 10])
        // At most 20.
        try campaign("c", taxa: 50, ["Perlidae": 3])
        try campaign("d", taxa: 5, [:])
        let score = try #require(try indicator("ibgn").scores.first)
        #expect(score.parts.map(\.value) == [14, 12, 20, nil])
        #expect(score.parts.map { $0.label?.en } == ["13 to 16", "9 to 12", "17 and more", "no indicator taxon"])
        #expect(abs(try #require(score.value) - 46.0 / 3) < 1e-12)
        #expect(
            try indicator("ibgn").trend
                == .uncertain(Bilingual(fr: "1 année active ; il en faut 3", en: "1 active year; 3 needed")))
    }

    @Test("IBGN: the fourteen classes of variety, each at both ends")
    func ibgnClasses() throws {
        try load(["ibgn_groups.csv": groups])
        let ends = [
            1, 3, 4, 6, 7, 9, 10, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29, 32, 33, 36, 37, 40, 41, 44, 45, 49, 50,
        ]
        for taxa in ends { try campaign("site \(100 + taxa)", taxa: taxa, ["Oligochaeta": 3]) }
        let score = try #require(try indicator("ibgn").scores.first)
        // With indicator group 1 the note is the class.
        #expect(score.parts.map(\.value) == ends.indices.map { Double($0 / 2 + 1) })
        #expect(score.parts.map { $0.label?.en }.prefix(10).suffix(3) == ["4 and less", "5 to 8", "5 to 8"])
    }

    @Test("without its table of indicator taxa the note is unknown, and the effort is counted all the same")
    func ibgnWithoutTable() throws {
        try campaign("a", taxa: 19, ["Perlidae": 3])
        let one = try indicator("ibgn")
        #expect(one.isActive && one.scores.first?.value == nil)
        #expect(one.scores.first?.note?.en == "table to be loaded: ibgn_groups.csv")
        try visit("ibgn", "2026-09-02", site: "b", sample: 7)
        #expect(try indicator("ibgn").metSites.map(\.site) == ["a"])
    }

    // MARK: Trend

    @Test(
        "the trend of visits in an atlas is R's, on the sites followed three years; a site that comes late makes none")
    func trend() throws {
        // k <- data.frame(site=rep(c("Nord","Sud"),each=4), year=rep(2023:2026,2), n=c(31,24,22,13, 18,20,11,9))
        let counts = ["Nord": [31, 24, 22, 13], "Sud": [18, 20, 11, 9]]
        for (site, counts) in counts {
            for (rank, count) in counts.enumerated() {
                let parts = [count / 2, 0, count - count / 2]
                for (month, part) in zip(6...8, parts) {
                    try visit(
                        "propage", "\(2023 + rank)-0\(month)-12", site: site,
                        part > 0 ? ["Pieris brassicae": part] : [:])
                }
            }
        }
        for year in [2025, 2026] {
            for month in 6...8 { try visit("propage", "\(year)-0\(month)-12", site: "Tard", ["Pieris brassicae": 400]) }
        }
        guard case .trend(let trend, let sites) = try indicator("propage").trend else {
            Issue.record("no trend")
            return
        }
        #expect(sites == ["Nord", "Sud"] && trend.years == [2023, 2024, 2025, 2026])
        // R 4.2: summary(glm(n ~ site + year, poisson, k))$coefficients["year",]; dispersion 0.4485 does not narrow it.
        #expect(abs(trend.slope.value + 0.253134571383437) < 1e-9)
        #expect(abs(trend.slope.standardError - 0.0755236546028034) < 1e-8)
        #expect(abs(trend.factor.upper - 0.900224656584) < 1e-8)
        #expect(trend.direction == .strongDecline)
        #expect(try indicator("propage", 2024).trend.direction == .uncertain)
        guard case .uncertain(let reason) = try indicator("propage", 2024).trend else { return }
        #expect(reason.en == "2 active years; 3 needed")
    }

    // MARK: Files

    private let sheet = """
        field;value;remark
        code;escargots
        label_fr;Escargots du muret
        label_en;Snails of the wall
        group;mollusc
        status;verified
        season;03-01/05-31
        minimum;2
        minimum_unit;visit
        score;mean_count
        source;essai

        """

    @Test("a protocol is added by a file, without code, where its score is a standard function")
    func added() throws {
        try load(["escargots.csv": sheet])
        try visit("escargots", "2026-03-01", ["Helix pomatia": 4])
        #expect(try !indicator("escargots").isActive)
        try visit("escargots", "2026-05-31", ["Helix pomatia": 2])
        let one = try indicator("escargots")
        #expect(one.isActive && value(one, .meanCount) == 3)
        #expect(try ledger.values("SELECT season_to FROM bioindicator WHERE code = 'escargots'") == ["05-31"])
        #expect(try ledger.estimate("species.bioindicators", on: "2026-06-01") == Estimate(exactly: 1))
        // Changed, it replaces; the rest stays.
        try load(["escargots.csv": sheet.replacing("minimum;2", with: "minimum;3")])
        #expect(try !indicator("escargots").isActive)
        #expect(try ledger.atlas.bioindicatorProtocols().count == 12)
    }

    @Test(
        "a file that says what is not understood is refused with its line, and nothing is loaded",
        arguments: [
            ("score;mean_count", "score;bogus", 10), ("season;03-01/05-31", "season;05-31/03-01", 7),
            ("minimum;2", "minimum;deux", 8), ("status;verified", "status;sure", 6), ("group;", "groupe;", 5),
            ("source;essai", "", 1), ("score;mean_count", "score;ibgn groups=a.csv", 10),
            ("minimum_unit;visit", "needed_field;mood\nminimum_unit;visit", 9), ("code;escargots", "code;propage", 1),
        ])
    func malformed(what: String, instead: String, line: Int) throws {
        let error = #expect(throws: ProtocolFileError.self) {
            try load(["escargots.csv": sheet.replacing(what, with: instead)])
        }
        #expect(error?.row == line)
        #expect(try ledger.atlas.bioindicatorProtocols().count == 11)
    }

    @Test("the protocols of the dossier are eleven, six of them verified; what has no source is in no list")
    func shipped() throws {
        let all = try ledger.atlas.bioindicatorProtocols()
        #expect(
            Set(all.filter(\.isVerified).map(\.code))
                == ["propage", "sterf", "florileges", "opvt-moutarde", "vigie-chiro", "ibgn"])
        #expect(
            all.count == 11 && all.allSatisfy { !$0.source.isEmpty && !$0.method.fr.isEmpty && !$0.method.en.isEmpty })
        #expect(all.filter { $0.targetFile != nil }.allSatisfy { $0.targets == nil })
        #expect(try ledger.values("SELECT count(*) FROM bioindicator") == [11])
    }

    @Test("an atlas made before protocols were files says how to load them, and then has them")
    func olderAtlas() throws {
        try ledger.change("DELETE FROM protocol_file")
        #expect(throws: VisitError.noProtocol) { try ledger.atlas.bioindicators(in: 2026) }
        #expect(try ledger.standing("species.bioindicators", on: "2026-06-01").figure.estimate == nil)
        #expect(try ledger.atlas.load(lists).contains("species/protocols/propage.csv"))
        #expect(try ledger.atlas.bioindicators(in: 2026).count == 11)
    }

    // MARK: Figure

    @Test("the headline counts what was met by that day, campus by campus, and names its visits")
    func headline() throws {
        for month in 6...8 {
            try visit("propage", "2026-0\(month)-12", in: "4.0851,44.1351", ["Pieris brassicae": month])
        }
        try visit("florileges", "2026-06-12", site: "Prairie", sample: 9, in: "4.1051,44.1351")
        #expect(try ledger.estimate("species.bioindicators", on: "2026-08-11") == Estimate(exactly: 0))
        #expect(try ledger.estimate("species.bioindicators", on: "2026-08-12") == Estimate(exactly: 1))
        #expect(
            try ledger.estimate("species.bioindicators", on: "2026-12-31", campus: Ledger.west) == Estimate(exactly: 1))
        #expect(
            try ledger.estimate("species.bioindicators", on: "2026-12-31", campus: Ledger.east) == Estimate(exactly: 0))
        #expect(try ledger.estimate("species.bioindicators", on: "2027-06-30") == Estimate(exactly: 0))
        let (standing, rows) = try ledger.atlas.explain("species.bioindicators", on: day("2026-12-31"), campus: nil)
        let beside = standing.figure.companions.first { $0.id == "species.bioindicator.propage" }
        #expect(beside?.estimate == Estimate(exactly: 21))
        #expect(rows.count == 4 && rows.allSatisfy { $0.table == "visit" })
        #expect(rows.map(\.amount) == [9, 1, 1, 1])
        #expect(try #require(rows.first).role.en == "counts; 1 × quadrat missing")
    }

    // MARK: Next survey

    @Test("the next survey is where one more day raises the coverage most, by the formula of incidences")
    func nextSurvey() throws {
        _ = try ledger.atlas.importParcels(
            from: ledger.folder.file(
                "parcels.geojson",
                """
                {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"reference":"AB 12"},"geometry":\
                {"type":"Polygon","coordinates":[[[4.081,44.131],[4.089,44.131],[4.089,44.139],[4.081,44.139],[4.081,44.131]]]}}]}
                """), options: ImportOptions())
        let header = "scientific_name;event_date;occurrence_status;longitude;latitude;uncertainty\n"
        func seen(_ name: String, _ days: [String], _ status: String = "present", _ metres: String = "10") -> String {
            days.map { "\(name);2026-\($0);\(status);\(Ledger.inWest);\(metres)\n" }.joined()
        }
        // Spring birds: T = 4 days, U = 7, Q1 = 2, Q2 = 1; winter birds on one day.
        let text =
            header + seen("Turdus merula", ["03-01", "03-02", "04-01"]) + seen("Parus major", ["03-01", "05-01"])
            + seen("Erithacus rubecula", ["03-02"]) + seen("Passer domesticus", ["04-01"])
            + seen("Turdus merula", ["01-10"]) + seen("Columba livia", ["03-01"], "absent")
            + seen("Columba livia", ["03-01"], "present", "5000")
        _ = try ledger.observations(text, map: ["uncertainty": "coordinate_uncertainty_in_meters"])
        let report = try ledger.atlas.nextSurveys()
        let best = try #require(report.ranked.first)
        #expect(report.ranked.count == 1 && report.tooFewDays.map(\.season) == [.winter] && report.leftOut == 1)
        #expect(best.group == "bird" && best.season == .spring && best.days == 4)
        #expect(best.species == 4 && best.uniques == 2 && best.duplicates == 1)
        let ratio = 3.0 * 2 / (3 * 2 + 2)
        let (coverage, gain): (Double, Double) = (1 - 2 * ratio / 7, 2 * ratio * (1 - ratio) / 7)
        let (found, raised) = (try #require(best.coverage), try #require(best.gain))
        #expect(abs(found - coverage) < 1e-12 && abs(raised - gain) < 1e-12)
    }
}
