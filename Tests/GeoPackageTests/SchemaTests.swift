import GRDB
import GeoPackage
import Geospatial
import Testing

@Suite("The tables that describe a file")
struct SchemaTests {
    let folder: Folder
    let file: GeoPackage

    init() throws {
        folder = try Folder()
        file = try SampleFile.make(at: folder.file("a.gpkg"))
    }

    @Test("a reference system has one row, under the code of its authority, with a WKT definition")
    func referenceSystem() throws {
        try file.pool.write { db in
            let lambert93 = try CoordinateReferenceSystem("EPSG:2154")
            #expect(try db.geoPackage.addSpatialReferenceSystem(lambert93) == 2154)
            #expect(try db.geoPackage.addSpatialReferenceSystem(.wgs84) == 4326)
            let row = try #require(
                try Row.fetchOne(db, sql: "SELECT * FROM gpkg_spatial_ref_sys WHERE srs_id = 2154"))
            #expect(row["organization"] == "EPSG")
            #expect((row["definition"] as String).hasPrefix("PROJCS[\"RGF93"))
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM gpkg_spatial_ref_sys") == 4)
        }
    }

    @Test("a system without a code, or whose code is taken, gets a number of its own")
    func homemadeSystem() throws {
        try file.pool.write { db in
            let own = try CoordinateReferenceSystem("+proj=lcc +lat_1=44 +lat_2=44.5 +lon_0=4.1 +ellps=GRS80 +units=m")
            let id = try db.geoPackage.addSpatialReferenceSystem(own)
            #expect(id >= 100_000)
            #expect(try db.geoPackage.addSpatialReferenceSystem(own) == id)
        }
    }

    @Test("a layer is registered only with its integer key and its geometry declared as such")
    func mistakes() throws {
        try file.pool.write { db in
            let schema = db.geoPackage
            try db.execute(sql: "CREATE TABLE loose (name TEXT, geom POINT)")
            #expect(throws: SchemaError.noIntegerKey("loose")) { try schema.registerAttributes(table: "loose") }
            #expect(throws: SchemaError.noTable("none")) { try schema.registerAttributes(table: "none") }
            try db.execute(sql: "CREATE TABLE firm (fid INTEGER PRIMARY KEY, geom POINT)")
            #expect(
                throws: SchemaError.geometryType(table: "firm", column: "geom", declared: "POINT", expected: "POLYGON")
            ) {
                try schema.registerFeatures(table: "firm", geometryColumn: "geom", type: .polygon, srs: 2154)
            }
            #expect(throws: SchemaError.noColumn(table: "zone", column: "colour")) {
                try schema.describe(table: "zone", column: "colour", title: "Couleur")
            }
            #expect(throws: SchemaError.noColumn(table: "kind", column: "data")) {
                try schema.relate(base: "zone", related: "kind", mappingTable: "zone_kind", kind: .media)
            }
        }
    }

    @Test("the extent of a layer is that of its geometries")
    func extent() throws {
        try file.pool.read { db in
            let row = try #require(
                try Row.fetchOne(
                    db, sql: "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'zone'"))
            #expect(row == ["min_x": 787_400.0, "min_y": 6_335_300.0, "max_x": 787_660.0, "max_y": 6_335_360.0])
        }
    }

    @Test("said again, a description, an enumeration and a style replace what was said")
    func saidAgain() throws {
        try file.pool.write { db in
            let schema = db.geoPackage
            try schema.describe(table: "zone", column: "site", title: "Lieu", constraint: "site_enum")
            try schema.defineEnum(name: "site_enum", values: [EnumValue("north", "Au nord")])
            try schema.setStyle(table: "zone", geometryColumn: "geom", name: "other", qml: "<qgis version='2'/>")
            try schema.setStyle(table: "zone", geometryColumn: "geom", name: "plain", qml: "<qgis version='3'/>")
            #expect(
                try String.fetchAll(db, sql: "SELECT title FROM gpkg_data_columns ORDER BY column_name")
                    == ["Genre", "Lieu"])
            #expect(
                try String.fetchAll(db, sql: "SELECT description FROM gpkg_data_column_constraints") == ["Au nord"])
            #expect(
                try String.fetchAll(
                    db, sql: "SELECT styleName || useAsDefault FROM layer_styles ORDER BY styleName")
                    == ["other0", "plain1"])
        }
    }

    @Test("a pair of related rows goes away with either of them")
    func relation() throws {
        try file.pool.write { db in
            try db.execute(sql: "DELETE FROM photo")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM zone_photo") == 0)
        }
    }
}
