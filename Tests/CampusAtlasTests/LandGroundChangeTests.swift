import CampusAtlas
import Foundation
import GRDB
import Testing

/// Changes on the ground by the program: drawn, retyped, redrawn, split, merged, closed.
///
/// 1 m² of the plane at the plot is 1.00019454 m² of the ellipsoid (pyproj, as for ``Plot``).
@Suite struct LandGroundChangeTests {
    static let scale = 1.000_194_54
    private static let hectare = (name: "A", plot: Plot(0, 0, 100, 100))

    private func day(_ text: String = "2024-06-01") throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    private func uuid(_ atlas: Atlas, _ name: String) throws -> String {
        try atlas.row("SELECT uuid FROM surface WHERE name = ? AND valid_to IS NULL", [name])["uuid"]
    }

    private func areas(_ atlas: Atlas, _ day: String) throws -> [String: Double] {
        let partitions = try atlas.landPartitions(on: self.day(day))
        var areas = try #require(partitions.first).partition.areaByType
        areas["unclassified"] = partitions[0].partition.unclassifiedArea
        return areas.mapValues { ($0 / Self.scale * 100).rounded() / 100 }
    }

    private func balance(_ atlas: Atlas, to: String = "2026-01-01") throws -> LandBalance {
        let balances = try atlas.landBalances(from: day("2022-01-01"), to: day(to))
        return try #require(balances.first)
    }

