// Atlas: the open atlas. One GeoPackage file, its schema and migrations, the campuses, the code lists, the people, the
// journal, the ledger of imports, and what the three books share: how rows come in and go out.
// It must not know what a surface, a taxon or a weighing is: each book says so in a `Book` of its own.

import Foundation
package import GRDB
package import GeoPackage
public import Geospatial
public import Languages

/// A campus atlas, open.
///
/// The file is an OGC GeoPackage that QGIS opens and edits as it is; the atlas adds a journal that triggers write, so
/// that a change made elsewhere is recorded like one made here.
public final class Atlas: Sendable {
    /// Where the file is.
    public let path: String
    /// The school's name, as given at `init`.
    public let name: String
    /// The working coordinate reference system: projected, in metres; coordinates are rounded to 1 mm.
    public let crs: CoordinateReferenceSystem
    package let container: GeoPackage
    package let books: [Book]

    package var pool: DatabasePool { container.pool }

    /// Coordinates are kept on a grid of 1 mm, and overlay is done there.
    public static let grid = 0.001

    private init(path: String, name: String, crs: CoordinateReferenceSystem, container: GeoPackage, books: [Book]) {
        self.path = path
        self.name = name
        self.crs = crs
        self.container = container
        self.books = books
    }

    /// Makes a new atlas, with the tables and code lists of the books and nothing in them.
    ///
    /// - Parameters:
    ///   - crs: the working system; it must be projected and in metres.
    ///   - version: of the GeoPackage; 1.3 opens in QGIS 3.22 without a warning.
    /// - Throws: ``AtlasError``, or what the container says of the file.
    package static func create(
        at path: String, name: String, crs: CoordinateReferenceSystem, version: GeoPackage.Version, books: [Book]
    ) throws -> Atlas {
        guard crs.isMetric, let code = crs.authority else { throw AtlasError.workingCRSNotMetric(crs.name) }
        let name = name.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty else { throw AtlasError.nameMissing }
        let container = try GeoPackage.create(at: path, version: version)
        let atlas = Atlas(path: path, name: name, crs: crs, container: container, books: books)
        do {
            try Migrations.run(books, on: container, crs: crs)
            try container.pool.write { db in
                try db.execute(
                    sql: "INSERT INTO atlas (uuid, name, crs, created_at) VALUES (?, ?, ?, ?)",
                    arguments: [
                        RowIdentity.timeOrdered(), atlas.name, "\(code.organization):\(code.code)", Clock.now(),
                    ])
            }
        } catch {
            try atlas.discard()
            throw error
        }
        return atlas
    }

    /// Takes away the file of an atlas whose making failed.
    package func discard() throws {
        try pool.close()
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// Opens an atlas, brings its tables up to date when the program is newer than the file.
    ///
    /// - Throws: ``AtlasError/notAnAtlas(_:)`` for a GeoPackage that is something else.
    package static func open(at path: String, books: [Book], readOnly: Bool = false) throws -> Atlas {
        // Looked at before it is opened for writing: a GeoPackage that is no atlas stays as it is.
        let looked = try GeoPackage.open(at: path, readOnly: true)
        let row = try looked.pool.read { db -> Row? in
            guard try db.tableExists("atlas") else { return nil }
            return try Row.fetchOne(db, sql: "SELECT name, crs FROM atlas")
        }
        guard let row else { throw AtlasError.notAnAtlas(path) }
        let crs = try CoordinateReferenceSystem(row["crs"] as String)
        // An older atlas lacks tables that even a reader asks for.
        let isOlder = try Migrations.arePending(books, on: looked, crs: crs)
        let container = readOnly && !isOlder ? looked : try GeoPackage.open(at: path)
        if isOlder || !readOnly { try Migrations.run(books, on: container, crs: crs) }
        return Atlas(path: path, name: row["name"], crs: crs, container: container, books: books)
    }
}

/// What may be wrong with an atlas as a whole.
public enum AtlasError: ReadableError, Hashable {
    case notAnAtlas(String)
    case newerThanProgram(String)
    case workingCRSNotMetric(String)
    case nameMissing
    case unknownPerson(String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .notAnAtlas(let path):
            Bilingual(
                fr: "\(path) est un GeoPackage, mais pas un atlas : créez-en un avec « campus-atlas init ».",
                en: "\(path) is a GeoPackage but not an atlas: make one with 'campus-atlas init'.")
        case .newerThanProgram(let path):
            Bilingual(
                fr: "\(path) a été fait par une version plus récente du programme : mettez le programme à jour.",
                en: "\(path) was made by a newer version of the program: update the program.")
        case .workingCRSNotMetric(let name):
            Bilingual(
                fr: "Le système de travail doit être projeté, en mètres et d'un code connu ; « \(name) » ne l'est pas. "
                    + "En France métropolitaine : EPSG:2154.",
                en: "The working system must be projected, in metres and of a known code; '\(name)' is not. "
                    + "In metropolitan France: EPSG:2154.")
        case .nameMissing:
            Bilingual(
                fr: "Donnez un nom à l'atlas : --name \"École\".", en: "Give the atlas a name: --name \"School\".")
        case .unknownPerson(let name):
            Bilingual(
                fr: "Personne inconnue : « \(name) ». Ajoutez-la avec « campus-atlas people add ».",
                en: "Unknown person: '\(name)'. Add them with 'campus-atlas people add'.")
        }
    }
}
