import Glibc

/// A day of the proleptic Gregorian calendar, of the years 1 to 9999 (ISO 8601-1).
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to the length of the month.
    public let day: Int

    /// Nil when there is no such day: 30 February, 29 February 2023.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// - Parameter iso: `2026-12-31`, and nothing else.
    public init?(iso: String) {
        var iso = iso
        guard let date = iso.withUTF8({ CalendarDate(iso: $0) }) else { return nil }
        self = date
    }

    /// As ``init(iso:)-(String)``, from bytes.
    public init?(iso bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 10, bytes[4] == ASCII.minus, bytes[7] == ASCII.minus,
            let year = number(bytes, 0..<4), let month = number(bytes, 5..<7), let day = number(bytes, 8..<10)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// - Parameter dayNumber: days since 1970-01-01; nil outside the years 1 to 9999.
    public init?(dayNumber: Int) {
        guard (-719_162...2_932_896).contains(dayNumber) else { return nil }
        // Years that start in March, in eras of 400 (146,097 days), so that the leap day comes last.
        let shifted = dayNumber + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.init(
            year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01.
    public var dayNumber: Int {
        let marchYear = month > 2 ? year : year - 1
        let (era, yearOfEra) = (marchYear / 400, marchYear % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day so many days later, or earlier; nil outside the years 1 to 9999.
    public func advanced(by days: Int) -> CalendarDate? { CalendarDate(dayNumber: dayNumber + days) }

    /// How many days from this one to the other: positive when the other is later.
    public func days(until other: CalendarDate) -> Int { other.dayNumber - dayNumber }

    /// How many days a month has.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day that it is where the program runs.
    public static var today: CalendarDate {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return CalendarDate(
            unchecked: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    }

    /// The twelve whole months that ended last: those of the day itself when it ends a month.
    public var lastTwelveMonths: (first: CalendarDate, last: CalendarDate) {
        let month = CalendarMonth(self)
        let last = self == month.lastDay ? month : month.advanced(by: -1)
        return (last.advanced(by: -11).firstDay, last.lastDay)
    }

    init(unchecked year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The earlier day comes first.
    public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    /// `2026-12-31`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

/// The number with zeros before it, up to the width.
func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// The number that digits, and nothing but digits, write.
func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.upperBound <= bytes.count, !range.isEmpty, range.count <= 9 else { return nil }
    var value = 0
    for index in range {
        guard let digit = bytes[index].digit else { return nil }
        value = value * 10 + digit
    }
    return value
}
