import Geospatial

/// Shapes found by place, to take them away from another or to see what they share with it. At full precision: what is
/// measured here is not stored.
struct PieceIndex: Sendable {
    private let shapes: [MultiPolygon]
    private let index: SpatialIndex
    /// The rank of each shape in the array given.
    private let ranks: [Int]

    init(_ shapes: [MultiPolygon]) {
        var kept: [(rank: Int, envelope: Envelope)] = []
        for (rank, shape) in shapes.enumerated() {
            if let envelope = Geometry.multiPolygon(shape).envelope { kept.append((rank, envelope)) }
        }
        self.shapes = kept.map { shapes[$0.rank] }
        ranks = kept.map(\.rank)
        index = SpatialIndex(kept.map(\.envelope))
    }

    /// What is left of a shape once these are taken away from it.
    func remove(from shape: MultiPolygon) throws -> MultiPolygon {
        let near = near(shape)
        guard !near.isEmpty else { return shape }
        return try shape.difference(
            MultiPolygon.union(of: near, grid: MultiPolygon.measuringGrid), grid: MultiPolygon.measuringGrid)
    }

    /// What these, taken together, share with a shape.
    func common(with shape: MultiPolygon) throws -> MultiPolygon {
        let near = near(shape)
        guard !near.isEmpty else { return MultiPolygon([]) }
        return try shape.intersection(
            MultiPolygon.union(of: near, grid: MultiPolygon.measuringGrid), grid: MultiPolygon.measuringGrid)
    }

    /// The ranks of those whose envelope touches that of a shape.
    func ranks(near shape: MultiPolygon) -> [Int] {
        guard let box = Geometry.multiPolygon(shape).envelope else { return [] }
        return index.query(box).map { ranks[$0] }
    }

    private func near(_ shape: MultiPolygon) -> [MultiPolygon] {
        guard let box = Geometry.multiPolygon(shape).envelope else { return [] }
        return index.query(box).map { shapes[$0] }
    }
}
