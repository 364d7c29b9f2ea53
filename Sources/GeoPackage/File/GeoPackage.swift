// GeoPackage: the OGC container (OGC 12-128r17 and later) over SQLite: tables, geometry blobs, spatial index, schema and
// related-tables extensions, styles, and the check of all that. It knows SQLite and geometries; it must not know what the
// tables are about, nor any file format but this one.

import Foundation
package import GRDB
import GRDBSQLite

/// A GeoPackage file that is open.
///
/// A value to hand round: it shares one pool of connections, closed when the last copy goes away. Each connection
/// enforces foreign keys, waits five seconds for a lock, and has the functions ST_MinX, ST_MaxX, ST_MinY, ST_MaxY and
/// ST_IsEmpty that the triggers of a spatial index call (OGC 12-128r17 clause F.3).
public struct GeoPackage: Sendable {
    /// The file's path, as given.
    public let path: String

    /// True when nothing can be written through this value.
    public let isReadOnly: Bool

    package let pool: DatabasePool

    /// Which rules a file is written by; they differ in the triggers of the spatial index.
    public enum Version: Int32, Sendable, CaseIterable {
        /// GeoPackage 1.3: what QGIS 3.22 and GDAL 3.6 open without a warning.
        case v1_3 = 10300
        /// GeoPackage 1.4: its triggers leave `INSERT … ON CONFLICT DO UPDATE` possible.
        case v1_4 = 10400
    }

    /// Makes a new file that holds the core tables and no layer, and opens it.
    ///
    /// - Parameter path: where; nothing may exist there. Requirement 3 asks for a name that ends in `.gpkg`.
    /// - Throws: ``GeoPackageError``.
    public static func create(at path: String, version: Version = .v1_3) throws(GeoPackageError) -> GeoPackage {
        guard !FileManager.default.fileExists(atPath: path) else { throw .alreadyExists(path: path) }
        do {
            // Written under a rollback journal: the identity is in the file itself, not in a journal beside it.
            let queue = try DatabaseQueue(path: path, configuration: connections(to: path, readOnly: false))
            try queue.write { db in
                try db.execute(sql: "PRAGMA application_id = \(FileHeader.applicationID)")
                try db.execute(sql: "PRAGMA user_version = \(version.rawValue)")
                try db.geoPackage.createCoreTables()
            }
            try queue.close()
        } catch {
            throw GeoPackageError(opening: path, error)
        }
        return try open(at: path)
    }

    /// Opens a file.
    ///
    /// Opened for reading only, the file is left as it is, and nothing appears beside it: a file in write-ahead mode that
    /// no program has open is taken as one that will not change meanwhile.
    ///
    /// - Parameter readOnly: versions 1.0 to 1.4 and later ones of the same major number are read; only 1.0 to 1.4 are
    ///   opened for writing.
    /// - Throws: ``GeoPackageError``.
    public static func open(at path: String, readOnly: Bool = false) throws(GeoPackageError) -> GeoPackage {
        let header = try FileHeader(path: path)
        // With a journal waiting, the header in the file may be older than the one in force: the connection tells it.
        if !header.hasPendingJournal { try header.identity.verify(path: path, readOnly: readOnly) }
        do {
            let asIs = readOnly && header.isWriteAhead && !header.hasPendingJournal
            let pool = try DatabasePool(
                path: asIs ? immutable(path) : path, configuration: connections(to: path, readOnly: readOnly))
            let identity = try pool.read { db in
                FileIdentity(
                    applicationID: UInt32(bitPattern: try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0),
                    userVersion: UInt32(bitPattern: try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0))
            }
            try identity.verify(path: path, readOnly: readOnly)
            // SQLite opens for reading, without a word, a file that it may not write.
            let isWritable = pool.writeWithoutTransaction { db in
                sqlite3_db_readonly(db.sqliteConnection, "main") == 0
            }
            guard readOnly || isWritable else { throw GeoPackageError.notWritable(path: path) }
            return GeoPackage(path: path, isReadOnly: readOnly, pool: pool)
        } catch {
            throw GeoPackageError(opening: path, error)
        }
    }

    /// Writes a compact copy to hand out: one file, complete, without a journal, that a read-only folder can hold.
    ///
    /// - Parameter destination: nothing may exist there.
    /// - Throws: ``GeoPackageError``.
    public func copy(to destination: String) throws(GeoPackageError) {
        guard !FileManager.default.fileExists(atPath: destination) else { throw .alreadyExists(path: destination) }
        do {
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: [destination])
            }
        } catch {
            throw GeoPackageError(opening: destination, error)
        }
    }

    private static func connections(to path: String, readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.label = "GeoPackage " + URL(fileURLWithPath: path).lastPathComponent
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in try SpatialFunctions.register(on: db) }
        return configuration
    }

    /// The URI by which SQLite opens a file without a lock nor a journal (sqlite.org/uri.html, `immutable`); the path
    /// itself where SQLite was built without URIs.
    private static func immutable(_ path: String) -> String {
        guard sqlite3_compileoption_used("USE_URI") != 0 else { return path }
        return URL(fileURLWithPath: path).absoluteString + "?immutable=1"
    }
}
