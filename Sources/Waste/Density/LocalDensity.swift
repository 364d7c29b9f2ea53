public import Atlas
public import Formats
import GRDB
import Languages

/// Containers that are alike: on one campus, for one stream, of one capacity.
public struct ContainerKind: Sendable, Hashable {
    /// The campus.
    public let campus: String?
    /// The stream's code.
    public let stream: String
    /// The capacity, litres.
    public let litres: Double

    /// Containers that are alike.
    public init(campus: String?, stream: String, litres: Double) {
        (self.campus, self.stream, self.litres) = (campus, stream, litres)
    }
}

/// The density of a stream in containers of one kind, learned from the campus's own weighings.
///
/// It is the slope of the line through zero that least absolute deviations draw between volume (emptyings × capacity ×
/// fill) and net mass: the median of the ratios mass / volume, each weighted by its volume (Edgeworth 1887; Bloomfield and
/// Steiger, Least Absolute Deviations, 1983, chapter 1). One odd weighing of two cannot carry it away. The interval is the
/// percentile bootstrap (Efron 1979, doi:10.1214/aos/1176344552), seeded, so that it is the same each time.
public struct LocalDensity: Sendable, Hashable {
    /// Of which containers.
    public let kind: ContainerKind
    /// How many weighings taught it: by a scale (methods A to C), with a fill, neither wet nor doubtful.
    public let count: Int
    /// kg/m³; nil when nothing was weighed.
    public let density: Double?
    /// Where it is in nine cases of ten, kg/m³; nil with fewer than two weighings.
    public let interval: ClosedRange<Double>?
    /// The last of these weighings.
    public let last: CalendarDate?
    /// What is used as long as too few weighings teach the density, kg/m³; nil where no source gives one.
    public let generic: Double?

    /// So many weighings make a density that is used.
    public static let leastCount = 8

    /// Why weighings with their fill are wanted.
    public enum Prompt: Sendable, Hashable {
        /// So many are missing before it is used.
        case tooFew(missing: Int)
        /// The interval reaches farther than a quarter of the density, either way.
        case tooWide
        /// The last one is more than a year old.
        case tooOld
    }

    /// True when it takes the place of the generic density.
    public var isUsed: Bool { count >= Self.leastCount }

    /// Why it should be learned further; nil when it is good.
    public func prompt(on day: CalendarDate) -> Prompt? {
        guard isUsed, let density, let interval, let last else {
            return .tooFew(missing: max(1, Self.leastCount - count))
        }
        if interval.lowerBound < 0.75 * density || interval.upperBound > 1.25 * density { return .tooWide }
        return last.days(until: day) > 365 ? .tooOld : nil
    }
}

/// Volumes and masses, in litres and grams, on a line through zero.
struct LineThroughZero {
    private let ratios: [Double]
    private let weights: [Double]

    static let resamples = 1000

    init(_ points: [(litres: Double, grams: Double)]) {
        let sorted = points.map { (ratio: $0.grams / $0.litres, weight: $0.litres) }
            .sorted { ($0.ratio, $0.weight) < ($1.ratio, $1.weight) }
        ratios = sorted.map(\.ratio)
        weights = sorted.map(\.weight)
    }

    /// Grams per litre, which are kg/m³; nil without a point.
    var slope: Double? { ratios.isEmpty ? nil : slope(weights) }

    /// The weighted median of the ratios; between two that share the weight evenly, their middle.
    private func slope(_ weights: [Double]) -> Double {
        let half = weights.reduce(0, +) / 2
        var sum = 0.0
        var lower: Double?
        for (ratio, weight) in zip(ratios, weights) where weight > 0 {
            if let lower { return (lower + ratio) / 2 }
            sum += weight
            if sum == half { lower = ratio }
            if sum > half { return ratio }
        }
        return lower ?? ratios[ratios.count - 1]
    }

