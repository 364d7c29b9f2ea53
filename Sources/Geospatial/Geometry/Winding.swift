extension Geometry {
    /// The same geometry with exterior rings counter-clockwise and holes clockwise, as RFC 7946 section 3.1.6 and
    /// OGC 06-103r4 clause 6.1.11 have them.
    public var wound: Geometry {
        switch self {
        case .polygon(let polygon): .polygon(polygon.wound)
        case .multiPolygon(let multi): .multiPolygon(MultiPolygon(multi.polygons.map(\.wound)))
        case .geometryCollection(let members): .geometryCollection(members.map(\.wound))
        case .point, .lineString, .multiPoint, .multiLineString: self
        }
    }
}

extension Polygon {
    fileprivate var wound: Polygon {
        Polygon(
            rings: rings.enumerated().map { index, ring in
                ring.isCounterClockwise == (index == 0) ? ring : ring.reversed()
            })
    }
}
