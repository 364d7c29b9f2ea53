import GRDB
import GeoPackage
public import Languages

/// Something that is wrong in an atlas.
public struct AtlasFinding: Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable {
        case error
        case warning
    }

    /// How much it matters.
    public let severity: Severity
    /// nil when it is about the file.
    public let table: String?
    /// nil when it is not about one row.
    public let fid: Int64?
    /// The rule that is broken, in few words: `journal-gap`, `spatial-index-row`.
    public let rule: String
    /// What was found and what to do.
    public let message: Bilingual

    package init(severity: Severity, table: String?, fid: Int64?, rule: String, message: Bilingual) {
        self.severity = severity
        self.table = table
        self.fid = fid
        self.rule = rule
        self.message = message
    }
}

extension Atlas {
    /// What is wrong in the atlas: in its container, its ledger and journal, and each book.
    ///
    /// An empty answer means that none of the rules is broken.
    public func check() throws -> [AtlasFinding] {
        var findings = try container.check().map { finding in
            AtlasFinding(
                severity: finding.severity == .error ? .error : .warning, table: finding.table, fid: finding.fid,
                rule: finding.rule.rawValue, message: finding.message)
        }
        try pool.read { db in
            for table in CommonSchema.tables + books.flatMap(\.tables) {
                findings += try Self.missingTriggers(table.name, db) + Self.journalGaps(table.name, db)
            }
            for book in books { findings += try book.check(db, self) }
        }
        return findings
    }

    /// Triggers that write the journal and are gone: what changed since then is in no line of it.
    private static func missingTriggers(_ table: String, _ db: Database) throws -> [AtlasFinding] {
        let present = try Set(
            String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", arguments: [table]))
        return Journal.triggers(of: table).filter { !present.contains($0) }.map { trigger in
            AtlasFinding(
                severity: .error, table: table, fid: nil, rule: "journal-trigger",
                message: Bilingual(
                    fr: "il manque le déclencheur \(trigger) : les changements ne sont plus tous au journal",
                    en: "trigger \(trigger) is missing: changes are no longer all in the journal"))
        }
    }

    /// Rows that neither an import nor a line of the journal accounts for, and rows without a public identity. A row that
    /// was changed since its import is no longer the file's, but the journal says that it was.
    private static func journalGaps(_ table: String, _ db: Database) throws -> [AtlasFinding] {
        let columns = try db.columns(in: table).map(\.name)
        let imported =
            columns.contains("import_id")
            ? """
            AND NOT EXISTS (SELECT 1 FROM journal AS j WHERE j.operation = 'import' AND j.table_name = '\(table)'
              AND json_extract(j.after, '$.import_id') = coalesce(t.import_id, (
                SELECT json_extract(u.before, '$.import_id') FROM journal AS u
                WHERE u.table_name = '\(table)' AND u.row_fid = t.fid AND u.operation = 'update'
                ORDER BY u.fid LIMIT 1)))
            """ : ""
        let orphans = try Int64.fetchAll(
            db,
            sql: """
                SELECT t.fid FROM \(table) AS t
                WHERE NOT EXISTS (SELECT 1 FROM journal AS j WHERE j.table_name = '\(table)' AND j.row_fid = t.fid
                  AND j.operation = 'insert')
                \(imported)
                """)
        let anonymous = try Int64.fetchAll(db, sql: "SELECT fid FROM \(table) WHERE uuid IS NULL")
        return orphans.map { fid in
            AtlasFinding(
                severity: .error, table: table, fid: fid, rule: "journal-gap",
                message: Bilingual(
                    fr: "aucune ligne du journal ni aucun import ne dit d'où vient cette ligne",
                    en: "no line of the journal and no import says where this row comes from"))
        }
            + anonymous.map { fid in
                AtlasFinding(
                    severity: .error, table: table, fid: fid, rule: "identity",
                    message: Bilingual(
                        fr: "ligne sans identité publique (uuid)", en: "row without a public identity (uuid)"))
            }
    }
}
