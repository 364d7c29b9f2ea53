package import Formats

/// The waste of one stream, on one campus, in one month, to one destination, by one method: what a rate adds up.
package struct RateCell: Sendable, Hashable {
    package let campus: String?
    package let stream: StreamTraits
    package let month: CalendarMonth
    package let destination: DestinationTraits
    /// Whether it came out of a sorting centre, whose output is known.
    package let isAfterSorting: Bool
    package let method: WeighingMethod
    /// How the destination is known; nil when nothing was said of it.
    package let evidence: EvidenceKind?
    package let grams: Int64

    package init(
        campus: String?, stream: StreamTraits, month: CalendarMonth, destination: DestinationTraits,
        isAfterSorting: Bool, method: WeighingMethod, evidence: EvidenceKind?, grams: Int64
    ) {
        self.campus = campus
        self.stream = stream
        self.month = month
        self.destination = destination
        self.isAfterSorting = isAfterSorting
        self.method = method
        self.evidence = evidence
        self.grams = grams
    }

    /// Weighed, and not worked out: methods A to C.
    var isWeighed: Bool { method.isWeighed }

    /// The least and the most that it can be, g.
    var bounds: (low: Double, high: Double) {
        let factors = method.bounds(stream.density)
        return (Double(grams) * factors.low, Double(grams) * factors.high)
    }
}

extension RateDefinition {
    /// Whether a cell of the perimeter is counted: `pending` when it would be, were its destination proven.
    func verdict(_ cell: RateCell) -> DestinationTraits.Verdict {
        let verdict: DestinationTraits.Verdict =
            switch counted {
            case .household: cell.stream.isHousehold ? .yes : .no
            case .recycledEU: cell.destination.recycledEU
            case .diverted: cell.destination.diverted
            case .destinations(let codes): codes.contains(cell.destination.code) ? .yes : .no
            }
        if counted != .household, verdict != .yes, cell.destination.isUnproven { return .pending }
        return verdict
    }

    /// Whether a cell was burnt after it had been sorted, in a definition that allows some of it.
    func isResidualConversion(_ cell: RateCell) -> Bool {
        residualConversion > 0 && cell.isAfterSorting && cell.destination.code == DestinationTraits.energy
    }

    /// Whether the mass of a cell is not yet that which enters recycling, so that a reject must be known: neither composted
    /// where it was weighed, nor given away, nor what a sorting centre put out.
    func needsReject(_ cell: RateCell) -> Bool {
        deductsRejects && !cell.isAfterSorting && !["COMPOST_ON", "REUSE_EXT"].contains(cell.destination.code)
    }
}
