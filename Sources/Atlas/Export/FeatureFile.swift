public import Formats
public import Geospatial

/// A feature that leaves the atlas apart from its layers: a problem, a piece of a figure, works.
public struct FoundFeature: Sendable {
    let geometry: MultiPolygon
    let members: [(name: String, value: JSONValue)]

    /// - Parameters:
    ///   - geometry: in the working reference system.
    ///   - members: what is said of it, in order.
    public init(_ geometry: MultiPolygon, _ members: [(name: String, value: JSONValue)]) {
        self.geometry = geometry
        self.members = members
    }
}

extension Atlas {
    /// Writes features as GeoJSON (RFC 7946): WGS 84, eight decimals.
    ///
    /// - Parameter path: where; `-` is standard output.
    /// - Returns: how many were written.
    @discardableResult
    public func write(_ features: [FoundFeature], to path: String) throws -> Int {
        let toDegrees = try CoordinateTransform(from: crs, to: .wgs84)
        var writer = try GeoJSONWriter(try ByteSink(path), decimals: 8)
        for feature in features {
            let shape = try toDegrees.transform(Geometry.multiPolygon(feature.geometry)).wound
            try writer.write(geometry: shape) { properties in
                for member in feature.members {
                    properties.key(member.name)
                    try properties.value(member.value)
                }
            }
        }
        try writer.finish()
        return features.count
    }
}
