import CampusAtlas
import Foundation
import GRDB
import Testing

/// A mass as typed, the grams that it is, and what is refused.
@Suite struct WeighingMassTests {
    private func one(
        _ cells: String, header: String = "masse;unite", set: [String: String] = [:]
    ) throws -> (report: ImportReport, row: StoredRow?) {
        let ledger = try Ledger()
        let report = try ledger.weighings("date;flux;\(header)\n2024-05-04;OM;\(cells)\n", set: set)
        return (report, try ledger.rows("SELECT * FROM weighing").first)
    }

    @Test(
        "a mass is kept in whole grams, exactly, and as it was typed",
        arguments: [
            ("93,5", "kg", 93_500), ("93.5", "kg", 93_500), ("7.2000000000000002", "kg", 7_200),
            ("0,0935", "t", 93_500), ("500", "g", 500), ("1\u{00A0}234,5", "kg", 1_234_500),
            ("1\u{202F}234,5", "kilogrammes", 1_234_500), ("1 234,56", "KG", 1_234_560), ("2,5", "tonnes", 2_500_000),
            ("0,001", "kg", 1), ("0,4996", "kg", 500), ("12", "Kg", 12_000), ("1.234,5", "kg", 1_234_500),
        ])
    func grams(typed: String, unit: String, grams: Int64) throws {
        let (report, row) = try one("\"\(typed)\";\(unit)")
        #expect(report.counts == [1, 0, 0])
        #expect(row?["net_mass_g"] == grams)
        #expect(row?["mass_as_typed"] == typed)
        #expect(row?["unit_as_typed"] == unit)
    }

    @Test("a thousand or three decimals is asked about, never guessed, and the answer is taken")
    func ambiguousDecimals() throws {
        #expect(throws: ImportError.self) { try one("2,674;kg") }
        #expect(try one("2,674;kg", set: ["decimal_mark": ","]).row?["net_mass_g"] == 2_674)
        #expect(try one("2,674;kg", set: ["decimal_mark": "."]).row?["net_mass_g"] == 2_674_000)
    }

    @Test("a mass without a unit is refused")
    func noUnit() throws {
        let (report, row) = try one("93,5", header: "masse")
        #expect(report.reasons == ["mass without a unit: give a column 'unit' or --set unit=kg"])
        #expect(row == nil)
        #expect(try one("93,5", header: "masse", set: ["unit": "kg"]).row?["net_mass_g"] == 93_500)
    }

    @Test("a unit that is none of gram, kilogram and tonne is refused", arguments: ["m3", "q", "sacs"])
    func unknownUnit(unit: String) throws {
        #expect(try one("93,5;\(unit)").report.reasons == ["unknown unit: g, kg or t"])
    }

    @Test("pounds are refused with their factor, wherever they are said", arguments: ["lb", "LBS", "livres", "pounds"])
    func pounds(unit: String) throws {
        let reason = "pounds (lb), which the book does not take: 1 lb = 0.45359237 kg, convert them"
        #expect(try one("93,5;\(unit)").report.reasons == [reason])
        #expect(try one("93,5 \(unit);").report.reasons == [reason])
        let ledger = try Ledger()
        let column = try ledger.weighings(
            "date;flux;weight_\(unit)\n2024-05-04;OM;3,5\n", map: ["weight_\(unit)": "mass"])
        #expect(column.reasons == [reason])
    }

    @Test(
        "a unit in the cell is read, and one that contradicts the column is asked about",
        arguments: [
            ("12,5 kg", "", 12_500), ("0,5 t", "", 500_000), ("12,5 kg", "kg", 12_500), ("12,5 t", "kg", nil),
        ] as [(String, String, Int64?)])
    func unitInCell(typed: String, unit: String, grams: Int64?) throws {
        let (report, row) = try one("\(typed);\(unit)")
        #expect(row?["net_mass_g"] == grams)
        #expect(row == nil || row?["mass_as_typed"] == typed)
        #expect(report.reasons == (grams == nil ? ["t in the cell, kg for the column: which of the two units?"] : []))
    }

    @Test("a thousand or three decimals is asked about when a unit stands beside it, too")
    func ambiguousDecimalsWithUnit() throws {
        #expect(throws: ImportError.self) { try one("2,674 kg;") }
        #expect(try one("2,674 kg;", set: ["decimal_mark": ","]).row?["net_mass_g"] == 2_674)
    }

    @Test(
        "a mark or a word of doubt is kept, with what is written, and the mass enters",
        arguments: [
            ("5 ?;kg;", 1), ("<95;kg;", 1), ("~3;kg;", 1), ("poids raturé 5kg?;;", 1), ("5;kg;poids raturé 5kg?", 1),
            ("5;kg;cat floue", 1), ("5;kg;bac propre", 0),
        ])
    func doubt(cells: String, doubtful: Int) throws {
        let (report, row) = try one(cells, header: "masse;unite;remarque")
        #expect(report.counts == [1, 0, 0])
        #expect(row?["is_doubtful"] == doubtful)
        let parts = cells.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        #expect(row?["mass_as_typed"] == parts[0])
        #expect(row?["remark"] == (parts[2].isEmpty ? nil : parts[2]))
        #expect(report.warnings == (doubtful == 1 ? ["mass marked as doubtful, with what is written"] : []))
    }

