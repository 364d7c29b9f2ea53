package import Foundation
package import GRDB
import Formats
public import Languages

/// A list that is data, not code: one CSV file in `geodata/` or `species/`, one table of the same columns.
package struct CodeList: Sendable {
    package let table: String
    /// The file, from the folder that holds `geodata/` and `species/`.
    package let file: String
    /// The columns that tell one row from another.
    package let key: [String]

    package init(_ table: String, file: String, key: [String]) {
        self.table = table
        self.file = file
        self.key = key
    }

    /// Loads the file: a row whose key is new enters, a row that differs is changed, a row that the file lacks stays.
    ///
    /// - Throws: ``CodeListError``, naming the file and the row; nothing is then loaded.
    package func load(from directory: URL, _ db: Database) throws {
        let path = directory.appending(path: file).path
        let reader = try DelimitedTextReader(ByteSource(path))
        let declared = Dictionary(
            uniqueKeysWithValues: try db.columns(in: table).map { ($0.name, $0.type.uppercased()) })
        for column in reader.header where declared[column] == nil {
            throw CodeListError(file: file, row: 1, problem: .unknownColumn(column, known: declared.keys.sorted()))
        }
        if let missing = key.first(where: { !reader.header.contains($0) }) {
            throw CodeListError(file: file, row: 1, problem: .missingColumn(missing))
        }
        let header = reader.header
        let assignments = header.map { "\"\($0)\" = ?" }.joined(separator: ", ")
        let condition = key.map { "\"\($0)\" IS ?" }.joined(separator: " AND ")
        let names = header.map { "\"\($0)\"" }.joined(separator: ", ")
        let marks = Array(repeating: "?", count: header.count).joined(separator: ", ")
        let update = try db.makeStatement(sql: "UPDATE \"\(table)\" SET \(assignments) WHERE \(condition)")
        let insert = try db.makeStatement(sql: "INSERT INTO \"\(table)\" (uuid, \(names)) VALUES (?, \(marks))")
        var seen: Set<[String]> = []
        var record = Formats.Record()
        while try reader.next(into: &record) {
            guard record.defect == nil, record.count == header.count else {
                throw CodeListError(
                    file: file, row: record.number, problem: .wrongCount(record.count, expected: header.count))
            }
            let keys = key.map { name in record.text(header.firstIndex(of: name) ?? -1) }
            guard seen.insert(keys).inserted else {
                throw CodeListError(file: file, row: record.number, problem: .duplicate(keys.joined(separator: ", ")))
            }
            var values: [(any DatabaseValueConvertible)?] = []
            for (index, name) in header.enumerated() {
                values.append(try value(record.text(index), name, type: declared[name] ?? "TEXT", row: record.number))
            }
            do {
                let keyValues = key.map { values[header.firstIndex(of: $0) ?? 0] }
                try update.execute(arguments: StatementArguments(values + keyValues))
                if db.changesCount == 0 {
                    let identity = RowIdentity.named(Array("\(table):\(keys.joined(separator: "\u{1F}"))".utf8))
                    try insert.execute(arguments: StatementArguments([identity] + values))
                }
            } catch let error as DatabaseError {
                throw CodeListError(
                    file: file, row: record.number, problem: .refused(error.message ?? error.description))
            }
        }
        guard !seen.isEmpty else { throw CodeListError(file: file, row: 1, problem: .empty) }
    }

    private func value(
        _ text: String, _ column: String, type: String, row: Int
    ) throws -> (any DatabaseValueConvertible)? {
        let text = text.trimmingCharacters(in: .whitespaces)
        if text.isEmpty { return nil }
        switch type {
        case "INTEGER", "BOOLEAN":
            guard let value = Int64(text) else {
                throw CodeListError(file: file, row: row, problem: .notNumber(text, column: column))
            }
            return value
        case "DOUBLE":
            guard let value = Double(text), value.isFinite else {
                throw CodeListError(file: file, row: row, problem: .notNumber(text, column: column))
            }
            return value
        case "DATE":
            guard let date = CalendarDate(iso: text) else {
                throw CodeListError(file: file, row: row, problem: .notDate(text, column: column))
            }
            return date.description
        default: return text
        }
    }
}

/// Why a code list was not loaded.
public struct CodeListError: ReadableError, Hashable {
    /// What is wrong with a row, or with the header.
    public enum Problem: Hashable, Sendable {
        case unknownColumn(String, known: [String])
        case missingColumn(String)
        case wrongCount(Int, expected: Int)
        case duplicate(String)
        case notNumber(String, column: String)
        case notDate(String, column: String)
        case refused(String)
        case empty
    }

    /// The file's name.
    public let file: String
    /// The line of the file, the header being the first.
    public let row: Int
    /// What is wrong.
    public let problem: Problem

    /// The sentence for the user.
    public var message: Bilingual {
        let what =
            switch problem {
            case .unknownColumn(let name, let known):
                Bilingual(
                    fr: "colonne inconnue « \(name) » ; colonnes possibles : \(known.joined(separator: ", "))",
                    en: "unknown column '\(name)'; possible columns: \(known.joined(separator: ", "))")
            case .missingColumn(let name):
                Bilingual(fr: "il manque la colonne « \(name) »", en: "column '\(name)' is missing")
            case .wrongCount(let count, let expected):
                Bilingual(
                    fr: "\(count) champs au lieu de \(expected) : un « ; » manque ou est en trop",
                    en: "\(count) fields instead of \(expected): a ';' is missing or too many")
            case .duplicate(let key):
                Bilingual(fr: "« \(key) » est déjà dans la liste", en: "'\(key)' is already in the list")
            case .notNumber(let text, let column):
                Bilingual(
                    fr: "colonne \(column) : « \(text) » n'est pas un nombre (point décimal)",
                    en: "column \(column): '\(text)' is not a number (decimal point)")
            case .notDate(let text, let column):
                Bilingual(
                    fr: "colonne \(column) : « \(text) » n'est pas une date AAAA-MM-JJ",
                    en: "column \(column): '\(text)' is not a date YYYY-MM-DD")
            case .refused(let reason): Bilingual(fr: "refusé : \(reason)", en: "refused: \(reason)")
            case .empty: Bilingual(fr: "aucune ligne", en: "no row")
            }
        return Bilingual(fr: "\(file), ligne \(row) : \(what.fr).", en: "\(file), line \(row): \(what.en).")
    }
}
