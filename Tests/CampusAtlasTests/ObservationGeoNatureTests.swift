import CampusAtlas
import Foundation
import GRDB
import Testing

/// GeoNature's synthèse in its three forms: the table of the database, the file that its import takes, its export.
@Suite struct ObservationGeoNatureTests {
    private static let folder = corpus.appending(path: "occurrences/geonature")

    private func imported(_ name: String, _ ledger: Ledger) throws -> ImportReport {
        try ledger.atlas.importObservations(from: Self.folder.appending(path: name).path, options: ledger.options())
    }

    @Test(
        "of 300 records of the database form, the one deleted there is refused and the others come in",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func databaseForm() throws {
        let ledger = try Ledger()
        let report = try imported("synthese-300-obs.tsv", ledger)
        #expect(report.rows == 300)
        #expect(report.counts == [299, 1, 0])
        #expect(report.reasons == ["record deleted in its source"])
        #expect(try imported("synthese-300-obs.tsv", ledger).counts == [0, 1, 299])
        // The permanent identifier of the SINP is the record's public identity, in lower case.
        let first = try #require(try ledger.rows("SELECT uuid, occurrence_id FROM observation ORDER BY fid").first)
        #expect(first["uuid"] == "d856324f-bb03-4c81-b453-c74d45ec8206")
        #expect(first["occurrence_id"] == "d856324f-bb03-4c81-b453-c74d45ec8206")
    }

    @Test(
        "damaged accents are reported and kept as they are",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func damagedAccents() throws {
        let ledger = try Ledger()
        let report = try imported("synthese-300-obs.tsv", ledger)
        let remarks = report.remarks.filter { $0.message.en.hasPrefix("damaged accents") }
        // grep -c 'ObsÃ©rvateur' finds 114 lines, each with it in both columns.
        #expect(remarks.map(\.column) == ["observers", "determiner"])
        #expect(remarks.map(\.count) == [114, 114])
        #expect(remarks.first?.example == "ObsÃ©rvateur 001")
        let kept = try ledger.values(
            "SELECT count(*) FROM observation WHERE recorded_by = 'ObsÃ©rvateur 001'", as: Int.self)
        #expect(try #require(kept.first ?? nil) > 0)
    }

    @Test(
        "the Lambert-93 columns place the records where the file's own longitudes and latitudes say",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func lambert93() throws {
        let ledger = try Ledger()
        _ = try imported("synthese-300-obs.tsv", ledger)
        // lon_4326 and lat_4326 come from the same points, by PostGIS.
        let rows = try ledger.rows("SELECT uuid, decimal_longitude, decimal_latitude FROM observation")
        let places = try Dictionary(
            uniqueKeysWithValues: ledger.features("observations", sensitive: true).map { feature in
                (feature.properties["occurrence_id"] as? String ?? "", feature.place ?? [])
            })
        #expect(places.count == 299)
        for row in rows {
            let place = try #require(places[row["uuid"] ?? ""])
            #expect(abs(place[0] - (row["decimal_longitude"] ?? .nan)) < 2e-7)
            #expect(abs(place[1] - (row["decimal_latitude"] ?? .nan)) < 2e-7)
        }
    }

    @Test("x_2154 and y_2154 come before the longitude and latitude beside them")
    func lambert93First() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(
            "nom_cite\tdate_min\tlon_4326\tlat_4326\tx_2154\ty_2154\nLynx lynx\t2017-08-03\t4.1\t44.2\t787000\t6338000\n",
            file: "synthese.tsv")
        #expect(report.counts == [1, 0, 0])
        let place = try #require(try ledger.features("observations").first?.place)
        // cs2cs (PROJ 9.1.1): EPSG:2154 787000 6338000 is 4.08732546, 44.13561441.
        #expect(abs(place[0] - 4.08732546) < 1e-7 && abs(place[1] - 44.13561441) < 1e-7)
    }

    @Test("coordinates named x and y, of a system that nothing says, are asked about and never guessed")
    func unknownSystem() throws {
        let ledger = try Ledger()
        #expect(throws: ImportError.unknownCRS(file: "xy.csv", columns: "x, y")) {
            try ledger.observations("taxon;date;x;y\nLynx lynx;2017-08-03;787000;6338000\n", file: "xy.csv")
        }
        #expect(try ledger.values("SELECT count(*) FROM import", as: Int.self) == [0])
    }

    @Test(
        "the import form: identifiers given twice are refused, GeoNature's own number being all they have",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func importForm() throws {
        let ledger = try Ledger()
        // The file's own first column says which rows GeoNature takes; rows 4 and 5 have id_synthese 3.
        let report = try imported("synthese_valid_file.csv", ledger)
        #expect(report.rows == 6)
        #expect(report.counts == [5, 1, 0])
        #expect(report.reasons == ["same identifier as row 4 of the same file"])
        #expect(
            try ledger.values("SELECT occurrence_id FROM observation ORDER BY fid", as: String.self)
                == ["1", "2", "3", "5", "6"])
        let row = try #require(try ledger.rows("SELECT * FROM observation WHERE occurrence_id = '2'").first)
        #expect(row["scientific_name"] == "Grenouille rousse")
        #expect(row["cd_nom"] == 351)
        #expect(row["sex"] == "female" && row["life_stage"] == "immature")
        #expect(row["event_time"] == "12:05:02")
        #expect(row["event_date"] == "2017-01-01/2017-01-02")
        #expect(row["event_end"] == "2017-01-02")
        #expect(row["individual_count"] == 1)
        #expect(row["occurrence_status"] == "present")
        #expect(row["recorded_by"] == "import user, import user2")
        #expect(row["coordinate_uncertainty_in_meters"] == 10.0)
        #expect(row["sensitivity"] == 0)
        #expect(try imported("synthese_valid_file.csv", ledger).counts == [0, 1, 5])
    }

    @Test(
        "the export form comes in whole, public as its label says, and once",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"))
    func exportForm() throws {
        let ledger = try Ledger()
        #expect(try imported("synthese_few_lines.csv", ledger).counts == [3, 0, 0])
        #expect(
            try ledger.rows("SELECT uuid FROM observation ORDER BY fid").first?["uuid"]
                == "7da1bb66-85eb-11ec-b530-f3770fb7c1ef")
        #expect(try ledger.features("observations").count == 3)
        #expect(try imported("synthese_few_lines.csv", ledger).counts == [0, 0, 3])
    }

    @Test(
        "every real file of observations is accounted for, row by row, and a second time adds nothing",
        .enabled(if: corpusIsPresent, "the corpus of real files is absent"),
        arguments: [
            ("geonature/synthese-300-obs.tsv", 300), ("geonature/synthese_valid_file.csv", 6),
            ("geonature/synthese_valid_file_importable.csv", 6), ("geonature/synthese_few_lines.csv", 3),
            ("geonature/cypress_synthese_valid_file_import_synthese_test_changed.csv", 6),
            ("geonature/cypress_synthese_valid_file_test_link_list_import_synthese.csv", 6),
            ("geonature/synthese_simple_file.csv", 2), ("dwca-python-reader/dwca-simple-csv.zip", 3),
            ("dwca-python-reader/dwca-simple-csv-dos.zip", 3), ("dwca-gbif-dwca-io/MOBOTDarwinCore.csv", 3),
        ])
    func realFiles(name: String, rows: Int) throws {
        let ledger = try Ledger()
        let file = corpus.appending(path: "occurrences/\(name)").path
        let first = try ledger.atlas.importObservations(from: file, options: ledger.options())
        #expect(first.rows == rows)
        #expect(first.addsUp && first.known == 0)
        #expect(try ledger.values("SELECT count(*) FROM observation", as: Int.self) == [first.accepted])
        let second = try ledger.atlas.importObservations(from: file, options: ledger.options())
        #expect(second.counts == [0, first.refused, first.accepted])
        #expect(try ledger.values("SELECT count(*) FROM observation", as: Int.self) == [first.accepted])
        #expect(try ledger.atlas.check().filter { $0.severity == .error }.isEmpty)
    }
}
