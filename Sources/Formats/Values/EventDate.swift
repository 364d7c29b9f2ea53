/// The days that a Darwin Core `eventDate` covers (http://rs.tdwg.org/dwc/terms/eventDate): `2007-11-13`,
/// `2007-11-13/15`, `2007-03`, `2007`, `1900/1909`, each with a time or without.
public struct EventDate: Hashable, Sendable {
    /// The first day.
    public let first: CalendarDate
    /// Equal to ``first`` for a single day; never before it.
    public let last: CalendarDate

    /// Nil when the text is none of these, or ends before it starts. Days are those of the zone that the text is in.
    public init?(_ text: String) {
        var text = text
        guard let date = text.withUTF8({ EventDate($0) }) else { return nil }
        self = date
    }

    /// As ``init(_:)-(String)``, from bytes.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        let text = trimmedBlank(bytes)
        let slash = text.firstIndex(of: ASCII.slash) ?? text.count
        guard let start = PartialDate(UnsafeBufferPointer(rebasing: text[..<slash])), let first = start.first else {
            return nil
        }
        var end = start
        if slash < text.count {
            let rest = UnsafeBufferPointer(rebasing: text[(slash + 1)...])
            guard let date = PartialDate(rest) ?? start.shortened(to: rest) else { return nil }
            end = date
        }
        guard let last = end.last, first <= last else { return nil }
        (self.first, self.last) = (first, last)
    }
}

/// A date of which the day, or the day and the month, may be missing.
private struct PartialDate {
    var year: Int
    var month: Int?
    var day: Int?

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var date = bytes
        if let mark = bytes.firstIndex(of: UInt8(ascii: "T")) {
            guard mark == 10, ClockTime(UnsafeBufferPointer(rebasing: bytes[(mark + 1)...])) != nil else { return nil }
            date = UnsafeBufferPointer(rebasing: bytes[..<mark])
        }
        guard let year = number(date, 0..<4) else { return nil }
        self.year = year
        switch date.count {
        case 4: break
        case 7:
            guard date[4] == ASCII.minus, let month = number(date, 5..<7), (1...12).contains(month) else { return nil }
            self.month = month
        case 10:
            guard let whole = CalendarDate(iso: date) else { return nil }
            (month, day) = (whole.month, whole.day)
        default: return nil
        }
    }

    var first: CalendarDate? { CalendarDate(year: year, month: month ?? 1, day: day ?? 1) }

    var last: CalendarDate? {
        let month = month ?? 12
        return CalendarDate(year: year, month: month, day: day ?? CalendarDate.length(ofMonth: month, year: year))
    }

    /// The end of an interval that leaves out what is the same as in its start (ISO 8601): `15`, `12-15`.
    func shortened(to bytes: UnsafeBufferPointer<UInt8>) -> PartialDate? {
        var end = self
        switch bytes.count {
        case 2 where day != nil:
            guard let day = number(bytes, 0..<2) else { return nil }
            end.day = day
        case 2 where month != nil:
            guard let month = number(bytes, 0..<2), (1...12).contains(month) else { return nil }
            end.month = month
        case 5 where day != nil && bytes[2] == ASCII.minus:
            guard let month = number(bytes, 0..<2), (1...12).contains(month), let day = number(bytes, 3..<5) else {
                return nil
            }
            (end.month, end.day) = (month, day)
        default: return nil
        }
        return end
    }
}
