import Formats
import Foundation
import Languages
import Testing

@Suite struct DelimitedTextTests {
    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `csv-spectrum is read as the JSON beside it says`() throws {
        let files = try corpusFiles("csv/csv-spectrum/csvs", suffix: ".csv")
        #expect(files.count == 12)
        for file in files {
            let name = file.deletingPathExtension().lastPathComponent
            let expected = try JSONValue(
                ByteSource(corpus.appendingPathComponent("csv/csv-spectrum/json/\(name).json").path))
            let objects = (expected.array ?? [expected]).compactMap(\.object)
            // The corpus lost the carriage returns of the files that are named after them.
            let text = try String(contentsOf: file, encoding: .utf8)
            let source = source(name.hasSuffix("_crlf") ? text.replacingOccurrences(of: "\n", with: "\r\n") : text)
            for size in [64, 1 << 18] {
                let reader = try DelimitedTextReader(source, dialect: .commaSeparated, bufferSize: size)
                let found = try rows(reader)
                #expect(found.count == objects.count, "\(name)")
                for (row, object) in zip(found, objects) {
                    for (column, value) in zip(reader.header, row) {
                        // The two files of location_coordinates do not hold the same telephone number.
                        if column == "Contact Phone Number" { continue }
                        #expect(object[column] == .string(value), "\(name)")
                    }
                }
                #expect(try DelimitedTextReader(source).dialect.delimiter == UInt8(ascii: ","))
            }
        }
    }

    /// Delimiters, encodings and rows counted with Python's csv module and its codecs.
    @Test(
        .enabled(if: corpusIsPresent, corpusIsAbsent),
        arguments: [
            ("waste/rbtl-fs22/raw_data__bananas-in-pyjamas__2022-04-07_waste_characterisation_clean.csv", ";", 6),
            ("waste/rbtl-fs22/raw_data__lord-of-the-bins__04-05-2022_rbtl_data_sheet1.csv", ",", 12),
            ("waste/rbtl-fs22/raw_data__disposa-liz__rbtl_fs22_waste_composition_bellevue.csv", ";", 13),
            (
                "waste/rbtl-fs22/raw_data__partners-in-grime__2022-05-04_waste_characterisation_total_bins_raw_data.csv",
                ",", 11
            ),
            ("waste/proposal_streams.csv", ";", 16), ("waste/low_codes_fr.csv", ",", 3),
            ("occurrences/geonature/synthese-300-obs.tsv", "\t", 30),
            ("occurrences/geonature/synthese_valid_file.csv", ";", 76),
        ])
    func `the layout of real files is found`(path: String, delimiter: String, columns: Int) throws {
        let reader = try DelimitedTextReader(ByteSource(corpus.appendingPathComponent(path).path))
        #expect(reader.dialect.delimiter == delimiter.utf8.first)
        #expect(reader.header.count == columns, "\(reader.header)")
        var record = Record()
        while try reader.next(into: &record) {}
        #expect(reader.rowCount > 0)
    }

    @Test(arguments: [
        ("a,b\n1,2\n", ",", true), ("a;b\n1,5;2\n", ";", true), ("a\tb\n1\t2\n", "\t", false),
        ("\"a\"\t\"b\"\n1\t2\n", "\t", true), ("a|b\n1|2\n", "|", true), ("a\n1,5\n2,5\n", ",", true),
        ("masse (kg, net);date\n1,5;x\n2,5;y\n", ";", true), ("\"a;b\",c\n1,2\n", ",", true), ("seul\n", ",", true),
    ])
    func `delimiter and quotation are found`(text: String, delimiter: String, isQuoted: Bool) throws {
        let reader = try DelimitedTextReader(source(text))
        #expect(reader.dialect.delimiter == delimiter.utf8.first)
        #expect(reader.dialect.isQuoted == isQuoted)
    }

