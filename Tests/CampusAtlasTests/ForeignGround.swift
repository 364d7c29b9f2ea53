import CampusAtlas
import Foundation
import GRDB
import Testing

/// How another program opens the file.
struct Client: Sendable, CustomTestStringConvertible, CaseIterable {
    let foreignKeys: Bool
    let recursiveTriggers: Bool

    static let plain = Client(foreignKeys: true, recursiveTriggers: false)
    static let allCases = [true, false].flatMap { keys in
        [false, true].map { Client(foreignKeys: keys, recursiveTriggers: $0) }
    }

    var testDescription: String {
        "foreign_keys \(foreignKeys ? 1 : 0), recursive_triggers \(recursiveTriggers ? 1 : 0)"
    }
}

/// A hectare that another program edits: asphalt in the west, lawn in the east, a hedge drawn over the edge of the lawn on
/// the same day and with the same priority; a document on each. What days gone by were is frozen before.
struct ForeignGround {
    let folder: TemporaryFolder
    let atlas: Atlas
    let client: DatabasePool
    let today: String
    let yesterday: String
    let tomorrow: String
    private let stock: [Account: Double]

    init(_ kind: Client = .plain) throws {
        folder = try TemporaryFolder()
        atlas = try folder.atlas(
            campuses: [("Clavières", Plot(0, 0, 100, 100))],
            [
                Ground("asphalt", 0, 0, 60, 100, name: "cour"), Ground("lawn", 60, 0, 100, 100, name: "pré"),
                Ground("shrub", 90, 0, 100, 100, name: "haie"),
            ])
        for row in try atlas.rows("SELECT uuid, name FROM surface") {
            let name: String = row["name"]
            _ = try atlas.attach(folder.file("\(name).txt", name), to: "surface", row: row["uuid"])
        }
        client = try atlas.elsewhere()
        try client.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = \(kind.foreignKeys ? 1 : 0)")
            try db.execute(sql: "PRAGMA recursive_triggers = \(kind.recursiveTriggers ? 1 : 0)")
        }
        let days = try atlas.row("SELECT date('now') AS a, date('now', '-1 day') AS b, date('now', '+1 day') AS c")
        (today, yesterday, tomorrow) = (days["a"], days["b"], days["c"])
        for day in ["2020-01-01", yesterday] { try atlas.freezeBaseline(day, on: #require(CalendarDate(iso: day))) }
        stock = try Self.stock(of: atlas, on: yesterday)
    }

    private static func stock(of atlas: Atlas, on day: String) throws -> [Account: Double] {
        let day = try #require(CalendarDate(iso: day))
        return try #require(try atlas.landBalances(from: day, to: day).first).opening
    }

    func edit(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try client.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
    }

    /// The sentence with which an edit is refused.
    func refusal(of sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> String {
        let before = try atlas.contents()
        let error = #expect(throws: DatabaseError.self) { try edit(sql, arguments) }
        #expect(try atlas.contents() == before)
        return error?.message ?? ""
    }

    func blob(_ plot: Plot) throws -> Data { Data(GeometryBlob(.multiPolygon(try plot.surface), srs: 2154).bytes) }

    /// The row in hand, all columns, as GDAL reads it.
    func feature(_ fid: Int64) throws -> [String: DatabaseValue] {
        let row = try atlas.row("SELECT * FROM surface WHERE fid = ?", [fid])
        return Dictionary(row.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// What GDAL sends for a feature in hand, whatever was edited of it: every column.
    func set(_ feature: [String: DatabaseValue], _ changes: [String: (any DatabaseValueConvertible)?]) throws {
        var columns = feature
        for (name, value) in changes { columns[name] = value?.databaseValue ?? .null }
        let names = columns.keys.filter { $0 != "fid" }.sorted()
        try edit(
            "UPDATE surface SET \(names.map { "\"\($0)\" = ?" }.joined(separator: ", ")) WHERE fid = ?",
            StatementArguments(names.map { columns[$0] ?? .null } + [columns["fid"] ?? .null]))
    }

    /// What GDAL sends for a feature added: every column but the key.
    func add(_ feature: [String: DatabaseValue], _ changes: [String: (any DatabaseValueConvertible)?]) throws {
        var columns = feature
        for (name, value) in changes { columns[name] = value?.databaseValue ?? .null }
        let names = columns.keys.filter { $0 != "fid" }.sorted()
        try edit(
            """
            INSERT INTO surface (\(names.map { "\"\($0)\"" }.joined(separator: ", ")))
            VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
            """, StatementArguments(names.map { columns[$0] ?? .null }))
    }

    /// Each surface on a line, in order of key: type, from, to, why it began, why it ended.
    var lines: [String] {
        get throws {
            try atlas.rows("SELECT * FROM surface ORDER BY fid").map { row in
                ["name", "surface_type", "valid_from", "valid_to", "change_kind", "end_kind"].map { column in
                    (row[column] as String?) ?? "-"
                }.joined(separator: " ")
            }
        }
    }

    /// The names of the living surfaces, the one painted last first.
    var painted: [String] {
        get throws {
            try atlas.rows(
                """
                SELECT s.name FROM surface AS s JOIN surface_type AS t ON t.code = s.surface_type WHERE valid_to IS NULL
                ORDER BY coalesce(s.painter_priority, t.painter_priority) DESC, coalesce(s.drawn_on, s.valid_from) DESC,
                  coalesce(s.drawn_as, s.fid) DESC, s.fid DESC
                """
            ).map { $0["name"] }
        }
    }

    /// Proves that days gone by are what they were, that the books balance, and that the file is sound.
    func prove(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try atlas.check() == [], sourceLocation: sourceLocation)
        for baseline in try atlas.baselines() {
            let comparison = try atlas.compareBaseline(baseline.name)
            #expect(comparison.isIntact && comparison.figures == baseline.figures, sourceLocation: sourceLocation)
        }
        let now = try Self.stock(of: atlas, on: yesterday)
        for account in Set(stock.keys).union(now.keys) {
            #expect(abs((stock[account] ?? 0) - (now[account] ?? 0)) < 1e-6, sourceLocation: sourceLocation)
        }
        for balance in try atlas.landBalances(
            from: #require(CalendarDate(iso: "2019-12-31")), to: #require(CalendarDate(iso: tomorrow)))
        {
            #expect(balance.isBalanced, sourceLocation: sourceLocation)
        }
        #expect(try atlas.count("journal_context") == 0, sourceLocation: sourceLocation)
        let boxes = try atlas.rows("SELECT id FROM rtree_surface_geom ORDER BY id").map { $0["id"] as Int64 }
        let keys = try atlas.rows("SELECT fid FROM surface ORDER BY fid").map { $0["fid"] as Int64 }
        #expect(boxes == keys, sourceLocation: sourceLocation)
    }

    /// What moved today: `asphalt lawn change 100`, areas in whole square metres.
    var movedToday: [String] {
        get throws {
            let (from, to) = (try #require(CalendarDate(iso: yesterday)), try #require(CalendarDate(iso: today)))
            return try atlas.landBalances(from: from, to: to).flatMap(\.transfers).map {
                "\($0.from.code) \($0.to.code) \($0.cause.code) \(Int($0.area.rounded()))"
            }
        }
    }

    /// The names of the surfaces that have a document, with the identity that they have.
    var documented: [String] {
        get throws {
            try atlas.rows(
                """
                SELECT s.name || ' ' || d.title AS said FROM surface_document AS p JOIN surface AS s ON s.fid = p.base_id
                JOIN document AS d ON d.fid = p.related_id WHERE s.valid_to IS NOT NULL ORDER BY 1
                """
            ).map { $0["said"] }
        }
    }

    /// What a row has in some columns, as text.
    func values(_ columns: String, of fid: Int64) throws -> [String?] {
        let names = columns.split(separator: " ").map { "CAST(\($0) AS TEXT)" }.joined(separator: ", ")
        return try atlas.row("SELECT \(names) FROM surface WHERE fid = ?", [fid]).map { $0.1 }
            .map { String.fromDatabaseValue($0) }
    }

    func uuid(_ fid: Int64) throws -> String { try atlas.row("SELECT uuid FROM surface WHERE fid = ?", [fid])["uuid"] }
}
