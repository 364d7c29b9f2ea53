import CampusAtlas
import Foundation
import GRDB
import Testing

/// The defects of real sheets of weighings: each is told, by where it stands, and none is altered in silence.
@Suite struct WeighingSheetTests {
    private func remark(_ report: ImportReport, _ english: String, column: String? = nil) -> ImportReport.Remark? {
        report.remarks.first { $0.message.en.hasPrefix(english) && (column == nil || $0.column == column) }
    }

    private func masses(_ ledger: Ledger) throws -> [String] {
        try ledger.rows(
            "SELECT weighed_on || ' ' || stream || ' ' || net_mass_g AS line FROM weighing ORDER BY import_row, fid"
        ).map { $0["line"] ?? "" }
    }

    // MARK: Dates

    @Test("a column of days of which none is above 12 is refused, with the rows and what to say; the answer is taken")
    func dayOrMonth() throws {
        let ledger = try Ledger()
        let sheet = "date;flux;kg\n04/07/2022;OM;2\n05/08/2022;OM;3\n"
        #expect(
            throws: ImportError.ambiguousDates(
                file: "weighings.csv", column: "date", rows: [2, 3], example: "04/07/2022")
        ) { try ledger.weighings(sheet, map: ["kg": "mass"]) }
        _ = try ledger.weighings(sheet, set: ["date_order": "mdy"], map: ["kg": "mass"])
        #expect(try masses(ledger) == ["2022-04-07 OM 2000", "2022-05-08 OM 3000"])
    }

    @Test("two orders of dates in one file are asked about, in one column and in two")
    func twoOrders() throws {
        let ledger = try Ledger()
        #expect(throws: ImportError.mixedDates(file: "weighings.csv", column: "date", rows: [3])) {
            try ledger.weighings(
                "date;flux;kg\n24/07/2022;OM;2\n07/25/2022;OM;3\n26/07/2022;OM;3\n", map: ["kg": "mass"])
        }
        #expect(throws: ImportError.contradictoryDates(file: "weighings.csv", columns: ["date", "du"])) {
            try ledger.weighings(
                "date;du;flux;kg\n24/07/2022;07/20/2022;OM;2\n", map: ["kg": "mass", "du": "period_from"])
        }
    }

    @Test("a blank date is refused; with carry, it takes the value above, and each row is told")
    func carry() throws {
        let ledger = try Ledger()
        let path = try ledger.folder.file(
            "cahier.csv", "date;site;kg\n2024-05-04;Atelier;2\n;;3\n2024-05-06;;4\n;Cour;5\n")
        var options = ledger.options(set: ["stream": "OM"], map: ["kg": "mass", "site": "facility"])
        #expect(try ledger.atlas.importWeighings(from: path, options: options).counts == [2, 2, 0])
        options.carry = ["date", "site"]
        let report = try ledger.atlas.importWeighings(from: path, options: options)
        #expect(report.rows == 4 && report.addsUp)
        let told = try #require(remark(report, "blank cell: the value above", column: "date"))
        #expect(told.rows == [3, 5] && told.count == 2 && told.example == "2024-05-04")
        #expect(
            try ledger.rows("SELECT DISTINCT weighed_on || ' ' || facility || ' ' || net_mass_g AS line FROM weighing")
                .compactMap { $0["line"] as String? }.sorted().suffix(4)
                == [
                    "2024-05-04 Atelier 2000", "2024-05-04 Atelier 3000", "2024-05-06 Atelier 4000",
                    "2024-05-06 Cour 5000",
                ])
        options.carry = ["nulle"]
        #expect(throws: ImportError.unknownColumn("nulle", known: ["date", "site", "kg"])) {
            try ledger.atlas.importWeighings(from: path, options: options)
        }
    }

    @Test(
        "a ditto mark is the value above, and told; with nothing above it is refused",
        arguments: ["idem", "〃", "\"\"\"\"", "Id."])
    func ditto(mark: String) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;flux;kg\n\(mark);OM;1\n2024-05-04;GLASS;2\n\(mark);\(mark);3\n", map: ["kg": "mass"])
        #expect(report.counts == [2, 1, 0])
        #expect(try masses(ledger) == ["2024-05-04 GLASS 2000", "2024-05-04 GLASS 3000"])
        #expect(remark(report, "a ditto mark, and nothing above")?.rows == [2])
        #expect(remark(report, "a ditto mark: the value above", column: "flux")?.rows == [4])
    }

    @Test("a day without its year is refused, never completed", arguments: ["27/sept", "27/09", "27/09/22"])
    func noYear(text: String) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings("date;flux;kg\n\(text);OM;2\n2024-05-04;OM;3\n", map: ["kg": "mass"])
        #expect(report.counts == [1, 1, 0] && report.remarks.first?.example == text)
    }

    // MARK: Rows

    @Test(
        "a row of totals is refused wherever the word stands, and a firm or a bin of that name is none",
        arguments: [
            ("Total;;;5", true), ("2024-05-04;Sous-total : mai;;5", true), ("2024-05-04;OM;Total Énergies;5", false),
        ])
    func totals(row: String, isTotal: Bool) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;flux;installation;kg\n2024-05-03;OM;Alès;5\n\(row)\n", map: ["kg": "mass"])
        #expect(report.counts == (isTotal ? [1, 1, 0] : [2, 0, 0]))
        #expect(report.reasons == (isTotal ? ["row of totals: it repeats other rows, and does not enter"] : []))
    }

    @Test("a header under other lines is read where it is said to be, and the lines above are told")
    func headerRow() throws {
        let ledger = try Ledger()
        let text = ";;Total;12\n\ndate;flux;kg;\n2024-05-04;OM;5;\n2024-05-05;OM;7;\n"
        let path = try ledger.folder.file("cahier.csv", text)
        var options = ledger.options(map: ["kg": "mass"])
        #expect(throws: ImportError.self) { try ledger.atlas.importWeighings(from: path, options: options) }
        options.headerRow = 3
        let report = try ledger.atlas.importWeighings(from: path, options: options)
        #expect(report.counts == [2, 0, 0])
        #expect(report.reading.map(\.en).contains("rows above the header, passed over: 1"))
        #expect(try masses(ledger) == ["2024-05-04 OM 5000", "2024-05-05 OM 7000"])
    }

    @Test("rows that say the same are asked about when they enter, and none is dropped")
    func repeated() throws {
        let ledger = try Ledger()
        let sheet = "date;flux;kg\n2024-05-04;BULKY;3\n2024-05-04;BULKY;3\n2024-05-05;BULKY;3\n2024-05-04;BULKY;3\n"
        let report = try ledger.weighings(sheet, map: ["kg": "mass"])
        #expect(report.counts == [4, 0, 0])
        let asked = try #require(remark(report, "row identical to another"))
        #expect(asked.rows == [3, 5] && asked.example == "= 2")
        #expect(try ledger.weighings(sheet, file: "again.csv", map: ["kg": "mass"]).warnings.isEmpty)
    }

    @Test("blank, NA and zero are three things: nothing said, not available, and nothing weighed")
    func threeNothings() throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;kg_verre;kg_om\n2024-05-04;;6\n2024-05-05;NA;6\n2024-05-06;0;6\n2024-05-07;0,0;6\n",
            map: ["kg_verre": "mass:GLASS", "kg_om": "mass:OM"])
        #expect(report.counts == [4, 0, 0] && report.written == 4)
        #expect(remark(report, "not available", column: "kg_verre")?.rows == [3])
        #expect(remark(report, "zero: nothing was weighed", column: "kg_verre")?.rows == [4, 5])
        #expect(report.remarks.count == 2)
    }

    @Test("what is refused can be corrected and sent again as it is, under the same layout")
    func refusalsAgain() throws {
        let ledger = try Ledger()
        let path = try ledger.folder.file(
            "mai.csv", "titre;;\ndate;flux;kg\n04/05/2024;OM;2..674\n;GLASS;x\n05/05/2024;OM;1,5\n")
        var options = ImportOptions(set: ["date_order": "dmy"], map: ["kg": "mass"])
        options.headerRow = 2
        options.carry = ["date"]
        options.saveLayout = "cahier"
        let first = try ledger.atlas.importWeighings(from: path, options: options)
        #expect(first.counts == [1, 2, 0] && first.rows == 3)
        let refused = try #require(first.refusals)
        let text = try String(contentsOfFile: refused, encoding: .utf8)
        #expect(text.hasPrefix("Erreur;date;flux;kg") && text.contains(";04/05/2024;OM;2..674"))
        #expect(text.contains(";04/05/2024;GLASS;x"))
        var again = ImportOptions()
        again.layout = "cahier"
        #expect(try ledger.atlas.importWeighings(from: refused, options: again).counts == [0, 2, 0])
        try Data(text.replacing("2..674", with: "2,7").replacing(";x", with: ";3").utf8)
            .write(to: URL(filePath: refused))
        #expect(try ledger.atlas.importWeighings(from: refused, options: again).counts == [2, 0, 0])
        #expect(try ledger.atlas.importWeighings(from: path, options: again).counts == [0, 2, 1])
    }

    @Test("a Latin-1 file is read as what it is, and the report says so")
    func latin1() throws {
        let ledger = try Ledger()
        let path = ledger.folder.path("cahier.csv")
        var bytes: [UInt8] = Array("date;flux;kg;remarque\n2024-05-04;OM;2;v".utf8)
        bytes += [0xEA] + Array("tements\n".utf8)
        try Data(bytes).write(to: URL(filePath: path))
        let report = try ledger.atlas.importWeighings(from: path, options: ledger.options(map: ["kg": "mass"]))
        #expect(report.reading[0].en.contains("1252") || report.reading[0].en.contains("8859-1"))
        #expect(try ledger.values("SELECT remark FROM weighing", as: String.self) == ["vêtements"])
    }

    // MARK: The files of the course at ETH Zurich (RBTL, spring 2022), with counts taken by Python's csv module

    private func course(
        _ file: String, set constants: [String: String] = [:], map mapping: [String: String], _ ledger: Ledger
    ) throws -> ImportReport {
        let path = corpus.appending(path: "waste/rbtl-fs22/raw_data__\(file).csv").path
        let report = try ledger.atlas.importWeighings(
            from: path, options: ledger.options(set: constants, map: mapping))
        #expect(report.addsUp)
        return report
    }

    private static let bins = [
        "objid": "ticket", "day_of_collection": "weighed_on", "weight_total_kg": "total_mass",
        "non_recyclables_ Kg": "mass:OM", "pet_Kg": "mass:PLASTIC", "metal_content_alu_Kg": "mass:METAL",
        "glass_content_kg": "mass:GLASS", "paper_Kg": "mass:PAPER",
    ]

    @Test(
        "semicolons and decimal commas: eight empty rows are passed and counted, zeros told, the nameless column kept",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func bananas() throws {
        let report = try course(
            "bananas-in-pyjamas__2022-04-07_waste_characterisation_clean",
            set: ["weighed_on": "2022-04-07", "unit": "kg", "remainder_stream": "OM"],
            map: ["bag_nr": "ticket", "kg_total": "total_mass", "kg_glass": "mass:GLASS", "kg_metal": "mass:METAL"],
            Ledger())
        #expect(report.rows == 15 && report.blankRows == 8 && report.unused.contains(""))
        #expect(report.reading[0].en.contains("';'"))
        #expect(remark(report, "zero", column: "kg_glass")?.count == 8)
        #expect(remark(report, "zero", column: "kg_glass")?.rows == [3, 4, 5, 7, 10])
        #expect(remark(report, "zero", column: "kg_metal")?.rows == [3, 10, 12])
    }

    /// (sum of parts - total) / total, by Python: +4.2, -16.0, -8.8, +2.5, -10.4, -11.1, -5.0 and -18.5 %.
    @Test(
        "parts that do not make their total are told on all eight bins, and the empty bin is refused, not booked",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func disposaLiz() throws {
        let report = try course(
            "disposa-liz__rbtl_fs22_waste_composition_bellevue", set: ["weighed_on": "2022-04-07", "unit": "kg"],
            map: [
                "number": "ticket", "weight_total": "total_mass", "weight_paper": "mass:PAPER",
                "weight_pet": "mass:PLASTIC", "weight_metals": "mass:METAL", "weight_glass": "mass:GLASS",
                "weight_others": "mass:OM",
            ], Ledger())
        #expect(report.counts == [8, 1, 0])
        #expect(remark(report, "the parts differ", column: "weight_total")?.count == 8)
        #expect(remark(report, "no mass above zero")?.rows == [6])
        #expect(remark(report, "zero", column: "weight_pet")?.rows == [2, 3, 5, 6, 10])
        #expect(remark(report, "zero", column: "weight_glass")?.rows == [6, 8, 9, 10])
    }

    @Test(
        "the sheet whose days read both ways is refused; read as the archive publishes it, it would be three months late",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func lordOfTheBins() throws {
        let file = "lord-of-the-bins__04-05-2022_rbtl_data_sheet1"
        #expect(
            throws: ImportError.ambiguousDates(
                file: "raw_data__\(file).csv", column: "day_of_collection", rows: [2, 3, 4, 5], example: "04/07/2022")
        ) { try course(file, set: ["decimal_mark": "."], map: Self.bins, Ledger()) }
        let ledger = try Ledger()
        let report = try course(file, set: ["decimal_mark": ".", "date_order": "mdy"], map: Self.bins, ledger)
        #expect(report.rows == 4 && report.blankRows == 1)
        #expect(try ledger.values("SELECT DISTINCT weighed_on FROM weighing", as: String.self) == ["2022-04-07"])
        #expect(report.used.contains { $0.column == "non_recyclables_ Kg" && $0.field == "mass:OM" })
        #expect(try ledger.values("SELECT DISTINCT unit_as_typed FROM weighing", as: String.self) == ["kg"])
        // The other sheet of the same team settles itself: 14 can only be a day.
        let other = try Ledger()
        _ = try course(
            "lord-of-the-bins__04-05-2022_rbtl_data_sheet2", set: ["decimal_mark": "."], map: Self.bins, other)
        #expect(try other.values("SELECT DISTINCT weighed_on FROM weighing", as: String.self) == ["2022-04-14"])
    }

    @Test(
        "NA is told in each column, and is neither a zero nor a weighing; a header with a blank after it is found",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func partnersInGrime() throws {
        let report = try course(
            "partners-in-grime__2022-05-03_waste_characterisation_single_bins_raw_data",
            set: ["unit": "kg", "date_order": "dmy", "remainder_stream": "OM"],
            map: [
                "bin_id": "ticket", "day_of_collection": "weighed_on", "weight_total": "total_mass",
                "plastic_content_bottles": "mass:PLASTIC", "metal_content": "mass:METAL",
                "glass_content": "mass:GLASS",
            ], Ledger())
        #expect(report.counts == [22, 0, 0])
        #expect(report.used.contains { $0.column == "bin_id" && $0.field == "ticket" })
        #expect(remark(report, "not available", column: "plastic_content_bottles")?.count == 22)
        #expect(remark(report, "not available", column: "metal_content")?.count == 20)
        #expect(remark(report, "zero") == nil)
    }
}
