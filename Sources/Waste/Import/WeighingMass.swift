import Atlas
import Formats
import Languages

/// A mass that a row of a file says, in whole grams.
struct WeighedMass {
    let grams: Int64
    let typed: String
    let unit: MassUnit
    let isDoubtful: Bool
}

/// How the masses of a row are read: their unit is that of the cell, of the row, or of the column's name, and never
/// guessed.
enum WeighingMasses {
    /// The mass in a field; nil, with the row refused, when there is none that can be told.
    static func read(_ field: Int, unit: Int, _ row: inout ImportRow) -> WeighedMass? {
        guard let typed = row.text(field), let measure = row.measure(field) else { return nil }
        return mass(measure, typed, column: row.columnName(field), unit: unit, &row)
    }

    /// The mass in a column of the file.
    static func read(column: Int, unit: Int, _ row: inout ImportRow) -> WeighedMass? {
        guard let measure = row.measure(column: column) else { return nil }
        return mass(measure, row.text(column: column), column: row.columnTitle(column), unit: unit, &row)
    }

    private static func mass(
        _ measure: ImportRow.Measure, _ typed: String, column: String, unit field: Int, _ row: inout ImportRow
    ) -> WeighedMass? {
        guard let unit = unit(measure, typed, column: column, field, &row) else { return nil }
        guard let grams = unit.grams(measure.number) else {
            row.refuse(found: typed, Bilingual(fr: "masse hors de portée", en: "mass out of range"))
            return nil
        }
        return WeighedMass(grams: grams, typed: typed, unit: unit, isDoubtful: measure.isDoubtful)
    }

    private static func unit(
        _ measure: ImportRow.Measure, _ typed: String, column: String, _ field: Int, _ row: inout ImportRow
    ) -> MassUnit? {
        let around: MassUnit?
        if let text = row.text(field) {
            around = MassUnit(text)
            if around == nil {
                refuse(unit: text, found: text, column: row.columnName(field), &row)
                return nil
            }
        } else {
            around = MassUnit(inColumn: column)
        }
        guard let text = measure.unit else {
            if around == nil { refuse(unit: MassUnit.pound(inColumn: column), found: column, column: nil, &row) }
            return around
        }
        guard let own = MassUnit(text) else {
            refuse(unit: text, found: typed, column: column, &row)
            return nil
        }
        if let around, around != own {
            row.refuse(
                found: typed,
                Bilingual(
                    fr: "\(own.rawValue) dans la case, \(around.rawValue) pour la colonne : laquelle des deux unités ?",
                    en: "\(own.rawValue) in the cell, \(around.rawValue) for the column: which of the two units?"))
            return nil
        }
        return own
    }

    private static func refuse(unit: String?, found: String, column: String?, _ row: inout ImportRow) {
        guard let unit else {
            row.refuse(
                found: found,
                Bilingual(
                    fr: "masse sans unité : donnez une colonne « unit » ou --set unit=kg",
                    en: "mass without a unit: give a column 'unit' or --set unit=kg"))
            return
        }
        if MassUnit.isPound(unit) {
            row.refuse(
                found: found,
                Bilingual(
                    fr: "livres (lb), que le livre ne prend pas : 1 lb = 0,45359237 kg, convertissez",
                    en: "pounds (lb), which the book does not take: 1 lb = 0.45359237 kg, convert them"))
            return
        }
        row.refuse(found: found, Bilingual(fr: "unité inconnue : g, kg ou t", en: "unknown unit: g, kg or t"))
    }
}
