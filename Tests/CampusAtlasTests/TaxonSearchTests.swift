import CampusAtlas
import Testing

@testable import Species

/// What people type finds the taxon, and what is not like it does not.
@Suite struct TaxonSearchTests {
    private func found(_ text: String) throws -> [TaxonHit] {
        let ledger = try Ledger()
        try ledger.taxref("18", Extract.oaks)
        return try ledger.atlas.findTaxa(text)
    }

    @Test(
        "accents, starts of words, slips, French and Latin all find the holm oak first",
        arguments: [
            "chene ver", "Chêne vert", "quercus il", "Quercus ilex L.", "yeuse", "Qurcus ilex", "chenne vert", "ilex",
        ])
    func first(text: String) throws {
        #expect(try found(text).first?.name.cdNom == 116704)
    }

    @Test("a synonym is found, and gives its accepted name")
    func synonym() throws {
        let hit = try #require(try found("quercus lanuginosa").first)
        #expect(hit.name.cdNom == 11 && hit.accepted?.cdNom == 116751 && hit.fit == .scientificName)
    }

    @Test("an exact name comes before a longer one, a slip last")
    func ranking() throws {
        let hits = try found("quercus ilex")
        #expect(hits.map(\.name.cdNom).prefix(2) == [116704, 12])
        #expect(hits.map(\.fit).prefix(2) == [.scientificName, .scientificStart])
        #expect(try found("quercus").first?.name.cdNom == 10)
    }

    @Test("what is like nothing finds nothing, and too little is refused")
    func nothing() throws {
        #expect(try found("xylophone").isEmpty)
        #expect(throws: TaxaError.queryTooShort("q")) { try found("q") }
        #expect(throws: TaxaError.noTaxref) { try Ledger().atlas.findTaxa("quercus") }
    }

    @Test(
        "words that are signs to the index are only words",
        arguments: ["\"", "quercus \" OR", "NEAR(a b)", "quercus*", "- ilex"])
    func signs(text: String) throws {
        _ = try? found(text)
        #expect(try found("quercus - ilex").contains { $0.name.cdNom == 116704 })
    }

    @Test(
        "the distance counts letters put in, left out, changed and swapped",
        arguments: [
            ("ilex", "ilex", 0), ("ilex", "illex", 1), ("ilex", "iles", 1), ("ilex", "ielx", 1),
            ("amurense", "amurensis", 2),
        ])
    func distance(a: String, b: String, expected: Int) {
        #expect(EditDistance.between(Array(a.utf8), Array(b.utf8), limit: 2) == expected)
        #expect(EditDistance.between(Array(b.utf8), Array(a.utf8), limit: 2) == expected)
        #expect(EditDistance.between(Array(a.utf8), Array(b.utf8), limit: expected - 1) == nil)
    }
}
