/// The well-formed byte sequences of UTF-8 (Unicode, table 3-7): no overlong form, no surrogate, nothing above U+10FFFF.
enum UTF8Sequence {
    /// The length of the character that starts the bytes; 0 when none does, or when it is cut.
    @inline(__always)
    static func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let lead = bytes.first else { return 0 }
        if lead < 0x80 { return 1 }
        let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
        guard length > 0, bytes.count >= length, secondIsGood(lead, bytes[1]) else { return 0 }
        if length > 2, bytes[2] & 0xC0 != 0x80 { return 0 }
        if length > 3, bytes[3] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// True when the bytes are the beginning of a character that has more bytes than there are.
    static func isCut(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let lead = bytes.first, lead >= 0xC2, lead < 0xF5 else { return false }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        if bytes.count >= length { return false }
        if bytes.count > 1, !secondIsGood(lead, bytes[1]) { return false }
        return bytes.count < 3 || bytes[2] & 0xC0 == 0x80
    }

    @inline(__always)
    private static func secondIsGood(_ lead: UInt8, _ second: UInt8) -> Bool {
        switch lead {
        case 0xE0: second >= 0xA0 && second <= 0xBF
        case 0xED: second >= 0x80 && second <= 0x9F
        case 0xF0: second >= 0x90 && second <= 0xBF
        case 0xF4: second >= 0x80 && second <= 0x8F
        default: second & 0xC0 == 0x80
        }
    }

    /// The place of the first byte that is not UTF-8; nil when all is.
    static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            if index + 8 <= bytes.count, let base = UnsafeRawPointer(bytes.baseAddress),
                base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
                continue
            }
            let length = length(UnsafeBufferPointer(rebasing: bytes[index...]))
            if length == 0 { return index }
            index += length
        }
        return nil
    }

    /// How many bytes start a character.
    static func characterCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = bytes.count
        var index = 0
        while index + 8 <= bytes.count, let base = UnsafeRawPointer(bytes.baseAddress) {
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // A continuation byte has its first bit set and not its second.
            count -= (word >> 7 & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
            index += 8
        }
        for byte in bytes[index...] where byte & 0xC0 == 0x80 { count -= 1 }
        return count
    }

    /// Appends a Unicode scalar value.
    static func append(_ code: UInt32, to output: inout [UInt8]) {
        if code < 0x80 {
            output.append(UInt8(code))
        } else if code < 0x800 {
            output.append(0xC0 | UInt8(code >> 6))
            output.append(0x80 | UInt8(code & 0x3F))
        } else if code < 0x10000 {
            output.append(0xE0 | UInt8(code >> 12))
            output.append(0x80 | UInt8(code >> 6 & 0x3F))
            output.append(0x80 | UInt8(code & 0x3F))
        } else {
            output.append(0xF0 | UInt8(code >> 18))
            output.append(0x80 | UInt8(code >> 12 & 0x3F))
            output.append(0x80 | UInt8(code >> 6 & 0x3F))
            output.append(0x80 | UInt8(code & 0x3F))
        }
    }
}
