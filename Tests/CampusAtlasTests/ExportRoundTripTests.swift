import CampusAtlas
import Foundation
import GRDB
import Testing

/// What leaves the atlas comes back the same.
@Suite struct ExportRoundTripTests {
    /// The layers in the order that references ask for, with their table.
    private static let layers = [
        ("campuses", "campus"), ("surfaces", "surface"), ("parcels", "parcel"), ("containers", "container"),
        ("weighings", "weighing"), ("plants", "plant"), ("observations", "observation"),
    ]

    /// The layers that leave and have no import, or no row in the demonstration.
    private static let outOnly = ["planting_beds", "works", "rain_devices", "infiltration_tests", "recovered_water"]

    private func take(_ layer: String, from path: String, into atlas: Atlas) throws -> ImportReport {
        let options = ImportOptions()
        return switch layer {
        case "campuses": try atlas.importCampuses(from: path, options: options)
        case "surfaces": try atlas.importSurfaces(from: path, options: options)
        case "parcels": try atlas.importParcels(from: path, options: options)
        case "containers": try atlas.importContainers(from: path, options: options)
        case "weighings": try atlas.importWeighings(from: path, options: options)
        case "plants": try atlas.importPlants(from: path, options: options)
        default: try atlas.importObservations(from: path, options: options)
        }
    }

    /// How far two geometries of one build are from each other, along an axis.
    private func distance(_ a: Geometry?, _ b: Geometry?) throws -> Double {
        guard let a, let b else { return a == nil && b == nil ? 0 : .infinity }
        // The closing position of a ring is its first, wherever the ring starts.
        var (first, second): ([Position], [Position]) = ([], [])
        a.forEachPosition { first.append($0) }
        b.forEachPosition { second.append($0) }
        guard a.typeName == b.typeName, first.count == second.count else { return .infinity }
        return first.reduce(0) { worst, p in
            max(worst, second.reduce(Double.infinity) { min($0, max(abs($1.x - p.x), abs($1.y - p.y))) })
        }
    }

    /// Columns that say how a row came in, not what it says; and a mass as the export types it.
    private static let notCompared: Set<String> = [
        "fid", "geom", "import_id", "import_row", "source_attributes", "dynamic_properties", "mass_as_typed",
        "unit_as_typed", "decimal_longitude", "decimal_latitude",
    ]

