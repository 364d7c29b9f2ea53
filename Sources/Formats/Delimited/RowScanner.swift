/// Cuts a stream of delimited text into rows and fields, in the encoding of the file, and gives them in UTF-8.
struct RowScanner: ~Copyable {
    let source: String
    let rowLimit: Int
    private(set) var dialect = DelimitedDialect()
    private(set) var encoding = TextEncoding.utf8
    private(set) var hasByteOrderMark = false
    private(set) var emptyRowCount = 0

    private var input: InputBuffer
    private var line = 1
    private var encodingIsKnown = false
    private var plainStops: [Bool] = []
    private var quotedStops: [Bool] = []
    /// Fields of the row in which quotation marks are doubled.
    private var doubled: [Int] = []

    init(_ stream: any ByteStream, source: String, rowLimit: Int, bufferSize: Int) {
        self.source = source
        self.rowLimit = rowLimit
        input = InputBuffer(stream, size: bufferSize)
    }

    var isAtEnd: Bool { input.isComplete && input.position == input.end }

    var bufferCapacity: Int { input.capacity }

    /// Looks at the first bytes for what was not given.
    mutating func start(_ dialect: DelimitedDialect?, _ encoding: TextEncoding?) throws(DelimitedTextError) {
        try slide(to: 0)
        let sample = input.bytes(0, input.end)
        hasByteOrderMark = sample.starts(with: TextEncoding.utf8.byteOrderMark)
        input.position = hasByteOrderMark ? 3 : 0
        let detected = encoding ?? TextEncoding.detect(sample)
        encodingIsKnown = detected != nil
        self.encoding = detected ?? .utf8
        let text = input.bytes(input.position, input.end)
        self.dialect = dialect ?? DelimitedDialect.detect(text, isWhole: input.isComplete)
        let delimiter = self.dialect.delimiter
        let stops: [UInt8] = [0, ASCII.lineFeed, ASCII.carriageReturn]
        plainStops = (0...255).map { stops.contains($0) || $0 == delimiter }
        let mark = self.dialect.quotationMark
        quotedStops = (0...255).map { stops.contains($0) || $0 == mark }
        if isAtEnd { throw fail(.empty, line: 1) }
    }

    func fail(_ reason: DelimitedTextError.Reason, line: Int) -> DelimitedTextError {
        DelimitedTextError(source: source, line: line, reason: reason)
    }

    private mutating func slide(to first: Int) throws(DelimitedTextError) {
        do throws(FileError) {
            try input.slide(to: first)
        } catch {
            throw fail(.unreadable(error), line: line)
        }
    }

    /// Where a row ends in the window, and how many line breaks it holds.
    private struct RowEnd {
        var contentEnd: Int
        var next: Int
        var lineBreaks: Int
    }

    mutating func next(into record: inout Record) throws(DelimitedTextError) -> Bool {
        while true {
            record.removeAll()
            if input.position == input.end, input.isComplete { return false }
            let start = input.position
            guard let row = try scanRow(from: start, &record) else {
                try slide(to: start)
                continue
            }
            record.number = line
            let bytes = input.bytes(start, row.contentEnd)
            record.bytes.append(contentsOf: bytes)
            if !doubled.isEmpty { undouble(&record) }
            if !bytes.isASCII { try decode(bytes, &record) }
            input.position = row.next
            line += row.lineBreaks
            if !isEmpty(record) { return true }
            emptyRowCount += 1
        }
    }

    /// Cuts the row into fields, whose places count from its start.
    /// - Returns: nil when the window ends before the row does.
    private mutating func scanRow(from start: Int, _ record: inout Record) throws(DelimitedTextError) -> RowEnd? {
        let (base, end, isComplete) = (input.base, input.end, input.isComplete)
        let (delimiter, isQuoted, mark) = (dialect.delimiter, dialect.isQuoted, dialect.quotationMark)
        var index = start
        var lineBreaks = 0
        doubled.removeAll(keepingCapacity: true)
        while true {
            var fieldStart = index
            var fieldEnd = index
            if isQuoted, base[index] == mark {
                let openingLine = line + lineBreaks
                guard let close = try endOfQuoted(index + 1, &lineBreaks, openingLine, fields: record.fields.count)
                else {
                    return try requireRoom(start, openingLine, .unterminatedQuote)
                }
                (fieldStart, fieldEnd, index) = (index + 1, close, close + 1)
                if !plainStops[Int(base[index])] {
                    record.defect = .textAfterQuote(column: record.fields.count + 1)
                    fieldStart -= 1
                    index = endOfPlain(base, index)
                    fieldEnd = index
                }
            } else {
                index = endOfPlain(base, index)
                fieldEnd = index
            }
            record.fields.append(Record.Field(fieldStart - start, fieldEnd - start))
            let stop = base[index]
            if stop == delimiter {
                index += 1
                continue
            }
            if index == end {
                if !isComplete { return try requireRoom(start, line, nil) }
                return RowEnd(contentEnd: index, next: index, lineBreaks: lineBreaks)
            }
            if stop == 0 { throw fail(.zeroByte, line: line + lineBreaks) }
            if stop == ASCII.carriageReturn, index + 1 == end, !isComplete { return try requireRoom(start, line, nil) }
            let width = stop == ASCII.carriageReturn && base[index + 1] == ASCII.lineFeed ? 2 : 1
            return RowEnd(contentEnd: index, next: index + width, lineBreaks: lineBreaks + 1)
        }
    }

