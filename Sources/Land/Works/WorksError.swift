public import Formats
public import Languages

/// Why works are not recorded as asked.
public enum WorksError: ReadableError, Hashable {
    case unknown(Int64)
    case unknownParcel(String)
    case nameMissing
    case nothingPlanned
    case wrongStep(Int64, from: WorksStatus, to: WorksStatus)
    /// A step before the one that precedes it.
    case stepBefore(Int64, WorksStatus, previous: CalendarDate, asked: CalendarDate)
    case outsideCampuses
    case partlyOutside(area: Double)
    case noOutline
    case partOutsideFootprint
    case reasonMissing(Int64)
    case inTheFuture(CalendarDate)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknown(let number):
            Bilingual(
                fr: "Pas de travaux n° \(number) : « campus-atlas works list » donne les numéros.",
                en: "No works no. \(number): 'campus-atlas works list' gives the numbers.")
        case .unknownParcel(let name):
            Bilingual(
                fr: "Aucune parcelle de référence ou de nom « \(name) » : « campus-atlas export parcels » les liste.",
                en: "No parcel of reference or name '\(name)': 'campus-atlas export parcels' lists them.")
        case .nameMissing:
            Bilingual(
                fr: "Donnez un nom aux travaux, celui que tout le monde emploie.",
                en: "Give the works a name, the one everyone uses.")
        case .nothingPlanned:
            Bilingual(
                fr: "Rien n'est projeté : donnez une emprise et ce que le sol y devient (--to swale, ou une colonne "
                    + "surface_type dans le fichier).",
                en: "Nothing is planned: give a footprint and what the ground becomes (--to swale, or a surface_type "
                    + "column in the file).")
        case .wrongStep(let number, let from, let to):
            Bilingual(
                fr:
                    "Les travaux n° \(number) sont à l'état « \(from.label.fr) » : ils ne passent pas à « \(to.label.fr) ». "
                    + (from == .done || from == .verified
                        ? "Ce qui est fait ne s'annule pas : notez un autre changement, ou une correction du relevé."
                        : "Suite possible : " + names(from.next, \.fr) + "."),
                en: "Works no. \(number) are '\(from.label.en)': they do not go to '\(to.label.en)'. "
                    + (from == .done || from == .verified
                        ? "What is done is not undone: record another change, or a survey correction."
                        : "What may follow: " + names(from.next, \.en) + "."))
        case .stepBefore(let number, let status, let previous, let asked):
            Bilingual(
                fr: "Travaux n° \(number) : « \(status.label.fr) » le \(asked) viendrait avant l'étape précédente, du "
                    + "\(previous). Vérifiez la date.",
                en:
                    "Works no. \(number): '\(status.label.en)' on \(asked) would come before the step that precedes it, of "
                    + "\(previous). Check the date.")
        case .outsideCampuses:
            Bilingual(
                fr: "L'emprise est hors de tout campus : vérifiez le dessin et son système de coordonnées.",
                en: "The footprint lies outside every campus: check the drawing and its reference system.")
        case .partlyOutside(let area):
            Bilingual(
                fr:
                    "\(Language.fr.number(area, decimals: 1)) m² de l'emprise sont hors du campus : corrigez-la, ou dites --clip pour ne "
                    + "garder que ce qui est dedans.",
                en:
                    "\(Language.en.number(area, decimals: 1)) m² of the footprint lie outside the campus: correct it, or say --clip to "
                    + "keep only what lies inside.")
        case .noOutline:
            Bilingual(
                fr: "Il manque le contour du campus : importez-le (« import campuses »).",
                en: "The outline of the campus is missing: import it ('import campuses').")
        case .partOutsideFootprint:
            Bilingual(
                fr: "La partie achevée ne touche pas ce qui est projeté : vérifiez le dessin.",
                en: "The completed part does not touch what is planned: check the drawing.")
        case .reasonMissing(let number):
            Bilingual(
                fr: "Dites pourquoi les travaux n° \(number) sont abandonnés : --reason.",
                en: "Say why works no. \(number) are cancelled: --reason.")
        case .inTheFuture(let day):
            Bilingual(
                fr: "Le \(day) n'est pas encore venu : on n'achève pas des travaux d'avance.",
                en: "\(day) has not come yet: works are not completed in advance.")
        }
    }
}

private func names(_ statuses: [WorksStatus], _ language: KeyPath<Bilingual, String>) -> String {
    statuses.map { $0.label[keyPath: language] }.joined(separator: ", ")
}
