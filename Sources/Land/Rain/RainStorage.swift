public import Atlas
import GRDB
public import Languages

/// What the devices of a perimeter can store, beside the area that is disconnected from sewers.
public struct RainStorage: Sendable, Hashable {
    /// The devices that serve there, on the day.
    public let devices: [RainDevice]
    /// m², with what the unknown outlets may add.
    public let disconnected: Estimate
    /// What works say that they store, in litres; it counts as long as they have no device.
    public let declared: Int?
    private let depth: RainDepth

    init(devices: [RainDevice], declared: Int?, depth: RainDepth, disconnected: Estimate) {
        self.devices = devices
        self.declared = declared
        self.depth = depth
        self.disconnected = disconnected
    }

    /// The volumes of the devices, added up, in litres; without any, what is declared.
    public var litres: Int64 {
        devices.isEmpty ? Int64(declared ?? 0) : devices.reduce(0) { $0 + $1.volume.litres }
    }

    /// What they can hold of the rain, in litres, taken to be empty when it begins: ``RainDevice/acting(on:)``.
    public var acting: Estimate {
        guard !devices.isEmpty else { return Estimate(0, lower: 0, upper: Double(litres)) }
        let each = devices.map { $0.acting(on: depth) }
        return Estimate(
            each.reduce(0) { $0 + $1.value }, lower: each.reduce(0) { $0 + $1.lower },
            upper: each.reduce(0) { $0 + $1.upper })
    }

    /// Litres stored per m² that is known to be disconnected: the most that it can be; nil when none is known to be.
    public var litresPerSquareMetre: Double? {
        disconnected.value > 0 ? Double(litres) / disconnected.value : nil
    }

    /// Litres stored per m² if all that may be disconnected is: the least that it can be; nil when none may be.
    public var leastLitresPerSquareMetre: Double? {
        disconnected.upper > 0 ? Double(litres) / disconnected.upper : nil
    }

    /// What a programme's rule says of it.
    public func verdict(_ programme: RainProgramme) -> RainVerdict {
        guard let asked = programme.litresPerSquareMetre else { return .noNumber }
        guard let least = leastLitresPerSquareMetre else { return .nothingDisconnected }
        if least >= asked { return .met }
        if let most = litresPerSquareMetre, most < asked { return .notMet }
        return .unknown
    }
}

/// What a programme's rule says of a storage.
public enum RainVerdict: String, Sendable {
    case met
    case notMet = "not_met"
    /// It depends on surfaces whose outlet is not known.
    case unknown
    case nothingDisconnected = "nothing_disconnected"
    /// The programme states no volume per m².
    case noNumber = "no_number"

    /// The verdict as people say it.
    public var label: Bilingual {
        switch self {
        case .met: Bilingual(fr: "tenu", en: "met")
        case .notMet: Bilingual(fr: "non tenu", en: "not met")
        case .unknown:
            Bilingual(fr: "ne se dit pas : des exutoires manquent", en: "cannot be told: outlets are missing")
        case .nothingDisconnected: Bilingual(fr: "rien n'est déconnecté", en: "nothing is disconnected")
        case .noNumber: Bilingual(fr: "aucun volume chiffré", en: "no volume stated")
        }
    }
}

/// What a water agency's programme asks of a desealing work, from the code list `rain_programme`.
public struct RainProgramme: Sendable, Hashable {
    /// The code, `loire-bretagne`.
    public let code: String
    /// As people say it.
    public let label: Bilingual
    /// The least storage, in litres per m² disconnected; nil when the programme states no number.
    public let litresPerSquareMetre: Double?
    /// What it asks, in words.
    public let asks: Bilingual
    /// Where that is said.
    public let source: String

    /// - Throws: ``RainError/unknownProgramme(_:known:)``
    init(_ code: String, _ db: Database) throws {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM rain_programme WHERE code = ?", arguments: [code])
        else {
            throw RainError.unknownProgramme(
                code, known: try String.fetchAll(db, sql: "SELECT code FROM rain_programme ORDER BY code"))
        }
        self.code = code
        label = Bilingual(fr: row["label_fr"], en: row["label_en"])
        litresPerSquareMetre = row["litres_per_m2"]
        asks = Bilingual(fr: row["asks_fr"], en: row["asks_en"])
        source = row["source"]
    }
}
