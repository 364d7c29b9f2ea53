import Atlas
import GRDB

/// The route that the attestations of a facility, a stream and a year prove.
struct AttestationRoutes {
    private let facility: String
    private let stream: String
    private let year: Int
    private let first: String
    private let next: String

    private static let source = "waste_attestation"

    init(facility: String, stream: String, year: Int) {
        self.facility = facility
        self.stream = stream
        self.year = year
        first = "\(year)-01-01"
        next = "\(year + 1)-01-01"
    }

    func make(_ db: Database) throws -> AttestedRoute {
        let others = try others(db)
        let isProven = others.contains { EvidenceKind(rawValue: $0["evidence_kind"])?.isProof == true }
        guard !isProven else { return .provenAlready }
        for other in others { try cut(other, db) }
        try db.execute(
            sql: "DELETE FROM facility_route WHERE facility = ? AND stream = ? AND valid_from = ? AND source = ?",
            arguments: [facility, stream, first, Self.source])
        let masses = try Row.fetchAll(
            db,
            sql: """
                SELECT destination, sum(mass_g), group_concat(coalesce(number, issuer), ' | ') FROM waste_attestation
                WHERE facility = ? AND stream = ? AND year = ? AND destination IS NOT NULL
                GROUP BY destination ORDER BY min(fid)
                """, arguments: [facility, stream, year])
        let shares = Apportionment.parts(of: Apportionment.whole, by: masses.map { $0[1] })
        for (mass, share) in zip(masses, shares) where share > 0 {
            try db.execute(
                sql: """
                    INSERT INTO facility_route
                      (uuid, facility, stream, valid_from, valid_to, destination, share_ppm, evidence_kind, evidence,
                       source)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), facility, stream, first, next, mass[0] as String, share,
                    EvidenceKind.attestation.rawValue, mass[2] as String, Self.source,
                ])
        }
        return .made
    }

    /// The routes of the year that no attestation made.
    private func others(_ db: Database) throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM facility_route
                WHERE facility = ? AND stream = ? AND source IS NOT ? AND valid_from < ?
                  AND (valid_to IS NULL OR valid_to > ?)
                """, arguments: [facility, stream, Self.source, next, first])
    }

    /// Takes the year out of a route that proves nothing: what it says of other years stays.
    private func cut(_ route: Row, _ db: Database) throws {
        let fid: Int64 = route["fid"]
        let startsBefore = (route["valid_from"] as String) < first
        let endsAfter = (route["valid_to"] as String?).map { $0 > next } ?? true
        if startsBefore {
            try db.execute(sql: "UPDATE facility_route SET valid_to = ? WHERE fid = ?", arguments: [first, fid])
        } else if !endsAfter {
            try db.execute(sql: "DELETE FROM facility_route WHERE fid = ?", arguments: [fid])
        }
        guard endsAfter else { return }
        guard startsBefore else {
            try db.execute(sql: "UPDATE facility_route SET valid_from = ? WHERE fid = ?", arguments: [next, fid])
            return
        }
        let kept = route.columnNames.filter { !["fid", "uuid", "valid_from", "valid_to"].contains($0) }
        let names = kept.joined(separator: ", ")
        try db.execute(
            sql: """
                INSERT INTO facility_route (uuid, valid_from, valid_to, \(names))
                SELECT ?, ?, ?, \(names) FROM facility_route WHERE fid = ?
                """, arguments: [RowIdentity.timeOrdered(), next, route["valid_to"] as String?, fid])
    }
}
