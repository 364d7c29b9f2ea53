import Formats
import Languages

/// What a person leaves to the row above: a blank cell, where the layout says so, and a ditto mark.
struct RowAbove {
    /// What people write for "the same": quotation marks, 〃, `idem`.
    private static let dittoMarks: Set<String> = [
        "\"", "''", "“", "”", "″", "〃", "«", "»", "« »", "-\"-", "idem", "id.", "id", "ibid.", "ibid", "ditto",
    ]

    private let names: [String]
    private let readsDittoMarks: Bool
    private var carried: [Int] = []
    private var readColumns: [Int] = []
    private var record = Record()

    /// - Parameter names: the fields, or the columns, whose blank cells take the value above.
    init(carrying names: [String], readsDittoMarks: Bool) {
        self.names = names
        self.readsDittoMarks = readsDittoMarks
    }

    /// Finds the columns, once the file has shown them.
    mutating func learn(_ plan: ColumnPlan) throws {
        carried = try names.map { name in
            if let column = plan.columns.firstIndex(of: name) { return column }
            guard let column = plan.column(of: name) else {
                throw ImportError.unknownColumn(name, known: plan.columns)
            }
            return column
        }
        readColumns = readsDittoMarks ? plan.columnsRead : []
    }

    /// Completes the row with what stands above it, and says so.
    mutating func complete(_ row: inout ImportRow) {
        guard readsDittoMarks || !carried.isEmpty else { return }
        for column in carried where row.record.isEmpty(column) && !record.isEmpty(column) {
            copy(column, to: &row)
            row.warn(
                column: column, found: record.trimmedText(column),
                Bilingual(
                    fr: "case vide : la valeur au-dessus est reprise, comme demandé",
                    en: "blank cell: the value above is taken, as asked"))
        }
        for column in readColumns where isDitto(row.record, column) {
            let mark = row.record.trimmedText(column)
            if record.isEmpty(column) {
                row.refuse(
                    column: column, found: mark,
                    Bilingual(fr: "« idem », et rien au-dessus", en: "a ditto mark, and nothing above"))
            } else {
                copy(column, to: &row)
                row.warn(
                    column: column, found: mark,
                    Bilingual(fr: "« idem » : la valeur au-dessus", en: "a ditto mark: the value above"))
            }
        }
        record = row.record
    }

    private func isDitto(_ record: Record, _ column: Int) -> Bool {
        guard record.kind(column) == .text, record.withBytes(column, { (1...12).contains($0.count) }) else {
            return false
        }
        return Self.dittoMarks.contains(record.trimmedText(column).lowercased())
    }

    private func copy(_ column: Int, to row: inout ImportRow) {
        row.record.set(
            column, to: Array(record.text(column).utf8), kind: record.kind(column), aside: record.aside(column))
    }
}
