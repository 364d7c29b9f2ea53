package import Formats
package import Geospatial
package import Languages

/// A value to store in a column.
package enum Cell: Sendable, Hashable {
    case null
    case text(String)
    case integer(Int64)
    case real(Double)
}

/// One row of a file on its way into a table.
package struct ImportRow {
    /// The line of the file, or the place of the feature in it: the first is 1, or 2 below a header.
    package internal(set) var number = 0
    var record = Record()
    /// In the working reference system, on the grid of 1 mm; nil when the row has none.
    package var geometry: Geometry?
    /// The identifier that the format gave.
    package internal(set) var featureID: String?
    package private(set) var problems: [RowProblem] = []
    private var cells: [Cell?]
    /// Tells apart the facts that one row of the file holds.
    package var part = ""
    /// The identifier by which the source knows the row, when it is not a UUID of its own.
    package var identifier: String?
    /// The public identity, when the book makes it from what the row is about; nil to make it from the row.
    package var identity: String?
    /// True when the row completes what an earlier one of the file emitted, and emits nothing itself.
    package var continuesEarlierRow = false

    var plan: ColumnPlan
    var reading = ColumnReading()

    init(plan: ColumnPlan) {
        self.plan = plan
        cells = plan.fields.map { _ in nil }
    }

    mutating func begin() {
        problems.removeAll(keepingCapacity: true)
        for index in cells.indices { cells[index] = nil }
        part = ""
        identifier = nil
        identity = nil
        continuesEarlierRow = false
        geometry = nil
    }

    /// True when no problem refuses the row.
    package var isAcceptable: Bool { problems.allSatisfy { $0.severity != .refused } }

    // MARK: Reading

    /// The text of a field without the white space around it; nil when there is none.
    package func text(_ field: Int) -> String? {
        guard plan.fields.indices.contains(field) else { return nil }
        switch plan.sources[field] {
        case .constant(let value): return value
        case .column(let column):
            let text = record.trimmedText(column)
            return text.isEmpty ? nil : text
        case .absent: return nil
        }
    }

    /// The day of a field; a text that is no day refuses the row.
    package mutating func date(_ field: Int) -> CalendarDate? {
        guard let text = text(field) else { return nil }
        do {
            return try CalendarDate(text, order: isDateCell(field) ? .iso : reading.dateOrder(plan.sources[field]))
        } catch {
            refuse(
                field, found: text,
                Bilingual(
                    fr: "ce n'est pas une date de cette colonne (AAAA-MM-JJ ou JJ/MM/AAAA)",
                    en: "not a date of this column (YYYY-MM-DD or DD/MM/YYYY)"))
            return nil
        }
    }

    /// The number of a field, exact; a text that is no number refuses the row, unless it says that there is none (`NA`).
    package mutating func decimal(_ field: Int) -> DecimalText? {
        guard let text = text(field), !Self.saysNotAvailable(text) else { return nil }
        return decimal(text, plan.sources[field], column: columnName(field))
    }

    /// The number in one of the columns of a qualified field.
    package mutating func decimal(column: Int) -> DecimalText? {
        let text = record.trimmedText(column)
        guard !text.isEmpty, !Self.saysNotAvailable(text) else { return nil }
        return decimal(text, .column(column), column: plan.columns[column])
    }

    /// A number, with the unit that stands beside it in its cell, and whether the cell says that it is not sure.
    package struct Measure {
        package let number: DecimalText
        package let unit: String?
        package let isDoubtful: Bool
    }

    /// What is measured in a field; a text that is no measure refuses the row, unless it says that there is none.
    package mutating func measure(_ field: Int) -> Measure? {
        guard let text = text(field), !Self.saysNotAvailable(text) else { return nil }
        return measure(text, plan.sources[field], column: columnName(field))
    }

    /// What is measured in a column of the file.
    package mutating func measure(column: Int) -> Measure? {
        let text = record.trimmedText(column)
        guard !text.isEmpty, !Self.saysNotAvailable(text) else { return nil }
        return measure(text, .column(column), column: plan.columns[column])
    }

    private mutating func measure(_ text: String, _ source: ColumnPlan.Source, column: String?) -> Measure? {
        let measured = MeasuredText(text)
        guard let number = decimal(measured?.number ?? text, source, column: column) else { return nil }
        return Measure(number: number, unit: measured?.unit, isDoubtful: measured?.isDoubtful ?? false)
    }

    private mutating func decimal(_ text: String, _ source: ColumnPlan.Source, column: String?) -> DecimalText? {
        if let number = DecimalText(text, sign: sign(source)) { return number }
        add(
            .refused, column: column, found: text,
            Bilingual(fr: "ce n'est pas un nombre", en: "not a number"))
        return nil
    }

    /// The decimal sign of a value: that of its column, but for a number of a spreadsheet, which has its own.
    private func sign(_ source: ColumnPlan.Source) -> DecimalSign? {
        if case .column(let column) = source, record.kind(column) == .number { return .point }
        return reading.decimalSign(source)
    }

    private func isDateCell(_ field: Int) -> Bool {
        guard case .column(let column) = plan.sources[field] else { return false }
        return record.kind(column) == .date
    }

    /// How a spreadsheet shows the date that a field holds; nil when it holds none, or when that is not known.
    package func shownDate(_ field: Int) -> String? {
        guard isDateCell(field), case .column(let column) = plan.sources[field] else { return nil }
        return record.aside(column)
    }

    /// True when a text says that there is no value: it is neither zero nor a mistake.
    package static func saysNotAvailable(_ text: String) -> Bool { notAvailable.contains(text.uppercased()) }

    private static let notAvailable: Set<String> = ["NA", "N/A", "#N/A", "ND", "NR", "-"]

    /// The whole number of a field; anything else refuses the row.
    package mutating func integer(_ field: Int) -> Int64? {
        guard let text = text(field) else { return nil }
        if let number = DecimalText(text, sign: sign(plan.sources[field]))?.scaled(by: 0) {
            return number
        }
        refuse(field, found: text, Bilingual(fr: "ce n'est pas un nombre entier", en: "not a whole number"))
        return nil
    }

    /// Yes or no in French, English or figures; anything else refuses the row.
    package mutating func boolean(_ field: Int) -> Bool? {
        guard let text = text(field) else { return nil }
        switch ColumnName.normalized(text) {
        case "1", "true", "t", "oui", "o", "yes", "y", "vrai": return true
        case "0", "false", "f", "non", "n", "no", "faux": return false
        default:
            refuse(field, found: text, Bilingual(fr: "oui ou non ?", en: "yes or no?"))
            return nil
        }
    }

    /// The columns of a qualified field, with their qualifiers.
    package func qualifiedColumns(_ field: Int) -> [(qualifier: String, column: Int)] {
        plan.qualified[field].map { ($0.qualifier, $0.column) }
    }

    /// How many columns the file has shown so far.
    package var columnCount: Int { plan.columns.count }

    /// The columns that no field takes, or that are kept beside one.
    package var remainingColumns: [Int] { plan.remaining }

    /// The name of a column of the file.
    package func columnTitle(_ column: Int) -> String { plan.columns[column] }

    /// The text of a column of the file.
    package func text(column: Int) -> String { record.trimmedText(column) }

    /// The name in the file of what gives a field; the field's own when a constant does.
    package func columnName(_ field: Int) -> String {
        if case .column(let column) = plan.sources[field] { return plan.columns[column] }
        return plan.fields[field].name
    }

    /// What a column named as an identity holds and is none, nor the identifier of the row.
    var unusedIdentifier: (name: String, text: String)? {
        let field = plan.fields.place(of: "uuid")
        guard let text = text(field), RowIdentity.uuid(in: text) == nil, text != identifier else { return nil }
        return (columnName(field), text)
    }

    // MARK: Completing

    /// What a field will hold, instead of what the file says.
    package mutating func set(_ field: Int, _ cell: Cell) { cells[field] = cell }

    /// What was set for a field; nil when nothing was.
    package func cell(_ field: Int) -> Cell? { cells[field] }

    /// Refuses the row: where, what was found, what to do.
    package mutating func refuse(_ field: Int, found: String, _ message: Bilingual) {
        add(.refused, column: columnName(field), found: found, message)
    }

    /// Refuses the row for a reason that is in no column.
    package mutating func refuse(found: String = "", _ message: Bilingual) {
        add(.refused, column: nil, found: found, message)
    }

    /// Refuses a row whose period ends before it begins: `to` is the first day that is no longer in it.
    package mutating func checkPeriod(from: Int, to: Int) {
        guard let start = date(from), let end = date(to), end <= start else { return }
        refuse(
            to, found: end.description,
            Bilingual(fr: "la fin doit venir après le début", en: "the end must come after the start"))
    }

    /// Takes the row, and says what is odd in it.
    package mutating func warn(_ field: Int, found: String, _ message: Bilingual) {
        add(.warning, column: columnName(field), found: found, message)
    }

    /// Takes the row, and says what is odd in it, in no column.
    package mutating func warn(found: String = "", _ message: Bilingual) {
        add(.warning, column: nil, found: found, message)
    }

    /// Refuses the row for what stands in a column of the file.
    package mutating func refuse(column: Int, found: String, _ message: Bilingual) {
        add(.refused, column: plan.columns[column], found: found, message)
    }

    /// Takes the row, and says what is odd in a column of the file.
    package mutating func warn(column: Int, found: String, _ message: Bilingual) {
        add(.warning, column: plan.columns[column], found: found, message)
    }

    private mutating func add(_ severity: RowProblem.Severity, column: String?, found: String, _ message: Bilingual) {
        let problem = RowProblem(row: number, column: column, found: found, message: message, severity: severity)
        // A field that a rule reads, and the table stores, is read twice.
        if !problems.contains(problem) { problems.append(problem) }
    }
}

