public import Languages

/// What is wrong with one row of a file that a user gave.
public struct RowProblem: Hashable, Sendable {
    /// What becomes of the row.
    public enum Severity: Hashable, Sendable {
        /// The row does not enter.
        case refused
        /// The row enters, and the user is told.
        case warning
    }

    /// As ``Record/number``: the line of the file, or the place of the feature.
    public let row: Int
    /// The column, as the file names it; nil when the row as a whole is at fault.
    public let column: String?
    /// What stands there.
    public let found: String
    /// What is wrong, and what to do.
    public let message: Bilingual
    /// What becomes of the row.
    public let severity: Severity

    /// A problem; it refuses the row unless said otherwise.
    public init(row: Int, column: String? = nil, found: String = "", message: Bilingual, severity: Severity = .refused)
    {
        self.row = row
        self.column = column
        self.found = found
        self.message = message
        self.severity = severity
    }

    /// The problem in one sentence, with its column and without its row: `masse : « 2..674 » n’est pas un nombre`.
    public func sentence(in language: Language) -> String {
        guard let column else { return message[language] }
        return language == .fr ? "\(column) : \(message.fr)" : "\(column): \(message.en)"
    }
}
