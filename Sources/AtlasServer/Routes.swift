import CampusAtlas
import Hummingbird
import Logging

struct PublicationContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
    init(logger: Logger) { coreContext = .init(source: LoggerSource(logger: logger)) }

    private struct LoggerSource: RequestContextSource { let logger: Logger }
}

extension Publication {
    /// - Parameter address: where the server listens, for requests that do not say by what name it was reached.
    func router(address: String) -> Router<PublicationContext> {
        let router = Router(context: PublicationContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Refusals(language: language))

        func route<Answer: Resource>(
            _ operation: Operation, _ make: @escaping @Sendable (Ask, Parameters) throws -> Answer
        ) {
            router.get(RouterPath(operation.path())) { request, context in
                let ask = try Ask(operation, request, address: address, language: language)
                let parameters = context.parameters
                return try await aside { try Reply(make(ask, parameters), ask) }.response
            }
        }

        route(.landing) { ask, _ in Landing(name: atlas.name, ask: ask) }
        route(.api) { ask, _ in APIDefinition(name: atlas.name, references: references, ask: ask) }
        route(.conformance) { ask, _ in Conformance(ask: ask) }
        route(.collections) { ask, _ in
            Collections(entries: try PublishedLayer.all.map { try entry($0, ask) }, references: references, ask: ask)
        }
        route(.collection) { ask, parameters in try entry(layer(parameters), ask) }
        route(.items) { ask, parameters in
            let layer = try layer(parameters)
            let query = try ask.query(references)
            let reference = try ask.reference(.crs, references)
            return Items(
                layer: layer, query: query, reference: reference, page: try reader.page(of: layer.paged, query),
                ask: ask)
        }
        route(.item) { ask, parameters in
            let layer = try layer(parameters)
            let reference = try ask.reference(.crs, references)
            var query = LayerQuery()
            query.uuid = parameters.get("item") ?? ""
            query.reference = reference.reference
            guard let feature = try reader.page(of: layer.paged, query).features.first else {
                throw RequestError.noSuchFeature(query.uuid ?? "", layer: layer.id)
            }
            return Item(layer: layer, reference: reference, feature: feature, ask: ask)
        }
        route(.progress) { ask, _ in
            ProgressPage(report: try atlas.progress(on: try ask.day()), ask: ask)
        }
        return router
    }

    private func layer(_ parameters: Parameters) throws(RequestError) -> PublishedLayer {
        let id = parameters.get("layer") ?? ""
        guard let layer = PublishedLayer.all.first(where: { $0.id == id }) else {
            throw .noSuchLayer(id, known: PublishedLayer.all.map(\.id))
        }
        return layer
    }

    private func entry(_ layer: PublishedLayer, _ ask: Ask) throws -> CollectionEntry {
        CollectionEntry(layer: layer, summary: try reader.summary(of: layer.paged), references: references, ask: ask)
    }
}

/// Turns what is thrown into answers that say what to do.
private struct Refusals: RouterMiddleware {
    typealias Context = PublicationContext
    let language: Language

    func handle(
        _ request: Request, context: PublicationContext,
        next: (Request, PublicationContext) async throws -> Response
    ) async throws -> Response {
        let caller = Caller(request, language: language)
        do {
            guard request.method == .get || request.method == .head else {
                throw RequestError.methodNotAllowed(request.method.rawValue)
            }
            return try await next(request, context)
        } catch let error as RequestError {
            return try refusal(error, caller)
        } catch let error as HTTPError where error.status == .notFound {
            return try refusal(.noSuchAddress(request.uri.path), caller)
        } catch {
            context.logger.error("\(request.uri.path): \(error)")
            let unexplained = Bilingual(
                fr: "Le serveur n'a pas pu lire l'atlas. Réessayez ; le journal du serveur dit pourquoi.",
                en: "The server could not read the atlas. Try again; the server's log says why.")
            return try Reply(.internalServerError, code: "ServerError", message: unexplained, to: caller).response
        }
    }

    private func refusal(_ error: RequestError, _ caller: Caller) throws -> Response {
        try Reply(error.status, code: error.code, message: error.message, to: caller).response
    }
}
