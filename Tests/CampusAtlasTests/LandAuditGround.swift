import CampusAtlas
import GRDB
import Testing

/// A point of an audit, in metres from the corner of ``Plot``.
struct Spot {
    let number: Int
    let uuid: String
    let x: Double
    let y: Double
}

extension Atlas {
    /// The points of an audit, as another program reads them.
    func spots(of audit: String) throws -> [Spot] {
        try rows(
            """
            SELECT p.number, p.uuid, p.geom FROM audit_point AS p JOIN audit AS a ON a.fid = p.audit_id
            WHERE a.name = ? ORDER BY p.number
            """, [audit]
        ).map { row in
            guard case .point(let position?)? = try row.geometry() else { throw Absent() }
            return Spot(
                number: row["number"], uuid: row["uuid"], x: position.x - Plot.east, y: position.y - Plot.north)
        }
    }

    /// Records what `look` says of each point, nil for a point that is not read.
    @discardableResult
    func read(
        _ audit: String, by reader: String, in folder: TemporaryFolder, _ look: (Spot) -> String?
    ) throws -> ImportReport {
        let lines = try spots(of: audit).compactMap { spot in look(spot).map { "\(spot.number);\($0)" } }
        return try record(["point;seen"] + lines, audit, by: reader, in: folder)
    }

    @discardableResult
    func record(
        _ lines: [String], _ audit: String, by reader: String, in folder: TemporaryFolder, file: String = "readings.csv"
    ) throws -> ImportReport {
        if try !people().contains(where: { $0.name == reader }) { try add(Person(name: reader, trade: .groundskeeper)) }
        return try importAuditReadings(
            from: try folder.file(file, lines.joined(separator: "\n") + "\n"), audit: audit, by: reader)
    }
}

extension AuditComparison {
    func share(_ sealingClass: SealingClass) throws -> AuditShare {
        try #require(classes.first { $0.code == sealingClass.rawValue })
    }

    func points(booked: SealingClass?, seen: SealingClass?) -> Int {
        confusion.filter { $0.booked == booked && $0.seen == seen }.reduce(0) { $0 + $1.points }
    }
}

extension CalendarDate {
    static func iso(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }
}
