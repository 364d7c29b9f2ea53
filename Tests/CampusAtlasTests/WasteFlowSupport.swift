import CampusAtlas
import GRDB
import Testing

extension Ledger {
    func sql(_ sql: String, _ arguments: StatementArguments) throws {
        try atlas.write(by: nil) { try $0.execute(sql: sql, arguments: arguments) }
    }

    /// A weighing as the ledger has it, in grams; its number.
    @discardableResult
    func weigh(
        _ stream: String, _ grams: Int64, on day: String, from: String? = nil, destination: String? = nil,
        facility: String? = nil, campus: String? = nil, toContainer: String? = nil
    ) throws -> Int64 {
        try atlas.write(by: nil) { db in
            try db.execute(
                sql: """
                    INSERT INTO weighing (weighed_on, period_from, campus, stream, destination, facility, net_mass_g,
                      mass_as_typed, unit_as_typed, method, to_container)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'g', 'A', ?)
                    """,
                arguments: [day, from, campus, stream, destination, facility, grams, "\(grams)", toContainer])
            return db.lastInsertedRowID
        }
    }

    func uuid(of weighing: Int64) throws -> String? {
        try rows("SELECT uuid FROM weighing WHERE fid = \(weighing)").first?["uuid"]
    }

    /// A correction of one column of a weighing; the number of the row that takes its place.
    func correct(_ weighing: Int64, _ column: String, _ value: any DatabaseValueConvertible) throws -> Int64 {
        try atlas.write(by: nil) { db in
            let copied = try db.columns(in: "weighing").map(\.name)
                .filter { !["fid", "uuid", "corrects", "reason", column].contains($0) }.joined(separator: ", ")
            try db.execute(
                sql: """
                    INSERT INTO weighing (\(copied), \(column), corrects, reason)
                    SELECT \(copied), ?, fid, 'essai' FROM weighing WHERE fid = ?
                    """, arguments: [value, weighing])
            return db.lastInsertedRowID
        }
    }

    /// - Parameter share: as typed, `RECYCLE 71%`.
    func route(
        _ facility: String, _ stream: String?, _ share: String, from: String, to: String? = nil,
        evidence: EvidenceKind = .certificate
    ) throws {
        try atlas.record(
            FacilityRoutes(
                of: stream, at: facility, from: #require(CalendarDate(iso: from)),
                to: to.flatMap { CalendarDate(iso: $0) }, shares: [FacilityRoutes.Share(typed: share)],
                evidence: evidence))
    }

    /// The flows of some months, by weighing, as they come for each.
    func flows(_ first: String = "0001-01", _ last: String = "9999-12", campus: String? = nil) throws -> [WasteFlow] {
        let (first, last) = (try #require(CalendarMonth(iso: first)), try #require(CalendarMonth(iso: last)))
        var flows: [WasteFlow] = []
        try atlas.pool.read { db in
            try WasteFlows.forEach(from: first, through: last, campus: campus, db) { flows.append($0) }
        }
        return flows.enumerated().sorted { ($0.element.weighing, $0.offset) < ($1.element.weighing, $1.offset) }
            .map(\.element)
    }

    func totals(
        _ first: String = "0001-01", _ last: String = "9999-12", campus: String? = nil
    ) throws -> [WasteFlowTotal] {
        let (first, last) = (try #require(CalendarMonth(iso: first)), try #require(CalendarMonth(iso: last)))
        return try atlas.pool.read { try WasteFlows.totals(from: first, through: last, campus: campus, $0) }
    }
}
