import CampusAtlas
import Foundation
import GRDB
import Testing

/// Where in a file the tags are, and whole files in the vocabularies of OpenStreetMap and OCS GE.
@Suite struct SurfaceTagsTests {
    @Test("what a row says itself stands before its tags")
    func ownWords() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.tagged([
            ["surface_type": "lawn", "surface": "asphalt"], ["surface_type": "", "surface": "asphalt"],
            ["land_use": "circulation", "surface": "asphalt", "amenity": "parking"],
            ["surface_type": "roof", "surface": "mystery"], ["surface_type": "porous", "amenity": "parking"],
        ])
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 5)
        #expect(
            try atlas.grounds() == [
                "r0": .init("lawn"), "r1": .init("asphalt"), "r2": .init("asphalt", "circulation"), "r3": .init("roof"),
                "r4": .init("porous", "parking"),
            ])
        let constant = try folder.atlas(file: "constant.gpkg", [])
        let all = try folder.tagged([["surface": "asphalt"], ["surface": "paving_stones"]], file: "all.csv")
        #expect(try constant.importSurfaces(from: all, options: .metric(set: ["surface_type": "meadow"])).accepted == 2)
        #expect(try constant.grounds() == ["r0": .init("meadow"), "r1": .init("meadow")])
    }

    @Test("a row without any tag lacks its type")
    func noTag() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let report = try atlas.importSurfaces(
            from: try folder.tagged([["surface": "asphalt"], [:]]), options: .metric)
        #expect(report.accepted == 1 && report.refusalTexts == ["a required value is missing"])
    }

    @Test(
        "a column under another name is mapped to a tag; a tag that the list does not know is refused with those it knows"
    )
    func mapped() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.tagged([["COUV": "CS1.2.2", "surface": "asphalt", "REV": "gravel"]])
        let report = try atlas.importSurfaces(
            from: path, options: .metric(map: ["REV": "tag:surface", "COUV": "tag:code_cs", "surface": "-"]))
        #expect(report.used.contains { $0.column == "REV" && $0.field == "tag:surface" })
        #expect(try atlas.grounds() == ["r0": .init("gravel_loose")])
        let kept = try atlas.row("SELECT source_attributes FROM surface")["source_attributes"] as String
        #expect(kept.contains("\"REV\":\"gravel\"") && kept.contains("\"COUV\":\"CS1.2.2\""))
        let error = #expect(throws: ImportError.self) {
            try atlas.importSurfaces(from: path, options: .metric(map: ["REV": "tag:revetement"]))
        }
        guard case .unknownField("tag:revetement", let known)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(known.contains("tag:surface") && known.contains("tag:code_cs"))
    }

    @Test("the tags for which GDAL has no column are read from other_tags, after the columns")
    func otherTags() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.tagged([
            ["amenity": "parking", "other_tags": #""capacity"=>"12","surface"=>"gravel","note"=>"a \"b\", c""#],
            ["landuse": "meadow", "other_tags": #""landuse"=>"grass""#],
            ["other_tags": #""operator"=>"École","note"=>"\"surface\"=>\"asphalt\"""#],
        ])
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.accepted == 2 && report.refusalTexts == ["a required value is missing"])
        #expect(try atlas.grounds() == ["r0": .init("gravel_loose", "parking"), "r1": .init("meadow")])
    }

    @Test("a GeoJSON of OpenStreetMap, end to end: types, uses, tags kept, and the refused features sent again")
    func openStreetMap() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let tags: [[String: String]] = [
            ["building": "university", "name": "Bâtiment M"], ["building": "yes", "roof:material": "gravel"],
            ["amenity": "parking", "surface": "asphalt", "capacity": "40"], ["leisure": "pitch", "surface": "tartan"],
            ["highway": "pedestrian", "surface": "paving_stones"], ["landuse": "grass"],
            ["natural": "wood", "leaf_type": "mixed"],
        ]
        let features: [[String: Any]] = tags.enumerated().map { index, tags in
            let x = 4.08 + Double(index) * 0.001
            let ring = [[x, 44.133], [x + 0.0005, 44.133], [x + 0.0005, 44.1335], [x, 44.1335], [x, 44.133]]
            return [
                "type": "Feature", "id": "way/\(index)", "properties": tags.merging(["@id": "way/\(index)"]) { $1 },
                "geometry": ["type": "Polygon", "coordinates": [ring]],
            ]
        }
        let data = try JSONSerialization.data(withJSONObject: ["type": "FeatureCollection", "features": features])
        let path = try folder.file("osm.geojson", String(decoding: data, as: UTF8.self))
        let report = try atlas.importSurfaces(from: path, options: ImportOptions(set: ["valid_from": "2026-01-01"]))
        #expect(report.isBalanced && report.accepted == 6 && report.refused == 1)
        let rows = try atlas.rows("SELECT surface_type, land_use, source_attributes FROM surface ORDER BY fid")
        #expect(
            rows.map { $0["surface_type"] as String } == ["roof", "roof_gravel", "asphalt", "resin", "lawn", "trees"])
        #expect(rows.map { $0["land_use"] as String? } == [nil, nil, "parking", "sport", nil, nil])
        let kept = try JSONSerialization.jsonObject(with: Data((rows[2]["source_attributes"] as String).utf8))
        #expect(
            kept as? [String: String] == [
                "@id": "way/2", "amenity": "parking", "surface": "asphalt", "capacity": "40",
            ])

        let refused = try #require(report.refusals)
        let answered = try atlas.importSurfaces(
            from: refused,
            options: ImportOptions(set: [
                "valid_from": "2026-01-01", "type_of:surface:paving_stones": "paving_tight",
            ]))
        #expect(answered.accepted == 1 && answered.refused == 0)
        #expect(
            try atlas.row("SELECT land_use FROM surface WHERE surface_type = 'paving_tight'")["land_use"]
                == "circulation")
        #expect(try atlas.check().isEmpty)
    }

    @Test("a file of OCS GE, end to end")
    func landCover() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let codes = [
            "CS1.1.1.1", "CS1.1.1.2", "CS1.1.2.1", "CS1.1.2.2", "CS1.2.1", "CS1.2.2", "CS2.1.1.1", "CS2.1.1.3",
            "CS2.1.2",
            "CS2.2.1", "CS9.9",
        ]
        let path = try folder.tagged(codes.map { ["CODE_CS": $0, "CODE_US": "US3"] })
        let first = try atlas.importSurfaces(from: path, options: .metric)
        #expect(first.accepted == 4 && first.refused == 7)
        #expect(first.refusalTexts.contains { $0.hasPrefix("code_cs=CS9.9 is not in the list") })
        let answers = [
            "type_of:code_cs:CS1.1.1.1": "roof", "type_of:code_cs:CS1.1.1.2": "asphalt",
            "type_of:code_cs:CS1.1.2.1": "gravel_compacted", "type_of:code_cs:CS2.1.2": "shrub",
            "type_of:code_cs:CS2.2.1": "lawn",
        ]
        let second = try atlas.importSurfaces(from: path, options: .metric(set: answers))
        #expect(second.accepted == 5 && second.known == 4 && second.refused == 2)
        let grounds = try atlas.grounds()
        let expected = [
            "roof", "asphalt", "gravel_compacted", nil, "soil_bare", "water", "trees", "trees", "shrub", "lawn", nil,
        ]
        #expect(codes.indices.map { grounds["r\($0)"]?.type } == expected)
        let kept =
            try atlas.row("SELECT source_attributes FROM surface WHERE name = 'r1'")["source_attributes"] as String
        #expect(kept == #"{"CODE_CS":"CS1.1.1.2","CODE_US":"US3"}"#)
    }

    @Test(
        "the lawns of a real campus, as GDAL reads them from OpenStreetMap, need no word but their day",
        .enabled(if: corpusIsPresent, "the corpus of public files is not on this machine"))
    func realCampus() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = corpus.appending(path: "land/campus-rennes2-villejean/habillage/grass.geojson").path
        var options = ImportOptions(set: ["valid_from": "2024-01-01"])
        options.refusals = folder.path("refused.geojson")
        let report = try atlas.importSurfaces(from: path, options: options)
        // 113 features, all landuse=grass: counted by Python's json.
        #expect(report.rows == 113 && report.refused == 0 && report.accepted == 113)
        #expect(try atlas.rows("SELECT fid FROM surface WHERE surface_type = 'lawn'").count == 113)
    }
}
