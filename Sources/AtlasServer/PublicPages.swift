public import CampusAtlas
import Hummingbird
import Logging
import Synchronization

extension PublicChannel {
    /// Every page that a server answers, asked of it without a socket: each operation, in each form.
    public static let ofServer: [PublicChannel] = Operation.allCases.map { operation in
        PublicChannel("GET " + operation.path(layer: "{layer}", item: "{item}")) { atlas, _, hidden in
            let pages = try PublicPages(of: atlas)
            var sources: [ByteSource] = []
            for address in try await pages.addresses(of: operation, hidden: hidden) {
                for form in ["json", "html"] {
                    let body = try await pages.body(address + (address.contains("?") ? "&" : "?") + "f=" + form)
                    if let body { sources.append(ByteSource(bytes: body, name: address)) }
                }
            }
            return sources
        }
    }
}

/// The pages of a server, as anyone may ask for them.
private struct PublicPages {
    private let responder: RouterResponder<PublicationContext>

    init(of atlas: Atlas) throws {
        responder = try Publication(of: atlas).router(address: "http://localhost").buildResponder()
    }

    /// The addresses that show all an operation has to show.
    func addresses(of operation: Operation, hidden: [String]) async throws -> [String] {
        let layers = PublishedLayer.all.map(\.id)
        switch operation {
        case .landing, .api, .conformance, .collections, .progress: return [operation.path()]
        case .collection: return layers.map { operation.path(layer: $0) }
        case .item: return hidden.map { operation.path(layer: "observations", item: $0) }
        case .items:
            var addresses: [String] = []
            for layer in layers {
                let items = operation.path(layer: layer)
                let first = try await body(items + "?f=json&limit=1") ?? []
                let count = Int(try JSONValue(bytes: first)["numberMatched"]?.number ?? 0)
                for offset in stride(from: 0, to: max(count, 1), by: Ask.greatestLimit) {
                    addresses.append("\(items)?limit=\(Ask.greatestLimit)&offset=\(offset)")
                }
            }
            return addresses
        }
    }

    /// What is answered; nil when there is no such page.
    func body(_ address: String) async throws -> [UInt8]? {
        let request = Request(
            head: .init(method: .get, scheme: "http", authority: "localhost", path: address, headerFields: [:]),
            body: .init(buffer: ByteBuffer()))
        let context = PublicationContext(logger: Logger(label: "pages") { _ in SwiftLogNoOpLogHandler() })
        let response = try await responder.respond(to: request, context: context)
        guard response.status == .ok else { return nil }
        let collected = Collected()
        try await response.body.write(Writer(into: collected))
        return collected.bytes.withLock { Array($0.readableBytesView) }
    }

    private final class Collected: Sendable { let bytes = Mutex(ByteBuffer()) }

    private struct Writer: ResponseBodyWriter {
        let into: Collected
        func write(_ buffer: ByteBuffer) async throws { into.bytes.withLock { _ = $0.writeImmutableBuffer(buffer) } }
        func finish(_: HTTPFields?) async throws {}
    }
}
