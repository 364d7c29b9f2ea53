import GRDB
public import Languages

/// What a stream is, as far as a rate asks.
public struct StreamTraits: Sendable, Hashable {
    /// The code, `OM`.
    public let code: String
    /// As people say it.
    public let label: Bilingual
    /// Whether it is hazardous.
    public let isHazardous: Bool
    /// Whether it is residual household waste, LoW 20 03 01.
    public let isHousehold: Bool
    /// Whether it is municipal-like, non-hazardous and not of building works.
    public let isCore: Bool
    /// The code of the list of waste that it bears when none is said.
    public let lowCode: String?
    /// How far the published densities are apart; nil when none is.
    package let density: DensitySpread?

    package init(
        code: String, label: Bilingual, isHazardous: Bool, isHousehold: Bool, isCore: Bool, lowCode: String?,
        density: DensitySpread? = nil
    ) {
        self.code = code
        self.label = label
        self.isHazardous = isHazardous
        self.isHousehold = isHousehold
        self.isCore = isCore
        self.lowCode = lowCode
        self.density = density
    }

    /// Waste of building works: chapter 17 of the list of waste.
    public var isWorks: Bool { lowCode?.hasPrefix("17") == true }

    /// Municipal waste as directive (EU) 2018/851, recital 10, draws it: 15 01 and chapter 20 of the list of waste, without
    /// soil and stones, septic sludge and sewage cleaning.
    public var isMunicipal: Bool {
        guard let lowCode, !["20 02 02", "20 03 04", "20 03 06"].contains(lowCode) else { return false }
        return lowCode.hasPrefix("20") || lowCode.hasPrefix("15 01")
    }
}

/// What a destination is, as far as a rate asks.
public struct DestinationTraits: Sendable, Hashable {
    /// Whether a definition counts a destination.
    public enum Verdict: Sendable, Hashable {
        case yes
        case no
        /// It depends on what becomes of the waste downstream, which is not known.
        case pending
    }

    /// The code, `RECYCLE`.
    public let code: String
    /// As people say it.
    public let label: Bilingual
    /// False for what was avoided or used again before it became waste.
    public let isWaste: Bool
    /// Recycling in the sense of decision (EU) 2019/1004.
    public let recycledEU: Verdict
    /// Diverted from landfill, from every incineration and from the environment.
    public let diverted: Verdict
    /// Whether household waste sent there breaks the promise of none, energy recovery being no excuse.
    public let breaksStrict: Verdict

    package init(
        code: String, label: Bilingual, isWaste: Bool, recycledEU: Verdict, diverted: Verdict, breaksStrict: Verdict
    ) {
        self.code = code
        self.label = label
        self.isWaste = isWaste
        self.recycledEU = recycledEU
        self.diverted = diverted
        self.breaksStrict = breaksStrict
    }

    /// Nothing proves what becomes of the waste.
    var isUnproven: Bool { code == Self.unknown || code == Self.sorting }

    static let unknown = "UNKNOWN"
    static let sorting = "SORTING"
    static let energy = "ENERGY"
}

/// The two lists that rates read.
struct WasteLists {
    let streams: [String: StreamTraits]
    let destinations: [String: DestinationTraits]

    init(_ db: Database) throws {
        var streams: [String: StreamTraits] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM waste_stream") {
            let stream = StreamTraits(
                code: row["code"], label: Bilingual(fr: row["label_fr"], en: row["label_en"]),
                isHazardous: row["hazardous"], isHousehold: row["counts_as_om"], isCore: row["in_core_perimeter"],
                lowCode: row["low_default"], density: DensitySpread(row))
            streams[stream.code] = stream
        }
        var destinations: [String: DestinationTraits] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM waste_destination") {
            let destination = DestinationTraits(
                code: row["code"], label: Bilingual(fr: row["label_fr"], en: row["label_en"]),
                isWaste: row["is_waste"], recycledEU: Self.verdict(row["recycled_eu"], absent: .no),
                diverted: Self.verdict(row["diverted_true_aashe"], absent: .no),
                breaksStrict: Self.verdict(row["om_violation_strict"], absent: .yes))
            destinations[destination.code] = destination
        }
        self.streams = streams
        self.destinations = destinations
    }

    /// - Parameter absent: the worst case, for a destination on which the list says nothing.
    private static func verdict(
        _ text: String?, absent: DestinationTraits.Verdict
    ) -> DestinationTraits.Verdict {
        switch text {
        case "1": .yes
        case "0": .no
        case "pending": .pending
        default: absent
        }
    }
}
