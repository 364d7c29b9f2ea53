import Atlas
import Formats
import GRDB
import Geospatial

/// The outline of a campus, or of a parcel, over time. Outlines that bear one name are one campus.
struct OutlineTimeline: Sendable {
    private struct Span: Sendable {
        let from: CalendarDate?
        let to: CalendarDate?
        let outline: MultiPolygon

        func isTrue(on day: CalendarDate) -> Bool {
            (from.map { $0 <= day } ?? true) && (to.map { $0 > day } ?? true)
        }
    }

    let name: String
    private let spans: [Span]

    /// An outline that never changes.
    init(name: String, always outline: MultiPolygon) {
        self.name = name
        spans = [Span(from: nil, to: nil, outline: outline)]
    }

    private init(name: String, spans: [Span]) {
        self.name = name
        self.spans = spans
    }

    /// The days on which the outline changes.
    var days: [CalendarDate] { Set(spans.flatMap { [$0.from, $0.to].compactMap { $0 } }).sorted() }

    /// nil when there is none on the day.
    func outline(on day: CalendarDate) throws -> MultiPolygon? {
        let living = spans.filter { $0.isTrue(on: day) }.map(\.outline)
        guard living.count > 1 else { return living.first }
        return try MultiPolygon.union(of: living)
    }

    /// The box around the outline of every day; nil when there is none.
    var envelope: Envelope? {
        Geometry.multiPolygon(MultiPolygon(spans.flatMap(\.outline.polygons))).envelope
    }

    /// The campuses of an atlas by name, those that closed included.
    static func campuses(_ db: Database) throws -> [OutlineTimeline] {
        try all(
            db, sql: "SELECT name, valid_from, valid_to, geom FROM campus WHERE geom IS NOT NULL ORDER BY name, fid")
    }

    /// The parcels of an atlas by reference, or else by name; each as it was last drawn, for all time.
    static func parcels(_ db: Database) throws -> [OutlineTimeline] {
        try all(
            db,
            sql: """
                SELECT coalesce(reference, name, 'parcelle ' || fid) AS name, NULL AS valid_from, NULL AS valid_to, geom
                FROM parcel WHERE geom IS NOT NULL AND valid_to IS NULL ORDER BY 1, fid
                """)
    }

    private static func all(_ db: Database, sql: String) throws -> [OutlineTimeline] {
        var timelines: [OutlineTimeline] = []
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            guard let outline = try row.geometry()?.polygonal else { continue }
            let name: String = row["name"]
            let span = Span(
                from: (row["valid_from"] as String?).flatMap(CalendarDate.init(iso:)),
                to: (row["valid_to"] as String?).flatMap(CalendarDate.init(iso:)), outline: outline)
            if let last = timelines.last, last.name == name {
                timelines[timelines.count - 1] = OutlineTimeline(name: name, spans: last.spans + [span])
            } else {
                timelines.append(OutlineTimeline(name: name, spans: [span]))
            }
        }
        return timelines
    }
}
