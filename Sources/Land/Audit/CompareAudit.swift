public import Atlas
import Formats
import GRDB
import Geospatial

extension Atlas {
    /// Compares what was seen at the points of an audit with what the book says of the same day.
    ///
    /// The book's shares are those of its partition of the outlines; at a point, the book says the surface painted last.
    /// A point that nobody could read, or that two people read as two classes, counts against then for each class: it
    /// widens the bounds, and is never left out.
    ///
    /// - Parameters:
    ///   - name: the audit.
    ///   - reader: only what this person saw; nil for all readers together.
    /// - Throws: ``AuditError/unknownAudit(_:known:)``, ``AuditError/unknownReader(_:known:)``.
    public func compareAudit(_ name: String, reader: String? = nil) throws -> AuditComparison {
        let audit = try audit(name)
        if let reader, !audit.readers.contains(where: { $0.name == reader }) {
            throw AuditError.unknownReader(reader, known: audit.readers.map(\.name))
        }
        let surface = try auditedSurface(on: audit.day, campus: audit.campus)
        let draw = try AuditDraw(audit.pointCount, seed: audit.seed, in: surface)
        let measure = try GeodesicMeasure(crs: crs)
        return try pool.read { db in
            let types = try SurfaceType.all(db)
            let points = try AuditPoint.all(of: audit, db)
            let history = try SurfaceHistory(db, near: Geometry.multiPolygon(surface).envelope)
            let sheet = AuditSheet(
                points: points, booked: try history.types(at: points.map(\.position), on: audit.day),
                readings: try Self.readings(of: audit, by: reader, types, db), types: types)
            return sheet.comparison(
                audit, reader: reader, isReproduced: points.map(\.position) == draw.positions,
                partition: try Partition(of: history, on: audit.day, in: surface, measure: measure))
        }
    }

