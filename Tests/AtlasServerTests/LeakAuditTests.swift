import CampusAtlas
import Foundation
import Testing

@testable import AtlasServer

/// No channel by which the public reads shows a sensitive record, and none is forgotten.
@Suite struct LeakAuditTests {
    private let folder = TemporaryFolder()
    private let atlas: Atlas
    private let hidden = "5b2c7d25-38df-432f-9fcc-c07e848ee70f"

    init() throws {
        atlas = try folder.atlas()
        let path = try folder.file(
            "observations.csv",
            """
            occurrenceID;eventDate;scientificName;recordedBy;decimalLatitude;decimalLongitude;sensitivity
            0b4d8f6a-1111-4222-8333-444455556666;2024-05-01;Passer domesticus;Zoé Durand;44.1312345;4.0812345;0
            \(hidden);2019-05-01;Ophrys secreta;Zoé Durand;43.3156789;-0.3656789;2
            observer-of-a-rule;2024-05-01;Falco regulatus;Zoé Durand;44.1498765;4.0987654;

            """)
        try #require(try atlas.importObservations(from: path, options: ImportOptions()).accepted == 3)
        let rules = try folder.file("rules.csv", "scientific_name;level;source\nFalco regulatus;2;essai\n")
        try #require(try atlas.importSensitivityRules(from: rules, options: ImportOptions()).accepted == 1)
        var metadata = DatasetMetadata()
        (metadata.title, metadata.abstract, metadata.creator) = ("Essai", "Essai.", "École")
        (metadata.contact, metadata.email, metadata.licence) = ("Accueil", "accueil@example.org", .ccBy)
        _ = try atlas.describeDataset(metadata, by: nil)
    }

    private func audit(_ channels: [PublicChannel]) async throws -> LeakAudit {
        let place = URL(filePath: folder.path("audit-\(UUID().uuidString)"))
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        return try await atlas.auditLeaks(through: channels, in: place)
    }

    @Test("each public channel leaves out a record its source made sensitive, one a rule made so, and observers")
    func nothing() async throws {
        let audit = try await audit(PublicChannel.ofLibrary + PublicChannel.ofServer)
        #expect(audit.records == 2 && audit.observers == 1)
        #expect(audit.leaks.isEmpty, "\(audit.leaks)")
        #expect(
            audit.silent == ["GET /collections/{layer}/items/{item}"], "no channel but that of hidden records is empty")
    }

    @Test("the audit finds what the school's own export shows: identity, place, taxon and observer, across chunks too")
    func found() async throws {
        let own = PublicChannel("own") { atlas, folder, _ in
            let path = folder.appending(path: "own.geojson").path
            _ = try atlas.export("observations", format: .geojson, sensitive: true, to: path)
            let bytes = try ByteSource(path).readAll(limit: 1 << 20)
            let start = try #require(String(decoding: bytes, as: UTF8.self).range(of: "secreta")?.lowerBound)
            let before = String(decoding: bytes, as: UTF8.self)[..<start].utf8.count
            // The name lies over the end of what is read at once, 256 KiB.
            let padding = [UInt8](repeating: 32, count: (1 << 18) - before - 3)
            return [ByteSource(bytes: padding + bytes, name: "own")]
        }
        let audit = try await audit([own])
        let found = Set(audit.leaks.map { "\($0.trace): \($0.text)" })
        #expect(
            found.isSuperset(of: [
                "identity: \(hidden)", "identity: observer-of-a-rule", "taxon: Ophrys secreta",
                "taxon: Falco regulatus",
                "place: -0.365678 43.315678", "observer: Zoé Durand",
            ]), "\(found)")
        #expect(!found.contains { $0.contains("Passer") || $0.contains("44.131234") || $0 == "place: 4.081234" })
    }

    @Test("every export and every operation of the server is a channel")
    func complete() {
        let files = Set(PublicChannel.ofLibrary.map { $0.name.prefix { $0 != "." } }.map(String.init))
        #expect(files == Set(Atlas.exportNames + ["progress", "dwca", "sinp", "species"]))
        #expect(PublicChannel.ofServer.count == Operation.allCases.count)
    }
}
