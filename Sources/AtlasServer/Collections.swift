import CampusAtlas

/// All collections (17-069r4 clause 7.13).
struct Collections: Resource {
    let entries: [CollectionEntry]
    let references: [ReferenceSystem]
    let ask: Ask

    var title: String { Operation.collections.summary[ask.language] }
    var links: [Link] { ask.ownLinks }

    func json() throws -> [UInt8] {
        let document: JSONValue = [
            "links": links.json, "crs": references.json, "collections": .array(entries.map(\.document)),
        ]
        return try document.bytes
    }

    func body() -> HTML {
        let (layer, features, about) = (
            Bilingual(fr: "Couche", en: "Collection"), Bilingual(fr: "Objets", en: "Features"),
            Bilingual(fr: "Ce que c'est", en: "What it is")
        )
        let rows = entries.map { entry in
            """
            <tr><th scope="row"><a href="\(ask.url(Operation.collection.path(layer: entry.layer.id), .html))">\
            \(entry.title)</a></th><td class="number">\(entry.summary.count)</td>\
            <td>\(entry.layer.description[ask.language])</td></tr>

            """ as HTML
        }
        return """
            <div class="wide"><table>
            <thead><tr><th scope="col">\(layer[ask.language])</th><th scope="col">\(features[ask.language])</th>\
            <th scope="col">\(about[ask.language])</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }
}

/// One collection (17-069r4 clause 7.14).
struct CollectionEntry: Resource {
    let layer: PublishedLayer
    let summary: LayerSummary
    let references: [ReferenceSystem]
    let ask: Ask

    var title: String { layer.title[ask.language] }

    /// Those of the collection's own address, whether it stands alone or among others.
    var links: [Link] {
        Form.allCases.sorted { a, _ in a == ask.form }.map { form in
            ask.link(
                form == ask.form ? "self" : "alternate", to: .collection, form, layer: layer.id, title: layer.title)
        } + Form.allCases.map { ask.link("items", to: .items, $0, layer: layer.id) }
    }

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "id": "\(layer.id)", "title": "\(title)", "description": "\(layer.description[ask.language])",
            "itemType": "feature", "crs": references.json, "links": links.json,
        ]
        if let working = references.first(where: { $0.reference == .working }) {
            members["storageCrs"] = "\(working.uri)"
        }
        var extent: [String: JSONValue] = [:]
        if let box = summary.extent {
            extent["spatial"] = [
                "bbox": [.array([box.minX, box.minY, box.maxX, box.maxY].map(JSONValue.number))],
                "crs": "\(ReferenceSystem.crs84.uri)",
            ]
        }
        if let days = summary.days {
            extent["temporal"] = [
                "interval": [
                    [
                        days.first.map { "\($0.description)T00:00:00Z" } ?? .null,
                        days.last.map { "\($0.description)T23:59:59Z" } ?? .null,
                    ]
                ],
                "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
            ]
        }
        if !extent.isEmpty { members["extent"] = .object(extent) }
        return .object(members)
    }

    func json() throws -> [UInt8] { try document.bytes }

    func body() -> HTML {
        let language = ask.language
        var rows: [(Bilingual, String)] = [(Bilingual(fr: "Objets", en: "Features"), String(summary.count))]
        if let box = summary.extent {
            rows.append(
                (
                    Bilingual(fr: "Ouest, sud, est, nord", en: "West, south, east, north"),
                    "\(box.minX), \(box.minY), \(box.maxX), \(box.maxY)"
                ))
        }
        if let days = summary.days {
            rows.append(
                (
                    Bilingual(fr: "Dates", en: "Dates"),
                    "\(days.first?.description ?? "…") – \(days.last?.description ?? "…")"
                ))
        }
        return """
            <p>\(layer.description[language])</p>
            <table><tbody>\(rows.map { "<tr><th scope=\"row\">\($0.0[language])</th><td>\($0.1)</td></tr>" as HTML })</tbody></table>
            <p><a href="\(ask.url(Operation.items.path(layer: layer.id), .html))">\(Operation.items.summary[language])</a>, \
            <a href="\(ask.url(Operation.items.path(layer: layer.id), .json))" type="application/geo+json">GeoJSON</a></p>
            """
    }
}

extension [ReferenceSystem] {
    fileprivate var json: JSONValue { .array(map { "\($0.uri)" }) }
}
