public import Atlas
import Formats
import Foundation
import GRDB
import GeoPackage
import Geospatial

extension Atlas {
    /// Records a visit and what was seen during it. A visit without a count is a visit in which nothing was seen.
    ///
    /// - Parameter parcel: the reference, the name or the identity of the parcel; nil when the details name a site.
    /// - Returns: the visit as it is kept, and whether it counts for the minimum of its year.
    /// - Throws: ``VisitError``, ``ProtocolFileError``, ``AtlasError/unknownPerson(_:)``
    @discardableResult
    public func add(
        _ visit: VisitDetails, counts: [TaxonCount], parcel: String? = nil, by person: String? = nil
    ) throws -> JudgedVisit {
        try write(by: person) { db in
            var details = visit
            let rules = try VisitRules(db)
            try rules.complete(&details, parcel: parcel)
            var names: Set<String> = []
            for count in counts {
                guard names.insert(TaxonName(count.name).key).inserted else { throw VisitError.twice(count.name) }
                try rules.check(count, of: details)
            }
            let uuid = details.identity
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM visit WHERE uuid = ?", arguments: [uuid]) == nil else {
                throw VisitError.alreadyThere(uuid)
            }
            let fid = try insert(details, uuid: uuid, db)
            let sheet = try rules.sheet(details.protocolCode)
            let event = VisitObservations.Event(
                fid: fid, uuid: uuid, details: details, quantityType: sheet.quantityType)
            let observations = try VisitObservations(db, srs: srs)
            for count in counts { _ = try observations.add(count, of: event) }
            let visits = try VisitReading(db, library: ProtocolLibrary(db)).visits(ofProtocol: details.protocolCode)
                .filter { $0.details.site == details.site && $0.details.day.year == details.day.year }
            let judged = SiteYear(sheet, site: details.site, year: details.day.year, visits: visits).visits
            guard let own = judged.first(where: { $0.visit.fid == fid }) else { throw VisitError.withoutSite }
            return own
        }
    }

    /// The visits, newest first.
    ///
    /// - Parameters:
    ///   - code: only those of this protocol.
    ///   - site: only those of this site.
    ///   - year: only those of this year.
    public func visits(protocolCode code: String? = nil, site: String? = nil, year: Int? = nil) throws -> [Visit] {
        try pool.read { db in
            try VisitReading(db, library: ProtocolLibrary(db)).visits(ofProtocol: code).filter { visit in
                (site == nil || visit.details.site == site) && (year == nil || visit.details.day.year == year)
            }.reversed()
        }
    }

    /// The protocols that the atlas keeps, by label.
    public func bioindicatorProtocols() throws -> [BioindicatorProtocol] {
        try pool.read { try ProtocolLibrary($0).protocols }
    }

    var srs: Int32 { Int32(crs.authority?.code ?? 0) }

    private func insert(_ visit: VisitDetails, uuid: String, _ db: Database) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO visit (geom, uuid, protocol, site, parcel_uuid, event_date, start_time, duration_minutes,
                  sample_size_value, sample_size_unit, sampling_effort, temperature_class, wind, cloud,
                  weather_favourable, recorded_by, targets_complete, remark)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                visit.position.map { Data(GeometryBlob(.point($0), srs: srs).bytes) }, uuid, visit.protocolCode,
                visit.site, visit.parcel, visit.day.description, visit.startTime, visit.minutes, visit.sampleSize,
                visit.sampleUnit, visit.effort, visit.weather.temperature, visit.weather.wind, visit.weather.cloud,
                visit.weather.isFavourable, visit.observers, visit.isTargetListComplete, visit.remark,
            ])
        return db.lastInsertedRowID
    }
}

/// Reads visits with what was seen during them.
struct VisitReading {
    private let db: Database
    private let library: ProtocolLibrary
    private let resolver: TaxonResolver
    /// Of each protocol that has a list, the names to look for by key.
    private let targets: [String: [(key: String, name: String)]]

