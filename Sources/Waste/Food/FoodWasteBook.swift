public import Atlas
import Formats
import GRDB
import Languages

extension Atlas {
    /// Records a measurement.
    ///
    /// - Throws: ``RatesError`` for a period that is not past, or that another measurement of the canteen covers in part.
    public func record(_ measurement: FoodWasteMeasurement, by person: String? = nil) throws {
        guard measurement.end <= .today else { throw RatesError.futureDay(measurement.end.description) }
        try write(by: person) { db in
            let other = try Row.fetchOne(
                db,
                sql: """
                    SELECT period_start_date, period_end_date FROM food_waste_measurement
                    WHERE canteen IS :canteen AND period_start_date <= :end AND period_end_date >= :start
                    ORDER BY period_start_date LIMIT 1
                    """,
                arguments: [
                    "canteen": measurement.canteen, "start": measurement.start.description,
                    "end": measurement.end.description,
                ])
            if let other { throw RatesError.periodOverlaps(from: other[0], to: other[1]) }
            let values = measurement.columns
            try db.execute(
                sql: """
                    INSERT INTO food_waste_measurement (uuid, canteen, \(values.map(\.name).joined(separator: ", ")))
                    VALUES (?, ?, \(values.map { _ in "?" }.joined(separator: ", ")))
                    """,
                arguments: StatementArguments(
                    [RowIdentity.timeOrdered(), measurement.canteen] + values.map(\.value)))
        }
    }

    /// The measurements, by canteen and period.
    public func foodWasteMeasurements() throws -> [FoodWasteMeasurement] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM food_waste_measurement ORDER BY canteen, period_start_date")
                .compactMap(FoodWasteMeasurement.init)
        }
    }
}

extension FoodWasteMeasurement {
    fileprivate var columns: [(name: String, value: (any DatabaseValueConvertible)?)] {
        var columns: [(name: String, value: (any DatabaseValueConvertible)?)] = [
            ("period_start_date", start.description), ("period_end_date", end.description), ("meal_count", meals),
            ("total_mass_g", total), ("is_sorted_by_source", isSortedBySource),
        ]
        for source in Source.allCases {
            let masses = sources[source] ?? .unknown
            columns += [
                (Self.column(source, "total"), masses.total), ("\(source.rawValue)_is_sorted", masses.isSorted),
                (Self.column(source, "edible"), masses.edible), (Self.column(source, "inedible"), masses.inedible),
            ]
        }
        return columns
    }

    fileprivate init?(_ row: Row) {
        guard let start = CalendarDate(iso: row["period_start_date"]),
            let end = CalendarDate(iso: row["period_end_date"])
        else { return nil }
        let sources = Source.allCases.map { source in
            (
                source,
                Masses(
                    total: row[Self.column(source, "total")], edible: row[Self.column(source, "edible")],
                    inedible: row[Self.column(source, "inedible")], isSorted: row["\(source.rawValue)_is_sorted"])
            )
        }
        try? self.init(
            canteen: row["canteen"], from: start, to: end, meals: row["meal_count"], total: row["total_mass_g"],
            sources: Dictionary(uniqueKeysWithValues: sources), isSortedBySource: row["is_sorted_by_source"])
    }
}

extension [FoodWasteMeasurement] {
    /// The 17 fields of ma-cantine, by their names there: days, a count, masses in kg to the hundredth as its fields are,
    /// `true`, `false` or nothing.
    public func csv() -> [UInt8] {
        var text = [FoodWasteMeasurement.exchangeNames.joined(separator: ",")]
        for measurement in self { text.append(measurement.exchangeValues.joined(separator: ",")) }
        return [UInt8]((text.joined(separator: "\n") + "\n").utf8)
    }
}

extension FoodWasteMeasurement {
    /// The names of the 17 fields at ma-cantine.
    public static let exchangeNames =
        ["period_start_date", "period_end_date", "meal_count", "total_mass", "is_sorted_by_source"]
        + Source.allCases.flatMap { source in
            ["total_mass", "is_sorted", "edible_mass", "inedible_mass"].map { "\(source.rawValue)_\($0)" }
        }

    fileprivate var exchangeValues: [String] {
        func text(_ value: Bool?) -> String { value.map { $0 ? "true" : "false" } ?? "" }
        var values = [
            start.description, end.description, meals.map(String.init) ?? "", Self.kilograms(total),
            text(isSortedBySource),
        ]
        for source in Source.allCases {
            let masses = sources[source] ?? .unknown
            values += [
                Self.kilograms(masses.total), text(masses.isSorted), Self.kilograms(masses.edible),
                Self.kilograms(masses.inedible),
            ]
        }
        return values
    }

    /// Kilograms to the nearest hundredth, half up: `12345` g is `12.35`.
    private static func kilograms(_ grams: Int64?) -> String {
        guard let grams else { return "" }
        let hundredths = (grams + 5) / 10
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
