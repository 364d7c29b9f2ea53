import Formats
import GRDB

/// What was weighed of each stream itself, before a key or a refusal passes some of it on to another.
///
/// Only this, or an affirmed zero, makes a month of a stream known: what other streams' loads bring to it does not say that
/// nothing else was forgotten.
struct WeighedMonths {
    /// By campus, stream and month; an interval that crosses months gives each its part, by days.
    private(set) var grams: [StreamMonth: Int64] = [:]

    init(from first: CalendarMonth, through last: CalendarMonth, _ db: Database) throws {
        let crosses = "substr(period_from, 1, 7) < substr(weighed_on, 1, 7)"
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT campus, stream, CASE WHEN \(crosses) THEN period_from END AS first,
                  CASE WHEN \(crosses) THEN weighed_on ELSE substr(weighed_on, 1, 7) END AS last, sum(net_mass_g)
                FROM weighing_current
                WHERE to_container IS NULL AND weighed_on >= ? AND coalesce(period_from, weighed_on) <= ?
                  AND coalesce(destination, '') NOT IN (SELECT code FROM waste_destination WHERE NOT is_waste)
                GROUP BY 1, 2, 3, 4
                """, arguments: [first.firstDay.description, last.lastDay.description])
        while let row = try rows.next() {
            let (campus, stream, total): (String?, String, Int64) = (row[0], row[1], row[4])
            func add(_ month: CalendarMonth, _ grams: Int64) {
                guard first <= month, month <= last else { return }
                self.grams[StreamMonth(campus: campus, stream: stream, month: month), default: 0] += grams
            }
            if let from = (row[2] as String?).flatMap(CalendarDate.init(iso:)) {
                guard let through = CalendarDate(iso: row[3] as String) else { continue }
                for (month, grams) in Apportionment.months(of: total, from: from, through: through) {
                    add(month, grams)
                }
            } else if let month = CalendarMonth(iso: row[3] as String) {
                add(month, total)
            }
        }
    }
}
