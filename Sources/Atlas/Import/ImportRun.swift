import Formats
import Foundation
package import GRDB
import GeoPackage
import Geospatial
import Languages

/// What an importer may look at while it takes rows in.
package struct ImportContext {
    package let db: Database
    package let atlas: Atlas
    /// What a person says of values of the file, under ``RowImporter/answered``.
    package let answers: [String: String]
    /// The number of the import, which each row made keeps.
    package let importID: Int64
}

extension Atlas {
    /// Takes a file into a table: one transaction, or none.
    ///
    /// Each row of the file is accepted, refused with a reason, or already known; the three add up to the rows read.
    /// A row that was made keeps the number of the import and its own in the file, whose name and SHA-256 are kept. A
    /// row is known by the identifier that the source gives it, or else by its content, so that the same file sent twice
    /// adds nothing.
    ///
    /// - Parameters:
    ///   - path: the file; `-` is standard input.
    ///   - progress: told the rows read so far, now and then.
    package func importRows<Importer: RowImporter>(
        _ importer: Importer.Type, from path: String, options: ImportOptions,
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        let layout = try Layout.resolve(options, table: Importer.table, in: self)
        let source = try ImportSource(
            path, layer: options.layer, sheet: layout.sheet, headerRow: layout.headerRow)
        return try importRows(importer, from: source, at: path, options: options, progress: progress)
    }

    /// As ``importRows(_:from:options:progress:)``, of a file that is open already.
    package func importRows<Importer: RowImporter>(
        _ importer: Importer.Type, from source: ImportSource, at path: String, options: ImportOptions,
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        let layout = try Layout.resolve(options, table: Importer.table, in: self)
        var constants = layout.constants
        let order = try constants.takeDateOrder()
        let mark = try constants.takeDecimalMark()
        let answers = constants.takeAnswers(Importer.answered)
        let plan = try ColumnPlan(fields: Importer.fields, constants: constants, mapping: layout.mapping)
        let reading = try ColumnReading(of: source, plan: plan, order: order, mark: mark, progress: progress)
        let crs = try (options.crs ?? source.crs).map { try CoordinateReferenceSystem($0) }
        let refusals = try RefusalsFile(options: options, path: path, source: source, crs: crs)
        let identity = RowFingerprint(table: Importer.table, fields: Importer.fields, constants: constants)
        var run = ImportRun<Importer>(
            atlas: self, source: source, reading: reading, refusals: refusals, fingerprint: identity,
            placement: Placement(
                rule: Importer.geometry, fields: Importer.fields, working: self.crs, fileCRS: crs,
                repair: options.repair),
            above: RowAbove(carrying: layout.carry, readsDittoMarks: Importer.isKeptByHand), answers: answers,
            plan: plan)
        let report = try pool.writeWithoutTransaction { db in
            var report: ImportReport?
            try db.inTransaction(.immediate) {
                let taken = try run.take(db, options: options, layout: layout, progress: progress)
                report = taken
                // A file that teaches nothing leaves the atlas as it was, to the byte.
                let isWorthKeeping = taken.accepted > 0 || options.saveLayout != nil
                return options.dryRun || !isWorthKeeping ? .rollback : .commit
            }
            return report
        }
        guard let report else { throw ImportError.noRow(path) }
        try refusals.finish()
        return report
    }
}

/// What a person says of the whole file among the values of its fields.
extension [String: String] {
    fileprivate mutating func takeDateOrder() throws -> DateOrder? {
        guard let text = removeValue(forKey: "date_order") else { return nil }
        switch text {
        case "dmy": return .dayMonthYear
        case "mdy": return .monthDayYear
        case "ymd", "iso": return .iso
        default: throw ImportError.unknownField("date_order=\(text)", known: ["date_order=dmy", "date_order=mdy"])
        }
    }

    /// Answers are no part of what a row says: it is the same row before and after them.
    fileprivate mutating func takeAnswers(_ name: String?) -> [String: String] {
        guard let prefix = name.map({ $0 + ":" }) else { return [:] }
        let names = keys.filter { $0.hasPrefix(prefix) }
        var answers: [String: String] = [:]
        for name in names { answers[String(name.dropFirst(prefix.count))] = removeValue(forKey: name) }
        return answers
    }

