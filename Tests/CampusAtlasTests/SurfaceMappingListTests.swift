import CampusAtlas
import Foundation
import GRDB
import Testing

/// The list that says what OpenStreetMap's tags and OCS GE's codes mean: each of its lines, and its upkeep.
@Suite struct SurfaceMappingListTests {
    private let lines = MappingLine.all

    @Test("each line that means one type gives it and its use; each other line is refused with what it may be")
    func eachLine() throws {
        #expect(lines.count == 115)
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let report = try atlas.importSurfaces(from: try folder.tagged(lines.map(\.tag)), options: .metric)
        #expect(report.isBalanced && report.rows == lines.count)
        let grounds = try atlas.grounds()
        let refusals = report.refusalTexts
        for (index, line) in lines.enumerated() {
            let tag = try #require(line.tag.first.map { "\($0.key)=\($0.value)" })
            if let type = line.means {
                #expect(grounds["r\(index)"] == Atlas.Meaning(type, line.use), "\(tag)")
            } else {
                #expect(grounds["r\(index)"] == nil, "\(tag)")
                let said = try #require(refusals.first { $0.hasPrefix(tag + " ") || $0.hasPrefix(tag + ":") }, "\(tag)")
                for candidate in line.candidates { #expect(said.contains("\(candidate) ("), "\(tag)") }
                #expect(said.contains("--set type_of:\(tag.replacing("=", with: ":"))=…"), "\(tag)")
            }
        }
        #expect(report.refused == lines.filter { $0.means == nil }.count)
    }

    @Test("every line names types and uses that exist, has its source, and a note in both languages or in none")
    func wellFormed() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let codes = Set(try atlas.rows("SELECT code FROM surface_type").map { $0["code"] as String })
        for line in lines {
            let isKnown = line.types == ["none"] || codes.isSuperset(of: line.types)
            #expect(isKnown, "\(line.key)=\(line.value)")
            #expect(line.use.map { LandUse(rawValue: $0) != nil } ?? true, "\(line.key)=\(line.value)")
            #expect(!line.source.isEmpty && line.notes[0].isEmpty == line.notes[1].isEmpty, "\(line.key)=\(line.value)")
            let isExplained = line.candidates.isEmpty && line.types != ["none"] || !line.notes[0].isEmpty
            #expect(isExplained, "\(line.key)=\(line.value)")
        }
        #expect(Set(lines.map(\.scheme)) == ["osm", "ocsge"])
    }

    @Test("every surface type is among what its OpenStreetMap hint and its OCS GE code may be")
    func hints() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        for row in try atlas.rows("SELECT code, osm_hint, ocsge FROM surface_type") {
            let code: String = row["code"]
            let hint: String = row["osm_hint"]
            for tags in hint.components(separatedBy: ", ") {
                let named = tags.components(separatedBy: " + ").map { $0.split(separator: "=", maxSplits: 1) }
                let types = lines.filter { line in
                    line.scheme == "osm" && named.contains { $0[0] == line.key && $0[1] == line.value }
                }
                .flatMap(\.types)
                #expect(types.contains(code), "\(code): \(tags)")
            }
            let cover = lines.first { $0.scheme == "ocsge" && $0.value == row["ocsge"] as String }
            #expect(try #require(cover).types.contains(code), "\(code)")
        }
    }

    @Test("the list is data: a school that knows its own pavings changes the line, and is then not asked")
    func changed() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.tagged([["surface": "paving_stones"], ["surface": "brick_dust"]])
        #expect(try atlas.importSurfaces(from: path, options: .metric).refused == 2)
        try atlas.load(
            ours(
                folder, "osm;surface;paving_stones;60;paving_open;;;;nous",
                "osm;surface;brick_dust;60;gravel_loose;;;;nous"
            ), someOnly: true)
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 2)
        #expect(try atlas.grounds() == ["r0": .init("paving_open"), "r1": .init("gravel_loose")])
        #expect(try atlas.count("surface_mapping") == 116)
    }

    @Test(
        "a line with a type that does not exist, alone or among others, or an unknown use or vocabulary, is refused",
        arguments: [
            "osm;surface;lava;60;lava;;;;nous", "osm;surface;lava;60;lawn|lava;;;;nous",
            "osm;surface;paving_stones;60;lava;;;;nous", "osm;surface;lava;60;lawn;picnic;;;nous",
            "corine;surface;lava;60;lawn;;;;nous",
        ])
    func malformed(line: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let before = try atlas.rows("SELECT * FROM surface_mapping")
        let error = #expect(throws: CodeListError.self) { try atlas.load(ours(folder, line), someOnly: true) }
        #expect(error?.file == "geodata/surface_mapping.csv" && error?.row == 2)
        #expect(try atlas.rows("SELECT * FROM surface_mapping") == before)
    }

    @Test("an atlas made before the list has its table once opened, and is asked to load it")
    func olderAtlas() throws {
        let folder = try TemporaryFolder()
        let path = try folder.atlas([]).path
        try GeoPackage.open(at: path).pool.write { db in
            try db.execute(
                sql: """
                    DROP TABLE surface_mapping;
                    DELETE FROM gpkg_contents WHERE table_name = 'surface_mapping';
                    DELETE FROM grdb_migrations WHERE identifier = 'land-exchange-1';
                    """)
        }
        let atlas = try Atlas.open(path)
        let file = try folder.tagged([["surface": "asphalt"]])
        #expect(throws: ImportError.self) { try atlas.importSurfaces(from: file, options: .metric) }
        try atlas.load(lists)
        #expect(try atlas.importSurfaces(from: file, options: .metric).accepted == 1)
        #expect(try atlas.check().isEmpty)
    }

    private func ours(_ folder: TemporaryFolder, _ lines: String...) throws -> ReferenceLists {
        let directory = folder.url.appending(path: "ours")
        try FileManager.default.createDirectory(
            at: directory.appending(path: "geodata"), withIntermediateDirectories: true)
        let header = "scheme;key;value;precedence;surface_type;land_use;note_fr;note_en;source"
        try Data(([header] + lines).joined(separator: "\n").utf8)
            .write(to: directory.appending(path: "geodata/surface_mapping.csv"))
        return ReferenceLists(directory: directory)
    }
}
