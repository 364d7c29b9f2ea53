import CampusAtlas
import Foundation
import Testing

/// The verdicts of the local rule against lists made for the purpose; the expected shares are counted by hand beside each.
@Suite struct SpeciesLocalRuleTests {
    private typealias Lists = LocalLists

    private static let on = "2026-06-30"
    private static let unlisted = ["gard;Celtis australis;;native"]
    private static let uncertain = ["gard;Celtis australis;;native", "gard;Acer pseudoplatanus;;uncertain"]
    private static let header = "scientific_name;cd_nom;habit;origin;planted_on;nombre;longitude;latitude\n"

    /// A tree planted since the baseline of 2022-12-31, in the west campus.
    private func tree(_ name: String, code: String = "", count: Int = 1, at place: String = Ledger.inWest) -> String {
        "\(name);\(code);tree;planted;2023-11-25;\(count);\(place)\n"
    }

    private func ledger(_ lists: Lists, _ plants: [String]) throws -> Ledger {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(lists.written(in: folder), campuses: true)
        #expect(try ledger.plants(Self.header + plants.joined()).refused == 0)
        return ledger
    }

    private func share(_ lists: Lists, _ plants: [String], campus: String? = nil) throws -> Estimate? {
        try ledger(lists, plants).estimate("species.local_share", on: Self.on, campus: campus)
    }

