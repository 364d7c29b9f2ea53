import CGEOS

/// A surface made ready for many questions about what lies in it. It owns its GEOS context, cannot be copied, and is
/// used by one thread at a time.
public struct PreparedPolygon: ~Copyable {
    private let geos: Geos
    private let shape: OpaquePointer
    private let prepared: OpaquePointer

    /// - Throws: ``TopologyError/invalid(reason:at:)`` when the surface is not valid.
    public init(_ surface: MultiPolygon) throws(TopologyError) {
        let geos = try Geos()
        let shape = try geos.makeValid(surface)
        guard let prepared = GEOSPrepare_r(geos.handle, shape) else {
            geos.destroy(shape)
            throw geos.failure
        }
        self.shape = shape
        self.prepared = prepared
        self.geos = geos
    }

    deinit {
        GEOSPreparedGeom_destroy_r(geos.handle, prepared)
        geos.destroy(shape)
    }

    /// True when the position lies inside; on an edge it does not.
    public func contains(_ position: Position) throws(TopologyError) -> Bool {
        try ask(geos.shape(position)) { GEOSPreparedContains_r($0, $1, $2) }
    }

    /// True when the position lies inside or on an edge.
    public func intersects(_ position: Position) throws(TopologyError) -> Bool {
        try ask(geos.shape(position)) { GEOSPreparedIntersects_r($0, $1, $2) }
    }

    /// True when the two surfaces share at least a point, be it of their edges. The other one must be valid, which is
    /// not checked here.
    public func intersects(_ other: MultiPolygon) throws(TopologyError) -> Bool {
        try ask(try geos.make(.multiPolygon(other))) { GEOSPreparedIntersects_r($0, $1, $2) }
    }

    /// True when no part of the other surface lies outside this one; edges may touch. The other one must be valid, which
    /// is not checked here.
    public func covers(_ other: MultiPolygon) throws(TopologyError) -> Bool {
        try ask(try geos.make(.multiPolygon(other))) { GEOSPreparedCovers_r($0, $1, $2) }
    }

    private func ask(
        _ other: OpaquePointer?, by predicate: (OpaquePointer, OpaquePointer, OpaquePointer) -> CChar
    ) throws(TopologyError) -> Bool {
        guard let other else { throw geos.failure }
        defer { geos.destroy(other) }
        return try geos.answer(predicate(geos.handle, prepared, other))
    }
}
