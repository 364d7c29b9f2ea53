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
    /// What each protocol with visits on these places says, by label.
    public let indicators: [IndicatorContrast]
    /// How many records met each fate.
    public let fates: [RecordFate: Int]
}

extension Atlas {
    /// Compares what was observed on a footprint before and after a day with what was on control places (BACI).
    ///
    /// For all observations together, visits are the days with a record: a day on which nothing was seen is not known, and
    /// so the contrast of counts is that of the days when something was. The protocols' visits know their zeros. A record
    /// counts its individuals, or one when it gives no count. A visit lies where its point is; that of a visit of a whole
    /// parcel is a point of the parcel.
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
        return try pool.read { db in
            var records = try SpeciesRecords(db, withCultivated: withCultivated)
            while let record = try records.next() { try gathering.take(record) }
            let library = try ProtocolLibrary(db)
            let visits = try IndicatorGathering(db, library, side: gathering.side)
            return gathering.report(visits.contrasts(library))
        }
    }
}

/// Puts records into the four cells.
private struct BeforeAfterGathering {
    private struct Cell {
        var sample = AbundanceSample()
        var perDay: [CalendarDate: Int] = [:]
    }

    private let day: CalendarDate
    private let years: Int
    private let first: CalendarDate
    private let last: CalendarDate
    private let locator: OutlineLocator
    private var cells: [BeforeAfterSide: Cell] = [:]
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
        guard isInPeriod(start, end) else { return .outsidePeriod }
        guard let position = record.position else { return record.placeless }
        switch try locator.locate(position, uncertainty: record.uncertainty) {
        case .elsewhere: return .elsewhere
        case .tooUncertain: return .tooUncertain
        case .inside(let ranks):
            let side = side(ranks, start)
            cells[side, default: Cell()].sample.add(record.individuals, of: record.species)
            cells[side, default: Cell()].perDay[start, default: 0] += record.individuals
            return .used
        }
    }

    /// Where a visit stands; nil outside the places or the period.
    func side(of visit: Visit) throws -> BeforeAfterSide? {
        let on = visit.details.day
        guard isInPeriod(on, on), let position = visit.details.position,
            case .inside(let ranks) = try locator.locate(position, uncertainty: nil)
        else { return nil }
        return side(ranks, on)
    }

    private func isInPeriod(_ start: CalendarDate, _ end: CalendarDate) -> Bool {
        start >= first && end <= last && (start < day) == (end < day)
    }

    private func side(_ ranks: [Int], _ start: CalendarDate) -> BeforeAfterSide {
        let isImpact = ranks.contains(0)
        return start < day
            ? isImpact ? .impactBefore : .controlBefore : isImpact ? .impactAfter : .controlAfter
    }

    func report(_ indicators: [IndicatorContrast]) -> BeforeAfterReport {
        let cells = BeforeAfterControl.sides.map { self.cells[$0] ?? Cell() }
        let samples = cells.map(\.sample)
        let visits = cells.map(\.perDay.count)
        return BeforeAfterReport(
            day: day, years: years, samples: samples, visits: visits, coverage: samples.commonCoverage,
            richness: samples.contrast(.richness, visits: visits), shannon: samples.contrast(.shannon, visits: visits),
            counts: cells.map { Array($0.perDay.values) }.logRatio, indicators: indicators, fates: fates)
    }
}
