public import Formats
public import Languages

/// A way of surveying a group, as a file of `species/protocols/` describes it: when, how much in a year, and what score is
/// made of it.
public struct BioindicatorProtocol: Sendable, Hashable {
    /// `propage`.
    public let code: String
    /// As people say it.
    public let label: Bilingual
    /// The group surveyed, a value of the vocabulary `bioindicator_group`.
    public let group: String
    /// False for a rule that no source read confirms: it is shown and never counted.
    public let isVerified: Bool
    /// What the file says of that, in the language of the file; nil when it says nothing.
    public let statusRemark: String?
    /// When visits count; empty where the sources date no season, and any day counts.
    public let seasons: [SeasonWindow]
    /// What a year needs on a site.
    public let minimum: YearlyMinimum
    /// In what a visit is measured besides itself: quadrats, plots, trees; nil when the visit is the unit.
    public let sampleUnit: EffortUnit?
    /// The area of such a unit; nil when it has none.
    public let unitArea: Double?
    /// What a visit cannot do without.
    public let needed: [EffortField]
    /// What is good to know of a visit.
    public let asked: [EffortField]
    /// What the number typed for a taxon counts, when it is not individuals: `quadrat`. Darwin Core's
    /// `organismQuantityType`.
    public let quantityType: String?
    /// The file of the list of the taxa to look for; nil when the protocol has none.
    public let targetFile: String?
    /// The taxa to look for; nil when there is no list, or it is still to be loaded.
    public let targets: [String]?
    /// The protocol whose visits it reads; its own code when they are its own.
    public let visitsOf: String
    /// What is computed, the first one being the protocol's own.
    public let scores: [ScoreRule]
    /// How it is done.
    public let method: Bilingual
    /// Where all this was read.
    public let source: String

    /// The last day of a year on which a visit counts.
    public func lastDay(of year: Int) -> CalendarDate? {
        seasons.compactMap { $0.last(in: year) }.max() ?? CalendarDate(year: year, month: 12, day: 31)
    }

    /// The season that holds a day; nil when it is out of season, or the seasons are not dated.
    public func season(of day: CalendarDate) -> SeasonWindow? { seasons.first { $0.contains(day) } }

    func counts(on day: CalendarDate) -> Bool { seasons.isEmpty || season(of: day) != nil }
}

/// What a year needs on a site.
public struct YearlyMinimum: Sendable, Hashable {
    /// How many.
    public let count: Int
    /// Of what.
    public let unit: EffortUnit
    /// Visits in each of the seasons; nil when they may stand anywhere in them.
    public let perSeason: Int?
    /// The least number of days between two visits that count.
    public let spacingDays: Int?
    /// The shortest visit that counts.
    public let visitMinutes: Int?
    /// The least sample of a visit that counts.
    public let visitSamples: Int?
    /// For how many years one year's effort holds: 3 for a survey made every three years.
    public let periodYears: Int
}

/// In what an effort is counted.
public struct EffortUnit: Sendable, Hashable {
    /// A value of the vocabulary `effort_unit`.
    public let code: String
    /// As people say it.
    public let label: Bilingual
}

/// What may be noted of the effort and the weather of a visit, by its column in `visit`.
public enum EffortField: String, Sendable, CaseIterable {
    case startTime = "start_time"
    case durationMinutes = "duration_minutes"
    case sampleSize = "sample_size_value"
    case samplingEffort = "sampling_effort"
    case temperature = "temperature_class"
    case wind
    case cloud
    case weatherFavourable = "weather_favourable"
    case observers = "recorded_by"

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .startTime: Bilingual(fr: "heure de début", en: "start time")
        case .durationMinutes: Bilingual(fr: "durée en minutes", en: "duration in minutes")
        case .sampleSize: Bilingual(fr: "taille de l'échantillon", en: "sample size")
        case .samplingEffort: Bilingual(fr: "effort d'échantillonnage", en: "sampling effort")
        case .temperature: Bilingual(fr: "classe de température", en: "temperature class")
        case .wind: Bilingual(fr: "vent", en: "wind")
        case .cloud: Bilingual(fr: "nébulosité", en: "cloud")
        case .weatherFavourable: Bilingual(fr: "météo favorable ou non", en: "weather favourable or not")
        case .observers: Bilingual(fr: "observateurs", en: "observers")
        }
    }
}

/// A stretch of each year, its first and last days included: `06-01/06-30`.
public struct SeasonWindow: Sendable, Hashable, CustomStringConvertible {
    private let from: MonthDay
    private let to: MonthDay

    private struct MonthDay: Hashable {
        let month: Int
        let day: Int

        /// `06-30`; nil for a day that some years lack.
        init?(_ text: Substring) {
            guard let date = CalendarDate(iso: "2023-\(text)") else { return nil }
            (month, day) = (date.month, date.day)
        }

        func date(in year: Int) -> CalendarDate? { CalendarDate(year: year, month: month, day: day) }
    }

    /// nil when the text is no such stretch, or it ends before it starts.
    public init?(_ text: String) {
        let ends = text.split(separator: "/", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = MonthDay(ends[0]), let to = MonthDay(ends[1]),
            (from.month, from.day) <= (to.month, to.day)
        else { return nil }
        (self.from, self.to) = (from, to)
    }

    /// The first day in a year.
    public func first(in year: Int) -> CalendarDate? { from.date(in: year) }
    /// The last day in a year.
    public func last(in year: Int) -> CalendarDate? { to.date(in: year) }
    /// True when the day is in it, whatever the year.
    public func contains(_ day: CalendarDate) -> Bool {
        (from.month, from.day) <= (day.month, day.day) && (day.month, day.day) <= (to.month, to.day)
    }

    /// `06-01/06-30`.
    public var description: String {
        let ends = [from, to].compactMap { $0.date(in: 2023)?.description.dropFirst(5) }
        return ends.joined(separator: "/")
    }

    /// As people say it.
    public var label: Bilingual {
        let days = [from, to].map { ($0.day, $0.month) }
        func french(_ day: (Int, Int)) -> String { "\(day.0)/\(day.1)" }
        func english(_ day: (Int, Int)) -> String { "\(Self.months[day.1 - 1]) \(day.0)" }
        return Bilingual(
            fr: "du \(french(days[0])) au \(french(days[1]))", en: "\(english(days[0])) to \(english(days[1]))")
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
