public import Atlas
public import Formats
import Foundation
import GRDB
import GeoPackage
public import Geospatial
public import Languages

/// A work that holds rain back, or lets it into the ground.
public struct RainDevice: Sendable, Hashable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
        case tank
        case swale
        case basin
        case trench
        case infiltrationWell = "infiltration_well"

        /// The kind as people say it.
        public var label: Bilingual {
            switch self {
            case .tank: Bilingual(fr: "citerne", en: "tank")
            case .swale: Bilingual(fr: "noue", en: "swale")
            case .basin: Bilingual(fr: "bassin", en: "basin")
            case .trench: Bilingual(fr: "tranchée", en: "trench")
            case .infiltrationWell: Bilingual(fr: "puits d'infiltration", en: "infiltration well")
            }
        }

        var colour: String {
            switch self {
            case .tank: "#1f4e79"
            case .swale: "#3c9d9b"
            case .basin: "#2e86c1"
            case .trench: "#7d6b91"
            case .infiltrationWell: "#5b5b5b"
            }
        }
    }

    /// The public identity.
    public let uuid: String
    /// The name.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// What it can hold when empty.
    public let volume: WaterVolume
    /// The area whose rain it receives, as stated; nil when it is not known.
    public let connectedArea: GroundArea?
    /// Where it is, in the working reference system.
    public let position: Position
    /// True when its water is used again.
    public let isReused: Bool
    /// First day of service; nil when it is not known.
    public let validFrom: CalendarDate?
    /// First day out of service; nil while it serves.
    public let validTo: CalendarDate?
    /// The works (`works.fid`) that built it.
    public let works: Int64?

    /// A device to be added to an atlas.
    public init(
        name: String, kind: Kind, volume: WaterVolume, at position: Position, connectedArea: GroundArea? = nil,
        since validFrom: CalendarDate? = nil, works: Int64? = nil, isReused: Bool = false
    ) {
        uuid = RowIdentity.timeOrdered()
        self.name = name.trimmingCharacters(in: .whitespaces)
        self.kind = kind
        self.volume = volume
        self.connectedArea = connectedArea
        self.position = position
        self.isReused = isReused
        self.validFrom = validFrom
        validTo = nil
        self.works = works
    }

    init?(_ row: Row) throws {
        guard case .point(let place?)? = try row.geometry(), let kind = Kind(rawValue: row["kind"]),
            let volume = WaterVolume(litres: row["volume_l"])
        else { return nil }
        uuid = (row["uuid"] as String?) ?? ""
        name = row["name"]
        self.kind = kind
        self.volume = volume
        connectedArea = (row["connected_area_m2"] as Double?).flatMap { GroundArea(squareMetres: $0) }
        position = place
        isReused = row["reuse"]
        validFrom = (row["valid_from"] as String?).flatMap { CalendarDate(iso: $0) }
        validTo = (row["valid_to"] as String?).flatMap { CalendarDate(iso: $0) }
        works = row["works_id"]
    }

    /// The most litres of a rain that it can act on: its volume, or the rain on the area that is connected when that is
    /// less. Between none and its volume when that area is not known.
    public func acting(on depth: RainDepth) -> Estimate {
        let volume = Double(self.volume.litres)
        guard let area = connectedArea?.squareMetres else { return Estimate(0, lower: 0, upper: volume) }
        return Estimate(exactly: min(volume, depth.millimetres * area))
    }

    /// True when it serves on a day.
    public func serves(on day: CalendarDate) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validTo.map { $0 > day } ?? true)
    }
}

/// How fast the ground took water in, where someone tried.
public struct InfiltrationTest: Sendable, Hashable {
    /// Where, in the working reference system.
    public let position: Position
    /// The day.
    public let day: CalendarDate
    /// What was measured.
    public let rate: InfiltrationRate
    /// How: double ring, Porchet…
    public let method: String
    /// The works (`works.fid`) that it prepares or verifies.
    public let works: Int64?

    /// A test to be recorded.
    public init(
        at position: Position, on day: CalendarDate, rate: InfiltrationRate, method: String, works: Int64? = nil
    ) {
        self.position = position
        self.day = day
        self.rate = rate
        self.method = method
        self.works = works
    }
}

