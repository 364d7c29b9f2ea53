public import Atlas
import Formats
import GRDB
import Geospatial
public import Languages

/// By what observations are put together.
public enum DiversityGrouping: Sendable, Hashable {
    /// The year of the observation.
    case year
    /// The places that hold it.
    case places([NamedOutline])
}

/// The diversity of what was observed in a place or a year.
public struct GroupDiversity: Sendable, Hashable {
    /// The place, or the year.
    public let name: String
    /// The observations counted.
    public let records: Int
    /// Those that gave no count, and count for one individual each.
    public let recordsWithoutCount: Int
    /// Those that gave no uncertainty of their coordinates; taken at their word.
    public let recordsWithoutUncertainty: Int
    /// The individuals by species.
    public let sample: AbundanceSample
    /// At the common coverage; nil when the group does not reach it within twice its size.
    public let standardised: StandardisedDiversity?

    /// The coverage it could be brought to at most, at twice its size.
    public var farthestCoverage: Double? { sample.coverage(atSize: 2 * Double(sample.individuals)) }
}

/// Groups of observations, compared at one coverage.
public struct DiversityReport: Sendable, Hashable {
    /// By name.
    public let groups: [GroupDiversity]
    /// The places in which nothing was counted.
    public let emptyPlaces: [String]
    /// The coverage at which they are compared; nil when there is nothing to compare.
    public let coverage: Double?
    /// How many records met each fate; their sum is all the observations of the atlas.
    public let fates: [RecordFate: Int]

    /// A group whose observations, doubled, would show less than half of its assemblage does not bring the common coverage
    /// down to its own. A convention of this program.
    static let leastCommonCoverage = 0.5

    /// The coverage that the groups worth comparing all reach within twice their size (Chao et al. 2014).
    static func commonCoverage(_ samples: [AbundanceSample]) -> Double? {
        samples.compactMap { $0.coverage(atSize: 2 * Double($0.individuals)) }.filter { $0 >= leastCommonCoverage }
            .min()
    }
}

/// Why no diversity can be told.
public enum DiversityError: ReadableError, Hashable {
    case noPlace(Bilingual)
    case coverageOutOfRange(Double)
    /// A parcel named as a control is in the footprint.
    case controlInFootprint(String)
    /// The works have no day of completion.
    case worksNotDone(String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .noPlace(let what):
            Bilingual(
                fr: "Aucun contour de \(what.fr) ce jour-là : importez-les, ou choisissez un autre jour (--on).",
                en: "No outline of a \(what.en) on that day: import them, or choose another day (--on).")
        case .coverageOutOfRange(let coverage):
            Bilingual(
                fr: "Couverture de \(coverage) : il faut un nombre au-dessus de 0 et au-dessous de 1, comme 0.9.",
                en: "Coverage of \(coverage): a number above 0 and below 1 is needed, such as 0.9.")
        case .controlInFootprint(let name):
            Bilingual(
                fr: "La parcelle témoin « \(name) » touche l'emprise des travaux : choisissez-en une autre.",
                en: "The control parcel '\(name)' meets the footprint of the works: choose another one.")
        case .worksNotDone(let name):
            Bilingual(
                fr: "Les travaux « \(name) » ne sont pas achevés : donnez le jour qui sépare avant et après (--on).",
                en: "The works '\(name)' are not done: give the day that parts before from after (--on).")
        }
    }
}

/// A sample as it is filled, record after record.
struct SampleInProgress {
    var sample = AbundanceSample()
    var records = 0
    var withoutCount = 0
    var withoutUncertainty = 0

    mutating func add(_ record: SpeciesRecord) {
        sample.add(record.individuals, of: record.species)
        records += 1
        if record.count == nil { withoutCount += 1 }
        if record.uncertainty == nil, record.position != nil { withoutUncertainty += 1 }
    }
}

extension Atlas {
    /// The diversity of the observations of presence, by place or by year: for the ecologist's own screen, so that sensitive
    /// records are counted.
    ///
    /// A record counts its individuals, or one when it gives no count. A record in two places counts in both; one whose
    /// coordinates are less certain than a place is wide (the radius of the disc of its area) does not count there.
    ///
    /// - Parameters:
    ///   - year: only the observations made within it.
    ///   - coverage: at which groups are compared; the largest that they reach within twice their size when nil.
    ///   - withCultivated: true to count captive and cultivated individuals too.
    /// - Throws: ``DiversityError/coverageOutOfRange(_:)``
    public func diversity(
        by grouping: DiversityGrouping, year: Int? = nil, coverage: Double? = nil, withCultivated: Bool = false
    ) throws -> DiversityReport {
        if let coverage, !(coverage > 0 && coverage < 1) { throw DiversityError.coverageOutOfRange(coverage) }
        var gathering = try DiversityGathering(grouping, year: year, crs: crs)
        try pool.read { db in
            var records = try SpeciesRecords(db, withCultivated: withCultivated)
            while let record = try records.next() { try gathering.take(record) }
        }
        return gathering.report(coverage: coverage)
    }
}

/// Puts records into groups.
private struct DiversityGathering {
    private let places: [NamedOutline]?
    private let locator: OutlineLocator?
    private let year: Int?
    private var groups: [String: SampleInProgress] = [:]
    private var fates: [RecordFate: Int] = [:]

    init(_ grouping: DiversityGrouping, year: Int?, crs: CoordinateReferenceSystem) throws {
        self.year = year
        switch grouping {
        case .year: (places, locator) = (nil, nil)
        case .places(let outlines):
            places = outlines
            locator = try OutlineLocator(outlines.map(\.outline), crs: crs)
        }
    }

    mutating func take(_ record: Result<SpeciesRecord, SpeciesRecords.Exclusion>) throws {
        switch record {
        case .failure(let exclusion): fates[exclusion.fate, default: 0] += 1
        case .success(let record): fates[try put(record), default: 0] += 1
        }
    }

    private mutating func put(_ record: SpeciesRecord) throws -> RecordFate {
        if year != nil || locator == nil {
            guard let first = record.first, let last = record.last else { return .undated }
            guard first.year == last.year, year == nil || first.year == year else { return .outsidePeriod }
        }
        guard let locator, let places else {
            groups["\(record.first?.year ?? 0)", default: SampleInProgress()].add(record)
            return .used
        }
        guard let position = record.position else { return record.placeless }
        switch try locator.locate(position, uncertainty: record.uncertainty) {
        case .elsewhere: return .elsewhere
        case .tooUncertain: return .tooUncertain
        case .inside(let ranks):
            for rank in ranks { groups[places[rank].name, default: SampleInProgress()].add(record) }
            return .used
        }
    }

    func report(coverage: Double?) -> DiversityReport {
        let level = coverage ?? DiversityReport.commonCoverage(groups.values.map(\.sample))
        let measured = groups.sorted { $0.key < $1.key }.map { name, group in
            GroupDiversity(
                name: name, records: group.records, recordsWithoutCount: group.withoutCount,
                recordsWithoutUncertainty: group.withoutUncertainty, sample: group.sample,
                standardised: level.flatMap { group.sample.standardised(at: .coverage($0)) })
        }
        let empty = (places ?? []).map(\.name).filter { groups[$0] == nil }
        return DiversityReport(groups: measured, emptyPlaces: empty, coverage: level, fates: fates)
    }
}
