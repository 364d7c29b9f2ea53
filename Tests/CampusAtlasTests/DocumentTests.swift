import CampusAtlas
import Foundation
import GRDB
import Testing

/// Files kept beside the rows they speak of (OGC 18-000, media relation).
@Suite struct DocumentTests {
    private func atlas(_ folder: TemporaryFolder) throws -> (atlas: Atlas, row: String) {
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        return (atlas, try #require(try atlas.row("SELECT uuid FROM surface")["uuid"] as String?))
    }

    @Test("a document is kept whole, with its title, type and SHA-256, and related to its row")
    func attach() throws {
        let folder = try TemporaryFolder()
        let (atlas, row) = try atlas(folder)
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        let path = try folder.file("devis été.PDF", "abc")
        let identity = try atlas.attach(path, to: "surface", row: row, by: "Camille")
        let kept = try atlas.rows("SELECT * FROM document")
        try #require(kept.count == 1)
        #expect(kept[0]["uuid"] == identity)
        #expect(kept[0]["title"] == "devis été.PDF")
        #expect(kept[0]["content_type"] == "application/pdf")
        #expect(kept[0]["data"] == Data("abc".utf8))
        // FIPS 180-4, example B.1: the digest of "abc".
        #expect(kept[0]["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let pairs = try atlas.rows(
            """
            SELECT s.uuid FROM surface_document AS p JOIN surface AS s ON s.fid = p.base_id
            JOIN document AS d ON d.fid = p.related_id
            """)
        #expect(pairs.map { $0["uuid"] as String } == [row])
        #expect(
            try atlas.rows(
                "SELECT relation_name FROM gpkgext_relations WHERE mapping_table_name = 'surface_document'"
            ).map { $0["relation_name"] as String } == ["media"])
        var people: [String?] = []
        try atlas.forEachJournalEntry(table: "document") { people.append($0.person) }
        #expect(people == ["Camille"])
        #expect(try atlas.check().isEmpty)
    }

    @Test("the same file is kept once, however often it is attached, and to several rows")
    func once() throws {
        let folder = try TemporaryFolder()
        let (atlas, row) = try atlas(folder)
        let path = try folder.file("photo.jpg", "abc")
        let first = try atlas.attach(path, to: "surface", row: row, title: "Avant")
        #expect(try atlas.attach(path, to: "surface", row: row) == first)
        #expect(try atlas.count("document") == 1 && atlas.count("surface_document") == 1)
        _ = try atlas.importSurfaces(
            from: folder.file("more.csv", Ground.csv([Ground("roof", 20, 0, 30, 10)])), options: .metric)
        let other = try #require(try atlas.row("SELECT uuid FROM surface ORDER BY fid DESC")["uuid"] as String?)
        _ = try atlas.attach(path, to: "surface", row: other)
        #expect(try atlas.count("document") == 1 && atlas.count("surface_document") == 2)
        #expect(try atlas.row("SELECT title FROM document")["title"] == "Avant")
    }

    @Test(
        "a table without documents, a row that is not there, a stranger and a missing file are refused, and nothing is kept"
    )
    func refused() throws {
        let folder = try TemporaryFolder()
        let (atlas, row) = try atlas(folder)
        let path = try folder.file("photo.jpg", "abc")
        let before = try atlas.contents()
        #expect(throws: DocumentError.unknownTable("journal", known: Atlas.documentedTables)) {
            try atlas.attach(path, to: "journal", row: row)
        }
        #expect(throws: DocumentError.unknownRow("rien", table: "surface")) {
            try atlas.attach(path, to: "surface", row: "rien")
        }
        #expect(throws: AtlasError.unknownPerson("Dominique")) {
            try atlas.attach(path, to: "surface", row: row, by: "Dominique")
        }
        #expect {
            try atlas.attach(folder.path("absent.jpg"), to: "surface", row: row)
        } throws: {
            $0 is any ReadableError
        }
        #expect(try atlas.contents() == before)
    }

    @Test("each table that says it has documents has its table of pairs")
    func tables() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        for table in Atlas.documentedTables { #expect(try atlas.count("\(table)_document") == 0) }
    }
}
