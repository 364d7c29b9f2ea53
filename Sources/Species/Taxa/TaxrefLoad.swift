public import Atlas
import Formats
import Foundation
import GRDB
import GeoPackage
import Languages

extension Atlas {
    /// Takes in a file of TAXREF: `TAXREFvNN.txt` from version 12 on, beside the versions already there;
    /// `CDNOM_DISPARUS.txt`; or the ids of GBIF's backbone in `TAXREF_LIENS.txt`.
    ///
    /// One transaction; one row is in memory at a time. The same file again changes nothing; another file of the same
    /// version adds the names that it has more, and leaves those that were there.
    ///
    /// - Parameters:
    ///   - version: when the file's name does not say it.
    ///   - person: who loads.
    ///   - refusals: where the refused rows go; nil for a file beside the one read.
    ///   - progress: told the rows read so far, now and then.
    /// - Throws: ``TaxaError``, `DelimitedTextError`.
    public func loadTaxref(
        from path: String, version: String? = nil, by person: String? = nil, refusals: String? = nil,
        dryRun: Bool = false, progress: (Int) -> Void = { _ in }
    ) throws -> TaxrefReport {
        let file = try TaxrefFile(path, version: version)
        let rejected = RefusedNames(path: path, to: refusals, file: file, isWanted: !dryRun || refusals != nil)
        let report = try pool.writeWithoutTransaction { db in
            var report: TaxrefReport?
            try db.inTransaction(.immediate) {
                if let person { try requirePerson(person, db) }
                let taken = try TaxrefLoad.take(file, db, rejected, dryRun: dryRun, by: person, progress: progress)
                report = taken
                try Sensitivity.refreshNames(db)
                return dryRun || taken.accepted == 0 ? .rollback : .commit
            }
            return report
        }
        try rejected.finish()
        guard var report else { throw TaxaError.notTaxref(file: file.name, columns: []) }
        report.refusals = rejected.written
        return report
    }
}

/// One file of TAXREF on its way into its table.
private struct TaxrefLoad {
    let file: TaxrefFile
    let db: Database
    var report: TaxrefReport

    static func take(
        _ file: TaxrefFile, _ db: Database, _ rejected: RefusedNames, dryRun: Bool, by person: String?,
        progress: (Int) -> Void
    ) throws -> TaxrefReport {
        var version: String?
        if case .names(let number) = file.kind { version = number }
        var load = TaxrefLoad(
            file: file, db: db,
            report: TaxrefReport(
                file: file.name, version: version, table: file.kind.table, encoding: file.reader.encoding.label,
                dryRun: dryRun))
        if try load.isKnown(version) { return load.report }
        try load.fill(version, rejected, by: person, progress: progress)
        return load.report
    }

    /// True of a file that was loaded already; its counts are then those of the ledger.
    private mutating func isKnown(_ version: String?) throws -> Bool {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT row_count, refused_count FROM import WHERE table_name = ? AND sha256 = ? AND layout = ?
                ORDER BY fid DESC
                """, arguments: [file.kind.table, file.sha256, Self.layout(version)])
        guard let row else { return false }
        report.rows = row[0]
        report.refused = row[1]
        report.known = report.rows - report.refused
        return true
    }

    private static func layout(_ version: String?) -> String {
        version.map { #"{"set":{"taxref_version":"\#($0)"},"map":{}}"# } ?? #"{"set":{},"map":{}}"#
    }

    private mutating func fill(
        _ version: String?, _ rejected: RefusedNames, by person: String?, progress: (Int) -> Void
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO import (uuid, at, person, table_name, file_name, sha256, reading, layout,
                  row_count, accepted_count, refused_count, known_count, written_count)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)
                """,
            arguments: [
                RowIdentity.timeOrdered(), Clock.now(), person, file.kind.table, file.name, file.sha256,
                report.encoding, Self.layout(version),
            ])
        let id = db.lastInsertedRowID
        let last = try Int64.fetchOne(db, sql: "SELECT max(fid) FROM taxref_name") ?? 0
        try takeRows(TaxrefRows(file, db, importID: id), rejected, progress)
        try db.execute(
            sql: """
                UPDATE import SET row_count = ?, accepted_count = ?, refused_count = ?, known_count = ?, written_count = ?
                WHERE fid = ?
                """,
            arguments: [report.rows, report.accepted, report.refused, report.known, report.accepted, id])
        guard report.accepted > 0 else { return }
        try db.execute(
            sql: """
                INSERT INTO journal (at, person, table_name, operation, reason, after)
                VALUES (?, ?, ?, 'import', ?, json_object('import_id', ?, 'rows', ?))
                """, arguments: [Clock.now(), person, file.kind.table, file.name, id, report.accepted])
        if let version { try index(version, after: last) }
        try db.geoPackage.updateContents(table: file.kind.table)
    }

    private mutating func takeRows(
        _ rows: TaxrefRows, _ rejected: RefusedNames, _ progress: (Int) -> Void
    ) throws {
        var record = Formats.Record()
        while try file.reader.next(into: &record) {
            report.rows += 1
            if report.rows % 10_000 == 0 { progress(report.rows) }
            switch try rows.take(record) {
            case .accepted: report.accepted += 1
            case .known: report.known += 1
            case .differs(let problem):
                report.known += 1
                report.differing += 1
                note(problem)
            case .passedOver:
                report.rows -= 1
                report.passedOver += 1
            case .refused(let problem):
                report.refused += 1
                note(problem)
                try rejected.add(record, problem)
            }
        }
    }

    private mutating func note(_ problem: RowProblem) {
        if report.problems.count < 10 { report.problems.append(problem) }
    }

    /// Makes the new names findable, and their version known.
    private func index(_ version: String, after last: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO taxref_name_fts (rowid, lb_nom, nom_vern, nom_vern_eng)
                SELECT fid, lb_nom, nom_vern, nom_vern_eng FROM taxref_name WHERE fid > ?
                """, arguments: [last])
        let insert = try db.makeStatement(sql: "INSERT OR IGNORE INTO taxref_word (word, backwards) VALUES (?, ?)")
        let words = try String.fetchCursor(db, sql: "SELECT term FROM taxref_vocabulary WHERE length(term) > 3")
        while let word = try words.next() { try insert.execute(arguments: [word, String(word.reversed())]) }
        try db.execute(
            sql: "INSERT INTO taxref_version (uuid, version) VALUES (?, ?) ON CONFLICT (version) DO NOTHING",
            arguments: [RowIdentity.timeOrdered(), version])
    }
}

/// The rows of a file of TAXREF that were refused, beside it, with the reason first.
private final class RefusedNames {
    private let path: String
    private let file: TaxrefFile
    private let isWanted: Bool
    private var table: RefusalsWriter?
    private(set) var written: String?

    init(path: String, to refusals: String?, file: TaxrefFile, isWanted: Bool) {
        let url = URL(filePath: path == "-" ? "taxref.txt" : path)
        let name = "\(url.deletingPathExtension().lastPathComponent).refus.txt"
        self.path = refusals ?? url.deletingLastPathComponent().appending(path: name).relativePath
        self.file = file
        self.isWanted = isWanted
    }

    func add(_ record: Formats.Record, _ problem: RowProblem) throws {
        guard isWanted else { return }
        if table == nil {
            written = path
            table = try RefusalsWriter(
                ByteSink(path), header: file.reader.header, dialect: file.reader.dialect, language: .fr)
        }
        try table?.write(record, problems: [problem])
    }

    func finish() throws { try table?.finish() }
}
