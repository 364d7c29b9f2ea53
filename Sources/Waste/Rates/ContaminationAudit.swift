public import Atlas
public import Formats
import GRDB
import GeoPackage
import Geospatial
public import Languages

/// A load that was opened, sorted and weighed: how much of it should not have been there.
///
/// It speaks for its stream from its day until the next audit, on its campus, or on all when it names none.
public struct ContaminationAudit: Sendable, Hashable {
    /// Where the load was opened.
    public enum Place: String, Sendable, CaseIterable {
        /// As it leaves the campus: what TRUE bounds.
        case leaving
        /// Where it enters the recycling operation: what decision (EU) 2019/1004 deducts.
        case entry

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .leaving: Bilingual(fr: "au départ du campus", en: "leaving the campus")
            case .entry: Bilingual(fr: "à l'entrée du recyclage", en: "at the entry of recycling")
            }
        }
    }

    /// The code of the stream.
    public let stream: String
    /// nil for every campus.
    public let campus: String?
    /// The day.
    public let day: CalendarDate
    /// Mass of the sample, g, above zero.
    public let sample: Int64
    /// Mass of what should not have been in it, g.
    public let nonTarget: Int64
    /// How many loads or bins were sampled.
    public let count: Int
    /// Where.
    public let place: Place
    /// Who says so.
    public let source: String?

    /// - Throws: ``RatesError/auditMass(nonTarget:sample:)``
    public init(
        of stream: String, campus: String? = nil, on day: CalendarDate, sample: Int64, nonTarget: Int64, count: Int = 1,
        place: Place = .leaving, source: String? = nil
    ) throws(RatesError) {
        guard sample > 0, (0...sample).contains(nonTarget) else {
            throw .auditMass(nonTarget: nonTarget, sample: sample)
        }
        guard count > 0 else { throw .negative("n", Double(count)) }
        self.stream = stream
        self.campus = campus
        self.day = day
        self.sample = sample
        self.nonTarget = nonTarget
        self.count = count
        self.place = place
        self.source = source
    }

    /// Non-target mass over that of the sample, between 0 and 1.
    public var share: Double { Double(nonTarget) / Double(sample) }

    /// The most that TRUE allows of any material that leaves the site.
    public static let greatestForTRUE = 0.1

    static let table = BookTable(
        "contamination_audit", label: Bilingual(fr: "Audits de contamination", en: "Contamination audits"))
    static let migration = Migration("waste-contamination-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE contamination_audit (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  campus TEXT,
                  audited_on DATE NOT NULL,
                  place TEXT NOT NULL DEFAULT 'leaving'
                    CONSTRAINT "leaving ou entry" CHECK (place IN ('leaving', 'entry')),
                  sample_mass_g INTEGER NOT NULL CONSTRAINT "échantillon vide" CHECK (sample_mass_g > 0),
                  non_target_mass_g INTEGER NOT NULL,
                  sample_count INTEGER NOT NULL DEFAULT 1 CONSTRAINT "nombre au-dessus de zéro" CHECK (sample_count > 0),
                  source TEXT,
                  CONSTRAINT "indésirables dans l'échantillon" CHECK (non_target_mass_g BETWEEN 0 AND sample_mass_g)
                );
                CREATE INDEX contamination_audit_day ON contamination_audit (stream, audited_on);
                """)
        let schema = db.geoPackage
        try schema.registerAttributes(table: table.name, identifier: table.label.fr)
        try schema.defineEnum(
            name: "contamination_place", values: Place.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        for (column, title) in [
            ("stream", "Flux"), ("campus", "Campus (vide : tous)"), ("audited_on", "Jour de l'audit"),
            ("sample_mass_g", "Échantillon (g)"), ("non_target_mass_g", "Indésirables (g)"),
            ("sample_count", "Nombre d'échantillons"), ("source", "Source"),
        ] {
            try schema.describe(table: table.name, column: column, title: title)
        }
        try schema.describe(table: table.name, column: "place", title: "Où", constraint: "contamination_place")
        try Journal.install(on: table.name, db)
    }
}

extension Atlas {
    /// Records an audit.
    ///
    /// - Throws: ``RatesError`` for an unknown stream or campus, or a day to come.
    public func record(_ audit: ContaminationAudit, by person: String? = nil) throws {
        guard audit.day <= .today else { throw RatesError.futureDay(audit.day.description) }
        try write(by: person) { db in
            try db.requireStream(audit.stream)
            try db.requireCampus(audit.campus)
            try db.execute(
                sql: """
                    INSERT INTO contamination_audit
                      (uuid, stream, campus, audited_on, place, sample_mass_g, non_target_mass_g, sample_count, source)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), audit.stream, audit.campus, audit.day.description, audit.place.rawValue,
                    audit.sample, audit.nonTarget, audit.count, audit.source,
                ])
        }
    }

    /// The audits, oldest first.
    public func contaminationAudits() throws -> [ContaminationAudit] {
        try pool.read { db in try AuditTrail(db).audits }
    }
}

/// The audits, to be asked which speaks for a stream on a day.
package struct AuditTrail: Sendable {
    package let audits: [ContaminationAudit]
    private let byStream: [String: [ContaminationAudit]]

    package init(_ audits: [ContaminationAudit]) {
        self.audits = audits
        byStream = Dictionary(grouping: audits, by: \.stream).mapValues { $0.sorted { $0.day < $1.day } }
    }

    init(_ db: Database) throws {
        self.init(
            try Row.fetchAll(db, sql: "SELECT * FROM contamination_audit ORDER BY audited_on, fid").compactMap { row in
                guard let day = CalendarDate(iso: row["audited_on"]) else { return nil }
                return try? ContaminationAudit(
                    of: row["stream"], campus: row["campus"], on: day, sample: row["sample_mass_g"],
                    nonTarget: row["non_target_mass_g"], count: row["sample_count"],
                    place: ContaminationAudit.Place(rawValue: row["place"]) ?? .leaving, source: row["source"])
            })
    }

    /// The last audit of a stream up to a day, of that campus or of all; nil before the first.
    package func inForce(
        _ stream: String, campus: String?, on day: CalendarDate, _ place: ContaminationAudit.Place
    ) -> ContaminationAudit? {
        byStream[stream]?.last {
            $0.day <= day && $0.place == place && ($0.campus == nil || campus == nil || $0.campus == campus)
        }
    }
}
