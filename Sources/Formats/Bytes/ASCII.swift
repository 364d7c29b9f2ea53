/// The bytes that the formats give a meaning to.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let recordSeparator: UInt8 = 0x1E
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let point: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let openBrace: UInt8 = 0x7B
    static let bar: UInt8 = 0x7C
    static let closeBrace: UInt8 = 0x7D
}

extension UInt8 {
    /// The value of an ASCII digit; nil for any other byte.
    @inline(__always) var digit: Int? {
        let value = self &- ASCII.zero
        return value < 10 ? Int(value) : nil
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// True when the bytes are those of the text.
    @inline(__always) func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != text.utf8Start[index] { return false }
        return true
    }

    var isASCII: Bool {
        var index = 0
        if let base = UnsafeRawPointer(baseAddress) {
            while index + 8 <= count {
                if base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
                    return false
                }
                index += 8
            }
        }
        while index < count {
            if self[index] >= 0x80 { return false }
            index += 1
        }
        return true
    }
}

/// How many bytes of white space start at the index: ASCII blanks, no-break spaces (U+00A0, U+202F), thin space
/// (U+2009), byte order mark; 0 when none does.
@inline(__always) func blankLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let byte = bytes[index]
    if byte == ASCII.space || (byte >= ASCII.tab && byte <= ASCII.carriageReturn) { return 1 }
    guard byte >= 0xC2 else { return 0 }
    if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0xA0 { return 2 }
    if index + 2 < bytes.count {
        let (second, third) = (bytes[index + 1], bytes[index + 2])
        if byte == 0xE2, second == 0x80, third == 0xAF || third == 0x89 { return 3 }
        if byte == 0xEF, second == 0xBB, third == 0xBF { return 3 }
    }
    return 0
}

/// The bytes without the white space around them.
func trimmedBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var first = 0
    while first < bytes.count {
        let length = blankLength(bytes, first)
        if length == 0 { break }
        first += length
    }
    var end = first
    var index = first
    while index < bytes.count {
        let length = blankLength(bytes, index)
        index += max(length, 1)
        if length == 0 { end = index }
    }
    return UnsafeBufferPointer(rebasing: bytes[first..<end])
}
