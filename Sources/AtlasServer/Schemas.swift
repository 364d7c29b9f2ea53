import CampusAtlas

/// The shapes of the JSON answers, by the name of the operation, for the API definition (17-069r4 annex: the published
/// building blocks, with what this server adds).
enum Schemas {
    static let all: JSONValue = [
        "landing": object(required: ["links"], ["title": text, "description": text, "links": links]),
        "api": ["type": "object"],
        "conformance": object(required: ["conformsTo"], ["conformsTo": list(text), "links": links]),
        "collections": object(
            required: ["links", "collections"],
            ["links": links, "crs": list(text), "collections": list(reference("collection"))]),
        "collection": object(
            required: ["id", "links"],
            [
                "id": text, "title": text, "description": text, "itemType": text, "crs": list(text), "storageCrs": text,
                "links": links, "extent": ["type": "object"],
            ]),
        "items": object(
            required: ["type", "features"],
            [
                "type": ["type": "string", "enum": ["FeatureCollection"]], "features": list(reference("item")),
                "links": links, "timeStamp": ["type": "string", "format": "date-time"],
                "numberMatched": ["type": "integer", "minimum": 0],
                "numberReturned": ["type": "integer", "minimum": 0],
            ]),
        "item": object(
            required: ["type", "geometry", "properties"],
            [
                "type": ["type": "string", "enum": ["Feature"]], "id": text, "links": links,
                "geometry": ["type": "object", "nullable": true], "properties": ["type": "object", "nullable": true],
            ]),
        "progress": object(
            required: ["atlas", "on", "indicators"],
            ["atlas": text, "on": ["type": "string", "format": "date"], "indicators": list(["type": "object"])]),
        "link": object(required: ["href", "rel", "type"], ["href": text, "rel": text, "type": text, "title": text]),
        "exception": object(required: ["code"], ["code": text, "description": text]),
    ]

    private static let text: JSONValue = ["type": "string"]
    private static let links = list(reference("link"))

    private static func list(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }
    private static func reference(_ name: String) -> JSONValue { ["$ref": "#/components/schemas/\(name)"] }
    private static func object(required: JSONValue, _ properties: JSONValue) -> JSONValue {
        ["type": "object", "required": required, "properties": properties]
    }
}
