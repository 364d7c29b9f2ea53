import CNettle

/// The SHA-256 digest of FIPS 180-4, computed by nettle.
public struct SHA256 {
    private var state = sha256_ctx()

    /// The digest of nothing, so far.
    public init() {
        nettle_sha256_init(&state)
    }

    /// Takes more bytes in.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        nettle_sha256_update(&state, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }

    /// The digest of what was taken in: 32 bytes.
    public var digest: [UInt8] {
        var state = state
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        nettle_sha256_digest(&state, digest.count, &digest)
        return digest
    }

    /// The digest of what was taken in, as 64 lower-case hexadecimal digits.
    public var hexDigest: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The digest of everything that a source holds, read in pieces.
    /// - Throws: ``FileError``
    public static func hexDigest(of source: ByteSource) throws(FileError) -> String {
        var hash = SHA256()
        try source.open().forEachChunk { chunk throws(FileError) in
            hash.update(chunk)
            return true
        }
        return hash.hexDigest
    }

    /// The digest of some bytes, in hexadecimal.
    public static func hexDigest(of bytes: [UInt8]) -> String { taking(bytes).hexDigest }

    /// The digest of some bytes: 32 bytes.
    public static func digest(of bytes: [UInt8]) -> [UInt8] { taking(bytes).digest }

    private static func taking(_ bytes: [UInt8]) -> SHA256 {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash
    }
}
