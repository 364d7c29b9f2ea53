import Atlas
public import Formats
import GRDB
import GeoPackage
import Geospatial
public import Languages

/// Food waste weighed in a canteen over a period: the 17 fields of the measurement of the State's platform ma-cantine
/// (betagouv/ma-cantine, data/models/wastemeasurement.py), with its names.
///
/// It is called food waste, and not wasted food, until the edible part stands apart.
public struct FoodWasteMeasurement: Sendable, Hashable {
    /// Where in the kitchen it comes from.
    public enum Source: String, Sendable, CaseIterable {
        case preparation
        case unserved
        case leftovers

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .preparation: Bilingual(fr: "préparation", en: "preparation")
            case .unserved: Bilingual(fr: "non servi", en: "unserved")
            case .leftovers: Bilingual(fr: "restes d'assiette", en: "plate leftovers")
            }
        }
    }

    /// What one source gave, g.
    public struct Masses: Sendable, Hashable {
        /// In all.
        public let total: Int64?
        /// Whether edible and inedible were told apart; nil when it was not said.
        public let isSorted: Bool?
        /// What could have been eaten.
        public let edible: Int64?
        /// Peel, bones, grounds.
        public let inedible: Int64?

        /// Sorted as soon as one of the parts is given.
        public init(total: Int64? = nil, edible: Int64? = nil, inedible: Int64? = nil, isSorted: Bool? = nil) {
            self.total = total
            self.edible = edible
            self.inedible = inedible
            self.isSorted = edible != nil || inedible != nil ? true : isSorted
        }

        /// Nothing was said.
        public static let unknown = Masses()
    }

    /// An order of magnitude to read a figure beside.
    public struct Benchmark: Sendable, Hashable {
        /// Grams per meal.
        public let gramsPerMeal: Int
        /// Who says so.
        public let source: String

        /// What was published, as the dossier of the field quotes it.
        public static let published = [
            Benchmark(gramsPerMeal: 120, source: "ADEME (boite-a-outil.webflow.io)"),
            Benchmark(gramsPerMeal: 130, source: "ADEME 2016"),
            Benchmark(gramsPerMeal: 167, source: "123dok q7w26erv"),
        ]
    }

    /// The canteen; nil when the atlas has only one.
    public let canteen: String?
    /// First day.
    public let start: CalendarDate
    /// Last day, after the first.
    public let end: CalendarDate
    /// Meals served in the period.
    public let meals: Int?
    /// Grams in all.
    public let total: Int64?
    /// Whether the sources were told apart; nil when it was not said.
    public let isSortedBySource: Bool?
    /// What each source gave.
    public let sources: [Source: Masses]

    /// - Throws: ``RatesError`` for a period that does not end after it begins, or parts that exceed their whole.
    public init(
        canteen: String? = nil, from start: CalendarDate, to end: CalendarDate, meals: Int?, total: Int64?,
        sources: [Source: Masses] = [:], isSortedBySource: Bool? = nil
    ) throws(RatesError) {
        guard start < end else { throw .emptyPeriod(from: start.description, to: end.description) }
        if let meals, meals <= 0 { throw .negative("meal_count", Double(meals)) }
        self.canteen = canteen
        self.start = start
        self.end = end
        self.meals = meals
        self.total = total
        self.sources = sources
        let isAnyGiven = sources.values.contains { $0 != .unknown }
        self.isSortedBySource = isAnyGiven ? true : isSortedBySource
        try Self.requireParts(
            sources.values.compactMap(\.total), in: total, Bilingual(fr: "masse totale", en: "total mass"))
        for (source, masses) in sources {
            try Self.requireParts([masses.edible, masses.inedible].compactMap { $0 }, in: masses.total, source.label)
        }
    }

    private static func requireParts(_ parts: [Int64], in whole: Int64?, _ what: Bilingual) throws(RatesError) {
        if let negative = (parts + [whole].compactMap { $0 }).first(where: { $0 < 0 }) {
            throw .negative(what.en, Double(negative))
        }
        guard let whole else { return }
        let sum = parts.reduce(0, +)
        guard sum <= whole else { throw .foodDoesNotAdd(what: what, total: whole, parts: sum) }
    }

    /// Grams, said in all or added up from the three sources; nil when neither is known.
    public var mass: Int64? {
        if let total { return total }
        let totals = Source.allCases.compactMap { sources[$0]?.total }
        return totals.count == Source.allCases.count ? totals.reduce(0, +) : nil
    }

    /// Grams per meal; nil when the mass or the meals are not known.
    public var gramsPerMeal: Double? {
        guard let mass, let meals else { return nil }
        return Double(mass) / Double(meals)
    }

    /// Grams per meal that could have been eaten; nil until all three sources were sorted.
    public var edibleGramsPerMeal: Double? {
        let edible = Source.allCases.compactMap { sources[$0]?.edible }
        guard let meals, edible.count == Source.allCases.count else { return nil }
        return Double(edible.reduce(0, +)) / Double(meals)
    }
}

