/// Individuals counted by species. A species is in it when at least one individual was found.
public struct AbundanceSample: SpeciesSample, Hashable {
    /// Individuals of each species, by the key of the species; each at least 1.
    public private(set) var counts: [String: Int]

    /// A sample in which nothing was found.
    public init() { counts = [:] }

    /// A sample of these counts; a species counted zero is not in it. nil when a count is negative.
    public init?(_ counts: [String: Int]) {
        guard counts.values.allSatisfy({ $0 >= 0 }) else { return nil }
        self.counts = counts.filter { $0.value > 0 }
    }

    /// Counts one more individual of a species.
    public mutating func add(_ species: String) { counts[species, default: 0] += 1 }

    /// Counts more individuals of a species; adds nothing when `individuals` is not above zero.
    public mutating func add(_ individuals: Int, of species: String) {
        guard individuals > 0 else { return }
        counts[species, default: 0] += individuals
    }

    /// The individuals of both samples.
    public func merged(with other: AbundanceSample) -> AbundanceSample {
        var both = self
        both.counts.merge(other.counts, uniquingKeysWith: +)
        return both
    }

    /// Individuals (n).
    public var individuals: Int { counts.values.reduce(0, +) }

    /// The species found how many times.
    public var spectrum: FrequencySpectrum { FrequencySpectrum(individuals: counts.values) }
}
