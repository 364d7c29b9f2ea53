import CampusAtlas

/// The definition of the interface in OpenAPI 3.0 (17-069r4 clause 7.3 and conformance class `oas30`). It refers to
/// nothing outside itself.
struct APIDefinition: Resource {
    let name: String
    let references: [ReferenceSystem]
    let ask: Ask

    var title: String { Operation.api.summary[ask.language] }
    var links: [Link] { ask.ownLinks }

    func json() throws -> [UInt8] {
        let document: JSONValue = [
            "openapi": "3.0.3",
            "info": [
                "title": "\(name)", "version": "1.0.0",
                "description": "OGC API - Features 1.0, parts 1 and 2.",
            ],
            "servers": [["url": "\(ask.root)"]],
            "paths": .object(paths),
            "components": [
                "parameters": .object(
                    Dictionary(uniqueKeysWithValues: Parameter.allCases.map { ($0.rawValue, definition(of: $0)) })),
                "responses": .object(
                    Dictionary(uniqueKeysWithValues: Self.refusals.map { ($0.key, refusal($0.value)) })),
                "schemas": Schemas.all,
            ],
        ]
        return try document.bytes
    }

    private var paths: [String: JSONValue] {
        var paths: [String: JSONValue] = [:]
        for operation in Operation.allCases {
            switch operation {
            case .collection, .items, .item:
                for layer in PublishedLayer.all {
                    paths[operation.path(layer: layer.id, item: "{featureId}")] = path(operation, layer)
                }
            case .landing, .api, .conformance, .collections, .progress: paths[operation.path()] = path(operation, nil)
            }
        }
        return paths
    }

    private func path(_ operation: Operation, _ layer: PublishedLayer?) -> JSONValue {
        let summary = [operation.summary, layer?.title].compactMap { $0?[ask.language] }.joined(separator: " : ")
        var parameters: [JSONValue] = operation.parameters.map { ["$ref": "#/components/parameters/\($0.rawValue)"] }
        if operation == .item {
            parameters.insert(
                ["name": "featureId", "in": "path", "required": true, "schema": ["type": "string"]], at: 0)
        }
        var answer: [String: JSONValue] = [
            "description": "\(operation.summary[ask.language])",
            "content": .object([
                operation.mediaType: ["schema": ["$ref": "#/components/schemas/\(operation.rawValue)"]],
                Link.html: ["schema": ["type": "string"]],
            ]),
        ]
        if operation == .items || operation == .item {
            answer["headers"] = ["Content-Crs": ["schema": ["type": "string"]]]
        }
        var responses: [String: JSONValue] = ["200": .object(answer)]
        for status in Self.refusals.keys where status != "404" || operation == .item {
            responses[status] = ["$ref": "#/components/responses/\(status)"]
        }
        return [
            "get": [
                "operationId": "\([operation.rawValue, layer?.id].compactMap(\.self).joined(separator: "."))",
                "summary": "\(summary)", "parameters": .array(parameters), "responses": .object(responses),
            ]
        ]
    }

    private func definition(of parameter: Parameter) -> JSONValue {
        let systems = JSONValue.array(references.map { "\($0.uri)" })
        let schema: JSONValue =
            switch parameter {
            case .f: ["type": "string", "enum": .array(Form.allCases.map { "\($0.rawValue)" })]
            case .bbox: ["type": "array", "minItems": 4, "maxItems": 6, "items": ["type": "number"]]
            case .bboxCRS, .crs:
                ["type": "string", "format": "uri", "enum": systems, "default": "\(ReferenceSystem.crs84.uri)"]
            case .datetime: ["type": "string"]
            case .limit:
                [
                    "type": "integer", "minimum": 1, "maximum": .number(Double(Ask.greatestLimit)),
                    "default": .number(Double(Ask.defaultLimit)),
                ]
            case .offset: ["type": "integer", "minimum": 0, "default": 0]
            case .on: ["type": "string", "format": "date"]
            }
        return [
            "name": "\(parameter.rawValue)", "in": "query", "required": false, "style": "form", "explode": false,
            "description": "\(parameter.summary[ask.language])", "schema": schema,
        ]
    }

    private static let refusals = [
        "400": Bilingual(fr: "Un paramètre est inconnu ou mal écrit.", en: "A parameter is unknown or ill written."),
        "404": Bilingual(fr: "Il n'y a rien de ce nom.", en: "There is nothing of that name."),
        "406": Bilingual(fr: "La forme demandée n'existe pas.", en: "The form asked for does not exist."),
        "500": Bilingual(fr: "L'atlas n'a pas pu être lu.", en: "The atlas could not be read."),
    ]

    private func refusal(_ description: Bilingual) -> JSONValue {
        [
            "description": "\(description[ask.language])",
            "content": [
                "application/json": ["schema": ["$ref": "#/components/schemas/exception"]],
                "text/html": ["schema": ["type": "string"]],
            ],
        ]
    }

    func body() -> HTML {
        let rows = Operation.allCases.map { operation in
            """
            <tr><th scope="row"><code>\(operation.path(layer: "{collectionId}", item: "{featureId}"))</code></th>\
            <td>\(operation.summary[ask.language])</td>\
            <td>\(operation.parameters.map { "<code>\($0.rawValue)</code> " as HTML })</td></tr>

            """ as HTML
        }
        let parameters = Parameter.allCases.map { parameter in
            "<dt><code>\(parameter.rawValue)</code></dt><dd>\(parameter.summary[ask.language])</dd>\n" as HTML
        }
        let headings = [
            Bilingual(fr: "Adresse", en: "Address"), Bilingual(fr: "Réponse", en: "Answer"),
            Bilingual(fr: "Paramètres", en: "Parameters"),
        ]
        return """
            <div class="wide"><table>
            <thead><tr>\(headings.map { "<th scope=\"col\">\($0[ask.language])</th>" as HTML })</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            <dl>\(parameters)</dl>
            """
    }
}
