public import Formats
public import Languages

/// Why what is said of a facility, of a mixed load or of a refusal is not recorded.
public enum FlowError: ReadableError, Hashable {
    case unknownFacility(String)
    case wrongSIRET(String)
    case unknownStream(String)
    case unknownDestination(String, known: [String])
    /// A share as typed.
    case unreadableShare(String)
    case wrongOperation(String, destination: String, known: [String])
    /// What a facility does with waste is neither prevention nor reuse by the school.
    case notWaste(String)
    case nothingSaid
    /// The sum, in millionths.
    case moreThanAll(Int64)
    case notAll(Int64)
    case sameTwice(String)
    case endsBeforeItBegins(CalendarDate, CalendarDate)
    case alreadySaid(String, from: String)
    case sourceMissing
    case wrongPerformance(Double, threshold: Double)
    case unknownWeighing(Int64)
    case superseded(Int64)
    case internalTransfer(Int64)
    case moreThanTheLoad(asked: Int64, left: Int64)
    case reasonMissing
    case beforeTheWeighing(CalendarDate, weighedOn: CalendarDate)
    case future(CalendarDate)
    case unknownRefusal(Int64)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownFacility, .wrongSIRET, .wrongOperation, .wrongPerformance, .notWaste: facilityMessage
        case .unknownStream, .unknownDestination, .unreadableShare, .nothingSaid, .moreThanAll, .notAll, .sameTwice,
            .endsBeforeItBegins, .alreadySaid, .sourceMissing:
            shareMessage
        case .unknownWeighing, .superseded, .internalTransfer, .moreThanTheLoad, .reasonMissing,
            .beforeTheWeighing, .future, .unknownRefusal:
            refusalMessage
        }
    }

    private var facilityMessage: Bilingual {
        switch self {
        case .unknownFacility(let name):
            Bilingual(
                fr: "Installation inconnue « \(name) » : ajoutez-la par « campus-atlas waste facilities add ».",
                en: "Unknown facility '\(name)': add it with 'campus-atlas waste facilities add'.")
        case .wrongSIRET(let text):
            Bilingual(
                fr: "« \(text) » n'est pas un SIRET : 14 chiffres, dont le dernier contrôle les autres.",
                en: "'\(text)' is not a SIRET: 14 digits, the last of which checks the others.")
        case .wrongOperation(let code, let destination, let known):
            Bilingual(
                fr: "L'opération \(code) ne mène pas à \(destination) ; opérations : \(known.joined(separator: ", ")).",
                en: "Operation \(code) does not lead to \(destination); operations: \(known.joined(separator: ", ")).")
        case .wrongPerformance(let value, let threshold):
            Bilingual(
                fr: "Performance \(value), seuil \(threshold) : la performance va de 0 à 2 (0,65 et non 65), "
                    + "le seuil de 0,60 à 1.",
                en: "Performance \(value), threshold \(threshold): a performance goes from 0 to 2 (0.65 and not 65), "
                    + "a threshold from 0.60 to 1.")
        default:
            Bilingual(
                fr: "Ce qui est évité ou réemployé sur place n'est pas un déchet : aucune installation ne le reçoit.",
                en: "What is avoided or used again on site is no waste: no facility receives it.")
        }
    }

    private var shareMessage: Bilingual {
        switch self {
        case .unknownStream(let code):
            Bilingual(
                fr: "Flux inconnu « \(code) » : geodata/waste_stream.csv les liste.",
                en: "Unknown stream '\(code)': geodata/waste_stream.csv lists them.")
        case .unknownDestination(let code, let known):
            Bilingual(
                fr: "Destination inconnue « \(code) » ; destinations : \(known.joined(separator: ", ")).",
                en: "Unknown destination '\(code)'; destinations: \(known.joined(separator: ", ")).")
        case .unreadableShare(let text):
            Bilingual(
                fr:
                    "« \(text) » ne se lit pas : tapez le code puis sa part, « RECYCLE 72% » ; quatre décimales au plus, "
                    + "au-dessus de 0 et jusqu'à 100 %.",
                en:
                    "'\(text)' cannot be read: type the code then its share, 'RECYCLE 72%'; four decimals at most, above "
                    + "0 and up to 100 %.")
        case .nothingSaid:
            Bilingual(
                fr: "Dites au moins une part : --to \"RECYCLE 72%\".",
                en: "Say one share at least: --to \"RECYCLE 72%\"."
            )
        case .moreThanAll(let sum):
            Bilingual(
                fr: "Les parts font \(Self.percent(sum)) % : 100 % au plus, et ce qui manque reste inconnu.",
                en: "The shares make \(Self.percent(sum)) %: 100 % at most, and what is missing stays unknown.")
        case .notAll(let sum):
            Bilingual(
                fr: "Les parts font \(Self.percent(sum)) % : une clé en fait 100, au millionième près.",
                en: "The shares make \(Self.percent(sum)) %: a key makes 100, to the millionth.")
        case .sameTwice(let code):
            Bilingual(
                fr: "« \(code) » est dit deux fois : une part chacun.", en: "'\(code)' is said twice: one share each.")
        case .endsBeforeItBegins(let from, let to):
            Bilingual(
                fr: "La fin (\(to)) ne suit pas le début (\(from)).",
                en: "The end (\(to)) does not follow the start (\(from)).")
        case .alreadySaid(let name, let from):
            Bilingual(
                fr: "« \(name) » a déjà des parts à partir du \(from) : elles s'y ajouteraient. Donnez la fin de "
                    + "celles-ci (--until) ou un début plus tardif.",
                en: "'\(name)' has shares from \(from) on already, to which these would add. Give the end of these "
                    + "(--until) or a later start.")
        default:
            Bilingual(
                fr: "Dites d'où viennent ces parts : la caractérisation, sa date, qui l'a faite.",
                en: "Say where these shares come from: the audit, its date, who made it.")
        }
    }

    private var refusalMessage: Bilingual {
        switch self {
        case .unknownWeighing(let number):
            Bilingual(fr: "Pas de pesée n° \(number).", en: "No weighing no. \(number).")
        case .superseded(let number):
            Bilingual(
                fr: "La pesée n° \(number) a été corrigée ou annulée : refusez celle qui la remplace.",
                en: "Weighing no. \(number) was corrected or cancelled: refuse the one that replaces it.")
        case .internalTransfer(let number):
            Bilingual(
                fr: "La pesée n° \(number) est un transfert interne : rien n'a quitté le site, rien n'est refusé.",
                en: "Weighing no. \(number) is an internal transfer: nothing left the site, nothing is refused.")
        case .moreThanTheLoad(let asked, let left):
            Bilingual(
                fr: "\(MassUnit.kilogram.text(grams: asked)) kg refusés : il ne reste que "
                    + "\(MassUnit.kilogram.text(grams: left)) kg de la charge.",
                en: "\(MassUnit.kilogram.text(grams: asked)) kg refused: only "
                    + "\(MassUnit.kilogram.text(grams: left)) kg of the load are left.")
        case .reasonMissing: Bilingual(fr: "Dites pourquoi (--reason).", en: "Say why (--reason).")
        case .beforeTheWeighing(let day, let weighedOn):
            Bilingual(
                fr: "Refusé le \(day), avant la pesée (\(weighedOn)).",
                en: "Refused on \(day), before the weighing (\(weighedOn)).")
        case .future(let day):
            Bilingual(fr: "Le \(day) est dans l'avenir.", en: "\(day) is in the future.")
        case .unknownRefusal(let number):
            Bilingual(
                fr: "Pas de refus n° \(number) qui tienne encore.", en: "No refusal no. \(number) that still stands.")
        default: Bilingual(fr: "Refus illisible.", en: "Unreadable refusal.")
        }
    }

    /// Millionths as per cent, with all their decimals.
    static func percent(_ millionths: Int64) -> String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 10_000)
        guard rest != 0 else { return String(whole) }
        var decimals = String(rest)
        while decimals.count < 4 { decimals = "0" + decimals }
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(whole),\(decimals)"
    }
}
