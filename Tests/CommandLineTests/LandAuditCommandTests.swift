import Foundation
import Testing

/// An audit from the draw to the verdict, as people type it.
@Suite struct LandAuditCommandTests {
    private func square(_ east: Double, _ width: Double) -> String {
        let (x, y) = (786_400 + east, 6_337_700.0)
        return "POLYGON ((\(x) \(y), \(x + width) \(y), \(x + width) \(y + 100), \(x) \(y + 100), \(x) \(y)))"
    }

    /// A hectare whose book says asphalt in the west half, lawn in the east one; a person.
    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.write("outline.csv", "name;geometry_wkt\nA;\(square(0, 100))\n")
        try desk.write(
            "surfaces.csv",
            "surface_type;valid_from;geometry_wkt\nasphalt;2020-01-01;\(square(0, 50))\nlawn;2020-01-01;\(square(50, 50))\n"
        )
        for (kind, file) in [("campuses", "outline.csv"), ("surfaces", "surfaces.csv")] {
            #expect(try desk.run("import", kind, "ales.gpkg", file, "--crs", "EPSG:2154").status == 0)
        }
        #expect(try desk.run("people", "add", "ales.gpkg", "Camille", "--trade", "groundskeeper").status == 0)
        return desk
    }

    @Test("draw, record, list and compare, in French, and the verdict is the exit status")
    func course() throws {
        let desk = try desk()
        let draw = try desk.run(
            "land", "audit", "draw", "ales.gpkg", "--points", "60", "--on", "2026-10-01", "--seed", "7", "--name",
            "Contrôle 2026", "--by", "Camille", "-o", "points.geojson", language: "fr")
        #expect(draw.status == 0 && draw.output.isEmpty)
        #expect(draw.errors == "Contrôle 2026 — 2026-10-01, tous les campus, 60 points, graine 7 ; pas encore lu\n")
        let again = try desk.run(
            "land", "audit", "points", "ales.gpkg", "--audit", "Contrôle 2026", "-o", "again.geojson")
        #expect(again.status == 0)
        #expect(try desk.text("again.geojson") == desk.text("points.geojson"))

        let waiting = try desk.run("land", "audit", "compare", "ales.gpkg", "--audit", "Contrôle 2026", language: "fr")
        #expect(waiting.status == 0 && waiting.output.contains("Pas encore de conclusion : 60 points à lire."))

        let lawn = "point;seen\n" + (1...60).map { "\($0);lawn\n" }.joined()
        try desk.write("lectures.csv", lawn + "61;lawn\n")
        let record = try desk.run(
            "land", "audit", "record", "ales.gpkg", "lectures.csv", "--audit", "Contrôle 2026", "--by", "Camille")
        #expect(record.status == 1)
        #expect(
            record.output
                == "lectures.csv → audit_reading: 61 rows = 60 accepted + 1 refused + 0 already known\n")
        #expect(desk.has("lectures.refus.csv"))

        let list = try desk.run("land", "audit", "list", "ales.gpkg")
        #expect(list.output == "Contrôle 2026 — 2026-10-01, all campuses, 60 points, seed 7; read by Camille (60)\n")

        let compare = try desk.run("land", "audit", "compare", "ales.gpkg", "--audit", "Contrôle 2026", language: "fr")
        #expect(compare.status == 1)
        #expect(compare.output.contains("Le livre ne s'accorde pas avec le contrôle (étanche, perméable) :"))
        let json = try #require(
            try desk.run("land", "audit", "compare", "ales.gpkg", "--audit", "Contrôle 2026", "--json").json)
        #expect(json["verdict"] as? String == "disagrees" && json["read"] as? Int == 60)
        let classes = try #require(json["classes"] as? [[String: Any]])
        #expect(classes.map { $0["code"] as? String } == ["sealed", "semi_permeable", "permeable"])
        #expect(classes[0]["book"] as? Double == 0.5 && classes[0]["share"] as? Double == 0)
        #expect(try desk.run("check", "ales.gpkg").status == 0)
    }

    @Test("a misuse is status 2, one line, and nothing is done")
    func misuse() throws {
        let desk = try desk()
        for words in [
            ["draw", "ales.gpkg", "--seed", "7", "--points", "0"], ["draw", "ales.gpkg", "--seed", "sept"],
            ["draw", "ales.gpkg", "--seed", "7", "--campus", "Z"], ["draw", "ales.gpkg"],
            ["compare", "ales.gpkg", "--audit", "Z"],
            ["record", "ales.gpkg", "outline.csv", "--audit", "Z", "--by", "Camille"],
        ] {
            let outcome = try Program.run(["land", "audit"] + words, in: desk.folder)
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1, "\(words)")
        }
        #expect(try desk.run("land", "audit", "list", "ales.gpkg").output.isEmpty)
    }
}
