/// Names of columns, compared as people write them.
public enum ColumnName {
    /// The name in lower case, without accents, with nothing but letters and digits: `Décimal Latitude ` is
    /// `decimallatitude`, `N° œuvre (m²)` is `noeuvrem2`.
    public static func normalized(_ name: String) -> String {
        var result = ""
        for scalar in name.lowercased().unicodeScalars {
            switch scalar {
            case "0"..."9", "a"..."z": result.unicodeScalars.append(scalar)
            case "ß": result += "ss"
            default: result += plainLetters(scalar)
            }
        }
        return result
    }

    /// The letters under the accents, found in the Unicode name: LATIN SMALL LETTER E WITH ACUTE, LATIN SMALL LIGATURE
    /// OE. A letter of another script is itself; a mark is nothing.
    private static func plainLetters(_ scalar: Unicode.Scalar) -> String {
        let properties = scalar.properties
        if let name = properties.name {
            for start in ["LATIN SMALL LETTER ", "LATIN SMALL LIGATURE "] where name.hasPrefix(start) {
                return String(name.dropFirst(start.count).prefix { $0 != " " }).lowercased()
            }
        }
        if properties.numericType == .digit, let value = properties.numericValue { return String(Int(value)) }
        return properties.isAlphabetic && !properties.isDiacritic ? String(scalar) : ""
    }
}
