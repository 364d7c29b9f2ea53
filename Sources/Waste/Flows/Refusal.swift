public import Atlas
public import Formats
import GRDB

/// A load, or a part of one, that its destination refused, and that went elsewhere. The load itself stays as it was weighed.
public struct Refusal: Sendable, Hashable {
    /// The weighing's number (`weighing.fid`).
    public let weighing: Int64
    /// The mass refused, above zero.
    public let grams: Int64
    /// The day of the refusal.
    public let day: CalendarDate
    /// Where it went instead; nil when that is not known.
    public let destination: String?
    /// The facility that took it; nil when that is not known.
    public let facility: String?
    /// The stream that it was downgraded to (« déclassement »); nil when it stays what it was.
    public let stream: String?
    /// Why it was refused.
    public let reason: String

    /// - Parameter mass: a number and its unit, as typed: `60 kg`.
    /// - Throws: ``WeighingError`` for a mass that cannot be read, ``FlowError``
    public init(
        of weighing: Int64, mass: String, on day: CalendarDate, to destination: String? = nil,
        facility: String? = nil, stream: String? = nil, reason: String
    ) throws {
        let mass = try TypedMass.aboveZero(mass)
        guard !reason.allSatisfy(\.isWhitespace) else { throw FlowError.reasonMissing }
        self.weighing = weighing
        grams = mass.grams
        self.day = day
        self.destination = destination
        self.facility = facility
        self.stream = stream
        self.reason = reason
    }
}

extension Atlas {
    /// Records that a load, or a part of it, was refused. The refusal follows the weighing when it is corrected.
    ///
    /// - Returns: the refusal's number, and the grams of the load that were not refused.
    /// - Throws: ``FlowError``: never more is refused than was weighed.
    @discardableResult
    public func refuse(_ refusal: Refusal, by person: String? = nil) throws -> (number: Int64, left: Int64) {
        try write(by: person, reason: refusal.reason) { db in
            guard
                let load = try Row.fetchOne(
                    db, sql: "SELECT uuid, weighed_on, net_mass_g, to_container FROM weighing WHERE fid = ?",
                    arguments: [refusal.weighing])
            else { throw FlowError.unknownWeighing(refusal.weighing) }
            guard
                try Bool.fetchOne(
                    db, sql: "SELECT 1 FROM weighing_current WHERE fid = ?", arguments: [refusal.weighing]) == true
            else { throw FlowError.superseded(refusal.weighing) }
            guard load["to_container"] as String? == nil else { throw FlowError.internalTransfer(refusal.weighing) }
            guard refusal.day <= .today else { throw FlowError.future(refusal.day) }
            if let weighedOn = CalendarDate(iso: load["weighed_on"]), refusal.day < weighedOn {
                throw FlowError.beforeTheWeighing(refusal.day, weighedOn: weighedOn)
            }
            if let stream = refusal.stream { try Self.requireStream(stream, db) }
            if let destination = refusal.destination { try Self.requireDestination(destination, db) }
            let left = try (load["net_mass_g"] as Int64) - Self.refusedGrams(of: refusal.weighing, db)
            guard refusal.grams <= left else {
                throw FlowError.moreThanTheLoad(asked: refusal.grams, left: max(0, left))
            }
            try db.execute(
                sql: """
                    INSERT INTO waste_refusal
                      (uuid, weighing, refused_on, net_mass_g, stream, destination, facility, reason, person)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), load["uuid"] as String?, refusal.day.description, refusal.grams,
                    refusal.stream, refusal.destination, refusal.facility, refusal.reason, person,
                ])
            return (db.lastInsertedRowID, left - refusal.grams)
        }
    }

    /// Cancels a refusal that should not be: it stays in the book, with who cancelled it and why.
    ///
    /// - Throws: ``FlowError``
    public func cancelRefusal(_ number: Int64, reason: String, by person: String? = nil) throws {
        guard !reason.allSatisfy(\.isWhitespace) else { throw FlowError.reasonMissing }
        try write(by: person, reason: reason) { db in
            try db.execute(
                sql: """
                    INSERT INTO waste_refusal (uuid, weighing, refused_on, net_mass_g, stream, destination, facility,
                      reason, person, corrects, is_cancelled)
                    SELECT ?, weighing, refused_on, net_mass_g, stream, destination, facility, ?, ?, fid, TRUE
                    FROM waste_refusal_current WHERE fid = ?
                    """, arguments: [RowIdentity.timeOrdered(), reason, person, number])
            guard db.changesCount == 1 else { throw FlowError.unknownRefusal(number) }
        }
    }

    /// What was refused, and stands, of a weighing and of those that it corrects.
    private static func refusedGrams(of weighing: Int64, _ db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db,
            sql: """
                WITH RECURSIVE past (fid) AS (
                  SELECT ? UNION ALL SELECT w.corrects FROM past JOIN weighing AS w ON w.fid = past.fid
                  WHERE w.corrects IS NOT NULL
                )
                SELECT coalesce(sum(r.net_mass_g), 0)
                FROM past JOIN weighing AS w ON w.fid = past.fid JOIN waste_refusal_current AS r ON r.weighing = w.uuid
                """, arguments: [weighing]) ?? 0
    }
}
