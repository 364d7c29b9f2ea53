import CampusAtlas
import Foundation
import Testing

@testable import AtlasServer

/// Two records of which one is sensitive (SINP level 2) and far from the other, older, and of another species.
@Suite struct SensitiveTests {
    private let folder = TemporaryFolder()
    private let client: Client
    private let shown = "0b4d8f6a-1111-4222-8333-444455556666"
    private let hidden = "5b2c7d25-38df-432f-9fcc-c07e848ee70f"

    init() throws {
        let atlas = try folder.atlas()
        let path = try folder.file(
            "observations.csv",
            """
            occurrenceID;basisOfRecord;eventDate;scientificName;decimalLatitude;decimalLongitude;occurrenceStatus;sensitivity
            \(shown);HumanObservation;2024-05-01;Passer domesticus;44.13;4.08;present;0
            \(hidden);HumanObservation;2019-05-01;Ophrys secreta;43.31;-0.36;present;2

            """)
        let report = try atlas.importObservations(from: path, options: ImportOptions())
        try #require(report.accepted == 2, "\(report)")
        client = try Client(atlas)
    }

    @Test("the record is there: an export for the school's own use has both")
    func isThere() throws {
        let report = try client.atlas.export(
            "observations", format: .geojson, sensitive: true, to: folder.path("all.geojson"))
        #expect(report.rows == 2)
    }

    @Test(
        "no answer holds the record, its name, its place or its year",
        arguments: ["json", "html"],
        [
            "/", "/api", "/conformance", "/collections", "/collections/observations", "/collections/observations/items",
            "/collections/observations/items?bbox=-0.4,43.3,-0.3,43.4",
            "/collections/observations/items?bbox=-180,-90,180,90",
            "/collections/observations/items?datetime=2019-05-01", "/collections/observations/items?offset=1",
        ])
    func isNowhere(form: String, path: String) async throws {
        let reply = try await client.get(path + (path.contains("?") ? "&" : "?") + "f=" + form)
        #expect(reply.status == 200)
        #expect(!reply.body.contains("secreta") && !reply.body.contains(hidden))
        #expect(!reply.body.contains("2019-05-01T") && !reply.body.contains("2019-05-01<"))
        #expect(!reply.body.contains("43.31") && !reply.body.contains("-0.36"))
    }

    @Test("the record is not counted, its address is that of nothing, and the extent does not reach it")
    func isNotCounted() async throws {
        let items = try await client.json("/collections/observations/items")
        #expect(items["numberMatched"]?.number == 1 && items["numberReturned"]?.number == 1)
        for query in ["bbox=-0.4,43.3,-0.3,43.4", "datetime=2019-05-01"] {
            #expect(try await client.json("/collections/observations/items?\(query)")["numberMatched"]?.number == 0)
        }
        let uuids = try await client.features("/collections/observations/items").compactMap { $0["id"]?.string }
        #expect(uuids == [shown])
        let secret = try await client.get("/collections/observations/items/\(hidden)")
        let nothing = try await client.get("/collections/observations/items/\(String(hidden.reversed()))")
        #expect(secret.status == 404 && nothing.status == 404)
        #expect(secret.body.replacing(hidden, with: "") == nothing.body.replacing(String(hidden.reversed()), with: ""))
        let extent = try #require(try await client.json("/collections/observations")["extent"])
        let box = try #require(extent["spatial"]?["bbox"]?.array?.first?.array).compactMap(\.number)
        #expect(box[0] > 4.07 && box[1] > 44.12 && box[2] < 4.09 && box[3] < 44.14)
        #expect(extent["temporal"]?["interval"]?.array?.first?.array?.first?.string == "2024-05-01T00:00:00Z")
    }
}
