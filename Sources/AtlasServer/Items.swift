import CampusAtlas

/// A page of features (17-069r4 clause 7.15).
struct Items: Resource {
    let layer: PublishedLayer
    let query: LayerQuery
    let reference: ReferenceSystem
    let page: LayerPage
    let ask: Ask

    var title: String { layer.title[ask.language] }
    var contentCRS: String? { reference.uri }

    var links: [Link] {
        var links = ask.ownLinks
        if let next = nextOffset {
            links.append(turn("next", Bilingual(fr: "Page suivante", en: "Next page"), to: next))
        }
        if query.offset > 0 {
            let start = max(0, query.offset - query.limit)
            links.append(turn("prev", Bilingual(fr: "Page précédente", en: "Previous page"), to: start))
        }
        links.append(ask.link("collection", to: .collection, ask.form, layer: layer.id, title: layer.title))
        return links
    }

    private var nextOffset: Int? {
        let (next, overflows) = query.offset.addingReportingOverflow(page.features.count)
        return page.features.isEmpty || overflows || next >= page.matched ? nil : next
    }

    private func turn(_ rel: String, _ title: Bilingual, to offset: Int) -> Link {
        Link(
            href: ask.url(ask.form, changing: [.offset: String(offset), .limit: String(query.limit)]), rel: rel,
            type: ask.form == .json ? ask.operation.mediaType : Link.html, title: title[ask.language])
    }

    func json() throws -> [UInt8] {
        let sink = ByteSink()
        let decimals = reference.decimals(of: layer)
        var writer = try GeoJSONWriter(sink, decimals: decimals) { json in
            if let now = Instant.now {
                json.key("timeStamp")
                json.string(now.description)
            }
            json.key("numberMatched")
            json.integer(page.matched)
            json.key("numberReturned")
            json.integer(page.features.count)
            json.key("links")
            try json.value(links.json)
        }
        for feature in page.features {
            try writer.write(id: feature.uuid, geometry: feature.geometry) { json in
                try json.members(feature.properties)
            }
        }
        try writer.finish()
        return sink.bytes
    }

    func body() -> HTML {
        let language = ask.language
        guard !page.features.isEmpty else {
            return "<p>\(Bilingual(fr: "Aucun objet.", en: "No feature.")[language])</p>"
        }
        var names: [String] = []
        for feature in page.features {
            for (name, _) in feature.properties where !names.contains(name) { names.append(name) }
        }
        let rows = page.features.map { feature in
            let values = Dictionary(feature.properties.map { ($0.name, $0.value) }) { first, _ in first }
            let address = ask.url(Operation.item.path(layer: layer.id, item: feature.uuid), .html)
            return """
                <tr><th scope="row"><a href="\(address)">\(feature.uuid)</a></th>\
                \(names.map { values[$0]?.cell(language) ?? "<td></td>" })</tr>

                """ as HTML
        }
        let first = query.offset + 1
        let range = Bilingual(
            fr: "Objets \(first) à \(query.offset + page.features.count) sur \(page.matched)",
            en: "Features \(first) to \(query.offset + page.features.count) of \(page.matched)")
        let turns = links.filter { $0.rel == "prev" || $0.rel == "next" }
        return """
            <div class="wide"><table><caption>\(range[language])</caption>
            <thead><tr><th scope="col">id</th>\(names.map { "<th scope=\"col\">\($0)</th>" as HTML })</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            <p>\(turns.map { "<a rel=\"\($0.rel)\" href=\"\($0.href)\">\($0.title)</a> " as HTML })</p>
            """
    }
}

/// One feature (17-069r4 clause 7.16).
struct Item: Resource {
    let layer: PublishedLayer
    let reference: ReferenceSystem
    let feature: LayerFeature
    let ask: Ask

    var title: String {
        let name = feature.properties.first { ["name", "scientific_name", "code"].contains($0.name) }
        if case .text(let text)? = name?.value { return "\(layer.title[ask.language]) : \(text)" }
        return layer.title[ask.language]
    }

    var contentCRS: String? { reference.uri }

    var links: [Link] {
        ask.ownLinks + [ask.link("collection", to: .collection, ask.form, layer: layer.id, title: layer.title)]
    }

    func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("type")
        json.string("Feature")
        json.key("id")
        json.string(feature.uuid)
        json.key("geometry")
        if let geometry = feature.geometry {
            try json.geometry(geometry, decimals: reference.decimals(of: layer))
        } else {
            json.null()
        }
        json.key("properties")
        json.beginObject()
        try json.members(feature.properties)
        json.endObject()
        json.key("links")
        try json.value(links.json)
        json.endObject()
        return json.bytes
    }

    func body() -> HTML {
        let rows = feature.properties.map {
            "<tr><th scope=\"row\">\($0.name)</th>\($0.value.cell(ask.language))</tr>\n" as HTML
        }
        let shape = feature.geometry.map { geometry in
            """
            <details><summary>\(Bilingual(fr: "Géométrie (WKT)", en: "Geometry (WKT)")[ask.language])</summary>
            <p>\(geometry.rounded(to: reference.reference == .wgs84 ? 1e-8 : 1e-3).geometry.wkt)</p></details>
            """ as HTML
        }
        return """
            <div class="wide"><table><tbody><tr><th scope="row">id</th><td>\(feature.uuid)</td></tr>
            \(rows)</tbody></table></div>
            \([shape].compactMap(\.self))
            """
    }
}

extension ReferenceSystem {
    /// Of a degree as exports write them; to the millimetre in metres.
    fileprivate func decimals(of layer: PublishedLayer) -> Int { reference == .wgs84 ? layer.decimals : 3 }
}

extension JSONWriter {
    fileprivate mutating func members(_ properties: [(name: String, value: LayerFeature.Value)]) throws {
        for (name, value) in properties {
            key(name)
            switch value {
            case .integer(let value): integer(value)
            case .number(let value): try number(value)
            case .text(let text): string(text)
            }
        }
    }
}

extension LayerFeature.Value {
    fileprivate func cell(_ language: Language) -> HTML {
        switch self {
        case .integer(let value): "<td class=\"number\">\(value)</td>"
        case .number(let value):
            "<td class=\"number\">\(language == .fr ? value.description.replacing(".", with: ",") : value.description)</td>"
        case .text(let text): "<td>\(text)</td>"
        }
    }
}
