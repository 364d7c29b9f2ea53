import Formats
import GRDB
import GeoPackage
import Geospatial
import Languages

/// One layer or table of the atlas as a GeoPackage of its own, in the working reference system, with a spatial index and
/// the style that the atlas has for it.
struct PackageExport {
    private struct Column {
        let name: String
        let type: String
    }

    private let atlas: Atlas
    private let layer: LayerExport
    private let day: CalendarDate?
    private let source: Database
    private let statement: Statement
    private let arguments: StatementArguments
    /// But the geometry's.
    private let columns: [Column]
    private let geometryType: GeometryType?

    /// - Parameter source: the atlas, at one moment.
    init(
        _ layer: LayerExport, of atlas: Atlas, on day: CalendarDate?, _ arguments: StatementArguments,
        _ source: Database
    ) throws {
        self.atlas = atlas
        self.layer = layer
        self.day = day
        self.source = source
        self.arguments = arguments
        statement = try source.makeStatement(sql: layer.sql)
        let declared = Array(zip(statement.columnNames, statement.declaredTypes))
        geometryType = declared.first { $0.0 == "geom" }.map { $0.1.flatMap(GeometryType.init) ?? .geometry }
        let computed = try Self.computedTypes(
            declared.filter { $0.1 == nil }.map(\.0), of: layer.sql, arguments, source)
        columns = declared.filter { $0.0 != "geom" }.map { name, type in
            Column(name: name, type: type ?? computed[name] ?? "TEXT")
        }
    }

    /// The types of columns that are expressions, by what they hold.
    private static func computedTypes(
        _ names: [String], of sql: String, _ arguments: StatementArguments, _ db: Database
    ) throws -> [String: String] {
        guard !names.isEmpty else { return [:] }
        let list = names.map(\.quotedDatabaseIdentifier).map { "group_concat(DISTINCT typeof(\($0))) AS \($0)" }
        let row = try Row.fetchOne(
            db, sql: "SELECT \(list.joined(separator: ", ")) FROM (\(sql))", arguments: arguments)
        var types: [String: String] = [:]
        for name in names {
            let held = Set((row?[name] as String? ?? "").split(separator: ",").map(String.init)).subtracting(["null"])
            if held == ["integer"] {
                types[name] = "INTEGER"
            } else if !held.isEmpty, held.isSubset(of: ["integer", "real"]) {
                types[name] = "DOUBLE"
            }
        }
        return types
    }

    /// Writes the file, complete or not at all.
    ///
    /// - Returns: how many rows were written.
    /// - Throws: ``ExportError``, ``GeoPackageError``; what exists is never overwritten.
    func write(to path: String) throws -> Int {
        guard path.lowercased().hasSuffix(".gpkg") else {
            throw ExportError.notAGeoPackageName(path, layer: layer.name)
        }
        let draft = try PackageDraft(for: path, version: try source.geoPackage.version)
        defer { draft.discard() }
        let count = try draft.container.pool.write { db in
            try createTable(db)
            let count: Int
            if geometryType == nil {
                count = try fill(db)
            } else {
                count = try db.geoPackage.withoutSpatialIndexTriggers(table: layer.name, column: "geom") {
                    try fill(db)
                }
                try copyStyle(to: db)
            }
            try db.geoPackage.updateContents(table: layer.name)
            return count
        }
        try draft.publish()
        return count
    }

    private func createTable(_ db: Database) throws {
        var lines = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
        if let geometryType { lines.append("geom \(geometryType.rawValue)") }
        for column in columns {
            let unique = column.name == "uuid" ? " UNIQUE" : ""
            lines.append("\(column.name.quotedDatabaseIdentifier) \(column.type)\(unique)")
        }
        if layer.measuresArea { lines.append("area_m2 DOUBLE") }
        let table = layer.name.quotedDatabaseIdentifier
        try db.execute(sql: "CREATE TABLE \(table) (\n  \(lines.joined(separator: ",\n  "))\n)")
        let label =
            day.map { Bilingual(fr: "\(layer.label.fr) au \($0)", en: "\(layer.label.en) on \($0)") } ?? layer.label
        if let geometryType {
            try db.geoPackage.registerLayer(layer.name, type: geometryType, crs: atlas.crs, label: label)
        } else {
            try db.geoPackage.registerAttributes(table: layer.name, identifier: label.fr, description: label.en)
        }
    }

    private func fill(_ db: Database) throws -> Int {
        let measure = layer.measuresArea ? try GeodesicMeasure(crs: atlas.crs) : nil
        let srs = try db.geoPackage.addSpatialReferenceSystem(atlas.crs)
        let names =
            columns.map(\.name) + (geometryType == nil ? [] : ["geom"]) + (layer.measuresArea ? ["area_m2"] : [])
        var insert = try BulkInsert(db, into: layer.name, columns: names)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var count = 0
        while let row = try rows.next() {
            for (place, column) in columns.enumerated() {
                switch (row[column.name] as DatabaseValue).storage {
                case .null, .blob: insert.bindNull(at: place)
                case .int64(let value): insert.bind(value, at: place)
                case .double(let value): insert.bind(value, at: place)
                case .string(let text): insert.bind(text, at: place)
                }
            }
            if geometryType != nil, let geometry = try row.geometry() {
                insert.bind(bytes: GeometryBlob(geometry, srs: srs).bytes, at: columns.count)
                if let measure, let surface = geometry.polygonal {
                    insert.bind((try measure.area(surface) * 100).rounded() / 100, at: columns.count + 1)
                }
            }
            try insert.step()
            count += 1
        }
        return count
    }

    private func copyStyle(to db: Database) throws {
        guard let table = layer.table, try source.tableExists("layer_styles") else { return }
        let style = try Row.fetchOne(
            source,
            sql: "SELECT styleName, styleQML FROM layer_styles WHERE f_table_name = ? AND useAsDefault",
            arguments: [table])
        guard let style, let qml: String = style["styleQML"] else { return }
        try db.geoPackage.setStyle(
            table: layer.name, geometryColumn: "geom", name: style["styleName"],
            qml: day == nil ? qml : QGISStyle.drawingEnded(qml))
    }
}
