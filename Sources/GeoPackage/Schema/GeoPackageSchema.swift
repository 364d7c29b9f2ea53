package import GRDB
package import Languages

/// The tables by which a GeoPackage describes itself, seen from one connection; reached by ``Database/geoPackage``.
///
/// Only the description is written here: the `CREATE TABLE` of a layer is its author's.
package struct GeoPackageSchema {
    package let db: Database

    /// The rules that the file is written by.
    package var version: GeoPackage.Version {
        get throws {
            let number = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            return number >= GeoPackage.Version.v1_4.rawValue ? .v1_4 : .v1_3
        }
    }

    func tableExists(_ name: String) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql:
                "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE)",
            arguments: [name]) ?? false
    }

    /// What a table or a view is made of.
    ///
    /// - Throws: ``SchemaError/noTable(_:)``.
    func shape(of table: String) throws -> TableShape {
        guard let shape = try TableShape(table, in: db) else { throw SchemaError.noTable(table) }
        return shape
    }
}

extension Database {
    package var geoPackage: GeoPackageSchema { GeoPackageSchema(db: self) }
}

/// Why a table cannot be described as asked: a mistake of the table's author.
package enum SchemaError: ReadableError, Hashable {
    /// No table nor view has this name.
    case noTable(String)
    /// The table has no such column.
    case noColumn(table: String, column: String)
    /// The table has no `INTEGER PRIMARY KEY` (requirements 29, 119).
    case noIntegerKey(String)
    /// The column is declared with another type than the one it is registered with (requirement 31).
    case geometryType(table: String, column: String, declared: String, expected: String)
    /// The table is no layer with a geometry.
    case notFeatures(String)

    package var message: Bilingual {
        switch self {
        case .noTable(let table):
            Bilingual(
                fr: "table \(table) : inexistante. Créez-la d'abord.", en: "table \(table): none. Create it first.")
        case .noColumn(let table, let column):
            Bilingual(
                fr: "table \(table) : pas de colonne \(column). Créez-la d'abord.",
                en: "table \(table): no column \(column). Create it first.")
        case .noIntegerKey(let table):
            Bilingual(
                fr: "table \(table) : pas de clé INTEGER PRIMARY KEY, que GeoPackage exige. Ajoutez-la.",
                en: "table \(table): no INTEGER PRIMARY KEY, which GeoPackage requires. Add it.")
        case .geometryType(let table, let column, let declared, let expected):
            Bilingual(
                fr:
                    "table \(table), colonne \(column) : déclarée \(declared), enregistrée \(expected). Accordez les deux.",
                en: "table \(table), column \(column): declared \(declared), registered \(expected). Make them agree.")
        case .notFeatures(let table):
            Bilingual(
                fr: "table \(table) : n'est pas enregistrée comme couche géographique. Enregistrez-la d'abord.",
                en: "table \(table): not registered as a layer with a geometry. Register it first.")
        }
    }
}

/// The columns of a table or a view, as SQLite reads its declaration.
struct TableShape {
    struct Column {
        let name: String
        let declaredType: String
        /// Its place in the primary key, from 1; 0 when it is no part of it.
        let keyPlace: Int
    }

    let name: String
    let isView: Bool
    let columns: [Column]

    /// Nil when there is no such table.
    init?(_ table: String, in db: Database) throws {
        guard
            let found = try Row.fetchOne(
                db,
                sql: "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
                arguments: [table])
        else { return nil }
        name = found["name"]
        isView = (found["type"] as String) == "view"
        columns = try Row.fetchAll(
            db, sql: "SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid",
            arguments: [name]
        ).map { Column(name: $0["name"], declaredType: $0["type"], keyPlace: $0["pk"]) }
    }

    /// The integer that numbers the rows: the primary key of a table, the first column of a view (requirement 150).
    var key: String? {
        if isView { return columns.first?.name }
        let parts = columns.filter { $0.keyPlace > 0 }
        guard parts.count == 1, let key = parts.first, key.declaredType.uppercased() == "INTEGER" else { return nil }
        return key.name
    }

    func column(_ name: String) -> Column? {
        columns.first { $0.name.lowercased() == name.lowercased() }
    }
}
