import CampusAtlas
import Foundation
import Testing

/// What another version of TAXREF would change for what the atlas cites. Names and codes are made up.
@Suite struct TaxrefUpgradeTests {
    private func ledger() throws -> Ledger {
        let ledger = try Ledger()
        try ledger.taxref(
            "17",
            """
            1 1 ES Arbor vera | L., 1753
            2 2 ES Arbor prima | L., 1753
            3 3 ES Arbor altera | L., 1753
            4 4 ES Arbor lata | L., 1753
            5 4 ES Arbor minor | L., 1753
            6 6 ES Arbor perdita | L., 1753
            7 7 ES Arbor mutata | L., 1753
            8 8 ES Arbor circularis | L., 1753
            9 9 ES Arbor catenata | L., 1753
            """)
        try ledger.taxref(
            "18",
            """
            1 1 ES Arbor vera | L., 1753
            2 2 ES Arbor prima | L., 1753
            3 2 ES Arbor altera | L., 1753
            4 4 ES Arbor lata | L., 1753
            5 5 ES Arbor minor | L., 1753
            7 71 ES Arbor mutata | L., 1753
            71 71 ES Silva mutata | (L.) Auct., 2020
            91 91 ES Silva catenata | (L.) Auct., 2020
            30 30 ES Arbor recens | Auct., 2024
            """)
        try ledger.removed([
            "6\t17\t\t2\tDoublon", "8\t17\t8\t1\tRemplacé", "9\t17\t90\t1\tRemplacé", "90\t17\t91\t1\tRemplacé",
        ])
        let names = [
            "vera", "prima", "altera", "lata", "perdita", "mutata", "circularis", "catenata", "recens", "ignota",
        ]
        let rows = names.map { "Arbor \($0);tree;planted;2023-11-25;\(Ledger.inWest)\n" }
        _ = try ledger.plants("scientific_name;habit;origin;planted_on;longitude;latitude\n" + rows.joined())
        return ledger
    }

    private func change(_ name: String, in plan: TaxrefUpgradePlan) throws -> TaxonChange {
        try #require(plan.changes.first { $0.citedName == "Arbor \(name)" })
    }

    @Test(
        "each cited name is unchanged, renamed, merged, split, vanished or replaced",
        arguments: [
            ("vera", TaxonChange.Kind.unchanged, [1]), ("prima", .unchanged, [2]), ("altera", .merged, [2]),
            ("lata", .split, [4, 5]), ("perdita", .vanished, []), ("mutata", .renamed, [71]),
            ("circularis", .vanished, []),
            ("catenata", .replaced, [91]), ("recens", .found, [30]), ("ignota", .unknown, []),
        ] as [(String, TaxonChange.Kind, [Int64])])
    func kinds(name: String, kind: TaxonChange.Kind, after: [Int64]) throws {
        let ledger = try ledger()
        try ledger.atlas.useTaxref("17")
        let plan = try ledger.atlas.planTaxrefUpgrade(to: "18")
        #expect(plan.from == "17" && plan.to == "18")
        let change = try change(name, in: plan)
        #expect(change.kind == kind && change.after.map(\.cdNom) == after)
        #expect(change.rows["plant"] == 1)
    }

    @Test("a subspecies that becomes a species splits the species it was of")
    func raised() throws {
        let ledger = try Ledger()
        try ledger.taxref("17", "1 1 ES Arbor vera | L., 1753\n2 2 SSES Arbor vera subsp. alta | L. | | | 1")
        try ledger.taxref("18", "1 1 ES Arbor vera | L., 1753\n2 2 ES Arbor alta | L., 1753")
        try ledger.atlas.useTaxref("17")
        _ = try ledger.plants("scientific_name;longitude;latitude\nArbor vera;\(Ledger.inWest)\n")
        let change = try change("vera", in: ledger.atlas.planTaxrefUpgrade(to: "18"))
        #expect(change.kind == .split && change.after.map(\.name) == ["Arbor vera", "Arbor alta"])
    }

    @Test("an upgrade writes which version is in use and nothing else, and is taken back the same way")
    func use() throws {
        let ledger = try ledger()
        let cited = try ledger.values(
            "SELECT group_concat(scientific_name || coalesce(cd_nom, '')) FROM plant", as: String.self)
        #expect(try ledger.atlas.taxrefVersions() == ["18", "17"])
        try ledger.atlas.useTaxref("17")
        #expect(try ledger.atlas.taxrefVersions() == ["17", "18"])
        try ledger.atlas.useTaxref("v18")
        #expect(try ledger.atlas.taxrefVersions() == ["18", "17"])
        #expect(
            try ledger.values(
                "SELECT group_concat(scientific_name || coalesce(cd_nom, '')) FROM plant", as: String.self) == cited)
        #expect(throws: TaxaError.versionNotLoaded("19", known: ["18", "17"])) { try ledger.atlas.useTaxref("19") }
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test(
        "codes of 2018 that drifted are seen: the plan over GeoNature's names counts what a script counts",
        .enabled(if: corpusIsPresent, "needs the public files"))
    func drift() throws {
        // Two files of one moment: cd_nom → cd_ref of bib_noms, taken as an older version, and a newer one in which each
        // name whose CD_REF differs from its CD_NOM has been made accepted again.
        let rows = try String(contentsOf: corpus.appending(path: "taxref/bibnoms.tsv"), encoding: .utf8)
            .split(separator: "\n").dropFirst().map { $0.components(separatedBy: "\t") }
            .filter { $0.count == 5 && Int($0[1]) != nil && Int($0[2]) != nil }
        let drifted = rows.filter { $0[1] != $0[2] }
        #expect(drifted.contains { $0[1] == "534742" && $0[2] == "3760" })
        let ledger = try Ledger()
        func text(_ reference: (([String]) -> String)) -> String {
            var seen: Set<String> = []
            let lines = rows.filter { seen.insert($0[1]).inserted }.map { "\($0[1])\t\(reference($0))\t\($0[3])" }
            return "CD_NOM\tCD_REF\tLB_NOM\n" + lines.joined(separator: "\n") + "\n"
        }
        let old = try ledger.folder.file("old.txt", text { $0[2] })
        #expect(try ledger.atlas.loadTaxref(from: old, version: "12").refused == 0)
        #expect(
            try ledger.atlas.loadTaxref(from: ledger.folder.file("new.txt", text { $0[1] }), version: "13").refused == 0
        )
        try ledger.atlas.useTaxref("12")
        let plants = drifted.prefix(200).map { "nom;\($0[1]);\(Ledger.inWest)\n" }
        _ = try ledger.plants("scientific_name;cd_nom;longitude;latitude\n" + plants.joined())
        let changes = try ledger.atlas.planTaxrefUpgrade(to: "13").changes.filter { $0.rows["plant"] != nil }
        #expect(changes.count == Set(drifted.prefix(200).map { $0[1] }).count)
        #expect(changes.allSatisfy { $0.kind == .renamed || $0.kind == .split })
    }
}
