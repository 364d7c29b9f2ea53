import GRDB

/// The descriptions of columns and the constraints on their values (OGC 12-128r17 clause F.9).
extension Inspection {
    func checkDataColumns() {
        attempt("gpkg_data_columns") {
            guard try exists("gpkg_data_columns") else { return }
            let hasConstraints = try exists("gpkg_data_column_constraints")
            if hasConstraints {
                try checkConstraints()
            } else {
                report(
                    .missingTable, table: "gpkg_data_column_constraints",
                    fr: "absente, alors que gpkg_data_columns existe.",
                    en: "missing, although gpkg_data_columns is there.")
            }
            for row in try rows("SELECT table_name, column_name, constraint_name FROM gpkg_data_columns") {
                let table: String = row[0] ?? ""
                let column: String = row[1] ?? ""
                guard let shape = try TableShape(table, in: db), shape.column(column) != nil else {
                    report(
                        .dataColumn, table: table,
                        fr: "la colonne \(column), décrite dans gpkg_data_columns, n'existe pas.",
                        en: "column \(column), described in gpkg_data_columns, is not there.")
                    continue
                }
                if hasConstraints, let name: String = row[2] {
                    try checkValues(of: column, in: shape, against: name)
                }
            }
        }
    }

    private func checkConstraints() throws {
        for row in try rows(
            """
            SELECT constraint_name, constraint_type, count(*), sum(value ISNULL), sum(min ISNULL OR max ISNULL OR min >= max)
            FROM gpkg_data_column_constraints GROUP BY constraint_name, constraint_type
            """)
        {
            let name: String = row[0] ?? ""
            let type: String = row[1] ?? ""
            let count: Int = row[2] ?? 0
            let isRight =
                switch type {
                case "enum": row[3] == 0
                case "range": count == 1 && row[4] == 0
                case "glob": count == 1 && row[3] == 0
                default: false
                }
            if !isRight {
                report(
                    .constraint, table: "gpkg_data_column_constraints",
                    fr: "la contrainte \(name) (\(type)) est mal définie.",
                    en: "the constraint \(name) (\(type)) is ill defined.")
            }
        }
    }

    private func checkValues(of column: String, in shape: TableShape, against constraint: String) throws {
        let kinds = try rows(
            "SELECT DISTINCT constraint_type FROM gpkg_data_column_constraints WHERE lower(constraint_name) = lower(?)",
            [constraint])
        guard let kind: String = kinds.first?[0] else {
            return report(
                .constraint, table: shape.name,
                fr: "la colonne \(column) nomme la contrainte \(constraint), qui n'est pas définie. Définissez-la.",
                en: "column \(column) names the constraint \(constraint), which is not defined. Define it.")
        }
        guard let key = shape.key, !shape.isView else { return }
        let value = "t." + column.quotedDatabaseIdentifier
        let accepts =
            switch kind {
            case "enum": "CAST(\(value) AS TEXT) = c.value"
            case "glob": "\(value) GLOB c.value"
            default:
                """
                (\(value) > c.min OR (c.min_is_inclusive = 1 AND \(value) = c.min))
                AND (\(value) < c.max OR (c.max_is_inclusive = 1 AND \(value) = c.max))
                """
            }
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT t.\(key.quotedDatabaseIdentifier), CAST(\(value) AS TEXT) FROM \(shape.name.quotedDatabaseIdentifier) t
                WHERE \(value) NOTNULL AND NOT EXISTS (
                    SELECT 1 FROM gpkg_data_column_constraints c
                    WHERE lower(c.constraint_name) = lower(?) AND \(accepts))
                """, arguments: [constraint])
        while let row = try cursor.next() {
            let text: String = row[1] ?? ""
            report(
                .constrainedValue, table: shape.name, fid: row[0],
                fr: "\(column) vaut « \(text) », hors de \(constraint) (\(kind)). Corrigez la valeur.",
                en: "\(column) is \"\(text)\", outside \(constraint) (\(kind)). Correct the value.")
        }
    }
}
