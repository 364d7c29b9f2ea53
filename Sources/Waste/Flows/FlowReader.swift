import Formats
import GRDB

/// A load as the ledger has it.
struct FlowLoad {
    let weighing: Int64
    let campus: String?
    let stream: String
    let weighedOn: String
    /// First day of the interval over which the mass was gathered; nil for the day alone.
    let gatheredFrom: String?
    let destination: String?
    let facility: String?
    let grams: Int64
    let method: WeighingMethod

    /// The columns of a row that ``init(_:_:)`` takes, of the table `w`.
    static let columns = """
        w.fid, w.campus, w.stream, w.weighed_on, w.period_from, w.destination, w.facility, w.net_mass_g, w.method,
        w.container
        """

    /// - Parameter collections: they say where a load was taken that does not.
    init(_ row: Row, _ collections: CollectionsInForce) {
        (weighing, campus, stream) = (row[0], row[1], row[2])
        (weighedOn, gatheredFrom, destination) = (row[3], row[4], row[5])
        (grams, method) = (row[7], WeighingMethod(rawValue: row[8]) ?? .unknown)
        facility =
            row[6]
            ?? collections.facility(of: stream, campus: campus, container: row[9], on: weighedOn)
    }
}

/// A part of a load that was refused, and where it went instead.
struct FlowRefusal {
    let grams: Int64
    let day: String
    /// What it was downgraded to; nil for the stream of the load.
    let stream: String?
    let destination: String?
    let facility: String?
}

/// Turns loads into flows, with the rules of one atlas.
struct FlowReader {
    /// What decides of an outcome: between two turning days, loads alike end alike.
    private struct Circumstance: Hashable {
        let campus: String?
        let stream: String
        let destination: String?
        let facility: String?
        let turn: Int
        let isWhole: Bool
        let isDocumented: Bool
    }

    private struct Part {
        let stream: String
        let share: Int64
        let outcome: FlowRules.Outcome
    }

    private let months: ClosedRange<CalendarMonth>
    private let rules: FlowRules
    private let turningDays: [String]
    private let refusals: [Int64: [FlowRefusal]]
    private let documented: Set<Int64>
    let collections: CollectionsInForce
    private var outcomes: [Circumstance: [Part]] = [:]
    /// The day last read: the next load is most often of the same.
    private var lastDay = (text: "", month: CalendarMonth?.none, turn: 0)

    init(_ months: ClosedRange<CalendarMonth>, _ db: Database) throws {
        self.months = months
        rules = try FlowRules(db)
        turningDays = rules.turningDays
        refusals = try Self.refusals(db)
        documented = try Self.documented(db)
        collections = try CollectionsInForce(db)
    }

    func arguments(campus: String?) -> StatementArguments {
        [
            "first": months.lowerBound.firstDay.description, "last": months.upperBound.lastDay.description,
            "campus": campus,
        ]
    }

    mutating func read(_ load: FlowLoad, _ body: (WasteFlow) throws -> Void) throws {
        var rest = load.grams
        if !refusals.isEmpty, let refused = refusals[load.weighing] {
            for refusal in refused where rest > 0 {
                let grams = min(refusal.grams, rest)
                rest -= grams
                try spread(load, grams, refusal, body)
            }
        }
        if rest > 0 { try spread(load, rest, nil, body) }
    }

    /// Spreads a mass over the months in which it was gathered.
    private mutating func spread(
        _ load: FlowLoad, _ grams: Int64, _ refusal: FlowRefusal?, _ body: (WasteFlow) throws -> Void
    ) throws {
        let parts = parts(of: load, refusal)
        if let from = load.gatheredFrom.flatMap(CalendarDate.init(iso:)),
            let through = CalendarDate(iso: load.weighedOn)
        {
            for (month, grams) in Apportionment.months(of: grams, from: from, through: through)
            where grams > 0 && months.contains(month) {
                try divide(load, grams, month, parts, refusal, body)
            }
        } else if let month = day(load.weighedOn).month, months.contains(month) {
            try divide(load, grams, month, parts, refusal, body)
        }
    }

    private func divide(
        _ load: FlowLoad, _ grams: Int64, _ month: CalendarMonth, _ parts: [Part], _ refusal: FlowRefusal?,
        _ body: (WasteFlow) throws -> Void
    ) throws {
        let masses = Apportionment.parts(of: grams, by: parts.map(\.share))
        for (part, mass) in zip(parts, masses) where mass > 0 {
            try end(part.outcome, mass) { destination, evidence, grams in
                try body(
                    WasteFlow(
                        weighing: load.weighing, campus: load.campus, stream: part.stream, month: month,
                        destination: destination,
                        declaredDestination: refusal == nil ? load.destination : refusal?.destination,
                        facility: refusal == nil ? load.facility : refusal?.facility, grams: grams,
                        method: load.method, evidence: evidence))
            }
        }
    }

