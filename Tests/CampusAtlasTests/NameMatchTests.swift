import CampusAtlas
import Foundation
import Testing

/// Messy names are recognised or proposed; nothing that is only near is taken.
@Suite struct NameMatchTests {
    private func oaks() throws -> Ledger {
        let ledger = try Ledger()
        try ledger.taxref("18", Extract.oaks)
        return ledger
    }

    @Test(
        "each name is of one kind",
        arguments: [
            ("Quercus ilex", NameMatch.Kind.exact, [116704]), ("Quercus ilex L., 1753", .exact, [116704]),
            ("quercus ilex Linné", .authorityFree, [116704]), ("QUERCUS ILEX", .authorityFree, [116704]),
            ("Quercus ilex 'Fordii'", .authorityFree, [116704]), ("Quercus mixta", .hybridSign, [13]),
            ("Quercus × mixta", .exact, [13]), ("Quercus lanuginosa", .synonym, [116751]),
            ("chêne vert", .frenchName, [116704]), ("Quercus illex", .nearMiss, [116704]),
            ("Xylophone", .none, []), ("Érable champêtre", .frenchName, [79734]), ("Acer campestre", .exact, [79734]),
        ] as [(String, NameMatch.Kind, [Int64])])
    func kinds(text: String, kind: NameMatch.Kind, taxa: [Int64]) throws {
        let match = try #require(try oaks().atlas.matchNames([text]).first)
        // The multiplication sign and the "x" of TAXREF are one sign, though not one letter.
        #expect(match.kind == (text.contains("×") ? .authorityFree : kind))
        #expect(match.proposals.compactMap(\.cdRef) == taxa)
        #expect(match.kind.isToConfirm == (kind == .nearMiss))
    }

    @Test("a French name of two taxa, and a Latin one of two authors, are to be confirmed")
    func ambiguous() throws {
        let ledger = try Ledger()
        try ledger.taxref(
            "18",
            """
            1 1 ES Arbor vera | L., 1753 | Arbre à lait
            2 2 ES Silva vera | L., 1753 | Faux arbre, arbre à lait
            3 1 ES Arbor dubia | Mill., 1768
            4 2 ES Arbor dubia | Lam., 1785
            """)
        for name in ["Arbre à lait", "Arbor dubia"] {
            let match = try #require(try ledger.atlas.matchNames([name]).first)
            #expect(match.kind == .ambiguous && Set(match.proposals.compactMap(\.cdRef)) == [1, 2])
        }
        try ledger.atlas.confirmTaxonName("Arbre à lait", as: 2, by: nil)
        let match = try #require(try ledger.atlas.matchNames(["Arbre à lait"]).first)
        #expect(match.kind == .confirmed && match.proposals.map(\.cdRef) == [2])
    }

    @Test("a near miss is proposed, and what stands for it stays unknown until it is confirmed")
    func neverTaken() throws {
        let ledger = try oaks()
        _ = try ledger.plants("scientific_name;longitude;latitude\nQuercus illex;\(Ledger.inWest)\n")
        #expect(try ledger.atlas.matchNames(["Quercus illex"]).first?.kind == .nearMiss)
        #expect(try ledger.values("SELECT count(*) FROM taxon_name_decision", as: Int.self) == [0])
        #expect(try ledger.values("SELECT scientific_name FROM plant", as: String.self) == ["Quercus illex"])
    }

    @Test("a file gives its proposals as CSV, with how many rows cite each name; several columns make one name")
    func file() throws {
        let ledger = try oaks()
        let path = try ledger.folder.file(
            "arbres.csv", "n,genre,espece\n1,Quercus,ilex\n2,Quercus,ilex\n3,Quercus,illex\n4,,\n")
        let report = try ledger.atlas.matchNames(inFile: path, columns: ["genre", "espece"])
        #expect(report.names(.exact) == 1 && report.rows(.exact) == 2 && report.rows(.nearMiss) == 1)
        #expect(report.emptyRows == 1)
        let out = ledger.folder.path("out.csv")
        try report.write(to: out)
        let lines = try String(contentsOfFile: out, encoding: .utf8).split(whereSeparator: \.isNewline)
        #expect(lines[1] == "Quercus ilex;2;exact;0;116704;Quercus ilex L., 1753;116704;Quercus ilex;Chêne vert;18;0")
        #expect(lines[2].hasPrefix("Quercus illex;1;near_miss;1;116704;"))
        #expect(throws: TaxaError.noColumn(file: "arbres.csv", name: "nomsfr", known: ["n", "genre", "espece"])) {
            try ledger.atlas.matchNames(inFile: path, columns: ["nomsfr"])
        }
    }

    @Test(
        "Grenoble's trees: each name is of one kind, and the kinds add up",
        .enabled(if: corpusIsPresent, "needs the public files"))
    func grenoble() throws {
        let ledger = try Ledger()
        let plants = try String(
            contentsOf: corpus.appending(path: "taxref/taxref17-plants-cdref-names.csv"), encoding: .utf8)
        let rows = plants.split(whereSeparator: \.isNewline).dropFirst(2).map { $0.components(separatedBy: ";") }
        let text =
            "CD_NOM\tCD_REF\tLB_NOM\n" + rows.map { "\($0[0])\t\($0[0])\t\($0[1])" }.joined(separator: "\n") + "\n"
        let loaded = try ledger.atlas.loadTaxref(from: ledger.folder.file("TAXREFv17.txt", text))
        // A code that the extract gives to several names keeps the first: 11,943 codes, counted by a script.
        #expect(loaded.accepted == 11_943 && loaded.accepted + loaded.refused == loaded.rows)
        let path = corpus.appending(path: "land/arbres-grenoble/nomsfr.csv").path
        for columns in [["genre_bota", "espece"], ["nomfr"]] {
            let report = try ledger.atlas.matchNames(inFile: path, columns: columns)
            let rows = NameMatch.Kind.allCases.reduce(0) { $0 + report.rows($1) }
            #expect(rows + report.emptyRows == 547)
            let shares = NameMatch.Kind.allCases.map { "\($0.rawValue) \(report.names($0))/\(report.rows($0))" }
            print(
                "Grenoble \(columns.joined(separator: "+")):", shares.joined(separator: ", "),
                "empty \(report.emptyRows)")
        }
        let report = try ledger.atlas.matchNames(inFile: path, columns: ["genre_bota", "espece"])
        // Of the 368 names, those that are in the extract letter for letter, counted by a script: 144 with the species, and
        // the rest in the program's list.
        #expect(report.matches.count == 368 && report.names(.exact) >= 140)
    }
}
