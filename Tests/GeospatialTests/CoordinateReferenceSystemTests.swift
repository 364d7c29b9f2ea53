import Foundation
import Geospatial
import Testing

@Suite("Coordinate reference systems")
struct CoordinateReferenceSystemTests {
    @Test(
        "Every way to write a system leads to its register entry",
        arguments: [
            ("EPSG:2154", 2154), ("2154", 2154), (" epsg:2154 ", 2154),
            ("urn:ogc:def:crs:EPSG::32630", 32630), ("urn:ogc:def:crs:EPSG:9.0:2154", 2154),
            ("urn:x-ogc:def:crs:EPSG:4326", 4326),
            ("http://www.opengis.net/def/crs/EPSG/0/2154", 2154), ("https://www.opengis.net/def/crs/EPSG/0/3857", 3857),
            ("http://www.opengis.net/gml/srs/epsg.xml#4326", 4326),
            ("OGC:CRS84", 4326), ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326),
            ("+proj=utm +zone=31 +datum=WGS84 +units=m +no_defs", 32631), ("+proj=longlat +datum=WGS84", 4326),
            ("RGF93 v1 / Lambert-93", 2154), ("IGNF:LAMB93", nil),
            ("EPSG:5698", 5698),
        ] as [(String, Int?)])
    func spellings(_ written: String, _ code: Int?) throws {
        let system = try CoordinateReferenceSystem(written)
        #expect(system.authority?.code == code)
        if let code, code != 5698 { #expect(try system == CoordinateReferenceSystem("EPSG:\(code)")) }
    }

    @Test("The WKT of a shapefile made by ESRI is recognised as its EPSG entry")
    func recognisesESRI() throws {
        // projinfo EPSG:2154 -o WKT1:ESRI --single-line (PROJ 9.1.1)
        let system = try CoordinateReferenceSystem(
            """
            PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,\
            298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],\
            PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],\
            PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],\
            PARAMETER["Standard_Parallel_1",49.0],PARAMETER["Standard_Parallel_2",44.0],\
            PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]
            """)
        #expect(try system == CoordinateReferenceSystem("EPSG:2154"))
    }

    @Test("A WKT that claims a code but says something else keeps what it says")
    func doesNotTrustAClaimedCode() throws {
        let lambert = try CoordinateReferenceSystem("EPSG:2154")
        let shifted = lambert.wkt1.replacingOccurrences(of: "\"false_easting\",700000", with: "\"false_easting\",0")
        let system = try CoordinateReferenceSystem(shifted)
        #expect(system != lambert)
        #expect(system.authority == nil)
        var positions = [Position(3, 46.5)]
        try CoordinateTransform(from: .wgs84, to: system).transform(&positions)
        #expect(abs(positions[0].x) < 1e-6)
    }

    @Test("Lambert-93 is what its register entry says (EPSG 2154)")
    func lambert93() throws {
        let system = try CoordinateReferenceSystem("EPSG:2154")
        #expect(system.name == "RGF93 v1 / Lambert-93")
        #expect(system.description == "EPSG:2154")
        #expect(system.isProjected && system.isMetric && !system.isGeographic)
        #expect(system.semiMajorAxis == 6_378_137)
        #expect(abs(system.inverseFlattening - 298.257222101) < 1e-9)
        #expect(system.geographicBase.authority == AuthorityCode(organization: "EPSG", code: 4171))
        #expect(system.geographicBase.geographicBase == system.geographicBase)
        // EPSG extent 1326: France onshore and offshore
        let area = try #require(system.areaOfUse)
        #expect(area == Envelope(minX: -9.86, minY: 41.15, maxX: 10.38, maxY: 51.56))
        #expect(area.contains(Position(4.0805, 44.1333)))
        // projinfo EPSG:2154 -o WKT1:GDAL --single-line (PROJ 9.1.1)
        #expect(system.wkt1.hasPrefix("PROJCS[\"RGF93 v1 / Lambert-93\",GEOGCS[\"RGF93 v1\",DATUM[\"Reseau_Geodesique"))
        #expect(system.wkt1.hasSuffix("AUTHORITY[\"EPSG\",\"2154\"]]"))
    }

    @Test("The constant is what PROJ says of EPSG:4326")
    func wgs84() throws {
        #expect(try CoordinateReferenceSystem("EPSG:4326") == .wgs84)
        #expect(CoordinateReferenceSystem.wgs84.isGeographic)
    }

    @Test(
        "A projected system in feet or kilometres is not metric",
        arguments: [
            ("EPSG:2263", false), ("+proj=utm +zone=31 +datum=WGS84 +units=km", false), ("EPSG:3857", true),
            ("EPSG:4171", false),
        ])
    func metric(_ written: String, _ expected: Bool) throws {
        #expect(try CoordinateReferenceSystem(written).isMetric == expected)
    }

    @Test("An area of use that crosses the antimeridian goes on beyond 180°")
    func antimeridian() throws {
        // EPSG 3832, WGS 84 / PDC Mercator: 98.69 to -68 degrees of longitude
        let area = try #require(try CoordinateReferenceSystem("EPSG:3832").areaOfUse)
        #expect(area.minX == 98.69)
        #expect(area.maxX == 292)
    }

    @Test(
        "What is no horizontal system is refused by name",
        arguments: [
            "", "nothing", "EPSG:999999", "urn:ogc:def:crs:EPSG::0", "+proj=nothing", "PROJCS[\"x\"", "lambert",
            "/etc/passwd", "EPSG:5720", "EPSG:4978",
        ])
    func refused(_ written: String) {
        let error = #expect(throws: ProjectionError.self) { try CoordinateReferenceSystem(written) }
        switch error {
        case .unknownSystem(let definition, _), .notHorizontal(let definition, _): #expect(definition == written)
        default: Issue.record("\(String(describing: error))")
        }
    }
}
