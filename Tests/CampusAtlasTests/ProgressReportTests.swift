import CampusAtlas
import Foundation
import Testing

/// The report as people and programs read it.
@Suite struct ProgressReportTests {
    private static let day = "2025-07-01"

    private func atlas(_ folder: TemporaryFolder, outline: Bool) throws -> Atlas {
        try folder.atlas(
            campuses: outline ? [(name: "A", plot: Plot(0, 0, 100, 100))] : [],
            [Ground("asphalt", 0, 0, 40, 100), Ground("lawn", 40, 0, 100, 100)])
    }

    private func json(_ atlas: Atlas) throws -> [String: Any] {
        let bytes = try atlas.progress(on: #require(CalendarDate(iso: Self.day))).json()
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    private func indicator(_ id: String, _ root: [String: Any]) throws -> [String: Any] {
        let all = try #require(root["indicators"] as? [[String: Any]])
        return try #require(all.first { $0["id"] as? String == id })
    }

    @Test("the six headline figures, each for the school and for each campus, in the order of the strategy")
    func headlines() throws {
        let folder = try TemporaryFolder()
        let report = try atlas(folder, outline: true).progress(on: #require(CalendarDate(iso: Self.day)))
        let ids = [
            "land.sealed_share", "land.new_sealed_parking", "species.local_share", "species.bioindicators",
            "waste.household_share", "waste.household_disposed",
        ]
        #expect(report.standings.map(\.figure.indicator.id) == ids.flatMap { [$0, $0] })
        #expect(report.standings.map(\.figure.perimeter.campus) == ids.flatMap { _ in [nil, "A"] })
        #expect(Atlas.indicators.map(\.id) == ids)
        #expect(report.standings.allSatisfy { $0.target != nil })
    }

    @Test("JSON holds numbers unrounded in their unit, read by another reader")
    func numbers() throws {
        let folder = try TemporaryFolder()
        let root = try json(atlas(folder, outline: true))
        #expect(root["atlas"] as? String == "École d'essai" && root["on"] as? String == Self.day)
        let share = try indicator("land.sealed_share", root)
        #expect(abs(try #require(share["value"] as? Double) - 4000.7782 / 10001.9454) < 1e-7)
        #expect(share["unit"] as? String == "ratio" && share["campus"] is NSNull && share["from"] is NSNull)
        #expect(share["verdict"] as? String == "off_track")
        let path = try #require(share["trajectory"] as? [String: Any])
        #expect(path["judged"] as? String == "land.sealed_area")
        #expect(abs(try #require(path["goal"] as? Double) - 2000.3891) < 1e-3)
        let target = try #require(share["target"] as? [String: Any])
        #expect(target["kind"] as? String == "relative_reduction_of_area" && target["value"] as? Double == 0.5)
        let label = try #require(share["label"] as? [String: Any])
        #expect(label["fr"] as? String == "Part de surface étanche")
    }

    @Test("JSON has null for what is not known, and says why")
    func unknown() throws {
        let folder = try TemporaryFolder()
        let root = try json(atlas(folder, outline: false))
        let share = try indicator("land.sealed_share", root)
        for key in ["value", "lower", "upper", "coverage"] { #expect(share[key] is NSNull, "\(key)") }
        #expect(try #require(share["note"] as? [String: Any])["en"] is String)
        let parking = try indicator("land.new_sealed_parking", root)
        #expect(parking["value"] is NSNull && parking["trajectory"] is NSNull)
        #expect(parking["verdict"] as? String == "unknown")
        let waste = try indicator("waste.household_share", root)
        #expect(waste["value"] is NSNull && waste["verdict"] as? String == "unknown")
    }

    @Test("an atlas with nothing in it knows nothing, and no target of it is reached")
    func empty() throws {
        let folder = try TemporaryFolder()
        let report = try folder.atlas([]).progress(on: #require(CalendarDate(iso: Self.day)))
        #expect(report.standings.count == 6)
        for standing in report.standings {
            #expect(standing.figure.estimate == nil, "\(standing.figure.indicator.id)")
            #expect(standing.verdict == .unknown, "\(standing.figure.indicator.id)")
            #expect(standing.figure.note != nil, "\(standing.figure.indicator.id)")
        }
    }

    @Test("as CSV, a row for each figure, with decimal commas and nothing for what is not known")
    func csv() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, outline: true)
        let path = folder.path("progress.csv")
        let count = try atlas.exportProgress(format: .csv, on: #require(CalendarDate(iso: Self.day)), to: path)
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).split(whereSeparator: \.isNewline).map {
            $0.split(separator: ";", omittingEmptySubsequences: false)
        }
        try #require(count == 12 && lines.count == 13)
        let value = try #require(lines[0].firstIndex(of: "value"))
        #expect(lines[1][0] == "land.sealed_share")
        #expect(lines[1][value].wholeMatch(of: /0,4\d*|0,39\d+/) != nil)
        let waste = try #require(lines.first { $0[0] == "waste.household_share" })
        #expect(waste[value].isEmpty)
    }

    @Test("as GeoJSON, a feature for each campus, with its outline in WGS 84")
    func geoJSON() throws {
        let folder = try TemporaryFolder()
        let atlas = try atlas(folder, outline: true)
        let path = folder.path("progress.geojson")
        #expect(try atlas.exportProgress(format: .geojson, on: #require(CalendarDate(iso: Self.day)), to: path) == 1)
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
        let feature = try #require((root["features"] as? [[String: Any]])?.first)
        let properties = try #require(feature["properties"] as? [String: Any])
        #expect(properties["name"] as? String == "A")
        #expect(abs(try #require(properties["land.sealed_share"] as? Double) - 0.4) < 1e-4)
        #expect(properties["land.sealed_share.verdict"] as? String == "off_track")
        #expect(properties["waste.household_share"] == nil)
        let geometry = try #require(feature["geometry"] as? [String: Any])
        let rings = try #require((geometry["coordinates"] as? [[[[Double]]]])?.first?.first)
        // `cs2cs -f %.10f EPSG:2154 EPSG:4326` of (786400, 6337700).
        #expect(rings.contains { abs($0[0] - 4.0797763377) < 1e-8 && abs($0[1] - 44.1329885920) < 1e-8 })
    }
}
