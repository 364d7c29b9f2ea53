import Formats

/// One of the SINP's lists of codes, with what Darwin Core calls the same.
///
/// Codes and labels: nomenclatures of the SINP as PnX-SI/Nomenclature-api-module has them (nomenclatures_inpn_data.sql).
/// The words of Darwin Core are the recommended ones for `sex`, and GBIF's LifeStage vocabulary for `lifeStage`; where it
/// has none, the label stays.
struct SINPCode: Sendable {
    struct Entry: Sendable {
        let code: String
        let label: String
        /// Empty when the code says that nothing is known.
        let darwinCore: String

        init(_ code: String, _ label: String, _ darwinCore: String) {
            self.code = code
            self.label = label
            self.darwinCore = darwinCore
        }
    }

    private let entries: [Entry]

    /// What a code or a label of the list is in Darwin Core; nil for a text that is neither.
    func darwinCore(of text: String) -> String? {
        let wanted = ColumnName.normalized(text)
        return entries.first { $0.code == text || ColumnName.normalized($0.label) == wanted }?.darwinCore
    }

    /// The code for a word of Darwin Core, or for a label; nil when the list has none.
    func code(of text: String) -> String? {
        let wanted = ColumnName.normalized(text)
        return entries.first {
            !$0.darwinCore.isEmpty
                && (ColumnName.normalized($0.darwinCore) == wanted || ColumnName.normalized($0.label) == wanted)
        }?.code
    }

    static let sex = SINPCode(entries: [
        Entry("0", "Inconnu", ""), Entry("1", "Indéterminé", "undetermined"), Entry("2", "Femelle", "female"),
        Entry("3", "Mâle", "male"), Entry("4", "Hermaphrodite", "hermaphrodite"), Entry("5", "Mixte", "mixed"),
        Entry("6", "Non renseigné", ""),
    ])

    static let lifeStage = SINPCode(entries: [
        Entry("0", "Inconnu", ""), Entry("1", "Indéterminé", "undetermined"), Entry("2", "Adulte", "adult"),
        Entry("3", "Juvénile", "juvenile"), Entry("4", "Immature", "immature"), Entry("5", "Sub-adulte", "subadult"),
        Entry("6", "Larve", "larva"), Entry("7", "Chenille", "caterpillar"), Entry("8", "Têtard", "tadpole"),
        Entry("9", "Œuf", "egg"), Entry("10", "Mue", "Mue"), Entry("11", "Exuvie", "Exuvie"),
        Entry("12", "Chrysalide", "chrysalis"), Entry("13", "Nymphe", "nymph"), Entry("14", "Pupe", "pupa"),
        Entry("15", "Imago", "imago"), Entry("16", "Sub-imago", "subimago"), Entry("17", "Alevin", "fry"),
        Entry("18", "Germination", "Germination"), Entry("19", "Fané", "Fané"), Entry("20", "Graine", "seed"),
        Entry("21", "Thalle, protothalle", "thallus"), Entry("22", "Tubercule", "tuber"), Entry("23", "Bulbe", "bulb"),
        Entry("24", "Rhizome", "rhizome"), Entry("25", "Emergent", "Emergent"),
        Entry("26", "Post-Larve", "postlarva"), Entry("27", "Fruit", "fruit"),
    ])

    /// The code of NATURALITE that a code or a label is.
    static func naturalness(_ text: String) -> String? {
        switch ColumnName.normalized(text) {
        case "0", "inconnu": "0"
        case "1", "sauvage": "1"
        case "2", "cultiveeleve": "2"
        case "3", "plante": "3"
        case "4", "feral": "4"
        case "5", "subspontane": "5"
        default: nil
        }
    }

    /// The code of NATURALITE for Darwin Core's pair, and a remark where the list has no code for what is known.
    ///
    /// Codes 2 to 5 are defined by a population from elsewhere ("allochtone") and code 1 by the absence of people: a native
    /// taxon that was planted has none, and is 0 with a remark.
    static func naturalness(
        establishmentMeans means: String?, degreeOfEstablishment degree: String?, isPlant: Bool
    ) -> (code: String, remark: String?) {
        let isIntroduced =
            means.map { ["introduced", "introducedassistedcolonisation"].contains($0.lowercased()) } ?? false
        switch degree?.lowercased() {
        case "cultivated", "captive":
            if isIntroduced { return (isPlant ? "3" : "2", nil) }
            return ("0", "planté ou élevé ; NATURALITE n'a pas de code pour un taxon qui n'est pas introduit")
        case "native": return ("1", nil)
        case "casual" where isIntroduced && isPlant: return ("5", nil)
        default: return ("0", nil)
        }
    }

    /// The code of STAT_BIOGEO for Darwin Core's pair; 1 when nothing is said.
    static func biogeographicStatus(establishmentMeans means: String?, degreeOfEstablishment degree: String?) -> String
    {
        switch (means?.lowercased(), degree?.lowercased()) {
        case ("uncertain", _): "0"
        case ("native", _), ("nativereintroduced", _), ("nativeendemic", _): "2"
        case ("introduced", "invasive"), ("introduced", "widespreadinvasive"): "4"
        case ("introduced", "cultivated"), ("introduced", "captive"), ("introduced", "casual"): "5"
        case ("introduced", _), ("introducedassistedcolonisation", _): "3"
        case ("vagrant", _): "6"
        default: "1"
        }
    }
}
