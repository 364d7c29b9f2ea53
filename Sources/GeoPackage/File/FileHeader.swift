import Foundation
import GRDB

/// The first hundred bytes of an SQLite file (sqlite.org/fileformat2.html section 1.3), read before SQLite sees the file:
/// to open a file for writing may alter it, even one that is no GeoPackage.
struct FileHeader {
    /// "GPKG" (OGC 12-128r17 requirement 2).
    static let applicationID: UInt32 = 0x4750_4B47

    let identity: FileIdentity
    let isWriteAhead: Bool
    /// A write-ahead journal with something in it lies beside the file.
    let hasPendingJournal: Bool

    init(path: String) throws(GeoPackageError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .notFound(path: path) }
        guard !isFolder.boolValue, let file = FileHandle(forReadingAtPath: path) else { throw .notReadable(path: path) }
        defer { try? file.close() }
        let bytes = [UInt8]((try? file.read(upToCount: 100)) ?? Data())
        guard bytes.count == 100, bytes.starts(with: "SQLite format 3\0".utf8) else { throw .notSQLite(path: path) }
        identity = FileIdentity(
            applicationID: Self.bigEndian(bytes[68..<72]), userVersion: Self.bigEndian(bytes[60..<64]))
        isWriteAhead = bytes[18] == 2
        let journal = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        hasPendingJournal = isWriteAhead && ((journal?[.size] as? NSNumber)?.intValue ?? 0) > 0
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// What a file says that it is.
struct FileIdentity {
    let applicationID: UInt32
    let userVersion: UInt32

    /// "GP10" and "GP11": what 1.0 and 1.1 wrote, without a version number.
    private static let olderIDs: Set<UInt32> = [0x4750_3130, 0x4750_3131]

    func verify(path: String, readOnly: Bool) throws(GeoPackageError) {
        if Self.olderIDs.contains(applicationID) { return }
        guard applicationID == FileHeader.applicationID else {
            throw .notGeoPackage(path: path, applicationID: applicationID)
        }
        guard userVersion < (readOnly ? 20000 : 10500) else {
            throw .newerVersion(path: path, userVersion: userVersion)
        }
    }
}
