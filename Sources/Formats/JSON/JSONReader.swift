import Glibc

/// The six kinds of JSON value.
public enum JSONKind: String, Hashable, Sendable {
    case null, bool, number, string, array, object
}

/// Reads JSON (RFC 8259) value after value from a stream, without building a tree.
///
/// Objects and arrays are entered with ``beginObject()`` and ``beginArray()``, then walked with ``nextKey()`` and
/// ``nextElement()``, which leave them at their end. What is not wanted is passed with ``skip()``, and checked on the
/// way. UTF-8 is validated; a lone surrogate escape is refused; a leading byte order mark is passed over. When a name
/// comes twice in an object, both come out, in their order.
///
/// ```swift
/// var reader = try JSONReader(ByteSource("options.json"))
/// try reader.beginObject()
/// while let key = try reader.nextKey() {
///     if key == "name" { name = try reader.string() } else { try reader.skip() }
/// }
/// try reader.finish()
/// ```
public struct JSONReader: ~Copyable {
    var input: InputBuffer
    let source: String
    let depthLimit: Int
    let valueLimit: Int
    var depth = 0
    /// True just after an object or an array was entered.
    var isFirst = false
    /// Where the raw text being taken starts in the window; nil when none is.
    var rawStart: Int?
    var scratch: [UInt8] = []
    // Where the window starts in the text.
    private var isStarted = false
    private var linesBefore = 0
    private var columnsBefore = 0

    /// - Parameters:
    ///   - depthLimit: how many objects and arrays may be open at once.
    ///   - valueLimit: the longest string, number or raw text, in bytes.
    ///   - bufferSize: how many bytes are asked for at a time.
    /// - Throws: ``JSONError`` when the source cannot be opened.
    public init(
        _ source: ByteSource, depthLimit: Int = 64, valueLimit: Int = 1 << 26, bufferSize: Int = 1 << 18
    ) throws(JSONError) {
        let stream = try Self.stream(source)
        self.init(
            stream, name: source.name, depthLimit: depthLimit, valueLimit: valueLimit, bufferSize: bufferSize)
    }

    /// The place of the next byte to be read.
    public var place: TextPlace { place(at: input.position) }

    /// How many bytes the window of the reader can hold.
    package var bufferCapacity: Int { input.capacity }

    /// The kind of the value that comes next.
    public mutating func kind() throws(JSONError) -> JSONKind {
        switch try peek() {
        case ASCII.quote: .string
        case ASCII.openBrace: .object
        case ASCII.openBracket: .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        case ASCII.minus, 0x30...0x39: .number
        case let byte: throw fail(.unexpectedByte(byte, expected: .value))
        }
    }

    /// Enters an object.
    public mutating func beginObject() throws(JSONError) { try begin(ASCII.openBrace, .object) }

    /// Enters an array.
    public mutating func beginArray() throws(JSONError) { try begin(ASCII.openBracket, .array) }

    /// The name of the next member, whose value comes next; nil at the end of the object, which is then left.
    public mutating func nextKey() throws(JSONError) -> String? {
        try nextMember { String(decoding: $0, as: UTF8.self) }
    }

    /// True when the array has another element, which comes next; false at its end, and the array is then left.
    @inline(__always)
    public mutating func nextElement() throws(JSONError) -> Bool {
        let byte = try peek()
        if byte == ASCII.closeBracket {
            leave()
            return false
        }
        if isFirst {
            isFirst = false
        } else {
            guard byte == ASCII.comma else { throw fail(.unexpectedByte(byte, expected: .commaOrBracket)) }
            input.position += 1
            let next = try peek()
            if next == ASCII.closeBracket { throw fail(.unexpectedByte(next, expected: .value)) }
        }
        return true
    }

