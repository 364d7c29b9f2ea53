public import Formats
public import Languages

/// Why an audit was not made, or not found.
public enum AuditError: ReadableError, Hashable {
    case nameMissing
    case nameTaken(String)
    case pointCount(Int)
    case noOutline(CalendarDate, campus: String?, known: [String])
    case unknownAudit(String, known: [String])
    case unknownReader(String, known: [String])

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .nameMissing:
            Bilingual(fr: "Donnez un nom au contrôle : --name.", en: "Give the audit a name: --name.")
        case .nameTaken(let name):
            Bilingual(
                fr:
                    "Le contrôle « \(name) » est déjà tiré ; on n'ajoute pas de points à un tirage : prenez un autre nom.",
                en: "Audit '\(name)' is drawn already; no point is added to a draw: take another name.")
        case .pointCount(let count):
            Bilingual(
                fr: "Il faut de 1 à \(Audit.largest) points, pas \(count).",
                en: "1 to \(Audit.largest) points are needed, not \(count).")
        case .noOutline(let day, nil, _):
            Bilingual(
                fr: "Aucun contour de campus au \(day) : importez-le (« import campuses »).",
                en: "No campus outline on \(day): import it ('import campuses').")
        case .noOutline(let day, let campus?, let known):
            Bilingual(
                fr: "Aucun contour du campus « \(campus) » au \(day). Campus : \(Self.list(known).fr).",
                en: "No outline of campus '\(campus)' on \(day). Campuses: \(Self.list(known).en).")
        case .unknownAudit(let name, let known):
            Bilingual(
                fr: "Aucun contrôle « \(name) ». Contrôles : \(Self.list(known).fr).",
                en: "No audit '\(name)'. Audits: \(Self.list(known).en).")
        case .unknownReader(let name, let known):
            Bilingual(
                fr: "« \(name) » n'a lu aucun point de ce contrôle. Lecteurs : \(Self.list(known).fr).",
                en: "'\(name)' read no point of this audit. Readers: \(Self.list(known).en).")
        }
    }

    private static func list(_ names: [String]) -> Bilingual {
        names.isEmpty
            ? Bilingual(fr: "aucun", en: "none")
            : Bilingual(fr: names.joined(separator: ", "), en: names.joined(separator: ", "))
    }
}
