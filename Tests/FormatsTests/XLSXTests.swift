import Formats
import Foundation
import Languages
import Testing

/// A workbook made by hand, part by part, so that each rule of the form has its smallest file.
struct WorkbookBuilder {
    var rows = ""
    var after = ""
    var strings: String?
    /// The codes of number formats; the style of a cell is its place here, after style 0.
    var formats: [String] = []
    var builtIns: [Int] = []
    var properties = ""
    var sheetTarget = "worksheets/sheet1.xml"
    var parts: [String: String] = [:]

    var bytes: [UInt8] {
        let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        var archive = ArchiveBuilder()
        func store(_ name: String, _ text: String) { archive.store(name, Array((parts[name] ?? text).utf8)) }
        store("[Content_Types].xml", "<Types/>")
        store(
            "_rels/.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"\(types)/officeDocument\" Target=\"xl/workbook.xml\"/>"
                + "</Relationships>")
        store(
            "xl/workbook.xml",
            "<workbook xmlns:r=\"\(types)\">\(properties)<sheets><sheet name=\"Pesées\" sheetId=\"1\" r:id=\"r1\"/>"
                + "<sheet name=\"Caché\" sheetId=\"2\" state=\"hidden\" r:id=\"r1\"/></sheets></workbook>")
        store(
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"\(types)/worksheet\" Target=\"\(sheetTarget)\"/>"
                + "<Relationship Id=\"r2\" Type=\"\(types)/styles\" Target=\"/xl/styles.xml\"/>"
                + (strings == nil
                    ? "" : "<Relationship Id=\"r3\" Type=\"\(types)/sharedStrings\" Target=\"sharedStrings.xml\"/>")
                + "</Relationships>")
        let custom = formats.enumerated()
            .map { "<numFmt numFmtId=\"\(200 + $0.offset)\" formatCode=\"\($0.element)\"/>" }.joined()
        let styles = [0] + formats.indices.map { 200 + $0 } + builtIns
        store(
            "xl/styles.xml",
            "<styleSheet><numFmts>\(custom)</numFmts><cellXfs>"
                + styles.map { "<xf numFmtId=\"\($0)\"/>" }.joined() + "</cellXfs></styleSheet>")
        if let strings { store("xl/sharedStrings.xml", "<sst>\(strings)</sst>") }
        store("xl/worksheets/sheet1.xml", "<worksheet><sheetData>\(rows)</sheetData>\(after)</worksheet>")
        return archive.bytes
    }

    func workbook() throws(XLSXError) -> XLSXWorkbook { try XLSXWorkbook(ByteSource(bytes: bytes, name: "w.xlsx")) }

    /// Every row: its number, and its fields.
    func read() throws(XLSXError) -> [(Int, [String])] {
        let workbook = try workbook()
        let reader = try workbook.reader(workbook.sheet(nil))
        var rows: [(Int, [String])] = []
        var record = Record()
        while try reader.next(into: &record) {
            rows.append((record.number, (0..<record.count).map { record.text($0) }))
        }
        return rows
    }

    /// The only row.
    func record() throws -> Record {
        let workbook = try workbook()
        let reader = try workbook.reader(workbook.sheet(nil))
        var record = Record()
        #expect(try reader.next(into: &record))
        return record
    }
}