    @Test("a mass that is not available is neither a weighing nor a zero, and refused")
    func notAvailable() throws {
        let (report, row) = try one("NA;kg")
        #expect(report.reasons == ["mass not available: no weighing, and no zero"])
        #expect(row == nil)
    }

    @Test(
        "a column says its unit in a word of its own, and a number beside the letter is another word",
        arguments: [
            ("masse (kg)", 3_500), ("Poids en Kg", 3_500), ("masse_t", 3_500_000), ("masse g", 4), ("masse T2", nil),
            ("masse 3kg", nil),
        ] as [(String, Int64?)])
    func unitOfAColumn(name: String, grams: Int64?) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings("date;flux;\(name)\n2024-05-04;OM;3,5\n", map: [name: "mass"])
        #expect(try ledger.values("SELECT net_mass_g FROM weighing", as: Int64.self) == (grams.map { [$0] } ?? []))
        #expect(
            report.reasons
                == (grams == nil ? ["mass without a unit: give a column 'unit' or --set unit=kg"] : []))
    }

    @Test("a mass of zero or less is refused", arguments: ["0", "0,0", "-3", "0,0001"])
    func notPositive(typed: String) throws {
        #expect(try one("\"\(typed)\";kg").report.reasons == ["net mass of zero or less"])
    }

    @Test(
        "a mass that is no number, or none that can be, is refused",
        arguments: [
            ("lourd;kg", "not a number"), ("2..674;kg", "not a number"),
            ("99999999999999;t", "mass out of range"), ("9e18;g", "mass out of range"), (";kg", "no mass"),
        ])
    func notANumber(cells: String, reason: String) throws {
        #expect(try one(cells).report.reasons == [reason])
    }

    @Test("an absurd mass, gross, tare or in parts, is refused and never overflows")
    func overflow() throws {
        let ledger = try Ledger()
        let gross = try ledger.weighings("date;flux;brut;tare;unite\n2024-05-04;OM;-9e18;9e18;g\n")
        #expect(gross.counts == [0, 1, 0])
        let parts = try ledger.weighings(
            "date;kg_a;kg_b\n2024-05-04;9e15;9e15\n", file: "parts.csv", map: ["kg_a": "mass:OM", "kg_b": "mass:GLASS"])
        #expect(parts.counts == [0, 1, 0])
    }

    @Test("nothing was weighed tomorrow, and something may have been weighed today")
    func future() throws {
        let ledger = try Ledger()
        let tomorrow = try #require(CalendarDate.today.advanced(by: 1))
        let report = try ledger.weighings("date;flux;masse;unite\n\(tomorrow);OM;3;kg\n\(CalendarDate.today);OM;3;kg\n")
        #expect(report.counts == [1, 1, 0])
        #expect(report.reasons == ["date in the future"])
    }

    @Test("codes that no list has are refused, and the sentence names the known ones")
    func unknownCodes() throws {
        let ledger = try Ledger(campuses: true)
        let report = try ledger.weighings(
            """
            date;flux;masse;unite;destination;methode;campus
            2024-05-04;LAVA;3;kg;;;
            2024-05-04;OM;3;kg;MOON;;
            2024-05-04;OM;3;kg;;Z;
            2024-05-04;OM;3;kg;;;Nord
            2024-05-04;OM;3;kg;INCIN;b;Ouest

            """)
        #expect(report.counts == [1, 4, 0])
        let reasons = report.reasons
        #expect(reasons.count == 4)
        #expect(reasons[0].hasPrefix("unknown stream; streams: ") && reasons[0].contains("OM"))
        #expect(reasons[1].hasPrefix("unknown destination; destinations: ") && reasons[1].contains("INCIN"))
        #expect(reasons[2] == "method A to G, or U")
        #expect(reasons[3] == "unknown campus; campuses: Est, Ouest")
        #expect(try ledger.values("SELECT method FROM weighing", as: String.self) == ["B"])
    }

    @Test("a weighing that does not say how it was made is of unknown method")
    func unknownMethod() throws {
        #expect(try one("3;kg").row?["method"] == "U")
    }

    @Test("a weighing names a stream, or a container that has one")
    func neitherStreamNorContainer() throws {
        let ledger = try Ledger()
        let report = try ledger.weighings("date;bac;masse;unite\n2024-05-04;X;3;kg\n")
        #expect(report.reasons == ["neither a stream nor a known container: give --set stream=…"])
    }
}

/// What a weighing takes from its container, and gross masses.
@Suite struct WeighingContainerTests {
    private func ledger() throws -> Ledger {
        let ledger = try Ledger(campuses: true)
        _ = try ledger.containers("code;site;flux;tare_kg\nOM-1;Ouest;OM;12,5\nV-1;Est;GLASS;\n")
        return ledger
    }

