public import Formats
public import Languages

/// Why something about the rain was not done.
public enum RainError: ReadableError, Hashable {
    case unknownSet(String, known: [String])
    case setNotInForce(String, on: CalendarDate)
    /// More water would leave a surface than falls on it.
    case coefficientAboveOne(set: String, surfaceType: String, value: Double)
    case unknownProgramme(String, known: [String])
    case deviceWithoutName
    case deviceWithoutVolume(String)
    case deviceExists(String)
    case unknownDevice(String, known: [String])
    case deviceAmbiguous(String)
    case deviceNotServing(String, on: CalendarDate)
    case testWithoutMethod
    case meterRunsBackwards(device: String, litres: Int64, other: Int64, on: String)
    case notAPlace(String)
    case placeOutsideArea(String, system: String, isSwapped: Bool)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownSet(let set, let known):
            Bilingual(
                fr: "Aucun jeu de coefficients de ruissellement « \(set) ». Possibles : \(listed(known)).",
                en: "No set of runoff coefficients '\(set)'. Possible: \(listed(known)).")
        case .setNotInForce(let set, let day):
            Bilingual(
                fr: "Le jeu de coefficients « \(set) » ne vaut pas le \(day) : voyez ses dates (valid_from, valid_to).",
                en: "The set of coefficients '\(set)' is not in force on \(day): see its dates (valid_from, valid_to).")
        case .coefficientAboveOne(let set, let type, let value):
            Bilingual(
                fr: "Jeu « \(set) », type « \(type) » : coefficient \(value) au-dessus de 1 ; corrigez la liste.",
                en: "Set '\(set)', type '\(type)': coefficient \(value) above 1; correct the list.")
        case .unknownProgramme(let programme, let known):
            Bilingual(
                fr: "Aucun programme « \(programme) ». Possibles : \(listed(known)). Listes d'un atlas ancien : "
                    + "« campus-atlas lists ».",
                en: "No programme '\(programme)'. Possible: \(listed(known)). Lists of an older atlas: "
                    + "'campus-atlas lists'.")
        case .deviceWithoutName: Bilingual(fr: "Donnez un nom à l'ouvrage.", en: "Give the device a name.")
        case .deviceWithoutVolume(let name):
            Bilingual(
                fr: "« \(name) » : le volume doit dépasser zéro.", en: "'\(name)': the volume must be above zero.")
        case .deviceExists(let name):
            Bilingual(
                fr: "« \(name) » est déjà un ouvrage en service : prenez un autre nom, ou fermez-le d'abord.",
                en: "'\(name)' is already a device in service: take another name, or close it first.")
        case .unknownDevice(let name, let known):
            Bilingual(
                fr: "Aucun ouvrage « \(name) ». Connus : \(listed(known)).",
                en: "No device '\(name)'. Known: \(listed(known)).")
        case .deviceAmbiguous(let name):
            Bilingual(
                fr: "Plusieurs ouvrages portent le nom « \(name) » : donnez l'identité (uuid).",
                en: "Several devices bear the name '\(name)': give the identity (uuid).")
        case .deviceNotServing(let name, let day):
            Bilingual(
                fr: "« \(name) » n'est pas en service le \(day).", en: "'\(name)' is not in service on \(day).")
        case .testWithoutMethod:
            Bilingual(
                fr: "Dites comment l'essai fut fait : --method \"double anneau\".",
                en: "Say how the test was made: --method \"double ring\".")
        case .meterRunsBackwards(let device, let litres, let other, let day):
            Bilingual(
                fr: "Compteur de « \(device) » : \(litres) L ne suit pas les \(other) L relevés le \(day). "
                    + "Compteur changé ? Donnez le volume (--volume).",
                en: "Meter of '\(device)': \(litres) L does not agree with the \(other) L read on \(day). "
                    + "A new meter? Give the volume (--volume).")
        case .placeOutsideArea(let text, let system, let isSwapped):
            isSwapped
                ? Bilingual(
                    fr: "« \(text) » : longitude et latitude semblent inversées (la longitude vient d'abord).",
                    en: "'\(text)': longitude and latitude look swapped (longitude comes first).")
                : Bilingual(
                    fr: "« \(text) » est hors du domaine du système de travail (\(system)).",
                    en: "'\(text)' is outside the area of the working system (\(system)).")
        case .notAPlace(let text):
            Bilingual(
                fr: "« \(text) » n'est pas un point : tapez longitude,latitude ou x,y du système de travail.",
                en: "'\(text)' is not a point: type longitude,latitude, or x,y of the working system.")
        }
    }
}

private func listed(_ names: [String]) -> String { names.isEmpty ? "—" : names.joined(separator: ", ") }
