public import Formats
public import Geospatial

/// An outline cut into the pieces of the surfaces that are seen from above on a day, each square metre once.
///
/// Where surfaces overlap, the one painted last is seen; what no surface covers is unclassified. Nothing is stored, so
/// overlay is at full precision: on a grid each crossing would move by up to half a step, which adds up to more than the
/// square decimetre to which the book balances. Areas are geodesic.
public struct Partition: Sendable {
    /// The part of a surface that is seen.
    public struct Piece: Sendable {
        /// Whose part it is.
        public let surface: Surface
        /// The part, in the working reference system.
        public let visible: MultiPolygon
        /// Geodesic, m².
        public let area: Double
    }

    /// The part of a surface that another one hides.
    public struct Overlap: Sendable {
        /// The surface beneath.
        public let hidden: Surface
        /// One of those above it, the one painted last.
        public let above: Surface
        /// What is hidden.
        public let geometry: MultiPolygon
        /// Geodesic, m².
        public let area: Double
    }

    /// The day.
    public let day: CalendarDate
    /// What is seen, painted last first.
    public let pieces: [Piece]
    /// What is hidden.
    public let overlaps: [Overlap]
    /// The outline; nil when the surfaces were taken as they are.
    public let outline: MultiPolygon?
    /// Geodesic area of the outline, m²; nil without an outline.
    public let outlineArea: Double?
    private let history: SurfaceHistory
    private let measure: GeodesicMeasure

    /// - Parameter outline: nil to take the surfaces as they are.
    init(
        of history: SurfaceHistory, on day: CalendarDate, in outline: MultiPolygon?, measure: GeodesicMeasure
    ) throws {
        var pieces: [Piece] = []
        var overlaps: [Overlap] = []
        let places =
            outline.map { history.places(near: $0, on: day) }
            ?? history.surfaces.indices.filter { history.surfaces[$0].isLiving(on: day) }
        let prepared = try outline.map { try PreparedPolygon($0) }
        for place in places {
            let surface = history.surfaces[place]
            var clipped = surface.geometry
            if let outline, try prepared?.covers(surface.geometry) == false {
                clipped = try surface.geometry.intersection(outline, grid: MultiPolygon.measuringGrid)
                if clipped.isEmpty { continue }
            }
            let whole = try measure.area(clipped)
            let above = try history.places(near: surface.envelope, on: day).prefix { $0 < place }
                .filter { try clipped.sharesInterior(with: history.surfaces[$0].geometry) }
            guard let last = above.first else {
                pieces.append(Piece(surface: surface, visible: clipped, area: whole))
                continue
            }
            let cover = try MultiPolygon.union(
                of: above.map { history.surfaces[$0].geometry }, grid: MultiPolygon.measuringGrid)
            let visible = try clipped.difference(cover, grid: MultiPolygon.measuringGrid)
            let area = try measure.area(visible)
            let hidden = try clipped.intersection(cover, grid: MultiPolygon.measuringGrid)
            overlaps.append(
                Overlap(hidden: surface, above: history.surfaces[last], geometry: hidden, area: whole - area))
            if !visible.isEmpty { pieces.append(Piece(surface: surface, visible: visible, area: area)) }
        }
        self.day = day
        self.pieces = pieces
        self.overlaps = overlaps
        self.outline = outline
        self.history = history
        self.measure = measure
        outlineArea = try outline.map { try measure.area($0) }
    }

    /// What lies under another surface, m², counted as often as it is hidden.
    public var overlapArea: Double { overlaps.reduce(0) { $0 + $1.area } }

    /// Where a sealed surface is seen and another class is drawn under it, m², each once: what the rule that sealed wins
    /// decides.
    var sealedOverOtherArea: Double {
        get throws {
            let under = overlaps.filter { $0.hidden.type.sealingClass != .sealed }.map(\.geometry)
            guard !under.isEmpty else { return 0 }
            let hidden = PieceIndex(under)
            return try pieces.filter { $0.surface.type.sealingClass == .sealed }.reduce(0) { sum, piece in
                sum + (try measure.area(hidden.common(with: piece.visible)))
            }
        }
    }

    /// Geodesic area by surface type, m².
    public var areaByType: [String: Double] {
        pieces.reduce(into: [:]) { $0[$1.surface.type.code, default: 0] += $1.area }
    }

    /// Geodesic area of the pieces whose type answers, m².
    func area(where isCounted: (SurfaceType) -> Bool) -> Double {
        pieces.reduce(0) { $0 + (isCounted($1.surface.type) ? $1.area : 0) }
    }

    /// What some surface covers, m².
    public var classifiedArea: Double { pieces.reduce(0) { $0 + $1.area } }

    /// What no surface covers, m²; nil without an outline. What is below the noise of the measure is none.
    public var unclassifiedArea: Double? {
        outlineArea.map { $0 - classifiedArea < Self.noise ? 0 : $0 - classifiedArea }
    }

    /// The areas of an outline and of its pieces add up to about this, m²: ten square millimetres.
    private static let noise = 0.00001

    /// Where no surface lies; empty without an outline.
    public var gaps: MultiPolygon {
        get throws {
            guard let outline else { return MultiPolygon([]) }
            return try PieceIndex(pieces.map(\.visible)).remove(from: outline)
        }
    }

    /// Gaps and overlaps beyond which a figure is to be confirmed: 0.5 % of the campus.
    public static let toleratedDefects = 0.005

    /// Gaps and overlaps over the outline; nil without an outline.
    public var defects: Double? {
        guard let outlineArea, let unclassifiedArea, outlineArea > 0 else { return nil }
        return (unclassifiedArea + overlapArea) / outlineArea
    }
}
