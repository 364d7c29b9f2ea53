public import Atlas
import Formats
import GRDB
public import Languages

/// Why a figure moved from one year to another: parts that add up to the movement exactly.
///
/// What corrections changed of the first year stands apart: it is the difference between that year as first entered and as
/// it is known now. The rest of the movement is shared among the other factors by the value of Shapley (1953), as Albrecht,
/// François and Schoors do for emissions (Energy Policy 30, 2002, 727–736): each factor's part is its mean effect over all
/// the orders in which the factors may change, so that no order is privileged and nothing is left over. Parts are whole
/// units: what rounding leaves goes to the largest remainders.
public struct WasteMove: Sendable, Hashable {
    /// What may move a figure.
    public enum Factor: String, Sendable, CaseIterable {
        /// Weighings of the first year that were corrected or cancelled since.
        case corrections
        /// Campuses weighed in one of the two years only.
        case perimeter
        /// Streams of a campus whose masses are known another way: a real change cannot be told from that of the method.
        case method
        /// More or less waste in all, of the streams measured alike.
        case volume
        /// Other shares of the streams in the same mass.
        case mix
        /// Other destinations, or other proof of them, for the same streams.
        case destination
        /// More or fewer users.
        case users

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .corrections: Bilingual(fr: "corrections de la première année", en: "corrections of the first year")
            case .perimeter: Bilingual(fr: "périmètre", en: "perimeter")
            case .method: Bilingual(fr: "changement de méthode", en: "change of method")
            case .volume: Bilingual(fr: "volume", en: "volume")
            case .mix: Bilingual(fr: "composition", en: "mix")
            case .destination: Bilingual(fr: "destination et preuve", en: "destination and evidence")
            case .users: Bilingual(fr: "usagers", en: "users")
            }
        }
    }

    /// A figure that may move; its values are whole numbers of a small unit, so that sums are exact.
    public enum Figure: String, Sendable, CaseIterable {
        /// Household waste, g.
        case householdMass = "household_mass"
        /// Household waste over CORE, millionths.
        case householdShare = "household_share"
        /// Household waste burnt, landfilled or unproven, g.
        case householdDisposed = "household_disposed"
        /// Household waste per weighted user, g.
        case householdPerUser = "household_mass_per_user"
        /// TRUE's diversion over CORE, millionths.
        case diverted

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .householdMass: Bilingual(fr: "ordures ménagères", en: "household waste")
            case .householdShare:
                Bilingual(fr: "part des ordures ménagères (CORE)", en: "share of household waste (CORE)")
            case .householdDisposed:
                Bilingual(fr: "ordures ménagères brûlées ou enfouies", en: "household waste burnt or landfilled")
            case .householdPerUser: Bilingual(fr: "ordures ménagères par usager", en: "household waste per user")
            case .diverted: Bilingual(fr: "détourné (TRUE, CORE)", en: "diverted (TRUE, CORE)")
            }
        }

        /// True when the unit is a millionth, false when it is a gram.
        public var isShare: Bool { self == .householdShare || self == .diverted }
    }

    /// The figure.
    public let figure: Figure
    /// Its value in the first year, as first entered.
    public let from: Int64
    /// Its value in the second year, as known now.
    public let to: Int64
    /// What each factor brought; they add up to `to - from`.
    public let parts: [Factor: Int64]
}

extension Atlas {
    /// Why the figures of waste moved from one year to another; a figure that one of the two years cannot give is left out.
    ///
    /// - Throws: ``RatesError``
    public func wasteMoves(from first: Int, to second: Int, campus: String? = nil) throws -> [WasteMove] {
        try pool.read { db in
            try db.requireCampus(campus)
            let lists = try WasteLists(db)
            let from = try MoveTally.year(first, campus, lists, db)
            let to = try MoveTally.year(second, campus, lists, db)
            let decomposition = MoveDecomposition(
                first: from.asEntered, from: from.now, to: to.now,
                users: (
                    try WasteDenominator.of(first, campus: campus, db)?.users?.weighted,
                    try WasteDenominator.of(second, campus: campus, db)?.users?.weighted
                ))
            return WasteMove.Figure.allCases.compactMap(decomposition.move)
        }
    }
}

/// The waste of one year, by campus and stream.
struct MoveTally {
    struct Key: Hashable {
        let campus: String?
        let stream: StreamTraits
    }

    struct Stratum {
        var grams: Int64 = 0
        var disposed: Int64 = 0
        var diverted: Int64 = 0
        var byMeans: [Means: Int64] = [:]

        /// How most of it is known.
        var means: Means? { byMeans.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key }
    }

    /// Ways of knowing a mass that may be compared with each other.
    enum Means: Int {
        case weighed
        case counted
        case volume
        case guessed

        init(_ method: WeighingMethod) {
            switch method {
            case .ownScale, .weighbridge, .truckScale: self = .weighed
            case .countTimesMean: self = .counted
            case .volumeLocalDensity, .volumeGenericDensity: self = .volume
            case .allocation, .unknown: self = .guessed
            }
        }
    }

    private(set) var strata: [Key: Stratum] = [:]

    mutating func add(_ flow: WasteFlow, _ lists: WasteLists) {
        guard let stream = lists.streams[flow.stream], let destination = lists.destinations[flow.destination],
            destination.isWaste
        else { return }
        var stratum = strata[Key(campus: flow.campus, stream: stream)] ?? Stratum()
        stratum.grams += flow.grams
        if destination.breaksStrict != .no { stratum.disposed += flow.grams }
        if destination.diverted == .yes { stratum.diverted += flow.grams }
        stratum.byMeans[Means(flow.method), default: 0] += flow.grams
        strata[Key(campus: flow.campus, stream: stream)] = stratum
    }

    /// A year as it is known now, and as it was when each of its weighings first entered.
    static func year(
        _ year: Int, _ campus: String?, _ lists: WasteLists, _ db: Database
    ) throws -> (now: MoveTally, asEntered: MoveTally) {
        guard let first = CalendarMonth(year: year, month: 1), let last = CalendarMonth(year: year, month: 12) else {
            throw RatesError.negative("year", Double(year))
        }
        let replaced = try Int64.fetchSet(
            db, sql: "SELECT fid FROM weighing_current WHERE corrects IS NOT NULL")
        var (now, entered) = (MoveTally(), MoveTally())
        try WasteFlows.forEach(from: first, through: last, campus: campus, db) { flow in
            now.add(flow, lists)
            if !replaced.contains(flow.weighing) { entered.add(flow, lists) }
        }
        var reader = try FlowReader(first...last, db)
        let roots = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(FlowLoad.columns)
                FROM weighing AS w JOIN weighing AS c ON c.corrects = w.fid
                WHERE w.corrects IS NULL AND w.to_container IS NULL AND (:campus IS NULL OR w.campus = :campus)
                """, arguments: ["campus": campus])
        while let row = try roots.next() {
            try reader.read(FlowLoad(row, reader.collections)) { entered.add($0, lists) }
        }
        return (now, entered)
    }
}
