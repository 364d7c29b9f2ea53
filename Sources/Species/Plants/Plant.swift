public import Formats
public import Geospatial
public import Languages

/// Whether an individual was planted: never mixed with whether its taxon is native.
public enum PlantOrigin: Sendable, Hashable {
    /// Planted, with the day and the lot where they are known.
    case planted(on: CalendarDate?, PlantLot)
    /// Came by itself.
    case spontaneous

    /// What was said of it.
    ///
    /// - Parameters:
    ///   - text: `planted` or `spontaneous`; nil is `planted` when there is a day or a lot.
    /// - Throws: ``PlantError/notAnOrigin(_:)``, ``PlantError/spontaneousIsNotPlanted``
    public init?(_ text: String?, plantedOn day: CalendarDate?, lot: PlantLot) throws {
        let isPlanting = day != nil || lot != PlantLot()
        switch text {
        case nil where !isPlanting: return nil
        case nil, "planted": self = .planted(on: day, lot)
        case "spontaneous":
            guard !isPlanting else { throw PlantError.spontaneousIsNotPlanted }
            self = .spontaneous
        case let other?: throw PlantError.notAnOrigin(other)
        }
    }
}

/// Where planted individuals came from.
public struct PlantLot: Sendable, Hashable {
    /// The lot, as the nursery numbers it.
    public var number: String?
    /// The nursery, or the place where it was gathered.
    public var provenance: String?
    /// True when it bears the mark Végétal local.
    public var isVegetalLocal: Bool?
    /// The region of origin of the mark.
    public var region: String?
    /// The certificate, in words; the document itself is attached.
    public var certificate: String?

    /// A lot of which nothing is known.
    public init() {}
}

/// A plant to identify for life.
public struct NewPlant: Sendable, Hashable {
    /// The name cited.
    public var scientificName: String
    /// In the working reference system.
    public var position: Position
    /// Planted or spontaneous; a woody plant must say it.
    public var origin: PlantOrigin?
    /// `tree`, `shrub`, `climber`, `hedge`, `bed`, `herb`; that of the list of taxa when nil.
    public var habit: String?
    /// How many individuals stand there.
    public var individuals = 1
    /// Why it stands outside the local share.
    public var exemption: PlantExemption?
    /// Its label.
    public var name: String?
    /// A remark.
    public var remark: String?

    /// A plant with what it must have.
    public init(_ scientificName: String, at position: Position, origin: PlantOrigin?) {
        self.scientificName = scientificName
        self.position = position
        self.origin = origin
    }
}

/// What was done to a plant or measured on it, on a day.
public struct PlantEvent: Sendable, Hashable {
    /// What was done.
    public enum Kind: String, Sendable, CaseIterable {
        case planted, measured, pruned, felled, inspected, replaced

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .planted: Bilingual(fr: "planté", en: "planted")
            case .measured: Bilingual(fr: "mesuré", en: "measured")
            case .pruned: Bilingual(fr: "taillé", en: "pruned")
            case .felled: Bilingual(fr: "abattu ou enlevé", en: "felled or removed")
            case .inspected: Bilingual(fr: "inspecté", en: "inspected")
            case .replaced: Bilingual(fr: "remplacé", en: "replaced")
            }
        }

        /// True when the plant is no longer there from that day.
        public var isEnd: Bool { self == .felled || self == .replaced }
    }

    /// What was done.
    public let kind: Kind
    /// The day.
    public let day: CalendarDate
    /// Height, in metres.
    public var height: Double?
    /// Girth of the trunk at 1.30 m, in centimetres.
    public var girth: Double?
    /// Diameter of the crown, in metres.
    public var crown: Double?
    /// Who did it.
    public var person: String?
    /// A remark: why it was felled.
    public var remark: String?

    /// An event of which only the day is known.
    public init(_ kind: Kind, on day: CalendarDate) {
        self.kind = kind
        self.day = day
    }
}

