public import Atlas
import Formats
import GRDB
public import Languages

/// The same year under the six definitions, with what goes with each.
public struct WasteRates: Sendable {
    /// One definition's column.
    public struct Column: Sendable {
        /// The rate.
        public let rate: DefinedRate
        /// Figures that the definition asks for beside it.
        public let companions: [Companion]
        /// What the reader must know of it.
        public let notes: [Bilingual]
    }

    /// One row of a table that a standard asks for.
    public struct TableRow: Sendable, Hashable {
        /// The disclosure, `306-4`.
        public let disclosure: String
        /// The row.
        public let label: Bilingual
        /// Grams of hazardous waste; nil when it is not known.
        public let hazardous: Int64?
        /// Grams of the rest; nil when it is not known.
        public let nonHazardous: Int64?
    }

    /// The year.
    public let year: Int
    /// The campus; nil for all.
    public let campus: String?
    /// The six, in order.
    public let columns: [Column]
    /// GRI 306-3, 306-4 and 306-5.
    public let gri: [TableRow]
    /// The categories of HESA's record, building works left out.
    public let hesa: [TableRow]
    /// How the destination of the grams is known; `nil` is: not at all.
    public let evidence: [(kind: EvidenceKind?, grams: Int64)]

    /// Why each two of the rates differ.
    public var differences: [RateDifference] {
        columns.indices.flatMap { first in
            columns[(first + 1)...].map { RateDifference(from: columns[first].rate, to: $0.rate) }
        }
    }

    /// - Throws: ``RatesError/unknownDefinition(_:known:)``
    public func difference(from first: String, to second: String) throws(RatesError) -> RateDifference {
        RateDifference(from: try rate(first), to: try rate(second))
    }

    private func rate(_ id: String) throws(RatesError) -> DefinedRate {
        guard let column = columns.first(where: { $0.rate.definition.id == id }) else {
            throw .unknownDefinition(id, known: columns.map(\.rate.definition.id))
        }
        return column.rate
    }
}

extension Atlas {
    /// A year under the six definitions.
    ///
    /// - Parameters:
    ///   - year: the year.
    ///   - campus: one campus; nil for all.
    ///   - base: the year from which the progress to zero is counted.
    /// - Throws: ``RatesError``
    public func wasteRates(year: Int, campus: String? = nil, base: Int? = nil) throws -> WasteRates {
        try pool.read { db in
            let year = try RatedYear(year, campus: campus, db)
            let base = try base.map { try RatedYear($0, campus: campus, db) }
            return WasteRates(year, base: base)
        }
    }
}

extension WasteRates {
    init(_ year: RatedYear, base: RatedYear?) {
        let inputs = year.inputs
        self.year = year.year
        campus = year.campus
        columns = RateDefinition.all.map { definition in
            let rate = definition.rate(of: inputs)
            return Column(
                rate: rate, companions: year.companions(of: definition, base: base), notes: year.notes(on: rate))
        }
        gri = DisclosureTables.gri(year.cells)
        hesa = DisclosureTables.hesa(year.cells, isComplete: columns.contains { $0.rate.isWholeOfHESA })
        var evidence: [EvidenceKind?: Int64] = [:]
        for cell in year.cells where cell.destination.isWaste { evidence[cell.evidence, default: 0] += cell.grams }
        self.evidence = (EvidenceKind.allCases.map(Optional.some) + [nil]).compactMap { kind in
            evidence[kind].map { (kind: kind, grams: $0) }
        }
    }
}

extension DefinedRate {
    fileprivate var isWholeOfHESA: Bool { definition == .hesa && unproven == 0 && coverage == 1 }
}

extension RatedYear {
    fileprivate func companions(of definition: RateDefinition, base: RatedYear?) -> [Companion] {
        switch definition {
        case .stars: starsCompanions
        case .school: schoolCompanions(base)
        default: []
        }
    }

    private var core: Estimate { mass(\.stream.isCore, missing: \.isCore) }
    private var household: Estimate { mass(\.stream.isHousehold, missing: \.isHousehold) }

    /// STARS 2.2 OP-18 part 2, and STARS 3.0 OP-12.1 to 12.3.
    private var starsCompanions: [Companion] {
        let diverted = RateDefinition.zeroWaste.rate(of: inputs)
        return [
            Companion(
                "waste.stars_2_2_per_user",
                Bilingual(
                    fr: "STARS 2.2 OP-18, kg par usager pondéré (seuil 450)",
                    en: "STARS 2.2 OP-18, kg per weighted user (threshold 450)"), .kilogram,
                core.divided(by: denominator?.users?.weighted)),
            Companion(
                "waste.stars_3_0_per_fte",
                Bilingual(fr: "STARS 3.0 OP-12.1, kg par ETP", en: "STARS 3.0 OP-12.1, kg per FTE"), .kilogram,
                core.divided(by: denominator?.users?.fullTimeEquivalents)),
            Companion(
                "waste.stars_3_0_per_m2",
                Bilingual(fr: "STARS 3.0 OP-12.2, kg par m²", en: "STARS 3.0 OP-12.2, kg per m²"),
                .coefficient, core.divided(by: denominator?.floorArea)),
            Companion(
                "waste.stars_3_0_diverted",
                Bilingual(fr: "STARS 3.0 OP-12.3, détourné", en: "STARS 3.0 OP-12.3, diverted"),
                .ratio, diverted.estimate),
        ]
    }

