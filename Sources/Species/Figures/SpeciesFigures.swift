package import Atlas
package import Formats
import GRDB
public import Languages

/// The figures of the species book on a day.
package struct SpeciesFigures: BookFigures {
    package static let localShare = Indicator(
        "species.local_share", label: Bilingual(fr: "Part d'essences locales plantées", en: "Local share of planting"),
        definition: Bilingual(
            fr:
                "Individus ligneux (arbres, arbustes, haies) plantés depuis la date de référence dont le taxon est local "
                + "(L2 : indigène sur une liste de la région, sur aucune liste d'invasives, ni hybride ni cultivar) ; un taxon "
                + "non évalué compte comme non local ; les plantes exemptées sont à part.",
            en:
                "Woody individuals (trees, shrubs, hedges) planted since the baseline whose taxon is local (L2: native on a "
                + "list of the area, on no invasive list, neither hybrid nor cultivar); a taxon not assessed counts as not "
                + "local; exempt plants stand apart."), unit: .ratio)
    package static let bioindicators = Indicator(
        "species.bioindicators", label: Bilingual(fr: "Bioindicateurs actifs", en: "Active bioindicators"),
        definition: Bilingual(
            fr:
                "Nombre de protocoles vérifiés dont l'effort minimal a été tenu sur un site au moins, par les visites faites "
                + "en saison depuis le 1er janvier.",
            en:
                "Number of verified protocols whose minimum effort was met on a site at least, by the visits made in season "
                + "since 1 January."), unit: .count)
    package static let indicators = [localShare, bioindicators]

    private let day: CalendarDate
    private let baseline: CalendarDate?
    private let local: LocalReport
    private let indicators: BioindicatorFigure

    package init(_ atlas: Atlas, on day: CalendarDate, since baseline: SpeciesFigures?) throws {
        self.day = day
        self.baseline = baseline?.day
        local = try atlas.localReport(on: day)
        let campuses = try atlas.campuses(on: day)
        indicators = try atlas.pool.read { try BioindicatorFigure($0, on: day, campuses: campuses) }
    }

    package func figure(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        switch id {
        case Self.localShare.id: localShare(local.standing(perimeter, since: baseline))
        case Self.bioindicators.id: indicators.figure(Self.bioindicators, perimeter, on: day)
        default: nil
        }
    }

    private func localShare(_ standing: LocalStanding) -> Figure {
        let companions = standing.companions
        guard let share = standing.flow.l2 else {
            return Figure(
                Self.localShare, standing.perimeter, on: day, estimate: nil, coverage: nil,
                note: Bilingual(
                    fr: "Aucun ligneux planté depuis la date de référence n'est enregistré.",
                    en: "No woody plant planted since the baseline is recorded."), companions: companions)
        }
        return Figure(
            Self.localShare, standing.perimeter, from: baseline, on: day, estimate: share,
            coverage: 1 - standing.flow.notAssessed / standing.flow.total, note: standing.note,
            companions: companions)
    }

    package func rows(of id: String, _ perimeter: Perimeter) throws -> [FigureRow] {
        if id == Self.bioindicators.id { return indicators.rows(perimeter) }
        guard id == Self.localShare.id else { return [] }
        let standing = local.standing(perimeter, since: baseline)
        return standing.flowPlantings.map { $0.figureRow($0.verdict.explanation, counted: true) }
            + standing.exempt.map { $0.figureRow($0.exemptionLabel, counted: false) }
    }
}

extension JudgedPlanting {
    fileprivate func figureRow(_ role: Bilingual, counted: Bool) -> FigureRow {
        FigureRow(
            table: table, fid: fid, uuid: uuid, label: scientificName, role: role,
            amount: counted ? individuals.map(Double.init) : nil, unit: .count)
    }

    fileprivate var exemptionLabel: Bilingual {
        let label = exemption?.label ?? Bilingual(fr: "", en: "")
        return Bilingual(fr: "exempté, non compté : \(label.fr)", en: "exempt, not counted: \(label.en)")
    }
}

extension LocalStanding {
    /// What the reader must know of the count.
    public var note: Bilingual? {
        var sentences: [Bilingual] = []
        if undated > 0 {
            sentences.append(
                Bilingual(
                    fr: "\(undated) individus plantés sans date ne sont pas dans ce compte (stock).",
                    en: "\(undated) individuals planted without a date are not in this count (stock)."))
        }
        if uncountedBeds > 0 {
            sentences.append(
                Bilingual(
                    fr: "\(uncountedBeds) massifs ligneux sans nombre d'individus ne comptent que par leur surface.",
                    en: "\(uncountedBeds) woody beds without a number of individuals count by their area only."))
        }
        guard !sentences.isEmpty else { return nil }
        return Bilingual(
            fr: sentences.map(\.fr).joined(separator: " "), en: sentences.map(\.en).joined(separator: " "))
    }

    var companions: [Companion] {
        [
            Companion(
                "species.planted",
                Bilingual(fr: "Ligneux plantés depuis la référence", en: "Woody plants since the baseline"),
                .count, Estimate(exactly: flow.total)),
            Companion(
                "species.local_share_l1",
                Bilingual(fr: "L1, présumés indigènes en France", en: "L1, presumed native in France"),
                .ratio, flow.l1),
            Companion(
                "species.local_share_l3", Bilingual(fr: "L3, lot Végétal local", en: "L3, Végétal local lot"), .ratio,
                flow.l3),
            Companion(
                "species.not_assessed", Bilingual(fr: "Non évalués", en: "Not assessed"), .count,
                Estimate(exactly: flow.notAssessed)),
            Companion(
                "species.local_share_stock",
                Bilingual(fr: "Part locale de tous les ligneux vivants", en: "Local share of all living woody plants"),
                .ratio, stock.l2),
        ] + bedCompanions + exemptCompanions
    }

    private var bedCompanions: [Companion] {
        guard let beds else { return [] }
        return [
            Companion(
                "species.planting_bed_area", Bilingual(fr: "Surface des massifs plantés", en: "Area of planting beds"),
                .squareMetre, Estimate(exactly: beds.total)),
            Companion(
                "species.local_share_bed_area",
                Bilingual(
                    fr: "Part locale de cette surface, par palette plantée",
                    en: "Local share of that area, by planted palette"), .ratio, beds.l2),
        ]
    }

    private var exemptCompanions: [Companion] {
        exemptIndividuals.map { exemption, count in
            Companion(
                "species.exempt.\(exemption.rawValue)",
                Bilingual(fr: "Exemptés : \(exemption.label.fr)", en: "Exempt: \(exemption.label.en)"), .count,
                Estimate(exactly: Double(count)))
        }
    }
}
