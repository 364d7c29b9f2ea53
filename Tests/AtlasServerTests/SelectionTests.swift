import CampusAtlas
import Foundation
import Testing

@testable import AtlasServer

/// Which features an area and an interval select, against a filter over all of them.
@Suite struct SelectionTests {
    private let client: Client

    init() throws { client = try Demonstration.client.get() }

    private func ids(_ features: [JSONValue]) -> [String] { features.compactMap { $0["id"]?.string } }

    /// GEOS says which features meet the rectangle; the server asks its own predicate.
    private func brute(_ features: [JSONValue], _ box: Envelope) throws -> [String] {
        let corners = [(box.minX, box.minY), (box.maxX, box.minY), (box.maxX, box.maxY), (box.minX, box.maxY)]
        let ring = try LinearRing((corners + [corners[0]]).map { Position($0.0, $0.1) })
        let surface = try PreparedPolygon(MultiPolygon([Polygon(exterior: ring)]))
        var met: [String] = []
        for feature in features {
            let geometry = try feature.geometry()
            let meets =
                if case .point(let position?) = geometry { try surface.intersects(position) } else {
                    try surface.intersects(#require(geometry.polygonal))
                }
            if meets { met.append(try #require(feature["id"]?.string)) }
        }
        return met
    }

    @Test(
        "bbox selects what GEOS finds among all features",
        arguments: ["campuses", "surfaces", "plants", "observations"])
    func bbox(id: String) async throws {
        let all = try await client.features("/collections/\(id)/items?limit=10000")
        let extent = try #require(
            try await client.json("/collections/\(id)")["extent"]?["spatial"]?["bbox"]?.array?.first?.array
        ).compactMap(\.number)
        var random = SplitMix64(state: 2026)
        var sizes: Set<Int> = []
        for _ in 0..<60 {
            let width = (extent[2] - extent[0]) * pow(10, Double.random(in: -3...0.2, using: &random))
            let height = (extent[3] - extent[1]) * pow(10, Double.random(in: -3...0.2, using: &random))
            // Around a vertex of some feature, so that many rectangles cut something.
            var near: [Position] = []
            try all.randomElement(using: &random)?.geometry().forEachPosition { near.append($0) }
            let corner = try #require(near.randomElement(using: &random))
            let x = corner.x - width * Double.random(in: 0...1, using: &random)
            let y = corner.y - height * Double.random(in: 0...1, using: &random)
            let box = Envelope(minX: x, minY: y, maxX: x + width, maxY: y + height)
            let answer = try await client.json(
                "/collections/\(id)/items?limit=10000&bbox=\(x),\(y),\(box.maxX),\(box.maxY)")
            let expected = try brute(all, box)
            #expect(ids(answer["features"]?.array ?? []) == expected)
            #expect(answer["numberMatched"]?.number == Double(expected.count))
            sizes.insert(expected.count)
        }
        #expect(sizes.count > (id == "campuses" ? 0 : 5), "the rectangles must be of many kinds")
    }

    @Test(
        "a rectangle around the world has everything, one elsewhere nothing, one across the 180th meridian what lies there"
    )
    func farAndWide() async throws {
        let all = try await client.json("/collections/observations/items")["numberMatched"]?.number
        for box in ["-180,-90,180,90", "-180,-90,-1000,180,90,9000", "170,-90,20,90"] {
            #expect(
                try await client.json("/collections/observations/items?bbox=\(box)")["numberMatched"]?.number == all,
                "\(box)")
        }
        for box in ["-60,10,-50,20", "20,-90,170,90", "170,-90,-170,90"] {
            #expect(
                try await client.json("/collections/observations/items?bbox=\(box)")["numberMatched"]?.number == 0,
                "\(box)")
        }
    }

    @Test("in the atlas's own system geometries come as stored, and a rectangle selects by them")
    func workingSystem() async throws {
        let uri = "http://www.opengis.net/def/crs/EPSG/0/2154"
        let reply = try await client.get("/collections/plants/items?limit=10000&crs=\(uri)")
        #expect(reply.headers["content-crs"] == "<\(uri)>")
        let stored = try #require(try reply.json()["features"]?.array)
        let degrees = try await client.features("/collections/plants/items?limit=10000")
        let toDegrees = try CoordinateTransform(from: CoordinateReferenceSystem("EPSG:2154"), to: .wgs84)
        for (a, b) in zip(stored, degrees) {
            guard case .point(let place?) = try toDegrees.transform(a.geometry()),
                case .point(let other?) = try b.geometry()
            else {
                Issue.record("not points")
                continue
            }
            // Half of the seventh decimal of a degree.
            #expect(abs(place.x - other.x) <= 0.51e-7 && abs(place.y - other.y) <= 0.51e-7)
        }
        guard case .point(let first?) = try #require(stored.first).geometry() else { return }
        let box = Envelope(minX: first.x - 30, minY: first.y - 30, maxX: first.x + 30, maxY: first.y + 30)
        let answer = try await client.json(
            "/collections/plants/items?limit=10000&bbox=\(box.minX),\(box.minY),\(box.maxX),\(box.maxY)&bbox-crs=\(uri)"
        )
        #expect(ids(answer["features"]?.array ?? []) == (try brute(stored, box)))
    }

