public import Languages

/// What may be wrong with a file of names, or with a question about them.
public enum TaxaError: ReadableError, Hashable {
    /// The file has none of the layouts of TAXREF.
    case notTaxref(file: String, columns: [String])
    /// Neither the file's name nor the option says the version.
    case versionMissing(file: String)
    case versionUnreadable(String)
    /// Versions before 12 are laid out otherwise.
    case versionTooOld(String)
    case versionNotLoaded(String, known: [String])
    /// No TAXREF is loaded.
    case noTaxref
    case queryTooShort(String)
    case noColumn(file: String, name: String, known: [String])
    case unknownCode(Int64)
    case nameMissing
    case checklistIncomplete(String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .notTaxref(let file, let columns):
            Bilingual(
                fr: "\(file) : ni TAXREF (CD_NOM, CD_REF, LB_NOM), ni CDNOM_DISPARUS (CD_NOM, CD_NOM_REMPLACEMENT), ni "
                    + "TAXREF_LIENS (CT_NAME, CT_SP_ID, CD_NOM) ; colonnes trouvées : \(columns.joined(separator: ", ")).",
                en:
                    "\(file): neither TAXREF (CD_NOM, CD_REF, LB_NOM), nor CDNOM_DISPARUS (CD_NOM, CD_NOM_REMPLACEMENT), nor "
                    + "TAXREF_LIENS (CT_NAME, CT_SP_ID, CD_NOM); columns found: \(columns.joined(separator: ", ")).")
        case .versionMissing(let file):
            Bilingual(
                fr: "\(file) : le nom du fichier ne dit pas la version de TAXREF. Donnez --taxref-version 18.",
                en: "\(file): the file's name does not say the version of TAXREF. Give --taxref-version 18.")
        case .versionUnreadable(let text):
            Bilingual(
                fr: "« \(text) » n'est pas une version de TAXREF : il faut un nombre, 18 ou 18.1.",
                en: "'\(text)' is no version of TAXREF: a number is needed, 18 or 18.1.")
        case .versionTooOld(let version):
            Bilingual(
                fr: "TAXREF \(version) : versions lues, à partir de la 12.",
                en: "TAXREF \(version): versions from 12 on are read.")
        case .versionNotLoaded(let version, let known):
            Bilingual(
                fr: "TAXREF \(version) n'est pas dans l'atlas ; versions chargées : "
                    + "\(known.isEmpty ? "aucune" : known.joined(separator: ", ")). Chargez-la avec « campus-atlas taxa load ».",
                en: "TAXREF \(version) is not in the atlas; versions loaded: "
                    + "\(known.isEmpty ? "none" : known.joined(separator: ", ")). Load it with 'campus-atlas taxa load'."
            )
        case .noTaxref:
            Bilingual(
                fr: "Aucun TAXREF dans l'atlas : chargez-en un avec « campus-atlas taxa load ATLAS TAXREFv18.txt ».",
                en: "No TAXREF in the atlas: load one with 'campus-atlas taxa load ATLAS TAXREFv18.txt'.")
        case .queryTooShort(let text):
            Bilingual(
                fr: "« \(text) » : il faut au moins deux lettres.", en: "'\(text)': at least two letters are needed.")
        case .noColumn(let file, let name, let known):
            Bilingual(
                fr:
                    "\(file) : pas de colonne « \(name) » ; colonnes : \(known.joined(separator: ", ")). Donnez --column.",
                en: "\(file): no column '\(name)'; columns: \(known.joined(separator: ", ")). Give --column.")
        case .unknownCode(let code):
            Bilingual(
                fr: "CD_NOM \(code) : dans aucune version de TAXREF chargée, ni dans la liste des taxons.",
                en: "CD_NOM \(code): in no version of TAXREF loaded, nor in the list of taxa.")
        case .nameMissing:
            Bilingual(fr: "Il faut un nom à confirmer.", en: "A name to confirm is needed.")
        case .checklistIncomplete(let what):
            Bilingual(
                fr: "La liste a besoin de --\(what).", en: "The list needs --\(what).")
        }
    }
}
