import Foundation
import Testing

/// Months, zeros, obligations and the year, from the words typed to the lines printed.
@Suite struct WasteMonthCommandTests {
    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.write(
            "campus.csv",
            "name;geometry_wkt\nClavières;POLYGON ((786400 6337700, 786500 6337700, 786500 6337800, 786400 6337700))\n")
        try desk.write(
            "w.csv",
            "date;flux;masse;unite;methode;campus\n2024-02-04;OM;120;kg;A;Clavières\n2024-02-05;GLASS;30;kg;C;Clavières\n"
                + "2024-03-04;OM;100,5;kg;F;Clavières\n")
        for arguments in [
            ["import", "campuses", "ales.gpkg", "campus.csv", "--crs", "EPSG:2154"],
            ["import", "weighings", "ales.gpkg", "w.csv"],
            ["people", "add", "ales.gpkg", "Camille", "--trade", "waste_staff"],
        ] {
            #expect(try Program.run(arguments, in: desk.folder).status == 0)
        }
        return desk
    }

    @Test("a month is submitted, closed with its digest, shown with what changed since, and reopened with a reason")
    func month() throws {
        let desk = try desk()
        #expect(
            try desk.run("waste", "month", "submit", "ales.gpkg", "2024-03", "--by", "Camille").output
                == "2024-03: submitted.\n")
        let missing = try desk.run("waste", "month", "close", "ales.gpkg", "2024-03", "--by", "Camille", language: "fr")
        #expect(missing.status == 2 && missing.complaints.count == 1 && missing.errors.contains("rien pour GLASS"))
        let zero = try desk.run(
            "weigh", "none", "ales.gpkg", "--stream", "GLASS", "--month", "2024-03", "--by", "Camille")
        #expect(zero.output == "GLASS, 2024-03, Clavières: nothing produced, affirmed (no. 1).\n")
        let closed = try desk.run("waste", "month", "close", "ales.gpkg", "2024-03", "--by", "Camille")
        #expect(
            closed.status == 0 && closed.output.hasPrefix("2024-03: closed, 100.500\u{A0}kg, 1 weighings.\nSHA-256 "))
        let text = try desk.run("waste", "month", "show", "ales.gpkg", "2024-03", "--snapshot")
        let json = try #require(text.json)
        #expect(json["grams"] as? Int == 100_500 && json["campus"] as? String == "Clavières")

        try desk.write(
            "late.csv", "date;flux;masse;unite;campus\n2024-03-09;OM;7;kg;Clavières\n2024-04-09;OM;8;kg;Clavières\n")
        let late = try desk.run("import", "weighings", "ales.gpkg", "late.csv", language: "fr")
        #expect(late.status == 1 && (late.output + late.errors).contains("Ce mois est clos sur ce campus"))
        #expect(desk.has("late.refused.csv") || late.output.contains("refus"))
        try desk.execute(
            """
            INSERT INTO weighing (weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method, corrects, reason)
            SELECT weighed_on, campus, stream, 90000, '90', 'kg', method, fid, 'ticket relu' FROM weighing WHERE fid = 3
            """, in: "ales.gpkg")
        let shown = try desk.run("waste", "month", "show", "ales.gpkg", "2024-03", language: "fr").output
        #expect(shown.contains("100,500\u{A0}kg") && shown.contains("−10,500\u{A0}kg"))
        #expect(shown.contains("pesée n° 3, OM, corrigée : 100,500\u{A0}kg → 90\u{A0}kg ; « ticket relu »"))
        let bare = try desk.run("waste", "month", "reopen", "ales.gpkg", "2024-03", "--by", "Camille")
        #expect(bare.status == 2 && bare.errors.contains("--reason"))
        #expect(
            try desk.run("waste", "month", "reopen", "ales.gpkg", "2024-03", "--by", "Camille", "--reason", "late")
                .status == 0)
        #expect(try desk.run("check", "ales.gpkg").status == 0)
    }

    @Test("the year is a grid in which what is missing is never zero")
    func year() throws {
        let desk = try desk()
        let table = try desk.run("waste", "year", "ales.gpkg", "2024").output
        let household = try #require(table.split(separator: "\n").first { $0.contains("  OM ") })
        #expect(household.split(separator: " ").map(String.init).prefix(5) == ["OM", "·", "120", "~100", "?"])
        #expect(household.contains("≥ 220"))
        #expect(table.contains("Below 90.0\u{A0}%: the mass of the year cannot be claimed."))
        let json = try #require(desk.run("waste", "year", "ales.gpkg", "2024", "--provisional", "--json").json)
        #expect(json["may_be_claimed"] as? Bool == false)
        let french = try desk.run("waste", "year", "ales.gpkg", "2024", "--provisional", language: "fr").output
        #expect(french.contains("≈") && french.contains("compté nulle part"))
        #expect(try desk.run("waste", "year", "ales.gpkg", "2024", "--campus", "Nord").status == 2)
    }

    @Test("obligations are told, said, and refused when they say nothing")
    func obligations() throws {
        let desk = try desk()
        let list = try desk.run("waste", "obligations", "ales.gpkg", "--on", "2026-06-30").output
        #expect(list.split(separator: "\n").count == 11 && list.contains("to be said: does it apply?"))
        let set = try desk.run("waste", "obligations", "set", "ales.gpkg", "GLASS", "applies")
        #expect(set.status == 0 && set.output.count == 37)
        let none = try desk.run("waste", "obligations", "set", "ales.gpkg", "METAL", "not_applicable", language: "fr")
        #expect(none.status == 2 && none.complaints.count == 1 && none.errors.contains("no_production"))
        let help = try desk.run("waste", "obligations", "set", "--help", language: "fr").output
        #expect(help.contains("1 100 L") && help.contains("D543-280"))
        let after = try desk.run("waste", "obligations", "ales.gpkg", "--on", "2024-06-30", "--json").output
        #expect(
            after.contains(#""stream":"GLASS","basis":"D543-278 – D543-287","since":"2016-07-01","status":"applies""#))
    }
}