    @Test("what is drawn takes the place of what lies under it; all else is as it was, to the millimetre")
    func lay() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100, name: "cour")])
        let day = try self.day()
        let made = try atlas.lay(
            [NewSurface(surfaceType: "swale", geometry: Plot(20, 20, 40, 40).surface, name: "noue")], on: day)
        #expect(made.count == 1)
        #expect(try areas(atlas, "2024-05-31") == ["asphalt": 10000, "unclassified": 0])
        #expect(try areas(atlas, "2024-06-01") == ["asphalt": 9600, "swale": 400, "unclassified": 0])
        let row = try atlas.row("SELECT geom FROM surface WHERE name = 'cour' AND valid_to IS NULL")
        let rest = try #require(try row.geometry()?.polygonal)
        let expected = try Plot(0, 0, 100, 100).surface.difference(Plot(20, 20, 40, 40).surface)
        #expect(try expected.difference(rest).isEmpty)
        let balance = try balance(atlas)
        #expect(balance.isBalanced && balance.transfers.count == 1)
        #expect(balance.transfers[0].from == .type("asphalt") && balance.transfers[0].to == .type("swale"))
        #expect(balance.transfers[0].cause == .change)
        #expect(abs(balance.transfers[0].area - 400 * Self.scale) < 1e-3)
        #expect(try atlas.check().isEmpty)
    }

    @Test("a slanted cut leaves neither gap nor overlap between what is drawn and what remains")
    func slantedCut() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [Self.hectare],
            [Ground("asphalt", 0, 0, 50, 100), Ground("lawn", 50, 0, 100, 100), Ground("bed", 33, 100, 40, 101)])
        let corners = [(10.003, 7.001), (93.337, 41.119), (61.777, 88.123), (10.003, 7.001)]
        let shape = MultiPolygon([
            Polygon(
                exterior: try LinearRing(corners.map { Position(Plot.east + $0.0, Plot.north + $0.1) }))
        ])
        try atlas.lay([NewSurface(surfaceType: "meadow", geometry: shape)], on: day())
        let partitions = try atlas.landPartitions(on: day())
        let partition = try #require(partitions.first)
        #expect(partition.problems.isEmpty && partition.partition.overlapArea < 1e-6)
        #expect((partition.partition.unclassifiedArea ?? 1) < 1e-6)
    }

    @Test("ground that changed on that day or later is not changed again, and nothing is written")
    func afterwards() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100)])
        let day = try self.day()
        try atlas.lay([NewSurface(surfaceType: "lawn", geometry: Plot(0, 0, 10, 10).surface)], on: day)
        let before = try atlas.contents(of: ["surface", "journal"])
        let over = NewSurface(surfaceType: "bed", geometry: try Plot(5, 5, 15, 15).surface)
        #expect(throws: LandError.self) { try atlas.lay([over], on: day) }
        #expect(throws: LandError.self) { try atlas.lay([over], on: self.day("2024-01-01")) }
        #expect(try atlas.contents(of: ["surface", "journal"]) == before)
        try atlas.lay([over], on: self.day("2024-06-02"))
        #expect(try areas(atlas, "2024-06-02") == ["asphalt": 9825, "bed": 100, "lawn": 75, "unclassified": 0])
    }

    @Test("surfaces drawn together do not overlap; a type that is not in the list is refused")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100)])
        let day = try self.day()
        let two = [
            NewSurface(surfaceType: "lawn", geometry: try Plot(0, 0, 10, 10).surface),
            NewSurface(surfaceType: "bed", geometry: try Plot(9, 0, 20, 10).surface),
        ]
        #expect(throws: LandError.overlapping(area: 10)) { try atlas.lay(two, on: day) }
        #expect(throws: LandError.self) {
            try atlas.lay([NewSurface(surfaceType: "moquette", geometry: two[0].geometry)], on: day)
        }
        #expect(throws: LandError.nothingDrawn) { try atlas.lay([], on: day) }
        #expect(try atlas.count("surface") == 1)
    }

    @Test("a retype is a change, or a correction on a line of its own")
    func retype() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [Self.hectare],
            [Ground("asphalt", 0, 0, 50, 100, name: "a"), Ground("concrete", 50, 0, 100, 100, name: "b")])
        let day = try self.day()
        let old = try uuid(atlas, "a")
        let new = try atlas.retype(old, to: "gravel_loose", on: day)
        try atlas.retype(uuid(atlas, "b"), to: "paving_open", on: day, as: .correction)
        #expect(new != old)
        #expect(try atlas.row("SELECT replaces FROM surface WHERE uuid = ?", [new])["replaces"] == old)
        let causes = try balance(atlas).transfers.map { [$0.from.code, $0.to.code, $0.cause.code] }
        #expect(causes == [["asphalt", "gravel_loose", "change"], ["concrete", "paving_open", "correction"]])
        #expect(throws: LandError.notLiving(uuid: old, day: day)) { try atlas.retype(old, to: "lawn", on: day) }
        #expect(throws: LandError.unknownSurface("x")) { try atlas.retype("x", to: "lawn", on: day) }
    }

    @Test("a surface retyped on the day it began is the same row: no day saw it otherwise")
    func sameDay() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100, from: "2024-06-01")])
        let surface: String = try atlas.row("SELECT uuid FROM surface")["uuid"]
        #expect(try atlas.retype(surface, to: "lawn", on: day()) == surface)
        #expect(try atlas.count("surface") == 1)
        #expect(try areas(atlas, "2024-06-01") == ["lawn": 10000, "unclassified": 0])
    }

    @Test("a correction of the shape moves no ground by change; what it leaves is unclassified")
    func redraw() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("roof", 0, 0, 60, 100, name: "halle")])
        try atlas.redraw(
            uuid(atlas, "halle"), as: Plot(0, 0, 50, 100).surface, on: day(), as: .correction)
        #expect(try areas(atlas, "2024-06-01") == ["roof": 5000, "unclassified": 5000])
        let transfer = try #require(try balance(atlas).transfers.first)
        #expect(transfer.to == .unclassified && transfer.cause == .correction)
        #expect(abs(transfer.area - 1000 * Self.scale) < 1e-3)
    }

    @Test("a split and a merge move nothing from one type to another")
    func splitAndMerge() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("lawn", 0, 0, 100, 100, name: "pré")])
        let line = try LineString([
            Position(Plot.east + 30, Plot.north - 5), Position(Plot.east + 30, Plot.north + 105),
        ])
        let pieces = try atlas.split(uuid(atlas, "pré"), along: line, on: day())
        #expect(pieces.count == 2)
        let whole = try atlas.merge(pieces, on: day("2025-01-01"))
        #expect(try areas(atlas, "2024-07-01") == ["lawn": 10000, "unclassified": 0])
        #expect(try areas(atlas, "2025-01-01") == ["lawn": 10000, "unclassified": 0])
        #expect(try balance(atlas).transfers.isEmpty)
        #expect(try atlas.rows("SELECT fid FROM surface WHERE valid_to IS NULL").count == 1)
        let outside = try LineString([Position(Plot.east, Plot.north - 5), Position(Plot.east + 9, Plot.north - 5)])
        #expect(throws: LandError.lineDoesNotCut) {
            try atlas.split(whole, along: outside, on: day("2025-02-01"))
        }
        #expect(throws: LandError.needsTwo) {
            try atlas.merge([whole], on: day("2025-02-01"))
        }
    }

    @Test("where surfaces overlap, what goes on keeps its place in painting order")
    func paintingOrder() throws {
        let folder = try TemporaryFolder()
        // Same priority: the later row of the file is seen over the other.
        let atlas = try folder.atlas(
            campuses: [Self.hectare], [Ground("asphalt", 0, 0, 60, 100), Ground("concrete", 40, 0, 100, 100)])
        let before = ["asphalt": 4000.0, "concrete": 6000, "unclassified": 0]
        #expect(try areas(atlas, "2024-01-01") == before)
        try atlas.lay(
            [NewSurface(surfaceType: "bed", geometry: Plot(0, 0, 10, 10).surface)], on: day())
        #expect(
            try areas(atlas, "2024-06-01") == ["asphalt": 3900, "bed": 100, "concrete": 6000, "unclassified": 0])
    }

    @Test("when the surface above ends, the ground beneath is booked to it")
    func close() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [Self.hectare],
            [Ground("lawn", 0, 0, 100, 100), Ground("deck_wood", 0, 0, 10, 10, name: "estrade")])
        try atlas.close(uuid(atlas, "estrade"), on: day())
        let transfer = try #require(try balance(atlas).transfers.first)
        #expect(transfer.from == .type("deck_wood") && transfer.to == .type("lawn") && transfer.cause == .change)
    }

    @Test("land sold and land bought are booked to the outline, not to a change")
    func outlineMoves() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([Ground("asphalt", 0, 0, 100, 100), Ground("lawn", 100, 0, 150, 100)])
        let path = try folder.file(
            "outlines.csv",
            """
            name;valid_from;valid_to;geometry_wkt
            A;2020-01-01;2024-06-01;\(Plot(0, 0, 100, 100).wkt)
            A;2024-06-01;;\(Plot(40, 0, 130, 100).wkt)

            """)
        #expect(try atlas.importCampuses(from: path, options: .metric).accepted == 2)
        let balance = try balance(atlas)
        #expect(balance.isBalanced)
        let moves = balance.transfers.map {
            "\($0.from.code) \($0.to.code) \($0.cause.code) \(Int(($0.area / Self.scale).rounded()))"
        }
        #expect(moves == ["asphalt outside outline 4000", "outside lawn outline 3000"])
        // A target does not take the sale for desealing.
        let figure = try atlas.figure("land.sealed_share", on: "2025-01-01")
        #expect(abs(try figure.companion("land.sealed_by_outline").value + 4000 * Self.scale) < 0.01)
        #expect(abs(try figure.companion("land.sealed_by_other_change").value) < 0.01)
        #expect(try atlas.standing("land.sealed_share", on: "2025-01-01").verdict == .uncertain)
    }

    @Test("who and why are in the journal; someone unknown is refused")
    func author() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100)])
        try atlas.add(Person(name: "Camille", trade: .groundskeeper))
        let new = NewSurface(surfaceType: "lawn", geometry: try Plot(0, 0, 10, 10).surface)
        #expect(throws: AtlasError.unknownPerson("Inconnu")) {
            try atlas.lay([new], on: day(), by: "Inconnu")
        }
        try atlas.lay([new], on: day(), by: "Camille", reason: "semis de printemps")
        let line = try atlas.row("SELECT person, reason FROM journal ORDER BY fid DESC LIMIT 1")
        #expect(line["person"] == "Camille" && line["reason"] == "semis de printemps")
    }
}
