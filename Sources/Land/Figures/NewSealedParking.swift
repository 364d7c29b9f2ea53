import Geospatial

/// What became of parking between two dates, by overlay: an attribute cannot say it.
///
/// N1, newly sealed: parking and sealed now, not sealed before. N2, newly used: sealed before, parking only now. N3,
/// lost: parking before, not now.
struct NewSealedParking {
    /// N1, m², geodesic.
    let newlySealed: Double
    /// N2, m².
    let newlyUsed: Double
    /// N3, m².
    let lost: Double
    /// What is too thin or too small to be a change, m²; it belongs to N1.
    let slivers: Double
    /// The part of N1 of which it is not known whether it was sealed before, m².
    let unknownBefore: Double
    /// The surfaces of today that make N1, and how much of each.
    let contributions: [(surface: Surface, area: Double)]

    init(now: Partition, before: Partition, measure: GeodesicMeasure) throws {
        let sealedParking = now.pieces.filter { $0.surface.isParking && $0.surface.type.sealingClass == .sealed }
        let parkingNow = now.pieces.filter(\.surface.isParking).map(\.visible)
        let sealedBefore = PieceIndex(
            before.pieces.filter { $0.surface.type.sealingClass == .sealed }.map(\.visible))
        let allBefore = PieceIndex(before.pieces.map(\.visible))
        let parkingBefore = PieceIndex(before.pieces.filter(\.surface.isParking).map(\.visible))
        var newlySealed = 0.0
        var newlyUsed = 0.0
        var slivers = 0.0
        var unknown = 0.0
        var contributions: [(Surface, Double)] = []
        for piece in sealedParking {
            let added = try sealedBefore.remove(from: piece.visible)
            var kept: [Polygon] = []
            for polygon in added.polygons {
                let area = try measure.area(MultiPolygon([polygon]))
                if try Sliver.isOne(polygon, area: area, measure: measure) {
                    slivers += area
                } else {
                    kept.append(polygon)
                    newlySealed += area
                }
            }
            let change = MultiPolygon(kept)
            if !change.isEmpty {
                contributions.append((piece.surface, try measure.area(change)))
                unknown += try measure.area(allBefore.remove(from: change))
            }
            let already = added.isEmpty ? piece.visible : try piece.visible.difference(added)
            newlyUsed += try parkingBefore.remove(from: already).polygons.reduce(0) { sum, polygon in
                let area = try measure.area(MultiPolygon([polygon]))
                return try Sliver.isOne(polygon, area: area, measure: measure) ? sum : sum + area
            }
        }
        let union = try MultiPolygon.union(of: parkingNow)
        lost = try before.pieces.filter(\.surface.isParking).reduce(0) { sum, piece in
            sum + (try measure.area(union.isEmpty ? piece.visible : piece.visible.difference(union)))
        }
        self.newlySealed = newlySealed
        self.newlyUsed = newlyUsed
        self.slivers = slivers
        unknownBefore = unknown
        self.contributions = contributions
    }
}

extension Surface {
    fileprivate var isParking: Bool { landUse == .parking }
}

/// A piece of difference that two drawings of the same thing leave: mean width 2A/P under 0.30 m, or under 1 m².
enum Sliver {
    static let width = 0.30
    static let area = 1.0

    static func isOne(_ polygon: Polygon, area: Double, measure: GeodesicMeasure) throws -> Bool {
        guard area >= Self.area else { return true }
        let perimeter = try polygon.rings.reduce(0) { sum, ring in
            sum + (try measure.length(LineString(ring.positions)))
        }
        return perimeter > 0 && 2 * area / perimeter < width
    }
}
