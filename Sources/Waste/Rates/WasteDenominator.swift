public import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The people of a campus in one year, as AASHE STARS asks for them: full-time equivalents, except for residents.
public struct CampusUsers: Sendable, Hashable {
    /// A: students who live on the campus.
    public let residentStudents: Double
    /// B: staff who live there.
    public let residentStaff: Double
    /// C: others who live there.
    public let residentOthers: Double
    /// D: full-time equivalent students, residents and those at a distance included.
    public let students: Double
    /// E: full-time equivalent staff, likewise.
    public let staff: Double
    /// F: full-time equivalents at a distance, students and staff.
    public let distant: Double

    /// - Throws: ``RatesError`` for a negative number, or more residents than there are people.
    public init(
        residentStudents: Double, residentStaff: Double, residentOthers: Double, students: Double, staff: Double,
        distant: Double
    ) throws(RatesError) {
        for (name, value) in [
            ("A", residentStudents), ("B", residentStaff), ("C", residentOthers), ("D", students), ("E", staff),
            ("F", distant),
        ] where !(value >= 0) { throw .negative(name, value) }
        if residentStudents > students { throw .usersDoNotAdd("A > D") }
        if residentStaff > staff { throw .usersDoNotAdd("B > E") }
        if distant > students - residentStudents + staff - residentStaff {
            throw .usersDoNotAdd("F > (D − A) + (E − B)")
        }
        self.residentStudents = residentStudents
        self.residentStaff = residentStaff
        self.residentOthers = residentOthers
        self.students = students
        self.staff = staff
        self.distant = distant
    }

    /// Weighted campus users: (A + B + C) + 0.75 [(D − A) + (E − B) − F] (AASHE STARS).
    public var weighted: Double {
        residentStudents + residentStaff + residentOthers
            + 0.75 * ((students - residentStudents) + (staff - residentStaff) - distant)
    }

    /// Full-time equivalent students and staff, D + E (AASHE STARS 3.0, OP-12.1).
    public var fullTimeEquivalents: Double { students + staff }
}

/// By what the waste of one year is divided.
public struct WasteDenominator: Sendable, Hashable {
    /// The year.
    public let year: Int
    /// The campus; nil for the whole school.
    public let campus: String?
    /// nil until all six are known.
    public var users: CampusUsers?
    /// Meals served.
    public var meals: Int?
    /// Floor area, m².
    public var floorArea: Double?
    /// Days on which the campus was open.
    public var openDays: Int?
    /// Where the numbers come from.
    public var source: String

    /// What is given; what is not stays as it was.
    public init(
        year: Int, campus: String? = nil, users: CampusUsers? = nil, meals: Int? = nil, floorArea: Double? = nil,
        openDays: Int? = nil, source: String
    ) {
        self.year = year
        self.campus = campus
        self.users = users
        self.meals = meals
        self.floorArea = floorArea
        self.openDays = openDays
        self.source = source
    }

