import CampusAtlas

/// The landing page (17-069r4 clause 7.2).
struct Landing: Resource {
    let name: String
    let ask: Ask

    var title: String { name }

    private var description: String {
        Bilingual(
            fr: "L'atlas du campus : son sol, ce qui y vit, ses déchets, et où en est chaque objectif.",
            en: "The atlas of the campus: its ground, what lives there, its waste, and where each target stands.")[
                ask.language]
    }

    var links: [Link] {
        ask.ownLinks + [
            ask.link("service-desc", to: .api, .json), ask.link("service-doc", to: .api, .html),
            ask.link("conformance", to: .conformance, .json), ask.link("conformance", to: .conformance, .html),
            ask.link("data", to: .collections, .json), ask.link("data", to: .collections, .html),
            ask.link("related", to: .progress, .json), ask.link("related", to: .progress, .html),
        ]
    }

    func json() throws -> [UInt8] {
        try (["title": "\(name)", "description": "\(description)", "links": links.json] as JSONValue).bytes
    }

    func body() -> HTML {
        let pages: [Operation] = [.collections, .progress, .api, .conformance]
        let entries = pages.map { page in
            "<li><a href=\"\(ask.url(page.path(), .html))\">\(page.summary[ask.language])</a></li>" as HTML
        }
        return "<p>\(description)</p>\n<ul>\(entries)</ul>"
    }
}

/// The standards that the server follows (17-069r4 clause 7.4).
struct Conformance: Resource {
    let ask: Ask

    static let classes = [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    ]

    var title: String { Operation.conformance.summary[ask.language] }
    var links: [Link] { ask.ownLinks }

    func json() throws -> [UInt8] {
        try (["conformsTo": .array(Self.classes.map(JSONValue.string)), "links": links.json] as JSONValue).bytes
    }

    func body() -> HTML { "<ul>\(Self.classes.map { "<li>\($0)</li>" as HTML })</ul>" }
}
