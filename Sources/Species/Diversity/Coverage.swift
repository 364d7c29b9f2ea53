import Foundation

extension SpeciesSample {
    /// The sample coverage: the share of the assemblage's individuals (or incidences) that belong to species found here,
    /// equation 4a of Chao and Jost (Coverage-based rarefaction and extrapolation, Ecology 93, 2012,
    /// doi:10.1890/11-1952.1), as iNEXT computes it, also without doubletons. From 0 to 1; nil for an empty sample, which
    /// says nothing of the assemblage.
    public var coverage: Double? { spectrum.total == 0 ? nil : spectrum.coverage(at: Double(spectrum.units)) }

    /// The expected coverage of a sample of `size` individuals (or sampling units) of the same assemblage: equation 6 of
    /// Chao and Jost (2012) below the sample's own size, equation 12 above. A size that is no whole number lies on the line
    /// between its neighbours, as for ``hillNumber(_:atSize:)``. nil for an empty sample, or a size under 1.
    public func coverage(atSize size: Double) -> Double? {
        guard spectrum.total > 0, size >= 1 else { return nil }
        return spectrum.coverage(at: size)
    }

    /// The size, in individuals or sampling units, at which the expected coverage is `coverage`; at least 1. nil for an
    /// empty sample, and for a coverage that the estimate never reaches.
    public func size(atCoverage coverage: Double) -> Double? {
        guard spectrum.total > 0, (0...1).contains(coverage) else { return nil }
        return spectrum.size(at: coverage)
    }
}

extension FrequencySpectrum {
    /// The species not found (f̂₀), least as Chao's estimator has it.
    var unseen: Double { unseen(.chao2014) }

    /// The part of the coverage deficit that is left when the sample grows by one: A in Chao et al. (2014). It is 1 when
    /// nothing tells of unseen species.
    var deficitRatio: Double {
        let unseen = unseen * Double(units)
        return unseen > 0 ? unseen / (unseen + singletons) : 1
    }

    /// The probability that a species of this frequency is in none of `size` units drawn from the sample without
    /// replacement: C(N − x, m) / C(N, m). The size is whole.
    func missing(_ frequency: Double, at size: Double) -> Double {
        Self.missing(frequency, of: Double(units), at: size)
    }

    /// As a product where it is short, since the difference of four large logarithms loses digits.
    private static func missing(_ frequency: Double, of units: Double, at size: Double) -> Double {
        guard units - frequency >= size else { return 0 }
        let (few, many) = (min(frequency, size), max(frequency, size))
        guard few > 64 else {
            return stride(from: 0, to: few, by: 1).reduce(1) { $0 * ((units - many - $1) / (units - $1)) }
        }
        let elsewhere = units - frequency
        let kept: Double = lgamma(elsewhere + 1) - lgamma(elsewhere - size + 1)
        let all: Double = lgamma(units + 1) - lgamma(units - size + 1)
        return exp(kept - all)
    }

    func coverage(at size: Double) -> Double {
        let units = Double(units)
        guard size < units else {
            return 1 - singletons / Double(total) * pow(deficitRatio, size - units + 1)
        }
        let below = size.rounded(.down)
        let lower = wholeCoverage(at: below)
        return size == below ? lower : lower + (size - below) * (wholeCoverage(at: below + 1) - lower)
    }

    /// The size is whole.
    private func wholeCoverage(at size: Double) -> Double {
        let (units, all) = (Double(units), Double(total))
        guard size < units else { return coverage(at: units) }
        // The frequency is counted without the individual whose species is looked for.
        return 1 - sum { $0 / all * Self.missing($0 - 1, of: units - 1, at: size) }
    }

    func size(at coverage: Double) -> Double? {
        guard coverage <= self.coverage(at: Double(units)) else { return sizeBeyond(coverage) }
        var (low, high) = (1, units)
        guard coverage > self.coverage(at: 1) else { return 1 }
        while high - low > 1 {
            let middle = (low + high) / 2
            if wholeCoverage(at: Double(middle)) < coverage { low = middle } else { high = middle }
        }
        let (lower, upper) = (wholeCoverage(at: Double(low)), wholeCoverage(at: Double(high)))
        return Double(low) + (coverage - lower) / (upper - lower)
    }

    private func sizeBeyond(_ coverage: Double) -> Double? {
        guard deficitRatio < 1, coverage < 1 else { return nil }
        return Double(units) - 1 + log((1 - coverage) * Double(total) / singletons) / log(deficitRatio)
    }
}
