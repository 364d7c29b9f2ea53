import CampusAtlas
import Foundation
import GRDB
import Testing

/// What the tags of a row mean together, what is asked, and how a person answers.
@Suite struct SurfaceMappingRuleTests {
    @Test(
        "the more specific tag decides, and a less specific one settles what it leaves open",
        arguments: [
            // OpenStreetMap hints of the land dossier, each on its own.
            (["building": "yes"], "roof", nil), (["surface": "asphalt"], "asphalt", nil),
            (["surface": "concrete"], "concrete", nil), (["surface": "tartan"], "resin", nil),
            (["surface": "artificial_turf"], "turf_synthetic", nil), (["surface": "wood"], "deck_wood", nil),
            (["surface": "compacted"], "gravel_compacted", nil), (["surface": "gravel"], "gravel_loose", nil),
            (["surface": "grass_paver"], "grass_paver", nil), (["surface": "ground"], "soil_bare", nil),
            (["landuse": "grass"], "lawn", nil), (["landuse": "meadow"], "meadow", nil),
            (["landuse": "flowerbed"], "bed", nil), (["natural": "scrub"], "shrub", nil),
            (["barrier": "hedge"], "shrub", nil), (["natural": "wood"], "trees", nil),
            (["landuse": "allotments"], "garden", nil), (["natural": "water"], "water", nil),
            // Building over surface; the material of the roof over both.
            (["building": "school", "surface": "asphalt"], "roof", nil),
            (["building": "yes", "roof:material": "gravel"], "roof_gravel", nil),
            (["building": "yes", "roof:material": "metal", "landuse": "grass"], "roof", nil),
            // Porous only where it is said.
            (["surface": "asphalt:porous"], "porous", nil),
            // What is left open, settled.
            (["surface": "grass", "landuse": "grass"], "lawn", nil),
            (["surface": "grass", "landuse": "meadow"], "meadow", nil),
            (["surface": "grass", "leisure": "pitch"], "lawn", "sport"),
            // Uses.
            (["surface": "asphalt", "amenity": "parking"], "asphalt", "parking"),
            (["surface": "asphalt", "parking": "surface"], "asphalt", "parking"),
            (["surface": "concrete", "highway": "footway"], "concrete", "circulation"),
            (["landuse": "grass", "leisure": "park"], "lawn", "green"),
            (["building": "yes", "amenity": "parking"], "roof", "parking"),
            // Two uses are no plain use.
            (["surface": "asphalt", "amenity": "parking", "leisure": "pitch"], "asphalt", nil),
            // "no" is OpenStreetMap's way to say that there is none; what is less specific than a decision is not asked.
            (["building": "no", "landuse": "grass"], "lawn", nil),
            (["building": "yes", "landuse": "residential"], "roof", nil),
            (["landuse": "grass", "barrier": "fence"], "lawn", nil),
        ] as [([String: String], String, String?)])
    func precedence(tags: [String: String], type: String, use: String?) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let report = try atlas.importSurfaces(from: try folder.tagged([tags]), options: .metric)
        #expect(report.refusalTexts.isEmpty)
        #expect(try atlas.grounds() == ["r0": Atlas.Meaning(type, use)])
    }

    @Test(
        "what means several types, none, or two that exclude each other is refused, never guessed",
        arguments: [
            (["surface": "paving_stones"], ["paving_tight (Grouted paving) or paving_open (Open-joint paving)"]),
            (["surface": "paved"], ["asphalt (", "porous (", "sealed_other ("]),
            (["building": "yes", "roof:material": "grass"], ["roof_green_thin (", "roof_green_deep ("]),
            (["amenity": "parking"], ["asphalt (", "grass_paver ("]),
            (["surface": "paved", "amenity": "parking"], ["asphalt (", "paving_open ("]),
            (["surface": "mystery"], ["surface=mystery is not in the list"]),
            (["surface": "Asphalt"], ["surface=Asphalt is not in the list"]),
            (["surface": "mystery", "landuse": "grass"], ["surface=mystery is not in the list"]),
            (["landuse": "residential"], ["landuse=residential is not in the list"]),
            (["natural": "water", "landuse": "grass"], ["contradict each other"]),
            (["highway": "pedestrian"], ["highway=pedestrian: nothing there says"]),
            (["amenity": "parking", "parking": "underground", "surface": "asphalt"], ["underground: not the ground"]),
            (["code_cs": "CS2.1.3"], ["answers to no surface type", "vines"]),
            (["surface": "asphalt;concrete"], ["--set \"type_of:surface:asphalt;concrete=…\""]),
        ])
    func refused(tags: [String: String], said: [String]) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let report = try atlas.importSurfaces(from: try folder.tagged([tags]), options: .metric)
        #expect(report.accepted == 0 && report.refused == 1)
        let reason = try #require(report.refusalTexts.first)
        #expect(report.refusalTexts.count == 1)
        for part in said { #expect(reason.contains(part), "\(reason)") }
    }

    @Test("a less specific tag of another sealing class is said; one of the same class is not")
    func overruled() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.tagged([
            ["surface": "asphalt", "landuse": "grass"], ["building": "yes", "surface": "asphalt"],
            ["building": "yes", "roof:material": "gravel"],
        ])
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.accepted == 3)
        #expect(report.warningTexts == ["landuse=grass does not agree with surface=asphalt, more specific, which wins"])
    }

    @Test("an answer is taken for its value, before the list, and is no part of what the row says")
    func answered() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.tagged([
            ["surface": "asphalt"], ["surface": "paving_stones"], ["surface": "sett"], ["code_cs": "CS1.1.1.2"],
            ["landuse": "residential"], ["roof:material": "grass", "building": "yes"], ["amenity": "parking"],
        ])
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 1)
        let answers = [
            "type_of:surface:paving_stones": "paving_open", "type_of:code_cs:CS1.1.1.2": "concrete",
            "type_of:landuse:residential": "meadow", "type_of:roof:material:grass": "roof_green_thin",
            "type_of:amenity:parking": "gravel_compacted",
        ]
        let second = try atlas.importSurfaces(from: path, options: .metric(set: answers))
        #expect(second.known == 1 && second.accepted == 5 && second.refused == 1)
        #expect(try #require(second.refusalTexts.first).hasPrefix("surface=sett"))
        #expect(
            try atlas.grounds() == [
                "r0": .init("asphalt"), "r1": .init("paving_open"), "r3": .init("concrete"), "r4": .init("meadow"),
                "r5": .init("roof_green_thin"), "r6": .init("gravel_compacted", "parking"),
            ])
        let other = try folder.atlas(file: "other.gpkg", [])
        let porous = try other.importSurfaces(from: path, options: .metric(set: ["type_of:surface:asphalt": "porous"]))
        #expect(porous.accepted == 1)
        #expect(try other.grounds() == ["r0": .init("porous")])
    }

    @Test("a saved layout keeps the answers")
    func layout() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        var options = ImportOptions.metric(
            set: ["type_of:surface:paving_stones": "paving_open"], map: ["revetement": "tag:surface"])
        options.saveLayout = "osm"
        let first = try folder.tagged([["revetement": "paving_stones"]])
        #expect(try atlas.importSurfaces(from: first, options: options).accepted == 1)
        let second = try folder.tagged(
            [["revetement": "asphalt"], ["revetement": "paving_stones"]], file: "second.csv")
        var again = ImportOptions.metric
        again.layout = "osm"
        #expect(try atlas.importSurfaces(from: second, options: again).accepted == 2)
        #expect(try atlas.rows("SELECT fid FROM surface WHERE surface_type = 'paving_open'").count == 2)
        again.constants = ["type_of:surface:paving_stones": "paving_tight"]
        let third = try folder.tagged([[:], [:], ["revetement": "paving_stones"]], file: "third.csv")
        #expect(try atlas.importSurfaces(from: third, options: again).accepted == 1)
        #expect(try atlas.rows("SELECT fid FROM surface WHERE surface_type = 'paving_tight'").count == 1)
    }

    @Test(
        "an answer that names no type, no key or no value, or a table that asks nothing, stops the import",
        arguments: [
            ["type_of:surface:paving_stones": "lava"], ["type_of:revetement:paving_stones": "lawn"],
            ["type_of": "lawn"], ["type_of:paving_stones": "lawn"],
        ])
    func wrongAnswer(answers: [String: String]) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.tagged([["surface": "paving_stones"]])
        #expect(throws: ImportError.self) { try atlas.importSurfaces(from: path, options: .metric(set: answers)) }
        #expect(throws: ImportError.self) {
            try atlas.importParcels(from: path, options: .metric(set: ["type_of:surface:asphalt": "asphalt"]))
        }
        #expect(try atlas.count("surface") == 0 && atlas.count("parcel") == 0)
    }
}
