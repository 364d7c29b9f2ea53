import GRDB
import GeoPackage
import Testing

@Suite("Bulk insert")
struct BulkInsertTests {
    let folder: Folder
    let file: GeoPackage

    init() throws {
        folder = try Folder()
        file = try GeoPackage.create(at: folder.file("a.gpkg"))
        try file.pool.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE t (fid INTEGER PRIMARY KEY, a INTEGER, b DOUBLE, c TEXT UNIQUE, d BLOB,
                        CONSTRAINT "le nombre doit être positif" CHECK (a > 0))
                    """)
        }
    }

    @Test("each kind of value comes back as it went in; what is not bound is NULL")
    func values() throws {
        try file.pool.write { db in
            var insert = try BulkInsert(db, into: "t", columns: ["a", "b", "c", "d"])
            insert.bind(Int64.max, at: 0)
            insert.bind(0.1, at: 1)
            insert.bind("épinette 🌲", at: 2)
            insert.bind(bytes: [0, 255], at: 3)
            #expect(try insert.step() == 1)
            let text = Array("été".utf8)
            text.withUnsafeBufferPointer { insert.bind(text: $0, at: 2) }
            #expect(try insert.step() == 2)
            insert.bind(text: UnsafeBufferPointer(start: nil, count: 0), at: 2)
            insert.bind(bytes: [], at: 3)
            #expect(try insert.step() == 3)
            let rows = try Row.fetchAll(db, sql: "SELECT a, b, c, hex(d) AS d, typeof(d) AS t FROM t ORDER BY fid")
            #expect(rows[0] == ["a": Int64.max, "b": 0.1, "c": "épinette 🌲", "d": "00FF", "t": "blob"])
            #expect(rows[1] == ["a": nil, "b": nil, "c": "été", "d": "", "t": "null"])
            #expect(rows[2] == ["a": nil, "b": nil, "c": "", "d": "", "t": "blob"])
        }
    }

    @Test("a row that breaks a constraint says which, in its author's words, and the next row goes in")
    func constraint() throws {
        try file.pool.write { db in
            var insert = try BulkInsert(db, into: "t", columns: ["a", "c"])
            insert.bind(Int64(-1), at: 0)
            var failure: SQLiteFailure?
            do throws(SQLiteFailure) { try insert.step() } catch { failure = error }
            #expect(failure?.constraint == "le nombre doit être positif")
            #expect(failure?.code == 275)  // SQLITE_CONSTRAINT_CHECK, sqlite.org/rescode.html
            for _ in 0..<2 {
                insert.bind("same", at: 1)
                do throws(SQLiteFailure) { try insert.step() } catch { failure = error }
            }
            #expect(failure?.constraint == "t.c")
            #expect(failure?.code == 2067)  // SQLITE_CONSTRAINT_UNIQUE
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM t") == 1)
        }
    }

    @Test("a column that is not there is refused when preparing")
    func noColumn() throws {
        try file.pool.write { db in
            var refused = false
            do { _ = try BulkInsert(db, into: "t", columns: ["z"]) } catch is SQLiteFailure { refused = true }
            #expect(refused)
        }
    }
}
