public import Languages

/// Why GEOS could not answer.
public enum TopologyError: ReadableError, Hashable {
    /// An operation asks for a valid geometry and this one is not; see ``Geometry/repaired()``.
    case invalid(reason: String, at: Position?)
    /// A precision grid that is not above zero and finite.
    case badGrid(Double)
    /// GEOS gave up; the text is its own.
    case engine(String)

    /// What was found and what to do, in both languages.
    public var message: Bilingual {
        switch self {
        case .invalid(let reason, let position):
            Bilingual(
                fr: "Géométrie invalide : \(Validity.phrase(reason, at: position).fr). Corrigez-la, ou demandez sa "
                    + "réparation.",
                en: "Invalid geometry: \(Validity.phrase(reason, at: position).en). Correct it, or ask for its repair.")
        case .badGrid(let grid):
            Bilingual(
                fr: "La grille de précision vaut \(grid) : donnez un pas positif, par exemple 0.001.",
                en: "The precision grid is \(grid): give a step above zero, for example 0.001.")
        case .engine(let text):
            Bilingual(
                fr: "GEOS n'a pas pu calculer : \(text). Vérifiez la validité des géométries.",
                en: "GEOS could not compute: \(text). Check that the geometries are valid.")
        }
    }
}
