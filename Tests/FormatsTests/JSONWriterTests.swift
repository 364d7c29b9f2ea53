import Formats
import Foundation
import Testing

@Suite struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) throws -> Void) rethrows -> String {
        var writer = JSONWriter()
        try write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `commas and colons come by themselves`() throws {
        let text = try text { json in
            json.beginObject()
            json.key("a")
            json.beginArray()
            json.integer(-1)
            try json.number(0.5)
            json.beginObject()
            json.endObject()
            json.null()
            json.endArray()
            json.key("b")
            json.bool(true)
            json.endObject()
        }
        #expect(text == "{\"a\":[-1,0.5,{},null],\"b\":true}")
    }

    @Test func `any text comes back as it was`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<40, using: &random) {
                let limit: UInt32 = Bool.random(using: &random) ? 0x80 : 0x11_0000
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { scalars.append(scalar) }
            }
            let written = text { $0.string(String(scalars)) }
            let size = Int.random(in: 16..<40, using: &random)
            #expect(try JSONValue(source(written), bufferSize: size) == .string(String(scalars)))
            let other =
                try JSONSerialization.jsonObject(with: Data(written.utf8), options: .fragmentsAllowed) as? String
            #expect(other.map { Array($0.unicodeScalars) } == Array(scalars))
        }
    }

    @Test func `any double comes back as it was, through strtod too`() throws {
        var random = SeededGenerator(seed: 2)
        var values = [
            0.0, -0.0, 1e16, 9_007_199_254_740_994, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e-7,
            44.1333,
        ]
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            if value.isFinite { values.append(value) }
        }
        for value in values {
            let written = try text { try $0.number(value) }
            #expect(strtod(written, nil).bitPattern == value.bitPattern)
            #expect(try JSONValue(source(written)) == .number(value))
        }
    }

    @Test(arguments: [
        (4.080512345678, 7, "4.0805123"), (-0.000000049, 7, "0"), (-1.5, 0, "-2"), (44.0, 8, "44"), (0.1, 3, "0.1"),
        (1e300, 7, "1e+300"), (-0.00000005, 7, "-0.0000001"), (786457.4276, 3, "786457.428"), (0.05, 2, "0.05"),
    ])
    func `decimals are rounded, and the zeros that end them left out`(value: Double, decimals: Int, expected: String)
        throws
    {
        #expect(try text { try $0.number(value, decimals: decimals) } == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what JSON cannot say is refused`(value: Double) {
        #expect(throws: JSONWriterError.self) { try text { try $0.number(value) } }
        #expect(throws: JSONWriterError.self) { try text { try $0.number(value, decimals: 7) } }
    }

    @Test func `integers at both ends`() {
        #expect(text { $0.integer(.max) } == "9223372036854775807")
        #expect(text { $0.integer(.min) } == "-9223372036854775808")
        #expect(text { $0.integer(0) } == "0")
    }
}
