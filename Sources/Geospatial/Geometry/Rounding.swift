/// A geometry whose coordinates were rounded, and what was lost.
public struct RoundedGeometry: Hashable, Sendable {
    /// The geometry on the grid, without the parts that collapsed.
    public let geometry: Geometry
    /// The first position, before rounding, of each ring or line that was left out because nothing of its shape was
    /// left. A polygon whose exterior collapsed is left out with its holes and named once.
    public let collapsed: [Position]
}

extension Geometry {
    /// The geometry with its easting and northing (or longitude and latitude) rounded to multiples of `grid`, and
    /// positions that repeat the one before dropped.
    ///
    /// Heights are kept. A ring collapses when its positions come to lie on one line, a line when they come to be one.
    /// Rounding moves edges, and edges that were nearly touching may then cross: ask ``Geometry/validity()`` after, or
    /// use ``MultiPolygon/snapped(to:)`` where the result must be valid.
    ///
    /// - Parameter grid: the step in the unit of the coordinates: 0.001 for a millimetre, 1e-8 for eight decimals of a
    ///   degree. With a step that is not above zero and finite the coordinates stay as they are.
    public func rounded(to grid: Double) -> RoundedGeometry {
        var rounding = Rounding(grid: grid)
        let geometry = rounding.round(self)
        return RoundedGeometry(geometry: geometry, collapsed: rounding.collapsed)
    }
}

private struct Rounding {
    private let grid: Double
    private let scale: Double
    /// True for decimal grids, where dividing by 1000 gives the double nearest to the decimal and multiplying by 0.001
    /// does not.
    private let dividesUnit: Bool
    private(set) var collapsed: [Position] = []

    init(grid: Double) {
        let usable = grid > 0 && grid.isFinite
        self.grid = usable ? grid : 0
        scale = usable ? 1 / grid : 0
        dividesUnit = abs(scale - scale.rounded()) <= scale * 1e-12
    }

    /// Beyond 2⁵³ steps from the origin a double is coarser than the grid.
    private static let exactSteps = 0x1p53

    private func round(_ value: Double) -> Double {
        guard grid > 0 else { return value }
        let divisor = scale.rounded()
        let steps = dividesUnit ? (value * divisor).rounded() : (value / grid).rounded()
        guard abs(steps) < Self.exactSteps else { return value }
        return dividesUnit ? steps / divisor : steps * grid
    }

    private func round(_ position: Position) -> Position { Position(round(position.x), round(position.y), position.z) }

    private func round(_ positions: [Position]) -> [Position] {
        var kept: [Position] = []
        kept.reserveCapacity(positions.count)
        for position in positions {
            let next = round(position)
            if let last = kept.last, last.x == next.x, last.y == next.y { continue }
            kept.append(next)
        }
        return kept
    }

    private mutating func round(_ line: LineString) -> LineString? {
        guard let first = line.positions.first else { return line }
        let positions = round(line.positions)
        guard positions.count >= 2 else {
            collapsed.append(first)
            return nil
        }
        return LineString(unchecked: positions)
    }

    private mutating func round(_ ring: LinearRing) -> LinearRing? {
        let positions = round(ring.positions)
        guard positions.count >= 4, !liesOnOneLine(positions) else {
            if let first = ring.positions.first { collapsed.append(first) }
            return nil
        }
        return LinearRing(unchecked: positions)
    }

    /// Counted in grid steps from the first position, so that the products are exact for any shape below 2²⁶ steps.
    private func liesOnOneLine(_ positions: [Position]) -> Bool {
        guard let origin = positions.first, positions.count > 1 else { return true }
        func steps(_ value: Double, _ start: Double) -> Double {
            grid > 0 ? ((value - start) * scale).rounded() : value - start
        }
        let dx = steps(positions[1].x, origin.x)
        let dy = steps(positions[1].y, origin.y)
        return positions.allSatisfy { dx * steps($0.y, origin.y) == dy * steps($0.x, origin.x) }
    }

    private mutating func round(_ polygon: Polygon) -> Polygon? {
        guard let exterior = polygon.exterior else { return polygon }
        guard let outline = round(exterior) else { return nil }
        var holes: [LinearRing] = []
        for hole in polygon.holes {
            if let kept = round(hole) { holes.append(kept) }
        }
        return Polygon(exterior: outline, holes: holes)
    }

    mutating func round(_ geometry: Geometry) -> Geometry {
        switch geometry {
        case .point(let position): return .point(position.map(round))
        case .multiPoint(let positions): return .multiPoint(positions.map(round))
        case .lineString(let line): return .lineString(round(line) ?? LineString())
        case .polygon(let polygon): return .polygon(round(polygon) ?? Polygon())
        case .multiLineString(let lines):
            return .multiLineString(lines.compactMap { line in self.round(line) })
        case .multiPolygon(let multi):
            return .multiPolygon(MultiPolygon(multi.polygons.compactMap { polygon in self.round(polygon) }))
        case .geometryCollection(let members):
            return .geometryCollection(members.map { member in self.round(member) })
        }
    }
}
