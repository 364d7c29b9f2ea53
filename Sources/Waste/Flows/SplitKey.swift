public import Atlas
public import Formats
import GRDB

/// How a mixed container divides into streams from a day on, as an audit of its contents found.
public struct SplitKey: Sendable, Hashable {
    /// One stream of the mix.
    public struct Part: Sendable, Hashable {
        /// The stream's code.
        public let stream: String
        /// How much of the mass.
        public let share: MassShare

        /// A part of a mix.
        public init(_ stream: String, _ share: MassShare) {
            self.stream = stream
            self.share = share
        }

        /// - Parameter text: `PAPER 62%`
        /// - Throws: ``FlowError/unreadableShare(_:)``
        public init(typed text: String) throws(FlowError) {
            let words = text.split(maxSplits: 1) { $0 == " " || $0 == "=" }.map(String.init)
            guard words.count == 2 else { throw .unreadableShare(text) }
            self.init(words[0].uppercased(), try MassShare(typed: words[1].filter { !$0.isWhitespace }))
        }
    }

    /// The stream of the mixed container.
    public let stream: String
    /// nil for the campuses that have no key of their own.
    public let campus: String?
    /// First day.
    public let from: CalendarDate
    /// First day on which it no longer holds; nil while it does.
    public let to: CalendarDate?
    /// The parts, which make the whole.
    public let parts: [Part]
    /// The audit.
    public let source: String

    /// - Throws: ``FlowError``: the parts make 100 %, to the millionth.
    public init(
        of stream: String, campus: String? = nil, from: CalendarDate, to: CalendarDate? = nil, parts: [Part],
        source: String
    ) throws(FlowError) {
        if let to, to <= from { throw .endsBeforeItBegins(from, to) }
        var seen: Set<String> = []
        for part in parts where !seen.insert(part.stream).inserted { throw .sameTwice(part.stream) }
        let sum = parts.reduce(0) { $0 + $1.share.millionths }
        guard sum == Apportionment.whole else { throw .notAll(sum) }
        guard !source.allSatisfy(\.isWhitespace) else { throw .sourceMissing }
        self.stream = stream
        self.campus = campus
        self.from = from
        self.to = to
        self.parts = parts
        self.source = source
    }
}

extension Atlas {
    /// Records a key; the one that held that day ends then.
    ///
    /// - Throws: ``FlowError``
    public func record(_ key: SplitKey, by person: String? = nil) throws {
        try write(by: person, reason: key.source) { db in
            for code in [key.stream] + key.parts.map(\.stream) { try Self.requireStream(code, db) }
            try db.execute(
                sql: """
                    UPDATE split_key SET valid_to = :from
                    WHERE stream = :stream AND campus IS :campus AND valid_from < :from
                      AND (valid_to IS NULL OR valid_to > :from)
                    """, arguments: ["from": key.from.description, "stream": key.stream, "campus": key.campus])
            if let later = try String.fetchOne(
                db,
                sql: """
                    SELECT min(valid_from) FROM split_key
                    WHERE stream = :stream AND campus IS :campus AND valid_from >= :from
                      AND (:to IS NULL OR valid_from < :to)
                    """,
                arguments: [
                    "from": key.from.description, "to": key.to?.description, "stream": key.stream,
                    "campus": key.campus,
                ])
            {
                throw FlowError.alreadySaid(key.stream, from: later)
            }
            for part in key.parts {
                try db.execute(
                    sql: """
                        INSERT INTO split_key (uuid, stream, campus, valid_from, valid_to, part_stream, share_ppm, source)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        RowIdentity.timeOrdered(), key.stream, key.campus, key.from.description, key.to?.description,
                        part.stream, part.share.millionths, key.source,
                    ])
            }
        }
    }

    /// The whole keys, by stream, campus and day. Rows that do not make 100 % together, made by another tool, are no key.
    public func splitKeys() throws -> [SplitKey] {
        try pool.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM split_key ORDER BY stream, campus, valid_from, source, fid")
            var keys: [[Row]] = []
            for row in rows {
                if let last = keys.last?.first, Self.isSameKey(last, row) {
                    keys[keys.count - 1].append(row)
                } else {
                    keys.append([row])
                }
            }
            return keys.compactMap(Self.key)
        }
    }

    private static func isSameKey(_ a: Row, _ b: Row) -> Bool {
        ["stream", "campus", "valid_from", "valid_to", "source"].allSatisfy {
            (a[$0] as String?) == (b[$0] as String?)
        }
    }

    private static func key(_ rows: [Row]) -> SplitKey? {
        guard let first = rows.first, let from = CalendarDate(iso: first["valid_from"]) else { return nil }
        let parts = rows.compactMap { row in
            MassShare(row["share_ppm"] as Int64).map { SplitKey.Part(row["part_stream"], $0) }
        }
        return try? SplitKey(
            of: first["stream"], campus: first["campus"], from: from,
            to: (first["valid_to"] as String?).flatMap { CalendarDate(iso: $0) }, parts: parts, source: first["source"])
    }
}
