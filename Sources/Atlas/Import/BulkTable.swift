import Formats
import Foundation
import GRDB
import GeoPackage
import Geospatial

/// A table being filled from a file: one prepared statement, the spatial index rebuilt or completed once at the end.
final class BulkTable {
    /// A row ready to be stored.
    struct Draft {
        let identity: String
        let number: Int
        var cells: [Cell]
        let geometry: Geometry?
    }

    enum Outcome {
        case inserted
        /// Already there; the columns in which it differs from what the file says.
        case known(differences: [String])
        /// Already given by this row of the same file.
        case twice(row: Int)
    }

    private let db: Database
    private let table: String
    private let columns: [String]
    private let stored: [Int]
    private let hasGeometry: Bool
    private let hasRemainder: Bool
    private let importID: Int64
    private let srs: Int32
    private var statement: BulkInsert
    private let existing: Statement
    private var blob: [UInt8] = []
    /// The rows of the file that were already there, by the hash of their identity.
    private var rowOfKnown: [Int: Int] = [:]

    init<Importer: RowImporter>(
        _ db: Database, importer: Importer.Type, atlas: Atlas, importID ledger: ImportLedger
    ) throws {
        self.db = db
        table = Importer.table
        importID = ledger.id
        srs = Int32(atlas.crs.authority?.code ?? 0)
        stored = Importer.fields.indices.filter { Importer.fields[$0].isStored && Importer.fields[$0].name != "uuid" }
        if case .none = Importer.geometry { hasGeometry = false } else { hasGeometry = true }
        hasRemainder = Importer.remainder != nil
        var columns = ["uuid", "import_id", "import_row"]
        if hasGeometry { columns.append("geom") }
        if let remainder = Importer.remainder { columns.append(remainder) }
        columns += stored.map { Importer.fields[$0].name }
        self.columns = columns
        let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        statement = try BulkInsert(db, into: table, columns: columns, unlessKnownBy: "uuid")
        existing = try db.makeStatement(sql: "SELECT \(names) FROM \"\(table)\" WHERE uuid = ?")
    }

    /// Runs `load` with one line of the journal for all its rows, and the spatial index brought up to date once.
    func fill(_ load: () throws -> Void) throws {
        try db.execute(sql: "INSERT INTO journal_context (fid, import_id) VALUES (1, ?)", arguments: [importID])
        if hasGeometry {
            try db.geoPackage.withoutSpatialIndexTriggers(table: table, column: "geom", load)
        } else {
            try load()
        }
        try db.geoPackage.updateContents(table: table)
        try db.execute(sql: "DELETE FROM journal_context")
    }

    /// Keeps what `load` inserts if it returns true, and nothing of it otherwise.
    func whole(_ load: () throws -> Bool) throws {
        try db.inSavepoint { try load() ? .commit : .rollback }
    }

    func draft(_ row: ImportRow, identity: String) throws -> Draft {
        var cells: [Cell] = []
        cells.reserveCapacity(stored.count + 1)
        if hasRemainder { cells.append(row.remainder()) }
        for field in stored { cells.append(row.cell(field) ?? row.text(field).map(Cell.text) ?? .null) }
        return Draft(identity: identity, number: row.number, cells: cells, geometry: row.geometry)
    }

    func insert(_ draft: Draft) throws -> Outcome {
        statement.bind(draft.identity, at: 0)
        statement.bind(importID, at: 1)
        statement.bind(Int64(draft.number), at: 2)
        var place = 3
        if hasGeometry {
            if let geometry = draft.geometry {
                blob.removeAll(keepingCapacity: true)
                GeometryBlob(geometry, srs: srs).append(to: &blob)
                statement.bind(bytes: blob, at: place)
            }
            place += 1
        }
        for cell in draft.cells {
            switch cell {
            case .null: break
            case .text(let text): statement.bind(text, at: place)
            case .integer(let value): statement.bind(value, at: place)
            case .real(let value): statement.bind(value, at: place)
            }
            place += 1
        }
        if try statement.step() != nil { return .inserted }
        return try compare(draft)
    }

    private func compare(_ draft: Draft) throws -> Outcome {
        guard let row = try Row.fetchOne(existing, arguments: [draft.identity]) else { return .inserted }
        if row["import_id"] as Int64? == importID { return .twice(row: row["import_row"] ?? 0) }
        if let first = rowOfKnown.updateValue(draft.number, forKey: draft.identity.hashValue) {
            return .twice(row: first)
        }
        var differences: [String] = []
        var place = 3
        if hasGeometry {
            var bytes: [UInt8] = []
            if let geometry = draft.geometry { bytes = GeometryBlob(geometry, srs: srs).bytes }
            if (row[place] as Data?) ?? Data() != Data(bytes) { differences.append("geom") }
            place += 1
        }
        for (offset, cell) in draft.cells.enumerated() {
            let index = place + offset
            let isSame =
                switch cell {
                case .null: row[index] as DatabaseValue == .null
                case .text(let text): row[index] as String? == text
                case .integer(let value): row[index] as Int64? == value
                case .real(let value): row[index] as Double? == value
                }
            if !isSame { differences.append(columns[index]) }
        }
        return .known(differences: differences)
    }
}

extension ImportRow {
    /// What the file says and no column of the table holds, as JSON; null when there is nothing.
    fileprivate func remainder() -> Cell {
        var json = JSONWriter()
        json.beginObject()
        for column in plan.remaining where !record.isEmpty(column) {
            json.key(plan.columns[column])
            json.string(record.trimmedText(column))
        }
        for column in plan.columns.indices where record.kind(column) == .number {
            guard let stored = record.aside(column) else { continue }
            json.key("\(plan.columns[column]) (enregistré)")
            json.string(stored)
        }
        if let (name, text) = unusedIdentifier {
            json.key(name)
            json.string(text)
        }
        json.endObject()
        guard json.bytes.count > 2 else { return .null }
        return .text(String(decoding: json.bytes, as: UTF8.self))
    }
}
