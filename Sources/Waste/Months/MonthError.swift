public import Formats
public import Languages

/// Why something about a month was not done.
public enum MonthError: ReadableError, Hashable {
    case noSuchYear(Int)
    case campusMissing(known: [String])
    case unknownCampus(String, known: [String])
    case unknownStream(String, known: [String])
    case notBegun(CalendarMonth)
    case notOver(CalendarMonth)
    case closed(CalendarMonth, campus: String?)
    case alreadyAffirmed(String, CalendarMonth)
    case neverAffirmed(String, CalendarMonth)
    case weighed(String, CalendarMonth, weighing: Int64, on: String, grams: Int64)
    case reasonMissing
    case personMissing
    case wrongAct(MonthAct.Kind, CalendarMonth, status: MonthStatus)
    case cellsMissing(CalendarMonth, streams: [String])
    case zerosContradicted(CalendarMonth, streams: [String])

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .noSuchYear(let year):
            Bilingual(fr: "\(year) n'est pas une année.", en: "\(year) is no year.")
        case .campusMissing(let known):
            Bilingual(
                fr: "L'atlas a plusieurs campus : dites lequel. Possibles : \(listed(known)).",
                en: "The atlas has several campuses: say which. Possible: \(listed(known)).")
        case .unknownCampus(let name, let known):
            Bilingual(
                fr: "Campus inconnu : « \(name) ». Connus : \(listed(known)).",
                en: "Unknown campus: '\(name)'. Known: \(listed(known)).")
        case .unknownStream(let code, let known):
            Bilingual(
                fr: "Flux inconnu : « \(code) ». Flux : \(listed(known)).",
                en: "Unknown stream: '\(code)'. Streams: \(listed(known)).")
        case .notBegun(let month):
            Bilingual(
                fr: "\(month) n'a pas commencé : un zéro s'affirme pour un mois vécu.",
                en: "\(month) has not begun: a zero is affirmed of a month that was lived.")
        case .notOver(let month):
            Bilingual(
                fr: "\(month) n'est pas fini : un mois se soumet et se clôt après son dernier jour.",
                en: "\(month) is not over: a month is submitted and closed after its last day.")
        case .closed(let month, let campus):
            Bilingual(
                fr: "\(month)\(campus.map { " (\($0))" } ?? "") : \(MonthsSchema.closedMonth.fr)",
                en: "\(month)\(campus.map { " (\($0))" } ?? ""): \(MonthsSchema.closedMonth.en)")
        case .alreadyAffirmed(let stream, let month):
            Bilingual(
                fr: "\(stream), \(month) : ce zéro est déjà affirmé.",
                en: "\(stream), \(month): this zero is affirmed already.")
        case .neverAffirmed(let stream, let month):
            Bilingual(
                fr: "\(stream), \(month) : aucun zéro affirmé à annuler.",
                en: "\(stream), \(month): no affirmed zero to cancel.")
        case .weighed(let stream, let month, let weighing, let day, let grams):
            Bilingual(
                fr:
                    "\(stream), \(month) : la pesée n° \(weighing) du \(day) y met \(MassUnit.kilogram.text(grams: grams)) kg ; "
                    + "si elle est fausse, annulez-la d'abord (campus-atlas weigh cancel).",
                en:
                    "\(stream), \(month): weighing no. \(weighing) of \(day) puts \(MassUnit.kilogram.text(grams: grams)) kg "
                    + "in it; if it is wrong, cancel it first (campus-atlas weigh cancel).")
        case .reasonMissing: Bilingual(fr: "Dites pourquoi : --reason.", en: "Say why: --reason.")
        case .personMissing:
            Bilingual(
                fr: "Dites qui : --by. Un mois se soumet, se clôt et se rouvre au nom de quelqu'un.",
                en: "Say who: --by. A month is submitted, closed and reopened in someone's name.")
        case .wrongAct(let act, let month, let status):
            Bilingual(
                fr:
                    "\(month) est \(status.label.fr) : on ne peut pas le \(act.verb.fr). Possible : \(listed(status.next.map(\.verb.fr))).",
                en:
                    "\(month) is \(status.label.en): it cannot be \(act.verb.en). Possible: \(listed(status.next.map(\.rawValue)))."
            )
        case .cellsMissing(let month, let streams):
            Bilingual(
                fr: "\(month) : rien pour \(listed(streams)). Pesez, affirmez un zéro (campus-atlas weigh none) "
                    + "ou acceptez le manque (--accept-missing), qui restera écrit.",
                en: "\(month): nothing for \(listed(streams)). Weigh, affirm a zero (campus-atlas weigh none) "
                    + "or accept what is missing (--accept-missing), which will stay written.")
        case .zerosContradicted(let month, let streams):
            Bilingual(
                fr: "\(month) : zéro affirmé et pesée à la fois pour \(listed(streams)) ; annulez l'un des deux "
                    + "(campus-atlas weigh none --cancel, ou weigh cancel).",
                en: "\(month): both an affirmed zero and a weighing for \(listed(streams)); cancel one of them "
                    + "(campus-atlas weigh none --cancel, or weigh cancel).")
        }
    }
}

private func listed(_ names: [String]) -> String { names.isEmpty ? "—" : names.joined(separator: ", ") }
