import CampusAtlas
import Foundation
import Testing

/// Trends against R 4.2's `glm`; every number is what the R command above it prints.
@Suite struct TrendTests {
    private func series(_ rows: [(String, Int, Int)], efforts: [Double]? = nil) -> CountSeries {
        CountSeries(
            rows.enumerated().compactMap { rank, row in
                CountSeries.Count(site: row.0, year: row.1, count: row.2, effort: efforts?[rank] ?? 1)
            })
    }

    /// k <- data.frame(site=rep(c("a","b","c"),each=3), year=rep(2024:2026,3), n=c(12,15,21, 30,34,47, 8,7,13))
    private var rising: CountSeries {
        let counts = [12, 15, 21, 30, 34, 47, 8, 7, 13]
        return series(counts.enumerated().map { (["a", "b", "c"][$0 / 3], 2024 + $0 % 3, $1) })
    }

    /// k2 <- data.frame(site=c("a","a","a","a","b","b","b","b","b","c","c","c"),
    ///   year=c(2020,2021,2023,2024, 2020:2024, 2021,2022,2024), n=c(40,55,20,12, 80,50,61,33,30, 25,9,4))
    private let falling: [(String, Int, Int)] = [
        ("a", 2020, 40), ("a", 2021, 55), ("a", 2023, 20), ("a", 2024, 12), ("b", 2020, 80), ("b", 2021, 50),
        ("b", 2022, 61), ("b", 2023, 33), ("b", 2024, 30), ("c", 2021, 25), ("c", 2022, 9), ("c", 2024, 4),
    ]

    private func trend(_ series: CountSeries) throws -> Trend {
        guard case .trend(let trend) = series.trend else { throw TestFailure() }
        return trend
    }

    private struct TestFailure: Error {}

    @Test("three years on three sites: the slope is R's, the error is not narrowed by counts too regular")
    func threeYears() throws {
        let trend = try trend(rising)
        // m <- glm(n ~ site + year, poisson, k); summary(m)$coefficients["year",]
        #expect(agree(trend.slope.value, 0.25127154287923742))
        #expect(agree(trend.slope.standardError, 0.09097713198932739, to: 1e-8))
        // summary(glm(n ~ site + year, quasipoisson, k))$dispersion
        #expect(agree(trend.dispersion, 0.214349659939493, to: 1e-8))
        // exp(0.2512715); exp(0.2512715 -+ 1.959964 * 0.0909771)
        #expect(agree(trend.factor.value, 1.285659, to: 1e-6))
        #expect(agree(trend.factor.lower, 1.075685, to: 1e-5) && agree(trend.factor.upper, 1.536619, to: 1e-5))
        #expect(trend.direction == .strongIncrease && trend.years == [2024, 2025, 2026])
    }

    @Test("years missing on some sites and counts more scattered than Poisson's: R's quasi-Poisson error")
    func overdispersed() throws {
        let trend = try trend(series(falling))
        // m <- glm(n ~ site + year, quasipoisson, k2); summary(m)$coefficients["year",]; summary(m)$dispersion
        #expect(agree(trend.slope.value, -0.28071497930841610))
        #expect(agree(trend.slope.standardError, 0.06260803112883759))
        #expect(agree(trend.dispersion, 3.05197358683518))
        #expect(trend.direction == .strongDecline)
        // e <- c(2,2,1,2, 3,3,3,2,3, 1,1,1); glm(n ~ site + year + offset(log(e)), quasipoisson, k2)
        let efforts: [Double] = [2, 2, 1, 2, 3, 3, 3, 2, 3, 1, 1, 1]
        let perEffort = try self.trend(series(falling, efforts: efforts))
        #expect(agree(perEffort.slope.value, -0.23068228180676398))
        #expect(agree(perEffort.slope.standardError, 0.06752202529301239))
    }