    @Test("a container supplies the stream and the campus that the row does not say")
    func supplied() throws {
        let ledger = try ledger()
        #expect(try ledger.weighings("date;bac;masse;unite\n2024-05-04;OM-1;3;kg\n").counts == [1, 0, 0])
        let row = try #require(try ledger.rows("SELECT * FROM weighing").first)
        #expect(row["stream"] == "OM" && row["campus"] == "Ouest")
        #expect(row["net_mass_g"] == 3_000 && row["tare_mass_g"] as Int? == nil)
    }

    @Test("what the row says comes before its container, and the odd stream is told")
    func rowFirst() throws {
        let ledger = try ledger()
        let report = try ledger.weighings("date;bac;flux;campus;masse;unite\n2024-05-04;OM-1;GLASS;Est;3;kg\n")
        #expect(report.counts == [1, 0, 0])
        #expect(report.warnings == ["container OM-1 is meant for stream OM"])
        let row = try #require(try ledger.rows("SELECT * FROM weighing").first)
        #expect(row["stream"] == "GLASS" && row["campus"] == "Est")
    }

    @Test("a container that the atlas does not know is told, and the weighing kept")
    func unknownContainer() throws {
        let ledger = try ledger()
        let report = try ledger.weighings("date;bac;flux;masse;unite\n2024-05-04;OM-9;OM;3;kg\n")
        #expect(report.counts == [1, 0, 0])
        #expect(report.warnings == ["container that the atlas does not know"])
        #expect(try ledger.values("SELECT container FROM weighing", as: String.self) == ["OM-9"])
    }

    @Test(
        "net is gross less the tare: that of the row, or else that of its container",
        arguments: [("OM-1;50;2,5", 47_500, 2_500), ("OM-1;50;", 37_500, 12_500), ("V-1;50;0", 50_000, 0)])
    func grossLessTare(cells: String, net: Int64, tare: Int64) throws {
        let ledger = try ledger()
        #expect(try ledger.weighings("date;bac;brut;tare;unite\n2024-05-04;\(cells);kg\n").counts == [1, 0, 0])
        let row = try #require(try ledger.rows("SELECT * FROM weighing").first)
        #expect(row["net_mass_g"] == net && row["tare_mass_g"] == tare && row["gross_mass_g"] == 50_000)
        #expect(row["mass_as_typed"] == "50")
    }

    @Test("a gross mass without a tare is no net mass: it is refused")
    func noTare() throws {
        let report = try ledger().weighings("date;bac;brut;unite\n2024-05-04;V-1;50;kg\n")
        #expect(
            report.reasons
                == ["gross mass without a tare: give a column 'tare', --set tare=… or a container whose tare is known"])
    }

    @Test("a gross mass has the tare that its container had on the day")
    func datedTare() throws {
        let ledger = try Ledger()
        #expect(try ledger.containers("code;stream;tare_kg\nB-1;OM;10\n").accepted == 1)
        try ledger.atlas.tare("B-1", TypedMass("30 kg"), on: #require(CalendarDate(iso: "2024-05-10")))
        let report = try ledger.weighings(
            "date;contenant;brut;unite\n2024-05-09;B-1;50;kg\n2024-05-10;B-1;50;kg\n2024-05-11;B-1;50;kg\n")
        #expect(report.accepted == 3)
        #expect(
            try ledger.values("SELECT net_mass_g FROM weighing ORDER BY weighed_on", as: Int.self)
                == [40_000, 20_000, 20_000])
    }

    @Test(
        "a tare that eats the whole mass, or is negative, refuses the row",
        arguments: [
            ("50;50", "net mass of zero or less"), ("50;60", "net mass of zero or less"),
            ("50;-5", "a tare is not negative"),
        ])
    func badTare(cells: String, reason: String) throws {
        let report = try ledger().weighings("date;bac;brut;tare;unite\n2024-05-04;OM-1;\(cells);kg\n")
        #expect(report.reasons == [reason])
    }

    @Test("a container has one code, a stream of the list, a capacity above zero and a tare that is not negative")
    func containers() throws {
        let ledger = try Ledger(campuses: true)
        let report = try ledger.containers(
            """
            code;site;flux;capacite_l;tare_kg
            A;Ouest;OM;660;40,5
            A;Ouest;OM;660;40,5
            B;Nord;OM;660;
            C;Ouest;LAVA;660;
            D;Ouest;OM;0;
            E;Ouest;OM;660;-1

            """)
        #expect(report.counts == [1, 5, 0])
        #expect(report.reasons.contains("code already given in row 2"))
        #expect(
            report.reasons.contains("a capacity is above zero") && report.reasons.contains("a tare is not negative"))
        #expect(try ledger.values("SELECT tare_mass_g FROM container", as: Int.self) == [40_500])
    }
}
