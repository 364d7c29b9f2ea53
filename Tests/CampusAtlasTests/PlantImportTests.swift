import CampusAtlas
import Foundation
import GRDB
import Testing

/// Plants one by one, planted or spontaneous.
@Suite struct PlantImportTests {
    private func one(_ header: String, _ row: String) throws -> (report: ImportReport, row: StoredRow?) {
        let ledger = try Ledger()
        let report = try ledger.plants(
            "scientific_name;longitude;latitude;\(header)\nCeltis australis;4.0881;44.1331;\(row)\n")
        return (report, try ledger.rows("SELECT * FROM plant").first)
    }

    @Test(
        "a habit is one of the six of the book, or is not told",
        arguments: ["tree", "shrub", "climber", "hedge", "bed", "herb", ""])
    func habits(habit: String) throws {
        let (report, row) = try one("habit", habit)
        #expect(report.counts == [1, 0, 0])
        #expect(row?["habit"] as String? == (habit.isEmpty ? nil : habit))
    }

    @Test("a habit that the book does not know is refused, and the known ones are named")
    func unknownHabit() throws {
        let (report, row) = try one("habit", "arbre")
        #expect(report.reasons == ["unknown habit; habits: tree, shrub, climber, hedge, bed, herb"])
        #expect(row == nil)
    }

    @Test(
        "an individual was planted, or is spontaneous, or it is not known; nothing else is taken",
        arguments: [("planted", "planted"), ("spontaneous", "spontaneous"), ("unknown", "unknown"), ("", "unknown")])
    func origins(given: String, kept: String) throws {
        #expect(try one("origin", given).row?["growth_origin"] == kept)
        #expect(
            try one("origin", "native").report.reasons == ["planted, spontaneous or unknown is needed"])
    }

    @Test(
        "a row is one individual unless it says how many, and never none", arguments: [("", 1), ("30", 30), ("1", 1)])
    func individuals(given: String, kept: Int) throws {
        #expect(try one("nombre", given).row?["individual_count"] == kept)
        #expect(try one("nombre", "0").report.reasons == ["at least one individual"])
        #expect(try one("nombre", "-3").report.reasons == ["at least one individual"])
        #expect(try one("nombre", "2,5").report.reasons == ["not a whole number"])
    }

    @Test("French dates are read day first, and a plant is not removed before it was planted")
    func dates() throws {
        let (_, row) = try one("planté le;date abattage", "25/11/2023;26/11/2023")
        #expect(row?["planted_on"] == "2023-11-25" && row?["removed_on"] == "2023-11-26")
        #expect(
            try one("planted_on;removed_on", "2023-11-25;2023-11-25").report.reasons
                == ["removed before it was planted"])
        #expect(try one("planted_on", "2023-02-29").report.reasons.count == 1)
    }

    @Test(
        "the lot, its provenance and its label are kept",
        arguments: [("oui", 1), ("non", 0), ("1", 1), ("", nil)] as [(String, Int?)])
    func label(given: String, kept: Int?) throws {
        let (_, row) = try one("lot;provenance;végétal local", "L-2023-7;Cévennes;\(given)")
        #expect(row?["lot"] == "L-2023-7" && row?["provenance"] == "Cévennes")
        #expect(row?["is_vegetal_local"] as Int? == kept)
        #expect(try one("végétal local", "peut-être").report.reasons == ["yes or no?"])
    }

    @Test("a plant without a name or without a place is refused, and its row named")
    func required() throws {
        let ledger = try Ledger()
        let report = try ledger.plants(
            "scientific_name;longitude;latitude\n;4.0881;44.1331\nCeltis australis;;\nCeltis australis;4.0881;44.1331\n"
        )
        #expect(report.counts == [1, 2, 0])
        #expect(
            Set(report.reasons)
                == ["a required value is missing", "no geometry: a shape or coordinates are needed"])
        #expect(report.remarks.flatMap(\.rows) == [2, 3])
    }

    @Test("a plant has a place: a hedge given by a point counts its shrubs, and one given by a line is refused")
    func shapes() throws {
        let ledger = try Ledger()
        let file = try ledger.folder.file(
            "plants.geojson",
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"espece":"Arbutus unedo","habit":"hedge","nombre":30,"origine":"planted"},
             "geometry":{"type":"Point","coordinates":[4.088,44.133]}},
            {"type":"Feature","properties":{"espece":"Arbutus unedo","habit":"hedge"},
             "geometry":{"type":"LineString","coordinates":[[4.088,44.133],[4.089,44.133]]}}]}
            """)
        let first = try ledger.atlas.importPlants(from: file, options: ImportOptions())
        #expect(first.counts == [1, 1, 0])
        #expect(first.reasons == ["a point is needed"])
        #expect(try ledger.values("SELECT individual_count FROM plant", as: Int.self) == [30])
        #expect(try ledger.atlas.importPlants(from: file, options: ImportOptions()).counts == [0, 1, 1])
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("what the table has no column for is kept beside the plant, and a second import adds nothing")
    func unmappedColumns() throws {
        let ledger = try Ledger()
        let sheet =
            "taxon;longitude;latitude;hauteur\nCeltis australis;4.0881;44.1331;7 m\nCeltis australis;4.0881;44.1331;7 m\n"
        // Two rows that say the same are two trees.
        #expect(try ledger.plants(sheet).counts == [2, 0, 0])
        #expect(
            try ledger.values("SELECT source_attributes ->> 'hauteur' FROM plant", as: String.self) == ["7 m", "7 m"])
        #expect(try ledger.plants(sheet).counts == [0, 0, 2])
    }
}
