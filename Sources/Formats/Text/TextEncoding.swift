/// How characters are written as bytes, among what campus files come in.
public enum TextEncoding: Hashable, Sendable, CaseIterable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252
    case latin1

    /// The name to say aloud, the same in French and in English.
    public var label: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .windows1252: "Windows-1252"
        case .latin1: "ISO-8859-1 (Latin-1)"
        }
    }

    /// The bytes that announce the encoding at the start of a file; none for the single-byte ones.
    public var byteOrderMark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .windows1252, .latin1: []
        }
    }

    /// What the start of a text tells of its encoding; nil when it is plain ASCII, which tells nothing.
    ///
    /// A byte order mark decides; then zero bytes in every other place, which is UTF-16; then whether what is not
    /// ASCII is UTF-8. Text that is not is Windows-1252, or Latin-1 when it has bytes that Windows-1252 leaves without
    /// a meaning. A text with some damage in mostly good UTF-8 is UTF-8: the damage is reported, not read as letters.
    public static func detect(_ sample: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
        if sample.starts(with: TextEncoding.utf8.byteOrderMark) { return .utf8 }
        if let encoding = utf16(startingWith: sample) { return encoding }
        var good = 0
        var bad = 0
        var isLatin1 = false
        var index = 0
        while index < sample.count {
            let byte = sample[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            let rest = UnsafeBufferPointer(rebasing: sample[index...])
            let length = UTF8Sequence.length(rest)
            if length > 0 {
                good += 1
                index += length
            } else {
                if index + 4 > sample.count, UTF8Sequence.isCut(rest) { break }
                bad += 1
                if byte < 0xA0, windows1252Scalars[Int(byte - 0x80)] == 0 { isLatin1 = true }
                index += 1
            }
        }
        if good == 0, bad == 0 { return nil }
        if good > bad { return .utf8 }
        return isLatin1 ? .latin1 : .windows1252
    }

    /// The kind of UTF-16 that the bytes start, by its mark or by the zero half of its first two characters.
    static func utf16(startingWith bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
        for encoding in [TextEncoding.utf16LittleEndian, .utf16BigEndian]
        where bytes.starts(with: encoding.byteOrderMark) {
            return encoding
        }
        guard bytes.count >= 4 else { return nil }
        return switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
        case (1..., 0, 1..., 0): .utf16LittleEndian
        case (0, 1..., 0, 1...): .utf16BigEndian
        default: nil
        }
    }

    /// Appends, as UTF-8, a text of a single-byte encoding.
    /// - Returns: false when a byte has no meaning in the encoding.
    func appendSingleBytes(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) -> Bool {
        for byte in bytes {
            if byte < 0x80 {
                output.append(byte)
            } else if self == .latin1 || byte >= 0xA0 {
                UTF8Sequence.append(UInt32(byte), to: &output)
            } else {
                let scalar = windows1252Scalars[Int(byte - 0x80)]
                if scalar == 0 { return false }
                UTF8Sequence.append(UInt32(scalar), to: &output)
            }
        }
        return true
    }
}

/// What 0x80 to 0x9F stand for in Windows-1252 (the WHATWG index of it); 0 where they stand for nothing.
let windows1252Scalars: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178,
]
