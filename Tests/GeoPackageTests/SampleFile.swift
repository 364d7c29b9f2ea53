import Foundation
import GRDB
import GeoPackage
import Geospatial

/// A GeoPackage with a bit of everything: a code list, a layer with enums and an index, a journal, photos related to the
/// layer, a view, a style.
enum SampleFile {
    static func make(at path: String, version: GeoPackage.Version = .v1_3) throws -> GeoPackage {
        let file = try GeoPackage.create(at: path, version: version)
        try file.pool.write { db in
            let schema = db.geoPackage
            let srs = try schema.addSpatialReferenceSystem(CoordinateReferenceSystem("EPSG:2154"))
            try db.execute(
                sql: """
                    CREATE TABLE kind (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, code TEXT NOT NULL UNIQUE,
                        label TEXT NOT NULL, share DOUBLE NOT NULL CHECK (share BETWEEN 0 AND 1));
                    INSERT INTO kind (code, label, share) VALUES ('a', 'Première', 0.9), ('b', 'Seconde', 0.15);
                    CREATE TABLE zone (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON,
                        site TEXT NOT NULL DEFAULT 'north', kind TEXT NOT NULL REFERENCES kind (code),
                        valid_from DATE NOT NULL DEFAULT CURRENT_DATE, parking BOOLEAN NOT NULL DEFAULT 0, note TEXT(80));
                    CREATE TABLE journal (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                        at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), op TEXT NOT NULL);
                    CREATE TABLE photo (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, data BLOB NOT NULL,
                        content_type TEXT NOT NULL);
                    CREATE VIEW v_zone AS SELECT fid AS fid, geom AS geom, kind AS kind FROM zone WHERE kind = 'a';
                    INSERT INTO journal (op) VALUES ('made');
                    """)
            try schema.registerAttributes(table: "kind", description: "Code list")
            try schema.registerFeatures(table: "zone", geometryColumn: "geom", type: .multiPolygon, srs: srs)
            try schema.registerFeatures(table: "v_zone", geometryColumn: "geom", type: .multiPolygon, srs: srs)
            try schema.registerAttributes(table: "journal")
            try schema.registerAttributes(table: "photo")
            try schema.addSpatialIndex(table: "zone", column: "geom")
            try schema.defineEnum(name: "site_enum", values: [EnumValue("north", "Nord"), EnumValue("south", "Sud")])
            try schema.describe(table: "zone", column: "site", title: "Site", constraint: "site_enum")
            try schema.describe(table: "zone", column: "kind", title: "Genre", description: "Code de la table kind")
            try schema.relate(base: "zone", related: "photo", mappingTable: "zone_photo", kind: .media)
            try schema.setStyle(table: "zone", geometryColumn: "geom", name: "plain", qml: "<qgis/>")
            for (index, kind) in ["a", "b", "a"].enumerated() {
                let blob = GeometryBlob(try square(787_400 + 100 * Double(index), 6_335_300, 60), srs: srs)
                try db.execute(
                    sql: "INSERT INTO zone (geom, kind, valid_from) VALUES (?, ?, '2023-01-01')",
                    arguments: [blob.data, kind])
            }
            try db.execute(sql: "INSERT INTO photo (data, content_type) VALUES (x'FFD8', 'image/jpeg')")
            try db.execute(sql: "INSERT INTO zone_photo (base_id, related_id) VALUES (1, 1)")
            try schema.updateContents(table: "zone")
            try schema.updateContents(table: "v_zone")
        }
        return file
    }

    static func square(_ x: Double, _ y: Double, _ side: Double) throws -> Geometry {
        let ring = try LinearRing([
            Position(x, y), Position(x + side, y), Position(x + side, y + side), Position(x, y + side), Position(x, y),
        ])
        return .multiPolygon(MultiPolygon([Polygon(exterior: ring)]))
    }
}

extension GeometryBlob {
    var data: Data { Data(bytes) }
}
