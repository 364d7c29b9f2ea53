import CampusAtlas
import Testing

/// Who writes in the books.
@Suite struct PeopleTests {
    @Test("people are kept by name with their trade; a change of trade is a change, and the journal says so")
    func people() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        #expect(try atlas.people().isEmpty)
        try atlas.add(Person(name: "Zoé", trade: .wasteStaff))
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        try atlas.add(Person(name: "Zoé", trade: .sustainabilityLead))
        #expect(
            try atlas.people() == [
                Person(name: "Camille", trade: .groundskeeper), Person(name: "Zoé", trade: .sustainabilityLead),
            ])
        var operations: [String] = []
        try atlas.forEachJournalEntry(table: "person") { operations.append($0.operation) }
        #expect(operations == ["insert", "insert", "update"])
        #expect(try atlas.check().isEmpty)
    }

    @Test("people stay when the atlas is opened again")
    func opened() throws {
        let folder = try TemporaryFolder()
        let path: String
        do {
            let atlas = try folder.atlas([])
            try atlas.add(Person(name: "Camille", trade: .ecologist))
            path = atlas.path
        }
        let atlas = try Atlas.open(path)
        #expect(try atlas.people() == [Person(name: "Camille", trade: .ecologist)])
        #expect(atlas.name == "École d'essai")
        #expect(atlas.crs.description == "EPSG:2154")
    }
}
