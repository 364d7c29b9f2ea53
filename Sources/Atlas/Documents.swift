import Formats
import Foundation
package import GRDB
import GeoPackage
public import Languages

extension Atlas {
    /// The tables whose rows may have documents.
    public static let documentedTables = [
        "campus", "surface", "parcel", "works", "rain_device", "plant", "planting_bed", "observation", "visit",
        "container", "weighing", "facility_route", "waste_obligation", "waste_attestation",
    ]

    /// The largest document kept, in bytes: an atlas is copied and sent whole.
    public static let largestDocument = 32 << 20

    /// Keeps a file in the atlas, beside a row of it (OGC 18-000, media relation).
    ///
    /// - Returns: the document's identity. The same file attached twice to a row is kept once.
    /// - Throws: ``DocumentError``
    @discardableResult
    public func attach(
        _ path: String, to table: String, row uuid: String, title: String? = nil, by person: String? = nil
    ) throws -> String {
        guard Self.documentedTables.contains(table) else {
            throw DocumentError.unknownTable(table, known: Self.documentedTables)
        }
        let document = try DocumentFile(path)
        try write(by: person) { db in
            guard
                let row = try Int64.fetchOne(db, sql: "SELECT fid FROM \"\(table)\" WHERE uuid = ?", arguments: [uuid])
            else { throw DocumentError.unknownRow(uuid, table: table) }
            try document.attach(to: table, row: row, title: title, db)
        }
        return document.identity
    }

    /// Makes the tables that pair rows and documents, once every book has its tables.
    static func relateDocuments(_ db: Database) throws {
        for table in documentedTables where try db.tableExists(table) {
            guard try !db.tableExists("\(table)_document") else { continue }
            try db.geoPackage.relate(base: table, related: "document", mappingTable: "\(table)_document", kind: .media)
        }
    }
}

/// A file read whole, to be kept in the atlas.
package struct DocumentFile {
    /// The same for the same bytes, in every atlas.
    package let identity: String
    package let sha256: String
    private let name: String
    private let bytes: [UInt8]

    package init(_ path: String) throws {
        bytes = try ByteSource(path).readAll(limit: Atlas.largestDocument)
        name = URL(filePath: path).lastPathComponent
        identity = RowIdentity.named(Array("document\u{1E}".utf8) + bytes)
        sha256 = SHA256.hexDigest(of: bytes)
    }

    /// Keeps the file, once, and pairs it with a row.
    package func attach(to table: String, row: Int64, title: String? = nil, _ db: Database) throws {
        let kept = "SELECT fid FROM document WHERE uuid = ?"
        if try Int64.fetchOne(db, sql: kept, arguments: [identity]) == nil {
            try db.execute(
                sql: "INSERT INTO document (uuid, title, content_type, sha256, data) VALUES (?, ?, ?, ?, ?)",
                arguments: [identity, title ?? name, ContentType.of(name), sha256, Data(bytes)])
        }
        let document = try Int64.fetchOne(db, sql: kept, arguments: [identity])
        let pair: StatementArguments = [row, document]
        let isKnown = try Bool.fetchOne(
            db, sql: "SELECT 1 FROM \"\(table)_document\" WHERE base_id = ? AND related_id = ?", arguments: pair)
        guard isKnown != true else { return }
        try db.execute(
            sql: "INSERT INTO \"\(table)_document\" (base_id, related_id) VALUES (?, ?)", arguments: pair)
    }
}

/// Why a document was not kept.
public enum DocumentError: ReadableError, Hashable {
    case unknownTable(String, known: [String])
    case unknownRow(String, table: String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownTable(let table, let known):
            Bilingual(
                fr: "Pas de document pour « \(table) ». Tables : \(known.joined(separator: ", ")).",
                en: "No document for '\(table)'. Tables: \(known.joined(separator: ", ")).")
        case .unknownRow(let uuid, let table):
            Bilingual(
                fr: "Aucune ligne d'identité « \(uuid) » dans « \(table) ».",
                en: "No row of identity '\(uuid)' in '\(table)'.")
        }
    }
}

/// Media types (RFC 6838) of the files that people attach.
enum ContentType {
    static func of(_ name: String) -> String {
        let types = [
            "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heic": "image/heic",
            "pdf": "application/pdf", "csv": "text/csv", "txt": "text/plain", "geojson": "application/geo+json",
        ]
        return types[URL(filePath: name).pathExtension.lowercased()] ?? "application/octet-stream"
    }
}
