import CampusAtlas
import Foundation
import Testing

/// Visits: what they need, what they say of what was not seen, how files of them enter.
@Suite struct VisitTests {
    private let ledger: Ledger

    init() throws { ledger = try Ledger(campuses: true) }

    private func visits(_ text: String, set constants: [String: String] = [:], map: [String: String] = [:]) throws
        -> ImportReport
    {
        try ledger.atlas.importVisits(
            from: ledger.folder.file("visits.csv", text), options: ledger.options(set: constants, map: map))
    }

    /// A folder with files of `species/protocols/`.
    private func load(_ files: [String: String]) throws {
        let folder = ledger.folder.url.appending(path: "ours/species/protocols")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try ledger.atlas.load(
            ReferenceLists(directory: ledger.folder.url.appending(path: "ours")), someOnly: true)
    }

    private let butterflies =
        "scientific_name;source\nPieris brassicae;essai\nVanessa atalanta;essai\nAglais io;essai\n"

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    @Test("a complete visit gives the zeros of the list; an incomplete one, or one of which it is not said, gives none")
    func zeros() throws {
        try load(["propage_targets.csv": butterflies])
        for (month, complete) in [(6, true), (7, false), (8, nil)] as [(Int, Bool?)] {
            var visit = VisitDetails("propage", site: "Pré", on: try day("2026-0\(month)-12"))
            visit.minutes = 10
            visit.isTargetListComplete = complete
            try ledger.atlas.add(
                visit, counts: [TaxonCount("Pieris brassicae", 3), TaxonCount("Apis mellifera", 2)].compactMap(\.self))
        }
        let visits = try ledger.atlas.visits()
        #expect(visits.map(\.absent) == [nil, nil, ["Vanessa atalanta", "Aglais io"]])
        #expect(visits.allSatisfy { $0.sightings.map(\.name) == ["Pieris brassicae"] })
        #expect(visits.allSatisfy { $0.offList.map(\.name) == ["Apis mellifera"] })
        // No absence is a row.
        #expect(try ledger.values("SELECT count(*) FROM observation") == [6])
        #expect(try ledger.values("SELECT count(*) FROM observation WHERE occurrence_status = 'absent'") == [0])
        // Said not to be complete, it does not count; not said, it does.
        let propage = try #require(try ledger.atlas.bioindicators(in: 2026).first { $0.sheet.code == "propage" })
        #expect(propage.visits.map(\.standing.units) == [1, 0, 1])
    }

    @Test("a visit in which nothing was seen is kept, and counts; a zero cannot be typed")
    func nothingSeen() throws {
        var visit = VisitDetails("propage", site: "Pré", on: try day("2026-06-12"))
        visit.minutes = 10
        let judged = try ledger.atlas.add(visit, counts: [])
        #expect(judged.standing == .counted(units: 1) && judged.visit.sightings.isEmpty)
        #expect(TaxonCount("Pieris brassicae", 0) == nil && TaxonCount("Pieris brassicae", -1) == nil)
        #expect(TaxonCount("Pieris brassicae", nil) != nil && TaxonCount(" ", 1) == nil)
        #expect(throws: VisitError.alreadyThere(judged.visit.uuid)) { try ledger.atlas.add(visit, counts: []) }
    }

