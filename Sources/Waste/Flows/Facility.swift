public import Atlas
import Formats
import GRDB

/// A place that takes waste: sorting centre, plant, landfill, composting platform.
public struct Facility: Sendable, Hashable {
    /// The name that weighings give it.
    public let name: String
    /// 14 digits, whose last checks the others.
    public let siret: String?
    /// Number and street.
    public let address: String?
    /// Five digits in France.
    public let postalCode: String?
    /// The town.
    public let city: String?
    /// ISO 3166-1, two letters.
    public let country: String?
    /// What it is, in one's own words.
    public let kind: String?
    /// Anything to add.
    public let remark: String?

    /// - Throws: ``FlowError``
    public init(
        name: String, siret: String? = nil, address: String? = nil, postalCode: String? = nil, city: String? = nil,
        country: String? = nil, kind: String? = nil, remark: String? = nil
    ) throws(FlowError) {
        let digits = siret.map { $0.filter { !$0.isWhitespace } }
        if let digits, !Self.isSIRET(digits) { throw .wrongSIRET(siret ?? "") }
        guard !name.allSatisfy(\.isWhitespace) else { throw .unknownFacility(name) }
        self.name = name
        self.siret = digits
        self.address = address
        self.postalCode = postalCode
        self.city = city
        self.country = country
        self.kind = kind
        self.remark = remark
    }

    /// Luhn's sum; La Poste's establishments (SIREN 356 000 000) are checked by the plain sum of their digits instead.
    static func isSIRET(_ text: String) -> Bool {
        let digits = text.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
        guard digits.count == 14, text.count == 14 else { return false }
        let luhn = digits.enumerated().reduce(0) { sum, item in
            let doubled = item.element * (item.offset % 2 == 0 ? 2 : 1)
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return luhn % 10 == 0 || (text.hasPrefix("356000000") && digits.reduce(0, +) % 5 == 0)
    }
}

extension Facility {
    init(_ row: Row) throws(FlowError) {
        try self.init(
            name: row["name"], siret: row["siret"], address: row["address"], postalCode: row["postal_code"],
            city: row["city"], country: row["country"], kind: row["kind"], remark: row["remark"])
    }
}

/// The energy performance of a plant that burns waste, in one year.
public struct EnergyPerformance: Sendable, Hashable {
    /// The plant's name.
    public let facility: String
    /// The year.
    public let year: Int
    /// As the plant states it, 0.65 for 65 %.
    public let value: Double
    /// What R1 asks of this plant: 0.60 unless its permit says more.
    public let threshold: Double
    /// Where the value comes from.
    public let source: String?

    /// - Throws: ``FlowError/wrongPerformance(_:threshold:)``
    public init(
        of facility: String, year: Int, value: Double, threshold: Double = 0.60, source: String? = nil
    ) throws(FlowError) {
        guard (0...2).contains(value), (0.60...1).contains(threshold) else {
            throw .wrongPerformance(value, threshold: threshold)
        }
        self.facility = facility
        self.year = year
        self.value = value
        self.threshold = threshold
        self.source = source
    }

    /// True when what it burnt that year was recovered as energy (R1), and not disposed of (D10).
    public var isRecovery: Bool { value >= threshold }
}

extension Atlas {
    /// Adds a facility, or completes the one of that name: what is not given stays.
    ///
    /// - Returns: its identity.
    @discardableResult
    public func add(_ facility: Facility, by person: String? = nil) throws -> String {
        try write(by: person, reason: facility.name) { db in
            let details: [(any DatabaseValueConvertible)?] = [
                facility.siret, facility.address, facility.postalCode, facility.city, facility.country, facility.kind,
                facility.remark,
            ]
            if let known = try String.fetchOne(
                db, sql: "SELECT uuid FROM facility WHERE name = ?", arguments: [facility.name])
            {
                try db.execute(
                    sql: """
                        UPDATE facility SET siret = coalesce(?, siret), address = coalesce(?, address),
                          postal_code = coalesce(?, postal_code), city = coalesce(?, city),
                          country = coalesce(?, country), kind = coalesce(?, kind), remark = coalesce(?, remark)
                        WHERE name = ?
                        """, arguments: StatementArguments(details + [facility.name]))
                return known
            }
            let identity = RowIdentity.timeOrdered()
            try db.execute(
                sql: """
                    INSERT INTO facility (siret, address, postal_code, city, country, kind, remark, name, uuid)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, arguments: StatementArguments(details + [facility.name, identity]))
            return identity
        }
    }

    /// Records the energy performance of a plant in a year; a value already known for that year is changed.
    ///
    /// - Throws: ``FlowError``
    public func record(_ performance: EnergyPerformance, by person: String? = nil) throws {
        try write(by: person, reason: performance.facility) { db in
            try Self.requireFacility(performance.facility, db)
            let values: StatementArguments = [
                performance.value, performance.threshold, performance.source, performance.facility, performance.year,
            ]
            try db.execute(
                sql: """
                    UPDATE facility_performance SET r1_energy_efficiency = ?, r1_threshold = ?, source = ?
                    WHERE facility = ? AND year = ?
                    """, arguments: values)
            guard db.changesCount == 0 else { return }
            try db.execute(
                sql: """
                    INSERT INTO facility_performance (r1_energy_efficiency, r1_threshold, source, facility, year, uuid)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """, arguments: values + [RowIdentity.timeOrdered()])
        }
    }

    static func requireFacility(_ name: String, _ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM facility WHERE name = ?", arguments: [name]) == true else {
            throw FlowError.unknownFacility(name)
        }
    }

    static func requireStream(_ code: String, _ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM waste_stream WHERE code = ?", arguments: [code]) == true else {
            throw FlowError.unknownStream(code)
        }
    }

    static func requireDestination(_ code: String, _ db: Database) throws {
        let known = try String.fetchAll(db, sql: "SELECT code FROM waste_destination ORDER BY fid")
        guard known.contains(code) else { throw FlowError.unknownDestination(code, known: known) }
    }

    /// The facilities, by name.
    public func facilities() throws -> [Facility] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM facility ORDER BY name").map { try Facility($0) }
        }
    }

    /// The energy performances of a plant, by year.
    public func energyPerformances(of facility: String) throws -> [EnergyPerformance] {
        try pool.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM facility_performance WHERE facility = ? ORDER BY year", arguments: [facility]
            ).map { row in
                try EnergyPerformance(
                    of: row["facility"], year: row["year"], value: row["r1_energy_efficiency"],
                    threshold: row["r1_threshold"], source: row["source"])
            }
        }
    }

    /// The facilities that weighings name and the book does not know, with how many name them and how many grams: no route
    /// proves where that went. What needs no proof is left out.
    public func unknownFacilities() throws -> [(name: String, weighings: Int, grams: Int64)] {
        try pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT w.facility, count(*), sum(w.net_mass_g)
                    FROM weighing_current AS w LEFT JOIN waste_destination AS d ON d.code = w.destination
                    WHERE w.facility IS NOT NULL AND w.to_container IS NULL
                      AND w.facility NOT IN (SELECT name FROM facility)
                      AND (d.code IS NULL OR (d.is_waste AND d.evidence_needed IS NOT NULL AND d.code <> ?))
                    GROUP BY w.facility ORDER BY 3 DESC, 1
                    """, arguments: [FlowRules.compostedHere]
            ).map { ($0[0], $0[1], $0[2]) }
        }
    }
}
