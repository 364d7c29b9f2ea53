public import Languages

/// The biogeographic status of a taxon in a territory, as TAXREF codes it. The names are those of the MNHN
/// (taxref.mnhn.fr/api/biogeographicStatus); F stands in older files only.
public enum BiogeographicStatus: String, Sendable, CaseIterable {
    case present = "P"
    case endemic = "E"
    case subendemic = "S"
    case cryptogenic = "C"
    case introduced = "I"
    case invasive = "J"
    case introducedNotEstablished = "M"
    case occasional = "B"
    case doubtful = "D"
    case citedByMistake = "Q"
    case absent = "A"
    case extirpated = "W"
    case extinct = "X"
    case endemicExtinct = "Z"
    case introducedExtinct = "Y"
    case excavated = "F"

    /// The name of the status.
    public var label: Bilingual {
        switch self {
        case .present: Bilingual(fr: "présente (indigène ou indéterminé)", en: "present (native or undetermined)")
        case .endemic: Bilingual(fr: "endémique", en: "endemic")
        case .subendemic: Bilingual(fr: "subendémique", en: "subendemic")
        case .cryptogenic: Bilingual(fr: "cryptogène", en: "cryptogenic")
        case .introduced: Bilingual(fr: "introduite", en: "introduced")
        case .invasive: Bilingual(fr: "introduite envahissante", en: "introduced, invasive")
        case .introducedNotEstablished:
            Bilingual(
                fr: "introduite non établie (dont cultivée ou domestique)",
                en: "introduced, not established (cultivated or domestic among others)")
        case .occasional: Bilingual(fr: "occasionnelle", en: "occasional")
        case .doubtful: Bilingual(fr: "douteux", en: "doubtful")
        case .citedByMistake: Bilingual(fr: "signalé par erreur", en: "cited by mistake")
        case .absent: Bilingual(fr: "absente", en: "absent")
        case .extirpated: Bilingual(fr: "disparue", en: "extirpated")
        case .extinct: Bilingual(fr: "éteinte", en: "extinct")
        case .endemicExtinct: Bilingual(fr: "endémique éteinte", en: "endemic, extinct")
        case .introducedExtinct: Bilingual(fr: "introduite éteinte", en: "introduced, extinct")
        case .excavated: Bilingual(fr: "trouvé en fouille", en: "found in excavation")
        }
    }
}

/// What a list says of a taxon in its area.
public enum ChecklistStatus: String, Sendable, CaseIterable {
    case native
    /// TAXREF's P: present, native or undetermined. No proof of nativeness.
    case presumedNative = "presumed_native"
    case introduced
    case invasive
    case uncertain
    /// Not there, or no longer.
    case absent

    /// The name of the status.
    public var label: Bilingual {
        switch self {
        case .native: Bilingual(fr: "indigène", en: "native")
        case .presumedNative: Bilingual(fr: "présumé indigène", en: "presumed native")
        case .introduced: Bilingual(fr: "introduit", en: "introduced")
        case .invasive: Bilingual(fr: "invasif", en: "invasive")
        case .uncertain: Bilingual(fr: "incertain", en: "uncertain")
        case .absent: Bilingual(fr: "absent", en: "absent")
        }
    }

    /// What a status of TAXREF is in a list: native for sure are E and S; P may be undetermined; B is neither.
    init(_ status: BiogeographicStatus) {
        self =
            switch status {
            case .endemic, .subendemic: .native
            case .present: .presumedNative
            case .introduced, .introducedNotEstablished: .introduced
            case .invasive: .invasive
            case .cryptogenic, .doubtful, .occasional: .uncertain
            case .citedByMistake, .absent, .extirpated, .extinct, .endemicExtinct, .introducedExtinct, .excavated:
                .absent
            }
    }

    /// A status as people write it: a letter of TAXREF, or a word in French or English, gender and accents apart.
    /// - Parameter text: normalised as the name of a column is.
    init?(normalised text: String) {
        if text.count == 1 {
            guard let status = BiogeographicStatus(rawValue: text.uppercased()) else { return nil }
            self.init(status)
            return
        }
        let stem =
            text.hasSuffix("es") ? String(text.dropLast(2)) : text.hasSuffix("e") ? String(text.dropLast()) : text
        guard let status = Self.words[text] ?? Self.words[stem] else { return nil }
        self = status
    }

    /// Words by their form in a list; those that end in "e" are also found without it.
    private static let words: [String: ChecklistStatus] = [
        "native": .native, "natif": .native, "nativ": .native, "indigen": .native, "autochton": .native,
        "endemiqu": .native, "subendemiqu": .native, "endemic": .native,
        "presumednative": .presumedNative, "presumeindigen": .presumedNative, "indigenepresum": .presumedNative,
        "indigenepresume": .presumedNative, "present": .presumedNative,
        "introduced": .introduced, "introduit": .introduced, "exotiqu": .introduced, "naturalis": .introduced,
        "naturalise": .introduced, "naturalised": .introduced, "allochton": .introduced, "alien": .introduced,
        "cultiv": .introduced, "cultive": .introduced, "cultivated": .introduced,
        "invasiv": .invasive, "invasif": .invasive, "envahissant": .invasive, "introduiteenvahissant": .invasive,
        "pee": .invasive, "peeaver": .invasive, "peeavere": .invasive, "eee": .invasive,
        "uncertain": .uncertain, "incertain": .uncertain, "cryptogen": .uncertain, "cryptogenic": .uncertain,
        "douteux": .uncertain, "doubtful": .uncertain, "indetermin": .uncertain, "indetermine": .uncertain,
        "occasionnel": .uncertain, "occasionnell": .uncertain, "occasional": .uncertain,
        "absent": .absent, "disparu": .absent, "eteint": .absent, "extinct": .absent,
    ]
}
