/// Reads comma-, semicolon-, tab- or bar-separated text, row after row, from a source of any size.
///
/// The layout and the encoding are found by looking at the file unless they are given, and said in ``dialect`` and
/// ``encoding``. Fields come out as UTF-8, exactly as written: white space is kept, nothing is converted.
///
/// ```swift
/// let reader = try DelimitedTextReader(ByteSource("weighings.csv"))
/// var record = Record()
/// while try reader.next(into: &record) { print(record.number, record.text(0)) }
/// ```
public final class DelimitedTextReader {
    /// How the file is laid out, as given or as found.
    public let dialect: DelimitedDialect
    /// The names of the columns, without the white space around them; empty when the dialect has no header.
    public private(set) var header: [String] = []
    /// True when the file starts with the byte order mark of its encoding.
    public let hasByteOrderMark: Bool
    /// How many rows were given.
    public private(set) var rowCount = 0

    private var scanner: RowScanner

    /// - Parameters:
    ///   - dialect: the layout; found in the file when nil.
    ///   - encoding: the encoding; found in the file when nil.
    ///   - rowLimit: the longest row, in bytes.
    ///   - bufferSize: how many bytes are asked for at a time; layout and encoding are found in the first ones.
    /// - Throws: ``DelimitedTextError``, ``DelimitedTextError/Reason/empty`` when there is no header.
    public init(
        _ source: ByteSource, dialect: DelimitedDialect? = nil, encoding: TextEncoding? = nil,
        rowLimit: Int = 1 << 24, bufferSize: Int = 1 << 18
    ) throws(DelimitedTextError) {
        let stream: any ByteStream
        let wide: TextEncoding?
        do throws(FileError) {
            let head = try FirstBytes(of: try source.open(), count: 4)
            let start = head.bytes.withUnsafeBufferPointer { TextEncoding.utf16(startingWith: $0) }
            wide = (encoding ?? start).flatMap { [.utf16LittleEndian, .utf16BigEndian].contains($0) ? $0 : nil }
            stream = wide.map { UTF16Stream(head, $0) } ?? head
        } catch {
            throw DelimitedTextError(source: source.name, line: 1, reason: .unreadable(error))
        }
        scanner = RowScanner(stream, source: source.name, rowLimit: rowLimit, bufferSize: bufferSize)
        try scanner.start(dialect, wide ?? encoding)
        self.dialect = scanner.dialect
        hasByteOrderMark = scanner.hasByteOrderMark
        guard self.dialect.hasHeader else { return }
        var record = Record()
        guard try scanner.next(into: &record) else { throw scanner.fail(.empty, line: 1) }
        header = (0..<record.count).map { record.trimmedText($0) }
    }

    /// The encoding of what was read so far. A file that starts in plain ASCII is UTF-8 until its first other byte.
    public var encoding: TextEncoding { scanner.encoding }

    /// How many rows without any content were passed over.
    public var emptyRowCount: Int { scanner.emptyRowCount }

    /// True once ``next(into:)`` has answered false without having given a row.
    public var isHeaderOnly: Bool { rowCount == 0 && scanner.isAtEnd }

    /// How many bytes the window of the reader can hold.
    package var bufferCapacity: Int { scanner.bufferCapacity }

    /// Reads the next row that is not wholly empty.
    /// - Returns: false at the end of the file; the record is then empty.
    /// - Throws: ``DelimitedTextError``; nothing more can be read afterwards.
    public func next(into record: inout Record) throws(DelimitedTextError) -> Bool {
        guard try scanner.next(into: &record) else { return false }
        rowCount += 1
        guard dialect.hasHeader, record.defect == nil, record.count != header.count else { return true }
        let (expected, found) = (header.count, record.count)
        if found < expected {
            record.defect = .tooFewFields(expected: expected, found: found)
        } else if !(expected..<found).allSatisfy({ record.isEmpty($0) }) {
            record.defect = .tooManyFields(expected: expected, found: found)
        }
        return true
    }
}

/// A stream whose first bytes were looked at.
private final class FirstBytes: ByteStream {
    private(set) var bytes: [UInt8] = []
    private var sent = 0
    private let rest: any ByteStream

    init(of stream: any ByteStream, count: Int) throws(FileError) {
        rest = stream
        while bytes.count < count {
            var piece = [UInt8](repeating: 0, count: count - bytes.count)
            let length = try piece.withUnsafeMutableBufferPointer { buffer throws(FileError) in
                try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if length == 0 { return }
            bytes.append(contentsOf: piece[..<length])
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        if sent == bytes.count { return try rest.read(into: buffer) }
        let count = min(buffer.count, bytes.count - sent)
        buffer.copyBytes(from: bytes[sent..<sent + count])
        sent += count
        return count
    }
}
