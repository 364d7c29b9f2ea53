public import Atlas
public import Formats
public import Foundation
import Species

/// A way by which the public reads an atlas.
///
/// Every such way is listed: here those of the library, in the server those of its pages. What is not listed cannot be
/// audited, so a test compares the list with what the commands and the server offer.
public struct PublicChannel: Sendable {
    /// As people say it: `observations.geojson`, `dwca`, `/collections`.
    public let name: String
    /// All that the channel shows of an atlas; what it compresses comes opened.
    ///
    /// The first parameter is the atlas, the second an empty folder to write into, the third the identities of records that
    /// must not be found by asking for them.
    public let sources: @Sendable (Atlas, URL, [String]) async throws -> [ByteSource]

    /// A channel.
    public init(
        _ name: String, sources: @escaping @Sendable (Atlas, URL, [String]) async throws -> [ByteSource]
    ) {
        self.name = name
        self.sources = sources
    }

    /// A channel that writes one file.
    private init(file name: String, _ write: @escaping @Sendable (Atlas, String) throws -> Void) {
        self.init(name) { atlas, folder, _ in
            let path = folder.appending(path: name).path
            try write(atlas, path)
            return [ByteSource(path)]
        }
    }

    /// What the library writes for the public.
    public static let ofLibrary: [PublicChannel] =
        Atlas.exports.flatMap { layer in
            ExportFormat.allCases.filter { layer.hasGeometry || $0 != .gpkg }.map { format in
                PublicChannel(file: "\(layer.name).\(format.rawValue)") { atlas, path in
                    _ = try atlas.export(layer.name, format: format, to: path)
                }
            }
        } + [
            PublicChannel(file: "progress.csv") { _ = try $0.exportProgress(format: .csv, on: .today, to: $1) },
            PublicChannel(file: "progress.geojson") { _ = try $0.exportProgress(format: .geojson, on: .today, to: $1) },
            PublicChannel(file: "sinp.csv") { _ = try $0.exportSINP(to: $1, sensitive: false) },
            PublicChannel(file: "species.csv") { try $0.speciesList(in: .everywhere).write(to: $1) },
            archive,
        ]

    /// The Darwin Core Archive, of an atlas that says who publishes it.
    private static let archive = PublicChannel("dwca") { atlas, folder, _ in
        let path = folder.appending(path: "dwca.zip").path
        do {
            _ = try atlas.exportDarwinCore(to: path)
        } catch is ArchiveExportError {
            return []
        }
        let archive = try ZIPReader(ByteSource(path))
        return archive.entries.map(archive.source)
    }
}
