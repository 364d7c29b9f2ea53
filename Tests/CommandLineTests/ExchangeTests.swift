import Foundation
import Testing

/// Land data in other vocabularies and containers, from the words typed to the exit status.
@Suite struct ExchangeTests {
    private static func tagged(height: Int = 10) -> String {
        func ring(_ x: Int) -> String {
            let (west, south) = (786_400 + x, 6_337_700)
            return "\"POLYGON ((\(west) \(south), \(west + 10) \(south), \(west + 10) \(south + height), "
                + "\(west) \(south + height), \(west) \(south)))\""
        }
        return "surface;amenity;geometry_wkt\nasphalt;parking;\(ring(0))\npaving_stones;;\(ring(20))\n"
    }

    @Test("a value that may be several types is refused with the words to type, which are then accepted")
    func answer() throws {
        let desk = try Desk()
        try desk.write("osm.csv", Self.tagged())
        let words = [
            "import", "surfaces", "ales.gpkg", "osm.csv", "--crs", "EPSG:2154", "--set", "valid_from=2026-01-01",
        ]
        let asked = try Program.run(words, language: "fr", in: desk.folder)
        #expect(asked.status == 1 && asked.output.contains("1 acceptées + 1 refusées"))
        #expect(asked.errors.contains("paving_tight (Pavés ou dalles jointés) ou paving_open (Pavés à joints ouverts)"))
        #expect(asked.errors.contains("--set type_of:surface:paving_stones=…"))
        let answered = try Program.run(
            words + ["--set", "type_of:surface:paving_stones=paving_open", "--save-layout", "osm"], in: desk.folder)
        #expect(answered.status == 0 && answered.output.contains("1 accepted + 0 refused + 1 already known"))
        try desk.write("more.csv", Self.tagged(height: 12))
        let kept = try desk.run("import", "surfaces", "ales.gpkg", "more.csv", "--crs", "EPSG:2154", "--layout", "osm")
        #expect(kept.status == 0 && kept.output.contains("2 accepted"))
        let wrong = try Program.run(words + ["--set", "type_of:surface:paving_stones=lava"], in: desk.folder)
        #expect(wrong.status == 2 && wrong.complaints.count == 1 && wrong.errors.contains("paving_open"))
    }

    @Test("a GeoPackage is written to a file that does not exist yet, and to nothing else")
    func package() throws {
        let desk = try Desk()
        try desk.write("osm.csv", Self.tagged())
        _ = try desk.run(
            "import", "surfaces", "ales.gpkg", "osm.csv", "--crs", "EPSG:2154", "--set", "valid_from=2026-01-01",
            "--set",
            "type_of:surface:paving_stones=paving_open")
        let words = ["export", "ales.gpkg", "surfaces", "--format", "gpkg", "--on", "2026-06-30", "-o", "then.gpkg"]
        let written = try Program.run(words, in: desk.folder)
        #expect(written.status == 0 && written.output.isEmpty && written.errors == "2 rows\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder.path).allSatisfy { !$0.hasPrefix(".") })
        let again = try Program.run(words, in: desk.folder)
        #expect(again.status == 2 && again.complaints.count == 1 && again.errors.contains("then.gpkg"))
        let nameless = try desk.run("export", "ales.gpkg", "surfaces", "--format", "gpkg")
        #expect(nameless.status == 2 && nameless.output.isEmpty && nameless.errors.contains("-o surfaces.gpkg"))
        let progress = try desk.run("export", "ales.gpkg", "progress", "--format", "gpkg", "-o", "p.gpkg")
        #expect(progress.status == 2 && progress.errors.contains("geojson") && !desk.has("p.gpkg"))
        let back = try desk.run("import", "surfaces", "ales.gpkg", "then.gpkg")
        #expect(back.status == 0 && back.output.contains("0 accepted + 0 refused + 2 already known"))
    }
}
