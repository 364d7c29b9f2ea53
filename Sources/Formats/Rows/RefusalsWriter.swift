public import Languages

/// Writes the rows that were refused to a file like the one they come from, with a first column that says why, so that
/// it can be corrected and given again as it is.
public struct RefusalsWriter {
    private var writer: DelimitedTextWriter
    private let columnCount: Int
    private let hasReasons: Bool
    private let language: Language
    /// How many rows were written.
    public private(set) var count = 0

    /// - Parameters:
    ///   - header: the columns of the file that was read; a column of reasons at their head is replaced.
    ///   - dialect: the layout of the file that was read.
    ///   - byteOrderMark: true when the file that was read had one, so that the same program opens the new one.
    /// - Throws: ``DelimitedTextWriterError``
    public init(
        _ sink: ByteSink, header: [String], dialect: DelimitedDialect, language: Language, byteOrderMark: Bool = false
    ) throws(DelimitedTextWriterError) {
        hasReasons = header.first.map(Self.isReason) ?? false
        columnCount = header.count
        self.language = language
        let title = language == .fr ? "Erreur" : "Error"
        writer = try DelimitedTextWriter(
            sink, header: [title] + header.dropFirst(hasReasons ? 1 : 0), dialect: dialect, byteOrderMark: byteOrderMark
        )
    }

    /// True for the name of the column that says why rows were refused; an import passes over it.
    public static func isReason(_ columnName: String) -> Bool {
        ["erreur", "error"].contains(ColumnName.normalized(columnName))
    }

    /// Writes a row and why it was refused.
    /// - Throws: ``DelimitedTextWriterError``
    public mutating func write(_ record: Record, problems: [RowProblem]) throws(DelimitedTextWriterError) {
        let reasons = problems.map { $0.sentence(in: language) }.joined(separator: " | ")
        // A tab or a line break has no place in a reason, nor in a dialect without quotation marks.
        try writer.field(String(reasons.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
        for index in (hasReasons ? 1 : 0)..<max(record.count, columnCount) { try writer.field(record, index) }
        try writer.endRow()
        count += 1
    }

    /// Ends the file; see ``ByteSink/finish()``.
    /// - Throws: ``DelimitedTextWriterError``
    public func finish() throws(DelimitedTextWriterError) {
        try writer.finish()
    }
}
