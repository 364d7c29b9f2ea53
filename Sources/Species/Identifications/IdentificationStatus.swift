public import Languages

/// How sure an identification is (SINP nomenclature STATUT_VALID), as `identificationVerificationStatus` of Darwin Core
/// carries it.
public enum IdentificationStatus: String, Sendable, CaseIterable {
    case waiting
    case certain
    case probable
    case doubtful
    /// Not what was seen, or not seen: the record stays, and no figure or list counts it.
    case invalid
    case notFeasible = "not_feasible"
    case unknown

    /// The code of STATUT_VALID.
    public var code: String {
        switch self {
        case .waiting: "0"
        case .certain: "1"
        case .probable: "2"
        case .doubtful: "3"
        case .invalid: "4"
        case .notFeasible: "5"
        case .unknown: "6"
        }
    }

    /// The label of the nomenclature, and its English.
    public var label: Bilingual {
        switch self {
        case .waiting: Bilingual(fr: "En attente de validation", en: "Waiting")
        case .certain: Bilingual(fr: "Certain - très probable", en: "Certain - very probable")
        case .probable: Bilingual(fr: "Probable", en: "Probable")
        case .doubtful: Bilingual(fr: "Douteux", en: "Doubtful")
        case .invalid: Bilingual(fr: "Invalide", en: "Invalid")
        case .notFeasible: Bilingual(fr: "Non réalisable", en: "Not feasible")
        case .unknown: Bilingual(fr: "Inconnu", en: "Unknown")
        }
    }

    /// True, in SQL, of a row of `observation` whose identification was found invalid, whichever way its source says so.
    static let isInvalid =
        "(lower(trim(coalesce(identification_verification_status, ''))) IN ('4', 'invalide', 'invalid', 'rejected'))"
}