    /// What was seen, by point and reader.
    private static func readings(
        of audit: Audit, by reader: String?, _ types: [String: SurfaceType], _ db: Database
    ) throws -> [Int64: [String: Seen]] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT r.point_id, r.reader, r.seen FROM audit_reading AS r JOIN audit_point AS p ON p.fid = r.point_id
                WHERE p.audit_id = :audit AND (:reader IS NULL OR r.reader = :reader)
                """, arguments: ["audit": audit.fid, "reader": reader])
        var readings: [Int64: [String: Seen]] = [:]
        for row in rows {
            readings[row["point_id"], default: [:]][row["reader"]] = Seen(row["seen"], types: types) ?? .unknown
        }
        return readings
    }
}

extension SurfaceHistory {
    /// The type of the surface painted last at each position on a day, its edge included; nil where there is none.
    fileprivate func types(at positions: [Position], on day: CalendarDate) throws -> [SurfaceType?] {
        guard let box = Geometry.multiPoint(positions).envelope else { return [] }
        let index = SpatialIndex(positions.map { Envelope($0) })
        var types: [SurfaceType?] = positions.map { _ in nil }
        for surface in places(near: box, on: day).map({ surfaces[$0] }) {
            let open = index.query(surface.envelope).filter { types[$0] == nil }
            guard !open.isEmpty else { continue }
            let prepared = try PreparedPolygon(surface.geometry)
            for place in open where try prepared.intersects(positions[place]) { types[place] = surface.type }
        }
        return types
    }
}

/// The points of an audit, with what the book and the readers say of each.
private struct AuditSheet {
    let points: [AuditPoint]
    let booked: [SurfaceType?]
    let readings: [Int64: [String: Seen]]
    let types: [String: SurfaceType]
    let seen: [PointReading]

    init(
        points: [AuditPoint], booked: [SurfaceType?], readings: [Int64: [String: Seen]], types: [String: SurfaceType]
    ) {
        self.points = points
        self.booked = booked
        self.readings = readings
        self.types = types
        seen = points.map { PointReading((readings[$0.fid] ?? [:]).values) }
    }

    func comparison(
        _ audit: Audit, reader: String?, isReproduced: Bool, partition: Partition
    ) -> AuditComparison {
        let outline = partition.outlineArea ?? 0
        let share = { (area: Double) in outline > 0 ? area / outline : 0 }
        let unclassified = share(partition.unclassifiedArea ?? 0)
        func count(_ state: PointReading.State) -> Int { seen.count { $0.state == state } }
        return AuditComparison(
            audit: audit, isReproduced: isReproduced,
            readers: reader.map { [$0] } ?? audit.readers.map(\.name), read: count(.read),
            unreadable: count(.unreadable), disputed: count(.disputed), unread: count(.unread), outlineArea: outline,
            unclassifiedShare: unclassified,
            classes: SealingClass.allCases.map { sealingClass in
                AuditShare(
                    code: sealingClass.rawValue, label: sealingClass.label,
                    tally: tally(
                        booked: { $0.sealingClass == sealingClass },
                        seen: { $0.sealingClass.map { $0 == sealingClass } }),
                    booked: share(partition.area { $0.sealingClass == sealingClass }))
            },
            types: typeShares(partition.areaByType.mapValues(share)),
            confusion: confusion,
            agreement: Agreement(
                zip(booked, seen).filter { $0.1.sealingClass != nil }.map { ($0.0?.sealingClass, $0.1.sealingClass) }),
            readerPairs: readerPairs(reader.map { [$0] } ?? audit.readers.map(\.name)), disagreements: disagreements)
    }

    private func typeShares(_ booked: [String: Double]) -> [AuditShare] {
        let read = Set(seen.compactMap { $0.type?.code })
        guard !read.isEmpty else { return [] }
        return read.union(booked.keys).sorted().compactMap { types[$0] }.map { type in
            AuditShare(
                code: type.code, label: type.label,
                tally: tally(booked: { $0 == type }, seen: { $0.isOf(type) }), booked: booked[type.code] ?? 0)
        }
    }

    private func tally(booked isBooked: (SurfaceType) -> Bool, seen isSeen: (PointReading) -> Bool?) -> AuditTally {
        zip(booked, seen).reduce(into: AuditTally()) { tally, point in
            tally.add(booked: point.0.map(isBooked), seen: isSeen(point.1))
        }
    }

    private var confusion: [AuditConfusion] {
        let classes = SealingClass.allCases.map(Optional.some) + [nil]
        let pairs = zip(booked, seen).map { [$0?.sealingClass, $1.sealingClass] }
        let counts = pairs.reduce(into: [[SealingClass?]: Int]()) { $0[$1, default: 0] += 1 }
        return classes.flatMap { booked in
            classes.map { AuditConfusion(booked: booked, seen: $0, points: counts[[booked, $0]] ?? 0) }
        }
    }

    private func readerPairs(_ readers: [String]) -> [ReaderAgreement] {
        readers.enumerated().flatMap { rank, first in
            readers.dropFirst(rank + 1).map { second in
                ReaderAgreement(first: first, second: second, agreement: Agreement(bothTold(first, second)))
            }
        }
    }

    /// The classes that two readers saw at the points at which both could tell.
    private func bothTold(_ first: String, _ second: String) -> [(SealingClass, SealingClass)] {
        readings.values.compactMap { seen in
            guard let a = seen[first]?.sealingClass, let b = seen[second]?.sealingClass else { return nil }
            return (a, b)
        }
    }

    private var disagreements: [AuditDisagreement] {
        points.indices.compactMap { place in
            guard let sealingClass = seen[place].sealingClass, booked[place]?.sealingClass != sealingClass
            else { return nil }
            return AuditDisagreement(
                number: points[place].number, uuid: points[place].uuid, booked: booked[place]?.code,
                seen: seen[place].type?.code ?? sealingClass.rawValue)
        }
    }
}
