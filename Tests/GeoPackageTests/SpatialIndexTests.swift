import Foundation
import GRDB
import GeoPackage
import Geospatial
import Testing

@Suite("Spatial index")
struct SpatialIndexTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    private func layer(_ name: String, version: GeoPackage.Version = .v1_3) throws -> GeoPackage {
        let file = try GeoPackage.create(at: folder.file(name), version: version)
        try file.pool.write { db in
            try db.execute(sql: "CREATE TABLE box (fid INTEGER PRIMARY KEY, geom GEOMETRY, name TEXT UNIQUE)")
            try db.geoPackage.registerFeatures(table: "box", geometryColumn: "geom", type: .geometry, srs: 4326)
            try db.geoPackage.addSpatialIndex(table: "box", column: "geom")
        }
        return file
    }

    private func insert(_ boxes: [Geometry?], into db: Database) throws {
        var insert = try BulkInsert(db, into: "box", columns: ["geom"])
        for box in boxes {
            if let box { insert.bind(bytes: GeometryBlob(box, srs: 4326).bytes, at: 0) }
            try insert.step()
        }
    }

    /// Squares of Lambert-93 size, where a float steps by half a metre, with an empty and a NULL one now and then.
    private func randomBoxes(_ count: Int, seed: UInt64) throws -> [Geometry?] {
        var generator = SeededGenerator(seed: seed)
        return try (0..<count).map { index in
            if index % 97 == 0 { return nil }
            if index % 89 == 0 { return .multiPolygon(MultiPolygon()) }
            return try SampleFile.square(
                .random(in: -20_000...880_000, using: &generator),
                .random(in: 6_100_000...7_100_000, using: &generator),
                .random(in: 0.1...500, using: &generator))
        }
    }

    private func soundness(_ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT rtreecheck('main', 'rtree_box_geom')")
    }

    private func rows(_ db: Database) throws -> [Row] {
        try Row.fetchAll(db, sql: "SELECT id, minx, maxx, miny, maxy FROM rtree_box_geom ORDER BY id")
    }

    @Test("a packed index answers as one filled row by row, on 10,000 seeded boxes")
    func packedAnswersAlike() throws {
        let boxes = try randomBoxes(10_000, seed: 2154)
        let byRow = try layer("row.gpkg")
        let packed = try layer("packed.gpkg")
        try byRow.pool.write { try insert(boxes, into: $0) }
        try packed.pool.write { db in
            try db.geoPackage.withoutSpatialIndexTriggers(table: "box", column: "geom") { try insert(boxes, into: db) }
        }
        #expect(try packed.pool.read(soundness) == "ok")
        #expect(try packed.pool.read(rows) == byRow.pool.read(rows))

        var generator = SeededGenerator(seed: 7)
        let sql = "SELECT id FROM rtree_box_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ? ORDER BY id"
        for _ in 0..<200 {
            let x = Double.random(in: -20_000...880_000, using: &generator)
            let y = Double.random(in: 6_100_000...7_100_000, using: &generator)
            let side = Double.random(in: 10...200_000, using: &generator)
            let window: StatementArguments = [x, x + side, y, y + side]
            let answers = try [packed, byRow].map { file in
                try file.pool.read { try Int64.fetchAll($0, sql: sql, arguments: window) }
            }
            #expect(answers[0] == answers[1])
        }
        let full = try packed.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM rtree_box_geom_node") ?? 0 }
        let loose = try byRow.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM rtree_box_geom_node") ?? 0 }
        #expect(full < loose)
        // 9,785 boxes at 51 a node: 192 leaves, 4 above, 1 root.
        #expect(full == 197)
    }

    @Test("an index of any size is sound, and goes on living by its triggers", arguments: [0, 1, 51, 52, 2_601, 2_700])
    func anySize(count: Int) throws {
        let file = try layer("a.gpkg")
        try file.pool.write { db in
            let boxes = try randomBoxes(count, seed: UInt64(count))
            try insert(boxes, into: db)
            try db.geoPackage.buildPackedSpatialIndex(table: "box", column: "geom")
            #expect(try soundness(db) == "ok")
            try insert(try randomBoxes(300, seed: 1), into: db)
            try db.execute(sql: "DELETE FROM box WHERE fid % 3 = 0")
            #expect(try soundness(db) == "ok")
        }
        #expect(try file.check().isEmpty)
    }

    @Test(
        "few rows added to many leave the index true, and the triggers in place", arguments: GeoPackage.Version.allCases
    )
    func fewAdded(version: GeoPackage.Version) throws {
        let file = try layer("a.gpkg", version: version)
        try file.pool.write { db in
            let schema = db.geoPackage
            for (count, seed) in [(2_000, UInt64(1)), (10, 2)] {
                try schema.withoutSpatialIndexTriggers(table: "box", column: "geom") {
                    try insert(try randomBoxes(count, seed: seed), into: db)
                }
                #expect(try soundness(db) == "ok")
            }
        }
        #expect(try file.check().isEmpty)
    }

    @Test("a load that fails leaves the layer and its triggers as they were")
    func failedLoad() throws {
        struct Stop: Error {}
        let file = try layer("a.gpkg")
        try file.pool.write { db throws in
            #expect(throws: Stop.self) {
                try db.geoPackage.withoutSpatialIndexTriggers(table: "box", column: "geom") {
                    try insert(try randomBoxes(10, seed: 1), into: db)
                    throw Stop()
                }
            }
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM box") == 0)
        }
        #expect(try file.check().isEmpty)
    }

    @Test("each way of changing a row is followed by the triggers", arguments: GeoPackage.Version.allCases)
    func triggers(version: GeoPackage.Version) throws {
        let file = try layer("a.gpkg", version: version)
        let here = GeometryBlob(.point(Position(1, 2)), srs: 4326).data
        let there = GeometryBlob(.point(Position(10, 20)), srs: 4326).data
        let empty = GeometryBlob(.point(nil), srs: 4326).data
        let changes: [(String, StatementArguments)] = [
            ("INSERT INTO box (fid, geom) VALUES (1, ?), (2, NULL), (3, ?)", [here, empty]),
            ("UPDATE box SET geom = ? WHERE fid = 1", [there]),
            ("UPDATE box SET geom = ? WHERE fid = 2", [here]),
            ("UPDATE box SET geom = NULL WHERE fid = 1", []),
            ("UPDATE box SET fid = 20 WHERE fid = 2", []),
            ("UPDATE box SET fid = 21, geom = ? WHERE fid = 20", [empty]),
            ("UPDATE box SET fid = 22, geom = ? WHERE fid = 21", [there]),
            ("DELETE FROM box WHERE fid = 22", []),
        ]
        for (sql, arguments) in changes {
            try file.pool.write { try $0.execute(sql: sql, arguments: arguments) }
            #expect(try file.check().isEmpty, "\(sql)")
        }
        #expect(try file.pool.read(rows).isEmpty)
    }

    @Test("with the triggers of 1.4 an upsert of a geometry works (opengeospatial/geopackage issue 639)")
    func upsert() throws {
        let file = try layer("a.gpkg", version: .v1_4)
        let sql = "INSERT INTO box (geom, name) VALUES (?, 'one') ON CONFLICT (name) DO UPDATE SET geom = excluded.geom"
        for x in [1.0, 2.0] {
            let blob = GeometryBlob(.point(Position(x, 0)), srs: 4326).data
            try file.pool.write { try $0.execute(sql: sql, arguments: [blob]) }
        }
        #expect(try file.pool.read { try Double.fetchAll($0, sql: "SELECT minx FROM rtree_box_geom") } == [2])
    }
}
