import CampusAtlas
import Foundation
import GRDB
import Testing

/// What QGIS sends when it splits, merges and pastes, read from its statements (3.22.16 with GDAL 3.6.2): whole features,
/// with the dates and the origin of another, and with its identity or that identity and `_1`.
@Suite struct SurfaceCopyTests {
    private let origin = "replaces valid_from valid_to change_kind end_kind import_id import_row works_id"

    @Test("a part split off begins where the whole ends, with an identity of its own and the rank of the whole")
    func splits() throws {
        let ground = try ForeignGround()
        let whole = try ground.feature(2)
        let uuid = try ground.uuid(2)
        try ground.set(whole, ["geom": ground.blob(Plot(60, 0, 100, 50))])
        try ground.add(whole, ["geom": ground.blob(Plot(60, 50, 100, 80)), "uuid": "\(uuid)_1", "name": "pré nord"])
        try ground.add(whole, ["geom": ground.blob(Plot(60, 80, 100, 100)), "uuid": "\(uuid)_2", "name": "talus"])
        #expect(try ground.uuid(4) == uuid)
        for part in [2, 5, 6] as [Int64] {
            #expect(
                try ground.values(origin, of: part)
                    == [uuid, ground.today, nil, "change", nil, nil, nil, nil])
            #expect(try ground.values("drawn_on drawn_as", of: part) == ["2020-01-01", "2"])
        }
        let parts = try Set([2, 5, 6].map { try ground.uuid($0) })
        #expect(parts.count == 3 && parts.allSatisfy { $0.count == 36 } && !parts.contains(uuid))
        // The hedge was drawn after the whole, and stays over its parts: the ground is what it was.
        #expect(try ground.painted == ["cour", "haie", "talus", "pré nord", "pré"])
        #expect(try ground.movedToday.isEmpty)
        try ground.prove()
    }

    @Test("a part may be of another type and have its own day; the whole goes on until then")
    func splitsAndChanges() throws {
        let ground = try ForeignGround()
        let whole = try ground.feature(1)
        let uuid = try ground.uuid(1)
        try ground.set(whole, ["geom": ground.blob(Plot(0, 0, 50, 100))])
        try ground.add(
            whole,
            [
                "geom": ground.blob(Plot(50, 0, 60, 100)), "uuid": "\(uuid)_1", "surface_type": "lawn",
                "valid_from": "2021-06-01", "change_kind": "correction", "name": "bande",
            ])
        #expect(
            try ground.lines.filter { !$0.hasPrefix("pré") && !$0.hasPrefix("haie") } == [
                "cour asphalt 2021-06-01 - change -", "cour asphalt 2020-01-01 2021-06-01 survey change",
                "bande lawn 2021-06-01 - correction -",
            ])
        #expect(try ground.values("drawn_on drawn_as", of: 1) == ["2020-01-01", "1"])
        #expect(try ground.values("drawn_on drawn_as", of: 5) == [nil, nil])
        #expect(try ground.atlas.check() == [])
        #expect(try ground.atlas.compareBaseline("2020-01-01").isIntact)
        // The day of one part is that of all.
        try ground.edit("UPDATE surface SET valid_from = ? WHERE fid = 5", [ground.today])
        #expect(
            try ["1", "4", "5"].map { try ground.values("valid_from valid_to", of: #require(Int64($0))) } == [
                [ground.today, nil], ["2020-01-01", ground.today], [ground.today, nil],
            ])
        try ground.prove()
    }

    @Test("a part added after the day of the whole was edited in the same session begins on that day")
    func splitsAfterTheDay() throws {
        let ground = try ForeignGround()
        let whole = try ground.feature(1)
        try ground.set(whole, ["geom": ground.blob(Plot(0, 0, 50, 100))])
        try ground.set(ground.feature(1), ["surface_type": "lawn", "valid_from": "2021-06-01"])
        try ground.add(
            whole, ["geom": ground.blob(Plot(50, 0, 60, 100)), "uuid": "\(try ground.uuid(4))_1", "name": "bande"])
        #expect(
            try ground.lines.filter { !$0.hasPrefix("pré") && !$0.hasPrefix("haie") } == [
                "cour lawn 2021-06-01 - change -", "cour asphalt 2020-01-01 2021-06-01 survey change",
                "bande asphalt 2021-06-01 - change -",
            ])
        #expect(try ground.atlas.check() == [])
    }

    @Test("what was drawn or split today is split again in place")
    func splitsAgain() throws {
        let ground = try ForeignGround()
        let whole = try ground.feature(2)
        let uuid = try ground.uuid(2)
        try ground.set(whole, ["geom": ground.blob(Plot(60, 0, 100, 50))])
        try ground.add(whole, ["geom": ground.blob(Plot(60, 50, 100, 100)), "uuid": "\(uuid)_1"])
        let half = try ground.feature(2)
        try ground.set(half, ["geom": ground.blob(Plot(60, 0, 80, 50))])
        try ground.add(half, ["geom": ground.blob(Plot(80, 0, 100, 50)), "uuid": "\(try ground.uuid(2))_1"])
        #expect(try ground.atlas.count("surface") == 6)
        for part in [2, 5, 6] as [Int64] {
            #expect(try ground.values("replaces valid_from", of: part) == [uuid, ground.today])
            #expect(try ground.values("drawn_on drawn_as", of: part) == ["2020-01-01", "2"])
        }
        #expect(try Set([2, 4, 5, 6].map { try ground.uuid($0) }).count == 4 && ground.movedToday.isEmpty)
        try ground.prove()
    }

    @Test("a surface pasted begins today, whatever its model was", arguments: Client.allCases)
    func pastes(client: Client) throws {
        let ground = try ForeignGround(client)
        let model = try ground.feature(1)
        let uuid = try ground.uuid(1)
        let place = try ground.blob(Plot(70, 10, 80, 20))
        try ground.add(model, ["geom": place, "uuid": "\(uuid)_1", "name": "dalle"])
        #expect(try ground.uuid(4).count == 36 && ground.uuid(1) == uuid)
        #expect(
            try ground.values(origin, of: 4) == [nil, ground.today, nil, "survey", nil, nil, nil, nil])
        // 10 m × 10 m.
        #expect(try ground.movedToday == ["lawn asphalt survey 100"])
        try ground.prove()
        // Of one that is closed; with a day that the person typed.
        try ground.edit("DELETE FROM surface WHERE fid = 4")
        try ground.edit("UPDATE surface SET valid_to = '2021-01-01' WHERE fid = 1")
        let closed = try ground.feature(1)
        try ground.add(closed, ["geom": place, "uuid": "\(uuid)_1"])
        try ground.add(closed, ["geom": place, "uuid": "\(uuid)_2", "valid_from": "2020-07-14"])
        #expect(try ground.values("valid_from valid_to", of: 5) == [ground.today, nil])
        #expect(try ground.values("valid_from valid_to", of: 6) == ["2020-07-14", nil])
    }

    @Test(
        "surfaces merged end, and the whole replaces the one whose columns it has, identity and all",
        arguments: ["", "_1"])
    func merges(suffix: String) throws {
        let ground = try ForeignGround()
        let model = try ground.feature(2)
        let uuid = try ground.uuid(2)
        try ground.edit("DELETE FROM surface WHERE fid = 2")
        try ground.edit("DELETE FROM surface WHERE fid = 3")
        try ground.add(model, ["uuid": uuid + suffix, "name": "tout"])
        #expect(try ground.uuid(4) == uuid && ground.uuid(6).count == 36 && ground.uuid(6) != uuid)
        #expect(try ground.values(origin, of: 6) == [uuid, ground.today, nil, "change", nil, nil, nil, nil])
        #expect(try ground.values("drawn_on drawn_as", of: 6) == ["2020-01-01", "2"])
        #expect(try ground.movedToday == ["shrub lawn change 1000"])
        #expect(try ground.documented == ["haie haie.txt", "pré pré.txt"])
        try ground.prove()
    }

    /// QGIS 3.28 and later (`QgsVectorLayerEditUtils::mergeFeatures`).
    @Test("surfaces merged into one of them, whose former columns come after its shape", arguments: [2, 3] as [Int64])
    func mergesInto(model: Int64) throws {
        let ground = try ForeignGround()
        let columns = try ground.feature(model)
        let uuids = try [2, 3].map { try ground.uuid($0) }
        let shape = try ground.blob(Plot(60, 0, 100, 99))
        try ground.set(ground.feature(2), ["geom": shape])
        try ground.set(columns, ["fid": 2, "geom": shape])
        try ground.edit("DELETE FROM surface WHERE fid = 3")
        #expect(try ground.values(origin, of: 2) == [uuids[0], ground.today, nil, "change", nil, nil, nil, nil])
        #expect(try ground.uuid(4) == uuids[0] && ground.uuid(5) == uuids[1])
        #expect(try ground.values("surface_type", of: 2) == [model == 2 ? "lawn" : "shrub"])
        try ground.prove()
    }

    @Test("an identity that merely looks like a copy is kept")
    func lookalikes() throws {
        let ground = try ForeignGround()
        for uuid in ["releve_1", "_1", "1", "\(try ground.uuid(1))-1"] {
            try ground.add(ground.feature(1), ["geom": ground.blob(Plot(0, 0, 1, 1)), "uuid": uuid])
            #expect(try ground.atlas.rows("SELECT 1 FROM surface WHERE uuid = ?", [uuid]).count == 1)
        }
    }
}
