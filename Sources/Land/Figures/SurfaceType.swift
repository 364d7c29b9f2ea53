import GRDB

/// What lets rain through, as OCS GE has it: the class of a surface type.
public enum SealingClass: String, Sendable, CaseIterable {
    case sealed
    case semiPermeable = "semi_permeable"
    case permeable
}

/// A type of surface, from the code list.
public struct SurfaceType: Sendable, Hashable {
    /// The code, `asphalt`.
    public let code: String
    /// Whether rain gets through.
    public let sealingClass: SealingClass
    /// Higher is painted over lower where surfaces overlap.
    public let painterPriority: Int
    /// OCS GE land cover, `CS1.1.1.1`.
    public let ocsge: String?
    /// Number of the nomenclature annexed to article R.101-1 of the code de l'urbanisme, as it applies on a campus.
    public let zan: String?
    /// Berlin's class of sealing material, 1 (extreme) to 4 (low); nil where none applies.
    public let berlinClass: Int?

    /// A roof: OCS GE's zones bâties.
    public var isRoof: Bool { ocsge == "CS1.1.1.1" }

    /// Berlin counts as sealed what is built and any material of its four classes, permeable coverings included.
    public var isSealedInBerlin: Bool { sealingClass == .sealed || berlinClass != nil }

    /// Artificialised: categories 1 to 5 of R.101-1 (décret 2023-1096).
    public var isArtificialised: Bool {
        guard let category = zan.flatMap({ Int($0.prefix(while: \.isNumber)) }) else { return true }
        return (1...5).contains(category)
    }

    init?(_ row: Row) {
        guard let sealingClass = SealingClass(rawValue: row["sealing_class"]) else { return nil }
        code = row["code"]
        self.sealingClass = sealingClass
        painterPriority = row["painter_priority"]
        ocsge = row["ocsge"]
        zan = row["zan"]
        berlinClass = row["berlin_class"]
    }
}

/// A set of coefficients in force on a day, by surface type.
struct CoefficientSet {
    private let values: [String: Double]

    init(_ name: String, on day: String, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT surface_type, value FROM surface_coefficient
                WHERE "set" = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
                """, arguments: [name, day, day])
        values = Dictionary(rows.map { ($0["surface_type"], $0["value"]) }, uniquingKeysWith: { $1 })
    }

    /// Mean over areas, weighted by them; nil when a type that is there has no coefficient.
    func mean(_ areas: [String: Double], over total: Double) -> Double? {
        guard total > 0 else { return nil }
        var sum = 0.0
        for (type, area) in areas.sorted(by: { $0.key < $1.key }) {
            guard let value = values[type] else { return nil }
            sum += area * value
        }
        return sum / total
    }
}
