import CampusAtlas
import Foundation
import GRDB
import Testing

/// Sheets that hold several streams in a row, and the layouts by which they are read.
@Suite struct WeighingLayoutTests {
    /// The grams that the book has of each stream on each day.
    private func grams(_ ledger: Ledger) throws -> [String: Int] {
        let rows = try ledger.rows(
            "SELECT weighed_on || ' ' || stream AS cell, sum(net_mass_g) AS grams FROM weighing GROUP BY cell")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["cell"] ?? "", $0["grams"] ?? 0) })
    }

    /// A sheet of one of the four teams of a course at ETH Zurich (RBTL, spring 2022), the options that read it, and the
    /// grams that the course's own R scripts made of it (derived_data, summed over each category).
    struct Sheet: CustomTestStringConvertible {
        let file: String
        let rows: Int
        let refused: Int
        let set: [String: String]
        let map: [String: String]
        let grams: [String: Int]
        var testDescription: String { file }
    }

    static let sheets = [
        // Semicolons, decimal comma, no date, a total and two parts: what is left is the rest.
        Sheet(
            file: "bananas-in-pyjamas__2022-04-07_waste_characterisation_clean", rows: 15, refused: 0,
            set: ["weighed_on": "2022-04-07", "unit": "kg", "remainder_stream": "OM"],
            map: ["bag_nr": "ticket", "kg_total": "total_mass", "kg_glass": "mass:GLASS", "kg_metal": "mass:METAL"],
            grams: ["2022-04-07 GLASS": 9_100, "2022-04-07 METAL": 5_500, "2022-04-07 OM": 53_700]),
        // Byte order mark, semicolons, decimal point, five parts; the "apparently empty" bin weighs nothing.
        Sheet(
            file: "disposa-liz__rbtl_fs22_waste_composition_bellevue", rows: 9, refused: 1,
            set: ["weighed_on": "2022-04-07", "unit": "kg"],
            map: [
                "number": "ticket", "weight_total": "total_mass", "weight_paper": "mass:PAPER",
                "weight_pet": "mass:PLASTIC",
                "weight_metals": "mass:METAL", "weight_glass": "mass:GLASS", "weight_others": "mass:OM",
            ],
            grams: [
                "2022-04-07 PAPER": 4_257, "2022-04-07 PLASTIC": 200, "2022-04-07 METAL": 321,
                "2022-04-07 GLASS": 4_544,
                "2022-04-07 OM": 12_248,
            ]),
        // Commas, days first with dashes, units in the names of the columns.
        Sheet(
            file: "lord-of-the-bins__04-05-2022_rbtl_data_sheet2", rows: 4, refused: 0, set: ["decimal_mark": "."],
            map: [
                "objid": "ticket", "day_of_collection": "weighed_on", "weight_total_kg": "total_mass",
                "non_recyclables_ Kg": "mass:OM", "pet_Kg": "mass:PLASTIC", "metal_content_alu_Kg": "mass:METAL",
                "glass_content_kg": "mass:GLASS", "paper_Kg": "mass:PAPER",
            ],
            grams: [
                "2022-04-14 OM": 4_424, "2022-04-14 PLASTIC": 362, "2022-04-14 METAL": 147, "2022-04-14 GLASS": 1_213,
                "2022-04-14 PAPER": 1_868,
            ]),
        // The same team a week before: its metadata says 2022-04-07, which only "month first" reads.
        Sheet(
            file: "lord-of-the-bins__04-05-2022_rbtl_data_sheet1", rows: 4, refused: 0,
            set: ["decimal_mark": ".", "date_order": "mdy"],
            map: [
                "objid": "ticket", "day_of_collection": "weighed_on", "weight_total_kg": "total_mass",
                "non_recyclables_ Kg": "mass:OM", "pet_Kg": "mass:PLASTIC", "metal_content_alu_Kg": "mass:METAL",
                "glass_content_kg": "mass:GLASS", "paper_Kg": "mass:PAPER",
            ],
            grams: [
                "2022-04-07 OM": 6_370, "2022-04-07 PLASTIC": 375, "2022-04-07 METAL": 118, "2022-04-07 GLASS": 1_551,
                "2022-04-07 PAPER": 1_457,
            ]),
        // Byte order mark, commas, days that read both ways, NA in a part, two columns of one stream.
        Sheet(
            file: "partners-in-grime__2022-05-04_waste_characterisation_total_bins_raw_data", rows: 6, refused: 0,
            set: ["unit": "kg", "date_order": "dmy", "remainder_stream": "OM"],
            map: [
                "bin_id": "ticket", "day_of_collection": "weighed_on", "weight_total": "total_mass",
                "plastic_content_bottles": "mass:PLASTIC", "plastic_content_non_bottles": "mass:PLASTIC",
                "metal_content": "mass:METAL", "glass_content": "mass:GLASS",
            ],
            grams: [
                "2022-04-04 PLASTIC": 3_400, "2022-04-04 METAL": 2_500, "2022-04-04 GLASS": 2_700,
                "2022-04-04 OM": 22_700,
                "2022-04-07 PLASTIC": 4_100, "2022-04-07 METAL": 4_600, "2022-04-07 GLASS": 6_800,
                "2022-04-07 OM": 33_500,
            ]),
        // Its single bins, NA almost everywhere; not derived by the course: metal and total less metal, summed by Python.
        Sheet(
            file: "partners-in-grime__2022-05-03_waste_characterisation_single_bins_raw_data", rows: 22, refused: 0,
            set: ["unit": "kg", "date_order": "dmy", "remainder_stream": "OM"],
            map: [
                "bin_id": "ticket", "day_of_collection": "weighed_on", "weight_total": "total_mass",
                "plastic_content_bottles": "mass:PLASTIC", "plastic_content_non_bottles": "mass:PLASTIC",
                "metal_content": "mass:METAL", "glass_content": "mass:GLASS",
            ],
            grams: ["2022-04-04 OM": 31_300, "2022-04-07 METAL": 1_200, "2022-04-07 OM": 47_800]),
    ]

    @Test(
        "each of the four teams' sheets comes in to the gram, and a second time adds nothing",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"), arguments: sheets)
    func fourTeams(sheet: Sheet) throws {
        let ledger = try Ledger()
        let file = corpus.appending(path: "waste/rbtl-fs22/raw_data__\(sheet.file).csv").path
        let options = ledger.options(set: sheet.set, map: sheet.map)
        let first = try ledger.atlas.importWeighings(from: file, options: options)
        #expect(first.rows == sheet.rows)
        #expect(first.counts == [sheet.rows - sheet.refused, sheet.refused, 0])
        #expect(try grams(ledger) == sheet.grams)
        let made = try #require(try ledger.values("SELECT count(*) FROM weighing", as: Int.self)[0])
        #expect(first.written == made)
        let second = try ledger.atlas.importWeighings(from: file, options: options)
        #expect(second.counts == [0, sheet.refused, sheet.rows - sheet.refused])
        #expect(try ledger.values("SELECT count(*) FROM weighing", as: Int.self) == [made])
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("what the total holds beyond the parts is a weighing of the stream named for it, and says how it was made")
    func remainder() throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;kg_verre;kg_total\n2024-05-04;1,6;7,3\n2024-05-05;2;2\n", set: ["remainder_stream": "OM"],
            map: ["kg_verre": "mass:GLASS", "kg_total": "total_mass"])
        #expect(report.counts == [2, 0, 0] && report.written == 3)
        #expect(try grams(ledger) == ["2024-05-04 GLASS": 1_600, "2024-05-04 OM": 5_700, "2024-05-05 GLASS": 2_000])
        #expect(
            try ledger.values("SELECT mass_as_typed FROM weighing WHERE stream = 'OM'", as: String.self) == [
                "7,3 - 1,6"
            ])
    }

    @Test(
        "parts that differ from their total by more than 2 % are told, and nothing is altered",
        arguments: [("10", false), ("10,2", false), ("10,3", true), ("9,5", true), ("NA", false), ("", false)])
    func partsAndTotal(total: String, told: Bool) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;kg_verre;kg_om;kg_total\n2024-05-04;4;6;\(total)\n",
            map: ["kg_verre": "mass:GLASS", "kg_om": "mass:OM", "kg_total": "total_mass"])
        #expect(report.counts == [1, 0, 0])
        #expect(report.warnings == (told ? ["the parts differ from the total by more than 2 %"] : []))
        #expect(try grams(ledger) == ["2024-05-04 GLASS": 4_000, "2024-05-04 OM": 6_000])
    }

    @Test(
        "a part that is not available is neither zero nor a mistake",
        arguments: ["NA", "na", "N/A", "ND", "-", ""])
    func notAvailable(text: String) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;kg_verre;kg_om\n2024-05-04;\(text);6\n2024-05-05;0;6\n2024-05-06;\(text);\(text)\n",
            map: ["kg_verre": "mass:GLASS", "kg_om": "mass:OM"])
        #expect(report.counts == [2, 1, 0])
        #expect(report.reasons == ["no mass above zero"])
        #expect(try grams(ledger) == ["2024-05-04 OM": 6_000, "2024-05-05 OM": 6_000])
    }

    @Test("a row with one bad part is refused whole", arguments: [("-1", "negative mass"), ("2..674", "not a number")])
    func badPart(text: String, reason: String) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;kg_verre;kg_om\n2024-05-04;\(text);6\n", map: ["kg_verre": "mass:GLASS", "kg_om": "mass:OM"])
        #expect(report.reasons == [reason])
        #expect(try grams(ledger).isEmpty)
    }

    @Test("a column mapped to a stream that no list has stops the import, and the atlas is as it was")
    func unknownStreamInMapping() throws {
        let ledger = try Ledger()
        #expect(throws: ImportError.self) {
            try ledger.weighings("date;kg_lave\n2024-05-04;6\n", map: ["kg_lave": "mass:LAVA"])
        }
        #expect(try ledger.values("SELECT count(*) FROM import", as: Int.self) == [0])
    }

    @Test(
        "a layout is kept under a name, order of dates and decimal sign with it, and reads the next file of its source")
    func layout() throws {
        let ledger = try Ledger()
        let map = ["jour": "weighed_on", "verre": "mass:GLASS", "om": "mass:OM"]
        var options = ImportOptions(set: ["unit": "kg", "date_order": "mdy", "decimal_mark": ","], map: map)
        options.saveLayout = "tri"
        let april = try ledger.folder.file("april.csv", "jour;verre;om\n04/05/2024;1,234;6\n")
        #expect(try ledger.atlas.importWeighings(from: april, options: options).counts == [1, 0, 0])

        var again = ImportOptions()
        again.layout = "tri"
        let may = try ledger.folder.file("may.csv", "jour;verre;om\n05/06/2024;2,345;7\n")
        #expect(try ledger.atlas.importWeighings(from: may, options: again).counts == [1, 0, 0])
        #expect(
            try grams(ledger) == [
                "2024-04-05 GLASS": 1_234, "2024-04-05 OM": 6_000, "2024-05-06 GLASS": 2_345, "2024-05-06 OM": 7_000,
            ])
        // The file read first, read again by the layout's name, is known.
        #expect(try ledger.atlas.importWeighings(from: april, options: again).counts == [0, 0, 1])
    }

    @Test("a layout that nobody kept, or that is made for another table, is named in the refusal")
    func wrongLayout() throws {
        let ledger = try Ledger()
        let file = try ledger.folder.file("w.csv", "date;flux;kg\n2024-05-04;OM;6\n")
        var options = ImportOptions(map: ["kg": "mass"])
        options.saveLayout = "balance"
        #expect(try ledger.atlas.importWeighings(from: file, options: options).counts == [1, 0, 0])
        var other = ImportOptions()
        other.layout = "pont"
        #expect(throws: ImportError.unknownLayout("pont", known: ["balance"])) {
            try ledger.atlas.importWeighings(from: file, options: other)
        }
        other.layout = "balance"
        #expect(throws: ImportError.layoutOfOtherTable("balance", table: "weighing")) {
            try ledger.atlas.importPlants(from: file, options: other)
        }
    }

    @Test("two rows that say the same are two facts, known again when the file comes again")
    func identicalRows() throws {
        let ledger = try Ledger()
        let sheet = "date;flux;masse;unite\n2024-05-04;BULKY;3;kg\n2024-05-04;BULKY;3;kg\n2024-05-04;BULKY;3;kg\n"
        // Three seats of 3.0 kg weigh 9.0 kg.
        #expect(try ledger.weighings(sheet, file: "a.csv").counts == [3, 0, 0])
        #expect(try grams(ledger) == ["2024-05-04 BULKY": 9_000])
        #expect(try ledger.weighings(sheet, file: "b.csv").counts == [0, 0, 3])
        #expect(try grams(ledger) == ["2024-05-04 BULKY": 9_000])
    }

    @Test("a row whose identity is known brings only the parts that are new, and they are counted alone")
    func newPartOfKnownRow() throws {
        let ledger = try Ledger()
        let map = ["kg_verre": "mass:GLASS", "kg_om": "mass:OM"]
        let id = "0190d3a0-0000-7000-8000-000000000001"
        #expect(
            try ledger.weighings("id;date;kg_verre;kg_om\n\(id);2024-05-04;2;\n", file: "a.csv", map: map).written == 1)
        let second = try ledger.weighings("id;date;kg_verre;kg_om\n\(id);2024-05-04;2;6\n", file: "b.csv", map: map)
        #expect(second.counts == [1, 0, 0] && second.written == 1)
        #expect(try grams(ledger) == ["2024-05-04 GLASS": 2_000, "2024-05-04 OM": 6_000])
    }

    @Test("two columns of one stream, in a row that has an identity, are two weighings")
    func twoColumnsOfOneStream() throws {
        let ledger = try Ledger()
        let sheet = "id;date;kg_pet;kg_film\n0190d3a0-0000-7000-8000-000000000001;2024-05-04;2;3\n"
        let map = ["kg_pet": "mass:PLASTIC", "kg_film": "mass:PLASTIC"]
        let first = try ledger.weighings(sheet, map: map)
        #expect(first.counts == [1, 0, 0] && first.written == 2)
        #expect(try grams(ledger) == ["2024-05-04 PLASTIC": 5_000])
        #expect(try ledger.weighings(sheet, map: map).counts == [0, 0, 1])
    }

    @Test("a ticket that comes again with another mass or another day is told; the same load sent again is known")
    func ticket() throws {
        let ledger = try Ledger()
        let sheet = "date;flux;masse;unite;bon\n2024-05-04;OM;10;kg;T9\n"
        #expect(try ledger.weighings(sheet).counts == [1, 0, 0])
        #expect(try ledger.weighings(sheet, file: "again.csv").counts == [0, 0, 1])
        let report = try ledger.weighings(
            """
            date;flux;masse;unite;bon
            2024-05-04;OM;11;kg;T9
            2024-05-05;OM;10;kg;T9
            2024-05-05;GLASS;10;kg;T9
            2024-05-06;OM;12;kg;T10
            2024-05-06;OM;13;kg;T10

            """, file: "b.csv")
        #expect(report.counts == [5, 0, 0])
        let told = report.remarks.filter { $0.message.en.hasPrefix("ticket already recorded") }
        #expect(told.map(\.count) == [3])
    }

    @Test("a row of which the database refuses one part is refused whole")
    func wholeRow() throws {
        let ledger = try Ledger()
        try ledger.change(
            """
            CREATE TRIGGER no_metal BEFORE INSERT ON weighing WHEN NEW.stream = 'METAL'
            BEGIN SELECT RAISE(ABORT, 'pas de métal ici'); END
            """)
        let report = try ledger.weighings(
            "date;kg_verre;kg_metal\n2024-05-04;2;3\n2024-05-05;4;\n",
            map: ["kg_verre": "mass:GLASS", "kg_metal": "mass:METAL"])
        #expect(report.counts == [1, 1, 0] && report.reasons == ["pas de métal ici"])
        #expect(try grams(ledger) == ["2024-05-05 GLASS": 4_000])
    }

    /// Two weighings: one that says little, one that says all that a weighing can.
    private static let told = """
        date;horodatage;debut periode;flux;code dechet;codedr;contenant;vers contenant;masse;brut;tare;unite;methode;\
        levees;remplissage;density_kg_m3;mouille;doute;pese par;bon;remarque
        2024-05-04;;;OM;;;;;93,5;;;kg;A;;;;;;;;
        2024-05-05;2024-05-05T06:10:00Z;2024-05-01;GLASS;20 01 02;R5;B-1;B-2;0,2;0,212;0,012;t;E;2;0,8;250;oui;oui;Camille;T1;x

        """

    @Test("weighings exported and imported again are known, and a new atlas has all that they say")
    func roundTrip() throws {
        let ledger = try Ledger()
        #expect(try ledger.weighings(Self.told).counts == [2, 0, 0])
        let path = ledger.folder.path("whole.csv")
        _ = try ledger.atlas.export("weighings", format: .csv, sensitive: true, to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try ledger.weighings(text, file: "again.csv").counts == [0, 0, 2])
        let copy = try Ledger()
        #expect(try copy.weighings(text).counts == [2, 0, 0])
        let told = """
            SELECT weighed_on, weighed_at, period_from, container, to_container, stream, low_code, operation_code,
              net_mass_g, gross_mass_g, tare_mass_g, method, emptyings, fill, density_kg_m3, is_wet, is_doubtful,
              weighed_by, ticket, remark FROM weighing ORDER BY fid
            """
        let (a, b) = try (ledger.rows(told).map(\.row), copy.rows(told).map(\.row))
        #expect(a == b && a.count == 2)
        #expect(a[1].databaseValues.allSatisfy { !$0.isNull })
    }

    @Test("who weighed is not in what leaves the school")
    func personIsWithheld() throws {
        let ledger = try Ledger()
        _ = try ledger.weighings(Self.told)
        #expect(try !ledger.exported("weighings", .csv).0.contains("Camille"))
        #expect(try ledger.exported("weighings", .csv, sensitive: true).0.contains("Camille"))
    }

    @Test("a gross mass, a tare and a net mass that do not agree refuse the row, and so does another day's instant")
    func disagreement() throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            """
            date;weighed_at;flux;masse;brut;tare;unite
            2024-05-04;;OM;10;15;4;kg
            2024-05-04;2024-05-06T00:00:00Z;OM;10;14;4;kg
            2024-05-04;midi;OM;10;14;4;kg
            2024-05-04;2024-05-03T23:30:00Z;OM;10;14;4;kg

            """)
        #expect(report.counts == [1, 3, 0])
        #expect(try ledger.values("SELECT gross_mass_g FROM weighing", as: Int.self) == [14_000])
    }
}
