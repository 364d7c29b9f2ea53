import Formats
import GRDB
import GeoPackage
import Languages

/// The line of an import in the ledger: the file, how it was read, and what became of its rows.
struct ImportLedger {
    let id: Int64
    private let table: String
    private let file: String

    /// Opens the line, so that the rows can name it; its counts are written by ``close(_:also:rows:accepted:refused:known:written:person:)``.
    static func open(
        _ db: Database, table: String, source: ImportSource, layout: Layout, person: String?
    ) throws -> ImportLedger {
        try db.execute(
            sql: """
                INSERT INTO import (uuid, at, person, table_name, file_name, sha256, reading, layout,
                  row_count, accepted_count, refused_count, known_count, written_count)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)
                """,
            arguments: [
                RowIdentity.timeOrdered(), Clock.now(), person, table, source.name, source.sha256,
                source.reading.map(\.fr).joined(separator: " ; "), layout.json,
            ])
        return ImportLedger(id: db.lastInsertedRowID, table: table, file: source.name)
    }

    /// Writes the counts, and for each table filled the line of the journal that stands for all the rows made; an import
    /// that made none is withdrawn.
    func close(
        _ db: Database, also others: [String], rows: Int, accepted: Int, refused: Int, known: Int, written: Int,
        person: String?
    ) throws {
        guard written > 0 else {
            try db.execute(sql: "DELETE FROM import WHERE fid = ?", arguments: [id])
            return
        }
        try db.execute(
            sql: """
                UPDATE import SET row_count = ?, accepted_count = ?, refused_count = ?, known_count = ?, written_count = ?
                WHERE fid = ?
                """, arguments: [rows, accepted, refused, known, written, id])
        for table in [table] + others {
            try db.execute(
                sql: """
                    INSERT INTO journal (at, person, table_name, operation, reason, after)
                    VALUES (?, ?, ?, 'import', ?, json_object('import_id', ?, 'rows', ?))
                    """, arguments: [Clock.now(), person, table, file, id, written])
        }
    }
}

/// A way of reading the files of one source, that can be kept under a name.
struct Layout: Equatable {
    var constants: [String: String]
    var mapping: [String: String]
    var sheet: String?
    var headerRow: Int?
    var carry: [String] = []

    /// The layout kept under the name that the options give, completed by what they say.
    static func resolve(_ options: ImportOptions, table: String, in atlas: Atlas) throws -> Layout {
        var layout = Layout(constants: [:], mapping: [:])
        if let name = options.layout {
            layout = try atlas.pool.read { db in
                let kept = try Row.fetchAll(db, sql: "SELECT name, table_name, layout FROM import_layout ORDER BY name")
                guard let row = kept.first(where: { $0["name"] == name }) else {
                    throw ImportError.unknownLayout(name, known: kept.map { $0["name"] })
                }
                guard row["table_name"] == table else {
                    throw ImportError.layoutOfOtherTable(name, table: row["table_name"])
                }
                return try Layout(json: row["layout"])
            }
        }
        layout.constants.merge(options.constants) { $1 }
        layout.mapping.merge(options.mapping) { $1 }
        layout.sheet = options.sheet ?? layout.sheet
        layout.headerRow = options.headerRow ?? layout.headerRow
        layout.carry += options.carry.filter { !layout.carry.contains($0) }
        return layout
    }

    func save(as name: String, table: String, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO import_layout (uuid, name, table_name, layout) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET table_name = excluded.table_name, layout = excluded.layout
                """, arguments: [RowIdentity.timeOrdered(), name, table, json])
    }

    /// `{"set": {…}, "map": {…}}`, keys in order, and what else it says.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, values) in [("set", constants), ("map", mapping)] {
            writer.key(name)
            writer.beginObject()
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                writer.key(key)
                writer.string(value)
            }
            writer.endObject()
        }
        if let sheet {
            writer.key("sheet")
            writer.string(sheet)
        }
        if let headerRow {
            writer.key("header_row")
            writer.integer(headerRow)
        }
        if !carry.isEmpty {
            writer.key("carry")
            writer.beginArray()
            for name in carry { writer.string(name) }
            writer.endArray()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    init(constants: [String: String], mapping: [String: String]) {
        self.constants = constants
        self.mapping = mapping
    }

    init(json: String) throws {
        let value = try JSONValue(bytes: json.utf8)
        func strings(_ name: String) -> [String: String] {
            (value[name]?.object ?? [:]).compactMapValues(\.string)
        }
        self.init(constants: strings("set"), mapping: strings("map"))
        sheet = value["sheet"]?.string
        headerRow = value["header_row"]?.number.flatMap { Int(exactly: $0) }
        carry = (value["carry"]?.array ?? []).compactMap(\.string)
    }
}
