import Formats
public import Languages

/// A depth of rain: one millimetre on one square metre is one litre.
public struct RainDepth: Sendable, Hashable {
    /// Above zero.
    public let millimetres: Double

    /// What works are told for unless another depth is asked.
    public static let tenMillimetres = RainDepth(10)

    private init(_ millimetres: Double) { self.millimetres = millimetres }

    /// Nil unless the depth is a number above zero.
    public init?(millimetres: Double) {
        guard millimetres > 0, millimetres.isFinite else { return nil }
        self.millimetres = millimetres
    }

    /// - Parameter text: a number and its unit: `10mm`, `1,5 cm`, `10 L/m²`.
    /// - Throws: ``QuantityError``
    public init(_ text: String) throws(QuantityError) {
        millimetres = try TypedQuantity(text, .depth).value()
    }
}

/// A volume of water, in whole litres.
public struct WaterVolume: Sendable, Hashable {
    /// Zero or more.
    public let litres: Int64

    /// Nil below zero.
    public init?(litres: Int64) {
        guard litres >= 0 else { return nil }
        self.litres = litres
    }

    /// - Parameter text: a number and its unit: `20m3`, `20 000 L`, `3 hL`.
    /// - Throws: ``QuantityError``, also for a volume that is not a whole number of litres.
    public init(_ text: String) throws(QuantityError) {
        litres = try TypedQuantity(text, .volume).wholeValue()
    }
}

/// An area of ground as a person states it.
public struct GroundArea: Sendable, Hashable {
    /// Above zero.
    public let squareMetres: Double

    /// Nil unless the area is a number above zero.
    public init?(squareMetres: Double) {
        guard squareMetres > 0, squareMetres.isFinite else { return nil }
        self.squareMetres = squareMetres
    }

    /// - Parameter text: a number and its unit: `450m2`, `0,5 ha`.
    /// - Throws: ``QuantityError``
    public init(_ text: String) throws(QuantityError) {
        squareMetres = try TypedQuantity(text, .area).value()
    }
}

/// How fast water enters the ground.
public struct InfiltrationRate: Sendable, Hashable {
    /// Zero or more.
    public let millimetresPerHour: Double

    /// Nil unless the rate is a number, zero or more.
    public init?(millimetresPerHour: Double) {
        guard millimetresPerHour >= 0, millimetresPerHour.isFinite else { return nil }
        self.millimetresPerHour = millimetresPerHour
    }

    /// - Parameter text: a number and its unit: `42mm/h`, `4,2 cm/h`, `1,2e-5 m/s`.
    /// - Throws: ``QuantityError``
    public init(_ text: String) throws(QuantityError) {
        millimetresPerHour = try TypedQuantity(text, .rate).value()
    }
}

/// What may be typed: the units of each quantity, and whether it may be nothing.
enum QuantityKind: Hashable, Sendable {
    case depth, volume, area, rate

    /// A unit as it is spelt, in lower case, and how many of the unit that is stored it makes: `times` × 10^`power`.
    fileprivate var units: [(spelling: String, power: Int, times: Double)] {
        switch self {
        case .depth: [("mm", 0, 1), ("cm", 1, 1), ("l/m²", 0, 1), ("l/m2", 0, 1)]
        case .volume: [("m³", 3, 1), ("m3", 3, 1), ("litres", 0, 1), ("litre", 0, 1), ("hl", 2, 1), ("l", 0, 1)]
        case .area: [("m²", 0, 1), ("m2", 0, 1), ("ha", 4, 1)]
        case .rate: [("mm/h", 0, 1), ("cm/h", 1, 1), ("m/s", 3, 3600)]
        }
    }

    fileprivate var takesZero: Bool { self == .volume || self == .rate }

    var label: Bilingual {
        switch self {
        case .depth: Bilingual(fr: "une hauteur de pluie", en: "a depth of rain")
        case .volume: Bilingual(fr: "un volume", en: "a volume")
        case .area: Bilingual(fr: "une surface", en: "an area")
        case .rate: Bilingual(fr: "une vitesse d'infiltration", en: "an infiltration rate")
        }
    }

    /// The unit to add to a number that has none.
    var examples: [String] {
        switch self {
        case .depth: ["mm"]
        case .volume: ["m3", "L"]
        case .area: ["m2", "ha"]
        case .rate: ["mm/h", "m/s"]
        }
    }
}

