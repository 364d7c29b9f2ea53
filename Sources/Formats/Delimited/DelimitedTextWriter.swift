public import Languages

/// Writes delimited text that ``DelimitedTextReader`` and spreadsheets read back as it was.
///
/// Fields are quoted only where the dialect needs it: a delimiter, a quotation mark, a line break. In a dialect without
/// quotation, a field that holds one of these is refused rather than changed.
public struct DelimitedTextWriter {
    private let sink: ByteSink
    private let dialect: DelimitedDialect
    private var row: [UInt8] = []
    private var isRowStart = true
    /// The line that is being written, from 1.
    public private(set) var line = 1

    /// - Parameters:
    ///   - header: the names of the columns, written at once when the dialect has a header.
    ///   - byteOrderMark: true for a file that Excel is to open with its accents.
    /// - Throws: ``DelimitedTextWriterError``
    public init(
        _ sink: ByteSink, header: [String], dialect: DelimitedDialect = .commaSeparated, byteOrderMark: Bool = false
    ) throws(DelimitedTextWriterError) {
        self.sink = sink
        self.dialect = dialect
        if byteOrderMark { row = TextEncoding.utf8.byteOrderMark }
        guard dialect.hasHeader else { return }
        for name in header {
            // A name that holds another delimiter is quoted too, so that the dialect is found again.
            try field(name, quoted: name.utf8.contains { [ASCII.comma, ASCII.semicolon, ASCII.bar].contains($0) })
        }
        try endRow()
    }

    /// Adds a field to the row.
    /// - Throws: ``DelimitedTextWriterError/unwritable(line:found:)`` in a dialect without quotation.
    public mutating func field(_ text: String) throws(DelimitedTextWriterError) {
        try field(text, quoted: false)
    }

    /// Adds a field to the row, from bytes that are valid UTF-8.
    /// - Throws: ``DelimitedTextWriterError/unwritable(line:found:)`` in a dialect without quotation.
    public mutating func field(bytes: UnsafeBufferPointer<UInt8>) throws(DelimitedTextWriterError) {
        try field(bytes, quoted: false)
    }

    /// Adds every field of a record.
    /// - Throws: ``DelimitedTextWriterError``
    public mutating func fields(of record: Record) throws(DelimitedTextWriterError) {
        for index in 0..<record.count { try field(record, index) }
    }

    /// Adds one field of a record.
    /// - Throws: ``DelimitedTextWriterError``
    public mutating func field(_ record: Record, _ index: Int) throws(DelimitedTextWriterError) {
        try record.withBytes(index) { bytes throws(DelimitedTextWriterError) in try field(bytes, quoted: false) }
    }

    /// Writes a whole row.
    /// - Throws: ``DelimitedTextWriterError``
    public mutating func write(_ fields: [String]) throws(DelimitedTextWriterError) {
        for text in fields { try field(text, quoted: false) }
        try endRow()
    }

    /// Ends the row.
    /// - Throws: ``DelimitedTextWriterError/file(_:)``
    public mutating func endRow() throws(DelimitedTextWriterError) {
        row.append(contentsOf: dialect.lineEnding.rawValue.utf8)
        do throws(FileError) {
            try sink.write(row)
        } catch {
            throw .file(error)
        }
        row.removeAll(keepingCapacity: true)
        isRowStart = true
        line += 1
    }

    /// Ends the file; see ``ByteSink/finish()``.
    /// - Throws: ``DelimitedTextWriterError/file(_:)``
    public func finish() throws(DelimitedTextWriterError) {
        do throws(FileError) {
            try sink.finish()
        } catch {
            throw .file(error)
        }
    }

    private mutating func field(_ text: String, quoted: Bool) throws(DelimitedTextWriterError) {
        let bytes = Array(text.utf8)
        try bytes.withUnsafeBufferPointer { buffer throws(DelimitedTextWriterError) in
            try field(buffer, quoted: quoted)
        }
    }

    private mutating func field(_ bytes: UnsafeBufferPointer<UInt8>, quoted: Bool) throws(DelimitedTextWriterError) {
        if !isRowStart { row.append(dialect.delimiter) }
        var hasMark = false
        var hasBreak = false
        for byte in bytes where byte <= ASCII.quote || byte == dialect.delimiter {
            switch byte {
            case ASCII.quote: hasMark = true
            case ASCII.lineFeed, ASCII.carriageReturn, dialect.delimiter: hasBreak = true
            case 0: throw .unwritable(line: line, found: String(decoding: bytes, as: UTF8.self))
            default: break
            }
        }
        // A text that starts with U+FEFF would pass for a byte order mark at the start of a file.
        let startsWithMark = isRowStart && bytes.starts(with: TextEncoding.utf8.byteOrderMark)
        isRowStart = false
        if hasBreak, !dialect.isQuoted {
            throw .unwritable(line: line, found: String(decoding: bytes, as: UTF8.self))
        }
        guard dialect.isQuoted, quoted || hasMark || hasBreak || startsWithMark else {
            return row.append(contentsOf: bytes)
        }
        row.append(ASCII.quote)
        for byte in bytes {
            if byte == ASCII.quote { row.append(byte) }
            row.append(byte)
        }
        row.append(ASCII.quote)
    }
}

/// Why delimited text could not be written.
public enum DelimitedTextWriterError: ReadableError, Hashable {
    /// A text that the dialect has no way to write.
    case unwritable(line: Int, found: String)
    case file(FileError)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unwritable(let line, let found):
            Bilingual(
                fr:
                    "Ligne \(line) : « \(found) » ne peut s’écrire sans guillemets ; choisissez un format qui en a (CSV).",
                en:
                    "Line \(line): ‘\(found)’ cannot be written without quotation marks; choose a format that has them (CSV)."
            )
        case .file(let error): error.message
        }
    }
}
