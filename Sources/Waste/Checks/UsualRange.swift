import Foundation

/// What a container usually weighs with a stream in it, for one emptying.
struct UsualRange {
    /// Grams: the quartiles, the median between them, and the fences beyond which a mass is odd.
    let lowerQuartile: Double
    let median: Double
    let upperQuartile: Double
    let fences: ClosedRange<Double>
    /// Half as far: where a mass that was meant must be (Tukey's inner fences).
    let innerFences: ClosedRange<Double>

    /// Where all weighings are alike, a tenth more or less is still not odd.
    private static let leastSpread = log(1.1)

    /// nil when too few weighings say what is usual.
    ///
    /// - Parameter grams: in any order, all above zero.
    init?(_ grams: [Double]) {
        guard grams.count >= WasteRule.leastForUsual else { return nil }
        let logs = grams.map { log($0) }.sorted()
        let (low, high) = (quantile(0.25, of: logs), quantile(0.75, of: logs))
        let reach = WasteRule.fence * max(high - low, Self.leastSpread)
        (lowerQuartile, median, upperQuartile) = (exp(low), exp(quantile(0.5, of: logs)), exp(high))
        fences = exp(low - reach)...exp(high + reach)
        innerFences = exp(low - reach / 2)...exp(high + reach / 2)
    }

    func distance(of grams: Double) -> Double { abs(log(grams) - log(median)) }
}

/// The quantile of sorted values, between the two nearest (Hyndman and Fan's type 7, that of R and NumPy).
func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.indices.last else { return .nan }
    let place = share * Double(last)
    let below = Int(place)
    guard below < last else { return sorted[last] }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
}

/// A slip that multiplies a mass: of the comma, of the unit.
enum UnitFactor: CaseIterable {
    case tenfold, tenth, thousandfold, thousandth, poundsForKilograms, kilogramsForPounds

    /// By what the mass that was written is multiplied to be the mass that was meant. A pound is 0.45359237 kg (international
    /// agreement of 1959; NIST Special Publication 811, appendix B).
    private var factor: Double {
        switch self {
        case .tenfold: 10
        case .tenth: 0.1
        case .thousandfold: 1000
        case .thousandth: 0.001
        case .poundsForKilograms: 0.45359237
        case .kilogramsForPounds: 1 / 0.45359237
        }
    }

    /// As people write it after the mass.
    var sign: String {
        switch self {
        case .tenfold: "× 10"
        case .tenth: "÷ 10"
        case .thousandfold: "× 1000"
        case .thousandth: "÷ 1000"
        case .poundsForKilograms: "lb → kg"
        case .kilogramsForPounds: "kg → lb"
        }
    }

    func grams(_ grams: Int64) -> Int64 { Int64((Double(grams) * factor).rounded()) }
}

/// Pearson's chi-square of last digits against digits that are all as likely.
enum LastDigits {
    /// The 99.9th percentile with 9 degrees of freedom: `scipy.stats.chi2.ppf(0.999, 9)`.
    static let limit = 27.877

    static func chiSquare(_ counts: [Int]) -> Double {
        let expected = Double(counts.reduce(0, +)) / Double(counts.count)
        guard expected > 0 else { return 0 }
        return counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    }
}

/// The masses of one month of the year, over the years.
struct MonthSpread {
    let median: Double
    /// 1.4826 times the median absolute deviation, a standard deviation where masses are normal (Leys et al. 2013); at least
    /// a twentieth of the median, for years that are all alike.
    let deviation: Double

    /// nil when too few years say what is usual.
    init?(_ grams: [Double]) {
        guard grams.count >= WasteRule.leastYears else { return nil }
        median = quantile(0.5, of: grams.sorted())
        let deviations = grams.map { [median] in abs($0 - median) }.sorted()
        deviation = max(1.4826 * quantile(0.5, of: deviations), median / 20)
    }

    func isOdd(_ grams: Double) -> Bool { abs(grams - median) > WasteRule.deviationsOfMonth * deviation }
}
