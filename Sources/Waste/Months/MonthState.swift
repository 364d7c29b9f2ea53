package import Formats
package import GRDB
public import Languages

/// How far a month of a campus is.
public enum MonthStatus: String, Sendable, CaseIterable {
    case open
    case submitted
    case closed
    case reopened

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .open: Bilingual(fr: "ouvert", en: "open")
        case .submitted: Bilingual(fr: "soumis", en: "submitted")
        case .closed: Bilingual(fr: "clos", en: "closed")
        case .reopened: Bilingual(fr: "rouvert", en: "reopened")
        }
    }

    /// What may be done next.
    public var next: [MonthAct.Kind] {
        switch self {
        case .open, .reopened: [.submit]
        case .submitted: [.close, .open]
        case .closed: [.reopen]
        }
    }
}

/// What someone did with a month.
public struct MonthAct: Sendable, Hashable {
    /// What was done.
    public enum Kind: String, Sendable, CaseIterable {
        case submit
        case open
        case close
        case reopen

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .submit: Bilingual(fr: "soumis", en: "submitted")
            case .open: Bilingual(fr: "repris", en: "withdrawn")
            case .close: Bilingual(fr: "clos", en: "closed")
            case .reopen: Bilingual(fr: "rouvert", en: "reopened")
            }
        }

        var verb: Bilingual {
            switch self {
            case .submit: Bilingual(fr: "soumettre", en: "submitted")
            case .open: Bilingual(fr: "reprendre", en: "withdrawn")
            case .close: Bilingual(fr: "clore", en: "closed")
            case .reopen: Bilingual(fr: "rouvrir", en: "reopened")
            }
        }

        /// How far the month is after it.
        func status(wasClosed: Bool) -> MonthStatus {
            switch self {
            case .submit: .submitted
            case .open: wasClosed ? .reopened : .open
            case .close: .closed
            case .reopen: .reopened
            }
        }
    }

    /// The row's number.
    public let number: Int64
    /// What was done.
    public let kind: Kind
    /// When, UTC, ISO 8601.
    public let at: String
    /// Who did it.
    public let person: String?
    /// Why.
    public let reason: String?
    /// What the month held, when it was closed, as ``MonthSnapshot`` writes it.
    public let snapshot: String?
    /// The SHA-256 of that text, in hexadecimal.
    public let sha256: String?
    /// The number of the last row of the ledger of weighings when it was closed.
    let lastWeighing: Int64?
}

/// How far the months of the campuses are.
package struct MonthStates: Sendable {
    /// A month of a campus.
    package struct Key: Hashable, Sendable {
        let campus: String?
        let month: CalendarMonth
    }

    private let acts: [Key: [MonthAct]]

    /// The acts on a range of months, oldest first.
    package init(from first: CalendarMonth, through last: CalendarMonth, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM waste_month_act WHERE month BETWEEN ? AND ? ORDER BY fid",
            arguments: [first.description, last.description])
        var acts: [Key: [MonthAct]] = [:]
        for row in rows {
            guard let month = CalendarMonth(iso: row["month"] as String),
                let kind = MonthAct.Kind(rawValue: row["act"])
            else { continue }
            acts[Key(campus: row["campus"], month: month), default: []].append(
                MonthAct(
                    number: row["fid"], kind: kind, at: row["done_at"], person: row["person"], reason: row["reason"],
                    snapshot: row["snapshot"], sha256: row["snapshot_sha256"], lastWeighing: row["last_weighing"]))
        }
        self.acts = acts
    }

    package func acts(_ month: CalendarMonth, campus: String?) -> [MonthAct] {
        acts[Key(campus: campus, month: month)] ?? []
    }

    package func status(_ month: CalendarMonth, campus: String?) -> MonthStatus {
        let acts = acts(month, campus: campus)
        return acts.last?.kind.status(wasClosed: acts.contains { $0.kind == .close }) ?? .open
    }

    /// - Throws: ``MonthError/closed(_:campus:)`` when a month of the interval is closed.
    static func requireOpen(_ time: WeighingTime, campus: String?, _ db: Database) throws {
        for month in CalendarMonth(time.from ?? time.day)...CalendarMonth(time.day) {
            try requireOpen(month, campus: campus, db)
        }
    }

    /// What no campus has enters no month that any campus closed.
    ///
    /// - Throws: ``MonthError/closed(_:campus:)``
    package static func requireOpen(_ month: CalendarMonth, campus: String?, _ db: Database) throws {
        let isClosed = try Bool.fetchOne(
            db, sql: "SELECT 1 FROM waste_month_closed WHERE month = :month AND (campus IS :campus OR :campus IS NULL)",
            arguments: ["month": month.description, "campus": campus])
        if isClosed == true { throw MonthError.closed(month, campus: campus) }
    }
}
