import Foundation
import Testing

/// Rates and what goes with them, from the words typed to the lines printed.
@Suite struct WasteRatesCommandTests {
    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.write(
            "w.csv",
            """
            date;flux;masse;unite;methode;destination
            2023-12-10;OM;400;kg;A;LANDFILL
            2023-12-11;FOOD;100;kg;A;COMPOST_ON
            2024-12-10;OM;300;kg;A;LANDFILL
            2024-12-11;FOOD;100;kg;A;COMPOST_ON
            2024-12-12;BULKY;50;kg;F;LANDFILL

            """)
        #expect(try desk.run("import", "weighings", "ales.gpkg", "w.csv").status == 0)
        return desk
    }

    @Test("six columns, each with its definition, perimeter, bounds, known and weighed shares, and what each counts")
    func rates() throws {
        let desk = try desk()
        let outcome = try desk.run("waste", "rates", "ales.gpkg", "--year", "2024", "--base", "2023")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        for words in [
            "EU 2019/1004", "STARS 2.2", "HESA EMR", "GRI 306", "School, OM share", "MUNICIPAL", "ALL_WITHOUT_WORKS",
            "at least", "at most", "known months", "weighed (A to C)", "TRUE not met: less than 90 % diverted",
            "art. 4(4)", "Progress to zero since 2023 : 25.0\u{A0}%", "FOOD → COMPOST_ON",
        ] {
            #expect(outcome.output.contains(words))
        }
        // 100 of 450.
        #expect(outcome.output.contains("22.2\u{A0}%"))
        let french = try desk.run("waste", "rates", "ales.gpkg", "--year", "2024", "--tables", language: "fr")
        #expect(french.output.contains("École, part OM") && french.output.contains("comment la destination est connue"))
    }

    @Test("as JSON: six rates in grams, fifteen differences, null for what HESA withholds")
    func json() throws {
        let desk = try desk()
        let json = try #require(try desk.run("waste", "rates", "ales.gpkg", "--year", "2024", "--json").json)
        let rates = try #require(json["rates"] as? [[String: Any]])
        #expect(
            rates.compactMap { $0["definition"] as? String } == [
                "eu-2019-1004", "true", "stars-2.2-op-18", "hesa-emr", "gri-306", "school-om-share",
            ])
        #expect(
            rates.compactMap { $0["generated_g"] as? Int } == [450_000, 450_000, 450_000, 450_000, 450_000, 450_000])
        #expect((json["differences"] as? [Any])?.count == 15)
        #expect(rates[1]["counted_g"] as? Int == 100_000 && rates[5]["counted_g"] as? Int == 300_000)
    }

    @Test("why two definitions differ, and a definition that does not exist")
    func between() throws {
        let desk = try desk()
        let outcome = try desk.run(
            "waste", "rates", "ales.gpkg", "--year", "2024", "--between", "true,school-om-share")
        #expect(outcome.status == 0 && outcome.output.contains("From true to school-om-share"))
        #expect(outcome.output.contains("−100") && outcome.output.contains("300"))
        let unknown = try desk.run("waste", "rates", "ales.gpkg", "--year", "2024", "--between", "true,bogus")
        #expect(unknown.status == 2 && unknown.complaints.count == 1 && unknown.errors.contains("bogus"))
        let nowhere = try desk.run("waste", "rates", "ales.gpkg", "--year", "2024", "--campus", "Nulle part")
        #expect(nowhere.status == 2 && nowhere.errors.contains("Nulle part"))
    }

    @Test("why it moved, and what to weigh next")
    func moveAndNext() throws {
        let desk = try desk()
        let move = try desk.run("waste", "move", "ales.gpkg", "--from", "2023", "--to", "2024")
        #expect(move.status == 0 && move.output.contains("2023, first entered") && move.output.contains("perimeter"))
        let json = try #require(
            try desk.run("waste", "move", "ales.gpkg", "--from", "2023", "--to", "2024", "--json").json)
        for move in try #require(json["moves"] as? [[String: Any]]) {
            let parts = try #require(move["parts"] as? [[String: Any]]).compactMap { $0["amount"] as? Int }
            let (from, to) = try (#require(move["from"] as? Int), #require(move["to"] as? Int))
            #expect(parts.count == 7 && parts.reduce(0, +) == to - from)
        }
        let next = try desk.run("waste", "next", "ales.gpkg", "--year", "2024", "--limit", "1")
        #expect(
            next.status == 0 && next.output.contains("FOOD") && next.output.contains("11 months without a weighing"))
        let list = try #require(try desk.run("waste", "next", "ales.gpkg", "--year", "2024", "--json").json)
        #expect((list["next"] as? [[String: Any]])?.first?["stream"] as? String == "FOOD")
    }

    @Test("users are recorded six together, with their source, and listed")
    func users() throws {
        let desk = try desk()
        let six = [
            "--resident-students", "120", "--resident-staff", "2", "--resident-others", "5", "--fte-students", "1450",
            "--fte-staff", "160",
        ]
        let five = try Program.run(
            ["waste", "users", "set", "ales.gpkg", "--year", "2024", "--source", "x"] + six, in: desk.folder)
        #expect(five.status == 2 && five.errors.contains("the six numbers A to F together"))
        let set = try Program.run(
            ["waste", "users", "set", "ales.gpkg", "--year", "2024", "--source", "registry", "--fte-distance", "40"]
                + six,
            in: desk.folder)
        #expect(set.status == 0 && set.output == "Weighted users: 1,213\n")
        let list = try desk.run("waste", "users", "list", "ales.gpkg")
        #expect(list.output.contains("1,213") && list.output.contains("registry"))
        // 300 kg of household waste for 1,213 users.
        let rates = try desk.run("waste", "rates", "ales.gpkg", "--year", "2024")
        #expect(rates.output.contains("Household waste, kg per weighted user : 0\u{A0}kg"))
    }

    @Test("an audit says its share and whether TRUE bears it; a mass without a unit is refused")
    func contamination() throws {
        let desk = try desk()
        let added = try desk.run(
            "waste", "contamination", "add", "ales.gpkg", "FOOD", "--on", "2024-05-10", "--sample", "42,5kg",
            "--non-target",
            "8,5kg", "--count", "6")
        #expect(added.output == "20.0\u{A0}%, above the 10 % of TRUE\n")
        #expect(try desk.run("waste", "contamination", "list", "ales.gpkg").output.contains("42.5"))
        #expect(try desk.run("waste", "rates", "ales.gpkg", "--year", "2024").output.contains("FOOD 20 % (2024-05-10)"))
        let bare = try desk.run(
            "waste", "contamination", "add", "ales.gpkg", "FOOD", "--on", "2024-05-10", "--sample", "42",
            "--non-target", "8kg")
        #expect(bare.status == 2 && bare.errors.contains("'42' has no unit"))
        let unknown = try desk.run(
            "waste", "contamination", "add", "ales.gpkg", "FOD", "--on", "2024-05-10", "--sample", "42kg",
            "--non-target",
            "8kg")
        #expect(unknown.status == 2 && unknown.errors.contains("'FOD'"))
    }

    @Test("food per meal with its benchmarks, and the export")
    func food() throws {
        let desk = try desk()
        let arguments = [
            "waste", "food", "add", "ales.gpkg", "--from", "2024-03-04", "--to", "2024-03-08", "--meals", "1850",
            "--total",
            "214kg",
        ]
        let added = try Program.run(arguments, in: desk.folder)
        #expect(added.status == 0 && added.output.contains("116 g of food waste per meal"))
        #expect(added.output.contains("120 g per meal, ADEME"))
        let again = try Program.run(arguments, in: desk.folder)
        #expect(again.status == 2 && again.complaints.count == 1 && again.errors.contains("2024-03-04"))
        let export = try desk.run("waste", "food", "export", "ales.gpkg")
        #expect(export.output.hasPrefix("period_start_date,period_end_date,meal_count,total_mass,"))
        #expect(export.output.contains("\n2024-03-04,2024-03-08,1850,214.00,,"))
    }

    @Test("compost and reuse are recorded and listed apart")
    func compostAndReuse() throws {
        let desk = try desk()
        let compost = try desk.run(
            "waste", "compost", "add", "ales.gpkg", "--on", "2024-05-04", "--volume", "300", "--taker", "Market garden")
        #expect(compost.status == 0)
        #expect(try desk.run("waste", "compost", "list", "ales.gpkg").output.contains("300"))
        let none = try desk.run(
            "waste", "compost", "add", "ales.gpkg", "--on", "2024-05-04", "--taker", "Market garden")
        #expect(none.status == 2 && none.complaints.count == 1)
        let reuse = try desk.run(
            "waste", "reuse", "add", "ales.gpkg", "--on", "2024-05-04", "--object", "chair", "--count", "30",
            "--unit-mass",
            "4.2kg", "--baseline", "thrown away", "--method", "ten weighed")
        #expect(reuse.status == 0)
        #expect(try desk.run("waste", "reuse", "list", "ales.gpkg").output.contains("0.126 t not created, claimed"))
        #expect(try desk.run("check", "ales.gpkg").status == 0)
    }
}
