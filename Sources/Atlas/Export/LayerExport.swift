package import Formats
import GRDB
import Geospatial
package import Languages

/// A table as it leaves the atlas: which rows on which day, under which names.
package struct LayerExport: Sendable {
    /// The name in commands and addresses: `surfaces`.
    package let name: String
    /// The table whose style goes with the rows; nil when there is none.
    package let table: String?
    package let label: Bilingual
    /// Names `uuid` first, then the columns that leave, then `geom` when there is a geometry. The parameters are `:on`,
    /// an ISO day or null for the rows of every date, and `:sensitive`, 1 when the records that no public channel shows
    /// are asked for.
    package let sql: String
    /// Counts the records that the selection holds back, with the same parameters; nil when nothing is ever held back.
    package let withheldSQL: String?
    /// Decimals of a degree: 8 for surfaces (4 % of a parking stall is lost at 6), 7 for the rest.
    package let decimals: Int
    package let hasGeometry: Bool
    /// Adds `area_m2`, the geodesic area.
    package let measuresArea: Bool

    package init(
        name: String, table: String? = nil, label: Bilingual, sql: String, withheldSQL: String? = nil,
        decimals: Int = 7,
        hasGeometry: Bool = true, measuresArea: Bool = false
    ) {
        self.name = name
        self.table = table
        self.label = label
        self.sql = sql
        self.withheldSQL = withheldSQL
        self.decimals = decimals
        self.hasGeometry = hasGeometry
        self.measuresArea = measuresArea
    }
}

/// How an export is written.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// RFC 7946, WGS 84.
    case geojson
    /// Semicolons, decimal comma and a byte order mark: what a French spreadsheet opens as it is.
    case csv
    /// A GeoPackage of its own, in the working reference system of the atlas: what QGIS opens as it is.
    case gpkg
}

/// What an export held.
public struct ExportReport: Sendable, Hashable {
    /// How many rows were read or written.
    public let rows: Int
    /// Sensitive records that were left out.
    public let withheld: Int

    package init(rows: Int, withheld: Int) {
        self.rows = rows
        self.withheld = withheld
    }
}

extension Atlas {
    /// Writes a layer, row by row.
    ///
    /// - Parameters:
    ///   - day: only what is true on this day; nil for the rows of every date.
    ///   - sensitive: true to write the sensitive records too, for the school's own use.
    ///   - path: where; `-` is standard output, but for a GeoPackage, which overwrites nothing either.
    package func export(
        _ layer: LayerExport, format: ExportFormat, on day: CalendarDate?, sensitive: Bool, to path: String
    ) throws -> ExportReport {
        let arguments: StatementArguments = ["on": day?.description, "sensitive": sensitive ? 1 : 0]
        return try pool.read { db in
            let withheld = try layer.withheldSQL.map { try Int.fetchOne(db, sql: $0, arguments: arguments) ?? 0 } ?? 0
            let count =
                switch format {
                case .geojson: try writeFeatures(layer, arguments, db, to: path)
                case .csv: try writeTable(layer, arguments, db, to: path)
                case .gpkg: try PackageExport(layer, of: self, on: day, arguments, db).write(to: path)
                }
            return ExportReport(rows: count, withheld: withheld)
        }
    }

    private func writeFeatures(
        _ layer: LayerExport, _ arguments: StatementArguments, _ db: Database, to path: String
    ) throws -> Int {
        let places = try Places(layer, in: crs)
        let statement = try db.makeStatement(sql: layer.sql)
        let names = statement.columnNames.filter { $0 != "geom" }
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var writer = try GeoJSONWriter(ByteSink(path), decimals: layer.decimals)
        var count = 0
        while let row = try rows.next() {
            let place = try places.place(row)
            try writer.write(id: row[0], geometry: place.geometry) { properties in
                for (index, name) in names.enumerated().dropFirst() {
                    switch (row[index] as DatabaseValue).storage {
                    case .null, .blob: continue
                    case .int64(let value):
                        properties.key(name)
                        properties.integer(Int(value))
                    case .double(let value):
                        properties.key(name)
                        try properties.number(value)
                    case .string(let text):
                        properties.key(name)
                        properties.string(text)
                    }
                }
                if let area = place.area {
                    properties.key("area_m2")
                    try properties.number(area, decimals: 2)
                }
            }
            count += 1
        }
        try writer.finish()
        return count
    }

    private func writeTable(
        _ layer: LayerExport, _ arguments: StatementArguments, _ db: Database, to path: String
    ) throws -> Int {
        let places = try Places(layer, in: crs)
        let statement = try db.makeStatement(sql: layer.sql)
        let names = statement.columnNames.filter { $0 != "geom" }
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var header = ["id"] + names.dropFirst()
        if layer.measuresArea { header.append("area_m2") }
        if layer.hasGeometry { header.append("geometry_wkt_4326") }
        var writer = try DelimitedTextWriter(
            ByteSink(path), header: header, dialect: .semicolonSeparated, byteOrderMark: true)
        var count = 0
        while let row = try rows.next() {
            let place = try places.place(row)
            var fields = names.indices.map { Self.text(row[$0]) }
            if layer.measuresArea { fields.append(place.area.map { Self.comma(($0 * 100).rounded() / 100) } ?? "") }
            if layer.hasGeometry { fields.append(place.geometry?.rounded(to: 1e-9).geometry.wkt ?? "") }
            try writer.write(fields)
            count += 1
        }
        try writer.finish()
        return count
    }

    /// The geometries of a layer's rows in longitude and latitude, and their geodesic areas.
    private struct Places {
        private let hasGeometry: Bool
        private let toDegrees: CoordinateTransform
        private let measure: GeodesicMeasure?

        init(_ layer: LayerExport, in crs: CoordinateReferenceSystem) throws {
            hasGeometry = layer.hasGeometry
            toDegrees = try CoordinateTransform(from: crs, to: .wgs84)
            measure = layer.measuresArea ? try GeodesicMeasure(crs: crs) : nil
        }

        func place(_ row: Row) throws -> (geometry: Geometry?, area: Double?) {
            guard hasGeometry, let stored = try row.geometry() else { return (nil, nil) }
            let area = try measure.flatMap { measure in try stored.polygonal.map { try measure.area($0) } }
            return (try toDegrees.transform(stored), area)
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null, .blob: ""
        case .int64(let value): String(value)
        case .double(let value): comma(value)
        case .string(let text): text
        }
    }

    private static func comma(_ value: Double) -> String {
        value.description.replacing(".", with: ",")
    }
}
