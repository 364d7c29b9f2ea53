public import Atlas
public import Formats
import GRDB
import Languages

/// What a protocol still asks of a site this year.
public struct DueVisit: Sendable, Hashable {
    /// The protocol.
    public let sheet: BioindicatorProtocol
    /// The site; nil when the protocol has none yet.
    public let site: String?
    /// What is missing for the minimum of the year.
    public let missing: [MissingEffort]
    /// The first day on which the next visit can count.
    public let firstDay: CalendarDate?
    /// The last day on which the next visit can be made for the minimum still to be met; nil when it can no longer be.
    public let lastDay: CalendarDate?
}

extension Atlas {
    /// What is due in the year of a day, by protocol and site: what can still be done first, the nearest end before.
    ///
    /// The sites of a protocol are those visited that year or in the two years before.
    ///
    /// - Throws: ``ProtocolFileError``, ``VisitError/noProtocol``
    public func visitsDue(on day: CalendarDate) throws -> [DueVisit] {
        let (library, visits) = try pool.read { db in
            let library = try ProtocolLibrary(db)
            return (library, try VisitReading(db, library: library).visits())
        }
        guard !library.protocols.isEmpty else { throw VisitError.noProtocol }
        let assessment = IndicatorAssessment(library, visits: visits.filter { $0.details.day <= day }) { $0 }
        let due = library.protocols.filter { $0.visitsOf == $0.code }
            .flatMap { sheet in assessment.due(sheet, on: day) }
        return due.sorted { $0.urgency < $1.urgency }
    }
}

extension DueVisit {
    fileprivate var urgency: (Int, Int, Int, String, String) {
        (
            site == nil ? 1 : 0, lastDay == nil ? 1 : 0, lastDay?.dayNumber ?? 0, sheet.label.fr, site ?? ""
        )
    }
}

extension IndicatorAssessment {
    fileprivate func due(_ sheet: BioindicatorProtocol, on day: CalendarDate) -> [DueVisit] {
        let all = siteYears(of: sheet)
        let recent = all.filter { (day.year - 2...day.year).contains($0.year) || $0.holds(sheet, in: day.year) }
        let sites = Set(recent.map(\.site)).sorted()
        guard !sites.isEmpty else {
            let nothing = SiteYear(sheet, site: "", year: day.year, visits: [])
            return [nothing.due(sheet, site: nil, on: day)]
        }
        return sites.compactMap { site in
            let own = all.filter { $0.site == site }
            if own.contains(where: { $0.holds(sheet, in: day.year) }) { return nil }
            let now =
                own.first { $0.year == day.year } ?? SiteYear(sheet, site: site, year: day.year, visits: [])
            return now.due(sheet, site: site, on: day)
        }
    }
}

extension SiteYear {
    /// True when the effort of this year still holds in another.
    fileprivate func holds(_ sheet: BioindicatorProtocol, in other: Int) -> Bool {
        isMet && year <= other && other - year < sheet.minimum.periodYears
    }

    fileprivate func due(_ sheet: BioindicatorProtocol, site: String?, on day: CalendarDate) -> DueVisit {
        let first = firstDay(sheet, from: day)
        let last = lastDay(sheet, from: day)
        let isPossible = first.flatMap { first in last.map { first <= $0 } } ?? false
        return DueVisit(
            sheet: sheet, site: site, missing: missing, firstDay: isPossible ? first : nil,
            lastDay: isPossible ? last : nil)
    }

    /// The first day of the season that is missing, or on which the spacing is kept, not before `day`.
    private func firstDay(_ sheet: BioindicatorProtocol, from day: CalendarDate) -> CalendarDate? {
        var first = day
        if let spacing = sheet.minimum.spacingDays, let last = counted.last?.details.day,
            let next = last.advanced(by: spacing)
        {
            first = max(first, next)
        }
        let seasons = missingSeasons(sheet)
        guard !seasons.isEmpty else { return first }
        let open = seasons.filter { season in season.last(in: year).map { $0 >= first } ?? false }
        guard let start = open.compactMap({ $0.first(in: year) }).min() else { return nil }
        return max(first, start)
    }

    private func missingSeasons(_ sheet: BioindicatorProtocol) -> [SeasonWindow] {
        let named = missing.compactMap { effort in
            if case .inSeason(let season, _) = effort { season } else { nil }
        }
        return named.isEmpty ? sheet.seasons : named
    }

    /// The end of the season, less the days that the visits after the next one need between them.
    private func lastDay(_ sheet: BioindicatorProtocol, from day: CalendarDate) -> CalendarDate? {
        var ends: [CalendarDate?] = []
        for effort in missing {
            switch effort {
            case .inSeason(let season, let visits):
                ends.append(season.last(in: year)?.advanced(by: -(visits - 1) * (sheet.minimum.spacingDays ?? 0)))
            case .units(let count, let unit):
                let visits = unit.code == sheet.sampleUnit?.code ? 1 : count
                ends.append(
                    sheet.lastDay(of: year)?.advanced(by: -(visits - 1) * (sheet.minimum.spacingDays ?? 0)))
            }
        }
        return ends.compactMap(\.self).min()
    }
}
