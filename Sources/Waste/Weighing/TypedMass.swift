import Formats
import Languages

/// A mass as a person typed it, in whole grams, with the text and the unit kept. A comma is a decimal point.
public struct TypedMass: Sendable, Hashable {
    /// Zero or more.
    public let grams: Int64
    /// The number, as typed: `47,5`.
    public let text: String
    /// The unit, as typed: `kg`.
    public let unit: String

    /// - Parameter text: a number and its unit, g, kg or t: `47,5 kg`, `0,12t`.
    /// - Throws: ``WeighingError``; a mass without a unit is refused, and pounds are.
    public init(_ text: String) throws(WeighingError) {
        let typed = text.trimmedBlanks
        let end = typed.lastIndex { $0.isNumber }.map { typed.index(after: $0) } ?? typed.startIndex
        let number = typed[..<end].trimmedBlanks
        let unit = typed[end...].trimmedBlanks
        guard let value = DecimalText(number) else { throw .notAMass(text) }
        guard !unit.isEmpty else { throw .massWithoutUnit(text) }
        if MassUnit.isPound(unit) {
            guard let asKilograms = MassUnit.kilogram.grams(value.double) else { throw .notAMass(text) }
            throw .pounds(text, grams: UnitFactor.poundsForKilograms.grams(asKilograms))
        }
        guard let known = MassUnit(unit) else { throw .unknownUnit(text, unit: unit) }
        guard let grams = known.grams(value), grams >= 0 else { throw .notAMass(text) }
        (self.grams, self.text, self.unit) = (grams, number, unit)
    }

    /// As ``init(_:)``, for a mass that cannot be zero: what was refused, or attested.
    ///
    /// - Throws: ``WeighingError``
    static func aboveZero(_ text: String) throws(WeighingError) -> TypedMass {
        let mass = try TypedMass(text)
        guard mass.grams > 0 else { throw .massNotPositive(net: 0, tare: nil) }
        return mass
    }

    /// So many grams, written in kilograms.
    init(grams: Int64) {
        self.grams = grams
        text = MassUnit.kilogram.text(grams: grams)
        unit = MassUnit.kilogram.rawValue
    }
}

extension StringProtocol {
    fileprivate var trimmedBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension Bilingual {
    /// A mass in kilograms, in digits: `47,5 kg`, `47.5 kg`.
    static func kilograms(_ grams: Int64) -> Bilingual {
        let text = MassUnit.kilogram.text(grams: grams)
        return Bilingual(fr: text + " kg", en: text.replacing(",", with: ".") + " kg")
    }

    /// A mass in words, that no slip of a comma can hide in: `quarante-sept kilos et demi`.
    static func spoken(grams: Int64) -> Bilingual {
        let (kilograms, rest) = grams.quotientAndRemainder(dividingBy: 1000)
        func fr(_ count: Int64, _ noun: String) -> String {
            let words = Language.fr.words(count)
            let isMillions = words.hasSuffix("million") || words.hasSuffix("millions")
            return words + (isMillions ? " de " : " ") + noun + (count > 1 ? "s" : "")
        }
        func en(_ count: Int64, _ noun: String) -> String {
            Language.en.words(count) + " " + noun + (count == 1 ? "" : "s")
        }
        switch (kilograms, rest) {
        case (0, _): return Bilingual(fr: fr(rest, "gramme"), en: en(rest, "gram"))
        case (_, 0): return Bilingual(fr: fr(kilograms, "kilo"), en: en(kilograms, "kilo"))
        case (_, 500):
            return Bilingual(
                fr: fr(kilograms, "kilo") + " et demi", en: Language.en.words(kilograms) + " and a half kilos")
        default:
            return Bilingual(
                fr: fr(kilograms, "kilo") + " et " + fr(rest, "gramme"),
                en: en(kilograms, "kilo") + " and " + en(rest, "gram"))
        }
    }
}
