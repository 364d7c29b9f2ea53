import Foundation
import Testing

/// A weighing, from the words typed to the lines printed.
@Suite struct WeighCommandTests {
    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.write("bins.csv", "code;stream;capacity_l;tare_kg\nB-12;GLASS;240;12,4\n")
        #expect(try desk.run("import", "containers", "ales.gpkg", "bins.csv").status == 0)
        for name in ["Sacha", "Camille"] {
            #expect(try desk.run("people", "add", "ales.gpkg", name, "--trade", "waste_staff").status == 0)
        }
        return desk
    }

    @Test("a weighing is read back in words, in the language of the person")
    func add() throws {
        let desk = try desk()
        let french = try desk.run(
            "weigh", "ales.gpkg", "--container", "B-12", "47,5 kg", "--on", "2026-03-02", "--by", "Sacha",
            language: "fr")
        #expect(french.status == 0 && french.errors.isEmpty)
        #expect(french.output == "quarante-sept kilos et demi net, VERRE, bac B-12\npesée 1, du 2026-03-02\n")
        let gross = try desk.run(
            "weigh", "ales.gpkg", "--container", "B-12", "59.9 kg", "--tare", "12,4kg", "--at", "2026-03-04T08:10")
        #expect(
            gross.output == "forty-seven and a half kilos net, GLASS, bin B-12 (gross 59.9 kg, tare 12.4 kg)\n"
                + "weighing 2, of 2026-03-04\n")
        let volume = try desk.run(
            "weigh", "ales.gpkg", "--container", "B-12", "--emptyings", "1", "--fill", "0,8", "--on", "2026-03-05")
        // 240 L × 0.8 × 225 kg/m³ = 43.2 kg.
        #expect(volume.output.hasPrefix("about forty-three kilos net, GLASS, bin B-12 (volume × generic density"))
    }

    @Test("without a terminal the question is status 1 and nothing is written, until it is answered")
    func question() throws {
        let desk = try desk()
        let arguments = ["weigh", "ales.gpkg", "--container", "B-12", "475 kg", "--on", "2026-03-02"]
        let asked = try Program.run(arguments, language: "fr", in: desk.folder)
        #expect(asked.status == 1 && asked.output.isEmpty)
        // 240 L at 400 kg/m³, the highest density of glass in the list.
        #expect(asked.errors.contains("il contient 96,0 kg au plus") && asked.errors.contains("47,5 kg (÷ 10)"))
        #expect(try desk.run("weigh", "list", "ales.gpkg", "--json").output.isEmpty)
        let json = try Program.run(arguments + ["--json"], in: desk.folder)
        let question = try #require(json.json?["question"] as? [String: Any])
        #expect(json.status == 1 && question["rule"] as? String == "capacity")
        let choices = try #require(question["choices"] as? [[String: String]])
        #expect(choices.map { $0["answer"] } == ["47,5 kg", "confirm"])
        let answered = try Program.run(arguments + ["--answer", "47,5 kg"], in: desk.folder)
        #expect(answered.status == 0 && answered.output.hasPrefix("forty-seven and a half kilos net"))
        let confirmed = try Program.run(arguments + ["--yes"], in: desk.folder)
        #expect(confirmed.status == 0 && confirmed.output.hasPrefix("four hundred and seventy-five kilos net"))
    }

    @Test("a weighing is corrected, cancelled, shown and listed by its number")
    func corrections() throws {
        let desk = try desk()
        _ = try desk.run("weigh", "ales.gpkg", "--container", "B-12", "75 kg", "--on", "2026-03-02")
        let correct = ["weigh", "correct", "ales.gpkg", "1", "--mass", "47,5 kg", "--reason", "mal lu", "--by"]
        let first = try Program.run(correct + ["Sacha"], in: desk.folder)
        #expect(first.status == 0 && first.output.contains("weighing 2, of 2026-03-02, in the place of 1"))
        let second = try Program.run(correct + ["Camille"], in: desk.folder)
        #expect(second.status == 2 && second.complaints.count == 1 && second.errors.contains("was corrected by Sacha"))
        let history = try desk.run("weigh", "show", "ales.gpkg", "1")
        #expect(history.output.contains("seventy-five kilos") && history.output.contains("mal lu"))
        #expect(try desk.run("weigh", "list", "ales.gpkg").output.contains("47.500"))
        #expect(try desk.run("weigh", "cancel", "ales.gpkg", "2", "--reason", "bac vide").status == 0)
        #expect(try desk.run("weigh", "list", "ales.gpkg", "--json").output.isEmpty)
    }

    @Test("the review is status 1 as long as something waits for an answer")
    func review() throws {
        let desk = try desk()
        try desk.write("w.csv", "date;container;mass;unit\n2026-03-02;B-12;475;kg\n")
        _ = try desk.run("import", "weighings", "ales.gpkg", "w.csv")
        let found = try desk.run("waste", "review", "ales.gpkg")
        #expect(found.status == 1 && found.output.contains("mass:1"))
        #expect(found.output.contains("0 to be corrected, 1 to be confirmed"))
        let line = try #require(try desk.run("waste", "review", "ales.gpkg", "--json").json)
        #expect(line["key"] as? String == "mass:1" && line["severity"] as? String == "ask")
        let wrong = try desk.run("waste", "review", "ales.gpkg", "--answer", "mass:2", "confirm")
        #expect(wrong.status == 2 && wrong.errors.contains("mass:2"))
        #expect(
            try desk.run("waste", "review", "ales.gpkg", "--answer", "mass:1", "confirm", "--by", "Sacha").status == 0)
        let clear = try desk.run("waste", "review", "ales.gpkg")
        #expect(clear.status == 0 && clear.output.contains("1 already answered"))
    }

    @Test("densities are told by campus, stream and capacity, with what is still to be done")
    func density() throws {
        let desk = try desk()
        let table = try desk.run("waste", "density", "ales.gpkg", language: "fr")
        #expect(
            table.status == 0 && table.output.contains("générique 225") && table.output.contains("8 pesées avec --fill")
        )
        let json = try #require(try desk.run("waste", "density", "ales.gpkg", "--json").json)
        #expect(json["density_kg_m3"] is NSNull && json["count"] as? Int == 0)
    }
}
