import Atlas
public import Formats
import GRDB
public import Geospatial
public import Languages

/// Why a row of ground began, or ended.
public enum ChangeKind: String, Sendable, CaseIterable {
    /// First known: it was so before, and was drawn now.
    case survey
    /// The world changed.
    case change
    /// The drawing was wrong; the world did not change.
    case correction

    /// The kind as people say it.
    public var label: Bilingual {
        switch self {
        case .survey: Bilingual(fr: "relevé", en: "survey")
        case .change: Bilingual(fr: "changement sur le terrain", en: "change on the ground")
        case .correction: Bilingual(fr: "correction du relevé", en: "survey correction")
        }
    }
}

/// What a piece of ground was, and between which days: a row of the land book.
public struct Surface: Sendable {
    /// The row's key in its table.
    public let fid: Int64
    /// The row's public identity.
    public let uuid: String
    /// The name; nil for most.
    public let name: String?
    /// The type.
    public let type: SurfaceType
    /// What it is used for; nil when the book does not say.
    public let landUse: LandUse?
    /// The shape, in the working reference system.
    public let geometry: MultiPolygon
    /// The box around the shape.
    public let envelope: Envelope
    /// The first day on which it is true.
    public let validFrom: CalendarDate
    /// The first day on which it is no longer true; nil while it is.
    public let validTo: CalendarDate?
    /// Why the row began.
    public let changeKind: ChangeKind
    /// Why it ended; nil while it lasts, or when nobody said.
    public let endKind: ChangeKind?
    /// The works that opened it, by their `fid`.
    public let worksID: Int64?
    /// How well its vertices are placed, one standard deviation, in metres; nil when the survey does not say.
    public let accuracy: Double?
    /// Where its rain goes; nil when the book does not say.
    public let outlet: Outlet?

    /// True on the day.
    public func isLiving(on day: CalendarDate) -> Bool { validFrom <= day && validTo.map { $0 > day } ?? true }
}

/// The surfaces of an atlas at every date, the one painted last first: by declared priority, then the newest drawing.
struct SurfaceHistory: Sendable {
    /// In painting order, of all dates together.
    let surfaces: [Surface]
    private let index: SpatialIndex

    /// - Parameter box: only the surfaces whose envelope touches it; nil for all.
    init(_ db: Database, near box: Envelope? = nil) throws {
        let types = try SurfaceType.all(db)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT s.fid, s.uuid, s.name, s.surface_type, s.land_use, s.geom, s.valid_from, s.valid_to,
                  s.change_kind, s.end_kind, s.works_id, s.accuracy_m, s.outlet
                FROM surface AS s JOIN surface_type AS t ON t.code = s.surface_type
                WHERE s.geom IS NOT NULL AND (:west IS NULL OR s.fid IN (
                  SELECT id FROM rtree_surface_geom
                  WHERE maxx >= :west AND minx <= :east AND maxy >= :south AND miny <= :north))
                ORDER BY coalesce(s.painter_priority, t.painter_priority) DESC,
                  coalesce(s.drawn_on, s.valid_from) DESC, coalesce(s.drawn_as, s.fid) DESC, s.fid DESC
                """,
            arguments: ["west": box?.minX, "east": box?.maxX, "south": box?.minY, "north": box?.maxY])
        var surfaces: [Surface] = []
        while let row = try rows.next() {
            if let type = types[row["surface_type"]], let surface = try Surface(row, type) { surfaces.append(surface) }
        }
        self.surfaces = surfaces
        index = SpatialIndex(surfaces.map(\.envelope))
    }

    /// The places, in painting order, of the surfaces true on a day whose envelope touches one.
    func places(near envelope: Envelope, on day: CalendarDate) -> [Int] {
        index.query(envelope).filter { surfaces[$0].isLiving(on: day) }
    }

    /// The places, in painting order, of the surfaces true on a day whose envelope touches that of a part of a shape:
    /// what changes in a day lies scattered, and the box around all of it holds most of the campus.
    func places(near shape: MultiPolygon, on day: CalendarDate) -> [Int] {
        let boxes = shape.polygons.compactMap { Geometry.polygon($0).envelope }
        return Set(boxes.flatMap { places(near: $0, on: day) }).sorted()
    }

    /// The places, in painting order, of the surfaces of any day whose envelope touches one.
    func places(near envelope: Envelope) -> [Int] { index.query(envelope) }
}

extension Surface {
    /// nil for a row without surface, or whose dates or kind are not what the table allows.
    fileprivate init?(_ row: Row, _ type: SurfaceType) throws {
        guard let geometry = try row.geometry()?.polygonal,
            let envelope = Geometry.multiPolygon(geometry).envelope,
            let from = CalendarDate(iso: row["valid_from"]),
            let kind = ChangeKind(rawValue: row["change_kind"])
        else { return nil }
        self.init(
            fid: row["fid"], uuid: row["uuid"] ?? "", name: row["name"], type: type,
            landUse: (row["land_use"] as String?).flatMap(LandUse.init), geometry: geometry, envelope: envelope,
            validFrom: from, validTo: (row["valid_to"] as String?).flatMap(CalendarDate.init(iso:)), changeKind: kind,
            endKind: (row["end_kind"] as String?).flatMap(ChangeKind.init), worksID: row["works_id"],
            accuracy: row["accuracy_m"], outlet: (row["outlet"] as String?).flatMap(Outlet.init))
    }
}
