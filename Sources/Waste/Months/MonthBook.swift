public import Atlas
public import Formats
import GRDB

/// The life of a month of a campus: open, submitted, closed, reopened. Each step is a row that is never changed.
extension Atlas {
    /// Says that a month holds all that there is to say.
    ///
    /// - Parameter campus: nil in an atlas that has one campus or none.
    /// - Throws: ``MonthError``
    public func submitMonth(
        _ month: CalendarMonth, campus: String?, reason: String? = nil, by person: String?,
        today: CalendarDate = .today
    ) throws {
        guard month < CalendarMonth(today) else { throw MonthError.notOver(month) }
        try act(.submit, on: month, campus: campus, reason: reason, by: person)
    }

    /// Takes a submitted month back, to complete it.
    ///
    /// - Throws: ``MonthError``
    public func openMonth(
        _ month: CalendarMonth, campus: String?, reason: String? = nil, by person: String?
    ) throws {
        try act(.open, on: month, campus: campus, reason: reason, by: person)
    }

    /// Closes a submitted month: what it holds is written down with its SHA-256, and no weighing enters it any more.
    ///
    /// Corrections and cancellations of its weighings, which say why, are still let in, and show beside the closed figure.
    ///
    /// - Parameter acceptMissing: true to close a month of which expected streams have neither a weighing nor an affirmed
    ///   zero; the closing says which.
    /// - Returns: what the month held.
    /// - Throws: ``MonthError``
    @discardableResult
    public func closeMonth(
        _ month: CalendarMonth, campus: String?, acceptMissing: Bool = false, reason: String? = nil,
        by person: String?, today: CalendarDate = .today
    ) throws -> MonthSnapshot {
        guard let person else { throw MonthError.personMissing }
        return try write(by: person, reason: reason) { db in
            let campus = try WasteSite.resolve(campus, db)
            try MonthBook.require(.close, on: month, campus: campus, db)
            let snapshot = try MonthSnapshot(of: month, campus: campus, today: today, db)
            let missing = snapshot.cells.filter { $0.state == .missing }.map(\.stream)
            guard acceptMissing || missing.isEmpty else { throw MonthError.cellsMissing(month, streams: missing) }
            let zeros = try Set(
                AffirmedZero.all(from: month, through: month, db).filter { $0.campus == campus }.map(\.stream))
            let contradicted = snapshot.cells.filter { $0.weighings > 0 && zeros.contains($0.stream) }.map(\.stream)
            guard contradicted.isEmpty else { throw MonthError.zerosContradicted(month, streams: contradicted) }
            try MonthBook.add(.close, on: month, campus: campus, reason: reason, by: person, snapshot: snapshot, db)
            return snapshot
        }
    }

    /// Lets weighings into a closed month again; what was closed stays written.
    ///
    /// - Throws: ``MonthError``
    public func reopenMonth(_ month: CalendarMonth, campus: String?, reason: String, by person: String?) throws {
        guard !reason.allSatisfy(\.isWhitespace) else { throw MonthError.reasonMissing }
        try act(.reopen, on: month, campus: campus, reason: reason, by: person)
    }

    private func act(
        _ kind: MonthAct.Kind, on month: CalendarMonth, campus: String?, reason: String?, by person: String?
    ) throws {
        guard let person else { throw MonthError.personMissing }
        try write(by: person, reason: reason) { db in
            let campus = try WasteSite.resolve(campus, db)
            try MonthBook.require(kind, on: month, campus: campus, db)
            try MonthBook.add(kind, on: month, campus: campus, reason: reason, by: person, snapshot: nil, db)
        }
    }
}

/// The writing of an act inside a transaction.
private enum MonthBook {
    static func require(_ kind: MonthAct.Kind, on month: CalendarMonth, campus: String?, _ db: Database) throws {
        let status = try MonthStates(from: month, through: month, db).status(month, campus: campus)
        guard status.next.contains(kind) else { throw MonthError.wrongAct(kind, month, status: status) }
    }

    static func add(
        _ kind: MonthAct.Kind, on month: CalendarMonth, campus: String?, reason: String?, by person: String,
        snapshot: MonthSnapshot?, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO waste_month_act (uuid, campus, month, act, done_at, person, reason, last_weighing, snapshot,
                  snapshot_sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                RowIdentity.timeOrdered(), campus, month.description, kind.rawValue, Clock.now(), person, reason,
                try snapshot.flatMap { _ in try Int64.fetchOne(db, sql: "SELECT coalesce(max(fid), 0) FROM weighing") },
                snapshot?.text, snapshot?.sha256,
            ])
    }
}
