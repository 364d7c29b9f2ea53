import Foundation
public import Languages

/// Counts of one thing, year after year, on the same sites.
public struct CountSeries: Sendable, Hashable {
    /// A count on a site in a year.
    public struct Count: Sendable, Hashable {
        /// The site, by any key that is the same each year.
        public let site: String
        /// The year.
        public let year: Int
        /// What was counted.
        public let count: Int
        /// With what effort: visits, minutes, metres; the same unit throughout.
        public let effort: Double

        /// nil when the count is negative, or the effort not above zero.
        public init?(site: String, year: Int, count: Int, effort: Double = 1) {
            guard count >= 0, effort > 0, effort.isFinite else { return nil }
            self.site = site
            self.year = year
            self.count = count
            self.effort = effort
        }
    }

    private struct Cell: Hashable {
        let site: String
        let year: Int
    }

    /// One per site and year, by site and year. A site or a year without a count is missing, which is not zero.
    public let counts: [Count]

    /// Counts of one site and year are added, and their efforts with them.
    public init(_ counts: some Sequence<Count>) {
        var cells: [Cell: (count: Int, effort: Double)] = [:]
        for count in counts {
            let cell = Cell(site: count.site, year: count.year)
            let sum = cells[cell] ?? (0, 0)
            cells[cell] = (sum.count + count.count, sum.effort + count.effort)
        }
        self.counts = cells.compactMap { cell, sum in
            Count(site: cell.site, year: cell.year, count: sum.count, effort: sum.effort)
        }.sorted { ($0.site, $0.year) < ($1.site, $1.year) }
    }

    /// The years with a count, zeros included, in order.
    public var years: [Int] { Set(counts.map(\.year)).sorted() }
}

/// Where a thing that is counted year after year is going.
public struct Trend: Sendable, Hashable {
    /// The classes of TRIM (Pannekoek and van Strien, TRIM 3 manual, Statistics Netherlands, 2001; van Strien, Pannekoek and
    /// Gibbons, Indexing European bird population trends using results of national monitoring schemes, Bird Study 48,
    /// 2001), by the interval at 95 % of the yearly factor.
    public enum Direction: String, Sendable, CaseIterable {
        /// The whole interval is above 1.05: more than 5 % a year.
        case strongIncrease = "strong-increase"
        /// Above 1, but not surely above 1.05.
        case moderateIncrease = "moderate-increase"
        /// It holds 1, and lies between 0.95 and 1.05.
        case stable
        /// Below 1, but not surely below 0.95.
        case moderateDecline = "moderate-decline"
        /// The whole interval is below 0.95: more than 5 % a year.
        case strongDecline = "strong-decline"
        /// It holds 1, and reaches beyond 0.95 or 1.05.
        case uncertain

        init(_ factor: StatisticalEstimate) {
            self =
                if factor.lower > 1.05 {
                    .strongIncrease
                } else if factor.upper < 0.95 {
                    .strongDecline
                } else if factor.lower > 1 {
                    .moderateIncrease
                } else if factor.upper < 1 {
                    .moderateDecline
                } else if factor.lower > 0.95, factor.upper < 1.05 {
                    .stable
                } else {
                    .uncertain
                }
        }
    }

    /// The slope of the logarithm, per year.
    public let slope: StatisticalEstimate
    /// The yearly factor: 1.05 is 5 % more each year. Its interval is that of the slope, exponentiated.
    public let factor: StatisticalEstimate
    /// Pearson's χ² over its degrees of freedom: 1 for counts that vary as Poisson's; nil when there are none. It widens the
    /// errors when above 1.
    public let dispersion: Double?
    /// The years that it rests on.
    public let years: [Int]

    package init(slope: StatisticalEstimate, dispersion: Double?, years: [Int]) {
        self.slope = slope
        self.dispersion = dispersion
        self.years = years
        let factor = exp(slope.value)
        self.factor = StatisticalEstimate(
            factor, standardError: factor * slope.standardError, lower: exp(slope.lower), upper: exp(slope.upper))
    }

    /// The class of TRIM.
    public var direction: Direction { Direction(factor) }
}

/// Why nothing is said of a trend.
public enum TrendReason: Sendable, Hashable {
    case tooFewYears(found: Int, needed: Int)
    /// Never anything but zero.
    case nothingCounted
    /// Sites and years cannot be told apart, or all that was counted was in one year.
    case notEstimable

    /// For people.
    public var label: Bilingual {
        switch self {
        case .tooFewYears(let found, let needed):
            Bilingual(
                fr: "\(found) \(found > 1 ? "années actives" : "année active") ; il en faut \(needed)",
                en: "\(found) active year\(found == 1 ? "" : "s"); \(needed) needed")
        case .nothingCounted: Bilingual(fr: "rien n'a jamais été compté", en: "nothing was ever counted")
        case .notEstimable:
            Bilingual(
                fr: "les comptages ne permettent pas de distinguer les années des sites",
                en: "the counts do not tell the years from the sites")
        }
    }
}

/// A trend, or why there is none: then it is uncertain.
public enum TrendVerdict: Sendable, Hashable {
    case trend(Trend)
    case uncertain(TrendReason)

    /// The class of TRIM.
    public var direction: Trend.Direction {
        switch self {
        case .trend(let trend): trend.direction
        case .uncertain: .uncertain
        }
    }
}
