/// How a spreadsheet shows a number (ECMA-376 part 1, 18.8.30 and 18.8.31), as far as dates go.
struct NumberFormat: Hashable, Sendable {
    /// A piece of a format of dates.
    private enum Piece: Hashable {
        case day(digits: Int)
        case month(digits: Int)
        case year(digits: Int)
        case hour(digits: Int)
        case minute(digits: Int)
        case second(digits: Int)
        /// A name of a day or of a month, a half of the day: not shown the same in every language.
        case name
        case literal(UInt8)
    }

    private let pieces: [Piece]
    /// True of a format that shows a day or a time of the day.
    let isDate: Bool
    /// True when the order of its parts is that of the machine that shows it.
    let isLocal: Bool

    /// A format that comes with spreadsheets; those from 27 to 36 and from 50 to 58 are dates in East Asia.
    init(builtIn id: Int) {
        switch id {
        case 14...22, 27...36, 45, 47, 50...58: isDate = true
        default: isDate = false
        }
        isLocal = true
        pieces = []
    }

    /// - Parameter code: `dd mm yy`, `[$-40C]d mmmm yyyy;@`, `0.00`.
    init(code: String) {
        var scanner = CodeScanner(code)
        let pieces = scanner.pieces()
        isDate = !scanner.isElapsed && pieces.contains { if case .literal = $0 { false } else { true } }
        isLocal = false
        self.pieces = isDate ? pieces : []
    }

    /// What is shown; nil when it depends on the machine, or holds a name.
    func shown(_ date: CalendarDate?, secondOfDay: Int) -> String? {
        guard isDate, !isLocal, !pieces.contains(.name) else { return nil }
        var text: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .day(let digits): text += padded(date?.day ?? 0, digits).utf8
            case .month(let digits): text += padded(date?.month ?? 1, digits).utf8
            case .year(let digits):
                let year = date?.year ?? 1900
                text += digits > 2 ? padded(year, 4).utf8 : padded(year % 100, 2).utf8
            case .hour(let digits): text += padded(secondOfDay / 3600, digits).utf8
            case .minute(let digits): text += padded(secondOfDay / 60 % 60, digits).utf8
            case .second(let digits): text += padded(secondOfDay % 60, digits).utf8
            case .literal(let byte): text.append(byte)
            case .name: break
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the first section of a code.
    private struct CodeScanner {
        private let code: [UInt8]
        private var index = 0
        private var found: [Piece] = []
        /// True when the code counts hours, minutes or seconds beyond their turn: `[h]:mm`.
        private(set) var isElapsed = false

        init(_ code: String) { self.code = Array(code.utf8) }

        mutating func pieces() -> [Piece] {
            if ["general", "standard", "@"].contains(String(decoding: code, as: UTF8.self).lowercased()) { return [] }
            while index < code.count, code[index] != ASCII.semicolon { take() }
            return found
        }

        private mutating func take() {
            let byte = code[index]
            index += 1
            switch byte {
            case ASCII.quote:
                while index < code.count, code[index] != ASCII.quote {
                    found.append(.literal(code[index]))
                    index += 1
                }
                index += 1
            case ASCII.backslash:
                if index < code.count { found.append(.literal(code[index])) }
                index += 1
            case UInt8(ascii: "_"), UInt8(ascii: "*"): index += 1
            case ASCII.openBracket: takeBracket()
            case UInt8(ascii: "0"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "@"): break
            default: takeLetters(byte | 0x20, byte)
            }
        }

        /// A colour, a language, a condition; or a time that runs on.
        private mutating func takeBracket() {
            let start = index
            while index < code.count, code[index] != ASCII.closeBracket { index += 1 }
            let first = start < index ? code[start] | 0x20 : 0
            let isLetterAlone = code[start..<min(index, code.count)].allSatisfy { $0 | 0x20 == first }
            if isLetterAlone, [UInt8(ascii: "h"), UInt8(ascii: "m"), UInt8(ascii: "s")].contains(first) {
                isElapsed = true
            }
            index += 1
        }

        private mutating func takeLetters(_ letter: UInt8, _ byte: UInt8) {
            guard
                [UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "y"), UInt8(ascii: "h"), UInt8(ascii: "s")]
                    .contains(letter)
            else {
                if letter == UInt8(ascii: "a"), isHalfOfDay {
                    found.append(.name)
                    while index < code.count,
                        [UInt8(ascii: "m"), UInt8(ascii: "p"), ASCII.slash].contains(
                            code[index] == ASCII.slash ? ASCII.slash : code[index] | 0x20)
                    { index += 1 }
                } else {
                    found.append(.literal(byte))
                }
                return
            }
            var count = 1
            while index < code.count, code[index] | 0x20 == letter {
                count += 1
                index += 1
            }
            found.append(piece(letter, count))
        }

        private func piece(_ letter: UInt8, _ count: Int) -> Piece {
            switch letter {
            case UInt8(ascii: "d"): count > 2 ? .name : .day(digits: count)
            case UInt8(ascii: "y"): .year(digits: count)
            case UInt8(ascii: "h"): .hour(digits: count)
            case UInt8(ascii: "s"): .second(digits: count)
            default: isMinute ? .minute(digits: count) : count > 2 ? .name : .month(digits: count)
            }
        }

        /// `m` means minutes right after hours, or right before seconds.
        private var isMinute: Bool {
            let last = found.last { if case .literal = $0 { false } else { true } }
            if case .hour = last { return true }
            var next = index
            while next < code.count, [ASCII.colon, ASCII.space, ASCII.point].contains(code[next]) { next += 1 }
            return next < code.count && code[next] | 0x20 == UInt8(ascii: "s")
        }

        /// `AM/PM` or `A/P`, whose first letter was just read.
        private var isHalfOfDay: Bool {
            let rest = String(decoding: code[index...].prefix(4), as: UTF8.self).lowercased()
            return rest.hasPrefix("m/pm") || rest.hasPrefix("/p")
        }
    }
}

/// The day and the second of a number by which a spreadsheet counts days.
struct SerialDate: Hashable, Sendable {
    let date: CalendarDate?
    let secondOfDay: Int
    /// True of the day that Lotus 1-2-3 put after 28 February 1900, and that spreadsheets kept.
    let isLotusLeapDay: Bool

    /// - Parameters:
    ///   - serial: days since the day before 1 January 1900, or since 1 January 1904.
    ///   - is1904: true for the second way.
    init?(_ serial: Double, is1904: Bool) {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        var day = Int(serial)
        var second = Int(((serial - Double(day)) * 86_400).rounded())
        if second == 86_400 { (day, second) = (day + 1, 0) }
        secondOfDay = second
        isLotusLeapDay = !is1904 && day == 60
        if is1904 {
            date = CalendarDate(year: 1904, month: 1, day: 1)?.advanced(by: day)
        } else if day == 0 || day == 60 {
            date = nil
        } else {
            // 25,569 is 1 January 1970; before the day that never was, the count is one short.
            date = CalendarDate(dayNumber: day - 25_569 + (day < 60 ? 1 : 0))
        }
    }

    /// `2001-03-20`, `2001-03-20 08:05:00`, or `08:05:00` for a time without a day.
    var iso: String {
        let (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
        let time = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
        let day = isLotusLeapDay ? "1900-02-29" : date?.description
        guard let day else { return time }
        return secondOfDay == 0 ? day : "\(day) \(time)"
    }
}
