public import Atlas
public import Formats
import GRDB
public import Languages

/// What the sources say of one stream taken to one facility in a year.
public struct ReconciledStream: Sendable, Hashable {
    /// The stream's code.
    public let stream: String
    /// The facility; nil when neither the weighings nor the collection say it.
    public let facility: String?
    /// Who takes it, when a collection says so.
    public let carrier: String?
    /// True when the stream is among those whose plants attest (decree 2021-950, and their mix).
    public let isAttested: Bool
    /// True when the public service takes all of it: it attests nothing.
    public let isPublicService: Bool
    /// The school's own weighings, in grams.
    public let own: Int64
    /// The hauler's tickets, in grams.
    public let hauler: Int64
    /// What is counted of both: the figures' mass.
    public let counted: Int64
    /// The mass attested; nil when nothing was.
    public let attested: Int64?

    /// Attested less counted, in grams; nil when nothing was attested.
    public var delta: Int64? { attested.map { $0 - counted } }

    /// The difference in proportion to what is counted; nil when there is none, or nothing is counted.
    public var relativeDelta: Double? {
        guard let delta, counted > 0 else { return nil }
        return Double(delta) / Double(counted)
    }
}

/// A stream and month that both sources weighed, and no one said which counts.
public struct DoubleMonth: Sendable, Hashable {
    /// The campus, when the weighings say it.
    public let campus: String?
    /// The stream's code.
    public let stream: String
    /// The month.
    public let month: CalendarMonth
    /// The school's own weighings, in grams.
    public let own: Int64
    /// The hauler's tickets, in grams.
    public let hauler: Int64
}

/// Own weighings, the hauler's tickets and attestations, side by side.
public struct WasteReconciliation: Sendable {
    /// The year.
    public let year: Int
    /// By stream and facility.
    public let streams: [ReconciledStream]
    /// Months in which a mass may be counted twice.
    public let doubles: [DoubleMonth]

    /// The difference that is not asked about: a convention of the project.
    public static let tolerance = 0.05

    /// Streams that were taken away and that no one attested.
    public var due: [ReconciledStream] {
        streams.filter { $0.isAttested && !$0.isPublicService && $0.attested == nil && $0.counted > 0 }
    }

    /// What to ask, of whom.
    public func question(of stream: ReconciledStream) -> Bilingual? {
        let who = stream.carrier ?? stream.facility
        let fr = who.map { "à \($0)" } ?? "au prestataire"
        let en = who.map { "\($0)" } ?? "the hauler"
        guard let delta = stream.delta else {
            guard due.contains(stream) else { return nil }
            let model = WasteAttestation.Model(year: year).label
            return Bilingual(
                fr: "demandez \(fr) l'attestation \(year), \(model.fr)",
                en: "ask \(en) for the \(year) attestation, \(model.en)")
        }
        if stream.counted == 0 {
            return Bilingual(
                fr: "attesté et jamais pesé : demandez \(fr) les bons de \(year)",
                en: "attested and never weighed: ask \(en) for the tickets of \(year)")
        }
        guard Double(delta.magnitude) > Self.tolerance * Double(stream.counted) else { return nil }
        return Bilingual(
            fr: "écart de plus de 5 % : demandez \(fr) le détail de ce qui est attesté",
            en: "more than 5 % apart: ask \(en) for the detail of what is attested")
    }
}

extension Atlas {
    /// Sets own weighings, tickets and attestations of a year side by side.
    public func reconcileWaste(year: Int) throws -> WasteReconciliation {
        try pool.read { db in
            var ledger = try ReconciliationLedger(year: year, db)
            try ledger.readWeighings(db)
            try ledger.readAttestations(db)
            return WasteReconciliation(year: year, streams: ledger.streams, doubles: try ledger.doubles(db))
        }
    }