    @Test("the year indices are R's year effects, 100 in the base year")
    func indices() throws {
        // f <- glm(n ~ site + factor(year), quasipoisson, k2); summary(f)$coefficients
        let indices = try #require(series(falling).yearIndices())
        for (year, effect, error) in [
            (2021, -0.0648584727684926, 0.244906971813137), (2022, -0.2717276320950103, 0.302853277411708),
            (2023, -0.8171998292299231, 0.313496797082704), (2024, -1.1037515267349807, 0.332763697501369),
        ] {
            let index = try #require(indices[year])
            #expect(agree(index.value, 100 * exp(effect)) && agree(index.standardError, 100 * exp(effect) * error))
        }
        #expect(indices[2020]?.value == 100 && indices[2020]?.standardError == 0)
        // The same fit seen from another year: the ratios do not move.
        let other = try #require(series(falling).yearIndices(base: 2022))
        #expect(agree(other[2024]?.value, 100 * exp(-1.1037515267349807 + 0.2717276320950103)))
        #expect(series(falling).yearIndices(base: 1999) == nil)
    }

    @Test("the classes are TRIM's, at their limits")
    func classes() {
        func direction(_ lower: Double, _ upper: Double) -> Trend.Direction {
            // A series made for it would prove the fit again: the limits alone are tried, through the slope's interval.
            let slope = StatisticalEstimate(
                (log(lower) + log(upper)) / 2, standardError: (log(upper) - log(lower)) / 2 / 1.959963984540054)
            return Trend(slope: slope, dispersion: nil, years: []).direction
        }
        // Pannekoek and van Strien (2001): strong when the 95 % interval is beyond 5 % a year, moderate when beyond 0 only,
        // stable when within 5 % either way, else uncertain.
        #expect(direction(1.051, 1.2) == .strongIncrease)
        #expect(direction(1.049, 1.2) == .moderateIncrease)
        #expect(direction(1.001, 1.01) == .moderateIncrease)
        #expect(direction(0.951, 1.049) == .stable)
        #expect(direction(0.949, 1.049) == .uncertain)
        #expect(direction(0.951, 1.051) == .uncertain)
        #expect(direction(0.9, 0.999) == .moderateDecline)
        #expect(direction(0.7, 0.951) == .moderateDecline)
        #expect(direction(0.7, 0.949) == .strongDecline)
    }

    @Test("with two years, with zeros only, or with no site followed, the trend is uncertain and says why")
    func uncertain() {
        let two = series([("a", 2024, 5), ("a", 2025, 50)])
        #expect(two.trend == .uncertain(.tooFewYears(found: 2, needed: 3)) && two.trend.direction == .uncertain)
        let zeros = series([("a", 2024, 0), ("a", 2025, 0), ("a", 2026, 0)])
        #expect(zeros.trend == .uncertain(.nothingCounted) && zeros.yearIndices() == nil)
        let strangers = series([("a", 2024, 5), ("b", 2025, 6), ("c", 2026, 9)])
        #expect(strangers.trend == .uncertain(.notEstimable) && strangers.yearIndices() == nil)
        let once = series([("a", 2024, 0), ("a", 2025, 0), ("a", 2026, 9)])
        #expect(once.trend == .uncertain(.notEstimable))
        #expect(CountSeries([]).trend == .uncertain(.tooFewYears(found: 0, needed: 3)))
        #expect(CountSeries.Count(site: "a", year: 2024, count: -1) == nil)
        #expect(CountSeries.Count(site: "a", year: 2024, count: 1, effort: 0) == nil)
    }

    @Test("counts of one site and year add up; a year of zeros has an index of zero")
    func sums() throws {
        let split = series([("a", 2024, 5), ("a", 2024, 5), ("a", 2025, 0), ("a", 2026, 30)], efforts: [1, 1, 2, 2])
        #expect(split.counts.map(\.count) == [10, 0, 30] && split.counts.map(\.effort) == [2, 2, 2])
        let indices = try #require(split.yearIndices())
        #expect(indices[2025]?.value == 0 && agree(indices[2026]?.value, 300))
    }

