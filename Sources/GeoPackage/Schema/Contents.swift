import GRDB

/// Whether the positions of a column have a height (`gpkg_geometry_columns.z`, requirement 27).
package enum Heights: Int, Sendable {
    case prohibited = 0
    case mandatory = 1
    case optional = 2
}

extension GeoPackageSchema {
    /// Registers a table or a view as a layer with a geometry.
    ///
    /// - Parameters:
    ///   - table: it exists, with an `INTEGER PRIMARY KEY` (a view: with that integer first) and `geometryColumn`
    ///     declared as `type`.
    ///   - srs: a `srs_id` of `gpkg_spatial_ref_sys`.
    /// - Throws: ``SchemaError``.
    package func registerFeatures(
        table: String, geometryColumn: String, type: GeometryType, srs: Int32, z: Heights = .prohibited,
        identifier: String? = nil, description: String = ""
    ) throws {
        let shape = try shape(of: table)
        guard shape.key != nil else { throw SchemaError.noIntegerKey(table) }
        guard let column = shape.column(geometryColumn) else {
            throw SchemaError.noColumn(table: table, column: geometryColumn)
        }
        guard column.declaredType == type.rawValue else {
            throw SchemaError.geometryType(
                table: table, column: geometryColumn, declared: column.declaredType, expected: type.rawValue)
        }
        try register(table, dataType: "features", identifier: identifier, description: description, srs: srs)
        try db.execute(
            sql: """
                INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
                VALUES (?, ?, ?, ?, ?, 0)
                """,
            arguments: [table, geometryColumn, type.rawValue, srs, z.rawValue])
    }

    /// Registers a table or a view without a geometry.
    ///
    /// - Throws: ``SchemaError``.
    package func registerAttributes(table: String, identifier: String? = nil, description: String = "") throws {
        guard try shape(of: table).key != nil else { throw SchemaError.noIntegerKey(table) }
        try register(table, dataType: "attributes", identifier: identifier, description: description, srs: nil)
    }

    private func register(
        _ table: String, dataType: String, identifier: String?, description: String, srs: Int32?
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [table, dataType, identifier ?? table, description, srs])
    }

    /// Writes when a layer last changed (now), and the rectangle around its geometries, read one by one.
    package func updateContents(table: String) throws {
        try db.execute(
            sql: """
                UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?
                """,
            arguments: [table])
        guard let column = try geometryColumn(of: table) else { return }
        let geometry = column.quotedDatabaseIdentifier
        try db.execute(
            sql: """
                UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = (
                    SELECT min(ST_MinX(\(geometry))), min(ST_MinY(\(geometry))),
                           max(ST_MaxX(\(geometry))), max(ST_MaxY(\(geometry)))
                    FROM \(table.quotedDatabaseIdentifier))
                WHERE table_name = ?
                """,
            arguments: [table])
    }

    func geometryColumn(of table: String) throws -> String? {
        try String.fetchOne(
            db, sql: "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ? COLLATE NOCASE",
            arguments: [table])
    }
}
