public import Atlas
public import Formats
import Foundation
import GRDB
import GeoPackage
import Geospatial

extension Atlas {
    /// Records a plant.
    ///
    /// - Returns: its identity, for life.
    /// - Throws: ``PlantError``, ``AtlasError/unknownPerson(_:)``
    @discardableResult
    public func add(_ plant: NewPlant, by person: String? = nil) throws -> String {
        guard !plant.scientificName.trimmingCharacters(in: .whitespaces).isEmpty else { throw PlantError.noName }
        guard plant.individuals > 0 else { throw PlantError.notPositive("--count") }
        return try write(by: person) { db in
            let taxon = try TaxonResolver(db).taxon(named: plant.scientificName, cdNom: nil)
            let habit = try self.habit(of: plant, taxon, db)
            if plant.origin == nil, PlantHabit.woody.contains(habit) {
                throw PlantError.originNeeded(plant.scientificName)
            }
            let uuid = RowIdentity.timeOrdered()
            try insert(plant, uuid: uuid, habit: habit, cdNom: taxon?.cdRef, db)
            return uuid
        }
    }

    private func habit(of plant: NewPlant, _ taxon: ResolvedTaxon?, _ db: Database) throws -> String {
        if let habit = plant.habit {
            guard PlantHabit.all.contains(habit) else { throw PlantError.unknownHabit(habit, known: PlantHabit.all) }
            return habit
        }
        guard let habit = try TaxonHabits(db).habit(of: plant.scientificName, taxon) else {
            throw PlantError.habitNeeded(plant.scientificName, known: PlantHabit.all)
        }
        return habit
    }

