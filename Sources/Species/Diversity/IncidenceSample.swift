import Foundation

/// In how many sampling units (visits, quadrats) each species was seen.
public struct IncidenceSample: SpeciesSample, Hashable {
    /// The sampling units (T), those where nothing was seen included.
    public let units: Int
    /// Units in which each species was seen, by the key of the species; each from 1 to ``units``.
    public let frequencies: [String: Int]

    /// What was seen in each unit.
    public init(_ units: [Set<String>]) {
        self.units = units.count
        frequencies = units.reduce(into: [:]) { sum, species in
            for key in species { sum[key, default: 0] += 1 }
        }
    }

    /// nil when a frequency is negative, or above the number of units.
    public init?(units: Int, frequencies: [String: Int]) {
        guard units >= 0, frequencies.values.allSatisfy({ (0...units).contains($0) }) else { return nil }
        self.units = units
        self.frequencies = frequencies.filter { $0.value > 0 }
    }

    /// The species found how many times.
    public var spectrum: FrequencySpectrum { FrequencySpectrum(units: units, incidences: frequencies.values) }

    /// A point of a species accumulation curve.
    public struct Accumulation: Sendable, Hashable {
        /// Sampling units taken at random, without replacement.
        public let units: Int
        /// The species expected in them.
        public let richness: Double
        /// The standard deviation, unconditional: of samples of the assemblage, not of orders of this one, so that it is
        /// not zero at the last point.
        public let standardDeviation: Double
    }

    /// The exact species accumulation curve, from one unit to all: the Mao Tau estimator, equations 4 and 5 of Colwell, Mao
    /// and Chang (Interpolating, extrapolating, and comparing incidence-based species accumulation curves, Ecology 85,
    /// 2004, doi:10.1890/03-0557), with Chao2 for the richness that their variance asks.
    public var accumulation: [Accumulation] {
        guard units > 0 else { return [] }
        let spectrum = spectrum
        let all = Double(spectrum.richness) + spectrum.unseen
        return (1...units).map { size in
            let seen = { (frequency: Double) in 1 - spectrum.missing(frequency, at: Double(size)) }
            let richness = spectrum.sum(seen)
            let variance = spectrum.sum { seen($0) * seen($0) } - (all > 0 ? richness * richness / all : 0)
            return Accumulation(
                units: size, richness: richness, standardDeviation: max(0, variance).squareRoot())
        }
    }
}
