public import Atlas
import Formats
import GRDB
public import Languages

/// A bioindicator in a year.
public struct IndicatorYear: Sendable, Hashable {
    /// The protocol.
    public let sheet: BioindicatorProtocol
    /// The year.
    public let year: Int
    /// The sites visited in the year, by name.
    public let sites: [SiteYear]
    /// The scores, of the visits that count on the sites where the minimum was met; empty when it was met on none.
    public let scores: [Score]
    /// Where the first score is going.
    public let trend: IndicatorTrend

    /// The sites where the minimum was met.
    public var metSites: [SiteYear] { sites.filter(\.isMet) }
    /// True when the minimum was met on a site at least.
    public var isEffortMet: Bool { sites.contains(where: \.isMet) }
    /// True when it is counted: its effort was met, and its rule is verified.
    public var isActive: Bool { isEffortMet && sheet.isVerified }
    /// The visits of the year, those that do not count included.
    public var visits: [JudgedVisit] { sites.flatMap(\.visits) }
}

/// Where a bioindicator is going.
public enum IndicatorTrend: Sendable, Hashable {
    /// On these sites, the same each year.
    case trend(Trend, sites: [String])
    /// Nothing can be said, and why.
    case uncertain(Bilingual)

    /// The class of TRIM.
    public var direction: Trend.Direction {
        switch self {
        case .trend(let trend, _): trend.direction
        case .uncertain: .uncertain
        }
    }
}

extension Trend.Direction {
    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .strongIncrease: Bilingual(fr: "forte hausse", en: "strong increase")
        case .moderateIncrease: Bilingual(fr: "hausse modérée", en: "moderate increase")
        case .stable: Bilingual(fr: "stable", en: "stable")
        case .moderateDecline: Bilingual(fr: "déclin modéré", en: "moderate decline")
        case .strongDecline: Bilingual(fr: "fort déclin", en: "strong decline")
        case .uncertain: Bilingual(fr: "incertaine", en: "uncertain")
        }
    }
}

/// The visits of an atlas, judged by protocol, site and year.
struct IndicatorAssessment {
    private let library: ProtocolLibrary
    private let key: (String) throws -> String
    /// By protocol whose visits they are, site and year.
    private var visits: [String: [Place: [Visit]]] = [:]

    private struct Place: Hashable {
        let site: String
        let year: Int
    }

    /// - Parameter visits: oldest first.
    init(_ library: ProtocolLibrary, visits: [Visit], key: @escaping (String) throws -> String) {
        self.library = library
        self.key = key
        for visit in visits {
            let place = Place(site: visit.details.site, year: visit.details.day.year)
            self.visits[visit.details.protocolCode, default: [:]][place, default: []].append(visit)
        }
    }

    /// Each protocol in a year, those that nobody followed included.
    func indicators(in year: Int) throws -> [IndicatorYear] {
        try library.protocols.map { sheet in
            let all = siteYears(of: sheet)
            let sites = all.filter { $0.year == year }
            let counted = sites.filter(\.isMet).flatMap(\.counted)
            let sample = ScoredSample(counted, sheet, key: key)
            return IndicatorYear(
                sheet: sheet, year: year, sites: sites,
                scores: counted.isEmpty ? [] : try sheet.scores.map { try $0.score(sample) },
                trend: trend(of: sheet, all.filter { $0.isMet && $0.year <= year }))
        }
    }

    /// By site and year.
    func siteYears(of sheet: BioindicatorProtocol) -> [SiteYear] {
        (visits[sheet.visitsOf] ?? [:]).map { place, visits in
            SiteYear(sheet, site: place.site, year: place.year, visits: visits)
        }.sorted { ($0.site, $0.year) < ($1.site, $1.year) }
    }

    /// The trend of the first score, on the sites where the minimum was met in three years at least: a site that comes or
    /// goes must not make one.
    private func trend(of sheet: BioindicatorProtocol, _ met: [SiteYear]) -> IndicatorTrend {
        guard let function = sheet.scores.first?.function else { return .uncertain(Self.notACount) }
        let years = Dictionary(grouping: met, by: \.site).filter { $0.value.count >= CountSeries.leastYears }
        let followed = met.filter { years[$0.site] != nil }
        guard !followed.isEmpty else {
            let best = Dictionary(grouping: met, by: \.site).map(\.value.count).max() ?? 0
            return .uncertain(TrendReason.tooFewYears(found: best, needed: CountSeries.leastYears).label)
        }
        var counts: [CountSeries.Count] = []
        for one in followed {
            guard let (count, effort) = function.series(ScoredSample(one.counted, sheet, key: key)) else {
                return .uncertain(Self.notACount)
            }
            if let count = CountSeries.Count(site: one.site, year: one.year, count: count, effort: effort) {
                counts.append(count)
            }
        }
        switch CountSeries(counts).trend {
        case .trend(let trend): return .trend(trend, sites: years.keys.sorted())
        case .uncertain(let reason): return .uncertain(reason.label)
        }
    }

    private static let notACount = Bilingual(
        fr: "ce score n'est pas un comptage", en: "this score is no count")
}

extension Atlas {
    /// The bioindicators in a year: effort, score and trend of each.
    ///
    /// - Throws: ``ProtocolFileError``, ``VisitError/noProtocol``
    public func bioindicators(in year: Int) throws -> [IndicatorYear] {
        try pool.read { db in
            let library = try ProtocolLibrary(db)
            guard !library.protocols.isEmpty else { throw VisitError.noProtocol }
            let reading = try VisitReading(db, library: library)
            return try IndicatorAssessment(library, visits: try reading.visits()) { try reading.key($0) }
                .indicators(in: year)
        }
    }
}
