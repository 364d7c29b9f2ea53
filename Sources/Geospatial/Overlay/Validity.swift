public import Languages

/// Whether a geometry is what OGC 06-103r4 clause 6.1 asks: rings that do not cross, holes inside, parts apart.
public enum Validity: Hashable, Sendable {
    /// Nothing is wrong.
    case valid
    /// The first fault found, in the words of GEOS, and where.
    case invalid(reason: String, at: Position?)

    /// The fault in both languages; nil when there is none.
    public var fault: Bilingual? {
        switch self {
        case .valid: nil
        case .invalid(let reason, let position): Self.phrase(reason, at: position)
        }
    }

    static func phrase(_ reason: String, at position: Position?) -> Bilingual {
        let place = position.map { Bilingual(fr: " en \($0.inWords)", en: " at \($0.inWords)") }
        let words = phrases[reason] ?? Bilingual(fr: reason, en: reason)
        return Bilingual(fr: words.fr + (place?.fr ?? ""), en: words.en + (place?.en ?? ""))
    }

    /// The faults that GEOS tells apart (TopologyValidationError).
    private static let phrases: [String: Bilingual] = [
        "Self-intersection": Bilingual(fr: "le contour se croise", en: "the outline crosses itself"),
        "Ring Self-intersection": Bilingual(
            fr: "un anneau se touche ou se croise", en: "a ring touches or crosses itself"),
        "Hole lies outside shell": Bilingual(fr: "un trou sort du contour", en: "a hole lies outside the outline"),
        "Holes are nested": Bilingual(fr: "un trou est dans un autre", en: "a hole lies inside another"),
        "Interior is disconnected": Bilingual(
            fr: "l'intérieur est coupé en morceaux", en: "the interior is cut into pieces"),
        "Nested shells": Bilingual(fr: "une partie en recouvre une autre", en: "a part covers another"),
        "Duplicate Rings": Bilingual(fr: "un anneau est répété", en: "a ring is repeated"),
        "Too few points in geometry component": Bilingual(
            fr: "un anneau ou une ligne a trop peu de positions distinctes",
            en: "a ring or a line has too few distinct positions"),
        "Invalid Coordinate": Bilingual(
            fr: "une coordonnée n'est pas un nombre fini", en: "a coordinate is not a finite number"),
        "Ring is not closed": Bilingual(fr: "un anneau n'est pas fermé", en: "a ring is not closed"),
    ]
}

extension Geometry {
    /// Whether the geometry is valid, and otherwise the first fault and its place.
    public func validity() throws(TopologyError) -> Validity { try Geos().validity(of: self) }

    /// The geometry made valid by what its rings mean: exteriors are united, holes subtracted (GEOS MakeValid, method
    /// structure). What collapses is dropped, and of polygons only surfaces are kept.
    ///
    /// A valid geometry is returned as it is. A polygon may become a multipolygon; an exterior without surface leaves an
    /// empty polygon. Heights of new positions are interpolated by GEOS.
    public func repaired() throws(TopologyError) -> Geometry {
        let geos = try Geos()
        guard try geos.validity(of: self) != .valid else { return self }
        let repaired = try geos.repaired(self)
        switch self {
        case .polygon:
            let parts = repaired.surfaces
            return parts.count > 1 ? .multiPolygon(MultiPolygon(parts)) : .polygon(parts.first ?? Polygon())
        case .multiPolygon: return .multiPolygon(MultiPolygon(repaired.surfaces))
        case .point, .lineString, .multiPoint, .multiLineString, .geometryCollection: return repaired
        }
    }

    /// The polygons anywhere in the geometry, without its lines and points and empty parts.
    var surfaces: [Polygon] {
        switch self {
        case .polygon(let polygon): polygon.rings.isEmpty ? [] : [polygon]
        case .multiPolygon(let multi): multi.polygons.filter { !$0.rings.isEmpty }
        case .geometryCollection(let members): members.flatMap(\.surfaces)
        case .point, .lineString, .multiPoint, .multiLineString: []
        }
    }
}
