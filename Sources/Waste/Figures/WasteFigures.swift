package import Atlas
package import Formats
import GRDB
import Languages

/// The figures of the waste book over the twelve whole months that end by a day.
package struct WasteFigures: BookFigures {
    package static let householdShare = Indicator(
        "waste.household_share", label: Bilingual(fr: "Part des ordures ménagères", en: "Share of household waste"),
        definition: Bilingual(
            fr:
                "Masse des ordures ménagères (20 03 01) sur celle des déchets non dangereux assimilés, sans les chantiers "
                + "(périmètre CORE), sur les douze derniers mois entiers.",
            en:
                "Mass of residual household waste (20 03 01) over that of municipal-like non-hazardous waste, building works "
                + "left out (CORE perimeter), over the last twelve whole months."), unit: .ratio)
    package static let householdDisposed = Indicator(
        "waste.household_disposed",
        label: Bilingual(fr: "Ordures ménagères incinérées ou enfouies", en: "Household waste burnt or landfilled"),
        definition: Bilingual(
            fr:
                "Masse des ordures ménagères partie à l'incinération (même avec énergie), à l'enfouissement, au tri sans "
                + "preuve d'aval ou vers une destination non prouvée, sur les douze derniers mois entiers.",
            en:
                "Mass of household waste sent to incineration (energy recovery included), landfill, sorting without proof of "
                + "what follows, or an unproven destination, over the last twelve whole months."), unit: .kilogram)
    package static let indicators = [householdShare, householdDisposed]

    /// The weighings of one stream, on one campus, in one month, to one destination, by one method.
    private struct Cell {
        let campus: String?
        let stream: String
        let method: WeighingMethod
        let grams: Int64
        let isHousehold: Bool
        let isCore: Bool
        /// Whether it breaks the promise: yes, no, or pending what becomes of it downstream.
        let disposal: Disposal
        let disposalEnergyAccepted: Disposal
    }

    private enum Disposal {
        case yes
        case no
        case pending

        /// - Parameter flag: the code list's `1`, `0` or `pending`; a weighing without a destination is unproven.
        init(_ flag: String?, hasDestination: Bool) {
            guard hasDestination else {
                self = .yes
                return
            }
            switch flag {
            case "0": self = .no
            case "pending": self = .pending
            default: self = .yes
            }
        }
    }

    private let first: CalendarDate
    private let last: CalendarDate
    private let cells: [Cell]
    private let expected: ExpectedMonths
    private let atlas: Atlas

    package init(_ atlas: Atlas, on day: CalendarDate, since baseline: WasteFigures?) throws {
        self.atlas = atlas
        (first, last) = day.lastTwelveMonths
        (cells, expected) = try atlas.pool.read { [first, last] db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT w.campus, w.stream, w.method, sum(w.net_mass_g) AS grams,
                      s.counts_as_om, s.in_core_perimeter, d.code IS NOT NULL AS has_destination,
                      d.om_violation_strict AS strict, d.om_violation_energy_ok AS energy_ok
                    FROM weighing_current AS w JOIN waste_stream AS s ON s.code = w.stream
                    LEFT JOIN waste_destination AS d ON d.code = w.destination
                    WHERE w.to_container IS NULL AND w.weighed_on BETWEEN ? AND ? AND coalesce(d.is_waste, TRUE)
                    GROUP BY w.campus, w.stream, w.method, w.destination
                    """, arguments: [first.description, last.description])
            let cells = rows.map { row in
                Cell(
                    campus: row["campus"], stream: row["stream"],
                    method: WeighingMethod(rawValue: row["method"]) ?? .unknown, grams: row["grams"],
                    isHousehold: row["counts_as_om"], isCore: row["in_core_perimeter"],
                    disposal: Disposal(row["strict"], hasDestination: row["has_destination"]),
                    disposalEnergyAccepted: Disposal(row["energy_ok"], hasDestination: row["has_destination"]))
            }
            return (cells, try ExpectedMonths(from: first, to: last, db))
        }
    }

    package func figure(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        switch id {
        case Self.householdShare.id: try householdShare(perimeter)
        case Self.householdDisposed.id: householdDisposed(perimeter)
        default: nil
        }
    }

    private func inPerimeter(_ perimeter: Perimeter) -> [Cell] {
        cells.filter { perimeter.campus == nil || $0.campus == perimeter.campus }
    }

    /// A mass in kg with the least and the most it can be: how it was weighed, and the months that are missing.
    private static func mass(_ cells: [Cell], missing: Double = 0) -> Estimate {
        let value = cells.reduce(0) { $0 + Double($1.grams) } / 1000
        let low = cells.reduce(0) { $0 + Double($1.grams) * $1.method.bounds.low } / 1000
        let high = cells.reduce(0) { $0 + Double($1.grams) * $1.method.bounds.high } / 1000
        return Estimate(value, lower: low, upper: high + missing)
    }

    /// The figure of a perimeter whose household waste was not weighed: it may have none, or never have weighed it.
    private func unknown(_ indicator: Indicator, _ perimeter: Perimeter) -> Figure {
        Figure(
            indicator, perimeter, from: first, on: last, estimate: nil, coverage: nil,
            note: Bilingual(
                fr: "Aucune pesée d'ordures ménagères sur ces douze mois : leur masse n'est ni nulle, ni connue.",
                en: "No weighing of household waste in these twelve months: its mass is neither zero nor known."))
    }

    private func householdShare(_ perimeter: Perimeter) throws -> Figure {
        let core = inPerimeter(perimeter).filter(\.isCore)
        guard core.contains(where: \.isHousehold) else { return unknown(Self.householdShare, perimeter) }
        let missing = expected.missing(perimeter) { $0.isCore }
        let household = Self.mass(core.filter(\.isHousehold), missing: missing.kilograms { $0.isHousehold })
        let rest = Self.mass(core.filter { !$0.isHousehold }, missing: missing.kilograms { !$0.isHousehold })
        func ratio(_ part: Double, _ other: Double) -> Double { part + other > 0 ? part / (part + other) : 0 }
        let weighed = core.filter { [.ownScale, .weighbridge, .truckScale].contains($0.method) }
        let total = Self.mass(core)
        return Figure(
            Self.householdShare, perimeter, from: first, on: last,
            estimate: Estimate(
                ratio(household.value, rest.value), lower: ratio(household.lower, rest.upper),
                upper: ratio(household.upper, rest.lower)), coverage: missing.coverage, note: missing.note,
            companions: [
                Companion(
                    "waste.household_mass", Bilingual(fr: "Ordures ménagères", en: "Household waste"), .kilogram,
                    household),
                Companion(
                    "waste.core_mass", Bilingual(fr: "Déchets du périmètre CORE", en: "Waste of the CORE perimeter"),
                    .kilogram, total),
                Companion(
                    "waste.weighed_share",
                    Bilingual(fr: "Part pesée (méthodes A à C)", en: "Weighed share (methods A to C)"),
                    .ratio, total.value > 0 ? Estimate(exactly: Self.mass(weighed).value / total.value) : nil),
                Companion(
                    "waste.household_mass_per_user",
                    Bilingual(fr: "Ordures ménagères par usager", en: "Household waste per user"),
                    .kilogram, household.divided(by: try atlas.weightedUsers(in: last.year, campus: perimeter.campus))),
            ])
    }

    private func householdDisposed(_ perimeter: Perimeter) -> Figure {
        let household = inPerimeter(perimeter).filter(\.isHousehold)
        guard !household.isEmpty else { return unknown(Self.householdDisposed, perimeter) }
        let missing = expected.missing(perimeter) { $0.isHousehold }
        func disposed(_ disposal: (Cell) -> Disposal) -> Estimate {
            let proven = Self.mass(household.filter { disposal($0) == .yes })
            let counted = Self.mass(household.filter { disposal($0) != .no }, missing: missing.kilograms { _ in true })
            return Estimate(counted.value, lower: proven.lower, upper: counted.upper)
        }
        return Figure(
            Self.householdDisposed, perimeter, from: first, on: last, estimate: disposed(\.disposal),
            coverage: missing.coverage, note: missing.note,
            companions: [
                Companion(
                    "waste.household_disposed_energy_accepted",
                    Bilingual(
                        fr: "Si la valorisation énergétique était admise", en: "If energy recovery were accepted"),
                    .kilogram, disposed(\.disposalEnergyAccepted)),
                Companion(
                    "waste.household_mass", Bilingual(fr: "Ordures ménagères", en: "Household waste"), .kilogram,
                    Self.mass(household)),
            ])
    }

    package func rows(of id: String, _ perimeter: Perimeter) throws -> [FigureRow] {
        guard
            let isCounted = [
                Self.householdShare.id: "s.in_core_perimeter", Self.householdDisposed.id: "s.counts_as_om",
            ][id]
        else { return [] }
        return try atlas.pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT w.fid, w.uuid, w.weighed_on, w.stream, w.container, w.destination, w.net_mass_g, s.counts_as_om,
                      d.code IS NOT NULL AS has_destination, d.om_violation_strict AS strict
                    FROM weighing_current AS w JOIN waste_stream AS s ON s.code = w.stream
                    LEFT JOIN waste_destination AS d ON d.code = w.destination
                    WHERE \(isCounted) AND w.to_container IS NULL AND coalesce(d.is_waste, TRUE) AND w.weighed_on BETWEEN ? AND ?
                      AND (? IS NULL OR w.campus = ?)
                    ORDER BY w.weighed_on, w.fid
                    """, arguments: [first.description, last.description, perimeter.campus, perimeter.campus]
            ).map { row in
                let label = [row["weighed_on"], row["stream"], row["container"], row["destination"]] as [String?]
                return FigureRow(
                    table: "weighing", fid: row["fid"], uuid: row["uuid"] ?? "",
                    label: label.compactMap { $0 }.joined(separator: " · "), role: Self.role(row, id),
                    amount: Double(row["net_mass_g"] as Int64) / 1000, unit: .kilogram)
            }
        }
    }

    private static func role(_ row: Row, _ id: String) -> Bilingual {
        if id == householdShare.id {
            return row["counts_as_om"]
                ? Bilingual(fr: "ordures ménagères", en: "household waste")
                : Bilingual(fr: "autre déchet", en: "other waste")
        }
        switch Disposal(row["strict"], hasDestination: row["has_destination"]) {
        case .yes: return Bilingual(fr: "compté", en: "counted")
        case .pending: return Bilingual(fr: "compté, aval à prouver", en: "counted, downstream to be proven")
        case .no: return Bilingual(fr: "non compté", en: "not counted")
        }
    }
}
