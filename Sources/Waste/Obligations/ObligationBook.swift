public import Atlas
public import Formats
import GRDB
public import Languages

/// What a site says of an obligation, to be written down.
public struct NewObligation: Sendable, Hashable {
    /// nil in an atlas that has one campus or none.
    public var campus: String?
    /// The stream's code.
    public var stream: String
    /// What the site says.
    public var status: Obligation.Status
    /// Why it does not apply, or how it is satisfied.
    public var ground: Obligation.Ground?
    /// In words.
    public var reason: String?
    /// The stream in whose container this one is collected.
    public var collectedWith: String?
    /// The first day; nil for the day from which the law asks for the stream.
    public var from: CalendarDate?
    /// The first day on which it no longer holds: what was said before then holds again.
    public var to: CalendarDate?
    /// What proves it.
    public var evidence: String?

    /// An obligation of a stream.
    public init(campus: String?, stream: String, status: Obligation.Status) {
        self.campus = campus
        self.stream = stream
        self.status = status
    }
}

extension Atlas {
    /// Writes down what a site says of its obligation to sort a stream; what it said of those days is closed, not lost.
    ///
    /// - Returns: the identity of the row, to which documents can be attached.
    /// - Throws: ``ObligationError``, ``MonthError``
    @discardableResult
    public func set(_ new: NewObligation, by person: String? = nil) throws -> String {
        try write(by: person, reason: new.reason) { db in
            let campus = try WasteSite.resolve(new.campus, db)
            for stream in [new.stream, new.collectedWith].compactMap({ $0 }) {
                try WasteSite.requireStream(stream, db)
            }
            try new.check()
            let since = try String.fetchOne(
                db, sql: "SELECT since FROM waste_stream WHERE code = ?", arguments: [new.stream])
            guard let from = new.from ?? since.flatMap({ CalendarDate(iso: $0) }) else {
                throw ObligationError.startMissing(new.stream)
            }
            if let to = new.to, to <= from { throw ObligationError.endBeforeStart(from: from, to: to) }
            try ObligationBook(campus: campus, stream: new.stream, db: db).clear(from: from, to: new.to)
            let identity = RowIdentity.timeOrdered()
            try db.execute(
                sql: """
                    INSERT INTO waste_obligation (uuid, campus, stream, status, ground, reason, collected_with, valid_from,
                      valid_to, evidence)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    identity, campus, new.stream, new.status.rawValue, new.ground?.rawValue, new.reason,
                    new.collectedWith, from.description, new.to?.description, new.evidence,
                ])
            return identity
        }
    }
}

extension NewObligation {
    fileprivate func check() throws {
        if status == .notApplicable, ground == nil { throw ObligationError.groundMissing }
        if let ground, let wanted = ground.status, wanted != status {
            throw ObligationError.groundOfAnotherStatus(ground, status)
        }
        if ground == .other, reason?.contains(where: { !$0.isWhitespace }) != true {
            throw ObligationError.reasonMissing
        }
        guard let collectedWith else {
            if ground == .mixedAttested { throw ObligationError.mixedWithNothing }
            return
        }
        if collectedWith == stream || status == .notApplicable { throw ObligationError.mixedWithItself(stream) }
    }
}

/// The rows of one stream of one campus.
private struct ObligationBook {
    let campus: String?
    let stream: String
    let db: Database

    /// Leaves a period to what comes: rows that begin before it end where it begins, those that go on after it resume.
    func clear(from: CalendarDate, to: CalendarDate?) throws {
        let rows = try Obligation.all(db).filter { $0.campus == campus && $0.stream == stream }
        for row in rows where (to.map { row.from < $0 } ?? true) && (row.to.map { $0 > from } ?? true) {
            if let to, row.to.map({ $0 > to }) ?? true { try resume(row, on: to) }
            if row.from < from {
                try db.execute(
                    sql: "UPDATE waste_obligation SET valid_to = ? WHERE fid = ?",
                    arguments: [from.description, row.fid])
            } else {
                try db.execute(
                    sql: "DELETE FROM waste_obligation_document WHERE base_id = ?", arguments: [row.fid])
                try db.execute(sql: "DELETE FROM waste_obligation WHERE fid = ?", arguments: [row.fid])
            }
        }
    }

    /// Says again, from a day, what a row says, with its documents.
    private func resume(_ row: Obligation, on day: CalendarDate) throws {
        try db.execute(
            sql: """
                INSERT INTO waste_obligation (uuid, campus, stream, status, ground, reason, collected_with, valid_from,
                  valid_to, evidence)
                SELECT ?, campus, stream, status, ground, reason, collected_with, ?, valid_to, evidence
                FROM waste_obligation WHERE fid = ?
                """, arguments: [RowIdentity.timeOrdered(), day.description, row.fid])
        try db.execute(
            sql: """
                INSERT INTO waste_obligation_document (base_id, related_id)
                SELECT ?, related_id FROM waste_obligation_document WHERE base_id = ?
                """, arguments: [db.lastInsertedRowID, row.fid])
    }
}

/// Why an obligation was not written down.
public enum ObligationError: ReadableError, Hashable {
    case groundMissing
    case groundOfAnotherStatus(Obligation.Ground, Obligation.Status)
    case reasonMissing
    case startMissing(String)
    case endBeforeStart(from: CalendarDate, to: CalendarDate)
    case mixedWithNothing
    case mixedWithItself(String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .groundMissing:
            let known = Obligation.Ground.allCases.filter { $0.status != .satisfied }.map(\.rawValue)
                .joined(separator: ", ")
            return Bilingual(
                fr: "Dites pourquoi l'obligation ne s'applique pas : --ground. Possibles : \(known).",
                en: "Say why the obligation does not apply: --ground. Possible: \(known).")
        case .groundOfAnotherStatus(let ground, let status):
            return Bilingual(
                fr: "« \(ground.rawValue) » (\(ground.label.fr)) n'explique pas « \(status.label.fr) ».",
                en: "'\(ground.rawValue)' (\(ground.label.en)) does not explain '\(status.label.en)'.")
        case .reasonMissing:
            return Bilingual(
                fr: "Motif « other » : dites lequel, --reason.", en: "Ground 'other': say which, --reason.")
        case .startMissing(let stream):
            return Bilingual(
                fr: "\(stream) : la loi ne donne pas de date pour ce flux ; dites depuis quand, --from.",
                en: "\(stream): the law gives no date for this stream; say since when, --from.")
        case .endBeforeStart(let from, let to):
            return Bilingual(
                fr: "La fin (\(to)) doit venir après le début (\(from)).",
                en: "The end (\(to)) must come after the start (\(from)).")
        case .mixedWithNothing:
            return Bilingual(
                fr: "Collecté en mélange : dites avec quel flux, --with (MIXREC pour le bac jaune).",
                en: "Collected mixed: say with which stream, --with (MIXREC for the yellow bin).")
        case .mixedWithItself(let stream):
            return Bilingual(
                fr: "\(stream) : seul un flux à trier se collecte avec un autre, et pas avec lui-même.",
                en: "\(stream): only a stream to be sorted is collected with another, and not with itself.")
        }
    }
}
