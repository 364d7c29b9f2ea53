import GRDB
public import Geospatial
public import Languages

/// One row of a layer, each value as the text that says it exactly; the same value is filled again for the next row, so
/// what is to be kept is copied out.
public struct LayerRow: Sendable {
    /// What could not be taken from a row; the rest of it is there.
    public struct Problem: Hashable, Sendable {
        /// The column's name.
        public let column: String
        /// What was found and what to do.
        public let message: Bilingual
    }

    /// Its place in the layer, from 1.
    public fileprivate(set) var number = 0
    /// The integer that identifies it; nil when the table has none.
    public fileprivate(set) var fid: Int64?
    /// Nil when there is none, or when it cannot be read: then `problems` says so.
    public fileprivate(set) var geometry: Geometry?
    /// The `srs_id` in the geometry's own header, which ought to be that of the layer.
    public fileprivate(set) var srs: Int32?
    /// What could not be read.
    public fileprivate(set) var problems: [Problem] = []

    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var nulls: [Bool] = []

    /// The text of a value, by the place of its column in ``Layer/columns``: UTF-8 as stored; integers and numbers in
    /// their shortest exact form with a point; booleans 0 or 1; empty for NULL and for blobs.
    public subscript(column: Int) -> ArraySlice<UInt8> {
        bytes[(column == 0 ? 0 : ends[column - 1])..<ends[column]]
    }

    /// True when the value is NULL, or a blob that was passed over.
    public func isNull(_ column: Int) -> Bool { nulls[column] }

    /// The text of a value as a string; bytes that are not UTF-8 become U+FFFD.
    public func string(_ column: Int) -> String { String(decoding: self[column], as: UTF8.self) }

    fileprivate mutating func begin() {
        number += 1
        fid = nil
        geometry = nil
        srs = nil
        problems.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        nulls.removeAll(keepingCapacity: true)
    }

    fileprivate mutating func append(_ column: String, _ index: Int, of statement: borrowing RawStatement) {
        var isNull = false
        switch statement.storage(index) {
        case .null: isNull = true
        case .integer: bytes.append(contentsOf: String(statement.int64(index)).utf8)
        case .real:
            let text = String(statement.double(index))
            bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
        case .text: bytes.append(contentsOf: statement.text(index))
        case .blob:
            isNull = true
            problems.append(
                Problem(
                    column: column,
                    message: Bilingual(
                        fr: "valeur binaire, passée : une pièce jointe ne se lit pas comme du texte.",
                        en: "binary value, passed over: an attachment cannot be read as text.")))
        }
        ends.append(bytes.count)
        nulls.append(isNull)
    }

    fileprivate mutating func readGeometry(_ column: String, _ index: Int, of statement: borrowing RawStatement) {
        guard statement.storage(index) != .null else { return }
        do {
            let blob = try GeometryBlob(statement.blob(index) ?? UnsafeRawBufferPointer(statement.text(index)))
            geometry = blob.geometry
            srs = blob.srs
        } catch {
            problems.append(Problem(column: column, message: error.message))
        }
    }

    fileprivate mutating func readKey(_ index: Int, of statement: borrowing RawStatement) {
        fid = statement.storage(index) == .integer ? statement.int64(index) : nil
    }
}

extension GeoPackage {
    /// Reads a layer row by row, in the order of the table, as it stands at one moment.
    ///
    /// - Parameter body: called with each row; what it throws ends the reading.
    /// - Throws: what `body` throws, ``GeoPackageError``.
    public func forEachRow(of layer: Layer, _ body: (LayerRow) throws -> Void) throws {
        let names = layer.columns.map(\.name) + (layer.geometry.map { [$0.name] } ?? [])
        let keyIndex = layer.key.flatMap { key in layer.columns.firstIndex { $0.name == key } }
        let list = names.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
        try pool.read { db in
            let statement: RawStatement
            do {
                statement = try RawStatement(
                    db, sql: "SELECT \(list) FROM \(layer.name.quotedDatabaseIdentifier)", subject: layer.name)
            } catch let failure as SQLiteFailure {
                throw GeoPackageError.sqlite(path: path, code: failure.code, text: failure.text)
            }
            var row = LayerRow()
            while try next(statement) {
                row.begin()
                for (index, column) in layer.columns.enumerated() { row.append(column.name, index, of: statement) }
                if let keyIndex { row.readKey(keyIndex, of: statement) }
                if let geometry = layer.geometry {
                    row.readGeometry(geometry.name, layer.columns.count, of: statement)
                }
                try body(row)
            }
        }
    }

    private func next(_ statement: borrowing RawStatement) throws(GeoPackageError) -> Bool {
        do {
            return try statement.step()
        } catch {
            throw .sqlite(path: path, code: error.code, text: error.text)
        }
    }
}
