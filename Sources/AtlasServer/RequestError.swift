import CampusAtlas
import Hummingbird

/// Why a request has no answer. The words are the same whether a record does not exist or is held back.
enum RequestError: ReadableError, Hashable {
    case unknownParameter(String, known: [String])
    case repeatedParameter(String)
    case invalid(Parameter, found: String, expected: Bilingual)
    case noSuchAddress(String)
    case noSuchLayer(String, known: [String])
    case noSuchFeature(String, layer: String)
    case notAcceptable(String)
    case methodNotAllowed(String)

    var status: HTTPResponse.Status {
        switch self {
        case .unknownParameter, .repeatedParameter, .invalid: .badRequest
        case .noSuchAddress, .noSuchLayer, .noSuchFeature: .notFound
        case .notAcceptable: .notAcceptable
        case .methodNotAllowed: .methodNotAllowed
        }
    }

    /// The code of the exception schema (17-069r4 requirement `oas30/exceptions-codes`).
    var code: String {
        switch self {
        case .unknownParameter: "UnknownParameter"
        case .repeatedParameter, .invalid: "InvalidParameterValue"
        case .noSuchAddress, .noSuchLayer, .noSuchFeature: "NotFound"
        case .notAcceptable: "NotAcceptable"
        case .methodNotAllowed: "MethodNotAllowed"
        }
    }

    var message: Bilingual {
        switch self {
        case .unknownParameter(let name, let known):
            Bilingual(
                fr: "Paramètre inconnu ici : « \(name) ». Possibles : \(known.joined(separator: ", ")).",
                en: "Unknown parameter here: '\(name)'. Possible: \(known.joined(separator: ", ")).")
        case .repeatedParameter(let name):
            Bilingual(
                fr: "Le paramètre « \(name) » vient deux fois : donnez-le une fois.",
                en: "The parameter '\(name)' comes twice: give it once.")
        case .invalid(let parameter, let found, let expected):
            Bilingual(
                fr: "\(parameter.rawValue) : « \(found) » trouvé ; attendu : \(expected.fr).",
                en: "\(parameter.rawValue): found '\(found)'; expected: \(expected.en).")
        case .noSuchAddress(let path):
            Bilingual(
                fr: "Rien à l'adresse « \(path) ». L'accueil est à « / ».", en: "Nothing at '\(path)'. Start from '/'.")
        case .noSuchLayer(let id, let known):
            Bilingual(
                fr: "Couche inconnue : « \(id) ». Couches : \(known.joined(separator: ", ")).",
                en: "Unknown collection: '\(id)'. Collections: \(known.joined(separator: ", ")).")
        case .noSuchFeature(let uuid, let layer):
            Bilingual(
                fr: "Pas d'objet « \(uuid) » dans la couche \(layer).",
                en: "No feature '\(uuid)' in collection \(layer).")
        case .notAcceptable(let accept):
            Bilingual(
                fr: "Aucune des formes demandées (\(accept)) n'existe ici : demandez JSON ou HTML.",
                en: "None of the forms asked for (\(accept)) exists here: ask for JSON or HTML.")
        case .methodNotAllowed(let method):
            Bilingual(
                fr: "L'atlas est publié en lecture : \(method) n'est pas possible, GET l'est.",
                en: "The atlas is published for reading: \(method) is not possible, GET is.")
        }
    }
}