    private func schoolCompanions(_ base: RatedYear?) -> [Companion] {
        let strict = disposed(self.strict)
        let users = denominator?.users?.weighted
        return [
            Companion(
                "waste.household_mass_per_user",
                Bilingual(fr: "OM, kg par usager pondéré", en: "Household waste, kg per weighted user"), .kilogram,
                household.divided(by: users)),
            Companion(
                "waste.core_mass_per_user",
                Bilingual(fr: "CORE, kg par usager pondéré", en: "CORE, kg per weighted user"),
                .kilogram, core.divided(by: users)),
            Companion(
                "waste.household_disposed",
                Bilingual(fr: "OM brûlées ou enfouies, strict", en: "Household waste burnt or landfilled, strict"),
                .kilogram, strict),
            Companion(
                "waste.household_disposed_energy_accepted",
                Bilingual(fr: "les mêmes, énergie admise", en: "the same, energy recovery accepted"), .kilogram,
                disposed(energyAccepted)),
            Companion(
                "waste.household_disposed_progress",
                Bilingual(
                    fr: "Progrès vers zéro depuis \(base.map { "\($0.year)" } ?? "—")",
                    en: "Progress to zero since \(base.map { "\($0.year)" } ?? "—")"), .ratio,
                base.flatMap { Self.progress(from: $0.disposed($0.strict), to: strict) }),
        ]
    }

    /// 1 − V(T)/V(base); nil when there was nothing to reduce.
    static func progress(from base: Estimate, to now: Estimate) -> Estimate? {
        guard base.value > 0, base.lower > 0 else { return nil }
        return Estimate(
            1 - now.value / base.value, lower: 1 - now.upper / base.lower, upper: 1 - now.lower / base.upper)
    }

    fileprivate func notes(on rate: DefinedRate) -> [Bilingual] {
        var notes: [Bilingual] = []
        if !rate.isMeasuredAtEntry {
            let kilograms = rate.withoutReject / 1000
            notes.append(
                Bilingual(
                    fr: "\(kilograms) kg sans rejet connu à l'entrée du recyclage : ce n'est pas un taux de recyclage "
                        + "(waste contamination add --place entry)",
                    en: "\(kilograms) kg without a known reject at the entry of recycling: this is no recycling rate "
                        + "(waste contamination add --place entry)"))
        }
        if rate.estimate == nil {
            notes.append(
                rate.generated == 0
                    ? Bilingual(fr: "aucune pesée dans ce périmètre", en: "no weighing in this perimeter")
                    : Bilingual(
                        fr: "une masse ou une destination est inconnue : vide, et non zéro",
                        en: "a mass or a destination is unknown: null, not zero"))
        }
        if rate.definition == .zeroWaste { notes.append(ZeroWasteVerdict(rate, self).sentence) }
        return notes
    }
}

/// Whether a year meets the two numbers of TRUE's minimum requirements.
private struct ZeroWasteVerdict {
    private let share: Double?
    private let isCovered: Bool
    private let contaminated: [ContaminationAudit]
    private let notAudited: [String]

    init(_ rate: DefinedRate, _ year: RatedYear) {
        share = rate.estimate?.value
        isCovered = rate.coverage == 1
        let diverted = year.cells.filter { rate.definition.verdict($0) == .yes && $0.stream.isCore }
        let places = Set(diverted.map { [$0.stream.code, $0.campus] }).sorted {
            ($0[0] ?? "", $0[1] ?? "") < ($1[0] ?? "", $1[1] ?? "")
        }
        let day = CalendarMonth(year: year.year, month: 12)?.lastDay ?? .today
        let audits = places.map { place in
            (stream: place[0] ?? "", year.audits.inForce(place[0] ?? "", campus: place[1], on: day, .leaving))
        }
        contaminated = audits.compactMap(\.1).filter { $0.share > ContaminationAudit.greatestForTRUE }
        notAudited = Set(audits.filter { $0.1 == nil }.map(\.stream)).sorted()
    }

    var sentence: Bilingual {
        if !contaminated.isEmpty {
            let audits = contaminated.map { "\($0.stream) \(Int(($0.share * 100).rounded())) % (\($0.day))" }
            let names = Set(audits).sorted().joined(separator: ", ")
            return Bilingual(
                fr: "TRUE non tenu : contamination au-dessus de 10 % : \(names)",
                en: "TRUE not met: contamination above 10 %: \(names)")
        }
        guard let share, share >= 0.9 else {
            return Bilingual(fr: "TRUE non tenu : moins de 90 % détourné", en: "TRUE not met: less than 90 % diverted")
        }
        guard notAudited.isEmpty, isCovered else {
            let names = notAudited.joined(separator: ", ")
            return Bilingual(
                fr: "TRUE non établi : "
                    + (isCovered ? "contamination jamais auditée : \(names)" : "des mois manquent"),
                en: "TRUE not established: "
                    + (isCovered ? "contamination never audited: \(names)" : "months are missing"))
        }
        return Bilingual(
            fr: "TRUE tenu : 90 % au moins, contamination d'au plus 10 %",
            en: "TRUE met: at least 90 %, contamination of at most 10 %")
    }
}
