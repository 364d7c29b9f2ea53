public import Formats
import Foundation
public import Geospatial
public import Languages

/// What the sky was like.
public struct VisitWeather: Sendable, Hashable {
    /// A value of the vocabulary `temperature_class`.
    public var temperature: String?
    /// A value of the vocabulary `wind`.
    public var wind: String?
    /// A value of the vocabulary `cloud`.
    public var cloud: String?
    /// Whether it suited the survey, by who was there.
    public var isFavourable: Bool?

    /// Nothing noted.
    public init() {}
}

/// Where, when and with what effort a protocol was followed.
public struct VisitDetails: Sendable, Hashable {
    /// The code of the protocol.
    public var protocolCode: String
    /// The name of the site: a parcel's, or that of a point.
    public var site: String
    /// The identity of the parcel, when the site is one.
    public var parcel: String?
    /// Where, in the working reference system; nil when it is not known.
    public var position: Position?
    /// The day.
    public var day: CalendarDate
    /// `09:30`
    public var startTime: String?
    /// How long, in minutes.
    public var minutes: Int?
    /// How much was sampled, in ``sampleUnit``.
    public var sampleSize: Double?
    /// In what: quadrat, plot, tree.
    public var sampleUnit: String?
    /// The effort in words.
    public var effort: String?
    /// The weather.
    public var weather = VisitWeather()
    /// Who was there.
    public var observers: String?
    /// True when all the taxa of the protocol's list were looked for: those that were not seen are then zeros. nil when it
    /// was not noted, and nothing is then said of what was not seen.
    public var isTargetListComplete: Bool?
    /// Anything else.
    public var remark: String?

    /// A visit of which nothing more is noted.
    public init(_ protocolCode: String, site: String, on day: CalendarDate) {
        self.protocolCode = protocolCode
        self.site = site
        self.day = day
    }

    /// True when a field is noted.
    func has(_ field: EffortField) -> Bool {
        switch field {
        case .startTime: startTime != nil
        case .durationMinutes: minutes != nil
        case .sampleSize: sampleSize != nil
        case .samplingEffort: effort != nil
        case .temperature: weather.temperature != nil
        case .wind: weather.wind != nil
        case .cloud: weather.cloud != nil
        case .weatherFavourable: weather.isFavourable != nil
        case .observers: observers != nil
        }
    }
}

/// How many of a taxon were counted.
public struct TaxonCount: Sendable, Hashable {
    /// The name, as written by who was there.
    public let name: String
    /// At least one; nil when it was seen and not counted.
    public let quantity: Int?

    /// A count. nil when it is not above zero, or the name is empty: zeros come from the list of a complete visit.
    public init?(_ name: String, _ quantity: Int?) {
        let name = name.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, quantity ?? 1 > 0 else { return nil }
        self.name = name
        self.quantity = quantity
    }
}

/// A visit that the atlas keeps, with what was seen.
public struct Visit: Sendable, Hashable {
    /// A taxon seen.
    public struct Sighting: Sendable, Hashable {
        /// As cited.
        public let name: String
        /// One key for all the names of the species.
        public let key: String
        /// How many; one when it was seen and not counted.
        public let quantity: Int
    }

    /// The row's key in its table.
    public let fid: Int64
    /// The public identity; Darwin Core's `eventID`.
    public let uuid: String
    /// Where, when, how.
    public let details: VisitDetails
    /// What was seen of what the protocol looks for, by name.
    public let sightings: [Sighting]
    /// What was seen besides, that the list of the protocol does not have.
    public let offList: [Sighting]
    /// The taxa of the list that were looked for and not seen; nil when the visit was not complete, or there is no list.
    public let absent: [String]?
}

/// Why a visit is not recorded.
public enum VisitError: ReadableError, Hashable {
    case unknownProtocol(String, known: [String])
    case noProtocol
    case missing([EffortField], protocolCode: String)
    case unknownParcel(String, known: [String])
    case withoutSite
    case future(CalendarDate)
    case badTime(String)
    case notPositive(EffortField)
    case notInVocabulary(EffortField, found: String, known: [String])
    case alreadyThere(String)
    case twice(String)
    case notACount(String)
    case moreThanSample(String, quantity: Int, sample: Int)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownProtocol(let code, let known):
            Bilingual(
                fr: "Protocole inconnu : « \(code) ». Protocoles : \(known.joined(separator: ", ")).",
                en: "Unknown protocol: '\(code)'. Protocols: \(known.joined(separator: ", ")).")
        case .noProtocol:
            Bilingual(
                fr: "L'atlas n'a pas encore de fiche de protocole : chargez-les avec « campus-atlas lists ATLAS ».",
                en: "The atlas has no protocol sheet yet: load them with 'campus-atlas lists ATLAS'.")
        case .missing(let fields, let code):
            Bilingual(
                fr: "« \(code) » demande : \(fields.map(\.label.fr).joined(separator: ", ")).",
                en: "'\(code)' needs: \(fields.map(\.label.en).joined(separator: ", ")).")
        case .unknownParcel(let name, let known):
            Bilingual(
                fr: "Parcelle inconnue : « \(name) ». Parcelles : \(known.joined(separator: ", ")).",
                en: "Unknown parcel: '\(name)'. Parcels: \(known.joined(separator: ", ")).")
        case .withoutSite:
            Bilingual(
                fr: "Donnez le site : une parcelle, ou le nom d'un point.",
                en: "Give the site: a parcel, or the name of a point.")
        case .future(let day):
            Bilingual(fr: "\(day) est dans l'avenir.", en: "\(day) is in the future.")
        case .badTime(let text):
            Bilingual(fr: "« \(text) » n'est pas une heure HH:MM.", en: "'\(text)' is not a time HH:MM.")
        case .notPositive(let field):
            Bilingual(
                fr: "\(field.label.fr) : il faut plus que zéro.", en: "\(field.label.en): more than zero is needed.")
        case .notInVocabulary(let field, let found, let known):
            Bilingual(
                fr: "\(field.label.fr) : « \(found) » n'est pas une de \(known.joined(separator: ", ")).",
                en: "\(field.label.en): '\(found)' is none of \(known.joined(separator: ", ")).")
        case .alreadyThere(let uuid):
            Bilingual(
                fr: "Cette visite (même protocole, site, jour et heure) est déjà dans l'atlas : \(uuid).",
                en: "This visit (same protocol, site, day and time) is already in the atlas: \(uuid).")
        case .twice(let name):
            Bilingual(fr: "« \(name) » est compté deux fois.", en: "'\(name)' is counted twice.")
        case .notACount(let text):
            Bilingual(
                fr:
                    "« \(text) » : il faut \"Nom=nombre\", d'au moins 1. Un zéro ne se tape pas : il vient de la liste d'une "
                    + "visite complète (--complete).",
                en:
                    "'\(text)': \"Name=number\" of at least 1 is needed. A zero is not typed: it comes from the list of a "
                    + "complete visit (--complete).")
        case .moreThanSample(let name, let quantity, let sample):
            Bilingual(
                fr: "« \(name) » est vu dans \(quantity) unités d'un échantillon de \(sample).",
                en: "'\(name)' is seen in \(quantity) units of a sample of \(sample).")
        }
    }
}
