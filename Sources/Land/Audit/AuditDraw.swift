import Atlas
package import Geospatial

/// A simple random sample of places: each square metre of the surface has the same chance, whatever is drawn on it.
///
/// Places are uniform in the working projection, on its grid of 1 mm. Where a projection stretches one campus more than
/// another, the one is drawn that much too often: less than 0.2 % between Alès and Pau in Lambert-93.
///
/// The boxes around the parts of the surface, from west to east, are laid end to end; ``SplitMix64`` gives three numbers:
/// where along their areas (which box), how far east in it, how far north. The place is kept when it lies inside the
/// surface and in no earlier box. Nothing else enters: one seed and one outline give the same places on every machine.
package struct AuditDraw {
    package let positions: [Position]

    /// - Parameter surface: in metres, with some area.
    package init(_ count: Int, seed: Int64, in surface: MultiPolygon) throws {
        let boxes = surface.polygons.compactMap { Geometry.polygon($0).envelope }
            .sorted { ($0.minX, $0.minY, $0.maxX, $0.maxY) < ($1.minX, $1.minY, $1.maxX, $1.maxY) }
        let total = boxes.reduce(0) { $0 + $1.area }
        let prepared = try PreparedPolygon(surface)
        var generator = SplitMix64(seed: UInt64(bitPattern: seed))
        var positions: [Position] = []
        positions.reserveCapacity(count)
        while positions.count < count {
            let rank = Self.rank(of: generator.unit() * total, along: boxes)
            let box = boxes[rank]
            let thrown = Position(
                box.minX + generator.unit() * (box.maxX - box.minX),
                box.minY + generator.unit() * (box.maxY - box.minY))
            guard case .point(let place?) = Geometry.point(thrown).rounded(to: Atlas.grid).geometry,
                !boxes[..<rank].contains(where: { $0.contains(place) }), try prepared.contains(place)
            else { continue }
            positions.append(place)
        }
        self.positions = positions
    }

    private static func rank(of place: Double, along boxes: [Envelope]) -> Int {
        var rest = place
        for (rank, box) in boxes.enumerated() {
            if rest < box.area { return rank }
            rest -= box.area
        }
        return boxes.count - 1
    }
}

extension Envelope {
    fileprivate var area: Double { (maxX - minX) * (maxY - minY) }
}
