// Formats: bytes to values and back. JSON, GeoJSON (RFC 7946), delimited text, ZIP, XLSX; encodings, dates, decimals, SHA-256;
// what is wrong with a row. Everything streams: one row or feature is in memory at a time.
// Knows no database and no campus, and never alters what it reads without saying so.

/// One row as it was read: its fields as UTF-8 bytes, in one buffer that the next row reuses.
///
/// A field whose index is out of range reads as empty, so that a row that is too short needs no special case.
public struct Record: Sendable {
    /// The line of the file where the row starts (the header is line 1); for GeoJSON, the place of the feature, from 1.
    public var number: Int
    /// What is wrong with the way the row is cut into fields; nil when nothing is.
    public var defect: RecordDefect?

    @usableFromInline var bytes: [UInt8] = []
    @usableFromInline var fields: [Field] = []
    private var asides: [Int: String] = [:]

    @usableFromInline struct Field: Sendable {
        @usableFromInline var start: Int
        @usableFromInline var end: Int
        @usableFromInline var kind = FieldKind.text

        @usableFromInline init(_ start: Int, _ end: Int) {
            self.start = start
            self.end = end
        }
    }

    /// A record without fields.
    public init(number: Int = 0) {
        self.number = number
    }

    /// How many fields the row has.
    public var count: Int { fields.count }

    /// What the source says that the field is, beyond its text.
    public func kind(_ index: Int) -> FieldKind {
        fields.indices.contains(index) ? fields[index].kind : .text
    }

    /// The other way in which a spreadsheet has the field: how it shows a date, whose field is in ISO form; the digits
    /// that it stores for a number, whose field is as it shows it. Nil when there is none.
    public func aside(_ index: Int) -> String? { asides[index] }

    /// True when the field holds nothing but white space, no-break spaces included.
    public func isEmpty(_ index: Int) -> Bool {
        withBytes(index) { bytes in
            guard let first = bytes.first else { return true }
            let mayBeBlank = first <= ASCII.space || first >= 0xC2
            return mayBeBlank && trimmedBlank(bytes).isEmpty
        }
    }

    /// The field as text, as it was written.
    public func text(_ index: Int) -> String {
        withBytes(index) { String(decoding: $0, as: UTF8.self) }
    }

    /// The field as text, without the white space around it.
    public func trimmedText(_ index: Int) -> String {
        withBytes(index) { String(decoding: trimmedBlank($0), as: UTF8.self) }
    }

    /// Lends the UTF-8 bytes of a field, which are valid only inside `body`.
    @inlinable
    public func withBytes<Result, Failure: Error>(
        _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard index >= 0, index < fields.count else {
            return try body(UnsafeBufferPointer(start: nil, count: 0))
        }
        let field = fields[index]
        return try bytes.withUnsafeBufferPointer { all throws(Failure) in
            try body(UnsafeBufferPointer(rebasing: all[field.start..<field.end]))
        }
    }

    /// Forgets every field and keeps the memory for the next row.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        asides.removeAll(keepingCapacity: true)
        defect = nil
    }

    /// Adds a field after the last one.
    public mutating func append(_ field: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: field)
        fields.append(Field(start, bytes.count))
    }

    /// Adds a field after the last one.
    public mutating func append(_ text: String) {
        append(text.utf8)
    }

    /// Adds empty fields until there are so many.
    package mutating func pad(to count: Int) {
        while fields.count < count { fields.append(Field(0, 0)) }
    }

    /// Gives a field another content; fields missing before it are added, empty.
    package mutating func set(
        _ index: Int, to field: some Sequence<UInt8>, kind: FieldKind = .text, aside: String? = nil
    ) {
        pad(to: index + 1)
        let start = bytes.count
        bytes.append(contentsOf: field)
        fields[index] = Field(start, bytes.count)
        fields[index].kind = kind
        if aside != nil || !asides.isEmpty { asides[index] = aside }
    }
}

/// What the source of a row says that one of its fields is.
public enum FieldKind: Sendable, Hashable {
    /// Text, whose meaning the column tells.
    case text
    /// A number of a spreadsheet: its only sign is a decimal point.
    case number
    /// A date of a spreadsheet, in ISO form.
    case date
}

/// What can be wrong with the way a row of delimited text is cut into fields.
public enum RecordDefect: Hashable, Sendable {
    /// Fewer fields than the header has.
    case tooFewFields(expected: Int, found: Int)
    /// More fields than the header has, and something in those that are too many.
    case tooManyFields(expected: Int, found: Int)
    /// Text after the quotation mark that closes a field. `column` counts from 1.
    case textAfterQuote(column: Int)
    /// The row belongs to a row of another table, which does not exist.
    case orphan(key: String)
}
