import CampusAtlas
import Foundation
import GRDB
import Testing

/// Workbooks written by openpyxl, through the same door as any file.
@Suite struct WorkbookImportTests {
    private func oracle(_ name: String) throws -> String {
        try #require(Bundle.module.url(forResource: "Oracles/\(name)", withExtension: nil)).path
    }

    private func register(_ ledger: Ledger) -> ImportOptions {
        var options = ledger.options()
        options.headerRow = 2
        options.carry = ["date"]
        return options
    }

    @Test("a register of a hauler comes in, and each of its defects is told by its rows")
    func defects() throws {
        let ledger = try Ledger()
        let report = try ledger.atlas.importWeighings(from: oracle("register.xlsx"), options: register(ledger))
        #expect(report.rows == 7 && report.counts == [3, 4, 0] && report.blankRows == 1)
        let told = report.remarks.map { "\($0.rows) \($0.column ?? "") \($0.message.en.prefix(24)): \($0.example)" }
        #expect(told.contains("[3, 7] Code déchet the spreadsheet made a d: 2001-03-20 → 20 03 01"))
        #expect(told.contains("[4, 5, 7, 9] Date blank cell: the value ab: 2026-04-07"))
        #expect(told.contains("[6] Date a ditto mark: the value : \""))
        #expect(told.contains("[6]  pounds (lb), which the b: 5 lb"))
        #expect(told.contains("[5, 7]  mass marked as doubtful,: poids raturé"))
        #expect(told.contains("[9] Code déchet hazardous waste: the ast: 20 01 37 → 20 01 37*"))
        #expect(told.contains("[10] Date row of totals: it repeat: Total"))
        let reading = report.reading.map(\.en)
        #expect(reading.contains("workbook, sheet 'Registre 2026'"))
        #expect(reading.contains("sheets not read (--sheet): Notes"))
        #expect(reading.contains("rows above the header, passed over: 1"))
        #expect(reading.contains { $0.hasPrefix("merged cells (1)") })
        #expect(report.unused == ["N° bon", "", "colonne G"])
        #expect(
            try ledger.rows(
                "SELECT weighed_on || '|' || stream || '|' || low_code || '|' || net_mass_g || '|' || mass_as_typed "
                    + "|| '|' || is_doubtful AS line FROM weighing ORDER BY fid"
            ).compactMap { $0["line"] as String? } == [
                "2026-04-07|OM|20 03 01|7200|7.2|0", "2026-04-07|PAPER|20 01 01|12500|12,5 kg|1",
                "2026-04-07|GLASS|20 01 02|95000|<95 kg|1",
            ])
        #expect(
            try ledger.atlas.importWeighings(from: oracle("register.xlsx"), options: register(ledger)).counts == [
                0, 4, 3,
            ])
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("the layout of a hauler keeps the sheet, the header, what is carried, the unit and the order of dates")
    func layout() throws {
        let ledger = try Ledger()
        var options = register(ledger)
        options.sheet = "Registre 2026"
        options.constants = ["unit": "kg", "date_order": "dmy"]
        options.saveLayout = "hauler-2026"
        _ = try ledger.atlas.importWeighings(from: oracle("register.xlsx"), options: options)
        #expect(
            try ledger.values("SELECT layout FROM import_layout", as: String.self) == [
                #"{"set":{"date_order":"dmy","unit":"kg"},"map":{},"sheet":"Registre 2026","header_row":2,"carry":["date"]}"#
            ])
        var again = ledger.options()
        again.layout = "hauler-2026"
        again.refusals = ledger.folder.path("refus.csv")
        let second = try ledger.atlas.importWeighings(from: oracle("register.xlsx"), options: again)
        #expect(second.counts == [0, 4, 3])
        // The refusals are text, whose dates are in the order that the layout says: they read as they are.
        let text = try String(contentsOfFile: ledger.folder.path("refus.csv"), encoding: .utf8)
        #expect(text.contains(";07/04/2026;17 04 09*;"))
        again.refusals = ledger.folder.path("refus2.csv")
        let third = try ledger.atlas.importWeighings(from: ledger.folder.path("refus.csv"), options: again)
        #expect(third.counts == [0, 4, 0] && third.reasons == second.reasons)
    }

    @Test("a sheet that the workbook does not have is refused, and those it has are named")
    func unknownSheet() throws {
        let ledger = try Ledger()
        var options = ledger.options()
        options.sheet = "Registre 2027"
        let error = #expect(throws: XLSXError.self) {
            try ledger.atlas.importWeighings(from: oracle("register.xlsx"), options: options)
        }
        #expect(error?.reason == .unknownSheet("Registre 2027", known: ["Registre 2026", "Notes"]))
    }

    /// Cells of a sheet as XML, in the smallest workbook that holds them.
    private func workbook(_ rows: String, _ ledger: Ledger, _ name: String = "w.xlsx") throws -> String {
        let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        func relation(_ id: String, _ type: String, _ target: String) -> String {
            "<Relationship Id=\"\(id)\" Type=\"\(types)/\(type)\" Target=\"\(target)\"/>"
        }
        let zip = try ZIPWriter(ByteSink(ledger.folder.path(name)))
        for (part, text) in [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", "<R>\(relation("r1", "officeDocument", "xl/workbook.xml"))</R>"),
            ("xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" id=\"r1\"/></sheets></workbook>"),
            (
                "xl/_rels/workbook.xml.rels",
                "<R>\(relation("r1", "worksheet", "s.xml"))\(relation("r2", "styles", "st.xml"))</R>"
            ),
            ("xl/st.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
            ("xl/s.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
        ] {
            try zip.begin(part)
            try zip.write(text)
        }
        try zip.finish()
        return ledger.folder.path(name)
    }

    private func text(_ value: String) -> String { "<c t=\"inlineStr\"><is><t>\(value)</t></is></c>" }

    @Test("a number of a sheet is no text: 1.234 weighs a kilogram and 234 g, and what is stored is kept")
    func numbers() throws {
        let ledger = try Ledger()
        let path = try workbook(
            "<row>\(text("date"))\(text("flux"))\(text("kg"))</row>"
                + "<row><c s=\"1\"><v>46119</v></c>\(text("OM"))<c><v>1.234</v></c></row>"
                + "<row><c s=\"1\"><v>46120</v></c>\(text("OM"))<c><v>7.2000000000000002</v></c></row>", ledger)
        let report = try ledger.atlas.importWeighings(from: path, options: ledger.options(map: ["kg": "mass"]))
        #expect(report.counts == [2, 0, 0])
        let rows = try ledger.rows("SELECT * FROM weighing ORDER BY fid")
        #expect(rows.map { $0["net_mass_g"] ?? 0 } == [1_234, 7_200])
        #expect(rows.map { $0["mass_as_typed"] ?? "" } == ["1.234", "7.2"])
        #expect(rows.map { $0["weighed_on"] ?? "" } == ["2026-04-07", "2026-04-08"])
        #expect(rows[1]["source_attributes"] == #"{"kg (enregistré)":"7.2000000000000002"}"#)
    }

    @Test(
        "cells of dates beside texts of dates are asked about: Excel swaps the days that it can, and leaves the others")
    func swappedDates() throws {
        let ledger = try Ledger()
        let path = try workbook(
            "<row>\(text("date"))\(text("flux"))\(text("kg"))</row>"
                + "<row><c s=\"1\"><v>46119</v></c>\(text("OM"))<c><v>1</v></c></row>"
                + "<row>\(text("15/06/2026"))\(text("OM"))<c><v>2</v></c></row>", ledger)
        var options = ledger.options(map: ["kg": "mass"])
        #expect(throws: ImportError.mixedDates(file: "w.xlsx", column: "date", rows: [3])) {
            try ledger.atlas.importWeighings(from: path, options: options)
        }
        options.constants = ["date_order": "dmy"]
        #expect(try ledger.atlas.importWeighings(from: path, options: options).counts == [2, 0, 0])
        #expect(
            try ledger.values("SELECT weighed_on FROM weighing ORDER BY fid", as: String.self) == [
                "2026-04-07", "2026-06-15",
            ])
    }

    @Test("refused rows of a workbook are written as text that reads the same, whatever stands beside")
    func refusals() throws {
        let ledger = try Ledger()
        let path = try workbook(
            "<row>\(text("date"))\(text("flux"))\(text("kg"))</row>"
                + "<row><c s=\"1\"><v>46119</v></c>\(text("LAVE"))<c><v>1.234</v></c></row>", ledger)
        var options = ImportOptions(map: ["kg": "mass"])
        options.refusals = ledger.folder.path("r.csv")
        #expect(try ledger.atlas.importWeighings(from: path, options: options).counts == [0, 1, 0])
        let refused = try String(contentsOfFile: ledger.folder.path("r.csv"), encoding: .utf8)
        #expect(refused.contains(";2026-04-07;LAVE;1.2340"))
        let corrected = try ledger.folder.file("again.csv", refused.replacing("LAVE", with: "OM"))
        #expect(
            try ledger.atlas.importWeighings(from: corrected, options: ImportOptions(map: ["kg": "mass"])).counts
                == [1, 0, 0])
        #expect(try ledger.values("SELECT net_mass_g FROM weighing", as: Int.self) == [1_234])
    }

    @Test("every import reads a workbook: containers too")
    func containers() throws {
        let ledger = try Ledger()
        let path = try workbook(
            "<row>\(text("code"))\(text("flux"))\(text("tare_kg"))</row><row>\(text("B-1"))\(text("OM"))<c><v>12.4</v></c></row>",
            ledger)
        #expect(try ledger.atlas.importContainers(from: path, options: ledger.options()).counts == [1, 0, 0])
        #expect(try ledger.values("SELECT tare_mass_g FROM container", as: Int.self) == [12_400])
    }
}
