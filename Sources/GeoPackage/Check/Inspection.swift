import GRDB
import Languages

extension GeoPackage {
    /// Reads the whole file, as it stands at one moment, and says all that is not as it should be: what the standard
    /// requires and what other validators leave out.
    ///
    /// - Parameter limit: how many findings are given for one rule and one table; one more says how many are left out.
    /// - Returns: nothing when the file is sound; otherwise the findings in the order of reading.
    /// - Throws: ``GeoPackageError`` when the file cannot be read at all.
    public func check(limit: Int = 20) throws(GeoPackageError) -> [Finding] {
        do {
            return try pool.read { db in
                let inspection = Inspection(db, path: path, limit: limit)
                inspection.checkFile()
                inspection.checkReferenceSystems()
                inspection.checkContents()
                inspection.checkGeometryColumns()
                inspection.checkExtensions()
                inspection.checkDataColumns()
                inspection.checkRelations()
                for table in inspection.listedTables() { inspection.checkTable(table) }
                for layer in inspection.geometryLayers() { inspection.checkGeometries(of: layer) }
                return inspection.findings
            }
        } catch {
            throw GeoPackageError(opening: path, error)
        }
    }
}

/// The findings of one reading, and what the rules share to make them. The rules are in the extensions, one file per
/// subject.
final class Inspection {
    let db: Database
    let path: String
    private let limit: Int
    private var found: [Finding] = []
    private var counts: [Place: Int] = [:]

    private struct Place: Hashable {
        let rule: Finding.Rule
        let table: String?
    }

    init(_ db: Database, path: String, limit: Int) {
        self.db = db
        self.path = path
        self.limit = limit
    }

    var schema: GeoPackageSchema { db.geoPackage }

    /// The findings, then for each place where there were too many, how many more.
    var findings: [Finding] {
        let more = counts.filter { $0.value > limit }.sorted { ($0.key.table ?? "") < ($1.key.table ?? "") }
        return found
            + more.map { place, count in
                let left = count - limit
                return Finding(
                    severity: .warning, table: place.table, fid: nil, rule: place.rule,
                    message: Bilingual(
                        fr: "… et \(left) autre(s) constat(s) semblable(s).", en: "… and \(left) more like these."))
            }
    }

    func report(
        _ rule: Finding.Rule, _ severity: Finding.Severity = .error, table: String? = nil, fid: Int64? = nil,
        fr: String,
        en: String
    ) {
        report(rule, severity, table: table, fid: fid, Bilingual(fr: fr, en: en))
    }

    func report(
        _ rule: Finding.Rule, _ severity: Finding.Severity = .error, table: String? = nil, fid: Int64? = nil,
        _ message: Bilingual
    ) {
        let place = Place(rule: rule, table: table)
        counts[place, default: 0] += 1
        guard counts[place, default: 0] <= limit else { return }
        found.append(
            Finding(severity: severity, table: table, fid: fid, rule: rule, message: message))
    }

    /// Runs a part of the check; a description so broken that SQLite refuses the question is itself a finding.
    func attempt(_ table: String?, _ body: () throws -> Void) {
        do {
            try body()
        } catch {
            let reason = (error as? DatabaseError)?.message ?? (error as? SQLiteFailure)?.text ?? "\(error)"
            report(
                .unreadable, table: table,
                fr: "illisible : \(reason). Réparez la table ou exportez de nouveau le fichier.",
                en: "unreadable: \(reason). Repair the table or export the file again.")
        }
    }

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(db, sql: sql, arguments: arguments)
    }

    func exists(_ table: String) throws -> Bool { try schema.tableExists(table) }
}
