import GRDB

/// A layer whose geometries can be read one by one.
struct GeometryLayer {
    let shape: TableShape
    let column: String
    let key: String
    /// Nil for a type of an extension.
    let type: GeometryType?
    let srs: Int32
    let z: Int
    let m: Int
}

/// `gpkg_geometry_columns` beside the layers it describes (OGC 12-128r17 clause 2.1.5).
extension Inspection {
    func checkGeometryColumns() {
        let table = "gpkg_geometry_columns"
        attempt(table) {
            guard try exists("gpkg_contents") else { return }
            let features = try String.fetchAll(
                db, sql: "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
            guard try exists(table) else {
                if !features.isEmpty {
                    report(
                        .missingTable, table: table, fr: "absente, alors que des couches géographiques sont annoncées.",
                        en: "missing, although layers with a geometry are listed.")
                }
                return
            }
            for layer in features {
                let count = try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM gpkg_geometry_columns WHERE table_name = ?", arguments: [layer])
                if count != 1 {
                    report(
                        .geometryColumn, table: layer,
                        fr: "\(count ?? 0) colonne(s) géométrique(s) enregistrée(s) ; il en faut une.",
                        en: "\(count ?? 0) geometry column(s) registered; there must be one.")
                }
            }
            for row in try rows(
                """
                SELECT g.table_name, g.column_name, g.geometry_type_name, g.srs_id, g.z, g.m, c.srs_id AS contents_srs,
                       c.data_type
                FROM gpkg_geometry_columns g LEFT JOIN gpkg_contents c ON c.table_name = g.table_name
                """)
            {
                try checkGeometryColumn(row)
            }
        }
    }

    private func checkGeometryColumn(_ row: Row) throws {
        let layer: String = row["table_name"] ?? ""
        let column: String = row["column_name"] ?? ""
        let type: String = row["geometry_type_name"] ?? ""
        let srs: Int? = row["srs_id"]
        if row["data_type"] != "features" {
            report(
                .geometryColumn, table: layer, fr: "a une colonne géométrique mais n'est pas annoncée comme features.",
                en: "has a geometry column but is not listed as features.")
        }
        if let srs {
            try checkReference(srs, of: layer, from: "gpkg_geometry_columns")
            if let other: Int = row["contents_srs"], other != srs {
                report(
                    .geometryColumn, table: layer,
                    fr: "système \(srs) dans gpkg_geometry_columns, \(other) dans gpkg_contents. Accordez-les.",
                    en: "system \(srs) in gpkg_geometry_columns, \(other) in gpkg_contents. Make them agree.")
            }
        }
        for dimension in ["z", "m"] {
            let value: Int? = row[dimension]
            if !(0...2).contains(value ?? -1) {
                report(
                    .geometryColumn, table: layer, fr: "\(dimension) vaut \(value ?? -1) ; attendu 0, 1 ou 2.",
                    en: "\(dimension) is \(value ?? -1); expected 0, 1 or 2.")
            }
        }
        guard let shape = try TableShape(layer, in: db) else { return }
        guard let declared = shape.column(column) else {
            return report(
                .geometryColumn, table: layer, fr: "la colonne géométrique \(column) n'existe pas.",
                en: "the geometry column \(column) is not there.")
        }
        if GeometryType(rawValue: type) == nil { try checkExtensionType(type, layer: layer, column: column) }
        if declared.declaredType.uppercased() != type.uppercased() {
            report(
                .geometryColumn, table: layer,
                fr: "colonne \(column) déclarée \(declared.declaredType), enregistrée \(type). Accordez les deux.",
                en: "column \(column) declared \(declared.declaredType), registered \(type). Make them agree.")
        }
    }

    /// The seven types of clause F.1 need an extension row; any other name means nothing.
    private func checkExtensionType(_ type: String, layer: String, column: String) throws {
        let types = [
            "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE", "SURFACE",
        ]
        guard types.contains(type) else {
            return report(
                .geometryColumn, table: layer, fr: "type de géométrie « \(type) » inconnu.",
                en: "unknown geometry type \"\(type)\".")
        }
        if try !isRegistered("gpkg_geom_" + type, table: layer, column: column) {
            report(
                .extensionRow, table: layer,
                fr: "le type \(type) demande l'extension gpkg_geom_\(type), non enregistrée.",
                en: "type \(type) needs the extension gpkg_geom_\(type), which is not registered.")
        }
    }

    /// The layers whose rows can be read.
    func geometryLayers() -> [GeometryLayer] {
        var layers: [GeometryLayer] = []
        attempt("gpkg_geometry_columns") {
            guard try exists("gpkg_geometry_columns") else { return }
            for row in try rows(
                "SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns")
            {
                let column: String = row[1] ?? ""
                guard let shape = try TableShape(row[0] ?? "", in: db), shape.column(column) != nil, let key = shape.key
                else { continue }
                layers.append(
                    GeometryLayer(
                        shape: shape, column: column, key: key,
                        type: GeometryType(rawValue: (row[2] as String? ?? "").uppercased()), srs: row[3] ?? 0,
                        z: row[4] ?? 0, m: row[5] ?? 0))
            }
        }
        return layers
    }
}
