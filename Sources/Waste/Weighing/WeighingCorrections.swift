public import Atlas
public import Formats
import GRDB
import Languages

extension Atlas {
    /// Writes a weighing anew in the place of one that was wrong; the wrong one stays in the ledger.
    ///
    /// - Parameters:
    ///   - name: the key of its row, or its public identity.
    ///   - reason: why; it cannot be empty.
    /// - Returns: the weighing that stands now.
    /// - Throws: ``WeighingError``. Of two people who correct the same one, the second is told who did it and when.
    public func correctWeighing(
        _ name: String, _ change: WeighingChange, reason: String, by person: String? = nil
    ) throws -> Weighing {
        try replaceWeighing(name, reason: reason, by: person) { old, db in
            let new = try change.applied(to: old, db)
            let fid = old["fid"].flatMap(Int64.fromDatabaseValue)
            guard new != old else { throw WeighingError.nothingChanged(fid ?? 0) }
            func text(_ name: String) -> String? { new[name].flatMap(String.fromDatabaseValue) }
            try Self.requireOpenMonths(old, new, db)
            try WeighingDraft.requireNewTicket(
                text("ticket"), stream: text("stream"), campus: text("campus"), facility: text("facility"),
                container: text("container"), correcting: fid, db)
            return new
        }
    }

    /// A correction may change what a closed month holds; it brings nothing into one that it did not touch.
    private static func requireOpenMonths(_ old: LedgerColumns, _ new: LedgerColumns, _ db: Database) throws {
        func text(_ columns: LedgerColumns, _ name: String) -> String? {
            columns[name].flatMap(String.fromDatabaseValue)
        }
        func months(_ columns: LedgerColumns) -> ClosedRange<CalendarMonth>? {
            guard let last = text(columns, "weighed_on").flatMap(CalendarMonth.init(iso:)) else { return nil }
            let first = text(columns, "period_from").flatMap(CalendarMonth.init(iso:)) ?? last
            return min(first, last)...last
        }
        let campus = text(new, "campus")
        let before = text(old, "campus") == campus ? months(old) : nil
        for month in months(new).map(Array.init) ?? [] where before?.contains(month) != true {
            try MonthStates.requireOpen(month, campus: campus, db)
        }
    }

    /// Writes that a weighing should not be; it stays in the ledger.
    ///
    /// - Returns: the row that cancels it.
    /// - Throws: ``WeighingError``
    public func cancelWeighing(_ name: String, reason: String, by person: String? = nil) throws -> Weighing {
        try replaceWeighing(name, reason: reason, by: person) { old, _ in
            old.merging(["is_cancelled": true.databaseValue]) { _, new in new }
        }
    }

    private func replaceWeighing(
        _ name: String, reason: String, by person: String?,
        _ replacing: (LedgerColumns, Database) throws -> LedgerColumns
    ) throws -> Weighing {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw WeighingError.reasonMissing }
        return try write(by: person, reason: reason) { db in
            let fid = try Self.fid(ofWeighing: name, db)
            if let replacement = try Self.replacement(of: fid, db) {
                throw WeighingError.alreadyReplaced(fid, by: replacement)
            }
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM weighing WHERE fid = ?", arguments: [fid]) else {
                throw WeighingError.unknownWeighing(name)
            }
            let old = Dictionary(uniqueKeysWithValues: row.map { ($0, $1) })
            var columns = try replacing(old, db)
            columns["fid"] = nil
            columns["uuid"] = RowIdentity.timeOrdered().databaseValue
            columns["corrects"] = fid.databaseValue
            columns["reason"] = reason.databaseValue
            return try Self.weighing(Self.append(columns, db), db)
        }
    }

    private static func fid(ofWeighing name: String, _ db: Database) throws -> Int64 {
        let fid = try Int64.fetchOne(
            db, sql: "SELECT fid FROM weighing WHERE fid = ? OR uuid = ?",
            arguments: [Int64(name), name.lowercased()])
        guard let fid else { throw WeighingError.unknownWeighing(name) }
        return fid
    }

    /// What took the place of a row: the row that names it, or, for a cancellation, itself.
    private static func replacement(of fid: Int64, _ db: Database) throws -> WeighingError.Replacement? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT w.fid, w.is_cancelled, w.reason, j.person, j.at FROM weighing AS w
                LEFT JOIN journal AS j ON j.table_name = 'weighing' AND j.row_fid = w.fid AND j.operation = 'insert'
                WHERE w.corrects = :fid OR (w.fid = :fid AND w.is_cancelled)
                """, arguments: ["fid": fid]
        ).map { row in
            WeighingError.Replacement(
                fid: row["fid"], isCancellation: row["is_cancelled"], person: row["person"], at: row["at"] ?? "",
                reason: row["reason"] ?? "")
        }
    }

    /// All that a weighing was, the oldest first, whichever of its rows is named.
    ///
    /// - Throws: ``WeighingError``
    public func weighingHistory(_ name: String) throws -> [WeighingVersion] {
        try pool.read { db in
            let fid = try Self.fid(ofWeighing: name, db)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    WITH RECURSIVE
                      before (fid, corrects) AS (
                        SELECT fid, corrects FROM weighing WHERE fid = :fid
                        UNION ALL SELECT w.fid, w.corrects FROM weighing AS w JOIN before AS b ON w.fid = b.corrects),
                      chain (fid, step) AS (
                        SELECT fid, 0 FROM before WHERE corrects IS NULL
                        UNION ALL SELECT w.fid, c.step + 1 FROM weighing AS w JOIN chain AS c ON w.corrects = c.fid)
                    SELECT w.*, s.label_fr, s.label_en, j.at AS written_at, j.person AS written_by
                    FROM chain AS c JOIN weighing AS w ON w.fid = c.fid JOIN waste_stream AS s ON s.code = w.stream
                    LEFT JOIN journal AS j ON j.table_name = 'weighing' AND j.row_fid = w.fid AND j.operation = 'insert'
                    ORDER BY c.step
                    """, arguments: ["fid": fid])
            return rows.compactMap { row in
                Weighing(row).map { WeighingVersion(weighing: $0, at: row["written_at"], person: row["written_by"]) }
            }
        }
    }

    /// The weighings that stand, the newest first.
    ///
    /// - Parameters:
    ///   - first: the first day; nil for all.
    ///   - last: the last day, included; nil for all.
    ///   - limit: at most so many.
    public func weighings(
        container: String? = nil, stream: String? = nil, from first: CalendarDate? = nil,
        to last: CalendarDate? = nil, limit: Int = 50
    ) throws -> [Weighing] {
        try pool.read { db in
            try Row.fetchAll(
                db,
                sql: Weighing.sql(
                    from: "weighing_current",
                    where: """
                        (:container IS NULL OR w.container = :container) AND (:stream IS NULL OR w.stream = :stream)
                        AND (:first IS NULL OR w.weighed_on >= :first) AND (:last IS NULL OR w.weighed_on <= :last)
                        ORDER BY w.weighed_on DESC, w.weighed_at DESC, w.fid DESC LIMIT :limit
                        """),
                arguments: [
                    "container": container, "stream": stream?.uppercased(), "first": first?.description,
                    "last": last?.description, "limit": limit,
                ]
            ).compactMap(Weighing.init)
        }
    }
}

