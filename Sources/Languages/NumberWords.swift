extension Language {
    /// A whole number in words: `quatre-vingt-dix-sept`, `one hundred and seven`. French in the spelling of before 1990.
    ///
    /// A billion or more, and what is below zero, are left in digits.
    public func words(_ number: Int64) -> String {
        guard (0..<1_000_000_000).contains(number) else { return self.number(Double(number), decimals: 0) }
        return self == .fr ? FrenchWords.of(Int(number)) : EnglishWords.of(Int(number))
    }
}

private enum FrenchWords {
    private static let small = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
        "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
    ]
    private static let tens = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "", ""]

    static func of(_ number: Int) -> String {
        let (millions, rest) = number.quotientAndRemainder(dividingBy: 1_000_000)
        let (thousands, units) = rest.quotientAndRemainder(dividingBy: 1000)
        var parts: [String] = []
        if millions > 0 {
            parts.append(belowThousand(millions, isLast: true) + (millions > 1 ? " millions" : " million"))
        }
        if thousands > 0 {
            parts.append((thousands > 1 ? belowThousand(thousands, isLast: false) + " " : "") + "mille")
        }
        if units > 0 || parts.isEmpty { parts.append(belowThousand(units, isLast: true)) }
        return parts.joined(separator: " ")
    }

    /// - Parameter isLast: `cent` and `vingt` take their plural when nothing follows them, and `mille` follows them.
    private static func belowThousand(_ number: Int, isLast: Bool) -> String {
        let (hundreds, rest) = number.quotientAndRemainder(dividingBy: 100)
        guard hundreds > 0 else { return belowHundred(rest, isLast: isLast) }
        let head = hundreds > 1 ? small[hundreds] + " cent" : "cent"
        if rest == 0 { return head + (hundreds > 1 && isLast ? "s" : "") }
        return head + " " + belowHundred(rest, isLast: isLast)
    }

    private static func belowHundred(_ number: Int, isLast: Bool) -> String {
        if number < 20 { return small[number] }
        if number == 80 { return isLast ? "quatre-vingts" : "quatre-vingt" }
        if number > 80 { return "quatre-vingt-" + small[number - 80] }
        let isBySixty = number >= 60
        let unit = number - (isBySixty ? 60 : number / 10 * 10)
        let ten = tens[number / 10]
        switch unit {
        case 0: return ten
        case 1, 11: return ten + " et " + small[unit]
        default: return ten + "-" + small[unit]
        }
    }
}

private enum EnglishWords {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]

    static func of(_ number: Int) -> String {
        var parts: [String] = []
        var rest = number
        for (size, name) in [(1_000_000, " million"), (1000, " thousand")] where rest >= size {
            parts.append(belowThousand(rest / size) + name)
            rest %= size
        }
        if rest > 0 || parts.isEmpty {
            parts.append((rest < 100 && !parts.isEmpty ? "and " : "") + belowThousand(rest))
        }
        return parts.joined(separator: " ")
    }

    private static func belowThousand(_ number: Int) -> String {
        let (hundreds, rest) = number.quotientAndRemainder(dividingBy: 100)
        guard hundreds > 0 else { return belowHundred(rest) }
        return small[hundreds] + " hundred" + (rest > 0 ? " and " + belowHundred(rest) : "")
    }

    private static func belowHundred(_ number: Int) -> String {
        if number < 20 { return small[number] }
        return tens[number / 10] + (number % 10 > 0 ? "-" + small[number % 10] : "")
    }
}
