import CampusAtlas
import GRDB
import Foundation
import Testing

@testable import Species

/// Lists of a school come in beside one another, and the newest of each decides.
@Suite struct ChecklistLoadTests {
    private static let header = "scientific_name;habit;origin;planted_on;longitude;latitude\n"

    private func edition(_ version: String, _ published: String?, kind: ChecklistEdition.Kind = .native)
        -> ChecklistEdition
    {
        var edition = ChecklistEdition(list: "liste-essai", version: version, area: "Gard", kind: kind)
        edition.source = "essai"
        edition.publishedOn = published.flatMap(CalendarDate.init(iso:))
        return edition
    }

    private func load(_ ledger: Ledger, _ text: String, _ edition: ChecklistEdition) throws -> ImportReport {
        try ledger.atlas.loadChecklist(
            from: ledger.folder.file("liste-\(edition.version).csv", text), edition, options: ledger.options())
    }

    private func why(_ ledger: Ledger) throws -> [String] {
        try ledger.atlas.explain("species.local_share", on: #require(CalendarDate(iso: "2026-06-30"))).rows.map(
            \.role.en)
    }

    @Test(
        "a status is a letter of TAXREF or a word, and P is only presumed",
        arguments: [
            ("P", "presumed_native"), ("E", "native"), ("S", "native"), ("C", "uncertain"), ("I", "introduced"),
            ("J", "invasive"), ("M", "introduced"), ("B", "uncertain"), ("D", "uncertain"), ("Q", "absent"),
            ("A", "absent"), ("W", "absent"), ("X", "absent"), ("Z", "absent"), ("Y", "absent"),
            ("p", "presumed_native"),
            ("Indigène", "native"), ("indigènes", "native"), ("native", "native"), ("Naturalisé", "introduced"),
            ("PEE avérée", "invasive"), ("exotique", "introduced"), ("invasive", "invasive"),
            ("introduite", "introduced"),
            ("presumed_native", "presumed_native"), ("cryptogène", "uncertain"), ("douteux", "uncertain"),
        ])
    func statuses(cited: String, status: String) throws {
        let ledger = try Ledger()
        let report = try load(ledger, "nom;statut\nArbor vera;\(cited)\n", edition("1", nil))
        #expect(report.counts == [1, 0, 0])
        let rows = try ledger.rows(
            "SELECT status, cited_status, source FROM checklist_entry WHERE checklist = 'liste-essai:1'")
        #expect(rows.map { $0["status"] as String? } == [status])
        #expect(rows.map { $0["cited_status"] as String? } == [cited])
    }

    @Test("an unknown status, or none, refuses the row, and the file says why")
    func refusals() throws {
        let ledger = try Ledger()
        let report = try load(
            ledger, "nom;statut\nArbor vera;E\nArbor mala;verte\nArbor sola;\nArbor vera;J\n", edition("1", nil))
        #expect(report.counts == [1, 3, 0] && report.addsUp)
        #expect(report.reasons.contains { $0.hasPrefix("unknown status") })
    }

