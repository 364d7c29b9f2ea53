public import Formats
public import Languages

/// Why a weighing was not recorded, corrected or cancelled.
public enum WeighingError: ReadableError, Hashable {
    case notAMass(String)
    case massWithoutUnit(String)
    case unknownUnit(String, unit: String)
    /// - Parameter grams: what it makes.
    case pounds(String, grams: Int64)
    case massNotPositive(net: Int64, tare: Int64?)
    case notAnInstant(String)
    case future(CalendarDate)
    case periodReversed(from: CalendarDate, to: CalendarDate)
    case unknownStream(String, known: [String])
    case streamMissing
    case unknownDestination(String, known: [String])
    case unknownCampus(String, known: [String])
    case unknownContainer(String, near: [String])
    case tareMissing(String?)
    /// The mass was worked out with the tare, the capacity or the density of another container or stream.
    case massOfAnotherContainer
    case transferToItself(String)
    case amountMissing
    case fillMissing
    case badFill(String)
    case badEmptyings(Int)
    case volumeWithoutContainer
    case capacityMissing(String)
    case densityMissing(stream: String)
    case ticketKnown(String, fid: Int64, on: String)
    case notAnIdentity(String)
    /// Two weighings that differ bear one identity.
    case identityTaken(String, fid: Int64)
    case unknownWeighing(String)
    case reasonMissing
    case nothingChanged(Int64)
    case alreadyReplaced(Int64, by: Replacement)

    /// What took the place of a weighing, who did it, and when.
    public struct Replacement: Sendable, Hashable {
        /// The key of the row.
        public let fid: Int64
        /// True for a cancellation.
        public let isCancellation: Bool
        /// nil when the program did not know.
        public let person: String?
        /// UTC, ISO 8601.
        public let at: String
        /// Why.
        public let reason: String
    }

