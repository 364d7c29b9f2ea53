package import Atlas
package import Formats
import GRDB
import Geospatial
import Languages

/// The figures of the species book on a day.
package struct SpeciesFigures: BookFigures {
    package static let localShare = Indicator(
        "species.local_share", label: Bilingual(fr: "Part d'essences locales plantées", en: "Local share of planting"),
        definition: Bilingual(
            fr:
                "Individus ligneux (arbres, arbustes, haies) plantés depuis la date de référence dont le taxon est local "
                + "(L2 : indigène sur une liste de la région, sur aucune liste d'invasives, ni hybride ni cultivar) ; un taxon "
                + "non évalué compte comme non local.",
            en:
                "Woody individuals (trees, shrubs, hedges) planted since the baseline whose taxon is local (L2: native on a "
                + "list of the area, on no invasive list, neither hybrid nor cultivar); a taxon not assessed counts as not "
                + "local."), unit: .ratio)
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

    /// A woody plant that is alive on the day, or was planted by then.
    fileprivate struct WoodyPlant {
        let fid: Int64
        let uuid: String
        let name: String
        let count: Int
        let plantedOn: CalendarDate?
        let isPlanted: Bool
        let isCertified: Bool
        let campus: String?
        let verdict: LocalRule.Verdict
        let isPresumedNative: Bool?

        /// L2; nil when it is not assessed.
        var isLocal: Bool? {
            switch verdict {
            case .local: true
            case .notLocal: false
            case .notAssessed: nil
            }
        }

        /// L3: L2, of a certified lot.
        var isLocalAndCertified: Bool? {
            guard let isLocal else { return nil }
            return isLocal && isCertified
        }
    }

    private let day: CalendarDate
    private let baseline: CalendarDate?
    private let plants: [WoodyPlant]
    private let indicators: BioindicatorFigure

    package init(_ atlas: Atlas, on day: CalendarDate, since baseline: SpeciesFigures?) throws {
        self.day = day
        self.baseline = baseline?.day
        let campuses = try atlas.campuses(on: day)
        (plants, indicators) = try atlas.pool.read { db in
            let lists = try Checklists(db)
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT fid, uuid, scientific_name, cd_nom, individual_count, planted_on, growth_origin,
                      is_vegetal_local, geom
                    FROM plant
                    WHERE habit IN ('tree', 'shrub', 'hedge') AND (planted_on IS NULL OR planted_on <= :on)
                      AND (removed_on IS NULL OR removed_on > :on)
                    ORDER BY fid
                    """, arguments: ["on": day.description])
            var plants: [WoodyPlant] = []
            while let row = try rows.next() {
                let name: String = row["scientific_name"]
                let campus = try Self.campus(of: row.geometry(), in: campuses)
                plants.append(
                    WoodyPlant(
                        fid: row["fid"], uuid: row["uuid"] ?? "", name: name, count: row["individual_count"],
                        plantedOn: (row["planted_on"] as String?).flatMap(CalendarDate.init(iso:)),
                        isPlanted: row["growth_origin"] == "planted",
                        isCertified: (row["is_vegetal_local"] as Bool?) == true,
                        campus: campus, verdict: try lists.verdict(name, code: row["cd_nom"], campus: campus),
                        isPresumedNative: try lists.isPresumedNativeInFrance(name, code: row["cd_nom"])))
            }
            return (plants, try BioindicatorFigure(db, on: day, campuses: campuses))
        }
    }

    private static func campus(of geometry: Geometry?, in campuses: [Campus]) throws -> String? {
        guard let box = geometry?.envelope else { return nil }
        let centre = Position((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2)
        return try campuses.first { try $0.outline.contains(centre) }?.name
    }

    package func figure(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        switch id {
        case Self.localShare.id: localShare(perimeter)
        case Self.bioindicators.id: indicators.figure(Self.bioindicators, perimeter, on: day)
        default: nil
        }
    }

    private func inPerimeter(_ perimeter: Perimeter) -> [WoodyPlant] {
        plants.filter { perimeter.campus == nil || $0.campus == perimeter.campus }
    }

    private func plantedSinceBaseline(_ perimeter: Perimeter) -> [WoodyPlant] {
        guard let baseline else { return [] }
        return inPerimeter(perimeter).filter { $0.isPlanted && ($0.plantedOn.map { $0 > baseline } ?? false) }
    }

    private func localShare(_ perimeter: Perimeter) -> Figure {
        let stock = inPerimeter(perimeter)
        let flow = plantedSinceBaseline(perimeter)
        let undated = stock.filter { $0.isPlanted && $0.plantedOn == nil }
        let companions = Self.companions(flow: flow, stock: stock)
        guard baseline != nil, !flow.isEmpty else {
            return Figure(
                Self.localShare, perimeter, on: day, estimate: nil, coverage: nil,
                note: Bilingual(
                    fr: "Aucun ligneux planté depuis la date de référence n'est enregistré.",
                    en: "No woody plant planted since the baseline is recorded."), companions: companions)
        }
        let assessed = flow.filter { $0.verdict != .notAssessed }.total
        return Figure(
            Self.localShare, perimeter, from: baseline, on: day, estimate: Self.share(flow, \.isLocal),
            coverage: Double(assessed) / Double(flow.total),
            note: undated.isEmpty
                ? nil
                : Bilingual(
                    fr: "\(undated.total) individus plantés sans date ne sont pas dans ce compte (stock).",
                    en: "\(undated.total) individuals planted without a date are not in this count (stock)."),
            companions: companions)
    }

    private static func companions(flow: [WoodyPlant], stock: [WoodyPlant]) -> [Companion] {
        [
            Companion(
                "species.planted",
                Bilingual(fr: "Ligneux plantés depuis la référence", en: "Woody plants since the baseline"),
                .count, Estimate(exactly: Double(flow.total))),
            Companion(
                "species.local_share_l1",
                Bilingual(fr: "L1, présumés indigènes en France", en: "L1, presumed native in France"),
                .ratio, Self.share(flow, \.isPresumedNative)),
            Companion(
                "species.local_share_l3", Bilingual(fr: "L3, lot Végétal local", en: "L3, Végétal local lot"), .ratio,
                Self.share(flow, \.isLocalAndCertified)),
            Companion(
                "species.not_assessed", Bilingual(fr: "Non évalués", en: "Not assessed"), .count,
                Estimate(exactly: Double(flow.filter { $0.verdict == .notAssessed }.total))),
            Companion(
                "species.local_share_stock",
                Bilingual(fr: "Part locale de tous les ligneux vivants", en: "Local share of all living woody plants"),
                .ratio,
                Self.share(stock, \.isLocal)),
        ]
    }

    /// The share of individuals of which something is true; those of which it is not known are its upper bound.
    private static func share(_ plants: [WoodyPlant], _ fact: KeyPath<WoodyPlant, Bool?>) -> Estimate? {
        let total = Double(plants.total)
        guard total > 0 else { return nil }
        let known = Double(plants.filter { $0[keyPath: fact] == true }.total)
        let unknown = Double(plants.filter { $0[keyPath: fact] == nil }.total)
        return Estimate(known / total, lower: known / total, upper: (known + unknown) / total)
    }

    package func rows(of id: String, _ perimeter: Perimeter) throws -> [FigureRow] {
        if id == Self.bioindicators.id { return indicators.rows(perimeter) }
        guard id == Self.localShare.id else { return [] }
        return plantedSinceBaseline(perimeter).map { plant in
            FigureRow(
                table: "plant", fid: plant.fid, uuid: plant.uuid, label: plant.name, role: plant.verdict.explanation,
                amount: Double(plant.count), unit: .count)
        }
    }
}

extension [SpeciesFigures.WoodyPlant] {
    /// Individuals, not rows: a hedge counts its shrubs.
    fileprivate var total: Int { reduce(0) { $0 + $1.count } }
}

extension LocalRule.Verdict {
    fileprivate var explanation: Bilingual {
        switch self {
        case .local(let list): Bilingual(fr: "local, d'après \(list)", en: "local, by \(list)")
        case .notAssessed: Bilingual(fr: "non évalué : sur aucune liste", en: "not assessed: on no list")
        case .notLocal(.invasive(let list)): Bilingual(fr: "invasive, d'après \(list)", en: "invasive, by \(list)")
        case .notLocal(.hybridOrCultivar): Bilingual(fr: "hybride ou cultivar", en: "hybrid or cultivar")
        case .notLocal(.status(let status, let list)):
            Bilingual(fr: "\(status), d'après \(list)", en: "\(status), by \(list)")
        }
    }
}
