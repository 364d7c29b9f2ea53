import Formats
import Foundation
import Languages
import Testing

@Suite struct JSONReaderTests {
    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `every y_ file of JSONTestSuite is accepted, whatever the size of the buffer`() throws {
        let files = try corpusFiles("json", suffix: ".json").filter { $0.lastPathComponent.hasPrefix("y_") }
        #expect(files.count > 70)
        for file in files {
            let value = try JSONValue(ByteSource(file.path))
            // Foundation is the other engine.
            let other = try JSONSerialization.jsonObject(with: Data(contentsOf: file), options: .fragmentsAllowed)
            #expect(value.isSame(as: other), "\(file.lastPathComponent)")
            #expect(try JSONValue(ByteSource(file.path), bufferSize: 16) == value)
        }
    }

    @Test(arguments: [
        "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{\"a\" 1}", "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}", "[\"a\":1]", "{,}", "[1]]", "[1] x", "1 2", "nul", "nulL",
        "True", "truefalse", "fals", "NaN", "-NaN", "Infinity", "-Infinity", "-", "+1", "01", "-01", "00", "1.", ".5",
        "1.e5", "1e", "1e+", "1E-", "0x10", "1_000", "--1", "1-", "\"", "\"a", "\"\\", "\"\\u", "\"\\u12\"",
        "\"\\uZZZZ\"",
        "\"\\x41\"", "\"\\U0041\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\u{1}\"",
        "\"\n\"", "\"\t\"", "'a'", "// c\n1", "/* c */1", "[1,/**/2]", "\u{c}1", "\u{a0}1", "{\"a\":1}}", "\u{0}",
        "[\u{0}1]", "undefined",
    ])
    func `what RFC 8259 does not allow is refused`(text: String) {
        for size in [16, 1 << 18] {
            #expect(throws: JSONError.self) { try JSONValue(source(text), bufferSize: size) }
        }
    }

