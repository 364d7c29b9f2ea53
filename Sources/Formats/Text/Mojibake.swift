/// Text that was written as UTF-8, read as Windows-1252 or Latin-1, and written again: "ObsÃ©rvateur".
///
/// It is good UTF-8, so that nothing refuses it; only a person can say that it is wrong. The repair is a proposal.
public enum Mojibake {
    /// True when the text holds a sequence that such a mistake makes, and that no French or English text does.
    public static func isLikely(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        repairedProposal(text) != nil
    }

    /// As ``isLikely(_:)-(UnsafeBufferPointer<UInt8>)``, for a string.
    public static func isLikely(_ text: String) -> Bool { repairedProposal(text) != nil }

    /// The text as it probably was; nil when nothing in it looks damaged. Never applied by a reader.
    public static func repairedProposal(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        guard holdsLead(text) else { return nil }
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        var repaired: [UInt8] = []
        var isDamaged = false
        var index = 0
        while index < scalars.count {
            if let sequence = originalSequence(scalars[index...]) {
                repaired.append(contentsOf: sequence)
                index += sequence.count
                isDamaged = true
            } else {
                UTF8Sequence.append(scalars[index].value, to: &repaired)
                index += 1
            }
        }
        return isDamaged ? String(decoding: repaired, as: UTF8.self) : nil
    }

    /// As ``repairedProposal(_:)-(UnsafeBufferPointer<UInt8>)``, for a string.
    public static func repairedProposal(_ text: String) -> String? {
        var text = text
        return text.withUTF8 { repairedProposal($0) }
    }

    /// True when Â, Ã, Å, â or ï is in the text: C3, then one of five bytes.
    private static func holdsLead(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for byte in text {
            if previous == 0xC3, [0x82, 0x83, 0x85, 0xA2, 0xAF].contains(byte) { return true }
            previous = byte
        }
        return false
    }

    /// The bytes of the character that two or three damaged ones stand for, when it is one that campus files hold:
    /// Latin letters (U+0080 to U+00FF, U+0140 to U+017F), general punctuation, the euro, the trade mark, the byte
    /// order mark. Others are left alone, since "É»" or "Ï®" may be what was meant.
    private static func originalSequence(_ scalars: ArraySlice<Unicode.Scalar>) -> [UInt8]? {
        let bytes = scalars.prefix(3).map(singleByte)
        guard let lead = bytes.first, let lead, bytes.count > 1, let second = bytes[1], second & 0xC0 == 0x80 else {
            return nil
        }
        switch lead {
        case 0xC2, 0xC3, 0xC5: return [lead, second]
        case 0xE2 where [0x80, 0x82, 0x84].contains(second), 0xEF where second == 0xBB:
            guard bytes.count > 2, let third = bytes[2], third & 0xC0 == 0x80 else { return nil }
            return lead == 0xEF && third != 0xBF ? nil : [lead, second, third]
        default: return nil
        }
    }

    /// The byte that Windows-1252, or Latin-1 where it says nothing, writes the character with.
    private static func singleByte(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x100 { return UInt8(scalar.value) }
        guard let index = windows1252Scalars.firstIndex(where: { UInt32($0) == scalar.value }) else { return nil }
        return UInt8(0x80 + index)
    }
}
