public import Atlas
public import Formats
import GRDB
import GeoPackage
import Geospatial
import Languages

/// Things that were used again, or not bought: mass that did not become waste, as claimed against a baseline.
///
/// It enters no rate, neither above nor below: reuse is source reduction (AASHE STARS, EPA WARM).
public struct ReuseEntry: Sendable, Hashable {
    /// The day.
    public let day: CalendarDate
    /// The campus.
    public let campus: String?
    /// What: chairs, cups.
    public let object: String
    /// How many.
    public let count: Int
    /// Grams of one.
    public let unitMass: Int64
    /// Against what it is claimed: "would have been thrown away", "disposable cups of 2023".
    public let baseline: String
    /// How count and mass are known.
    public let method: String

    /// - Throws: ``RatesError`` when the claim is not complete.
    public init(
        on day: CalendarDate, campus: String? = nil, object: String, count: Int, unitMass: Int64, baseline: String,
        method: String
    ) throws(RatesError) {
        for (text, what) in [
            (object, Bilingual(fr: "quel objet (--object)", en: "which object (--object)")),
            (baseline, Bilingual(fr: "la situation de référence (--baseline)", en: "the baseline (--baseline)")),
            (method, Bilingual(fr: "comment on le sait (--method)", en: "how it is known (--method)")),
        ] where !text.contains(where: { !$0.isWhitespace }) { throw .emptyText(what) }
        guard count > 0, unitMass > 0, !unitMass.multipliedReportingOverflow(by: Int64(count)).overflow else {
            throw .negative("count × g", Double(count) * Double(unitMass))
        }
        self.day = day
        self.campus = campus
        self.object = object
        self.count = count
        self.unitMass = unitMass
        self.baseline = baseline
        self.method = method
    }

    /// Grams not created, as claimed.
    public var claimed: Int64 { Int64(count) * unitMass }

    static let table = BookTable("reuse_entry", label: Bilingual(fr: "Réemploi", en: "Reuse"))
    static let migration = Migration("waste-reuse-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE reuse_entry (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  reused_on DATE NOT NULL,
                  campus TEXT,
                  object TEXT NOT NULL CONSTRAINT "sans objet" CHECK (trim(object) <> ''),
                  object_count INTEGER NOT NULL CONSTRAINT "nombre au-dessus de zéro" CHECK (object_count > 0),
                  unit_mass_g INTEGER NOT NULL CONSTRAINT "masse au-dessus de zéro" CHECK (unit_mass_g > 0),
                  baseline TEXT NOT NULL CONSTRAINT "sans référence" CHECK (trim(baseline) <> ''),
                  method TEXT NOT NULL CONSTRAINT "sans méthode" CHECK (trim(method) <> '')
                );
                """)
        let schema = db.geoPackage
        try schema.registerAttributes(table: table.name, identifier: table.label.fr)
        for (column, title) in [
            ("reused_on", "Jour"), ("campus", "Campus"), ("object", "Objet"), ("object_count", "Nombre"),
            ("unit_mass_g", "Masse d'un objet (g)"), ("baseline", "Situation de référence"), ("method", "Méthode"),
        ] {
            try schema.describe(table: table.name, column: column, title: title)
        }
        try Journal.install(on: table.name, db)
    }
}

extension Atlas {
    /// Records a claim of reuse.
    ///
    /// - Throws: ``RatesError``
    public func record(_ entry: ReuseEntry, by person: String? = nil) throws {
        guard entry.day <= .today else { throw RatesError.futureDay(entry.day.description) }
        try write(by: person) { db in
            try db.requireCampus(entry.campus)
            try db.execute(
                sql: """
                    INSERT INTO reuse_entry (uuid, reused_on, campus, object, object_count, unit_mass_g, baseline, method)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), entry.day.description, entry.campus, entry.object, entry.count,
                    entry.unitMass, entry.baseline, entry.method,
                ])
        }
    }

    /// The claims of reuse, oldest first.
    public func reuseEntries() throws -> [ReuseEntry] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM reuse_entry ORDER BY reused_on, fid").compactMap { row in
                guard let day = CalendarDate(iso: row["reused_on"]) else { return nil }
                return try? ReuseEntry(
                    on: day, campus: row["campus"], object: row["object"], count: row["object_count"],
                    unitMass: row["unit_mass_g"], baseline: row["baseline"], method: row["method"])
            }
        }
    }
}
