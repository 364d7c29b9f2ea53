import CampusAtlas
import Foundation
import Hummingbird
import Logging
import Synchronization
import Testing

@testable import AtlasServer

/// Sends requests straight to the responder: no socket, no HTTP client.
struct Client {
    let atlas: Atlas
    private let responder: RouterResponder<PublicationContext>

    struct Reply {
        let status: Int
        /// By name, in lower case.
        let headers: [String: String]
        let body: String

        func json() throws -> JSONValue { try JSONValue(bytes: Array(body.utf8)) }
    }

    init(_ atlas: Atlas) throws {
        self.atlas = atlas
        responder = try Publication(of: atlas, language: .en).router(address: "http://localhost").buildResponder()
    }

    func get(
        _ path: String, accept: String = "application/json", language: String? = nil, host: String = "atlas.test",
        method: String = "GET"
    ) async throws -> Reply {
        // A link of an answer is followed as it is.
        let path = path.replacing("http://\(host)", with: "")
        var headers: HTTPFields = [.accept: accept]
        if let language { headers[.acceptLanguage] = language }
        let request = Request(
            head: .init(
                method: .init(rawValue: method) ?? .get, scheme: "http", authority: host, path: path,
                headerFields: headers),
            body: .init(buffer: ByteBuffer()))
        let response = try await responder.respond(
            to: request, context: PublicationContext(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        let collector = Collector()
        try await response.body.write(Writer(into: collector))
        return Reply(
            status: response.status.code,
            headers: Dictionary(response.headers.map { ($0.name.canonicalName, $0.value) }) { $0 + ", " + $1 },
            body: collector.bytes.withLock { String(buffer: $0) })
    }

    /// The JSON of an answer that must be there.
    func json(_ path: String) async throws -> JSONValue {
        let reply = try await get(path)
        try #require(reply.status == 200, "\(path): \(reply.status) \(reply.body)")
        return try reply.json()
    }

    /// All features of a collection, page after page.
    func features(_ path: String) async throws -> [JSONValue] {
        var features: [JSONValue] = []
        var next: String? = path
        while let page = next {
            let answer = try await json(page)
            features += try #require(answer["features"]?.array)
            next = answer.link("next")
        }
        return features
    }

    private final class Collector: Sendable { let bytes = Mutex(ByteBuffer()) }

    private struct Writer: ResponseBodyWriter {
        let into: Collector
        func write(_ buffer: ByteBuffer) async throws { into.bytes.withLock { _ = $0.writeImmutableBuffer(buffer) } }
        func finish(_: HTTPFields?) async throws {}
    }
}

extension JSONValue {
    /// Where a link of the document leads.
    func link(_ rel: String, type: String? = nil) -> String? {
        self["links"]?.array?.first { $0["rel"]?.string == rel && (type == nil || $0["type"]?.string == type) }?[
            "href"]?
            .string
    }

    /// The geometry of a feature.
    func geometry() throws -> Geometry {
        let feature: JSONValue = .object([
            "type": .string("Feature"), "properties": .null, "geometry": self["geometry"] ?? .null,
        ])
        var json = JSONWriter()
        try json.value(feature)
        let reader = try GeoJSONReader(ByteSource(bytes: json.bytes, name: "feature"))
        return try #require(try reader.next()?.geometry)
    }
}

/// The demonstration atlas, with a tank and an infiltration test so that every layer has a row; made once: the tests that
/// use it change nothing in it.
enum Demonstration {
    static let client = Result {
        let atlas = try Atlas.demonstration(at: folder.path("demo.gpkg"), lists: lists)
        let place = try atlas.position(typed: "4.0881,44.1331")
        try atlas.add(RainDevice(name: "Citerne", kind: .tank, volume: WaterVolume("20 m3"), at: place))
        let day = try #require(CalendarDate(iso: "2026-05-04"))
        try atlas.record(
            InfiltrationTest(at: place, on: day, rate: InfiltrationRate("42 mm/h"), method: "double anneau"))
        return try Client(atlas)
    }
    private static let folder = TemporaryFolder()
}

/// The code lists of this checkout.
let lists = ReferenceLists(
    directory: URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())

/// A folder for one test, removed with the value.
final class TemporaryFolder: Sendable {
    private let url = FileManager.default.temporaryDirectory.appending(path: "campus-atlas-test-\(UUID().uuidString)")

    init() { try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }

    /// A new atlas with its code lists and nothing else.
    func atlas(name: String = "École d'essai", crs: String = "EPSG:2154") throws -> Atlas {
        try Atlas.create(
            at: path("atlas.gpkg"), name: name, crs: CoordinateReferenceSystem(crs), lists: lists)
    }
}

/// Numbers that are the same at each run (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
