import Formats
import GRDB

/// The mass that the flows put in each cell of some months: a campus, a stream, a month.
struct MonthCells {
    struct Key: Hashable {
        let campus: String?
        let stream: String
        let month: CalendarMonth
    }

    /// What one cell holds, in grams.
    struct Mass: Hashable {
        /// By methods A to C.
        var measured: Int64 = 0
        /// By the others.
        var estimated: Int64 = 0
        var weighings = 0
        /// The flows of a weighing follow one another.
        fileprivate var lastWeighing: Int64?

        var grams: Int64 { measured + estimated }
    }

    private(set) var masses: [Key: Mass] = [:]
    /// The cells in which something was weighed whose mass went to other streams: by a key, or by a refusal.
    let passedOn: Set<Key>
    /// What was avoided or used again is no waste.
    private let notWaste: Set<String>

    /// The cells of a range of months, empty but for what was weighed and passed on.
    init(from first: CalendarMonth, through last: CalendarMonth, _ db: Database) throws {
        notWaste = try Set(String.fetchAll(db, sql: "SELECT code FROM waste_destination WHERE NOT is_waste"))
        passedOn = try Self.passedOn(from: first, through: last, db)
    }

    /// The cells of a range of months, of every campus.
    static func all(from first: CalendarMonth, through last: CalendarMonth, _ db: Database) throws -> MonthCells {
        var cells = try MonthCells(from: first, through: last, db)
        try WasteFlows.forEach(from: first, through: last, db) { cells.add($0) }
        return cells
    }

    func isWaste(_ flow: WasteFlow) -> Bool { notWaste.isEmpty || !notWaste.contains(flow.destination) }

    private static func passedOn(
        from first: CalendarMonth, through last: CalendarMonth, _ db: Database
    ) throws -> Set<Key> {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT DISTINCT campus, stream, substr(coalesce(period_from, weighed_on), 1, 7),
                  substr(weighed_on, 1, 7)
                FROM weighing_current
                WHERE stream IN (
                    SELECT stream FROM split_key
                    UNION SELECT w.stream FROM waste_refusal AS r JOIN weighing AS w ON w.uuid = r.weighing)
                  AND to_container IS NULL AND weighed_on >= ? AND coalesce(period_from, weighed_on) <= ?
                """, arguments: [first.firstDay.description, last.lastDay.description])
        var keys: Set<Key> = []
        while let row = try rows.next() {
            guard let start = CalendarMonth(iso: row[2] as String), let end = CalendarMonth(iso: row[3] as String)
            else { continue }
            for month in start...max(start, end) where first <= month && month <= last {
                keys.insert(Key(campus: row[0], stream: row[1], month: month))
            }
        }
        return keys
    }

    mutating func add(_ flow: WasteFlow) {
        guard isWaste(flow) else { return }
        masses[Key(campus: flow.campus, stream: flow.stream, month: flow.month), default: Mass()].add(flow)
    }
}

extension MonthCells.Mass {
    fileprivate mutating func add(_ flow: WasteFlow) {
        if flow.method.isWeighed { measured += flow.grams } else { estimated += flow.grams }
        if lastWeighing != flow.weighing { weighings += 1 }
        lastWeighing = flow.weighing
    }
}
