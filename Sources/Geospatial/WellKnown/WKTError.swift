public import Languages

/// Why a text is not a geometry in well-known text; columns count bytes of UTF-8, from 1.
public enum WKTError: ReadableError, Hashable {
    /// What the grammar asks for at a place (OGC 06-103r4 clause 7).
    public enum Expectation: Hashable, Sendable {
        case geometryType, openingParenthesis, closingParenthesis, commaOrClosingParenthesis, number, end

        var phrase: Bilingual {
            switch self {
            case .geometryType:
                Bilingual(
                    fr: "un type de géométrie (POINT, POLYGON…)", en: "a type of geometry (POINT, POLYGON…)")
            case .openingParenthesis:
                Bilingual(fr: "une parenthèse ouvrante ou EMPTY", en: "an opening parenthesis or EMPTY")
            case .closingParenthesis: Bilingual(fr: "une parenthèse fermante", en: "a closing parenthesis")
            case .commaOrClosingParenthesis:
                Bilingual(fr: "une virgule ou une parenthèse fermante", en: "a comma or a closing parenthesis")
            case .number: Bilingual(fr: "un nombre", en: "a number")
            case .end: Bilingual(fr: "la fin du texte", en: "the end of the text")
            }
        }
    }

    /// Something else than what the grammar asks for; `found` is empty at the end of the text.
    case unexpected(found: String, expected: Expectation, column: Int)
    /// A geometry with M coordinates, or a position of more than three numbers.
    case measured(column: Int)
    /// Collections nested deeper than ``Geometry/nestingLimit``.
    case tooDeep(column: Int)
    /// The numbers are there and make no geometry.
    case malformed(GeometryError, column: Int)

    /// Where, what was found and what to do, in both languages.
    public var message: Bilingual {
        switch self {
        case .unexpected(let found, let expected, let column):
            Self.at(
                column,
                fr: found.isEmpty
                    ? "le texte s'arrête ; il manque \(expected.phrase.fr)."
                    : "« \(found) » au lieu de \(expected.phrase.fr).",
                en: found.isEmpty
                    ? "the text ends; \(expected.phrase.en) is missing."
                    : "\"\(found)\" instead of \(expected.phrase.en).")
        case .measured(let column):
            Self.at(
                column, fr: "les coordonnées M ne sont pas lues : retirez-les.",
                en: "M coordinates are not read: remove them.")
        case .tooDeep(let column):
            Self.at(
                column, fr: "collections imbriquées sur plus de \(Geometry.nestingLimit) niveaux. Aplatissez-les.",
                en: "collections nested deeper than \(Geometry.nestingLimit) levels. Flatten them.")
        case .malformed(let error, let column):
            Self.at(column, fr: error.message.fr, en: error.message.en)
        }
    }

    private static func at(_ column: Int, fr: String, en: String) -> Bilingual {
        Bilingual(fr: "WKT, colonne \(column) : \(fr)", en: "WKT, column \(column): \(en)")
    }
}
