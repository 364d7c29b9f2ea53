import Formats
import Testing

@Suite struct SHA256Tests {
    /// FIPS 180-4 and its example document "SHA256.pdf" of NIST; the empty message and the million a from NIST's
    /// Cryptographic Standards and Guidelines, examples with intermediate values.
    @Test(arguments: [
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ), ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func `the examples of NIST`(text: String, times: Int, digest: String) throws {
        let bytes = Array(String(repeating: text, count: times).utf8)
        #expect(SHA256.hexDigest(of: bytes) == digest)
        let folder = try TemporaryFolder()
        let sink = try ByteSink(folder.path("x"))
        try sink.write(bytes)
        try sink.finish()
        #expect(try SHA256.hexDigest(of: ByteSource(folder.path("x"))) == digest)
    }
}