    fileprivate mutating func takeDecimalMark() throws -> DecimalSign? {
        guard let text = removeValue(forKey: "decimal_mark") else { return nil }
        switch text {
        case ",", "comma": return .comma
        case ".", "point": return .point
        default: throw ImportError.unknownField("decimal_mark=\(text)", known: ["decimal_mark=,", "decimal_mark=."])
        }
    }
}

/// One file on its way into one table.
private struct ImportRun<Importer: RowImporter> {
    let atlas: Atlas
    let source: ImportSource
    let reading: ColumnReading
    let refusals: RefusalsFile
    let answers: [String: String]
    var fingerprint: RowFingerprint
    var placement: Placement
    var above: RowAbove
    var plan: ColumnPlan

    private var remarks = RemarkList()
    private var rows = 0
    private var accepted = 0
    private var refused = 0
    private var known = 0
    private var written = 0

    init(
        atlas: Atlas, source: ImportSource, reading: ColumnReading, refusals: RefusalsFile, fingerprint: RowFingerprint,
        placement: Placement, above: RowAbove, answers: [String: String], plan: ColumnPlan
    ) {
        self.atlas = atlas
        self.source = source
        self.reading = reading
        self.refusals = refusals
        self.answers = answers
        self.fingerprint = fingerprint
        self.placement = placement
        self.above = above
        self.plan = plan
    }

    mutating func take(
        _ db: Database, options: ImportOptions, layout: Layout, progress: (Int) -> Void
    ) throws -> ImportReport {
        if let person = options.person { try atlas.requirePerson(person, db) }
        let ledger = try ImportLedger.open(
            db, table: Importer.table, source: source, layout: layout, person: options.person)
        let context = ImportContext(db: db, atlas: atlas, answers: answers, importID: ledger.id)
        var importer = try Importer(context)
        var row = ImportRow(plan: plan)
        row.reading = reading
        let bulk = try BulkTable(db, importer: Importer.self, atlas: atlas, importID: ledger)
        var blank = 0
        try bulk.fill {
            blank = try source.forEachRow { columns, raw in
                if columns.count != row.plan.columns.count || rows == 0 {
                    try row.plan.learn(columns)
                    try above.learn(row.plan)
                    try requireFields(of: row, importer)
                }
                rows += 1
                if rows % 2000 == 0 { progress(rows) }
                row.begin()
                swap(&row.record, &raw.record)
                row.number = row.record.number
                row.featureID = raw.id
                above.complete(&row)
                try takeRow(&row, &raw, &importer, bulk)
                swap(&row.record, &raw.record)
            }
        }
        guard rows > 0 else { throw ImportError.noRow(source.name) }
        for table in Importer.alsoFills { try db.geoPackage.updateContents(table: table) }
        plan = row.plan
        try plan.checkMappedColumns()
        try ledger.close(
            db, also: Importer.alsoFills, rows: rows, accepted: accepted, refused: refused, known: known,
            written: written, person: options.person)
        if let name = options.saveLayout { try layout.save(as: name, table: Importer.table, db) }
        return ImportReport(
            file: source.name, sha256: source.sha256, table: Importer.table, reading: source.reading, used: plan.used,
            unused: plan.remaining.map { plan.columns[$0] }, rows: rows, blankRows: blank, accepted: accepted,
            refused: refused,
            known: known, written: written, remarks: remarks.remarks, refusals: refusals.written,
            dryRun: options.dryRun)
    }

    private func requireFields(of row: ImportRow, _ importer: Importer) throws {
        let plan = row.plan
        for (index, field) in plan.fields.enumerated()
        where field.isRequired && plan.sources[index] == .absent && plan.qualified[index].isEmpty {
            if case .geoJSON = source.refusalForm { continue }
            if try importer.gives(index, from: row) { continue }
            throw ImportError.missingField(file: source.name, field: field.name, columns: plan.columns)
        }
    }