    @Test("the composite is the geometric mean of the species, 100 in the base year")
    func composite() throws {
        func index(_ values: [Int: Double]) -> [Int: StatisticalEstimate] {
            values.mapValues { StatisticalEstimate($0, standardError: 0.1 * $0) }
        }
        let msi = try #require(
            MultiSpeciesIndex(
                [
                    "a": index([2024: 100, 2025: 200, 2026: 50]), "b": index([2024: 50, 2025: 25, 2026: 0]),
                    "c": index([2025: 10, 2026: 20]),
                ], base: 2024))
        #expect(msi.species == ["a", "b"] && msi.leftOut == ["c"])
        #expect(agree(msi.indices[2024]?.value, 100))
        // (200 · 50)^½; a zero is taken as 1: (50 · 1)^½
        #expect(agree(msi.indices[2025]?.value, 100) && agree(msi.indices[2026]?.value, 7.0710678118654755))
        // Two independent errors of 10 %: √(0.1² + 0.1²) / 2.
        #expect(agree(msi.indices[2025]?.standardError, 7.0710678118654755))
        #expect(MultiSpeciesIndex([:], base: 2024) == nil)
    }

    @Test("before and after, impact and control: counts against R's interaction")
    func counts() throws {
        let visits = BeforeAfterControl(
            impactBefore: [5, 8, 6], impactAfter: [14, 11, 19, 12], controlBefore: [9, 12, 7],
            controlAfter: [10, 8, 13, 9])
        guard case .estimate(let contrast) = visits.logRatio else { throw TestFailure() }
        // q <- glm(n ~ i*a, quasipoisson, z); summary(q)$coefficients["i:a",]; summary(q)$dispersion: 0.6208, so that the
        // error is Poisson's: 0.2854021345877972 / sqrt(0.620827067669173)
        #expect(agree(contrast.value, 0.7242377676299767))
        #expect(agree(contrast.standardError, 0.3622195570628358))
        #expect(visits.logRatio.mayBeChance == false)
        let few = BeforeAfterControl(
            impactBefore: [5, 8], impactAfter: [14, 11, 19], controlBefore: [9, 12, 7], controlAfter: [10, 8, 13])
        #expect(few.logRatio == .tooFewVisits(few.map(\.count)) && few.logRatio.mayBeChance == nil)
        let none = BeforeAfterControl(
            impactBefore: [0, 0, 0], impactAfter: [14, 11, 19], controlBefore: [9, 12, 7], controlAfter: [1, 8, 13])
        #expect(none.logRatio == .notEstimable)
    }

    @Test("before and after, impact and control: richness at a common coverage")
    func richness() throws {
        let poor = try #require(AbundanceSample(counts: [400, 300, 30, 20, 10, 5, 2]))
        let rich = try #require(AbundanceSample(counts: [120, 100, 90, 90, 80, 70, 60, 60, 50, 40, 30, 20, 20, 5, 2]))
        let samples = BeforeAfterControl(
            impactBefore: poor, impactAfter: rich, controlBefore: poor, controlAfter: poor)
        let visits = samples.map { _ in 4 }
        let level = try #require(samples.commonCoverage)
        func richness(_ sample: AbundanceSample) throws -> Double {
            let size = try #require(sample.size(atCoverage: level))
            return try #require(sample.hillNumber(.richness, atSize: size))
        }
        guard case .estimate(let contrast) = samples.contrast(.richness, visits: visits) else { throw TestFailure() }
        #expect(agree(contrast.value, try richness(rich) - richness(poor)))
        #expect(contrast.lower > 0)
        // The same everywhere: no change, and the interval says so.
        let still = BeforeAfterControl(
            impactBefore: poor, impactAfter: poor, controlBefore: poor, controlAfter: poor)
        #expect(still.contrast(.richness, visits: visits).mayBeChance == true)
        #expect(samples.contrast(.richness, visits: samples.map { _ in 2 }) == .tooFewVisits(samples.map { _ in 2 }))
        let void = BeforeAfterControl(
            impactBefore: AbundanceSample(), impactAfter: rich, controlBefore: poor, controlAfter: poor)
        #expect(void.contrast(.richness, visits: visits) == .notEstimable)
    }
}
