package import Formats
import Foundation
import GeoPackage
import Geospatial
package import Languages

/// A table that a book reads from a form of its own: the occurrences of an archive.
package protocol ForeignTable {
    /// The file as the person named it.
    var name: String { get }
    /// Of the bytes that the rows come from.
    var sha256: String { get }
    /// What the person must know of how the file is read.
    var reading: [Bilingual] { get }
    var columns: [String] { get }
    /// Reads the rows in order; it can be asked several times.
    ///
    /// - Returns: how many rows hold nothing at all, which `body` is not given.
    func forEachRow(_ body: (inout Record) throws -> Void) throws -> Int
}

/// A file of rows, whatever its form: delimited text (bare or alone in a ZIP archive), a sheet of a workbook, GeoJSON, or
/// a layer of a GeoPackage.
///
/// It can be read several times: once to learn what its columns hold, once to take the rows in.
package struct ImportSource {
    /// One row of the file, as it is.
    struct RawRow {
        var record = Record()
        /// In the reference system of the file.
        var geometry: Geometry?
        /// The identifier that the format itself gives the row (RFC 7946 section 3.2).
        var id: String?
        /// Why the row has no readable geometry.
        var geometryProblem: Bilingual?
    }

    private enum Form {
        case delimited(ByteSource, headerRow: Int?)
        case geoJSON(ByteSource)
        case geoPackage(GeoPackage, Layer)
        case foreign(any ForeignTable)
    }

    /// The file as the person named it.
    package let name: String
    let sha256: String
    private let form: Form
    /// Reference system that the file states.
    let crs: String?
    /// What the person must know of how the file is read.
    package private(set) var reading: [Bilingual]
    /// The columns, where the form shows them before its rows.
    package let header: [String]
    /// How refused rows can be written so that the file can be corrected and sent again.
    let refusalForm: RefusalForm

    enum RefusalForm {
        case delimited(DelimitedDialect, byteOrderMark: Bool)
        case geoJSON
    }

    /// A table of a form that a book knows.
    package init(_ table: any ForeignTable) {
        name = table.name
        sha256 = table.sha256
        form = .foreign(table)
        crs = nil
        reading = table.reading
        header = table.columns
        refusalForm = .delimited(.commaSeparated, byteOrderMark: true)
    }

    /// Adds what the person must know of how the file is read.
    package mutating func say(_ sentence: Bilingual) { reading.append(sentence) }

    /// Opens a file, or standard input for `-`, which is kept in a temporary file while it is read.
    ///
    /// - Parameters:
    ///   - layer: the one to read, of a GeoPackage that has several.
    ///   - sheet: the one to read, of a workbook; the first when nil.
    ///   - headerRow: the row that names the columns of a table; the first that holds something when nil.
    package init(_ path: String, layer: String?, sheet: String? = nil, headerRow: Int? = nil) throws {
        name = path == "-" ? "-" : URL(filePath: path).lastPathComponent
        let bytes = try ByteSource(path).spooled()
        let head = try bytes.prefix(64)
        guard !head.isEmpty else { throw ImportError.empty(path) }
        sha256 = try SHA256.hexDigest(of: bytes)
        if head.starts(with: Array("SQLite format 3\0".utf8)) {
            let container = try GeoPackage.open(at: path, readOnly: true)
            let layer = try Self.choose(layer, in: try container.layers(), of: path)
            form = .geoPackage(container, layer)
            crs = layer.geometry?.reference?.authorityCode ?? layer.geometry?.reference?.definition
            reading = [Bilingual(fr: "GeoPackage, couche « \(layer.name) »", en: "GeoPackage, layer '\(layer.name)'")]
            header = layer.columns.map(\.name)
            refusalForm = .delimited(.semicolonSeparated, byteOrderMark: true)
        } else if try Self.isWorkbook(bytes, head) {
            let table = try WorkbookTable(bytes, name: name, sha256: sha256, sheet: sheet, headerRow: headerRow)
            form = .foreign(table)
            crs = nil
            reading = table.reading
            header = table.columns
            refusalForm = .delimited(.semicolonSeparated, byteOrderMark: true)
        } else if head.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            let archive = try ZIPReader(bytes)
            let entry = try Self.table(of: archive, path: path)
            let table = archive.source(entry)
            let rows = try DelimitedRows(table, headerRow: headerRow)
            form = .delimited(table, headerRow: headerRow)
            crs = nil
            reading =
                [Bilingual(fr: "archive ZIP, fichier \(entry.name)", en: "ZIP archive, file \(entry.name)")]
                + rows.aloud
            header = rows.columns
            refusalForm = .delimited(rows.dialect, byteOrderMark: rows.reader.hasByteOrderMark)
        } else if Self.looksLikeJSON(head) {
            let reader = try GeoJSONReader(bytes)
            form = .geoJSON(bytes)
            crs = reader.crs ?? "OGC:CRS84"
            reading =
                reader.crs.map {
                    [
                        Bilingual(
                            fr: "GeoJSON, système déclaré par l'ancien membre « crs » : \($0)",
                            en: "GeoJSON, system declared by the legacy 'crs' member: \($0)")
                    ]
                } ?? [Bilingual(fr: "GeoJSON (RFC 7946), WGS 84", en: "GeoJSON (RFC 7946), WGS 84")]
            header = []
            refusalForm = .geoJSON
        } else {
            let rows = try DelimitedRows(bytes, headerRow: headerRow)
            form = .delimited(bytes, headerRow: headerRow)
            crs = nil
            reading = rows.aloud
            header = rows.columns
            refusalForm = .delimited(rows.dialect, byteOrderMark: rows.reader.hasByteOrderMark)
        }
    }

    /// Reads the rows in order. `columns` are those known so far: a GeoJSON file shows its own as it goes.
    ///
    /// - Returns: how many rows hold nothing at all, which `body` is not given.
    @discardableResult
    func forEachRow(_ body: (_ columns: [String], inout RawRow) throws -> Void) throws -> Int {
        var row = RawRow()
        switch form {
        case .delimited(let bytes, let headerRow):
            let rows = try DelimitedRows(bytes, headerRow: headerRow)
            while try rows.next(into: &row.record) { try body(rows.columns, &row) }
            return rows.reader.emptyRowCount
        case .geoJSON(let bytes):
            let reader = try GeoJSONReader(bytes)
            while let feature = try reader.next() {
                row.record = feature.properties
                row.geometry = feature.geometry
                row.id = feature.id
                row.geometryProblem = feature.geometryProblem?.message
                try body(reader.columns, &row)
            }
        case .geoPackage(let container, let layer):
            let columns = layer.columns.map(\.name)
            try container.forEachRow(of: layer) { source in
                row.record.removeAll()
                row.record.number = source.number
                for index in columns.indices { row.record.append(source[index]) }
                row.geometry = source.geometry
                row.geometryProblem = source.problems.first { $0.column == layer.geometry?.name }?.message
                try body(columns, &row)
            }
        case .foreign(let table):
            let columns = table.columns
            return try table.forEachRow { record in
                swap(&row.record, &record)
                try body(columns, &row)
                swap(&row.record, &record)
            }
        }
        return 0
    }

    /// True when the first shape of the file is a surface; false when it has none, as a table of columns has.
    package var holdsSurfaces: Bool {
        get throws {
            struct Found: Error { let isSurface: Bool }
            if case .delimited = form { return false }
            do {
                try forEachRow { _, row in
                    if let geometry = row.geometry { throw Found(isSurface: geometry.polygonal != nil) }
                }
            } catch let found as Found {
                return found.isSurface
            }
            return false
        }
    }

    /// True for a spreadsheet, and for what only looks like one to a person: its own reader says why it is not read.
    private static func isWorkbook(_ bytes: ByteSource, _ head: [UInt8]) throws -> Bool {
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return true }
        guard head.starts(with: Array("PK\u{3}\u{4}".utf8)) else { return false }
        return try ZIPReader(bytes).entries.contains { ["[Content_Types].xml", "mimetype"].contains($0.name) }
    }

    private static func looksLikeJSON(_ head: [UInt8]) -> Bool {
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        let first = text.first { ![0x20, 0x09, 0x0A, 0x0D, 0x1E].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private static func choose(_ name: String?, in layers: [Layer], of path: String) throws -> Layer {
        if let name {
            guard let layer = layers.first(where: { $0.name == name }) else {
                throw ImportError.unknownLayer(name, names: layers.map(\.name))
            }
            return layer
        }
        let spatial = layers.filter { $0.geometry != nil }
        let candidates = spatial.isEmpty ? layers : spatial
        guard let layer = candidates.first else { throw ImportError.noRow(path) }
        guard candidates.count == 1 else { throw ImportError.severalLayers(path, names: candidates.map(\.name)) }
        return layer
    }

    private static func table(of archive: ZIPReader, path: String) throws -> ZIPEntry {
        let tables = archive.entries.filter { entry in
            [".csv", ".txt", ".tsv", ".tab"].contains { entry.name.lowercased().hasSuffix($0) }
                && !entry.name.hasPrefix("__MACOSX/")
        }
        if DarwinCoreArchive.descriptor(of: archive) != nil {
            throw ImportError.archive(
                path,
                Bilingual(
                    fr:
                        "archive Darwin Core avec meta.xml : elle ne contient que des observations (import observations).",
                    en: "Darwin Core Archive with a meta.xml: it holds observations only (import observations)."))
        }
        guard let table = tables.first, tables.count == 1 else {
            throw ImportError.archive(
                path,
                Bilingual(
                    fr: "l'archive doit contenir un seul fichier .csv, .tsv ou .txt ; elle en a \(tables.count).",
                    en: "the archive must hold exactly one .csv, .tsv or .txt file; it has \(tables.count)."))
        }
        return table
    }
}
