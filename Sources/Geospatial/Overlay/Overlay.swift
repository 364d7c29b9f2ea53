import CGEOS

/// Set operations on surfaces in a projected system, on a fixed precision grid (GEOS OverlayNG with snap rounding).
///
/// The grid is for what is stored: edges that differ by less than a step become one, so that neighbours leave no sliver.
/// It moves each new position by up to half a step, which on a long edge is some square centimetres: what is only
/// measured is better left at ``measuringGrid``. Lines and points where surfaces only touch are dropped. Heights of new
/// positions are interpolated by GEOS.
extension MultiPolygon {
    /// One millimetre, the step to which the atlas rounds coordinates in metres.
    public static let defaultGrid = 0.001
    /// One micrometre: as exact as a measure needs, and still a grid. On bare doubles GEOS now and then takes nearly equal
    /// edges, such as those of earlier overlays, the wrong way round: one area in two thousand was off by square metres.
    public static let measuringGrid = 0.000_001

    /// What lies in this surface or in the other.
    ///
    /// - Throws: ``TopologyError/invalid(reason:at:)`` when one of them is not valid.
    public func union(_ other: MultiPolygon, grid: Double = defaultGrid) throws(TopologyError) -> MultiPolygon {
        try Geos().overlay(self, other, grid: grid) { GEOSUnionPrec_r($0, $1, $2, $3) }
    }

    /// What lies in this surface and in the other.
    ///
    /// - Throws: ``TopologyError/invalid(reason:at:)`` when one of them is not valid.
    public func intersection(_ other: MultiPolygon, grid: Double = defaultGrid) throws(TopologyError) -> MultiPolygon {
        try Geos().overlay(self, other, grid: grid) { GEOSIntersectionPrec_r($0, $1, $2, $3) }
    }

    /// What lies in this surface and not in the other.
    ///
    /// - Throws: ``TopologyError/invalid(reason:at:)`` when one of them is not valid.
    public func difference(_ other: MultiPolygon, grid: Double = defaultGrid) throws(TopologyError) -> MultiPolygon {
        try Geos().overlay(self, other, grid: grid) { GEOSDifferencePrec_r($0, $1, $2, $3) }
    }

    /// What lies in at least one of the surfaces, which may overlap each other; each must be valid in itself.
    ///
    /// - Throws: ``TopologyError/invalid(reason:at:)`` for the first that is not valid.
    public static func union(
        of surfaces: [MultiPolygon], grid: Double = defaultGrid
    ) throws(TopologyError) -> MultiPolygon {
        try Geos().union(of: surfaces, grid: grid)
    }

    /// The surface with its positions on the grid, valid as the original was; what collapses is dropped.
    ///
    /// - Throws: ``TopologyError/invalid(reason:at:)`` when the surface is not valid.
    public func snapped(to grid: Double = defaultGrid) throws(TopologyError) -> MultiPolygon {
        try Geos().snapped(self, grid: grid)
    }

    /// True when the two share at least a point, be it of their edges.
    ///
    /// - Throws: ``TopologyError/invalid(reason:at:)`` when one of them is not valid.
    public func intersects(_ other: MultiPolygon) throws(TopologyError) -> Bool {
        let geos = try Geos()
        let first = try geos.makeValid(self)
        defer { geos.destroy(first) }
        let second = try geos.makeValid(other)
        defer { geos.destroy(second) }
        return try geos.answer(GEOSIntersects_r(geos.handle, first, second))
    }

    /// True when the two share some area: neighbours that only share an edge do not.
    ///
    /// The test is exact, without a grid: shapes that overlap by less than a millimetre do share area.
    /// - Throws: ``TopologyError/engine(_:)`` when GEOS cannot tell, as of an invalid surface.
    public func sharesInterior(with other: MultiPolygon) throws(TopologyError) -> Bool {
        let geos = try Geos()
        let first = try geos.make(.multiPolygon(self))
        defer { geos.destroy(first) }
        let second = try geos.make(.multiPolygon(other))
        defer { geos.destroy(second) }
        return try geos.answer(GEOSRelatePattern_r(geos.handle, first, second, "T********"))
    }

    /// True when the position lies inside; on an edge it does not. For many positions make a ``PreparedPolygon``.
    ///
    /// - Throws: ``TopologyError/invalid(reason:at:)`` when the surface is not valid.
    public func contains(_ position: Position) throws(TopologyError) -> Bool {
        try PreparedPolygon(self).contains(position)
    }
}

extension Geos {
    fileprivate func overlay(
        _ a: MultiPolygon, _ b: MultiPolygon, grid: Double,
        by operation: (OpaquePointer, OpaquePointer, OpaquePointer, Double) -> OpaquePointer?
    ) throws(TopologyError) -> MultiPolygon {
        try check(grid)
        let first = try makeValid(a)
        defer { destroy(first) }
        let second = try makeValid(b)
        defer { destroy(second) }
        return MultiPolygon(try taken(operation(handle, first, second, grid)).surfaces).nearest(to: grid)
    }

    fileprivate func union(of surfaces: [MultiPolygon], grid: Double) throws(TopologyError) -> MultiPolygon {
        try check(grid)
        for surface in surfaces { destroy(try makeValid(surface)) }
        let all = try make(.multiPolygon(MultiPolygon(surfaces.flatMap(\.polygons))))
        defer { destroy(all) }
        return MultiPolygon(try taken(GEOSUnaryUnionPrec_r(handle, all, grid)).surfaces).nearest(to: grid)
    }

    fileprivate func snapped(_ surface: MultiPolygon, grid: Double) throws(TopologyError) -> MultiPolygon {
        try check(grid)
        let shape = try makeValid(surface)
        defer { destroy(shape) }
        return MultiPolygon(try taken(GEOSGeom_setPrecision_r(handle, shape, grid, 0)).surfaces).nearest(to: grid)
    }

    private func check(_ grid: Double) throws(TopologyError) {
        guard grid > 0, grid.isFinite else { throw .badGrid(grid) }
    }
}

extension MultiPolygon {
    /// Positions on a decimal grid as the doubles nearest to them, as they are read from text.
    ///
    /// GEOS multiplies by the step, which may give the next double: edges that are one would then lie 1e-9 m apart, and
    /// neighbours share a sliver.
    func nearest(to grid: Double) -> MultiPolygon {
        let scale = (1 / grid).rounded()
        guard abs(1 / grid - scale) <= 1e-12 * scale else { return self }
        return MultiPolygon(
            polygons.map {
                $0.mapPositions {
                    Position(($0.x * scale).rounded() / scale, ($0.y * scale).rounded() / scale, $0.z)
                }
            })
    }
}
