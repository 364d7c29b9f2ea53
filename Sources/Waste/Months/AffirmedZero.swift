public import Atlas
public import Formats
package import GRDB

/// A month in which a stream of a campus produced nothing, as someone says: neither a missing month nor a weighing of zero.
public struct AffirmedZero: Sendable, Hashable {
    /// The row's number.
    public let number: Int64
    /// nil in an atlas without campuses.
    public let campus: String?
    /// The stream's code.
    public let stream: String
    /// The month.
    public let month: CalendarMonth
    /// Who says so.
    public let person: String?
    /// Why, when it was said.
    public let reason: String?
}

extension Atlas {
    /// Affirms that a stream of a campus produced nothing in a month.
    ///
    /// - Parameter campus: nil in an atlas that has one campus or none.
    /// - Returns: the row's number.
    /// - Throws: ``MonthError``: when a weighing of that month stands, the month is closed or not begun, or it was said.
    @discardableResult
    public func affirmNothing(
        of stream: String, in month: CalendarMonth, campus: String?, reason: String? = nil, by person: String? = nil,
        today: CalendarDate = .today
    ) throws -> AffirmedZero {
        try write(by: person, reason: reason) { db in
            let campus = try WasteSite.resolve(campus, db)
            try WasteSite.requireStream(stream, db)
            guard month.firstDay <= today else { throw MonthError.notBegun(month) }
            try MonthStates.requireOpen(month, campus: campus, db)
            if try AffirmedZero.standing(stream, month, campus, db) != nil {
                throw MonthError.alreadyAffirmed(stream, month)
            }
            let weighing = try Row.fetchOne(
                db,
                sql: """
                    SELECT fid, weighed_on, net_mass_g FROM weighing_current
                    WHERE weighed_on >= :first AND coalesce(period_from, weighed_on) <= :last
                      AND campus IS :campus AND stream = :stream AND to_container IS NULL
                      AND coalesce(destination, '') NOT IN (SELECT code FROM waste_destination WHERE NOT is_waste)
                    ORDER BY weighed_on, fid LIMIT 1
                    """,
                arguments: [
                    "first": month.firstDay.description, "last": month.lastDay.description, "campus": campus,
                    "stream": stream,
                ])
            if let weighing {
                throw MonthError.weighed(
                    stream, month, weighing: weighing["fid"], on: weighing["weighed_on"], grams: weighing["net_mass_g"])
            }
            try db.execute(
                sql: """
                    INSERT INTO waste_none (uuid, campus, stream, month, affirmed_at, person, reason)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), campus, stream, month.description, Clock.now(), person, reason,
                ])
            return AffirmedZero(
                number: db.lastInsertedRowID, campus: campus, stream: stream, month: month, person: person,
                reason: reason)
        }
    }

    /// Takes an affirmed zero back; the row stays, and another says that it no longer holds.
    ///
    /// - Throws: ``MonthError``
    public func cancelNothing(
        of stream: String, in month: CalendarMonth, campus: String?, reason: String, by person: String? = nil
    ) throws {
        guard !reason.allSatisfy(\.isWhitespace) else { throw MonthError.reasonMissing }
        try write(by: person, reason: reason) { db in
            let campus = try WasteSite.resolve(campus, db)
            try WasteSite.requireStream(stream, db)
            guard let zero = try AffirmedZero.standing(stream, month, campus, db) else {
                throw MonthError.neverAffirmed(stream, month)
            }
            try db.execute(
                sql: """
                    INSERT INTO waste_none (uuid, campus, stream, month, affirmed_at, person, reason, cancels)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), campus, stream, month.description, Clock.now(), person, reason, zero,
                ])
        }
    }
}

extension AffirmedZero {
    fileprivate static func standing(
        _ stream: String, _ month: CalendarMonth, _ campus: String?, _ db: Database
    ) throws -> Int64? {
        try Int64.fetchOne(
            db, sql: "SELECT fid FROM waste_none_current WHERE month = ? AND stream = ? AND campus IS ?",
            arguments: [month.description, stream, campus])
    }

    /// The zeros that stand, of a range of months.
    package static func all(
        from first: CalendarMonth, through last: CalendarMonth, _ db: Database
    ) throws -> [AffirmedZero] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT fid, campus, stream, month, person, reason FROM waste_none_current
                WHERE month BETWEEN ? AND ? ORDER BY month, campus, stream
                """, arguments: [first.description, last.description]
        ).compactMap { row in
            CalendarMonth(iso: row["month"] as String).map {
                AffirmedZero(
                    number: row["fid"], campus: row["campus"], stream: row["stream"], month: $0, person: row["person"],
                    reason: row["reason"])
            }
        }
    }

    /// The zeros that a weighing contradicts, with the number of the first such weighing: one of the two is wrong.
    package static func contradicted(_ db: Database) throws -> [(zero: Int64, weighing: Int64)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT n.fid, min(w.fid) AS weighing FROM waste_none_current AS n
                JOIN weighing_current AS w ON w.weighed_on >= n.month || '-01'
                  AND substr(coalesce(w.period_from, w.weighed_on), 1, 7) <= n.month
                  AND w.campus IS n.campus AND w.stream = n.stream AND w.to_container IS NULL
                  AND coalesce(w.destination, '') NOT IN (SELECT code FROM waste_destination WHERE NOT is_waste)
                GROUP BY n.fid ORDER BY n.fid
                """
        ).map { ($0["fid"], $0["weighing"]) }
    }
}
