import CampusAtlas
import Foundation
import GRDB
import Testing

/// Whoever edits surfaces, what was true stays in the book.
@Suite struct SurfaceTriggerTests {
    @Test(
        "an edit of what a surface is closes it today and opens another in the same row",
        arguments: [
            "surface_type = 'meadow'", "land_use = 'sport'", "painter_priority = 5", "outlet = 'infiltration'",
        ])
    func changes(assignment: String) throws {
        let ground = try ForeignGround()
        let (today, old) = (ground.today, try ground.uuid(2))
        let origin = try ground.values("import_id import_row", of: 2)
        try ground.edit("UPDATE surface SET \(assignment) WHERE fid = 2")
        #expect(try ground.uuid(4) == old)
        #expect(try ground.uuid(2).count == 36 && ground.uuid(2) != old)
        #expect(
            try ground.values("replaces import_id import_row valid_from valid_to change_kind end_kind", of: 2)
                == [old, nil, nil, today, nil, "change", nil])
        #expect(
            try ground.values("replaces import_id import_row valid_from valid_to change_kind end_kind", of: 4)
                == [nil, origin[0], origin[1], "2020-01-01", today, "survey", "change"])
        #expect(try ground.documented == ["pré pré.txt"])
        try ground.prove()
    }

    /// 10 m × 100 m are 1000.19454 m² of the ellipsoid (pyproj, see ``Plot``).
    @Test("a vertex moved leaves the shape it had until today, and the ledger says what moved")
    func moves() throws {
        let ground = try ForeignGround()
        let old = try ground.blob(Plot(0, 0, 60, 100))
        try ground.edit("UPDATE surface SET geom = ? WHERE fid = 1", [try ground.blob(Plot(0, 0, 50, 100))])
        #expect(try ground.atlas.row("SELECT geom FROM surface WHERE fid = 4")["geom"] == old)
        #expect(try ground.movedToday == ["asphalt unclassified change 1000"])
        try ground.prove()
    }

    @Test("a change marked as a correction is one, said in the same edit or in another")
    func corrections() throws {
        let together = try ForeignGround()
        try together.edit("UPDATE surface SET surface_type = 'lawn', change_kind = 'correction' WHERE fid = 1")
        let apart = try ForeignGround()
        try apart.edit("UPDATE surface SET surface_type = 'lawn' WHERE fid = 1")
        #expect(try apart.movedToday == ["asphalt lawn change 6001"])
        try apart.edit("UPDATE surface SET change_kind = 'correction' WHERE fid = 1")
        for ground in [together, apart] {
            #expect(
                try ground.lines.filter { $0.hasPrefix("cour") } == [
                    "cour lawn \(ground.today) - correction -",
                    "cour asphalt 2020-01-01 \(ground.today) survey correction",
                ])
            #expect(try ground.movedToday == ["asphalt lawn correction 6001"])
            try ground.prove()
        }
    }

    @Test("edits of one day make one state, and what it replaces is what the day before saw")
    func sameDay() throws {
        let ground = try ForeignGround()
        let old = try ground.uuid(1)
        try ground.edit("UPDATE surface SET surface_type = 'lawn' WHERE fid = 1")
        let new = try ground.uuid(1)
        try ground.edit("UPDATE surface SET geom = ? WHERE fid = 1", [try ground.blob(Plot(0, 0, 50, 100))])
        try ground.edit("UPDATE surface SET surface_type = 'meadow', land_use = 'green' WHERE fid = 1")
        #expect(try ground.atlas.count("surface") == 4)
        let row = try ground.atlas.row("SELECT uuid, replaces FROM surface WHERE fid = 1")
        #expect(row["uuid"] == new && row["replaces"] == old)
        #expect(try ground.movedToday == ["asphalt meadow change 5001", "asphalt unclassified change 1000"])
        try ground.prove()
    }

    @Test("a feature written whole, as GDAL does, is a change only when it differs")
    func wholeFeatures() throws {
        let ground = try ForeignGround()
        for fid in [1, 2, 3] as [Int64] { try ground.set(ground.feature(fid), [:]) }
        try ground.set(ground.feature(1), ["name": "grande cour", "remark": "vue", "accuracy_m": 0.2])
        #expect(try ground.atlas.count("surface") == 3)
        #expect(try ground.values("valid_from", of: 1) == ["2020-01-01"])
        try ground.set(ground.feature(1), ["surface_type": "lawn"])
        try ground.set(ground.feature(1), ["change_kind": "correction"])
        #expect(try ground.atlas.count("surface") == 4)
        try ground.prove()
    }

    @Test("a feature read before the change writes what was edited of it, and neither identity nor dates")
    func staleFeatures() throws {
        let ground = try ForeignGround()
        let stale = try ground.feature(1)
        try ground.set(stale, ["surface_type": "lawn"])
        let (old, new) = (try ground.uuid(4), try ground.uuid(1))
        try ground.set(stale, ["surface_type": "meadow", "name": "prairie"])
        #expect(try ground.uuid(4) == old && ground.uuid(1) == new && ground.atlas.count("surface") == 4)
        #expect(
            try ground.values("name surface_type replaces valid_from change_kind import_id", of: 1)
                == ["prairie", "meadow", old, ground.today, "change", nil])
        // The columns of a neighbour, as QGIS merges attributes; the neighbour stays who it is.
        try ground.set(ground.feature(2), ["fid": 3, "name": "haie", "geom": ground.feature(3)["geom"]])
        #expect(try ground.lines.suffix(1) == ["haie shrub 2020-01-01 \(ground.today) survey change"])
        #expect(try ground.values("name surface_type valid_from", of: 3) == ["haie", "lawn", ground.today])
        #expect(try ground.values("name surface_type valid_from", of: 2) == ["pré", "lawn", "2020-01-01"])
        try ground.prove()
    }

    @Test("the day typed with a change is the day of the change")
    func datedChanges() throws {
        let ground = try ForeignGround()
        try ground.edit("UPDATE surface SET surface_type = 'lawn', valid_from = '2021-06-01' WHERE fid = 1")
        #expect(
            try ground.lines.filter { $0.hasPrefix("cour") } == [
                "cour lawn 2021-06-01 - change -", "cour asphalt 2020-01-01 2021-06-01 survey change",
            ])
        #expect(try ground.atlas.compareBaseline("2020-01-01").isIntact)
        #expect(try !ground.atlas.compareBaseline(ground.yesterday).isIntact)
        #expect(try ground.atlas.check() == [])
        let forward = "UPDATE surface SET surface_type = 'meadow', valid_from = '2019-01-01' WHERE fid = 1"
        #expect(try ground.refusal(of: forward).hasPrefix("Un changement ne peut pas commencer avant"))
    }

    @Test("a day edited after the change moves the end of what it replaced, and nothing between is lost")
    func slides() throws {
        let ground = try ForeignGround()
        try ground.edit("UPDATE surface SET surface_type = 'lawn' WHERE fid = 1")
        for day in ["2021-06-01", ground.tomorrow, "2020-02-29", ground.today] {
            try ground.edit("UPDATE surface SET valid_from = ? WHERE fid = 1", [day])
            #expect(
                try ground.lines.filter { $0.hasPrefix("cour") } == [
                    "cour lawn \(day) - change -", "cour asphalt 2020-01-01 \(day) survey change",
                ])
        }
        try ground.prove()
        let before = try ground.refusal(of: "UPDATE surface SET valid_from = '2020-01-01' WHERE fid = 1")
        #expect(before.contains("fin avant le début"))
    }

    @Test("the beginning of what was there before today moves only when it is said to be a correction")
    func beginnings() throws {
        let ground = try ForeignGround()
        let move = "UPDATE surface SET valid_from = '2021-01-01' WHERE fid = 1"
        #expect(try ground.refusal(of: move).hasPrefix("Déplacer ce début changerait le passé."))
        try ground.edit("UPDATE surface SET valid_from = '2021-01-01', change_kind = 'correction' WHERE fid = 1")
        #expect(try ground.lines[0] == "cour asphalt 2021-01-01 - correction -")
        #expect(try !ground.atlas.compareBaseline("2020-01-01").isIntact)
        #expect(try ground.atlas.check() == [])
    }

    @Test("history is neither edited nor deleted, but may be named and remarked upon")
    func history() throws {
        let ground = try ForeignGround()
        try ground.edit("UPDATE surface SET surface_type = 'lawn' WHERE fid = 1")
        for assignment in [
            "surface_type = 'roof'", "geom = zeroblob(8)", "valid_from = '2019-01-01'", "valid_to = NULL",
            "valid_to = '2021-01-01'", "outlet = 'storage'", "painter_priority = 1", "land_use = 'green'",
        ] {
            let said = try ground.refusal(of: "UPDATE surface SET \(assignment) WHERE fid = 4")
            #expect(said.hasPrefix("Cette surface est close : c'est de l'histoire, elle ne se modifie plus."))
        }
        let said = try ground.refusal(of: "DELETE FROM surface WHERE fid = 4")
        #expect(said == "Cette surface est close : c'est de l'histoire, elle ne s'efface pas.")
        #expect(try ground.refusal(of: "DELETE FROM surface") == said)
        try ground.edit("UPDATE surface SET name = 'ancienne cour', remark = 'photo', accuracy_m = 0.1 WHERE fid = 4")
        try ground.prove()
    }

    @Test("what the atlas keeps of a row, nobody else writes")
    func identity() throws {
        let ground = try ForeignGround()
        let kept = "uuid replaces drawn_on drawn_as works_id import_id import_row valid_from surface_type"
        let before = try [1, 2, 3].map { try ground.values(kept, of: $0) }
        for assignment in [
            "uuid = 'x'", "uuid = NULL", "uuid = (SELECT uuid FROM surface WHERE fid = 2)", "replaces = 'x'",
            "drawn_on = '2019-01-01'", "drawn_as = 9", "works_id = NULL", "import_id = NULL", "import_row = 9",
        ] {
            try ground.edit("UPDATE surface SET \(assignment)")
            #expect(try [1, 2, 3].map { try ground.values(kept, of: $0) } == before, "\(assignment)")
        }
        #expect(try ground.atlas.count("surface") == 3)
        let key = try ground.refusal(of: "UPDATE surface SET fid = 9 WHERE fid = 1")
        #expect(key == "Le numéro d'une surface (fid) ne change pas.")
        let shape = try ground.refusal(of: "UPDATE surface SET geom = NULL WHERE fid = 1")
        #expect(shape == "Une surface a un contour : si elle n'existe plus, supprimez-la.")
        try ground.prove()
    }

    @Test("a row put in the place of another is refused, whatever the conflict clause", arguments: Client.allCases)
    func replaced(client: Client) throws {
        let ground = try ForeignGround(client)
        let uuid = try ground.uuid(1)
        for sql in [
            "INSERT OR REPLACE INTO surface (fid, surface_type) VALUES (1, 'lawn')",
            "REPLACE INTO surface (uuid, surface_type) VALUES ('\(uuid)', 'lawn')",
            "INSERT OR IGNORE INTO surface (fid, surface_type) VALUES (1, 'lawn')",
            """
            INSERT INTO surface (uuid, surface_type) VALUES ('\(uuid)', 'lawn')
            ON CONFLICT DO UPDATE SET surface_type = 'lawn'
            """,
        ] { #expect(try ground.refusal(of: sql).hasPrefix("Cette surface est déjà dans l'atlas")) }
        let key = try ground.refusal(of: "UPDATE OR REPLACE surface SET fid = 2 WHERE fid = 1")
        #expect(key == "Le numéro d'une surface (fid) ne change pas.")
        try ground.edit("UPDATE OR REPLACE surface SET uuid = '\(uuid)'")
        #expect(try ground.atlas.count("surface") == 3 && ground.uuid(1) == uuid)
        try ground.prove()
    }

    @Test("deleting a living surface closes it, with its identity, its documents and its place in painting")
    func deletes() throws {
        let ground = try ForeignGround()
        let old = try ground.feature(2)
        try ground.edit("DELETE FROM surface WHERE fid = 2")
        let closed = try ground.feature(4)
        for column in ["geom", "uuid", "name", "surface_type", "valid_from", "change_kind", "import_id", "import_row"] {
            #expect(closed[column] == old[column], "\(column)")
        }
        #expect(try ground.lines.last == "pré lawn 2020-01-01 \(ground.today) survey change")
        #expect(try ground.documented == ["pré pré.txt"] && ground.atlas.count("surface_document") == 3)
        // 30 m × 100 m; the hedge covers the rest.
        #expect(try ground.movedToday == ["lawn unclassified change 3001"])
        try ground.prove()
        try ground.edit("DELETE FROM surface WHERE valid_to IS NULL")
        #expect(try ground.atlas.rows("SELECT 1 FROM surface WHERE valid_to IS NULL").isEmpty)
        #expect(try ground.documented.count == 3)
        try ground.prove()
    }

    @Test("a surface drawn today and deleted was never there; one drawn over again today still replaces what was")
    func deletesToday() throws {
        let ground = try ForeignGround()
        try ground.edit(
            "INSERT INTO surface (geom, surface_type) VALUES (?, 'roof')", [try ground.blob(Plot(0, 0, 10, 10))])
        try ground.edit("DELETE FROM surface WHERE fid = 4")
        #expect(try ground.atlas.count("surface") == 3 && ground.movedToday.isEmpty)
        try ground.edit("UPDATE surface SET surface_type = 'lawn' WHERE fid = 1")
        try ground.edit("DELETE FROM surface WHERE fid = 1")
        #expect(
            try ground.lines.filter { $0.hasPrefix("cour") } == [
                "cour asphalt 2020-01-01 \(ground.today) survey change"
            ])
        #expect(try ground.movedToday == ["asphalt unclassified change 6001"])
        try ground.prove()
    }

    @Test("a change to come may be edited, may be given up, and leaves what is there meanwhile")
    func toCome() throws {
        let ground = try ForeignGround()
        try ground.edit("UPDATE surface SET surface_type = 'lawn', valid_from = '2999-01-01' WHERE fid = 1")
        try ground.prove()
        try ground.edit("UPDATE surface SET surface_type = 'meadow' WHERE fid = 1")
        try ground.edit("UPDATE surface SET valid_from = '2998-01-01' WHERE fid = 1")
        #expect(
            try ground.lines.filter { $0.hasPrefix("cour") } == [
                "cour meadow 2998-01-01 - change -", "cour asphalt 2020-01-01 2998-01-01 survey change",
            ])
        try ground.edit("UPDATE surface SET surface_type = 'concrete' WHERE fid = 4")
        try ground.edit("UPDATE surface SET valid_from = '2997-01-01' WHERE fid = 1")
        #expect(
            try ground.lines.filter { $0.hasPrefix("cour") } == [
                "cour meadow 2997-01-01 - change -", "cour concrete \(ground.today) 2997-01-01 change change",
                "cour asphalt 2020-01-01 \(ground.today) survey change",
            ])
        try ground.edit("DELETE FROM surface WHERE fid = 1")
        #expect(try ground.lines.contains("cour concrete \(ground.today) - change -"))
        try ground.prove()
    }

    @Test("an edit undone leaves nothing")
    func undone() throws {
        let ground = try ForeignGround()
        let before = try ground.atlas.contents()
        try ground.client.writeWithoutTransaction { db in
            try db.execute(
                sql:
                    "BEGIN; UPDATE surface SET surface_type = 'lawn'; DELETE FROM surface WHERE valid_to IS NULL; ROLLBACK"
            )
        }
        #expect(try ground.atlas.contents() == before)
    }

    @Test("the journal tells an edit in order: what was typed, what it opened, what it closed")
    func journal() throws {
        let ground = try ForeignGround()
        let old = try ground.uuid(1)
        try ground.edit("UPDATE surface SET surface_type = 'lawn' WHERE fid = 1")
        try ground.edit("DELETE FROM surface WHERE fid = 3")
        let entries = try ground.atlas.rows(
            """
            SELECT row_fid || ' ' || operation || coalesce(' ' || json_extract(before, '$.surface_type'), '')
              || coalesce(' ' || json_extract(after, '$.surface_type') || ' ' || json_extract(after, '$.valid_from'), '')
              || coalesce(' ' || json_extract(after, '$.valid_to'), '') AS said, row_uuid, reason FROM journal
            WHERE table_name = 'surface' AND operation <> 'import' ORDER BY fid
            """)
        #expect(
            entries.map { $0["said"] as String } == [
                "1 update asphalt lawn 2020-01-01", "1 update lawn lawn \(ground.today)",
                "4 insert asphalt 2020-01-01 \(ground.today)", "3 delete shrub",
                "5 insert shrub 2020-01-01 \(ground.today)",
            ])
        #expect(try entries.map { $0["row_uuid"] as String }[0...2] == [old, ground.uuid(1), old])
        #expect(entries.allSatisfy { ($0["reason"] as String?) == nil })
    }

    @Test("triggers hold whatever the client's settings", arguments: Client.allCases)
    func everyClient(client: Client) throws {
        let ground = try ForeignGround(client)
        try ground.edit("UPDATE surface SET surface_type = 'meadow' WHERE valid_to IS NULL")
        #expect(try ground.atlas.count("surface") == 6)
        try ground.edit("UPDATE OR IGNORE surface SET land_use = 'green' WHERE fid = 1")
        try ground.edit("UPDATE OR REPLACE surface SET change_kind = 'correction' WHERE fid = 1")
        try ground.edit("UPDATE surface SET valid_from = ? WHERE fid = 1", [ground.tomorrow])
        try ground.edit("UPDATE surface SET valid_from = ? WHERE fid = 1", [ground.today])
        try ground.edit("DELETE FROM surface WHERE fid = 3")
        #expect(
            try ground.lines == [
                "cour meadow \(ground.today) - correction -", "pré meadow \(ground.today) - change -",
                "cour asphalt 2020-01-01 \(ground.today) survey correction",
                "pré lawn 2020-01-01 \(ground.today) survey change",
                "haie shrub 2020-01-01 \(ground.today) survey change",
            ])
        #expect(try ground.documented == ["cour cour.txt", "haie haie.txt", "pré pré.txt"])
        try ground.prove()
    }

    @Test("a deletion keeps documents whatever the client's settings", arguments: Client.allCases)
    func everyDeletion(client: Client) throws {
        let ground = try ForeignGround(client)
        try ground.edit("DELETE FROM surface")
        #expect(try ground.documented == ["cour cour.txt", "haie haie.txt", "pré pré.txt"])
        try ground.prove()
    }

    @Test("check finds a trigger that is gone")
    func missing() throws {
        let ground = try ForeignGround()
        try ground.edit("DROP TRIGGER surface_changes_open")
        #expect(try ground.atlas.check().map(\.rule) == ["history-trigger"])
    }
}