extension Array where Element == Field {
    /// The place of a field; -1, which no row has, when there is none of this name.
    package func place(of name: String) -> Int { firstIndex { $0.name == name } ?? -1 }
}

extension ImportRow {
    /// The row as text alone, that reads the same: dates and numbers of a spreadsheet are written as its columns write
    /// theirs.
    var spelled: Record {
        guard (0..<record.count).contains(where: { record.kind($0) != .text }) else { return record }
        var copy = record
        for column in 0..<record.count {
            switch record.kind(column) {
            case .text: continue
            case .number: copy.set(column, to: Array(spelledNumber(column).utf8))
            case .date: copy.set(column, to: Array(spelledDate(column).utf8))
            }
        }
        return copy
    }

    private func spelledNumber(_ column: Int) -> String {
        let text = record.text(column)
        if reading.decimalSign(.column(column)) == .comma { return text.replacing(".", with: ",") }
        guard let point = text.firstIndex(of: "."), !text.contains("E") else { return text }
        // `1.234` alone may be a thousand; `1.2340` is not.
        return text.distance(from: point, to: text.endIndex) == 4 ? text + "0" : text
    }

    private func spelledDate(_ column: Int) -> String {
        let text = record.text(column)
        guard plan.isDate(column) else { return record.aside(column) ?? text }
        guard let date = CalendarDate(iso: String(text.prefix(10))) else { return text }
        let rest = text.dropFirst(10)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return switch reading.dateOrder(.column(column)) {
        case .iso: text
        case .dayMonthYear: "\(two(date.day))/\(two(date.month))/\(date.year)\(rest)"
        case .monthDayYear: "\(two(date.month))/\(two(date.day))/\(date.year)\(rest)"
        }
    }
}
