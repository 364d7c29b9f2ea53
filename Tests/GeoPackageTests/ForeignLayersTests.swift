import Foundation
import GRDB
import GeoPackage
import Geospatial
import Testing

/// Counts, values and extents are those of `ogrinfo` (GDAL 3.6.2) on the same files.
@Suite("Layers of foreign files", .enabled(if: Corpus.isPresent, "the corpus of real files is absent"))
struct ForeignLayersTests {
    private func open(_ name: String) throws -> GeoPackage {
        try GeoPackage.open(at: Corpus.path(name), readOnly: true)
    }

    @Test("the cadastre sheet has nine layers of polygons in Lambert-93")
    func cadastre() throws {
        let file = try open("land/cadastre/cadastre-13029.gpkg")
        let layers = try file.layers()
        #expect(
            Dictionary(uniqueKeysWithValues: layers.map { ($0.name, $0.rowCount) })
                == [
                    "commune": 1, "lieudit": 5, "section": 1, "subdfisc": 31, "parcelle": 389, "batiment": 239,
                    "tronfluv": 2, "tronroute": 3, "tsurf": 54,
                ])
        #expect(layers.allSatisfy { $0.geometry?.reference?.authorityCode == "EPSG:2154" })
        let parcels = try #require(layers.first { $0.name == "parcelle" })
        #expect(parcels.key == "fid")
        #expect(
            parcels.columns.map(\.name)
                == [
                    "fid", "feuille", "OBJECT_RID", "COAR", "IDU", "INDP", "SUPF", "TEX", "CREAT_DATE", "UPDATE_DATE",
                ])
        var first: [String] = []
        var box: Envelope?
        var rows = 0
        try file.forEachRow(of: parcels) { row in
            rows += 1
            #expect(row.number == rows)
            #expect(row.problems.isEmpty)
            #expect(row.srs == 2154)
            if row.fid == 1 { first = parcels.columns.indices.map(row.string) }
            guard let envelope = row.geometry?.envelope else { return }
            if box == nil { box = envelope } else { box?.extend(to: envelope) }
        }
        #expect(rows == 389)
        #expect(
            first == [
                "1", "130290000A01", "Objet_819", "", "0290000A0215", "01", "21947", "215", "19991208", "20140212",
            ])
        #expect(box == Envelope(minX: 865_534.88, minY: 6_276_626.05, maxX: 867_199.18, maxY: 6_278_441.89))
    }

    @Test("each of GDAL's sample geometries is read, flat and with heights")
    func geometries() throws {
        let file = try open("gpkg/gdal_sample.gpkg")
        let layers = try file.layers()
        #expect(layers.count == 16)
        var read: [String: [Geometry?]] = [:]
        for layer in layers {
            try file.forEachRow(of: layer) { row in
                #expect(row.problems.allSatisfy { $0.column == "binaryfield" })
                read[layer.name, default: []].append(row.geometry)
            }
        }
        #expect(read.values.map(\.count).reduce(0, +) == 50)
        #expect(read["point2d"] == [.point(Position(1, 2)), nil])
        #expect(read["point3d"] == [.point(Position(1, 2, 3)), nil])
        #expect(
            read["geometry2d"]?.map { $0?.typeName }
                == [
                    "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION", nil,
                ])
        #expect(layers.first { $0.name == "polygon2d" }?.geometry?.reference?.code == 32631)
    }

    @Test("values are exact text; a binary value is passed over and said so")
    func values() throws {
        let file = try open("gpkg/gdal_sample.gpkg")
        let layer = try #require(try file.layers().first { $0.name == "point2d" })
        var texts: [[String]] = []
        var notes: [[String]] = []
        try file.forEachRow(of: layer) { row in
            texts.append(layer.columns.indices.map(row.string))
            notes.append(row.problems.map(\.column))
        }
        #expect(
            layer.columns.map(\.name)
                == ["fid", "intfield", "strfield", "realfield", "datetimefield", "datefield", "binaryfield"])
        #expect(
            texts == [
                ["1", "1", "foo", "1.23456", "2014-06-07T14:20:00Z", "2014-06-07", ""], ["2", "", "", "", "", "", ""],
            ])
        #expect(notes == [["binaryfield"], []])
    }

    @Test(
        "a file without extensions, a table named 0, a view and an empty file are read",
        arguments: [
            ("features-0.gpkg", ["0": 51]), ("features-0_FIXED.gpkg", ["0": 51]), ("states10.gpkg", ["statesQGIS": 51]),
            ("empty.gpkg", [:]),
        ])
    func oddities(name: String, counts: [String: Int]) throws {
        let file = try open("gpkg/" + name)
        let layers = try file.layers()
        #expect(Dictionary(uniqueKeysWithValues: layers.map { ($0.name, $0.rowCount) }) == counts)
        for layer in layers {
            try file.forEachRow(of: layer) { row in
                #expect(row.geometry != nil)
            }
        }
    }

    @Test("attributes and views are layers too")
    func views() throws {
        let layers = try open("gpkg/gdal_sample_view.gpkg").layers()
        #expect(layers.first { $0.name == "sample_attributes" }?.kind == .attributes)
        #expect(layers.first { $0.name == "sample_view" }?.rowCount == 8)
    }

    @Test("the check reads every sample to its end")
    func check() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: Corpus.path("gpkg"))
        where name.hasSuffix(".gpkg") {
            let findings = try open("gpkg/" + name).check()
            #expect(!findings.contains { $0.rule == .unreadable }, "\(name)")
            #expect(!findings.contains { $0.rule == .geometryBlob || $0.rule == .envelope }, "\(name)")
        }
    }

    @Test("the check finds nothing in what GDAL 3.12 wrote")
    func checkCadastre() throws {
        let findings = try open("land/cadastre/cadastre-13029.gpkg").check()
        #expect(findings == [])
    }
}

@Suite("Rows with a problem")
struct RowProblemTests {
    @Test("a geometry that cannot be read spoils its own value, not the row nor the reading")
    func damagedGeometry() throws {
        let folder = try Folder()
        let file = try SampleFile.make(at: folder.file("a.gpkg"))
        try file.pool.write { try $0.execute(sql: "UPDATE zone SET geom = x'00' WHERE fid = 2") }
        let zones = try #require(try file.layers().first { $0.name == "zone" })
        var problems: [Int64: [String]] = [:]
        var kinds: [String] = []
        try file.forEachRow(of: zones) { row in
            if let fid = row.fid, !row.problems.isEmpty { problems[fid] = row.problems.map(\.column) }
            kinds.append(row.string(2))
        }
        #expect(problems == [2: ["geom"]])
        #expect(kinds == ["a", "b", "a"])
    }
}
