import Foundation
import GRDB
import GeoPackage
import Geospatial
import Testing

@Suite("Making, opening and copying a file")
struct OpeningTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    @Test("a new file says its version where requirement 2 wants it", arguments: GeoPackage.Version.allCases)
    func identity(version: GeoPackage.Version) throws {
        let path = folder.file("a.gpkg")
        _ = try GeoPackage.create(at: path, version: version)
        let header = try #require(FileManager.default.contents(atPath: path))
        #expect(header[68..<72].elementsEqual("GPKG".utf8))
        #expect(header[60..<64].reduce(0) { $0 << 8 | Int32($1) } == version.rawValue)
        #expect(Int32(version == .v1_3 ? 10300 : 10400) == version.rawValue)
    }

    @Test("a new file has no finding and enforces foreign keys in write-ahead mode")
    func fresh() throws {
        let file = try GeoPackage.create(at: folder.file("a.gpkg"))
        #expect(try file.check().isEmpty)
        try file.pool.read { db throws in
            #expect(try Int.fetchOne(db, sql: "PRAGMA foreign_keys") == 1)
            #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM gpkg_spatial_ref_sys") == 3)
        }
        #expect(try file.layers().isEmpty)
    }

    @Test("an existing file is never overwritten")
    func existing() throws {
        let path = folder.file("a.gpkg")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: GeoPackageError.alreadyExists(path: path)) { _ = try GeoPackage.create(at: path) }
        #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
    }

    @Test("what cannot be opened says why")
    func refusals() throws {
        let missing = folder.file("none.gpkg")
        #expect(throws: GeoPackageError.notFound(path: missing)) { _ = try GeoPackage.open(at: missing) }
        #expect(throws: GeoPackageError.notReadable(path: folder.path)) { _ = try GeoPackage.open(at: folder.path) }

        let text = folder.file("text.gpkg")
        try Data(repeating: 65, count: 4096).write(to: URL(fileURLWithPath: text))
        #expect(throws: GeoPackageError.notSQLite(path: text)) { _ = try GeoPackage.open(at: text) }

        let plain = folder.file("plain.gpkg")
        try DatabaseQueue(path: plain).write { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(throws: GeoPackageError.notGeoPackage(path: plain, applicationID: 0)) {
            _ = try GeoPackage.open(at: plain)
        }
        #expect(try folder.names.contains("plain.gpkg-wal") == false)

        let newer = folder.file("newer.gpkg")
        try DatabaseQueue(path: newer).write {
            try $0.execute(sql: "PRAGMA application_id = 1196444487; PRAGMA user_version = 10500; CREATE TABLE t (a)")
        }
        #expect(throws: GeoPackageError.newerVersion(path: newer, userVersion: 10500)) {
            _ = try GeoPackage.open(at: newer)
        }
        _ = try GeoPackage.open(at: newer, readOnly: true)
    }

    @Test("a file opened for reading keeps its bytes and gets no neighbour", arguments: [false, true])
    func readOnlyLeavesNoTrace(writeAhead: Bool) throws {
        let path = folder.file("a.gpkg")
        do {
            let file = try SampleFile.make(at: path)
            if !writeAhead { try file.copy(to: folder.file("b.gpkg")) }
            try file.pool.close()
        }
        let read = writeAhead ? path : folder.file("b.gpkg")
        let before = try #require(FileManager.default.contents(atPath: read))
        #expect(before[18] == (writeAhead ? 2 : 1))
        let names = try folder.names
        do {
            let file = try GeoPackage.open(at: read, readOnly: true)
            #expect(try file.layers().count == 6)
            #expect(throws: (any Error).self) { try file.pool.write { try $0.execute(sql: "DELETE FROM zone") } }
            #expect(try folder.names == names)
        }
        #expect(FileManager.default.contents(atPath: read) == before)
        #expect(try folder.names == names)
    }

    @Test("a reader sees what a writer that is still open has committed")
    func pendingJournal() throws {
        let path = folder.file("a.gpkg")
        let writer = try SampleFile.make(at: path)
        try writer.pool.write { try $0.execute(sql: "DELETE FROM zone_photo; DELETE FROM zone WHERE fid = 1") }
        let reader = try GeoPackage.open(at: path, readOnly: true)
        #expect(try reader.layers().first { $0.name == "zone" }?.rowCount == 2)
    }

    @Test("a folder that may not be written is told apart", .enabled(if: geteuid() != 0, "root may write anywhere"))
    func readOnlyFolder() throws {
        let path = folder.file("a.gpkg")
        try SampleFile.make(at: path).pool.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path) }
        #expect(throws: GeoPackageError.notWritable(path: path)) { _ = try GeoPackage.open(at: path) }
        #expect(try GeoPackage.open(at: path, readOnly: true).layers().count == 6)
    }

    @Test("a copy is whole, sound and without a journal", arguments: GeoPackage.Version.allCases)
    func copy(version: GeoPackage.Version) throws {
        let file = try SampleFile.make(at: folder.file("a.gpkg"), version: version)
        let copy = folder.file("b.gpkg")
        try file.copy(to: copy)
        let header = try #require(FileManager.default.contents(atPath: copy))
        #expect(header[18] == 1 && header[19] == 1)
        #expect(header[68..<72].elementsEqual("GPKG".utf8))
        #expect(header[60..<64].reduce(0) { $0 << 8 | Int32($1) } == version.rawValue)
        #expect(throws: GeoPackageError.alreadyExists(path: copy)) { try file.copy(to: copy) }
        let opened = try GeoPackage.open(at: copy, readOnly: true)
        #expect(try opened.check().isEmpty)
        #expect(try opened.layers() == file.layers())
        try opened.copy(to: folder.file("c.gpkg"))
        #expect(try GeoPackage.open(at: folder.file("c.gpkg"), readOnly: true).layers() == file.layers())
    }
}
