public import Languages

/// What a surface is used for, where a target asks.
public enum LandUse: String, Sendable, CaseIterable {
    case parking
    case circulation
    case building
    case sport
    case green

    /// The use as people say it.
    public var label: Bilingual {
        switch self {
        case .parking: Bilingual(fr: "stationnement", en: "parking")
        case .circulation: Bilingual(fr: "circulation", en: "circulation")
        case .building: Bilingual(fr: "bâtiment", en: "building")
        case .sport: Bilingual(fr: "sport", en: "sport")
        case .green: Bilingual(fr: "espace vert", en: "green space")
        }
    }
}
