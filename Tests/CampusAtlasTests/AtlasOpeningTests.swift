import CampusAtlas
import Foundation
import GRDB
import Testing

/// Making an atlas and opening it again.
@Suite struct AtlasOpeningTests {
    @Test(
        "a working system that is not projected and in metres is refused, and no file is left",
        arguments: [
            "EPSG:4326", "EPSG:2225",
        ])
    func workingSystem(code: String) throws {
        let folder = try TemporaryFolder()
        let crs = try CoordinateReferenceSystem(code)
        #expect(throws: AtlasError.workingCRSNotMetric(crs.name)) {
            try Atlas.create(at: folder.path("atlas.gpkg"), name: "École", crs: crs, lists: lists)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test("an atlas has a name")
    func name() throws {
        let folder = try TemporaryFolder()
        #expect(throws: AtlasError.nameMissing) {
            try Atlas.create(
                at: folder.path("atlas.gpkg"), name: "  ", crs: CoordinateReferenceSystem("EPSG:2154"), lists: lists)
        }
    }

    @Test("a file that exists is never overwritten")
    func existing() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("atlas.gpkg", "précieux")
        #expect(throws: GeoPackageError.alreadyExists(path: path)) {
            try Atlas.create(at: path, name: "École", crs: CoordinateReferenceSystem("EPSG:2154"), lists: lists)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "précieux")
    }

    @Test("a GeoPackage that is no atlas, and a file that is no GeoPackage, are said to be so")
    func somethingElse() throws {
        let folder = try TemporaryFolder()
        let foreign = folder.path("foreign.gpkg")
        _ = try GeoPackage.create(at: foreign)
        #expect(throws: AtlasError.notAnAtlas(foreign)) { try Atlas.open(foreign) }
        let text = try folder.file("text.gpkg", "bonjour")
        #expect(throws: GeoPackageError.self) { try Atlas.open(text) }
        #expect(throws: GeoPackageError.self) { try Atlas.open(folder.path("absent.gpkg")) }
        #expect(!FileManager.default.fileExists(atPath: folder.path("absent.gpkg")))
    }

    @Test("opened for reading, an atlas gives its figures and takes nothing in")
    func readOnly() throws {
        let folder = try TemporaryFolder()
        let path = try folder.atlas(
            campuses: [(name: "A", plot: Plot(0, 0, 100, 100))], [Ground("roof", 0, 0, 50, 100)]
        ).path
        let atlas = try Atlas.open(path, readOnly: true)
        #expect(abs(try #require(try atlas.figure("land.sealed_share", on: "2024-01-01").estimate).value - 0.5) < 1e-6)
        let more = try folder.file("more.csv", Ground.csv([Ground("lawn", 50, 0, 100, 100)]))
        #expect(throws: (any Error).self) { try atlas.importSurfaces(from: more, options: .metric) }
        #expect(try atlas.count("surface") == 1)
    }

    @Test("an atlas made by a newer program is not touched")
    func newerProgram() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        try atlas.elsewhere().write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('land-99')") }
        #expect(throws: AtlasError.newerThanProgram(atlas.path)) { try Atlas.open(atlas.path) }
    }
}
