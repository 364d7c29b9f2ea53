import CampusAtlas
import Foundation
import GRDB
import Testing

/// Lists that are data: a person edits them, and a malformed one is refused with its file and its line.
@Suite struct CodeListTests {
    /// A copy of the lists, of which one file is changed.
    private func damaged(
        _ folder: TemporaryFolder, _ file: String = "geodata/surface_type.csv",
        _ change: (inout [String]) throws -> Void
    ) throws -> ReferenceLists {
        let copy = folder.url.appending(path: "lists")
        try? FileManager.default.removeItem(at: copy)
        for part in ["geodata", "species"] {
            try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: packageRoot.appending(path: part), to: copy.appending(path: part))
        }
        let url = copy.appending(path: file)
        var lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
        try change(&lines)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
        return ReferenceLists(directory: copy)
    }

    /// The error of an atlas that is not made, of which no file is left.
    private func refusal(_ folder: TemporaryFolder, _ lists: ReferenceLists) throws -> CodeListError? {
        let path = folder.path("atlas.gpkg")
        let error = #expect(throws: CodeListError.self) {
            try Atlas.create(at: path, name: "École", crs: CoordinateReferenceSystem("EPSG:2154"), lists: lists)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0 != "lists" }
        #expect(left.isEmpty)
        return error
    }

    private func expect(
        _ error: CodeListError?, _ file: String, line: Int, _ problem: CodeListError.Problem,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let error = try #require(error, sourceLocation: location)
        #expect(error.file == file && error.row == line && error.problem == problem, sourceLocation: location)
    }

    private func set(_ field: Int, of line: inout String, to value: String) {
        var fields = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        fields[field] = value
        line = fields.joined(separator: ";")
    }

    @Test("an unknown column is refused")
    func unknownColumn() throws {
        let folder = try TemporaryFolder()
        let lists = try damaged(folder) { $0[0] = $0[0].replacing("colour", with: "shade") }
        let error = try #require(try refusal(folder, lists))
        #expect(error.file == "geodata/surface_type.csv" && error.row == 1)
        guard case .unknownColumn("shade", let known) = error.problem else {
            Issue.record("\(error)")
            return
        }
        #expect(known.contains("colour"))
        #expect(error.message.fr.hasPrefix("geodata/surface_type.csv, ligne 1 : colonne inconnue « shade »"))
    }

    @Test("a missing key column is refused")
    func missingColumn() throws {
        let folder = try TemporaryFolder()
        let lists = try damaged(folder) { lines in
            lines = lines.map {
                $0.split(separator: ";", omittingEmptySubsequences: false).dropFirst().joined(separator: ";")
            }
        }
        try expect(refusal(folder, lists), "geodata/surface_type.csv", line: 1, .missingColumn("code"))
    }

    @Test("a line with a field too few or too many is refused", arguments: [10, 12])
    func wrongCount(count: Int) throws {
        let folder = try TemporaryFolder()
        let lists = try damaged(folder) { lines in
            var fields = lines[3].split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            if count < fields.count { fields.removeLast() } else { fields.append("x") }
            lines[3] = fields.joined(separator: ";")
        }
        try expect(refusal(folder, lists), "geodata/surface_type.csv", line: 4, .wrongCount(count, expected: 11))
    }

    @Test("a code given twice is refused")
    func duplicate() throws {
        let folder = try TemporaryFolder()
        let lists = try damaged(folder) { $0.append($0[1]) }
        let error = try #require(try refusal(folder, lists))
        #expect(error.problem == .duplicate("roof"))
        #expect(error.row == 29)
    }

    @Test(
        "a number that is none is refused, with its line and column",
        arguments: [
            ("geodata/surface_type.csv", 4, "beaucoup", "painter_priority"),
            ("geodata/surface_coefficient.csv", 2, "0,9", "value"),
        ])
    func notANumber(file: String, field: Int, text: String, column: String) throws {
        let folder = try TemporaryFolder()
        let lists = try damaged(folder, file) { set(field, of: &$0[2], to: text) }
        try expect(refusal(folder, lists), file, line: 3, .notNumber(text, column: column))
    }

    @Test("a date that is none is refused")
    func notADate() throws {
        let folder = try TemporaryFolder()
        let lists = try damaged(folder, "geodata/target.csv") { set(7, of: &$0[1], to: "31/12/2022") }
        try expect(refusal(folder, lists), "geodata/target.csv", line: 2, .notDate("31/12/2022", column: "baseline_on"))
    }

    @Test(
        "a value outside its list, a reference to nothing and bounds in the wrong order are refused",
        arguments: [
            ("geodata/surface_type.csv", 3, "étanche"), ("geodata/surface_type.csv", 7, "5"),
            ("geodata/surface_coefficient.csv", 1, "velours"), ("geodata/surface_coefficient.csv", 3, "7"),
            ("geodata/target.csv", 4, "hoped"),
        ])
    func outsideItsList(file: String, field: Int, value: String) throws {
        let folder = try TemporaryFolder()
        let lists = try damaged(folder, file) { set(field, of: &$0[1], to: value) }
        let error = try #require(try refusal(folder, lists))
        #expect(error.file == file && error.row == 2)
        guard case .refused = error.problem else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("a list without rows, and one that is missing, are refused")
    func emptyOrAbsent() throws {
        let folder = try TemporaryFolder()
        let empty = try damaged(folder) { $0 = [$0[0]] }
        try expect(refusal(folder, empty), "geodata/surface_type.csv", line: 1, .empty)
        let absent = try damaged(folder) { _ in }
        try FileManager.default.removeItem(at: absent.directory.appending(path: "geodata/target.csv"))
        #expect {
            try Atlas.create(
                at: folder.path("atlas.gpkg"), name: "École", crs: CoordinateReferenceSystem("EPSG:2154"), lists: absent
            )
        } throws: {
            $0 is any ReadableError
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("atlas.gpkg")))
    }

    @Test("the lists of an atlas are the files: as many rows as lines, and loading again changes nothing")
    func loadedAgain() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        for (table, file) in [
            ("surface_type", "geodata/surface_type.csv"), ("surface_coefficient", "geodata/surface_coefficient.csv"),
            ("coefficient_set", "geodata/coefficient_set.csv"), ("target", "geodata/target.csv"),
        ] {
            let lines = try String(contentsOf: packageRoot.appending(path: file), encoding: .utf8)
                .split(separator: "\n").count
            #expect(try atlas.count(table) == lines - 1)
        }
        let before = try atlas.contents()
        try atlas.load(lists)
        let after = try atlas.contents()
        for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
    }

    @Test("a list that has changed changes the atlas; a row that only the atlas has stays; a bad one changes nothing")
    func changedList() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let changed = try damaged(folder) { lines in
            set(9, of: &lines[1], to: "#123456")
            lines.remove(at: 2)
        }
        let uuid = try atlas.row("SELECT uuid FROM surface_type WHERE code = 'roof'")["uuid"] as String?
        try atlas.load(changed)
        let roof = try atlas.row("SELECT uuid, colour FROM surface_type WHERE code = 'roof'")
        #expect(roof["colour"] == "#123456" && roof["uuid"] == uuid)
        #expect(try atlas.rows("SELECT code FROM surface_type WHERE code = 'roof_gravel'").count == 1)
        let before = try atlas.contents()
        let bad = try damaged(folder, "geodata/target.csv") { set(8, of: &$0[1], to: "2000-01-01") }
        #expect(throws: CodeListError.self) { try atlas.load(bad) }
        #expect(try atlas.contents() == before)
    }

    @Test("the 27 surface types are offered to QGIS by their French names, in their classes and colours")
    func offered() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let offered = try atlas.rows(
            "SELECT value, description FROM gpkg_data_column_constraints WHERE constraint_name = 'surface_type'")
        #expect(offered.count == 27)
        #expect(offered.contains { $0["value"] == "lawn" && $0["description"] == "Pelouse rase" })
        let style = try #require(
            try atlas.row("SELECT styleQML FROM layer_styles WHERE f_table_name = 'surface'")["styleQML"] as String?
        )
        #expect(style.contains("Toiture étanche") && style.contains("140,45,45"))
    }
}
