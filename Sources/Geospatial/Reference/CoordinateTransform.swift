import CPROJ
import Synchronization

/// The way from one coordinate reference system to another, as PROJ finds it with the grids installed here and no
/// network. Positions go in and come out as easting or longitude first.
///
/// Making one takes some milliseconds, a position some hundred nanoseconds: make it once. It may be shared between
/// tasks, which then take turns; for speed give each task its own.
public final class CoordinateTransform: Sendable {
    /// The system of the positions that go in.
    public let source: CoordinateReferenceSystem
    /// The system of the positions that come out.
    public let target: CoordinateReferenceSystem
    private let operation: Mutex<ProjOperation>

    /// - Throws: ``ProjectionError/noPath(from:to:reason:)`` when PROJ knows none.
    public init(
        from source: CoordinateReferenceSystem, to target: CoordinateReferenceSystem
    ) throws(ProjectionError) {
        self.source = source
        self.target = target
        operation = Mutex(try ProjOperation(from: source, to: target))
    }

    /// The way back.
    public func inverted() throws(ProjectionError) -> CoordinateTransform {
        try CoordinateTransform(from: target, to: source)
    }

    /// Replaces each position by its image; heights stay as they are.
    ///
    /// - Throws: ``ProjectionError/outside(index:position:from:to:reason:)`` for the first position that has no image;
    ///   the positions are then what they were.
    public func transform(_ positions: inout [Position]) throws(ProjectionError) {
        let moved = positions
        switch operation.withLock({ $0.images(of: moved) }) {
        case .success(let images): positions = images
        case .failure(let failure):
            throw .outside(
                index: failure.index, position: positions[failure.index], from: source.description,
                to: target.description, reason: failure.reason)
        }
    }

    /// The geometry with each position replaced by its image; heights stay as they are.
    ///
    /// Edges are straight lines between the images: over a campus the difference is far below a millimetre.
    ///
    /// - Throws: ``ProjectionError/outside(index:position:from:to:reason:)`` for the first position, in the order they
    ///   are stored, that has no image.
    public func transform(_ geometry: Geometry) throws(ProjectionError) -> Geometry {
        var positions: [Position] = []
        geometry.forEachPosition { positions.append($0) }
        guard !positions.isEmpty else { return geometry }
        try transform(&positions)
        var next = positions.makeIterator()
        return geometry.mapPositions { position in next.next() ?? position }
    }
}

/// One PROJ operation in a context of its own: for one thread at a time.
private struct ProjOperation: ~Copyable {
    struct Failure: Error {
        let index: Int
        let reason: String
    }

    private let context: ProjContext
    private let operation: OpaquePointer

    init(from source: CoordinateReferenceSystem, to target: CoordinateReferenceSystem) throws(ProjectionError) {
        let context = try ProjContext()
        let found = proj_create_crs_to_crs(context.pointer, source.definition, target.definition, nil)
        defer { proj_destroy(found) }
        guard let found, let operation = proj_normalize_for_visualization(context.pointer, found) else {
            throw .noPath(
                from: source.description, to: target.description,
                reason: context.reason(proj_context_errno(context.pointer)))
        }
        self.operation = operation
        self.context = context
    }

    deinit { proj_destroy(operation) }

    /// The image of each position, or the first position that has none.
    func images(of positions: [Position]) -> Result<[Position], Failure> {
        var images = positions
        let (stride, count) = (MemoryLayout<Position>.stride, images.count)
        proj_errno_reset(operation)
        images.withUnsafeMutableBufferPointer { buffer in
            guard let first = buffer.baseAddress, let x = first.pointer(to: \.x), let y = first.pointer(to: \.y) else {
                return
            }
            proj_trans_generic(operation, PJ_FWD, x, stride, count, y, stride, count, nil, 0, 0, nil, 0, 0)
        }
        guard let index = images.firstIndex(where: { !$0.x.isFinite || !$0.y.isFinite }) else {
            return .success(images)
        }
        return .failure(Failure(index: index, reason: context.reason(proj_errno(operation))))
    }
}
