import CampusAtlas
import Foundation
import Testing

/// What a rule keeps from the public, and how observers are named there.
@Suite struct SensitivityTests {
    private let folder: TemporaryFolder
    private let atlas: Atlas

    init() throws {
        folder = try TemporaryFolder()
        atlas = try folder.atlas()
    }

    private func observe(_ rows: String...) throws {
        let header = "occurrenceID;eventDate;scientificName;cd_nom;behavior;recordedBy;decimalLatitude;decimalLongitude"
        let path = try folder.file("observations-\(rows.count).csv", ([header] + rows).joined(separator: "\n") + "\n")
        let report = try atlas.importObservations(from: path, options: ImportOptions())
        try #require(report.refused == 0, "\(report)")
    }

    private func rule(_ row: String) throws {
        let header = "scientific_name;cd_nom;level;campus;season_from;season_to;behaviour;duration_years;source"
        let path = try folder.file("rules.csv", header + "\n" + row + ";essai\n")
        let report = try atlas.importSensitivityRules(from: path, options: ImportOptions())
        try #require(report.accepted == 1, "\(report)")
    }

    /// The identifiers that their source gave to the records that the public reads.
    private func shown() throws -> [String] {
        let path = folder.path("shown-\(UUID().uuidString).csv")
        _ = try atlas.export("observations", format: .csv, to: path)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\r\n").dropFirst()
        return lines.map { String($0.split(separator: ";", omittingEmptySubsequences: false)[1]) }.sorted()
    }

    @Test("a rule holds of its taxon, with or without an authority, and of what is below it; of no other")
    func taxon() throws {
        try observe(
            "a;2024-05-01;Ophrys aranifera;;;;;", "b;2024-05-01;Ophrys aranifera Huds., 1778;;;;;",
            "c;2024-05-01;Ophrys aranifera subsp. massiliensis;;;;;", "d;2024-05-01;Ophrys apifera;;;;;",
            "e;2024-05-01;Ophrys aranifera-like;;;;;")
        #expect(try shown() == ["a", "b", "c", "d", "e"])
        try rule("Ophrys aranifera;;3;;;;;")
        #expect(try shown() == ["d", "e"])
    }

    @Test("a rule holds of the records that cite its taxon by a synonym, whichever came first")
    func synonym() throws {
        let names = try folder.file(
            "TAXREFv17.txt",
            """
            REGNE\tCD_NOM\tCD_REF\tCD_SUP\tRANG\tLB_NOM\tLB_AUTEUR\tNOM_COMPLET\tNOM_VALIDE\tNOM_VERN\tFR
            Animalia\t900001\t900001\t\tES\tAvis vera\tL.\tAvis vera L.\tAvis vera L.\t\tP
            Animalia\t900002\t900001\t\tES\tAvis falsa\tL.\tAvis falsa L.\tAvis vera L.\t\tP

            """)
        _ = try atlas.loadTaxref(from: names)
        try observe("a;2024-05-01;Avis falsa;;;;;", "b;2024-05-01;Sans nom;900002;;;;")
        try rule("Avis vera;;1;;;;;")
        #expect(try shown().isEmpty)
        try observe("c;2024-05-01;Avis falsa;;;;;", "d;2024-05-02;Passer domesticus;;;;;")
        #expect(try shown() == ["d"])
    }

    @Test("out of its season a rule lets records through; a record whose days or behaviour are not known it does not")
    func season() throws {
        try observe(
            "in;2024-04-01;Falco peregrinus;;nidification;;;", "out;2024-09-01;Falco peregrinus;;nidification;;;",
            "edge;2024-06-30;Falco peregrinus;;nidification;;;",
            "over;2024-01-01/2024-03-01;Falco peregrinus;;nidification;;;",
            "years;2023-09-01/2024-01-15;Falco peregrinus;;nidification;;;",
            "year;2024;Falco peregrinus;;nidification;;;",
            "other;2024-04-01;Falco peregrinus;;vol;;;", "silent;2024-04-01;Falco peregrinus;;;;;")
        try rule("Falco peregrinus;;2;;02-15;06-30;nidification;")
        #expect(try shown() == ["other", "out"])
    }

