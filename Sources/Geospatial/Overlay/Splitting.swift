import CGEOS

extension MultiPolygon {
    /// The pieces into which a line cuts the surface, each valid, their edges on the grid; one piece when the line does
    /// not go through.
    ///
    /// Pieces are ordered by where they lie, from south-west to north-east, so that the same cut gives the same order.
    /// - Throws: ``TopologyError/invalid(reason:at:)`` when the surface is not valid.
    public func pieces(
        cutBy line: LineString, grid: Double = defaultGrid
    ) throws(TopologyError) -> [MultiPolygon] {
        let whole = try PreparedPolygon(self)
        let faces = try Geos().faces(of: self, cutBy: line, grid: grid)
        var pieces: [MultiPolygon] = []
        for face in faces {
            guard let inside = try Geos().pointOnSurface(face), try whole.contains(inside) else { continue }
            pieces.append(face)
        }
        return pieces.sorted { a, b in
            guard let first = a.corner, let second = b.corner else { return false }
            return (first.y, first.x) < (second.y, second.x)
        }
    }

    /// A position inside the surface, not on its edge; nil for an empty surface.
    public var pointOnSurface: Position? {
        get throws(TopologyError) { try Geos().pointOnSurface(self) }
    }

    private var corner: Position? {
        Geometry.multiPolygon(self).envelope.map { Position($0.minX, $0.minY) }
    }
}

extension Geos {
    fileprivate func pointOnSurface(_ surface: MultiPolygon) throws(TopologyError) -> Position? {
        let shape = try make(.multiPolygon(surface))
        defer { destroy(shape) }
        guard case .point(let position) = try taken(GEOSPointOnSurface_r(handle, shape)) else { return nil }
        return position
    }

    /// The faces between the outline of a surface and a line, holes among them.
    fileprivate func faces(
        of surface: MultiPolygon, cutBy line: LineString, grid: Double
    ) throws(TopologyError) -> [MultiPolygon] {
        let shape = try makeValid(surface)
        defer { destroy(shape) }
        let cut = try make(.lineString(line))
        defer { destroy(cut) }
        guard let boundary = GEOSBoundary_r(handle, shape) else { throw failure }
        defer { destroy(boundary) }
        guard let noded = GEOSUnionPrec_r(handle, boundary, cut, grid) else { throw failure }
        defer { destroy(noded) }
        var parts: [OpaquePointer?] = [noded]
        return try taken(GEOSPolygonize_r(handle, &parts, 1)).surfaces.map { MultiPolygon([$0]).nearest(to: grid) }
    }
}
