public import Atlas
public import Formats
import Foundation
import GRDB
import GeoPackage
import Geospatial
import Languages

/// An independent audit of the book: random points in the campuses' outlines, to be looked at by people who are not told
/// what the book says, as i-Tree Canopy does.
public struct Audit: Sendable, Hashable {
    /// Someone who read points of the audit, and how many.
    public struct Reader: Sendable, Hashable {
        /// The name.
        public let name: String
        /// How many points they read, the unreadable ones included.
        public let points: Int
    }

    let fid: Int64
    /// The row's public identity.
    public let uuid: String
    /// The name, which no other audit has.
    public let name: String
    /// The day on which the ground is audited.
    public let day: CalendarDate
    /// What the points were drawn from, by ``SplitMix64``.
    public let seed: Int64
    /// How many points were drawn; none is ever added.
    public let pointCount: Int
    /// The campus; nil for all of them.
    public let campus: String?
    /// UTC, ISO 8601.
    public let drawnAt: String
    /// Who drew the points.
    public let person: String?
    /// Who read them, by name.
    public let readers: [Reader]

    /// The most points that an audit may have.
    public static let largest = 20_000
}

extension Atlas {
    /// Draws the points of a new audit at random in the outlines in force on a day, and keeps them for good.
    ///
    /// The sample is simple and random over the union of the outlines, uniform in the working projection (which
    /// distorts areas by less than 0.2 % in Lambert-93); one seed and one outline give the same points on every machine.
    /// Points are never added to an audit: a second draw is another audit.
    ///
    /// - Parameters:
    ///   - points: how many; at most ``Audit/largest``. 400 tell a share within 5 points.
    ///   - day: the day on which the ground is audited.
    ///   - seed: any number.
    ///   - campus: the name of one campus; nil for all.
    ///   - person: who draws.
    /// - Throws: ``AuditError``, ``AtlasError/unknownPerson(_:)``.
    @discardableResult
    public func drawAudit(
        _ name: String, points: Int, on day: CalendarDate, seed: Int64, campus: String? = nil, by person: String? = nil
    ) throws -> Audit {
        let name = name.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty else { throw AuditError.nameMissing }
        guard (1...Audit.largest).contains(points) else { throw AuditError.pointCount(points) }
        let draw = try AuditDraw(points, seed: seed, in: try auditedSurface(on: day, campus: campus))
        let srs = Int32(crs.authority?.code ?? 0)
        try write(by: person, reason: name) { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM audit WHERE name = ?", arguments: [name]) != true else {
                throw AuditError.nameTaken(name)
            }
            try db.execute(
                sql: """
                    INSERT INTO audit (uuid, name, as_of, seed, point_count, campus, drawn_at, person)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), name, day.description, seed, points, campus, Clock.now(), person,
                ])
            let audit = db.lastInsertedRowID
            let insert = try db.makeStatement(
                sql: "INSERT INTO audit_point (uuid, geom, audit_id, number) VALUES (?, ?, ?, ?)")
            for (rank, position) in draw.positions.enumerated() {
                let blob = Data(GeometryBlob(.point(position), srs: srs).bytes)
                try insert.execute(arguments: [RowIdentity.timeOrdered(), blob, audit, rank + 1])
            }
            try db.geoPackage.updateContents(table: "audit_point")
        }
        return try audit(name)
    }

    /// The audits, oldest first.
    public func audits() throws -> [Audit] {
        try pool.read { db in
            let readers = try Row.fetchAll(
                db,
                sql: """
                    SELECT p.audit_id, r.reader, count(*) AS points
                    FROM audit_reading AS r JOIN audit_point AS p ON p.fid = r.point_id
                    GROUP BY p.audit_id, r.reader ORDER BY r.reader
                    """)
            return try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY fid").compactMap { row in
                guard let day = CalendarDate(iso: row["as_of"] as String) else { return nil }
                let fid: Int64 = row["fid"]
                return Audit(
                    fid: fid, uuid: row["uuid"] ?? "", name: row["name"], day: day, seed: row["seed"],
                    pointCount: row["point_count"], campus: row["campus"], drawnAt: row["drawn_at"],
                    person: row["person"],
                    readers: readers.filter { ($0["audit_id"] as Int64) == fid }
                        .map { Audit.Reader(name: $0["reader"], points: $0["points"]) })
            }
        }
    }

    /// Writes the points of an audit for those who will read them, without what the book says: GeoJSON (RFC 7946,
    /// WGS 84, 8 decimals) with a `number` each and a `seen` to fill.
    ///
    /// - Parameter path: where; `-` is standard output.
    /// - Returns: how many points were written.
    /// - Throws: ``AuditError/unknownAudit(_:known:)``.
    @discardableResult
    public func writeAuditPoints(of name: String, to path: String) throws -> Int {
        let audit = try audit(name)
        let toDegrees = try CoordinateTransform(from: crs, to: .wgs84)
        var writer = try GeoJSONWriter(try ByteSink(path), decimals: 8)
        for point in try pool.read({ try AuditPoint.all(of: audit, $0) }) {
            try writer.write(id: point.uuid, geometry: try toDegrees.transform(.point(point.position))) { properties in
                properties.key("number")
                properties.integer(point.number)
                properties.key("audit")
                properties.string(audit.name)
                properties.key("on")
                properties.string(audit.day.description)
                properties.key("seen")
                properties.null()
            }
        }
        try writer.finish()
        return writer.count
    }

    /// - Throws: ``AuditError/unknownAudit(_:known:)``.
    func audit(_ name: String) throws -> Audit {
        let audits = try audits()
        guard let audit = audits.first(where: { $0.name == name }) else {
            throw AuditError.unknownAudit(name, known: audits.map(\.name))
        }
        return audit
    }

    /// What points are drawn in: the outlines in force on a day, overlaps once.
    func auditedSurface(on day: CalendarDate, campus: String?) throws -> MultiPolygon {
        let campuses = try campuses(on: day)
        let outlines = campuses.filter { campus == nil || $0.name == campus }.map(\.outline)
        let surface = try MultiPolygon.union(of: outlines)
        guard surface.planarArea > 0 else {
            throw AuditError.noOutline(day, campus: campus, known: campuses.map(\.name))
        }
        return surface
    }
}

/// A point of an audit.
struct AuditPoint {
    let fid: Int64
    let uuid: String
    let number: Int
    let position: Position

    static func all(of audit: Audit, _ db: Database) throws -> [AuditPoint] {
        try Row.fetchAll(
            db, sql: "SELECT fid, uuid, number, geom FROM audit_point WHERE audit_id = ? ORDER BY number",
            arguments: [audit.fid]
        ).compactMap { row in
            guard case .point(let position?)? = try row.geometry() else { return nil }
            return AuditPoint(fid: row["fid"], uuid: row["uuid"] ?? "", number: row["number"], position: position)
        }
    }
}
