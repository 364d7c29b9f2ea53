public import Atlas
public import Formats
import GRDB

/// A month of a campus: what it held when it was closed, what it holds now, and the rows that make the difference.
public struct MonthReport: Sendable, Hashable {
    /// A row of the ledger that changed the month since it was closed.
    public struct Change: Sendable, Hashable {
        /// What happened.
        public enum Kind: String, Sendable {
            case corrected
            case cancelled
            /// A weighing that entered while the month was reopened, or that a correction moved into it.
            case added
            /// A correction moved it to another month, or another campus.
            case movedAway = "moved_away"
        }

        /// What happened.
        public let kind: Kind
        /// The number of the weighing that stood, or stands when it is new.
        public let weighing: Int64
        /// The number of the row that took its place; nil when the weighing is new.
        public let by: Int64?
        /// The stream of the weighing; of what took its place when both are.
        public let stream: String
        /// The mass that the weighing had in the whole of its interval; nil when it is new.
        public let gramsBefore: Int64?
        /// The mass now; nil when it is no longer in the month.
        public let gramsAfter: Int64?
        /// Why, when the row says so.
        public let reason: String?
        /// Who wrote the row, when it is said.
        public let person: String?
    }

    /// The difference of a stream since the closing.
    public struct Difference: Sendable, Hashable {
        /// The stream's code.
        public let stream: String
        /// When it was closed; nil when it was missing or not there.
        public let closedGrams: Int64?
        /// Now; nil when it is missing or not there.
        public let grams: Int64?
    }

    /// nil in an atlas without campuses.
    public let campus: String?
    /// The month.
    public let month: CalendarMonth
    /// How far it is.
    public let status: MonthStatus
    /// What was done with it, oldest first.
    public let acts: [MonthAct]
    /// What it held when it was last closed; nil when it never was.
    public let closed: MonthSnapshot?
    /// What it holds now.
    public let now: MonthSnapshot
    /// The streams that are not as they were closed.
    public let differences: [Difference]
    /// The rows of the ledger that make them.
    public let changes: [Change]

    /// True when a stream is not as it was closed and no row of the ledger says why: a key, a refusal, or the proof of a
    /// destination changed.
    public var isChangedOutsideTheLedger: Bool {
        guard let closed, changes.isEmpty else { return false }
        return closed.cells != now.cells || closed.flows != now.flows
    }
}

extension Atlas {
    /// A month of a campus, with what changed since it was closed.
    ///
    /// - Parameter campus: nil in an atlas that has one campus or none.
    /// - Throws: ``MonthError``
    public func month(
        _ month: CalendarMonth, campus: String?, today: CalendarDate = .today
    ) throws -> MonthReport {
        try pool.read { db in
            let campus = try WasteSite.resolve(campus, db)
            let states = try MonthStates(from: month, through: month, db)
            let acts = states.acts(month, campus: campus)
            let closing = acts.last { $0.kind == .close }
            let closed = closing?.snapshot.flatMap(MonthSnapshot.init(text:))
            let now = try MonthSnapshot(of: month, campus: campus, today: today, db)
            let changes = try (closing?.lastWeighing).map {
                try LedgerChanges(month: month, campus: campus, since: $0, db: db).all()
            }
            return MonthReport(
                campus: campus, month: month, status: states.status(month, campus: campus), acts: acts, closed: closed,
                now: now, differences: closed.map { $0.differences(to: now) } ?? [], changes: changes ?? [])
        }
    }
}

extension MonthSnapshot {
    /// The streams whose mass is not the same.
    func differences(to now: MonthSnapshot) -> [MonthReport.Difference] {
        let before = Dictionary(cells.map { ($0.stream, $0.grams) }) { first, _ in first }
        let after = Dictionary(now.cells.map { ($0.stream, $0.grams) }) { first, _ in first }
        return Set(before.keys).union(after.keys).sorted().compactMap { stream in
            let (old, new) = (before[stream] ?? nil, after[stream] ?? nil)
            return old == new ? nil : MonthReport.Difference(stream: stream, closedGrams: old, grams: new)
        }
    }
}

/// The rows of the ledger that changed a month after a row of it.
private struct LedgerChanges {
    let month: CalendarMonth
    let campus: String?
    let since: Int64
    let db: Database

    private struct Weighing {
        let fid: Int64
        let stream: String
        let grams: Int64
        let corrects: Int64?
        let isCancelled: Bool
        let reason: String?
        let person: String?

        init(_ row: Row) {
            fid = row["fid"]
            stream = row["stream"]
            grams = row["net_mass_g"]
            corrects = row["corrects"]
            isCancelled = row["is_cancelled"]
            reason = row["reason"]
            person = row["weighed_by"]
        }
    }

    func all() throws -> [MonthReport.Change] {
        let successor = try db.makeStatement(sql: "SELECT * FROM weighing WHERE corrects = ?")
        var come = try Dictionary(uniqueKeysWithValues: arrived().map { ($0.fid, $0) })
        var changes: [MonthReport.Change] = []
        for old in try gone() {
            var last = old
            while let next = try Row.fetchOne(successor, arguments: [last.fid]) { last = Weighing(next) }
            let new = come.removeValue(forKey: last.fid)
            let kind: MonthReport.Change.Kind = last.isCancelled ? .cancelled : new == nil ? .movedAway : .corrected
            changes.append(
                MonthReport.Change(
                    kind: kind, weighing: old.fid, by: last.fid, stream: new?.stream ?? old.stream,
                    gramsBefore: old.grams, gramsAfter: new?.grams, reason: last.reason, person: last.person))
        }
        for new in come.values {
            changes.append(
                MonthReport.Change(
                    kind: .added, weighing: new.fid, by: nil, stream: new.stream, gramsBefore: nil,
                    gramsAfter: new.grams, reason: new.reason, person: new.person))
        }
        return changes.sorted { $0.weighing < $1.weighing }
    }

    /// What stood in the month then, and does no longer.
    private func gone() throws -> [Weighing] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT w.* FROM weighing AS w JOIN weighing AS c ON c.corrects = w.fid
                WHERE c.fid > :since AND w.fid <= :since AND NOT w.is_cancelled AND w.campus IS :campus
                  AND w.weighed_on >= :first AND coalesce(w.period_from, w.weighed_on) <= :last
                """, arguments: arguments
        ).map(Weighing.init)
    }

    /// What stands in the month now, and was not there then.
    private func arrived() throws -> [Weighing] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM \(MonthSnapshot.rowsOfMonth) WHERE fid > :since", arguments: arguments
        ).map(Weighing.init)
    }

    private var arguments: StatementArguments {
        var arguments = MonthSnapshot.arguments(month, campus)
        _ = arguments.append(contentsOf: ["since": since])
        return arguments
    }
}
