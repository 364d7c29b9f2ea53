import Foundation
import Testing

/// The rain, from the words typed to the lines printed.
@Suite struct RainCommandTests {
    /// A hectare at Alès, asphalt on its west and lawn on its east, and a person.
    private func desk() throws -> Desk {
        let desk = try Desk()
        func plot(_ west: Int, _ east: Int) -> String {
            "POLYGON ((\(west) 6337700, \(east) 6337700, \(east) 6337800, \(west) 6337800, \(west) 6337700))"
        }
        try desk.write("campus.csv", "name;geometry_wkt\nClavières;\(plot(786_400, 786_500))\n")
        try desk.write(
            "ground.csv",
            "surface_type;valid_from;geometry_wkt\nasphalt;2020-01-01;\(plot(786_400, 786_460))\n"
                + "lawn;2020-01-01;\(plot(786_460, 786_500))\n")
        for arguments in [
            ["import", "campuses", "ales.gpkg", "campus.csv", "--crs", "EPSG:2154"],
            ["import", "surfaces", "ales.gpkg", "ground.csv", "--crs", "EPSG:2154"],
            ["people", "add", "ales.gpkg", "Camille", "--trade", "groundskeeper"],
        ] {
            #expect(try Program.run(arguments, in: desk.folder).status == 0)
        }
        return desk
    }

