import Formats
package import Foundation

/// Public identities of rows: UUIDs of RFC 9562, written in lower case.
package enum RowIdentity {
    /// A version 7 UUID (RFC 9562 section 5.7): the milliseconds since 1970, then randomness.
    package static func timeOrdered(at date: Date = Date()) -> String {
        let milliseconds = UInt64(max(0, date.timeIntervalSince1970 * 1000))
        var generator = SystemRandomNumberGenerator()
        let high = (milliseconds << 16) | 0x7000 | (generator.next() & 0x0FFF)
        let low = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        return text(high, low)
    }

    /// A version 8 UUID made of a name (RFC 9562 section 5.8 and appendix B.2): the same name gives the same identity,
    /// in every atlas, so that a row that comes twice is known.
    package static func named(_ bytes: [UInt8]) -> String {
        let digest = SHA256.digest(of: bytes)
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in digest[0..<8] { high = high << 8 | UInt64(byte) }
        for byte in digest[8..<16] { low = low << 8 | UInt64(byte) }
        return text(high & ~0xF000 | 0x8000, low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    /// The identity that a text already is, in lower case; nil when it is not written as a UUID.
    package static func uuid(in text: String) -> String? {
        guard text.utf8.count == 36, UUID(uuidString: text) != nil else { return nil }
        return text.lowercased()
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = nibble < 16 ? high : low
                let value = Int(word >> UInt64(60 - 4 * (nibble % 16)) & 15)
                buffer[position] = digits.utf8Start[value]
                position += 1
            }
            return 36
        }
    }
}
