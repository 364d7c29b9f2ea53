extension Geometry {
    /// True when the geometry and the rectangle share at least a point, be it of their edges. A polygon counts with its
    /// inside and without its holes; it need not be valid: what an odd number of its rings surround is its inside.
    public func intersects(_ box: Envelope) -> Bool {
        switch self {
        case .point(let position): position.map(box.contains) ?? false
        case .multiPoint(let positions): positions.contains(where: box.contains)
        case .lineString(let line): box.meets(line.positions)
        case .multiLineString(let lines): lines.contains { box.meets($0.positions) }
        case .polygon(let polygon): polygon.intersects(box)
        case .multiPolygon(let multi): multi.polygons.contains { $0.intersects(box) }
        case .geometryCollection(let members): members.contains { $0.intersects(box) }
        }
    }
}

extension Polygon {
    /// Either an edge meets the rectangle, or the rectangle lies wholly inside or wholly outside: one corner tells.
    fileprivate func intersects(_ box: Envelope) -> Bool {
        rings.contains { box.meets($0.positions) } || surrounds(Position(box.minX, box.minY))
    }

    private func surrounds(_ point: Position) -> Bool {
        var isInside = false
        for ring in rings {
            for (a, b) in zip(ring.positions, ring.positions.dropFirst()) where (a.y > point.y) != (b.y > point.y) {
                if point.x < a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y) { isInside.toggle() }
            }
        }
        return isInside
    }
}

extension Envelope {
    fileprivate func meets(_ line: [Position]) -> Bool {
        zip(line, line.dropFirst()).contains { meets($0, $1) }
    }

    /// Clips the segment by each side in turn (Liang and Barsky, 1984): what is left is not empty.
    private func meets(_ a: Position, _ b: Position) -> Bool {
        var entry = 0.0
        var exit = 1.0
        for (step, room) in [
            (a.x - b.x, a.x - minX), (b.x - a.x, maxX - a.x), (a.y - b.y, a.y - minY), (b.y - a.y, maxY - a.y),
        ] {
            if step == 0 {
                if room < 0 { return false }
            } else if step < 0 {
                entry = max(entry, room / step)
            } else {
                exit = min(exit, room / step)
            }
        }
        return entry <= exit
    }
}
