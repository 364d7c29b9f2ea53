public import Atlas
import Formats
import GRDB
import GeoPackage
import Geospatial
public import Languages

/// What is said of the published observations as a whole: the metadata that GBIF asks for.
public struct DatasetMetadata: Sendable, Hashable {
    /// The licences that GBIF publishes under, and no other.
    public enum Licence: String, Sendable, CaseIterable {
        case cc0 = "CC0"
        case ccBy = "CC-BY"
        case ccByNC = "CC-BY-NC"

        /// The address of its text.
        var url: String {
            switch self {
            case .cc0: "http://creativecommons.org/publicdomain/zero/1.0/legalcode"
            case .ccBy: "http://creativecommons.org/licenses/by/4.0/legalcode"
            case .ccByNC: "http://creativecommons.org/licenses/by-nc/4.0/legalcode"
            }
        }

        /// The name and the identifier that SPDX gives it.
        var spdx: (name: String, identifier: String) {
            switch self {
            case .cc0: ("Creative Commons Zero v1.0 Universal", "CC0-1.0")
            case .ccBy: ("Creative Commons Attribution 4.0 International", "CC-BY-4.0")
            case .ccByNC: ("Creative Commons Attribution Non Commercial 4.0 International", "CC-BY-NC-4.0")
            }
        }
    }

    /// The public identity of the dataset, the same in each of its editions.
    public internal(set) var uuid = ""
    /// The title.
    public var title: String?
    /// What the dataset is, in a few sentences.
    public var abstract: String?
    /// The organisation that made it.
    public var creator: String?
    /// Who answers questions.
    public var contact: String?
    /// Where they are written to.
    public var email: String?
    /// Under which licence it may be used.
    public var licence: Licence?
    /// Where the observations were made, in words; the campuses' names when nil.
    public var place: String?
    /// The language of the dataset: `fra` or `eng` (ISO 639-3).
    public var language: String?

    /// Nothing said yet.
    public init() {}

    /// The names of what an archive needs and is not said.
    public var missing: [String] {
        let needed = [
            ("title", title), ("abstract", abstract), ("creator", creator), ("contact", contact), ("email", email),
            ("licence", licence?.rawValue),
        ]
        return needed.filter { $0.1 == nil }.map(\.0)
    }

    /// What is said here, and where it is silent what was said before.
    func completed(by before: DatasetMetadata) -> DatasetMetadata {
        var whole = self
        whole.uuid = before.uuid
        whole.title = title ?? before.title
        whole.abstract = abstract ?? before.abstract
        whole.creator = creator ?? before.creator
        whole.contact = contact ?? before.contact
        whole.email = email ?? before.email
        whole.licence = licence ?? before.licence
        whole.place = place ?? before.place
        whole.language = language ?? before.language
        return whole
    }

    static let migration = Migration("species-exchange-1", apply: createTable)

    private static func createTable(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE dataset_metadata (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  title TEXT,
                  abstract TEXT,
                  creator TEXT,
                  contact TEXT,
                  email TEXT,
                  licence TEXT CONSTRAINT "licence CC0, CC-BY ou CC-BY-NC" CHECK (licence IS NULL OR licence IN ('CC0', 'CC-BY', 'CC-BY-NC')),
                  place TEXT,
                  language TEXT
                );
                """)
        let schema = db.geoPackage
        try schema.registerAttributes(
            table: "dataset_metadata", identifier: "Métadonnées publiées", description: "Published metadata")
        for (column, title) in [
            ("title", "Titre"), ("abstract", "Résumé"), ("creator", "Organisme"), ("contact", "Contact"),
            ("email", "Courriel"), ("licence", "Licence"), ("place", "Lieu"), ("language", "Langue"),
        ] {
            try schema.describe(table: "dataset_metadata", column: column, title: title)
        }
        try Journal.install(on: "dataset_metadata", db)
    }
}

extension Atlas {
    /// What is said of the published observations as a whole.
    public func datasetMetadata() throws -> DatasetMetadata {
        try pool.read { db in try DatasetMetadata(db) }
    }

    /// Says it: what is nil stays as it was said before.
    ///
    /// - Returns: the whole.
    @discardableResult
    public func describeDataset(_ said: DatasetMetadata, by person: String? = nil) throws -> DatasetMetadata {
        try write(by: person) { db in
            let before = try DatasetMetadata(db)
            var whole = said.completed(by: before)
            if before.uuid.isEmpty {
                whole.uuid = RowIdentity.timeOrdered()
                try db.execute(sql: "INSERT INTO dataset_metadata (uuid) VALUES (?)", arguments: [whole.uuid])
            }
            try db.execute(
                sql: """
                    UPDATE dataset_metadata SET title = ?, abstract = ?, creator = ?, contact = ?, email = ?, licence = ?,
                      place = ?, language = ? WHERE uuid = ?
                    """,
                arguments: [
                    whole.title, whole.abstract, whole.creator, whole.contact, whole.email, whole.licence?.rawValue,
                    whole.place, whole.language, whole.uuid,
                ])
            return whole
        }
    }
}

extension DatasetMetadata {
    init(_ db: Database) throws {
        guard try db.tableExists("dataset_metadata"),
            let row = try Row.fetchOne(db, sql: "SELECT * FROM dataset_metadata ORDER BY fid LIMIT 1")
        else { return }
        uuid = row["uuid"] ?? ""
        title = row["title"]
        abstract = row["abstract"]
        creator = row["creator"]
        contact = row["contact"]
        email = row["email"]
        licence = (row["licence"] as String?).flatMap(Licence.init(rawValue:))
        place = row["place"]
        language = row["language"]
    }
}

/// Why an archive is not written.
public enum ArchiveExportError: ReadableError, Hashable {
    case metadataMissing([String])
    case noRecord

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .metadataMissing(let names):
            Bilingual(
                fr:
                    "Une archive publiée dit qui l'a faite et sous quelle licence ; il manque : \(names.joined(separator: ", ")). "
                    + "Dites-le une fois : campus-atlas species metadata ATLAS "
                    + names.map { "--\($0) …" }.joined(separator: " "),
                en:
                    "A published archive says who made it and under which licence; missing: \(names.joined(separator: ", ")). "
                    + "Say it once: campus-atlas species metadata ATLAS "
                    + names.map { "--\($0) …" }.joined(separator: " "))
        case .noRecord:
            Bilingual(fr: "Aucune observation à publier.", en: "No observation to publish.")
        }
    }
}
