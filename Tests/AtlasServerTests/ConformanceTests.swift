import CampusAtlas
import Foundation
import Testing

@testable import AtlasServer

/// What OGC 17-069r4 (OGC API - Features 1.0.1) and 18-058r1 (part 2) ask of each answer.
@Suite struct ConformanceTests {
    private let client: Client

    init() throws { client = try Demonstration.client.get() }

    @Test(
        "every answer in JSON links to itself and to its HTML form, and each link has a relation and a type that it keeps"
    )
    func links() async throws {
        for path in [
            "/", "/conformance", "/collections", "/collections/surfaces", "/collections/surfaces/items?limit=2",
        ] {
            let document = try await client.json(path)
            let links = try #require(document["links"]?.array)
            #expect(document.link("self") != nil && document.link("alternate", type: "text/html") != nil, "\(path)")
            for link in links {
                let type = try #require(link["type"]?.string)
                #expect(link["rel"]?.string != nil)
                let target = try await client.get(try #require(link["href"]?.string), accept: "*/*")
                #expect(target.status == 200)
                #expect(target.headers["content-type"]?.hasPrefix(type) == true, "\(link)")
            }
        }
    }

    @Test("the landing page leads to the API definition, the conformance and the data")
    func landing() async throws {
        let document = try await client.json("/")
        for rel in ["service-desc", "service-doc", "conformance", "data"] {
            #expect(document.link(rel) != nil, "\(rel)")
        }
        let classes = try await client.json("/conformance")["conformsTo"]?.array?.compactMap(\.string) ?? []
        for name in ["1/1.0/conf/core", "1/1.0/conf/geojson", "1/1.0/conf/html", "1/1.0/conf/oas30", "2/1.0/conf/crs"] {
            #expect(classes.contains("http://www.opengis.net/spec/ogcapi-features-\(name)"))
        }
    }

    @Test("the collections are the exports that have a geometry")
    func collections() async throws {
        let entries = try #require(try await client.json("/collections")["collections"]?.array)
        #expect(
            Set(entries.compactMap { $0["id"]?.string })
                == [
                    "campuses", "surfaces", "parcels", "works", "plants", "planting_beds", "observations", "containers",
                    "rain_devices",
                    "infiltration_tests",
                ])
        #expect(Set(PublishedLayer.all.map(\.id)) == Set(Atlas.exports.filter(\.hasGeometry).map(\.name)))
        for entry in entries {
            let id = try #require(entry["id"]?.string)
            #expect(try await client.json("/collections/\(id)") == entry)
            #expect(entry["crs"]?.array?.first?.string == "http://www.opengis.net/def/crs/OGC/1.3/CRS84")
            #expect(entry["storageCrs"]?.string == "http://www.opengis.net/def/crs/EPSG/0/2154")
        }
    }

    @Test("the extent of a collection holds all its features", arguments: PublishedLayer.all.map(\.id))
    func extent(id: String) async throws {
        let entry = try await client.json("/collections/\(id)")
        let features = try await client.features("/collections/\(id)/items?limit=10000")
        guard !features.isEmpty else {
            // The demonstration has none: nothing spans an extent.
            #expect(entry["extent"]?["spatial"] == nil)
            return
        }
        let bbox = try #require(entry["extent"]?["spatial"]?["bbox"]?.array?.first?.array).compactMap(\.number)
        let extent = Envelope(minX: bbox[0], minY: bbox[1], maxX: bbox[2], maxY: bbox[3])
        for feature in features {
            let box = try #require(try feature.geometry().envelope)
            #expect(extent.contains(Position(box.minX, box.minY)) && extent.contains(Position(box.maxX, box.maxY)))
        }
    }

    @Test("paging visits every feature once, in the same order as one page of all", arguments: [1, 7, 100])
    func paging(limit: Int) async throws {
        for id in ["surfaces", "observations"] {
            let whole = try await client.json("/collections/\(id)/items?limit=10000")
            let paged = try await client.features("/collections/\(id)/items?limit=\(limit)")
            #expect(paged == whole["features"]?.array)
            #expect(Set(paged.compactMap { $0["id"]?.string }).count == paged.count)
            #expect(whole["numberMatched"]?.number == Double(paged.count))
            #expect(whole["numberReturned"]?.number == Double(paged.count))
        }
    }

    @Test("a page holds 100 features unless asked otherwise, at most 10000, and more is not an error")
    func limits() async throws {
        #expect(try await client.json("/collections/surfaces/items")["numberReturned"]?.number == 100)
        #expect(try await client.json("/collections/surfaces/items?limit=3")["numberReturned"]?.number == 3)
        for limit in ["10001", "99999999999999999999999"] {
            #expect(try await client.get("/collections/surfaces/items?limit=\(limit)").status == 200)
        }
        let beyond = try await client.json("/collections/surfaces/items?offset=99999999999999999999999")
        #expect(beyond["numberReturned"]?.number == 0 && beyond.link("next") == nil)
    }

    @Test("the features served are those of the export, byte for byte in their numbers")
    func sameAsExport() async throws {
        let folder = TemporaryFolder()
        for id in PublishedLayer.all.map(\.id) {
            let path = folder.path(id + ".geojson")
            _ = try client.atlas.export(id, format: .geojson, to: path)
            let exported = try JSONValue(ByteSource(path))
            #expect(try await client.json("/collections/\(id)/items?limit=10000")["features"] == exported["features"])
        }
    }

