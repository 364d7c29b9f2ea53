public import Atlas
import Formats
import GRDB
public import Languages

/// Something in the ledger that a person should look at.
public struct WasteFinding: Sendable, Hashable {
    /// Its name, the same each time that it is found.
    public let key: String
    /// What is broken.
    public let rule: WasteRule
    /// The keys of the rows it is about; empty for one about months.
    public let weighings: [Int64]
    /// What was found.
    public let message: Bilingual

    init(_ rule: WasteRule, _ weighings: [Int64], _ message: Bilingual) {
        (self.rule, self.weighings, self.message) = (rule, weighings, message)
        key = Self.key(rule, weighings)
    }

    /// A finding about a stream from a month.
    init(_ rule: WasteRule, campus: String?, stream: String, month: CalendarMonth, _ message: Bilingual) {
        (self.rule, weighings, self.message) = (rule, [], message)
        key = "\(rule.keyWord):\(campus ?? "")|\(stream)|\(month)"
    }

    static func key(_ rule: WasteRule, _ weighings: [Int64]) -> String {
        rule.keyWord + ":" + weighings.map(String.init).joined(separator: "+")
    }
}

/// How many findings a review gave.
public struct ReviewSummary: Sendable, Hashable {
    /// Those that wait for somebody, by how much they matter.
    public internal(set) var open: [CheckSeverity: Int] = [:]
    /// Those that somebody has answered.
    public internal(set) var answered = 0

    /// True when nothing must be corrected or confirmed.
    public var isClear: Bool { open[.stop] == nil && open[.ask] == nil }
}

extension Atlas {
    /// Looks at every weighing that stands, and gives what nobody has answered yet; nothing is written.
    ///
    /// - Parameters:
    ///   - campus: this one only; nil for all.
    ///   - body: is given each finding, as it is found; those that must be corrected come first.
    public func reviewWeighings(
        campus: String? = nil, _ body: (WasteFinding) throws -> Void
    ) throws -> ReviewSummary {
        try pool.read { db in
            if let campus { _ = try WeighingDraft.requireCampus(campus, db) }
            let answered = try WasteAnswers.answered(db)
            var summary = ReviewSummary()
            try WasteReview(db, campus: campus).forEachFinding { finding in
                if answered.contains(finding.key) {
                    summary.answered += 1
                } else {
                    summary.open[finding.rule.severity, default: 0] += 1
                    try body(finding)
                }
            }
            return summary
        }
    }
}

/// The rules, run over the ledger: each row is read once in the order of its container, and held only as long as its
/// container and stream last.
struct WasteReview {
    private let db: Database
    private let campus: String?
    private let today = CalendarDate.today

    init(_ db: Database, campus: String?) {
        (self.db, self.campus) = (db, campus)
    }

    func forEachFinding(_ body: (WasteFinding) throws -> Void) throws {
        try future(body)
        try tickets(body)
        try AffirmedZero.forEachFinding(campus: campus, db, body)
        try groups(body)
        try parts(body)
        try ReviewMonths(campus: campus, today: today).forEachFinding(db, body)
    }

    private func future(_ body: (WasteFinding) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT fid, weighed_on FROM weighing_current
                WHERE weighed_on > :today AND (:campus IS NULL OR campus = :campus) ORDER BY fid
                """, arguments: ["today": today.description, "campus": campus])
        while let row = try rows.next() {
            let (fid, day): (Int64, String) = (row["fid"], row["weighed_on"])
            try body(
                WasteFinding(
                    .futureDate, [fid],
                    Bilingual(
                        fr: "pesée \(fid) : datée du \(day), dans l'avenir",
                        en: "weighing \(fid): dated \(day), in the future")))
        }
    }

    private func tickets(_ body: (WasteFinding) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT ticket, min(fid) AS first, max(fid) AS last, count(*) AS count FROM weighing_current
                WHERE ticket IS NOT NULL AND (:campus IS NULL OR campus = :campus)
                GROUP BY ticket, stream, campus, facility, container HAVING count(*) > 1
                """, arguments: ["campus": campus])
        while let row = try rows.next() {
            let (ticket, first, last): (String, Int64, Int64) = (row["ticket"], row["first"], row["last"])
            let count: Int = row["count"]
            try body(
                WasteFinding(
                    .sameTicket, [first, last],
                    Bilingual(
                        fr: "bon « \(ticket) » : \(count) pesées du même flux (\(first), \(last))",
                        en: "ticket '\(ticket)': \(count) weighings of one stream (\(first), \(last))")))
        }
    }

    private func groups(_ body: (WasteFinding) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT container, stream, campus, fid, net_mass_g, gross_mass_g, tare_mass_g, emptyings, method, weighed_on,
                  weighed_at
                FROM weighing_current WHERE :campus IS NULL OR campus = :campus
                ORDER BY container, stream, campus, weighed_on, weighed_at, fid
                """, arguments: ["campus": campus])
        var group: ReviewGroup?
        while let row = try rows.next() {
            let (container, stream, campus): (String?, String, String?) = (row[0], row[1], row[2])
            if group?.isOf(container, stream, campus) != true {
                try group?.forEachFinding(body)
                group = try ReviewGroup(container: container, stream: stream, campus: campus, on: today, db)
            }
            if let one = Weighed(row) { group?.weighed.append(one) }
        }
        try group?.forEachFinding(body)
    }

    /// What was poured into a container since it was last emptied, against what it then weighed.
    private func parts(_ body: (WasteFinding) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT to_container AS place, FALSE AS is_whole, fid, net_mass_g, weighed_on, weighed_at
                FROM weighing_current WHERE to_container IS NOT NULL AND (:campus IS NULL OR campus = :campus)
                UNION ALL
                SELECT container, TRUE, fid, net_mass_g, weighed_on, weighed_at FROM weighing_current
                WHERE container IN (SELECT to_container FROM weighing_current WHERE to_container IS NOT NULL)
                  AND (:campus IS NULL OR campus = :campus)
                ORDER BY place, weighed_on, weighed_at, is_whole, fid
                """, arguments: ["campus": campus])
        var place = ""
        var sum: Int64 = 0
        var step: Int64 = 0
        while let row = try rows.next() {
            if place != row["place"] {
                place = row["place"]
                (sum, step) = (0, try ContainerFacts.known(place, on: today, db)?.scaleStep ?? 0)
            }
            let net: Int64 = row["net_mass_g"]
            guard row["is_whole"] else {
                sum += net
                continue
            }
            if Double(sum - net) > max(2 * Double(step), WasteRule.toleranceOfParts * Double(net)) {
                let (parts, whole) = (Bilingual.kilograms(sum), Bilingual.kilograms(net))
                try body(
                    WasteFinding(
                        .sumOfParts, [row["fid"]],
                        Bilingual(
                            fr:
                                "\(place), \(row["weighed_on"] as String) : \(parts.fr) y ont été versés, \(whole.fr) en sont sortis",
                            en: "\(place), \(row["weighed_on"] as String): \(parts.en) poured in, \(whole.en) came out")
                    ))
            }
            sum = 0
        }
    }
}
