import Formats
import Foundation

/// What each column of a file becomes, field by field.
struct ColumnPlan {
    /// Where the value of a field comes from.
    enum Source: Equatable {
        case column(Int)
        case constant(String)
        case absent
    }

    /// A column that gives one of several values of a field: the mass of one stream.
    struct Qualified: Equatable {
        let qualifier: String
        let column: Int
    }

    let fields: [Field]
    private let mapping: [String: String]
    private(set) var columns: [String] = []
    private(set) var sources: [Source]
    private(set) var qualified: [[Qualified]]
    /// Columns that became nothing.
    private(set) var remaining: [Int] = []
    /// The field that a name means, and how good the name is: the field's own is 0.
    private let fieldOfAlias: [String: (field: Int, rank: Int)]
    /// How good the name of the column is that gives a field.
    private var ranks: [Int]

    /// - Parameters:
    ///   - constants: values by field, under any of its names.
    ///   - mapping: fields by column, under any of their names, with a qualifier after a colon.
    /// - Throws: ``ImportError/unknownField(_:known:)``.
    init(fields: [Field], constants: [String: String], mapping: [String: String]) throws {
        self.fields = fields
        var fieldOfAlias: [String: (field: Int, rank: Int)] = [:]
        for (index, field) in fields.enumerated() {
            for (rank, name) in ([ColumnName.normalized(field.name)] + field.aliases).enumerated()
            where fieldOfAlias[name] == nil {
                fieldOfAlias[name] = (index, rank)
            }
        }
        self.fieldOfAlias = fieldOfAlias
        var sources = fields.map { _ in Source.absent }
        qualified = fields.map { _ in [] }
        ranks = fields.map { _ in .max }
        var targets: [String: String] = [:]
        for (column, target) in mapping {
            let column = column.trimmingCharacters(in: .whitespaces)
            guard target != "-" else {
                targets[column] = target
                continue
            }
            let parts = target.split(separator: ":", maxSplits: 1).map(String.init)
            guard let field = parts.first.flatMap({ fieldOfAlias[ColumnName.normalized($0)] })?.field,
                parts.count == 1 || fields[field].isQualified
            else { throw ImportError.unknownField(target, known: fields.map(\.name)) }
            targets[column] = ([fields[field].name] + parts.dropFirst()).joined(separator: ":")
        }
        self.mapping = targets
        for (name, value) in constants {
            guard let field = fieldOfAlias[ColumnName.normalized(name)]?.field else {
                throw ImportError.unknownField(name, known: fields.map(\.name))
            }
            sources[field] = .constant(value)
        }
        self.sources = sources
    }

    /// Takes in the columns that the file has shown since the last time.
    mutating func learn(_ names: [String]) throws {
        for index in columns.count..<max(columns.count, names.count) {
            columns.append(names[index])
            try assign(names[index], index)
        }
    }

    /// The column that gives a field, under any of its names.
    func column(of name: String) -> Int? {
        guard let field = fieldOfAlias[ColumnName.normalized(name)]?.field, case .column(let column) = sources[field]
        else { return nil }
        return column
    }

    /// True of a column that gives a day.
    func isDate(_ column: Int) -> Bool {
        fields.indices.contains { fields[$0].kind == .date && sources[$0] == .column(column) }
    }

    /// The columns that give a field, in the order of the file.
    var columnsRead: [Int] {
        let single = sources.compactMap { if case .column(let column) = $0 { column } else { nil } }
        return Set(single + qualified.joined().map(\.column)).sorted()
    }

    /// True for the column by which a file of refused rows says why they were: it is no part of what a row says.
    func isReason(_ index: Int) -> Bool { index == 0 && RefusalsWriter.isReason(columns[0]) }

    private mutating func assign(_ name: String, _ index: Int) throws {
        if isReason(index) { return }
        if let target = mapping[name] {
            guard target != "-" else { return }
            let parts = target.split(separator: ":", maxSplits: 1).map(String.init)
            guard let field = fields.firstIndex(where: { $0.name == parts[0] }) else { return }
            if parts.count == 2 {
                qualified[field].append(Qualified(qualifier: parts[1], column: index))
                if fields[field].isKept { remaining.append(index) }
                return
            }
            switch sources[field] {
            case .constant:
                throw ImportError.fieldTwice(field: parts[0], first: "--set", second: name)
            case .column(let other) where mapping[columns[other]] == target:
                throw ImportError.fieldTwice(field: parts[0], first: columns[other], second: name)
            case .column(let other): leave(other)
            case .absent: break
            }
            take(index, for: field)
            return
        }
        guard let (field, rank) = fieldOfAlias[ColumnName.normalized(name)], rank < ranks[field],
            !mapping.values.contains(fields[field].name),
            !fields[field].isExact || rank > 0 || name == fields[field].name
        else {
            remaining.append(index)
            return
        }
        switch sources[field] {
        case .constant:
            remaining.append(index)
            return
        case .column(let worse): leave(worse)
        case .absent: break
        }
        take(index, for: field)
        ranks[field] = rank
    }

    private mutating func take(_ column: Int, for field: Int) {
        sources[field] = .column(column)
        if fields[field].isKept { remaining.append(column) }
    }

    private mutating func leave(_ column: Int) {
        if !remaining.contains(column) { remaining.append(column) }
    }

    /// - Throws: ``ImportError/unknownColumn(_:known:)`` for a mapped column that the file never showed.
    func checkMappedColumns() throws {
        for name in mapping.keys.sorted() where !columns.contains(name) {
            throw ImportError.unknownColumn(name, known: columns)
        }
    }

    /// The pairs that an import report shows.
    var used: [(column: String, field: String)] {
        var pairs: [(Int, String)] = []
        for (index, source) in sources.enumerated() {
            if case .column(let column) = source { pairs.append((column, fields[index].name)) }
            for extra in qualified[index] { pairs.append((extra.column, "\(fields[index].name):\(extra.qualifier)")) }
        }
        return pairs.sorted { $0.0 < $1.0 }.map { (columns[$0.0], $0.1) }
    }
}