extension WeighingChange {
    /// The columns of a row, with what changes in them.
    ///
    /// - Throws: ``WeighingError``
    fileprivate func applied(to old: LedgerColumns, _ db: Database) throws -> LedgerColumns {
        var columns = old
        func text(_ name: String) -> String? { columns[name].flatMap(String.fromDatabaseValue) }
        func set(_ name: String, _ text: String?) {
            guard let text else { return }
            columns[name] = text.isEmpty ? .null : text.databaseValue
        }
        if let time {
            guard !time.isInTheFuture else { throw WeighingError.future(time.day) }
            let from = time.from ?? text("period_from").flatMap(CalendarDate.init(iso:))
            if let from, from > time.day { throw WeighingError.periodReversed(from: from, to: time.day) }
            columns["weighed_on"] = time.day.description.databaseValue
            columns["weighed_at"] = (time.instant?.description).databaseValue
            columns["period_from"] = (from?.description).databaseValue
        }
        guard let day = text("weighed_on").flatMap(CalendarDate.init(iso:)) else { return columns }
        if let destination, !destination.isEmpty { try WeighingDraft.requireDestination(destination, db) }
        for (name, code) in [("container", container), ("to_container", toContainer)] {
            guard let code else { continue }
            let facts = code.isEmpty ? nil : try ContainerFacts(code, on: day, db)
            set(name, facts?.code ?? "")
            if name == "container", let campus = facts?.campus { columns["campus"] = campus.databaseValue }
        }
        let isByVolume = text("method").flatMap(WeighingMethod.init)?.isByVolume == true
        if amount == nil, isByVolume || text("gross_mass_g") != nil || old["gross_mass_g"].map({ !$0.isNull }) == true,
            old["container"] != columns["container"] || (isByVolume && stream != nil && stream != text("stream"))
        {
            throw WeighingError.massOfAnotherContainer
        }
        let stream = try StreamFacts(stream ?? text("stream"), db)
        set("stream", stream.code)
        for (name, value) in [
            ("destination", destination), ("facility", facility), ("ticket", ticket), ("remark", remark),
        ] {
            set(name, value)
        }
        if let isWet { columns["is_wet"] = isWet.databaseValue }
        if let isDoubtful { columns["is_doubtful"] = isDoubtful.databaseValue }
        if let method { columns["method"] = method.rawValue.databaseValue }
        guard let amount else { return columns }
        let mass = try ResolvedMass(
            amount, method: method ?? text("method").flatMap(WeighingMethod.init).flatMap { $0.isByVolume ? nil : $0 },
            container: text("container").flatMap { try ContainerFacts.known($0, on: day, db) }, campus: text("campus"),
            stream: stream, on: day, db)
        // A mass that is typed again says nothing new of how full the container was.
        let unsaid: Set = mass.filling == nil ? ["emptyings", "fill"] : []
        return columns.merging(mass.columns.filter { !unsaid.contains($0.key) }) { _, mass in mass }
    }
}
