import GRDB

extension GeoPackageSchema {
    /// Stores the style in which QGIS first shows a layer, in place of the one that had the same name.
    ///
    /// The table is the one that QGIS makes itself (seen with QGIS 3.22 and GDAL 3.6); it is not part of the standard.
    ///
    /// - Parameters:
    ///   - geometryColumn: nil for a table without a geometry.
    ///   - qml: the style as QGIS writes it.
    ///   - sld: the same as OGC Styled Layer Descriptor, for other programs; may be empty.
    package func setStyle(table: String, geometryColumn: String?, name: String, qml: String, sld: String = "") throws {
        if try !tableExists("layer_styles") {
            try db.execute(
                sql: """
                    CREATE TABLE "layer_styles" ( "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
                    "f_table_catalog" TEXT(256), "f_table_schema" TEXT(256), "f_table_name" TEXT(256), \
                    "f_geometry_column" TEXT(256), "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT, \
                    "useAsDefault" BOOLEAN, "description" TEXT, "owner" TEXT(30), "ui" TEXT(30), \
                    "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
                    """)
            try registerAttributes(table: "layer_styles")
        }
        let isKept = try Bool.fetchOne(
            db,
            sql: """
                SELECT 1 FROM layer_styles WHERE f_table_name = ? AND f_geometry_column = ? AND styleName = ?
                  AND styleQML = ? AND styleSLD = ? AND useAsDefault
                """, arguments: [table, geometryColumn ?? "", name, qml, sld])
        if isKept == true { return }
        let layer = ["table": table, "geometry": geometryColumn ?? "", "name": name]
        try db.execute(
            sql: """
                DELETE FROM layer_styles
                WHERE f_table_name = :table AND f_geometry_column = :geometry AND styleName = :name
                """,
            arguments: StatementArguments(layer))
        try db.execute(
            sql: """
                UPDATE layer_styles SET useAsDefault = 0 WHERE f_table_name = ? AND f_geometry_column = ?
                """,
            arguments: [table, geometryColumn ?? ""])
        try db.execute(
            sql: """
                INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
                    styleName, styleQML, styleSLD, useAsDefault, description, owner)
                VALUES ('', '', ?, ?, ?, ?, ?, 1, '', '')
                """,
            arguments: [table, geometryColumn ?? "", name, qml, sld])
    }
}
