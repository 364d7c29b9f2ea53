import CampusAtlas
import Foundation
import GRDB
import Testing

/// The same two surfaces, in each form that is read, are the same two rows.
@Suite struct ImportFormsTests {
    private static let names = ["Allée du chêne", "L'œuvre, au n° 5"]
    private static let plots = [Plot(0, 0, 10.5, 10.25), Plot(20, 0, 30.001, 10.999)]
    private static let types = ["asphalt", "roof"]

    private func table(separator: String) -> String {
        let rows = (0..<2).map { index in
            [Self.names[index], Self.types[index], "2022-12-31", Self.plots[index].wkt].map { field in
                field.contains(separator) ? "\"\(field)\"" : field
            }.joined(separator: separator)
        }
        let header = ["nom", "surface_type", "valid_from", "geometry_wkt"].joined(separator: separator)
        return ([header] + rows).joined(separator: "\r\n") + "\r\n"
    }

    private func feature(_ index: Int) -> String {
        """
        {"type": "Feature", "properties": {"nom": "\(Self.names[index])", "surface_type": "\(Self.types[index])", \
        "valid_from": "2022-12-31"}, "geometry": {"type": "Polygon", "coordinates": \(Self.plots[index].json)}}
        """
    }

    private static let lambert = #""crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}"#

    private func expectTheTwo(_ atlas: Atlas, _ report: ImportReport) throws {
        #expect(report.accepted == 2 && report.refused == 0)
        let rows = try atlas.rows("SELECT name, surface_type, valid_from FROM surface ORDER BY fid")
        #expect(rows.map { $0["name"] as String } == Self.names)
        #expect(rows.map { $0["surface_type"] as String } == Self.types)
        #expect(rows.allSatisfy { $0["valid_from"] == "2022-12-31" })
        let stored = try atlas.surfaces()
        for (surface, plot) in zip(stored, Self.plots) {
            let ring = try #require(surface.polygons.first?.exterior).positions
            #expect(surface.polygons.count == 1 && ring.count == 5)
            for corner in plot.corners {
                #expect(ring.contains { abs($0.x - corner.x) < 1e-6 && abs($0.y - corner.y) < 1e-6 })
            }
        }
    }

    @Test("semicolons, commas and tabs", arguments: [";", ",", "\t"])
    func separators(separator: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file("surfaces.csv", table(separator: separator))
        try expectTheTwo(atlas, try atlas.importSurfaces(from: path, options: .metric))
    }

    @Test(
        "UTF-8, UTF-16 of both orders and Windows-1252 are recognised, and said aloud",
        arguments: [
            ("UTF-8", String.Encoding.utf8, [0xEF, 0xBB, 0xBF]), ("UTF-16LE", .utf16LittleEndian, [0xFF, 0xFE]),
            ("UTF-16BE", .utf16BigEndian, [0xFE, 0xFF]), ("Windows-1252", .windowsCP1252, []),
        ] as [(String, String.Encoding, [UInt8])])
    func encodings(label: String, encoding: String.Encoding, mark: [UInt8]) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let bytes = try #require(table(separator: ";").data(using: encoding))
        let path = folder.path("surfaces.csv")
        try (Data(mark) + bytes).write(to: URL(filePath: path))
        let report = try atlas.importSurfaces(from: path, options: .metric)
        try expectTheTwo(atlas, report)
        #expect(report.reading.contains { $0.en.contains(label) && $0.fr.contains(label) })
        #expect(try #require(try atlas.row("SELECT reading FROM import")["reading"] as String?).contains(label))
    }

    @Test("GeoJSON with a legacy reference system, which is said aloud")
    func legacyGeoJSON() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file(
            "surfaces.geojson",
            "{\"type\": \"FeatureCollection\", \(Self.lambert), \"features\": [\(feature(0)), \(feature(1))]}")
        let report = try atlas.importSurfaces(from: path, options: ImportOptions())
        try expectTheTwo(atlas, report)
        #expect(report.reading.contains { $0.en.contains("2154") })
    }

    @Test("a GeoJSON text sequence (RFC 8142), and GeoJSON that a person says the system of")
    func textSequence() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file("surfaces.geojsonl", "\u{1E}\(feature(0))\n\u{1E}\(feature(1))\n")
        try expectTheTwo(atlas, try atlas.importSurfaces(from: path, options: .metric))
    }

    @Test("a layer of a GeoPackage; of several, the one that is named")
    func geoPackage() throws {
        let folder = try TemporaryFolder()
        let source = try folder.atlas(file: "source.gpkg", [])
        _ = try source.importSurfaces(from: folder.file("surfaces.csv", table(separator: ";")), options: .metric)
        let atlas = try folder.atlas(file: "target.gpkg", [])
        var options = ImportOptions()
        #expect(throws: ImportError.self) { try atlas.importSurfaces(from: source.path, options: options) }
        options.layer = "absent"
        #expect(throws: ImportError.self) { try atlas.importSurfaces(from: source.path, options: options) }
        options.layer = "surface"
        try expectTheTwo(atlas, try atlas.importSurfaces(from: source.path, options: options))
        #expect(
            try atlas.rows("SELECT uuid FROM surface ORDER BY fid").map { $0["uuid"] as String }
                == source.rows("SELECT uuid FROM surface ORDER BY fid").map { $0["uuid"] as String })
    }

    @Test("a ZIP archive of one table; of two, neither")
    func archive() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = folder.path("surfaces.zip")
        let csv = Array(table(separator: ";").utf8)
        try Data(Archive.stored([("surfaces.csv", csv), ("lisez-moi.pdf", [1, 2, 3])])).write(to: URL(filePath: path))
        let report = try atlas.importSurfaces(from: path, options: .metric)
        try expectTheTwo(atlas, report)
        #expect(report.reading.contains { $0.en.contains("surfaces.csv") })
        let two = folder.path("two.zip")
        try Data(Archive.stored([("a.csv", csv), ("b.csv", csv)])).write(to: URL(filePath: two))
        #expect(throws: ImportError.self) { try atlas.importSurfaces(from: two, options: .metric) }
    }
}

/// ZIP archives whose entries are stored as they are (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
private enum Archive {
    static func stored(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let start = file.count
            let fields =
                little(20, 2) + little(0x0800, 2) + little(0, 6) + little(Int(crc32(entry.bytes)), 4)
                + little(entry.bytes.count, 4) + little(entry.bytes.count, 4) + little(entry.name.utf8.count, 2)
                + little(0, 2)
            file += [0x50, 0x4B, 3, 4] + fields + Array(entry.name.utf8) + entry.bytes
            directory +=
                [0x50, 0x4B, 1, 2] + little(20, 2) + fields + little(0, 10) + little(start, 4) + Array(entry.name.utf8)
        }
        let end =
            [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
            + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
        return file + directory + end
    }

    private static func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
