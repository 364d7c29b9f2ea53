import Formats
import Foundation
import Languages
import Testing

@Suite struct ZIPTests {
    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `every archive of the corpus opens, and each entry has its size and its checksum`() throws {
        let files = try corpusFiles("occurrences/dwca-python-reader", suffix: ".zip")
        #expect(files.count == 23)
        for file in files {
            let zip = try ZIPReader(ByteSource(file.path))
            #expect(!zip.entries.isEmpty)
            for entry in zip.entries {
                let bytes = try zip.source(entry).readAll(limit: 1 << 24)
                #expect(bytes.count == entry.size)
            }
        }
    }

    /// `unzip -p dwca-simple-csv.zip | sha256sum`
    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `an entry is a source like any other`() throws {
        let path = corpus.appendingPathComponent("occurrences/dwca-python-reader/dwca-simple-csv.zip").path
        let zip = try ZIPReader(ByteSource(path))
        let entry = try zip.source("0008333-160118175350007.csv")
        #expect(try SHA256.hexDigest(of: entry) == "4c29ae7749646e19173617596d7bc19142ee5a9bb544c1de6453d90416f07570")
        let reader = try DelimitedTextReader(entry)
        #expect(reader.dialect.delimiter == UInt8(ascii: "\t"))
        #expect(reader.dialect.isQuoted)
        #expect(reader.header.first == "gbifid")
        #expect(try rows(reader).count == 3)
        #expect(entry.name.hasSuffix("dwca-simple-csv.zip/0008333-160118175350007.csv"))
    }

    private func read(_ builder: ArchiveBuilder, limits: ZIPLimits = ZIPLimits()) throws -> [[UInt8]] {
        let zip = try ZIPReader(ByteSource(bytes: builder.bytes, name: "a.zip"), limits: limits)
        return try zip.entries.map { try zip.source($0).readAll(limit: 1 << 30) }
    }

    private func refusal(_ builder: ArchiveBuilder, limits: ZIPLimits = ZIPLimits()) -> ZIPError.Reason? {
        let error = #expect(throws: FileError.self) { try read(builder, limits: limits) }
        guard case .archive(let reason) = error else { return nil }
        return reason.reason
    }

    @Test func `stored and deflated entries are read`() throws {
        var archive = ArchiveBuilder()
        archive.store("été/a.txt", Array("bonjour".utf8))
        archive.deflateZeros("zeros", matches: 1000)
        #expect(try read(archive) == [Array("bonjour".utf8), [UInt8](repeating: 0, count: 258_001)])
    }

    @Test(arguments: ["../x", "/etc/passwd", "a/../../x", "C:/x", "a\\b", "a\u{1}", ".."])
    func `names that lead out of the folder are refused`(name: String) {
        var archive = ArchiveBuilder()
        archive.store(name, [1])
        #expect(refusal(archive) == .unsafeName(name))
    }