    @inline(__always)
    private func endOfPlain(_ base: UnsafeMutablePointer<UInt8>, _ start: Int) -> Int {
        plainStops.withUnsafeBufferPointer { stops in
            var index = start
            while !stops[Int(base[index])] { index += 1 }
            return index
        }
    }

    /// The place of the quotation mark that closes the field; nil when the window ends before it.
    private mutating func endOfQuoted(
        _ start: Int, _ lineBreaks: inout Int, _ openingLine: Int, fields: Int
    ) throws(DelimitedTextError) -> Int? {
        let (base, end, isComplete) = (input.base, input.end, input.isComplete)
        let mark = dialect.quotationMark
        var index = start
        var hasDoubled = false
        while true {
            while !quotedStops[Int(base[index])] { index += 1 }
            switch base[index] {
            case mark:
                if index + 1 == end, !isComplete { return nil }
                if base[index + 1] != mark {
                    if hasDoubled { doubled.append(fields) }
                    return index
                }
                hasDoubled = true
                index += 2
            case ASCII.lineFeed:
                lineBreaks += 1
                index += 1
            case ASCII.carriageReturn:
                if index + 1 == end, !isComplete { return nil }
                lineBreaks += 1
                index += base[index + 1] == ASCII.lineFeed ? 2 : 1
            default:
                if index < end { throw fail(.zeroByte, line: line + lineBreaks) }
                if isComplete { throw fail(.unterminatedQuote, line: openingLine) }
                return nil
            }
        }
    }

    /// Makes sure that the row may still grow.
    private func requireRoom(
        _ start: Int, _ line: Int, _ reason: DelimitedTextError.Reason?
    ) throws(DelimitedTextError) -> RowEnd? {
        if input.end - start >= rowLimit { throw fail(reason ?? .rowTooLong(limit: rowLimit), line: line) }
        return nil
    }

    private func undouble(_ record: inout Record) {
        for index in doubled {
            let field = record.fields[index]
            let start = record.bytes.count
            var place = field.start
            while place < field.end {
                let byte = record.bytes[place]
                record.bytes.append(byte)
                place += byte == dialect.quotationMark ? 2 : 1
            }
            record.fields[index] = Record.Field(start, record.bytes.count)
        }
    }

    /// Checks that the row is in the encoding of the file, and turns its fields into UTF-8 if they are not.
    private mutating func decode(_ row: UnsafeBufferPointer<UInt8>, _ record: inout Record) throws(DelimitedTextError) {
        if !encodingIsKnown {
            encoding = TextEncoding.detect(row) ?? .utf8
            encodingIsKnown = true
        }
        if encoding != .windows1252, encoding != .latin1 {
            guard let place = UTF8Sequence.firstInvalid(row) else { return }
            throw fail(.invalidText(encoding), line: line + lineBreaks(row[..<place]))
        }
        for index in 0..<record.count {
            let field = record.fields[index]
            let start = record.bytes.count
            let bytes = Array(record.bytes[field.start..<field.end])
            let isText = bytes.withUnsafeBufferPointer { encoding.appendSingleBytes($0, to: &record.bytes) }
            if !isText { throw fail(.invalidText(encoding), line: line) }
            record.fields[index] = Record.Field(start, record.bytes.count)
        }
    }

    private func lineBreaks(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        var count = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == ASCII.carriageReturn || (byte == ASCII.lineFeed && previous != ASCII.carriageReturn) {
                count += 1
            }
            previous = byte
        }
        return count
    }

    private func isEmpty(_ record: Record) -> Bool {
        for index in 0..<record.count where !record.isEmpty(index) { return false }
        return true
    }
}
