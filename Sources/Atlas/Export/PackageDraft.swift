import Foundation
import GRDB
import GeoPackage

/// A GeoPackage in the making, in a hidden folder beside its destination: the destination appears complete, or not at
/// all.
struct PackageDraft {
    let container: GeoPackage
    private let destination: String
    private let folder: URL

    /// - Throws: ``GeoPackageError``; nothing that exists is overwritten.
    init(for destination: String, version: GeoPackage.Version) throws {
        guard !FileManager.default.fileExists(atPath: destination) else {
            throw GeoPackageError.alreadyExists(path: destination)
        }
        let url = URL(filePath: destination)
        folder = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        } catch {
            throw GeoPackageError.notWritable(path: destination)
        }
        self.destination = destination
        do {
            container = try GeoPackage.create(at: folder.appending(path: "draft.gpkg").path, version: version)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    /// Puts the file where it was asked for: compact, without a journal.
    func publish() throws {
        let complete = folder.appending(path: "complete.gpkg").path
        try container.copy(to: complete)
        do {
            try FileManager.default.moveItem(atPath: complete, toPath: destination)
        } catch {
            let exists = FileManager.default.fileExists(atPath: destination)
            throw exists
                ? GeoPackageError.alreadyExists(path: destination) : GeoPackageError.notWritable(path: destination)
        }
    }

    func discard() {
        try? container.pool.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
