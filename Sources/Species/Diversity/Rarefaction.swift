import Foundation

/// The three Hill numbers that samples are compared by.
public enum HillOrder: Int, Sendable, CaseIterable {
    /// Every species counts the same.
    case richness = 0
    /// Species count as they are common: e^H′.
    case shannon = 1
    /// Mostly the common species count: 1 / Σ p².
    case simpson = 2
}

extension SpeciesSample {
    /// The Hill number expected in a sample of `size` individuals (or sampling units) of the same assemblage: rarefaction
    /// below the sample's own size, extrapolation above (Chao et al. 2014, tables 1 and 2). A size that is no whole number
    /// lies on the line between its neighbours, as in iNEXT 3.
    ///
    /// Extrapolation beyond twice the sample leans on a lower bound of the richness; ``standardised(at:farthest:replicates:seed:)``
    /// refuses it.
    ///
    /// - Returns: nil for an empty sample, or a size under 1.
    public func hillNumber(_ order: HillOrder, atSize size: Double) -> Double? {
        guard spectrum.total > 0, size >= 1, size.isFinite else { return nil }
        return spectrum.hill(order, at: size)
    }

    /// The Hill number estimated for the whole assemblage: Chao1 or Chao2; the entropy of Chao, Wang and Jost (Entropy and
    /// the species accumulation curve, Methods in Ecology and Evolution 4, 2013); the unbiased estimator of Simpson's
    /// concentration. nil for an empty sample; infinite for order 2 when no species was found twice.
    public func asymptoticHillNumber(_ order: HillOrder) -> Double? {
        spectrum.total > 0 ? spectrum.asymptote(order) : nil
    }
}

extension FrequencySpectrum {
    func hill(_ order: HillOrder, at size: Double) -> Double {
        if size > Double(units) { return extrapolated(order, to: size) }
        let below = size.rounded(.down)
        let lower = rarefied(order, to: below)
        return size == below ? lower : lower + (size - below) * (rarefied(order, to: below + 1) - lower)
    }

    /// `size` is whole, from 1 to the sample's own.
    private func rarefied(_ order: HillOrder, to size: Double) -> Double {
        guard size < Double(units) else { return observedHill(Double(order.rawValue)) }
        switch order {
        case .richness: return sum { 1 - missing($0, at: size) }
        case .shannon:
            let drawn = size * Double(total) / Double(units)
            return exp(log(drawn) - sum { expectedLogarithm(of: $0, at: size) } / drawn)
        case .simpson: return simpson(at: size)
        }
    }

    private func extrapolated(_ order: HillOrder, to size: Double) -> Double {
        guard order != .simpson else { return simpson(at: size) }
        let observed = observedHill(Double(order.rawValue))
        let asymptote = asymptote(order)
        guard units > 1, asymptote > observed else { return observed }
        let before = rarefied(order, to: Double(units - 1))
        let left = (asymptote - observed) / (asymptote - before)
        return observed + (asymptote - observed) * (1 - pow(left, size - Double(units)))
    }

    /// The same below and above the sample's own size: the pairs of one species are as frequent in every sample.
    private func simpson(at size: Double) -> Double {
        let all = Double(total)
        let drawn = size * all / Double(units)
        guard units > 1 else { return drawn }
        let pairs = sum { $0 * ($0 - 1) } / (all * all) * Double(units) / Double(units - 1)
        return 1 / (1 / drawn + (size - 1) / size * pairs)
    }

    func asymptote(_ order: HillOrder) -> Double {
        let all = Double(total)
        let units = Double(units)
        switch order {
        case .richness: return Double(richness) + unseen
        case .shannon: return exp(units / all * unitEntropy + log(all / units))
        case .simpson:
            let pairs = sum { $0 * ($0 - 1) }
            return self.units > 1 ? all * all * (units - 1) / (units * pairs) : 1
        }
    }

    /// The estimator of −Σ p ln p, p being the probability of a species in one unit: equation 7 of Chao, Wang and Jost
    /// (2013).
    private var unitEntropy: Double {
        let units = Double(units)
        let found = sum { $0 < units ? $0 / units * (digamma(units) - digamma($0)) : 0 }
        guard unseen > 0 else { return found }
        return found + singletons / units * logarithmTail(deficitRatio, after: units - 1)
    }

    /// The mean of k ln k, k being how many times a species of this frequency is drawn in `size` of the units: a sum over
    /// the hypergeometric law, from its mode to where nothing is left.
    private func expectedLogarithm(of frequency: Double, at size: Double) -> Double {
        let units = Double(units)
        let least = max(0, size + frequency - units)
        let most = min(frequency, size)
        let mode = max(least, min(most, ((size + 1) * (frequency + 1) / (units + 2)).rounded(.down)))
        func ratio(_ k: Double) -> Double {
            (frequency - k) * (size - k) / ((k + 1) * (units - frequency - size + k + 1))
        }
        func term(_ k: Double) -> Double { k > 0 ? k * log(k) : 0 }
        var weights = 1.0
        var total = term(mode)
        var (k, weight) = (mode, 1.0)
        while k < most, weight > 1e-18 {
            weight *= ratio(k)
            k += 1
            weights += weight
            total += weight * term(k)
        }
        (k, weight) = (mode, 1.0)
        while k > least, weight > 1e-18 {
            k -= 1
            weight /= ratio(k)
            weights += weight
            total += weight * term(k)
        }
        return total / weights
    }
}

/// ψ(x) for x ≥ 1: the recurrence up to 10, then the asymptotic series (DLMF 5.5.2, 5.11.2).
private func digamma(_ x: Double) -> Double {
    var x = x
    var sum = 0.0
    while x < 10 {
        sum -= 1 / x
        x += 1
    }
    let square = 1 / (x * x)
    let series =
        square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square / 132))))
    return sum + log(x) - 1 / (2 * x) - series
}

/// Σ zʲ/(m + j) over j ≥ 1, for 0 ≤ z < 1: what is left of −ln(1 − z) after m terms, over zᵐ. By Gauss's continued fraction
/// of ₂F₁(m + 1, 1; m + 2; z) (DLMF 15.7.5), evaluated by Lentz's method, since the sum itself is of millions of terms when
/// z nears 1.
private func logarithmTail(_ z: Double, after m: Double) -> Double {
    var numerator = 1.0
    var denominator = 0.0
    var value = 1.0
    for step in 1...1_000_000 {
        let k = Double(step / 2)
        let coefficient =
            step.isMultiple(of: 2)
            ? k * k / ((m + 2 * k) * (m + 1 + 2 * k))
            : (m + 1 + k) * (m + 1 + k) / ((m + 1 + 2 * k) * (m + 2 + 2 * k))
        denominator = 1 / (1 - coefficient * z * denominator)
        numerator = 1 - coefficient * z / numerator
        let change = numerator * denominator
        value *= change
        if abs(change - 1) < 1e-15 { break }
    }
    return z / ((m + 1) * value)
}
