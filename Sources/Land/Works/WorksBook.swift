public import Atlas
public import Formats
import GRDB
public import Geospatial

/// The life of works: each step one transaction, with its day and person.
extension Atlas {
    /// Records works as an idea, with what the ground is to become.
    ///
    /// - Parameters:
    ///   - surfaces: pieces that do not overlap, in the working system; together they are the footprint.
    ///   - clip: true to keep only what lies inside the campuses; otherwise a footprint that goes outside is refused.
    /// - Returns: the number of the works.
    /// - Throws: ``WorksError``, ``LandError``
    @discardableResult
    public func addWorks(
        _ name: String, surfaces: [NewSurface], on day: CalendarDate = .today, clip: Bool = false,
        details: WorksDetails = WorksDetails(), by person: String? = nil
    ) throws -> Int64 {
        guard !name.allSatisfy(\.isWhitespace) else { throw WorksError.nameMissing }
        guard !surfaces.isEmpty else { throw WorksError.nothingPlanned }
        let pieces = try inside(campuses(on: day).map(\.outline), surfaces.onGrid(), clip: clip)
        return try write(by: person, reason: name) { db in
            let number = try WorksLedger(atlas: self, db: db).add(name, pieces, partOf: nil)
            try WorksLedger(atlas: self, db: db).step(number, to: .idea, on: day, by: person, remark: nil)
            try WorksLedger(atlas: self, db: db).complete(number, with: details)
            return number
        }
    }

    /// What of the pieces lies in the campuses.
    private func inside(
        _ outlines: [MultiPolygon], _ pieces: [NewSurface], clip: Bool
    ) throws -> [NewSurface] {
        guard !outlines.isEmpty else { throw WorksError.noOutline }
        let campuses = try MultiPolygon.union(of: outlines)
        let kept = try pieces.compactMap { piece -> NewSurface? in
            var piece = piece
            piece.geometry = try piece.geometry.intersection(campuses)
            return piece.geometry.isEmpty ? nil : piece
        }
        guard !kept.isEmpty else { throw WorksError.outsideCampuses }
        let measure = try GeodesicMeasure(crs: crs)
        let outside = try pieces.reduce(0) {
            try $0 + measure.area($1.geometry.difference(campuses, grid: MultiPolygon.measuringGrid))
        }
        guard outside > LandBalance.tolerance else { return pieces }
        guard clip else { throw WorksError.partlyOutside(area: outside) }
        return kept
    }

    /// Says more of works, and how far they are before the ground changes.
    ///
    /// - Parameter status: study, funded or under way; nil to leave them as far as they are.
    /// - Throws: ``WorksError``
    public func planWorks(
        _ number: Int64, _ details: WorksDetails, status: WorksStatus? = nil, on day: CalendarDate = .today,
        by person: String? = nil
    ) throws {
        try write(by: person, reason: "travaux n° \(number)") { db in
            let ledger = WorksLedger(atlas: self, db: db)
            let works = try Works.one(number, db)
            guard works.status.isPlanned else {
                throw WorksError.wrongStep(number, from: works.status, to: status ?? .study)
            }
            if let status {
                guard status.isPlanned else { throw WorksError.wrongStep(number, from: works.status, to: status) }
                try ledger.advance(works, to: status, on: day, by: person, remark: nil)
            }
            try ledger.complete(number, with: details)
        }
    }

    /// Says that works are under way.
    ///
    /// - Throws: ``WorksError``
    public func startWorks(_ number: Int64, on day: CalendarDate = .today, by person: String? = nil) throws {
        try advance(number, to: .works, on: day, by: person, remark: nil)
    }

    /// Says that completed works were seen to be as the book has them.
    ///
    /// - Throws: ``WorksError``
    public func verifyWorks(
        _ number: Int64, on day: CalendarDate = .today, by person: String? = nil, remark: String? = nil
    ) throws {
        try advance(number, to: .verified, on: day, by: person, remark: remark)
    }

