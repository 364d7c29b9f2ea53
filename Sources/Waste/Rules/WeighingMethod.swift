package import GRDB
public import Languages

/// How a mass came to be known, from the best to the worst.
///
/// The widths are defaults of the project, for want of a published set: a relative half-width, or a factor by which the
/// mass may be multiplied or divided.
public enum WeighingMethod: String, Sendable, CaseIterable {
    case ownScale = "A"
    case weighbridge = "B"
    case truckScale = "C"
    case countTimesMean = "D"
    case volumeLocalDensity = "E"
    case volumeGenericDensity = "F"
    case allocation = "G"
    case unknown = "U"

    /// The method as people say it.
    public var label: Bilingual {
        switch self {
        case .ownScale: Bilingual(fr: "balance vérifiée du site", en: "own verified scale")
        case .weighbridge: Bilingual(fr: "ticket de pont-bascule", en: "weighbridge ticket")
        case .truckScale: Bilingual(fr: "pesé par le camion", en: "weighed on the truck")
        case .countTimesMean: Bilingual(fr: "nombre × masse moyenne mesurée", en: "count × sampled mean mass")
        case .volumeLocalDensity: Bilingual(fr: "volume × densité locale", en: "volume × local density")
        case .volumeGenericDensity: Bilingual(fr: "volume × densité générique", en: "volume × generic density")
        case .allocation: Bilingual(fr: "répartition d'une tournée", en: "allocated or carried over")
        case .unknown: Bilingual(fr: "inconnue", en: "unknown")
        }
    }

    /// True for a mass that a scale gave.
    var isWeighed: Bool { [.ownScale, .weighbridge, .truckScale].contains(self) }
    /// True for a mass that a formula gave.
    var isByVolume: Bool { [.volumeLocalDensity, .volumeGenericDensity].contains(self) }

    /// The least and the most that a mass of 1 may be.
    ///
    /// - Parameter density: what was published of the stream; a mass by a generic density is at least as far from the truth
    ///   as the published densities are from each other.
    func bounds(_ density: DensitySpread?) -> (low: Double, high: Double) {
        switch self {
        case .ownScale, .weighbridge: (0.99, 1.01)
        case .truckScale: (0.95, 1.05)
        case .countTimesMean: (0.85, 1.15)
        case .volumeLocalDensity: (0.75, 1.25)
        case .volumeGenericDensity: (min(0.5, density?.low ?? 0.5), max(2, density?.high ?? 2))
        case .allocation, .unknown: (0.5, 2)
        }
    }
}

/// How far the densities published for a stream lie from the one that is used, as factors of it.
package struct DensitySpread: Sendable, Hashable {
    /// The least of them: 1 or less.
    let low: Double
    /// The greatest of them: 1 or more.
    let high: Double

    /// - Parameter stream: a row of `waste_stream`; nil when it has no density.
    package init?(_ stream: Row) {
        guard let used = stream["density_kg_m3"] as Double?, used > 0 else { return nil }
        low = min(1, (stream["density_low"] as Double? ?? used) / used)
        high = max(1, (stream["density_high"] as Double? ?? used) / used)
    }
}
