public import Languages

/// Why a text is not the JSON of RFC 8259, or not the JSON that was expected, and where.
public struct JSONError: ReadableError, Hashable {
    /// What was found where the text stops making sense.
    public enum Reason: Hashable, Sendable {
        /// The text ends inside a value.
        case truncated
        case unexpectedByte(UInt8, expected: Expected)
        case unexpectedKind(JSONKind, expected: Expected)
        /// A number that RFC 8259 section 6 does not allow: leading zero, bare point or sign, empty exponent.
        case malformedNumber
        case controlCharacter(UInt8)
        case unknownEscape(UInt8)
        /// Half of a surrogate pair: `\ud800` alone.
        case loneSurrogate
        case invalidUTF8
        case notUTF8(TextEncoding)
        case tooDeep(limit: Int)
        case tooLong(limit: Int)
        case unreadable(FileError)
    }

    /// What the grammar, or the reader, asked for.
    public enum Expected: Hashable, Sendable {
        case value, key, colon, commaOrBracket, commaOrBrace, endOfText, integer
        case kind(JSONKind)
    }

    /// What the source calls itself.
    public let source: String
    /// Where reading stopped.
    public let place: TextPlace
    /// What was found there.
    public let reason: Reason

    /// The sentence for the user.
    public var message: Bilingual {
        if case .unreadable(let error) = reason { return error.message }
        let (reason, at) = (reason.message, place.message)
        return Bilingual(
            fr: "\(source), \(at.fr) : JSON mal formé, \(reason.fr).",
            en: "\(source), \(at.en): malformed JSON, \(reason.en).")
    }
}

/// A place in a text.
public struct TextPlace: Hashable, Sendable {
    /// In bytes, from 0.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// In characters (Unicode scalars), from 1.
    public let column: Int

    /// The place at these three.
    public init(offset: Int, line: Int, column: Int) {
        (self.offset, self.line, self.column) = (offset, line, column)
    }

    /// The place, in words.
    public var message: Bilingual {
        Bilingual(
            fr: "ligne \(line), colonne \(column) (octet \(offset))",
            en: "line \(line), column \(column) (byte \(offset))")
    }
}

extension JSONError.Reason {
    var message: Bilingual {
        switch self {
        case .truncated:
            Bilingual(
                fr: "le texte s’arrête au milieu d’une valeur ; le fichier est peut-être incomplet",
                en: "the text stops inside a value; the file may be incomplete")
        case .unexpectedByte(let byte, let expected):
            Bilingual(
                fr: "\(printable(byte).fr) au lieu de \(expected.message.fr)",
                en: "\(printable(byte).en) instead of \(expected.message.en)")
        case .unexpectedKind(let kind, let expected):
            Bilingual(
                fr: "\(kind.message.fr) au lieu de \(expected.message.fr)",
                en: "\(kind.message.en) instead of \(expected.message.en)")
        case .malformedNumber: Bilingual(fr: "nombre mal écrit", en: "malformed number")
        case .controlCharacter(let byte):
            Bilingual(
                fr: "\(printable(byte).fr) dans une chaîne ; écrivez-le avec une barre oblique inverse",
                en: "\(printable(byte).en) in a string; escape it with a backslash")
        case .unknownEscape(let byte):
            Bilingual(
                fr: "échappement inconnu : barre oblique inverse suivie de \(printable(byte).fr)",
                en: "unknown escape: backslash followed by \(printable(byte).en)")
        case .loneSurrogate:
            Bilingual(
                fr: "moitié de caractère (\\ud800 à \\udfff sans son double)",
                en: "half a character (\\ud800 to \\udfff without its pair)")
        case .invalidUTF8:
            Bilingual(
                fr: "octets qui ne sont pas de l’UTF-8 ; réenregistrez le fichier en UTF-8",
                en: "bytes that are not UTF-8; save the file again as UTF-8")
        case .notUTF8(let encoding):
            Bilingual(
                fr: "le fichier est en \(encoding.label) ; réenregistrez-le en UTF-8",
                en: "the file is in \(encoding.label); save it again as UTF-8")
        case .tooDeep(let limit):
            Bilingual(
                fr: "plus de \(limit) objets ou listes emboîtés",
                en: "more than \(limit) nested objects or lists")
        case .tooLong(let limit):
            Bilingual(
                fr: "une valeur dépasse \(limit) octets",
                en: "a value is longer than \(limit) bytes")
        case .unreadable(let error): error.message
        }
    }
}

extension JSONError.Expected {
    var message: Bilingual {
        switch self {
        case .value: Bilingual(fr: "une valeur", en: "a value")
        case .key: Bilingual(fr: "un nom entre guillemets", en: "a name in quotation marks")
        case .colon: Bilingual(fr: "deux-points", en: "a colon")
        case .commaOrBracket: Bilingual(fr: "une virgule ou un crochet fermant", en: "a comma or a closing bracket")
        case .commaOrBrace: Bilingual(fr: "une virgule ou une accolade fermante", en: "a comma or a closing brace")
        case .endOfText: Bilingual(fr: "la fin du texte", en: "the end of the text")
        case .integer: Bilingual(fr: "un nombre entier", en: "an integer")
        case .kind(let kind): kind.message
        }
    }
}

extension JSONKind {
    var message: Bilingual {
        switch self {
        case .null: Bilingual(fr: "null", en: "null")
        case .bool: Bilingual(fr: "un booléen", en: "a boolean")
        case .number: Bilingual(fr: "un nombre", en: "a number")
        case .string: Bilingual(fr: "une chaîne", en: "a string")
        case .array: Bilingual(fr: "une liste", en: "a list")
        case .object: Bilingual(fr: "un objet", en: "an object")
        }
    }
}

private func printable(_ byte: UInt8) -> Bilingual {
    if byte > ASCII.space, byte < 0x7F {
        let character = Character(Unicode.Scalar(byte))
        return Bilingual(fr: "« \(character) »", en: "‘\(character)’")
    }
    let hexadecimal = (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    return Bilingual(fr: "l’octet \(hexadecimal)", en: "byte \(hexadecimal)")
}