    /// Says which source counts where two weighed the same mass: the other is kept, and counted nowhere.
    ///
    /// - Parameters:
    ///   - campus: nil for all of them; what is said of a campus comes before.
    ///   - source: nil to say nothing any more: both count.
    /// - Throws: ``RegisterError``; ``AuthorityError`` when the source weighed nothing of it.
    public func setAuthority(
        _ source: WeighingSource?, stream: String, month: CalendarMonth, campus: String? = nil,
        by person: String? = nil, reason: String? = nil
    ) throws {
        try write(by: person, reason: reason) { db in
            try RegisterLists.requireStream(stream, db)
            if let campus { try RegisterLists.requireCampus(campus, db) }
            let place: StatementArguments = [stream, month.description, campus]
            guard let source else {
                try db.execute(
                    sql: "DELETE FROM waste_authority WHERE stream = ? AND month = ? AND campus IS ?", arguments: place)
                return
            }
            try Self.requireWeighings(of: source, stream, month, campus, db)
            if campus == nil { try Self.requireWeighingsEverywhere(of: source, stream, month, db) }
            try db.execute(
                sql: "UPDATE waste_authority SET source = ? WHERE stream = ? AND month = ? AND campus IS ?",
                arguments: [source.rawValue] + place)
            guard db.changesCount == 0 else { return }
            try db.execute(
                sql: "INSERT INTO waste_authority (source, stream, month, campus, uuid) VALUES (?, ?, ?, ?, ?)",
                arguments: [source.rawValue] + place + [RowIdentity.timeOrdered()])
        }
    }

    /// What is said of all campuses must leave none of them without what it weighed.
    private static func requireWeighingsEverywhere(
        of source: WeighingSource, _ stream: String, _ month: CalendarMonth, _ db: Database
    ) throws {
        let without = try String.fetchOne(
            db,
            sql: """
                SELECT campus FROM weighing_standing AS w
                WHERE stream = ? AND weighed_on BETWEEN ? AND ? AND campus IS NOT NULL AND to_container IS NULL
                  AND NOT EXISTS (SELECT 1 FROM waste_authority AS a
                    WHERE a.stream = w.stream AND a.month = substr(w.weighed_on, 1, 7) AND a.campus = w.campus)
                GROUP BY campus HAVING sum(\(WeighingSource.sql("w.method")) = ?) = 0 ORDER BY campus
                """,
            arguments: [stream, month.firstDay.description, month.lastDay.description, source.rawValue])
        if let without { try requireWeighings(of: source, stream, month, without, db) }
    }

    private static func requireWeighings(
        of source: WeighingSource, _ stream: String, _ month: CalendarMonth, _ campus: String?, _ db: Database
    ) throws {
        let isWeighed = try Bool.fetchOne(
            db,
            sql: """
                SELECT 1 FROM weighing_standing AS w
                WHERE stream = ? AND weighed_on BETWEEN ? AND ? AND (?4 IS NULL OR campus IS ?4)
                  AND to_container IS NULL AND \(WeighingSource.sql("w.method")) = ?5 LIMIT 1
                """,
            arguments: [stream, month.firstDay.description, month.lastDay.description, campus, source.rawValue])
        guard isWeighed == true else { throw AuthorityError(source: source, stream: stream, month: month) }
    }
}

/// A source that weighed nothing cannot be the one that counts: the month would be empty.
public struct AuthorityError: ReadableError, Hashable {
    /// The source.
    public let source: WeighingSource
    /// The stream's code.
    public let stream: String
    /// The month.
    public let month: CalendarMonth

    /// The sentence for the user.
    public var message: Bilingual {
        Bilingual(
            fr: "Rien de « \(source.label.fr) » pour \(stream) en \(month) : cette source ne peut pas faire foi.",
            en: "Nothing of '\(source.label.en)' for \(stream) in \(month): this source cannot be the one that counts.")
    }
}

/// The sums of a year, by stream and facility.
private struct ReconciliationLedger {
    private struct Key: Hashable, Comparable {
        let stream: String
        let facility: String

