public import Languages

/// The order in which a column writes the parts of its dates.
public enum DateOrder: Hashable, Sendable {
    /// `2022-07-04`, `2022/07/04`.
    case iso
    /// `04/07/2022`, `4-7-2022`, `04.07.2022`, as in France.
    case dayMonthYear
    /// `07/04/2022`, as in the United States.
    case monthDayYear
}

/// Why a text is not a date.
public enum DateProblem: ReadableError, Hashable {
    case notADate(found: String)
    /// `04/07/22`: nothing tells the century, nor which of the three numbers is the year.
    case twoDigitYear(found: String)
    /// A day that the calendar does not have, in the order of the column.
    case noSuchDay(found: String)

    /// The sentence for the user, without the place.
    public var message: Bilingual {
        switch self {
        case .notADate(let found):
            Bilingual(
                fr: "« \(found) » n’est pas une date ; écrivez 2026-12-31 ou 31/12/2026.",
                en: "‘\(found)’ is not a date; write 2026-12-31 or 31/12/2026.")
        case .twoDigitYear(let found):
            Bilingual(
                fr: "« \(found) » : écrivez l’année avec quatre chiffres.",
                en: "‘\(found)’: write the year with four digits.")
        case .noSuchDay(let found):
            Bilingual(
                fr: "« \(found) » : ce jour n’existe pas, dans l’ordre de la colonne.",
                en: "‘\(found)’: there is no such day, in the order of the column.")
        }
    }
}

extension CalendarDate {
    /// Reads a date, with a time after it or without, in the order of its column.
    /// - Throws: ``DateProblem``
    public init(_ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder) throws(DateProblem) {
        let text = trimmedBlank(bytes)
        let parts: DateParts
        do throws(DateParts.Failure) {
            parts = try DateParts(text)
        } catch {
            let found = String(decoding: text, as: UTF8.self)
            throw error == .twoDigitYear ? .twoDigitYear(found: found) : .notADate(found: found)
        }
        let found = String(decoding: text, as: UTF8.self)
        guard parts.isYearFirst == (order == .iso) else { throw .notADate(found: found) }
        guard let date = parts.date(order) else { throw .noSuchDay(found: found) }
        self = date
    }

    /// As ``init(_:order:)-(UnsafeBufferPointer<UInt8>,_)``, from a string.
    /// - Throws: ``DateProblem``
    public init(_ text: String, order: DateOrder) throws(DateProblem) {
        let bytes = Array(text.utf8)
        self = try bytes.withUnsafeBufferPointer { buffer throws(DateProblem) in try CalendarDate(buffer, order: order)
        }
    }
}

/// Looks at a whole column of dates to tell their order.
///
/// Days and months are told apart only by a row that reads a single way (a day above twelve), or by the user. A date
/// whose day equals its month is the same both ways, and says nothing.
public struct DateColumn: Sendable {
    /// What the values of a column have in common.
    public enum Conclusion: Hashable, Sendable {
        /// No value at all.
        case empty
        case iso
        case dayMonthYear
        case monthDayYear
        /// Day and month may be exchanged at these rows, and no row settles it.
        case ambiguous(rows: [Int])
        /// More than one order; these are the rows of the rarer ones.
        case mixed(rows: [Int])
    }

    private let declared: DateOrder?
    private var isoRows: [Int] = []
    private var dayFirstRows: [Int] = []
    private var monthFirstRows: [Int] = []
    private var undecidedRows: [Int] = []
    private var indifferentRows: [Int] = []
    /// Rows whose value is no date, whatever the order.
    public private(set) var unreadableRows: [Int] = []

    /// - Parameter declared: the order, when the user gave it; nothing is then ambiguous.
    public init(declared: DateOrder? = nil) {
        self.declared = declared
    }

