public import Languages

/// Where the rain of a surface goes.
public enum Outlet: String, Sendable, CaseIterable {
    /// A sewer that takes waste water too.
    case combinedSewer = "combined_sewer"
    /// A sewer for rain alone.
    case stormwaterSewer = "stormwater_sewer"
    /// The ground, here or beside.
    case infiltration
    /// A tank, a swale or a basin of the campus.
    case storage
    case watercourse

    /// The outlet as people say it.
    public var label: Bilingual {
        switch self {
        case .combinedSewer: Bilingual(fr: "réseau unitaire", en: "combined sewer")
        case .stormwaterSewer: Bilingual(fr: "réseau pluvial", en: "stormwater sewer")
        case .infiltration: Bilingual(fr: "infiltration", en: "infiltration")
        case .storage: Bilingual(fr: "stockage sur place", en: "storage on site")
        case .watercourse: Bilingual(fr: "cours d'eau", en: "watercourse")
        }
    }

    /// Connected to a sewer.
    public var isSewer: Bool { self == .combinedSewer || self == .stormwaterSewer }

    static let sqlList = allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
}
