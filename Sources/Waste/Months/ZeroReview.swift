import Formats
import GRDB
import Languages

extension AffirmedZero {
    /// A stream of a campus.
    struct Place: Hashable {
        let campus: String?
        let stream: String
    }

    /// The months of the zeros that stand, by stream and campus.
    static func months(_ db: Database) throws -> [Place: Set<CalendarMonth>] {
        var months: [Place: Set<CalendarMonth>] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT campus, stream, month FROM waste_none_current")
        while let row = try rows.next() {
            guard let month = CalendarMonth(iso: row["month"] as String) else { continue }
            months[Place(campus: row["campus"], stream: row["stream"]), default: []].insert(month)
        }
        return months
    }

    /// The zeros that a weighing contradicts.
    static func forEachFinding(
        campus: String?, _ db: Database, _ body: (WasteFinding) throws -> Void
    ) throws {
        for (number, weighing) in try contradicted(db) {
            let row = try Row.fetchOne(
                db, sql: "SELECT campus, stream, month FROM waste_none WHERE fid = ?", arguments: [number])
            guard let row, campus == nil || (row["campus"] as String?) == campus else { continue }
            let (stream, month): (String, String) = (row["stream"], row["month"])
            try body(
                WasteFinding(
                    .contradictedZero, [weighing],
                    Bilingual(
                        fr:
                            "\(stream), \(month) : zéro affirmé (n° \(number)) et pesée n° \(weighing) ; annulez l'un des deux",
                        en:
                            "\(stream), \(month): affirmed zero (no. \(number)) and weighing no. \(weighing); cancel one of "
                            + "them")))
        }
    }
}
