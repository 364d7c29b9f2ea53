import Formats
import GRDB

/// What may stand in for a month whose weighings are late: it is shown with its basis, and no figure counts it.
///
/// RecycleMania's tracking standard, for haulers that are late: estimate from past averages, then revise
/// (recyclemaniacs.org/participate/rules/tracking-standards).
public struct ProvisionalMass: Sendable, Hashable {
    /// From what it was made.
    public enum Basis: Sendable, Hashable {
        /// The median of the same month of so many of the three years before.
        case sameMonth(years: Int)
        /// The mean of a day in the known days of the last eight weeks before, those of the last known month at the latest.
        case lastEightWeeks(days: Int)

        /// The name in JSON.
        public var name: String {
            switch self {
            case .sameMonth: "same_month_median"
            case .lastEightWeeks: "last_8_weeks"
            }
        }
    }

    /// The mass.
    public let grams: Int64
    /// From what it was made.
    public let basis: Basis

    package init(grams: Int64, basis: Basis) {
        self.grams = grams
        self.basis = basis
    }
}

/// Makes provisional masses from what is known before.
struct ProvisionalEstimator {
    private let cells: MonthCells
    private let zeros: Set<StreamMonth>

    init(cells: MonthCells, zeros: Set<StreamMonth>) {
        self.cells = cells
        self.zeros = zeros
    }

    /// - Returns: nil when nothing of the last year before is known.
    func estimate(_ cell: StreamMonth, _ db: Database) throws -> ProvisionalMass? {
        let same = (1...3).compactMap { known(cell.before(12 * $0)) }
        if !same.isEmpty {
            return ProvisionalMass(grams: Self.median(same), basis: .sameMonth(years: same.count))
        }
        return try eightWeeks(before: cell, db)
    }

    /// What is known of a cell, an affirmed zero included.
    private func known(_ cell: StreamMonth) -> Int64? {
        cells.masses[cell]?.grams ?? (zeros.contains(cell) ? 0 : nil)
    }

    /// The middle one, or the mean of the two in the middle, half a gram upwards.
    static func median(_ values: [Int64]) -> Int64 {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        guard sorted.count % 2 == 0 else { return sorted[middle] }
        return (sorted[middle - 1] + sorted[middle] + 1) / 2
    }

    /// The 56 days that end with the last known month within a year. Days of missing months are left out of both the mass
    /// and the count of days.
    private func eightWeeks(before cell: StreamMonth, _ db: Database) throws -> ProvisionalMass? {
        guard let last = (1...12).map({ cell.before($0) }).first(where: { known($0) != nil }),
            let end = Optional(last.month.lastDay), let start = end.advanced(by: -55)
        else { return nil }
        let months = (CalendarMonth(start)...last.month).filter {
            known(StreamMonth(campus: cell.campus, stream: cell.stream, month: $0)) != nil
        }
        let spans = months.map { (first: max($0.firstDay, start), last: $0.lastDay) }
        let days = spans.reduce(0) { $0 + $1.first.days(until: $1.last) + 1 }
        let grams = try spans.reduce(0.0) { try $0 + self.grams(of: cell, from: $1.first, through: $1.last, db) }
        guard days > 0 else { return nil }
        return ProvisionalMass(
            grams: Int64((grams * Double(cell.month.dayCount) / Double(days)).rounded()),
            basis: .lastEightWeeks(days: days))
    }

    /// What was weighed over some days; an interval that goes beyond them gives its share by days.
    private func grams(
        of cell: StreamMonth, from first: CalendarDate, through last: CalendarDate, _ db: Database
    ) throws -> Double {
        try Double.fetchOne(
            db,
            sql: """
                SELECT total(net_mass_g
                  * (julianday(min(weighed_on, :last)) - julianday(max(coalesce(period_from, weighed_on), :first)) + 1)
                  / (julianday(weighed_on) - julianday(coalesce(period_from, weighed_on)) + 1))
                FROM weighing_current
                WHERE weighed_on >= :first AND coalesce(period_from, weighed_on) <= :last AND to_container IS NULL
                  AND campus IS :campus AND stream = :stream
                """,
            arguments: [
                "first": first.description, "last": last.description, "campus": cell.campus, "stream": cell.stream,
            ]) ?? 0
    }
}

extension StreamMonth {
    /// The same stream so many months before.
    fileprivate func before(_ months: Int) -> StreamMonth {
        StreamMonth(campus: campus, stream: stream, month: month.advanced(by: -months))
    }
}
