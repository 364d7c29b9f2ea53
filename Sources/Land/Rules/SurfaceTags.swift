import Atlas
import Formats

/// The columns of a file that hold tags: those named as a key of the list, those that a person maps to one
/// (`--map REVETEMENT=tag:surface`), and GDAL's `other_tags`, which holds several.
struct SurfaceTags {
    /// Takes columns by `--map COLUMN=tag:KEY`; they stay among the attributes of the source.
    static let field = Field("tag", stored: false, kept: true, qualified: true, exact: true)

    private enum Content {
        case value(of: String)
        case pairs
    }

    private let keys: [String: String]
    private let place: Int
    private var columns: [(column: Int, content: Content)] = []
    /// How many columns the file had shown when they were looked at.
    private var seen = 0

    /// - Parameter place: of ``field`` among the importer's.
    init(keys: [String], place: Int) {
        self.keys = Dictionary(keys.map { (ColumnName.normalized($0), $0) }, uniquingKeysWith: { first, _ in first })
        self.place = place
    }

    /// The tags of a row, one a key: a column of its own stands before `other_tags`. OpenStreetMap's `no` says that
    /// there is no such thing.
    ///
    /// - Throws: ``ImportError/unknownField(_:known:)`` for a column mapped to a key that the list does not know.
    mutating func read(_ row: ImportRow) throws -> [SurfaceMapping.Tag] {
        if row.columnCount != seen {
            columns = try find(in: row)
            seen = row.columnCount
        }
        var values: [String: String] = [:]
        for (column, content) in columns {
            let text = row.text(column: column)
            guard !text.isEmpty else { continue }
            switch content {
            case .value(let key): if values[key] == nil { values[key] = text }
            case .pairs:
                for (key, value) in Self.pairs(hstore: text) where values[key] == nil && isKey(key) {
                    values[key] = value
                }
            }
        }
        return values.filter { $0.value != "no" }.map { SurfaceMapping.Tag(key: $0.key, value: $0.value) }
    }

    /// True when the file has a column of tags.
    func arePresent(in row: ImportRow) throws -> Bool { try !find(in: row).isEmpty }

    private func isKey(_ key: String) -> Bool { keys[ColumnName.normalized(key)] == key }

    private func find(in row: ImportRow) throws -> [(column: Int, content: Content)] {
        guard !keys.isEmpty else { return [] }
        var found: [(column: Int, content: Content)] = []
        for (name, column) in row.qualifiedColumns(place) {
            guard let key = keys[ColumnName.normalized(name)] else {
                throw ImportError.unknownField("tag:\(name)", known: keys.values.sorted().map { "tag:\($0)" })
            }
            found.append((column, .value(of: key)))
        }
        for column in row.remainingColumns where !found.contains(where: { $0.column == column }) {
            if let key = keys[ColumnName.normalized(row.columnTitle(column))] {
                found.append((column, .value(of: key)))
            }
        }
        let others = row.remainingColumns.filter { row.columnTitle($0) == "other_tags" }
        return found + others.map { ($0, .pairs) }
    }

    /// The pairs of an hstore, as GDAL's reader of OpenStreetMap writes the tags for which it has no column:
    /// `"surface"=>"asphalt","lit"=>"yes"`.
    static func pairs(hstore text: String) -> [(key: String, value: String)] {
        func plain(_ part: Substring) -> String { String(part).replacing(/\\(.)/) { $0.output.1 } }
        return text.matches(of: /"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"/).map {
            (plain($0.output.1), plain($0.output.2))
        }
    }
}
