import Foundation

/// How Chao's lower bound of the richness is written; programs differ, so that the name goes with the number.
public enum ChaoVariant: String, Sendable, CaseIterable {
    /// With the factor (N − 1)/N, and the bias-corrected form when there is no doubleton: Chao et al. (2014), as iNEXT, and
    /// vegan's Chao2. It agrees with the theory of coverage.
    case chao2014
    /// f₁(f₁ − 1) / (2(f₂ + 1)), without the factor: vegan's Chao1, scikit-bio's default.
    case biasCorrected = "bias-corrected"
    /// f₁² / (2f₂), without the factor (Chao, Nonparametric estimation of the number of classes in a population, 1984);
    /// bias-corrected when there is no doubleton.
    case classic
}

extension AbundanceSample {
    /// Chao1: the least richness that the rare species leave believable. 0 for an empty sample.
    public func chao1(_ variant: ChaoVariant = .chao2014) -> StatisticalEstimate { spectrum.chao(variant) }

    /// The abundance-based coverage estimator: species of at most 10 individuals are rare (Chao and Lee, Estimating the
    /// number of classes via sample coverage, JASA 87, 1992). nil when all rare individuals are singletons, where it is not
    /// defined. 0 for an empty sample.
    public var ace: Double? { spectrum.ace }
}

extension IncidenceSample {
    /// Chao2: Chao1 of incidences, uniques and duplicates in the place of singletons and doubletons (Chao, Estimating the
    /// population size for capture-recapture data with unequal catchability, Biometrics 43, 1987).
    public func chao2(_ variant: ChaoVariant = .chao2014) -> StatisticalEstimate { spectrum.chao(variant) }
}

extension SpeciesSample {
    /// The first-order jackknife S + f₁(N − 1)/N (Burnham and Overton, Robust estimation of population size when capture
    /// probabilities vary among animals, Ecology 60, 1979). N counts sampling units, or individuals.
    public var jackknife1: Double { spectrum.jackknife1 }

    /// The second-order jackknife S + f₁(2N − 3)/N − f₂(N − 2)²/(N(N − 1)) (same source); the richness found when the
    /// sample has fewer than two units.
    public var jackknife2: Double { spectrum.jackknife2 }

    /// The bootstrap estimator S + Σ(1 − p)ᴺ, p being the share of the units in which a species was found (Smith and van
    /// Belle, Nonparametric estimation of species richness, Biometrics 40, 1984).
    public var bootstrapRichness: Double {
        let spectrum = spectrum
        let units = Double(spectrum.units)
        return Double(spectrum.richness) + spectrum.sum { pow(1 - $0 / units, units) }
    }
}

extension FrequencySpectrum {
    /// The species not found, as a variant has them.
    func unseen(_ variant: ChaoVariant) -> Double { chaoTerm(variant).unseen }

    /// The species not found, and how the estimate moves with the singletons and the doubletons.
    private func chaoTerm(_ variant: ChaoVariant) -> (unseen: Double, bySingleton: Double, byDoubleton: Double) {
        guard units > 0 else { return (0, 0, 0) }
        let factor = variant == .chao2014 ? Double(units - 1) / Double(units) : 1
        let (f1, f2) = (singletons, doubletons)
        if variant == .biasCorrected || f2 == 0 {
            let more = f2 + 1
            return (
                factor * f1 * (f1 - 1) / (2 * more), factor * (2 * f1 - 1) / (2 * more),
                -factor * f1 * (f1 - 1) / (2 * more * more)
            )
        }
        return (factor * f1 * f1 / (2 * f2), factor * f1 / f2, -factor * f1 * f1 / (2 * f2 * f2))
    }

    /// The estimate; its variance by the delta method, which gives that of Chao (1987) for the classic form, of iNEXT for
    /// the 2014 one and of vegan for the bias-corrected one; the interval of Chao (1987), log-normal above the species found.
    func chao(_ variant: ChaoVariant) -> StatisticalEstimate {
        let found = Double(richness)
        let (unseen, bySingleton, byDoubleton) = chaoTerm(variant)
        guard unseen > 0 else { return allSeen }
        let value = found + unseen
        let correction = bySingleton * singletons + byDoubleton * doubletons - unseen
        let variance =
            unseen + bySingleton * bySingleton * singletons + byDoubleton * byDoubleton * doubletons
            - correction * correction / value
        let spread = exp(StatisticalEstimate.z95 * log(1 + variance / (unseen * unseen)).squareRoot())
        return StatisticalEstimate(
            value, standardError: max(0, variance).squareRoot(), lower: found + unseen / spread,
            upper: found + unseen * spread)
    }

    /// When nothing tells of unseen species: the error of the species found, each taken as Poisson of its own frequency
    /// (Colwell, EstimateS 9 user's guide, appendix B; iNEXT).
    private var allSeen: StatisticalEstimate {
        let found = Double(richness)
        guard found > 0 else { return StatisticalEstimate(0, standardError: 0, lower: 0, upper: 0) }
        let mean = sum { $0 * exp(-$0) }
        let variance = sum { exp(-$0) - exp(-2 * $0) } - mean * mean / Double(units)
        let error = max(0, variance).squareRoot()
        let kept = 1 - sum { exp(-$0) } / found
        return StatisticalEstimate(
            found, standardError: error, lower: max(found, (found - StatisticalEstimate.z95 * error) / kept),
            upper: (found + StatisticalEstimate.z95 * error) / kept)
    }

    fileprivate var ace: Double? {
        let rare = classes.filter { $0.frequency <= 10 }
        let rareSpecies = Double(rare.reduce(0) { $0 + $1.species })
        let rareIndividuals = Double(rare.reduce(0) { $0 + $1.species * $1.frequency })
        let abundantSpecies = Double(richness) - rareSpecies
        guard rareIndividuals > 0 else { return abundantSpecies }
        let coverage = 1 - singletons / rareIndividuals
        guard coverage > 0 else { return nil }
        let pairs = rare.reduce(0.0) { $0 + Double($1.species * $1.frequency * ($1.frequency - 1)) }
        let spread = rareSpecies / coverage * pairs / (rareIndividuals * (rareIndividuals - 1)) - 1
        return abundantSpecies + rareSpecies / coverage + max(0, spread) * singletons / coverage
    }

    fileprivate var jackknife1: Double {
        guard units > 0 else { return 0 }
        return Double(richness) + singletons * Double(units - 1) / Double(units)
    }

    fileprivate var jackknife2: Double {
        guard units > 1 else { return Double(richness) }
        let units = Double(units)
        return Double(richness) + singletons * (2 * units - 3) / units - doubletons * (units - 2) * (units - 2)
            / (units * (units - 1))
    }
}
