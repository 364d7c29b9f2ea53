public import Formats
public import Geospatial
public import Languages

/// Where a square metre is booked.
public enum Account: Hashable, Sendable {
    /// In a surface type, by its code.
    case type(String)
    /// Inside the outline, under no surface.
    case unclassified
    /// Outside the outline.
    case outside

    /// The code, or a word in its place: `asphalt`, `unclassified`, `outside`.
    public var code: String {
        switch self {
        case .type(let code): code
        case .unclassified: "unclassified"
        case .outside: "outside"
        }
    }

    /// The code of the surface type; nil for ground that has none.
    var type: String? {
        if case .type(let code) = self { code } else { nil }
    }
}

/// Why square metres went from one account to another.
public enum TransferCause: Hashable, Sendable {
    /// Works that were completed, by their `fid`.
    case works(Int64)
    /// A change on the ground that no works of the book explain.
    case change
    /// The drawing was wrong.
    case correction
    /// Ground that was drawn for the first time.
    case survey
    /// The outline moved: land bought, sold, or drawn anew.
    case outline

    /// A word: `works`, `change`, `correction`, `survey`, `outline`.
    public var code: String {
        switch self {
        case .works: "works"
        case .change: "change"
        case .correction: "correction"
        case .survey: "survey"
        case .outline: "outline"
        }
    }

    /// The cause as people say it.
    public var label: Bilingual {
        switch self {
        case .works(let number): Bilingual(fr: "travaux n° \(number)", en: "works no. \(number)")
        case .change: Bilingual(fr: "autre changement sur le terrain", en: "other change on the ground")
        case .correction: Bilingual(fr: "correction du relevé", en: "survey correction")
        case .survey: Bilingual(fr: "relevé", en: "survey")
        case .outline: Bilingual(fr: "contour du campus", en: "outline of the campus")
        }
    }

    /// True when the world changed, and not only what is known of it.
    public var isOnTheGround: Bool {
        switch self {
        case .works, .change: true
        case .correction, .survey, .outline: false
        }
    }

    init(_ kind: ChangeKind) {
        switch kind {
        case .survey: self = .survey
        case .change: self = .change
        case .correction: self = .correction
        }
    }
}

/// Square metres that went from one account to another on a day, for one cause.
public struct Transfer: Sendable {
    /// The first day of the new state.
    public let day: CalendarDate
    /// What they were.
    public let from: Account
    /// What they are.
    public let to: Account
    /// Why.
    public let cause: TransferCause
    /// Geodesic, m².
    public let area: Double
    /// Where, in the working reference system.
    public let geometry: MultiPolygon
    /// Standard deviation of the vertices of the worst of the surfaces that it is drawn from, in metres; nil when one of
    /// them does not say.
    public let accuracy: Double?
}