    static let table = BookTable(
        "waste_denominator", label: Bilingual(fr: "Usagers, repas, surfaces", en: "Users, meals, areas"))
    static let migration = Migration("waste-denominator-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE waste_denominator (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  year INTEGER NOT NULL CONSTRAINT "année sur quatre chiffres" CHECK (year BETWEEN 1900 AND 9999),
                  campus TEXT,
                  resident_students DOUBLE,
                  resident_staff DOUBLE,
                  resident_others DOUBLE,
                  fte_students DOUBLE,
                  fte_staff DOUBLE,
                  fte_distance DOUBLE,
                  meals INTEGER CONSTRAINT "repas au-dessus de zéro" CHECK (meals IS NULL OR meals > 0),
                  floor_area_m2 DOUBLE CONSTRAINT "surface au-dessus de zéro" CHECK (floor_area_m2 IS NULL OR floor_area_m2 > 0),
                  open_days INTEGER CONSTRAINT "de 0 à 366 jours" CHECK (open_days IS NULL OR open_days BETWEEN 0 AND 366),
                  source TEXT NOT NULL CONSTRAINT "sans source" CHECK (trim(source) <> '')
                );
                CREATE UNIQUE INDEX waste_denominator_year ON waste_denominator (year, coalesce(campus, ''));
                """)
        let schema = db.geoPackage
        try schema.registerAttributes(table: table.name, identifier: table.label.fr)
        for (column, title) in [
            ("year", "Année"), ("campus", "Campus (vide : école)"), ("resident_students", "A étudiants résidents"),
            ("resident_staff", "B personnels résidents"), ("resident_others", "C autres résidents"),
            ("fte_students", "D étudiants ETP"), ("fte_staff", "E personnels ETP"),
            ("fte_distance", "F ETP à distance"),
            ("meals", "Repas servis"), ("floor_area_m2", "Surface de plancher (m²)"),
            ("open_days", "Jours d'ouverture"),
            ("source", "Source"),
        ] {
            try schema.describe(table: table.name, column: column, title: title)
        }
        try Journal.install(on: table.name, db)
    }
}

extension Atlas {
    /// Records the denominators of a year: what is given takes the place of what was, the rest stays.
    ///
    /// - Throws: ``RatesError``
    public func set(_ denominator: WasteDenominator, by person: String? = nil, reason: String? = nil) throws {
        guard denominator.source.contains(where: { !$0.isWhitespace }) else { throw RatesError.missingSource }
        for (name, value) in [
            ("meals", denominator.meals.map(Double.init)), ("m²", denominator.floorArea),
            ("open days", denominator.openDays.map(Double.init)),
        ] {
            if let value, !(value > 0 || name == "open days" && value == 0) { throw RatesError.negative(name, value) }
        }
        guard
            denominator.users != nil || denominator.meals != nil || denominator.floorArea != nil
                || denominator.openDays != nil
        else { throw RatesError.nothingGiven }
        try write(by: person, reason: reason) { db in
            try db.requireCampus(denominator.campus)
            let users = denominator.users
            let values: [(any DatabaseValueConvertible)?] = [
                users?.residentStudents, users?.residentStaff, users?.residentOthers, users?.students, users?.staff,
                users?.distant, denominator.meals, denominator.floorArea, denominator.openDays, denominator.source,
            ]
            let columns = [
                "resident_students", "resident_staff", "resident_others", "fte_students", "fte_staff", "fte_distance",
                "meals", "floor_area_m2", "open_days", "source",
            ]
            let assignments = columns.map { "\($0) = coalesce(?, \($0))" }.joined(separator: ", ")
            try db.execute(
                sql: "UPDATE waste_denominator SET \(assignments) WHERE year = ? AND campus IS ?",
                arguments: StatementArguments(values + [denominator.year, denominator.campus]))
            guard db.changesCount == 0 else { return }
            try db.execute(
                sql: """
                    INSERT INTO waste_denominator (uuid, year, campus, \(columns.joined(separator: ", ")))
                    VALUES (?, ?, ?, \(columns.map { _ in "?" }.joined(separator: ", ")))
                    """,
                arguments: StatementArguments(
                    [RowIdentity.timeOrdered(), denominator.year, denominator.campus] + values))
        }
    }

    /// The weighted users of a campus, or of the school, in a year; nil when they were not recorded.
    func weightedUsers(in year: Int, campus: String?) throws -> Double? {
        try pool.read { db in try WasteDenominator.of(year, campus: campus, db)?.users?.weighted }
    }

    /// The denominators that were recorded, by year and campus, the school's first.
    public func wasteDenominators() throws -> [WasteDenominator] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM waste_denominator ORDER BY year, campus").map(
                WasteDenominator.init)
        }
    }
}

extension WasteDenominator {
    fileprivate init(_ row: Row) {
        let inputs = [
            "resident_students", "resident_staff", "resident_others", "fte_students", "fte_staff", "fte_distance",
        ].compactMap { row[$0] as Double? }
        self.init(
            year: row["year"], campus: row["campus"],
            users: inputs.count == 6
                ? try? CampusUsers(
                    residentStudents: inputs[0], residentStaff: inputs[1], residentOthers: inputs[2],
                    students: inputs[3], staff: inputs[4], distant: inputs[5]) : nil,
            meals: row["meals"], floorArea: row["floor_area_m2"], openDays: row["open_days"], source: row["source"])
    }

    /// The denominators of a campus in a year, or of the school: its own, or else the sum of those of its campuses, when
    /// every campus has them.
    static func of(_ year: Int, campus: String?, _ db: Database) throws -> WasteDenominator? {
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM waste_denominator WHERE year = ?", arguments: [year])
            .map(WasteDenominator.init)
        if let own = rows.first(where: { $0.campus == campus }) { return own }
        let names = try String.fetchSet(db, sql: "SELECT DISTINCT name FROM campus")
        guard campus == nil, !names.isEmpty, names.isSubset(of: rows.compactMap(\.campus)) else { return nil }
        return sum(rows.filter { names.contains($0.campus ?? "") })
    }

    private static func sum(_ rows: [WasteDenominator]) -> WasteDenominator? {
        func total(_ value: (WasteDenominator) -> Double?) -> Double? {
            let values = rows.compactMap(value)
            return values.count == rows.count ? values.reduce(0, +) : nil
        }
        func input(_ path: (CampusUsers) -> Double) -> Double { total { $0.users.map(path) } ?? -1 }
        guard let year = rows.first?.year else { return nil }
        return WasteDenominator(
            year: year,
            users: try? CampusUsers(
                residentStudents: input(\.residentStudents), residentStaff: input(\.residentStaff),
                residentOthers: input(\.residentOthers), students: input(\.students), staff: input(\.staff),
                distant: input(\.distant)), meals: total { $0.meals.map(Double.init) }.map { Int($0) },
            floorArea: total(\.floorArea), openDays: nil,
            source: Set(rows.map(\.source)).sorted().joined(separator: " | "))
    }
}

extension Database {
    /// - Throws: ``RatesError/unknownCampus(_:known:)``
    func requireCampus(_ name: String?) throws {
        guard let name else { return }
        let known = try String.fetchAll(self, sql: "SELECT DISTINCT name FROM campus ORDER BY name")
        guard known.contains(name) else { throw RatesError.unknownCampus(name, known: known) }
    }

    /// - Throws: ``RatesError/unknownStream(_:known:)``
    func requireStream(_ code: String) throws {
        let known = try String.fetchAll(self, sql: "SELECT code FROM waste_stream ORDER BY fid")
        guard known.contains(code) else { throw RatesError.unknownStream(code, known: known) }
    }
}
