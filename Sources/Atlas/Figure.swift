public import Formats
public import Languages

/// What a figure is measured in.
public enum FigureUnit: String, Sendable {
    /// Between 0 and 1, shown in per cent.
    case ratio
    case squareMetre = "m2"
    case kilogram = "kg"
    /// Things that are counted.
    case count = "1"
    /// A coefficient without dimension.
    case coefficient
}

/// A value with the least and the most that it can be, given what is not known.
public struct Estimate: Sendable, Hashable {
    /// The best that is known.
    public let value: Double
    /// The least it can be.
    public let lower: Double
    /// The most it can be.
    public let upper: Double

    /// Bounds that do not hold the value are moved to it.
    public init(_ value: Double, lower: Double, upper: Double) {
        self.value = value
        self.lower = min(lower, value)
        self.upper = max(upper, value)
    }

    /// A value that nothing unknown can move.
    public init(exactly value: Double) { self.init(value, lower: value, upper: value) }
}

/// A figure shown beside another, that no target judges.
public struct Companion: Sendable, Hashable {
    /// The identifier, `land.sealed_area`.
    public let id: String
    /// As people say it.
    public let label: Bilingual
    /// The unit.
    public let unit: FigureUnit
    /// nil when it cannot be known yet.
    public let estimate: Estimate?

    package init(_ id: String, _ label: Bilingual, _ unit: FigureUnit, _ estimate: Estimate?) {
        self.id = id
        self.label = label
        self.unit = unit
        self.estimate = estimate
    }
}

/// What an indicator measures, apart from any date.
public struct Indicator: Sendable, Hashable {
    /// `land.sealed_share`
    public let id: String
    /// As people say it.
    public let label: Bilingual
    /// One sentence.
    public let definition: Bilingual
    /// The unit.
    public let unit: FigureUnit

    package init(_ id: String, label: Bilingual, definition: Bilingual, unit: FigureUnit) {
        self.id = id
        self.label = label
        self.definition = definition
        self.unit = unit
    }
}

/// The value of an indicator for a perimeter at a date, with what is known of it and what is not.
public struct Figure: Sendable, Hashable {
    /// What is measured.
    public let indicator: Indicator
    /// Where.
    public let perimeter: Perimeter
    /// First day of the period; nil for a state on a day.
    public let from: CalendarDate?
    /// The day, or the last day of the period.
    public let on: CalendarDate
    /// nil when it cannot be known; ``note`` says why.
    public let estimate: Estimate?
    /// Between 0 and 1: how much of what should be known is known; nil when even that is unknown.
    public let coverage: Double?
    /// Why there is no value, or what the reader must know of it.
    public let note: Bilingual?
    /// The quantity that a target bears on when it is not the value itself: the sealed area behind the sealed share.
    public let targeted: Companion?
    /// How far what is targeted moved since the baseline though nothing changed: corrections of the survey, land bought or
    /// sold; nil without a baseline.
    public let restatement: Double?
    /// Figures to read beside it.
    public let companions: [Companion]

    package init(
        _ indicator: Indicator, _ perimeter: Perimeter, from: CalendarDate? = nil, on: CalendarDate,
        estimate: Estimate?, coverage: Double?, note: Bilingual? = nil, targeted: Companion? = nil,
        restatement: Double? = nil, companions: [Companion] = []
    ) {
        self.indicator = indicator
        self.perimeter = perimeter
        self.from = from
        self.on = on
        self.estimate = estimate
        self.coverage = coverage
        self.note = note
        self.targeted = targeted
        self.restatement = restatement
        self.companions = companions
    }
}

/// A row that a figure was made of, and what it brought.
public struct FigureRow: Sendable, Hashable {
    /// The table.
    public let table: String
    /// The row's key in its table.
    public let fid: Int64
    /// The row's public identity.
    public let uuid: String
    /// What the row is, in few words.
    public let label: String
    /// What the row is in the figure: counted, set aside, hidden under another…
    public let role: Bilingual
    /// What it brings, in ``unit``; nil when it brings no amount.
    public let amount: Double?
    /// The unit.
    public let unit: FigureUnit

    package init(
        table: String, fid: Int64, uuid: String, label: String, role: Bilingual, amount: Double?, unit: FigureUnit
    ) {
        self.table = table
        self.fid = fid
        self.uuid = uuid
        self.label = label
        self.role = role
        self.amount = amount
        self.unit = unit
    }
}

/// The figures that a book offers, at a date.
package protocol BookFigures: Sendable {
    static var indicators: [Indicator] { get }

    /// - Parameter baseline: the same book at the date from which changes are counted.
    init(_ atlas: Atlas, on day: CalendarDate, since baseline: Self?) throws
    func figure(_ id: String, _ perimeter: Perimeter) throws -> Figure?
    /// The figure from which a target counts, when this is its baseline day: as it was published, when it was.
    func reference(_ id: String, _ perimeter: Perimeter) throws -> Figure?
    /// The rows that the figure was made of, in a stable order.
    func rows(of id: String, _ perimeter: Perimeter) throws -> [FigureRow]
}

extension BookFigures {
    package func reference(_ id: String, _ perimeter: Perimeter) throws -> Figure? { try figure(id, perimeter) }
}
