import GRDB

/// What one table is to another (OGC 18-000 clause 7): the names that the extension gives.
package enum RelationKind: String, Sendable {
    /// Files kept in the database: the related table has `data BLOB` and `content_type TEXT`.
    case media
    case attributes
    case features
}

extension GeoPackageSchema {
    /// Relates the rows of one table to those of another, many to many (related tables extension, OGC 18-000).
    ///
    /// - Parameters:
    ///   - base: registered, with an `INTEGER PRIMARY KEY`; so is `related`.
    ///   - mappingTable: holds the pairs `base_id`, `related_id`; made when there is none, and then a pair goes away with
    ///     either of its rows.
    /// - Throws: ``SchemaError``.
    package func relate(base: String, related: String, mappingTable: String, kind: RelationKind) throws {
        guard let baseKey = try shape(of: base).key else { throw SchemaError.noIntegerKey(base) }
        let relatedShape = try shape(of: related)
        guard let relatedKey = relatedShape.key else { throw SchemaError.noIntegerKey(related) }
        if kind == .media {
            for column in ["data", "content_type"] where relatedShape.column(column) == nil {
                throw SchemaError.noColumn(table: related, column: column)
            }
        }
        if try !tableExists("gpkgext_relations") {
            try db.execute(
                sql: """
                    CREATE TABLE gpkgext_relations (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        base_table_name TEXT NOT NULL,
                        base_primary_column TEXT NOT NULL DEFAULT 'id',
                        related_table_name TEXT NOT NULL,
                        related_primary_column TEXT NOT NULL DEFAULT 'id',
                        relation_name TEXT NOT NULL,
                        mapping_table_name TEXT NOT NULL UNIQUE)
                    """)
        }
        if let mapping = try TableShape(mappingTable, in: db) {
            for column in ["base_id", "related_id"] where mapping.column(column) == nil {
                throw SchemaError.noColumn(table: mappingTable, column: column)
            }
        } else {
            try db.execute(
                sql: """
                    CREATE TABLE \(mappingTable.quotedDatabaseIdentifier) (
                        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                        base_id INTEGER NOT NULL REFERENCES \(base.quotedDatabaseIdentifier) ON DELETE CASCADE,
                        related_id INTEGER NOT NULL REFERENCES \(related.quotedDatabaseIdentifier) ON DELETE CASCADE,
                        UNIQUE (base_id, related_id))
                    """)
        }
        try db.execute(
            sql: """
                INSERT INTO gpkgext_relations (base_table_name, base_primary_column, related_table_name,
                    related_primary_column, relation_name, mapping_table_name) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [base, baseKey, related, relatedKey, kind.rawValue, mappingTable])
        for table in ["gpkgext_relations", mappingTable] {
            try registerExtension(
                "gpkg_related_tables", table: table, definition: "http://docs.opengeospatial.org/is/18-000/18-000.html")
        }
    }
}
