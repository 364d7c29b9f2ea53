public import Atlas
import GRDB
public import Languages

/// A campus as the register of waste names it.
public struct Establishment: Sendable, Hashable {
    /// The campus's name in the atlas.
    public var campus: String
    /// Its SIRET.
    public var siret: Siret
    /// Its name in the register of businesses.
    public var name: String
    /// Where it is.
    public var address: PostalAddress
    /// True when it receives the public (établissement recevant du public).
    public var isERP: Bool

    /// An establishment, to be recorded.
    public init(campus: String, siret: Siret, name: String, address: PostalAddress, isERP: Bool = false) {
        self.campus = campus
        self.siret = siret
        self.name = name
        self.address = address
        self.isERP = isERP
    }
}

/// Who carries waste, or stands between who sends it and who treats it.
public struct WasteParty: Sendable, Hashable {
    /// What a party does in a movement.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        case carrier
        case broker
        case trader
        case ecoOrganism = "eco_organism"

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .carrier: Bilingual(fr: "transporteur", en: "carrier")
            case .broker: Bilingual(fr: "courtier", en: "broker")
            case .trader: Bilingual(fr: "négociant", en: "trader")
            case .ecoOrganism: Bilingual(fr: "éco-organisme", en: "eco-organism")
            }
        }
    }

    /// The name, by which collections call it.
    public var name: String
    /// What it does.
    public var role: Role
    /// Its SIRET, or for an eco-organism its SIREN.
    public var siret: String?
    /// The number of its receipt of declaration to the prefect (C. env. R541-50, R541-54-1).
    public var receipt: String?
    /// True when it needs no receipt.
    public var isReceiptExempt: Bool
    /// Where it is.
    public var address: PostalAddress

    /// A party, to be recorded.
    public init(
        name: String, role: Role, siret: String? = nil, receipt: String? = nil, isReceiptExempt: Bool = false,
        address: PostalAddress = PostalAddress()
    ) {
        self.name = name
        self.role = role
        self.siret = siret
        self.receipt = receipt
        self.isReceiptExempt = isReceiptExempt
        self.address = address
    }
}

extension Atlas {
    /// Says what establishment a campus is, in place of what was said before.
    ///
    /// - Throws: ``RegisterError``
    public func setEstablishment(_ establishment: Establishment, by person: String? = nil) throws {
        guard !establishment.name.allSatisfy(\.isWhitespace) else { throw RegisterError.nothingSaid("--name") }
        try write(by: person, reason: establishment.campus) { db in
            try RegisterLists.requireCampus(establishment.campus, db)
            let address = establishment.address
            let values: StatementArguments = [
                establishment.siret.digits, establishment.name, establishment.isERP, address.street,
                address.postalCode, address.city, address.country ?? "FR", establishment.campus,
            ]
            try db.execute(
                sql: """
                    UPDATE establishment SET siret = ?, name = ?, is_erp = ?, address = ?, postal_code = ?, city = ?,
                      country = ? WHERE campus = ?
                    """, arguments: values)
            guard db.changesCount == 0 else { return }
            try db.execute(
                sql: """
                    INSERT INTO establishment
                      (siret, name, is_erp, address, postal_code, city, country, campus, uuid)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, arguments: values + [RowIdentity.timeOrdered()])
        }
    }

    /// The establishments, by campus.
    public func establishments() throws -> [Establishment] {
        try pool.read { try Establishment.all($0) }
    }

    /// Records a party, or says more of one: what is nil stays as it was.
    ///
    /// - Throws: ``RegisterError``
    public func addWasteParty(_ party: WasteParty, by person: String? = nil) throws {
        guard !party.name.allSatisfy(\.isWhitespace) else { throw RegisterError.nothingSaid("le nom") }
        let siret = try party.siret.map { try Self.number($0, of: party.role) }
        try write(by: person, reason: party.name) { db in
            let address = party.address
            try db.execute(
                sql: """
                    INSERT INTO waste_party
                      (uuid, name, role, siret, receipt_number, receipt_exempt, address, postal_code, city, country)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (name, role) DO UPDATE SET
                      siret = coalesce(excluded.siret, siret),
                      receipt_number = coalesce(excluded.receipt_number, receipt_number),
                      receipt_exempt = excluded.receipt_exempt,
                      address = coalesce(excluded.address, address),
                      postal_code = coalesce(excluded.postal_code, postal_code),
                      city = coalesce(excluded.city, city), country = coalesce(excluded.country, country)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), party.name, party.role.rawValue, siret, party.receipt,
                    party.isReceiptExempt, address.street, address.postalCode, address.city, address.country,
                ])
        }
    }

    /// The parties, by role and name.
    public func wasteParties() throws -> [WasteParty] {
        try pool.read { try WasteParty.all($0) }
    }

    private static func number(_ text: String, of role: WasteParty.Role) throws -> String {
        if let siret = Siret(text) { return siret.digits }
        guard role == .ecoOrganism else { throw RegisterError.notSiret(text) }
        guard Siret.isSiren(text) else { throw RegisterError.notSiren(text) }
        return text.filter { !$0.isWhitespace }
    }
}

