public import Languages

/// Who weighed.
public enum WeighingSource: String, Sendable, Hashable, CaseIterable {
    /// The school: its scale, its counts and volumes.
    case own
    /// The hauler: its weighbridge (method B) or its truck (method C).
    case hauler

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .own: Bilingual(fr: "pesées de l'école", en: "the school's weighings")
        case .hauler: Bilingual(fr: "bons du prestataire", en: "the hauler's tickets")
        }
    }

    /// The source of a method, in SQL.
    static func sql(_ method: String) -> String { "CASE WHEN \(method) IN ('B', 'C') THEN 'hauler' ELSE 'own' END" }
}
