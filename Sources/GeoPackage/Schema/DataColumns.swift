import GRDB

/// One value that an enumeration allows, with what it means.
package struct EnumValue: Hashable, Sendable {
    package let value: String
    package let description: String

    package init(_ value: String, _ description: String) {
        self.value = value
        self.description = description
    }
}

extension GeoPackageSchema {
    /// Says what a column means (extension `gpkg_schema`, OGC 12-128r17 clause F.9); said again, it replaces.
    ///
    /// - Parameter constraint: the name of an enumeration that ``defineEnum(name:values:)`` defines.
    /// - Throws: ``SchemaError``.
    package func describe(
        table: String, column: String, title: String, description: String = "", constraint: String? = nil
    ) throws {
        guard try shape(of: table).column(column) != nil else {
            throw SchemaError.noColumn(table: table, column: column)
        }
        try createSchemaTables()
        try db.execute(
            sql: """
                INSERT INTO gpkg_data_columns (table_name, column_name, title, description, constraint_name)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (table_name, column_name) DO UPDATE SET
                    title = excluded.title, description = excluded.description,
                    constraint_name = excluded.constraint_name
                """,
            arguments: [table, column, title, description, constraint])
    }

    /// Defines the values that a column may take, which QGIS offers as a list; defined again, they replace.
    ///
    /// - Parameter name: in lower case (requirement 108).
    package func defineEnum(name: String, values: [EnumValue]) throws {
        try createSchemaTables()
        try db.execute(sql: "DELETE FROM gpkg_data_column_constraints WHERE constraint_name = ?", arguments: [name])
        for value in values {
            try db.execute(
                sql: """
                    INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)
                    VALUES (?, 'enum', ?, ?)
                    """,
                arguments: [name, value.value, value.description])
        }
    }

    private func createSchemaTables() throws {
        guard try !tableExists("gpkg_data_columns") else { return }
        try db.execute(
            sql: """
                CREATE TABLE gpkg_data_columns (
                    table_name TEXT NOT NULL,
                    column_name TEXT NOT NULL,
                    name TEXT,
                    title TEXT,
                    description TEXT,
                    mime_type TEXT,
                    constraint_name TEXT,
                    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
                    CONSTRAINT gdc_tn UNIQUE (table_name, name));
                CREATE TABLE gpkg_data_column_constraints (
                    constraint_name TEXT NOT NULL,
                    constraint_type TEXT NOT NULL,
                    value TEXT,
                    min NUMERIC,
                    min_is_inclusive BOOLEAN,
                    max NUMERIC,
                    max_is_inclusive BOOLEAN,
                    description TEXT,
                    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
                """)
        for table in ["gpkg_data_columns", "gpkg_data_column_constraints"] {
            try registerExtension("gpkg_schema", table: table, definition: try definition(of: "extension_schema"))
        }
    }
}
