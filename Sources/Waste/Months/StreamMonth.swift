import Formats
import GRDB

/// A month of a stream on a campus.
struct StreamMonth: Hashable {
    let campus: String?
    let stream: String
    let month: CalendarMonth
}

extension StreamMonth {
    /// The months known to have produced nothing: they are zero, and not missing.
    static func knownNothing(_ db: Database) throws -> Set<StreamMonth> {
        guard try db.viewExists("waste_none_current") else { return [] }
        let rows = try Row.fetchAll(db, sql: "SELECT campus, stream, month FROM waste_none_current")
        return Set(
            rows.compactMap { row in
                CalendarMonth(iso: row["month"] as String).map {
                    StreamMonth(campus: row["campus"], stream: row["stream"], month: $0)
                }
            })
    }
}
