import CampusAtlas
import Foundation
import GRDB
import Testing

/// Darwin Core Archives, the SINP's CSV and lists of species on their way out.
@Suite struct ArchiveExportTests {
    private func metadata() -> DatasetMetadata {
        var said = DatasetMetadata()
        said.title = "Le vivant & le campus"
        said.abstract = "Observations."
        said.creator = "École"
        said.contact = "Zoé Durand"
        said.email = "atlas@example.org"
        said.licence = .ccBy
        return said
    }

    private func table(_ path: String) throws -> [[String]] {
        let zip = try ZIPReader(ByteSource(path))
        let bytes = try zip.source("occurrence.txt").readAll(limit: 1 << 26)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Observations drawn at random: every text that a cell may hold, dates and places or none.
    private func sheet(_ count: Int, seed: UInt64) -> String {
        var state = seed
        func draw(_ values: [String]) -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return values[Int(state >> 33) % values.count]
        }
        func row(_ index: Int) -> [String] {
            let isPlaced = draw(["y", "y", "n"]) == "y"
            return [
                draw(["urn:example:\(index)", "", String(format: "%08X-0000-4000-8000-%012X", index, index)]),
                draw(["Quercus ilex L.", "Apus apus", "\"Parus major Linnaeus, 1758\"", "×Cupressocyparis leylandii"]),
                draw(["present", "absent"]),
                draw(["2024-05-04", "2024-05-04/06", "2024-05", "2024-05-04T10:20:00", ""]),
                isPlaced ? String(4.0851 + Double(index) / 1e5) : "", isPlaced ? "44.1351" : "",
                isPlaced ? draw(["10", "2.5", ""]) : "", draw(["3", "0", ""]), draw(["Zoé D.", "A | B", ""]),
                draw(["\"un \"\"mot\"\"\"", "a\u{00A0}b", "é<&>", "", "l'été"]), draw(["female", "male", ""]),
                draw(["adult", "larva", ""]), draw(["116704", ""]), draw(["cultivated", "native", ""]),
                draw(["introduced", "native", ""]), draw(["", "", "2"]), draw(["true", "false", ""]), draw(["V1", ""]),
                draw(["10:20", ""]), draw(["https://example.org/a.jpg | https://example.org/b.jpg", ""]),
                draw(["chêne vert", ""]),
            ]
        }
        let header = [
            "occurrenceID", "scientificName", "occurrenceStatus", "eventDate", "decimalLongitude", "decimalLatitude",
            "coordinateUncertaintyInMeters", "individualCount", "recordedBy", "locality", "sex", "lifeStage", "cd_nom",
            "degreeOfEstablishment", "establishmentMeans", "sensitivity", "coordinates_obscured", "eventID",
            "eventTime",
            "associatedMedia", "verbatimIdentification",
        ]
        return ([header] + (1...count).map(row)).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
    }

    /// What an archive says of a record; what it cannot say, or says in another place, is apart.
    private static let carried = """
        SELECT uuid, basis_of_record, occurrence_status, scientific_name, verbatim_identification, cd_nom, taxref_version,
          taxon_rank, kingdom, family, vernacular_name, identified_by, date_identified, recorded_by, event_id, event_date,
          event_start, event_end, event_time, sampling_protocol, individual_count, sex, life_stage, behavior,
          establishment_means, degree_of_establishment, locality, associated_media, occurrence_remarks,
          CASE WHEN geom IS NOT NULL THEN coordinate_uncertainty_in_meters END AS uncertainty
        FROM observation WHERE sensitivity IS NULL AND sensitivity_as_cited IS NULL ORDER BY uuid
        """

