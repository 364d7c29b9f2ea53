import CampusAtlas
import Foundation
import GRDB
import Testing

/// Every change of a book is in the journal, whoever makes it, and the journal is never edited.
@Suite struct JournalTests {
    /// What QGIS writes when a person draws a surface: no identity, no date, a geometry in GeoPackage's form.
    private func draw(_ plot: Plot, type: String = "lawn", _ db: Database) throws {
        let blob = GeometryBlob(.multiPolygon(try plot.surface), srs: 2154).bytes
        try db.execute(
            sql: "INSERT INTO surface (geom, surface_type) VALUES (?, ?)", arguments: [Data(blob), type])
    }

    private func entries(_ atlas: Atlas, table: String? = nil, since: String? = nil) throws -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try atlas.forEachJournalEntry(table: table, since: since) { entries.append($0) }
        return entries
    }

    private func object(_ json: String?) throws -> [String: Any] {
        let bytes = Data(try #require(json).utf8)
        return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    @Test("a row drawn elsewhere gets a version 4 UUID, a place in the spatial index and a line of the journal")
    func insert() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        try atlas.elsewhere().write { try draw(Plot(0, 0, 10, 10), $0) }
        let row = try atlas.row("SELECT fid, uuid, valid_from FROM surface")
        let uuid = try #require(row["uuid"] as String?)
        #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        let entry = try #require(try entries(atlas).first)
        #expect(try entries(atlas).count == 1)
        #expect(entry.operation == "insert" && entry.table == "surface" && entry.person == nil)
        #expect(entry.rowFID == row["fid"] && entry.rowUUID == uuid)
        #expect(entry.before == nil)
        let after = try object(entry.after)
        #expect(after["surface_type"] as? String == "lawn" && after["uuid"] as? String == uuid)
        // The geometry in hexadecimal: "GP" first (OGC 12-128r17 clause 2.1.3).
        #expect(try #require(after["geom"] as? String).hasPrefix("4750"))
        let box = try atlas.row("SELECT minx, maxy FROM rtree_surface_geom")
        #expect(abs((box["minx"] as Double) - 786_400) <= 0.0625 && abs((box["maxy"] as Double) - 6_337_710) <= 0.5)
        #expect(try atlas.check().isEmpty)
    }

    @Test("two rows drawn elsewhere get two identities; one that comes with its own keeps it")
    func identities() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let given = "0f8fad5b-d9cb-469f-a165-70867728950e"
        try atlas.elsewhere().write { db in
            for step in 0..<20 { try draw(Plot(Double(step) * 20, 0, Double(step) * 20 + 10, 10), db) }
            try db.execute(
                sql: "INSERT INTO surface (uuid, surface_type) VALUES (?, 'lawn')", arguments: [given])
        }
        let uuids = try atlas.rows("SELECT uuid FROM surface").map { $0["uuid"] as String }
        #expect(Set(uuids).count == 21 && uuids.contains(given))
    }

    @Test("an update and a delete keep the row before and after")
    func updateAndDelete() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let report = try atlas.importParcels(
            from: folder.file("p.csv", "name;management;geometry_wkt\nPré;lawn;\(Plot(0, 0, 10, 10).wkt)\n"),
            options: .metric)
        try #require(report.accepted == 1)
        let elsewhere = try atlas.elsewhere()
        try elsewhere.write { db in
            try db.execute(sql: "UPDATE parcel SET management = 'asphalt', name = NULL")
            try db.execute(sql: "UPDATE parcel SET name = name")
            try db.execute(sql: "DELETE FROM parcel")
        }
        let lines = try entries(atlas, table: "parcel").filter { $0.operation != "import" }
        // The second update changes nothing, and says nothing.
        try #require(lines.map(\.operation) == ["update", "delete"])
        let before = try object(lines[0].before)
        let after = try object(lines[0].after)
        #expect(before["management"] as? String == "lawn" && before["name"] as? String == "Pré")
        #expect(after["management"] as? String == "asphalt" && after["name"] is NSNull)
        #expect(before["geom"] as? String == after["geom"] as? String)
        #expect(try object(lines[1].before)["management"] as? String == "asphalt")
        #expect(lines[1].after == nil)
    }

    @Test("a change of the shape alone is a change")
    func shape() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        let blob = GeometryBlob(.multiPolygon(try Plot(0, 0, 10, 11).surface), srs: 2154).bytes
        try atlas.elsewhere().write { try $0.execute(sql: "UPDATE surface SET geom = ?", arguments: [Data(blob)]) }
        let line = try #require(try entries(atlas).first { $0.operation == "update" })
        #expect(try object(line.before)["geom"] as? String != object(line.after)["geom"] as? String)
    }

    @Test("every table of the books, the campuses and the people write in the journal")
    func tables() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let triggers = try atlas.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'").map {
            $0["name"] as String
        }
        for table in [
            "campus", "person", "document", "surface", "parcel", "plant", "observation", "container", "weighing",
        ] {
            for operation in ["insert", "update", "delete"] {
                #expect(triggers.contains("journal_\(table)_\(operation)"))
            }
        }
    }

    @Test(
        "no one edits the journal or cuts it",
        arguments: [
            "UPDATE journal SET person = 'moi'", "DELETE FROM journal",
            "UPDATE journal SET at = '2020-01-01' WHERE fid = 1",
        ])
    func neverEdited(sql: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        let before = try atlas.contents(of: ["journal"])
        #expect(throws: DatabaseError.self) { try atlas.elsewhere().write { try $0.execute(sql: sql) } }
        #expect(try atlas.contents(of: ["journal"]) == before)
    }

    @Test("a change made through the program says who did it and why; the next one made elsewhere does not")
    func personAndReason() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        try atlas.write(by: "Camille", reason: "plan du géomètre") { db in
            try db.execute(sql: "UPDATE surface SET remark = 'relevé'")
        }
        try atlas.elsewhere().write { try $0.execute(sql: "UPDATE surface SET remark = 'vu'") }
        let updates = try entries(atlas, table: "surface").filter { $0.operation == "update" }
        #expect(updates.map(\.person) == ["Camille", nil])
        #expect(updates.map(\.reason) == ["plan du géomètre", nil])
    }

    @Test("a change that fails leaves neither row, line nor name behind")
    func failure() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        let before = try atlas.contents()
        #expect(throws: DatabaseError.self) {
            try atlas.write(by: "Camille") { db in
                try db.execute(sql: "UPDATE surface SET remark = 'relevé'")
                try db.execute(sql: "UPDATE surface SET surface_type = 'velours'")
            }
        }
        #expect(throws: AtlasError.unknownPerson("Dominique")) { try atlas.write(by: "Dominique") { _ in } }
        #expect(try atlas.contents() == before)
    }

    @Test("an import is one line for all its rows, with the person and the file")
    func importLine() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        var options = ImportOptions.metric
        let path = try folder.file(
            "levé.csv", Ground.csv([Ground("lawn", 0, 0, 10, 10), Ground("roof", 20, 0, 30, 10)]))
        options.person = "Dominique"
        #expect(throws: AtlasError.unknownPerson("Dominique")) {
            try atlas.importSurfaces(from: path, options: options)
        }
        options.person = "Camille"
        _ = try atlas.importSurfaces(from: path, options: options)
        let lines = try entries(atlas, table: "surface")
        try #require(lines.count == 1)
        #expect(lines[0].operation == "import" && lines[0].person == "Camille" && lines[0].reason == "levé.csv")
        #expect(try object(lines[0].after)["rows"] as? Int == 2)
        #expect(try atlas.row("SELECT person FROM import")["person"] == "Camille")
        // A row drawn afterwards is again a line of its own.
        try atlas.elsewhere().write { try draw(Plot(40, 0, 50, 10), $0) }
        #expect(try entries(atlas, table: "surface").map(\.operation) == ["import", "insert"])
    }

    @Test("the journal is read by table and from a day on")
    func filters() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        #expect(try entries(atlas).map(\.table) == ["surface", "person"])
        #expect(try entries(atlas, table: "person").count == 1)
        #expect(try entries(atlas, since: "2000-01-01").count == 2)
        #expect(try entries(atlas, since: "2999-01-01").isEmpty)
    }

    @Test("check finds a row that was smuggled in behind the triggers, and one without an identity")
    func smuggled() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        #expect(try atlas.check().isEmpty)
        try atlas.elsewhere().write { db in
            let sql = try #require(
                try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = 'journal_surface_insert'"))
            try db.execute(sql: "DROP TRIGGER journal_surface_insert")
            try draw(Plot(20, 0, 30, 10), db)
            try db.execute(sql: sql)
        }
        let findings = try atlas.check()
        #expect(Set(findings.map(\.rule)) == ["journal-gap", "identity"])
        #expect(findings.allSatisfy { $0.table == "surface" && $0.fid == 2 && $0.severity == .error })
    }

    @Test("check finds a journal trigger that is missing")
    func missingTrigger() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        try atlas.elsewhere().write { try $0.execute(sql: "DROP TRIGGER journal_parcel_update") }
        let findings = try atlas.check()
        #expect(findings.map(\.rule) == ["journal-trigger"])
        #expect(findings.map(\.table) == ["parcel"])
        #expect(try #require(findings.first).message.en.contains("journal_parcel_update"))
    }
}