    @Test("a season may go over the new year")
    func winter() throws {
        try observe(
            "december;2023-12-20;Myotis myotis;;;;;", "january;2024-01-20;Myotis myotis;;;;;",
            "june;2024-06-20;Myotis myotis;;;;;", "first;2024-11-01;Myotis myotis;;;;;",
            "last;2024-02-28;Myotis myotis;;;;;",
            "eve;2024-10-31;Myotis myotis;;;;;")
        try rule("Myotis;;3;;11-01;02-28;;")
        #expect(try shown() == ["eve", "june"])
    }

    @Test("a rule of a campus holds there, and of records without a place; a rule that ended holds no more")
    func campus() throws {
        let square = try folder.file(
            "campus.geojson",
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Nord"},"geometry":{"type":"Polygon",
            "coordinates":[[[4.08,44.13],[4.09,44.13],[4.09,44.14],[4.08,44.14],[4.08,44.13]]]}}]}
            """)
        try #require(try atlas.importCampuses(from: square, options: ImportOptions()).accepted == 1)
        try observe(
            "here;2024-05-01;Lacerta bilineata;;;;44.135;4.085", "there;2024-05-01;Lacerta bilineata;;;;43.3;-0.36",
            "nowhere;2024-05-01;Lacerta bilineata;;;;;", "old;1990-05-01;Rana dalmatina;;;;;",
            "new;\(CalendarDate.today);Rana dalmatina;;;;;")
        try rule("Lacerta bilineata;;3;Nord;;;;")
        try rule("Rana dalmatina;;3;;;;;5")
        #expect(try shown() == ["old", "there"])
    }

    @Test(
        "a rule that cannot hold is refused",
        arguments: [
            "Avis;;0;;;;;", "Avis;;5;;;;;", "Avis;;2;Inconnu;;;;", "Avis;;2;;02-30;03-01;;", "Avis;;2;;02-15;;;",
            "Avis;;2;;;;;0", "Avis;;;;;;;",
        ])
    func refused(row: String) throws {
        let header = "scientific_name;cd_nom;level;campus;season_from;season_to;behaviour;duration_years;source"
        let path = try folder.file("rules.csv", header + "\n" + row + ";essai\n")
        let report = try atlas.importSensitivityRules(from: path, options: ImportOptions())
        #expect(report.accepted == 0 && report.refused == 1)
        #expect(try atlas.sensitivityRules().isEmpty)
    }

    @Test("an observer's name is public once they agree; until then a pseudonym stands for it, the same everywhere")
    func observers() throws {
        try observe(
            "a;2024-05-01;Passer domesticus;;;Zoé Durand | Ali Ben;;", "b;2024-05-02;Passer domesticus;;;Zoé Durand;;")
        func names() throws -> String {
            let path = folder.path("names-\(UUID().uuidString).csv")
            _ = try atlas.exportSINP(to: path, sensitive: false)
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        let observers = try atlas.observers()
        #expect(observers.map(\.name) == ["Ali Ben", "Zoé Durand"] && Set(observers.map(\.pseudonym)).count == 2)
        let first = try names()
        #expect(!first.contains("Durand") && !first.contains("Ali Ben"))
        #expect(first.split(separator: observers[1].pseudonym).count == 3)
        try atlas.publishName(of: "Zoé Durand", true)
        #expect(try names().contains("Zoé Durand | \(observers[0].pseudonym)"))
        try atlas.publishName(of: "Zoé Durand", false)
        #expect(try !names().contains("Durand"))
        #expect(throws: ObserverError.unknown("Personne")) { try atlas.publishName(of: "Personne", true) }
        let own = folder.path("own.csv")
        _ = try atlas.exportSINP(to: own, sensitive: true)
        #expect(try String(contentsOfFile: own, encoding: .utf8).contains("Zoé Durand | Ali Ben"))
    }
}
