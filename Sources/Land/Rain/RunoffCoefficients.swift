public import Atlas
import Formats
import GRDB
public import Languages

/// A set of runoff coefficients, as it is in force on a day.
///
/// A runoff coefficient is the share of a rain that leaves a surface without entering the ground; 1 minus it stays. It
/// grows with the storm: one value for every depth is a convention (DWA-M 153, RAS-Ew).
public struct RunoffCoefficients: Sendable, Hashable {
    /// The code, `runoff-default`.
    public let code: String
    /// As people say it.
    public let label: Bilingual
    /// Where its values come from.
    public let source: String
    private let values: [String: Estimate]

    /// The coefficient of a surface type, with the bounds of its sources; nil when the set has none that day.
    public subscript(type: String) -> Estimate? { values[type] }

    init(code: String, label: Bilingual, source: String, values: [String: Estimate]) {
        self.code = code
        self.label = label
        self.source = source
        self.values = values
    }

    /// The set that is taken unless another is named.
    package static let usual = "runoff-default"

    /// - Throws: ``RainError``
    init(_ code: String = usual, on day: CalendarDate, _ db: Database) throws {
        let quantity = "runoff_coefficient"
        guard
            let set = try Row.fetchOne(
                db, sql: "SELECT * FROM coefficient_set WHERE code = ? AND quantity = ?", arguments: [code, quantity])
        else {
            let known = try String.fetchAll(
                db, sql: "SELECT code FROM coefficient_set WHERE quantity = ? ORDER BY code", arguments: [quantity])
            throw RainError.unknownSet(code, known: known)
        }
        let date = day.description
        guard (set["valid_from"] as String?) ?? "" <= date, (set["valid_to"] as String?) ?? "9999-12-31" > date else {
            throw RainError.setNotInForce(code, on: day)
        }
        self.code = code
        label = Bilingual(fr: set["label_fr"], en: set["label_en"])
        source = set["source"]
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT surface_type, value, low, high FROM surface_coefficient
                WHERE "set" = :set AND valid_from <= :on AND (valid_to IS NULL OR valid_to > :on)
                ORDER BY valid_from
                """, arguments: ["set": code, "on": date])
        var values: [String: Estimate] = [:]
        for row in rows {
            let (type, value): (String, Double) = (row["surface_type"], row["value"])
            let high = (row["high"] as Double?) ?? value
            guard value <= 1, high <= 1 else {
                throw RainError.coefficientAboveOne(set: code, surfaceType: type, value: max(value, high))
            }
            values[type] = Estimate(value, lower: (row["low"] as Double?) ?? value, upper: high)
        }
        self.values = values
    }
}
