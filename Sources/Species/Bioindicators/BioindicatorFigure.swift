import Atlas
import Formats
import GRDB
import Geospatial
public import Languages

/// The headline figure of the bioindicators, on a day: how many had their minimum effort in the year of that day so far.
struct BioindicatorFigure {
    private let year: Int
    private let library: ProtocolLibrary
    private let visits: [Visit]
    private let campusOfVisit: [Int64: String]
    /// By campus; nil for all.
    private let indicators: [String?: [IndicatorYear]]

    init(_ db: Database, on day: CalendarDate, campuses: [Campus]) throws {
        year = day.year
        let library = try ProtocolLibrary(db)
        let reading = try VisitReading(db, library: library)
        let visits = try reading.visits().filter { $0.details.day <= day }
        var places: [Int64: String] = [:]
        for visit in visits {
            guard let position = visit.details.position else { continue }
            places[visit.fid] = try campuses.first { try $0.outline.contains(position) }?.name
        }
        var indicators: [String?: [IndicatorYear]] = [:]
        if !visits.isEmpty {
            for name in [nil] + Set(campuses.map(\.name)).map(Optional.some) {
                let own = name == nil ? visits : visits.filter { places[$0.fid] == name }
                indicators[name] = try IndicatorAssessment(library, visits: own) { try reading.key($0) }
                    .indicators(in: day.year)
            }
        }
        (self.library, self.visits, self.indicators, campusOfVisit) = (library, visits, indicators, places)
    }

    func figure(_ indicator: Indicator, _ perimeter: Perimeter, on day: CalendarDate) -> Figure {
        let verified = library.protocols.count(where: \.isVerified)
        guard let all = indicators[perimeter.campus] else {
            return Figure(
                indicator, perimeter, on: day, estimate: nil, coverage: nil,
                note: Bilingual(
                    fr:
                        "L'atlas ne tient pas encore de visites : on ne peut pas savoir quels protocoles ont eu leur "
                        + "effort minimal. \(verified) protocoles sont décrits et vérifiés.",
                    en: "The atlas keeps no visits yet: which protocols had their minimum effort cannot be known. "
                        + "\(verified) protocols are described and verified."))
        }
        let active = all.count(where: \.isActive)
        return Figure(
            indicator, perimeter, from: CalendarDate(year: year, month: 1, day: 1), on: day,
            estimate: Estimate(exactly: Double(active)), coverage: nil, note: note(all),
            companions: all.filter { !$0.visits.isEmpty }.map(companion))
    }

    private func note(_ all: [IndicatorYear]) -> Bilingual? {
        let unverified = all.filter { $0.isEffortMet && !$0.sheet.isVerified }.count
        guard unverified > 0 else { return nil }
        return Bilingual(
            fr: "\(unverified) protocole(s) à la règle non vérifiée ont eu leur effort et ne sont pas comptés.",
            en: "\(unverified) protocol(s) whose rule is not verified had their effort and are not counted.")
    }

    /// The value of one bioindicator, with its trend in words.
    private func companion(_ one: IndicatorYear) -> Companion {
        let score = one.scores.first
        let name = one.sheet.label
        let state =
            one.isEffortMet
            ? Bilingual(
                fr: "\(score?.label.fr ?? ""), \(score?.unit.fr ?? "") ; tendance \(one.trend.direction.label.fr)",
                en: "\(score?.label.en ?? ""), \(score?.unit.en ?? ""); trend \(one.trend.direction.label.en)")
            : Bilingual(fr: "effort minimal non tenu", en: "minimum effort not met")
        let counted =
            one.sheet.isVerified ? Bilingual(fr: "", en: "") : Bilingual(fr: ", non vérifié", en: ", unverified")
        return Companion(
            "species.bioindicator.\(one.sheet.code)",
            Bilingual(fr: "\(name.fr)\(counted.fr) — \(state.fr)", en: "\(name.en)\(counted.en) — \(state.en)"),
            .coefficient, score?.value.map { Estimate(exactly: $0) })
    }

    /// The visits of the year, and what each brought to the minimum.
    func rows(_ perimeter: Perimeter) -> [FigureRow] {
        (indicators[perimeter.campus] ?? []).filter { $0.sheet.visitsOf == $0.sheet.code }.flatMap { one in
            one.sites.flatMap { site in site.visits.map { row($0, of: one, site) } }
        }
    }

    private func row(_ judged: JudgedVisit, of one: IndicatorYear, _ site: SiteYear) -> FigureRow {
        let met = site.isMet ? Bilingual(fr: "minimum tenu", en: "minimum met") : site.missingLabel
        let role = judged.standing.label
        let unverified =
            one.sheet.isVerified
            ? Bilingual(fr: "", en: "") : Bilingual(fr: " ; règle non vérifiée", en: "; rule not verified")
        return FigureRow(
            table: "visit", fid: judged.visit.fid, uuid: judged.visit.uuid,
            label: "\(one.sheet.code), \(site.site), \(judged.visit.details.day)",
            role: Bilingual(
                fr: "\(role.fr) ; \(met.fr)\(unverified.fr)", en: "\(role.en); \(met.en)\(unverified.en)"),
            amount: Double(judged.standing.units), unit: .count)
    }
}

extension SiteYear {
    /// What is missing, in one sentence.
    public var missingLabel: Bilingual {
        Bilingual(
            fr: missing.map(\.label.fr).joined(separator: ", "), en: missing.map(\.label.en).joined(separator: ", "))
    }
}
