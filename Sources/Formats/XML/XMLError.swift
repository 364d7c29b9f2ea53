public import Languages

/// Why a text is not the XML that is read here, and where.
public struct XMLError: ReadableError, Hashable {
    /// What was found where reading stopped.
    public enum Reason: Hashable, Sendable {
        /// A document type declaration, through which entities bomb a reader or fetch the files of its machine.
        case documentType
        /// An entity other than the five that XML itself has.
        case unknownEntity(String)
        case unexpected(expected: String)
        case endTag(found: String, expected: String)
        case repeatedAttribute(String)
        case invalidCharacter
        case unknownEncoding(String)
        case truncated
        case tooDeep(limit: Int)
        case tooLong(limit: Int)
        case unreadable(FileError)
    }

    /// What the source calls itself.
    public let source: String
    /// The line, from 1.
    public let line: Int
    /// What was found there.
    public let reason: Reason

    /// The sentence for the user.
    public var message: Bilingual {
        if case .unreadable(let error) = reason { return error.message }
        let text = reason.message
        return Bilingual(
            fr: "\(source), ligne \(line) : \(text.fr)", en: "\(source), line \(line): \(text.en)")
    }
}

extension XMLError.Reason {
    fileprivate var message: Bilingual {
        switch self {
        case .documentType:
            Bilingual(
                fr: "une déclaration DOCTYPE, refusée : elle permet d’attaquer qui la lit. Retirez-la.",
                en: "a DOCTYPE declaration, refused: it lets whoever reads it be attacked. Remove it.")
        case .unknownEntity(let name):
            Bilingual(
                fr: "entité « &\(name); » inconnue ; seules amp, lt, gt, quot et apos existent.",
                en: "unknown entity '&\(name);'; only amp, lt, gt, quot and apos exist.")
        case .unexpected(let expected):
            Bilingual(
                fr: "XML mal formé : \(expected) est attendu ici.", en: "malformed XML: \(expected) expected here.")
        case .endTag(let found, let expected):
            Bilingual(
                fr: "XML mal formé : « </\(found)> » au lieu de « </\(expected)> ».",
                en: "malformed XML: '</\(found)>' instead of '</\(expected)>'.")
        case .repeatedAttribute(let name):
            Bilingual(fr: "l’attribut « \(name) » est donné deux fois.", en: "attribute '\(name)' is given twice.")
        case .invalidCharacter:
            Bilingual(
                fr: "caractère interdit en XML, ou étranger au codage déclaré.",
                en: "a character that XML forbids, or that is not in the declared encoding.")
        case .unknownEncoding(let name):
            Bilingual(
                fr: "codage « \(name) » inconnu ; écrivez le fichier en UTF-8.",
                en: "unknown encoding '\(name)'; write the file in UTF-8.")
        case .truncated: Bilingual(fr: "le fichier s’arrête trop tôt.", en: "the file ends too soon.")
        case .tooDeep(let limit):
            Bilingual(
                fr: "plus de \(limit) éléments les uns dans les autres.",
                en: "more than \(limit) elements in each other.")
        case .tooLong(let limit):
            Bilingual(
                fr: "plus de \(limit) octets d’un seul tenant.", en: "more than \(limit) bytes in one piece.")
        case .unreadable(let error): error.message
        }
    }
}