    @Test("a taxon native on a list of the area is local, and the row says by which list")
    func native() throws {
        let ledger = try ledger(Lists(["gard;Celtis australis;;native"]), [tree("Celtis australis")])
        expect(try ledger.estimate("species.local_share", on: Self.on), is: 1, from: 1, to: 1)
        let rows = try ledger.atlas.explain("species.local_share", on: #require(CalendarDate(iso: Self.on))).rows
        #expect(rows.map(\.role.en) == ["local, by gard (v1)"])
        #expect(rows.map(\.role.fr) == ["local, d'après gard (v1)"])
    }

    @Test("an invasive is never local, though a list calls it native")
    func invasiveWins() throws {
        let lists = Lists(["gard;Acer negundo;;native", "exotiques;Acer negundo;;invasive"])
        expect(try share(lists, [tree("Acer negundo")]), is: 0, from: 0, to: 0)
    }

    @Test(
        "a hybrid or a cultivar is never local, though a list calls it native",
        arguments: [
            "Platanus × hispanica", "Platanus x hispanica", "× Cuprocyparis leylandii", "x Cuprocyparis leylandii",
            "Quercus ilex 'Fordii'", "Quercus ilex ‘Fordii’", "Quercus ilex cv. Fordii",
        ])
    func hybridsAndCultivars(name: String) throws {
        expect(try share(Lists(["gard;\(name);;native"]), [tree(name)]), is: 0, from: 0, to: 0)
    }

    @Test("the apostrophe of an author's name makes no cultivar")
    func authors() throws {
        let name = "Erodium foetidum (L.) L'Hér."
        expect(try share(Lists(["gard;\(name);;native"]), [tree(name)]), is: 1, from: 1, to: 1)
    }

    @Test(
        "a taxon that no list names, or that a list doubts, is not assessed: it lowers the share and widens the upper bound",
        arguments: [unlisted, uncertain])
    func notAssessed(entries: [String]) throws {
        // 1 local of 4; the 3 others are not assessed: 1/4, and 4/4 at best. Known: 1 of 4.
        let ledger = try ledger(Lists(entries), [tree("Celtis australis"), tree("Acer pseudoplatanus", count: 3)])
        let figure = try ledger.standing("species.local_share", on: Self.on).figure
        expect(figure.estimate, is: 0.25, from: 0.25, to: 1)
        #expect(figure.coverage == 0.25)
        expect(figure.companion("species.not_assessed"), is: 3, from: 3, to: 3)
    }

    @Test("a list that knows settles the doubt of another, whichever comes first", arguments: [false, true])
    func doubtSettled(reversed: Bool) throws {
        var lists = Lists(["gard;Acer pseudoplatanus;;uncertain", "cevennes;Acer pseudoplatanus;;introduced"])
        lists.checklists.append("cevennes;native;")
        if reversed { lists.entries.reverse() }
        expect(try share(lists, [tree("Acer pseudoplatanus")]), is: 0, from: 0, to: 0)
    }

    @Test("a taxon introduced in the area is assessed, and not local")
    func introduced() throws {
        // 1 local of 2, both assessed.
        let lists = Lists(["gard;Celtis australis;;native", "gard;Cedrus atlantica;;introduced"])
        expect(try share(lists, [tree("Celtis australis"), tree("Cedrus atlantica")]), is: 0.5, from: 0.5, to: 0.5)
    }

    @Test("a synonym is the same taxon, found by the code of its accepted name")
    func synonyms() throws {
        // Made-up names and codes: 7 is the accepted name of 8, and 20 that of 21 (CD_NOM = CD_REF for accepted names).
        var lists = Lists(["gard;Arbor vera;;native", "exotiques;Arbor mala;20;invasive"])
        lists.taxa = ["Arbor vera;7;7;P", "Arbor eadem;8;7;", "Arbor mala;20;20;", "Arbor pessima;21;20;"]
        // By name; by the code that the plant gives under a name that no list has; by the accepted code itself.
        let local = [tree("Arbor eadem"), tree("Arbre vrai", code: "8"), tree("L'arbre", code: "7")]
        expect(try share(lists, local), is: 1, from: 1, to: 1)
        expect(try share(lists, [tree("Arbor pessima"), tree("Faux arbre", code: "21")]), is: 0, from: 0, to: 0)
    }

    @Test("a list made for one campus judges the plants of that campus only")
    func listOfACampus() throws {
        var lists = Lists(["ouest;Celtis australis;;native"])
        lists.checklists = ["ouest;native;\(Ledger.west)", "exotiques;invasive;"]
        let plants = [tree("Celtis australis"), tree("Celtis australis", at: Ledger.inEast)]
        let ledger = try ledger(lists, plants)
        expect(try ledger.estimate("species.local_share", on: Self.on, campus: Ledger.west), is: 1, from: 1, to: 1)
        expect(try ledger.estimate("species.local_share", on: Self.on, campus: Ledger.east), is: 0, from: 0, to: 1)
        expect(try ledger.estimate("species.local_share", on: Self.on), is: 0.5, from: 0.5, to: 1)
    }

    @Test("individuals are counted, not rows")
    func individuals() throws {
        // 30 of 40.
        let lists = Lists(["gard;Celtis australis;;native", "gard;Cedrus atlantica;;introduced"])
        expect(
            try share(lists, [tree("Celtis australis", count: 30), tree("Cedrus atlantica", count: 10)]), is: 0.75,
            from: 0.75,
            to: 0.75)
    }

    @Test("only planted trees, shrubs and hedges are counted: neither spontaneous ones, nor beds, climbers and herbs")
    func whatIsCounted() throws {
        let lists = Lists(["gard;Celtis australis;;native"])
        let others = ["climber;planted", "bed;planted", "herb;planted", "tree;spontaneous", "tree;unknown", ";planted"]
            .map { "Cedrus atlantica;;\($0);2023-11-25;50;\(Ledger.inWest)\n" }
        let counted = ["shrub", "hedge"].map { "Celtis australis;;\($0);planted;2023-11-25;2;\(Ledger.inWest)\n" }
        let ledger = try ledger(lists, [tree("Celtis australis")] + counted + others)
        let figure = try ledger.standing("species.local_share", on: Self.on).figure
        expect(figure.companion("species.planted"), is: 5, from: 5, to: 5)
        expect(figure.estimate, is: 1, from: 1, to: 1)
    }

    @Test(
        "what was planted by the baseline is stock, what was planted after it is counted",
        arguments: [("2022-12-31", 0), ("2023-01-01", 1), (Self.on, 1), ("2026-07-01", 0)])
    func baseline(day: String, planted: Double) throws {
        let ledger = try ledger(
            Lists(["gard;Celtis australis;;native"]), ["Celtis australis;;tree;planted;\(day);1;\(Ledger.inWest)\n"])
        let figure = try ledger.standing("species.local_share", on: Self.on).figure
        expect(figure.companion("species.planted"), is: planted, from: planted, to: planted)
        #expect((figure.estimate == nil) == (planted == 0))
        #expect((figure.note?.en == "No woody plant planted since the baseline is recorded.") == (planted == 0))
    }

    @Test("a planted tree without a date is in the stock, and the reader is told")
    func undated() throws {
        let ledger = try ledger(
            Lists(["gard;Celtis australis;;native"]),
            [tree("Celtis australis"), "Cedrus atlantica;;tree;planted;;4;\(Ledger.inWest)\n"])
        let figure = try ledger.standing("species.local_share", on: Self.on).figure
        expect(figure.estimate, is: 1, from: 1, to: 1)
        #expect(figure.note?.en == "4 individuals planted without a date are not in this count (stock).")
        // 1 local of the 5 alive, 4 not assessed.
        expect(figure.companion("species.local_share_stock"), is: 0.2, from: 0.2, to: 1)
    }

    @Test(
        "a tree is counted until the day before it is removed", arguments: [("2025-05-31", 2.0), ("2025-06-01", 1.0)])
    func removed(day: String, alive: Double) throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(Lists(["gard;Celtis australis;;native"]).written(in: folder))
        _ = try ledger.plants(
            "scientific_name;habit;origin;planted_on;removed_on;longitude;latitude\n"
                + "Celtis australis;tree;planted;2023-11-25;2025-06-01;\(Ledger.inWest)\n"
                + "Celtis australis;tree;planted;2023-11-25;;\(Ledger.inWest)\n")
        let figure = try ledger.standing("species.local_share", on: day).figure
        expect(figure.companion("species.planted"), is: alive, from: alive, to: alive)
    }