    /// The rule of the checks that it breaks; nil when it is something else.
    public var rule: WasteRule? {
        switch self {
        case .massWithoutUnit, .unknownUnit, .pounds: .noUnit
        case .massNotPositive: .notPositive
        case .future: .futureDate
        case .unknownStream, .streamMissing: .unknownStream
        case .ticketKnown: .sameTicket
        default: nil
        }
    }

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .notAMass(let text):
            Bilingual(
                fr: "« \(text) » n'est pas une masse : écrivez un nombre et son unité, comme « 47,5 kg ».",
                en: "'\(text)' is not a mass: write a number and its unit, such as '47.5 kg'.")
        case .massWithoutUnit(let text):
            Bilingual(
                fr: "« \(text) » est sans unité : ajoutez g, kg ou t.", en: "'\(text)' has no unit: add g, kg or t.")
        case .unknownUnit(let text, let unit):
            Bilingual(
                fr: "« \(text) » : unité « \(unit) » inconnue ; g, kg ou t.",
                en: "'\(text)': unknown unit '\(unit)'; g, kg or t.")
        case .pounds(let text, let grams):
            Bilingual(
                fr: "« \(text) » : les livres ne sont pas prises ; cela ferait \(Bilingual.kilograms(grams).fr).",
                en: "'\(text)': pounds are not taken; it would be \(Bilingual.kilograms(grams).en).")
        case .massNotPositive(_, let tare): Self.notPositive(tare)
        case .notAnInstant(let text):
            Bilingual(
                fr: "« \(text) » n'est pas un instant AAAA-MM-JJThh:mm.",
                en: "'\(text)' is not an instant YYYY-MM-DDThh:mm.")
        case .future(let day):
            Bilingual(
                fr: "Une pesée n'est pas dans l'avenir (\(day)).", en: "A weighing is not in the future (\(day)).")
        case .periodReversed(let from, let to):
            Bilingual(
                fr: "L'intervalle commence le \(from), après sa fin le \(to).",
                en: "The interval starts on \(from), after it ends on \(to).")
        case .amountMissing:
            Bilingual(
                fr: "Donnez une masse (« 47,5 kg »), ou des vidages et leur remplissage (--emptyings 1 --fill 0,8).",
                en: "Give a mass ('47.5 kg'), or emptyings and their fill (--emptyings 1 --fill 0.8).")
        case .fillMissing:
            Bilingual(
                fr: "Dites le remplissage (--fill 0,8) : un bac n'est jamais supposé plein.",
                en: "Say the fill (--fill 0.8): a bin is never taken for full.")
        case .badFill(let text):
            Bilingual(
                fr: "Remplissage « \(text) » : de 0 exclu à 1,5 (ou 150 %).",
                en: "Fill '\(text)': above 0, up to 1.5 (or 150 %).")
        case .badEmptyings(let count):
            Bilingual(fr: "\(count) vidages : au moins un.", en: "\(count) emptyings: at least one.")
        case .unknownStream(let code, let known):
            Bilingual(
                fr: "Flux « \(code) » inconnu ; flux : \(known.joined(separator: ", ")).",
                en: "Unknown stream '\(code)'; streams: \(known.joined(separator: ", ")).")
        case .streamMissing:
            Bilingual(
                fr: "Ni flux, ni contenant dont on sache le flux : donnez --stream.",
                en: "Neither a stream nor a container whose stream is known: give --stream.")
        case .unknownDestination(let code, let known):
            Bilingual(
                fr: "Destination « \(code) » inconnue ; destinations : \(known.joined(separator: ", ")).",
                en: "Unknown destination '\(code)'; destinations: \(known.joined(separator: ", ")).")
        case .unknownCampus(let name, let known):
            Bilingual(
                fr: "Campus « \(name) » inconnu ; campus : \(known.joined(separator: ", ")).",
                en: "Unknown campus '\(name)'; campuses: \(known.joined(separator: ", ")).")
        case .unknownContainer(let code, let near):
            Bilingual(
                fr: "L'atlas n'a pas de contenant « \(code) »"
                    + (near.isEmpty ? "." : " ; proches : \(near.joined(separator: ", "))."),
                en: "The atlas has no container '\(code)'"
                    + (near.isEmpty ? "." : "; near: \(near.joined(separator: ", ")).")
            )
        case .tareMissing(let container):
            Bilingual(
                fr: "Masse brute sans tare" + (container.map { " (bac \($0))" } ?? "") + " : donnez --tare.",
                en: "Gross mass without a tare" + (container.map { " (bin \($0))" } ?? "") + ": give --tare.")
        case .massOfAnotherContainer:
            Bilingual(
                fr: "La masse vient de la tare, de la capacité ou de la densité d'un autre bac ou flux : "
                    + "redonnez-la, par --mass ou --fill.",
                en: "The mass comes from the tare, the capacity or the density of another bin or stream: "
                    + "give it again, with --mass or --fill.")
        case .transferToItself(let code):
            Bilingual(
                fr: "Le bac \(code) ne se verse pas en lui-même.", en: "Bin \(code) is not poured into itself.")
        case .volumeWithoutContainer:
            Bilingual(
                fr: "Un volume est celui d'un contenant : donnez --container.",
                en: "A volume is that of a container: give --container.")
        case .capacityMissing(let container):
            Bilingual(
                fr: "La capacité du bac \(container) n'est pas connue : pesez-le, ou donnez-la (capacity_l).",
                en: "The capacity of bin \(container) is not known: weigh it, or give the capacity (capacity_l).")
        case .densityMissing(let stream):
            Bilingual(
                fr: "Aucune densité n'a de source pour le flux \(stream) : pesez.",
                en: "No density has a source for stream \(stream): weigh it.")
        case .ticketKnown(let ticket, let fid, let day):
            Bilingual(
                fr: "Le bon « \(ticket) » est déjà au livre : pesée \(fid), du \(day).",
                en: "Ticket '\(ticket)' is in the book already: weighing \(fid), of \(day).")
        case .notAnIdentity(let text):
            Bilingual(fr: "« \(text) » n'est pas un uuid.", en: "'\(text)' is not a uuid.")
        case .identityTaken(let uuid, let fid):
            Bilingual(
                fr: "L'identité \(uuid) est celle d'une pesée différente (\(fid)).",
                en: "Identity \(uuid) is that of a weighing that differs (\(fid)).")
        case .unknownWeighing(let name):
            Bilingual(fr: "Aucune pesée « \(name) ».", en: "No weighing '\(name)'.")
        case .reasonMissing: Bilingual(fr: "Dites pourquoi : --reason.", en: "Say why: --reason.")
        case .nothingChanged(let fid):
            Bilingual(fr: "Rien ne change dans la pesée \(fid).", en: "Nothing changes in weighing \(fid).")
        case .alreadyReplaced(let fid, let by): by.message(of: fid)
        }
    }

    private static func notPositive(_ tare: Int64?) -> Bilingual {
        guard let tare else {
            return Bilingual(
                fr: "Une masse est au-dessus de zéro ; si rien n'a été produit, dites-le : campus-atlas weigh none.",
                en: "A mass is above zero; when nothing was produced, say so: campus-atlas weigh none.")
        }
        let text = Bilingual.kilograms(tare)
        return Bilingual(
            fr: "La masse brute ne dépasse pas la tare (\(text.fr)) : vérifiez l'une et l'autre.",
            en: "The gross mass does not exceed the tare (\(text.en)): check both.")
    }
}

extension WeighingError.Replacement {
    fileprivate func message(of fid: Int64) -> Bilingual {
        let who = Bilingual(fr: person ?? "quelqu'un", en: person ?? "somebody")
        return isCancellation
            ? Bilingual(
                fr: "La pesée \(fid) a été annulée par \(who.fr) le \(at) : « \(reason) ».",
                en: "Weighing \(fid) was cancelled by \(who.en) at \(at): '\(reason)'.")
            : Bilingual(
                fr:
                    "La pesée \(fid) a été corrigée par \(who.fr) le \(at) : « \(reason) ». C'est maintenant la pesée \(self.fid).",
                en: "Weighing \(fid) was corrected by \(who.en) at \(at): '\(reason)'. It is now weighing \(self.fid).")
    }
}