        static func < (a: Key, b: Key) -> Bool { (a.stream, a.facility) < (b.stream, b.facility) }
    }

    private struct Sums {
        var own: Int64 = 0
        var hauler: Int64 = 0
        var counted: Int64 = 0
        var attested: Int64?
        var carrier: String?
        var privately = false
        var publicly = false
    }

    private let year: Int
    private let context: RegisterContext
    private let attestedStreams: Set<String>
    private var sums: [Key: Sums] = [:]

    init(year: Int, _ db: Database) throws {
        self.year = year
        context = try RegisterContext(db)
        attestedStreams = try String.fetchSet(
            db,
            sql: """
                SELECT code FROM waste_stream
                WHERE (decree_2021_950 AND (since IS NULL OR since <= ?)) OR code = 'MIXREC'
                """, arguments: ["\(year)-12-31"])
    }

    private var days: StatementArguments { ["\(year)-01-01", "\(year)-12-31"] }

    mutating func readWeighings(_ db: Database) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(DispatchedWaste.columns) FROM weighing_standing AS w
                WHERE w.weighed_on BETWEEN ? AND ? AND w.to_container IS NULL
                """, arguments: days)
        while let row = try rows.next() {
            let waste = DispatchedWaste(row)
            if let destination = waste.destination, context.destinations[destination]?.isWaste == false { continue }
            let parties = context.parties(of: waste)
            let key = Key(stream: waste.stream, facility: parties.key.facility ?? "")
            var sum = sums[key] ?? Sums()
            if [.weighbridge, .truckScale].contains(waste.method) {
                sum.hauler += waste.grams
            } else {
                sum.own += waste.grams
            }
            if waste.isCounted { sum.counted += waste.grams }
            sum.carrier = sum.carrier ?? parties.collection?.carrier
            if parties.collection?.isPublicService == true { sum.publicly = true } else { sum.privately = true }
            sums[key] = sum
        }
    }

    mutating func readAttestations(_ db: Database) throws {
        for attestation in try WasteAttestation.all(year: year, db) {
            let key = Key(
                stream: attestation.stream, facility: attestation.facility ?? onlyFacility(of: attestation.stream))
            sums[key, default: Sums()].attested = (sums[key]?.attested ?? 0) + attestation.grams
        }
    }

    /// Where the weighings of a stream went, when it is one place: an attestation that names none is of that one.
    private func onlyFacility(of stream: String) -> String {
        let places = sums.keys.filter { $0.stream == stream }
        return places.count == 1 ? places[0].facility : ""
    }

    var streams: [ReconciledStream] {
        sums.sorted { $0.key < $1.key }.map { key, sum in
            ReconciledStream(
                stream: key.stream, facility: key.facility.isEmpty ? nil : key.facility, carrier: sum.carrier,
                isAttested: attestedStreams.contains(key.stream), isPublicService: sum.publicly && !sum.privately,
                own: sum.own, hauler: sum.hauler, counted: sum.counted, attested: sum.attested)
        }
    }

    func doubles(_ db: Database) throws -> [DoubleMonth] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT campus, stream, substr(weighed_on, 1, 7) AS month,
                  sum(net_mass_g) FILTER (WHERE method NOT IN ('B', 'C')) AS own,
                  sum(net_mass_g) FILTER (WHERE method IN ('B', 'C')) AS hauler
                FROM weighing_current
                WHERE weighed_on BETWEEN ? AND ? AND to_container IS NULL
                GROUP BY 1, 2, 3 HAVING own > 0 AND hauler > 0 ORDER BY stream, month, campus
                """, arguments: days)
        return rows.compactMap { row in
            CalendarMonth(iso: row["month"] as String).map {
                DoubleMonth(
                    campus: row["campus"], stream: row["stream"], month: $0, own: row["own"], hauler: row["hauler"])
            }
        }
    }
}
