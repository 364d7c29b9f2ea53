import CampusAtlas
import Foundation
import GRDB
import Testing

/// Plants and beds identified for life; expected values are worked out by hand beside each.
@Suite struct PlantBookTests {
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    private func plant(
        _ name: String = "Celtis australis", in ledger: Ledger, origin: PlantOrigin?, habit: String? = nil
    ) throws -> NewPlant {
        var plant = NewPlant(name, at: try ledger.atlas.position(typed: "4.0851,44.1351"), origin: origin)
        plant.habit = habit
        return plant
    }

    private func planted(_ ledger: Ledger, on text: String = "2026-11-10") throws -> String {
        try ledger.atlas.add(plant(in: ledger, origin: .planted(on: day(text), PlantLot())))
    }

    @Test("a woody plant says whether it was planted; a herb need not")
    func originOfWoodyPlants() throws {
        let ledger = try Ledger()
        #expect(throws: PlantError.originNeeded("Celtis australis")) {
            try ledger.atlas.add(plant(in: ledger, origin: nil))
        }
        for habit in ["shrub", "hedge"] {
            #expect(throws: PlantError.originNeeded("Arbor vera")) {
                try ledger.atlas.add(plant("Arbor vera", in: ledger, origin: nil, habit: habit))
            }
        }
        try ledger.atlas.add(plant("Trifolium pratense", in: ledger, origin: nil, habit: "herb"))
        try ledger.atlas.add(plant(in: ledger, origin: .spontaneous))
        // The habit of Celtis australis is in species/taxon.csv: tree.
        #expect(try ledger.values("SELECT habit FROM plant", as: String.self) == ["herb", "tree"])
        #expect(
            try ledger.values("SELECT growth_origin FROM plant", as: String.self) == ["unknown", "spontaneous"])
    }

    @Test("a taxon whose habit no list knows is asked for, since only woody habits are counted")
    func habitNeeded() throws {
        let ledger = try Ledger()
        #expect(throws: PlantError.self) {
            try ledger.atlas.add(plant("Arbor ignota", in: ledger, origin: .spontaneous))
        }
        #expect(throws: PlantError.self) {
            try ledger.atlas.add(plant("Arbor ignota", in: ledger, origin: .spontaneous, habit: "arbre"))
        }
        #expect(try ledger.rows("SELECT 1 FROM plant").isEmpty)
    }

    @Test("a day or a lot says planted; a spontaneous plant has neither")
    func originFromWords() throws {
        var lot = PlantLot()
        #expect(try PlantOrigin(nil, plantedOn: nil, lot: lot) == nil)
        #expect(try PlantOrigin("spontaneous", plantedOn: nil, lot: lot) == .spontaneous)
        let day = try day("2026-11-10")
        #expect(try PlantOrigin(nil, plantedOn: day, lot: lot) == .planted(on: day, lot))
        lot.number = "L-1"
        #expect(try PlantOrigin(nil, plantedOn: nil, lot: lot) == .planted(on: nil, lot))
        #expect(throws: PlantError.spontaneousIsNotPlanted) {
            try PlantOrigin("spontaneous", plantedOn: nil, lot: lot)
        }
        #expect(throws: PlantError.notAnOrigin("wild")) { try PlantOrigin("wild", plantedOn: nil, lot: lot) }
    }

    @Test("closing ends a plant and keeps it: its row, its reason, and the journal")
    func closing() throws {
        let ledger = try Ledger()
        let uuid = try planted(ledger)
        try ledger.atlas.removePlant(uuid, on: day("2027-02-01"), reason: "Tempête")
        #expect(try ledger.values("SELECT removed_on FROM plant", as: String.self) == ["2027-02-01"])
        #expect(try ledger.atlas.plants(on: day("2027-01-31")).map(\.uuid) == [uuid])
        #expect(try ledger.atlas.plants(on: day("2027-02-01")).isEmpty)
        #expect(try ledger.atlas.plants(on: nil).count == 1)
        let history = try ledger.atlas.plant(uuid).history
        #expect(history.map(\.kind) == [.planted, .felled] && history.last?.remark == "Tempête")
        #expect(
            try ledger.values(
                "SELECT operation || ' ' || coalesce(reason, '') FROM journal WHERE table_name = 'plant' ORDER BY fid",
                as: String.self) == ["insert ", "update Tempête"])
        #expect(throws: PlantError.alreadyRemoved(uuid, on: try day("2027-02-01"))) {
            try ledger.atlas.removePlant(uuid, on: day("2027-03-01"), reason: nil)
        }
    }

    @Test("a plant is not removed on the day it was planted or before, nor one that is not there")
    func closingRefused() throws {
        let ledger = try Ledger()
        let uuid = try planted(ledger)
        for early in ["2026-11-10", "2026-01-01"] {
            #expect(throws: PlantError.self) { try ledger.atlas.removePlant(uuid, on: day(early), reason: nil) }
        }
        let other = "0190d3a0-0000-7000-8000-00000000000f"
        #expect(throws: PlantError.unknown(other)) {
            try ledger.atlas.removePlant(other, on: day("2027-01-01"), reason: nil)
        }
        #expect(try ledger.rows("SELECT 1 FROM plant_event").isEmpty)
    }

    @Test("history is in the order of days, from planting to removal, with its measures")
    func history() throws {
        let ledger = try Ledger()
        let uuid = try planted(ledger)
        var measured = PlantEvent(.measured, on: try day("2027-06-01"))
        (measured.height, measured.girth, measured.crown) = (2.4, 9, 1.2)
        try ledger.atlas.record(PlantEvent(.pruned, on: day("2028-02-01")), ofPlant: uuid)
        try ledger.atlas.record(measured, ofPlant: uuid)
        try ledger.atlas.removePlant(uuid, on: day("2030-01-01"), as: .replaced, reason: nil)
        let history = try ledger.atlas.plant(uuid).history
        #expect(history.map(\.kind) == [.planted, .measured, .pruned, .replaced])
        #expect(history[1] == measured)
        #expect(try ledger.values("SELECT count(*) FROM journal WHERE table_name = 'plant_event'", as: Int.self) == [3])
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("what is not a measure, or falls out of a plant's life, is refused")
    func measuresRefused() throws {
        let ledger = try Ledger()
        let uuid = try planted(ledger)
        var flat = PlantEvent(.measured, on: try day("2027-01-01"))
        #expect(throws: PlantError.nothingMeasured) { try ledger.atlas.record(flat, ofPlant: uuid) }
        flat.height = 0
        #expect(throws: PlantError.notPositive("--height")) { try ledger.atlas.record(flat, ofPlant: uuid) }
        #expect(throws: PlantError.self) {
            try ledger.atlas.record(PlantEvent(.inspected, on: day("2026-11-09")), ofPlant: uuid)
        }
        #expect(throws: PlantError.endsByRemoval(.felled)) {
            try ledger.atlas.record(PlantEvent(.felled, on: day("2027-01-01")), ofPlant: uuid)
        }
        #expect(try ledger.rows("SELECT 1 FROM plant_event").isEmpty)
    }

    private static func square(_ x: Double, _ properties: String) -> String {
        let corners = [(x, 44.135), (x + 0.0001, 44.135), (x + 0.0001, 44.1351), (x, 44.1351), (x, 44.135)]
        let ring = corners.map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
        return """
            {"type":"Feature","properties":{\(properties)},"geometry":{"type":"Polygon","coordinates":[[\(ring)]]}}
            """
    }

    static func beds(_ features: [(x: Double, properties: String)]) -> String {
        #"{"type":"FeatureCollection","features":["#
            + features.map { square($0.x, $0.properties) }.joined(separator: ",") + "]}"
    }

    @Test("a file of surfaces gives beds, with or without a number of individuals, and comes back the same")
    func bedImport() throws {
        let ledger = try Ledger(campuses: true)
        let file = try ledger.folder.file(
            "beds.geojson",
            Self.beds([
                (
                    4.085,
                    #""espece":"Arbutus unedo","port":"hedge","nombre":30,"planté le":"2026-11-10","exemption":"""#
                ),
                (4.085, #""espece":"Celtis australis","port":"tree""#),
                (4.086, #""espece":"Malus domestica","port":"tree","exemption":"food_garden""#),
                (4.087, #""espece":"Malus domestica","exemption":"laziness""#),
            ]))
        let report = try ledger.atlas.importPlants(from: file, options: ledger.options())
        #expect(report.table == "planting_bed" && report.counts == [3, 1, 0])
        #expect(report.reasons == ["unknown exemption; known: heritage, food_garden, collection"])
        #expect(try ledger.values("SELECT individual_count FROM planting_bed", as: Int.self) == [30, nil, nil])
        #expect(
            try ledger.values("SELECT exemption FROM planting_bed", as: String.self) == [nil, nil, "food_garden"])
        #expect(try ledger.atlas.importPlants(from: file, options: ledger.options()).counts == [0, 1, 3])
        let copy = try Ledger(campuses: true)
        let out = ledger.folder.path("out.geojson")
        #expect(try ledger.atlas.export("planting_beds", format: .geojson, to: out).rows == 3)
        #expect(try copy.atlas.importPlants(from: out, options: copy.options()).counts == [3, 0, 0])
        let columns = "uuid, scientific_name, habit, individual_count, planted_on, exemption, growth_origin"
        let (before, after) = try (
            ledger.rows("SELECT \(columns) FROM planting_bed ORDER BY fid"),
            copy.rows("SELECT \(columns) FROM planting_bed ORDER BY fid")
        )
        #expect(before.map(\.row) == after.map(\.row))
        #expect(try ledger.atlas.check().isEmpty)
    }

    @Test("the rows of a table are beds when a person says so, in WKT")
    func bedTable() throws {
        let ledger = try Ledger()
        let file = try ledger.folder.file(
            "beds.csv",
            "taxon;wkt\nArbutus unedo;POLYGON((4.085 44.135,4.0851 44.135,4.0851 44.1351,4.085 44.135))\n")
        var options = ledger.options()
        options.crs = "EPSG:4326"
        #expect(try ledger.atlas.importPlants(from: file, options: options, areBeds: true).counts == [1, 0, 0])
        #expect(try ledger.atlas.importPlants(from: file, options: options).reasons == ["a point is needed"])
    }

    @Test("a bed has a history too")
    func bedHistory() throws {
        let ledger = try Ledger()
        let file = try ledger.folder.file(
            "beds.geojson", Self.beds([(4.085, #""espece":"Arbutus unedo","planted_on":"2026-11-10""#)]))
        _ = try ledger.atlas.importPlants(from: file, options: ledger.options())
        let uuid = try #require(try ledger.atlas.plants(on: nil).first?.uuid)
        try ledger.atlas.record(PlantEvent(.pruned, on: day("2027-01-01")), ofPlant: uuid)
        try ledger.atlas.removePlant(uuid, on: day("2028-01-01"), reason: nil)
        #expect(try ledger.atlas.plant(uuid).history.map(\.kind) == [.planted, .pruned, .felled])
        #expect(try ledger.values("SELECT removed_on FROM planting_bed", as: String.self) == ["2028-01-01"])
    }

    @Test("QGIS is offered the words of each column in French")
    func vocabularies() throws {
        let ledger = try Ledger()
        let words = try ledger.values(
            """
            SELECT c.description FROM gpkg_data_columns AS d
              JOIN gpkg_data_column_constraints AS c USING (constraint_name)
            WHERE d.table_name = 'plant_event' AND d.column_name = 'kind' ORDER BY c.value
            """, as: String.self)
        #expect(words == ["abattu ou enlevé", "inspecté", "mesuré", "planté", "taillé", "remplacé"])
    }
}