    @Test("L1 is the status in France, L3 a certified lot of a local taxon")
    func otherLevels() throws {
        var lists = Lists(["gard;Celtis australis;;native", "gard;Cedrus atlantica;;introduced"])
        lists.taxa = ["Celtis australis;1;1;P", "Cedrus atlantica;2;2;M"]
        let folder = try TemporaryFolder()
        let ledger = try Ledger(lists.written(in: folder))
        func planted(_ name: String, _ count: Int, _ label: String) -> String {
            "\(name);tree;planted;2023-11-25;\(count);\(label);\(Ledger.inWest)\n"
        }
        _ = try ledger.plants(
            "scientific_name;habit;origin;planted_on;nombre;vegetal_local;longitude;latitude\n"
                + planted("Celtis australis", 3, "oui") + planted("Celtis australis", 2, "")
                + planted("Cedrus atlantica", 4, "oui")
                + planted("Sorbus domestica", 1, "oui"))
        let figure = try ledger.standing("species.local_share", on: Self.on).figure
        // Of 10: 5 local (1 not assessed); status P for 5, M for 4, none for 1; 3 local and certified, 1 not assessed.
        expect(figure.estimate, is: 0.5, from: 0.5, to: 0.6)
        expect(figure.companion("species.local_share_l1"), is: 0.5, from: 0.5, to: 0.6)
        expect(figure.companion("species.local_share_l3"), is: 0.3, from: 0.3, to: 0.4)
        #expect(figure.coverage == 0.9)
    }

    @Test("bioindicators cannot be known without visits, and the figure says so")
    func bioindicators() throws {
        let standing = try Ledger().standing("species.bioindicators", on: Self.on)
        #expect(standing.figure.estimate == nil && standing.verdict == .unknown)
        #expect(try #require(standing.figure.note).en.hasPrefix("The atlas keeps no visits yet"))
    }
}
