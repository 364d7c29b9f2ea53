import CampusAtlas
import Foundation
import Testing

/// Food waste per meal, compost as a product, reuse apart.
@Suite struct FoodCompostReuseTests {
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    private func measurement(
        _ from: String, _ to: String, canteen: String? = nil, total: Int64? = 214_000
    ) throws -> FoodWasteMeasurement {
        try FoodWasteMeasurement(canteen: canteen, from: day(from), to: day(to), meals: 1850, total: total)
    }

    @Test("the 17 fields have the names that the State's platform gives them")
    func names() {
        // betagouv/ma-cantine, data/models/wastemeasurement.py, class WasteMeasurement, in the order of the class.
        #expect(
            FoodWasteMeasurement.exchangeNames == [
                "period_start_date", "period_end_date", "meal_count", "total_mass", "is_sorted_by_source",
                "preparation_total_mass", "preparation_is_sorted", "preparation_edible_mass",
                "preparation_inedible_mass", "unserved_total_mass", "unserved_is_sorted", "unserved_edible_mass",
                "unserved_inedible_mass", "leftovers_total_mass", "leftovers_is_sorted", "leftovers_edible_mass",
                "leftovers_inedible_mass",
            ])
    }

    @Test("grams per meal: of all, and of what could have been eaten once the three sources are sorted")
    func perMeal() throws {
        // 214 kg over 1,850 meals: 115.675… g.
        #expect(try measurement("2026-03-02", "2026-03-06").gramsPerMeal == 214_000.0 / 1850)
        let sorted = try FoodWasteMeasurement(
            from: day("2026-03-02"), to: day("2026-03-06"), meals: 1000, total: nil,
            sources: [
                .preparation: .init(total: 60_000, edible: 12_000, inedible: 48_000),
                .unserved: .init(total: 74_000, edible: 74_000), .leftovers: .init(total: 80_000, edible: 70_000),
            ])
        // 60 + 74 + 80 = 214 kg, of which 12 + 74 + 70 = 156 kg edible.
        #expect(sorted.mass == 214_000 && sorted.edibleGramsPerMeal == 156 && sorted.isSortedBySource == true)
        let partly = try FoodWasteMeasurement(
            from: day("2026-03-02"), to: day("2026-03-06"), meals: 1000, total: nil,
            sources: [.unserved: .init(total: 74_000)])
        #expect(partly.mass == nil && partly.gramsPerMeal == nil && partly.edibleGramsPerMeal == nil)
    }

    @Test("the export is read back as it was written: kg to the hundredth, nothing where nothing was said")
    func export() throws {
        let ground = try WasteGround()
        try ground.atlas.record(
            FoodWasteMeasurement(
                from: day("2026-03-02"), to: day("2026-03-06"), meals: 1850, total: 214_345,
                sources: [.preparation: .init(total: 60_000, edible: 12_004)]))
        let text = String(decoding: try ground.atlas.foodWasteMeasurements().csv(), as: UTF8.self)
        let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows.count == 2 && rows[0].count == 17 && rows[1].count == 17)
        #expect(
            rows[1].map(String.init) == [
                "2026-03-02", "2026-03-06", "1850", "214.35", "true", "60.00", "true", "12.00", "", "", "", "", "", "",
                "",
                "", "",
            ])
    }

    @Test(
        "periods of one canteen do not overlap, by a day at either end, inside or around",
        arguments: [
            ("2026-03-06", "2026-03-10", false), ("2026-02-20", "2026-03-02", false),
            ("2026-03-03", "2026-03-04", false),
            ("2026-02-20", "2026-03-20", false), ("2026-03-07", "2026-03-10", true), ("2026-02-20", "2026-03-01", true),
        ])
    func overlap(from: String, to: String, isTaken: Bool) throws {
        let ground = try WasteGround()
        try ground.atlas.record(measurement("2026-03-02", "2026-03-06"))
        try ground.atlas.record(measurement("2026-03-02", "2026-03-06", canteen: "Est"))
        let other = try measurement(from, to)
        if isTaken {
            try ground.atlas.record(other)
        } else {
            #expect(throws: RatesError.periodOverlaps(from: "2026-03-02", to: "2026-03-06")) {
                try ground.atlas.record(other)
            }
            // Nor by another tool.
            #expect(throws: (any Error).self) {
                try ground.change(
                    "INSERT INTO food_waste_measurement (period_start_date, period_end_date) VALUES ('\(from)', '\(to)')"
                )
            }
        }
    }

    @Test("a measurement ends after it begins, in the past, and its parts are not more than their whole")
    func refusals() throws {
        #expect(throws: RatesError.self) { try measurement("2026-03-02", "2026-03-02") }
        let ground = try WasteGround()
        let future = try measurement("2026-03-02", "9999-01-01")
        #expect(throws: RatesError.futureDay("9999-01-01")) { try ground.atlas.record(future) }
        #expect(throws: RatesError.self) {
            try FoodWasteMeasurement(
                from: day("2026-03-02"), to: day("2026-03-06"), meals: 1, total: 10,
                sources: [.preparation: .init(total: 6), .unserved: .init(total: 5)])
        }
        #expect(throws: RatesError.self) {
            try FoodWasteMeasurement(
                from: day("2026-03-02"), to: day("2026-03-06"), meals: 1, total: nil,
                sources: [.preparation: .init(total: 6, edible: 5, inedible: 2)])
        }
    }

    @Test("compost that comes out and things used again change no rate")
    func apart() throws {
        let ground = try WasteGround()
        try ground.weigh(["2024-12-15;FOOD;100;A;COMPOST_ON;", "2024-12-15;OM;300;A;LANDFILL;"])
        let before = try ground.rates().columns.map(\.rate)
        try ground.atlas.record(
            CompostOutput(on: day("2024-12-20"), bin: "COMPOST_ON", litres: 80, grams: 40_000, taker: "Maraîchage"))
        try ground.atlas.record(
            ReuseEntry(
                on: day("2024-12-20"), object: "chaise", count: 30, unitMass: 4_200, baseline: "à la benne",
                method: "dix pesées"))
        #expect(try ground.rates().columns.map(\.rate) == before)
        let compost = try ground.atlas.compost()
        #expect(
            compost.count == 1 && compost[0].input == 100_000 && compost[0].output == 40_000 && compost[0].litres == 80)
        // 30 × 4.2 kg.
        #expect(try ground.atlas.reuseEntries().map(\.claimed) == [126_000])
    }

    @Test("a claim without its baseline, its method or its object is refused", arguments: 0..<3)
    func claims(index: Int) throws {
        let texts = (0..<3).map { $0 == index ? " " : "x" }
        #expect(throws: RatesError.self) {
            try ReuseEntry(
                on: day("2024-12-20"), object: texts[0], count: 1, unitMass: 1, baseline: texts[1], method: texts[2])
        }
    }
}