@Suite struct XLSXTests {
    private func failure(_ builder: WorkbookBuilder) -> XLSXError.Reason? {
        do throws(XLSXError) {
            _ = try builder.read()
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func `texts are shared or inline, in runs, escaped, and never the aids of Japanese`() throws {
        var builder = WorkbookBuilder()
        builder.strings =
            "<si><t>Déchet &amp; tri</t></si><si><r><t>ver</t></r><r><t>re</t></r><rPh><t>non</t></rPh></si>"
            + "<si><t>a_x000D_b</t></si>"
        builder.rows =
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
            + "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"E1\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>"
            + "<c r=\"F1\" t=\"str\"><f>A1</f><v>calculé</v></c><c r=\"G1\"><v/></c></row>"
        let rows = try builder.read()
        #expect(rows.count == 1)
        #expect(rows[0].1 == ["Déchet & tri", "verre", "a\rb", "", "inline", "calculé"])
    }

    /// The numbers as Excel writes them in its files, and as it shows them: 15 digits.
    @Test(
        arguments: [
            ("7.2000000000000002", "7.2", true), ("0.30000000000000004", "0.3", true), ("93.5", "93.5", false),
            ("12345678901234", "12345678901234", false), ("1.5E-5", "1.5E-05", true), ("-0.5", "-0.5", false),
            ("100", "100", false), ("1E3", "1000", true),
        ])
    func `a number is what a person sees, and what is stored is kept`(stored: String, shown: String, kept: Bool) throws
    {
        var builder = WorkbookBuilder()
        builder.rows = "<row r=\"1\"><c r=\"A1\"><v>\(stored)</v></c></row>"
        let record = try builder.record()
        #expect(record.text(0) == shown)
        #expect(record.kind(0) == .number)
        #expect(record.aside(0) == (kept ? stored : nil))
    }

    /// Serial numbers by hand, and by `openpyxl.utils.datetime.from_excel`; 60 is the day that Lotus 1-2-3 made up.
    @Test(
        arguments: [
            ("1", "1900-01-01", false), ("59", "1900-02-28", false), ("61", "1900-03-01", false),
            ("36970", "2001-03-20", false), ("46119", "2026-04-07", false), ("46119.5", "2026-04-07 12:00:00", false),
            ("46119.999999999", "2026-04-08", false), ("0", "1904-01-01", true), ("35508", "2001-03-20", true),
            ("2958465", "9999-12-31", false),
        ])
    func `a date is the day that its number counts, in both systems`(serial: String, iso: String, is1904: Bool) throws {
        var builder = WorkbookBuilder()
        builder.builtIns = [14]
        builder.properties = is1904 ? "<workbookPr date1904=\"1\"/>" : ""
        builder.rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>\(serial)</v></c></row>"
        let record = try builder.record()
        #expect(record.text(0) == iso)
        #expect(record.kind(0) == .date)
        #expect(record.aside(0) == nil)
    }

    @Test func `the 29 February 1900 of Lotus is no day, nor is a time alone`() throws {
        var builder = WorkbookBuilder()
        builder.builtIns = [22]
        builder.rows =
            "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>60</v></c><c r=\"B1\" s=\"1\"><v>0.25</v></c>"
            + "<c r=\"C1\" s=\"1\"><v>-3</v></c></row>"
        let record = try builder.record()
        #expect((0..<3).map { record.text($0) } == ["1900-02-29", "06:00:00", "-3"])
        #expect((0..<3).map { record.kind($0) } == [.text, .text, .number])
    }

    /// What a format of dates shows of 20 March 2001, 08:05:09; nil when no date, or when it is not the same everywhere.
    @Test(
        arguments: [
            ("dd mm yy", "20 03 01"), ("dd/mm/yyyy", "20/03/2001"), ("yyyy\\-mm\\-dd", "2001-03-20"),
            ("[$-40C]d/m/yy;@", "20/3/01"), ("dd\" le \"mm", "20 le 03"), ("yy mm dd hh:mm:ss", "01 03 20 08:05:09"),
            ("hh:mm", "08:05"), ("mm:ss", "05:09"), ("d mmmm yyyy", nil), ("h:mm AM/PM", nil),
        ] as [(String, String?)])
    func `a date cell says how it is shown`(code: String, shown: String?) throws {
        var builder = WorkbookBuilder()
        builder.formats = [code.replacing("\"", with: "&quot;")]
        builder.rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>36970.336909722</v></c></row>"
        let record = try builder.record()
        #expect(record.text(0) == "2001-03-20 08:05:09")
        #expect(record.aside(0) == shown)
    }

    @Test(arguments: [
        "General", "0.00", "#,##0 \"kg\"", "[Red]-0.0", "[h]:mm", "@", "0.00E+00", "_-* # ##0 €_-", "\\d0",
    ])
    func `a format that shows no date leaves the number`(code: String) throws {
        var builder = WorkbookBuilder()
        builder.formats = [code.replacing("\"", with: "&quot;")]
        builder.rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>36970</v></c></row>"
        let record = try builder.record()
        #expect(record.text(0) == "36970" && record.kind(0) == .number)
    }

    @Test func `booleans, errors, and a formula that nobody computed are told apart from a blank`() throws {
        var builder = WorkbookBuilder()
        builder.rows =
            "<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"e\"><v>#N/A</v></c>"
            + "<c r=\"C1\"><f>A2+A3</f></c><c r=\"D1\" t=\"d\"><v>2001-03-20T00:00:00</v></c></row>"
        let workbook = try builder.workbook()
        let reader = try workbook.reader(workbook.sheet(nil))
        var record = Record()
        #expect(try reader.next(into: &record))
        #expect((0..<4).map { record.text($0) } == ["TRUE", "#N/A", "=A2+A3", "2001-03-20T00:00:00"])
        #expect(record.kind(3) == .date)
        #expect(reader.uncomputedCount == 1)
    }

    @Test func `rows keep the numbers that the sheet shows, and what hides is counted`() throws {
        var builder = WorkbookBuilder()
        builder.rows =
            "<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><row r=\"4\"><c r=\"A4\" s=\"9\"/></row>"
            + "<row r=\"5\" hidden=\"1\"><c><v>2</v></c><c><v>3</v></c></row>"
        builder.after = "<mergeCells count=\"1\"><mergeCell ref=\"A1:A3\"/></mergeCells>"
        let workbook = try builder.workbook()
        let reader = try workbook.reader(workbook.sheet(nil))
        var record = Record()
        var found: [Int: [String]] = [:]
        while try reader.next(into: &record) { found[record.number] = (0..<record.count).map { record.text($0) } }
        #expect(found == [2: ["", "1"], 5: ["2", "3"]])
        #expect(reader.emptyRowCount == 3 && reader.hiddenRowCount == 1 && reader.mergedCount == 1 && reader.width == 2)
        #expect(workbook.sheets.map(\.name) == ["Pesées", "Caché"])
        #expect(workbook.sheets.map(\.isHidden) == [false, true])
        let unknown = #expect(throws: XLSXError.self) { try workbook.sheet("X") }
        #expect(unknown?.reason == .unknownSheet("X", known: ["Pesées", "Caché"]))
    }

    @Test func `a column has the letters that spreadsheets give it`() {
        #expect([0, 25, 26, 701, 702, 16_383].map(XLSXSheetReader.letters) == ["A", "Z", "AA", "ZZ", "AAA", "XFD"])
    }

    // MARK: Refusals

    @Test func `an entity is never expanded`() throws {
        var builder = WorkbookBuilder()
        builder.parts["xl/worksheets/sheet1.xml"] =
            "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet>&b;</worksheet>"
        guard case .xml(let error) = failure(builder), error.reason == .documentType else {
            Issue.record("no refusal")
            return
        }
        builder = WorkbookBuilder()
        builder.rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row>"
        guard case .xml(let error) = failure(builder), error.reason == .unknownEntity("b") else {
            Issue.record("no refusal")
            return
        }
    }

    @Test(arguments: ["../../etc/passwd", "../../../x.xml", "http://example.org/x.xml", "C:\\x.xml"])
    func `a part outside the archive is refused`(target: String) {
        var builder = WorkbookBuilder()
        builder.sheetTarget = target
        #expect(failure(builder) == .unsafeTarget(target))
    }

    @Test func `a sheet far larger than its bytes is refused before it is unpacked`() {
        var archive = ArchiveBuilder()
        archive.store("[Content_Types].xml", Array("<Types/>".utf8))
        archive.deflateZeros("xl/worksheets/sheet1.xml", matches: 8000, announcedSize: 1 << 30)
        let source = ByteSource(bytes: archive.bytes, name: "bomb.xlsx")
        guard
            let error = #expect(throws: XLSXError.self, performing: { try XLSXWorkbook(source) }),
            case .file(.archive(let zip)) = error.reason, case .suspiciousRatio = zip.reason
        else {
            Issue.record("no refusal")
            return
        }
    }

    @Test(
        arguments: [
            ("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>", XLSXError.Reason.badCell("A2")),
            ("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>", .badCell("A1")),
            ("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", .badCell("XFE1")),
            ("<row r=\"2\"/><row r=\"2\"/>", .rowOutOfOrder(2)), ("<row r=\"1048577\"/>", .rowOutOfOrder(1_048_577)),
            ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row>", .noSuchString(5, cell: "A1")),
        ])
    func `a sheet that contradicts itself is refused, and the place is named`(rows: String, reason: XLSXError.Reason) {
        var builder = WorkbookBuilder()
        builder.rows = rows
        #expect(failure(builder) == reason)
    }

    @Test(arguments: ["<row r=\"1\"><c r=\"A1\">", "<row></c></row>", "<row r=\"1\" r=\"2\"/>", "<row r=1/>", "\u{1}"])
    func `XML that is not well-formed is refused`(rows: String) {
        var builder = WorkbookBuilder()
        builder.rows = rows
        guard case .xml = failure(builder) else {
            Issue.record("no refusal of \(rows)")
            return
        }
    }

    @Test func `other forms are named, with what to do`() throws {
        let old = ByteSource(bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], name: "w.xls")
        let legacy = #expect(throws: XLSXError.self) { try XLSXWorkbook(old) }
        #expect(legacy?.reason == .legacyOrEncrypted && legacy?.message.fr.contains(".xlsx") == true)
        var ods = ArchiveBuilder()
        ods.store("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))
        ods.store("content.xml", Array("<x/>".utf8))
        let open = ByteSource(bytes: ods.bytes, name: "w.ods")
        #expect(#expect(throws: XLSXError.self) { try XLSXWorkbook(open) }?.reason == .openDocument)
        var word = WorkbookBuilder()
        word.parts["xl/workbook.xml"] = "<document/>"
        #expect(failure(word) == .notAWorkbook)
    }

    /// Random edits of a good sheet: each reads or is refused, and none traps.
    @Test func `a damaged sheet never traps`() throws {
        var builder = WorkbookBuilder()
        builder.strings = "<si><t>a</t></si>"
        builder.formats = ["dd mm yy"]
        let good =
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>36970</v></c></row>"
            + "<row r=\"3\" hidden=\"1\"><c r=\"A3\" t=\"inlineStr\"><is><t>é&amp;</t></is></c></row></sheetData></worksheet>"
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<1500 {
            var bytes = Array(good.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 32...126, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
                }
            }
            builder.parts["xl/worksheets/sheet1.xml"] = String(decoding: bytes, as: UTF8.self)
            _ = try? builder.read()
        }
    }
}

@Suite struct MeasuredTextTests {
    @Test(
        arguments: [
            ("12,5 kg", "12,5", "kg", false), ("12,5kg", "12,5", "kg", false), ("1 234,5 t", "1 234,5", "t", false),
            ("5 kg ?", "5", "kg", true), ("<95", "95", nil, true), ("~3,2 kg", "3,2", "kg", true),
            ("poids raturé 5kg?", "5", "kg", true), ("environ 5", "5", nil, true), ("93,5", "93,5", nil, false),
            ("-4 kg", "-4", "kg", false), ("5 lb", "5", "lb", false),
        ] as [(String, String, String?, Bool)])
    func `a measure is its number, its unit and its doubt`(text: String, number: String, unit: String?, doubt: Bool)
        throws
    {
        let measured = try #require(MeasuredText(text))
        #expect(measured.number == number && measured.unit == unit && measured.isDoubtful == doubt)
    }

    @Test(arguments: ["27/sept", "2..674", "5 kg cagette", "NA", "5 + 3", "5 kg 3", "bac 12", ""])
    func `what is more than a measure is none`(text: String) { #expect(MeasuredText(text) == nil) }
}
