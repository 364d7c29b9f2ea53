import Formats
import Foundation

/// The name of a taxon, taken apart: the one place where names are normalised, so that two ways to write a name are one.
///
/// What makes no other taxon is left out: the authority, letter case, accents, white space, the subgenus in brackets, the
/// mark of a subspecies (zoology writes none) and the cultivar. The sign of a nothotaxon is left out too, since it is
/// disregarded for homonymy (ICN, article H.3.3); that of a hybrid formula (`Salix alba × S. fragilis`) is kept, and so is
/// what says that an identification is not sure (`cf.`, `aff.`, `agg.`).
package struct TaxonName: Sendable, Hashable {
    /// The normalised name: `platanus hispanica`, `pinus nigra laricio`, `abies alba var pendula`.
    package let key: String
    /// The normalised name of the species, of a name below the species that says its rank; else the name's own.
    package let speciesKey: String
    /// Letter case, accents and spaces apart, the text as it was cited, authority included.
    package let folded: String
    /// True when the text has more than the name: an authority.
    package let hasAuthority: Bool
    /// True of a nothotaxon or a formula: the text has the hybrid sign.
    package let isHybrid: Bool
    /// True when the text names a cultivar.
    package let isCultivar: Bool

    /// The name without anything that makes no other taxon.
    package static func normalised(_ text: String) -> String { TaxonName(text).key }

    package init(_ text: String) {
        let tokens = Self.tokens(of: text)
        var parser = TaxonNameParser(tokens)
        parser.parse()
        key = parser.words.joined(separator: " ")
        speciesKey = parser.speciesCount.map { parser.words.prefix($0).joined(separator: " ") } ?? key
        folded = tokens.map(Self.folded).joined(separator: " ")
        hasAuthority = parser.hasAuthority
        isHybrid = parser.isHybrid
        isCultivar = parser.isCultivar
    }

    /// The text in lower case, without accents or ligatures, apostrophes straight, spaces single.
    package static func folded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        let lower = text.lowercased()
        if isPlain, !lower.utf8.contains(where: { $0 < 0x20 }), !lower.contains("  ") { return lower }
        var result = ""
        for scalar in lower.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "œ": result += "oe"
            case "æ": result += "ae"
            case "ß": result += "ss"
            case "’", "‘", "ʼ": result += "'"
            case "×": result += "x"
            case _ where scalar.properties.isWhitespace: if result.last != " " { result += " " }
            case _ where scalar.properties.generalCategory == .nonspacingMark: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.trimmingCharacters(in: .whitespaces)
    }

    private static func tokens(of text: String) -> [String] {
        var text = text.contains("×") ? text.replacing("×", with: " × ") : text
        // A name all in capitals has lost which word is an author's: what stands after the genus is an epithet.
        if !text.contains(where: \.isLowercase), text.contains(where: \.isUppercase) {
            text = text.lowercased()
        }
        return text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

/// Reads the words of a name from left to right.
private struct TaxonNameParser {
    private(set) var words: [String] = []
    private(set) var speciesCount: Int?
    private(set) var hasAuthority = false
    private(set) var isHybrid = false
    private(set) var isCultivar = false
    private let tokens: [String]
    private var isInAuthority = false
    private var isPlainText = false
    /// True when what follows the genus is written as an authority is: with a stop, a comma, brackets, a year.
    private let showsAuthority: Bool

    private static let signs: Set<String> = ["×", "x", "X"]
    /// The marks of rank below the species, as the key has them; that of a subspecies is not written.
    private static let ranks: [String: String] = [
        "subsp.": "", "subsp": "", "ssp.": "", "ssp": "", "subspecies": "", "nothosubsp.": "",
        "var.": "var", "var": "var", "varietas": "var", "nothovar.": "var", "subvar.": "subvar", "convar.": "convar",
        "f.": "f", "fo.": "f", "forma": "f",
    ]
    private static let indeterminate: Set<String> = ["sp.", "sp", "spp.", "spp", "indet.", "indet"]
    private static let doubts: Set<String> = ["cf.", "cf", "aff.", "aff", "agg.", "agg", "gr.", "gr", "nr."]
    /// Words of authorities that start with a small letter.
    private static let particles: Set<String> = [
        "de", "du", "des", "von", "van", "der", "den", "da", "di", "la", "le", "ex", "et", "in", "non", "nec", "auct.",
        "auct", "sensu", "emend.", "nom.", "al.", "zu", "ined.", "s.l.", "s.str.", "s.", "l.", "fil.", "p.p.", "and",
    ]

    init(_ tokens: [String]) {
        self.tokens = tokens
        showsAuthority = tokens.dropFirst().contains { token in
            token.utf8.contains { byte in
                byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "&")
                    || byte == UInt8(ascii: "(") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
        }
    }

    mutating func parse() {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            if isEnd(token) { return }
            if Self.signs.contains(token), tokens.count > 1 {
                index = takeSign(at: index)
            } else if words.isEmpty {
                words.append(plain(token))
                index += 1
            } else if let rank = Self.ranks[token], let next = epithet(at: index + 1) {
                takeBelowSpecies(rank, next)
                index += 2
            } else {
                take(token, at: index)
                index += 1
            }
        }
    }

    /// A cultivar, or "sp.", ends the name; an author's apostrophe comes later in a word (`L'Hér.`).
    private mutating func isEnd(_ token: String) -> Bool {
        guard !words.isEmpty else { return false }
        if "'‘’\"“«".contains(token.prefix(1)) || token == "cv." || token == "cv" {
            isCultivar = true
            return true
        }
        return Self.indeterminate.contains(token)
    }

    /// Between two names the sign is a formula, whose second name is taken as it stands; elsewhere it marks a nothotaxon.
    private mutating func takeSign(at index: Int) -> Int {
        isHybrid = true
        guard words.count > 1, index + 1 < tokens.count else { return index + 1 }
        words.append("x")
        for token in tokens[(index + 1)...] where !Self.signs.contains(token) { words.append(plain(token)) }
        return tokens.count
    }

    private mutating func takeBelowSpecies(_ rank: String, _ epithet: String) {
        if speciesCount == nil { speciesCount = words.count }
        if !rank.isEmpty { words.append(rank) }
        words.append(epithet)
        isInAuthority = false
    }

    private mutating func take(_ token: String, at index: Int) {
        if Self.doubts.contains(token) {
            words.append(String(token.prefix { $0 != "." }))
            return
        }
        if isInAuthority { return }
        if words.count == 1, token.hasPrefix("("), token.hasSuffix(")"), epithet(at: index + 1) != nil { return }
        let isEpithet = isEpithet(token)
        // "Érable de Montpellier" and "Chitalpa Tashkentensis" are no genus with an authority.
        if !showsAuthority, words.count == 1, !isEpithet || Self.particles.contains(token) { isPlainText = true }
        if isEpithet || isPlainText {
            words.append(plain(token))
        } else {
            isInAuthority = true
            hasAuthority = true
        }
    }

    private func epithet(at index: Int) -> String? {
        guard index < tokens.count, isEpithet(tokens[index]) else { return nil }
        return plain(tokens[index])
    }

    /// A word in small letters, which is no part of an authority.
    private func isEpithet(_ token: String) -> Bool {
        guard let first = token.first, first.isLowercase else { return false }
        guard showsAuthority else { return true }
        if Self.particles.contains(token) { return false }
        return !token.dropLast().contains { ".&()'’".contains($0) } && !token.hasSuffix(".")
    }

    private func plain(_ token: String) -> String {
        TaxonName.folded(token.trimmingCharacters(in: CharacterSet(charactersIn: ",;")))
    }
}
