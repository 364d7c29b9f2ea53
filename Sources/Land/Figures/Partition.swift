import Atlas
import Formats
import GRDB
import Geospatial

/// A surface that is true on a day.
struct LivingSurface {
    let fid: Int64
    let uuid: String
    let name: String?
    let type: SurfaceType
    let landUse: String?
    let geometry: MultiPolygon
    let envelope: Envelope
}

/// The surfaces of an atlas on a day, the one painted last first: by declared priority, then the newest.
struct LivingSurfaces {
    let surfaces: [LivingSurface]
    private let index: SpatialIndex

    init(on day: CalendarDate, _ db: Database) throws {
        let types = try Dictionary(
            uniqueKeysWithValues: Row.fetchAll(db, sql: "SELECT * FROM surface_type").compactMap(SurfaceType.init).map {
                ($0.code, $0)
            })
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT s.fid, s.uuid, s.name, s.surface_type, s.land_use, s.geom
                FROM surface AS s JOIN surface_type AS t ON t.code = s.surface_type
                WHERE s.geom IS NOT NULL AND s.valid_from <= :on AND (s.valid_to IS NULL OR s.valid_to > :on)
                ORDER BY coalesce(s.painter_priority, t.painter_priority) DESC, s.valid_from DESC, s.fid DESC
                """, arguments: ["on": day.description])
        var surfaces: [LivingSurface] = []
        while let row = try rows.next() {
            guard let type = types[row["surface_type"]],
                let geometry = try row.geometry()?.polygonal,
                let envelope = Geometry.multiPolygon(geometry).envelope
            else { continue }
            surfaces.append(
                LivingSurface(
                    fid: row["fid"], uuid: row["uuid"] ?? "", name: row["name"], type: type, landUse: row["land_use"],
                    geometry: geometry, envelope: envelope))
        }
        self.surfaces = surfaces
        index = SpatialIndex(surfaces.map(\.envelope))
    }

    /// The places, in painting order, of the surfaces whose envelope touches one.
    func places(near envelope: Envelope) -> [Int] { index.query(envelope).sorted() }
}

/// An outline cut into the pieces of the surfaces that are seen from above, each square metre once.
///
/// Where surfaces overlap, the one painted last is seen; what no surface covers is unclassified. Overlay is done in the
/// working reference system on a grid of 1 mm; areas are geodesic.
struct Partition {
    /// The part of a surface that is seen.
    struct Piece {
        let surface: LivingSurface
        let visible: MultiPolygon
        /// Geodesic, m².
        let area: Double
    }

    let pieces: [Piece]
    /// Geodesic area of the outline, m²; nil without an outline.
    let outlineArea: Double?
    /// What lies under another surface, m², counted as often as it is hidden.
    let overlapArea: Double
    /// Where a sealed surface is seen and another class is drawn under it, m², each once: what the rule that sealed wins
    /// decides.
    let sealedOverOtherArea: Double

    /// - Parameter outline: nil to take the surfaces as they are.
    init(of living: LivingSurfaces, in outline: MultiPolygon?, measure: GeodesicMeasure) throws {
        var pieces: [Piece] = []
        var overlap = 0.0
        let box = outline.flatMap { Geometry.multiPolygon($0).envelope }
        let places = box.map(living.places(near:)) ?? Array(living.surfaces.indices)
        let prepared = try outline.map { try PreparedPolygon($0) }
        for place in places {
            let surface = living.surfaces[place]
            var clipped = surface.geometry
            if let outline, try prepared?.covers(surface.geometry) == false {
                clipped = try surface.geometry.intersection(outline)
                if clipped.isEmpty { continue }
            }
            let above = try living.places(near: surface.envelope).prefix { $0 < place }
                .map { living.surfaces[$0].geometry }
                .filter { try clipped.sharesInterior(with: $0) }
            let whole = try measure.area(clipped)
            guard !above.isEmpty else {
                pieces.append(Piece(surface: surface, visible: clipped, area: whole))
                continue
            }
            let visible = try clipped.difference(MultiPolygon.union(of: above))
            let area = try measure.area(visible)
            overlap += whole - area
            if !visible.isEmpty { pieces.append(Piece(surface: surface, visible: visible, area: area)) }
        }
        self.pieces = pieces
        sealedOverOtherArea = try pieces.filter { $0.surface.type.sealingClass == .sealed }.reduce(0) { sum, piece in
            let under = try living.places(near: piece.surface.envelope).map { living.surfaces[$0] }
                .filter { $0.type.sealingClass != .sealed }.map(\.geometry)
                .filter { try piece.visible.sharesInterior(with: $0) }
            guard !under.isEmpty else { return sum }
            return sum + (try measure.area(piece.visible.intersection(MultiPolygon.union(of: under))))
        }
        outlineArea = try outline.map { try measure.area($0) }
        overlapArea = overlap
    }

    /// Geodesic area by surface type, m².
    var areaByType: [String: Double] {
        pieces.reduce(into: [:]) { $0[$1.surface.type.code, default: 0] += $1.area }
    }

    /// Geodesic area of the pieces whose type answers, m².
    func area(where isCounted: (SurfaceType) -> Bool) -> Double {
        pieces.reduce(0) { $0 + (isCounted($1.surface.type) ? $1.area : 0) }
    }

    var classifiedArea: Double { pieces.reduce(0) { $0 + $1.area } }

    /// What no surface covers, m²; nil without an outline.
    var unclassifiedArea: Double? { outlineArea.map { max(0, $0 - classifiedArea) } }
}
