/// By what the diversity of an atlas is told.
public enum SpeciesGrouping: String, Sendable, CaseIterable {
    case parcel, campus, year
}

extension Atlas {
    /// The diversity of the observations by parcel, campus or year.
    ///
    /// - Parameters:
    ///   - day: of the outlines of parcels and campuses.
    ///   - year: only the observations made within it.
    ///   - coverage: at which groups are compared; the largest that they reach within twice their size when nil.
    ///   - withCultivated: true to count captive and cultivated individuals too.
    /// - Throws: ``DiversityError``
    public func speciesDiversity(
        by grouping: SpeciesGrouping, on day: CalendarDate, year: Int? = nil, coverage: Double? = nil,
        withCultivated: Bool = false
    ) throws -> DiversityReport {
        let groups: DiversityGrouping =
            switch grouping {
            case .year: .year
            case .parcel:
                .places(try places(parcels(on: day), called: Bilingual(fr: "parcelle", en: "parcel")))
            case .campus:
                .places(
                    try places(
                        campuses(on: day).map { NamedOutline(name: $0.name, outline: $0.outline) },
                        called: Bilingual(fr: "campus", en: "campus")))
            }
        return try diversity(by: groups, year: year, coverage: coverage, withCultivated: withCultivated)
    }

    private func places(_ places: [NamedOutline], called what: Bilingual) throws -> [NamedOutline] {
        guard !places.isEmpty else { throw DiversityError.noPlace(what) }
        return places
    }

    /// What lived on the footprint of works and on control parcels, before and after (BACI).
    ///
    /// - Parameters:
    ///   - number: of the works.
    ///   - controls: parcels by reference, or by name, as ``parcels(on:)`` calls them; the day's outlines are taken.
    ///   - day: the first day of after; that of their completion when nil.
    ///   - years: looked at on each side.
    /// - Throws: ``WorksError/unknown(_:)``, ``LandError/unknownParcel(_:known:)``, ``DiversityError``
    public func speciesBeforeAfter(
        works number: Int64, controls: [String], on day: CalendarDate? = nil, years: Int = 3,
        withCultivated: Bool = false
    ) throws -> BeforeAfterReport {
        let works = try works(number)
        guard let day = day ?? works.done else { throw DiversityError.worksNotDone(works.name) }
        let parcels = try parcels(on: day)
        let chosen = try controls.map { name in
            guard let parcel = parcels.first(where: { $0.name == name }) else {
                throw LandError.unknownParcel(name, known: parcels.map(\.name))
            }
            return parcel
        }
        return try beforeAfter(
            impact: works.footprint, on: day, controls: chosen, years: years, withCultivated: withCultivated)
    }
}