    /// Gives works up, before the ground has changed.
    ///
    /// - Throws: ``WorksError``
    public func cancelWorks(
        _ number: Int64, reason: String, on day: CalendarDate = .today, by person: String? = nil
    ) throws {
        guard !reason.allSatisfy(\.isWhitespace) else { throw WorksError.reasonMissing(number) }
        try advance(number, to: .cancelled, on: day, by: person, remark: reason)
    }

    private func advance(
        _ number: Int64, to status: WorksStatus, on day: CalendarDate, by person: String?, remark: String?
    ) throws {
        try write(by: person, reason: remark ?? "travaux n° \(number)") { db in
            try WorksLedger(atlas: self, db: db)
                .advance(Works.one(number, db), to: status, on: day, by: person, remark: remark)
        }
    }

    /// Completes works: in one transaction the planned surfaces take the place of what is there.
    ///
    /// The areas from and to come from that overlay. When only a part is done, that part is completed under this number and
    /// the rest goes on as new works, planned as before. Where the ground has changed since the day, or on it, the whole
    /// is refused: of two works that overlap, the one completed later takes the ground from the other.
    ///
    /// - Parameter part: where the works are done, in the working system; nil for all of the footprint.
    /// - Returns: the number of the works that hold the rest; nil when nothing is left.
    /// - Throws: ``WorksError``, ``LandError``
    @discardableResult
    public func completeWorks(
        _ number: Int64, on day: CalendarDate, part: MultiPolygon? = nil, by person: String? = nil,
        remark: String? = nil
    ) throws -> Int64? {
        guard day <= .today else { throw WorksError.inTheFuture(day) }
        let part = try part?.snapped(to: Self.grid)
        return try changeGround(
            on: day, by: person, reason: remark ?? "travaux n° \(number)",
            footprint: { book in
                let footprint = try Works.one(number, book.db).footprint
                let done = try part.map { try footprint.intersection($0) } ?? footprint
                guard !done.isEmpty else { throw WorksError.partOutsideFootprint }
                return done
            },
            { book, done in
                let ledger = WorksLedger(atlas: self, db: book.db)
                let works = try Works.one(number, book.db)
                try ledger.mayAdvance(works, to: .done, on: day)
                let rest = part == nil ? nil : try ledger.leave(works, outside: done, on: day, by: person)
                let surfaces = rest == nil ? works.surfaces : try Works.one(number, book.db).surfaces
                _ = try book.lay(surfaces, on: day, as: .change, works: number)
                try ledger.advance(works, to: .done, on: day, by: person, remark: remark)
                return rest
            })
    }
}

/// The writing of works inside a transaction.
private struct WorksLedger {
    let atlas: Atlas
    let db: Database

    func add(_ name: String, _ pieces: [NewSurface], partOf: Int64?) throws -> Int64 {
        let footprint = try MultiPolygon.union(of: pieces.map(\.geometry))
        try db.execute(
            sql: "INSERT INTO works (geom, uuid, name, status, part_of) VALUES (?, ?, ?, 'idea', ?)",
            arguments: [atlas.stored(footprint), RowIdentity.timeOrdered(), name, partOf])
        let number = db.lastInsertedRowID
        try plan(pieces, for: number)
        return number
    }