extension Atlas {
    /// Adds a device.
    ///
    /// - Returns: where it stands; a place outside every campus is kept, and is for the person to be warned of.
    /// - Throws: ``RainError``, ``WorksError/unknown(_:)``, ``AtlasError/unknownPerson(_:)``
    @discardableResult
    public func add(_ device: RainDevice, by person: String? = nil) throws -> Whereabouts {
        guard !device.name.isEmpty else { throw RainError.deviceWithoutName }
        guard device.volume.litres > 0 else { throw RainError.deviceWithoutVolume(device.name) }
        try write(by: person) { db in
            try requireWorks(device.works, db)
            if let known = try RainDevice.rows(named: device.name, db).first, known.validTo == nil {
                throw RainError.deviceExists(device.name)
            }
            try db.execute(
                sql: """
                    INSERT INTO rain_device
                      (geom, uuid, name, kind, volume_l, connected_area_m2, reuse, works_id, valid_from)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    stored(device.position), device.uuid, device.name, device.kind.rawValue, device.volume.litres,
                    device.connectedArea?.squareMetres, device.isReused, device.works, device.validFrom?.description,
                ])
        }
        return try whereabouts(of: device.position, on: device.validFrom ?? .today)
    }

    /// Takes a device out of service: it stays in the book, and in the figures of the days before.
    ///
    /// - Parameter name: its name or its identity.
    /// - Throws: ``RainError``
    public func closeRainDevice(_ name: String, on day: CalendarDate, by person: String? = nil) throws {
        try write(by: person) { db in
            let device = try RainDevice.row(named: name, servingOn: day, db)
            try db.execute(
                sql: "UPDATE rain_device SET valid_to = ? WHERE fid = ?", arguments: [day.description, device.fid])
        }
    }

    /// The devices, by name.
    ///
    /// - Parameter day: only those that serve on this day; nil for all.
    public func rainDevices(on day: CalendarDate? = nil) throws -> [RainDevice] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM rain_device WHERE geom IS NOT NULL ORDER BY name, fid")
                .compactMap { try RainDevice($0) }
                .filter { device in day.map { device.serves(on: $0) } ?? true }
        }
    }

    /// Records an infiltration test.
    ///
    /// - Returns: where it was made.
    /// - Throws: ``RainError``, ``WorksError/unknown(_:)``, ``AtlasError/unknownPerson(_:)``
    @discardableResult
    public func record(_ test: InfiltrationTest, by person: String? = nil) throws -> Whereabouts {
        let method = test.method.trimmingCharacters(in: .whitespaces)
        guard !method.isEmpty else { throw RainError.testWithoutMethod }
        try write(by: person) { db in
            try requireWorks(test.works, db)
            try db.execute(
                sql: """
                    INSERT INTO infiltration_test (geom, uuid, tested_on, rate_mm_h, method, works_id, person)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    stored(test.position), RowIdentity.timeOrdered(), test.day.description,
                    test.rate.millimetresPerHour, method, test.works, person,
                ])
        }
        return try whereabouts(of: test.position, on: test.day)
    }

    private func stored(_ position: Position) -> Data {
        let point = Geometry.point(position).rounded(to: Atlas.grid).geometry
        return Data(GeometryBlob(point, srs: Int32(crs.authority?.code ?? 0)).bytes)
    }

    private func requireWorks(_ works: Int64?, _ db: Database) throws {
        guard let works else { return }
        let isKnown = try Bool.fetchOne(db, sql: "SELECT 1 FROM works WHERE fid = ?", arguments: [works])
        guard isKnown == true else { throw WorksError.unknown(works) }
    }
}

extension RainDevice {
    /// A device as other rows name it.
    struct Key {
        let fid: Int64
        let uuid: String
        let validFrom: String?
        let validTo: String?
    }

    /// The devices of that name or identity, the last to enter service first.
    static func rows(named name: String, _ db: Database) throws -> [Key] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT fid, uuid, valid_from, valid_to FROM rain_device WHERE name = ? OR uuid = ?
                ORDER BY valid_to IS NOT NULL, valid_from DESC, fid DESC
                """, arguments: [name, name]
        ).map {
            Key(
                fid: $0["fid"], uuid: ($0["uuid"] as String?) ?? "", validFrom: $0["valid_from"],
                validTo: $0["valid_to"])
        }
    }

    /// The only device of that name or identity that serves on the day.
    static func row(named name: String, servingOn day: CalendarDate, _ db: Database) throws -> Key {
        let named = try rows(named: name, db)
        guard !named.isEmpty else {
            throw RainError.unknownDevice(
                name, known: try String.fetchAll(db, sql: "SELECT DISTINCT name FROM rain_device ORDER BY name"))
        }
        let serving = named.filter {
            ($0.validFrom ?? "") <= day.description && ($0.validTo ?? "9999-12-31") > day.description
        }
        guard let device = serving.first else { throw RainError.deviceNotServing(name, on: day) }
        guard serving.count == 1 else { throw RainError.deviceAmbiguous(name) }
        return device
    }
}
