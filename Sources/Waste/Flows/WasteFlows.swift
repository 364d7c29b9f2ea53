package import Formats
package import GRDB

/// What becomes of each gram of the ledger.
///
/// A load that crosses the boundary of the campus is followed in this order: what was refused goes its own way; each of the
/// two is spread over the months in which it was gathered, by days; a mixed load is divided by the key of the day it was
/// weighed; each part goes where that day's routes of the facility prove that it goes, the facility being that of the
/// collection in force when the load names none. Each division is exact: the grams
/// that come out are those that were weighed. What was declared and never proven is `UNKNOWN`.
package enum WasteFlows {
    /// Calls `body` with each flow of the months, in no order that may be relied on; nothing is kept in memory but the
    /// rules, the refusals and which weighings have a document.
    ///
    /// - Parameters:
    ///   - first: the first month.
    ///   - last: the last month, included.
    ///   - campus: only the weighings of this campus; nil for all of them.
    package static func forEach(
        from first: CalendarMonth, through last: CalendarMonth, campus: String? = nil, _ db: Database,
        _ body: (WasteFlow) throws -> Void
    ) throws {
        var reader = try FlowReader(first...max(first, last), db)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(FlowLoad.columns) FROM weighing_current AS w
                WHERE to_container IS NULL AND weighed_on >= :first AND coalesce(period_from, weighed_on) <= :last
                  AND (:campus IS NULL OR campus = :campus)
                """, arguments: reader.arguments(campus: campus))
        while let row = try rows.next() {
            try reader.read(FlowLoad(row, reader.collections)) { try body($0) }
        }
    }

    /// The flows of the months, added up: the same grams as ``forEach(from:through:campus:_:_:)``, by month, stream, campus.
    package static func totals(
        from first: CalendarMonth, through last: CalendarMonth, campus: String? = nil, _ db: Database
    ) throws -> [WasteFlowTotal] {
        var sums: [WasteFlowTotal: Int64] = [:]
        try forEach(from: first, through: last, campus: campus, db) { flow in
            sums[WasteFlowTotal(flow), default: 0] += flow.grams
        }
        return sums.map { WasteFlowTotal($0.key, grams: $0.value) }.sorted { $0.precedes($1) }
    }
}

extension WasteFlowTotal {
    fileprivate init(_ flow: WasteFlow) {
        self.init(
            campus: flow.campus, stream: flow.stream, month: flow.month, destination: flow.destination,
            declaredDestination: flow.declaredDestination, facility: flow.facility, method: flow.method,
            evidence: flow.evidence, grams: 0)
    }

    /// A total order: sums of doubles made in it are the same in every run.
    fileprivate func precedes(_ other: WasteFlowTotal) -> Bool {
        if month != other.month { return month < other.month }
        let texts = [stream, campus, destination, declaredDestination, facility, method.rawValue, evidence?.rawValue]
        let others = [
            other.stream, other.campus, other.destination, other.declaredDestination, other.facility,
            other.method.rawValue, other.evidence?.rawValue,
        ]
        for (text, otherText) in zip(texts, others) where text != otherText { return (text ?? "") < (otherText ?? "") }
        return false
    }

    fileprivate init(_ total: WasteFlowTotal, grams: Int64) {
        self.init(
            campus: total.campus, stream: total.stream, month: total.month, destination: total.destination,
            declaredDestination: total.declaredDestination, facility: total.facility, method: total.method,
            evidence: total.evidence, grams: grams)
    }
}
