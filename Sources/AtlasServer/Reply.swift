import CampusAtlas
import Dispatch
import Hummingbird

/// What stands at an address: one content, in JSON and in HTML.
protocol Resource: Sendable {
    var title: String { get }
    var links: [Link] { get }
    /// The system of the geometries in it (18-058r1 requirement `geojson/content-crs-header`); nil when there are none.
    var contentCRS: String? { get }
    func json() throws -> [UInt8]
    func body() throws -> HTML
}

extension Resource {
    var contentCRS: String? { nil }
}

/// An answer, ready to be sent.
struct Reply: Sendable {
    var status = HTTPResponse.Status.ok
    let type: String
    let language: Language
    let bytes: [UInt8]
    var contentCRS: String?

    init(_ resource: some Resource, _ ask: Ask) throws {
        language = ask.language
        contentCRS = resource.contentCRS.map { "<\($0)>" }
        switch ask.form {
        case .json:
            type = ask.operation.mediaType
            bytes = try resource.json()
        case .html:
            type = "text/html; charset=utf-8"
            let page = Page(
                title: resource.title, language: ask.language, trail: ask.trail,
                alternates: resource.links.filter { $0.rel == "alternate" }, body: try resource.body())
            bytes = Array(page.html.source.utf8)
        }
    }

    /// What went wrong, in the form and the language that the caller prefers.
    init(_ status: HTTPResponse.Status, code: String, message: Bilingual, to caller: Caller) throws {
        self.status = status
        language = caller.language
        if caller.form == .html {
            type = "text/html; charset=utf-8"
            let home = Link(href: "/", rel: "up", type: Link.html, title: Operation.landing.summary[caller.language])
            let page = Page(
                title: "\(status.code)", language: caller.language, trail: [home], alternates: [],
                body: "<p>\(message[caller.language])</p>")
            bytes = Array(page.html.source.utf8)
        } else {
            type = "application/json"
            let exception: JSONValue = ["code": "\(code)", "description": "\(message[caller.language])"]
            bytes = try exception.bytes
        }
    }

    var response: Response {
        var headers: HTTPFields = [
            .contentType: type, .contentLanguage: language.rawValue, .vary: "Accept, Accept-Language",
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy:
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        ]
        if status == .methodNotAllowed { headers[.allow] = "GET, HEAD" }
        if let contentCRS, let name = HTTPFields.Element.Name("Content-Crs") { headers[name] = contentCRS }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Ask {
    /// The pages above the one asked for.
    fileprivate var trail: [Link] {
        func page(_ operation: Operation, _ layer: String = "", title: Bilingual? = nil) -> Link {
            Link(
                href: url(operation.path(layer: layer), .html), rel: "up", type: Link.html,
                title: (title ?? operation.summary)[language])
        }
        switch operation {
        case .landing: return []
        case .api, .conformance, .collections, .progress: return [page(.landing)]
        case .collection: return [page(.landing), page(.collections)]
        case .items, .item:
            let above = [page(.landing), page(.collections)]
            guard let layer = PublishedLayer.all.first(where: { path.hasPrefix("/collections/\($0.id)/") }) else {
                return above
            }
            let own = above + [page(.collection, layer.id, title: layer.title)]
            return operation == .items ? own : own + [page(.items, layer.id)]
        }
    }
}

/// Runs what reads the file where it may wait without holding back other requests.
func aside<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result(catching: work)) }
    }
}
