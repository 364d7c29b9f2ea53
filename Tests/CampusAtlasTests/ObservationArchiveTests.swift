import CampusAtlas
import Foundation
import GRDB
import Testing

/// Darwin Core Archives on their way into the atlas, and which format a file is taken for.
@Suite struct ObservationArchiveTests {
    private let dwc = "http://rs.tdwg.org/dwc/terms/"

    private func table(_ tag: String, _ key: String, _ rowType: String, _ file: String, _ terms: [String]) -> String {
        let fields = terms.enumerated().map {
            "<field index=\"\($0.offset + 1)\" term=\"\($0.element.hasPrefix("http") ? $0.element : dwc + $0.element)\"/>"
        }
        return
            "<\(tag) fieldsTerminatedBy=\"\\t\" fieldsEnclosedBy=\"\" rowType=\"\(rowType.hasPrefix("http") ? rowType : dwc + rowType)\">"
            + "<files><location>\(file)</location></files><\(key) index=\"0\"/>\(fields.joined())</\(tag)>"
    }

    private func archive(_ ledger: Ledger, _ tables: [String], _ files: [String: String]) throws -> String {
        let path = ledger.folder.path("archive-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let meta = "<archive xmlns=\"http://rs.tdwg.org/dwc/text/\">\(tables.joined())</archive>"
        for (name, text) in files.merging(["meta.xml": meta], uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: URL(filePath: path).appending(path: name))
        }
        return path
    }

