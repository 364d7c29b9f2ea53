import Atlas
import GRDB
import GeoPackage
import Geospatial

/// The list that says which surface types a value of another vocabulary may mean: OpenStreetMap's tags, OCS GE's codes.
enum SurfaceMappingTable {
    static let migration = Migration("land-exchange-1", apply: create)

    static let codeList = CodeList(
        "surface_mapping", file: "geodata/surface_mapping.csv", key: ["scheme", "key", "value"])

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE surface_mapping (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  scheme TEXT NOT NULL CONSTRAINT "osm ou ocsge" CHECK (scheme IN ('osm', 'ocsge')),
                  "key" TEXT NOT NULL,
                  value TEXT NOT NULL,
                  precedence INTEGER NOT NULL,
                  surface_type TEXT,
                  land_use TEXT CONSTRAINT "usage inconnu"
                    CHECK (land_use IS NULL OR land_use IN ('parking', 'circulation', 'building', 'sport', 'green')),
                  note_fr TEXT,
                  note_en TEXT,
                  source TEXT NOT NULL,
                  UNIQUE (scheme, "key", value)
                );
                """)
        // Several codes in one cell: what a reference would refuse, two triggers do.
        for event in ["INSERT", "UPDATE"] {
            try db.execute(
                sql: """
                    CREATE TRIGGER surface_mapping_types_\(event.lowercased()) BEFORE \(event) ON surface_mapping
                    WHEN NEW.surface_type <> 'none' AND EXISTS (
                      SELECT 1 FROM json_each('["' || replace(NEW.surface_type, '|', '","') || '"]') AS part
                      WHERE part.value NOT IN (SELECT code FROM surface_type))
                    BEGIN SELECT RAISE(ABORT, 'type de surface inconnu'); END
                    """)
        }
        try db.geoPackage.registerAttributes(
            table: "surface_mapping", identifier: "Correspondances des types de surface", description: "")
    }
}
