import CampusAtlas
import Foundation
import GRDB
import Testing

/// Quantities as people type them, devices, infiltration tests and recovered water.
@Suite struct RainDeviceTests {
    private func day(_ iso: String) throws -> CalendarDate { try #require(CalendarDate(iso: iso)) }

    private func atlas(_ folder: TemporaryFolder) throws -> Atlas {
        let atlas = try folder.atlas(campuses: [("Alès", Plot(0, 0, 100, 100))], [])
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        return atlas
    }

    private func tank(
        _ name: String = "Citerne", _ litres: Int64 = 20_000, x: Double = 50, since: String? = nil
    ) throws -> RainDevice {
        RainDevice(
            name: name, kind: .tank, volume: try #require(WaterVolume(litres: litres)),
            at: Position(Plot.east + x, Plot.north + 50), connectedArea: GroundArea(squareMetres: 450),
            since: try since.map(day), isReused: true)
    }

    // MARK: quantities

    @Test(
        "quantities carry their unit, with a decimal comma or point",
        arguments: [
            ("10mm", 10), ("10 mm", 10), ("1,5 cm", 15), ("1.5cm", 15), ("12,7 L/m²", 12.7), (" 8 l/m2 ", 8),
        ])
    func depths(text: String, millimetres: Double) throws {
        #expect(try RainDepth(text).millimetres == millimetres)
    }

    @Test(
        "a volume is a whole number of litres",
        arguments: [
            ("20m3", 20_000), ("20 m³", 20_000), ("20000L", 20_000), ("20 000 L", 20_000), ("0,029 m3", 29),
            ("3 hL", 300),
            ("1 litre", 1), ("0 L", 0),
        ] as [(String, Int64)])
    func volumes(text: String, litres: Int64) throws { #expect(try WaterVolume(text).litres == litres) }

    @Test("areas and rates")
    func areasAndRates() throws {
        #expect(try GroundArea("450m2").squareMetres == 450)
        #expect(try GroundArea("0,5 ha").squareMetres == 5000)
        #expect(try InfiltrationRate("42mm/h").millimetresPerHour == 42)
        #expect(try InfiltrationRate("4,2 cm/h").millimetresPerHour == 42)
        // 10⁻⁵ m/s is 36 mm/h.
        #expect(try abs(InfiltrationRate("1e-5 m/s").millimetresPerHour - 36) < 1e-9)
        #expect(try InfiltrationRate("0 mm/h").millimetresPerHour == 0)
    }

    @Test(
        "a volume without a unit, in another, or that reads two ways is refused",
        arguments: [
            ("20", .noUnit), ("20,5", .noUnit), ("20 kg", .unknownUnit), ("beaucoup", .unknownUnit), ("m3", .notNumber),
            ("20 ml", .notNumber), ("20.000 L", .ambiguous), ("1,234 m3", .ambiguous), ("0,5 L", .notWhole),
            ("-3 m3", .outOfRange), ("9e12 L", .outOfRange),
        ] as [(String, QuantityError.Problem)])
    func refusedVolumes(text: String, problem: QuantityError.Problem) throws {
        let error = #expect(throws: QuantityError.self) { try WaterVolume(text) }
        #expect(error?.problem == problem)
    }

    @Test("a number without a unit is told what to type")
    func whatToType() throws {
        let error = #expect(throws: QuantityError.self) { try RainDepth("10") }
        #expect(error?.message.fr == "« 10 » n'a pas d'unité : tapez 10mm.")
        let volume = #expect(throws: QuantityError.self) { try WaterVolume("20") }
        #expect(volume?.message.en == "'20' has no unit: type 20m3 or 20L.")
        #expect(throws: QuantityError.self) { try RainDepth("0 mm") }
    }

    // MARK: places

    @Test(
        "a point is longitude and latitude, or the working system, however it is written",
        arguments: [
            "4.080409679626547,44.13343242288506", "POINT(4.080409679626547 44.13343242288506)",
            "4,080409679626547 44,13343242288506", "4.080409679626547, 44.13343242288506",
            "4,080409679626547;44,13343242288506", "786450,6337750", "786450 6337750", "point (786450 6337750)",
        ])
    func places(text: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        // pyproj 3.7.2: (786450, 6337750) in EPSG:2154 is 4.080409679626547, 44.13343242288506 in EPSG:4326.
        #expect(try atlas.position(typed: text) == Position(786_450, 6_337_750))
    }

    @Test("what is no point, or out of reach of the working system, is refused; swapped axes are said")
    func wrongPlaces() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        for text in ["ici", "4.08", "4,08,44,13", "1 2 3"] {
            #expect(throws: RainError.notAPlace(text)) { try atlas.position(typed: text) }
        }
        let swapped = #expect(throws: RainError.self) { try atlas.position(typed: "44.1334,4.0804") }
        #expect(swapped?.message.en.contains("swapped") == true)
        #expect(throws: RainError.self) { try atlas.position(typed: "-40,44") }
    }

    // MARK: devices

    @Test("a device is kept as given, journaled, and stands in a campus or in none")
    func addDevice() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let device = try tank(since: "2025-03-01")
        #expect(try atlas.add(device, by: "Camille") == .campus("Alès"))
        #expect(try atlas.add(tank("Loin", x: 500)) == .outside)
        #expect(try folder.atlas(file: "blank.gpkg", []).add(device) == .noOutline)
        #expect(try atlas.rainDevices().first == device)
        #expect(try atlas.rainDevices(on: day("2025-02-28")).map(\.name) == ["Loin"])
        let line = try atlas.row("SELECT person, operation FROM journal WHERE row_uuid = ?", [device.uuid])
        #expect(line["person"] as String? == "Camille")
        #expect(line["operation"] as String? == "insert")
        #expect(try atlas.check().isEmpty)
    }

