import Formats
import GRDB

/// A set of coefficients in force on a day, by surface type.
struct CoefficientSet: Sendable {
    private let values: [String: Double]

    init(_ name: String, on day: CalendarDate, _ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT surface_type, value FROM surface_coefficient
                WHERE "set" = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
                """, arguments: [name, day.description, day.description])
        values = Dictionary(rows.map { ($0["surface_type"], $0["value"]) }, uniquingKeysWith: { $1 })
    }

    /// Mean over areas, weighted by them; nil when a type that is there has no coefficient.
    func mean(_ areas: [String: Double], over total: Double) -> Double? {
        guard total > 0 else { return nil }
        var sum = 0.0
        for (type, area) in areas.sorted(by: { $0.key < $1.key }) {
            guard let value = values[type] else { return nil }
            sum += area * value
        }
        return sum / total
    }
}

/// The sets behind the definitions, as they stood on a day: a later revision does not move an earlier figure.
struct LandCoefficients: Sendable {
    let biotope: CoefficientSet
    let imperviousness: CoefficientSet

    init(on day: CalendarDate, _ db: Database) throws {
        biotope = try CoefficientSet("baf2021", on: day, db)
        imperviousness = try CoefficientSet("imperviousness", on: day, db)
    }
}
