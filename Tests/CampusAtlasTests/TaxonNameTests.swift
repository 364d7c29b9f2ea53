import Testing

@testable import Species

/// Two ways to write one name have one key; names of two taxa have two. The examples are names as TAXREF, GBIF,
/// iNaturalist and the town of Grenoble write them; ICN is the Shenzhen Code of 2018.
@Suite struct TaxonNameTests {
    @Test(
        "an authority makes no other taxon",
        arguments: [
            "Quercus ilex", "Quercus ilex L.", "Quercus ilex L., 1753", "quercus ilex", "QUERCUS ILEX",
            "Quercus  ilex Linnaeus", "Quercus ilex (L.) Auct. non L.", "Quercus\u{00A0}ilex",
        ])
    func authority(text: String) {
        #expect(TaxonName.normalised(text) == "quercus ilex")
        #expect(TaxonName.normalised(TaxonName.normalised(text)) == "quercus ilex")
    }

    @Test(
        "particles, initials and brackets are the authority's",
        arguments: [
            ("Cedrus atlantica (Manetti ex Endl.) Carrière, 1855", "cedrus atlantica"),
            ("Erodium foetidum (L.) L'Hér.", "erodium foetidum"),
            ("Salix repens L. f.", "salix repens"), ("Alnus cordata (Loisel.) Duby, 1828", "alnus cordata"),
            ("Rana de Geer, 1778", "rana"), ("Aix galericulata (Linnaeus, 1758)", "aix galericulata"),
            ("Abies Mill., 1754", "abies"), ("Pinus nigra J.F.Arnold, 1785", "pinus nigra"),
            ("Populus deltoides W.Bartram ex Marshall, 1785", "populus deltoides"),
        ])
    func particles(text: String, key: String) {
        #expect(TaxonName.normalised(text) == key)
        #expect(TaxonName(text).hasAuthority)
    }

    @Test("accents, ligatures and apostrophes are letters as they are typed without them")
    func accents() {
        #expect(TaxonName.normalised("Isoëtes durieui") == "isoetes durieui")
        #expect(TaxonName.folded("Œillet d’Inde") == "oeillet d'inde")
        #expect(TaxonName.folded("  Chêne   vert ") == "chene vert")
        #expect(TaxonName.normalised("Érable de Montpellier") == "erable de montpellier")
    }

    @Test(
        "the sign of a nothotaxon is disregarded (ICN H.3.3), wherever and however it is written",
        arguments: [
            "Platanus × hispanica", "Platanus x hispanica", "Platanus ×hispanica Mill. ex Münchh.",
            "Platanus hispanica",
        ])
    func nothotaxon(text: String) {
        #expect(TaxonName.normalised(text) == "platanus hispanica")
        #expect(TaxonName(text).isHybrid == text.contains { "×x".contains($0) })
    }

    @Test("the sign of a nothogenus is disregarded, that of a formula is kept")
    func formula() {
        #expect(TaxonName.normalised("× Cuprocyparis leylandii") == "cuprocyparis leylandii")
        #expect(TaxonName.normalised("x Cuprocyparis leylandii") == "cuprocyparis leylandii")
        #expect(TaxonName.normalised("Salix alba × Salix fragilis") == "salix alba x salix fragilis")
        #expect(TaxonName.normalised("Quercus ilex x suber") == "quercus ilex x suber")
        #expect(TaxonName.normalised("Quercus ilex L. × Q. suber") == "quercus ilex x q. suber")
    }

    @Test("a subspecies is the same with its mark or without; a variety is another taxon")
    func infraspecific() {
        let keys = [
            "Pinus nigra subsp. laricio", "Pinus nigra ssp. laricio", "Pinus nigra laricio",
            "Pinus nigra J.F.Arnold subsp. laricio (Poir.) Maire, 1928",
        ].map(TaxonName.normalised)
        #expect(Set(keys) == ["pinus nigra laricio"])
        #expect(TaxonName.normalised("Pinus nigra var. laricio") == "pinus nigra var laricio")
        #expect(TaxonName("Pinus nigra subsp. laricio").speciesKey == "pinus nigra")
        #expect(TaxonName("Fagus sylvatica f. purpurea").speciesKey == "fagus sylvatica")
        #expect(TaxonName("Parus major newtoni").speciesKey == "parus major newtoni")
    }

    @Test("a cultivar is of its species, and 'sp.' is the genus")
    func cultivar() {
        for text in ["Quercus ilex 'Fordii'", "Quercus ilex ‘Fordii’", "Quercus ilex cv. Fordii"] {
            #expect(TaxonName.normalised(text) == "quercus ilex")
            #expect(TaxonName(text).isCultivar)
        }
        #expect(TaxonName.normalised("Abies sp.") == "abies")
        #expect(!TaxonName("Erodium foetidum (L.) L'Hér.").isCultivar)
    }

    @Test("what says that an identification is not sure is kept: it is not the species")
    func doubt() {
        #expect(TaxonName.normalised("Quercus cf. ilex") != "quercus ilex")
        #expect(TaxonName.normalised("Rubus fruticosus agg.") != "rubus fruticosus")
    }

    @Test("a subgenus in brackets is no part of the name")
    func subgenus() {
        #expect(TaxonName.normalised("Carabus (Archicarabus) nemoralis O.F. Müller, 1764") == "carabus nemoralis")
    }

    @Test("a name of nothing has no key", arguments: ["", "   ", "\t"])
    func nothing(text: String) {
        #expect(TaxonName.normalised(text).isEmpty)
    }
}