    private mutating func takeRow(
        _ row: inout ImportRow, _ raw: inout ImportSource.RawRow, _ importer: inout Importer, _ bulk: BulkTable
    ) throws {
        row.checkShape()
        row.checkIdentifier()
        try placement.place(&row, raw, file: source.name)
        var drafts: [BulkTable.Draft] = []
        var repeated: Int?
        if row.isAcceptable {
            try importer.take(&row) { row in
                row.readKinds()
                guard row.isAcceptable else { return }
                drafts.append(try bulk.draft(row, identity: fingerprint.identity(of: row, geometry: raw.geometry)))
                repeated = repeated ?? fingerprint.repeated
            }
        }
        if row.isAcceptable, drafts.isEmpty, !row.continuesEarlierRow {
            row.refuse(Bilingual(fr: "la ligne ne dit rien à enregistrer", en: "the row says nothing to record"))
        }
        var made = row.isAcceptable ? try store(drafts, of: &row, bulk) : 0
        if row.isAcceptable { made += try importer.finish(&row) }
        if Importer.isKeptByHand, made > 0, let repeated { row.askOfRepeat(repeated) }
        for problem in row.problems { remarks.add(problem) }
        if !row.isAcceptable {
            refused += 1
            try refusals.add(row, raw)
        } else if made > 0 {
            accepted += 1
            written += made
        } else {
            known += 1
        }
    }

    /// Stores what a row gave, whole or not at all: of a weighing that fills three streams, two are not kept alone.
    private func store(_ drafts: [BulkTable.Draft], of row: inout ImportRow, _ bulk: BulkTable) throws -> Int {
        guard drafts.count > 1 else { return try drafts.first.map { try insert($0, of: &row, bulk) ? 1 : 0 } ?? 0 }
        var made = 0
        try bulk.whole {
            for draft in drafts where row.isAcceptable { made += try insert(draft, of: &row, bulk) ? 1 : 0 }
            return row.isAcceptable
        }
        return row.isAcceptable ? made : 0
    }

    private func insert(_ draft: BulkTable.Draft, of row: inout ImportRow, _ bulk: BulkTable) throws -> Bool {
        let outcome: BulkTable.Outcome
        do {
            outcome = try bulk.insert(draft)
        } catch let failure as SQLiteFailure where failure.isRefusalByTrigger {
            row.refuse(Importer.sentence(of: failure.text))
            return false
        }
        switch outcome {
        case .inserted: return true
        case .known(let differences):
            guard !differences.isEmpty else { return false }
            row.warn(
                found: differences.joined(separator: ", "),
                Bilingual(
                    fr: "déjà dans l'atlas avec un autre contenu, laissé tel quel",
                    en: "already in the atlas with another content, left as it is"))
        case .twice(let first):
            row.refuse(
                found: draft.identity,
                Bilingual(
                    fr: "même identifiant que la ligne \(first) du même fichier",
                    en: "same identifier as row \(first) of the same file"))
        }
        return false
    }
}

extension ImportRow {
    /// A row that is not cut like the header is refused: its values may stand in the wrong columns.
    fileprivate mutating func checkShape() {
        guard let defect = record.defect else { return }
        refuse(defect.message)
    }

    /// Of two rows with one identifier, neither can be taken for the other: both are refused.
    fileprivate mutating func checkIdentifier() {
        let given = text(plan.fields.place(of: "uuid")).flatMap(RowIdentity.uuid(in:))
        guard let id = featureID ?? given, reading.repeatedIdentifiers.contains(id) else { return }
        refuse(
            found: id,
            Bilingual(
                fr: "identifiant donné à plusieurs lignes du fichier",
                en: "identifier given to several rows of the file"))
    }

    /// Rows that say the same may be three chairs or one chair written three times: who wrote them knows.
    fileprivate mutating func askOfRepeat(_ first: Int) {
        warn(
            found: "= \(first)",
            Bilingual(
                fr: "ligne identique à une autre du fichier : deux faits, ou un doublon ? Les deux sont inscrits",
                en: "row identical to another of the file: two facts, or a duplicate? Both are recorded"))
    }

    /// Reads the fields whose kind is not text, so that what is stored has the kind of its column.
    fileprivate mutating func readKinds() {
        for (index, field) in plan.fields.enumerated() where field.isStored && cell(index) == nil {
            switch field.kind {
            case .text: continue
            case .date: if let date = date(index) { set(index, .text(date.description)) }
            case .decimal, .degrees: if let number = decimal(index) { set(index, .real(number.double)) }
            case .integer: if let number = integer(index) { set(index, .integer(number)) }
            case .boolean: if let flag = boolean(index) { set(index, .integer(flag ? 1 : 0)) }
            }
        }
        for (index, field) in plan.fields.enumerated()
        where field.isRequired && field.isStored && cell(index) == nil && text(index) == nil {
            refuse(index, found: "", Bilingual(fr: "valeur obligatoire absente", en: "a required value is missing"))
        }
    }
}