    @Test(
        "random observations, written as an archive and read into a new atlas, are the same",
        arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        let (first, second) = (try Ledger(), try Ledger())
        #expect(try first.observations(sheet(300, seed: seed)).refused == 0)
        for ledger in [first, second] { try ledger.atlas.describeDataset(metadata()) }
        for observer in try first.atlas.observers() { try first.atlas.publishName(of: observer.name, true) }
        let path = first.folder.path("a.zip")
        let written = try first.atlas.exportDarwinCore(to: path)
        #expect(written.withheld > 0 && written.rows + written.withheld == 300)
        let report = try second.atlas.importObservations(from: path, as: .dwca, options: second.options())
        #expect(report.counts == [written.rows, 0, 0])
        let (before, after) = (try first.rows(Self.carried), try second.rows(Self.carried))
        try #require(before.count == after.count)
        for (a, b) in zip(before, after) {
            #expect(a.row.databaseValues.elementsEqual(b.row.databaseValues), "\(a.row) \(b.row)")
        }
        // A second archive of the copy is the first one, byte for byte in its table.
        for observer in try second.atlas.observers() { try second.atlas.publishName(of: observer.name, true) }
        let again = second.folder.path("b.zip")
        _ = try second.atlas.exportDarwinCore(to: again)
        #expect(try table(again).sorted { $0[0] < $1[0] } == table(path).sorted { $0[0] < $1[0] })
        #expect(
            try second.atlas.importObservations(from: path, options: second.options()).counts == [0, 0, written.rows])
        #expect(try first.atlas.importObservations(from: path, options: first.options()).accepted == 0)
    }

    @Test("no archive is written before who publishes it is said, and what is missing is named")
    func metadataMissing() throws {
        let ledger = try Ledger()
        _ = try ledger.observations(sheet(3, seed: 1))
        let path = ledger.folder.path("a.zip")
        #expect(
            throws: ArchiveExportError.metadataMissing(["title", "abstract", "creator", "contact", "email", "licence"])
        ) { try ledger.atlas.exportDarwinCore(to: path) }
        var said = metadata()
        said.licence = nil
        try ledger.atlas.describeDataset(said)
        #expect(throws: ArchiveExportError.metadataMissing(["licence"])) { try ledger.atlas.exportDarwinCore(to: path) }
        #expect(!FileManager.default.fileExists(atPath: path))
        var licence = DatasetMetadata()
        licence.licence = .cc0
        #expect(try ledger.atlas.describeDataset(licence).title == "Le vivant & le campus")
        #expect(try ledger.atlas.exportDarwinCore(to: path).rows > 0)
    }

    @Test("tabs and line ends in a value become spaces, counted; nothing sensitive is in any file of the archive")
    func cleaned() throws {
        let ledger = try Ledger()
        try ledger.atlas.describeDataset(metadata())
        _ = try ledger.observations(
            "scientificName,eventDate,locality,occurrenceRemarks,sensitivity\n"
                + "Apus apus,2024-05-04,\"a\tb\",\"un\r\ndeux\u{2028}trois\",\nTestudo hermanni,2024-05-04,Secret,x,4\n"
        )
        let path = ledger.folder.path("a.zip")
        let report = try ledger.atlas.exportDarwinCore(to: path)
        #expect(report.rows == 1 && report.withheld == 1 && report.cleaned == 2)
        let rows = try table(path)
        #expect(rows.count == 2 && Set(rows.map(\.count)) == [rows[0].count])
        #expect(rows[1].contains("a b") && rows[1].contains("un deux trois"))
        let zip = try ZIPReader(ByteSource(path))
        #expect(zip.entries.map(\.name) == ["occurrence.txt", "meta.xml", "eml.xml"])
        for entry in zip.entries {
            let text = String(decoding: try zip.source(entry).readAll(limit: 1 << 20), as: UTF8.self)
            #expect(!text.contains("Testudo") && !text.contains("Secret"))
        }
        #expect(try ArchiveCheck.run(path).findings.isEmpty)
    }

    @Test("a check names the file, the rows, the column and the reason")
    func check() throws {
        let ledger = try Ledger()
        let folder = ledger.folder.path("archive")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let dwc = "http://rs.tdwg.org/dwc/terms/"
        let terms = ["occurrenceID", "basisOfRecord", "scientificName", "eventDate", "decimalLatitude"]
        let fields = terms.enumerated().map { "<field index=\"\($0.offset + 1)\" term=\"\(dwc)\($0.element)\"/>" }
            .joined()
        let meta =
            "<archive xmlns=\"http://rs.tdwg.org/dwc/text/\" metadata=\"eml.xml\"><core fieldsTerminatedBy=\"\\t\" fieldsEnclosedBy=\"\" "
            + "ignoreHeaderLines=\"1\" rowType=\"\(dwc)Occurrence\"><files><location>o.txt</location></files><id index=\"0\"/>\(fields)</core>"
            + "<extension fieldsTerminatedBy=\"\\t\" fieldsEnclosedBy=\"\" rowType=\"\(dwc)MeasurementOrFact\"><files><location>m.txt</location></files>"
            + "<coreid index=\"0\"/><field index=\"1\" term=\"\(dwc)measurementType\"/></extension></archive>"
        let rows =
            "id\to\tb\ts\te\tl\nA\tA\tHumanObservation\tApus apus\t2024-05-04\t44\na\ta\tSeen\tApus apus\thier\t94\nB\tB\tHumanObservation\t\t2024\t\n"
        for (name, text) in ["meta.xml": meta, "o.txt": rows, "m.txt": "A\tlength\nZ\tlength\n"] {
            try Data(text.utf8).write(to: URL(filePath: folder).appending(path: name))
        }
        let (findings, count) = try ArchiveCheck.run(folder)
        #expect(count == 3)
        let said = findings.map { "\($0.file) \($0.rows) \($0.column ?? "-") \($0.found)" }
        #expect(
            Set(said) == [
                "eml.xml [] - ", "o.txt [3] id a", "o.txt [3] basisOfRecord Seen", "o.txt [3] eventDate hier",
                "o.txt [3] decimalLatitude 94", "o.txt [4] scientificName ", "m.txt [2] coreid Z",
            ])
    }

    // MARK: SINP

    @Test("the SINP has no code for a native that was planted: NATURALITE is 0 with a remark, never 3")
    func naturalness() throws {
        let ledger = try Ledger()
        _ = try ledger.observations(
            "occurrenceID,scientificName,eventDate,kingdom,establishmentMeans,degreeOfEstablishment,sex,lifeStage,individualCount,occurrenceStatus\n"
                + "a,Quercus ilex,2024-05-04,Plantae,native,cultivated,,,2,present\n"
                + "b,Robinia pseudoacacia,2024-05-04,Plantae,introduced,cultivated,,,,present\n"
                + "c,Sus scrofa,2024-05-04,Animalia,introduced,captive,female,adult,,present\n"
                + "d,Parus major,2024-05-04,Animalia,native,native,male,juvenile,0,absent\n"
                + "e,Ailanthus altissima,2024-05-04,Plantae,introduced,invasive,,,,present\n")
        let path = ledger.folder.path("sinp.csv")
        #expect(try ledger.atlas.exportSINP(to: path, sensitive: false).rows == 5)
        let reader = try DelimitedTextReader(ByteSource(path))
        func column(_ name: String) throws -> [String] {
            let reader = try DelimitedTextReader(ByteSource(path))
            let index = try #require(reader.header.firstIndex(of: name))
            var record = Formats.Record()
            var values: [String] = []
            while try reader.next(into: &record) { values.append(record.text(index)) }
            return values
        }
        #expect(!reader.header.contains("cdRef") && !reader.header.contains("versionTAXREF"))
        #expect(try column("occNaturalite") == ["0", "3", "2", "1", "0"])
        #expect(try column("commentaire").map(\.isEmpty) == [false, true, true, true, true])
        #expect(try column("occStatutBiogeographique") == ["2", "5", "5", "2", "4"])
        #expect(try column("statutObservation") == ["Pr", "Pr", "Pr", "No", "Pr"])
        #expect(try column("occSexe") == ["6", "6", "2", "3", "6"])
        #expect(try column("occStadeDeVie") == ["0", "0", "2", "3", "0"])
        #expect(try column("objetDenombrement") == ["IND", "NSP", "NSP", "IND", "NSP"])
        #expect(try ledger.atlas.importObservations(from: path, as: .sinp, options: ledger.options()).accepted == 0)
        let copy = try Ledger()
        #expect(try copy.atlas.importObservations(from: path, options: copy.options()).counts == [5, 0, 0])
        #expect(
            try copy.values("SELECT sex FROM observation ORDER BY fid", as: String.self) == [
                nil, nil, "female", "male", nil,
            ])
    }

    @Test("a sensitive record is not in the SINP's file unless asked for, with its level")
    func sinpSensitivity() throws {
        let ledger = try Ledger()
        _ = try ledger.observations(
            "scientificName,eventDate,sensitivity\nApus apus,2024-05-04,0\nTestudo hermanni,2024-05-04,4\n")
        let path = ledger.folder.path("sinp.csv")
        let report = try ledger.atlas.exportSINP(to: path, sensitive: false)
        #expect(report.rows == 1 && report.withheld == 1)
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("Testudo"))
        #expect(try ledger.atlas.exportSINP(to: path, sensitive: true).rows == 2)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("Testudo"))
    }

    // MARK: Lists

    @Test(
        "a list counts the records of presence in the area, a synonym with its accepted name, the sensitive ones apart")
    func list() throws {
        let ledger = try Ledger(campuses: true)
        let west = Ledger.inWest.replacing(";", with: ",")
        let east = Ledger.inEast.replacing(";", with: ",")
        _ = try ledger.observations(
            "scientificName,eventDate,occurrenceStatus,sensitivity,decimalLongitude,decimalLatitude\n"
                + "Quercus ilex L.,2019-05-04,present,,\(west)\nQuercus ilex,2024-05-04,present,,\(west)\n"
                + "Apus apus,2024-05-04,present,,\(east)\nParus major,2024-05-04,absent,,\(west)\n"
                + "Testudo hermanni,2024-05-04,present,4,\(west)\nBufo bufo,2024-05-04,present,,,\n")
        let list = try ledger.atlas.speciesList(in: .campus(Ledger.west))
        #expect(list.species.map(\.scientificName) == ["Quercus ilex"])
        let oak = try #require(list.species.first)
        #expect(oak.records == 2 && oak.firstYear == 2019 && oak.lastYear == 2024)
        #expect(oak.statuses.contains { $0.hasPrefix("FR : P") })
        #expect(list.withheld == 1)
        #expect(try ledger.atlas.speciesList(in: .everywhere).species.count == 3)
        #expect(try ledger.atlas.speciesList(in: .campus(Ledger.west), sensitive: true).species.count == 2)
        #expect(throws: LandError.unknownCampus("Nord", known: [Ledger.east, Ledger.west])) {
            try ledger.atlas.speciesList(in: .campus("Nord"))
        }
        #expect(throws: LandError.unknownParcel("P1", known: [])) { try ledger.atlas.speciesList(in: .parcel("P1")) }
        let path = ledger.folder.path("list.csv")
        try list.write(to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(";Quercus ilex;Chêne vert;"))
    }
}
