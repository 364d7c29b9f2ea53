import CampusAtlas
import Foundation
import GRDB
import Testing

@Suite struct LandAuditDrawTests {
    private let two = [(name: "A", plot: Plot(0, 0, 100, 100)), (name: "B", plot: Plot(300, 0, 350, 100))]

    @Test("a seed gives the places that its documented rule gives, on any machine")
    func rule() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: two, [])
        try atlas.drawAudit("un", points: 5, on: .iso("2024-01-01"), seed: 7)
        // The rule of ``AuditDraw``, written again in Python 3.11 (whole numbers of 64 bits, IEEE 754 doubles).
        let expected = [
            (786401.679, 6337790.076), (786445.244, 6337724.943), (786432.808, 6337713.426), (786410.356, 6337795.987),
            (786743.567, 6337786.401),
        ]
        for (spot, place) in zip(try atlas.spots(of: "un"), expected) {
            #expect(spot.x == place.0 - Plot.east && spot.y == place.1 - Plot.north)
        }
        #expect(try atlas.spots(of: "un").map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test("the same seed gives the same places, whatever is drawn in the outlines; another gives others")
    func seeds() throws {
        let folder = try TemporaryFolder()
        let bare = try folder.atlas(file: "bare.gpkg", campuses: two.reversed(), [])
        let full = try folder.atlas(file: "full.gpkg", campuses: two, [Ground("asphalt", 0, 0, 60, 100)])
        for atlas in [bare, full] {
            try atlas.drawAudit("un", points: 50, on: .iso("2024-01-01"), seed: 7)
            try atlas.drawAudit("deux", points: 50, on: .iso("2024-01-01"), seed: 8)
        }
        func places(_ atlas: Atlas, _ name: String) throws -> [[Double]] {
            try atlas.spots(of: name).map { [$0.x, $0.y] }
        }
        #expect(try places(bare, "un") == places(full, "un"))
        #expect(try places(full, "un") != places(full, "deux"))
    }

    @Test("places lie inside the outlines, as many to each as its area asks, overlaps counted once")
    func uniform() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: two + [(name: "C", plot: Plot(50, 50, 150, 75))], [])
        try atlas.drawAudit("grand", points: 14_000, on: .iso("2024-01-01"), seed: 42)
        let spots = try atlas.spots(of: "grand")
        // Seven cells: A's quarters and B's halves, 2500 m² each, and what of C lies beyond A, 1250 m².
        var cells: [String: Int] = [:]
        for spot in spots {
            let isInA = spot.x > 0 && spot.x < 100 && spot.y > 0 && spot.y < 100
            let isInB = spot.x > 300 && spot.x < 350 && spot.y > 0 && spot.y < 100
            let isInC = spot.x > 50 && spot.x < 150 && spot.y > 50 && spot.y < 75
            try #require(isInA || isInB || isInC)
            let name = isInA ? "A\(spot.x < 50)\(spot.y < 50)" : isInB ? "B\(spot.y < 50)" : "C"
            cells[name, default: 0] += 1
        }
        #expect(cells.count == 7)
        let chiSquare = cells.reduce(0.0) { sum, cell in
            let expected = 14_000 * (cell.key == "C" ? 1250.0 : 2500) / 16_250
            let gap = Double(cell.value) - expected
            return sum + gap * gap / expected
        }
        // scipy 1.17.1, chi2.ppf(.999, 6).
        #expect(chiSquare < 22.457744484825323)
    }

    @Test("one campus can be audited alone, and an outline counts on its days only")
    func campusAndDay() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: two, from: "2022-01-01", [])
        let audit = try atlas.drawAudit("B", points: 40, on: .iso("2024-01-01"), seed: -1, campus: "B")
        #expect(audit.campus == "B" && audit.seed == -1 && audit.pointCount == 40)
        #expect(try atlas.spots(of: "B").allSatisfy { $0.x > 300 && $0.x < 350 })
        #expect(throws: AuditError.noOutline(try .iso("2021-01-01"), campus: nil, known: [])) {
            try atlas.drawAudit("tôt", points: 40, on: .iso("2021-01-01"), seed: 1)
        }
        #expect(throws: AuditError.noOutline(try .iso("2024-01-01"), campus: "Z", known: ["A", "B"])) {
            try atlas.drawAudit("Z", points: 40, on: .iso("2024-01-01"), seed: 1, campus: "Z")
        }
        #expect(try atlas.audits().map(\.name) == ["B"])
    }

    @Test("a draw is never added to: a name is drawn once, and no program can add, move or remove a point")
    func fixed() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: two, [])
        try atlas.drawAudit("un", points: 3, on: .iso("2024-01-01"), seed: 7)
        let before = try atlas.contents(of: ["audit", "audit_point"])
        #expect(throws: AuditError.nameTaken("un")) {
            try atlas.drawAudit("un", points: 3, on: .iso("2024-01-01"), seed: 8)
        }
        for points in [0, Audit.largest + 1] {
            #expect(throws: AuditError.pointCount(points)) {
                try atlas.drawAudit("deux", points: points, on: .iso("2024-01-01"), seed: 8)
            }
        }
        #expect(throws: AuditError.nameMissing) {
            try atlas.drawAudit(" ", points: 3, on: .iso("2024-01-01"), seed: 8)
        }
        let pool = try atlas.elsewhere()
        for sql in [
            "INSERT INTO audit_point (geom, audit_id, number) SELECT geom, audit_id, 4 FROM audit_point WHERE fid = 1",
            "INSERT INTO audit_point (geom, audit_id, number) SELECT geom, audit_id, 2 FROM audit_point WHERE fid = 1",
            "UPDATE audit_point SET geom = (SELECT geom FROM audit_point WHERE fid = 2) WHERE fid = 1",
            "DELETE FROM audit_point WHERE fid = 1", "UPDATE audit SET seed = 8", "UPDATE audit SET point_count = 4",
            "DELETE FROM audit",
        ] {
            #expect(throws: DatabaseError.self, "\(sql)") { try pool.write { try $0.execute(sql: sql) } }
        }
        #expect(try atlas.contents(of: ["audit", "audit_point"]) == before)
        #expect(try atlas.check().isEmpty)
    }

    @Test("the points are written blind: a number and a place, and not a word of the book")
    func blind() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: two, [Ground("asphalt", 0, 0, 100, 100), Ground("lawn", 300, 0, 350, 100)])
        try atlas.drawAudit("un", points: 30, on: .iso("2024-01-01"), seed: 7)
        #expect(try atlas.writeAuditPoints(of: "un", to: folder.path("points.geojson")) == 30)
        let text = try String(contentsOf: URL(filePath: folder.path("points.geojson")), encoding: .utf8)
        #expect(!text.contains("asphalt") && !text.contains("lawn") && !text.contains("sealed"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let features = try #require(json["features"] as? [[String: Any]])
        #expect(features.count == 30)
        let properties = try #require(features.first?["properties"] as? [String: Any])
        #expect(Set(properties.keys) == ["number", "audit", "on", "seen"])
        #expect(features.first?["id"] as? String == (try atlas.spots(of: "un").first?.uuid))
        #expect(throws: AuditError.unknownAudit("deux", known: ["un"])) {
            try atlas.writeAuditPoints(of: "deux", to: folder.path("other.geojson"))
        }
    }
}
