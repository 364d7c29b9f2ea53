public import Atlas
public import Formats
import GRDB
public import Geospatial

/// What lived on a footprint and on control places, before and after a day.
public struct BeforeAfterReport: Sendable, Hashable {
    /// The day that parts before from after; the first day of after.
    public let day: CalendarDate
    /// The years looked at on each side of it.
    public let years: Int
    /// The individuals by species.
    public let samples: BeforeAfterControl<AbundanceSample>
    /// The days on which something was recorded, that stand for visits.
    public let visits: BeforeAfterControl<Int>
    /// The coverage that the four cells are brought to; nil when one is empty.
    public let coverage: Double?
    /// The change of the richness at that coverage, in species.
    public let richness: Contrast
    /// The change of the Hill number of order 1 at that coverage, in species equally common.
    public let shannon: Contrast
    /// The change of the individuals recorded per day, on the scale of logarithms.
    public let counts: Contrast
    /// How many records met each fate.
    public let fates: [RecordFate: Int]
}

extension Atlas {
    /// Compares what was observed on a footprint before and after a day with what was on control places (BACI).
    ///
    /// Visits are the days with a record: a day on which nothing was seen is not known here, and so the contrast of counts
    /// is that of the days when something was. A record counts its individuals, or one when it gives no count.
    ///
    /// - Parameters:
    ///   - impact: the footprint, in the working reference system.
    ///   - day: the first day of after.
    ///   - years: looked at on each side.
    /// - Throws: ``DiversityError/controlInFootprint(_:)``
    public func beforeAfter(
        impact: MultiPolygon, on day: CalendarDate, controls: [NamedOutline], years: Int = 3,
        withCultivated: Bool = false
    ) throws -> BeforeAfterReport {
        for control in controls where try control.outline.sharesInterior(with: impact) {
            throw DiversityError.controlInFootprint(control.name)
        }
        var gathering = try BeforeAfterGathering(impact, day, controls.map(\.outline), years, crs)
        try pool.read { db in
            var records = try SpeciesRecords(db, withCultivated: withCultivated)
            while let record = try records.next() { try gathering.take(record) }
        }
        return gathering.report()
    }
}

/// Puts records into the four cells.
private struct BeforeAfterGathering {
    private struct Cell {
        var sample = AbundanceSample()
        var perDay: [CalendarDate: Int] = [:]
    }

    private enum Side: Hashable {
        case impactBefore, impactAfter, controlBefore, controlAfter
    }

    private let day: CalendarDate
    private let years: Int
    private let first: CalendarDate
    private let last: CalendarDate
    private let locator: OutlineLocator
    private var cells: [Side: Cell] = [:]
    private var fates: [RecordFate: Int] = [:]

    init(
        _ impact: MultiPolygon, _ day: CalendarDate, _ controls: [MultiPolygon], _ years: Int,
        _ crs: CoordinateReferenceSystem
    ) throws {
        self.day = day
        self.years = years
        let days = Int((Double(years) * 365.25).rounded())
        first = day.advanced(by: -days) ?? day
        last = day.advanced(by: days - 1) ?? day
        locator = try OutlineLocator([impact] + controls, crs: crs)
    }

    mutating func take(_ record: Result<SpeciesRecord, SpeciesRecords.Exclusion>) throws {
        switch record {
        case .failure(let exclusion): fates[exclusion.fate, default: 0] += 1
        case .success(let record): fates[try put(record), default: 0] += 1
        }
    }

    private mutating func put(_ record: SpeciesRecord) throws -> RecordFate {
        guard let start = record.first, let end = record.last else { return .undated }
        guard start >= first, end <= last, (start < day) == (end < day) else { return .outsidePeriod }
        guard let position = record.position else { return record.placeless }
        switch try locator.locate(position, uncertainty: record.uncertainty) {
        case .elsewhere: return .elsewhere
        case .tooUncertain: return .tooUncertain
        case .inside(let ranks):
            let isImpact = ranks.contains(0)
            let side: Side =
                start < day
                ? isImpact ? .impactBefore : .controlBefore : isImpact ? .impactAfter : .controlAfter
            cells[side, default: Cell()].sample.add(record.individuals, of: record.species)
            cells[side, default: Cell()].perDay[start, default: 0] += record.individuals
            return .used
        }
    }

    func report() -> BeforeAfterReport {
        let cells = BeforeAfterControl<Side>(
            impactBefore: .impactBefore, impactAfter: .impactAfter, controlBefore: .controlBefore,
            controlAfter: .controlAfter
        ).map { self.cells[$0] ?? Cell() }
        let samples = cells.map(\.sample)
        let visits = cells.map(\.perDay.count)
        return BeforeAfterReport(
            day: day, years: years, samples: samples, visits: visits, coverage: samples.commonCoverage,
            richness: samples.contrast(.richness, visits: visits), shannon: samples.contrast(.shannon, visits: visits),
            counts: cells.map { Array($0.perDay.values) }.logRatio, fates: fates)
    }
}
