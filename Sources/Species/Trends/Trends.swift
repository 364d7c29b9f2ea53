import Foundation

extension CountSeries {
    /// The least years for a trend (dossier of the product, after the practice of rtrim).
    public static let leastYears = 3

    /// The linear trend of a log-linear Poisson regression on sites and year, ln μ = αₛ + β·year + ln effort (model 2 of
    /// TRIM), its error widened by the dispersion of Pearson's residuals; R: `glm(count ~ site + year, quasipoisson)`. The
    /// interval is the slope ± 1.96 errors.
    public var trend: TrendVerdict {
        let years = years
        guard years.count >= Self.leastYears else {
            return .uncertain(.tooFewYears(found: years.count, needed: Self.leastYears))
        }
        let informative = informative
        guard let first = years.first, !informative.isEmpty else { return .uncertain(.nothingCounted) }
        let sites = Self.ranks(informative.map(\.site))
        let rows = informative.map { count in
            PoissonRegression.Row(
                count: Double(count.count), offset: log(count.effort),
                terms: [(sites[count.site] ?? 0, 1), (sites.count, Double(count.year - first))])
        }
        guard let fit = PoissonRegression(rows, coefficients: sites.count + 1) else {
            return .uncertain(.notEstimable)
        }
        let slope = StatisticalEstimate(
            fit.coefficients[sites.count], standardError: fit.standardError(of: sites.count))
        return .trend(Trend(slope: slope, dispersion: fit.dispersion, years: years))
    }

    /// The counts of the sites where something was counted once at least: the others bring no information on change.
    private var informative: [Count] {
        let counted = Set(counts.filter { $0.count > 0 }.map(\.site))
        return counts.filter { counted.contains($0.site) }
    }

    private static func ranks<Key: Hashable & Comparable>(_ keys: [Key]) -> [Key: Int] {
        Dictionary(uniqueKeysWithValues: Set(keys).sorted().enumerated().map { ($1, $0) })
    }

    /// The index of each year, 100 in the base year: the year effects of ln μ = αₛ + γᵧ + ln effort (model 3 of TRIM); R:
    /// `glm(count ~ site + factor(year), quasipoisson)`. Years in which all counts are zero have an index of zero, without
    /// an error.
    ///
    /// - Parameter base: the base year; the first one counted when nil.
    /// - Returns: nil when nothing was counted in the base year, or sites and years cannot be told apart.
    public func yearIndices(base: Int? = nil) -> [Int: StatisticalEstimate]? {
        let informative = informative
        let sums = informative.reduce(into: [Int: Int]()) { $0[$1.year, default: 0] += $1.count }
        let fitted = informative.filter { sums[$0.year] ?? 0 > 0 }
        let sites = Self.ranks(fitted.map(\.site))
        let years = Self.ranks(fitted.map(\.year))
        guard let base = base ?? self.years.first, let baseRank = years[base] else { return nil }
        // The base year has no coefficient: it is what the sites' are of.
        func index(_ rank: Int) -> Int { sites.count + (rank < baseRank ? rank : rank - 1) }
        let rows = fitted.map { count in
            let rank = years[count.year] ?? 0
            let site = (sites[count.site] ?? 0, 1.0)
            return PoissonRegression.Row(
                count: Double(count.count), offset: log(count.effort),
                terms: rank == baseRank ? [site] : [site, (index(rank), 1)])
        }
        guard let fit = PoissonRegression(rows, coefficients: sites.count + years.count - 1) else { return nil }
        var indices = Dictionary(uniqueKeysWithValues: sums.keys.map { ($0, StatisticalEstimate.zero) })
        for (year, rank) in years {
            guard rank != baseRank else {
                indices[year] = StatisticalEstimate(100, standardError: 0)
                continue
            }
            let value = 100 * exp(fit.coefficients[index(rank)])
            let error = fit.standardError(of: index(rank))
            let spread = exp(StatisticalEstimate.z95 * error)
            indices[year] = StatisticalEstimate(
                value, standardError: value * error, lower: value / spread, upper: value * spread)
        }
        return indices
    }
}

extension StatisticalEstimate {
    fileprivate static let zero = StatisticalEstimate(0, standardError: 0)
}

/// The index of many species as one: the geometric mean of theirs (Buckland et al., Monitoring change in biodiversity
/// through composite indices, Phil. Trans. R. Soc. B 360, 2005; Soldaat et al., A Monte Carlo method to account for sampling
/// error in multi-species indicators, Ecological Indicators 81, 2017).
public struct MultiSpeciesIndex: Sendable, Hashable {
    /// The index of each year, 100 in the base year. The error takes the species' indices as independent, and first-order.
    public let indices: [Int: StatisticalEstimate]
    /// The base year.
    public let base: Int
    /// The species in it.
    public let species: [String]
    /// Those left out, for they have no index in some of the years, or nothing was counted in the base year.
    public let leftOut: [String]

    /// The least index of a species in the mean: below it, it is taken as 1, for the mean of a single zero would be zero
    /// (Soldaat et al. 2017).
    private static let floor = 1.0

    /// - Parameter indices: of each species, each year's.
    /// - Returns: nil when no species has an index in all the years.
    public init?(_ indices: [String: [Int: StatisticalEstimate]], base: Int) {
        let years = indices.values.reduce(into: Set<Int>()) { $0.formUnion($1.keys) }
        let whole = indices.filter { _, index in
            years.allSatisfy { index[$0] != nil } && (index[base]?.value ?? 0) > 0
        }
        guard !whole.isEmpty else { return nil }
        self.base = base
        species = whole.keys.sorted()
        leftOut = indices.keys.filter { whole[$0] == nil }.sorted()
        var means: [Int: StatisticalEstimate] = [:]
        for year in years { means[year] = Self.mean(whole.values, year: year, base: base) }
        self.indices = means
    }

    private static func mean(
        _ indices: some Collection<[Int: StatisticalEstimate]>, year: Int, base: Int
    ) -> StatisticalEstimate {
        var logarithm = 0.0
        var variance = 0.0
        for index in indices {
            guard year != base, let there = index[year], let start = index[base]?.value else { continue }
            logarithm += log(max(floor, 100 * there.value / start) / 100)
            if there.value > 0 { variance += pow(there.standardError / there.value, 2) }
        }
        let count = Double(indices.count)
        let value = 100 * exp(logarithm / count)
        let error = variance.squareRoot() / count
        let spread = exp(StatisticalEstimate.z95 * error)
        return StatisticalEstimate(value, standardError: value * error, lower: value / spread, upper: value * spread)
    }
}
