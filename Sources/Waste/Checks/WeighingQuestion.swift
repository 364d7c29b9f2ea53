import Formats
import GRDB
public import Languages

/// What a person answers when a weighing looks odd.
public enum WeighingAnswer: Sendable, Hashable {
    /// It is right as typed.
    case confirm
    /// This mass was meant.
    case instead(TypedMass)

    /// - Parameter text: `confirm`, or a mass with its unit.
    /// - Throws: ``WeighingError``
    public init(_ text: String) throws(WeighingError) {
        self = text == "confirm" ? .confirm : .instead(try TypedMass(text))
    }

    /// The answer as ``init(_:)`` reads it.
    public var text: String {
        switch self {
        case .confirm: "confirm"
        case .instead(let mass): "\(mass.text) \(mass.unit)"
        }
    }

    var replacement: TypedMass? {
        if case .instead(let mass) = self { mass } else { nil }
    }

    var word: WasteAnswers.Word {
        switch self {
        case .confirm: .confirm
        case .instead: .instead
        }
    }
}

/// The one question that an odd weighing raises, as a value: a terminal prints it, a form makes buttons of it.
public struct WeighingQuestion: Sendable, Hashable {
    /// An answer that is offered.
    public struct Choice: Sendable, Hashable {
        /// What to send.
        public let answer: WeighingAnswer
        /// What to show.
        public let label: Bilingual
    }

    /// What the weighing breaks.
    public let rule: WasteRule
    /// What was understood, in words.
    public let understood: Bilingual
    /// The question.
    public let text: Bilingual
    /// The answers; to send nothing is one more.
    public let choices: [Choice]
    /// The other weighing that it is about.
    private let other: Int64?

    /// The finding that the answer settles, once the weighing has a row.
    func key(of fid: Int64) -> String {
        WasteFinding.key(rule, other.map { [$0, fid] } ?? [fid])
    }
}

extension WeighingQuestion {
    /// The first thing that is odd about a weighing; nil when nothing is.
    init?(about draft: WeighingDraft, _ db: Database) throws {
        let question =
            try Self.stream(of: draft, db) ?? Self.duplicate(of: draft, db) ?? Self.mass(of: draft, db)
            ?? Self.load(of: draft) ?? Self.step(of: draft)
        guard let question else { return nil }
        self = question
    }

    private init(_ rule: WasteRule, _ draft: WeighingDraft, _ text: Bilingual, meant: Int64?, other: Int64? = nil) {
        self.rule = rule
        self.text = text
        self.other = other
        understood = draft.preview(by: nil)?.spoken ?? Bilingual(fr: "", en: "")
        let typed = Bilingual(
            fr: "\(draft.mass.typed) \(draft.mass.unit)", en: "\(draft.mass.typed) \(draft.mass.unit)")
        let asTyped = Choice(
            answer: .confirm,
            label: rule == .duplicate
                ? Bilingual(fr: "oui, une autre pesée", en: "yes, another weighing")
                : Bilingual(fr: "\(typed.fr), comme écrit", en: "\(typed.en), as written"))
        let instead = meant.map { Choice(answer: .instead(TypedMass(grams: $0)), label: .kilograms($0)) }
        choices = [instead, asTyped].compactMap { $0 }
    }

    private static func stream(of draft: WeighingDraft, _ db: Database) throws -> WeighingQuestion? {
        guard let container = draft.container, let meant = container.stream, meant != draft.stream.code else {
            return nil
        }
        let (other, label) = (try StreamFacts(meant, db).label, draft.stream.label)
        return WeighingQuestion(
            .otherStream, draft,
            Bilingual(
                fr: "Le bac \(container.code) est fait pour : \(other.fr). Est-ce bien : \(label.fr) ?",
                en: "Bin \(container.code) is meant for: \(other.en). Is it \(label.en) indeed?"), meant: nil)
    }

    private static func load(of draft: WeighingDraft) -> WeighingQuestion? {
        guard draft.mass.net > WasteRule.heaviestByRoad else { return nil }
        let (mass, most) = (Bilingual.kilograms(draft.mass.net), Bilingual.kilograms(WasteRule.heaviestByRoad))
        return WeighingQuestion(
            .heaviestLoad, draft,
            Bilingual(
                fr: "Un camion emporte \(most.fr) au plus. Est-ce bien \(mass.fr) ?",
                en: "A lorry takes \(most.en) at most. Is it \(mass.en) indeed?"), meant: nil)
    }

