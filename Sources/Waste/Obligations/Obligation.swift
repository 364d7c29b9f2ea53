public import Formats
import GRDB
public import Languages

/// What a site says of its obligation to sort a stream, over a period.
public struct Obligation: Sendable, Hashable {
    /// What the site says.
    public enum Status: String, Sendable, CaseIterable {
        /// The site must sort the stream: each month is expected to have a weighing or an affirmed zero.
        case applies
        case notApplicable = "not_applicable"
        /// The site must, and does: something says how.
        case satisfied

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .applies: Bilingual(fr: "s'applique", en: "applies")
            case .notApplicable: Bilingual(fr: "ne s'applique pas", en: "does not apply")
            case .satisfied: Bilingual(fr: "satisfaite", en: "satisfied")
            }
        }
    }

    /// Why an obligation does not apply, or how it is satisfied.
    public enum Ground: String, Sendable, CaseIterable {
        case belowThreshold = "below_threshold"
        case noProduction = "no_production"
        case noWorks = "no_works"
        case smallWorks = "small_works"
        case separateCollection = "separate_collection"
        case mixedAttested = "mixed_attested"
        case publicBuilding = "public_building"
        case onSite = "on_site"
        case other

        /// The status that it explains; nil for both.
        public var status: Status? {
            switch self {
            case .belowThreshold, .noProduction, .noWorks, .smallWorks: .notApplicable
            case .separateCollection, .mixedAttested, .publicBuilding, .onSite: .satisfied
            case .other: nil
            }
        }

        /// The rule, with its article.
        public var label: Bilingual {
            switch self {
            case .belowThreshold:
                Bilingual(
                    fr: "service public de collecte et au plus 1 100 L par semaine, tous déchets, tout le site compté "
                        + "quand un seul collecteur le dessert (C. env. D543-280)",
                    en:
                        "public collection and at most 1,100 L a week, all waste, the whole shared site counted when one "
                        + "hauler serves it (C. env. D543-280)")
            case .noProduction:
                Bilingual(fr: "le site n'en produit pas", en: "the site produces none")
            case .noWorks:
                Bilingual(
                    fr: "pas de chantier : seuls les déchets de construction et de démolition sont visés (D543-279)",
                    en: "no building works: only construction and demolition waste is meant (D543-279)")
            case .smallWorks:
                Bilingual(
                    fr: "chantier de moins de 40 m² pour entreposer, ou de moins de 10 m³ de déchets (D543-278)",
                    en: "works with less than 40 m² for storage, or less than 10 m³ of waste (D543-278)")
            case .separateCollection:
                Bilingual(fr: "collecte séparée", en: "separate collection")
            case .mixedAttested:
                Bilingual(
                    fr:
                        "collecté en mélange avec d'autres flux que le collecteur sait trier : l'attestation annuelle en "
                        + "est la preuve (D543-284)",
                    en: "collected mixed with other streams that the hauler can sort: the yearly attestation is the "
                        + "proof (D543-284)")
            case .publicBuilding:
                Bilingual(
                    fr:
                        "établissement recevant du public : L541-21-2-2 ne vaut que pour les déchets du public, pas pour "
                        + "ceux du personnel (D543-278)",
                    en:
                        "building open to the public: L541-21-2-2 holds for the public's waste only, not for that of the "
                        + "staff (D543-278)")
            case .onSite:
                Bilingual(fr: "valorisé sur place", en: "recovered on site")
            case .other: Bilingual(fr: "autre", en: "other")
            }
        }
    }

    /// nil in an atlas without campuses.
    public let campus: String?
    /// The stream's code.
    public let stream: String
    /// What the site says.
    public let status: Status
    /// Why, or how.
    public let ground: Ground?
    /// In words.
    public let reason: String?
    /// The stream in whose container this one is collected; nil when it has its own.
    public let collectedWith: String?
    /// The first day.
    public let from: CalendarDate
    /// The first day on which it no longer holds; nil while it does.
    public let to: CalendarDate?
    /// What proves it, in words: a contract, an attestation's number.
    public let evidence: String?
    let fid: Int64

    /// True when it holds on a day of the month.
    func covers(_ month: CalendarMonth) -> Bool {
        from <= month.lastDay && (to.map { $0 > month.firstDay } ?? true)
    }

    func holds(on day: CalendarDate) -> Bool { from <= day && (to.map { day < $0 } ?? true) }

    /// All that was said, by campus, stream and first day.
    static func all(_ db: Database) throws -> [Obligation] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT fid, campus, stream, status, ground, reason, collected_with, valid_from, valid_to, evidence
                FROM waste_obligation ORDER BY campus, stream, valid_from
                """
        ).compactMap(Obligation.init)
    }

    private init?(_ row: Row) {
        guard let status = Status(rawValue: row["status"]), let from = CalendarDate(iso: row["valid_from"] as String)
        else { return nil }
        fid = row["fid"]
        campus = row["campus"]
        stream = row["stream"]
        self.status = status
        ground = (row["ground"] as String?).flatMap(Ground.init)
        reason = row["reason"]
        collectedWith = row["collected_with"]
        self.from = from
        to = (row["valid_to"] as String?).flatMap { CalendarDate(iso: $0) }
        evidence = row["evidence"]
    }
}
