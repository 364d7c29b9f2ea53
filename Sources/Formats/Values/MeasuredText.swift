/// A number with what people write around it in a cell: its unit, or that they doubt it.
///
/// `12,5 kg`, `~3`, `<95`, `5kg ?`, `poids raturé 5kg?`. Anything else beside the number is no measure: `27/sept`,
/// `5 kg cagette`, `2..674`.
package struct MeasuredText: Hashable, Sendable {
    /// The number as it is written.
    package let number: String
    /// The word right after it.
    package let unit: String?
    /// True when a mark or a word says that the number is not sure.
    package let isDoubtful: Bool

    package init?(_ text: String) {
        if DecimalText(text) != nil {
            (number, unit, isDoubtful) = (text, nil, false)
            return
        }
        let characters = Array(text)
        guard let first = characters.firstIndex(where: \.isASCIIDigit) else { return nil }
        var start = first
        if start > 0, ["-", "+", ",", "."].contains(characters[start - 1]) { start -= 1 }
        var end = first
        while end < characters.count {
            let isBlankInside =
                characters[end].isWhitespace && end + 1 < characters.count && characters[end + 1].isASCIIDigit
            guard characters[end].isASCIIDigit || ",.".contains(characters[end]) || isBlankInside else { break }
            end += 1
        }
        number = String(characters[start..<end])
        let before = String(characters[..<start])
        let after = String(characters[end...]).drop(while: \.isWhitespace)
        let word = after.prefix(while: \.isLetter)
        let remark = String(after.dropFirst(word.count))
        unit = word.isEmpty || Self.isDoubt(String(word)) ? nil : String(word)
        let doubts = [before, unit == nil ? String(after) : remark].filter { !$0.allSatisfy(\.isWhitespace) }
        guard DecimalText(number) != nil, doubts.allSatisfy(Self.isDoubt) else { return nil }
        isDoubtful = !doubts.isEmpty
    }

    /// True when a text says that something is not sure: by a mark, or by one of the words that sheets are seen to use.
    package static func isDoubt(_ text: String) -> Bool {
        if text.contains(where: { "?<>≤≥~≈±".contains($0) }) { return true }
        let words = text.split { !$0.isLetter }.map { ColumnName.normalized(String($0)) }
        return words.contains { word in
            ["env", "environ", "approx", "ca"].contains(word)
                || ["ratur", "illisib", "flou", "douteu", "incertain", "estim"].contains { word.hasPrefix($0) }
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
