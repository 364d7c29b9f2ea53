import Formats

/// A mass as a person states it, with its unit.
public struct StatedMass: Sendable, Hashable {
    /// Zero or more.
    public let grams: Int64

    /// - Parameter text: a number and its unit: `12,4kg`, `850 g`, `1.2 t`.
    /// - Throws: ``RatesError/notAMass(_:)``, also below zero.
    public init(_ text: String) throws(RatesError) {
        let end = text.lastIndex { $0.isNumber } ?? text.startIndex
        let split = text.isEmpty ? end : text.index(after: end)
        guard let number = DecimalText(String(text[..<split])), let unit = MassUnit(String(text[split...])),
            let grams = unit.grams(number), grams >= 0
        else { throw .notAMass(text) }
        self.grams = grams
    }
}
