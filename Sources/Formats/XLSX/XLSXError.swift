public import Languages

/// Why a spreadsheet is not read.
public struct XLSXError: ReadableError, Hashable {
    /// What is wrong with the file, or with the part of it that is named.
    public enum Reason: Hashable, Sendable {
        /// A ZIP archive that says of no part that it is the workbook: a text document, or anything else.
        case notAWorkbook
        /// `.xls`, or a workbook protected by a password: both are OLE files.
        case legacyOrEncrypted
        case openDocument
        /// `.xlsb`.
        case binaryWorkbook
        case noSheet
        case unknownSheet(String, known: [String])
        case missingPart(String)
        /// A part named outside the archive, or by an address.
        case unsafeTarget(String)
        case tooManyStrings(limit: Int)
        case noSuchString(Int, cell: String)
        case badCell(String)
        case rowOutOfOrder(Int)
        case xml(XMLError)
        case file(FileError)
    }

    /// What the source calls itself.
    public let source: String
    /// What is wrong.
    public let reason: Reason

    /// The sentence for the user.
    public var message: Bilingual {
        switch reason {
        case .xml(let error): error.message
        case .file(let error): error.message
        default: Bilingual(fr: "\(source) : \(reason.message.fr)", en: "\(source): \(reason.message.en)")
        }
    }
}

extension XLSXError.Reason {
    fileprivate var message: Bilingual {
        switch self {
        case .notAWorkbook:
            Bilingual(fr: "ce n’est pas un classeur .xlsx.", en: "this is not an .xlsx workbook.")
        case .legacyOrEncrypted:
            Bilingual(
                fr: "ancien classeur .xls, ou classeur à mot de passe ; enregistrez-le en .xlsx, sans mot de passe.",
                en: "an old .xls workbook, or one with a password; save it as .xlsx, without a password.")
        case .openDocument:
            Bilingual(
                fr: "classeur .ods ; enregistrez-le en .xlsx ou en .csv.",
                en: "an .ods workbook; save it as .xlsx or .csv.")
        case .binaryWorkbook:
            Bilingual(
                fr: "classeur binaire .xlsb ; enregistrez-le en .xlsx.",
                en: "a binary .xlsb workbook; save it as .xlsx.")
        case .noSheet: Bilingual(fr: "le classeur n’a aucune feuille de calcul.", en: "the workbook has no worksheet.")
        case .unknownSheet(let name, let known):
            Bilingual(
                fr: "pas de feuille « \(name) ». Feuilles : \(known.joined(separator: ", ")).",
                en: "no sheet '\(name)'. Sheets: \(known.joined(separator: ", ")).")
        case .missingPart(let name):
            Bilingual(
                fr: "il manque « \(name) » dans le classeur ; enregistrez-le à nouveau.",
                en: "'\(name)' is missing in the workbook; save it again.")
        case .unsafeTarget(let target):
            Bilingual(
                fr: "le classeur renvoie hors de lui-même (« \(target) ») ; il est refusé.",
                en: "the workbook points out of itself ('\(target)'); it is refused.")
        case .tooManyStrings(let limit):
            Bilingual(
                fr: "les textes du classeur dépassent \(limit) octets.",
                en: "the texts of the workbook are more than \(limit) bytes.")
        case .noSuchString(let index, let cell):
            Bilingual(
                fr: "case \(cell) : texte n° \(index) absent du classeur ; enregistrez-le à nouveau.",
                en: "cell \(cell): text number \(index) is not in the workbook; save it again.")
        case .badCell(let cell):
            Bilingual(fr: "case « \(cell) » impossible.", en: "impossible cell '\(cell)'.")
        case .rowOutOfOrder(let row):
            Bilingual(fr: "la ligne \(row) n’est pas à sa place.", en: "row \(row) is not in its place.")
        case .xml, .file: Bilingual(fr: "", en: "")
        }
    }
}
