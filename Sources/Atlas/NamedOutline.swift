public import Geospatial

/// A place with a name: a parcel, a campus, in the working reference system.
public struct NamedOutline: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The outline.
    public let outline: MultiPolygon

    /// A place.
    public init(name: String, outline: MultiPolygon) {
        self.name = name
        self.outline = outline
    }
}
