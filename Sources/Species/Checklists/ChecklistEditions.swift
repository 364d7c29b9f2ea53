public import Atlas
public import Formats
import GRDB

/// An edition of a list that is in the atlas.
public struct ChecklistSummary: Sendable, Hashable {
    /// The list.
    public let list: String
    /// The edition.
    public let version: String
    /// `native` or `invasive`.
    public let kind: String
    /// Where it applies.
    public let area: String
    /// The campus that it judges; nil for all.
    public let campus: String?
    /// The day it was published.
    public let publishedOn: CalendarDate?
    /// How many taxa have each status.
    public let taxa: [ChecklistStatus: Int]
    /// True of the edition that decides for its list.
    public let decides: Bool
}

/// The editions of lists, and which decide: of each list the newest published, unless another was asked for.
struct ChecklistEditions {
    private let deciding: Set<String>

    /// - Parameter asked: the version of a list that decides instead of the newest, by list.
    init(_ db: Database, asked: [String: String] = [:]) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT code, coalesce(list, code), version FROM checklist
                ORDER BY coalesce(published_on, ''), fid
                """)
        var newest: [String: String] = [:]
        for row in rows {
            let (code, list, version): (String, String, String) = (row[0], row[1], row[2])
            if let wanted = asked[list], wanted != version { continue }
            newest[list] = code
        }
        deciding = Set(newest.values)
    }

    func decides(_ code: String) -> Bool { deciding.contains(code) }
}

extension Atlas {
    /// The editions of lists, by list and from the oldest.
    public func checklists() throws -> [ChecklistSummary] {
        try pool.read { db in
            let editions = try ChecklistEditions(db)
            var taxa: [String: [ChecklistStatus: Int]] = [:]
            for row in try Row.fetchAll(
                db, sql: "SELECT checklist, status, count(*) FROM checklist_entry GROUP BY 1, 2")
            {
                guard let status = ChecklistStatus(rawValue: row[1]) else { continue }
                taxa[row[0], default: [:]][status] = row[2]
            }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT code, coalesce(list, code), version, kind, area, campus, published_on FROM checklist
                    ORDER BY 2, coalesce(published_on, ''), fid
                    """
            ).map { row in
                ChecklistSummary(
                    list: row[1], version: row[2], kind: row[3], area: row[4], campus: row[5],
                    publishedOn: (row[6] as String?).flatMap(CalendarDate.init(iso:)), taxa: taxa[row[0]] ?? [:],
                    decides: editions.decides(row[0]))
            }
        }
    }
}