    @Test("a device needs a name, a volume, works that exist, and a name of its own")
    func wrongDevices() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        #expect(throws: RainError.deviceWithoutName) { try atlas.add(tank(" ")) }
        #expect(throws: RainError.deviceWithoutVolume("Citerne")) { try atlas.add(tank("Citerne", 0)) }
        let position = Position(Plot.east, Plot.north)
        let volume = try WaterVolume("1m3")
        #expect(throws: WorksError.unknown(7)) {
            try atlas.add(RainDevice(name: "Noue", kind: .swale, volume: volume, at: position, works: 7))
        }
        try atlas.add(tank())
        #expect(throws: RainError.deviceExists("Citerne")) { try atlas.add(tank()) }
        #expect(try atlas.count("rain_device") == 1)
        #expect(throws: AtlasError.unknownPerson("Personne")) { try atlas.add(tank("Autre"), by: "Personne") }
    }

    @Test("a closed device stays in the figures of the days before, and its name may serve again")
    func closeDevice() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try atlas.add(tank(since: "2024-01-01"))
        try atlas.closeRainDevice("Citerne", on: day("2025-01-01"))
        #expect(try atlas.rainDevices(on: day("2024-12-31")).count == 1)
        #expect(try atlas.rainDevices(on: day("2025-01-01")).isEmpty)
        try atlas.add(tank(since: "2025-01-01"))
        #expect(try atlas.rainDevices(on: day("2025-01-01")).count == 1)
        let known = ["Citerne"]
        #expect(throws: RainError.unknownDevice("Cuve", known: known)) {
            try atlas.closeRainDevice("Cuve", on: day("2026-01-01"))
        }
    }

    @Test("an infiltration test is kept with its rate, method and person")
    func infiltrationTest() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let position = try atlas.position(typed: "786450,6337750")
        let test = InfiltrationTest(
            at: position, on: try day("2026-05-04"), rate: try InfiltrationRate("42mm/h"), method: "double anneau")
        #expect(try atlas.record(test, by: "Camille") == .campus("Alès"))
        let row = try atlas.row("SELECT * FROM infiltration_test")
        #expect(row["rate_mm_h"] as Double? == 42)
        #expect(row["tested_on"] as String? == "2026-05-04")
        #expect(row["person"] as String? == "Camille")
        #expect(try atlas.point(of: "infiltration_test") == position)
        let silent = InfiltrationTest(
            at: position, on: try day("2026-05-04"), rate: try InfiltrationRate("42mm/h"), method: " ")
        #expect(throws: RainError.testWithoutMethod) { try atlas.record(silent) }
    }

    // MARK: recovered water

    private func recover(_ atlas: Atlas, _ iso: String, _ amount: RecoveredWater.Amount) throws {
        try atlas.record(RecoveredWater(from: "Citerne", on: day(iso), amount), by: "Camille")
    }

    @Test("recovered water is summed over a period, both days included")
    func recoveredVolumes() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try atlas.add(tank())
        for (iso, litres) in [
            ("2025-12-31", "1 m3"), ("2026-01-01", "12m3"), ("2026-12-31", "500 L"), ("2027-01-01", "7m3"),
        ] {
            try recover(atlas, iso, .volume(WaterVolume(litres)))
        }
        #expect(
            try atlas.recoveredWater(from: day("2026-01-01"), to: day("2026-12-31")) == Estimate(exactly: 12_500))
        #expect(try atlas.recoveredWater(from: day("2026-01-02"), to: day("2026-12-30")) == nil)
    }

    @Test("two readings of a meter make a volume; one that is only partly in the period is in the upper bound")
    func meterReadings() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try atlas.add(tank())
        for (iso, meter) in [("2025-12-31", 1000), ("2026-06-30", 1400), ("2027-02-01", 1900)] as [(String, Int64)] {
            try recover(atlas, iso, .meter(#require(WaterVolume(litres: meter))))
        }
        #expect(
            try atlas.recoveredWater(from: day("2026-01-01"), to: day("2026-12-31"))
                == Estimate(400, lower: 400, upper: 900))
        #expect(
            try atlas.recoveredWater(from: day("2026-02-01"), to: day("2027-02-01"))
                == Estimate(500, lower: 500, upper: 900))
        #expect(
            try atlas.recoveredWater(from: day("2026-01-01"), to: day("2027-02-01")) == Estimate(exactly: 900))
        #expect(try atlas.recoveredWater(from: day("2027-02-02"), to: day("2027-12-31")) == nil)
    }

    @Test("a meter that runs backwards is refused, before or after; so is water from a device out of service")
    func impossibleWater() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try atlas.add(tank(since: "2025-01-01"))
        try recover(atlas, "2026-01-01", .meter(#require(WaterVolume(litres: 1000))))
        #expect(throws: RainError.self) { try recover(atlas, "2026-02-01", .meter(#require(WaterVolume(litres: 999)))) }
        #expect(throws: RainError.self) {
            try recover(atlas, "2025-12-01", .meter(#require(WaterVolume(litres: 1001))))
        }
        let early = try day("2024-12-31")
        #expect(throws: RainError.deviceNotServing("Citerne", on: early)) {
            try recover(atlas, "2024-12-31", .volume(WaterVolume("1m3")))
        }
        #expect(try atlas.count("recovered_water") == 1)
    }

    // MARK: check

    @Test("check finds a device larger than its campus, a meter that runs backwards, water out of service")
    func check() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try atlas.add(tank(since: "2025-01-01"))
        try recover(atlas, "2026-01-01", .meter(#require(WaterVolume(litres: 1000))))
        #expect(try atlas.check().isEmpty)
        try atlas.elsewhere().write { db in
            try db.execute(
                sql: """
                    UPDATE rain_device SET connected_area_m2 = 10002;
                    INSERT INTO recovered_water (device_id, recovered_on, meter_l) VALUES (1, '2026-02-01', 10);
                    INSERT INTO recovered_water (device_id, recovered_on, volume_l) VALUES (1, '2024-02-01', 10);
                    """)
        }
        #expect(try Set(atlas.check().map(\.rule)) == ["rain-area", "rain-meter", "rain-service"])
        // pyproj: the campus has 10001.945 m².
        try atlas.elsewhere().write { try $0.execute(sql: "UPDATE rain_device SET connected_area_m2 = 10001") }
        #expect(try !atlas.check().map(\.rule).contains("rain-area"))
    }

    @Test("neither a volume nor a reading, or both, is refused by the table itself")
    func oneAmount() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try atlas.add(tank())
        for values in ["NULL, NULL", "1, 1"] {
            #expect(throws: DatabaseError.self) {
                try atlas.elsewhere().write { db in
                    try db.execute(
                        sql: """
                            INSERT INTO recovered_water (device_id, recovered_on, volume_l, meter_l)
                            VALUES (1, '2026-01-01', \(values))
                            """)
                }
            }
        }
    }
}