    @Test("a feature stands at its own address, with links to itself, its other form and its collection")
    func feature() async throws {
        for listed in try await client.features("/collections/plants/items?limit=10").prefix(10) {
            let id = try #require(listed["id"]?.string)
            let reply = try await client.get("/collections/plants/items/\(id)")
            let feature = try reply.json()
            #expect(reply.headers["content-type"] == "application/geo+json")
            for name in ["id", "geometry", "properties", "type"] { #expect(feature[name] == listed[name]) }
            for rel in ["self", "alternate", "collection"] { #expect(feature.link(rel) != nil) }
        }
    }

    @Test(
        "an unknown, repeated or invalid parameter is refused with a code and a sentence",
        arguments: [
            "/?color=red", "/api?x=1", "/conformance?limit=1", "/collections?bbox=1,2,3,4",
            "/collections/surfaces?limit=1",
            "/progress?on=tomorrow", "/progress?limit=1", "/?f=xml",
        ]
            + [
                "ooga=booga", "limit=0", "limit=-1", "limit=ten", "limit=", "limit=1&limit=2", "offset=-1",
                "offset=1.5",
                "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=a,b,c,d", "bbox=0,2,1,1", "bbox=nan,0,1,1", "bbox=", "datetime=",
                "datetime=yesterday", "datetime=2024-02-30", "datetime=../..", "datetime=2024-05-02/2024-05-01",
                "datetime=2024-01-01/2024-02-01/2024-03-01", "crs=EPSG:2154", "bbox-crs=http://example.org/1",
                "bbox=2,1,1,2&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/2154", "dateTime=2024-01-01", "f=gml",
            ].map { "/collections/surfaces/items?" + $0 })
    func refused(path: String) async throws {
        let reply = try await client.get(path)
        #expect(reply.status == 400, "\(path)")
        let error = try reply.json()
        #expect(error["code"]?.string?.isEmpty == false && error["description"]?.string?.isEmpty == false)
        let french = try await client.get(path, language: "fr-FR,fr;q=0.9,en;q=0.5")
        #expect(try french.json()["description"] != error["description"])
    }

    @Test(
        "what does not exist is 404",
        arguments: [
            "/nowhere", "/collections/nothing", "/collections/nothing/items", "/collections/weighings",
            "/collections/surfaces/items/0", "/collections/surfaces/items/018f0000-0000-7000-8000-000000000000",
            "/collections/surfaces/items/'%20OR%201=1", "/collections/surfaces/items/a/b",
        ])
    func missing(path: String) async throws {
        let reply = try await client.get(path)
        #expect(reply.status == 404)
        #expect(try reply.json()["code"]?.string == "NotFound")
        #expect(try await client.get(path, accept: "text/html").headers["content-type"] == "text/html; charset=utf-8")
    }

    @Test("nothing is written: other methods are refused, HEAD answers without a body")
    func methods() async throws {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let reply = try await client.get("/collections/surfaces/items", method: method)
            #expect(reply.status == 405 && reply.headers["allow"] == "GET, HEAD")
        }
        let head = try await client.get("/collections", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
    }

    @Test(
        "the form follows Accept, and f before it",
        arguments: [
            ("*/*", "application/json"), ("application/json", "application/json"),
            ("text/html", "text/html; charset=utf-8"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
            ("application/geo+json, */*;q=0.1", "application/json"),
            ("text/html;q=0.2, application/json", "application/json"),
        ])
    func negotiation(accept: String, type: String) async throws {
        #expect(try await client.get("/collections", accept: accept).headers["content-type"] == type)
        #expect(
            try await client.get("/collections?f=json", accept: accept).headers["content-type"] == "application/json")
        #expect(
            try await client.get("/collections?f=html", accept: accept).headers["content-type"]
                == "text/html; charset=utf-8")
        #expect(try await client.get("/collections", accept: "image/png").status == 406)
    }

    @Test("the API definition names every address, with the parameters as the standard writes them")
    func definition() async throws {
        let reply = try await client.get("/api", accept: "application/vnd.oai.openapi+json;version=3.0")
        #expect(reply.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0")
        let api = try reply.json()
        #expect(api["openapi"]?.string == "3.0.3")
        let paths = try #require(api["paths"]?.object)
        #expect(paths.count == 5 + 3 * 10)
        let items = paths["/collections/surfaces/items"]?["get"]?["parameters"]?.array?.compactMap {
            $0["$ref"]?.string
        }
        #expect(
            items?.map { $0.replacing("#/components/parameters/", with: "") }
                == ["f", "bbox", "bbox-crs", "crs", "datetime", "limit", "offset"])
        let limit = api["components"]?["parameters"]?["limit"]?["schema"]
        #expect(limit?["default"]?.number == 100 && limit?["maximum"]?.number == 10_000)
    }

    @Test("links carry the name by which the server was reached, when it is written as a host is")
    func root() async throws {
        #expect(
            try await client.get("/", host: "127.0.0.1:8080").json().link("data")?.hasPrefix("http://127.0.0.1:8080/")
                == true)
        let odd = try await client.get("/", host: "evil\"><script>")
        #expect(!odd.body.contains("evil") && odd.body.contains("http://localhost/"))
    }
}