extension Establishment {
    static func all(_ db: Database) throws -> [Establishment] {
        try Row.fetchAll(
            db,
            sql: "SELECT campus, siret, name, is_erp, address, postal_code, city, country FROM establishment ORDER BY 1"
        ).compactMap { row in
            guard let siret = Siret(row["siret"]) else { return nil }
            return Establishment(
                campus: row["campus"], siret: siret, name: row["name"], address: PostalAddress(row),
                isERP: row["is_erp"])
        }
    }
}

extension WasteParty {
    static func all(_ db: Database) throws -> [WasteParty] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT name, role, siret, receipt_number, receipt_exempt, address, postal_code, city, country
                FROM waste_party ORDER BY role, name
                """
        ).compactMap { row in
            Role(rawValue: row["role"]).map { role in
                WasteParty(
                    name: row["name"], role: role, siret: row["siret"], receipt: row["receipt_number"],
                    isReceiptExempt: row["receipt_exempt"], address: PostalAddress(row))
            }
        }
    }
}

extension PostalAddress {
    /// - Parameter row: address, postal_code, city, country.
    init(_ row: Row) {
        self.init(
            street: row["address"], postalCode: row["postal_code"], city: row["city"], country: row["country"])
    }
}

/// What the register takes from lists of the atlas, and refuses by name.
enum RegisterLists {
    static func requireCampus(_ name: String, _ db: Database) throws {
        let known = try String.fetchAll(db, sql: "SELECT DISTINCT name FROM campus ORDER BY name")
        guard known.contains(name) else { throw RegisterError.unknownCampus(name, known: known) }
    }

    static func requireStream(_ code: String, _ db: Database) throws {
        let known = try String.fetchAll(db, sql: "SELECT code FROM waste_stream ORDER BY fid")
        guard known.contains(code) else { throw RegisterError.unknownStream(code, known: known) }
    }

    static func requireDestination(_ code: String, _ db: Database) throws {
        let known = try String.fetchAll(db, sql: "SELECT code FROM waste_destination ORDER BY fid")
        guard known.contains(code) else { throw RegisterError.unknownDestination(code, known: known) }
    }

    static func requireFacility(_ name: String, _ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM facility WHERE name = ?", arguments: [name]) == true else {
            throw RegisterError.unknownFacility(name)
        }
    }

    static func requireParty(_ name: String, _ role: WasteParty.Role, _ db: Database) throws {
        let sql = "SELECT 1 FROM waste_party WHERE name = ? AND role = ?"
        guard try Bool.fetchOne(db, sql: sql, arguments: [name, role.rawValue]) == true else {
            throw RegisterError.unknownParty(name, role: role)
        }
    }
}