    @Test("a rain is told with its convention, its volumes and where it goes")
    func balance() throws {
        let desk = try desk()
        let outcome = try desk.run("rain", "ales.gpkg", "--depth", "10mm", "--on", "2024-06-01")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0] == "Rain of 10 mm, ground of 2024-06-01; Usual runoff coefficients (runoff-default)")
        #expect(outcome.output.contains("grows with the storm"))
        // pyproj: 6001.1672 m² of asphalt at 0.90 and 4000.7781 m² of lawn at 0.15 run off 54,010.5 + 6001.2 litres.
        #expect(outcome.output.contains("fallen: 100.0\u{A0}m³; run off: 60.0\u{A0}m³ [44.0\u{A0}m³ – 71.0\u{A0}m³]"))
        #expect(outcome.output.contains("kept on site: 40.0\u{A0}m³ [29.0\u{A0}m³ – 56.0\u{A0}m³]"))
        #expect(outcome.output.contains("outlet unknown: 10,002\u{A0}m²"))
        let french = try desk.run("rain", "ales.gpkg", "--depth", "1,0 cm", "--on", "2024-06-01", language: "fr")
        #expect(
            french.output.contains("croît avec la pluie") && french.output.contains("gardé sur place : 40,0\u{A0}m³"))
    }

    @Test("as JSON, volumes are litres and what is not known is null")
    func json() throws {
        let desk = try desk()
        let outcome = try desk.run(
            "rain", "ales.gpkg", "--depth", "10mm", "--on", "2024-06-01", "--programme", "seine-normandie", "--json")
        let json = try #require(outcome.json)
        #expect(json["depth_mm"] as? Double == 10)
        let programme = try #require(json["programme"] as? [String: Any])
        #expect(programme["litres_per_m2"] is NSNull)
        let campus = try #require((json["perimeters"] as? [[String: Any]])?.first)
        #expect(campus["name"] as? String == "Clavières")
        let kept = try #require(campus["kept_l"] as? [String: Double])
        // pyproj: 10 mm × (0.10 × 6001.1672336 + 0.85 × 4000.7781203).
        #expect(abs(try #require(kept["value"]) - 40007.78126) < 1e-3)
        let storage = try #require(campus["storage"] as? [String: Any])
        #expect(storage["verdict"] as? String == "no_number" && storage["volume_l"] as? Int == 0)
    }

    @Test(
        "a quantity without a unit is refused with what to type, and nothing is done",
        arguments: [
            (["rain", "ales.gpkg", "--depth", "10"], "type 10mm"),
            (
                [
                    "rain", "device", "add", "ales.gpkg", "Tank", "--kind", "tank", "--volume", "20", "--at",
                    "4.08,44.13",
                ],
                "type 20m3 or 20L"
            ),
            (
                [
                    "rain", "test", "ales.gpkg", "--at", "4.08,44.13", "--on", "2026-05-04", "--rate", "42", "--method",
                    "ring",
                ], "type 42mm/h or 42m/s"
            ),
        ])
    func noUnit(arguments: [String], told: String) throws {
        let desk = try Desk()
        let outcome = try Program.run(arguments, in: desk.folder)
        #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1)
        #expect(outcome.errors.contains(told))
    }

    @Test("a device is added, listed, read, closed; one outside every campus is warned of")
    func devices() throws {
        let desk = try desk()
        let added = try desk.run(
            "rain", "device", "add", "ales.gpkg", "Citerne", "--kind", "tank", "--volume", "20m3", "--connected",
            "450m2", "--at", "786450,6337750", "--since", "2024-01-01", "--reuse", "--by", "Camille")
        #expect(added.status == 0 && added.errors.isEmpty && added.output.count == 37)
        let lost = try desk.run(
            "rain", "device", "add", "ales.gpkg", "Loin", "--kind", "basin", "--volume", "5m3", "--at", "-0.37,43.3")
        #expect(lost.status == 0 && lost.errors.contains("'Loin' stands in no campus"))
        let rain = try desk.run("rain", "ales.gpkg", "--depth", "10mm", "--programme", "loire-bretagne")
        #expect(
            rain.output.contains(
                "storage: 20.0\u{A0}m³ (devices: 1), of which can act on this rain 4.5\u{A0}m³; at least 2.0 L per m²"))
        #expect(rain.output.contains("loire-bretagne (at least 35 L/m²): cannot be told: outlets are missing"))
        #expect(rain.errors.contains("'Loin' stands in no campus and counts nowhere"))
        let read = try desk.run("rain", "reuse", "ales.gpkg", "Citerne", "--on", "2026-06-30", "--volume", "12m3")
        #expect(read.output == "Recovered from 2026-01-01 to 2026-06-30: 12.0\u{A0}m³\n")
        let list = try desk.run("rain", "device", "list", "ales.gpkg", "--on", "2026-06-30")
        #expect(list.output.contains("Citerne\ttank\t20000\t450\t2024-01-01\t\t12.0\u{A0}m³"))
        #expect(try desk.run("rain", "device", "close", "ales.gpkg", "Citerne", "--on", "2026-07-01").status == 0)
        let late = try desk.run("rain", "reuse", "ales.gpkg", "Citerne", "--on", "2026-07-01", "--volume", "1m3")
        #expect(late.status == 2 && late.errors.contains("not in service on 2026-07-01"))
        let none = try desk.run("rain", "reuse", "ales.gpkg", "Citerne", "--on", "2026-06-01")
        #expect(none.status == 2 && none.complaints.count == 1)
        #expect(try desk.run("export", "ales.gpkg", "rain_devices", "--format", "csv").output.contains("Citerne"))
    }

    @Test("an infiltration test is recorded")
    func infiltrationTest() throws {
        let desk = try desk()
        let outcome = try desk.run(
            "rain", "test", "ales.gpkg", "--at", "786450 6337750", "--on", "2026-05-04", "--rate", "42mm/h",
            "--method", "double ring", "--by", "Camille")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(outcome.output == "Test recorded: 42\u{A0}mm/h\n")
    }

    @Test("an outlet is said from a day on, and moves the disconnected area")
    func outlet() throws {
        let desk = try desk()
        let surfaces = try desk.run("export", "ales.gpkg", "surfaces", "--format", "csv").output
        let lawn = try #require(surfaces.split(whereSeparator: \.isNewline).first { $0.contains(";lawn;") })
        let uuid = String(lawn.prefix(36))
        let outcome = try desk.run(
            "rain", "outlet", "ales.gpkg", "--surface", uuid, "--to", "infiltration", "--on", "2024-06-01", "--by",
            "Camille")
        #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.count == 37)
        // pyproj: the lawn has 4000.778 m².
        let rain = try desk.run("rain", "ales.gpkg", "--depth", "10mm", "--on", "2024-06-01")
        #expect(rain.output.contains("disconnected: 4,001\u{A0}m² [4,001\u{A0}m² – 10,002\u{A0}m²]"))
        let before = try desk.run("rain", "ales.gpkg", "--depth", "10mm", "--on", "2024-05-31")
        #expect(before.output.contains("disconnected: 0\u{A0}m² [0\u{A0}m² – 10,002\u{A0}m²]"))
        let wrong = try desk.run("rain", "outlet", "ales.gpkg", "--surface", uuid, "--to", "sea", "--on", "2024-06-01")
        #expect(wrong.status == 2 && wrong.complaints.count == 1)
    }
}
