public import Atlas
import Formats
import GRDB
import Geospatial
public import Languages

/// A quarter of the year, as naturalists count them: winter is December to February.
public enum FieldSeason: String, Sendable, CaseIterable {
    case winter
    case spring
    case summer
    case autumn

    init(_ day: CalendarDate) { self = Self.allCases[day.month % 12 / 3] }

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .winter: Bilingual(fr: "hiver", en: "winter")
        case .spring: Bilingual(fr: "printemps", en: "spring")
        case .summer: Bilingual(fr: "été", en: "summer")
        case .autumn: Bilingual(fr: "automne", en: "autumn")
        }
    }
}

/// What one more day of survey of a group, on a parcel, in a season, may bring.
public struct NextSurvey: Sendable, Hashable {
    /// The parcel.
    public let parcel: String
    /// The group, by TAXREF or the program's own list of taxa.
    public let group: String
    /// The season.
    public let season: FieldSeason
    /// The days on which the group was seen there, and the species of each.
    public let sample: IncidenceSample

    /// Days.
    public var days: Int { sample.units }
    /// Species seen.
    public var species: Int { sample.spectrum.richness }
    /// Species seen on one day only.
    public var uniques: Int { sample.frequencies.values.count { $0 == 1 } }
    /// Species seen on two days.
    public var duplicates: Int { sample.frequencies.values.count { $0 == 2 } }
    /// The sample coverage (Chao and Jost 2012, for incidences); nil below two days, which say nothing of it.
    public var coverage: Double? { days >= Self.leastDays ? sample.coverage : nil }
    /// The coverage expected with one more day like those (Chao et al. 2014).
    public var expected: Double? { days >= Self.leastDays ? sample.coverage(atSize: Double(days + 1)) : nil }
    /// How much one more day is expected to raise the coverage.
    public var gain: Double? { coverage.flatMap { now in expected.map { $0 - now } } }

    /// The least days for a coverage.
    public static let leastDays = 2
}

/// Where one more day of survey is expected to teach most.
public struct NextSurveyReport: Sendable, Hashable {
    /// Those of which something can be said, the greatest gain first.
    public let ranked: [NextSurvey]
    /// Those seen on one day only: nothing can be estimated.
    public let tooFewDays: [NextSurvey]
    /// How many parcels, groups and seasons were never seen together.
    public let neverSeen: Int
    /// Observations left out: without a day, a group, or a place that is surely in one parcel.
    public let leftOut: Int
}

extension Atlas {
    /// Where one more day of survey is expected to raise most the share of the assemblage already seen. The sampling unit
    /// is a day on which the group was seen; cultivated and captive individuals and absences are no part of it.
    public func nextSurveys() throws -> NextSurveyReport {
        try pool.read { db in
            var tally = try SurveyTally(db)
            try tally.fill(db)
            return tally.report
        }
    }
}

/// Observations put together by parcel, group and season.
private struct SurveyTally {
    private struct Cell: Hashable {
        let parcel: Int
        let group: String
        let season: FieldSeason
    }

    private struct Parcel {
        let name: String
        let outline: MultiPolygon
        let box: Envelope
    }

    private let parcels: [Parcel]
    private let index: SpatialIndex
    private let resolver: TaxonResolver
    private var days: [Cell: [CalendarDate: Set<String>]] = [:]
    private var leftOut = 0

    init(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT coalesce(reference, name, uuid) AS name, geom FROM parcel
                WHERE geom IS NOT NULL AND valid_to IS NULL ORDER BY 1, fid
                """)
        parcels = try rows.compactMap { row in
            guard let outline = try row.geometry()?.polygonal, let box = Geometry.multiPolygon(outline).envelope else {
                return nil
            }
            return Parcel(name: row["name"], outline: outline, box: box)
        }
        index = SpatialIndex(parcels.map(\.box))
        resolver = try TaxonResolver(db)
    }

    mutating func fill(_ db: Database) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT scientific_name, cd_nom, event_start, coordinate_uncertainty_in_meters AS uncertainty, geom
                FROM observation
                WHERE occurrence_status = 'present' AND coalesce(individual_count, 1) > 0
                  AND NOT \(IdentificationStatus.isInvalid)
                  AND (degree_of_establishment IS NULL OR degree_of_establishment NOT IN ('captive', 'cultivated'))
                """)
        while let row = try rows.next() {
            guard try take(row) else {
                leftOut += 1
                continue
            }
        }
    }

    private mutating func take(_ row: Row) throws -> Bool {
        guard let day = (row["event_start"] as String?).flatMap({ CalendarDate(iso: $0) }),
            case .point(let position?)? = try row.geometry(),
            let taxon = try resolver.taxon(named: row["scientific_name"], cdNom: row["cd_nom"]),
            let group = taxon.group,
            let parcel = try parcel(of: position, uncertainty: row["uncertainty"])
        else { return false }
        let cell = Cell(parcel: parcel, group: group, season: FieldSeason(day))
        days[cell, default: [:]][day, default: []].insert(taxon.speciesKey)
        return true
    }

    /// The only parcel that holds a position; nil when it may as well lie outside, its uncertainty being more than half the
    /// diagonal of the parcel's box.
    private func parcel(of position: Position, uncertainty: Double?) throws -> Int? {
        guard !parcels.isEmpty else { return nil }
        let holding = try index.query(Envelope(position)).filter { try parcels[$0].outline.contains(position) }
        guard let only = holding.first, holding.count == 1 else { return nil }
        let box = parcels[only].box
        let (width, height) = (box.maxX - box.minX, box.maxY - box.minY)
        let reach = (width * width + height * height).squareRoot() / 2
        return uncertainty ?? 0 <= reach ? only : nil
    }

    var report: NextSurveyReport {
        let all = days.map { cell, days in
            NextSurvey(
                parcel: parcels[cell.parcel].name, group: cell.group, season: cell.season,
                sample: IncidenceSample(Array(days.values)))
        }.sorted { ($0.parcel, $0.group, $0.season.rawValue) < ($1.parcel, $1.group, $1.season.rawValue) }
        let groups = Set(days.keys.map(\.group)).count
        let possible = parcels.count * groups * FieldSeason.allCases.count
        return NextSurveyReport(
            ranked: all.filter { $0.gain != nil }.sorted { ($0.gain ?? 0) > ($1.gain ?? 0) },
            tooFewDays: all.filter { $0.gain == nil }, neverSeen: possible - all.count, leftOut: leftOut)
    }
}
