import CampusAtlas
import Foundation
import GRDB
import Testing

/// GBIF's simple download and iNaturalist's CSV, whose columns are read by name.
@Suite struct ObservationFormatTests {
    // MARK: GBIF

    /// The 50 columns of a simple download, in order.
    private static let columns = """
        gbifID datasetKey occurrenceID kingdom phylum class order family genus species infraspecificEpithet taxonRank \
        scientificName verbatimScientificName verbatimScientificNameAuthorship countryCode locality stateProvince \
        occurrenceStatus individualCount publishingOrgKey decimalLatitude decimalLongitude \
        coordinateUncertaintyInMeters coordinatePrecision elevation elevationAccuracy depth depthAccuracy eventDate day \
        month year taxonKey speciesKey basisOfRecord institutionCode collectionCode catalogNumber recordNumber \
        identifiedBy dateIdentified license rightsHolder recordedBy typeStatus establishmentMeans lastInterpreted \
        mediaType issue
        """.split(separator: " ").map(String.init)

    private func download(_ records: [[String: String]]) -> String {
        let usual = [
            "gbifID": "9000000001", "kingdom": "Plantae", "family": "Fagaceae", "species": "Quercus ilex",
            "taxonRank": "SPECIES", "scientificName": "Quercus ilex L.", "countryCode": "FR",
            "occurrenceStatus": "PRESENT", "decimalLatitude": "44.1331", "decimalLongitude": "4.0881",
            "eventDate": "2024-05-04", "basisOfRecord": "HUMAN_OBSERVATION", "taxonKey": "2879292",
            "lastInterpreted": "2025-01-15T09:12:44.123Z",
        ]
        let rows = records.map { record in
            let whole = usual.merging(record) { $1 }
            return Self.columns.map { whole[$0] ?? "" }.joined(separator: "\t")
        }
        return ([Self.columns.joined(separator: "\t")] + rows).joined(separator: "\n") + "\n"
    }

