import CampusAtlas
import GRDB
import Testing

@testable import Species

/// What a cited name stands for is found when it is read; the record stays as it was.
@Suite struct TaxonResolverTests {
    private func resolve(_ ledger: Ledger, _ name: String, _ code: Int64? = nil) throws -> ResolvedTaxon? {
        try DatabaseQueue(path: ledger.atlas.path).read { db in
            try TaxonResolver(db).taxon(named: name, cdNom: code)
        }
    }

    private func oaks() throws -> Ledger {
        let ledger = try Ledger()
        try ledger.taxref("18", Extract.oaks)
        return ledger
    }

    @Test("a name, its code, its synonym and its spelling with an authority are one taxon")
    func oneTaxon() throws {
        let ledger = try oaks()
        let cited: [(String, Int64?)] = [
            ("Quercus pubescens", nil), ("Quercus lanuginosa", nil), ("QUERCUS PUBESCENS", nil), ("Chêne", 11),
            ("Quercus pubescens Willd., 1805", nil), ("Quercus lanuginosa (Lam.) Thuill.", nil), ("", 116751),
        ]
        for (name, code) in cited {
            let taxon = try #require(try resolve(ledger, name, code))
            #expect(taxon.speciesKey == "cd_ref:116751" && taxon.acceptedName == "Quercus pubescens")
            #expect(taxon.version == "18" && taxon.status == "P" && taxon.rank == "ES")
            #expect(taxon.vernacularNameFr == "Chêne pubescent" && taxon.group == "Angiospermes")
        }
    }

    @Test("a subspecies is folded into its species, and keeps its own key")
    func folded() throws {
        let taxon = try #require(try resolve(oaks(), "Quercus ilex ballota"))
        #expect(taxon.taxonKey == "cd_ref:12" && taxon.speciesKey == "cd_ref:116704" && taxon.rank == "SSES")
        let genus = try #require(try resolve(oaks(), "Quercus sp."))
        #expect(genus.speciesKey == "cd_ref:10" && genus.rank == "GN")
    }

    @Test("a name of several taxa stands for itself, unless its authority or its accepted name tells")
    func homonyms() throws {
        let ledger = try Ledger()
        try ledger.taxref(
            "18",
            """
            1 1 ES Arbor vera | L., 1753
            2 2 ES Arbor mala | L., 1753
            3 1 ES Arbor dubia | Mill., 1768
            4 2 ES Arbor dubia | Lam., 1785
            5 2 ES Arbor vera | auct. non L.
            """)
        #expect(try resolve(ledger, "Arbor dubia")?.speciesKey == "arbor dubia")
        #expect(try resolve(ledger, "Arbor dubia")?.cdRef == nil)
        #expect(try resolve(ledger, "Arbor dubia Lam., 1785")?.cdRef == 2)
        #expect(try resolve(ledger, "Arbor vera")?.cdRef == 1)
    }

    @Test("without TAXREF, the program's list answers; without either, the name stands for itself")
    func withoutTaxref() throws {
        let ledger = try Ledger()
        let listed = try #require(try resolve(ledger, "Acer campestre L."))
        #expect(listed.speciesKey == "cd_ref:79734" && listed.rank == "ES" && listed.group == "plant")
        let unknown = try #require(try resolve(ledger, "Arbor ignota Auct."))
        #expect(unknown.speciesKey == "arbor ignota" && unknown.cdRef == nil)
        #expect(try resolve(ledger, "Arbor ignota subsp. minor")?.speciesKey == "arbor ignota")
        #expect(try resolve(ledger, "  ") == nil)
    }

    @Test("a confirmed name is read as confirmed, the journal says by whom, and the record is not rewritten")
    func confirmed() throws {
        let ledger = try oaks()
        try ledger.atlas.add(Person(name: "Camille", trade: .ecologist))
        #expect(throws: TaxaError.unknownCode(99)) {
            try ledger.atlas.confirmTaxonName("Yeuse de Nîmes", as: 99, by: "Camille")
        }
        try ledger.atlas.confirmTaxonName("Yeuse de Nîmes", as: 116704, by: "Camille")
        #expect(try resolve(ledger, "yeuse  de nimes")?.cdRef == 116704)
        #expect(try resolve(ledger, "Yeuse de Nîmes", 11)?.cdRef == 116751)
        try ledger.atlas.confirmTaxonName("Yeuse de Nîmes", as: 116751, by: "Camille")
        #expect(try resolve(ledger, "Yeuse de Nîmes")?.cdRef == 116751)
        let lines = try ledger.rows(
            "SELECT operation, person FROM journal WHERE table_name = 'taxon_name_decision' ORDER BY fid")
        #expect(lines.map { $0["operation"] as String? } == ["insert", "update"])
        #expect(lines.map { $0["person"] as String? } == ["Camille", "Camille"])
        #expect(try ledger.atlas.check().isEmpty)
    }
}
