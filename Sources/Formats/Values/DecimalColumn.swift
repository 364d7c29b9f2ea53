/// Looks at a whole column of numbers to tell whether its commas and points are decimal signs or set off thousands.
///
/// A sign is decimal for sure when it is followed by other than three digits, or preceded by a lone zero or more than
/// three digits, or is the last of two kinds; it sets off thousands when it comes twice. `1,234` says nothing by itself.
public struct DecimalColumn: Sendable {
    /// What the values of a column have in common.
    public enum Conclusion: Hashable, Sendable {
        /// Nothing but integers, or no value at all.
        case integers
        case decimal(DecimalSign)
        /// Values that read one way or the other, at these rows, and none that settles it.
        case ambiguous(rows: [Int])
        /// Both signs are decimal for sure; these are the rows of the rarer one.
        case mixed(rows: [Int])
    }

    private let declared: DecimalSign?
    private var commaRows: [Int] = []
    private var pointRows: [Int] = []
    private var undecidedRows: [Int] = []
    /// Rows whose value is no number.
    public private(set) var unreadableRows: [Int] = []

    /// - Parameter declared: the decimal sign, when the user gave it; nothing is then ambiguous.
    public init(declared: DecimalSign? = nil) {
        self.declared = declared
    }

    /// Takes a value in; an empty one says nothing.
    public mutating func observe(_ bytes: UnsafeBufferPointer<UInt8>, row: Int) {
        let text = trimmedBlank(bytes)
        if text.isEmpty { return }
        guard let shape = DecimalShape(text), let sign = shape.decimalSign(declared: declared), shape.value(sign) != nil
        else { return unreadableRows.append(row) }
        switch shape.evidence {
        case .comma: commaRows.append(row)
        case .point: pointRows.append(row)
        case nil: if shape.isAmbiguous { undecidedRows.append(row) }
        }
    }

    /// Takes the field of a record in.
    public mutating func observe(_ record: Record, _ index: Int) {
        record.withBytes(index) { observe($0, row: record.number) }
    }

    /// What can be said of the column so far.
    public var conclusion: Conclusion {
        if let declared { return .decimal(declared) }
        return switch (commaRows.isEmpty, pointRows.isEmpty) {
        case (false, false): .mixed(rows: commaRows.count < pointRows.count ? commaRows : pointRows)
        case (false, true): .decimal(.comma)
        case (true, false): .decimal(.point)
        case (true, true): undecidedRows.isEmpty ? .integers : .ambiguous(rows: undecidedRows)
        }
    }
}