    @Test(
        arguments: [
            // Overlong slash, lone continuation, surrogate, above U+10FFFF, cut sequences: Unicode 15, table 3-7.
            [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xE0, 0x80, 0xAF, 0x22], [0x22, 0x80, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xE2, 0x82, 0x22], [0x22, 0xFF, 0x22],
            [0x22, 0xF0, 0x82, 0x82, 0xAC, 0x22], [0x22, 0xE9, 0x74, 0xE9, 0x22],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused in strings`(bytes: [UInt8]) {
        let error = failure { () throws(JSONError) in try JSONValue(bytes: bytes) }
        #expect(error?.reason == .invalidUTF8)
        #expect(error?.place.offset == 1)
    }

    @Test func `an error says byte, line and column, across buffers`() {
        let text = "{\n  \"é\": 1,\n  \"ü\": NaN\n}"
        for size in [16, 20, 1 << 18] {
            let error = failure { () throws(JSONError) in try JSONValue(source(text), bufferSize: size) }
            // Python: text.encode().index(b"N") == 21; the N is the eighth character of the third line.
            #expect(error?.place == TextPlace(offset: 21, line: 3, column: 8))
            #expect(error?.reason == .unexpectedByte(UInt8(ascii: "N"), expected: .value))
        }
    }

    @Test func `a message says where and what, in both languages`() {
        let error = failure { () throws(JSONError) in try JSONValue(source("[1,\n2")) }
        #expect(error?.message.fr.hasPrefix("test, ligne 2, colonne 2 (octet 5) : JSON mal formé") == true)
        #expect(error?.message.en.hasPrefix("test, line 2, column 2 (byte 5): malformed JSON") == true)
    }

    @Test func `nesting stops at the limit, with a clear error and no overflow`() {
        let deep = String(repeating: "[", count: 200_000)
        let error = failure { () throws(JSONError) in try JSONValue(source(deep)) }
        #expect(error?.reason == .tooDeep(limit: 64))
        #expect(error?.place.offset == 64)
        let fits = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONValue(source(fits)) }
        let object = String(repeating: "{\"a\":", count: 100) + "1" + String(repeating: "}", count: 100)
        #expect(throws: JSONError.self) { try JSONValue(source(object)) }
        #expect(throws: Never.self) { try JSONValue(source(object), depthLimit: 100) }
    }

    @Test func `UTF-16 is named in the refusal, and a UTF-8 mark is passed over`() throws {
        let wide = ByteSource(bytes: [0xFF, 0xFE, 0x31, 0x00])
        #expect(failure { () throws(JSONError) in try JSONValue(wide) }?.reason == .notUTF8(.utf16LittleEndian))
        #expect(try JSONValue(bytes: [0xEF, 0xBB, 0xBF, 0x31]) == .number(1))
    }

    @Test func `a repeated name comes out twice, and the last one holds in a tree`() throws {
        #expect(try JSONValue(source("{\"a\":1,\"a\":2}")) == .object(["a": .number(2)]))
        var reader = try JSONReader(source("{\"a\":1,\"\\u0061\":2}"))
        try reader.beginObject()
        var keys: [String] = []
        while let key = try reader.nextKey() {
            keys.append(key)
            try reader.skip()
        }
        #expect(keys == ["a", "a"])
    }

    @Test func `raw text is given as it is written`() throws {
        let text = "{ \"a\" : [1.50, {\"b\" :\"\\u00e9\"} ] }"
        for size in [16, 64] {
            var reader = try JSONReader(source("[\(text), 7]"), bufferSize: size)
            try reader.beginArray()
            #expect(try reader.nextElement())
            #expect(try reader.rawText() == text)
            #expect(try reader.nextElement())
            #expect(try reader.integer() == 7)
            #expect(try !reader.nextElement())
            try reader.finish()
        }
    }

    @Test func `an integer is not a fraction, nor more than 64 bits`() {
        for text in ["1.5", "1e2", "9223372036854775808", "\"1\"", "true"] {
            #expect(throws: JSONError.self) {
                var reader = try JSONReader(source(text))
                _ = try reader.integer()
            }
        }
    }

    @Test func `a decimal is read as the nearest double`() throws {
        var random = SeededGenerator(seed: 8259)
        var texts = [
            "0", "-0", "0.0", "1e22", "1e23", "9007199254740993", "9007199254740993.0", "48.118471705489512",
            "-1.700171774556182", "2.2250738585072014e-308", "4.9406564584124654e-324", "1.7976931348623157e308",
            "0.1000000000000000055511151231257827", "123456789012345678901234567890", "1e-400",
            "18446744073709551615e-1",
            // Half way between two doubles: to even.
            "9007199254740993e0", "9007199254740995", "5e-324", "18014398509481986e-1",
        ]
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...19, using: &random)
            var text = Bool.random(using: &random) ? "-" : ""
            let point = Int.random(in: 0..<digits + 1, using: &random)
            for place in 0..<digits {
                if place == point, place > 0 { text += "." }
                text += String(Int.random(in: place == 0 ? 1...9 : 0...9, using: &random))
            }
            if Int.random(in: 0..<4, using: &random) == 0 { text += "e\(Int.random(in: -25...25, using: &random))" }
            texts.append(text)
        }
        for text in texts {
            var reader = try JSONReader(source(text))
            // The C library's strtod is the other engine.
            #expect(try reader.double().bitPattern == strtod(text, nil).bitPattern, "\(text)")
        }
    }

    @Test func `a number as long as it likes has its end`() throws {
        let long = "0." + String(repeating: "3", count: 3000)
        #expect(try JSONValue(source("[\(long)]"), bufferSize: 16) == .array([.number(1.0 / 3)]))
        let longer = "0." + String(repeating: "3", count: 100_000)
        #expect(throws: JSONError.self) { try JSONValue(source("[\(longer)]"), bufferSize: 16) }
    }

    @Test func `a value longer than the limit is refused`() {
        let long = "[\"" + String(repeating: "x", count: 10_000) + "\"]"
        let error = failure { () throws(JSONError) in
            var reader = try JSONReader(source(long), valueLimit: 1000, bufferSize: 64)
            try reader.skip()
        }
        #expect(error?.reason == .tooLong(limit: 1000))
    }
}

extension JSONValue {
    /// Compares with what Foundation reads.
    fileprivate func isSame(as other: Any) -> Bool {
        switch self {
        case .null: other is NSNull
        case .bool(let value): (other as? Bool) == value
        // Foundation misses the nearest double of 1e-78 by one; the exactness of numbers has its own test.
        case .number(let value): (other as? NSNumber).map { abs($0.doubleValue - value) <= abs(value) * 1e-15 } ?? false
        case .string(let text): (other as? String).map { $0.unicodeScalars.elementsEqual(text.unicodeScalars) } ?? false
        case .array(let elements):
            (other as? [Any]).map { zip(elements, $0).allSatisfy { $0.isSame(as: $1) } && elements.count == $0.count }
                ?? false
        case .object(let members):
            (other as? [String: Any]).map { others in
                others.count == members.count
                    && members.allSatisfy { name, value in others[name].map { value.isSame(as: $0) } ?? false }
            } ?? false
        }
    }
}