    @Test(
        "the demonstration, exported and imported into a new atlas, has the same rows", arguments: ExportFormat.allCases
    )
    func roundTrip(format: ExportFormat) throws {
        let folder = try TemporaryFolder()
        let original = try Atlas.demonstration(at: folder.path("demo.gpkg"), lists: lists)
        let copy = try folder.atlas(file: "copy.gpkg", [])
        for (layer, table) in Self.layers {
            let path = folder.path("\(layer).\(format.rawValue)")
            let written = try original.export(layer, format: format, sensitive: true, to: path)
            #expect(written.withheld == 0)
            let report = try take(layer, from: path, into: copy)
            #expect(report.refused == 0, "\(layer): \(report.refusalTexts)")
            #expect(report.accepted == written.rows, "\(layer)")
            let before = try original.rows("SELECT * FROM \"\(table)\" ORDER BY uuid")
            let after = try copy.rows("SELECT * FROM \"\(table)\" ORDER BY uuid")
            try #require(before.count == after.count && before.count == written.rows)
            // Eight decimals of a degree are 0.56 mm at most off, seven 5.6 mm; then comes the grid of 1 mm; a GeoPackage
            // has the coordinates themselves.
            let isFine = format != .geojson || ["campus", "surface", "parcel"].contains(table)
            let tolerance = format == .gpkg ? 0 : isFine ? 0.0011 : 0.0061
            for (a, b) in zip(before, after) {
                for column in a.columnNames where !Self.notCompared.contains(column) {
                    #expect(
                        a[column] as DatabaseValue == b[column] as DatabaseValue,
                        "\(layer) \(a["uuid"] as String) \(column)")
                }
                if a.hasColumn("geom") {
                    #expect(try distance(a.geometry(), b.geometry()) <= tolerance, "\(layer) \(a["uuid"] as String)")
                }
            }
            #expect(try take(layer, from: path, into: original).accepted == 0, "\(layer) comes back as known")
        }
        #expect(try copy.check().isEmpty)
    }

    @Test("every layer that leaves has a name, and another name is refused with those that there are")
    func names() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        #expect(Set(Atlas.exportNames) == Set(Self.layers.map(\.0) + Self.outOnly))
        #expect(throws: ExportError.unknownLayer("forêts", known: Atlas.exportNames)) {
            try atlas.export("forêts", format: .csv, to: folder.path("x.csv"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("x.csv")))
    }

    private func features(_ path: String) throws -> [[String: Any]] {
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
        #expect(root["type"] as? String == "FeatureCollection")
        return try #require(root["features"] as? [[String: Any]])
    }

    @Test(
        "on a day leaves what is true that day: the first day is in it, the last is not",
        arguments: [
            ("2019-12-31", []), ("2020-01-01", ["lawn"]), ("2023-12-31", ["asphalt", "lawn"]),
            ("2024-01-01", ["lawn", "roof"]),
        ] as [(String, [String])])
    func onADay(day: String, types: [String]) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([
            Ground("lawn", 0, 0, 10, 10), Ground("asphalt", 20, 0, 30, 10, from: "2021-01-01", to: "2024-01-01"),
            Ground("roof", 20, 0, 30, 10, from: "2024-01-01"),
        ])
        let path = folder.path("surfaces.geojson")
        let date = try #require(CalendarDate(iso: day))
        #expect(try atlas.export("surfaces", format: .geojson, on: date, to: path).rows == types.count)
        let found = try features(path).map {
            try #require($0["properties"] as? [String: Any])["surface_type"] as? String
        }
        #expect(found.compactMap(\.self).sorted() == types)
        #expect(try atlas.export("surfaces", format: .geojson, to: path).rows == 3)
    }

    @Test("GeoJSON is RFC 7946: the UUID as identifier, longitude first, no crs, exterior rings counter-clockwise")
    func rfc7946() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 100, 100, name: "Pré \"carré\"")])
        let path = folder.path("surfaces.geojson")
        _ = try atlas.export("surfaces", format: .geojson, to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("\"crs\""))
        let feature = try #require(try features(path).first)
        #expect(feature["id"] as? String == (try atlas.row("SELECT uuid FROM surface")["uuid"] as String))
        let properties = try #require(feature["properties"] as? [String: Any])
        #expect(properties["name"] as? String == "Pré \"carré\"")
        #expect(
            properties["label_fr"] as? String == "Pelouse rase" && properties["sealing_class"] as? String == "permeable"
        )
        let geometry = try #require(feature["geometry"] as? [String: Any])
        let ring = try #require((geometry["coordinates"] as? [[[[Double]]]])?.first?.first)
        let doubledArea = zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0[0] * $1.1[1] - $1.1[0] * $1.0[1] }
        #expect(doubledArea > 0)
        #expect(ring.contains { abs($0[0] - 4.0797763377) < 6e-9 && abs($0[1] - 44.1329885920) < 6e-9 })
        // pyproj, as for Plot: a hectare of the plane.
        #expect(properties["area_m2"] as? Double == 10001.95)
    }

    @Test("CSV is what a French spreadsheet opens: byte order mark, semicolons, decimal comma")
    func csv() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("lawn", 0, 0, 100, 100, name: "Pré \"carré\"")])
        try atlas.elsewhere().write { try $0.execute(sql: "UPDATE surface SET accuracy_m = 0.25, remark = 'a;b'") }
        let path = folder.path("surfaces.csv")
        _ = try atlas.export("surfaces", format: .csv, to: path)
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let lines = String(decoding: bytes.dropFirst(3), as: UTF8.self).split(whereSeparator: \.isNewline)
        try #require(lines.count == 2)
        #expect(lines[0].hasPrefix("id;name;surface_type;") && lines[0].hasSuffix(";area_m2;geometry_wkt_4326"))
        #expect(lines[1].contains(";0,25;\"a;b\";") && lines[1].contains(";10001,95;"))
        #expect(lines[1].contains(";\"Pré \"\"carré\"\"\";lawn;"))
    }

    @Test("a surface without a geometry leaves without one")
    func noGeometry() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        try atlas.elsewhere().write { try $0.execute(sql: "INSERT INTO surface (surface_type) VALUES ('lawn')") }
        let path = folder.path("surfaces.geojson")
        #expect(try atlas.export("surfaces", format: .geojson, to: path).rows == 1)
        let feature = try #require(try features(path).first)
        #expect(feature["geometry"] is NSNull)
        #expect(try #require(feature["properties"] as? [String: Any])["area_m2"] == nil)
    }
}
