import Foundation

extension Language {
    /// A number as people read it: decimal comma and narrow no-break spaces between thousands in French, decimal point and
    /// commas in English, a true minus in both. What rounds to zero has no sign.
    public func number(_ value: Double, decimals: Int) -> String {
        let rounded = String(format: "%.\(decimals)f", abs(value))
        let parts = rounded.split(separator: ".", maxSplits: 1)
        var whole = ""
        for (index, digit) in parts[0].reversed().enumerated() {
            if index > 0, index % 3 == 0 { whole.insert(self == .fr ? "\u{202F}" : ",", at: whole.startIndex) }
            whole.insert(digit, at: whole.startIndex)
        }
        let isZero = !rounded.contains { ("1"..."9").contains($0) }
        let sign = value < 0 && !isZero ? "−" : ""
        guard parts.count > 1 else { return sign + whole }
        return sign + whole + (self == .fr ? "," : ".") + parts[1]
    }
}
