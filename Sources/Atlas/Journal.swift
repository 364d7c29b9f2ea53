package import GRDB

/// The journal: every insert, update and delete of a book's table, with the row before and after as JSON.
///
/// Triggers write it, so that QGIS is recorded like us; they use only functions that SQLite itself has, because QField
/// and QGIS know no other. A bulk import writes one line that names the import, whose rows carry its number.
package enum Journal {
    static let schema = """
        CREATE TABLE journal (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          at DATETIME NOT NULL,
          person TEXT,
          table_name TEXT NOT NULL,
          row_fid INTEGER,
          row_uuid TEXT,
          operation TEXT NOT NULL CONSTRAINT "operation inconnue" CHECK (operation IN ('insert', 'update', 'delete', 'import')),
          reason TEXT,
          before TEXT,
          after TEXT
        );
        CREATE INDEX journal_row ON journal (table_name, row_fid);
        CREATE TABLE journal_context (
          fid INTEGER PRIMARY KEY NOT NULL CHECK (fid = 1),
          person TEXT,
          reason TEXT,
          import_id INTEGER
        );
        CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal
          BEGIN SELECT RAISE(ABORT, 'Le journal ne se modifie pas.'); END;
        CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
          BEGIN SELECT RAISE(ABORT, 'Le journal ne s''efface pas.'); END;
        """

    /// Names the triggers of a table.
    static func triggers(of table: String) -> [String] {
        ["insert", "update", "delete"].map { "journal_\(table)_\($0)" }
    }

    /// Makes the triggers of a table that has `fid` and `uuid`, in place of those that it had; a row that comes without an
    /// identity is given one.
    package static func install(on table: String, _ db: Database) throws {
        for trigger in triggers(of: table) { try db.execute(sql: "DROP TRIGGER IF EXISTS \(trigger)") }
        let geometry = try String.fetchOne(
            db, sql: "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", arguments: [table])
        // The bytes of a document are not repeated: its SHA-256 stands beside them.
        let columns = try db.columns(in: table).filter { $0.type.uppercased() != "BLOB" }.map(\.name)
        func json(_ alias: String) -> String {
            let pairs = columns.map { column in
                "'\(column)', " + (column == geometry ? "hex(\(alias).\"\(column)\")" : "\(alias).\"\(column)\"")
            }
            return "json_object(\(pairs.joined(separator: ", ")))"
        }
        let now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
        let person = "(SELECT person FROM journal_context)"
        let reason = "(SELECT reason FROM journal_context)"
        let heading =
            "INSERT INTO journal (at, person, table_name, row_fid, row_uuid, operation, reason, before, after)"
        let changed = columns.map { "OLD.\"\($0)\" IS NOT NEW.\"\($0)\"" }.joined(separator: " OR ")
        try db.execute(
            sql: """
                CREATE TRIGGER journal_\(table)_insert AFTER INSERT ON \(table)
                WHEN (SELECT import_id FROM journal_context) IS NULL
                BEGIN
                  UPDATE \(table) SET uuid = \(Self.randomUUID) WHERE fid = NEW.fid AND uuid IS NULL;
                  \(heading)
                  SELECT \(now), \(person), '\(table)', t.fid, t.uuid, 'insert', \(reason), NULL, \(json("t"))
                  FROM \(table) AS t WHERE t.fid = NEW.fid;
                END;
                CREATE TRIGGER journal_\(table)_update AFTER UPDATE ON \(table)
                WHEN NOT (OLD.uuid IS NULL AND NEW.uuid IS NOT NULL) AND (\(changed))
                BEGIN
                  \(heading)
                  VALUES (\(now), \(person), '\(table)', NEW.fid, NEW.uuid, 'update', \(reason),
                    \(json("OLD")), \(json("NEW")));
                END;
                CREATE TRIGGER journal_\(table)_delete AFTER DELETE ON \(table)
                BEGIN
                  \(heading)
                  VALUES (\(now), \(person), '\(table)', OLD.fid, OLD.uuid, 'delete', \(reason), \(json("OLD")), NULL);
                END;
                """)
    }

    /// A version 4 UUID in core SQLite functions.
    package static let randomUUID = """
        lower(substr(hex(randomblob(4)), 1, 8) || '-' || substr(hex(randomblob(2)), 1, 4) || '-4' || \
        substr(hex(randomblob(2)), 2, 3) || '-' || substr('89ab', 1 + abs(random() % 4), 1) || \
        substr(hex(randomblob(2)), 2, 3) || '-' || hex(randomblob(6)))
        """
}

/// One line of the journal.
public struct JournalEntry: Sendable, Hashable {
    /// UTC, ISO 8601.
    public let at: String
    /// Who did it, when the program knew; nil for a change made in QGIS or by another tool.
    public let person: String?
    /// The table.
    public let table: String
    /// The row's key; nil for an import.
    public let rowFID: Int64?
    /// The row's public identity; nil for an import.
    public let rowUUID: String?
    /// `insert`, `update`, `delete`, or `import` for the rows of a file taken together.
    public let operation: String
    /// Why; for an import, the file.
    public let reason: String?
    /// The row before, as JSON; the geometry in hexadecimal.
    public let before: String?
    /// The row after, as JSON; for an import, its number and counts.
    public let after: String?
}

extension Atlas {
    /// Calls `body` with each line of the journal, oldest first.
    ///
    /// - Parameters:
    ///   - table: only the lines of this table.
    ///   - since: only the lines at or after this ISO 8601 day or instant (UTC).
    public func forEachJournalEntry(
        table: String? = nil, since: String? = nil, _ body: (JournalEntry) throws -> Void
    ) throws {
        try pool.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT at, person, table_name, row_fid, row_uuid, operation, reason, before, after FROM journal
                    WHERE (:table IS NULL OR table_name = :table) AND (:since IS NULL OR at >= :since)
                    ORDER BY fid
                    """, arguments: ["table": table, "since": since])
            while let row = try rows.next() {
                try body(
                    JournalEntry(
                        at: row["at"], person: row["person"], table: row["table_name"], rowFID: row["row_fid"],
                        rowUUID: row["row_uuid"], operation: row["operation"], reason: row["reason"],
                        before: row["before"], after: row["after"]))
            }
        }
    }

    /// One transaction of a person: what it changes, the journal says who did and why.
    package func write<T>(by person: String?, reason: String? = nil, _ body: (Database) throws -> T) throws -> T {
        try pool.write { db in
            if let person { try requirePerson(person, db) }
            try db.execute(
                sql: "INSERT INTO journal_context (fid, person, reason) VALUES (1, ?, ?)", arguments: [person, reason])
            let result = try body(db)
            try db.execute(sql: "DELETE FROM journal_context")
            return result
        }
    }
}
