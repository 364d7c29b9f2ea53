/// The organization that registered something and the number it gave it: EPSG and 2154.
public struct AuthorityCode: Hashable, Sendable {
    /// The organization as PROJ writes it, in capitals: `EPSG`, `ESRI`.
    public let organization: String
    /// The number in the register of that organization.
    public let code: Int

    /// The number that the organization gave.
    public init(organization: String, code: Int) {
        self.organization = organization
        self.code = code
    }
}

/// What the numbers of a position mean: a geographic or projected coordinate reference system (ISO 19111).
///
/// Positions are always easting then northing or longitude then latitude, whatever order the authority gives its axes,
/// so `OGC:CRS84` and `EPSG:4326` are one system here. Of a compound system only the horizontal
/// part is used; its name and code are kept. Two systems are equal when PROJ takes them for the same registered one, or
/// when their definitions are.
public struct CoordinateReferenceSystem: Hashable, Sendable {
    /// The name in the register, or in the definition.
    public let name: String
    /// The entry of the register: given, or recognised by PROJ in a definition that is equivalent; nil when there is
    /// none, or when its code is no number.
    public let authority: AuthorityCode?
    /// True when positions are longitude and latitude.
    public let isGeographic: Bool
    /// The definition in the first version of well-known text, as GDAL writes it and `gpkg_spatial_ref_sys.definition`
    /// asks; in the second version (ISO 19162:2019) where the first cannot say it.
    public let wkt1: String
    /// The equatorial radius of the ellipsoid, in metres.
    public let semiMajorAxis: Double
    /// The inverse flattening of the ellipsoid; 0 for a sphere.
    public let inverseFlattening: Double
    /// Where the system is meant to be used, in degrees of longitude and latitude; beyond 180° east where it crosses
    /// that meridian; nil when the register does not say.
    public let areaOfUse: Envelope?

    /// What PROJ rebuilds the horizontal system from.
    let definition: String
    /// Metres, or radians, in one unit of the axes.
    let axisUnit: Double
    private let base: Base

    private indirect enum Base: Hashable, Sendable {
        case itself
        case under(CoordinateReferenceSystem)
    }

    /// True when positions are easting and northing.
    public var isProjected: Bool { !isGeographic }

    /// True when positions are easting and northing in metres.
    public var isMetric: Bool { isProjected && axisUnit == 1 }

    /// The geographic system on whose ellipsoid this one lies: itself, or what it projects.
    public var geographicBase: CoordinateReferenceSystem {
        switch base {
        case .itself: self
        case .under(let base): base
        }
    }

    /// WGS 84 longitude and latitude in degrees: EPSG:4326 with its axes in the order of `OGC:CRS84` (RFC 7946).
    public static let wgs84 = CoordinateReferenceSystem(
        name: "WGS 84", authority: AuthorityCode(organization: "EPSG", code: 4326), isGeographic: true,
        wkt1: """
            GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],\
            AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,\
            AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]
            """,
        semiMajorAxis: 6_378_137, inverseFlattening: 298.257223563,
        areaOfUse: Envelope(minX: -180, minY: -90, maxX: 180, maxY: 90), definition: "EPSG:4326",
        axisUnit: .pi / 180, base: nil)

    /// Reads what people and files write for a system: `EPSG:2154`, `2154`, `urn:ogc:def:crs:EPSG::32630`,
    /// `http://www.opengis.net/def/crs/OGC/1.3/CRS84`, `OGC:CRS84`, a registered name in full, WKT of any version,
    /// PROJJSON, a PROJ string.
    ///
    /// - Throws: ``ProjectionError/unknownSystem(definition:reason:)``,
    ///   ``ProjectionError/notHorizontal(definition:name:)``.
    public init(_ definition: String) throws(ProjectionError) {
        self = try ProjContext().system(definition)
    }

    init(
        name: String, authority: AuthorityCode?, isGeographic: Bool, wkt1: String, semiMajorAxis: Double,
        inverseFlattening: Double, areaOfUse: Envelope?, definition: String, axisUnit: Double,
        base: CoordinateReferenceSystem?
    ) {
        self.name = name
        self.authority = authority
        self.isGeographic = isGeographic
        self.wkt1 = wkt1
        self.semiMajorAxis = semiMajorAxis
        self.inverseFlattening = inverseFlattening
        self.areaOfUse = areaOfUse
        self.definition = definition
        self.axisUnit = axisUnit
        self.base = base.map(Base.under) ?? .itself
    }
}

extension CoordinateReferenceSystem: CustomStringConvertible {
    /// `EPSG:2154` where there is a code, the name otherwise.
    public var description: String { authority.map { "\($0.organization):\($0.code)" } ?? name }
}
