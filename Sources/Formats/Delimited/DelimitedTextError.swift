public import Languages

/// Why a file of delimited text cannot be read further.
public struct DelimitedTextError: ReadableError, Hashable {
    /// What was found where reading stopped.
    public enum Reason: Hashable, Sendable {
        /// Nothing in the file, not even a header.
        case empty
        /// A quotation mark that nothing closes; the line is that where it opens.
        case unterminatedQuote
        /// A zero byte: the file is not text, or is damaged.
        case zeroByte
        case invalidText(TextEncoding)
        case rowTooLong(limit: Int)
        case unreadable(FileError)
    }

    /// What the source calls itself.
    public let source: String
    /// The line of the file, from 1.
    public let line: Int
    /// What was found there.
    public let reason: Reason

    /// The sentence for the user.
    public var message: Bilingual {
        let (fr, en) = ("\(source), ligne \(line) : ", "\(source), line \(line): ")
        return switch reason {
        case .empty:
            Bilingual(
                fr: "\(source) : le fichier est vide ; une ligne d’en-têtes est attendue.",
                en: "\(source): the file is empty; a header row is expected.")
        case .unterminatedQuote:
            Bilingual(
                fr: fr
                    + "un guillemet s’ouvre ici et rien ne le ferme. Fermez-le, ou doublez-le s’il fait partie du texte.",
                en: en + "a quotation mark opens here and nothing closes it. Close it, or double it if it is text.")
        case .zeroByte:
            Bilingual(
                fr: fr + "octet nul : le fichier n’est pas du texte, ou il est abîmé.",
                en: en + "zero byte: the file is not text, or is damaged.")
        case .invalidText(let encoding):
            Bilingual(
                fr: fr + "des octets ne sont pas de l’\(encoding.label), alors que le reste du fichier en est.",
                en: en + "some bytes are not \(encoding.label), which the rest of the file is.")
        case .rowTooLong(let limit):
            Bilingual(
                fr: fr + "la ligne dépasse \(limit) octets ; le séparateur ou les guillemets sont sans doute faux.",
                en: en
                    + "the row is longer than \(limit) bytes; the delimiter or the quotation marks are probably wrong.")
        case .unreadable(let error): error.message
        }
    }
}

extension RecordDefect {
    /// The sentence for the user, without the place.
    public var message: Bilingual {
        switch self {
        case .tooFewFields(let expected, let found):
            Bilingual(
                fr: "\(found) champs au lieu de \(expected) : il en manque.",
                en: "\(found) fields instead of \(expected): some are missing.")
        case .tooManyFields(let expected, let found):
            Bilingual(
                fr:
                    "\(found) champs au lieu de \(expected) : un séparateur est sans doute dans un texte sans guillemets.",
                en: "\(found) fields instead of \(expected): a delimiter is probably in a text without quotation marks."
            )
        case .orphan(let key):
            Bilingual(
                fr: "se rattache à « \(key) », qui n’est pas dans la table principale.",
                en: "belongs to '\(key)', which is not in the core table.")
        case .textAfterQuote(let column):
            Bilingual(
                fr:
                    "du texte suit le guillemet fermant du champ \(column) ; doublez les guillemets qui font partie du texte.",
                en:
                    "text follows the closing quotation mark of field \(column); double the marks that are part of the text."
            )
        }
    }
}
