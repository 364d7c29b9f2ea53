import Formats
import Languages

/// A unit of mass that a person may type.
enum MassUnit: String, CaseIterable {
    case gram = "g"
    case kilogram = "kg"
    case tonne = "t"

    /// The unit that a text names; nil when it names none that the books take. Pounds are not taken: they are asked about.
    init?(_ text: String) {
        switch ColumnName.normalized(text) {
        case "g", "gr", "gramme", "grammes", "gram", "grams": self = .gram
        case "kg", "kilo", "kilos", "kilogramme", "kilogrammes", "kilogram", "kilograms": self = .kilogram
        case "t", "tonne", "tonnes", "tons": self = .tonne
        default: return nil
        }
    }

    /// The unit in the name of a column: `kg_glass`, `weight (kg)`, `masse_t`.
    init?(inColumn name: String) {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard let word = words.first(where: { ["g", "kg", "t"].contains($0) }) else { return nil }
        self.init(String(word))
    }

    /// 10 to this power is the number of grams in one unit.
    var powerOfTen: Int {
        switch self {
        case .gram: 0
        case .kilogram: 3
        case .tonne: 6
        }
    }

    /// The mass in whole grams, exact; a fraction of a gram, which a spreadsheet's `7.2000000000000002` leaves, is rounded
    /// to the nearest. nil when the mass is beyond ``largest``, either way.
    func grams(_ number: DecimalText) -> Int64? {
        guard let grams = number.scaled(by: powerOfTen) ?? Int64(exactly: (number.double * scale).rounded()),
            grams.magnitude <= Self.largest
        else { return nil }
        return grams
    }

    /// So many of this unit, to the nearest gram; nil when it is beyond ``largest``, either way.
    func grams(_ number: Double) -> Int64? {
        let grams = (number * scale).rounded()
        return grams.magnitude <= Double(Self.largest) ? Int64(grams) : nil
    }

    /// A billion tonnes: more is a mistake, and sums of less fit.
    private static let largest = 1_000_000_000_000_000

    /// Grams written in this unit, with a decimal comma: 2,100 g in kg is `2,1`.
    func text(grams: Int64) -> String {
        let (whole, rest) = grams.quotientAndRemainder(dividingBy: Int64(scale))
        guard rest != 0 else { return String(whole) }
        var digits = String(rest)
        while digits.count < powerOfTen { digits = "0" + digits }
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole),\(digits)"
    }

    private var scale: Double {
        switch self {
        case .gram: 1
        case .kilogram: 1000
        case .tonne: 1_000_000
        }
    }
}

extension MassUnit {
    /// True of the pound (0.45359237 kg, by the agreement of 1959), which nobody weighs with here: it is asked about.
    static func isPound(_ text: String) -> Bool {
        ["lb", "lbs", "pound", "pounds", "livre", "livres"].contains(ColumnName.normalized(text))
    }

    /// The pound in the name of a column: `weight_lb`.
    static func pound(inColumn name: String) -> String? {
        name.split { !$0.isLetter && !$0.isNumber }.map(String.init).first(where: isPound)
    }
}