    /// Takes a value in; an empty one says nothing.
    public mutating func observe(_ bytes: UnsafeBufferPointer<UInt8>, row: Int) {
        let text = trimmedBlank(bytes)
        if text.isEmpty { return }
        guard let parts = try? DateParts(text) else { return unreadableRows.append(row) }
        if parts.isYearFirst {
            if parts.date(.iso) == nil { unreadableRows.append(row) } else { isoRows.append(row) }
            return
        }
        switch (parts.date(.dayMonthYear), parts.date(.monthDayYear)) {
        case (nil, nil): unreadableRows.append(row)
        case (.some, nil): dayFirstRows.append(row)
        case (nil, .some): monthFirstRows.append(row)
        case (let a?, let b?): if a == b { indifferentRows.append(row) } else { undecidedRows.append(row) }
        }
    }

    /// Takes the field of a record in.
    public mutating func observe(_ record: Record, _ index: Int) {
        record.withBytes(index) { observe($0, row: record.number) }
    }

    /// What can be said of the column so far.
    public var conclusion: Conclusion {
        switch declared {
        case .iso: return .iso
        case .dayMonthYear: return .dayMonthYear
        case .monthDayYear: return .monthDayYear
        case nil: break
        }
        let yearLast = dayFirstRows + monthFirstRows + undecidedRows + indifferentRows
        if !isoRows.isEmpty, !yearLast.isEmpty {
            return .mixed(rows: isoRows.count < yearLast.count ? isoRows : yearLast.sorted())
        }
        if !isoRows.isEmpty { return .iso }
        switch (dayFirstRows.isEmpty, monthFirstRows.isEmpty) {
        case (false, false):
            return .mixed(rows: dayFirstRows.count < monthFirstRows.count ? dayFirstRows : monthFirstRows)
        case (false, true): return .dayMonthYear
        case (true, false): return .monthDayYear
        case (true, true):
            if !undecidedRows.isEmpty { return .ambiguous(rows: undecidedRows) }
            return indifferentRows.isEmpty ? .empty : .dayMonthYear
        }
    }
}

/// The three numbers of a date, in the order they are written.
private struct DateParts {
    enum Failure: Error {
        case notADate
        case twoDigitYear
    }

    let numbers: (Int, Int, Int)
    let isYearFirst: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
        let date = try Self.withoutTime(bytes)
        guard let separator = date.first(where: { $0.digit == nil }),
            [ASCII.slash, ASCII.minus, ASCII.point].contains(separator)
        else { throw .notADate }
        var ranges: [Range<Int>] = []
        var start = 0
        for index in 0...date.count where index == date.count || date[index] == separator {
            ranges.append(start..<index)
            start = index + 1
        }
        guard ranges.count == 3, let a = number(date, ranges[0]), let b = number(date, ranges[1]),
            let c = number(date, ranges[2])
        else { throw .notADate }
        switch (ranges[0].count, ranges[1].count, ranges[2].count) {
        case (4, 1...2, 1...2): isYearFirst = true
        case (1...2, 1...2, 4): isYearFirst = false
        case (1...2, 1...2, 1...2): throw .twoDigitYear
        default: throw .notADate
        }
        numbers = (a, b, c)
    }

    func date(_ order: DateOrder) -> CalendarDate? {
        let (a, b, c) = numbers
        return switch order {
        case .iso: CalendarDate(year: a, month: b, day: c)
        case .dayMonthYear: CalendarDate(year: c, month: b, day: a)
        case .monthDayYear: CalendarDate(year: c, month: a, day: b)
        }
    }

    private static func withoutTime(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) -> UnsafeBufferPointer<UInt8> {
        guard let mark = bytes.firstIndex(where: { $0 == ASCII.space || $0 == UInt8(ascii: "T") }) else { return bytes }
        let rest = UnsafeBufferPointer(rebasing: bytes[(mark + 1)...])
        // "8:05" is how spreadsheets write "08:05".
        let isShort = rest.count > 1 && rest[1] == ASCII.colon
        let time = isShort ? [ASCII.zero] + Array(rest) : Array(rest)
        guard time.withUnsafeBufferPointer({ ClockTime($0) }) != nil else { throw .notADate }
        return UnsafeBufferPointer(rebasing: bytes[..<mark])
    }
}
