import CampusAtlas
import Foundation
import GRDB
import Testing

/// What becomes of a rain. Areas come from pyproj, as ``Plot`` says; the rest is a sum done by hand from the coefficients
/// of `geodata/surface_coefficient.csv`: asphalt 0.90 [0.70–0.95], lawn 0.15 [0.05–0.35].
@Suite struct RainTests {
    /// pyproj 3.7.2, m²: the hectare, and its strips of 60 m, 30 m and 10 m.
    private static let hectare = 10001.945354146883
    private static let strip60 = 6001.167233621702
    private static let strip30 = 3000.5835925843567
    private static let strip10 = 1000.1945278663188

    /// A hectare: 60 m of asphalt, 30 m of lawn, 10 m of which nothing is known.
    private static let ground = [Ground("asphalt", 0, 0, 60, 100), Ground("lawn", 60, 0, 90, 100)]

    private func atlas(_ folder: TemporaryFolder, _ grounds: [Ground] = Self.ground) throws -> Atlas {
        try folder.atlas(campuses: [("Alès", Plot(0, 0, 100, 100))], grounds)
    }

    private func day(_ iso: String) throws -> CalendarDate { try #require(CalendarDate(iso: iso)) }

    private func rain(_ atlas: Atlas, on iso: String = "2024-06-01", programme: String? = nil) throws -> RainBalance {
        try #require(
            try atlas.rain(depth: RainDepth("10mm"), on: day(iso), programme: programme).balances.first)
    }

    private func expect(
        _ estimate: Estimate, _ value: Double, _ lower: Double, _ upper: Double, within tolerance: Double = 1e-3,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(abs(estimate.value - value) < tolerance, sourceLocation: location)
        #expect(abs(estimate.lower - lower) < tolerance, sourceLocation: location)
        #expect(abs(estimate.upper - upper) < tolerance, sourceLocation: location)
    }

    @Test("what falls is the depth over the area; what runs off and what is kept add up to it")
    func balance() throws {
        let folder = try TemporaryFolder()
        let balance = try rain(atlas(folder))
        #expect(balance.perimeter == .campus("Alès"))
        #expect(abs(balance.area - Self.hectare) < 1e-3)
        #expect(abs(balance.fallen - 100_019.45354) < 1e-2)
        // Unclassified ground runs off whole, between 0 and 1.
        expect(balance.runoff, 68513.32577, 43508.46243, 77515.07657, within: 1e-2)
        expect(balance.kept, 31506.12777, 22504.37697, 56510.99111, within: 1e-2)
        expect(try #require(balance.coefficient), 0.6850000009, 0.4350000014, 0.7750000008, within: 1e-8)
        #expect(abs(balance.unknownArea - Self.strip10) < 1e-3)
        #expect(balance.ground.map(\.type) == ["asphalt", "lawn", nil])
    }

    @Test("1,000 m² of asphalt that become lawn keep 7.5 m³ of a rain of 10 mm")
    func thousandSquareMetres() throws {
        let folder = try TemporaryFolder()
        let report = try atlas(folder).rain(depth: RainDepth("10mm"), on: day("2024-06-01"))
        let change = RainChange(from: "asphalt", to: "lawn", area: 1000, report.coefficients)
        let gain = try RainGain([change], RainDepth("1 cm"), isPlanned: true)
        // 10 mm × 1000 m² × (0.90 − 0.15), and the bounds (0.70 − 0.35) and (0.95 − 0.05).
        expect(gain.litres, 7500, 3500, 9000, within: 1e-9)
    }

    @Test("the same ground as asphalt, then as lawn, differs by what its geodesic area makes")
    func asphaltToLawnOnTheGround() throws {
        let folder = try TemporaryFolder()
        let plot = Plot(0, 0, 50, 20)
        let atlas = try folder.atlas(
            campuses: [("Alès", plot)],
            [
                Ground("asphalt", 0, 0, 50, 20, to: "2024-01-01"), Ground("lawn", 0, 0, 50, 20, from: "2024-01-01"),
            ])
        let before = try rain(atlas, on: "2023-12-31")
        let after = try rain(atlas, on: "2024-01-01")
        // pyproj: 1000.1940285710152 m² × 10 mm × 0.75.
        #expect(abs(after.kept.value - before.kept.value - 7501.455214) < 1e-3)
    }

    @Test("ground whose coefficient is not known before or after brings no gain to the value, only bounds")
    func unknownGain() throws {
        let folder = try TemporaryFolder()
        let report = try atlas(folder).rain(depth: RainDepth("10mm"), on: day("2024-06-01"))
        let depth = try RainDepth("10mm")
        func gain(_ from: String?, _ to: String?) -> Estimate {
            RainGain([RainChange(from: from, to: to, area: 100, report.coefficients)], depth, isPlanned: true).litres
        }
        expect(gain(nil, "lawn"), 0, -350, 950)
        expect(gain("asphalt", nil), 0, -300, 950)
        expect(gain("lawn", "asphalt"), -750, -900, -350)
        expect(gain("asphalt", "asphalt"), 0, 0, 0)
    }

    @Test("a type without a coefficient is unknown ground: it runs off whole in the value, and between 0 and 1")
    func typeWithoutCoefficient() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, [Ground("porous", 0, 0, 100, 100)])
        try atlas.write(by: nil) { db in
            try db.execute(
                sql: "DELETE FROM surface_coefficient WHERE surface_type = 'porous' AND \"set\" = 'runoff-default'")
        }
        let balance = try rain(atlas)
        #expect(balance.ground.map(\.coefficient) == [nil])
        expect(try #require(balance.coefficient), 1, 0, 1)
        expect(balance.kept, 0, 0, 100_019.45354, within: 1e-2)
    }

