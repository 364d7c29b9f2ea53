import CampusAtlas
import Foundation
import GRDB
import Testing

/// A flat field at Alès: places are metres east and north of (786400, 6337700) in EPSG:2154.
///
/// Geodesic areas that tests expect of it come from pyproj 3.7.2 (`Geod(ellps="GRS80").polygon_area_perimeter` over the
/// corners brought by PROJ from EPSG:2154 to EPSG:4171). A hectare of the plane is 10001.9454 m² of the ellipsoid there.
struct Plot {
    static let east = 786_400.0
    static let north = 6_337_700.0

    let x0, y0, x1, y1: Double

    init(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
        (self.x0, self.y0, self.x1, self.y1) = (x0, y0, x1, y1)
    }

    var corners: [Position] {
        [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)].map { Position(Plot.east + $0.0, Plot.north + $0.1) }
    }

    var wkt: String { "POLYGON ((" + corners.map { "\($0.x) \($0.y)" }.joined(separator: ", ") + "))" }

    /// The coordinates of a GeoJSON polygon in EPSG:2154.
    var json: String { "[[" + corners.map { "[\($0.x), \($0.y)]" }.joined(separator: ", ") + "]]" }

    var surface: MultiPolygon {
        get throws { MultiPolygon([Polygon(exterior: try LinearRing(corners))]) }
    }
}

/// A line of a file of surfaces.
struct Ground {
    var type: String
    var plot: Plot
    var use = ""
    var from = "2020-01-01"
    var to = ""
    var priority = ""
    var name = ""
    var kind = "survey"

    init(
        _ type: String, _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, use: String = "",
        from: String = "2020-01-01", to: String = "", priority: String = "", name: String = "", kind: String = "survey"
    ) {
        self.type = type
        plot = Plot(x0, y0, x1, y1)
        self.use = use
        self.from = from
        self.to = to
        self.priority = priority
        self.name = name
        self.kind = kind
    }

    /// The kind of change is a column when one of them says it.
    static func csv(_ grounds: [Ground]) -> String {
        let saysKind = grounds.contains { $0.kind != "survey" }
        let header =
            "name;surface_type;land_use;valid_from;valid_to;painter_priority;" + (saysKind ? "change_kind;" : "")
            + "geometry_wkt"
        let lines = grounds.map { ground in
            "\(ground.name);\(ground.type);\(ground.use);\(ground.from);\(ground.to);\(ground.priority);"
                + (saysKind ? "\(ground.kind);" : "") + ground.plot.wkt
        }
        return ([header] + lines).joined(separator: "\n") + "\n"
    }
}

extension ImportOptions {
    /// Coordinates of the file in EPSG:2154.
    static var metric: ImportOptions {
        var options = ImportOptions()
        options.crs = "EPSG:2154"
        return options
    }
}

/// An atlas with its code lists and nothing else, made once: tests start from copies of it.
private let blankAtlas = Result {
    let folder = try TemporaryFolder()
    try folder.atlas().container.copy(to: folder.path("blank.gpkg"))
    return try Data(contentsOf: URL(filePath: folder.path("blank.gpkg")))
}

extension TemporaryFolder {
    /// An atlas with the outlines and surfaces given, and nothing refused.
    func atlas(
        file name: String = "atlas.gpkg", campuses: [(name: String, plot: Plot)] = [], from: String = "",
        _ grounds: [Ground]
    ) throws -> Atlas {
        try blankAtlas.get().write(to: URL(filePath: path(name)))
        let atlas = try Atlas.open(path(name))
        if !campuses.isEmpty {
            let lines = campuses.map { "\($0.name);\(from);\($0.plot.wkt)" }
            let path = try file(
                "outline-\(name).csv", (["name;valid_from;geometry_wkt"] + lines).joined(separator: "\n"))
            let report = try atlas.importCampuses(from: path, options: .metric)
            try #require(report.refused == 0 && report.accepted == campuses.count)
        }
        if !grounds.isEmpty {
            let report = try atlas.importSurfaces(
                from: try file("surfaces-\(name).csv", Ground.csv(grounds)), options: .metric)
            try #require(report.refused == 0 && report.accepted == grounds.count)
        }
        return atlas
    }
}

extension Atlas {
    /// A connection of another program to the file: GeoPackage's functions, and nothing else that is ours.
    func elsewhere() throws -> DatabasePool { try GeoPackage.open(at: path).pool }

    /// The rows of a question asked by another program.
    func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try elsewhere().read { try Row.fetchAll($0, sql: sql, arguments: arguments) }
    }

    /// The first of them, which must be.
    func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row {
        try #require(try rows(sql, arguments).first)
    }

    func count(_ table: String) throws -> Int { try row("SELECT count(*) AS n FROM \"\(table)\"")["n"] }

    /// Everything that the file holds, table by table, so that two states can be compared.
    func contents(of tables: [String]? = nil) throws -> [String: [String]] {
        try elsewhere().read { db in
            let names = try tables ?? String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
            var contents: [String: [String]] = [:]
            for name in names {
                contents[name] = try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\"").map(\.description).sorted()
            }
            return contents
        }
    }

    /// The surfaces stored, in the order they entered.
    func surfaces(of table: String = "surface") throws -> [MultiPolygon] {
        try rows("SELECT geom FROM \"\(table)\" ORDER BY fid").map { row in
            try #require(try row.geometry()?.polygonal)
        }
    }

    /// The first surface stored, which must be.
    func surface() throws -> MultiPolygon { try #require(try surfaces().first) }

    /// The only point of a table.
    func point(of table: String) throws -> Position {
        guard case .point(let position?)? = try row("SELECT geom FROM \"\(table)\"").geometry() else { throw Absent() }
        return position
    }

    func figure(_ id: String, _ campus: String? = nil, on day: String) throws -> Figure {
        try standing(id, campus, on: day).figure
    }

    func standing(_ id: String, _ campus: String? = nil, on day: String) throws -> Standing {
        try explain(id, on: #require(CalendarDate(iso: day)), campus: campus).standing
    }
}

struct Absent: Error {}

extension Figure {
    func companion(_ id: String) throws -> Estimate {
        try #require(([targeted].compactMap { $0 } + companions).first { $0.id == id }?.estimate, "\(id)")
    }
}

extension ImportReport {
    /// What was said of refused rows, in English.
    var refusalTexts: [String] { remarks.filter { $0.severity == .refused }.map(\.message.en) }
    var warningTexts: [String] { remarks.filter { $0.severity == .warning }.map(\.message.en) }
    var isBalanced: Bool { rows == accepted + refused + known }
}
