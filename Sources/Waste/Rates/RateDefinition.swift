public import Languages

/// Which streams a rate is about. A rate never leaves the program without the name of its perimeter.
public enum WastePerimeter: String, Sendable, CaseIterable {
    /// Municipal-like, non-hazardous, no building works.
    case core = "CORE"
    /// LoW 15 01 and chapter 20, hazardous ones included.
    case municipal = "MUNICIPAL"
    /// Everything but building works.
    case withoutWorks = "ALL_WITHOUT_WORKS"
    /// Everything.
    case all = "ALL"

    /// Whether a stream is in it.
    public func contains(_ stream: StreamTraits) -> Bool {
        switch self {
        case .core: stream.isCore
        case .municipal: stream.isMunicipal
        case .withoutWorks: !stream.isWorks
        case .all: true
        }
    }

    /// What it holds.
    public var label: Bilingual {
        switch self {
        case .core:
            Bilingual(
                fr: "assimilés aux ménagers, non dangereux, sans chantier",
                en: "municipal-like, non-hazardous, no building works")
        case .municipal:
            Bilingual(fr: "municipaux : LoW 15 01 et 20", en: "municipal: LoW 15 01 and 20")
        case .withoutWorks: Bilingual(fr: "tous, sans les chantiers", en: "all but building works")
        case .all: Bilingual(fr: "tous, dangereux compris", en: "all, hazardous included")
        }
    }
}

/// One of the ways in which a year of waste is made into a rate. What tells them apart is data.
public struct RateDefinition: Sendable, Hashable {
    /// What the rate counts of the waste of its perimeter.
    public enum Counted: Sendable, Hashable {
        /// What the list of destinations flags as recycled in the sense of the European Union.
        case recycledEU
        /// What the list flags as diverted.
        case diverted
        /// What went to these destinations.
        case destinations(Set<String>)
        /// Residual household waste, wherever it went.
        case household
    }

    /// `eu-2019-1004`
    public let id: String
    /// As people say it, with the version.
    public let label: Bilingual
    /// What the numerator is called.
    public let countedLabel: Bilingual
    /// The clause that says so.
    public let clause: Bilingual
    /// The streams in the denominator.
    public let perimeter: WastePerimeter
    /// What is in the numerator.
    public let counted: Counted
    /// Whether what the recycling operation rejects at its entry is taken off.
    public let deductsRejects: Bool
    /// How much of the waste generated, in per cent, may count though it was burnt after sorting.
    public let residualConversion: Int64
    /// Whether one unknown mass withholds the rate.
    public let isWithheldWhenUnknown: Bool

    private init(
        _ id: String, _ label: Bilingual, counting countedLabel: Bilingual, _ clause: Bilingual,
        _ perimeter: WastePerimeter, _ counted: Counted,
        deductsRejects: Bool = false, residualConversion: Int64 = 0, isWithheldWhenUnknown: Bool = false
    ) {
        self.id = id
        self.label = label
        self.countedLabel = countedLabel
        self.clause = clause
        self.perimeter = perimeter
        self.counted = counted
        self.deductsRejects = deductsRejects
        self.residualConversion = residualConversion
        self.isWithheldWhenUnknown = isWithheldWhenUnknown
    }

    /// Decision (EU) 2019/1004.
    public static let europeanUnion = RateDefinition(
        "eu-2019-1004", Bilingual(fr: "UE 2019/1004", en: "EU 2019/1004"),
        counting: Bilingual(fr: "recyclé", en: "recycled"),
        Bilingual(
            fr: "Décision (UE) 2019/1004 : mesuré à l'entrée de l'opération de recyclage, rejets déduits ; "
                + "art. 4(4) : biodéchets recyclés à la source dans le recyclé et dans le produit",
            en: "Decision (EU) 2019/1004: measured where waste enters the recycling operation, rejects deducted; "
                + "art. 4(4): biowaste recycled at source in both recycled and generated"), .municipal, .recycledEU,
        deductsRejects: true)
    /// TRUE Zero Waste.
    public static let zeroWaste = RateDefinition(
        "true", Bilingual(fr: "TRUE", en: "TRUE"), counting: Bilingual(fr: "détourné", en: "diverted"),
        Bilingual(
            fr: "TRUE, exigences minimales du programme : détourné de l'enfouissement, de toute incinération et du "
                + "milieu ; au moins 90 % sur douze mois, contamination d'au plus 10 %",
            en: "TRUE minimum program requirements: diverted from landfill, every incineration and the environment; "
                + "at least 90 % over twelve months, contamination of at most 10 %"), .core, .diverted)
    /// AASHE STARS 2.2, credit OP-18, part 3.
    public static let stars = RateDefinition(
        "stars-2.2-op-18", Bilingual(fr: "STARS 2.2", en: "STARS 2.2"),
        counting: Bilingual(fr: "détourné", en: "diverted"),
        Bilingual(
            fr: "STARS 2.2, OP-18 partie 3 : sans chantier ni dangereux ; la conversion des résidus d'un tri compte "
                + "jusqu'à 10 % du produit",
            en:
                "STARS 2.2, OP-18 part 3: no construction, no hazardous; conversion of what sorting leaves counts up to "
                + "10 % of what is generated"), .core, .diverted, residualConversion: 10)
    /// The Estates Management Record of HESA.
    public static let hesa = RateDefinition(
        "hesa-emr", Bilingual(fr: "HESA EMR", en: "HESA EMR"),
        counting: Bilingual(fr: "recyclé, composté, méthanisé", en: "recycled, composted, digested"),
        Bilingual(
            fr:
                "HESA EMR D73 : recyclage + compostage + méthanisation, sans les « other works » ; inconnu reste vide, et "
                + "les totaux ne se calculent pas",
            en:
                "HESA EMR D73: recycling + composting + anaerobic digestion, other works left out; unknown is null, and "
                + "totals are then not computed"), .withoutWorks,
        .destinations(["RECYCLE", "COMPOST_ON", "COMPOST_OFF", "DIGEST"]), isWithheldWhenUnknown: true)
    /// GRI 306:2020.
    public static let gri = RateDefinition(
        "gri-306", Bilingual(fr: "GRI 306", en: "GRI 306"),
        counting: Bilingual(fr: "détourné de l'élimination", en: "diverted from disposal"),
        Bilingual(
            fr:
                "GRI 306-4 (détourné de l'élimination) sur GRI 306-3 (produit), dangereux compris ; l'incinération avec "
                + "énergie est en 306-5",
            en: "GRI 306-4 (diverted from disposal) over GRI 306-3 (generated), hazardous included; incineration with "
                + "energy recovery is in 306-5"), .all, .diverted)
    /// The school's own: a share that is to fall.
    public static let school = RateDefinition(
        "school-om-share", Bilingual(fr: "École, part OM", en: "School, OM share"),
        counting: Bilingual(fr: "ordures ménagères", en: "household waste"),
        Bilingual(
            fr:
                "Stratégie de l'école : ordures ménagères (20 03 01) sur le périmètre CORE ; à lire avec les kg par usager",
            en: "The school's strategy: residual household waste (20 03 01) over CORE; to be read with the kg per user"),
        .core, .household)

    /// The six, in the order in which they are shown.
    public static let all = [europeanUnion, zeroWaste, stars, hesa, gri, school]
}
