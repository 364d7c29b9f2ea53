import CampusAtlas
import Foundation
import GRDB

/// The top of the package, found from this file.
let packageRoot = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The real public files that some tests run on, which a user's machine may not have.
let corpus: URL = {
    let path = ProcessInfo.processInfo.environment["CAMPUS_ATLAS_CORPUS"]
    return path.map { URL(filePath: $0) } ?? packageRoot.appending(path: "../shared/data").standardizedFileURL
}()

let corpusIsPresent = FileManager.default.fileExists(atPath: corpus.path)

/// The code lists of this checkout.
let lists = ReferenceLists(directory: packageRoot)

/// A folder for one test, removed with the value.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "campus-atlas-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a file and answers its path.
    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }

    /// A new atlas with its code lists and nothing else: a copy of one made for all the tests.
    func atlas(_ name: String = "atlas.gpkg", version: GeoPackage.Version = .v1_3) throws -> Atlas {
        try FileManager.default.copyItem(at: EmptyAtlas.of(version).get(), to: url.appending(path: name))
        return try Atlas.open(path(name))
    }

    /// The same with ``Ledger/west`` and ``Ledger/east``.
    func atlasWithCampuses() throws -> Atlas {
        try FileManager.default.copyItem(at: EmptyAtlas.withCampuses.get(), to: url.appending(path: "atlas.gpkg"))
        return try Atlas.open(path("atlas.gpkg"))
    }
}

/// The atlases that tests start from, each made once.
private enum EmptyAtlas {
    private static let folder = Result { try TemporaryFolder() }
    private static let made = Dictionary(
        uniqueKeysWithValues: [GeoPackage.Version.v1_3, .v1_4].map { version in
            (version, Result { try make(version, "\(version)") { _ in } })
        })
    /// One with the two campuses of ``Ledger``.
    static let withCampuses = Result {
        let outlines = try folder.get().file("campuses.geojson", Ledger.outlines)
        return try make(.v1_3, "campuses") { _ = try $0.importCampuses(from: outlines, options: ImportOptions()) }
    }

    static func of(_ version: GeoPackage.Version) -> Result<URL, any Error> {
        made[version] ?? .failure(CocoaError(.fileNoSuchFile))
    }

    private static func make(
        _ version: GeoPackage.Version, _ name: String, _ fill: (Atlas) throws -> Void
    ) throws -> URL {
        let atlas = try Atlas.create(
            at: folder.get().path("\(name)-made.gpkg"), name: "École d'essai",
            crs: CoordinateReferenceSystem("EPSG:2154"),
            version: version, lists: lists)
        try fill(atlas)
        let whole = try folder.get().path("\(name).gpkg")
        try atlas.pool.vacuum(into: whole)
        return URL(filePath: whole)
    }
}

extension ImportOptions {
    init(set constants: [String: String] = [:], map mapping: [String: String] = [:]) {
        self.init()
        self.constants = constants
        self.mapping = mapping
    }
}
