import CampusAtlas
import Foundation
import GRDB
import Testing

/// Layers and tables that leave as a GeoPackage of their own.
@Suite struct PackageExportTests {
    private func left(in folder: TemporaryFolder) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { !$0.hasPrefix("atlas.gpkg") })
    }

    @Test("every export is a valid GeoPackage with the rows of the others, its index and its style")
    func eachExport() throws {
        let folder = try TemporaryFolder()
        let atlas = try Atlas.demonstration(at: folder.path("atlas.gpkg"), lists: lists)
        for layer in Atlas.exports {
            let path = folder.path("\(layer.name).gpkg")
            let written = try atlas.export(layer.name, format: .gpkg, to: path)
            let text = try atlas.export(layer.name, format: .csv, to: folder.path("\(layer.name).csv"))
            // The demonstration has nothing of these.
            let isEmpty = ["rain_devices", "infiltration_tests", "recovered_water", "planting_beds"].contains(
                layer.name)
            #expect(written == text && (written.rows > 0) == !isEmpty)
            let file = try GeoPackage.open(at: path, readOnly: true)
            #expect(try file.check().isEmpty, "\(layer.name)")
            let found = try #require(try file.layers().first { $0.name == layer.name })
            #expect(found.rowCount == written.rows && found.title == layer.label.fr)
            #expect((found.kind == .features) == layer.hasGeometry)
            #expect(found.geometry?.reference?.authorityCode == (layer.hasGeometry ? "EPSG:2154" : nil))
            #expect(found.columns.contains { $0.name == "area_m2" } == layer.measuresArea)
            let (indexed, styled) = try file.pool.read { db in
                let hasIndex = try db.tableExists("rtree_\(layer.name)_geom")
                let rows = hasIndex ? try Int.fetchOne(db, sql: "SELECT count(*) FROM rtree_\(layer.name)_geom") : nil
                let hasStyle = try db.tableExists("layer_styles")
                let tables =
                    hasStyle
                    ? try String.fetchAll(db, sql: "SELECT f_table_name FROM layer_styles WHERE useAsDefault") : []
                return (rows, tables)
            }
            #expect(styled == (layer.hasGeometry ? [layer.name] : []))
            #expect(indexed == (layer.hasGeometry ? written.rows : nil))
        }
        let made = Set(Atlas.exportNames.flatMap { ["\($0).gpkg", "\($0).csv"] })
        #expect(try left(in: folder) == made)
    }

    @Test("geometries are those of the atlas to the bit, columns have their types, areas are geodesic")
    func content() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 100, 100, use: "green", name: "Pré")])
        let path = folder.path("surfaces.gpkg")
        _ = try atlas.export("surfaces", format: .gpkg, to: path)
        let file = try GeoPackage.open(at: path, readOnly: true)
        let row = try #require(try file.pool.read { try Row.fetchOne($0, sql: "SELECT * FROM surfaces") })
        let stored = try atlas.row("SELECT * FROM surface")
        for column in ["geom", "uuid", "name", "surface_type", "land_use", "valid_from", "valid_to"] {
            #expect(row[column] as DatabaseValue == stored[column] as DatabaseValue, "\(column)")
        }
        // pyproj, as for Plot: a hectare of the plane.
        #expect(row["area_m2"] as Double? == 10001.95)
        let types = Dictionary(
            uniqueKeysWithValues: try #require(try file.layers().first { $0.name == "surfaces" }).columns.map {
                ($0.name, $0.declaredType)
            })
        #expect(types["valid_from"] == "DATE" && types["accuracy_m"] == "DOUBLE" && types["name"] == "TEXT")
    }

    @Test("a column that is computed has the type of what it holds")
    func computed() throws {
        let folder = try TemporaryFolder()
        let atlas = try Atlas.demonstration(at: folder.path("atlas.gpkg"), lists: lists)
        for (layer, column, type) in [
            ("weighings", "mass", "DOUBLE"), ("weighings", "unit", "TEXT"), ("containers", "tare_kg", "DOUBLE"),
            ("observations", "sensitivity", "INTEGER"),
        ] {
            let path = folder.path("\(column).gpkg")
            _ = try atlas.export(layer, format: .gpkg, sensitive: true, to: path)
            let found = try #require(try GeoPackage.open(at: path, readOnly: true).layers().first { $0.name == layer })
            #expect(found.columns.first { $0.name == column }?.declaredType == type, "\(layer).\(column)")
        }
    }

    @Test("on a day leaves what was true that day, and the style draws what ended since")
    func onADay() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([
            Ground("lawn", 0, 0, 10, 10), Ground("asphalt", 20, 0, 30, 10, to: "2024-01-01"),
            Ground("roof", 20, 0, 30, 10, from: "2024-01-01"),
        ])
        func style(_ path: String) throws -> String {
            try #require(
                try GeoPackage.open(at: path, readOnly: true).pool.read {
                    try String.fetchOne($0, sql: "SELECT styleQML FROM layer_styles")
                })
        }
        let (then, always) = (folder.path("then.gpkg"), folder.path("always.gpkg"))
        let day = try #require(CalendarDate(iso: "2023-12-31"))
        #expect(try atlas.export("surfaces", format: .gpkg, on: day, to: then).rows == 2)
        #expect(try atlas.export("surfaces", format: .gpkg, to: always).rows == 3)
        #expect(
            try GeoPackage.open(at: then, readOnly: true).layers().contains { $0.title == "Surfaces au 2023-12-31" })
        #expect(try style(always).contains("IS NOT NULL") && !style(then).contains("IS NOT NULL"))
        #expect(try style(then).contains("CASE WHEN FALSE THEN NULL ELSE"))
    }

    @Test("what exists is never overwritten, and a name that is not a GeoPackage's is refused")
    func existing() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10)])
        let path = try folder.file("surfaces.gpkg", "précieux")
        let before = try left(in: folder)
        #expect(throws: GeoPackageError.alreadyExists(path: path)) {
            try atlas.export("surfaces", format: .gpkg, to: path)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "précieux")
        for name in ["-", folder.path("surfaces.sqlite")] {
            #expect(throws: ExportError.notAGeoPackageName(name, layer: "surfaces")) {
                try atlas.export("surfaces", format: .gpkg, to: name)
            }
        }
        let nowhere = folder.path("nowhere/surfaces.gpkg")
        #expect(throws: GeoPackageError.notWritable(path: nowhere)) {
            try atlas.export("surfaces", format: .gpkg, to: nowhere)
        }
        #expect(try left(in: folder) == before)
    }

    @Test("an export that fails on its way leaves nothing")
    func halfway() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 10, 10), Ground("roof", 20, 0, 30, 10)])
        try atlas.elsewhere().write { db in
            try db.execute(sql: "DROP TRIGGER IF EXISTS rtree_surface_geom_update1")
            for trigger in try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'surface'")
            { try db.execute(sql: "DROP TRIGGER \"\(trigger)\"") }
            try db.execute(sql: "UPDATE surface SET geom = X'4750' WHERE surface_type = 'roof'")
        }
        let before = try left(in: folder)
        #expect(throws: (any Error).self) {
            try atlas.export("surfaces", format: .gpkg, to: folder.path("surfaces.gpkg"))
        }
        #expect(try left(in: folder) == before)
    }

    @Test("a sensitive record is absent, to the byte, unless it is asked for")
    func sensitive() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let file = try folder.file(
            "o.csv",
            "scientificName;eventDate;longitude;latitude;sensitivity\nApus apus;2024-05-04;4.0881;44.1331;0\n"
                + "Lacerta bilineata;2024-05-04;4.0882;44.1332;3\n")
        #expect(try atlas.importObservations(from: file, options: ImportOptions()).accepted == 2)
        let (shown, whole) = (folder.path("public.gpkg"), folder.path("whole.gpkg"))
        let report = try atlas.export("observations", format: .gpkg, to: shown)
        #expect(report.rows == 1 && report.withheld == 1)
        let bytes = try Data(contentsOf: URL(filePath: shown))
        #expect(bytes.range(of: Data("Apus apus".utf8)) != nil && bytes.range(of: Data("Lacerta".utf8)) == nil)
        let inside = try atlas.export("observations", format: .gpkg, sensitive: true, to: whole)
        #expect(inside.rows == 2 && inside.withheld == 0)
        #expect(try Data(contentsOf: URL(filePath: whole)).range(of: Data("Lacerta".utf8)) != nil)
    }

    @Test("the version of GeoPackage is the atlas's")
    func version() throws {
        let folder = try TemporaryFolder()
        for (version, name) in [(GeoPackage.Version.v1_3, "a"), (.v1_4, "b")] {
            let atlas = try folder.atlas("\(name)-atlas.gpkg", version: version)
            _ = try atlas.export("surfaces", format: .gpkg, to: folder.path("\(name).gpkg"))
            let file = try GeoPackage.open(at: folder.path("\(name).gpkg"), readOnly: true)
            #expect(try file.check().isEmpty)
            #expect(try file.pool.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") } == version.rawValue)
        }
    }

    @Test("the progress is no layer: as a GeoPackage it is refused, with what it is offered as")
    func progress() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        #expect(throws: ExportError.formatNotOffered(.gpkg, layer: "progress", offered: [.geojson, .csv])) {
            try atlas.exportProgress(format: .gpkg, on: .today, to: folder.path("progress.gpkg"))
        }
        #expect(try left(in: folder).isEmpty)
    }
}