    @Test(
        "datetime selects what is true at some moment of it: from its first day, until a day that is no longer of it",
        arguments: [
            ("2022-12-31", "2022-12-31", "2022-12-31"), ("2024-07-01T10:00:00Z", "2024-07-01", "2024-07-01"),
            ("2023-01-01/2025-06-30", "2023-01-01", "2025-06-30"), ("2025-01-01/..", "2025-01-01", "9999-12-31"),
            ("../2023-06-30", "0001-01-01", "2023-06-30"), ("/2023-06-30", "0001-01-01", "2023-06-30"),
            ("2025-01-01T00:00:00Z/", "2025-01-01", "9999-12-31"),
        ])
    func datetime(text: String, first: String, last: String) async throws {
        for (id, from, until) in [("surfaces", "valid_from", "valid_to"), ("plants", "planted_on", "removed_on")] {
            let all = try await client.features("/collections/\(id)/items?limit=10000")
            let expected = all.filter { feature in
                let begins = feature["properties"]?[from]?.string ?? "0001-01-01"
                let ends = feature["properties"]?[until]?.string
                return begins <= last && (ends == nil || ends ?? "" > first)
            }
            #expect(ids(try await client.features("/collections/\(id)/items?datetime=\(text)")) == ids(expected))
        }
        let observations = try await client.features("/collections/observations/items?limit=10000")
        let seen = try observations.filter { feature in
            guard let text = feature["properties"]?["event_date"]?.string else { return true }
            let days = try #require(EventDate(text))
            return days.first.description <= last && days.last.description >= first
        }
        #expect(ids(try await client.features("/collections/observations/items?datetime=\(text)")) == ids(seen))
    }

    @Test("what has no place answers every rectangle, what has no date every day, as the standard asks")
    func withoutPlace() async throws {
        let folder = TemporaryFolder()
        let atlas = try folder.atlas()
        let path = try folder.file(
            "containers.csv",
            """
            code;decimal_longitude;decimal_latitude;valid_from
            PLACED;4.08;44.13;2024-03-01
            UNPLACED;;;2024-03-01
            UNDATED;4.09;44.14;

            """)
        let report = try atlas.importContainers(from: path, options: ImportOptions())
        try #require(report.accepted == 3, "\(report)")
        let client = try Client(atlas)
        func codes(_ query: String) async throws -> [String] {
            try await client.features("/collections/containers/items?" + query).compactMap {
                $0["properties"]?["code"]?.string
            }
        }
        #expect(try await codes("bbox=0,0,1,1") == ["UNPLACED"])
        #expect(try await codes("bbox=4.07,44.12,4.085,44.135") == ["PLACED", "UNPLACED"])
        #expect(try await codes("datetime=2020-01-01") == ["UNDATED"])
        #expect(try await codes("datetime=2020-01-01&bbox=0,0,1,1") == [])
        #expect(try await codes("datetime=2024-03-01&bbox=0,0,1,1") == ["UNPLACED"])
    }

    @Test(
        "a rectangle meets a line where the line runs, a polygon inside it and not in its holes",
        arguments: [
            ("LINESTRING (0 0, 10 10)", true), ("LINESTRING (0 3, 1 10)", false), ("LINESTRING (0 4, 10 4)", true),
            ("LINESTRING (0 6, 10 6)", true), ("LINESTRING (0 7, 3 10)", false), ("LINESTRING (5 5, 5.5 5.5)", true),
            ("LINESTRING (2 4, 5 7)", true), ("LINESTRING (2 4.1, 5 7.1)", false), ("POINT (6 6)", true),
            ("POINT (6.01 6)", false), ("MULTIPOINT ((0 0), (5 5))", true), ("POINT EMPTY", false),
            ("MULTILINESTRING ((0 0, 1 1), (4 0, 4 4))", true), ("POLYGON EMPTY", false),
            ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))", true),
            ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (3 3, 7 3, 7 7, 3 7, 3 3))", false),
            ("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (3 3, 7 3, 7 5, 3 5, 3 3))", true),
            ("POLYGON ((4.5 4.5, 5 4.5, 5 5, 4.5 4.5))", true), ("POLYGON ((0 0, 3 0, 3 3, 0 3, 0 0))", false),
            ("GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (0 5, 9 5))", true),
        ])
    func rectangle(wkt: String, meets: Bool) throws {
        // The rectangle from (4, 4) to (6, 6): each case can be seen on squared paper.
        #expect(try Geometry(wkt: wkt).intersects(Envelope(minX: 4, minY: 4, maxX: 6, maxY: 6)) == meets)
    }

    @Test("a row that is written meanwhile is in the next answer")
    func meanwhile() async throws {
        let folder = TemporaryFolder()
        let atlas = try folder.atlas()
        let client = try Client(atlas)
        #expect(try await client.json("/collections/containers/items")["numberMatched"]?.number == 0)
        #expect(try await client.json("/collections/containers")["extent"] == nil)
        let other = try Atlas.open(atlas.path)
        let path = try folder.file("containers.csv", "code;decimal_longitude;decimal_latitude\nA1;4.08;44.13\n")
        _ = try other.importContainers(from: path, options: ImportOptions())
        #expect(try await client.json("/collections/containers/items")["numberMatched"]?.number == 1)
        #expect(try await client.json("/collections/containers")["extent"] != nil)
    }

    @Test("a system whose authority puts northing first is not offered: only longitude and latitude are")
    func northingFirst() async throws {
        let folder = TemporaryFolder()
        let entry = try await Client(folder.atlas(crs: "EPSG:3035")).json("/collections/plants")
        #expect(entry["crs"]?.array?.count == 1 && entry["storageCrs"] == nil)
    }
}
