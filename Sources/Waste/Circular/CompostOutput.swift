public import Atlas
public import Formats
import GRDB
import GeoPackage
import Geospatial
import Languages

/// Compost that left a bin: a product, and never waste. What went in was weighed; what comes out is subtracted from nothing.
public struct CompostOutput: Sendable, Hashable {
    /// The day.
    public let day: CalendarDate
    /// The campus.
    public let campus: String?
    /// The bin it came out of, as weighings name it.
    public let bin: String?
    /// Litres.
    public let litres: Double?
    /// Grams.
    public let grams: Int64?
    /// Who took it: the market garden.
    public let taker: String

    /// - Throws: ``RatesError`` when neither a volume nor a mass is given, or nobody took it.
    public init(
        on day: CalendarDate, campus: String? = nil, bin: String? = nil, litres: Double? = nil, grams: Int64? = nil,
        taker: String
    ) throws(RatesError) {
        guard litres != nil || grams != nil else { throw .nothingGiven }
        if let litres, !(litres > 0) { throw .negative("litres", litres) }
        if let grams, grams <= 0 { throw .negative("g", Double(grams)) }
        guard taker.contains(where: { !$0.isWhitespace }) else {
            throw .emptyText(Bilingual(fr: "qui a pris le compost", en: "who took the compost"))
        }
        self.day = day
        self.campus = campus
        self.bin = bin
        self.litres = litres
        self.grams = grams
        self.taker = taker
    }

    static let table = BookTable("compost_output", label: Bilingual(fr: "Compost sorti", en: "Compost taken out"))
    static let migration = Migration("waste-compost-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE compost_output (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  taken_on DATE NOT NULL,
                  campus TEXT,
                  bin TEXT,
                  volume_l DOUBLE CONSTRAINT "volume au-dessus de zéro" CHECK (volume_l IS NULL OR volume_l > 0),
                  mass_g INTEGER CONSTRAINT "masse au-dessus de zéro" CHECK (mass_g IS NULL OR mass_g > 0),
                  taker TEXT NOT NULL CONSTRAINT "sans preneur" CHECK (trim(taker) <> ''),
                  CONSTRAINT "un volume ou une masse" CHECK (volume_l IS NOT NULL OR mass_g IS NOT NULL)
                );
                """)
        let schema = db.geoPackage
        try schema.registerAttributes(table: table.name, identifier: table.label.fr)
        for (column, title) in [
            ("taken_on", "Jour"), ("campus", "Campus"), ("bin", "Composteur"), ("volume_l", "Volume (L)"),
            ("mass_g", "Masse (g)"), ("taker", "Preneur"),
        ] {
            try schema.describe(table: table.name, column: column, title: title)
        }
        try Journal.install(on: table.name, db)
    }
}

/// What went into the composters of a campus in a year, and what came out.
public struct CompostYear: Sendable, Hashable {
    /// The year.
    public let year: Int
    /// The campus.
    public let campus: String?
    /// The composter, as weighings name their facility; nil when they name none.
    public let bin: String?
    /// Grams weighed in.
    public let input: Int64
    /// Litres taken out; nil when none was measured.
    public let litres: Double?
    /// Grams taken out; nil when none was weighed.
    public let output: Int64?
}

extension Atlas {
    /// Records compost that was taken out.
    ///
    /// - Throws: ``RatesError``
    public func record(_ output: CompostOutput, by person: String? = nil) throws {
        guard output.day <= .today else { throw RatesError.futureDay(output.day.description) }
        try write(by: person) { db in
            try db.requireCampus(output.campus)
            try db.execute(
                sql: """
                    INSERT INTO compost_output (uuid, taken_on, campus, bin, volume_l, mass_g, taker)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), output.day.description, output.campus, output.bin, output.litres,
                    output.grams, output.taker,
                ])
        }
    }

    /// The composters, year by year.
    public func compost() throws -> [CompostYear] {
        try pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT year, campus, bin, sum(input) AS input, sum(volume) AS volume, sum(output) AS output FROM (
                      SELECT CAST(substr(weighed_on, 1, 4) AS INTEGER) AS year, campus, facility AS bin,
                        net_mass_g AS input, NULL AS volume, NULL AS output
                      FROM weighing_current WHERE destination = 'COMPOST_ON' AND to_container IS NULL
                      UNION ALL
                      SELECT CAST(substr(taken_on, 1, 4) AS INTEGER), campus, bin, 0, volume_l, mass_g FROM compost_output)
                    GROUP BY year, campus, bin ORDER BY year, campus, bin
                    """
            ).map { row in
                CompostYear(
                    year: row["year"], campus: row["campus"], bin: row["bin"], input: row["input"],
                    litres: row["volume"], output: row["output"])
            }
        }
    }
}
