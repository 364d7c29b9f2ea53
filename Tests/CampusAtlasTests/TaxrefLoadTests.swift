import CampusAtlas
import Foundation
import Testing

/// Files of TAXREF come in by the names of their columns, whatever version and encoding, and nothing of them is lost.
@Suite struct TaxrefLoadTests {
    @Test("a version comes in from the name of its file, and another stands beside it")
    func versions() throws {
        let ledger = try Ledger()
        #expect(try ledger.taxref("17", Extract.oaks).counts == [6, 0, 0])
        #expect(try ledger.taxref("18", Extract.oaks).version == "18")
        #expect(try ledger.atlas.taxrefVersions() == ["18", "17"])
        #expect(try ledger.values("SELECT count(*) FROM taxref_name", as: Int.self) == [12])
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("the same file again changes nothing, to the byte")
    func again() throws {
        let ledger = try Ledger()
        try ledger.taxref("18", Extract.oaks)
        let before = try ledger.values("SELECT count(*) || '-' || max(fid) FROM journal", as: String.self)
        let report = try ledger.taxref("18", Extract.oaks)
        #expect(report.counts == [0, 0, 6])
        #expect(try ledger.values("SELECT count(*) || '-' || max(fid) FROM journal", as: String.self) == before)
    }

    @Test("another file of a version adds what it has more, and leaves what was there")
    func more() throws {
        let ledger = try Ledger()
        try ledger.taxref("18", "1 1 ES Arbor vera | Auct., 1900\n2 2 ES Arbor mala | Auct., 1900")
        let report = try ledger.taxref(
            "18", "1 1 ES Arbor vera | Auct., 1900\n2 2 ES Arbor bona | Auct., 1900\n3 3 ES Arbor nova")
        #expect(report.counts == [1, 0, 2] && report.differing == 1)
        #expect(
            try ledger.values("SELECT lb_nom FROM taxref_name ORDER BY cd_nom", as: String.self) == [
                "Arbor vera", "Arbor mala", "Arbor nova",
            ])
    }

    @Test("columns that a version lacks are left out, and the older name of the parent is read")
    func olderColumns() throws {
        // The columns of the bird extract, of which the school's ecologists have copies: CD_TAXSUP, no groups.
        let columns = ["REGNE", "PHYLUM", "CD_NOM", "CD_TAXSUP", "CD_REF", "RANG", "LB_NOM", "LB_AUTEUR", "FR"]
        let ledger = try Ledger()
        let text = Extract.taxref("2776 2776 ES Aix galericulata | (Linnaeus, 1758) | | I", columns: columns)
            .replacingOccurrences(of: "2776\t\t2776", with: "2776\t188918\t2776")
        let path = try ledger.folder.file("TAXREF_v12_2018.txt", text)
        #expect(try ledger.atlas.loadTaxref(from: path).version == "12")
        #expect(try ledger.values("SELECT cd_sup FROM taxref_name", as: Int.self) == [188918])
        #expect(try ledger.values("SELECT group2_inpn FROM taxref_name", as: String.self) == [nil])
    }

