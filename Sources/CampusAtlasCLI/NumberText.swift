import CampusAtlas
import Foundation

/// Numbers as people read them: decimal comma and narrow no-break spaces in French.
enum NumberText {
    static func count(_ value: Int) -> String { fixed(Double(value), 0) }

    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let rounded = String(format: "%.\(decimals)f", abs(value))
        let parts = rounded.split(separator: ".", maxSplits: 1)
        var whole = ""
        for (index, digit) in parts[0].reversed().enumerated() {
            if index > 0, index % 3 == 0 {
                whole.insert(Speech.language == .fr ? "\u{202F}" : ",", at: whole.startIndex)
            }
            whole.insert(digit, at: whole.startIndex)
        }
        let isZero = !rounded.contains { ("1"..."9").contains($0) }
        let sign = value < 0 && !isZero ? "−" : ""
        guard parts.count > 1 else { return sign + whole }
        return sign + whole + (Speech.language == .fr ? "," : ".") + parts[1]
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