    /// The 5th and the 95th percentile of the slopes of ``resamples`` resamples.
    var interval: ClosedRange<Double>? {
        guard ratios.count > 1 else { return nil }
        var generator = SplitMix64(seed: 90)
        var slopes: [Double] = []
        slopes.reserveCapacity(Self.resamples)
        var drawn = [Double](repeating: 0, count: ratios.count)
        for _ in 0..<Self.resamples {
            for index in drawn.indices { drawn[index] = 0 }
            for _ in ratios {
                let index = Int(generator.unit() * Double(ratios.count))
                drawn[index] += weights[index]
            }
            slopes.append(slope(drawn))
        }
        slopes.sort()
        return quantile(0.05, of: slopes)...quantile(0.95, of: slopes)
    }
}

extension LocalDensity {
    private static let teaching = """
        w.fill IS NOT NULL AND w.method IN ('A', 'B', 'C') AND NOT w.is_wet AND NOT w.is_doubtful AND w.weighed_on <= :day
        """

    private static func point(_ row: Row, litres: Double) -> (litres: Double, grams: Double) {
        let volume = Double((row["emptyings"] as Int?) ?? 1) * litres * (row["fill"] as Double)
        return (volume, Double(row["net_mass_g"] as Int64))
    }

    /// The density learned by a day, when enough weighings teach it.
    static func usable(for kind: ContainerKind, by day: CalendarDate, _ db: Database) throws -> Double? {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT w.net_mass_g, w.emptyings, w.fill FROM container AS c
                JOIN weighing_current AS w ON w.container = c.code AND w.stream = :stream
                WHERE c.capacity_l = :litres AND w.campus IS :campus AND \(teaching)
                """,
            arguments: [
                "stream": kind.stream, "litres": kind.litres, "campus": kind.campus, "day": day.description,
            ])
        guard rows.count >= leastCount else { return nil }
        return LineThroughZero(rows.map { point($0, litres: kind.litres) }).slope
    }

    /// Those of every kind of container that was weighed with its fill, or that has a stream and a capacity.
    fileprivate static func all(by day: CalendarDate, _ db: Database) throws -> [LocalDensity] {
        var known = try Row.fetchAll(
            db,
            sql: """
                SELECT DISTINCT campus, stream, capacity_l FROM container
                WHERE stream IS NOT NULL AND capacity_l IS NOT NULL
                """
        ).reduce(into: [ContainerKind: LocalDensity]()) { known, row in
            let kind = ContainerKind(campus: row["campus"], stream: row["stream"], litres: row["capacity_l"])
            known[kind] = try LocalDensity(kind, [], last: nil, db)
        }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT w.campus, w.stream, c.capacity_l, w.weighed_on, w.net_mass_g, w.emptyings, w.fill
                FROM weighing_current AS w JOIN container AS c ON c.code = w.container
                WHERE c.capacity_l IS NOT NULL AND \(teaching)
                ORDER BY w.campus, w.stream, c.capacity_l, w.weighed_on, w.fid
                """, arguments: ["day": day.description])
        var points: [(litres: Double, grams: Double)] = []
        var current: (kind: ContainerKind, last: CalendarDate?)?
        func end() throws {
            guard let current else { return }
            known[current.kind] = try LocalDensity(current.kind, points, last: current.last, db)
            points.removeAll(keepingCapacity: true)
        }
        while let row = try rows.next() {
            let kind = ContainerKind(campus: row["campus"], stream: row["stream"], litres: row["capacity_l"])
            if current?.kind != kind { try end() }
            current = (kind, CalendarDate(iso: row["weighed_on"]))
            points.append(point(row, litres: kind.litres))
        }
        try end()
        return known.values.sorted {
            ($0.kind.campus ?? "", $0.kind.stream, $0.kind.litres) < (
                $1.kind.campus ?? "", $1.kind.stream, $1.kind.litres
            )
        }
    }

    private init(
        _ kind: ContainerKind, _ points: [(litres: Double, grams: Double)], last: CalendarDate?, _ db: Database
    ) throws {
        let line = LineThroughZero(points)
        self.init(
            kind: kind, count: points.count, density: line.slope, interval: line.interval, last: last,
            generic: try StreamFacts(kind.stream, db).density)
    }
}

extension Atlas {
    /// The densities learned by a day, by campus, stream and capacity.
    public func localDensities(by day: CalendarDate = .today) throws -> [LocalDensity] {
        try pool.read { db in try LocalDensity.all(by: day, db) }
    }
}
