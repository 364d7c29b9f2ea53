import Formats
import Foundation
import GRDB
import GeoPackage
import Geospatial

/// Reads the public rows of layers, page by page: those that an export without sensitive records writes, and no other.
package struct LayerReader: Sendable {
    private let atlas: Atlas
    private let toDegrees: CoordinateTransform
    private let fromDegrees: CoordinateTransform
    private let measure: GeodesicMeasure

    /// - Throws: ``ProjectionError`` when PROJ knows no way between the atlas's system and degrees.
    package init(_ atlas: Atlas) throws {
        self.atlas = atlas
        toDegrees = try CoordinateTransform(from: atlas.crs, to: .wgs84)
        fromDegrees = try toDegrees.inverted()
        measure = try GeodesicMeasure(crs: atlas.crs)
    }

    /// The rows that a query asks for, in the order in which they entered the atlas, and how many there are in all: both
    /// as they stand at one moment.
    package func page(of layer: PagedLayer, _ query: LayerQuery) throws -> LayerPage {
        let selection = Selection(layer, query, candidates: query.area.flatMap(candidates), toDegrees: toDegrees)
        return try atlas.pool.read { db in
            try selection.run(on: db) {
                let matched = try Int.fetchOne(
                    db, sql: "SELECT count(*) \(selection.sql)", arguments: selection.arguments)
                let statement = try db.makeStatement(
                    sql: "SELECT page.* \(selection.sql) \(selection.order) LIMIT :limit OFFSET :offset")
                let rows = try Row.fetchCursor(
                    statement, arguments: selection.arguments + ["limit": query.limit, "offset": query.offset])
                var features: [LayerFeature] = []
                while let row = try rows.next() {
                    features.append(try feature(row, statement.columnNames, layer.export, query.reference))
                }
                return LayerPage(matched: matched ?? 0, features: features)
            }
        }
    }

    /// How many rows a layer has, where and when.
    package func summary(of layer: PagedLayer) throws -> LayerSummary {
        let selection = Selection(layer, LayerQuery(), candidates: nil, toDegrees: toDegrees, joined: true)
        let (first, last) = (layer.period.first, layer.period.last)
        let row = try atlas.pool.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*) AS count, min(ST_MinX(page.geom)) AS minx, min(ST_MinY(page.geom)) AS miny,
                      max(ST_MaxX(page.geom)) AS maxx, max(ST_MaxY(page.geom)) AS maxy,
                      min(\(first)) AS first, max(\(last)) AS last,
                      sum(\(first) IS NULL AND \(last) IS NOT NULL) AS beginless,
                      sum(\(last) IS NULL AND \(first) IS NOT NULL) AS endless
                    \(selection.sql)
                    """, arguments: selection.arguments)
        }
        guard let row, row["count"] as Int > 0 else { return LayerSummary(count: 0, extent: nil, days: nil) }
        var extent: Envelope?
        if let minX: Double = row["minx"], let minY: Double = row["miny"], let maxX: Double = row["maxx"],
            let maxY: Double = row["maxy"]
        {
            extent = try Envelope(minX: minX, minY: minY, maxX: maxX, maxY: maxY).image(by: toDegrees)
                .roundedOutwards(to: 1e-6)
        }
        func day(_ column: String, _ unbounded: String) -> CalendarDate? {
            guard row[unbounded] as Int? == 0 else { return nil }
            return (row[column] as String?).flatMap { CalendarDate(iso: String($0.prefix(10))) }
        }
        let hasDays = row["first"] as String? != nil || row["last"] as String? != nil
        let end = day("last", "endless")
        return LayerSummary(
            count: row["count"], extent: extent,
            days: hasDays
                ? LayerSummary.Days(
                    first: day("first", "beginless"), last: layer.period.includesLast ? end : end?.advanced(by: -1))
                : nil)
    }

    private func feature(
        _ row: Row, _ columns: [String], _ layer: LayerExport, _ reference: LayerQuery.Reference
    ) throws -> LayerFeature {
        var properties: [(name: String, value: LayerFeature.Value)] = []
        for (index, name) in columns.enumerated().dropFirst() where name != "geom" {
            switch (row[index] as DatabaseValue).storage {
            case .null, .blob: continue
            case .int64(let value): properties.append((name, .integer(Int(value))))
            case .double(let value): properties.append((name, .number(value)))
            case .string(let text): properties.append((name, .text(text)))
            }
        }
        let stored = try row.geometry()
        if layer.measuresArea, let surface = stored?.polygonal {
            properties.append(("area_m2", .number((try measure.area(surface) * 100).rounded() / 100)))
        }
        let geometry = try stored.map { reference == .working ? $0 : try toDegrees.transform($0) }
        return LayerFeature(uuid: row[0], geometry: geometry, properties: properties)
    }

    /// Rectangles of the working system that surely hold what lies in an area; nil where the projection is not to be
    /// trusted so far out, and every row must be looked at.
    private func candidates(_ area: LayerQuery.Area) -> [Envelope]? {
        if area.reference == .working { return area.boxes }
        guard let known = atlas.crs.areaOfUse else { return nil }
        var images: [Envelope] = []
        for box in area.boxes {
            guard known.minX <= box.minX, known.minY <= box.minY, box.maxX <= known.maxX, box.maxY <= known.maxY,
                let image = try? box.image(by: fromDegrees)
            else { return nil }
            images.append(image.grown(by: 1))
        }
        return images
    }
}

/// The rows that a query asks for, in SQL: the export's own selection, joined to its table when a condition bears on what
/// the export leaves out.
private struct Selection {
    let sql: String
    /// That in which the rows entered. Alone, the export's selection keeps its own order (SQLite omits the order of a
    /// subquery in a join, never in a plain query), and no row has to be looked up twice.
    let order: String
    let arguments: StatementArguments
    /// `meets_area(geom)`, which the selection calls.
    private let meetsArea: DatabaseFunction?

    /// - Parameter candidates: where the rows of the area are to be looked for; nil is everywhere.
    init(
        _ layer: PagedLayer, _ query: LayerQuery, candidates: [Envelope]?, toDegrees: CoordinateTransform,
        joined: Bool = false
    ) {
        var conditions = ["page.uuid IS NOT NULL"]
        var values: [String: (any DatabaseValueConvertible)?] = ["on": nil, "sensitive": 0]
        let (first, last) = (layer.period.first, layer.period.last)
        if let uuid = query.uuid {
            conditions.append("page.uuid = :uuid")
            values["uuid"] = uuid
        }
        if let day = query.lastDay {
            conditions.append("(\(first) IS NULL OR \(first) <= :last_day)")
            values["last_day"] = day.description
        }
        if let day = query.firstDay {
            conditions.append("(\(last) IS NULL OR \(last) \(layer.period.includesLast ? ">=" : ">") :first_day)")
            values["first_day"] = day.description
        }
        if let area = query.area {
            if let candidates {
                let index = "rtree_\(layer.table)_geom"
                var found = [
                    "SELECT fid FROM \"\(layer.table)\" WHERE fid NOT IN (SELECT rowid FROM \"\(index)_rowid\")"
                ]
                for (number, box) in candidates.enumerated() {
                    found.append(
                        """
                        SELECT id FROM "\(index)" WHERE maxx >= :minx\(number) AND minx <= :maxx\(number)
                          AND maxy >= :miny\(number) AND miny <= :maxy\(number)
                        """)
                    for (name, edge) in [
                        ("minx", box.minX), ("miny", box.minY), ("maxx", box.maxX), ("maxy", box.maxY),
                    ] {
                        values["\(name)\(number)"] = edge
                    }
                }
                conditions.append("item.fid IN (\(found.joined(separator: " UNION ALL ")))")
            }
            conditions.append("meets_area(item.geom)")
            meetsArea = DatabaseFunction("meets_area", argumentCount: 1, pure: true) { values in
                guard let blob = Data.fromDatabaseValue(values[0]) else { return true }
                let stored = try blob.withUnsafeBytes { try GeometryBlob($0).geometry }
                if stored.isEmpty { return true }
                let placed = area.reference == .working ? stored : try toDegrees.transform(stored)
                return area.boxes.contains { placed.intersects($0) }
            }
        } else {
            meetsArea = nil
        }
        let joins = joined || query.area != nil || query.firstDay != nil || query.lastDay != nil
        order = joins ? "ORDER BY item.fid" : ""
        sql = """
            FROM (\(layer.export.sql)) AS page \(joins ? "JOIN \"\(layer.table)\" AS item ON item.uuid = page.uuid" : "")
            WHERE \(conditions.joined(separator: " AND "))
            """
        arguments = StatementArguments(values)
    }

    /// Runs what reads the selection, with the function that it calls.
    func run<Result>(on db: Database, _ body: () throws -> Result) throws -> Result {
        guard let meetsArea else { return try body() }
        db.add(function: meetsArea)
        defer { db.remove(function: meetsArea) }
        return try body()
    }
}

extension LayerPeriod {
    fileprivate var first: String {
        switch self {
        case .validity(let from, _): "item.\(from)"
        case .days(let first, _): "item.\(first)"
        }
    }

    fileprivate var last: String {
        switch self {
        case .validity(_, let until): "item.\(until)"
        case .days(let first, let last): "coalesce(item.\(last), item.\(first))"
        }
    }

    fileprivate var includesLast: Bool {
        switch self {
        case .validity: false
        case .days: true
        }
    }
}

extension Envelope {
    /// The rectangle around the image of this one. A straight side becomes a curve: it is followed from point to point,
    /// close enough that over 500 km a centimetre may stick out.
    fileprivate func image(by transform: CoordinateTransform) throws -> Envelope {
        let steps = 1024
        var edge: [Position] = []
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            let (x, y) = (minX + (maxX - minX) * part, minY + (maxY - minY) * part)
            edge += [Position(x, minY), Position(x, maxY), Position(minX, y), Position(maxX, y)]
        }
        try transform.transform(&edge)
        return edge.dropFirst().reduce(into: Envelope(edge[0])) { box, position in box.extend(to: position) }
    }

    fileprivate func grown(by margin: Double) -> Envelope {
        Envelope(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
    }

    fileprivate func roundedOutwards(to grid: Double) -> Envelope {
        let steps = (1 / grid).rounded()
        return Envelope(
            minX: (minX * steps).rounded(.down) / steps, minY: (minY * steps).rounded(.down) / steps,
            maxX: (maxX * steps).rounded(.up) / steps, maxY: (maxY * steps).rounded(.up) / steps)
    }
}
