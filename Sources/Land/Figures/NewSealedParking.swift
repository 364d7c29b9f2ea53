public import Atlas
public import Formats
import GRDB
public import Geospatial

/// What became of parking between two dates, by overlay: an attribute cannot say it.
///
/// N1, newly sealed: parking and sealed now, not sealed before. N2, newly used: sealed before, parking only now. N3,
/// lost: parking before, not now.
public struct NewSealedParking: Sendable {
    /// Why a piece of ground counts.
    public enum Change: String, Sendable {
        case newlySealed = "N1"
        case newlyUsed = "N2"
        case lost = "N3"
        case sliver
    }

    /// A piece of ground that counts, and the surface it is part of: of today, or of the baseline where parking is lost.
    public struct Piece: Sendable {
        /// Why it counts.
        public let change: Change
        /// The surface.
        public let surface: Surface
        /// Where, in the working reference system.
        public let geometry: MultiPolygon
        /// Geodesic, m².
        public let area: Double
    }

    /// All that counts.
    public let pieces: [Piece]
    /// The part of N1 of which it is not known whether it was sealed before, m².
    public let unknownBefore: Double

    private func area(_ change: Change) -> Double {
        pieces.reduce(0) { $0 + ($1.change == change ? $1.area : 0) }
    }

    /// N1, m², geodesic.
    public var newlySealed: Double { area(.newlySealed) }
    /// N2, m².
    public var newlyUsed: Double { area(.newlyUsed) }
    /// N3, m².
    public var lost: Double { area(.lost) }
    /// What is too thin or too small to be a change, m²; it belongs to N1.
    public var slivers: Double { area(.sliver) }

    init(now: Partition, before: Partition, measure: GeodesicMeasure) throws {
        let sealedParking = now.pieces.filter { $0.surface.isParking && $0.surface.type.sealingClass == .sealed }
        let parkingNow = now.pieces.filter(\.surface.isParking).map(\.visible)
        let sealedBefore = PieceIndex(
            before.pieces.filter { $0.surface.type.sealingClass == .sealed }.map(\.visible))
        let allBefore = PieceIndex(before.pieces.map(\.visible))
        let parkingBefore = PieceIndex(before.pieces.filter(\.surface.isParking).map(\.visible))
        var pieces: [Piece] = []
        func add(_ change: Change, _ shape: MultiPolygon, _ surface: Surface) throws {
            guard !shape.isEmpty else { return }
            pieces.append(
                Piece(change: change, surface: surface, geometry: shape, area: try measure.area(shape)))
        }
        /// The polygons of a difference that are a change, and those that are slivers.
        func sorted(_ shape: MultiPolygon) throws -> (kept: MultiPolygon, slivers: MultiPolygon) {
            var kept: [Polygon] = []
            var slivers: [Polygon] = []
            for polygon in shape.polygons {
                if try Sliver.isOne(polygon, measure: measure) { slivers.append(polygon) } else { kept.append(polygon) }
            }
            return (MultiPolygon(kept), MultiPolygon(slivers))
        }
        var unknown = 0.0
        for piece in sealedParking {
            let added = try sealedBefore.remove(from: piece.visible)
            let (change, slivers) = try sorted(added)
            try add(.newlySealed, change, piece.surface)
            try add(.sliver, slivers, piece.surface)
            if !change.isEmpty { unknown += try measure.area(allBefore.remove(from: change)) }
            let already =
                added.isEmpty
                ? piece.visible : try piece.visible.difference(added, grid: MultiPolygon.measuringGrid)
            try add(.newlyUsed, sorted(parkingBefore.remove(from: already)).kept, piece.surface)
        }
        let now = PieceIndex(parkingNow)
        for piece in before.pieces where piece.surface.isParking {
            try add(.lost, now.remove(from: piece.visible), piece.surface)
        }
        self.pieces = pieces
        unknownBefore = unknown
    }
}

extension Atlas {
    /// What became of parking between two days, by campus: N1 newly sealed, N2 newly used, N3 lost, with where.
    ///
    /// - Throws: ``WorksError/noOutline`` when no campus has an outline on both days.
    public func newSealedParking(
        since baseline: CalendarDate, on day: CalendarDate
    ) throws -> [(campus: String, parking: NewSealedParking)] {
        let before = try campuses(on: baseline)
        let after = try campuses(on: day)
        let history = try pool.read { try SurfaceHistory($0) }
        let measure = try GeodesicMeasure(crs: crs)
        let both = try after.compactMap { campus -> (String, NewSealedParking)? in
            guard let then = before.first(where: { $0.name == campus.name }) else { return nil }
            return (
                campus.name,
                try NewSealedParking(
                    now: Partition(of: history, on: day, in: campus.outline, measure: measure),
                    before: Partition(of: history, on: baseline, in: then.outline, measure: measure), measure: measure)
            )
        }
        guard !both.isEmpty else { throw WorksError.noOutline }
        return both
    }
}

extension Surface {
    fileprivate var isParking: Bool { landUse == .parking }
}

/// A piece of difference that two drawings of the same thing leave: mean width 2A/P under 0.30 m, or under 1 m².
enum Sliver {
    static let width = 0.30
    static let area = 1.0

    static func isOne(_ polygon: Polygon, measure: GeodesicMeasure) throws -> Bool {
        let piece = MultiPolygon([polygon])
        let area = try measure.area(piece)
        guard area >= Self.area else { return true }
        let perimeter = try measure.perimeter(piece)
        return perimeter > 0 && 2 * area / perimeter < width
    }
}
