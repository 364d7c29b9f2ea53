/// The number of an establishment in the French register of businesses: 14 digits, of which the first nine are its SIREN.
public struct Siret: Sendable, Hashable, CustomStringConvertible {
    /// The 14 digits.
    public let digits: String

    /// Reads 14 digits, spaces among them allowed; nil when they are not 14 or their key is wrong.
    ///
    /// The key is Luhn's (ISO/IEC 7812-1 annex B); the establishments of La Poste, SIREN 356 000 000, but for its
    /// headquarters, have instead a sum of digits that is a multiple of five.
    public init?(_ text: String) {
        let digits = text.filter { !$0.isWhitespace }
        guard digits.utf8.count == 14, let numbers = Self.numbers(digits), numbers.contains(where: { $0 != 0 }) else {
            return nil
        }
        let isOfLaPoste = digits.hasPrefix("356000000") && digits != "35600000000048"
        guard isOfLaPoste ? numbers.reduce(0, +) % 5 == 0 : Self.hasLuhnKey(numbers) else { return nil }
        self.digits = digits
    }

    /// The digits.
    public var description: String { digits }

    /// True for the nine digits of a SIREN, whose key is Luhn's.
    public static func isSiren(_ text: String) -> Bool {
        let digits = text.filter { !$0.isWhitespace }
        guard digits.utf8.count == 9, let numbers = numbers(digits) else { return false }
        return numbers.contains { $0 != 0 } && hasLuhnKey(numbers)
    }

    private static func numbers(_ digits: String) -> [Int]? {
        let bytes = Array(digits.utf8)
        guard bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return bytes.map { Int($0 - UInt8(ascii: "0")) }
    }

    private static func hasLuhnKey(_ numbers: [Int]) -> Bool {
        let sum = numbers.reversed().enumerated().reduce(0) { sum, digit in
            guard digit.offset % 2 == 1 else { return sum + digit.element }
            let double = digit.element * 2
            return sum + (double > 9 ? double - 9 : double)
        }
        return sum % 10 == 0
    }
}

/// Where a party of a movement of waste is.
public struct PostalAddress: Sendable, Hashable {
    /// The street and what goes with it.
    public var street: String?
    /// The postal code.
    public var postalCode: String?
    /// The town.
    public var city: String?
    /// The country's two letters (ISO 3166-1); nil for France.
    public var country: String?

    /// An address, of which any part may be unknown.
    public init(street: String? = nil, postalCode: String? = nil, city: String? = nil, country: String? = nil) {
        self.street = street
        self.postalCode = postalCode
        self.city = city
        self.country = country
    }

    /// On one line; empty when nothing is known.
    public var line: String {
        let town = [postalCode, city].compactMap { $0 }.joined(separator: " ")
        let abroad = country.flatMap { $0 == "FR" ? nil : $0 }
        return [street, town.isEmpty ? nil : town, abroad].compactMap { $0 }.joined(separator: ", ")
    }
}