    /// A string.
    public mutating func string() throws(JSONError) -> String {
        try withStringBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the UTF-8 bytes of a string, without its escapes; they are valid only inside `body`.
    @inline(__always)
    public mutating func withStringBytes<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(JSONError) -> Result {
        guard try peek() == ASCII.quote else { throw unexpected(.kind(.string)) }
        let span = try scanString()
        return withBytes(of: span, body)
    }

    /// A number, as the nearest double; infinite beyond the range of doubles.
    @inline(__always)
    public mutating func double() throws(JSONError) -> Double {
        let byte = try peek()
        guard byte == ASCII.minus || byte.digit != nil else { throw unexpected(.kind(.number)) }
        return try scanNumber().value(in: input)
    }

    /// A number without fraction nor exponent that fits in 64 bits.
    public mutating func integer() throws(JSONError) -> Int {
        let byte = try peek()
        guard byte == ASCII.minus || byte.digit != nil else { throw unexpected(.kind(.number)) }
        let place = place
        let number = try scanNumber()
        guard let value = Int(String(decoding: number.text(in: input), as: UTF8.self)) else {
            throw JSONError(source: source, place: place, reason: .unexpectedKind(.number, expected: .integer))
        }
        return value
    }

    /// `true` or `false`.
    public mutating func bool() throws(JSONError) -> Bool {
        switch try peek() {
        case UInt8(ascii: "t"):
            try scan("true")
            return true
        case UInt8(ascii: "f"):
            try scan("false")
            return false
        default: throw unexpected(.kind(.bool))
        }
    }

    /// `null`.
    public mutating func null() throws(JSONError) {
        guard try peek() == UInt8(ascii: "n") else { throw unexpected(.kind(.null)) }
        try scan("null")
    }

    /// Passes over the value that comes next, whatever it is, and checks it.
    public mutating func skip() throws(JSONError) {
        switch try kind() {
        case .null: try scan("null")
        case .bool: _ = try bool()
        case .number: _ = try scanNumber()
        case .string: _ = try scanString()
        case .array:
            try beginArray()
            while try nextElement() { try skip() }
        case .object:
            try beginObject()
            while try nextMember({ _ in true }) != nil { try skip() }
        }
    }

    /// The value that comes next as the text it is written with, checked.
    public mutating func rawText() throws(JSONError) -> String {
        try withRawBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Passes white space and makes sure that nothing follows.
    public mutating func finish() throws(JSONError) {
        if let byte = try peekOrEnd() { throw fail(.unexpectedByte(byte, expected: .endOfText)) }
    }
}

extension JSONReader {
    private init(_ stream: any ByteStream, name: String, depthLimit: Int, valueLimit: Int, bufferSize: Int) {
        source = name
        self.depthLimit = depthLimit
        self.valueLimit = valueLimit
        input = InputBuffer(stream, size: bufferSize)
    }

    private static func stream(_ source: ByteSource) throws(JSONError) -> any ByteStream {
        do throws(FileError) {
            return try source.open()
        } catch {
            let start = TextPlace(offset: 0, line: 1, column: 1)
            throw JSONError(source: source.name, place: start, reason: .unreadable(error))
        }
    }

    /// Gives the name of the next member to `body`; nil at the end of the object, which is then left.
    @inline(__always)
    mutating func nextMember<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(JSONError) -> Result? {
        var byte = try peek()
        if byte == ASCII.closeBrace {
            leave()
            return nil
        }
        if isFirst {
            isFirst = false
        } else {
            guard byte == ASCII.comma else { throw fail(.unexpectedByte(byte, expected: .commaOrBrace)) }
            input.position += 1
            byte = try peek()
        }
        guard byte == ASCII.quote else { throw fail(.unexpectedByte(byte, expected: .key)) }
        let span = try scanString()
        let result = withBytes(of: span, body)
        let colon = try peek()
        guard colon == ASCII.colon else { throw fail(.unexpectedByte(colon, expected: .colon)) }
        input.position += 1
        return result
    }

    @inline(__always)
    mutating func withRawBytes<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(JSONError) -> Result {
        _ = try peek()
        rawStart = input.position
        defer { rawStart = nil }
        try skip()
        return body(input.bytes(rawStart ?? input.position, input.position))
    }

    @inline(__always)
    private mutating func begin(_ opening: UInt8, _ kind: JSONKind) throws(JSONError) {
        guard try peek() == opening else { throw unexpected(.kind(kind)) }
        depth += 1
        if depth > depthLimit { throw fail(.tooDeep(limit: depthLimit)) }
        input.position += 1
        isFirst = true
    }

    @inline(__always)
    private mutating func leave() {
        input.position += 1
        depth -= 1
        isFirst = false
    }

    /// The first byte of what comes after the white space, which stays to be read.
    @inline(__always)
    mutating func peek() throws(JSONError) -> UInt8 {
        let byte = input.base[input.position]
        if byte > ASCII.space { return byte }
        guard let next = try peekOrEnd() else { throw fail(.truncated) }
        return next
    }

    /// As ``peek()``, but nil at the end of the text.
    mutating func peekOrEnd() throws(JSONError) -> UInt8? {
        while true {
            let byte = input.base[input.position]
            switch byte {
            case ASCII.space, ASCII.lineFeed, ASCII.carriageReturn, ASCII.tab: input.position += 1
            case 0 where input.position == input.end:
                if input.isComplete { return nil }
                _ = try slide(keeping: input.position)
            default: return byte
            }
        }
    }

    /// Reads more of the text, which is not complete; what lies before `first` may be lost.
    /// - Returns: by how much every place in the window is lower now.
    mutating func slide(keeping first: Int) throws(JSONError) -> Int {
        let first = min(first, rawStart ?? first)
        if input.end - first > valueLimit { throw fail(.tooLong(limit: valueLimit)) }
        count(upTo: first)
        do throws(FileError) {
            try input.slide(to: first)
        } catch {
            throw fail(.unreadable(error))
        }
        if let start = rawStart { rawStart = start - first }
        if !isStarted { try start() }
        return first
    }

    /// Looks at the first bytes, and passes a byte order mark.
    private mutating func start() throws(JSONError) {
        isStarted = true
        let start = input.bytes(0, min(input.end, 4))
        if let encoding = TextEncoding.utf16(startingWith: start) { throw fail(.notUTF8(encoding)) }
        if start.starts(with: TextEncoding.utf8.byteOrderMark) { input.position = 3 }
    }

    private mutating func count(upTo first: Int) {
        let (lines, columns) = advance(through: input.bytes(0, first))
        linesBefore += lines
        columnsBefore = lines > 0 ? columns : columnsBefore + columns
    }

    /// The lines that the bytes end, and the characters after the last of them.
    private func advance(through bytes: UnsafeBufferPointer<UInt8>) -> (lines: Int, columns: Int) {
        var lines = 0
        var lineStart = 0
        while lineStart < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + lineStart, Int32(ASCII.lineFeed), bytes.count - lineStart)
        {
            lines += 1
            lineStart = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
        return (lines, UTF8Sequence.characterCount(UnsafeBufferPointer(rebasing: bytes[lineStart...])))
    }

    func place(at index: Int) -> TextPlace {
        let (lines, columns) = advance(through: input.bytes(0, index))
        return TextPlace(
            offset: input.discarded + index, line: 1 + linesBefore + lines,
            column: 1 + columns + (lines > 0 ? 0 : columnsBefore))
    }

    @inline(never)
    func fail(_ reason: JSONError.Reason) -> JSONError {
        JSONError(source: source, place: place(at: input.position), reason: reason)
    }

    @inline(never)
    mutating func unexpected(_ expected: JSONError.Expected) -> JSONError {
        do throws(JSONError) {
            return fail(.unexpectedKind(try kind(), expected: expected))
        } catch {
            return error
        }
    }
}
