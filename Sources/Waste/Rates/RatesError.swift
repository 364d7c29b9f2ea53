public import Languages

/// Why something about rates, food, compost or reuse was not done.
public enum RatesError: ReadableError, Hashable {
    case usersDoNotAdd(String)
    case missingSource
    case negative(String, Double)
    case unknownCampus(String, known: [String])
    case unknownStream(String, known: [String])
    case auditMass(nonTarget: Int64, sample: Int64)
    case futureDay(String)
    case emptyPeriod(from: String, to: String)
    case periodOverlaps(from: String, to: String)
    case foodDoesNotAdd(what: Bilingual, total: Int64, parts: Int64)
    case emptyText(Bilingual)
    case nothingGiven
    case unknownDefinition(String, known: [String])

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .usersDoNotAdd(let what):
            Bilingual(
                fr: "Usagers : \(what). Les étudiants et personnels équivalents temps plein comprennent les résidents "
                    + "et ceux qui sont à distance.",
                en: "Users: \(what). Full-time equivalent students and staff include residents and those at a distance."
            )
        case .missingSource:
            Bilingual(
                fr: "Dites d'où viennent ces nombres : --source \"SISE 2026\".",
                en: "Say where these numbers come from: --source \"registry 2026\".")
        case .negative(let name, let value):
            Bilingual(fr: "\(name) : \(value) est nul ou négatif.", en: "\(name): \(value) is zero or negative.")
        case .unknownCampus(let name, let known):
            Bilingual(
                fr: "Aucun campus « \(name) ». Connus : \(listed(known)).",
                en: "No campus '\(name)'. Known: \(listed(known)).")
        case .unknownStream(let code, let known):
            Bilingual(
                fr: "Aucun flux « \(code) ». Possibles : \(listed(known)).",
                en: "No stream '\(code)'. Possible: \(listed(known)).")
        case .auditMass(let nonTarget, let sample):
            Bilingual(
                fr: "Audit : \(nonTarget) g d'indésirables pour \(sample) g d'échantillon ; l'échantillon dépasse zéro "
                    + "et contient les indésirables.",
                en: "Audit: \(nonTarget) g of non-target in \(sample) g of sample; the sample is above zero and holds "
                    + "the non-target.")
        case .futureDay(let day):
            Bilingual(fr: "Le \(day) n'est pas encore passé.", en: "\(day) is not past yet.")
        case .emptyPeriod(let from, let to):
            Bilingual(
                fr: "La période doit finir après son début : \(from) – \(to).",
                en: "The period must end after it begins: \(from) – \(to).")
        case .periodOverlaps(let from, let to):
            Bilingual(
                fr: "Une mesure couvre déjà du \(from) au \(to) : les périodes ne se recouvrent pas.",
                en: "A measurement already covers \(from) to \(to): periods do not overlap.")
        case .foodDoesNotAdd(let what, let total, let parts):
            Bilingual(
                fr: "\(what.fr) : \(total) g au total, \(parts) g pour ses parties.",
                en: "\(what.en): \(total) g in all, \(parts) g for its parts.")
        case .emptyText(let what): Bilingual(fr: "Dites \(what.fr).", en: "Say \(what.en).")
        case .nothingGiven:
            Bilingual(fr: "Rien à inscrire : donnez une valeur.", en: "Nothing to record: give a value.")
        case .unknownDefinition(let id, let known):
            Bilingual(
                fr: "Aucune définition « \(id) ». Possibles : \(listed(known)).",
                en: "No definition '\(id)'. Possible: \(listed(known)).")
        }
    }
}

private func listed(_ names: [String]) -> String { names.isEmpty ? "—" : names.joined(separator: ", ") }