    @Test("a coefficient that changes later does not change last year's figure")
    func datedCoefficients() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let before = try rain(atlas, on: "2024-06-01")
        let own = folder.url.appending(path: "own/geodata")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let list = """
            set;surface_type;value;low;high;valid_from;valid_to;source
            runoff-default;lawn;0.15;0.05;0.35;2020-01-01;2025-01-01;as it was
            runoff-default;lawn;0.25;0.2;0.3;2025-01-01;;a new convention

            """
        try Data(list.utf8).write(to: own.appending(path: "surface_coefficient.csv"))
        try atlas.load(ReferenceLists(directory: own.deletingLastPathComponent()), someOnly: true)
        #expect(try rain(atlas, on: "2024-06-01") == before)
        #expect(try rain(atlas, on: "2024-12-31").runoff == before.runoff)
        // 10 mm × 3000.5836 m² × (0.25 − 0.15) more runs off.
        let after = try rain(atlas, on: "2025-01-01")
        #expect(abs(after.runoff.value - before.runoff.value - Self.strip30) < 1e-2)
        #expect(after.runoff.lower > before.runoff.lower && after.runoff.upper < before.runoff.upper)
    }

    @Test("a set that is none, or not in force on the day, or above one, is refused")
    func wrongSets() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let depth = try RainDepth("10mm")
        #expect(throws: RainError.unknownSet("baf2021", known: ["runoff-default"])) {
            try atlas.rain(depth: depth, on: day("2024-06-01"), coefficients: "baf2021")
        }
        let early = try day("2019-12-31")
        #expect(throws: RainError.setNotInForce("runoff-default", on: early)) {
            try atlas.rain(depth: depth, on: early)
        }
        try atlas.write(by: nil) { db in
            try db.execute(sql: "UPDATE surface_coefficient SET high = 1.2 WHERE surface_type = 'lawn'")
        }
        #expect(throws: RainError.coefficientAboveOne(set: "runoff-default", surfaceType: "lawn", value: 1.2)) {
            try atlas.rain(depth: depth, on: day("2024-06-01"))
        }
    }

    // MARK: where the rain goes

    private func send(_ type: String, to outlet: String, _ atlas: Atlas) throws {
        try atlas.write(by: nil) { db in
            try db.execute(sql: "UPDATE surface SET outlet = ? WHERE surface_type = ?", arguments: [outlet, type])
        }
    }

    @Test("an outlet that nobody stated is unknown, even of a lawn, and widens both sides")
    func unknownOutlets() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let nobody = try rain(atlas).outlets
        expect(nobody.connected, 0, 0, Self.hectare)
        expect(nobody.disconnected, 0, 0, Self.hectare)
        try send("asphalt", to: "combined_sewer", atlas)
        let half = try rain(atlas).outlets
        expect(half.connected, Self.strip60, Self.strip60, Self.hectare)
        expect(half.disconnected, 0, 0, Self.strip30 + Self.strip10)
        #expect(abs(half.unknown - Self.strip30 - Self.strip10) < 1e-3)
        try send("lawn", to: "infiltration", atlas)
        let known = try rain(atlas).outlets
        expect(known.disconnected, Self.strip30, Self.strip30, Self.strip30 + Self.strip10)
    }

    @Test(
        "sewers of both kinds are connected; the ground, a storage and a watercourse are not",
        arguments: Outlet.allCases)
    func outlets(outlet: Outlet) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, [Ground("asphalt", 0, 0, 100, 100)])
        try send("asphalt", to: outlet.rawValue, atlas)
        let areas = try rain(atlas).outlets
        let isSewer = [.combinedSewer, .stormwaterSewer].contains(outlet)
        #expect(abs(areas.connected.value - (isSewer ? Self.hectare : 0)) < 1e-3)
        #expect(abs(areas.disconnected.value - (isSewer ? 0 : Self.hectare)) < 1e-3)
        #expect(areas.unknown == 0)
    }

    // MARK: a programme's rule

    private func device(_ atlas: Atlas, _ litres: Int64, connected: Double? = nil, x: Double = 50) throws {
        try atlas.add(
            RainDevice(
                name: "Ouvrage \(litres)", kind: .swale, volume: #require(WaterVolume(litres: litres)),
                at: Position(Plot.east + x, Plot.north + 50),
                connectedArea: connected.flatMap { GroundArea(squareMetres: $0) }))
    }

    @Test(
        "35 L per m² disconnected: met when even the unknown would be, not met when the known is not",
        arguments: [
            (105_021, RainVerdict.unknown), (105_020, .notMet), (140_028, .met), (140_027, .unknown),
        ] as [(Int64, RainVerdict)])
    func storageRule(litres: Int64, verdict: RainVerdict) throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try send("asphalt", to: "combined_sewer", atlas)
        try send("lawn", to: "infiltration", atlas)
        try device(atlas, litres)
        let report = try atlas.rain(depth: RainDepth("10mm"), on: day("2024-06-01"), programme: "loire-bretagne")
        let programme = try #require(report.programme)
        #expect(programme.litresPerSquareMetre == 35)
        // 35 L × 3000.58359 m² = 105,020.43 L; with the 1000.19453 m² unknown, 140,027.23 L.
        #expect(report.balances[0].storage.verdict(programme) == verdict)
    }

    @Test("nothing disconnected is not judged, and a programme without a number has no verdict")
    func noRule() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, [Ground("asphalt", 0, 0, 100, 100)])
        try send("asphalt", to: "combined_sewer", atlas)
        try device(atlas, 1000)
        for (code, verdict) in [
            ("loire-bretagne", RainVerdict.nothingDisconnected), ("seine-normandie", .noNumber),
            ("rhone-mediterranee-corse", .noNumber), ("adour-garonne", .noNumber),
        ] {
            let report = try atlas.rain(depth: RainDepth("10mm"), on: day("2024-06-01"), programme: code)
            #expect(try report.balances[0].storage.verdict(#require(report.programme)) == verdict)
        }
        #expect(throws: RainError.self) {
            try atlas.rain(depth: RainDepth("10mm"), on: day("2024-06-01"), programme: "nulle-part")
        }
    }

    @Test("a device acts on a rain up to its volume, or up to what falls on its connected area")
    func acting() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        try device(atlas, 20_000, connected: 450)
        expect(try rain(atlas).storage.acting, 4500, 4500, 4500)
        try device(atlas, 3000, connected: 450)
        expect(try rain(atlas).storage.acting, 7500, 7500, 7500)
        try device(atlas, 1000)
        expect(try rain(atlas).storage.acting, 7500, 7500, 8500)
        #expect(try rain(atlas).storage.litres == 24_000)
    }

    // MARK: perimeters

    @Test("campuses add up; a device in none of them is named and counts nowhere")
    func severalCampuses() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [("Alès", Plot(0, 0, 100, 100)), ("Pau", Plot(100, 0, 200, 100))],
            [Ground("asphalt", 0, 0, 100, 100), Ground("lawn", 100, 0, 200, 100)])
        try device(atlas, 1000, x: 150)
        try device(atlas, 2000, x: 900)
        let report = try atlas.rain(depth: RainDepth("10mm"), on: day("2024-06-01"))
        #expect(report.balances.map(\.perimeter) == [.campus("Alès"), .campus("Pau")])
        #expect(report.balances.map(\.storage.litres) == [0, 1000])
        #expect(report.devicesElsewhere.map(\.name) == ["Ouvrage 2000"])
        let total = try #require(report.total)
        // pyproj: the second hectare is 10001.94517829828 m².
        let second = 10001.94517829828
        let runoff: Double = 9 * Self.hectare + 1.5 * second
        #expect(abs(total.area - Self.hectare - second) < 1e-3)
        #expect(abs(total.runoff.value - runoff) < 1e-2)
        #expect(total.storage.litres == 1000)
    }

    @Test("an atlas without an outline is told by its surfaces as they are")
    func withoutOutline() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(Self.ground)
        let balance = try rain(atlas)
        #expect(balance.perimeter == .surfaces)
        #expect(abs(balance.area - Self.strip60 - Self.strip30) < 1e-3)
        #expect(balance.unknownArea == 0)
    }

    @Test("a parcel is told alone")
    func parcels() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder)
        let plot = Plot(60, 0, 100, 100)
        let path = try folder.file("parcels.csv", "name;geometry_wkt\nNord;\(plot.wkt)\n")
        #expect(try atlas.importParcels(from: path, options: .metric).accepted == 1)
        let report = try atlas.rain(depth: RainDepth("10mm"), on: day("2024-06-01"), by: .parcel)
        #expect(report.balances.map(\.perimeter) == [.parcel("Nord")])
        // pyproj: 4000.7781202569604 m².
        #expect(abs(report.balances[0].area - 4000.77812) < 1e-3)
        #expect(report.total == nil)
    }
}
