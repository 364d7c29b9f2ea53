import GRDBSQLite
package import Languages

/// What SQLite refused, in its own words: a constraint that a table's author named in French is read by the user as is.
package struct SQLiteFailure: ReadableError, Hashable {
    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's message: `CHECK constraint failed: …`, `NOT NULL constraint failed: table.column`…
    package let text: String
    /// The table that was written, or the SQL that was run.
    package let subject: String

    init(_ connection: OpaquePointer, subject: String) {
        code = sqlite3_extended_errcode(connection)
        text = String(cString: sqlite3_errmsg(connection))
        self.subject = subject
    }

    /// The constraint that the row breaks: the name of a CHECK, the `table.column` of a NOT NULL or UNIQUE; nil when the
    /// failure is of another kind, or a foreign key, which SQLite does not name.
    package var constraint: String? {
        guard code & 0xFF == SQLITE_CONSTRAINT, let colon = text.firstRange(of: ": ") else { return nil }
        return String(text[colon.upperBound...])
    }

    /// True when a trigger refused the row, with the sentence of its author as ``text``.
    package var isRefusalByTrigger: Bool { code == SQLITE_CONSTRAINT | (7 << 8) }

    package var message: Bilingual {
        Bilingual(
            fr: "\(subject) : SQLite refuse : \(text) (code \(code)).",
            en: "\(subject): SQLite refuses: \(text) (code \(code)).")
    }
}
