import CampusAtlas

/// Numbers in the reader's language.
enum NumberText {
    static func count(_ value: Int) -> String { fixed(Double(value), 0) }

    static func fixed(_ value: Double, _ decimals: Int) -> String {
        Speech.language.number(value, decimals: decimals)
    }

    static func value(_ value: Double, _ unit: FigureUnit) -> String {
        switch unit {
        case .ratio: fixed(value * 100, 1) + "\u{00A0}%"
        case .squareMetre: fixed(value, 0) + "\u{00A0}m²"
        case .kilogram: fixed(value, 0) + "\u{00A0}kg"
        case .count: fixed(value, 0)
        case .coefficient: fixed(value, 2)
        }
    }

    /// The value, and its bounds when they show.
    static func estimate(_ estimate: Estimate?, _ unit: FigureUnit) -> String {
        guard let estimate else { return say("inconnu", "unknown") }
        let middle = value(estimate.value, unit)
        let low = value(estimate.lower, unit)
        let high = value(estimate.upper, unit)
        return low == middle && high == middle ? middle : "\(middle) [\(low) – \(high)]"
    }
}