    @Test func `bombs are refused, announced or not`() {
        var announced = ArchiveBuilder()
        announced.deflateZeros("bomb", matches: 100_000)
        #expect(refusal(announced, limits: ZIPLimits(ratio: 100)) == .suspiciousRatio(entry: "bomb", limit: 100))
        #expect(
            refusal(announced, limits: ZIPLimits(entrySize: 1_000_000)) == .tooLarge(entry: "bomb", limit: 1_000_000))
        var lying = ArchiveBuilder()
        lying.deflateZeros("bomb", matches: 100_000, announcedSize: 1000)
        #expect(refusal(lying) == .wrongSize(entry: "bomb"))
        var modest = ArchiveBuilder()
        modest.deflateZeros("bomb", matches: 10, announcedSize: 1_000_000)
        #expect(refusal(modest) == .wrongSize(entry: "bomb"))
    }

    @Test func `damage is refused`() {
        var checksum = ArchiveBuilder()
        checksum.store("a", [1, 2, 3], checksum: 7)
        #expect(refusal(checksum) == .wrongChecksum(entry: "a"))
        var twice = ArchiveBuilder()
        twice.store("a", [1])
        twice.store("a", [2])
        #expect(refusal(twice) == .repeatedName("a"))
        var overlapping = ArchiveBuilder()
        overlapping.store("a", [1, 2, 3])
        overlapping.store("b", [1, 2, 3], headerOffset: 0)
        #expect(refusal(overlapping) == .damaged)
        var encrypted = ArchiveBuilder()
        encrypted.store("a", [1], flags: 1)
        #expect(refusal(encrypted) == .encrypted(entry: "a"))
        var method = ArchiveBuilder()
        method.store("a", [1], method: 12)
        #expect(refusal(method) == .unsupportedMethod(entry: "a", 12))
        let notZIP = failure { () throws(FileError) in try ZIPReader(ByteSource(bytes: "not a zip".utf8, name: "x")) }
        #expect(notZIP?.description == "x: this is not a ZIP archive.")
    }

    @Test func `an archive cut or changed anywhere never does worse than an error`() throws {
        var archive = ArchiveBuilder()
        archive.store("a.txt", Array("bonjour".utf8))
        archive.deflateZeros("z", matches: 3)
        let whole = archive.bytes
        for length in 0..<whole.count {
            #expect(throws: FileError.self) { try ZIPReader(ByteSource(bytes: whole[..<length])) }
        }
        var random = SeededGenerator(seed: 3)
        for _ in 0..<3000 {
            var bytes = whole
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            // Every error is typed; what counts is that there is nothing else.
            if let zip = try? ZIPReader(ByteSource(bytes: bytes)) {
                for entry in zip.entries { _ = try? zip.source(entry).readAll(limit: 1 << 20) }
            }
        }
    }
}

/// Makes archives, good and bad (APPNOTE 6.3.10 sections 4.3.7, 4.3.12 and 4.3.16).
struct ArchiveBuilder {
    private var content: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    var bytes: [UInt8] {
        var end = little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
        end += little(directory.count, 4) + little(content.count, 4) + little(0, 2)
        return content + directory + end
    }

    mutating func store(
        _ name: String, _ data: [UInt8], flags: Int = 0, method: Int = 0, checksum: UInt32? = nil,
        headerOffset: Int? = nil
    ) {
        add(name, data, size: data.count, flags: flags, method: method, checksum ?? crc32(data), headerOffset)
    }

    /// One literal zero, then matches of 258 bytes at distance 1, in a block of fixed codes (RFC 1951 section 3.2.6).
    mutating func deflateZeros(_ name: String, matches: Int, announcedSize: Int? = nil) {
        var bits: [UInt8] = []
        var used = 0
        func put(_ bit: Int) {
            if used % 8 == 0 { bits.append(0) }
            bits[bits.count - 1] |= UInt8(bit << (used % 8))
            used += 1
        }
        func code(_ value: Int, _ width: Int) {
            for place in (0..<width).reversed() { put(value >> place & 1) }
        }
        put(1)
        put(1)
        put(0)
        code(0b0011_0000, 8)
        for _ in 0..<matches {
            code(0b1100_0101, 8)
            code(0, 5)
        }
        code(0, 7)
        let size = 1 + 258 * matches
        let checksum = crc32([UInt8](repeating: 0, count: size))
        add(name, bits, size: announcedSize ?? size, flags: 0, method: 8, checksum, nil)
    }

    private mutating func add(
        _ name: String, _ data: [UInt8], size: Int, flags: Int, method: Int, _ checksum: UInt32, _ headerOffset: Int?
    ) {
        let offset = headerOffset ?? content.count
        let name = Array(name.utf8)
        var common = little(20, 2) + little(flags, 2) + little(method, 2) + little(0, 4)
        common += little(Int(checksum), 4) + little(data.count, 4) + little(size, 4)
        common += little(name.count, 2) + little(0, 2)
        content += little(0x0403_4B50, 4) + common + name + data
        directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 10) + little(offset, 4) + name
        count += 1
    }

    private func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func crc32(_ data: [UInt8]) -> UInt32 {
        var sum: UInt32 = ~0
        for byte in data {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
        }
        return ~sum
    }
}
