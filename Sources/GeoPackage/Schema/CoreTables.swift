import GRDB
package import Geospatial

extension GeoPackageSchema {
    /// The tables of OGC 12-128r17 annex C and the three reference systems of requirement 11.
    func createCoreTables() throws {
        try db.execute(
            sql: """
                CREATE TABLE gpkg_spatial_ref_sys (
                    srs_name TEXT NOT NULL,
                    srs_id INTEGER PRIMARY KEY,
                    organization TEXT NOT NULL,
                    organization_coordsys_id INTEGER NOT NULL,
                    definition TEXT NOT NULL,
                    description TEXT);
                CREATE TABLE gpkg_contents (
                    table_name TEXT NOT NULL PRIMARY KEY,
                    data_type TEXT NOT NULL,
                    identifier TEXT UNIQUE,
                    description TEXT DEFAULT '',
                    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
                    min_x DOUBLE,
                    min_y DOUBLE,
                    max_x DOUBLE,
                    max_y DOUBLE,
                    srs_id INTEGER,
                    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
                CREATE TABLE gpkg_geometry_columns (
                    table_name TEXT NOT NULL,
                    column_name TEXT NOT NULL,
                    geometry_type_name TEXT NOT NULL,
                    srs_id INTEGER NOT NULL,
                    z TINYINT NOT NULL,
                    m TINYINT NOT NULL,
                    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
                    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
                    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
                    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
                CREATE TABLE gpkg_extensions (
                    table_name TEXT,
                    column_name TEXT,
                    extension_name TEXT NOT NULL,
                    definition TEXT NOT NULL,
                    scope TEXT NOT NULL,
                    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
                INSERT INTO gpkg_spatial_ref_sys
                    (srs_name, srs_id, organization, organization_coordsys_id, definition, description)
                VALUES
                    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined',
                     'undefined Cartesian coordinate reference system'),
                    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined',
                     'undefined geographic coordinate reference system');
                """)
        try db.execute(
            sql: """
                INSERT INTO gpkg_spatial_ref_sys
                    (srs_name, srs_id, organization, organization_coordsys_id, definition, description)
                VALUES ('WGS 84', 4326, 'EPSG', 4326, ?, 'longitude and latitude in degrees on the WGS 84 ellipsoid')
                """,
            arguments: [CoordinateReferenceSystem.wgs84.wkt1])
    }

    /// Makes a reference system known to the file.
    ///
    /// - Returns: its `srs_id`: the code that its authority gives it, or when that code is taken by another system or there
    ///   is none, the first free one from 100000. The same system added twice has one row.
    @discardableResult
    package func addSpatialReferenceSystem(_ crs: CoordinateReferenceSystem) throws -> Int32 {
        let organization = crs.authority?.organization ?? "NONE"
        let code = crs.authority.flatMap { Int32(exactly: $0.code) }
        if let known = try Int32.fetchOne(
            db,
            sql: """
                SELECT srs_id FROM gpkg_spatial_ref_sys
                WHERE (organization = :organization COLLATE NOCASE AND organization_coordsys_id = :code)
                   OR definition = :definition
                """,
            arguments: ["organization": organization, "code": code, "definition": crs.wkt1])
        {
            return known
        }
        let isFree =
            try code.map { code in
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id = ?", arguments: [code]) == 0
            } ?? false
        let id: Int32
        if let code, isFree {
            id = code
        } else {
            id =
                try Int32.fetchOne(db, sql: "SELECT max(100000, 1 + max(srs_id)) FROM gpkg_spatial_ref_sys") ?? 100_000
        }
        try db.execute(
            sql: """
                INSERT INTO gpkg_spatial_ref_sys
                    (srs_name, srs_id, organization, organization_coordsys_id, definition, description)
                VALUES (?, ?, ?, ?, ?, NULL)
                """,
            arguments: [crs.name, id, organization, code ?? id, crs.wkt1])
        return id
    }

    /// Says that a table, a column or the whole file follows an extension; said once only.
    func registerExtension(
        _ name: String, table: String?, column: String? = nil, definition: String, scope: String = "read-write"
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)
                SELECT :table, :column, :name, :definition, :scope
                WHERE NOT EXISTS (
                    SELECT 1 FROM gpkg_extensions
                    WHERE table_name IS :table AND column_name IS :column AND extension_name = :name)
                """,
            arguments: ["table": table, "column": column, "name": name, "definition": definition, "scope": scope])
    }

    /// Where the standard defines one of its own extensions.
    func definition(of anchor: String) throws -> String {
        let edition = try version == .v1_4 ? "spec140" : "spec130"
        return "http://www.geopackage.org/\(edition)/#\(anchor)"
    }
}
