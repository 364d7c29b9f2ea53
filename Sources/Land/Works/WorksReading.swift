public import Atlas
import Formats
import GRDB
public import Geospatial

extension Atlas {
    /// All works, by number.
    public func works() throws -> [Works] { try pool.read { try Works.all($0) } }

    /// Works by number.
    ///
    /// - Throws: ``WorksError/unknown(_:)``
    public func works(_ number: Int64) throws -> Works { try pool.read { try Works.one(number, $0) } }

    /// The other planned works that share ground with some.
    public func worksOverlapping(_ number: Int64) throws -> [Works] {
        let all = try works()
        guard let footprint = try all.first(where: { $0.number == number })?.footprint else { return [] }
        return try all.filter {
            try $0.number != number && $0.status.isPlanned && $0.footprint.sharesInterior(with: footprint)
        }
    }

    /// The shape of a parcel, in the working system, by its reference, name or identity.
    ///
    /// - Throws: ``WorksError/unknownParcel(_:)``
    public func parcelShape(_ name: String) throws -> MultiPolygon {
        try pool.read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT geom FROM parcel WHERE valid_to IS NULL AND geom IS NOT NULL
                      AND (reference = :name OR name = :name OR uuid = :name) ORDER BY fid DESC
                    """, arguments: ["name": name])
            guard let shape = try row?.geometry()?.polygonal else { throw WorksError.unknownParcel(name) }
            return shape
        }
    }
}

extension Works {
    static func all(_ db: Database) throws -> [Works] {
        try Row.fetchAll(db, sql: "SELECT * FROM works ORDER BY fid").compactMap { try Works($0, db) }
    }

    static func one(_ number: Int64, _ db: Database) throws -> Works {
        guard
            let row = try Row.fetchOne(db, sql: "SELECT * FROM works WHERE fid = ?", arguments: [number]),
            let works = try Works(row, db)
        else { throw WorksError.unknown(number) }
        return works
    }

    private init?(_ row: Row, _ db: Database) throws {
        guard let status = WorksStatus(rawValue: row["status"]) else { return nil }
        let number: Int64 = row["fid"]
        self.init(
            number: number, uuid: row["uuid"] ?? "", name: row["name"], status: status, due: row.day("due_on"),
            done: row.day("done_on"), partOf: row["part_of"], surfaces: try Self.surfaces(of: number, db),
            details: try WorksDetails(row, db), steps: try Self.steps(of: number, db))
    }

    private static func surfaces(of number: Int64, _ db: Database) throws -> [NewSurface] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM works_surface WHERE works_id = ? ORDER BY fid", arguments: [number]
        ).compactMap { row in
            guard let geometry = try row.geometry()?.polygonal else { return nil }
            return NewSurface(
                surfaceType: row["surface_type"], geometry: geometry,
                landUse: (row["land_use"] as String?).flatMap(LandUse.init),
                outlet: (row["outlet"] as String?).flatMap(Outlet.init), name: row["name"])
        }
    }

    private static func steps(of number: Int64, _ db: Database) throws -> [WorksStep] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM works_step WHERE works_id = ? ORDER BY fid", arguments: [number]
        ).compactMap { row in
            guard let status = WorksStatus(rawValue: row["status"]), let day = row.day("step_on") else { return nil }
            return WorksStep(status: status, on: day, person: row["person"], remark: row["remark"])
        }
    }
}

extension WorksDetails {
    fileprivate init(_ row: Row, _ db: Database) throws {
        self.init()
        due = row.day("due_on")
        sewerLeft = row["sewer_left"]
        storageLitres = row["storage_l"]
        parkingBefore = row["parking_before"]
        parkingAfter = row["parking_after"]
        shade = row["shade_m2"]
        actionSheet = row["action_sheet"]
        remark = row["remark"]
        let key: StatementArguments = [row["fid"] as Int64]
        costs = try Row.fetchAll(db, sql: "SELECT * FROM works_cost WHERE works_id = ? ORDER BY fid", arguments: key)
            .compactMap { line in
                WorksCost.Kind(rawValue: line["kind"]).map {
                    WorksCost(label: line["label"], kind: $0, cents: line["amount_cents"], on: line.day("cost_on"))
                }
            }
        grants = try Row.fetchAll(db, sql: "SELECT * FROM works_grant WHERE works_id = ? ORDER BY fid", arguments: key)
            .map {
                WorksGrant(
                    agency: $0["agency"], fileNumber: $0["file_number"], rate: $0["rate"], cents: $0["amount_cents"])
            }
        trees = try Row.fetchAll(db, sql: "SELECT * FROM works_tree WHERE works_id = ? ORDER BY fid", arguments: key)
            .compactMap { line in
                WorksTrees.Act(rawValue: line["act"]).map {
                    WorksTrees(act: $0, scientificName: line["scientific_name"], count: line["tree_count"])
                }
            }
    }
}

extension Row {
    fileprivate func day(_ column: String) -> CalendarDate? {
        (self[column] as String?).flatMap(CalendarDate.init(iso:))
    }
}
