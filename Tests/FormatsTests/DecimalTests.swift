import Formats
import Foundation
import Testing

@Suite struct DecimalTests {
    @Test(arguments: [
        ("93,5", 935, 1), ("93.5", 935, 1), ("1 234,5", 12345, 1), ("1\u{a0}234,5", 12345, 1),
        ("1\u{202f}234,5", 12345, 1),
        ("+7", 7, 0), ("-0,25", -25, 2), ("  12 ", 12, 0), (".5", 5, 1), ("1.234,5", 12345, 1), ("1,234.5", 12345, 1),
        ("1.234.567", 1_234_567, 0), ("1,234,567.25", 123_456_725, 2),
        ("7.2000000000000002", 72_000_000_000_000_002, 16),
        ("2.674", 2674, 3), ("1.500", 15, 1), ("1.5E-05", 15, 6), ("2e3", 2000, 0), ("0", 0, 0), ("-0", 0, 0),
        ("007", 7, 0),
    ])
    func `a number is held exactly`(text: String, mantissa: Int64, scale: Int) {
        let value = DecimalText(text)
        #expect(value?.mantissa == mantissa)
        #expect(value?.scale == scale)
    }

    @Test(arguments: [
        "", " ", "1.2.3", "2..674", "2,,5", "12abc", "≈5", "<95", "NaN", "inf", "-", "+", ",", ".", "5,", "5.", "1 23",
        "12 34,5",
        "1,23,456", "1 234.567.8", "--5", "5-", "1e", "1e+", "e5", "0x1F", "１２", "12 kg", "5%", "1/2", "1'234",
        "99999999999999999999", "1\n2", "1,234 567",
    ])
    func `anything else is no number`(text: String) {
        #expect(DecimalText(text) == nil)
    }

    @Test func `the declared sign decides`() {
        #expect(DecimalText("1,234", sign: .comma) == DecimalText("1.234", sign: .point))
        #expect(DecimalText("1,234", sign: .point)?.scaled(by: 0) == 1234)
        #expect(DecimalText("93,5", sign: .point) == nil)
        #expect(DecimalText("93.5", sign: .comma) == nil)
    }

    @Test func `masses become grams without a rounding, or not at all`() {
        // 0.1 + 0.2 and 2.675 are the classics that binary fractions get wrong.
        #expect(DecimalText("93,5")?.scaled(by: 3) == 93_500)
        #expect(DecimalText("2.675")?.scaled(by: 3) == 2675)
        #expect(DecimalText("1.005")?.scaled(by: 6) == 1_005_000)
        #expect(DecimalText("0,0005")?.scaled(by: 3) == nil)
        #expect(DecimalText("12,0")?.scaled(by: 0) == 12)
        #expect(DecimalText("9223372036854775,807")?.scaled(by: 3) == .max)
        #expect(DecimalText("9223372036854775,808")?.scaled(by: 3) == nil)
        #expect(DecimalText("0")?.scaled(by: 30) == 0)
        #expect(DecimalText("1500")?.scaled(by: -2) == 15)
    }

    @Test func `a decimal is the double that strtod gives`() {
        var random = SeededGenerator(seed: 60)
        for _ in 0..<20_000 {
            let mantissa = Int64.random(in: -999_999_999_999_999_999...999_999_999_999_999_999, using: &random)
            let scale = Int.random(in: 0...18, using: &random)
            var digits = String(mantissa.magnitude)
            while digits.count <= scale { digits = "0" + digits }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
            if scale == 0 { digits.removeLast() }
            let text = (mantissa < 0 ? "-" : "") + digits
            #expect(DecimalText(text, sign: .point)?.double == strtod(text, nil), "\(text)")
        }
    }

    private func conclusion(_ values: [String], declared: DecimalSign? = nil) -> DecimalColumn.Conclusion {
        var column = DecimalColumn(declared: declared)
        for (index, value) in values.enumerated() {
            var record = Record(number: index + 2)
            record.append(value)
            column.observe(record, 0)
        }
        return column.conclusion
    }

    @Test func `a column settles its sign by one value that reads a single way`() {
        #expect(conclusion(["1,234", "93,5"]) == .decimal(.comma))
        #expect(conclusion(["1,234", "0,611"]) == .decimal(.comma))
        #expect(conclusion(["1,234", "1,234,567"]) == .decimal(.point))
        #expect(conclusion(["1,234", "1,234.5"]) == .decimal(.point))
        #expect(conclusion(["1 234,567"]) == .decimal(.comma))
        #expect(conclusion(["1234,567"]) == .decimal(.comma))
        #expect(conclusion(["1.136", "0.064"]) == .decimal(.point))
        #expect(conclusion(["12", "", "7"]) == .integers)
        #expect(conclusion([]) == .integers)
    }

    @Test func `a column that nothing settles is refused with its rows`() {
        #expect(conclusion(["1,234", "12", "2,500", ""]) == .ambiguous(rows: [2, 4]))
        #expect(conclusion(["1,234", "2,500"], declared: .comma) == .decimal(.comma))
        #expect(conclusion(["93,5", "1.25", "7,25"]) == .mixed(rows: [3]))
    }

    @Test func `rows that are no number are listed`() {
        var column = DecimalColumn()
        for (row, value) in ["1,5", "2..674", "NA", ""].enumerated() {
            var record = Record(number: row)
            record.append(value)
            column.observe(record, 0)
        }
        #expect(column.unreadableRows == [1, 2])
        #expect(column.conclusion == .decimal(.comma))
    }
}
