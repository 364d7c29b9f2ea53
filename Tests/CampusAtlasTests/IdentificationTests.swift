import CampusAtlas
import Foundation
import Testing

/// What an observation is said to be, and what it was said to be before.
@Suite struct IdentificationTests {
    private static let oak = "018f0000-0000-7000-8000-000000000001"
    private let header = "uuid;occurrence_id;scientific_name;event_date;identified_by;longitude;latitude;sensitivity\n"

    private func ledger(_ rows: [String]? = nil) throws -> Ledger {
        let ledger = try Ledger(campuses: true)
        let rows = rows ?? ["\(Self.oak);urn:oak;Quercus ilex L.;2025-05-01;Zoé D.;\(Ledger.inWest);"]
        let report = try ledger.observations(header + rows.joined(separator: "\n") + "\n")
        #expect(report.refused == 0)
        return ledger
    }

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    @Test(
        "a new identification takes the place of the former, which is kept with who said it; the name first cited stays"
    )
    func history() throws {
        let ledger = try ledger()
        let expert = NewIdentification(
            "Quercus coccifera L.", identifiedBy: "Ana P.", on: try day("2025-06-01"), status: .certain,
            remarks: "feuilles vues")
        try ledger.atlas.identify("urn:oak", expert)
        try ledger.atlas.identify(
            Self.oak, NewIdentification("Quercus suber L.", identifiedBy: "Ana P.", on: try day("2025-07-01")))
        let said = try ledger.atlas.identifications(of: Self.oak)
        #expect(said.map(\.scientificName) == ["Quercus suber L.", "Quercus coccifera L.", "Quercus ilex L."])
        #expect(said.map(\.identifiedBy) == ["Ana P.", "Ana P.", "Zoé D."])
        #expect(said.map(\.dateIdentified) == ["2025-07-01", "2025-06-01", nil])
        #expect(said.map(\.verificationStatus) == [nil, "Certain - très probable", nil])
        #expect(said.map(\.isCurrent) == [true, false, false])
        #expect(said[1].remarks == "feuilles vues")
        #expect(
            try ledger.values("SELECT verbatim_identification FROM observation", as: String.self) == ["Quercus ilex L."]
        )
    }

    @Test("an opinion alone keeps the name and who gave it")
    func opinion() throws {
        let ledger = try ledger()
        try ledger.atlas.identify(Self.oak, NewIdentification(on: try day("2025-06-01"), status: .doubtful))
        let current = try ledger.atlas.identifications(of: Self.oak)[0]
        #expect(current.scientificName == "Quercus ilex L.")
        #expect(current.identifiedBy == "Zoé D.")
        #expect(current.verificationStatus == "Douteux")
    }

    @Test("what says nothing new, comes before the observation, or is of none, is refused and changes nothing")
    func refusals() throws {
        let ledger = try ledger()
        let on = try day("2025-06-01")
        #expect(throws: IdentificationError.nothingNew) {
            try ledger.atlas.identify(Self.oak, NewIdentification("Quercus ilex L.", on: on))
        }
        let before = try day("2025-04-30")
        #expect(throws: IdentificationError.beforeTheObservation(before)) {
            try ledger.atlas.identify(Self.oak, NewIdentification("Quercus suber L.", on: before))
        }
        #expect(throws: IdentificationError.unknownObservation("urn:elm")) {
            try ledger.atlas.identify("urn:elm", NewIdentification("Ulmus minor", on: on))
        }
        #expect(try ledger.atlas.identifications(of: Self.oak).count == 1)
    }

    @Test(
        "an invalid identification is in no list and no figure, whoever says it, and the record stays",
        arguments: ["4", "Invalide", "invalid", "Rejected"])
    func invalid(status: String) throws {
        let ledger = try Ledger(campuses: true)
        let report = try ledger.observations(
            "scientific_name;event_date;longitude;latitude;identification_verification_status\n"
                + "Erithacus rubecula;2025-05-01;\(Ledger.inWest);\(status)\n"
                + "Turdus merula;2025-05-01;\(Ledger.inWest);3\n")
        #expect(report.counts == [2, 0, 0])
        let list = try ledger.atlas.speciesList(in: .everywhere)
        #expect(list.species.map(\.scientificName) == ["Turdus merula"])
        let diversity = try ledger.atlas.speciesDiversity(by: .campus, on: day("2025-06-01"))
        #expect(diversity.fates[.invalid] == 1)
        #expect(diversity.fates[.used] == 1)
        #expect(try ledger.exported("observations", .csv).1.rows == 2)
    }

    @Test("the archive tells what public records were said to be, with the pseudonym, and nothing of a sensitive one")
    func archive() throws {
        let owl = "018f0000-0000-7000-8000-000000000002"
        let ledger = try ledger([
            "\(Self.oak);;Quercus ilex L.;2025-05-01;Zoé D.;\(Ledger.inWest);",
            "\(owl);;Strix aluco;2025-05-01;Zoé D.;\(Ledger.inWest);3",
        ])
        let on = try day("2025-06-01")
        try ledger.atlas.identify(Self.oak, NewIdentification("Quercus suber L.", identifiedBy: "Ana P.", on: on))
        try ledger.atlas.identify(owl, NewIdentification("Asio otus", identifiedBy: "Ana P.", on: on))
        try ledger.atlas.describeDataset(.forArchives)
        let path = ledger.folder.path("dwca.zip")
        _ = try ledger.atlas.exportDarwinCore(to: path)
        let zip = try ZIPReader(ByteSource(path))
        let bytes = try zip.source("identification.txt").readAll(limit: 1 << 20)
        let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows.count == 2)
        #expect(rows[0][0...3] == ["id", "occurrenceID", "identificationID", "scientificName"])
        #expect(rows[1][0] == Self.oak)
        #expect(rows[1][1] == Self.oak)
        #expect(rows[1][3] == "Quercus ilex L.")
        let who = try #require(rows[0].firstIndex(of: "identifiedBy"))
        #expect(!rows[1][who].isEmpty && !rows[1][who].contains("Zoé"))
        #expect(try ArchiveCheck.run(path).findings.isEmpty)
    }
}

extension DatasetMetadata {
    /// All that GBIF asks for.
    fileprivate static var forArchives: DatasetMetadata {
        var said = DatasetMetadata()
        said.title = "Le vivant du campus"
        said.abstract = "Observations."
        said.creator = "École"
        said.contact = "Zoé Durand"
        said.email = "atlas@example.org"
        said.licence = .ccBy
        return said
    }
}
