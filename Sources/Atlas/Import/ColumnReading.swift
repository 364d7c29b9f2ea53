import Formats
import Languages

/// How the dates and decimals of each column of a file are written, settled over the whole column.
struct ColumnReading {
    private var dateOrders: [Int: DateOrder] = [:]
    private var decimalSigns: [Int: DecimalSign] = [:]
    /// What a person said with `--set date_order=` and `--set decimal_mark=`.
    private var declaredOrder: DateOrder?
    private var declaredMark: DecimalSign?
    /// Identifiers that the file gives to more than one row.
    private(set) var repeatedIdentifiers: Set<String> = []

    init() {}

    /// Reads the columns of dates and decimals of a file once.
    ///
    /// - Throws: ``ImportError`` when a column reads in two ways and no row settles which.
    init(
        of source: ImportSource, plan start: ColumnPlan, order: DateOrder?, mark: DecimalSign?,
        progress: (Int) -> Void
    ) throws {
        declaredOrder = order
        declaredMark = mark
        var plan = start
        var dates: [Int: DateColumn] = [:]
        var decimals: [Int: DecimalColumn] = [:]
        var examples: [Int: [Int: String]] = [:]
        var count = 0
        var watchedDates: [Int] = []
        var watchedDecimals: [Int] = []
        var measured: Set<Int> = []
        var seen: Set<Int> = []
        try source.forEachRow { columns, row in
            if columns.count != plan.columns.count || count == 0 {
                try plan.learn(columns)
                (watchedDates, watchedDecimals) = plan.columnsToSettle
                measured = plan.measuredColumns
            }
            if let id = row.id ?? plan.identity(of: row.record), !seen.insert(id.hashValue).inserted {
                repeatedIdentifiers.insert(id)
            }
            count += 1
            if count % 10_000 == 0 { progress(count) }
            for column in watchedDates {
                dates[column, default: DateColumn()].observe(row.record, column)
                if examples[column, default: [:]].count < 50 {
                    examples[column, default: [:]][row.record.number] = row.record.trimmedText(column)
                }
            }
            for column in watchedDecimals where row.record.kind(column) != .number {
                decimals[column, default: DecimalColumn()].observe(row.record, column, measured.contains(column))
                if examples[column, default: [:]].count < 50 {
                    examples[column, default: [:]][row.record.number] = row.record.trimmedText(column)
                }
            }
        }
        for (column, dates) in dates.sorted(by: { $0.key < $1.key }) where order == nil {
            switch dates.conclusion {
            case .empty, .iso: dateOrders[column] = .iso
            case .dayMonthYear: dateOrders[column] = .dayMonthYear
            case .monthDayYear: dateOrders[column] = .monthDayYear
            case .ambiguous(let rows):
                throw ImportError.ambiguousDates(
                    file: source.name, column: plan.columns[column], rows: rows,
                    example: rows.first.flatMap { examples[column]?[$0] } ?? "")
            case .mixed(let rows):
                throw ImportError.mixedDates(file: source.name, column: plan.columns[column], rows: rows)
            }
        }
        let orders = dateOrders.filter { $0.value != .iso }.sorted { $0.key < $1.key }
        if let first = orders.first, let other = orders.first(where: { $0.value != first.value }) {
            throw ImportError.contradictoryDates(
                file: source.name, columns: [plan.columns[first.key], plan.columns[other.key]])
        }
        for (column, decimals) in decimals.sorted(by: { $0.key < $1.key }) where mark == nil {
            switch decimals.conclusion {
            case .integers: continue
            case .decimal(let sign): decimalSigns[column] = sign
            case .mixed(let rows):
                throw ImportError.mixedDecimals(file: source.name, column: plan.columns[column], rows: rows)
            case .ambiguous(let rows):
                throw ImportError.ambiguousDecimals(
                    file: source.name, column: plan.columns[column], rows: rows,
                    example: rows.first.flatMap { examples[column]?[$0] } ?? "")
            }
        }
    }

    func dateOrder(_ source: ColumnPlan.Source) -> DateOrder {
        guard case .column(let column) = source else { return .iso }
        return declaredOrder ?? dateOrders[column] ?? .iso
    }

    /// nil for whole numbers, and for a value that a person gave, where the only sign is a decimal one.
    func decimalSign(_ source: ColumnPlan.Source) -> DecimalSign? {
        guard case .column(let column) = source else { return nil }
        return declaredMark ?? decimalSigns[column]
    }
}

extension DecimalColumn {
    /// Takes the number of a cell in, without the unit that may stand beside it.
    fileprivate mutating func observe(_ record: Record, _ column: Int, _ isMeasured: Bool) {
        guard isMeasured, let measured = MeasuredText(record.trimmedText(column)) else {
            observe(record, column)
            return
        }
        let number = Array(measured.number.utf8)
        number.withUnsafeBufferPointer { observe($0, row: record.number) }
    }
}

extension ColumnPlan {
    /// The columns whose cells may hold a unit beside their number.
    fileprivate var measuredColumns: Set<Int> {
        var columns: Set<Int> = []
        for (index, field) in fields.enumerated() where field.isMeasured {
            if case .column(let column) = sources[index] { columns.insert(column) }
            columns.formUnion(qualified[index].map(\.column))
        }
        return columns
    }

    /// What the column of identities holds, if the file has one.
    fileprivate func identity(of record: Record) -> String? {
        guard let field = fields.firstIndex(where: { $0.name == "uuid" }), case .column(let column) = sources[field]
        else { return nil }
        let text = record.trimmedText(column)
        return RowIdentity.uuid(in: text)
    }

    /// Columns whose dates, and whose decimals, must be settled over the whole file.
    fileprivate var columnsToSettle: (dates: [Int], decimals: [Int]) {
        var dates: [Int] = []
        var decimals: [Int] = []
        for (index, field) in fields.enumerated() {
            if case .column(let column) = sources[index] {
                switch field.kind {
                case .date: dates.append(column)
                case .decimal, .integer: decimals.append(column)
                case .text, .degrees, .boolean: break
                }
            }
            if field.kind == .decimal { decimals += qualified[index].map(\.column) }
        }
        return (dates, decimals)
    }
}
