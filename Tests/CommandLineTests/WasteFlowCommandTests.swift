import Foundation
import Testing

/// Facilities, split keys and refusals, from the words typed to the lines printed.
@Suite struct WasteFlowCommandTests {
    /// A load of 200 kg of mixed recyclables and one of 100 kg of household waste in May 2024, and their facilities.
    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.write(
            "tri.csv",
            "date;flux;masse;unite;methode;destination;installation\n2024-05-04;MIXREC;200;kg;A;SORTING;Tri\n"
                + "2024-05-05;OM;100;kg;A;ENERGY;UVE\n")
        #expect(try desk.run("import", "weighings", "ales.gpkg", "tri.csv").status == 0)
        for name in ["Tri", "UVE"] {
            #expect(try desk.run("waste", "facilities", "add", "ales.gpkg", name, "--city", "Alès").status == 0)
        }
        return desk
    }

    @Test("a route is said in words, listed on its day, and told apart from what proves nothing")
    func routes() throws {
        let desk = try desk()
        let route = try desk.run(
            "waste", "facilities", "route", "ales.gpkg", "Tri", "--stream", "MIXREC", "--from", "2024-01-01", "--to",
            "RECYCLE 71,5%", "--to", "ENERGY R1 17 % UVE", "--evidence", "certificate", "--reference", "no. 17")
        #expect(route.status == 0 && route.errors.isEmpty && route.output.split(separator: "\n").count == 2)
        let told = try desk.run(
            "waste", "facilities", "route", "ales.gpkg", "UVE", "--from", "2024-01-01", "--to", "ENERGY", "--evidence",
            "contractor_statement")
        #expect(told.status == 0 && told.errors.contains("this is no proof"))
        let list = try desk.run("waste", "facilities", "list", "ales.gpkg", "--on", "2024-05-31")
        #expect(list.status == 0 && list.errors.isEmpty)
        #expect(list.output.contains("RECYCLE 71.5 %") && list.output.contains("ENERGY 17 % R1 → UVE"))
        #expect(list.output.contains("certificate : no. 17") && list.output.contains("(proves nothing)"))
        let before = try desk.run("waste", "facilities", "list", "ales.gpkg", "--on", "2023-12-31")
        #expect(!before.output.contains("RECYCLE") && before.output.contains("nothing proven"))
        let french = try desk.run("waste", "facilities", "show", "ales.gpkg", "Tri", language: "fr")
        #expect(french.output.contains("RECYCLE 71,5 %") && french.output.contains("certificat : no. 17"))
    }

    @Test("a facility that weighings name and the book does not know is told, with what went there")
    func unknownFacility() throws {
        let desk = try desk()
        _ = try desk.run(
            "import", "weighings", "ales.gpkg", "-",
            input: "date;flux;masse;unite;destination;installation\n2024-05-06;GLASS;1234,5;kg;RECYCLE;Verrerie\n")
        let list = try desk.run("waste", "facilities", "ales.gpkg")
        #expect(list.status == 0)
        #expect(list.errors == "Named and not known, hence without proof: Verrerie (1 weighings, 1,234.5 kg)\n")
    }

    @Test("the promise counts what burns, and energy recovery beside it only with the performance of that year")
    func performance() throws {
        let desk = try desk()
        _ = try desk.run(
            "waste", "facilities", "route", "ales.gpkg", "UVE", "--stream", "OM", "--from", "2024-01-01", "--to",
            "ENERGY R1", "--evidence", "contract")
        func accepted() throws -> Substring? {
            try desk.run("progress", "ales.gpkg", "--on", "2024-05-31").output.split(separator: "\n")
                .first { $0.contains("If energy recovery were accepted") }
        }
        #expect(try accepted()?.contains("100\u{A0}kg [99\u{A0}kg – 101\u{A0}kg]") == true)
        let reached = try desk.run(
            "waste", "facilities", "performance", "ales.gpkg", "UVE", "--year", "2024", "--value", "0,67", "--source",
            "report")
        #expect(reached.output == "2024: 0.670 ≥ 0.60, burning there is recovery (R1)\n")
        #expect(try accepted()?.hasSuffix(" 0\u{A0}kg") == true)
        let stricter = try desk.run(
            "waste", "facilities", "performance", "ales.gpkg", "UVE", "--year", "2024", "--value", "0.64",
            "--threshold", "0.65", language: "fr")
        #expect(stricter.output == "2024 : 0,640 < 0,65, brûler y est éliminer (D10)\n")
        #expect(try accepted()?.contains("100\u{A0}kg") == true)
    }

    @Test("a key is said in per cent that make the whole, and ends the one before")
    func splitKey() throws {
        let desk = try desk()
        func add(_ from: String, _ parts: [String]) throws -> Program.Outcome {
            try Program.run(
                ["waste", "split-key", "add", "ales.gpkg", "MIXREC", "--from", from, "--source", "audit, 4 bins"]
                    + parts.flatMap { ["--part", $0] }, in: desk.folder)
        }
        #expect(try add("2024-01-01", ["PAPER 62%", "OM 38%"]).status == 0)
        #expect(try add("2025-01-01", ["PAPER 70%", "OM 30%"]).status == 0)
        let list = try desk.run("waste", "split-key", "list", "ales.gpkg")
        #expect(
            list.output == """
                MIXREC, all campuses, from 2024-01-01 to 2025-01-01 excluded : PAPER 62 % + OM 38 % (audit, 4 bins)
                MIXREC, all campuses, since 2025-01-01 : PAPER 70 % + OM 30 % (audit, 4 bins)

                """)
        // 38 % of 200 kg, beside the 100 kg of household waste.
        let explained = try desk.run("explain", "ales.gpkg", "waste.household_share", "--on", "2024-05-31").output
        #expect(explained.contains("76.00") && explained.contains("124.00") && explained.contains("100.00"))
        let short = try add("2026-01-01", ["PAPER 70%"])
        #expect(short.status == 2 && short.complaints.count == 1 && short.errors.contains("70 %"))
    }

    @Test("a refusal is told with what is left, never takes more, and is cancelled with a reason")
    func refusal() throws {
        let desk = try desk()
        let made = try desk.run(
            "waste", "refuse", "ales.gpkg", "1", "60,5 kg", "--destination", "INCIN", "--reason", "soiled", "--on",
            "2024-05-05")
        #expect(made.errors.isEmpty && made.status == 0)
        #expect(made.output == "Refusal no. 1: 60.500 kg of weighing no. 1 → INCIN; 139.500 kg accepted\n")
        let tooMuch = try desk.run(
            "waste", "refuse", "ales.gpkg", "1", "140 kg", "--reason", "soiled", "--on", "2024-05-05", language: "fr")
        #expect(tooMuch.status == 2 && tooMuch.output.isEmpty && tooMuch.complaints.count == 1)
        #expect(tooMuch.errors.contains("il ne reste que 139,5 kg"))
        #expect(
            try desk.run("waste", "refuse", "cancel", "ales.gpkg", "1", "--reason", "wrong line").status == 0)
        #expect(
            try desk.run(
                "waste", "refuse", "add", "ales.gpkg", "1", "0,2 t", "--reason", "soiled", "--on", "2024-05-05"
            ).output.contains("0.000 kg accepted"))
    }

    @Test(
        "what cannot be right is one line that says what to type, and nothing is recorded",
        arguments: [
            (
                ["facilities", "route", "X", "--from", "2024-01-01", "--to", "RECYCLE", "--evidence", "direct"],
                "add it"
            ),
            (["facilities", "route", "Tri", "--from", "2024-01-01", "--to", "LAVA", "--evidence", "direct"], "LAVA"),
            (
                ["facilities", "route", "Tri", "--from", "2024-01-01", "--to", "AVOIDED", "--evidence", "direct"],
                "no waste"
            ),
            (
                ["facilities", "route", "Tri", "--from", "2024-01-01", "--to", "RECYCLE R1", "--evidence", "direct"],
                "R3, R4"
            ),
            (
                [
                    "facilities", "route", "Tri", "--from", "2024-01-01", "--to", "RECYCLE 80%", "--to", "INCIN 30%",
                    "--evidence", "direct",
                ], "110 %"
            ),
            (["facilities", "performance", "UVE", "--year", "2024", "--value", "67"], "0.65 and not 65"),
            (["facilities", "add", "Y", "--siret", "123"], "14 digits"),
            (["refuse", "99", "5 kg", "--reason", "x"], "No weighing no. 99"),
            (["refuse", "1", "5", "--reason", "x"], "'5' has no unit"),
        ])
    func misuse(arguments: [String], told: String) throws {
        let desk = try desk()
        let words = arguments.first == "refuse" ? 1 : 2
        let command = ["waste"] + arguments.prefix(words) + ["ales.gpkg"] + arguments.dropFirst(words)
        let outcome = try Program.run(command, in: desk.folder)
        #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1)
        #expect(outcome.errors.contains(told))
    }
}