    @Test("an occurrence of an event core has the event's date and place, and one without its event is refused")
    func eventCore() throws {
        let ledger = try Ledger()
        let path = try archive(
            ledger,
            [
                table(
                    "core", "id", "Event", "event.txt",
                    ["eventDate", "decimalLongitude", "decimalLatitude", "samplingProtocol"]),
                table(
                    "extension", "coreid", "Occurrence", "occ.txt",
                    ["scientificName", "occurrenceStatus", "individualCount"]),
                table("extension", "coreid", "http://rs.tdwg.org/eco/terms/Event", "eco.txt", ["protocolNames"]),
            ],
            [
                "event.txt": "V1\t2026-06-15T10:00+02:00/2026-06-15T10:10+02:00\t4.0851\t44.1351\tPropage\n",
                "occ.txt":
                    "V1\tManiola jurtina\tpresent\t7\nV1\tPapilio machaon\tabsent\t0\nV9\tApus apus\tpresent\t1\n",
                "eco.txt": "V1\tPropage\n",
            ])
        let report = try ledger.atlas.importObservations(from: path, options: ledger.options())
        #expect(report.counts == [2, 1, 0])
        #expect(report.reasons == ["belongs to 'V9', which is not in the core table."])
        #expect(report.reading.contains { $0.en == "tables left out: Event" } == false)
        let row = try #require(try ledger.rows("SELECT * FROM observation ORDER BY fid").first)
        #expect(row["event_id"] == "V1" && row["sampling_protocol"] == "Propage")
        #expect(row["event_start"] == "2026-06-15" && row["geom"] as Data? != nil)
        #expect(
            try ledger.values("SELECT occurrence_status FROM observation ORDER BY fid", as: String.self)
                == ["present", "absent"])
    }

    @Test("what the extensions say of an occurrence is joined to it, and its media have their addresses")
    func extensions() throws {
        let ledger = try Ledger()
        let multimedia = "http://rs.gbif.org/terms/1.0/Multimedia"
        let path = try archive(
            ledger,
            [
                table("core", "id", "Occurrence", "o.txt", ["scientificName"]),
                table("extension", "coreid", multimedia, "m.txt", ["http://purl.org/dc/terms/identifier"]),
                table("extension", "coreid", "MeasurementOrFact", "f.txt", ["measurementType", "measurementValue"]),
            ],
            [
                "o.txt": "1\tApus apus\n2\tParus major\n",
                "m.txt": "1\thttps://example.org/a.jpg\n1\thttps://example.org/b.jpg\n",
                "f.txt": "2\ttail length\t61\n",
            ])
        #expect(try ledger.atlas.importObservations(from: path, options: ledger.options()).counts == [2, 0, 0])
        #expect(
            try ledger.values("SELECT associated_media FROM observation ORDER BY fid", as: String.self)
                == ["https://example.org/a.jpg | https://example.org/b.jpg", nil])
        let kept = try #require(
            try ledger.values("SELECT dynamic_properties FROM observation ORDER BY fid", as: String.self)[1])
        #expect(kept.contains("tail length") && kept.contains("61"))
        #expect(try ledger.atlas.importObservations(from: path, options: ledger.options()).counts == [0, 0, 2])
    }

    @Test("Dublin Core's date is not the day of the observation")
    func dublinCoreDate() throws {
        let ledger = try Ledger()
        let path = try archive(
            ledger, [table("core", "id", "Occurrence", "o.txt", ["scientificName", "http://purl.org/dc/terms/date"])],
            ["o.txt": "1\tApus apus\t2026-01-01\n"])
        #expect(try ledger.atlas.importObservations(from: path, options: ledger.options()).counts == [1, 0, 0])
        #expect(try ledger.values("SELECT event_start FROM observation", as: String.self) == [nil])
    }

    @Test("an archive without an occurrence is refused, with what it has")
    func noOccurrence() throws {
        let ledger = try Ledger()
        let path = try archive(
            ledger, [table("core", "id", "Taxon", "t.txt", ["scientificName"])], ["t.txt": "1\tApus apus\n"])
        let error = #expect(throws: DarwinCoreArchiveError.self) {
            try ledger.atlas.importObservations(from: path, options: ledger.options())
        }
        #expect(error?.reason == .noTable(wanted: "Occurrence", found: ["Taxon"]))
    }

    @Test("coordinates in a datum that is not WGS 84 place nothing on the map")
    func foreignDatum() throws {
        let ledger = try Ledger()
        func sheet(_ datum: String) -> String {
            "scientificName,eventDate,decimalLongitude,decimalLatitude,geodeticDatum\nApus apus,2024-05-04,4.0851,44.1351,\(datum)\n"
        }
        #expect(try ledger.observations(sheet("WGS84"), file: "a.csv").warnings.isEmpty)
        let report = try ledger.observations(sheet("ED50"), file: "b.csv")
        #expect(report.counts == [1, 0, 0])
        #expect(report.warnings == ["geodetic datum that is not WGS 84: the record is kept, but not placed on the map"])
        #expect(try ledger.features("observations").compactMap(\.place).count == 1)
    }

    // MARK: Formats

    @Test(
        "a format is told by its columns, and said",
        arguments: [
            ("gbifID\tdatasetKey\tscientificName\teventDate", "gbif"),
            ("id,observed_on,quality_grade,scientific_name", "inaturalist"),
            ("id_synthese;nom_cite;date_debut", "geonature"),
            ("idSINPOccTax;statutObservation;nomCite;dateDebut", "sinp"),
            ("occurrenceID,scientificName,eventDate", "dwca"), ("taxon;date", "plain"),
        ])
    func detection(header: String, format: String) throws {
        let ledger = try Ledger()
        let separator = header.first { "\t,;".contains($0) } ?? ","
        let values = header.split(separator: separator).map { name in
            switch name {
            case "eventDate", "observed_on", "date_debut", "dateDebut", "date": "2024-05-04"
            case "statutObservation": "Pr"
            default: "x1"
            }
        }
        let file = try ledger.folder.file("f.csv", header + "\n" + values.joined(separator: String(separator)) + "\n")
        let report = try ledger.atlas.importObservations(from: file, options: ledger.options())
        let kind = try #require(ObservationFormat(rawValue: format))
        #expect(report.counts == [1, 0, 0])
        #expect(report.reading.contains { $0.en.hasPrefix("format: ") })
        // Asked for, it is the same; another is refused before a row is read.
        #expect(
            try ledger.atlas.importObservations(from: file, as: kind, options: ledger.options()).counts == [0, 0, 1])
        let other: ObservationFormat = kind == .gbif ? .inaturalist : .gbif
        #expect(throws: ObservationFormatError.self) {
            try ledger.atlas.importObservations(from: file, as: other, options: ledger.options())
        }
    }

    @Test("an obscured record is marked so, has no place, and keeps the coordinates it was given")
    func obscured() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(
            "id,observed_on,quality_grade,scientific_name,latitude,longitude,coordinates_obscured\n"
                + "7,2024-05-04,research,Lacerta bilineata,44.2,4.2,true\n")
        #expect(report.counts == [1, 0, 0])
        let row = try #require(try ledger.rows("SELECT * FROM observation").first)
        #expect(row["coordinates_obscured"] == 1 && row["geom"] as Data? == nil && row["decimal_longitude"] == 4.2)
        #expect(try ledger.atlas.speciesList(in: .everywhere).species.count == 1)
    }

    @Test("GeoNature's WKT comes before its longitude and latitude, and its codes are Darwin Core's words")
    func geoNature() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(
            "id_synthese;nom_cite;cd_nom;date_debut;heure_debut;heure_fin;geometrie_wkt_4326;x_centroid_4326;y_centroid_4326;"
                + "sexe;stade_vie;naturalite;regne\n"
                + "1;Chêne vert;116704;2024-05-04;10:00;10:20;POINT(4.0851 44.1351);4.2;44.2;Femelle;Adulte;Planté;Plantae\n"
                + "2;Souris;61543;2024-05-04;;;POINT(4.0851 44.1351);4.2;44.2;3;3;Cultivé/élevé;Animalia\n"
                + "3;Lynx;60612;2024-05-04;;;POINT(4.0851 44.1351);4.2;44.2;Non renseigné;Inconnu;Sauvage;Animalia\n")
        #expect(report.counts == [3, 0, 0])
        let rows = try ledger.rows("SELECT * FROM observation ORDER BY fid")
        #expect(rows.map { $0["cd_nom"] as Int? } == [116_704, 61_543, 60_612])
        #expect(rows.map { $0["sex"] as String? } == ["female", "male", nil])
        #expect(rows.map { $0["life_stage"] as String? } == ["adult", "juvenile", nil])
        #expect(rows.map { $0["degree_of_establishment"] as String? } == ["cultivated", "captive", nil])
        #expect(rows[0]["event_time"] == "10:00/10:20")
        let place = try #require(try ledger.features("observations").first?.place)
        #expect(abs(place[0] - 4.0851) < 1e-7 && abs(place[1] - 44.1351) < 1e-7)
    }
}
