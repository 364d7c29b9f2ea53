import Formats
import Foundation
import Testing

@Suite struct EncodingTests {
    private let text = "nom;lieu\nChêne pubescent;Alès – 5 €\n\"a;b\";œuvre\n"
    private let expected = [["Chêne pubescent", "Alès – 5 €"], ["a;b", "œuvre"]]

    private func encoded(_ encoding: String.Encoding, mark: [UInt8] = [], _ text: String? = nil) throws -> ByteSource {
        ByteSource(bytes: mark + (try #require((text ?? self.text).data(using: encoding))), name: "test")
    }

    @Test func `each encoding is recognised, said aloud, and read`() throws {
        let cases: [(ByteSource, TextEncoding, Bool)] = [
            (try encoded(.utf8), .utf8, false),
            (try encoded(.utf8, mark: [0xEF, 0xBB, 0xBF]), .utf8, true),
            (try encoded(.utf16LittleEndian, mark: [0xFF, 0xFE]), .utf16LittleEndian, true),
            (try encoded(.utf16BigEndian, mark: [0xFE, 0xFF]), .utf16BigEndian, true),
            (try encoded(.utf16LittleEndian), .utf16LittleEndian, false),
            (try encoded(.utf16BigEndian), .utf16BigEndian, false),
            (try encoded(.windowsCP1252), .windows1252, false),
        ]
        for (bytes, encoding, hasMark) in cases {
            for size in [128, 1 << 18] {
                let reader = try DelimitedTextReader(bytes, bufferSize: size)
                #expect(reader.encoding == encoding)
                #expect(reader.hasByteOrderMark == hasMark)
                #expect(reader.header == ["nom", "lieu"])
                #expect(try rows(reader) == expected)
            }
        }
        #expect(TextEncoding.windows1252.label == "Windows-1252")
    }

    @Test func `the first byte that is not ASCII decides, however late it comes`() throws {
        let plain = "a;b\n" + String(repeating: "1;2\n", count: 50_000)
        let late = try encoded(.windowsCP1252, plain + "é;è\n")
        let reader = try DelimitedTextReader(late, bufferSize: 4096)
        #expect(reader.encoding == .utf8)
        let found = try rows(reader)
        #expect(found.last == ["é", "è"])
        #expect(reader.encoding == .windows1252)
        let utf8 = try DelimitedTextReader(try encoded(.utf8, plain + "é;è\n"), bufferSize: 4096)
        #expect(try rows(utf8).last == ["é", "è"])
        #expect(utf8.encoding == .utf8)
    }

    @Test func `damage in a UTF-8 file is told with its line, not read as letters`() throws {
        let bytes = Array("a;b\né;è\nû;ô\n\"x\ny".utf8) + [0xE9] + Array("\";1\n".utf8)
        let error = #expect(throws: DelimitedTextError.self) { try rows(DelimitedTextReader(ByteSource(bytes: bytes))) }
        #expect(error?.reason == .invalidText(.utf8))
        #expect(error?.line == 5)
    }

    @Test func `half a character of UTF-16 is refused`() {
        for tail: [UInt8] in [[0x00, 0xD8, 0x41, 0x00], [0x00, 0xDC], [0x41], [0x00, 0xD8]] {
            let bytes = [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00] + tail
            let error = #expect(throws: DelimitedTextError.self) {
                try rows(DelimitedTextReader(ByteSource(bytes: bytes)))
            }
            #expect(error?.reason == .invalidText(.utf16LittleEndian))
            #expect(error?.line == 2)
        }
    }

    @Test func `Latin-1 is told from Windows-1252 by what the latter leaves empty`() throws {
        let bytes: [UInt8] = Array("a\n".utf8) + [0xE9, 0x81, 0x0A]
        let reader = try DelimitedTextReader(ByteSource(bytes: bytes))
        #expect(reader.encoding == .latin1)
        #expect(try rows(reader) == [["é\u{81}"]])
        let declared = try DelimitedTextReader(ByteSource(bytes: bytes), encoding: .windows1252)
        #expect(throws: DelimitedTextError.self) { try rows(declared) }
    }

    @Test(arguments: [
        ("ObsÃ©rvateur", "Obsérvateur"), ("Ã‰cole", "École"), ("forÃªt dâ€™AlÃ¨s", "forêt d’Alès"), ("5 â‚¬", "5 €"),
        ("cÅ“ur", "cœur"), ("Â°C", "°C"), ("ï»¿nom", "\u{FEFF}nom"), ("Ã\u{a0} cÃ´tÃ© été", "à côté été"),
    ])
    func `text read as Windows-1252 and written again is noticed, with a proposal`(damaged: String, repaired: String) {
        #expect(Mojibake.repairedProposal(damaged) == repaired)
    }

    @Test(arguments: [
        "École", "CAFÉ»", "Île d’Oléron", "São Paulo", "SÃO", "naïve", "Âge", "Å", "â", "à côté", "", "œuvre", "ÏÎ",
        "Ã", "Âme",
    ])
    func `good text is left alone`(text: String) {
        #expect(Mojibake.repairedProposal(text) == nil)
    }

    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `the damaged accents of the 300 GeoNature observations are noticed`() throws {
        let path = corpus.appendingPathComponent("occurrences/geonature/synthese-300-obs.tsv").path
        let reader = try DelimitedTextReader(ByteSource(path))
        var record = Record()
        var damaged = 0
        while try reader.next(into: &record) {
            let fields = (0..<record.count).count { field in record.withBytes(field) { Mojibake.isLikely($0) } }
            damaged += fields > 0 ? 1 : 0
        }
        #expect(reader.rowCount == 300)
        #expect(damaged > 0)
    }
}
