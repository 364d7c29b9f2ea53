import Foundation

extension AbundanceSample {
    /// Shannon's entropy H′ = −Σ p ln p, in nats (Shannon, A mathematical theory of communication, 1948); nil for an empty
    /// sample.
    public var shannon: Double? { isEmpty ? nil : spectrum.shannon }

    /// The Gini–Simpson index 1 − Σ p²: the probability that two individuals drawn with replacement are of two species
    /// (Simpson, Measurement of diversity, Nature 163, 1949); nil for an empty sample.
    public var giniSimpson: Double? { isEmpty ? nil : 1 - spectrum.simpsonConcentration }

    /// The inverse of Simpson's concentration, 1 / Σ p²; nil for an empty sample.
    public var inverseSimpson: Double? { isEmpty ? nil : 1 / spectrum.simpsonConcentration }

    /// Pielou's evenness H′ / ln S (The measurement of diversity in different types of biological collections, Journal of
    /// Theoretical Biology 13, 1966); nil with fewer than two species, where it is not defined.
    public var pielou: Double? { richness < 2 ? nil : spectrum.shannon / log(Double(richness)) }

    /// The share of the most abundant species (Berger and Parker, Diversity of planktonic foraminifera in deep-sea
    /// sediments, Science 168, 1970); nil for an empty sample.
    public var bergerParker: Double? { counts.values.max().map { Double($0) / Double(individuals) } }

    private var isEmpty: Bool { counts.isEmpty }
}

extension SpeciesSample {
    /// The Hill number of order `order` of what was found, (Σ pᵠ)^(1/(1−q)), and e^H′ for q = 1: the number of equally
    /// common species that would be as diverse (Hill, Diversity and evenness, Ecology 54, 1973). Order 0 is the richness,
    /// infinity the inverse of the largest share. An empty sample has no species: 0.
    ///
    /// - Returns: nil for an order that is negative or no number.
    public func hillNumber(order: Double) -> Double? {
        guard order >= 0 else { return nil }
        return spectrum.observedHill(order)
    }
}

extension FrequencySpectrum {
    var shannon: Double {
        let all = Double(total)
        return max(0, -sum { $0 / all * log($0 / all) })
    }

    var simpsonConcentration: Double {
        let all = Double(total)
        return sum { $0 / all * ($0 / all) }
    }

    func observedHill(_ order: Double) -> Double {
        guard let most = classes.last else { return 0 }
        let all = Double(total)
        if order == 0 { return Double(richness) }
        if order == 1 { return exp(shannon) }
        if order == .infinity { return all / Double(most.frequency) }
        // Divided by the largest share, so that a high order does not underflow.
        let largest = Double(most.frequency)
        let powers = log(sum { pow($0 / largest, order) })
        return exp((powers + order * log(largest / all)) / (1 - order))
    }
}
