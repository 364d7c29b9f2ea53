import GRDB

/// The tables that the file offers: their key, their column types and the values that have a form (OGC 12-128r17 table 1,
/// clauses 2.1.6 and 2.4).
extension Inspection {
    /// The features and attributes tables that are listed and are there.
    func listedTables() -> [TableShape] {
        var shapes: [TableShape] = []
        attempt("gpkg_contents") {
            guard try exists("gpkg_contents") else { return }
            shapes = try String.fetchAll(
                db, sql: "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
            ).compactMap { try TableShape($0, in: db) }
        }
        return shapes
    }

    func checkTable(_ shape: TableShape) {
        attempt(shape.name) {
            try checkKey(of: shape)
            let geometry = try exists("gpkg_geometry_columns") ? try schema.geometryColumn(of: shape.name) : nil
            for column in shape.columns where column.name.lowercased() != geometry?.lowercased() {
                let isComputed = shape.isView && column.declaredType.isEmpty
                if !isComputed, !Self.isAllowed(column.declaredType) {
                    report(
                        .columnType, table: shape.name,
                        fr: "colonne \(column.name) de type « \(column.declaredType) », que GeoPackage n'admet pas. "
                            + "Employez TEXT, INTEGER, DOUBLE, BOOLEAN, DATE, DATETIME ou BLOB.",
                        en: "column \(column.name) of type \"\(column.declaredType)\", which GeoPackage does not have. "
                            + "Use TEXT, INTEGER, DOUBLE, BOOLEAN, DATE, DATETIME or BLOB.")
                }
                if !shape.isView, let key = shape.key { try checkValues(of: column, in: shape, key: key) }
            }
        }
    }

    private func checkKey(of shape: TableShape) throws {
        guard let key = shape.key else {
            return report(
                .key, table: shape.name, fr: "pas de clé INTEGER PRIMARY KEY. Refaites la table avec une.",
                en: "no INTEGER PRIMARY KEY. Make the table anew with one.")
        }
        guard shape.isView else { return }
        let column = key.quotedDatabaseIdentifier
        let view = shape.name.quotedDatabaseIdentifier
        let isUnique = try Bool.fetchOne(
            db,
            sql:
                "SELECT count(*) = count(DISTINCT \(column)) AND sum(typeof(\(column)) <> 'integer') IS NOT TRUE FROM \(view)"
        )
        let declared = shape.column(key)?.declaredType.uppercased()
        if declared != "INTEGER" || isUnique != true {
            report(
                .key, table: shape.name,
                fr: "la première colonne de la vue (\(key)) n'est pas un INTEGER unique. Mettez la clé en premier.",
                en: "the view's first column (\(key)) is not a unique INTEGER. Put the key first.")
        }
    }

    /// The types of OGC 12-128r17 table 1.
    private static func isAllowed(_ type: String) -> Bool {
        let plain: Set<String> = [
            "BOOLEAN", "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "FLOAT", "DOUBLE", "REAL", "TEXT", "BLOB",
            "DATE", "DATETIME",
        ]
        if plain.contains(type) { return true }
        guard let open = type.firstIndex(of: "("), type.last == ")" else { return false }
        return ["TEXT", "BLOB"].contains(String(type[..<open]))
            && Int(type[type.index(after: open)...].dropLast()) != nil
    }

    private func checkValues(of column: TableShape.Column, in shape: TableShape, key: String) throws {
        let name = column.name.quotedDatabaseIdentifier
        let test: (rule: Finding.Rule, isWrong: String, fr: String, en: String)
        switch column.declaredType.uppercased() {
        case "DATE":
            test = (.date, "NOT \(Self.isDay(sql: name))", "attendu un jour AAAA-MM-JJ", "expected a day YYYY-MM-DD")
        case "DATETIME":
            test = (
                .dateTime, "NOT \(Self.isInstant(sql: name))", "attendu AAAA-MM-JJTHH:MM:SS.SSSZ (temps universel)",
                "expected YYYY-MM-DDTHH:MM:SS.SSSZ (UTC)"
            )
        case "BOOLEAN":
            test = (
                .boolean, "typeof(\(name)) <> 'integer' OR \(name) NOT IN (0, 1)", "attendu 0 ou 1", "expected 0 or 1"
            )
        default: return
        }
        let sql = """
            SELECT \(key.quotedDatabaseIdentifier), CAST(\(name) AS TEXT) FROM \(shape.name.quotedDatabaseIdentifier)
            WHERE \(name) NOTNULL AND (\(test.isWrong))
            """
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
            let value: String = row[1] ?? ""
            report(
                test.rule, table: shape.name, fid: row[0],
                fr: "\(column.name) vaut « \(value) » ; \(test.fr).", en: "\(column.name) is \"\(value)\"; \(test.en).")
        }
    }
}
