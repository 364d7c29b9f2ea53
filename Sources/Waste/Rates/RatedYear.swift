import Atlas
import Formats
import GRDB
import Languages

/// All that the book knows of the waste of one year, added up: what rates, moves and companions read.
struct RatedYear {
    let year: Int
    let campus: String?
    let cells: [RateCell]
    let lists: WasteLists
    let audits: AuditTrail
    let denominator: WasteDenominator?
    let strict: DisposalRule
    let energyAccepted: DisposalRule
    private let expected: ExpectedMonths
    private let household: [WasteFlowTotal]

    init(_ year: Int, campus: String?, _ db: Database) throws {
        guard let first = CalendarMonth(year: year, month: 1), let last = CalendarMonth(year: year, month: 12) else {
            throw RatesError.negative("year", Double(year))
        }
        try db.requireCampus(campus)
        self.year = year
        self.campus = campus
        let lists = try WasteLists(db)
        self.lists = lists
        audits = try AuditTrail(db)
        denominator = try WasteDenominator.of(year, campus: campus, db)
        strict = try DisposalRule("om_violation_strict", db)
        energyAccepted = try DisposalRule("om_violation_energy_ok", db)
        let end = min(last, max(first, CalendarMonth(.today)))
        let totals = try WasteFlows.totals(from: first, through: last, campus: campus, db)
        expected = try ExpectedMonths(first...end, flows: totals, lists, db)
        household = totals.filter { total in
            total.month >= first && lists.streams[total.stream]?.isHousehold == true
                && lists.destinations[total.destination]?.isWaste == true
        }
        cells = totals.filter { $0.month >= first }
            .compactMap { RateCell($0, lists) }
            .sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }

    /// What a definition needs.
    var inputs: RateInputs {
        var inputs = RateInputs(cells: cells)
        let perimeter: Perimeter = campus.map { .campus($0) } ?? .school
        let all = expected.missing(perimeter) { _ in true }
        for stream in lists.streams.values {
            let kilograms = all.kilograms { $0.code == stream.code }
            if kilograms > 0 { inputs.missing[stream] = kilograms }
        }
        inputs.coverage = { [expected, lists] isCounted in
            expected.missing(perimeter) { stream in lists.streams[stream.code].map(isCounted) ?? false }.coverage
        }
        inputs.isCovered = { [expected, lists] campus, month, isCounted in
            expected.isCovered(campus, month) { stream in lists.streams[stream.code].map(isCounted) ?? false }
        }
        inputs.reject = { [audits] cell in
            audits.inForce(cell.stream.code, campus: cell.campus, on: cell.month.lastDay, .entry)?.share
        }
        return inputs
    }

    /// The mass of some cells, kg, with its bounds and what the missing months of their streams may have weighed.
    func mass(_ isCounted: (RateCell) -> Bool, missing: (StreamTraits) -> Bool) -> Estimate {
        var (value, low, high) = (0.0, 0.0, 0.0)
        for cell in cells where cell.destination.isWaste && isCounted(cell) {
            value += Double(cell.grams) / 1000
            low += cell.bounds.low / 1000
            high += cell.bounds.high / 1000
        }
        for (stream, kilograms) in inputs.missing where missing(stream) { high += kilograms }
        return Estimate(value, lower: low, upper: high)
    }

    /// Household waste burnt or landfilled: what is sure to be at least, what is not disproven at most.
    func disposed(_ rule: DisposalRule) -> Estimate {
        var (value, low, high) = (0.0, 0.0, 0.0)
        for total in household {
            let disposal = rule(
                destination: total.destination, declared: total.declaredDestination, evidence: total.evidence)
            guard disposal != .no else { continue }
            let kilograms = Double(total.grams) / 1000
            let bounds = total.method.bounds(lists.streams[total.stream]?.density)
            value += kilograms
            if disposal == .yes { low += kilograms * bounds.low }
            high += kilograms * bounds.high
        }
        for (stream, kilograms) in inputs.missing where stream.isHousehold { high += kilograms }
        return Estimate(value, lower: low, upper: high)
    }
}

extension RateCell {
    init?(_ total: WasteFlowTotal, _ lists: WasteLists) {
        guard let stream = lists.streams[total.stream], let destination = lists.destinations[total.destination] else {
            return nil
        }
        self.init(
            campus: total.campus, stream: stream, month: total.month, destination: destination,
            isAfterSorting: total.declaredDestination == DestinationTraits.sorting && !destination.isUnproven,
            method: total.method, evidence: total.evidence, grams: total.grams)
    }

    /// Sums of doubles are the same whatever the order in which the rows came.
    fileprivate var order: [String] {
        [
            stream.code, destination.code, campus ?? "", month.description, method.rawValue,
            isAfterSorting ? "1" : "0", evidence?.rawValue ?? "", String(grams),
        ]
    }
}

extension Estimate {
    /// Divided by a number that is known; nil when it is not, or is zero.
    func divided(by divisor: Double?) -> Estimate? {
        guard let divisor, divisor > 0 else { return nil }
        return Estimate(value / divisor, lower: lower / divisor, upper: upper / divisor)
    }
}
