import CampusAtlas
import Foundation
import GRDB
import Testing

/// Works, from the idea to the verification, and what becomes of the ground.
///
/// Areas are those of the plane times the scale of ``LandGroundChangeTests``; runoff coefficients are those of the code list
/// (asphalt 0.90, lawn 0.15, DWA-M 153 and the tables named there).
@Suite struct LandWorksTests {
    private static let scale = LandGroundChangeTests.scale
    private static let hectare = (name: "A", plot: Plot(0, 0, 100, 100))

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    private func court(_ folder: TemporaryFolder) throws -> Atlas {
        try folder.atlas(campuses: [Self.hectare], [Ground("asphalt", 0, 0, 100, 100)])
    }

    private func piece(_ type: String, _ plot: Plot) throws -> NewSurface {
        NewSurface(surfaceType: type, geometry: try plot.surface)
    }

    private func idea(_ atlas: Atlas, _ plot: Plot, _ type: String = "lawn", on: String = "2024-01-01") throws -> Int64
    {
        try atlas.addWorks("travaux", surfaces: [piece(type, plot)], on: day(on))
    }

    private func seen(_ atlas: Atlas, _ on: String) throws -> [String: Double] {
        let partitions = try atlas.landPartitions(on: day(on))
        return try #require(partitions.first).partition.areaByType.mapValues {
            ($0 / Self.scale * 100).rounded() / 100
        }
    }

    @Test("works that are planned change nothing; completed, they change their footprint and nothing else")
    func lifeCycle() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let number = try idea(atlas, Plot(10, 10, 30, 60))
        #expect(try seen(atlas, "2024-06-01") == ["asphalt": 10000])
        try atlas.planWorks(number, WorksDetails(), status: .funded, on: day("2024-02-01"))
        try atlas.startWorks(number, on: day("2024-03-01"))
        #expect(try atlas.completeWorks(number, on: day("2024-05-01"), remark: "réception") == nil)
        try atlas.verifyWorks(number, on: day("2024-05-20"))
        #expect(try seen(atlas, "2024-04-30") == ["asphalt": 10000])
        #expect(try seen(atlas, "2024-05-01") == ["asphalt": 9000, "lawn": 1000])
        let works = try atlas.works(number)
        let completed = try day("2024-05-01")
        #expect(works.status == .verified && works.done == completed)
        #expect(works.steps.map(\.status) == [.idea, .funded, .works, .done, .verified])
        let balances = try atlas.landBalances(from: day("2022-01-01"), to: day("2025-01-01"))
        #expect(balances[0].isBalanced && balances[0].transfers.map(\.cause) == [.works(number)])
        #expect(try atlas.check().isEmpty)
    }

    @Test("1,000 m² of asphalt turned to lawn keep 7,500 litres of a rain of 10 mm")
    func litres() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let number = try idea(atlas, Plot(10, 10, 30, 60))
        let effect = try atlas.effect(ofWorks: number, on: day("2024-02-01"))
        // 1,000 m² × (0.90 − 0.15) × 10 L/m²; the ground of the test is 1,000.19454 m² on the ellipsoid.
        let rain = effect.rainGain(.tenMillimetres)
        #expect(abs(rain.litres.value / Self.scale - 7500) < 0.01 && rain.isPlanned)
        #expect(abs(effect.desealed - 1000 * Self.scale) < 1e-3 && effect.newlySealed == 0)
        #expect(abs(effect.newlyPlanted - 1000 * Self.scale) < 1e-3)
        // The same question once they are done, whatever happened since.
        try atlas.completeWorks(number, on: day("2024-05-01"))
        try atlas.lay([piece("bed", Plot(10, 10, 30, 20))], on: day("2024-09-01"))
        let after = try atlas.effect(ofWorks: number, on: day("2025-01-01"))
        #expect(after.transfers.map { [$0.from.code, $0.to.code] } == [["asphalt", "lawn"]])
        #expect(abs(after.desealed - effect.desealed) < 1e-3)
    }

    @Test("a part that is completed keeps the number; the rest goes on as works of its own")
    func partial() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let number = try idea(atlas, Plot(0, 0, 40, 10))
        let rest = try #require(
            try atlas.completeWorks(number, on: day("2024-05-01"), part: Plot(0, 0, 25, 50).surface))
        #expect(try seen(atlas, "2024-05-01") == ["asphalt": 9750, "lawn": 250])
        let left = try atlas.works(rest)
        #expect(left.partOf == number && left.status == .idea)
        let (done, open) = try (atlas.works(number).footprint.planarArea, left.footprint.planarArea)
        #expect(done == 250 && open == 150)
        try atlas.completeWorks(rest, on: day("2024-07-01"))
        #expect(try seen(atlas, "2024-07-01") == ["asphalt": 9600, "lawn": 400])
        let elsewhere = try idea(atlas, Plot(60, 60, 70, 70), on: "2024-08-01")
        #expect(throws: WorksError.partOutsideFootprint) {
            try atlas.completeWorks(elsewhere, on: day("2024-09-01"), part: Plot(0, 0, 5, 5).surface)
        }
        #expect(try atlas.check().isEmpty)
    }

    @Test(
        "of two works that share ground, the one completed later takes it; on the same day, or earlier, it is refused")
    func overlapping() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let first = try idea(atlas, Plot(0, 0, 20, 10))
        let second = try idea(atlas, Plot(10, 0, 30, 10), "bed")
        #expect(try atlas.worksOverlapping(second).map(\.number) == [first])
        try atlas.completeWorks(first, on: day("2024-05-01"))
        for early in ["2024-05-01", "2024-04-01"] {
            #expect(throws: LandError.self) { try atlas.completeWorks(second, on: day(early)) }
        }
        #expect(try atlas.works(second).status == .idea)
        try atlas.completeWorks(second, on: day("2024-05-02"))
        #expect(try seen(atlas, "2024-05-02") == ["asphalt": 9700, "bed": 200, "lawn": 100])
        #expect(try atlas.effect(ofWorks: second).transfers.map(\.from.code) == ["asphalt", "lawn"])
    }

    @Test("works across two campuses are booked in each")
    func twoCampuses() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(
            campuses: [("A", Plot(0, 0, 50, 100)), ("B", Plot(50, 0, 100, 100))],
            [Ground("asphalt", 0, 0, 100, 100)])
        let number = try idea(atlas, Plot(40, 0, 70, 10))
        try atlas.completeWorks(number, on: day("2024-05-01"))
        let balances = try atlas.landBalances(from: day("2022-01-01"), to: day("2025-01-01"))
        let moved = balances.map { ($0.transfers.reduce(0) { $0 + $1.area } / Self.scale * 100).rounded() / 100 }
        #expect(moved == [100, 200])
    }

    @Test("a footprint outside the campuses is refused, or clipped when that is asked")
    func outside() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        #expect(throws: WorksError.outsideCampuses) { try idea(atlas, Plot(200, 0, 210, 10)) }
        let astride = try piece("lawn", Plot(90, 0, 110, 10))
        #expect {
            try atlas.addWorks("à cheval", surfaces: [astride], on: self.day("2024-01-01"))
        } throws: { error in
            guard case WorksError.partlyOutside(let area) = error else { return false }
            return abs(area - 100 * Self.scale) < 0.01
        }
        let number = try atlas.addWorks("à cheval", surfaces: [astride], on: day("2024-01-01"), clip: true)
        #expect(try atlas.works(number).footprint.planarArea == 100)
    }

    @Test("steps go forward, each with a day not before the last; what is done is not undone")
    func steps() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let number = try idea(atlas, Plot(0, 0, 10, 10), on: "2024-03-01")
        #expect(throws: WorksError.self) { try atlas.verifyWorks(number, on: day("2024-04-01")) }
        #expect(throws: WorksError.self) { try atlas.startWorks(number, on: day("2024-02-01")) }
        #expect(throws: WorksError.self) {
            try atlas.completeWorks(number, on: day("2999-01-01"))
        }
        try atlas.completeWorks(number, on: day("2024-05-01"))
        #expect(throws: WorksError.wrongStep(number, from: .done, to: .cancelled)) {
            try atlas.cancelWorks(number, reason: "erreur", on: day("2024-06-01"))
        }
        let given = try idea(atlas, Plot(20, 0, 30, 10))
        #expect(throws: WorksError.reasonMissing(given)) { try atlas.cancelWorks(given, reason: " ") }
        try atlas.cancelWorks(given, reason: "réseau dessous", on: day("2024-06-01"))
        #expect(throws: WorksError.self) { try atlas.completeWorks(given, on: day("2024-07-01")) }
        #expect(try seen(atlas, "2025-01-01") == ["asphalt": 9900, "lawn": 100])
        #expect(throws: WorksError.unknown(99)) { try atlas.works(99) }
    }

    @Test("another program cannot move works on, nor move what is done")
    func guarded() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let number = try idea(atlas, Plot(0, 0, 10, 10))
        try atlas.completeWorks(number, on: day("2024-05-01"))
        let planned = try idea(atlas, Plot(20, 0, 30, 10))
        for sql in [
            "UPDATE works SET status = 'funded' WHERE fid = \(planned)",
            "UPDATE works SET geom = (SELECT geom FROM works WHERE fid = \(planned)) WHERE fid = \(number)",
            "UPDATE works SET done_on = '2023-01-01' WHERE fid = \(number)", "DELETE FROM works WHERE fid = \(number)",
            "UPDATE works_surface SET surface_type = 'bed' WHERE works_id = \(number)",
            "DELETE FROM works_surface WHERE works_id = \(number)",
            "UPDATE surface SET valid_from = '2024-04-01' WHERE works_id = \(number)",
        ] {
            #expect(throws: DatabaseError.self, "\(sql)") {
                try atlas.elsewhere().write { try $0.execute(sql: sql) }
            }
        }
    }

    @Test("if all that is planned were done: sealed ground, and works ranked by what a square metre costs")
    func whatIf() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let dear = try idea(atlas, Plot(0, 0, 20, 10))
        let cheap = try idea(atlas, Plot(10, 0, 40, 10), "swale")
        var details = WorksDetails()
        details.costs = [WorksCost(label: "devis", kind: .quote, cents: 2_000_000)]
        try atlas.planWorks(dear, details)
        // Invoices, when there are some, come before the quote.
        details.costs.append(WorksCost(label: "facture", kind: .invoice, cents: 1_000_000))
        try atlas.planWorks(cheap, details)
        let plan = try atlas.whatIf(on: day("2024-06-01"))
        #expect(abs((plan.sealedNow["A"] ?? 0) - 10000 * Self.scale) < 1e-3)
        #expect(abs((plan.sealedThen["A"] ?? 0) - 9600 * Self.scale) < 1e-3)
        // The first takes 200 m²; of the 300 m² of the second, 100 are lawn by then.
        let lost = plan.effects.map { ($0.sealedLost / Self.scale * 100).rounded() / 100 }
        #expect(lost == [200, 200])
        #expect(plan.byCostOfDesealing.map(\.works.number) == [cheap, dear])
        let cents = try #require(plan.byCostOfDesealing.first?.centsPerSquareMetre)
        #expect(abs(cents - 5000 / Self.scale) < 0.01)
        // A point of a campus of 10,001.9454 m² is 100.0195 m².
        #expect(abs((plan.centsPerPoint(plan.byCostOfDesealing[0]) ?? 0) - 500_000) < 1)
        #expect(try atlas.works(cheap).cents == 1_000_000)
        #expect(try seen(atlas, "2024-06-01") == ["asphalt": 10000])
    }

    @Test("the file for an agency has the ground before and after, and tables a spreadsheet reads")
    func agencyFile() throws {
        let folder = try TemporaryFolder()
        let atlas = try court(folder)
        let number = try idea(atlas, Plot(10, 10, 30, 60))
        var details = WorksDetails()
        details.costs = [WorksCost(label: "terrassement", kind: .estimate, cents: 1_200_050)]
        details.grants = [WorksGrant(agency: "Agence de l'eau", fileNumber: "2026-118", rate: 0.7)]
        details.storageLitres = 4200
        try atlas.planWorks(number, details)
        let names = try atlas.writeWorksFile(number, to: folder.path("dossier"), on: day("2024-06-01"))
        #expect(names.count == 8)
        func text(_ name: String) throws -> String {
            try String(contentsOf: URL(filePath: folder.path("dossier/\(name)")), encoding: .utf8)
        }
        #expect(try text("surfaces.csv").contains("Enrobé, bitume;Pelouse rase;1000,19"))
        #expect(try text("costs.csv").contains("terrassement;estimation;12000,50;"))
        #expect(try text("grants.csv").contains("Agence de l'eau;2026-118;70,0;"))
        #expect(try text("figures.csv").contains("pluie gardée sur place;7501;L;"))
        #expect(try text("figures.csv").contains("stockage par m² désimperméabilisé;4,2;L/m2;"))
        let before = try atlas.drawnSurfaces(from: folder.path("dossier/before.geojson"))
        let after = try atlas.drawnSurfaces(from: folder.path("dossier/after.geojson"))
        #expect(before.map { $0.shape["surface_type"] } == ["asphalt"])
        #expect(after.map { $0.shape["surface_type"] } == ["lawn"])
        #expect(abs(before[0].surface.planarArea - 1000) < 0.2 && abs(after[0].surface.planarArea - 1000) < 0.2)
    }
}
