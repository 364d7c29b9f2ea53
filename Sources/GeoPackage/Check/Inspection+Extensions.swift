import GRDB

/// `gpkg_extensions`, `gpkg_data_columns` and its constraints, `gpkgext_relations` (OGC 12-128r17 clauses 2.3 and F.9,
/// OGC 18-000).
extension Inspection {
    func isRegistered(_ name: String, table: String, column: String? = nil) throws -> Bool {
        guard try exists("gpkg_extensions") else { return false }
        return try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM gpkg_extensions
                WHERE extension_name = ? COLLATE NOCASE AND table_name = ? COLLATE NOCASE
                  AND (column_name = ? COLLATE NOCASE OR column_name IS ?))
                """, arguments: [name, table, column, column]) ?? false
    }

    func checkExtensions() {
        let table = "gpkg_extensions"
        attempt(table) {
            if try exists(table) {
                for row in try rows("SELECT table_name, column_name, extension_name, scope FROM gpkg_extensions") {
                    try checkExtension(
                        table: row[0], column: row[1], name: row[2] ?? "", scope: row[3] ?? "")
                }
            }
            for required in ["gpkg_data_columns", "gpkg_data_column_constraints"] where try exists(required) {
                try require("gpkg_schema", for: required)
            }
            for required in ["gpkg_metadata", "gpkg_metadata_reference"] where try exists(required) {
                try require("gpkg_metadata", for: required)
            }
        }
    }

    private func require(_ name: String, for table: String) throws {
        guard try !isRegistered(name, table: table) else { return }
        report(
            .extensionRow, table: table,
            fr: "l'extension \(name) n'est pas enregistrée pour cette table. Ajoutez sa ligne.",
            en: "the extension \(name) is not registered for this table. Add its row.")
    }

    private func checkExtension(table: String?, column: String?, name: String, scope: String) throws {
        let place = table ?? "gpkg_extensions"
        let author = name.prefix { $0 != "_" }
        let isKnown = Self.registeredExtensions.contains(name.lowercased()) || name.lowercased() == "related_tables"
        let isPrivate = !author.isEmpty && author != "gpkg" && author.count < name.count
        if !isKnown, !isPrivate {
            report(
                .extensionRow, table: place,
                fr: "l'extension \(name) n'existe pas ; seul l'OGC donne des noms en gpkg_. Retirez la ligne.",
                en: "there is no extension \(name); only the OGC gives names in gpkg_. Remove the row.")
        }
        if scope != "read-write", scope != "write-only" {
            report(
                .extensionRow, table: place, fr: "portée « \(scope) » ; attendu read-write ou write-only.",
                en: "scope \"\(scope)\"; expected read-write or write-only.")
        }
        guard let table else { return }
        guard let shape = try TableShape(table, in: db) else {
            return report(
                .extensionRow, table: table, fr: "l'extension \(name) est enregistrée pour une table absente.",
                en: "the extension \(name) is registered for a table that is not there.")
        }
        if let column, shape.column(column) == nil {
            report(
                .extensionRow, table: table,
                fr: "l'extension \(name) est enregistrée pour la colonne \(column), absente.",
                en: "the extension \(name) is registered for column \(column), which is not there.")
        }
    }

    /// The names of annex F, of the extensions adopted since, and of the drafts that GDAL writes.
    private static let registeredExtensions: Set<String> = [
        "gpkg_rtree_index", "gpkg_zoom_other", "gpkg_webp", "gpkg_metadata", "gpkg_schema", "gpkg_crs_wkt",
        "gpkg_crs_wkt_1_1", "gpkg_2d_gridded_coverage", "gpkg_elevation_tiles", "gpkg_related_tables",
        "gpkg_geometry_type_trigger", "gpkg_srs_id_trigger", "gpkg_geom_circularstring", "gpkg_geom_compoundcurve",
        "gpkg_geom_curvepolygon", "gpkg_geom_multicurve", "gpkg_geom_multisurface", "gpkg_geom_curve",
        "gpkg_geom_surface",
    ]

    func checkRelations() {
        attempt("gpkgext_relations") {
            guard try exists("gpkgext_relations") else { return }
            try require("gpkg_related_tables", orOlder: "related_tables", for: "gpkgext_relations")
            for row in try rows(
                """
                SELECT base_table_name, base_primary_column, related_table_name, related_primary_column,
                       mapping_table_name FROM gpkgext_relations
                """)
            {
                let mapping: String = row[4] ?? ""
                let sides: [(name: String, key: String, reference: String)] = [
                    (row[0] ?? "", row[1] ?? "", "base_id"), (row[2] ?? "", row[3] ?? "", "related_id"),
                ]
                let mappingShape = try TableShape(mapping, in: db)
                if mappingShape == nil {
                    report(
                        .relation, table: mapping, fr: "table de correspondance absente.", en: "mapping table missing.")
                } else {
                    try require("gpkg_related_tables", orOlder: "related_tables", for: mapping)
                }
                for side in sides {
                    guard let shape = try TableShape(side.name, in: db), shape.column(side.key) != nil else {
                        report(
                            .relation, table: mapping, fr: "la relation renvoie à \(side.name).\(side.key), absente.",
                            en: "the relation refers to \(side.name).\(side.key), which is not there.")
                        continue
                    }
                    guard let mappingShape else { continue }
                    guard mappingShape.column(side.reference) != nil else {
                        report(
                            .relation, table: mapping, fr: "la colonne \(side.reference) manque.",
                            en: "column \(side.reference) is missing.")
                        continue
                    }
                    try checkPairs(of: mapping, side)
                }
            }
        }
    }

    private func require(_ name: String, orOlder older: String, for table: String) throws {
        if try !isRegistered(older, table: table) { try require(name, for: table) }
    }

    private func checkPairs(of mapping: String, _ side: (name: String, key: String, reference: String)) throws {
        let dangling = try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT \(side.reference) FROM \(mapping.quotedDatabaseIdentifier)
                WHERE \(side.reference) NOT IN (
                    SELECT \(side.key.quotedDatabaseIdentifier) FROM \(side.name.quotedDatabaseIdentifier))
                """)
        for id in dangling {
            report(
                .relation, table: mapping,
                fr: "\(side.reference) vaut \(id), ligne absente de \(side.name). Retirez la paire.",
                en: "\(side.reference) is \(id), a row that \(side.name) does not have. Remove the pair.")
        }
    }
}
