import Foundation

/// The share of a population that a simple random sample shows.
package enum Proportion {
    /// The 97.5 % point of the normal law, for intervals at 95 %.
    package static let z95 = 1.959963984540054

    /// The score interval of a share at 95 % (Wilson, Probable inference, the law of succession, and statistical
    /// inference, JASA 22, 1927), which Brown, Cai and DasGupta recommend (Interval estimation for a binomial proportion,
    /// Statistical Science 16, 2001): unlike the usual share ± error it holds for small samples and shares near 0 or 1.
    ///
    /// - Returns: 0 to 1 for an empty sample.
    package static func wilson(_ successes: Int, of trials: Int) -> ClosedRange<Double> {
        guard trials > 0 else { return 0...1 }
        let n = Double(trials)
        let share = Double(successes) / n
        let z2 = z95 * z95
        let centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        let half = z95 / (1 + z2 / n) * (share * (1 - share) / n + z2 / (4 * n * n)).squareRoot()
        let lower = successes == 0 ? 0 : max(0, centre - half)
        let upper = successes == trials ? 1 : min(1, centre + half)
        return lower...upper
    }

    /// The probability that as many signs lean as much one way or the other when both are as likely: the exact two-sided
    /// test of signs, which is McNemar's on pairs that differ.
    package static func signTest(_ plus: Int, _ minus: Int) -> Double {
        let n = Double(plus + minus)
        let whole = lgamma(n + 1) - n * log(2)
        let tail = (0...min(plus, minus)).reduce(0.0) { sum, k in
            let k = Double(k)
            return sum + exp(whole - lgamma(k + 1) - lgamma(n - k + 1))
        }
        return min(1, 2 * tail)
    }
}

/// How far two accounts of the same points agree.
public struct Agreement: Sendable, Hashable {
    /// How many points both speak of.
    public let points: Int
    /// The share of them on which both say the same; nil without a point.
    public let rate: Double?
    /// Cohen's kappa, the agreement beyond what chance would give (A coefficient of agreement for nominal scales, 1960,
    /// doi:10.1177/001316446002000104): 1 when they agree on all, 0 as by chance. nil when both always say one same thing.
    public let kappa: Double?

    package init<Label: Hashable>(_ pairs: [(Label, Label)]) {
        points = pairs.count
        guard !pairs.isEmpty else {
            rate = nil
            kappa = nil
            return
        }
        let total = Double(pairs.count)
        var first: [Label: Int] = [:]
        var second: [Label: Int] = [:]
        for (a, b) in pairs {
            first[a, default: 0] += 1
            second[b, default: 0] += 1
        }
        let observed = Double(pairs.count { $0.0 == $0.1 }) / total
        // Whole numbers, so that the order in which labels are met changes nothing.
        let expected = Double(first.reduce(0) { $0 + $1.value * second[$1.key, default: 0] }) / (total * total)
        rate = observed
        kappa = expected == 1 ? nil : (observed - expected) / (1 - expected)
    }
}
