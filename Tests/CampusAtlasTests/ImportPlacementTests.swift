import CampusAtlas
import Foundation
import GRDB
import Testing

/// Where a row of a file stands on the ground, and which places are refused.
///
/// Expected coordinates: `cs2cs -f %.4f EPSG:4326 EPSG:2154` of PROJ 9.1.1.
@Suite struct ImportPlacementTests {
    private func plants(_ folder: TemporaryFolder, _ header: String, _ rows: [String]) throws -> String {
        let lines = ["scientific_name;\(header)"] + rows.map { "Quercus ilex;\($0)" }
        return try folder.file("plants.csv", lines.joined(separator: "\n"))
    }

    private func surface(_ folder: TemporaryFolder, _ wkt: String) throws -> String {
        try folder.file("surface.csv", "surface_type;valid_from;geometry_wkt\nlawn;2020-01-01;\(wkt)\n")
    }

    @Test("longitude and latitude are brought to EPSG:2154, and rounded to the millimetre")
    func rounding() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try plants(folder, "lon;lat", ["4,088888889;44,133333333"])
        #expect(try atlas.importPlants(from: path, options: ImportOptions()).accepted == 1)
        let point = try atlas.point(of: "plant")
        // cs2cs: 787128.5809 6337748.3114
        #expect(abs(point.x - 787_128.581) < 1e-6)
        #expect(abs(point.y - 6_337_748.311) < 1e-6)
    }

    @Test("a polygon in WGS 84 stands where PROJ says, on the grid of 1 mm")
    func polygon() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file(
            "surface.geojson",
            """
            {"type": "Feature", "properties": {"surface_type": "lawn", "valid_from": "2020-01-01"}, "geometry": {
             "type": "Polygon", "coordinates": [[[4.0854, 44.1330], [4.0864, 44.1330], [4.0864, 44.1338],
             [4.0854, 44.1338], [4.0854, 44.1330]]]}}
            """)
        #expect(try atlas.importSurfaces(from: path, options: ImportOptions()).accepted == 1)
        let ring = try #require(try atlas.surface().polygons.first?.exterior).positions
        // cs2cs -f %.6f
        let expected = [
            (786849.940482, 6337707.436742), (786929.951964, 6337708.537138), (786928.729109, 6337797.411960),
            (786848.718752, 6337796.311580),
        ]
        for (x, y) in expected {
            #expect(ring.contains { abs($0.x - x) <= 0.000_51 && abs($0.y - y) <= 0.000_51 })
        }
        #expect(ring.allSatisfy { abs($0.x * 1000 - ($0.x * 1000).rounded()) < 1e-5 })
    }

    @Test(
        "a place that cannot be is refused, and the reason names what is likely",
        arguments: [
            ("44.1333;4.0889", "longitude and latitude look swapped (longitude comes first)"),
            ("786400;6337700", "these are not degrees; if the file is in another system, give --crs"),
            ("-74.0060;40.7128", "outside the area of the working system (RGF93 v1 / Lambert-93)"),
            ("4.0889;", "one coordinate is missing"), (";44.1333", "one coordinate is missing"),
            (";", "no geometry: a shape or coordinates are needed"), ("est;44.1333", "not a number"),
        ])
    func impossiblePlaces(coordinates: String, reason: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try plants(folder, "lon;lat", [coordinates, "4.0889;44.1333"])
        let report = try atlas.importPlants(from: path, options: ImportOptions())
        #expect(report.refused == 1 && report.accepted == 1)
        #expect(report.refusalTexts == [reason])
    }

    @Test("swapped axes of a polygon are refused too")
    func swappedPolygon() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file(
            "surface.geojson",
            """
            {"type": "Feature", "properties": {"surface_type": "lawn", "valid_from": "2020-01-01"}, "geometry": {
             "type": "Polygon", "coordinates": [[[44.133, 4.085], [44.133, 4.086], [44.134, 4.086], [44.133, 4.085]]]}}
            """)
        let report = try atlas.importSurfaces(from: path, options: ImportOptions())
        #expect(report.refusalTexts == ["longitude and latitude look swapped (longitude comes first)"])
    }

    @Test("x and y need a reference system, that the person gives or the column names")
    func planarCoordinates() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let bare = try plants(folder, "x;y", ["787128,581;6337748,311"])
        #expect(throws: ImportError.unknownCRS(file: "plants.csv", columns: "x, y")) {
            try atlas.importPlants(from: bare, options: ImportOptions())
        }
        #expect(try atlas.importPlants(from: bare, options: .metric).accepted == 1)
        #expect(try atlas.point(of: "plant") == Position(787128.581, 6337748.311))
    }

    @Test(
        "a column that names Lambert-93 says its own system",
        arguments: ["x_2154;y_2154", "X_L93;Y_L93", "xlambert93;ylambert93"])
    func namedSystem(header: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try plants(folder, header, ["787128.5811;6337748.3114"])
        #expect(try atlas.importPlants(from: path, options: ImportOptions()).accepted == 1)
        #expect(try atlas.point(of: "plant") == Position(787128.581, 6337748.311))
    }

    @Test("x without y is a missing coordinate, not a row without a place")
    func halfAPair() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        // The place of a container may be unknown: half of one is a mistake all the same.
        let path = try folder.file("containers.csv", "code;x_2154;y_2154\nA;787128.5;\nB;;\n")
        let report = try atlas.importContainers(from: path, options: ImportOptions())
        #expect(report.accepted == 1 && report.refused == 1)
        #expect(report.refusalTexts == ["one coordinate is missing"])
    }

    @Test(
        "other systems come in too",
        arguments: [
            // cs2cs of (786400, 6337700) and (786500, 6337800) from EPSG:2154, all in metres.
            ("EPSG:3857", "454158.6245;5486045.5921"), ("EPSG:32631", "586376.6685;4887210.5460"),
        ])
    func otherSystems(crs: String, coordinates: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        var options = ImportOptions()
        options.crs = crs
        let path = try plants(folder, "x;y", [coordinates])
        #expect(try atlas.importPlants(from: path, options: options).accepted == 1)
        let point = try atlas.point(of: "plant")
        #expect(abs(point.x - 786_400) < 0.0011 && abs(point.y - 6_337_700) < 0.0011)
    }

    @Test(
        "a surface needs an area: a point, a line, a ring of three positions and a needle are refused",
        arguments: [
            "POINT (786400 6337700)", "LINESTRING (786400 6337700, 786410 6337700)",
            "POLYGON ((786400 6337700, 786410 6337700, 786400 6337700))",
            "POLYGON ((786400 6337700, 786410 6337700, 786420 6337700, 786400 6337700))",
            "POLYGON ((786400 6337700, 786410 6337700, 786410 6337700.0001, 786400 6337700))",
            "POLYGON ((786400 6337700, 786410 6337700, 786410 6337710, 786400 6337710))", "POLYGON EMPTY", "",
        ])
    func noArea(wkt: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let report = try atlas.importSurfaces(from: surface(folder, wkt), options: .metric)
        #expect(report.refused == 1 && report.accepted == 0)
        #expect(try atlas.count("surface") == 0)
    }

    @Test("a ring of three positions in GeoJSON is refused, and the features beside it are taken")
    func shortRing() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        func feature(_ ring: String) -> String {
            """
            {"type": "Feature", "properties": {"surface_type": "lawn", "valid_from": "2020-01-01"}, "geometry": {
             "type": "Polygon", "coordinates": [\(ring)]}}
            """
        }
        let path = try folder.file(
            "surface.geojson",
            """
            {"type": "FeatureCollection", "features": [\(feature("[[4.085, 44.133], [4.086, 44.133], [4.085, 44.133]]")),
             \(feature("[[4.085, 44.133], [4.086, 44.133], [4.086, 44.134], [4.085, 44.133]]"))]}
            """)
        let report = try atlas.importSurfaces(from: path, options: ImportOptions())
        #expect(report.refused == 1 && report.accepted == 1)
    }

    @Test("a bow-tie is refused; repaired when the person asks, it is its two triangles of 25 m²")
    func bowtie() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try surface(
            folder, "POLYGON ((786400 6337700, 786410 6337710, 786410 6337700, 786400 6337710, 786400 6337700))")
        let refused = try atlas.importSurfaces(from: path, options: .metric)
        #expect(refused.refused == 1 && refused.accepted == 0)
        #expect(refused.remarks.first?.example == "786405.0, 6337705.0")
        var options = ImportOptions.metric
        options.repair = true
        let repaired = try atlas.importSurfaces(from: path, options: options)
        #expect(repaired.accepted == 1)
        #expect(repaired.warningTexts.count == 1)
        // Two triangles of base 10 and height 5.
        let surface = try atlas.surface()
        #expect(surface.polygons.count == 2)
        #expect(abs(surface.planarArea - 50) < 1e-6)
        #expect(try atlas.check().isEmpty)
    }
}
