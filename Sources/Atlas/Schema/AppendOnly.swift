package import GRDB
import Languages

/// Tables that are only ever added to: neither this program, nor QGIS, nor SQL can change or delete a row of them.
package enum AppendOnly {
    /// Makes the triggers that refuse it. An identity that was missing may be given.
    ///
    /// - Parameters:
    ///   - edit: what is said of a change, and what to do instead.
    ///   - cut: what is said of a deletion.
    package static func install(on table: String, edit: String, cut: String, _ db: Database) throws {
        let columns = try db.columns(in: table).map(\.name).filter { $0 != "uuid" }
        let changed = columns.map { "OLD.\"\($0)\" IS NOT NEW.\"\($0)\"" }.joined(separator: " OR ")
        func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
        let triggers = triggers(of: table)
        try db.execute(
            sql: """
                CREATE TRIGGER \(triggers.edit) BEFORE UPDATE ON \(table)
                WHEN (OLD.uuid IS NOT NULL AND OLD.uuid IS NOT NEW.uuid) OR \(changed)
                BEGIN SELECT RAISE(ABORT, \(quoted(edit))); END;
                CREATE TRIGGER \(triggers.cut) BEFORE DELETE ON \(table)
                BEGIN SELECT RAISE(ABORT, \(quoted(cut))); END;
                """)
    }

    private static func triggers(of table: String) -> (edit: String, cut: String) {
        ("\(table)_is_never_edited", "\(table)_is_never_cut")
    }

    /// Triggers that are gone, and rows that the journal saw changed or deleted nonetheless.
    package static func findings(in table: String, _ db: Database) throws -> [AtlasFinding] {
        let (edit, cut) = triggers(of: table)
        let missing: [String] = try [edit, cut].filter { trigger in
            try Bool.fetchOne(
                db, sql: "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ? AND tbl_name = ?",
                arguments: [trigger, table]) != true
        }
        let changes = try Row.fetchAll(
            db,
            sql: """
                SELECT row_fid, operation, at FROM journal
                WHERE table_name = ? AND operation IN ('update', 'delete') ORDER BY fid
                """, arguments: [table])
        return missing.map { trigger in
            AtlasFinding(
                severity: .error, table: table, fid: nil, rule: "append-only-trigger",
                message: Bilingual(
                    fr: "il manque le déclencheur \(trigger) : des lignes peuvent être changées ou effacées",
                    en: "trigger \(trigger) is missing: rows can be changed or deleted"))
        }
            + changes.map { change in
                let at: String = change["at"]
                let isCut = change["operation"] as String == "delete"
                return AtlasFinding(
                    severity: .warning, table: table, fid: change["row_fid"], rule: "append-only-row",
                    message: Bilingual(
                        fr: "ligne \(isCut ? "effacée" : "changée") le \(at) ; le journal garde ce qu'elle était",
                        en: "row \(isCut ? "deleted" : "changed") on \(at); the journal keeps what it was"))
            }
    }
}
