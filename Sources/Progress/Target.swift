public import Atlas
public import Formats
import GRDB
public import Languages

/// What was promised of an indicator: a row of the atlas, changeable per campus.
public struct Target: Sendable, Hashable {
    /// How the promise is judged.
    public enum Kind: String, Sendable, CaseIterable {
        /// The area behind the share falls by this part of its baseline.
        case relativeReductionOfArea = "relative_reduction_of_area"
        /// Never above this value.
        case maximum
        /// At least this value by the due date.
        case minimum
        case rising
        case falling
    }

    /// The indicator's identifier.
    public let indicator: String
    /// The campus it binds; nil for all.
    public let campus: String?
    /// As people say it.
    public let label: Bilingual
    /// How it is judged.
    public let kind: Kind
    /// The value promised, in the unit of the kind; nil for a direction.
    public let value: Double?
    /// The day from which it counts.
    public let baselineOn: CalendarDate
    /// The day by which it is due.
    public let dueOn: CalendarDate
    /// Where it was promised.
    public let source: String
}

extension Atlas {
    /// The targets, in the order of the file they were loaded from.
    public func targets() throws -> [Target] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM target ORDER BY fid").compactMap { row in
                guard let kind = Target.Kind(rawValue: row["kind"]),
                    let baseline = CalendarDate(iso: row["baseline_on"]), let due = CalendarDate(iso: row["due_on"])
                else { return nil }
                return Target(
                    indicator: row["indicator"], campus: row["campus"],
                    label: Bilingual(fr: row["label_fr"], en: row["label_en"]), kind: kind, value: row["value"],
                    baselineOn: baseline, dueOn: due, source: row["source"])
            }
        }
    }
}
