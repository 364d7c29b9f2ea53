// AtlasServer: an atlas published over HTTP, for reading: OGC API - Features and the page of progress. The only importer
// of Hummingbird. It knows which layers exist and how they are shown; what may be shown is for the exports to say, and how
// figures are made for the books.

public import CampusAtlas
import Hummingbird
import Logging

/// An atlas published for reading.
///
/// It answers what OGC API - Features parts 1 and 2 ask (17-069r4, 18-058r1), in GeoJSON and in small HTML pages, and
/// where each target stands. A record that exports hold back is absent from every answer alike. The file may be written
/// meanwhile, here or by QGIS: each answer shows it at one moment.
public struct Publication: Sendable {
    let atlas: Atlas
    let reader: LayerReader
    /// The language of who asks for none.
    let language: Language
    /// The systems in which geometries may be asked for: longitude and latitude first.
    let references: [ReferenceSystem]

    /// - Parameter atlas: opened for writing, though nothing is written: one opened for reading only may be taken as a
    ///   file that does not change.
    /// - Throws: ``ProjectionError`` when PROJ knows no way from the atlas's system to longitude and latitude.
    public init(of atlas: Atlas, language: Language = .fr) throws {
        self.atlas = atlas
        self.language = language
        reader = try LayerReader(atlas)
        references = ReferenceSystem.offered(by: atlas)
    }

    /// Answers until the process is told to end (SIGTERM, SIGINT): requests under way are answered first.
    ///
    /// - Parameters:
    ///   - host: the address to listen on; the default is reached from this machine only.
    ///   - ready: called with the address for a browser, once it can be reached.
    /// - Throws: ``PublicationError``.
    public func serve(
        host: String = "127.0.0.1", port: Int = 8080, ready: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        var logger = Logger(label: "campus-atlas")
        logger.logLevel = .error
        let application = Application(
            router: router(address: address), configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { _ in ready(address + "/") }, logger: logger)
        do {
            try await application.runService()
        } catch {
            throw PublicationError.stopped(address: address, reason: String(describing: error))
        }
    }
}

/// Why an atlas is not published.
public enum PublicationError: ReadableError, Hashable {
    /// The address could not be listened on, or no longer; `reason` is the system's own words.
    case stopped(address: String, reason: String)

    /// Where, and what to do.
    public var message: Bilingual {
        switch self {
        case .stopped(let address, let reason):
            Bilingual(
                fr:
                    "Impossible d'écouter sur \(address) (\(reason)). Si le port est pris, donnez-en un autre : --port 8081.",
                en: "Cannot listen on \(address) (\(reason)). If the port is taken, give another one: --port 8081.")
        }
    }
}
