/// A month of the Gregorian calendar, of a year from 0 to 9999.
public struct CalendarMonth: Hashable, Comparable, Sendable, Strideable, CustomStringConvertible {
    /// Months since January of year 0.
    private let number: Int

    /// A month of a year; nil for a month beyond 1 to 12, or a year beyond four digits.
    public init?(year: Int, month: Int) {
        guard (1...12).contains(month), (0...9999).contains(year) else { return nil }
        number = year * 12 + month - 1
    }

    /// The month in which a day falls.
    public init(_ day: CalendarDate) { number = day.year * 12 + day.month - 1 }

    /// Reads ISO 8601's `2026-03`; a day, `2026-03-24`, gives its month.
    public init?(iso text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            let year = Int(parts[0]), let month = Int(parts[1])
        else { return nil }
        self.init(year: year, month: month)
    }

    private init(number: Int) { self.number = number }

    /// The year.
    public var year: Int { number / 12 }
    /// 1 to 12.
    public var month: Int { number % 12 + 1 }
    /// How many days it has.
    public var dayCount: Int { CalendarDate.length(ofMonth: month, year: year) }
    /// Its first day.
    public var firstDay: CalendarDate { CalendarDate(unchecked: year, month: month, day: 1) }
    /// Its last day.
    public var lastDay: CalendarDate { CalendarDate(unchecked: year, month: month, day: dayCount) }

    /// ISO 8601, `2026-03`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))" }

    /// Earlier months come first.
    public static func < (a: CalendarMonth, b: CalendarMonth) -> Bool { a.number < b.number }
    /// How many months from this one to the other.
    public func distance(to other: CalendarMonth) -> Int { other.number - number }
    /// The month that comes so many later.
    public func advanced(by count: Int) -> CalendarMonth { CalendarMonth(number: number + count) }
}