    init(_ db: Database, library: ProtocolLibrary) throws {
        self.db = db
        self.library = library
        let resolver = try TaxonResolver(db)
        self.resolver = resolver
        var targets: [String: [(key: String, name: String)]] = [:]
        for sheet in library.protocols {
            targets[sheet.code] = try sheet.targets?.map { (try Self.key($0, resolver), $0) }
        }
        self.targets = targets
    }

    /// One key for all the names of a species.
    func key(_ name: String, cdNom: Int64? = nil) throws -> String { try Self.key(name, cdNom: cdNom, resolver) }

    private static func key(_ name: String, cdNom: Int64? = nil, _ resolver: TaxonResolver) throws -> String {
        try resolver.taxon(named: name, cdNom: cdNom)?.speciesKey ?? name
    }

    /// True for a name that a reference knows, or that a protocol looks for.
    func knows(_ name: String) throws -> Bool {
        if try resolver.taxon(named: name, cdNom: nil)?.cdRef != nil { return true }
        let key = try key(name)
        return targets.values.contains { $0.contains { $0.key == key } }
    }

    /// The visits of a protocol, or all, oldest first.
    func visits(ofProtocol code: String? = nil) throws -> [Visit] {
        let sightings = try sightings()
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT * FROM visit WHERE :code IS NULL OR protocol = :code ORDER BY event_date, start_time, fid",
            arguments: ["code": code])
        return try rows.compactMap { row in
            guard let details = try VisitDetails(row) else { return nil }
            return visit(row["fid"], (row["uuid"] as String?) ?? "", details, sightings[row["fid"]] ?? [])
        }
    }

    private func visit(_ fid: Int64, _ uuid: String, _ details: VisitDetails, _ seen: [Visit.Sighting]) -> Visit {
        guard let list = targets[details.protocolCode] else {
            return Visit(fid: fid, uuid: uuid, details: details, sightings: seen, offList: [], absent: nil)
        }
        let keys = Set(list.map(\.key))
        let found = Set(seen.map(\.key))
        let absent = list.filter { !found.contains($0.key) }.map(\.name)
        return Visit(
            fid: fid, uuid: uuid, details: details, sightings: seen.filter { keys.contains($0.key) },
            offList: seen.filter { !keys.contains($0.key) },
            absent: details.isTargetListComplete == true ? absent : nil)
    }

    /// What was seen, by visit.
    private func sightings() throws -> [Int64: [Visit.Sighting]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT visit_id, scientific_name, cd_nom, 
                  CAST(coalesce(individual_count, organism_quantity, 1) AS INTEGER) AS quantity
                FROM observation WHERE visit_id IS NOT NULL AND occurrence_status = 'present'
                  AND NOT \(IdentificationStatus.isInvalid)
                ORDER BY visit_id, scientific_name, fid
                """)
        var sightings: [Int64: [Visit.Sighting]] = [:]
        while let row = try rows.next() {
            let name: String = row["scientific_name"]
            let quantity: Int = row["quantity"]
            guard quantity > 0 else { continue }
            let sighting = Visit.Sighting(
                name: name, key: try key(name, cdNom: row["cd_nom"]), quantity: quantity)
            sightings[row["visit_id"], default: []].append(sighting)
        }
        return sightings
    }
}

extension VisitDetails {
    /// nil when the day is none.
    fileprivate init?(_ row: Row) throws {
        guard let day = (row["event_date"] as String?).flatMap({ CalendarDate(iso: $0) }) else { return nil }
        self.init(row["protocol"], site: row["site"], on: day)
        parcel = row["parcel_uuid"]
        if case .point(let place?)? = try row.geometry() { position = place }
        startTime = row["start_time"]
        minutes = row["duration_minutes"]
        sampleSize = row["sample_size_value"]
        sampleUnit = row["sample_size_unit"]
        effort = row["sampling_effort"]
        weather.temperature = row["temperature_class"]
        weather.wind = row["wind"]
        weather.cloud = row["cloud"]
        weather.isFavourable = row["weather_favourable"]
        observers = row["recorded_by"]
        isTargetListComplete = row["targets_complete"]
        remark = row["remark"]
    }
}
