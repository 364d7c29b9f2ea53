package import Formats
import GRDB
public import Geospatial
public import Languages

/// A campus at a date: its name, and its outline in the working reference system.
public struct Campus: Sendable, Hashable {
    /// The row's key in its table.
    public let fid: Int64
    /// The row's public identity.
    public let uuid: String
    /// The name.
    public let name: String
    /// The outline.
    public let outline: MultiPolygon
}

/// What a figure is about: one campus, or all of them together.
public enum Perimeter: Sendable, Hashable, CustomStringConvertible {
    case school
    case campus(String)

    /// The campus's name, or "all campuses".
    public var label: Bilingual {
        switch self {
        case .school: Bilingual(fr: "tous les campus", en: "all campuses")
        case .campus(let name): Bilingual(fr: name, en: name)
        }
    }

    /// The campus's name; nil for all.
    public var campus: String? {
        switch self {
        case .school: nil
        case .campus(let name): name
        }
    }

    /// The label in English, for logs.
    public var description: String { label.en }
}

extension Atlas {
    /// The campuses whose outline is in force on a day, by name. Outlines that bear one name are one campus.
    package func campuses(on day: CalendarDate) throws -> [Campus] {
        try pool.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT fid, uuid, name, geom FROM campus
                    WHERE geom IS NOT NULL AND (valid_from IS NULL OR valid_from <= :on)
                      AND (valid_to IS NULL OR valid_to > :on)
                    ORDER BY name, fid
                    """, arguments: ["on": day.description])
            var campuses: [Campus] = []
            while let row = try rows.next() {
                guard let outline = try row.geometry()?.polygonal else { continue }
                if let first = campuses.last, first.name == row["name"] {
                    campuses[campuses.count - 1] = Campus(
                        fid: first.fid, uuid: first.uuid, name: first.name, outline: try first.outline.union(outline))
                    continue
                }
                campuses.append(
                    Campus(fid: row["fid"], uuid: row["uuid"] ?? "", name: row["name"], outline: outline))
            }
            return campuses
        }
    }

    /// Takes campus outlines in, from polygons with a name.
    public func importCampuses(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(CampusImporter.self, from: path, options: options, progress: progress)
    }
}

/// Outlines of campuses.
struct CampusImporter: RowImporter {
    static let table = "campus"
    static let geometry = GeometryRule.multiPolygon
    static let fields =
        [
            Field("uuid", aliases: ["id"], stored: false),
            Field("name", aliases: ["nom", "campus", "site"]),
            Field("valid_from", .date, aliases: ["depuis", "debut"]),
            Field("valid_to", .date, aliases: ["jusqua", "fin"]),
            Field("source"),
        ] + Field.placement

    private static let name = fields.place(of: "name")
    private static let from = fields.place(of: "valid_from")
    private static let to = fields.place(of: "valid_to")
    private let schoolName: String

    init(_ context: ImportContext) throws { schoolName = context.atlas.name }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        if row.text(Self.name) == nil {
            row.set(Self.name, .text(schoolName))
            row.warn(
                found: schoolName,
                Bilingual(
                    fr: "campus sans nom : il prend celui de l'atlas", en: "campus without a name: it takes the atlas's"
                ))
        }
        row.checkPeriod(from: Self.from, to: Self.to)
        try emit(&row)
    }
}
