import GRDB
package import GeoPackage
package import Geospatial
package import Languages

/// The tables that belong to no single book.
enum CommonSchema {
    static let migrations = [Migration("atlas-1", apply: createTables)]

    static let tables = [
        BookTable("campus", label: Bilingual(fr: "Campus", en: "Campus")),
        BookTable("person", label: Bilingual(fr: "Personnes", en: "People")),
        BookTable("document", label: Bilingual(fr: "Documents", en: "Documents")),
    ]

    private static func createTables(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE atlas (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL,
                  crs TEXT NOT NULL,
                  created_at DATETIME NOT NULL
                );
                CREATE TABLE import (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  at DATETIME NOT NULL,
                  person TEXT,
                  table_name TEXT NOT NULL,
                  file_name TEXT NOT NULL,
                  sha256 TEXT NOT NULL,
                  reading TEXT NOT NULL,
                  layout TEXT NOT NULL,
                  row_count INTEGER NOT NULL,
                  accepted_count INTEGER NOT NULL,
                  refused_count INTEGER NOT NULL,
                  known_count INTEGER NOT NULL,
                  written_count INTEGER NOT NULL,
                  CONSTRAINT "un import perd des lignes" CHECK (row_count = accepted_count + refused_count + known_count)
                );
                CREATE TABLE import_layout (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL UNIQUE,
                  table_name TEXT NOT NULL,
                  layout TEXT NOT NULL
                );
                CREATE TABLE campus (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom MULTIPOLYGON,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL,
                  valid_from DATE,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  source TEXT,
                  source_attributes TEXT,
                  import_id INTEGER REFERENCES import (fid),
                  import_row INTEGER
                );
                CREATE TABLE person (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL UNIQUE,
                  trade TEXT NOT NULL CONSTRAINT "métier inconnu" CHECK (trade IN (\(Trade.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))))
                );
                CREATE TABLE document (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  title TEXT NOT NULL,
                  content_type TEXT NOT NULL,
                  sha256 TEXT NOT NULL,
                  data BLOB NOT NULL
                );
                \(Journal.schema)
                """)
        let schema = db.geoPackage
        try schema.registerLayer("campus", type: .multiPolygon, crs: crs, label: Bilingual(fr: "Campus", en: "Campus"))
        for (table, label) in [
            ("atlas", "L'atlas"), ("import", "Registre des imports"), ("import_layout", "Modèles d'import"),
            ("person", "Personnes"), ("document", "Documents"), ("journal", "Journal"),
            ("journal_context", "Auteur de la transaction en cours"),
        ] {
            try schema.registerAttributes(table: table, identifier: label, description: "")
        }
        try schema.defineEnum(name: "trade", values: Trade.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.describe(table: "person", column: "trade", title: "Métier", description: "", constraint: "trade")
        for table in ["campus", "person", "document"] { try Journal.install(on: table, db) }
    }
}

extension GeoPackageSchema {
    /// Registers a layer of the atlas: geometry in `geom`, in the working system, with a spatial index.
    package func registerLayer(
        _ table: String, type: GeometryType, crs: CoordinateReferenceSystem, label: Bilingual
    ) throws {
        try registerFeatures(
            table: table, geometryColumn: "geom", type: type, srs: addSpatialReferenceSystem(crs), identifier: label.fr,
            description: label.en)
        try addSpatialIndex(table: table, column: "geom")
    }
}