/// A number and the unit it was typed with.
private struct TypedQuantity {
    private let text: String
    private let kind: QuantityKind
    private let number: DecimalText
    private let power: Int
    private let times: Double

    init(_ text: String, _ kind: QuantityKind) throws(QuantityError) {
        var typed = Substring(text.lowercased())
        while typed.last?.isWhitespace == true { typed.removeLast() }
        guard let unit = kind.units.first(where: { typed.hasSuffix($0.spelling) }) else {
            throw QuantityError(text, kind, DecimalText(String(typed)) == nil ? .unknownUnit : .noUnit)
        }
        let digits = String(typed.dropLast(unit.spelling.count))
        guard let number = DecimalText(digits) else { throw QuantityError(text, kind, .notNumber) }
        guard !Self.mayBeThousands(digits) else { throw QuantityError(text, kind, .ambiguous) }
        (self.text, self.kind, self.number) = (text, kind, number)
        (power, times) = (unit.power, unit.times)
    }

    /// `20.000` is twenty or twenty thousand.
    private static func mayBeThousands(_ digits: String) -> Bool {
        var digits = digits
        var column = DecimalColumn()
        digits.withUTF8 { column.observe($0, row: 1) }
        if case .ambiguous = column.conclusion { return true }
        return false
    }

    func value() throws(QuantityError) -> Double {
        let scaled = number.scaled(by: power).map(Double.init)
        let value = (scaled ?? number.double * (0..<power).reduce(1.0) { product, _ in product * 10 }) * times
        guard value.isFinite, value > 0 || (kind.takesZero && value == 0) else {
            throw QuantityError(text, kind, .outOfRange)
        }
        return value
    }

    func wholeValue() throws(QuantityError) -> Int64 {
        guard try value() <= Self.largest else { throw QuantityError(text, kind, .outOfRange) }
        guard let whole = number.scaled(by: power) else { throw QuantityError(text, kind, .notWhole) }
        return whole
    }

    /// A cubic kilometre, in litres: more is a mistake, and sums of less fit.
    private static let largest = 1e12
}

/// Why a quantity that was typed is not taken.
public struct QuantityError: ReadableError, Hashable {
    /// What is wrong with it.
    public enum Problem: Hashable, Sendable {
        case noUnit
        case unknownUnit
        case notNumber
        /// One comma or point before three digits: thousands, or decimals.
        case ambiguous
        case outOfRange
        /// Not a whole number of litres.
        case notWhole
    }

    /// What was typed.
    public let text: String
    /// What is wrong with it.
    public let problem: Problem
    private let kind: QuantityKind

    fileprivate init(_ text: String, _ kind: QuantityKind, _ problem: Problem) {
        self.text = text
        self.kind = kind
        self.problem = problem
    }

    /// The sentence for the user.
    public var message: Bilingual {
        let typed = text.filter { !$0.isWhitespace }
        let (fr, en) = (kind.label.fr, kind.label.en)
        let units = kind.examples.joined(separator: ", ")
        switch problem {
        case .noUnit:
            let ways = kind.examples.map { typed + $0 }
            return Bilingual(
                fr: "« \(text) » n'a pas d'unité : tapez \(ways.joined(separator: " ou ")).",
                en: "'\(text)' has no unit: type \(ways.joined(separator: " or ")).")
        case .unknownUnit:
            return Bilingual(
                fr: "« \(text) » : il faut \(fr), un nombre et son unité (\(units)).",
                en: "'\(text)': \(en) is needed, a number and its unit (\(units)).")
        case .notNumber:
            return Bilingual(
                fr: "« \(text) » : il n'y a pas de nombre devant l'unité.",
                en: "'\(text)': there is no number before the unit.")
        case .ambiguous:
            return Bilingual(
                fr: "« \(text) » peut se lire de deux façons, à mille près : écrivez les milliers sans séparateur.",
                en: "'\(text)' reads two ways, a thousand times apart: write thousands without a separator.")
        case .outOfRange:
            return Bilingual(
                fr: "« \(text) » ne peut pas être \(fr).", en: "'\(text)' cannot be \(en).")
        case .notWhole:
            return Bilingual(
                fr: "« \(text) » : les volumes se tiennent en litres entiers.",
                en: "'\(text)': volumes are kept in whole litres.")
        }
    }
}
