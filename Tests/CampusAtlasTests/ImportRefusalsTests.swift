import CampusAtlas
import Foundation
import GRDB
import Testing

/// Refused rows leave in a file like the one they came from, which can be corrected and sent again.
@Suite struct ImportRefusalsTests {
    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("refused rows keep their columns and separator, with the reason in French as a first column")
    func delimited() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let plot = Plot(0, 0, 10, 10).wkt
        let path = try folder.file(
            "relevé.csv",
            "surface_type,valid_from,extra,geometry_wkt\nlawn,2020-01-01,a,\"\(plot)\"\nvelours,2020-13-01,\"b, c\",\"\(plot)\"\n"
        )
        let report = try atlas.importSurfaces(from: path, options: .metric)
        let refusals = try #require(report.refusals)
        #expect(URL(filePath: refusals).lastPathComponent == "relevé.refus.csv")
        let lines = try text(refusals).split(whereSeparator: \.isNewline).map(String.init)
        try #require(lines.count == 2)
        #expect(lines[0] == "Erreur,surface_type,valid_from,extra,geometry_wkt")
        #expect(lines[1].contains("surface_type : type de surface inconnu"))
        #expect(lines[1].contains("valid_from : "))
        #expect(lines[1].hasSuffix(",velours,2020-13-01,\"b, c\",\"\(plot)\""))
    }

    @Test("a corrected refusals file is taken in, its reasons passed over, and known when sent again")
    func correctedAndSentAgain() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file(
            "surfaces.csv", Ground.csv([Ground("lawn", 0, 0, 10, 10), Ground("velours", 20, 0, 30, 10)]))
        let refusals = try #require(try atlas.importSurfaces(from: path, options: .metric).refusals)
        let corrected = try folder.file("corrigé.csv", try text(refusals).replacing(";velours;", with: ";asphalt;"))
        let report = try atlas.importSurfaces(from: corrected, options: .metric)
        #expect(report.accepted == 1 && report.refused == 0)
        #expect(report.unused.isEmpty)
        #expect(try atlas.row("SELECT source_attributes FROM surface ORDER BY fid DESC")["source_attributes"] == nil)
        #expect(try atlas.importSurfaces(from: corrected, options: .metric).known == 1)
    }

    @Test("a row corrected in the refusals file and in the file itself is one row, whatever stands in the reason")
    func correctedTwice() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let original = Ground.csv([Ground("lawn", 0, 0, 10, 10), Ground("velours", 20, 0, 30, 10)])
        let path = try folder.file("surfaces.csv", original)
        let refusals = try #require(try atlas.importSurfaces(from: path, options: .metric).refusals)
        let corrected = try folder.file("corrigé.csv", try text(refusals).replacing(";velours;", with: ";asphalt;"))
        _ = try atlas.importSurfaces(from: corrected, options: .metric)
        let whole = try folder.file("surfaces.csv", original.replacing(";velours;", with: ";asphalt;"))
        let report = try atlas.importSurfaces(from: whole, options: .metric)
        #expect(report.known == 2 && report.accepted == 0)
        #expect(try atlas.count("surface") == 2)
    }

    @Test("a row refused again is written with its new reason only")
    func refusedAgain() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file("surfaces.csv", Ground.csv([Ground("velours", 20, 0, 30, 10)]))
        let refusals = try #require(try atlas.importSurfaces(from: path, options: .metric).refusals)
        let second = try folder.file("encore.csv", try text(refusals).replacing(";velours;", with: ";soie;"))
        let again = try #require(try atlas.importSurfaces(from: second, options: .metric).refusals)
        let lines = try text(again).split(whereSeparator: \.isNewline)
        try #require(lines.count == 2)
        #expect(lines[0] == "Erreur;name;surface_type;land_use;valid_from;valid_to;painter_priority;geometry_wkt")
        #expect(lines[1].contains(";soie;") && !lines[1].contains("velours"))
    }

    @Test("a fault of a row is said once, though its field is read by a rule and again to be stored")
    func saidOnce() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file("surfaces.csv", Ground.csv([Ground("lawn", 0, 0, 10, 10, from: "2020-02-30")]))
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.remarks.map(\.count) == [1])
        let refusals = try #require(report.refusals)
        let line = try #require(try text(refusals).split(whereSeparator: \.isNewline).last)
        #expect(line.ranges(of: "valid_from : ").count == 1)
    }

    @Test("the person may say where refused rows go; nothing refused makes no file")
    func place() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        var options = ImportOptions.metric
        options.refusals = folder.path("à revoir.csv")
        let good = try folder.file("good.csv", Ground.csv([Ground("lawn", 0, 0, 10, 10)]))
        #expect(try atlas.importSurfaces(from: good, options: options).refusals == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.path("à revoir.csv")))
        let bad = try folder.file("bad.csv", Ground.csv([Ground("velours", 0, 0, 10, 10)]))
        #expect(try atlas.importSurfaces(from: bad, options: options).refusals == folder.path("à revoir.csv"))
        #expect(FileManager.default.fileExists(atPath: folder.path("à revoir.csv")))
        #expect(!FileManager.default.fileExists(atPath: folder.path("bad.refus.csv")))
    }

    @Test("refused features leave as GeoJSON in WGS 84 whatever system they came in, and come back to their place")
    func features() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file(
            "bati.geojson",
            """
            {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}},
             "features": [{"type": "Feature", "id": "b-1",
              "properties": {"surface_type": "velours", "valid_from": "2020-01-01", "étages": 3},
              "geometry": {"type": "Polygon", "coordinates": \(Plot(0, 0, 10, 10).json)}}]}
            """)
        let refusals = try #require(try atlas.importSurfaces(from: path, options: ImportOptions()).refusals)
        #expect(URL(filePath: refusals).lastPathComponent == "bati.refus.geojson")
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: refusals))) as? [String: Any])
        #expect(root["crs"] == nil)
        let feature = try #require((root["features"] as? [[String: Any]])?.first)
        #expect(feature["id"] as? String == "b-1")
        let properties = try #require(feature["properties"] as? [String: String])
        #expect(try #require(properties["Erreur"]).contains("type de surface inconnu"))
        #expect(properties["étages"] == "3")
        let geometry = try #require(feature["geometry"] as? [String: Any])
        let ring = try #require((geometry["coordinates"] as? [[[Double]]])?.first)
        // `cs2cs -f %.10f EPSG:2154 EPSG:4326` (PROJ 9.1.1), at (786400, 6337700) and 10 m east and north of it.
        let expected = [
            (4.0797763377, 44.1329885920), (4.0799012963, 44.1329873611), (4.0799030053, 44.1330773584),
            (4.0797780466, 44.1330785892),
        ]
        for (longitude, latitude) in expected {
            #expect(ring.contains { abs($0[0] - longitude) < 2e-9 && abs($0[1] - latitude) < 2e-9 })
        }
        let corrected = try folder.file("corrigé.geojson", try text(refusals).replacing("velours", with: "roof"))
        let report = try atlas.importSurfaces(from: corrected, options: ImportOptions())
        #expect(report.accepted == 1)
        let stored = try #require(try atlas.surface().polygons.first?.exterior).positions
        for corner in Plot(0, 0, 10, 10).corners {
            #expect(stored.contains { abs($0.x - corner.x) < 0.0011 && abs($0.y - corner.y) < 0.0011 })
        }
    }
}
