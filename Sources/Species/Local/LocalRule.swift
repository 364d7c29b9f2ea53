public import Formats
public import Languages

/// How local a planted taxon is, on a campus.
///
/// L1: present and presumed native in metropolitan France (TAXREF's FR status P, E or S). L2: native on a list of the
/// campus's area, on no invasive list, and neither a hybrid nor a cultivar. L3: L2, of a lot certified Végétal local. A
/// taxon that no list of the area settles is not assessed: it counts as not local, and is the upper bound. Version 1 had
/// the same verdicts; version 2 sets exempt plants beside the count and counts planting beds.
public enum LocalRule {
    /// The version of the rule.
    public static let version = 2

    /// The rule in one sentence, with its version.
    public static let statement = Bilingual(
        fr:
            "Règle \(version) : L1, présumé indigène en France (TAXREF FR P, E ou S) ; L2, indigène sur une liste de la "
            + "région, sur aucune liste d'invasives, ni hybride ni cultivar ; L3, L2 d'un lot Végétal local ; non évalué "
            + "compte comme non local et fait la borne haute ; les plantes exemptées sont à part.",
        en:
            "Rule \(version): L1, presumed native in France (TAXREF FR P, E or S); L2, native on a list of the area, on no "
            + "invasive list, neither hybrid nor cultivar; L3, L2 of a Végétal local lot; not assessed counts as not local "
            + "and makes the upper bound; exempt plants stand apart.")

    /// What the lists say of a taxon.
    public enum Verdict: Sendable, Hashable {
        /// L2, by this list.
        case local(ListMention)
        case notLocal(Reason)
        /// No list of the area settles it; the list that names it without deciding, if one does.
        case notAssessed(ListMention?)

        /// L2; nil when it is not assessed.
        public var isLocal: Bool? {
            switch self {
            case .local: true
            case .notLocal: false
            case .notAssessed: nil
            }
        }

        /// The verdict, and the list and version that decide it.
        public var explanation: Bilingual {
            switch self {
            case .local(let list): Bilingual(fr: "local, d'après \(list.edition)", en: "local, by \(list.edition)")
            case .notAssessed(nil): Bilingual(fr: "non évalué : sur aucune liste", en: "not assessed: on no list")
            case .notAssessed(let list?):
                Bilingual(
                    fr: "non évalué : \(list.status.label.fr), d'après \(list.edition)",
                    en: "not assessed: \(list.status.label.en), by \(list.edition)")
            case .notLocal(.invasive(let list)):
                Bilingual(fr: "invasive, d'après \(list.edition)", en: "invasive, by \(list.edition)")
            case .notLocal(.hybridOrCultivar): Bilingual(fr: "hybride ou cultivar", en: "hybrid or cultivar")
            case .notLocal(.status(let list)):
                Bilingual(
                    fr: "\(list.status.label.fr), d'après \(list.edition)",
                    en: "\(list.status.label.en), by \(list.edition)")
            }
        }
    }

    /// Why a taxon is not local.
    public enum Reason: Sendable, Hashable {
        case invasive(ListMention)
        case hybridOrCultivar
        case status(ListMention)
    }
}

/// What one edition of a list says of a taxon.
public struct ListMention: Sendable, Hashable {
    /// The list.
    public let list: String
    /// The edition.
    public let version: String
    /// What being on the list means.
    public let kind: ChecklistEdition.Kind
    /// Where it applies.
    public let area: String
    /// The campus that it judges; nil for all.
    public let campus: String?
    /// The day it was published.
    public let publishedOn: CalendarDate?
    /// True of the edition that decides for its list.
    public let decides: Bool
    /// The name on the list.
    public let scientificName: String
    /// The status on the list.
    public let status: ChecklistStatus
    /// What the list says it took that from.
    public let source: String

    /// The list and its edition, `gard (v1)`.
    public var edition: String { "\(list) (\(version))" }

    func applies(to campus: String?) -> Bool { self.campus == nil || self.campus == campus }
}

/// Why planted individuals may stand outside the share of local taxa.
public enum PlantExemption: String, Sendable, CaseIterable {
    /// A tree kept for its age or its history.
    case heritage
    /// Grown to be eaten.
    case foodGarden = "food_garden"
    /// A collection to teach from.
    case collection

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .heritage: Bilingual(fr: "arbres patrimoniaux", en: "heritage trees")
        case .foodGarden: Bilingual(fr: "jardin potager ou verger", en: "food garden")
        case .collection: Bilingual(fr: "collections", en: "collections")
        }
    }
}
