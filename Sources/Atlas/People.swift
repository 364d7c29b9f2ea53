package import GRDB
public import Languages

/// What a person does in the atlas.
public enum Trade: String, Sendable, CaseIterable {
    case ecologist
    case groundskeeper
    case wasteStaff = "waste_staff"
    case sustainabilityLead = "sustainability_lead"

    /// The trade as people say it.
    public var label: Bilingual {
        switch self {
        case .ecologist: Bilingual(fr: "écologue", en: "ecologist")
        case .groundskeeper: Bilingual(fr: "jardinier", en: "groundskeeper")
        case .wasteStaff: Bilingual(fr: "agent déchets", en: "waste staff")
        case .sustainabilityLead: Bilingual(fr: "responsable développement durable", en: "sustainability lead")
        }
    }
}

/// Someone who writes in the books.
public struct Person: Sendable, Hashable {
    /// The name.
    public let name: String
    /// What they do.
    public let trade: Trade

    /// A person, to be added to an atlas.
    public init(name: String, trade: Trade) {
        self.name = name
        self.trade = trade
    }
}

extension Atlas {
    /// The people of the atlas, by name.
    public func people() throws -> [Person] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT name, trade FROM person ORDER BY name").compactMap { row in
                Trade(rawValue: row["trade"]).map { Person(name: row["name"], trade: $0) }
            }
        }
    }

    /// Adds a person, or changes their trade.
    public func add(_ person: Person) throws {
        try write(by: nil) { db in
            try db.execute(
                sql: "UPDATE person SET trade = ? WHERE name = ?", arguments: [person.trade.rawValue, person.name])
            guard db.changesCount == 0 else { return }
            try db.execute(
                sql: "INSERT INTO person (uuid, name, trade) VALUES (?, ?, ?)",
                arguments: [RowIdentity.timeOrdered(), person.name, person.trade.rawValue])
        }
    }

    package func requirePerson(_ name: String, _ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM person WHERE name = ?", arguments: [name]) == true else {
            throw AtlasError.unknownPerson(name)
        }
    }
}
