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
                + "(périmètre CORE), sur les mois des douze derniers dont aucun flux attendu ne manque.",
            en:
                "Mass of residual household waste (20 03 01) over that of municipal-like non-hazardous waste, building works "
                + "left out (CORE perimeter), over those of the last twelve whole months in which no expected stream is "
                + "missing."), unit: .ratio)
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

    /// The flows of one stream, on one campus, in one month, to one destination, by one method.
    private struct Cell {
        let campus: String?
        let month: CalendarMonth
        let isWeighed: Bool
        let grams: Int64
        /// Grams, by how they were known.
        let low: Double
        let high: Double
        let isHousehold: Bool
        let isCore: Bool
        let disposal: Disposal
        let disposalEnergyAccepted: Disposal
    }

    private let first: CalendarDate
    private let last: CalendarDate
    private let cells: [Cell]
    private let expected: ExpectedMonths
    private let atlas: Atlas

    package init(_ atlas: Atlas, on day: CalendarDate, since baseline: WasteFigures?) throws {
        self.atlas = atlas
        (first, last) = day.lastTwelveMonths
        let range = CalendarMonth(first)...CalendarMonth(last)
        (cells, expected) = try atlas.pool.read { db in
            let lists = try FigureLists(db)
            let totals = try WasteFlows.totals(from: range.lowerBound, through: range.upperBound, db)
                .filter { lists.isWaste($0.destination) }
            let expected = try ExpectedMonths(range, flows: totals, lists.lists, db)
            return (totals.filter { range.contains($0.month) }.map { lists.cell($0) }, expected)
        }
    }

    /// What the code lists say of streams and destinations.
    private struct FigureLists {
        let lists: WasteLists
        let strict: DisposalRule
        private let energyAccepted: DisposalRule

        init(_ db: Database) throws {
            lists = try WasteLists(db)
            strict = try DisposalRule("om_violation_strict", db)
            energyAccepted = try DisposalRule("om_violation_energy_ok", db)
        }

        func isWaste(_ destination: String) -> Bool { lists.destinations[destination]?.isWaste == true }
        func isHousehold(_ stream: String) -> Bool { lists.streams[stream]?.isHousehold == true }
        func isCore(_ stream: String) -> Bool { lists.streams[stream]?.isCore == true }

        func cell(_ total: WasteFlowTotal) -> Cell {
            func disposal(_ rule: DisposalRule) -> Disposal {
                rule(destination: total.destination, declared: total.declaredDestination, evidence: total.evidence)
            }
            let bounds = total.method.bounds(lists.streams[total.stream]?.density)
            return Cell(
                campus: total.campus, month: total.month, isWeighed: total.method.isWeighed, grams: total.grams,
                low: Double(total.grams) * bounds.low, high: Double(total.grams) * bounds.high,
                isHousehold: isHousehold(total.stream),
                isCore: isCore(total.stream), disposal: disposal(strict),
                disposalEnergyAccepted: disposal(energyAccepted))
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
        let value = Double(cells.reduce(0) { $0 + $1.grams }) / 1000
        let low = cells.reduce(0) { $0 + $1.low } / 1000
        let high = cells.reduce(0) { $0 + $1.high } / 1000
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
        guard expected.isKnown(perimeter, { $0.isCore && $0.isHousehold }) else {
            return unknown(Self.householdShare, perimeter)
        }
        let missing = expected.missing(perimeter) { $0.isCore }
        let household = Self.mass(core.filter(\.isHousehold), missing: missing.kilograms { $0.isHousehold })
        let rest = Self.mass(core.filter { !$0.isHousehold }, missing: missing.kilograms { !$0.isHousehold })
        func ratio(_ part: Double, _ other: Double) -> Double { part + other > 0 ? part / (part + other) : 0 }
        let weighed = core.filter(\.isWeighed)
        let total = Self.mass(core)
        let covered = core.filter { isCovered($0.campus, $0.month) }
        let all = Self.mass(covered).value
        // Covered months none of which has the household waste that others have tell nothing of its share.
        let isTold = household.value == 0 || covered.contains(where: \.isHousehold)
        let share = all > 0 && isTold ? Self.mass(covered.filter(\.isHousehold)).value / all : nil
        return Figure(
            Self.householdShare, perimeter, from: first, on: last,
            estimate: share.map { share in
                Estimate(
                    share, lower: min(share, ratio(household.lower, rest.upper)),
                    upper: max(share, ratio(household.upper, rest.lower)))
            }, coverage: missing.coverage, note: missing.note,
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

    /// True of a month of a campus whose share can be told: none of its streams of the perimeter is missing.
    private func isCovered(_ campus: String?, _ month: CalendarMonth) -> Bool {
        expected.isCovered(campus, month) { $0.isCore }
    }

    private func householdDisposed(_ perimeter: Perimeter) -> Figure {
        let household = inPerimeter(perimeter).filter(\.isHousehold)
        guard expected.isKnown(perimeter, { $0.isHousehold }) else { return unknown(Self.householdDisposed, perimeter) }
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
        guard id == Self.householdShare.id || id == Self.householdDisposed.id else { return [] }
        return try atlas.pool.read { db in
            let lists = try FigureLists(db)
            var flows: [WasteFlow] = []
            try WasteFlows.forEach(
                from: CalendarMonth(first), through: CalendarMonth(last), campus: perimeter.campus, db
            ) { flow in
                let isCounted =
                    id == Self.householdShare.id
                    ? lists.isCore(flow.stream) && isCovered(flow.campus, flow.month) : lists.isHousehold(flow.stream)
                if isCounted, lists.isWaste(flow.destination) { flows.append(flow) }
            }
            let weighing = try db.makeStatement(sql: "SELECT uuid, weighed_on, container FROM weighing WHERE fid = ?")
            let rows = try flows.map { flow in
                let row = try Row.fetchOne(weighing, arguments: [flow.weighing])
                return (day: row?["weighed_on"] as String? ?? "", row: Self.row(flow, row, lists, id))
            }
            return rows.enumerated().sorted { a, b in
                (a.element.day, a.element.row.fid, a.offset) < (b.element.day, b.element.row.fid, b.offset)
            }.map(\.element.row)
        }
    }

    private static func row(_ flow: WasteFlow, _ weighing: Row?, _ lists: FigureLists, _ id: String) -> FigureRow {
        let declared = flow.declaredDestination.flatMap { $0 == flow.destination ? nil : $0 }
        let end = declared.map { "\(flow.destination) (\($0))" } ?? flow.destination
        let label = [weighing?["weighed_on"], flow.stream, weighing?["container"], end] as [String?]
        let role: Bilingual =
            if id == householdShare.id {
                lists.isHousehold(flow.stream)
                    ? Bilingual(fr: "ordures ménagères", en: "household waste")
                    : Bilingual(fr: "autre déchet", en: "other waste")
            } else {
                lists.strict(
                    destination: flow.destination, declared: flow.declaredDestination, evidence: flow.evidence
                ).role
            }
        return FigureRow(
            table: "weighing", fid: flow.weighing, uuid: weighing?["uuid"] as String? ?? "",
            label: label.compactMap { $0 }.joined(separator: " · "), role: role, amount: Double(flow.grams) / 1000,
            unit: .kilogram)
    }
}
