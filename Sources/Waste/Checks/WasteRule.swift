public import Languages

/// How much it matters that a weighing looks odd.
public enum CheckSeverity: String, Sendable, CaseIterable {
    /// It cannot enter the book; found there, it must be corrected or cancelled.
    case stop
    /// A person must say whether it is right.
    case ask
    /// Worth knowing.
    case note

    /// The severity as people say it.
    public var label: Bilingual {
        switch self {
        case .stop: Bilingual(fr: "à corriger", en: "to be corrected")
        case .ask: Bilingual(fr: "à confirmer", en: "to be confirmed")
        case .note: Bilingual(fr: "à savoir", en: "worth knowing")
        }
    }
}

/// What a weighing, or a run of them, may break. Nothing is ever put right by the program.
///
/// The thresholds are those of the project, for want of a published set; where a rule is somebody's, it says so.
public enum WasteRule: String, Sendable, CaseIterable {
    case noUnit = "no-unit"
    case notPositive = "not-positive"
    case futureDate = "future-date"
    case unknownStream = "unknown-stream"
    /// The same stream of the same plant, twice on one ticket.
    case sameTicket = "same-ticket"
    /// The same container, stream and net mass, within ``hoursOfDuplicate``.
    case duplicate
    /// Outside Tukey's outer fences of the logarithm (Exploratory Data Analysis, 1977, 2D): beyond 3 interquartile ranges
    /// of the quartiles, where ``leastForUsual`` weighings or more have made them.
    case usualRange = "usual-range"
    /// Outside them, and inside once a slip of the comma or of the unit is undone.
    case unitFactor = "unit-factor"
    /// More than the capacity at the highest density of the stream.
    case capacity
    /// More than the container may bear.
    case maxLoad = "max-load"
    /// More than ``heaviestByRoad``: no lorry takes it away in one load.
    case heaviestLoad = "heaviest-load"
    /// In a container that is meant for another stream.
    case otherStream = "other-stream"
    /// Not a whole number of the steps of the scale.
    case scaleStep = "scale-step"
    /// What was poured into a container weighs more than the container was found to hold.
    case sumOfParts = "sum-of-parts"
    /// Months without a weighing, of a stream that is weighed more often.
    case gap
    /// A month affirmed to be without waste, in which something was weighed.
    case contradictedZero = "contradicted-zero"
    /// The same mass, ``leastForRepeated`` times running.
    case repeated
    /// Last digits that are not as often one as the other: masses rounded, or made up (Preece, The Statistician 30, 1981,
    /// doi:10.2307/2987702).
    case lastDigit = "last-digit"
    /// A month far from the same month of other years: beyond 3 median absolute deviations of the median (Leys et al.,
    /// Journal of Experimental Social Psychology 49, 2013, doi:10.1016/j.jesp.2013.03.013).
    case monthTotal = "month-total"

    static let leastForUsual = 12
    /// Grams: the 40 t above which Trackdéchets takes no road transport (``RegisterRules/heaviestByRoad``).
    static let heaviestByRoad = RegisterRules.heaviestByRoad * 1000
    static let fence = 3.0
    static let hoursOfDuplicate = 24
    static let leastForRepeated = 5
    static let leastForDigits = 50
    /// The parts may exceed the whole by 2 %, or two steps of the scale.
    static let toleranceOfParts = 0.02
    static let deviationsOfMonth = 3.0
    static let leastYears = 4

    /// How much it matters.
    public var severity: CheckSeverity {
        switch self {
        case .noUnit, .notPositive, .futureDate, .unknownStream, .sameTicket, .contradictedZero: .stop
        case .duplicate, .usualRange, .unitFactor, .capacity, .maxLoad, .heaviestLoad, .otherStream, .scaleStep,
            .sumOfParts, .gap:
            .ask
        case .repeated, .lastDigit, .monthTotal: .note
        }
    }

    /// How the finding is named: the mass of a weighing is asked about once, whichever rule it breaks.
    var keyWord: String {
        switch self {
        case .usualRange, .unitFactor, .capacity, .maxLoad, .heaviestLoad: "mass"
        default: rawValue
        }
    }
}
