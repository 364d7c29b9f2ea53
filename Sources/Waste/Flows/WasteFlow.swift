package import Formats

/// A mass of one stream, of one month, and what became of it: a part of one weighing.
package struct WasteFlow: Sendable, Hashable {
    /// `weighing.fid`
    package let weighing: Int64
    package let campus: String?
    /// The stream, once a mixed load is divided by its key and a refused one is downgraded.
    package let stream: String
    package let month: CalendarMonth
    /// What became of it: `UNKNOWN` when that is not proven.
    package let destination: String
    /// What was declared; nil when nothing was.
    package let declaredDestination: String?
    /// The facility's name, as declared.
    package let facility: String?
    package let grams: Int64
    package let method: WeighingMethod
    /// How the destination is known; nil when nothing proves it, or it needs no proof.
    package let evidence: EvidenceKind?
}

/// The sum of the flows that differ only by their weighing.
package struct WasteFlowTotal: Sendable, Hashable {
    package let campus: String?
    package let stream: String
    package let month: CalendarMonth
    package let destination: String
    package let declaredDestination: String?
    package let facility: String?
    package let method: WeighingMethod
    package let evidence: EvidenceKind?
    package let grams: Int64
}

extension CalendarMonth {
    /// Before any weighing.
    static var earliest: CalendarMonth { CalendarMonth(CalendarDate(dayNumber: -719_162) ?? .today) }
}