    @Test("any encoding of the files that go round gives the same names")
    func encodings() throws {
        let text = Extract.taxref("116704 116704 ES Quercus ilex | L., 1753 | Chêne vert | P")
        let encodings: [(String.Encoding, [UInt8])] = [
            (.utf8, []), (.utf8, [0xEF, 0xBB, 0xBF]), (.windowsCP1252, []), (.isoLatin1, []),
        ]
        for (encoding, mark) in encodings {
            let ledger = try Ledger()
            let url = ledger.folder.url.appending(path: "TAXREFv14.txt")
            try (Data(mark) + #require(text.data(using: encoding))).write(to: url)
            #expect(try ledger.atlas.loadTaxref(from: url.path).accepted == 1)
            #expect(try ledger.values("SELECT nom_vern FROM taxref_name", as: String.self) == ["Chêne vert"])
        }
    }

    @Test("a row without a code or a name is refused with its reason, and the others enter")
    func refusals() throws {
        let ledger = try Ledger()
        let text =
            "CD_NOM\tCD_REF\tLB_NOM\n1\t1\tArbor vera\nx\t1\tArbor mala\n3\t3\t\n4\t\tArbor sola\n1\t1\tArbor bis\n6\t6\n"
        let report = try ledger.atlas.loadTaxref(from: ledger.folder.file("TAXREFv18.txt", text))
        #expect(report.counts == [1, 5, 0] && report.rows == 6)
        #expect(report.problems.map(\.row) == [3, 4, 5, 6, 7])
        let refused = try String(contentsOfFile: #require(report.refusals), encoding: .utf8)
        #expect(refused.hasPrefix("Erreur\tCD_NOM\tCD_REF\tLB_NOM\n"))
        #expect(refused.split(separator: "\n").count == 6)
    }

    @Test("a version below 12, none, or a file of something else is refused with what to do")
    func misuse() throws {
        let ledger = try Ledger()
        let path = try ledger.folder.file("noms.txt", Extract.taxref("1 1 ES Arbor vera"))
        #expect(throws: TaxaError.versionMissing(file: "noms.txt")) { try ledger.atlas.loadTaxref(from: path) }
        #expect(throws: TaxaError.versionTooOld("11")) { try ledger.atlas.loadTaxref(from: path, version: "11") }
        #expect(throws: TaxaError.versionUnreadable("dix")) { try ledger.atlas.loadTaxref(from: path, version: "dix") }
        #expect(try ledger.atlas.loadTaxref(from: path, version: "v18").version == "18")
        let other = try ledger.folder.file("autre.txt", "a\tb\n1\t2\n")
        #expect(throws: TaxaError.notTaxref(file: "autre.txt", columns: ["a", "b"])) {
            try ledger.atlas.loadTaxref(from: other)
        }
    }

    @Test("a dry run writes nothing")
    func dryRun() throws {
        let ledger = try Ledger()
        let path = try ledger.folder.file("TAXREFv18.txt", Extract.taxref(Extract.oaks))
        #expect(try ledger.atlas.loadTaxref(from: path, dryRun: true).counts == [6, 0, 0])
        #expect(try ledger.atlas.taxrefVersions().isEmpty)
    }

    @Test("of the links, the ids of GBIF are kept, and a column of them in the names too")
    func links() throws {
        let ledger = try Ledger()
        let links =
            "CT_NAME\tCT_TYPE\tCD_NOM\tCT_SP_ID\nGBIF\tGSD\t443498\t9418\nFNA\tGSD\t443498\t12\nGBIF\tGSD\t443498\t9418\n"
        // 443498 → GBIF 9418: recorded answer of taxref.mnhn.fr/api/taxa/443498/externalIds.
        let report = try ledger.atlas.loadTaxref(from: ledger.folder.file("TAXREF_LIENS.txt", links))
        #expect(report.counts == [1, 1, 0] && report.passedOver == 1)
        let names = "CD_NOM\tCD_REF\tLB_NOM\ttaxonKey\n1\t1\tArbor vera\t77\n"
        _ = try ledger.atlas.loadTaxref(from: ledger.folder.file("TAXREFv18.txt", names))
        #expect(
            try ledger.values(
                "SELECT cd_nom || ' ' || identifier FROM taxon_alternative_id ORDER BY fid", as: String.self) == [
                    "443498 9418", "1 77",
                ])
    }

    @Test(
        "the bird extract of TAXREF enters whole, with the statuses that the MNHN defines",
        .enabled(if: corpusIsPresent, "needs the public files"))
    func birds() throws {
        let ledger = try Ledger()
        let path = corpus.appending(path: "taxref/taxref-aves-accents-restored.tsv").path
        let refused = ledger.folder.path("refused.txt")
        let report = try ledger.atlas.loadTaxref(from: path, version: "12", refusals: refused)
        #expect(report.rows == 2943 && report.counts == [2943, 0, 0])
        // Counted by cut and sort in the file.
        #expect(try ledger.values("SELECT count(*) FROM taxref_name WHERE fr = 'P'", as: Int.self) == [1039])
        #expect(try ledger.values("SELECT count(*) FROM taxref_name WHERE rang = 'SSES'", as: Int.self) == [364])
        let letters = try ledger.values("SELECT DISTINCT fr FROM taxref_name WHERE fr IS NOT NULL", as: String.self)
        #expect(letters.allSatisfy { $0.flatMap(BiogeographicStatus.init(rawValue:)) != nil })
        let hits = try ledger.atlas.findTaxa("mesange charbo")
        #expect(hits.first?.name.name == "Parus major")
        #expect(try ledger.atlas.findTaxa("Parus majro").first?.name.name == "Parus major")
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("the statuses are those of the MNHN, name by name", .enabled(if: corpusIsPresent, "needs the public files"))
    func statuses() throws {
        let path = corpus.appending(path: "taxref/taxref-api-vcr/rt_biogeo_status.yml").path
        let text = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ").replacing("''", with: "'")
        let pairs = text.matches(of: /"id":"([A-Z])","name":"([^"]+)"/)
        #expect(pairs.count >= 15)
        for pair in pairs {
            let status = try #require(BiogeographicStatus(rawValue: String(pair.1)))
            // The MNHN writes "Eteinte".
            let labels = [status.label.fr, String(pair.2)].map { TaxonName.folded($0) }
            #expect(labels[0] == labels[1])
        }
    }
}
