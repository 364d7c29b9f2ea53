import Foundation
import Testing

/// Plants and the local rule, from the words typed to the lines printed.
@Suite struct PlantCommandTests {
    private static let place = ["--at", "4.0881,44.1331"]

    private func add(_ desk: Desk, _ name: String, _ options: String...) throws -> Program.Outcome {
        try Program.run(["plants", "add", "ales.gpkg", name] + Self.place + options, in: desk.folder)
    }

    @Test("a plant is added, measured, shown and closed, and stays in the atlas")
    func life() throws {
        let desk = try Desk()
        #expect(try desk.run("people", "add", "ales.gpkg", "Camille", "--trade", "ecologist").status == 0)
        let added = try add(
            desk, "Quercus ilex", "--planted", "2026-11-10", "--lot", "L-12", "--vegetal-local", "--by", "Camille")
        #expect(added.status == 0 && added.errors == "Quercus ilex: local, by exemple-gard (exemple-1)\n")
        let uuid = added.output.trimmingCharacters(in: .newlines)
        #expect(UUID(uuidString: uuid) != nil)
        let measured = try desk.run(
            "plants", "measure", "ales.gpkg", uuid, "--on", "2027-06-01", "--height", "2.4", "--by", "Camille")
        #expect(measured.status == 0 && measured.output.isEmpty && measured.errors.isEmpty)
        try desk.write("photo.jpg", "image")
        #expect(try desk.run("attach", "ales.gpkg", "plant", uuid, "photo.jpg").status == 0)
        let removed = try desk.run(
            "plants", "remove", "ales.gpkg", uuid, "--on", "2028-01-01", "--reason", "Storm", "--by", "Camille")
        #expect(removed.status == 0)
        let shown = try desk.run("plants", "show", "ales.gpkg", uuid)
        #expect(
            shown.output.split(separator: "\n").suffix(3) == [
                "  2026-11-10  planted", "  2027-06-01  measured  height 2.40 m, Camille",
                "  2028-01-01  felled or removed  Camille, Storm",
            ])
        #expect(shown.output.contains("lot : L-12, Végétal local"))
        #expect(
            try desk.run("plants", "list", "ales.gpkg", "--on", "2028-01-01").output.split(separator: "\n").count == 1)
        #expect(try desk.run("plants", "list", "ales.gpkg", "--all").output.contains(uuid))
        #expect(try desk.run("check", "ales.gpkg").status == 0)
    }

    @Test("what is missing or contradicts itself is one line, and nothing is recorded")
    func refusals() throws {
        let desk = try Desk()
        for (outcome, words) in [
            (try add(desk, "Quercus ilex"), "--origin spontaneous"),
            (try add(desk, "Quercus ilex", "--origin", "spontaneous", "--planted", "2026-11-10"), "neither a day"),
            (try add(desk, "Arbor ignota", "--origin", "spontaneous"), "--habit"),
            (try add(desk, "Quercus ilex", "--origin", "planted", "--count", "0"), "more than zero"),
            (try add(desk, "Quercus ilex", "--origin", "planted", "--exempt", "laziness"), "laziness"),
            (try desk.run("plants", "show", "ales.gpkg", "0190d3a0-0000-7000-8000-00000000000f"), "plants list"),
        ] {
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1)
            #expect(outcome.errors.contains(words))
        }
        #expect(try desk.run("plants", "list", "ales.gpkg", "--all").output.split(separator: "\n").count == 1)
    }

    @Test("the local share is told with its rule, its lists and what is exempt; why names the lists and substitutes")
    func local() throws {
        let desk = try Desk()
        _ = try add(desk, "Quercus ilex", "--planted", "2024-11-10", "--count", "3")
        _ = try add(desk, "Platanus x hispanica", "--planted", "2024-11-10")
        _ = try add(desk, "Platanus x hispanica", "--origin", "planted", "--count", "5", "--exempt", "heritage")
        let told = try desk.run("species", "local", "ales.gpkg", "--on", "2026-06-30")
        #expect(told.status == 0 && told.output.hasPrefix("Rule 2: L1"))
        // 3 of 4 since the baseline of 2022-12-31; the five planes stand apart.
        #expect(told.output.contains("planted since 2022-12-31") && told.output.contains("75.0\u{A0}%"))
        #expect(told.output.contains("exempt, apart: heritage trees, 5") && told.output.contains("exemple-gard"))
        let json = try #require(try desk.run("species", "local", "ales.gpkg", "--json").json)
        #expect(json["rule_version"] as? Int == 2)
        let why = try desk.run("species", "local", "ales.gpkg", "--why", "Platanus x hispanica")
        #expect(why.status == 0 && why.output.contains("not local — hybrid or cultivar"))
        #expect(why.output.contains("natives of the same habit (tree):\n    → Quercus ilex"))
        let answer = try #require(
            try desk.run("species", "local", "ales.gpkg", "--why", "Platanus x hispanica", "--json").json)
        let substitutes = try #require(answer["substitutes"] as? [[String: Any]])
        #expect(substitutes.first?["scientific_name"] as? String == "Quercus ilex")
        let french = try desk.run("species", "local", "ales.gpkg", "--why", "Quercus ilex", language: "fr")
        #expect(french.output.contains("L2 — local, d'après exemple-gard (exemple-1)"))
    }

    @Test("a file of surfaces becomes beds")
    func beds() throws {
        let desk = try Desk()
        try desk.write(
            "beds.geojson",
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"espece":"Arbutus unedo"},
            "geometry":{"type":"Polygon","coordinates":[[[4.088,44.133],[4.089,44.133],[4.089,44.134],[4.088,44.133]]]}}]}
            """)
        let outcome = try desk.run("plants", "import", "ales.gpkg", "beds.geojson")
        #expect(outcome.status == 0)
        #expect(outcome.output == "beds.geojson → planting_bed: 1 rows = 1 accepted + 0 refused + 0 already known\n")
    }
}
