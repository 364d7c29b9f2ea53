import GRDB

/// A table or view that a GeoPackage offers, as its file describes it.
public struct Layer: Hashable, Sendable {
    /// Whether the rows have a geometry.
    public enum Kind: String, Sendable {
        case features
        case attributes
    }

    /// One column but the geometry's.
    public struct Column: Hashable, Sendable {
        /// Its name, as declared.
        public let name: String
        /// Its type, as declared: `TEXT(20)`, `BOOLEAN`, `DATE`… or whatever the author wrote.
        public let declaredType: String
    }

    /// The column that holds the geometries.
    public struct GeometryColumn: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// The type declared: one of ``GeometryType`` or one of an extension, as text.
        public let typeName: String
        /// The reference system declared; nil when the file does not define it.
        public let reference: SpatialReference?
    }

    /// A row of `gpkg_spatial_ref_sys`.
    public struct SpatialReference: Hashable, Sendable {
        /// The number by which blobs refer to it.
        public let id: Int32
        /// Its name for people.
        public let name: String
        /// The authority, such as `EPSG`, or `NONE`.
        public let organization: String
        /// The number that the authority gives it.
        public let code: Int
        /// Its definition in well-known text, WKT 2 where the file has it; `undefined` for the systems -1 and 0.
        public let definition: String

        /// `EPSG:2154` and the like; nil when no authority knows the system.
        public var authorityCode: String? { organization.uppercased() == "NONE" ? nil : "\(organization):\(code)" }
        /// True for the two systems that say that nothing is known of the coordinates.
        public var isUndefined: Bool { definition.lowercased() == "undefined" }
    }

    /// The table's name.
    public let name: String
    /// Whether it has a geometry.
    public let kind: Kind
    /// Its title for people.
    public let title: String
    /// What it is, in the words of its author.
    public let description: String
    /// Nil for attributes.
    public let geometry: GeometryColumn?
    /// The columns but the geometry's, in the order of the table.
    public let columns: [Column]
    /// How many rows it has.
    public let rowCount: Int
    /// The column whose integer identifies a row; nil when the table has none.
    public let key: String?
}

extension GeoPackage {
    /// The layers of the file, features first, by name; tables that are listed and absent are left out, as are tiles.
    ///
    /// - Throws: ``GeoPackageError``.
    public func layers() throws(GeoPackageError) -> [Layer] {
        do {
            return try pool.read { db in
                let schema = db.geoPackage
                guard try schema.tableExists("gpkg_contents") else {
                    throw GeoPackageError.missingTable(path: path, table: "gpkg_contents")
                }
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT table_name, data_type, identifier, description FROM gpkg_contents
                        WHERE data_type IN ('features', 'attributes') ORDER BY data_type DESC, table_name
                        """)
                return try rows.compactMap { row in try schema.layer(row) }
            }
        } catch {
            throw GeoPackageError(opening: path, error)
        }
    }
}

extension GeoPackageSchema {
    fileprivate func layer(_ row: Row) throws -> Layer? {
        guard let table: String = row["table_name"], let shape = try TableShape(table, in: db),
            let kind = Layer.Kind(rawValue: row["data_type"])
        else { return nil }
        let geometry = kind == .features ? try declaredGeometry(of: table) : nil
        return Layer(
            name: shape.name, kind: kind, title: row["identifier"] ?? shape.name, description: row["description"] ?? "",
            geometry: geometry,
            columns: shape.columns.filter { $0.name.lowercased() != geometry?.name.lowercased() }
                .map { Layer.Column(name: $0.name, declaredType: $0.declaredType) },
            rowCount: try Int.fetchOne(db, sql: "SELECT count(*) FROM \(shape.name.quotedDatabaseIdentifier)") ?? 0,
            key: shape.key)
    }

    private func declaredGeometry(of table: String) throws -> Layer.GeometryColumn? {
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns
                    WHERE table_name = ? COLLATE NOCASE
                    """, arguments: [table])
        else { return nil }
        return Layer.GeometryColumn(
            name: row["column_name"], typeName: (row["geometry_type_name"] as String).uppercased(),
            reference: try spatialReference(row["srs_id"]))
    }

    private func spatialReference(_ id: Int32) throws -> Layer.SpatialReference? {
        guard
            let row = try Row.fetchOne(db, sql: "SELECT * FROM gpkg_spatial_ref_sys WHERE srs_id = ?", arguments: [id])
        else { return nil }
        let definitions: [String?] = [
            row.hasColumn("definition_12_063") ? row["definition_12_063"] : nil, row["definition"],
        ]
        return Layer.SpatialReference(
            id: id, name: row["srs_name"] ?? "", organization: row["organization"] ?? "NONE",
            code: row["organization_coordsys_id"] ?? Int(id),
            definition: definitions.compactMap(\.self).first { $0.lowercased() != "undefined" } ?? "undefined")
    }
}