    private func end(
        _ outcome: FlowRules.Outcome, _ grams: Int64, _ body: (String, EvidenceKind?, Int64) throws -> Void
    ) throws {
        switch outcome {
        case .ends(let destination, let evidence): try body(destination, evidence, grams)
        case .divides(let parts):
            for (part, mass) in zip(parts, Apportionment.parts(of: grams, by: parts.map(\.share))) where mass > 0 {
                try end(part.1, mass, body)
            }
        }
    }

    /// The streams of a load and what becomes of each. What was refused was refused whole: no key divides it.
    private mutating func parts(of load: FlowLoad, _ refusal: FlowRefusal?) -> [Part] {
        let day = refusal?.day ?? load.weighedOn
        let isDocumented = refusal == nil && !documented.isEmpty && documented.contains(load.weighing)
        let circumstance = Circumstance(
            campus: load.campus, stream: refusal?.stream ?? load.stream,
            destination: refusal == nil ? load.destination : refusal?.destination,
            facility: refusal == nil ? load.facility : refusal?.facility, turn: self.day(day).turn,
            isWhole: refusal != nil, isDocumented: isDocumented)
        if let known = outcomes[circumstance] { return known }
        let stream = circumstance.stream
        let streams =
            circumstance.isWhole
            ? [(stream: stream, share: Apportionment.whole)] : rules.streams(of: stream, campus: load.campus, on: day)
        let parts = streams.map { part in
            Part(
                stream: part.stream, share: part.share,
                outcome: rules.outcome(
                    of: part.stream == stream ? [stream] : [part.stream, stream], declared: circumstance.destination,
                    facility: circumstance.facility, on: day, isDocumented: isDocumented))
        }
        outcomes[circumstance] = parts
        return parts
    }

    /// The month of a day, and how many turning days have come by it.
    private mutating func day(_ text: String) -> (text: String, month: CalendarMonth?, turn: Int) {
        if lastDay.text == text { return lastDay }
        var (low, high) = (0, turningDays.count)
        while low < high {
            let middle = (low + high) / 2
            if turningDays[middle] <= text { low = middle + 1 } else { high = middle }
        }
        lastDay = (text, CalendarMonth(iso: text), low)
        return lastDay
    }
}

extension FlowReader {
    /// The refusals that stand, by the weighing that stands: a refusal follows its weighing through corrections, and falls
    /// with it when that is cancelled.
    private static func refusals(_ db: Database) throws -> [Int64: [FlowRefusal]] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                WITH RECURSIVE life (refusal, fid) AS (
                  SELECT r.fid, w.fid FROM waste_refusal_current AS r JOIN weighing AS w ON w.uuid = r.weighing
                  UNION ALL
                  SELECT life.refusal, c.fid FROM life JOIN weighing AS c ON c.corrects = life.fid
                )
                SELECT w.fid, r.net_mass_g, r.refused_on, r.stream, r.destination, r.facility
                FROM life JOIN weighing_current AS w ON w.fid = life.fid JOIN waste_refusal AS r ON r.fid = life.refusal
                ORDER BY r.fid
                """)
        var refusals: [Int64: [FlowRefusal]] = [:]
        while let row = try rows.next() {
            refusals[row[0], default: []].append(
                FlowRefusal(grams: row[1], day: row[2], stream: row[3], destination: row[4], facility: row[5]))
        }
        return refusals
    }

    /// The weighings that a document vouches for: they name a facility, and a document other than a picture is attached to
    /// them, or to the weighing that they correct if it declared the same. A picture is most often of the scale, and
    /// proves a mass.
    private static func documented(_ db: Database) throws -> Set<Int64> {
        guard try db.tableExists("weighing_document") else { return [] }
        return try Int64.fetchSet(
            db,
            sql: """
                WITH RECURSIVE life (fid, destination, facility) AS (
                  SELECT w.fid, w.destination, w.facility
                  FROM weighing_document AS p JOIN document AS d ON d.fid = p.related_id
                  JOIN weighing AS w ON w.fid = p.base_id
                  WHERE d.content_type NOT LIKE 'image/%' AND w.facility IS NOT NULL
                  UNION
                  SELECT c.fid, c.destination, c.facility
                  FROM life JOIN weighing AS c ON c.corrects = life.fid
                    AND c.destination IS life.destination AND c.facility IS life.facility
                )
                SELECT fid FROM life
                """)
    }
}
