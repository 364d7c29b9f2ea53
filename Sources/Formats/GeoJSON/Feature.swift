public import Geospatial
public import Languages

/// One GeoJSON feature (RFC 7946 section 3.2), as read.
public struct Feature: Sendable {
    /// The place of the feature in the file, from 1.
    public let number: Int
    /// The identifier; a number keeps the text it is written with.
    public let id: String?
    /// Nil when the feature has none, or when it cannot be made: ``geometryProblem`` then says why.
    public let geometry: Geometry?
    /// What is wrong with the feature, though its JSON is well formed; nil when nothing is.
    public let geometryProblem: GeometryProblem?
    /// The properties, one field for each of ``GeoJSONReader/columns`` so far.
    public let properties: Record
    /// Names that come more than once among the properties; the last value was kept.
    public let repeatedNames: [String]
}

/// Why well-formed JSON is not the feature, or not the geometry, that it should be.
public enum GeometryProblem: ReadableError, Hashable {
    case notAFeature(found: String)
    case notAnObject(JSONKind)
    case noType
    case unknownType(String)
    /// The member `coordinates`, or `geometries`, is missing.
    case noCoordinates(type: String)
    /// Lists nested too deep, not deep enough, or unevenly for the type.
    case wrongNesting(type: String)
    /// A position of other than two or three numbers.
    case positionOf(count: Int)
    /// Something else than a number among coordinates.
    case notANumber(JSONKind)
    /// A ring or a line that its positions do not make.
    case malformed(GeometryError)
    /// A coordinate reference system of its own, other than that of the file.
    case otherCRS(String)
    case propertiesNotAnObject(JSONKind)
    case identifierNotText(JSONKind)

    /// The sentence for the user, without the place.
    public var message: Bilingual {
        switch self {
        case .notAFeature(let found):
            Bilingual(fr: "« Feature » attendu, \(found) trouvé.", en: "expected a Feature, found \(found).")
        case .notAnObject(let kind):
            Bilingual(
                fr: "géométrie : un objet ou null attendu, \(kind.message.fr) trouvé.",
                en: "geometry: expected an object or null, found \(kind.message.en).")
        case .noType: Bilingual(fr: "géométrie sans « type ».", en: "geometry without ‘type’.")
        case .unknownType(let type):
            Bilingual(fr: "type de géométrie inconnu : « \(type) ».", en: "unknown geometry type: ‘\(type)’.")
        case .noCoordinates(let type):
            Bilingual(fr: "\(type) sans coordonnées.", en: "\(type) without coordinates.")
        case .wrongNesting(let type):
            Bilingual(
                fr: "\(type) : les listes de coordonnées ne sont pas emboîtées comme ce type le demande.",
                en: "\(type): the lists of coordinates are not nested as this type asks.")
        case .positionOf(let count):
            Bilingual(
                fr: "position de \(count) nombre(s) ; deux ou trois attendus.",
                en: "position of \(count) number(s); two or three expected.")
        case .notANumber(let kind):
            Bilingual(
                fr: "\(kind.message.fr) parmi les coordonnées ; un nombre attendu.",
                en: "\(kind.message.en) among the coordinates; a number expected.")
        case .malformed(let error): error.sentence
        case .otherCRS(let name):
            Bilingual(
                fr: "système de coordonnées propre à l’objet (\(name)) ; déclarez-le une fois pour tout le fichier.",
                en: "coordinate reference system of its own (\(name)); declare it once for the whole file.")
        case .propertiesNotAnObject(let kind):
            Bilingual(
                fr: "« properties » : un objet ou null attendu, \(kind.message.fr) trouvé.",
                en: "‘properties’: expected an object or null, found \(kind.message.en).")
        case .identifierNotText(let kind):
            Bilingual(
                fr: "« id » : une chaîne ou un nombre attendu, \(kind.message.fr) trouvé.",
                en: "‘id’: expected a string or a number, found \(kind.message.en).")
        }
    }
}

extension GeometryError {
    fileprivate var sentence: Bilingual {
        switch self {
        case .ringTooShort(let count):
            Bilingual(
                fr: "contour de \(count) position(s) ; il en faut au moins quatre, la dernière égale à la première.",
                en: "ring of \(count) position(s); at least four are needed, the last equal to the first.")
        case .ringNotClosed(let first, let last):
            Bilingual(
                fr: "contour ouvert : il commence en (\(first.x), \(first.y)) et finit en (\(last.x), \(last.y)).",
                en: "open ring: it starts at (\(first.x), \(first.y)) and ends at (\(last.x), \(last.y)).")
        case .lineTooShort:
            Bilingual(
                fr: "ligne d’une seule position ; il en faut au moins deux.",
                en: "line of a single position; at least two are needed.")
        case .notFinite(let position):
            Bilingual(
                fr: "coordonnée hors de tout nombre : (\(position.x), \(position.y)).",
                en: "coordinate beyond any number: (\(position.x), \(position.y)).")
        }
    }
}

/// Why a file is not GeoJSON, or cannot be read further.
public enum GeoJSONError: ReadableError, Hashable {
    /// Malformed JSON, or a file that cannot be read.
    case json(JSONError)
    case empty(source: String)
    /// Well-formed JSON that is neither a FeatureCollection, a Feature nor a geometry.
    case notGeoJSON(source: String, found: String)
    /// A legacy `crs` member that names no system, or links to one.
    case unreadableCRS(source: String)
    /// A legacy `crs` member after the features, in a source that flows once: they were read without knowing it.
    case crsAfterFeatures(source: String, crs: String)
    case tooManyColumns(source: String, limit: Int)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .json(let error): error.message
        case .empty(let source):
            Bilingual(fr: "\(source) : le fichier est vide.", en: "\(source): the file is empty.")
        case .notGeoJSON(let source, let found):
            Bilingual(
                fr:
                    "\(source) : ce n’est pas du GeoJSON (\(found)) ; une FeatureCollection, une Feature ou une géométrie est attendue.",
                en: "\(source): not GeoJSON (\(found)); expected a FeatureCollection, a Feature or a geometry.")
        case .unreadableCRS(let source):
            Bilingual(
                fr: "\(source) : le membre « crs » ne nomme aucun système de coordonnées ; corrigez-le ou retirez-le.",
                en: "\(source): the member ‘crs’ names no coordinate reference system; correct it or remove it.")
        case .crsAfterFeatures(let source, let crs):
            Bilingual(
                fr:
                    "\(source) : le système de coordonnées (\(crs)) n’est dit qu’après les objets ; donnez un fichier plutôt qu’un flux.",
                en:
                    "\(source): the coordinate reference system (\(crs)) is only told after the features; give a file rather than a stream."
            )
        case .tooManyColumns(let source, let limit):
            Bilingual(
                fr: "\(source) : plus de \(limit) propriétés différentes.",
                en: "\(source): more than \(limit) different properties.")
        }
    }
}