    @Test func `a quotation mark is data in tab-separated text without quotation`() throws {
        let text = "id\tlieu\n1\t\"Clavières nord\n2\t3\" cassé\n3\t\"Pau\"\n"
        #expect(
            try rows(DelimitedTextReader(source(text))) == [
                ["1", "\"Clavières nord"], ["2", "3\" cassé"], ["3", "\"Pau\""],
            ])
    }

    @Test func `lines are counted over line breaks of any kind, quoted ones included`() throws {
        let text = "a,b\r\n1,\"x\r\ny\nz\"\r\r3,4\n\n5,\"6\r\"\n7,8"
        for size in [16, 17, 23, 1 << 18] {
            let reader = try DelimitedTextReader(source(text), dialect: .commaSeparated, bufferSize: size)
            var record = Record()
            var found: [Int: String] = [:]
            while try reader.next(into: &record) { found[record.number] = record.text(1) }
            #expect(found == [2: "x\r\ny\nz", 6: "4", 8: "6\r", 10: "8"])
            #expect(reader.emptyRowCount == 2)
        }
    }

    @Test func `rows too short or too long say so, and missing fields read as empty`() throws {
        let reader = try DelimitedTextReader(source("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,\"2\"x,3\n1,2,3\n"))
        var record = Record()
        var defects: [RecordDefect?] = []
        while try reader.next(into: &record) {
            defects.append(record.defect)
            if record.number == 2 {
                #expect(record.isEmpty(2))
                #expect(record.text(99) == "")
                #expect(record.text(-1) == "")
            }
        }
        #expect(
            defects == [
                .tooFewFields(expected: 3, found: 2), .tooManyFields(expected: 3, found: 4), nil,
                .textAfterQuote(column: 2), nil,
            ])
    }

    @Test func `rows without content are passed over and counted`() throws {
        let reader = try DelimitedTextReader(source("a;b\n\n;\n \u{a0}; \u{202f}\n1;2\n;;;\n"))
        #expect(try rows(reader) == [["1", "2"]])
        #expect(reader.emptyRowCount == 4)
        #expect(reader.rowCount == 1)
    }

    @Test func `an empty file, and one with a header only, each have their answer`() throws {
        for text in ["", "\u{FEFF}", "\n\n", " \r\n"] {
            #expect(
                failure { () throws(DelimitedTextError) in try DelimitedTextReader(source(text)) }?.reason == .empty)
        }
        let reader = try DelimitedTextReader(source("a,b\n"))
        var record = Record()
        #expect(try !reader.next(into: &record))
        #expect(reader.isHeaderOnly)
        #expect(reader.header == ["a", "b"])
        let full = try DelimitedTextReader(source("a,b\n1,2"))
        while try full.next(into: &record) {}
        #expect(!full.isHeaderOnly)
    }

    @Test func `header names are trimmed, fields are not`() throws {
        let reader = try DelimitedTextReader(source("\u{FEFF}bin_id , \u{a0}Kg\n x , y\n"))
        #expect(reader.header == ["bin_id", "Kg"])
        #expect(reader.hasByteOrderMark)
        #expect(try rows(reader) == [[" x ", " y"]])
    }

    @Test func `a quotation mark that nothing closes is told at the line where it opens`() {
        let text = "a,b\n1,2\n3,\"x\n4,5\n6,7\n"
        for size in [16, 1 << 18] {
            let error = #expect(throws: DelimitedTextError.self) {
                try rows(DelimitedTextReader(source(text), dialect: .commaSeparated, bufferSize: size))
            }
            #expect(error?.reason == .unterminatedQuote)
            #expect(error?.line == 3)
            #expect(error?.message.fr.hasPrefix("test, ligne 3 : un guillemet s’ouvre ici") == true)
        }
    }

    @Test func `a zero byte is refused with its line`() {
        for text in ["a,b\n1,2\n3,\u{0}4\n", "a,b\n1,2\n\"3\u{0}\",4\n"] {
            let error = #expect(throws: DelimitedTextError.self) { try rows(DelimitedTextReader(source(text))) }
            #expect(error?.reason == .zeroByte)
            #expect(error?.line == 3)
        }
    }

    @Test func `a row longer than the limit is refused`() {
        let long = "a,b\n1," + String(repeating: "x", count: 5000) + "\n"
        let error = #expect(throws: DelimitedTextError.self) {
            try rows(DelimitedTextReader(source(long), dialect: .commaSeparated, rowLimit: 1000, bufferSize: 64))
        }
        #expect(error?.reason == .rowTooLong(limit: 1000))
        let quoted = "a,b\n1,\"" + String(repeating: "x\n", count: 5000)
        let open = #expect(throws: DelimitedTextError.self) {
            try rows(DelimitedTextReader(source(quoted), dialect: .commaSeparated, rowLimit: 1000, bufferSize: 64))
        }
        #expect(open?.reason == .unterminatedQuote)
        #expect(open?.line == 2)
    }

    @Test(arguments: [
        DelimitedDialect.commaSeparated, .semicolonSeparated,
        DelimitedDialect(delimiter: UInt8(ascii: "\t"), lineEnding: .lineFeed),
        DelimitedDialect(delimiter: UInt8(ascii: "|"), lineEnding: .carriageReturn),
    ])
    func `what is written is read back, whatever the bytes`(dialect: DelimitedDialect) throws {
        var random = SeededGenerator(seed: 4180)
        let alphabet = Array("abc \"\"\"\n\r,;\t|é€🦋\u{2028}\u{b}'=".unicodeScalars)
        for turn in 0..<60 {
            let columns = Int.random(in: 1...6, using: &random)
            let header = (0..<columns).map { "c\($0)" + (turn % 2 == 0 ? ",;|\"" : "") }
            let expected = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                ["x"]
                    + (0..<columns).dropFirst().map { _ in
                        String(
                            String.UnicodeScalarView(
                                (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in
                                    alphabet.randomElement(using: &random)
                                }))
                    }
            }
            let sink = ByteSink()
            var writer = try DelimitedTextWriter(sink, header: header, dialect: dialect, byteOrderMark: turn % 3 == 0)
            for row in expected { try writer.write(row) }
            try writer.finish()
            let size = [17, 64, 1 << 18][turn % 3]
            let reader = try DelimitedTextReader(
                ByteSource(bytes: sink.bytes), dialect: dialect, bufferSize: size)
            #expect(reader.header == header)
            let found = try rows(reader)
            #expect(found.map { $0.map { Array($0.utf8) } } == expected.map { $0.map { Array($0.utf8) } })
        }
    }

    @Test func `fields are quoted only where needed`() throws {
        let sink = ByteSink()
        var writer = try DelimitedTextWriter(sink, header: ["a", "b"], dialect: .semicolonSeparated)
        try writer.write(["93,5", "x;y"])
        try writer.write(["dit \"ici\"", " "])
        try writer.finish()
        #expect(String(decoding: sink.bytes, as: UTF8.self) == "a;b\r\n93,5;\"x;y\"\r\n\"dit \"\"ici\"\"\"; \r\n")
    }

    @Test func `what a dialect without quotation cannot hold is refused, not changed`() throws {
        let sink = ByteSink()
        var writer = try DelimitedTextWriter(sink, header: ["a"], dialect: .tabSeparated)
        try writer.write(["dit \"ici\", là"])
        #expect(throws: DelimitedTextWriterError.unwritable(line: 3, found: "x\ty")) { try writer.write(["x\ty"]) }
    }
}