    @Test("what the protocol needs, an unknown word and a day to come are refused, and nothing is written")
    func refused() throws {
        func refusal(_ change: (inout VisitDetails) throws -> Void) throws -> VisitError? {
            var visit = VisitDetails("propage", site: "Pré", on: try day("2026-06-12"))
            visit.minutes = 10
            try change(&visit)
            return #expect(throws: VisitError.self) { try ledger.atlas.add(visit, counts: []) }
        }
        #expect(try refusal { $0.minutes = nil } == .missing([.durationMinutes], protocolCode: "propage"))
        #expect(try refusal { $0.minutes = 0 } == .notPositive(.durationMinutes))
        #expect(try refusal { $0.site = " " } == .withoutSite)
        #expect(try refusal { $0.startTime = "25:00" } == .badTime("25:00"))
        #expect(try refusal { $0.day = try day("2999-06-12") } == .future(day("2999-06-12")))
        guard case .notInVocabulary(.wind, "zéphyr", let known) = try refusal({ $0.weather.wind = "zéphyr" }) else {
            Issue.record("another refusal")
            return
        }
        #expect(known == ["none", "light", "moderate", "strong"])
        guard case .unknownProtocol("papillons", _) = try refusal({ $0.protocolCode = "papillons" }) else {
            Issue.record("another refusal")
            return
        }
        var meadow = VisitDetails("florileges", site: "Pré", on: try day("2026-06-12"))
        meadow.sampleSize = 10
        let tooMany = try #require(TaxonCount("Trifolium pratense", 11))
        #expect(throws: VisitError.moreThanSample("Trifolium pratense", quantity: 11, sample: 10)) {
            try ledger.atlas.add(meadow, counts: [tooMany])
        }
        #expect(try ledger.values("SELECT count(*) FROM visit") == [0])
        #expect(try ledger.values("SELECT count(*) FROM observation") == [0])
    }

    @Test("words of the weather are kept as the vocabulary has them, times as HH:MM")
    func words() throws {
        var visit = VisitDetails("sterf", site: "Lisière", on: try day("2026-06-12"))
        (visit.minutes, visit.startTime) = (10, "9h30")
        visit.weather.isFavourable = true
        (visit.weather.wind, visit.weather.cloud, visit.weather.temperature) = ("Léger", "few clouds", "21 à 25 °C")
        try ledger.atlas.add(visit, counts: [])
        let row = try #require(try ledger.rows("SELECT * FROM visit").first)
        #expect(row["start_time"] == "09:30" && row["wind"] == "light" && row["cloud"] == "few_clouds")
        #expect(row["temperature_class"] == "21_25" && row["weather_favourable"] == 1)
    }

    @Test("a row for each visit and taxon: one visit, its observations, known when sent again")
    func longForm() throws {
        let header = "protocole;site;date;duree;longitude;latitude;liste_complete;nom_scientifique;nombre\n"
        let place = "\(Ledger.inWest);oui"
        let text =
            header + "propage;Pré;2026-06-12;10;\(place);Pieris brassicae;3\n"
            + "propage;Pré;2026-06-12;10;\(place);Vanessa atalanta;1\n"
            + "propage;Pré;2026-06-12;10;\(place);Aglais io;0\n"
            + "propage;Pré;2026-07-12;10;\(place);;\n"
        let report = try visits(text)
        // The zero says nothing that the list does not: its row is known, not a fact of its own.
        #expect(report.counts == [3, 0, 1] && report.written == 4 && report.addsUp)
        #expect(try ledger.values("SELECT count(*) FROM visit") == [2])
        let seen = try ledger.rows(
            """
            SELECT o.scientific_name, o.individual_count, o.event_date, o.event_id = v.uuid AS same, o.sampling_protocol,
              o.geom = v.geom AS placed, o.import_row
            FROM observation AS o JOIN visit AS v ON v.fid = o.visit_id ORDER BY 1
            """)
        #expect(seen.map { $0["scientific_name"] as String? } == ["Pieris brassicae", "Vanessa atalanta"])
        #expect(
            seen.map { $0["individual_count"] as Int? } == [3, 1] && seen.map { $0["import_row"] as Int? } == [2, 3])
        #expect(seen.allSatisfy { $0["same"] == 1 && $0["placed"] == 1 && $0["sampling_protocol"] == "propage" })
        #expect(seen.allSatisfy { $0["event_date"] == "2026-06-12" })
        #expect(try visits(text).counts == [0, 0, 4])
        // One more taxon of a known visit enters.
        let more = try visits(header + "propage;Pré;2026-06-12;10;\(place);Aglais io;2\n")
        #expect(more.counts == [1, 0, 0] && more.written == 1)
        // Another number for what is there changes nothing, and is said.
        let other = try visits(header + "propage;Pré;2026-06-12;10;\(place);Aglais io;5\n")
        #expect(
            other.counts == [0, 0, 1] && other.warnings == ["already in the atlas with another number, left as it is"])
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("a row for each visit and a column for each taxon, known by its title or mapped to it")
    func wideForm() throws {
        try load(["propage_targets.csv": butterflies])
        let report = try visits(
            "date;site;duree;Pieris brassicae;Piéride de la rave;Vanessa atalanta;note du jour\n"
                + "2026-06-12;Pré;10;3;2;;chaud\n2026-07-12;Pré;10;;;0;\n2026-08-12;Pré;10;x;;;\n",
            set: ["protocol": "propage"], map: ["Piéride de la rave": "count:Pieris rapae"])
        #expect(report.counts == [2, 1, 0] && report.written == 4 && report.reasons == ["not a number"])
        let seen = try ledger.rows("SELECT scientific_name, individual_count FROM observation ORDER BY 1")
        #expect(seen.map { $0["scientific_name"] as String? } == ["Pieris brassicae", "Pieris rapae"])
        #expect(seen.map { $0["individual_count"] as Int? } == [3, 2])
        let kept = try #require(try ledger.values("SELECT source_attributes FROM visit", as: String.self).first ?? nil)
        #expect(kept.contains("note du jour"))
        #expect(report.warnings == ["site without coordinates: the visit is in the total, but in no campus"])
    }

    @Test("rows of one visit that disagree on it are refused, as are those that a typed visit would be")
    func disagree() throws {
        let report = try visits(
            "protocol;site;event_date;duration_minutes;scientific_name;count\n"
                + "propage;Pré;2026-06-12;10;Pieris brassicae;3\npropage;Pré;2026-06-12;15;Aglais io;1\n"
                + "propage;Pré;2026-06-13;;Aglais io;1\nbogus;Pré;2026-06-13;10;Aglais io;1\n;Pré;2026-06-13;10;Aglais io;1\n"
                + "propage;Pré;2026-06-14;10;Aglais io;-1\n")
        #expect(report.counts == [1, 5, 0] && report.addsUp)
        #expect(report.reasons.contains("says of the visit something else than row 2"))
        #expect(report.reasons.contains("'propage' needs: duration in minutes"))
        #expect(report.reasons.contains { $0.hasPrefix("Unknown protocol: 'bogus'") })
        #expect(try ledger.values("SELECT count(*) FROM visit") == [1])
    }

    @Test("the identifier of the source tells visits apart, and an eventID is kept when it is a UUID")
    func identifiers() throws {
        let uuid = "0b9ad1a2-6d5e-4b8a-9d2e-3f0c3a6a7b11"
        let header = "eventID;protocol;site;event_date;duration_minutes;scientific_name;count\n"
        let text =
            header + "\(uuid.uppercased());propage;Pré;2026-06-12;10;Pieris brassicae;3\n"
            + "\(uuid);propage;Pré;2026-06-12;10;Aglais io;3\nrelevé 7;propage;Pré;2026-06-12;10;Aglais io;1\n"
        let report = try visits(text)
        #expect(report.counts == [3, 0, 0] && report.written == 5)
        let stored = try ledger.values("SELECT uuid FROM visit ORDER BY fid", as: String.self)
        #expect(stored.count == 2 && stored.first == uuid)
        #expect(try visits(text).counts == [0, 0, 3])
    }

    @Test("a parcel places its visit, and gives it its name")
    func parcel() throws {
        _ = try ledger.atlas.importParcels(
            from: ledger.folder.file(
                "parcels.geojson",
                """
                {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"reference":"AB 12"},"geometry":\
                {"type":"Polygon","coordinates":[[[4.082,44.132],[4.084,44.132],[4.084,44.134],[4.082,44.134],[4.082,44.132]]]}}]}
                """), options: ImportOptions())
        var visit = VisitDetails("propage", site: "", on: try day("2026-06-12"))
        visit.minutes = 10
        let judged = try ledger.atlas.add(visit, counts: [], parcel: "AB 12")
        #expect(judged.visit.details.site == "AB 12" && judged.visit.details.parcel != nil)
        #expect(judged.visit.details.position != nil)
        #expect(throws: VisitError.unknownParcel("AB 13", known: ["AB 12"])) {
            try ledger.atlas.add(visit, counts: [], parcel: "AB 13")
        }
        #expect(try visits("protocol;parcelle;date;duree\npropage;AB 12;2026-07-12;10\n").counts == [1, 0, 0])
        #expect(try ledger.values("SELECT count(*) FROM visit WHERE geom IS NOT NULL AND site = 'AB 12'") == [2])
    }

    @Test("visits made in another program are journaled and given an identity")
    func otherProgram() throws {
        try ledger.change(
            "INSERT INTO visit (protocol, site, event_date, duration_minutes) VALUES ('propage', 'Pré', '2026-06-12', 10)"
        )
        #expect(try ledger.atlas.visits().count == 1)
        #expect(try ledger.values("SELECT operation FROM journal WHERE table_name = 'visit'") == ["insert"])
        #expect(try ledger.values("SELECT length(uuid) FROM visit") == [36])
        #expect(try ledger.atlas.check().isEmpty)
        let offered = try ledger.values(
            "SELECT count(*) FROM gpkg_data_column_constraints WHERE constraint_name IN ('protocol', 'wind', 'cloud')",
            as: Int.self)
        #expect(offered == [11 + 4 + 5])
    }

    @Test("what is due: the season, what is missing, and the last day on which it can still be done")
    func due() throws {
        func add(_ code: String, _ site: String, _ days: [String]) throws {
            for text in days {
                var visit = VisitDetails(code, site: site, on: try day(text))
                (visit.minutes, visit.startTime, visit.sampleSize) = (10, "10:00", code == "florileges" ? 6 : nil)
                visit.weather.isFavourable = true
                try ledger.atlas.add(visit, counts: [])
            }
        }
        try add("propage", "Pré", ["2026-06-12"])
        try add("propage", "Talus", ["2025-06-12"])
        try add("sterf", "Lisière", ["2026-04-10", "2026-04-28", "2026-05-20", "2026-06-10"])
        try add("florileges", "Prairie", ["2026-06-15"])
        try add("vigie-chiro", "Mare", ["2026-06-16"])
        func due(_ code: String, _ site: String, on text: String) throws -> DueVisit? {
            try ledger.atlas.visitsDue(on: day(text)).first { $0.sheet.code == code && $0.site == site }
        }
        let july = try #require(SeasonWindow("07-01/07-31"))
        let august = try #require(SeasonWindow("08-01/08-31"))
        let pre = try #require(try due("propage", "Pré", on: "2026-06-20"))
        #expect(pre.missing == [.inSeason(july, visits: 1), .inSeason(august, visits: 1)])
        #expect(try pre.firstDay == day("2026-07-01") && pre.lastDay == day("2026-07-31"))
        // June was missed on the other site: three visits can no longer be made.
        #expect(try #require(try due("propage", "Talus", on: "2026-07-02")).lastDay == nil)
        // Two visits are missing, 15 days apart, before 30 September: the next one by 15 September.
        let edge = try #require(try due("sterf", "Lisière", on: "2026-06-20"))
        #expect(try edge.firstDay == day("2026-06-25") && edge.lastDay == day("2026-09-15"))
        #expect(edge.missing.map(\.label.en) == ["2 × visit missing"])
        // Four quadrats can be done in one visit.
        #expect(try #require(try due("florileges", "Prairie", on: "2026-06-20")).lastDay == day("2026-07-31"))
        #expect(try due("vigie-chiro", "Mare", on: "2026-06-20") == nil)
        let all = try ledger.atlas.visitsDue(on: day("2026-06-20"))
        #expect(all.contains { $0.sheet.code == "ibgn" && $0.site == nil })
        #expect(!all.contains { $0.sheet.code == "ellenberg" })
    }
}
