public import Formats
public import Languages

/// A visit, and whether it counts for the minimum of its year.
public struct JudgedVisit: Sendable, Hashable {
    /// The visit.
    public let visit: Visit
    /// Whether it counts.
    public let standing: VisitStanding
}

/// Whether a visit counts for the minimum of its year, and if not why.
public enum VisitStanding: Sendable, Hashable {
    /// It brings so many units: itself, or those of its sample.
    case counted(units: Int)
    case outOfSeason
    /// Less than so many days after the visit before that counts.
    case tooSoon(after: CalendarDate, days: Int)
    /// Less minutes than needed.
    case tooShort(minutes: Int, needed: Int)
    /// A sample smaller than needed.
    case sampleTooSmall(Double, needed: Int)
    /// A sample in another unit.
    case otherUnit(String)
    /// Not all the taxa of the list were looked for.
    case incompleteList
    /// The protocol needs this, and it was not noted.
    case notNoted(EffortField)

    /// What it brings to the minimum.
    public var units: Int {
        if case .counted(let units) = self { units } else { 0 }
    }

    /// In words.
    public var label: Bilingual {
        switch self {
        case .counted: Bilingual(fr: "compte", en: "counts")
        case .outOfSeason: Bilingual(fr: "hors saison", en: "out of season")
        case .tooSoon(let day, let days):
            Bilingual(fr: "moins de \(days) jours après le \(day)", en: "less than \(days) days after \(day)")
        case .tooShort(let minutes, let needed):
            Bilingual(fr: "\(minutes) min au lieu de \(needed)", en: "\(minutes) min instead of \(needed)")
        case .sampleTooSmall(let size, let needed):
            Bilingual(
                fr: "échantillon de \(Language.fr.number(size, decimals: 0)) au lieu de \(needed)",
                en: "sample of \(Language.en.number(size, decimals: 0)) instead of \(needed)")
        case .otherUnit(let unit):
            Bilingual(fr: "échantillon compté en « \(unit) »", en: "sample counted in '\(unit)'")
        case .incompleteList:
            Bilingual(fr: "toute la liste n'a pas été cherchée", en: "not all the list was looked for")
        case .notNoted(let field):
            Bilingual(fr: "non noté : \(field.label.fr)", en: "not noted: \(field.label.en)")
        }
    }
}

/// What a site still lacks for the minimum of a year.
public enum MissingEffort: Sendable, Hashable {
    /// Units, in any season of the protocol.
    case units(Int, EffortUnit)
    /// Visits in one season.
    case inSeason(SeasonWindow, visits: Int)

    /// In words.
    public var label: Bilingual {
        switch self {
        case .units(let count, let unit):
            Bilingual(fr: "il manque \(count) × \(unit.label.fr)", en: "\(count) × \(unit.label.en) missing")
        case .inSeason(let season, let visits):
            Bilingual(
                fr: "il manque \(visits) visite\(visits > 1 ? "s" : "") \(season.label.fr)",
                en: "\(visits) visit\(visits > 1 ? "s" : "") missing from \(season.label.en)")
        }
    }
}

/// The effort of a protocol on a site in a year.
public struct SiteYear: Sendable, Hashable {
    /// The site.
    public let site: String
    /// The year.
    public let year: Int
    /// Its visits, oldest first.
    public let visits: [JudgedVisit]
    /// What is missing for the minimum; nothing when it was met.
    public let missing: [MissingEffort]

    /// True when the minimum was met by visits within the season.
    public var isMet: Bool { missing.isEmpty }

    /// The visits that count.
    public var counted: [Visit] { visits.filter { $0.standing.units > 0 }.map(\.visit) }

    /// - Parameter visits: those of the site in the year, oldest first.
    init(_ sheet: BioindicatorProtocol, site: String, year: Int, visits: [Visit]) {
        self.site = site
        self.year = year
        var judged: [JudgedVisit] = []
        var last: CalendarDate?
        for visit in visits {
            let standing = sheet.standing(of: visit.details, after: last)
            if standing.units > 0 { last = visit.details.day }
            judged.append(JudgedVisit(visit: visit, standing: standing))
        }
        self.visits = judged
        missing = sheet.missing(judged)
    }
}

extension BioindicatorProtocol {
    /// - Parameter last: the day of the visit before that counts.
    fileprivate func standing(of visit: VisitDetails, after last: CalendarDate?) -> VisitStanding {
        guard counts(on: visit.day) else { return .outOfSeason }
        if let field = needed.first(where: { !visit.has($0) }) { return .notNoted(field) }
        if visit.isTargetListComplete == false { return .incompleteList }
        if let needed = minimum.visitMinutes {
            guard let minutes = visit.minutes else { return .notNoted(.durationMinutes) }
            guard minutes >= needed else { return .tooShort(minutes: minutes, needed: needed) }
        }
        if let days = minimum.spacingDays, let last, last.days(until: visit.day) < days {
            return .tooSoon(after: last, days: days)
        }
        return sampled(visit)
    }

    private func sampled(_ visit: VisitDetails) -> VisitStanding {
        guard let sampleUnit else { return .counted(units: 1) }
        guard let size = visit.sampleSize else { return .notNoted(.sampleSize) }
        if let unit = visit.sampleUnit, unit != sampleUnit.code { return .otherUnit(unit) }
        let needed = minimum.visitSamples ?? 1
        guard size >= Double(needed) else { return .sampleTooSmall(size, needed: needed) }
        return .counted(units: minimum.unit.code == sampleUnit.code ? Int(min(size, 1e6)) : 1)
    }

    fileprivate func missing(_ visits: [JudgedVisit]) -> [MissingEffort] {
        let counted = visits.filter { $0.standing.units > 0 }
        var missing: [MissingEffort] = []
        var inSeasons = 0
        if let each = minimum.perSeason {
            for season in seasons {
                let done = counted.count { season.contains($0.visit.details.day) }
                guard done < each else { continue }
                missing.append(.inSeason(season, visits: each - done))
                inSeasons += each - done
            }
        }
        let done = counted.reduce(0) { $0 + $1.standing.units }
        let rest = minimum.count - done - inSeasons
        if rest > 0 { missing.append(.units(rest, minimum.unit)) }
        return missing
    }
}