    private func plan(_ pieces: [NewSurface], for number: Int64) throws {
        let types = try SurfaceType.all(db)
        for piece in pieces {
            guard types[piece.surfaceType] != nil else {
                throw LandError.unknownType(piece.surfaceType, known: types.keys.sorted())
            }
            try db.execute(
                sql: """
                    INSERT INTO works_surface (geom, uuid, works_id, surface_type, land_use, outlet, name)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    atlas.stored(piece.geometry), RowIdentity.timeOrdered(), number, piece.surfaceType,
                    piece.landUse?.rawValue, piece.outlet?.rawValue, piece.name,
                ])
        }
    }

    /// Leaves to new works what lies outside the completed part; these keep the part.
    ///
    /// - Returns: the number of the new works; nil when nothing lies outside.
    func leave(
        _ works: Works, outside done: MultiPolygon, on day: CalendarDate, by person: String?
    ) throws -> Int64? {
        func pieces(_ cut: (MultiPolygon) throws -> MultiPolygon) throws -> [NewSurface] {
            try works.surfaces.compactMap { piece in
                var piece = piece
                piece.geometry = try cut(piece.geometry)
                return piece.geometry.isEmpty ? nil : piece
            }
        }
        let left = try pieces { try $0.difference(done) }
        guard !left.isEmpty else { return nil }
        let rest = try add(works.name, left, partOf: works.number)
        try step(rest, to: works.status, on: works.steps.last?.on ?? day, by: person, remark: nil)
        try db.execute(
            sql: "UPDATE works SET status = ?, due_on = ? WHERE fid = ?",
            arguments: [works.status.rawValue, works.due?.description, rest])
        try db.execute(sql: "DELETE FROM works_surface WHERE works_id = ?", arguments: [works.number])
        try plan(pieces { try $0.intersection(done) }, for: works.number)
        try db.execute(
            sql: "UPDATE works SET geom = ? WHERE fid = ?", arguments: [atlas.stored(done), works.number])
        return rest
    }

    func mayAdvance(_ works: Works, to status: WorksStatus, on day: CalendarDate) throws {
        guard works.status.next.contains(status) else {
            throw WorksError.wrongStep(works.number, from: works.status, to: status)
        }
        if let last = works.steps.last, day < last.on {
            throw WorksError.stepBefore(works.number, status, previous: last.on, asked: day)
        }
    }

    func advance(
        _ works: Works, to status: WorksStatus, on day: CalendarDate, by person: String?, remark: String?
    ) throws {
        try mayAdvance(works, to: status, on: day)
        try step(works.number, to: status, on: day, by: person, remark: remark)
        try db.execute(
            sql: "UPDATE works SET status = :status, done_on = coalesce(done_on, :done) WHERE fid = :number",
            arguments: [
                "status": status.rawValue, "done": status == .done ? day.description : nil, "number": works.number,
            ])
    }

    func step(
        _ number: Int64, to status: WorksStatus, on day: CalendarDate, by person: String?, remark: String?
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO works_step (uuid, works_id, status, step_on, person, remark) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [RowIdentity.timeOrdered(), number, status.rawValue, day.description, person, remark])
    }

    /// Adds what is said: a value replaces the one before, lines are added.
    func complete(_ number: Int64, with details: WorksDetails) throws {
        try db.execute(
            sql: """
                UPDATE works SET due_on = coalesce(:due, due_on), sewer_left = coalesce(:sewer, sewer_left),
                  storage_l = coalesce(:storage, storage_l), parking_before = coalesce(:before, parking_before),
                  parking_after = coalesce(:after, parking_after), shade_m2 = coalesce(:shade, shade_m2),
                  action_sheet = coalesce(:sheet, action_sheet), remark = coalesce(:remark, remark)
                WHERE fid = :number
                """,
            arguments: [
                "due": details.due?.description, "sewer": details.sewerLeft, "storage": details.storageLitres,
                "before": details.parkingBefore, "after": details.parkingAfter, "shade": details.shade,
                "sheet": details.actionSheet, "remark": details.remark, "number": number,
            ])
        for cost in details.costs {
            try db.execute(
                sql: """
                    INSERT INTO works_cost (uuid, works_id, label, kind, amount_cents, cost_on) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), number, cost.label, cost.kind.rawValue, cost.cents,
                    cost.on?.description,
                ])
        }
        for grant in details.grants {
            try db.execute(
                sql: """
                    INSERT INTO works_grant (uuid, works_id, agency, file_number, rate, amount_cents)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), number, grant.agency, grant.fileNumber, grant.rate, grant.cents,
                ])
        }
        for tree in details.trees {
            try db.execute(
                sql: """
                    INSERT INTO works_tree (uuid, works_id, act, scientific_name, tree_count) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), number, tree.act.rawValue, tree.scientificName, tree.count,
                ])
        }
    }
}
