import CampusAtlas
import Foundation
import GRDB
import Testing

@Suite struct LandAuditReadingTests {
    private func audited(_ folder: TemporaryFolder) throws -> Atlas {
        let atlas = try folder.atlas(campuses: [(name: "A", plot: Plot(0, 0, 100, 100))], [])
        for name in ["un", "deux"] { try atlas.drawAudit(name, points: 10, on: .iso("2024-01-01"), seed: 7) }
        return atlas
    }

    @Test("a reading names its point by number or by uuid, and says a type, a class, or that nothing can be told")
    func accepted() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        let uuid = try atlas.spots(of: "un")[3].uuid
        let report = try atlas.record(
            [
                "point;vu;lu le;remarque", "1;asphalt;2026-10-03;", "2;sealed;;", "3;?;;sous l'arbre",
                "\(uuid.uppercased());Semi_permeable;;", "5;unknown;;",
            ], "un", by: "Camille", in: folder)
        #expect(report.accepted == 5 && report.isBalanced, "\(report.refusalTexts)")
        let rows = try atlas.rows("SELECT * FROM audit_reading ORDER BY fid")
        #expect(rows.map { $0["seen"] as String } == ["asphalt", "sealed", "unknown", "semi_permeable", "unknown"])
        #expect(rows.allSatisfy { ($0["reader"] as String) == "Camille" })
        #expect(rows[0]["read_at"] == "2026-10-03" && rows[2]["remark"] == "sous l'arbre")
        #expect(try atlas.audits().first { $0.name == "un" }?.readers.map(\.points) == [5])
        #expect(try atlas.check().isEmpty)
    }

    @Test(
        "the same file sent twice adds nothing; a reading that differs from the first is refused, and says what to do")
    func again() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.record(["point;seen", "1;asphalt", "2;lawn"], "un", by: "Camille", in: folder)
        let same = try atlas.record(["numero;vu", "2;lawn", "1;asphalt"], "un", by: "Camille", in: folder)
        #expect(same.known == 2 && same.accepted == 0 && same.warningTexts.isEmpty)
        let other = try atlas.record(["point;seen", "1;roof", "3;lawn"], "un", by: "Camille", in: folder)
        #expect(other.accepted == 1 && other.refused == 1)
        #expect(
            try #require(other.refusalTexts.first).contains("'asphalt'") && other.refusalTexts[0].contains("correct"))
        #expect(try atlas.row("SELECT seen FROM audit_reading WHERE fid = 1")["seen"] == "asphalt")
        let second = try atlas.record(["point;seen", "1;roof"], "un", by: "Alix", in: folder)
        #expect(second.accepted == 1)
    }

    @Test("a correction made in QGIS is in the journal, and the program takes it as it is")
    func corrected() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.record(["point;seen", "1;asphalt"], "un", by: "Camille", in: folder)
        try atlas.elsewhere().write { db in
            try db.execute(sql: "UPDATE audit_reading SET seen = 'roof'")
            try db.execute(sql: "INSERT INTO audit_reading (point_id, reader, seen) VALUES (2, 'Camille', 'lawn')")
        }
        let journal = try atlas.rows(
            "SELECT operation, before, after FROM journal WHERE table_name = 'audit_reading' ORDER BY fid")
        #expect(journal.map { $0["operation"] as String } == ["import", "update", "insert"])
        let again = try atlas.record(["point;seen", "1;roof", "2;lawn"], "un", by: "Camille", in: folder)
        #expect(again.known == 2 && again.refused == 0)
    }

    @Test(
        "what cannot be taken is refused, with the reason",
        arguments: [
            ("0;lawn", "unknown point"), ("11;lawn", "unknown point"), ("1,5;lawn", "unknown point"),
            (";lawn", "required"), ("4;", "required"), ("4;lava", "unknown seen"), ("1;lawn", "already given by row 2"),
        ])
    func refused(line: String, reason: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        let report = try atlas.record(["point;seen", "1;roof", line, "2;?"], "un", by: "Camille", in: folder)
        #expect(report.accepted == 2 && report.refused == 1 && report.isBalanced)
        #expect(try #require(report.refusalTexts.first).contains(reason))
        let refusals = try String(contentsOf: URL(filePath: try #require(report.refusals)), encoding: .utf8)
        #expect(refusals.contains(line.split(separator: ";").last ?? "!"))
    }

    @Test("a point of another audit is refused, by its uuid or by what the file says")
    func otherAudit() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        let uuid = try atlas.spots(of: "deux")[0].uuid
        let byPoint = try atlas.record(["point;seen", "\(uuid);lawn"], "un", by: "Camille", in: folder)
        #expect(byPoint.refused == 1 && byPoint.refusalTexts[0].contains("'deux'"))
        let byName = try atlas.record(
            ["point;seen;audit", "1;lawn;deux", "2;lawn;un"], "un", by: "Camille", in: folder)
        #expect(byName.refused == 1 && byName.accepted == 1 && byName.refusalTexts[0].contains("another audit"))
    }

    @Test("an unknown audit or reader stops the whole file")
    func unknown() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        let path = try folder.file("l.csv", "point;seen\n1;lawn\n")
        #expect(throws: AuditError.unknownAudit("trois", known: ["un", "deux"])) {
            try atlas.importAuditReadings(from: path, audit: "trois", by: "Camille")
        }
        #expect(throws: AtlasError.unknownPerson("Personne")) {
            try atlas.importAuditReadings(from: path, audit: "un", by: "Personne")
        }
        #expect(try atlas.count("audit_reading") == 0)
    }

    @Test("the GeoJSON of the points, filled in QGIS, comes back as it is, once by each reader")
    func filledPoints() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.writeAuditPoints(of: "un", to: folder.path("points.geojson"))
        let blank = try String(contentsOf: URL(filePath: folder.path("points.geojson")), encoding: .utf8)
        let filled = [blank.replacing("\"seen\":null", with: "\"seen\":\"lawn\"")]
        for reader in ["Camille", "Alix"] {
            let report = try atlas.record(filled, "un", by: reader, in: folder, file: "filled.geojson")
            #expect(report.accepted == 10, "\(report.refusalTexts)")
            #expect(try atlas.record(filled, "un", by: reader, in: folder, file: "filled.geojson").known == 10)
        }
        #expect(try atlas.count("audit_reading") == 20)
    }

    @Test("QGIS offers the types and classes as a list, and no other word can be stored")
    func list() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        let values = try atlas.rows(
            "SELECT value FROM gpkg_data_column_constraints WHERE constraint_name = 'audit_seen'"
        ).map { $0["value"] as String }
        #expect(values.count == 27 + 3 + 1)
        #expect(values.contains("asphalt") && values.contains("semi_permeable") && values.contains("unknown"))
        let column = try atlas.row(
            "SELECT constraint_name FROM gpkg_data_columns WHERE table_name = 'audit_reading' AND column_name = 'seen'")
        #expect(column["constraint_name"] == "audit_seen")
        let style = try atlas.row("SELECT styleQML FROM layer_styles WHERE f_table_name = 'audit_point'")
        #expect((style["styleQML"] as String).contains("cross"))
        let pool = try atlas.elsewhere()
        for values in ["1, 'Camille', 'lava'", "99, 'Camille', 'lawn'", "1, ' ', 'lawn'"] {
            #expect(throws: DatabaseError.self, "\(values)") {
                try pool.write {
                    try $0.execute(sql: "INSERT INTO audit_reading (point_id, reader, seen) VALUES (\(values))")
                }
            }
        }
    }
}
