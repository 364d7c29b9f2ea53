public import Atlas
import GRDB
public import Languages

/// What lets rain through, as OCS GE has it: the class of a surface type.
public enum SealingClass: String, Sendable, CaseIterable {
    case sealed
    case semiPermeable = "semi_permeable"
    case permeable

    /// The class as people say it.
    public var label: Bilingual {
        switch self {
        case .sealed: Bilingual(fr: "étanche", en: "sealed")
        case .semiPermeable: Bilingual(fr: "semi-perméable", en: "semi-permeable")
        case .permeable: Bilingual(fr: "perméable", en: "permeable")
        }
    }
}

/// A type of surface, from the code list.
public struct SurfaceType: Sendable, Hashable {
    /// The code, `asphalt`.
    public let code: String
    /// As people say it.
    public let label: Bilingual
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

    /// Under vegetation: OCS GE's CS2, and green roofs and slabs are not.
    public var isVegetated: Bool { ocsge?.hasPrefix("CS2") == true }

    /// A roof: OCS GE's zones bâties.
    public var isRoof: Bool { ocsge == "CS1.1.1.1" }

    /// Berlin counts as sealed what is built and any material of its four classes, permeable coverings included.
    public var isSealedInBerlin: Bool { sealingClass == .sealed || berlinClass != nil }

    /// Artificialised: categories 1 to 5 of R.101-1 (décret 2023-1096).
    public var isArtificialised: Bool {
        guard let category = zan.flatMap({ Int($0.prefix(while: \.isNumber)) }) else { return true }
        return (1...5).contains(category)
    }

    /// The types of the atlas, by code.
    static func all(_ db: Database) throws -> [String: SurfaceType] {
        try Dictionary(
            uniqueKeysWithValues: Row.fetchAll(db, sql: "SELECT * FROM surface_type").compactMap(SurfaceType.init).map {
                ($0.code, $0)
            })
    }

    init?(_ row: Row) {
        guard let sealingClass = SealingClass(rawValue: row["sealing_class"]) else { return nil }
        code = row["code"]
        label = Bilingual(fr: row["label_fr"], en: row["label_en"])
        self.sealingClass = sealingClass
        painterPriority = row["painter_priority"]
        ocsge = row["ocsge"]
        zan = row["zan"]
        berlinClass = row["berlin_class"]
    }
}

extension Atlas {
    /// The surface types of the atlas, by code.
    public func surfaceTypes() throws -> [String: SurfaceType] { try pool.read(SurfaceType.all) }
}
