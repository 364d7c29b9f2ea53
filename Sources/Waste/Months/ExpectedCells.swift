import Formats
import GRDB
public import Languages

/// Why nothing is expected of a stream in a month.
public enum NotExpected: String, Sendable, CaseIterable {
    /// The site says that the obligation does not apply.
    case notApplicable = "not_applicable"
    /// It is collected with another stream, whose weighings hold it.
    case collectedWithAnother = "collected_with_another"
    /// Before the stream was first weighed there.
    case notBegun = "not_begun"
    /// Building works and hazardous waste leave when there is some: only an obligation that applies makes them expected.
    case occasional
    /// The month is not over.
    case notOver = "not_over"

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .notApplicable: Bilingual(fr: "ne s'applique pas au site", en: "does not apply to the site")
        case .collectedWithAnother: Bilingual(fr: "collecté avec un autre flux", en: "collected with another stream")
        case .notBegun: Bilingual(fr: "avant la première pesée", en: "before the first weighing")
        case .occasional: Bilingual(fr: "chantier ou dangereux, à l'occasion", en: "works or hazardous, now and then")
        case .notOver: Bilingual(fr: "mois non fini", en: "month not over")
        }
    }
}

/// In which months something of a stream is expected on a campus.
///
/// What the site says of its obligations comes first. Where it says nothing, a stream of the CORE perimeter is expected
/// from the month in which it was first weighed there, and the others are not.
struct ExpectedCells {
    private struct Cell: Hashable {
        let campus: String?
        let stream: String
    }

    private let obligations: [Cell: [Obligation]]
    private let firstWeighed: [Cell: CalendarMonth]
    private let core: Set<String>
    private let current: CalendarMonth

    init(today: CalendarDate, _ db: Database) throws {
        current = CalendarMonth(today)
        core = try Set(String.fetchAll(db, sql: "SELECT code FROM waste_stream WHERE in_core_perimeter"))
        obligations = try Dictionary(grouping: Obligation.all(db)) { Cell(campus: $0.campus, stream: $0.stream) }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT campus, stream, min(substr(coalesce(period_from, weighed_on), 1, 7)) AS month
                FROM weighing_current
                WHERE to_container IS NULL
                  AND coalesce(destination, '') NOT IN (SELECT code FROM waste_destination WHERE NOT is_waste)
                GROUP BY campus, stream
                """)
        firstWeighed = Dictionary(
            rows.compactMap { row in
                CalendarMonth(iso: row["month"] as String).map {
                    (Cell(campus: row["campus"], stream: row["stream"]), $0)
                }
            }, uniquingKeysWith: min)
    }

    /// The campuses that the ledger or the obligations name, none included.
    var campuses: Set<String?> { Set(firstWeighed.keys.map(\.campus) + obligations.keys.map(\.campus)) }

    /// The streams that the ledger or the obligations name on a campus.
    func streams(of campus: String?) -> Set<String> {
        Set((Array(firstWeighed.keys) + obligations.keys).filter { $0.campus == campus }.map(\.stream))
    }

    /// Why nothing is expected; nil when something is.
    func absence(_ stream: String, _ month: CalendarMonth, campus: String?) -> NotExpected? {
        guard month < current else { return .notOver }
        let cell = Cell(campus: campus, stream: stream)
        let said = (obligations[cell] ?? []).filter { $0.covers(month) }
        if said.contains(where: { $0.status != .notApplicable && $0.collectedWith == nil }) { return nil }
        if said.contains(where: { $0.collectedWith != nil }) { return .collectedWithAnother }
        guard said.isEmpty else { return .notApplicable }
        guard core.contains(stream) else { return .occasional }
        guard let first = firstWeighed[cell], month >= first else { return .notBegun }
        return nil
    }
}
