/// A closed line of four or more positions, the last equal to the first (OGC 06-103r4 clause 6.1.11; RFC 7946 3.1.6).
///
/// Any winding is accepted; writers give the one that their format asks for.
public struct LinearRing: Hashable, Sendable {
    /// The positions in the order they are run, the last equal to the first.
    public let positions: [Position]

    /// - Throws: ``GeometryError/ringTooShort(count:)``, ``GeometryError/ringNotClosed(first:last:)`` or
    ///   ``GeometryError/notFinite(_:)``.
    public init(_ positions: [Position]) throws(GeometryError) {
        guard positions.count >= 4, let first = positions.first, let last = positions.last else {
            throw .ringTooShort(count: positions.count)
        }
        guard first.x == last.x, first.y == last.y else { throw .ringNotClosed(first: first, last: last) }
        if let bad = positions.first(where: { !$0.isFinite }) { throw .notFinite(bad) }
        self.positions = positions
    }

    /// For positions that come out of a ring already checked, moved one by one.
    init(unchecked positions: [Position]) {
        self.positions = positions
    }

    /// Twice the planar area, in square units of the positions: above zero when the ring turns counter-clockwise.
    var doubledSignedArea: Double {
        guard let origin = positions.first else { return 0 }
        var sum = 0.0
        for index in positions.indices.dropLast() {
            let a = positions[index]
            let b = positions[index + 1]
            sum += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
        }
        return sum
    }

    /// True when the interior lies to the left of the line, as RFC 7946 asks of an exterior ring.
    public var isCounterClockwise: Bool { doubledSignedArea > 0 }

    /// The same ring, run the other way.
    public func reversed() -> LinearRing { LinearRing(unchecked: positions.reversed()) }
}
