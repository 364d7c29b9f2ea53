import CampusAtlas

/// What can be asked of the server. The route table, the check of parameters and the API definition are made of it.
enum Operation: String, CaseIterable {
    case landing, api, conformance, collections, collection, items, item, progress

    /// The address below the root; `layer` stands in place of the collection's name.
    func path(layer: String = ":layer", item: String = ":item") -> String {
        switch self {
        case .landing: "/"
        case .api, .conformance, .collections, .progress: "/" + rawValue
        case .collection: "/collections/\(layer)"
        case .items: "/collections/\(layer)/items"
        case .item: "/collections/\(layer)/items/\(item)"
        }
    }

    /// The media type of the JSON form.
    var mediaType: String {
        switch self {
        case .api: "application/vnd.oai.openapi+json;version=3.0"
        case .items, .item: "application/geo+json"
        case .landing, .conformance, .collections, .collection, .progress: "application/json"
        }
    }

    var parameters: [Parameter] {
        switch self {
        case .items: [.f, .bbox, .bboxCRS, .crs, .datetime, .limit, .offset]
        case .item: [.f, .crs]
        case .progress: [.f, .on]
        case .landing, .api, .conformance, .collections, .collection: [.f]
        }
    }

    var summary: Bilingual {
        switch self {
        case .landing: Bilingual(fr: "Accueil", en: "Landing page")
        case .api: Bilingual(fr: "Définition de l'interface", en: "API definition")
        case .conformance: Bilingual(fr: "Normes suivies", en: "Conformance")
        case .collections: Bilingual(fr: "Les couches", en: "The collections")
        case .collection: Bilingual(fr: "Une couche", en: "A collection")
        case .items: Bilingual(fr: "Les objets d'une couche", en: "The features of a collection")
        case .item: Bilingual(fr: "Un objet", en: "A feature")
        case .progress: Bilingual(fr: "Où en est chaque objectif", en: "Where each target stands")
        }
    }
}

/// A parameter of a query, by its name.
enum Parameter: String, CaseIterable {
    case f
    case bbox
    case bboxCRS = "bbox-crs"
    case crs
    case datetime
    case limit
    case offset
    case on

    var summary: Bilingual {
        switch self {
        case .f: Bilingual(fr: "La forme de la réponse : json ou html.", en: "The form of the answer: json or html.")
        case .bbox:
            Bilingual(
                fr: "Seulement ce qui touche ce rectangle : ouest,sud,est,nord. Les hauteurs sont ignorées.",
                en: "Only what meets this rectangle: west,south,east,north. Heights are ignored.")
        case .bboxCRS: Bilingual(fr: "Le système du rectangle.", en: "The reference system of the rectangle.")
        case .crs: Bilingual(fr: "Le système des géométries rendues.", en: "The reference system of the answer.")
        case .datetime:
            Bilingual(
                fr:
                    "Seulement ce qui est vrai à cet instant ou dans cet intervalle : 2024-05-01, 2024-01-01/2024-12-31, 2024-01-01/.. ; "
                    + "les faits sont datés au jour.",
                en:
                    "Only what is true at this instant or in this interval: 2024-05-01, 2024-01-01/2024-12-31, 2024-01-01/..; facts are "
                    + "dated by the day.")
        case .limit: Bilingual(fr: "Le nombre d'objets par page.", en: "How many features a page holds.")
        case .offset: Bilingual(fr: "Le nombre d'objets à passer.", en: "How many features to pass over.")
        case .on: Bilingual(fr: "Le jour (aujourd'hui si absent).", en: "The day (today if absent).")
        }
    }
}
