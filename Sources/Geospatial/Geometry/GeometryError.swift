public import Languages

/// What is wrong with the positions that were to make a geometry.
public enum GeometryError: ReadableError, Hashable {
    /// A ring of fewer than four positions.
    case ringTooShort(count: Int)
    /// A ring that does not come back to where it began.
    case ringNotClosed(first: Position, last: Position)
    /// A line of a single position.
    case lineTooShort
    /// A coordinate that is infinite or not a number.
    case notFinite(Position)

    /// What was found and what to do, in both languages.
    public var message: Bilingual {
        switch self {
        case .ringTooShort(let count):
            Bilingual(
                fr: "Un anneau de \(count) position(s) ne borde aucune surface : il en faut au moins quatre, "
                    + "la dernière égale à la première. Complétez-le ou retirez-le.",
                en: "A ring of \(count) position(s) bounds no surface: it takes at least four, the last equal to the "
                    + "first. Complete it or remove it.")
        case .ringNotClosed(let first, let last):
            Bilingual(
                fr: "L'anneau commence en \(first.inWords) et finit en \(last.inWords) : répétez la première position "
                    + "à la fin.",
                en: "The ring begins at \(first.inWords) and ends at \(last.inWords): repeat the first position at the "
                    + "end.")
        case .lineTooShort:
            Bilingual(
                fr: "Une ligne d'une seule position n'a pas de longueur : il en faut au moins deux.",
                en: "A line of a single position has no length: it takes at least two.")
        case .notFinite(let position):
            Bilingual(
                fr: "La position \(position.inWords) a une coordonnée qui n'est pas un nombre fini : corrigez-la.",
                en: "The position \(position.inWords) has a coordinate that is not a finite number: correct it.")
        }
    }
}