extension FoodWasteMeasurement {
    static let table = BookTable(
        "food_waste_measurement", label: Bilingual(fr: "Pesées de déchets alimentaires", en: "Food waste measurements"))
    static let migration = Migration("waste-food-1", apply: create)

    /// The masses, by their names at ma-cantine, with those of our columns, in grams.
    static func column(_ source: Source, _ part: String) -> String { "\(source.rawValue)_\(part)_mass_g" }

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        func mass(_ name: String) -> String {
            "\(name) INTEGER CONSTRAINT \"masse négative\" CHECK (\(name) IS NULL OR \(name) >= 0)"
        }
        let sources = Source.allCases.flatMap { source in
            [
                mass(column(source, "total")), "\(source.rawValue)_is_sorted BOOLEAN", mass(column(source, "edible")),
                mass(column(source, "inedible")),
            ]
        }
        try db.execute(
            sql: """
                CREATE TABLE food_waste_measurement (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  canteen TEXT,
                  period_start_date DATE NOT NULL,
                  period_end_date DATE NOT NULL,
                  meal_count INTEGER CONSTRAINT "repas au-dessus de zéro" CHECK (meal_count IS NULL OR meal_count > 0),
                  \(mass("total_mass_g")),
                  is_sorted_by_source BOOLEAN,
                  \(sources.joined(separator: ",\n  ")),
                  CONSTRAINT "fin avant le début" CHECK (period_end_date > period_start_date)
                );
                CREATE TRIGGER food_waste_periods_do_not_overlap BEFORE INSERT ON food_waste_measurement
                WHEN EXISTS (
                  SELECT 1 FROM food_waste_measurement AS m WHERE m.canteen IS NEW.canteen
                    AND m.period_start_date <= NEW.period_end_date AND m.period_end_date >= NEW.period_start_date)
                BEGIN SELECT RAISE(ABORT, 'Une mesure couvre déjà une partie de cette période.'); END;
                CREATE TRIGGER food_waste_periods_still_do_not_overlap BEFORE UPDATE ON food_waste_measurement
                WHEN EXISTS (
                  SELECT 1 FROM food_waste_measurement AS m WHERE m.canteen IS NEW.canteen AND m.fid <> OLD.fid
                    AND m.period_start_date <= NEW.period_end_date AND m.period_end_date >= NEW.period_start_date)
                BEGIN SELECT RAISE(ABORT, 'Une mesure couvre déjà une partie de cette période.'); END;
                """)
        try describe(db.geoPackage)
        try Journal.install(on: table.name, db)
    }

    private static func describe(_ schema: GeoPackageSchema) throws {
        try schema.registerAttributes(table: table.name, identifier: table.label.fr)
        var titles = [
            ("canteen", "Cantine"), ("period_start_date", "Début"), ("period_end_date", "Fin"), ("meal_count", "Repas"),
            ("total_mass_g", "Masse totale (g)"), ("is_sorted_by_source", "Trié par origine"),
        ]
        for source in Source.allCases {
            let label = source.label.fr
            titles += [
                (column(source, "total"), "\(label), total (g)"), ("\(source.rawValue)_is_sorted", "\(label), trié"),
                (column(source, "edible"), "\(label), comestible (g)"),
                (column(source, "inedible"), "\(label), non comestible (g)"),
            ]
        }
        for (column, title) in titles { try schema.describe(table: table.name, column: column, title: title) }
    }
}
