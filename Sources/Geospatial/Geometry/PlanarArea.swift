extension Polygon {
    /// The area on the plane of the coordinates, in their square unit, holes subtracted, whichever way the rings turn.
    public var planarArea: Double {
        guard let exterior else { return 0 }
        return holes.reduce(abs(exterior.doubledSignedArea)) { $0 - abs($1.doubledSignedArea) } / 2
    }
}

extension MultiPolygon {
    /// The area on the plane of the coordinates, in their square unit; parts are taken not to overlap.
    ///
    /// On Lambert-93 it differs from the ground by some square metres a hectare: see ``GeodesicMeasure``.
    public var planarArea: Double { polygons.reduce(0) { $0 + $1.planarArea } }
}
