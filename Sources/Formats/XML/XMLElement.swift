/// An element of an XML document, without its namespace: what the descriptors of archives need.
public struct XMLElement: Hashable, Sendable {
    /// The name, without the prefix of its namespace.
    public let name: String
    /// The attributes by name, prefixes left out; declarations of namespaces are no attributes.
    public let attributes: [String: String]
    /// The elements directly inside.
    public internal(set) var children: [XMLElement] = []
    /// The text directly inside, pieces joined.
    public internal(set) var text = ""
    /// The line where the element starts, from 1.
    public let line: Int

    /// The elements of a name directly inside.
    public func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The first element of a name directly inside.
    public func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}

/// Text as XML writes it.
public enum XMLText {
    /// The text with `&`, `<`, `>` and both quotation marks escaped; characters that XML 1.0 section 2.2 does not allow
    /// become U+FFFD.
    public static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            default: result.unicodeScalars.append(isAllowed(scalar.value) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    /// Adds the character that `&name;` means; answers what is wrong when it means none.
    static func append(reference name: String, to output: inout [UInt8]) -> XMLError.Reason? {
        switch name {
        case "amp": output.append(UInt8(ascii: "&"))
        case "lt": output.append(UInt8(ascii: "<"))
        case "gt": output.append(UInt8(ascii: ">"))
        case "quot": output.append(ASCII.quote)
        case "apos": output.append(UInt8(ascii: "'"))
        default:
            guard name.hasPrefix("#") else { return .unknownEntity(name) }
            let digits = name.dropFirst()
            let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let value, isAllowed(value) else { return .invalidCharacter }
            UTF8Sequence.append(value, to: &output)
        }
        return nil
    }

    /// True of what XML 1.0 section 2.2 calls a character.
    static func isAllowed(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
