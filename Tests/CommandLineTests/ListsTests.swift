import Foundation
import Testing

/// `campus-atlas lists`: a school replaces lists without touching the program.
@Suite struct ListsTests {
    @Test("a folder with one list loads it, and a malformed one is refused with its file and row")
    func ownLists() throws {
        let desk = try Desk()
        let folder = desk.folder.appending(path: "ours/geodata")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let header = "indicator;campus;label_fr;label_en;kind;value;unit;baseline_on;due_on;source\n"
        try desk.write(
            "ours/geodata/target.csv",
            header
                + "land.sealed_share;;Un quart de moins;A quarter less;relative_reduction_of_area;0.25;1;2020-12-31;2030-12-31;nous\n"
        )
        let loaded = try desk.run("lists", "ales.gpkg", "--from", "ours")
        #expect(loaded.status == 0)
        #expect(loaded.output == "geodata/target.csv\n")
        #expect(try desk.run("progress", "ales.gpkg").output.contains("A quarter less (2030-12-31)"))

        try desk.write(
            "ours/geodata/target.csv", header + "land.sealed_share;;a;b;wishful;0.25;1;2020-12-31;2030-12-31;nous\n")
        let refused = try desk.run("lists", "ales.gpkg", "--from", "ours")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("geodata/target.csv, line 2"))
        #expect(try desk.run("progress", "ales.gpkg").output.contains("A quarter less"))
    }

    @Test("a folder without any list is a misuse")
    func nothing() throws {
        #expect(try Desk().run("lists", "ales.gpkg", "--from", ".").status == 2)
    }
}