    @Test("a quotation mark at the start of a field of a GBIF download is data, and the rows after it are rows")
    func loneQuotationMark() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(
            download([
                ["occurrenceID": "urn:example:1", "locality": "\"Les Prairies"],
                ["occurrenceID": "urn:example:2", "locality": "Bord du Gardon"],
            ]), file: "0001.csv")
        #expect(report.counts == [2, 0, 0])
        #expect(
            try ledger.values("SELECT locality FROM observation ORDER BY fid", as: String.self)
                == ["\"Les Prairies", "Bord du Gardon"])
    }

    @Test("the leading zeros of a catalogue number are kept")
    func leadingZeros() throws {
        let ledger = try Ledger()
        _ = try ledger.observations(
            download([["occurrenceID": "urn:example:1", "catalogNumber": "0042001"]]), file: "0001.csv")
        #expect(try ledger.values("SELECT catalog_number FROM observation", as: String.self) == ["0042001"])
        #expect(try ledger.values("SELECT typeof(catalog_number) FROM observation", as: String.self) == ["text"])
    }

    @Test("the record's own occurrenceID comes before GBIF's number, which stands in where there is none")
    func identifierPriority() throws {
        let ledger = try Ledger()
        let first = download([
            ["occurrenceID": "urn:example:1", "gbifID": "9000000001"],
            ["occurrenceID": "", "gbifID": "9000000002"],
        ])
        #expect(try ledger.observations(first, file: "january.csv").counts == [2, 0, 0])
        #expect(
            try ledger.values("SELECT occurrence_id FROM observation ORDER BY fid", as: String.self)
                == ["urn:example:1", "9000000002"])
        // GBIF interprets its records anew, and gives a record that changed its publisher another number.
        let later = download([
            ["occurrenceID": "urn:example:1", "gbifID": "9000000777", "lastInterpreted": "2026-02-01T00:00:00.000Z"],
            ["occurrenceID": "", "gbifID": "9000000002", "lastInterpreted": "2026-02-01T00:00:00.000Z"],
        ])
        #expect(try ledger.observations(later, file: "february.csv").counts == [0, 0, 2])
    }

    @Test(
        "basisOfRecord is written as Darwin Core writes it",
        arguments: [
            ("HUMAN_OBSERVATION", "HumanObservation"), ("PRESERVED_SPECIMEN", "PreservedSpecimen"),
            ("OCCURRENCE", "Occurrence"), ("MachineObservation", "MachineObservation"), ("", "HumanObservation"),
        ])
    func basisOfRecord(given: String, kept: String) throws {
        let ledger = try Ledger()
        _ = try ledger.observations(download([["basisOfRecord": given]]), file: "0001.csv")
        #expect(try ledger.values("SELECT basis_of_record FROM observation", as: String.self) == [kept])
    }

    @Test("what the table has no column for is kept as it is, in dynamic_properties")
    func unmappedColumns() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(
            download([
                [
                    "occurrenceID": "urn:example:1", "datasetKey": "50c9509d-22c7-4a22", "recordNumber": "007",
                    "issue": "A;B",
                ]
            ]), file: "0001.csv")
        #expect(report.unused.contains("datasetKey") && report.unused.contains("gbifID"))
        let text = try #require(try ledger.values("SELECT dynamic_properties FROM observation", as: String.self)[0])
        let kept = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
        #expect(kept["datasetKey"] == "50c9509d-22c7-4a22")
        #expect(kept["recordNumber"] == "007")
        #expect(kept["issue"] == "A;B")
        #expect(kept["gbifID"] == "9000000001")
        // An empty cell says nothing, and what has a column is not told twice.
        #expect(kept["depth"] == nil && kept["locality"] == nil && kept["scientificName"] == nil)
    }

    @Test(
        "the three records of a GBIF download of 2016: one without a place is kept, two of other continents are refused",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func zippedDownload() throws {
        let ledger = try Ledger()
        let file = corpus.appending(path: "occurrences/dwca-python-reader/dwca-simple-csv.zip").path
        let first = try ledger.atlas.importObservations(from: file, options: ledger.options())
        #expect(first.rows == 3)
        #expect(first.counts == [1, 2, 0])
        #expect(first.reasons == ["outside the area of the working system (RGF93 v1 / Lambert-93)"])
        let row = try #require(try ledger.rows("SELECT * FROM observation").first)
        #expect(row["occurrence_id"] == "699220990")
        #expect(row["scientific_name"] == "Lactoria cornuta (Linnaeus, 1758)")
        #expect(row["event_date"] == "2011-10-22T00:00Z")
        #expect(row["event_start"] == "2011-10-22")
        #expect(row["basis_of_record"] == "PreservedSpecimen")
        #expect(row["catalog_number"] == "42685")
        #expect(row["geom"] as Data? == nil)
        let second = try ledger.atlas.importObservations(from: file, options: ledger.options())
        #expect(second.counts == [0, 2, 1])
    }

    // MARK: iNaturalist

    private static let header =
        "id,observed_on,user_login,quality_grade,license,url,description,captive_cultivated,place_guess,latitude,"
        + "longitude,positional_accuracy,private_latitude,private_longitude,coordinates_obscured,species_guess,"
        + "scientific_name,common_name,iconic_taxon_name,taxon_id"

    private func export(
        id: String = "190000001", captive: String = "false", place: String = "44.2,4.2", hidden: String = ",",
        obscured: String = "false", taxon: String = "Lacerta bilineata,Lézard vert,Reptilia,39425"
    ) -> String {
        Self.header + "\n\(id),2024-05-04,zoe,research,CC-BY,https://www.inaturalist.org/observations/\(id),"
            + "\"Sur le mur, au soleil\",\(captive),Alès,\(place),8,\(hidden),\(obscured),Lézard,\(taxon)\n"
    }

    @Test("the columns of an iNaturalist export find their terms")
    func columnsOfINaturalist() throws {
        let ledger = try Ledger()
        #expect(try ledger.observations(export()).counts == [1, 0, 0])
        let row = try #require(try ledger.rows("SELECT * FROM observation").first)
        #expect(row["occurrence_id"] == "190000001")
        #expect(row["scientific_name"] == "Lacerta bilineata")
        #expect(row["vernacular_name"] == "Lézard vert")
        #expect(row["taxon_id"] == "39425")
        #expect(row["event_date"] == "2024-05-04")
        #expect(row["recorded_by"] == "zoe")
        #expect(row["license"] == "CC-BY")
        #expect(row["locality"] == "Alès")
        #expect(row["identification_verification_status"] == "research")
        #expect(row["occurrence_remarks"] == "Sur le mur, au soleil")
        #expect(row["coordinate_uncertainty_in_meters"] == 8.0)
        #expect(row["degree_of_establishment"] as String? == nil)
        let rest: String = try #require(row["dynamic_properties"])
        #expect(rest.contains("https://www.inaturalist.org/observations/190000001") && rest.contains("Reptilia"))
    }

    @Test("obscured coordinates place nothing on the map, and the person is told")
    func obscuredWithoutPrivatePlace() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(export(obscured: "true"))
        #expect(report.counts == [1, 0, 0])
        #expect(report.warnings == ["coordinates obscured by the source: the record is not placed on the map"])
        #expect(try ledger.features("observations").map(\.place) == [nil])
    }

    @Test("the private place of an obscured record is the one mapped, and no public export shows the record")
    func obscuredWithPrivatePlace() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(export(place: "44.2,4.2", hidden: "44.1333,4.0888", obscured: "true"))
        #expect(report.counts == [1, 0, 0])
        #expect(try ledger.features("observations").isEmpty)
        #expect(try !ledger.exported("observations", .csv).0.contains("Lacerta"))
        let place = try #require(try ledger.features("observations", sensitive: true).first?.place)
        #expect(abs(place[0] - 4.0888) < 5e-8 && abs(place[1] - 44.1333) < 5e-8)
    }

    @Test(
        "a captive or cultivated record says so in Darwin Core's term, plants apart from animals",
        arguments: [
            ("true", "Quercus ilex,Chêne vert,Plantae,49009", "cultivated"),
            ("true", "Testudo hermanni,Tortue d'Hermann,Reptilia,39785", "captive"),
            ("false", "Quercus ilex,Chêne vert,Plantae,49009", nil),
        ] as [(String, String, String?)])
    func captiveOrCultivated(captive: String, taxon: String, degree: String?) throws {
        let ledger = try Ledger()
        _ = try ledger.observations(export(captive: captive, taxon: taxon))
        #expect(try ledger.values("SELECT degree_of_establishment FROM observation", as: String.self) == [degree])
    }

    @Test("an iNaturalist record that was identified again is the same record")
    func identifiedAgain() throws {
        let ledger = try Ledger()
        #expect(try ledger.observations(export(), file: "a.csv").counts == [1, 0, 0])
        let again = export(taxon: "Lacerta viridis,Lézard vert,Reptilia,39420")
        let report = try ledger.observations(again, file: "b.csv")
        #expect(report.counts == [0, 0, 1])
        #expect(report.warnings == ["already in the atlas with another content, left as it is"])
    }

    @Test("a number that counts the rows of a sheet is no identity: the first of each sheet are two facts")
    func rowNumbers() throws {
        let ledger = try Ledger()
        func sheet(_ name: String) -> String {
            "id;taxon;date;longitude;latitude\n1;\(name);2024-05-04;4.0881;44.1331\n"
        }
        #expect(try ledger.observations(sheet("Parus major"), file: "a.csv").counts == [1, 0, 0])
        #expect(try ledger.observations(sheet("Apus apus"), file: "b.csv").counts == [1, 0, 0])
        #expect(try ledger.observations(sheet("Apus apus"), file: "c.csv").counts == [0, 0, 1])
    }
}
