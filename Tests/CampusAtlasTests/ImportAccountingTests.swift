import CampusAtlas
import Foundation
import GRDB
import Testing

/// Each row of a file is accepted, refused or already known, and sending it again adds nothing.
@Suite struct ImportAccountingTests {
    private let lawn = Ground("lawn", 0, 0, 10, 10, name: "Pré")
    private let roof = Ground("roof", 20, 0, 30, 10, name: "Toit")

    @Test("the rows of a mixed file are accepted, refused and known, and the ledger says the same")
    func mixedFile() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([lawn])
        var unknownType = roof
        unknownType.type = "velours"
        var endsBefore = roof
        endsBefore.to = "2019-01-01"
        let other = Ground("asphalt", 40, 0, 50, 10, name: "Allée")
        let path = try folder.file("mixed.csv", Ground.csv([lawn, unknownType, roof, endsBefore, other]))
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.rows == 5)
        #expect(report.accepted == 2)
        #expect(report.refused == 2)
        #expect(report.known == 1)
        #expect(report.written == 2)
        #expect(report.remarks.filter { $0.severity == .refused }.flatMap(\.rows).sorted() == [3, 5])
        #expect(try atlas.count("surface") == 3)
        let line = try #require(try atlas.rows("SELECT * FROM import ORDER BY fid DESC").first)
        #expect(line["row_count"] == 5)
        #expect(line["accepted_count"] == 2)
        #expect(line["refused_count"] == 2)
        #expect(line["known_count"] == 1)
        #expect(line["written_count"] == 2)
    }

    @Test("the same file sent twice adds no row, no line of the ledger and none of the journal")
    func secondImport() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file("surfaces.csv", Ground.csv([lawn, roof]))
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 2)
        let tables = ["surface", "import", "journal", "rtree_surface_geom"]
        let before = try atlas.contents(of: tables)
        let again = try atlas.importSurfaces(from: path, options: .metric)
        #expect(again.known == 2 && again.accepted == 0 && again.refused == 0 && again.written == 0)
        #expect(again.remarks.isEmpty)
        #expect(try atlas.contents(of: tables) == before)
    }

    @Test("a row known by its UUID that says something else is left as it is, and the person is told")
    func changedRow() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        func file(_ name: String, _ plot: Plot) throws -> String {
            try folder.file(
                "surface.csv",
                """
                id;name;surface_type;valid_from;geometry_wkt
                5E1F3C52-6E0C-4E0B-9F5C-0D0F6A1B2C3D;\(name);lawn;2020-01-01;\(plot.wkt)
                """)
        }
        _ = try atlas.importSurfaces(from: file("Pré", Plot(0, 0, 10, 10)), options: .metric)
        let before = try atlas.contents(of: ["surface"])
        let report = try atlas.importSurfaces(from: file("Grand pré", Plot(0, 0, 20, 10)), options: .metric)
        #expect(report.known == 1 && report.accepted == 0 && report.isBalanced)
        let remark = try #require(report.remarks.first { $0.severity == .warning })
        #expect(remark.message.en == "already in the atlas with another content, left as it is")
        #expect(remark.example == "geom, name")
        #expect(try atlas.contents(of: ["surface"]) == before)
        #expect(try atlas.row("SELECT uuid FROM surface")["uuid"] == "5e1f3c52-6e0c-4e0b-9f5c-0d0f6a1b2c3d")
    }

    @Test("rows of a file that say exactly the same are as many facts, and known again when sent again")
    func exactDuplicates() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let twice = try folder.file("twice.csv", Ground.csv([lawn, lawn]))
        #expect(try atlas.importSurfaces(from: twice, options: .metric).accepted == 2)
        #expect(try atlas.importSurfaces(from: twice, options: .metric).known == 2)
        let thrice = try folder.file("thrice.csv", Ground.csv([lawn, lawn, lawn]))
        let report = try atlas.importSurfaces(from: thrice, options: .metric)
        #expect(report.known == 2 && report.accepted == 1)
        #expect(try atlas.count("surface") == 3)
        #expect(try atlas.rows("SELECT DISTINCT uuid FROM surface").count == 3)
    }

    @Test("two rows of a file with the same UUID are both refused")
    func duplicateIdentifier() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let id = "5e1f3c52-6e0c-4e0b-9f5c-0d0f6a1b2c3d"
        let path = try folder.file(
            "surface.csv",
            """
            id;surface_type;valid_from;geometry_wkt
            \(id);lawn;2020-01-01;\(Plot(0, 0, 10, 10).wkt)
            \(id);roof;2020-01-01;\(Plot(20, 0, 30, 10).wkt)
            ;lawn;2020-01-01;\(Plot(40, 0, 50, 10).wkt)
            """)
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.refused == 2 && report.accepted == 1)
        #expect(report.remarks.filter { $0.severity == .refused }.map(\.example) == [id])
    }

    @Test("a file that has grown adds only what is new, wherever the new rows stand")
    func grownFile() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let first = try folder.file("may.csv", Ground.csv([lawn, roof]))
        _ = try atlas.importSurfaces(from: first, options: .metric)
        let other = Ground("asphalt", 40, 0, 50, 10, name: "Allée")
        let second = try folder.file("june.csv", Ground.csv([other, lawn, roof]))
        let report = try atlas.importSurfaces(from: second, options: .metric)
        #expect(report.known == 2 && report.accepted == 1)
        #expect(try atlas.count("surface") == 3)
    }

    @Test("each row made keeps the number of its import and its own line in the file, whose name and SHA-256 are kept")
    func provenance() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let text = Ground.csv([lawn, Ground("velours", 0, 0, 1, 1), roof])
        let path = try folder.file("relevé 2026.csv", text)
        let report = try atlas.importSurfaces(from: path, options: .metric)
        // `sha256sum` of the same bytes.
        #expect(report.sha256 == "773b79dbd39844d818cc9d06010382f64893f56ba37d215d028a5a5a268317e6")
        let rows = try atlas.rows(
            """
            SELECT s.import_row, i.file_name, i.sha256, i.table_name FROM surface AS s JOIN import AS i ON i.fid = s.import_id
            ORDER BY s.fid
            """)
        #expect(rows.map { $0["import_row"] as Int } == [2, 4])
        #expect(rows.allSatisfy { $0["file_name"] == "relevé 2026.csv" && $0["sha256"] == report.sha256 })
        #expect(rows.allSatisfy { $0["table_name"] == "surface" })
    }

    @Test("columns without a place in the table are kept beside the row")
    func remainingColumns() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file(
            "surface.csv",
            "surface_type;valid_from;géomètre;vide;geometry_wkt\nlawn;2020-01-01;Durand;;\(Plot(0, 0, 1, 1).wkt)\n")
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.unused == ["géomètre", "vide"])
        let kept = try #require(
            try atlas.row("SELECT source_attributes FROM surface")["source_attributes"] as String?)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(kept.utf8)) as? [String: String])
        #expect(object == ["géomètre": "Durand"])
    }

    @Test("a dry run tells all and writes nothing: no row, no line of the ledger, no layout, no file")
    func dryRun() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([lawn])
        let path = try folder.file("surfaces.csv", Ground.csv([lawn, roof, Ground("velours", 0, 0, 1, 1)]))
        let before = try atlas.contents()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        var options = ImportOptions.metric
        options.dryRun = true
        options.saveLayout = "essai"
        let report = try atlas.importSurfaces(from: path, options: options)
        #expect(report.dryRun)
        #expect(report.accepted == 1 && report.refused == 1 && report.known == 1)
        #expect(report.refusals == nil)
        #expect(try atlas.contents() == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == files)
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 1)
    }

    /// A trigger that someone else put on surfaces, and a file with a row that it refuses.
    private func forbidding(_ act: String, _ folder: TemporaryFolder) throws -> (atlas: Atlas, path: String) {
        let atlas = try folder.atlas([lawn])
        try atlas.elsewhere().write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER not_here BEFORE INSERT ON surface WHEN NEW.name = 'interdit'
                    BEGIN SELECT RAISE(\(act), 'pas ici'); END
                    """)
        }
        var forbidden = roof
        forbidden.name = "interdit"
        return (atlas, try folder.file("surfaces.csv", Ground.csv([Ground("velours", 0, 0, 1, 1), roof, forbidden])))
    }

    @Test("a row that a trigger of the table refuses is refused with what the trigger says, and the others are kept")
    func refusedByTrigger() throws {
        let folder = try TemporaryFolder()
        let (atlas, path) = try forbidding("ABORT", folder)
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.accepted == 1 && report.refused == 2)
        let refusals = try String(contentsOfFile: #require(report.refusals), encoding: .utf8)
        #expect(refusals.split(whereSeparator: \.isNewline).last?.hasPrefix("pas ici") == true)
        #expect(try atlas.check().isEmpty)
    }

    @Test("what ends the transaction leaves nothing of its file")
    func endedTransaction() throws {
        let folder = try TemporaryFolder()
        let (atlas, path) = try forbidding("ROLLBACK", folder)
        let before = try atlas.contents()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(throws: (any Error).self) { try atlas.importSurfaces(from: path, options: .metric) }
        #expect(try atlas.contents() == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == files)
        #expect(try atlas.check().isEmpty)
    }

    @Test(
        "an end before its start is refused row by row, in each table that has dates", arguments: ["parcel", "campus"])
    func endBeforeStart(table: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try folder.file(
            "dated.csv",
            """
            name;valid_from;valid_to;geometry_wkt
            Avant;2020-01-01;2021-01-01;\(Plot(0, 0, 10, 10).wkt)
            Après;2020-01-01;2020-01-01;\(Plot(20, 0, 30, 10).wkt)
            """)
        let report =
            table == "parcel"
            ? try atlas.importParcels(from: path, options: .metric)
            : try atlas.importCampuses(from: path, options: .metric)
        #expect(report.accepted == 1 && report.refused == 1)
        #expect(report.refusalTexts == ["the end must come after the start"])
    }
}
