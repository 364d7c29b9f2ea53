/// How a file of delimited text is laid out.
public struct DelimitedDialect: Hashable, Sendable {
    /// What ends a line when rows are written; any of the three is read.
    public enum LineEnding: String, Hashable, Sendable {
        case lineFeed = "\n"
        case carriageReturn = "\r"
        case both = "\r\n"
    }

    /// The ASCII byte between fields: comma, semicolon, tab, bar.
    public var delimiter: UInt8
    /// True when a quotation mark at the start of a field opens a quoted one, in which it is doubled (RFC 4180);
    /// false when it is data like any other, as in the tab-separated files of GBIF.
    public var isQuoted: Bool
    /// The ASCII byte that quotes: a double quotation mark, but where an archive declares another.
    public var quotationMark = UInt8(ascii: "\"")
    /// True when the first row names the columns.
    public var hasHeader: Bool
    /// What ends a line when rows are written.
    public var lineEnding: LineEnding

    /// RFC 4180, unless said otherwise.
    public init(
        delimiter: UInt8 = UInt8(ascii: ","), isQuoted: Bool = true, hasHeader: Bool = true,
        lineEnding: LineEnding = .both
    ) {
        self.delimiter = delimiter
        self.isQuoted = isQuoted
        self.hasHeader = hasHeader
        self.lineEnding = lineEnding
    }

    /// RFC 4180: commas, quotation marks where needed, CR LF.
    public static let commaSeparated = DelimitedDialect()
    /// What a French spreadsheet writes and opens: semicolons.
    public static let semicolonSeparated = DelimitedDialect(delimiter: UInt8(ascii: ";"))
    /// Tabs and no quotation, as GBIF and Darwin Core archives.
    public static let tabSeparated = DelimitedDialect(
        delimiter: UInt8(ascii: "\t"), isQuoted: false, lineEnding: .lineFeed)

    /// The layout that the start of a text shows.
    ///
    /// The delimiter is the one that cuts the most rows into as many fields as the header, and the header into the
    /// most fields. Tabs without a quotation mark at the start of a name of the header mean that nothing is quoted.
    /// A text that no delimiter cuts is a single column.
    /// - Parameter isWhole: false when the sample stops before the end of the text.
    static func detect(_ sample: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> DelimitedDialect {
        var best = DelimitedDialect()
        var bestScore = 0.0
        for delimiter in [ASCII.semicolon, ASCII.tab, ASCII.comma, ASCII.bar] {
            let isQuoted = delimiter != ASCII.tab || headerHasQuotes(sample, delimiter)
            let dialect = DelimitedDialect(delimiter: delimiter, isQuoted: isQuoted)
            let score = dialect.score(sample, isWhole: isWhole)
            if score > bestScore { (best, bestScore) = (dialect, score) }
        }
        best.lineEnding = lineEnding(sample)
        return best
    }

    private static func headerHasQuotes(_ sample: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> Bool {
        var previous = delimiter
        for byte in sample {
            if byte == ASCII.quote, previous == delimiter { return true }
            if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { return false }
            previous = byte
        }
        return false
    }

    private static func lineEnding(_ sample: UnsafeBufferPointer<UInt8>) -> LineEnding {
        guard let index = sample.firstIndex(where: { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }) else {
            return .lineFeed
        }
        if sample[index] == ASCII.lineFeed { return .lineFeed }
        return index + 1 < sample.count && sample[index + 1] == ASCII.lineFeed ? .both : .carriageReturn
    }

    /// The share of rows that have as many fields as the header, times the delimiters in the header.
    private func score(_ sample: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> Double {
        var counts = fieldCounts(sample, limit: 200)
        if !isWhole, counts.count > 1, counts.count < 200 { counts.removeLast() }
        guard let header = counts.first, header > 1 else { return 0 }
        let agreeing = counts.count { $0 == header }
        return Double(agreeing) / Double(counts.count) * Double(header - 1)
    }

    /// How many fields each row has, blank ones left out.
    private func fieldCounts(_ sample: UnsafeBufferPointer<UInt8>, limit: Int) -> [Int] {
        var counts: [Int] = []
        var fields = 1
        var isBlank = true
        var isInQuotes = false
        var isQuotedField = false
        var isAtStart = true
        for byte in sample {
            if isInQuotes {
                if byte == ASCII.quote { isInQuotes = false }
                continue
            }
            switch byte {
            case delimiter:
                fields += 1
                (isAtStart, isQuotedField, isBlank) = (true, false, false)
                continue
            case ASCII.lineFeed, ASCII.carriageReturn:
                if !isBlank { counts.append(fields) }
                if counts.count == limit { return counts }
                (fields, isBlank, isAtStart, isQuotedField) = (1, true, true, false)
                continue
            case ASCII.quote where isQuoted && (isAtStart || isQuotedField):
                // In a quoted field, a mark after the one that closes it doubles it, and opens the field again.
                (isInQuotes, isQuotedField) = (true, true)
            default: break
            }
            isAtStart = false
            isBlank = false
        }
        if !isBlank { counts.append(fields) }
        return counts
    }
}
