public import Atlas
public import Formats
public import Languages

/// One of the ways to say how sealed a campus is, and what it gives on the same rows.
public struct SealedDefinition: Sendable {
    /// The figure's identifier.
    public let id: String
    /// As people say it.
    public let label: Bilingual
    /// One sentence.
    public let definition: Bilingual
    /// Where the definition is laid down.
    public let source: String
    /// The unit.
    public let unit: FigureUnit
    /// The value; nil when a type that is there has no coefficient, or there is no ground.
    public let estimate: Estimate?

    var companion: Companion { Companion(id, label, unit, estimate) }
}

extension SealedDefinition {
    /// The six definitions over some partitions with an outline; the first is the one that the target names.
    ///
    /// What is unclassified may be sealed: it widens the bounds upwards. Coefficients are those in force on the day.
    static func all(_ partitions: [Partition], _ coefficients: LandCoefficients) -> [SealedDefinition] {
        let total = partitions.reduce(0) { $0 + ($1.outlineArea ?? 0) }
        let unclassified = partitions.reduce(0) { $0 + ($1.unclassifiedArea ?? 0) }
        let areas = partitions.reduce(into: [String: Double]()) { $0.merge($1.areaByType, uniquingKeysWith: +) }
        func share(_ isCounted: (SurfaceType) -> Bool) -> Estimate? {
            guard total > 0 else { return nil }
            let counted = partitions.reduce(0) { $0 + $1.area(where: isCounted) }
            return Estimate(counted / total, lower: counted / total, upper: (counted + unclassified) / total)
        }
        let classified = total - unclassified
        let biotope = coefficients.biotope.mean(areas, over: classified).map(Estimate.init(exactly:))
        let imperviousness = coefficients.imperviousness.mean(areas, over: classified)
            .map { Estimate(exactly: $0 / 100) }
        return [
            SealedDefinition(
                id: "land.sealed_share", label: Bilingual(fr: "Étanche (OCS GE)", en: "Sealed (OCS GE)"),
                definition: Bilingual(
                    fr: "Zones imperméables, bâties et non bâties (CS1.1.1), sur la surface du campus.",
                    en: "Impermeable zones, built and unbuilt (CS1.1.1), over the surface of the campus."),
                source: "OCS GE, CNIG ; outil de l'État sparte, is_impermeable", unit: .ratio,
                estimate: share { $0.sealingClass == .sealed }),
            SealedDefinition(
                id: "land.sealed_share_without_roofs",
                label: Bilingual(fr: "Étanche sans les toitures", en: "Sealed without roofs"),
                definition: Bilingual(
                    fr: "Les mêmes zones, sauf les bâtiments (CS1.1.1.1) : ce que l'on peut désimperméabiliser.",
                    en: "The same zones, buildings (CS1.1.1.1) apart: what can be desealed."),
                source: "OCS GE, CNIG", unit: .ratio, estimate: share { $0.sealingClass == .sealed && !$0.isRoof }),
            SealedDefinition(
                id: "land.sealed_share_berlin",
                label: Bilingual(fr: "Étanche selon Berlin", en: "Sealed, Berlin definition"),
                definition: Bilingual(
                    fr: "Bâti et tout revêtement des quatre Belagsklassen, perméables compris.",
                    en: "Built, and any covering of the four Belagsklassen, permeable ones included."),
                source: "Umweltatlas Berlin 01.02 Versiegelung, 2016 et 2021", unit: .ratio,
                estimate: share(\.isSealedInBerlin)),
            SealedDefinition(
                id: "land.artificialised_share",
                label: Bilingual(fr: "Artificialisé (R.101-1, ZAN)", en: "Artificialised (R.101-1)"),
                definition: Bilingual(
                    fr:
                        "Catégories 1° à 5° de la nomenclature, pelouses du tertiaire comprises, sans les seuils de surface.",
                    en: "Categories 1 to 5 of the nomenclature, lawns of offices included, without its area thresholds."
                ),
                source: "Code de l'urbanisme, annexe à l'article R. 101-1 (décret n° 2023-1096)", unit: .ratio,
                estimate: share(\.isArtificialised)),
            SealedDefinition(
                id: "land.biotope_factor",
                label: Bilingual(fr: "Coefficient de biotope (BAF 2021)", en: "Biotope area factor (2021)"),
                definition: Bilingual(
                    fr: "Moyenne des coefficients de biotope, pondérée par les surfaces classées.",
                    en: "Mean of the biotope coefficients, weighted by the classified surface."),
                source: "Land de Berlin, Biotopflächenfaktor 2021", unit: .coefficient, estimate: biotope),
            SealedDefinition(
                id: "land.weighted_imperviousness",
                label: Bilingual(fr: "Imperméabilisation pondérée", en: "Weighted imperviousness"),
                definition: Bilingual(
                    fr:
                        "Moyenne des taux d'imperméabilité des types (100, 50 ou 0 %), pondérée par les surfaces classées.",
                    en: "Mean of the imperviousness of the types (100, 50 or 0%), weighted by the classified surface."),
                source: "convention de ce programme, dans l'esprit de Copernicus HRL Imperviousness", unit: .ratio,
                estimate: imperviousness),
        ]
    }
}

extension Atlas {
    /// The six definitions on a day, for all campuses and for each.
    ///
    /// - Throws: ``WorksError/noOutline`` when no campus has an outline that day.
    public func sealedDefinitions(
        on day: CalendarDate
    ) throws -> [(perimeter: Perimeter, definitions: [SealedDefinition])] {
        let figures = try LandFigures(self, on: day, since: nil)
        let names = try campuses(on: day).map(\.name)
        guard !names.isEmpty else { throw WorksError.noOutline }
        return ([.school] + names.map(Perimeter.campus)).map { ($0, figures.definitions($0)) }
    }
}