    private func insert(_ plant: NewPlant, uuid: String, habit: String, cdNom: Int64?, _ db: Database) throws {
        var (origin, day, lot) = ("unknown", CalendarDate?.none, PlantLot())
        switch plant.origin {
        case .planted(let on, let from)?: (origin, day, lot) = ("planted", on, from)
        case .spontaneous?: origin = "spontaneous"
        case nil: break
        }
        try db.execute(
            sql: """
                INSERT INTO plant (geom, uuid, name, scientific_name, cd_nom, habit, growth_origin, planted_on,
                  individual_count, lot, provenance, is_vegetal_local, vegetal_local_region, vegetal_local_certificate,
                  exemption, remark)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Data(GeometryBlob(.point(plant.position), srs: srs).bytes), uuid, plant.name, plant.scientificName,
                cdNom,
                habit, origin, day?.description, plant.individuals, lot.number, lot.provenance, lot.isVegetalLocal,
                lot.region, lot.certificate, plant.exemption?.rawValue, plant.remark,
            ])
    }

    /// Closes a plant or a bed: it stays in the atlas, and is no longer there from that day.
    ///
    /// - Parameters:
    ///   - kind: felled, or replaced by another.
    ///   - reason: why, which its history keeps.
    /// - Throws: ``PlantError``, ``AtlasError/unknownPerson(_:)``
    public func removePlant(
        _ uuid: String, on day: CalendarDate, as kind: PlantEvent.Kind = .felled, reason: String?,
        by person: String? = nil
    ) throws {
        var event = PlantEvent(kind, on: day)
        event.remark = reason
        try write(by: person, reason: reason) { db in
            let row = try PlantRow(uuid, db)
            if let removed = row.record.removedOn { throw PlantError.alreadyRemoved(uuid, on: removed) }
            guard row.record.plantedOn.map({ $0 < day }) ?? true else { throw row.outOfLife(day) }
            try db.execute(
                sql: "UPDATE \(row.record.table) SET removed_on = ? WHERE fid = ?",
                arguments: [day.description, row.fid])
            try record(event, of: row, by: person, db)
        }
    }

    /// Records what was measured on a plant or a bed, or done to it.
    ///
    /// - Throws: ``PlantError``, ``AtlasError/unknownPerson(_:)``
    public func record(_ event: PlantEvent, ofPlant uuid: String, by person: String? = nil) throws {
        if event.kind.isEnd { throw PlantError.endsByRemoval(event.kind) }
        let measures = [("--height", event.height), ("--girth", event.girth), ("--crown", event.crown)]
        if event.kind == .measured, measures.allSatisfy({ $0.1 == nil }) { throw PlantError.nothingMeasured }
        for (name, value) in measures {
            if let value, !(value > 0 && value.isFinite) { throw PlantError.notPositive(name) }
        }
        try write(by: person) { db in
            let row = try PlantRow(uuid, db)
            let (from, until) = (row.record.plantedOn, row.record.removedOn)
            guard from.map({ $0 <= event.day }) ?? true, until.map({ event.day <= $0 }) ?? true else {
                throw row.outOfLife(event.day)
            }
            try record(event, of: row, by: person, db)
        }
    }

    private func record(_ event: PlantEvent, of row: PlantRow, by person: String?, _ db: Database) throws {
        let isBed = row.record.table == "planting_bed"
        try db.execute(
            sql: """
                INSERT INTO plant_event (uuid, plant_id, bed_id, kind, on_day, height_m, girth_cm, crown_m, person, remark)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                RowIdentity.timeOrdered(), isBed ? nil : row.fid, isBed ? row.fid : nil, event.kind.rawValue,
                event.day.description, event.height, event.girth, event.crown, event.person ?? person, event.remark,
            ])
    }

    /// A plant or a bed, with its history.
    ///
    /// - Throws: ``PlantError/unknown(_:)``
    public func plant(_ uuid: String) throws -> PlantRecord { try pool.read { try PlantRow(uuid, $0).record } }

    /// The plants and beds, in the order in which they came.
    ///
    /// - Parameter day: those alive on it; nil for all.
    public func plants(on day: CalendarDate?) throws -> [PlantRecord] {
        try pool.read { db in
            let events = try PlantRow.events(db)
            return try PlantRow.tables.flatMap { table in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM \(table) WHERE :on IS NULL
                          OR (planted_on IS NULL OR planted_on <= :on) AND (removed_on IS NULL OR removed_on > :on)
                        ORDER BY fid
                        """, arguments: ["on": day?.description]
                ).map { PlantRow($0, table: table, events: events).record }
            }
        }
    }
}

/// A row of `plant` or `planting_bed`.
struct PlantRow {
    static let tables = ["plant", "planting_bed"]

    struct Key: Hashable {
        let table: String
        let fid: Int64
    }

    let fid: Int64
    let cdNom: Int64?
    let record: PlantRecord

    init(_ uuid: String, _ db: Database) throws {
        for table in Self.tables {
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM \(table) WHERE uuid = ?", arguments: [uuid])
            else { continue }
            self.init(row, table: table, events: try Self.events(db, of: Key(table: table, fid: row["fid"])))
            return
        }
        throw PlantError.unknown(uuid)
    }

    init(_ row: Row, table: String, events: [Key: [PlantEvent]]) {
        func day(_ column: String) -> CalendarDate? { (row[column] as String?).flatMap(CalendarDate.init(iso:)) }
        fid = row["fid"]
        cdNom = row["cd_nom"]
        let (planted, removed) = (day("planted_on"), day("removed_on"))
        var history = events[Key(table: table, fid: fid)] ?? []
        if let planted, !history.contains(where: { $0.kind == .planted }) {
            history.insert(PlantEvent(.planted, on: planted), at: 0)
        }
        if let removed, !history.contains(where: \.kind.isEnd) { history.append(PlantEvent(.felled, on: removed)) }
        record = PlantRecord(
            table: table, uuid: row["uuid"] ?? "", name: row["name"], scientificName: row["scientific_name"],
            habit: row["habit"], origin: row["growth_origin"], individuals: row["individual_count"], plantedOn: planted,
            removedOn: removed, lot: PlantLot(row),
            exemption: (row["exemption"] as String?).flatMap(PlantExemption.init),
            remark: row["remark"], history: history)
    }

    func outOfLife(_ day: CalendarDate) -> PlantError {
        .notALife(record.uuid, from: record.plantedOn, until: record.removedOn, on: day)
    }

    /// The events, oldest first; of one plant, or of all.
    static func events(_ db: Database, of key: Key? = nil) throws -> [Key: [PlantEvent]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT * FROM plant_event WHERE :table IS NULL OR (:table = 'plant' AND plant_id = :fid)
                  OR (:table = 'planting_bed' AND bed_id = :fid)
                ORDER BY on_day, fid
                """, arguments: ["table": key?.table, "fid": key?.fid])
        var events: [Key: [PlantEvent]] = [:]
        while let row = try rows.next() {
            guard let event = PlantEvent(row) else { continue }
            let plant = (row["plant_id"] as Int64?).map { Key(table: "plant", fid: $0) }
            let bed = (row["bed_id"] as Int64?).map { Key(table: "planting_bed", fid: $0) }
            guard let key = plant ?? bed else { continue }
            events[key, default: []].append(event)
        }
        return events
    }
}

extension PlantEvent {
    fileprivate init?(_ row: Row) {
        guard let kind = Kind(rawValue: row["kind"]), let day = CalendarDate(iso: row["on_day"]) else { return nil }
        self.init(kind, on: day)
        height = row["height_m"]
        girth = row["girth_cm"]
        crown = row["crown_m"]
        person = row["person"]
        remark = row["remark"]
    }
}

extension PlantLot {
    fileprivate init(_ row: Row) {
        self.init()
        number = row["lot"]
        provenance = row["provenance"]
        isVegetalLocal = row["is_vegetal_local"]
        region = row["vegetal_local_region"]
        certificate = row["vegetal_local_certificate"]
    }
}
