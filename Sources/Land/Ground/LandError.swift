public import Formats
public import Languages

/// Why the land book refuses a change or cannot answer.
public enum LandError: ReadableError, Hashable {
    case datesReversed(from: CalendarDate, to: CalendarDate)
    case unknownCampus(String, known: [String])
    case unknownParcel(String, known: [String])
    case unknownSurface(String)
    case unknownType(String, known: [String])
    case notLiving(uuid: String, day: CalendarDate)
    /// The ground has a later change already.
    case changedSince(uuid: String, type: String, on: CalendarDate, asked: CalendarDate)
    /// The ground changed on that very day.
    case changedThatDay(uuid: String, type: String, on: CalendarDate)
    case nothingDrawn
    case overlapping(area: Double)
    case lineDoesNotCut
    case differentTypes([String])
    case needsTwo
    case notACorrection
    /// The proof failed: the transaction is undone.
    case unbalanced(account: String, by: Double)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .datesReversed(let from, let to):
            Bilingual(
                fr: "La période va du \(from) au \(to) : inversez les dates.",
                en: "The period goes from \(from) to \(to): swap the dates.")
        case .unknownParcel(let name, let known):
            Bilingual(
                fr: "Pas de parcelle « \(name) ». Parcelles : \(known.isEmpty ? "aucune" : known.joined(separator: ", ")).",
                en: "No parcel '\(name)'. Parcels: \(known.isEmpty ? "none" : known.joined(separator: ", ")).")
        case .unknownCampus(let name, let known):
            Bilingual(
                fr: "Campus inconnu : « \(name) ». Campus : \(known.joined(separator: ", ")).",
                en: "Unknown campus: '\(name)'. Campuses: \(known.joined(separator: ", ")).")
        case .unknownSurface(let uuid):
            Bilingual(
                fr: "Aucune surface d'identité « \(uuid) ». « campus-atlas export surfaces » les liste.",
                en: "No surface of identity '\(uuid)'. 'campus-atlas export surfaces' lists them.")
        case .unknownType(let code, let known):
            Bilingual(
                fr: "Type de surface inconnu : « \(code) ». Types : \(known.joined(separator: ", ")).",
                en: "Unknown surface type: '\(code)'. Types: \(known.joined(separator: ", ")).")
        case .notLiving(let uuid, let day):
            Bilingual(
                fr: "La surface \(uuid) n'est pas vraie le \(day) : choisissez celle qui l'est ce jour-là.",
                en: "Surface \(uuid) is not true on \(day): choose the one that is on that day.")
        case .changedSince(let uuid, let type, let on, let asked):
            Bilingual(
                fr: "Ce terrain a changé le \(on) (\(type), surface \(uuid)) : un changement daté du \(asked) "
                    + "réécrirait l'histoire. Datez-le du \(on) ou après, ou retirez cette partie de l'emprise.",
                en: "This ground changed on \(on) (\(type), surface \(uuid)): a change dated \(asked) would rewrite "
                    + "history. Date it \(on) or later, or take that part out of the footprint.")
        case .changedThatDay(let uuid, let type, let on):
            Bilingual(
                fr:
                    "Ce terrain a déjà changé le \(on) (\(type), surface \(uuid)) : un terrain change une fois par jour. "
                    + "Datez ce changement du lendemain, ou retirez cette partie de l'emprise.",
                en: "This ground changed on \(on) already (\(type), surface \(uuid)): ground changes once a day. Date "
                    + "this change the day after, or take that part out of the footprint.")
        case .nothingDrawn:
            Bilingual(
                fr: "Il n'y a pas de surface dans ce dessin : il faut au moins un polygone de plus d'un millimètre.",
                en: "There is no surface in this drawing: at least one polygon over a millimetre is needed.")
        case .overlapping(let area):
            Bilingual(
                fr:
                    "Les surfaces dessinées se recouvrent sur \(Language.fr.number(area, decimals: 2)) m² : un m² n'a qu'un type.",
                en:
                    "The surfaces drawn overlap over \(Language.en.number(area, decimals: 2)) m²: a square metre has one type."
            )
        case .lineDoesNotCut:
            Bilingual(
                fr: "La ligne ne coupe pas la surface en deux : faites-la sortir des deux côtés.",
                en: "The line does not cut the surface in two: let it go out on both sides.")
        case .differentTypes(let types):
            Bilingual(
                fr: "On ne réunit que des surfaces de même type et de même usage ; trouvé : "
                    + types.joined(separator: ", ") + ".",
                en: "Only surfaces of one type and one use can be merged; found: " + types.joined(separator: ", ")
                    + ".")
        case .needsTwo:
            Bilingual(fr: "Il faut au moins deux surfaces à réunir.", en: "At least two surfaces to merge are needed.")
        case .notACorrection:
            Bilingual(
                fr: "Une surface qui existe change ou se corrige ; « survey » est pour un premier relevé.",
                en: "A surface that exists changes or is corrected; 'survey' is for a first drawing.")
        case .unbalanced(let account, let by):
            Bilingual(
                fr:
                    "La preuve échoue : « \(account) » diffère de \(Language.fr.number(by, decimals: 2)) m² après ce changement. Rien "
                    + "n'est écrit ; vérifiez le dessin et signalez ce cas.",
                en:
                    "The proof fails: '\(account)' is off by \(Language.en.number(by, decimals: 2)) m² after this change. Nothing is "
                    + "written; check the drawing and report this case.")
        }
    }
}
