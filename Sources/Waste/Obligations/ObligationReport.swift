public import Atlas
public import Formats
import GRDB
public import Languages

/// What the law asks of a site, stream by stream: the streams of decree 2021-950 and biowaste.
public struct ObligationLine: Sendable, Hashable {
    /// What is missing, that someone must say or do.
    public enum Gap: Sendable, Hashable {
        /// Nobody has said whether it applies.
        case notSaid
        /// It is said to be satisfied and nothing proves it.
        case noEvidence
        /// It applies and nothing of it, or of the stream it is collected with, was weighed in the last twelve months.
        case neverWeighed
        /// Only the waste of the public is covered.
        case staffWaste

        /// The name in JSON.
        public var name: String {
            switch self {
            case .notSaid: "not_said"
            case .noEvidence: "evidence"
            case .neverWeighed: "weighing"
            case .staffWaste: "staff_waste"
            }
        }

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .notSaid: Bilingual(fr: "à dire : s'applique-t-elle ?", en: "to be said: does it apply?")
            case .noEvidence: Bilingual(fr: "preuve (contrat, attestation)", en: "proof (contract, attestation)")
            case .neverWeighed:
                Bilingual(fr: "aucune pesée depuis douze mois", en: "no weighing in the last twelve months")
            case .staffWaste: Bilingual(fr: "tri des déchets du personnel", en: "sorting of the staff's waste")
            }
        }
    }

    /// nil in an atlas without campuses.
    public let campus: String?
    /// The stream's code.
    public let stream: String
    /// Its label.
    public let label: Bilingual
    /// The articles that ask for it.
    public let basis: String
    /// Since when the law asks.
    public let since: CalendarDate
    /// What the site says on that day; nil when it says nothing.
    public let said: Obligation?
    /// True for what is there only during building works, when the site says nothing.
    public let isOnlyDuringWorks: Bool
    /// The last day on which it was weighed; nil when it never was.
    public let lastWeighed: CalendarDate?
    /// How many documents are attached.
    public let documents: Int
    /// The day of which it is told.
    public let day: CalendarDate
}

extension Atlas {
    /// What the law asks of each site on a day, and what the site says of it.
    ///
    /// - Parameter campus: only this one; nil for all of them.
    /// - Throws: ``MonthError``
    public func obligations(on day: CalendarDate = .today, campus: String? = nil) throws -> [ObligationLine] {
        try pool.read { db in
            let sites: [String?]
            if let campus { sites = [try WasteSite.resolve(campus, db)] } else { sites = try WasteSite.all(db) }
            let said = try Obligation.all(db)
            let streams = try Row.fetchAll(
                db,
                sql: """
                    SELECT code, label_fr, label_en, decree_2021_950, family, since FROM waste_stream
                    WHERE since IS NOT NULL AND since <= ? ORDER BY fid
                    """, arguments: [day.description])
            return try sites.flatMap { site in
                try streams.compactMap { stream in
                    try ObligationLine.line(
                        site, stream,
                        said.last { $0.campus == site && $0.stream == stream["code"] && $0.holds(on: day) },
                        on: day, db)
                }
            }
        }
    }
}

extension ObligationLine {
    fileprivate static func line(
        _ campus: String?, _ row: Row, _ said: Obligation?, on day: CalendarDate, _ db: Database
    ) throws -> ObligationLine? {
        guard let since = CalendarDate(iso: row["since"] as String) else { return nil }
        let stream: String = row["code"]
        let weighed = try String.fetchOne(
            db,
            sql: """
                SELECT max(weighed_on) FROM weighing_current
                WHERE campus IS ? AND stream = ? AND weighed_on <= ? AND to_container IS NULL
                """, arguments: [campus, said?.collectedWith ?? stream, day.description])
        let documents = try said.flatMap {
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM waste_obligation_document WHERE base_id = ?", arguments: [$0.fid])
        }
        return ObligationLine(
            campus: campus, stream: stream, label: Bilingual(fr: row["label_fr"], en: row["label_en"]),
            basis: row["decree_2021_950"] ? "D543-278 – D543-287" : "L541-21-1", since: since, said: said,
            isOnlyDuringWorks: said == nil && (row["family"] as String) == "construction",
            lastWeighed: weighed.flatMap { CalendarDate(iso: $0) }, documents: documents ?? 0, day: day)
    }

    /// What is missing.
    public var gaps: [Gap] {
        guard let said else { return isOnlyDuringWorks ? [] : [.notSaid] }
        guard said.status != .notApplicable else { return [] }
        var gaps: [Gap] = []
        if said.status == .satisfied, said.evidence == nil, documents == 0 { gaps.append(.noEvidence) }
        if said.ground == .publicBuilding { gaps.append(.staffWaste) }
        let isRecent = lastWeighed.map { $0.days(until: day) <= 366 } ?? false
        if !isRecent, said.ground != .onSite { gaps.append(.neverWeighed) }
        return gaps
    }
}
