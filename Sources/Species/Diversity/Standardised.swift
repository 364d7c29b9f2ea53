import Atlas
import Foundation

/// What samples are brought to before they are compared.
public enum SamplingLevel: Sendable, Hashable {
    /// The same number of individuals, or of sampling units.
    case size(Double)
    /// The same share of the assemblage known, from 0 to 1: fairer, for a richer assemblage needs a larger sample.
    case coverage(Double)
}

/// The diversity of a sample brought to a level.
public struct StandardisedDiversity: Sendable, Hashable {
    /// How the level compares with the sample.
    public enum Reach: String, Sendable {
        case rarefied, observed, extrapolated
    }

    /// Individuals or sampling units of the level.
    public let size: Double
    /// The coverage there.
    public let coverage: Double
    /// Below, at, or above the sample's own size.
    public let reach: Reach
    /// The Hill numbers of order 0, 1 and 2, with their intervals.
    public let hillNumbers: [HillOrder: StatisticalEstimate]
}

extension SpeciesSample {
    /// The Hill numbers of order 0, 1 and 2 at a level, with intervals at 95 % by the bootstrap of Chao et al. (2014, appendix
    /// G): samples of the same size are drawn from an estimated assemblage, in which the shares of the species found are
    /// lowered by what the coverage says is missing and the species not found (Chao1 or Chao2) share the rest; the standard
    /// deviation of the replicates gives the interval. The same seed gives the same interval.
    ///
    /// - Parameters:
    ///   - farthest: the largest extrapolation, in times the sample's size; Chao et al. advise no more than 2.
    ///   - replicates: samples drawn.
    /// - Returns: nil for an empty sample, and for a level that lies beyond.
    public func standardised(
        at level: SamplingLevel, farthest: Double = 2, replicates: Int = 200, seed: UInt64 = 1
    ) -> StandardisedDiversity? {
        let spectrum = spectrum
        guard spectrum.total > 0, let size = spectrum.size(of: level) else { return nil }
        // The size that a coverage asks for is found to the precision of doubles, no better.
        guard size.isFinite, size >= 1, size <= Double(spectrum.units) * farthest * (1 + 1e-9) else { return nil }
        let assemblage = EstimatedAssemblage(spectrum)
        var random = SplitMix64(seed: seed)
        var drawn: [HillOrder: [Double]] = [:]
        for _ in 0..<replicates {
            let replicate = assemblage.sample(&random)
            guard replicate.total > 0 else { continue }
            let size = replicate.size(of: level) ?? Double(replicate.units)
            for order in HillOrder.allCases { drawn[order, default: []].append(replicate.hill(order, at: size)) }
        }
        let numbers = HillOrder.allCases.map { order in
            let error = StatisticalEstimate.standardDeviation(drawn[order] ?? [])
            return (order, StatisticalEstimate(spectrum.hill(order, at: size), standardError: error, floor: 0))
        }
        let own = Double(spectrum.units)
        return StandardisedDiversity(
            size: size, coverage: spectrum.coverage(at: size),
            reach: size < own ? .rarefied : size > own ? .extrapolated : .observed,
            hillNumbers: Dictionary(uniqueKeysWithValues: numbers))
    }
}

extension AbundanceSample {
    /// The largest coverage that all the samples reach within twice their size, at which they can be compared; nil when
    /// there is none, or one is empty.
    public static func commonCoverage(_ samples: [AbundanceSample]) -> Double? {
        let reached = samples.map { $0.coverage(atSize: 2 * Double($0.individuals)) }
        return reached.contains(nil) ? nil : reached.compactMap(\.self).min()
    }
}

extension FrequencySpectrum {
    fileprivate func size(of level: SamplingLevel) -> Double? {
        switch level {
        case .size(let size): size
        case .coverage(let coverage): size(at: coverage)
        }
    }
}

/// The assemblage that a sample is thought to come from (Chao et al. 2014, appendix G).
struct EstimatedAssemblage {
    private let unit: FrequencySpectrum.Unit
    private let units: Int
    /// The probability of each species in one unit.
    private let probabilities: [Double]

    init(_ spectrum: FrequencySpectrum) {
        unit = spectrum.unit
        units = spectrum.units
        let size = Double(spectrum.units)
        let deficit = Double(spectrum.total) / size * (1 - spectrum.coverage(at: size))
        let hidden = spectrum.unseen.rounded(.up)
        let lost = spectrum.sum { $0 / size * pow(1 - $0 / size, size) }
        let weight = hidden > 0 && lost > 0 ? deficit / lost : 0
        var probabilities: [Double] = []
        for group in spectrum.classes {
            let share = Double(group.frequency) / size
            let lowered = share * (1 - weight * pow(1 - share, size))
            probabilities += Array(repeating: lowered, count: group.species)
        }
        if hidden > 0 { probabilities += Array(repeating: deficit / hidden, count: Int(hidden)) }
        self.probabilities = probabilities
    }

    /// A sample of as many units.
    func sample(_ random: inout SplitMix64) -> FrequencySpectrum {
        switch unit {
        case .samplingUnit:
            return FrequencySpectrum(
                units: units, incidences: probabilities.map { random.binomial(units, min(1, max(0, $0))) })
        case .individual:
            var left = units
            var share = probabilities.reduce(0, +)
            let drawn = probabilities.map { probability in
                let count = random.binomial(left, share > 0 ? min(1, max(0, probability / share)) : 1)
                left -= count
                share -= probability
                return count
            }
            return FrequencySpectrum(individuals: drawn)
        }
    }
}

extension SplitMix64 {
    /// A draw of the binomial law, by inversion from its mode outwards: about √(np) steps.
    mutating func binomial(_ trials: Int, _ probability: Double) -> Int {
        guard trials > 0, probability > 0 else { return 0 }
        guard probability < 1 else { return trials }
        let n = Double(trials)
        let odds = probability / (1 - probability)
        let mode: Double = min(n, ((n + 1) * probability).rounded(.down))
        let ways: Double = lgamma(n + 1) - lgamma(mode + 1) - lgamma(n - mode + 1)
        let peak: Double = exp(ways + mode * log(probability) + (n - mode) * log1p(-probability))
        var left: Double = unit() - peak
        var (down, below): (Double, Double) = (mode, peak)
        var (up, above): (Double, Double) = (mode, peak)
        while left >= 0, down > 0 || up < n {
            if up < n {
                above *= odds * (n - up) / (up + 1)
                up += 1
                left -= above
                if left < 0 { return Int(up) }
            }
            if down > 0 {
                below *= down / (odds * (n - down + 1))
                down -= 1
                left -= below
                if left < 0 { return Int(down) }
            }
        }
        return Int(mode)
    }
}