/// A plant or a bed, with its history.
public struct PlantRecord: Sendable, Hashable {
    /// `plant` or `planting_bed`.
    public let table: String
    /// The identity, for life.
    public let uuid: String
    /// Its label.
    public let name: String?
    /// The name cited.
    public let scientificName: String
    /// What it grows as.
    public let habit: String?
    /// `planted`, `spontaneous`, `unknown`.
    public let origin: String
    /// How many; nil for a bed whose individuals were not counted.
    public let individuals: Int?
    /// The day it was planted.
    public let plantedOn: CalendarDate?
    /// The first day it is no longer there.
    public let removedOn: CalendarDate?
    /// Where it came from.
    public let lot: PlantLot
    /// Why it stands outside the local share.
    public let exemption: PlantExemption?
    /// A remark.
    public let remark: String?
    /// What happened to it, oldest first: the days that the plant itself keeps, and the events.
    public let history: [PlantEvent]
}

/// What may be wrong with what is said of a plant.
public enum PlantError: ReadableError, Hashable {
    case unknown(String)
    case notAnOrigin(String)
    case spontaneousIsNotPlanted
    case originNeeded(String)
    case habitNeeded(String, known: [String])
    case unknownHabit(String, known: [String])
    case noName
    case notPositive(String)
    case notALife(String, from: CalendarDate?, until: CalendarDate?, on: CalendarDate)
    case alreadyRemoved(String, on: CalendarDate)
    case endsByRemoval(PlantEvent.Kind)
    case nothingMeasured

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknown(let uuid):
            Bilingual(
                fr: "Aucune plante ni massif n'a l'identité \(uuid) : voyez « campus-atlas plants list ».",
                en: "No plant or bed has the identity \(uuid): see 'campus-atlas plants list'.")
        case .notAnOrigin(let text):
            Bilingual(
                fr: "« \(text) » : il faut planted ou spontaneous.", en: "'\(text)': planted or spontaneous is needed.")
        case .spontaneousIsNotPlanted:
            Bilingual(
                fr: "Une plante spontanée n'a ni jour de plantation ni lot.",
                en: "A spontaneous plant has neither a day of planting nor a lot.")
        case .originNeeded(let name):
            Bilingual(
                fr:
                    "\(name) : une plante ligneuse a été plantée (--planted JOUR ou --origin planted) ou est venue seule "
                    + "(--origin spontaneous) ; dites-le.",
                en: "\(name): a woody plant was planted (--planted DAY or --origin planted) or came by itself "
                    + "(--origin spontaneous); say which.")
        case .habitNeeded(let name, let known):
            Bilingual(
                fr:
                    "\(name) : port inconnu de la liste des taxons ; donnez --habit (\(known.joined(separator: ", "))).",
                en:
                    "\(name): a habit that the list of taxa does not know; give --habit (\(known.joined(separator: ", ")))."
            )
        case .unknownHabit(let text, let known):
            Bilingual(
                fr: "Port inconnu : « \(text) ». Ports : \(known.joined(separator: ", ")).",
                en: "Unknown habit: '\(text)'. Habits: \(known.joined(separator: ", ")).")
        case .noName: Bilingual(fr: "Une plante a un nom.", en: "A plant has a name.")
        case .notPositive(let what):
            Bilingual(fr: "\(what) : il faut plus que zéro.", en: "\(what): more than zero is needed.")
        case .notALife(let uuid, let from, let until, let day):
            Bilingual(
                fr:
                    "Le \(day), la plante \(uuid) n'était pas là (\(from?.description ?? "?") – \(until?.description ?? "…")).",
                en:
                    "On \(day) the plant \(uuid) was not there (\(from?.description ?? "?") – \(until?.description ?? "…"))."
            )
        case .alreadyRemoved(let uuid, let day):
            Bilingual(fr: "\(uuid) est déjà enlevé, le \(day).", en: "\(uuid) is already removed, on \(day).")
        case .endsByRemoval(let kind):
            Bilingual(
                fr: "« \(kind.label.fr) » met fin à la plante : campus-atlas plants remove.",
                en: "'\(kind.label.en)' ends the plant: campus-atlas plants remove.")
        case .nothingMeasured:
            Bilingual(
                fr: "Donnez une mesure (--height, --girth, --crown), ou ce qui fut fait (--kind).",
                en: "Give a measure (--height, --girth, --crown), or what was done (--kind).")
        }
    }
}