    @Test("two editions stand side by side, and the verdict names the newest published")
    func editions() throws {
        let ledger = try Ledger(campuses: true)
        #expect(
            try load(ledger, "nom;statut\nArbor vera;indigène\n", edition("2024", "2024-03-01")).counts == [1, 0, 0])
        _ = try ledger.plants(Self.header + "Arbor vera;tree;planted;2023-11-25;\(Ledger.inWest)\n")
        #expect(try why(ledger) == ["local, by liste-essai (2024)"])
        #expect(
            try load(ledger, "nom;statut\nArbor vera;introduite\n", edition("2026", "2026-03-01")).counts == [1, 0, 0])
        #expect(try why(ledger) == ["introduced, by liste-essai (2026)"])
        // An older edition that comes later changes no verdict.
        #expect(
            try load(ledger, "nom;statut\nArbor vera;indigène\n", edition("2020", "2020-03-01")).counts == [1, 0, 0])
        #expect(try why(ledger) == ["introduced, by liste-essai (2026)"])
        let lists = try ledger.atlas.checklists().filter { $0.list == "liste-essai" }
        #expect(lists.map(\.version) == ["2020", "2024", "2026"] && lists.map(\.decides) == [false, false, true])
        #expect(lists.last?.taxa == [.introduced: 1])
    }

    @Test("the same file again changes nothing, and a dry run writes nothing")
    func again() throws {
        let ledger = try Ledger()
        let text = "nom;statut\nArbor vera;E\n"
        let path = try ledger.folder.file("liste.csv", text)
        var options = ledger.options()
        options.dryRun = true
        #expect(try ledger.atlas.loadChecklist(from: path, edition("1", nil), options: options).counts == [1, 0, 0])
        #expect(try ledger.atlas.checklists().allSatisfy { $0.list != "liste-essai" })
        #expect(try load(ledger, text, edition("1", nil)).counts == [1, 0, 0])
        #expect(try load(ledger, text, edition("1", nil)).counts == [0, 0, 1])
    }

    @Test("loading the program's lists again leaves what a person loaded")
    func lists() throws {
        let ledger = try Ledger()
        _ = try load(ledger, "nom;statut\nArbor vera;E\n", edition("1", nil))
        var same = edition("2", nil)
        same.list = "exemple-gard"
        _ = try load(ledger, "nom;statut\nArbor vera;E\n", same)
        let before = try ledger.rows("SELECT * FROM checklist_entry ORDER BY fid").map { $0.row.description }
        try ledger.atlas.load(CampusAtlasTests.lists)
        #expect(try ledger.rows("SELECT * FROM checklist_entry ORDER BY fid").map { $0.row.description } == before)
        #expect(try ledger.atlas.checklists().filter { $0.list == "exemple-gard" }.count == 2)
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("an invasive list needs no status, and a code alone gets its name from TAXREF")
    func codes() throws {
        let ledger = try Ledger()
        try ledger.taxref("18", Extract.oaks)
        #expect(try load(ledger, "cd_nom\n116704\n999\n", edition("1", nil, kind: .invasive)).counts == [1, 1, 0])
        let rows = try ledger.rows(
            "SELECT scientific_name, status FROM checklist_entry WHERE checklist = 'liste-essai:1'")
        #expect(rows.map { $0["scientific_name"] as String? } == ["Quercus ilex"])
        #expect(rows.map { $0["status"] as String? } == ["invasive"])
    }

    @Test("a presumed native is not local, nor judged otherwise: it widens the bounds")
    func presumed() throws {
        let ledger = try Ledger(campuses: true)
        _ = try load(ledger, "nom;statut\nArbor vera;P\n", edition("1", nil))
        _ = try ledger.plants(Self.header + "Arbor vera;tree;planted;2023-11-25;\(Ledger.inWest)\n")
        expect(try ledger.estimate("species.local_share", on: "2026-06-30"), is: 0, from: 0, to: 1)
    }

    @Test("a list that names a species judges its subspecies; one that names a subspecies does not judge the species")
    func subspecies() throws {
        let ledger = try Ledger(campuses: true)
        // Made up: 20 has the subspecies 21, and 30 has 31.
        try ledger.taxref(
            "18",
            """
            20 20 ES Arbor vera | L.
            21 21 SSES Arbor vera subsp. alta | L. | | | 20
            30 30 ES Silva vera | L.
            31 31 SSES Silva vera subsp. alta | L. | | | 30
            """)
        let text = "nom;statut\nSilva vera;E\nArbor vera subsp. alta;E\n"
        _ = try load(ledger, text, edition("1", nil))
        let plants = ["Silva vera subsp. alta", "Arbor vera"].map {
            "\($0);tree;planted;2023-11-25;\(Ledger.inWest)\n"
        }
        _ = try ledger.plants(Self.header + plants.joined())
        #expect(try why(ledger) == ["local, by liste-essai (1)", "not assessed: on no list"])
    }

    @Test("a synonym on a list judges the accepted name, through TAXREF")
    func synonym() throws {
        let ledger = try Ledger(campuses: true)
        try ledger.taxref("18", Extract.oaks)
        _ = try load(ledger, "nom;statut\nQuercus lanuginosa;E\n", edition("1", nil))
        _ = try ledger.plants(Self.header + "Quercus pubescens Willd.;tree;planted;2023-11-25;\(Ledger.inWest)\n")
        #expect(try why(ledger) == ["local, by liste-essai (1)"])
    }
}
