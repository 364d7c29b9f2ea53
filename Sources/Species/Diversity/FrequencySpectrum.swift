/// How many species were found how many times: all that the estimators of richness and coverage, and rarefaction, ask of a
/// sample. One spectrum serves both kinds of sample of Chao et al. (Rarefaction and extrapolation with Hill numbers,
/// Ecological Monographs 84, 2014, doi:10.1890/13-0133.1), whose formulas differ only by what a unit is.
public struct FrequencySpectrum: Sendable, Hashable {
    /// What is drawn when the sample grows by one.
    public enum Unit: Sendable {
        /// An individual, of one species.
        case individual
        /// A visit, a quadrat, a trap: any set of species.
        case samplingUnit
    }

    /// The species found as many times.
    public struct Class: Sendable, Hashable {
        /// How many times each was found; at least 1.
        public let frequency: Int
        /// How many species; at least 1.
        public let species: Int
    }

    /// What a unit is.
    public let unit: Unit
    /// The size of the sample: individuals (n), or sampling units (T).
    public let units: Int
    /// The sum of the frequencies: n again, or the incidences (U).
    public let total: Int
    /// By ascending frequency.
    public let classes: [Class]

    init(individuals frequencies: some Sequence<Int>) {
        classes = Self.classes(frequencies)
        total = classes.reduce(0) { $0 + $1.frequency * $1.species }
        units = total
        unit = .individual
    }

    init(units: Int, incidences frequencies: some Sequence<Int>) {
        classes = Self.classes(frequencies)
        total = classes.reduce(0) { $0 + $1.frequency * $1.species }
        self.units = units
        unit = .samplingUnit
    }

    private static func classes(_ frequencies: some Sequence<Int>) -> [Class] {
        var species: [Int: Int] = [:]
        for frequency in frequencies where frequency > 0 { species[frequency, default: 0] += 1 }
        return species.sorted { $0.key < $1.key }.map { Class(frequency: $0.key, species: $0.value) }
    }

    /// The species found (S).
    public var richness: Int { classes.reduce(0) { $0 + $1.species } }

    /// How many species were found exactly `frequency` times: f₁ the singletons, f₂ the doubletons; Q₁ the uniques, Q₂ the
    /// duplicates.
    public func species(foundTimes frequency: Int) -> Int {
        classes.first { $0.frequency == frequency }?.species ?? 0
    }

    var singletons: Double { Double(species(foundTimes: 1)) }
    var doubletons: Double { Double(species(foundTimes: 2)) }

    /// The sum over the species of a quantity of their frequency.
    func sum(_ quantity: (Double) -> Double) -> Double {
        classes.reduce(0) { $0 + Double($1.species) * quantity(Double($1.frequency)) }
    }
}

/// What was found, species by species: individuals counted, or units in which each was seen.
public protocol SpeciesSample: Sendable {
    /// The species found how many times.
    var spectrum: FrequencySpectrum { get }
}

extension SpeciesSample {
    /// The species found (S). Never to be shown without ``coverage``: it grows with the effort.
    public var richness: Int { spectrum.richness }
}
