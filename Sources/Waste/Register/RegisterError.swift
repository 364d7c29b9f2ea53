public import Languages

/// Why the register, its parties or its attestations refuse what they are told.
public enum RegisterError: ReadableError, Hashable {
    case notSiret(String)
    case notSiren(String)
    case unknownCampus(String, known: [String])
    case unknownStream(String, known: [String])
    case unknownDestination(String, known: [String])
    case unknownFacility(String)
    case unknownParty(String, role: WasteParty.Role)
    case unknownOperation(String)
    case nothingSaid(String)
    case overlappingCollection(String, since: String)
    case noCollection(String)
    case endBeforeStart
    case periodBackwards
    case yearNotOver(Int)
    case destinationNeedsFacility

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .notSiret(let text):
            Bilingual(
                fr: "« \(text) » n'est pas un SIRET : 14 chiffres, dont le dernier est une clé ; vérifiez-les.",
                en: "'\(text)' is not a SIRET: 14 digits, of which the last is a key; check them.")
        case .notSiren(let text):
            Bilingual(
                fr: "« \(text) » n'est ni un SIRET (14 chiffres) ni un SIREN (9 chiffres).",
                en: "'\(text)' is neither a SIRET (14 digits) nor a SIREN (9 digits).")
        case .unknownCampus(let name, let known):
            Bilingual(
                fr: "Campus inconnu : « \(name) ». Campus de l'atlas : \(known.joined(separator: ", ")).",
                en: "Unknown campus: '\(name)'. Campuses of the atlas: \(known.joined(separator: ", ")).")
        case .unknownStream(let code, let known):
            Bilingual(
                fr: "Flux inconnu : « \(code) ». Flux : \(known.joined(separator: ", ")).",
                en: "Unknown stream: '\(code)'. Streams: \(known.joined(separator: ", ")).")
        case .unknownDestination(let code, let known):
            Bilingual(
                fr: "Destination inconnue : « \(code) ». Destinations : \(known.joined(separator: ", ")).",
                en: "Unknown destination: '\(code)'. Destinations: \(known.joined(separator: ", ")).")
        case .unknownFacility(let name):
            Bilingual(
                fr: "Installation inconnue : « \(name) ». Ajoutez-la avec « campus-atlas waste facilities add ».",
                en: "Unknown facility: '\(name)'. Add it with 'campus-atlas waste facilities add'.")
        case .unknownParty(let name, let role):
            Bilingual(
                fr: "\(role.label.fr) inconnu : « \(name) ». Ajoutez-le avec « campus-atlas waste parties add ».",
                en: "Unknown \(role.label.en): '\(name)'. Add it with 'campus-atlas waste parties add'.")
        case .unknownOperation(let code):
            Bilingual(
                fr: "« \(code) » n'est pas un code de traitement : R0 à R13, D1 à D5, D8 à D10, D9F, D12 à D15.",
                en: "'\(code)' is not a treatment code: R0 to R13, D1 to D5, D8 to D10, D9F, D12 to D15.")
        case .nothingSaid(let what):
            Bilingual(fr: "Il manque : \(what).", en: "Missing: \(what).")
        case .overlappingCollection(let what, let since):
            Bilingual(
                fr: "\(what) est déjà enlevé par quelqu'un depuis le \(since) : fermez cet enlèvement d'abord "
                    + "(campus-atlas waste collections close).",
                en: "\(what) is already taken by someone since \(since): close that collection first "
                    + "(campus-atlas waste collections close).")
        case .noCollection(let identity):
            Bilingual(
                fr: "Aucun enlèvement ouvert d'identité « \(identity) » (campus-atlas waste collections list).",
                en: "No open collection of identity '\(identity)' (campus-atlas waste collections list).")
        case .endBeforeStart:
            Bilingual(fr: "La fin doit venir après le début.", en: "The end must come after the start.")
        case .periodBackwards:
            Bilingual(
                fr: "--to doit être le jour de --from ou un jour d'après.",
                en: "--to must be the day of --from or a later one.")
        case .yearNotOver(let year):
            Bilingual(
                fr: "L'année \(year) n'est pas finie : une attestation porte sur une année passée.",
                en: "The year \(year) is not over: an attestation is of a past year.")
        case .destinationNeedsFacility:
            Bilingual(
                fr: "Une destination attestée dit où : ajoutez --facility.",
                en: "An attested destination says where: add --facility.")
        }
    }
}