    private static func duplicate(of draft: WeighingDraft, _ db: Database) throws -> WeighingQuestion? {
        let time = draft.new.time
        let reach = draft.container?.scaleStep ?? 0
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT fid, weighed_on, weighed_at, net_mass_g FROM weighing_current
                WHERE container IS :container AND stream = :stream AND campus IS :campus
                  AND weighed_on BETWEEN :before AND :after AND net_mass_g BETWEEN :least AND :most
                ORDER BY weighed_on, weighed_at, fid
                """,
            arguments: [
                "container": draft.container?.code, "stream": draft.stream.code, "campus": draft.campus,
                "before": (time.day.advanced(by: -1) ?? time.day).description,
                "after": (time.day.advanced(by: 1) ?? time.day).description,
                "least": draft.mass.net - reach, "most": draft.mass.net + reach,
            ])
        let moment = Moment(day: time.day.dayNumber, seconds: time.instant?.seconds)
        while let row = try rows.next() {
            guard let day = CalendarDate(iso: row["weighed_on"]) else { continue }
            let instant = (row["weighed_at"] as String?).flatMap(Instant.init(iso:))
            guard moment.isNear(Moment(day: day.dayNumber, seconds: instant?.seconds)) else { continue }
            let (fid, mass): (Int64, Bilingual) = (row["fid"], .kilograms(row["net_mass_g"]))
            return WeighingQuestion(
                .duplicate, draft,
                Bilingual(
                    fr: "Déjà pesé le \(day) : \(mass.fr) (pesée \(fid)). Est-ce une autre pesée ?",
                    en: "Weighed already on \(day): \(mass.en) (weighing \(fid)). Is it another weighing?"),
                meant: nil, other: fid)
        }
        return nil
    }

    private static func mass(of draft: WeighingDraft, _ db: Database) throws -> WeighingQuestion? {
        guard !draft.mass.method.isByVolume else { return nil }
        let history = try Double.fetchAll(
            db,
            sql: """
                SELECT net_mass_g * 1.0 / coalesce(emptyings, 1) FROM weighing_current
                WHERE container IS :container AND stream = :stream AND campus IS :campus
                  AND method NOT IN ('E', 'F', 'G')
                """,
            arguments: ["container": draft.container?.code, "stream": draft.stream.code, "campus": draft.campus])
        let limits = OddMass.Limits(
            usual: UsualRange(history), capacity: draft.container?.capacity,
            highestDensity: draft.stream.highestDensity, maxLoad: draft.container?.maxLoad)
        let tare = draft.mass.gross == nil ? 0 : draft.mass.tare ?? 0
        let odd = OddMass(
            typed: draft.mass.net + tare, tare: tare, emptyings: draft.mass.filling?.emptyings ?? 1, limits)
        guard let odd else { return nil }
        let place = Bilingual(
            fr: draft.container.map { "bac \($0.code)" } ?? draft.stream.label.fr,
            en: draft.container.map { "bin \($0.code)" } ?? draft.stream.label.en)
        let typed = Bilingual.kilograms(draft.mass.net + tare)
        guard let meant = odd.meant else {
            return WeighingQuestion(
                odd.rule, draft,
                Bilingual(
                    fr: "\(place.fr) : \(odd.why.fr). Est-ce bien \(typed.fr) ?",
                    en: "\(place.en): \(odd.why.en). Is it \(typed.en) indeed?"), meant: nil)
        }
        let mass = Bilingual.kilograms(meant.grams)
        return WeighingQuestion(
            odd.rule, draft,
            Bilingual(
                fr: "\(place.fr) : \(odd.why.fr). \(typed.fr), ou \(mass.fr) (\(meant.slip.sign)) ?",
                en: "\(place.en): \(odd.why.en). \(typed.en), or \(mass.en) (\(meant.slip.sign))?"), meant: meant.grams)
    }

    private static func step(of draft: WeighingDraft) -> WeighingQuestion? {
        guard draft.mass.method == .ownScale, let step = draft.container?.scaleStep else { return nil }
        let read = draft.mass.gross ?? draft.mass.net
        guard read % step != 0 else { return nil }
        let (mass, size) = (Bilingual.kilograms(read), Bilingual.kilograms(step))
        return WeighingQuestion(
            .scaleStep, draft,
            Bilingual(
                fr: "La balance va de \(size.fr) en \(size.fr). Est-ce bien \(mass.fr) ?",
                en: "The scale goes by steps of \(size.en). Is it \(mass.en) indeed?"), meant: nil)
    }
}

/// When something was weighed, to the day or to the second.
struct Moment: Hashable {
    /// Days since 1970-01-01.
    let day: Int
    /// Since 1970-01-01T00:00:00Z; nil when only the day is known.
    let seconds: Int?

    /// True within the hours in which the same mass is asked about; without both instants, on the same day.
    func isNear(_ other: Moment) -> Bool {
        guard let seconds, let there = other.seconds else { return day == other.day }
        return abs(seconds - there) < WasteRule.hoursOfDuplicate * 3600
    }
}
