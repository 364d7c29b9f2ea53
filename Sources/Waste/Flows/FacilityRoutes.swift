public import Atlas
public import Formats
import GRDB

/// What a facility does with a stream from a day on: shares of the mass, and how that is known. What the shares leave out
/// is unknown.
public struct FacilityRoutes: Sendable, Hashable {
    /// One share.
    public struct Share: Sendable, Hashable {
        /// The destination's code.
        public let destination: String
        /// How much of the mass.
        public let share: MassShare
        /// D/R code; nil when it is not stated.
        public let operation: String?
        /// The facility where it goes next: that whose energy performance decides, or whose own routes are followed.
        public let next: String?

        /// A share of what a facility takes.
        public init(_ destination: String, _ share: MassShare = .all, operation: String? = nil, next: String? = nil) {
            self.destination = destination
            self.share = share
            self.operation = operation
            self.next = next
        }

        /// - Parameter text: the destination, then its share (all if absent), an operation if it is known, and the next
        ///   facility if there is one: `ENERGY R1 18% UVE de Nîmes`.
        /// - Throws: ``FlowError/unreadableShare(_:)``
        public init(typed text: String) throws(FlowError) {
            let joined = text.replacing(" %", with: "%").replacing("\u{A0}%", with: "%").replacing(
                "\u{202F}%", with: "%")
            var words = joined.split(separator: " ").map(String.init)
            guard !words.isEmpty else { throw .unreadableShare(text) }
            let code = words.removeFirst().uppercased()
            var operation: String?
            var share: MassShare?
            while let word = words.first {
                if share == nil, word.hasSuffix("%") {
                    share = try MassShare(typed: word)
                } else if operation == nil, Self.isOperation(word) {
                    operation = word.uppercased()
                } else {
                    break
                }
                words.removeFirst()
            }
            self.init(
                code, share ?? .all, operation: operation, next: words.isEmpty ? nil : words.joined(separator: " "))
        }

        private static func isOperation(_ word: String) -> Bool {
            guard let letter = word.uppercased().first, letter == "R" || letter == "D" else { return false }
            let rest = word.dropFirst()
            return (1...3).contains(rest.count) && rest.first?.isNumber == true
        }
    }

    /// The facility's name.
    public let facility: String
    /// The stream's code; nil for all the streams that have no routes of their own.
    public let stream: String?
    /// First day.
    public let from: CalendarDate
    /// First day on which it no longer holds; nil while it does.
    public let to: CalendarDate?
    /// The shares.
    public let shares: [Share]
    /// How it is known.
    public let evidence: EvidenceKind
    /// The paper: its number, its date.
    public let reference: String?
    /// Where it comes from.
    public let source: String?

    /// - Throws: ``FlowError``
    public init(
        of stream: String?, at facility: String, from: CalendarDate, to: CalendarDate? = nil, shares: [Share],
        evidence: EvidenceKind, reference: String? = nil, source: String? = nil
    ) throws(FlowError) {
        guard !shares.isEmpty else { throw .nothingSaid }
        if let to, to <= from { throw .endsBeforeItBegins(from, to) }
        let sum = shares.reduce(0) { $0 + $1.share.millionths }
        guard sum <= Apportionment.whole else { throw .moreThanAll(sum) }
        self.facility = facility
        self.stream = stream
        self.from = from
        self.to = to
        self.shares = shares
        self.evidence = evidence
        self.reference = reference
        self.source = source
    }
}

extension Atlas {
    /// Records what a facility does with a stream from a day on. What was said before, and still held that day, ends then.
    ///
    /// - Returns: the identities of the routes, to attach their papers to.
    /// - Throws: ``FlowError``
    @discardableResult
    public func record(_ routes: FacilityRoutes, by person: String? = nil) throws -> [String] {
        try write(by: person, reason: routes.facility) { db in
            try Self.requireFacility(routes.facility, db)
            if let stream = routes.stream { try Self.requireStream(stream, db) }
            for share in routes.shares { try Self.require(share, db) }
            try db.execute(
                sql: """
                    UPDATE facility_route SET valid_to = :from
                    WHERE facility = :facility AND stream IS :stream AND valid_from < :from
                      AND (valid_to IS NULL OR valid_to > :from)
                    """,
                arguments: ["from": routes.from.description, "facility": routes.facility, "stream": routes.stream])
            if let later = try String.fetchOne(
                db,
                sql: """
                    SELECT min(valid_from) FROM facility_route
                    WHERE facility = :facility AND stream IS :stream AND valid_from >= :from
                      AND (:to IS NULL OR valid_from < :to)
                    """,
                arguments: [
                    "from": routes.from.description, "to": routes.to?.description, "facility": routes.facility,
                    "stream": routes.stream,
                ])
            {
                throw FlowError.alreadySaid(routes.facility, from: later)
            }
            return try routes.shares.map { share in
                let identity = RowIdentity.timeOrdered()
                try db.execute(
                    sql: """
                        INSERT INTO facility_route (uuid, facility, stream, valid_from, valid_to, destination, share_ppm,
                          next_facility, operation_code, evidence_kind, evidence, source)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        identity, routes.facility, routes.stream, routes.from.description, routes.to?.description,
                        share.destination, share.share.millionths, share.next, share.operation,
                        routes.evidence.rawValue, routes.reference, routes.source,
                    ])
                return identity
            }
        }
    }

    private static func require(_ share: FacilityRoutes.Share, _ db: Database) throws {
        try requireDestination(share.destination, db)
        if let next = share.next { try requireFacility(next, db) }
        let row = try Row.fetchOne(
            db, sql: "SELECT is_waste, operation_codes FROM waste_destination WHERE code = ?",
            arguments: [share.destination])
        guard let row, row["is_waste"] as Bool else { throw FlowError.notWaste(share.destination) }
        let known = (row["operation_codes"] as String? ?? "").split(separator: "|").map(String.init)
        if let operation = share.operation, !known.contains(operation) {
            throw FlowError.wrongOperation(operation, destination: share.destination, known: known)
        }
    }

    /// What a facility does and did, by stream and day.
    public func routes(of facility: String) throws -> [FacilityRoutes] {
        try pool.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM facility_route WHERE facility = ? ORDER BY stream, valid_from, fid",
                arguments: [facility])
            return try rows.compactMap { row in
                guard let from = CalendarDate(iso: row["valid_from"]), let share = MassShare(row["share_ppm"] as Int64),
                    let evidence = EvidenceKind(rawValue: row["evidence_kind"])
                else { return nil }
                return try FacilityRoutes(
                    of: row["stream"], at: facility, from: from,
                    to: (row["valid_to"] as String?).flatMap { CalendarDate(iso: $0) },
                    shares: [
                        FacilityRoutes.Share(
                            row["destination"], share, operation: row["operation_code"], next: row["next_facility"])
                    ], evidence: evidence, reference: row["evidence"], source: row["source"])
            }
        }
    }
}
