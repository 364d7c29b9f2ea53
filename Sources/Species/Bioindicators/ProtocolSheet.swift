import Formats
public import Languages

/// A file of `species/protocols/` as it is written: a delimited text with a header.
struct ProtocolTable {
    let name: String
    let header: [String]
    let rows: [(number: Int, cells: [String])]

    init(name: String, text: String) throws {
        self.name = name
        let reader = try DelimitedTextReader(ByteSource(bytes: text.utf8, name: name))
        header = reader.header
        var rows: [(number: Int, cells: [String])] = []
        var record = Record()
        while try reader.next(into: &record) {
            // A line may leave its last cells out.
            guard record.defect == nil || record.count < reader.header.count else {
                throw ProtocolFileError(
                    file: name, row: record.number,
                    problem: Bilingual(
                        fr: "\(record.count) cases au lieu de \(reader.header.count)",
                        en: "\(record.count) cells instead of \(reader.header.count)"))
            }
            rows.append((record.number, reader.header.indices.map { record.trimmedText($0) }))
        }
        self.rows = rows
    }

    /// True for the file that describes a protocol; the others are the tables that it names.
    var isSheet: Bool { header.prefix(2) == ["field", "value"] }

    /// The place of a column.
    func column(_ name: String) throws -> Int {
        guard let place = header.firstIndex(of: name) else {
            throw fail(1, Bilingual(fr: "il manque la colonne « \(name) »", en: "column '\(name)' is missing"))
        }
        return place
    }

    /// Two columns, a name and a number.
    func numbers(_ key: String, _ value: String) throws -> [(name: String, value: Double)] {
        let (name, number) = (try column(key), try column(value))
        return try rows.map { row in
            guard let value = Double(row.cells[number]), value.isFinite else {
                throw fail(
                    row.number,
                    Bilingual(
                        fr: "« \(row.cells[number]) » n'est pas un nombre (point décimal)",
                        en: "'\(row.cells[number])' is not a number (decimal point)"))
            }
            return (row.cells[name], value)
        }
    }

    func fail(_ row: Int, _ problem: Bilingual) -> ProtocolFileError {
        ProtocolFileError(file: name, row: row, problem: problem)
    }
}

/// The lines of the file that describes a protocol: a field, its value, a remark.
struct ProtocolSheet {
    /// A line.
    struct Line {
        let number: Int
        let value: String
        let remark: String
    }

    let table: ProtocolTable
    private let lines: [String: [Line]]

    /// The fields, and whether a protocol may say several.
    private static let fields: [String: Bool] = [
        "code": false, "label_fr": false, "label_en": false, "group": false, "status": false, "season": true,
        "minimum": false, "minimum_unit": false, "minimum_per_season": false, "spacing_days": false,
        "period_years": false, "visit_minutes": false, "visit_samples": false, "sample_unit": false,
        "unit_area_m2": false, "needed_field": true, "asked_field": true, "quantity": false, "target_list": false,
        "visits_of": false, "score": true, "method_fr": false, "method_en": false, "source": true,
    ]

    init(_ table: ProtocolTable) throws {
        self.table = table
        var lines: [String: [Line]] = [:]
        for row in table.rows where !row.cells[0].isEmpty {
            let field = row.cells[0]
            guard let isRepeated = Self.fields[field] else {
                throw table.fail(
                    row.number,
                    Bilingual(
                        fr:
                            "champ inconnu « \(field) » ; champs : \(Self.fields.keys.sorted().joined(separator: ", "))",
                        en: "unknown field '\(field)'; fields: \(Self.fields.keys.sorted().joined(separator: ", "))"))
            }
            guard isRepeated || lines[field] == nil else {
                throw table.fail(
                    row.number, Bilingual(fr: "« \(field) » est dit deux fois", en: "'\(field)' is said twice"))
            }
            let remark = row.cells.count > 2 ? row.cells[2] : ""
            lines[field, default: []].append(Line(number: row.number, value: row.cells[1], remark: remark))
        }
        self.lines = lines
    }

    /// The lines of a field, those without a value left out.
    func all(_ field: String) -> [Line] { (lines[field] ?? []).filter { !$0.value.isEmpty } }

    func text(_ field: String) -> String? { all(field).first?.value }

    func remark(_ field: String) -> String? {
        lines[field]?.first.flatMap { $0.remark.isEmpty ? nil : $0.remark }
    }

    func required(_ field: String) throws -> String {
        guard let text = text(field) else {
            throw table.fail(1, Bilingual(fr: "il manque le champ « \(field) »", en: "field '\(field)' is missing"))
        }
        return text
    }

    /// A whole number of at least one; nil when the field is absent.
    func count(_ field: String) throws -> Int? {
        guard let line = all(field).first else { return nil }
        guard let count = Int(line.value), count >= 1 else {
            throw table.fail(
                line.number,
                Bilingual(
                    fr: "\(field) : « \(line.value) » n'est pas un nombre entier d'au moins 1",
                    en: "\(field): '\(line.value)' is not a whole number of at least 1"))
        }
        return count
    }
}

/// Why a file of `species/protocols/` cannot be read.
public struct ProtocolFileError: ReadableError, Hashable {
    /// The file's name.
    public let file: String
    /// The line of the file, the header being the first.
    public let row: Int
    /// What is wrong.
    public let problem: Bilingual

    /// The sentence for the user.
    public var message: Bilingual {
        Bilingual(
            fr: "species/protocols/\(file), ligne \(row) : \(problem.fr).",
            en: "species/protocols/\(file), line \(row): \(problem.en).")
    }
}
