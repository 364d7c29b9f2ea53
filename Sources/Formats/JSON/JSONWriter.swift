public import Languages

/// Writes JSON (RFC 8259) into a growing buffer of bytes, commas included.
///
/// ```swift
/// var json = JSONWriter()
/// json.beginObject()
/// json.key("total")
/// json.integer(12)
/// json.endObject()          // json.bytes: {"total":12}
/// ```
public struct JSONWriter: Sendable {
    /// The text so far, in UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// - Parameter capacity: how many bytes are expected.
    public init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Forgets what was written and keeps the memory; the next value is again the first one of where it stands.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Opens an object.
    public mutating func beginObject() { open(ASCII.openBrace) }

    /// Closes the object that was opened last.
    public mutating func endObject() { close(ASCII.closeBrace) }

    /// Opens an array.
    public mutating func beginArray() { open(ASCII.openBracket) }

    /// Closes the array that was opened last.
    public mutating func endArray() { close(ASCII.closeBracket) }

    /// The name of the member whose value comes next.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(ASCII.colon)
        needsComma = false
    }

    /// `null`.
    public mutating func null() { literal("null") }

    /// `true` or `false`.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// A string, quoted and escaped.
    public mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(bytes: $0) }
    }

    /// A string, quoted and escaped, from bytes that are valid UTF-8.
    public mutating func string(bytes text: UnsafeBufferPointer<UInt8>) {
        beginValue()
        bytes.append(ASCII.quote)
        var plain = 0
        for index in text.indices {
            let byte = text[index]
            if byte >= ASCII.space, byte != ASCII.quote, byte != ASCII.backslash { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<index]))
            plain = index + 1
            appendEscape(byte)
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
        bytes.append(ASCII.quote)
    }

    /// An integer.
    public mutating func integer(_ value: Int) {
        beginValue()
        if value < 0 { bytes.append(ASCII.minus) }
        append(UInt64(value.magnitude))
    }

    /// A number, with the fewest digits that read back as the same double.
    /// - Throws: ``JSONWriterError/notFinite(_:)``; JSON has no infinity and no NaN.
    public mutating func number(_ value: Double) throws(JSONWriterError) {
        guard value.isFinite else { throw .notFinite(value) }
        if let integer = Int(exactly: value), integer.magnitude < 1 << 53, integer != 0 || value.sign == .plus {
            return self.integer(integer)
        }
        beginValue()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// A number rounded to so many decimals, without the zeros that end it.
    ///
    /// Beyond what a double holds with that many decimals, it is written as ``number(_:)`` does.
    /// - Parameter decimals: 0 to 15.
    /// - Throws: ``JSONWriterError/notFinite(_:)``
    public mutating func number(_ value: Double, decimals: Int) throws(JSONWriterError) {
        guard let scaled = FixedPoint.scaled(value, decimals: decimals) else { return try number(value) }
        fixed(scaled, decimals: decimals)
    }

    /// The integer divided by a power of ten, without the zeros that end it.
    mutating func fixed(_ scaled: Int64, decimals: Int) {
        beginValue()
        if scaled < 0 { bytes.append(ASCII.minus) }
        let unit = FixedPoint.powers[decimals]
        let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(unit))
        append(whole)
        if fraction == 0 { return }
        bytes.append(ASCII.point)
        var rest = fraction
        var width = decimals
        while rest % 10 == 0 {
            rest /= 10
            width -= 1
        }
        append(rest, width: width)
    }

    /// A value that is JSON already.
    public mutating func raw(_ json: some Sequence<UInt8>) {
        beginValue()
        bytes.append(contentsOf: json)
    }

    /// A tree.
    /// - Throws: ``JSONWriterError/notFinite(_:)``
    public mutating func value(_ value: JSONValue) throws(JSONWriterError) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let value): try number(value)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { try self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                key(name)
                try self.value(member)
            }
            endObject()
        }
    }

    private mutating func beginValue() {
        if needsComma { bytes.append(ASCII.comma) }
        needsComma = true
    }

    private mutating func open(_ byte: UInt8) {
        beginValue()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        beginValue()
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func appendEscape(_ byte: UInt8) {
        bytes.append(ASCII.backslash)
        switch byte {
        case ASCII.quote, ASCII.backslash: bytes.append(byte)
        case ASCII.lineFeed: bytes.append(UInt8(ascii: "n"))
        case ASCII.carriageReturn: bytes.append(UInt8(ascii: "r"))
        case ASCII.tab: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            let digits: StaticString = "0123456789abcdef"
            bytes.append(digits.utf8Start[Int(byte >> 4)])
            bytes.append(digits.utf8Start[Int(byte & 15)])
        }
    }

    /// The digits of a number, zeros before them up to the width.
    private mutating func append(_ value: UInt64, width: Int = 1) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            var rest = value
            while rest > 0 || start > 20 - width {
                start -= 1
                digits[start] = ASCII.zero + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[start...]))
        }
    }
}

/// What JSON cannot say.
public enum JSONWriterError: ReadableError, Hashable {
    case notFinite(Double)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .notFinite(let value):
            Bilingual(
                fr: "JSON ne sait pas écrire \(value) : ni l’infini ni « pas un nombre » n’y existent.",
                en: "JSON cannot write \(value): it has neither infinity nor NaN.")
        }
    }
}
