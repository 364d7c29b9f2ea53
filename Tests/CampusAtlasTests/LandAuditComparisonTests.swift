import CampusAtlas
import Testing

/// A hectare of which 30 % is asphalt, 20 % open paving and 50 % lawn.
@Suite struct LandAuditComparisonTests {
    private let hectare = (name: "A", plot: Plot(0, 0, 100, 100))
    private let book = [
        Ground("asphalt", 0, 0, 30, 100), Ground("paving_open", 30, 0, 50, 100), Ground("lawn", 50, 0, 100, 100),
    ]

    private func truth(_ spot: Spot) -> String { spot.x < 30 ? "asphalt" : spot.x < 50 ? "paving_open" : "lawn" }

    private func audited(
        _ folder: TemporaryFolder, _ grounds: [Ground]? = nil, points: Int = 200, seed: Int64 = 1
    ) throws -> Atlas {
        let atlas = try folder.atlas(campuses: [hectare], grounds ?? book)
        try atlas.drawAudit("un", points: points, on: .iso("2024-01-01"), seed: seed)
        return atlas
    }

    @Test("a book that is right agrees with the audit, point by point and as a whole")
    func right() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.read("un", by: "Camille", in: folder, truth)
        let comparison = try atlas.compareAudit("un")
        #expect(comparison.verdict == .agrees && comparison.isReproduced)
        #expect(comparison.read == 200 && comparison.unread == 0 && comparison.disagreements.isEmpty)
        #expect(comparison.agreement.rate == 1 && comparison.agreement.kappa == 1)
        let sealed = try comparison.share(.sealed)
        #expect(abs(sealed.booked - 0.3) < 1e-6 && comparison.unclassifiedShare < 1e-9)
        #expect(sealed.tally.seen == (try atlas.spots(of: "un").count { $0.x < 30 }) && sealed.tally.telling == 200)
        #expect(sealed.interval == Proportion.wilson(sealed.tally.seen, of: 200) && sealed.bounds == sealed.interval)
        #expect(comparison.types.map(\.code) == ["asphalt", "lawn", "paving_open"])
        // A hectare of Lambert-93 at Alès on the ellipsoid: see ``Plot``.
        #expect(abs(comparison.outlineArea - 10001.9454) < 1e-3)
    }

    @Test("the interval covers the true share in about 95 audits of 100")
    func coverage() throws {
        let covered = try (1...300).count { seed in
            let positions = try AuditDraw(100, seed: Int64(seed), in: hectare.plot.surface).positions
            return Proportion.wilson(positions.count { $0.x - Plot.east < 30 }, of: 100).contains(0.3)
        }
        // statsmodels and scipy: Wilson's interval covers 0.3 in 93.7190 % of samples of 100; of 300 such audits, from 266
        // to 293 do so, but for one time in a thousand (binom.ppf at .0005 and .9995).
        #expect((266...293).contains(covered), "\(covered)")
    }

    @Test("a right book is never put in doubt by where the points fell, though its share may lie out of the interval")
    func chanceOfTheDraw() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas(campuses: [hectare], book)
        var isOut = false
        for seed in 1...20 {
            try atlas.drawAudit("\(seed)", points: 60, on: .iso("2024-01-01"), seed: Int64(seed))
            try atlas.read("\(seed)", by: "Camille", in: folder, truth)
            let comparison = try atlas.compareAudit("\(seed)")
            #expect(comparison.verdict == .agrees)
            if comparison.classes.contains(where: { !$0.isInInterval }) { isOut = true }
        }
        #expect(isOut)
    }

    @Test("differences that lean one way are found even where the interval holds the book's share")
    func leaning() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        let asphalt = Set(try atlas.spots(of: "un").filter { $0.x < 30 }.prefix(6).map(\.number))
        try atlas.read("un", by: "Camille", in: folder) { asphalt.contains($0.number) ? "lawn" : truth($0) }
        let comparison = try atlas.compareAudit("un")
        let sealed = try comparison.share(.sealed)
        // scipy 1.17.1, binomtest(0, 6).pvalue is 0.03125.
        #expect(sealed.tally.overstated == 6 && sealed.tally.missed == 0 && sealed.standing == .disagrees)
        #expect(comparison.verdict == .disagrees([SealingClass.sealed.label, SealingClass.permeable.label]))
    }

    @Test("a book that is wrong is found out, and the points that say so are named")
    func wrong() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(
            folder,
            [Ground("asphalt", 0, 0, 10, 100), Ground("paving_open", 10, 0, 50, 100), Ground("lawn", 50, 0, 100, 100)])
        try atlas.read("un", by: "Camille", in: folder, truth)
        let comparison = try atlas.compareAudit("un")
        #expect(comparison.verdict == .disagrees([SealingClass.sealed.label, SealingClass.semiPermeable.label]))
        #expect(try comparison.share(.permeable).standing == .agrees)
        let between = try atlas.spots(of: "un").filter { $0.x > 10 && $0.x < 30 }
        #expect(comparison.disagreements.map(\.number) == between.map(\.number))
        #expect(comparison.disagreements.allSatisfy { $0.booked == "paving_open" && $0.seen == "asphalt" })
        #expect(comparison.points(booked: .semiPermeable, seen: .sealed) == between.count)
        #expect(comparison.agreement.rate == 1 - Double(between.count) / 200)
    }

    @Test("the book says the surface painted last, and only that of the audit's day")
    func paintedLast() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(
            folder,
            [
                Ground("lawn", 0, 0, 100, 100, from: "2023-01-01"), Ground("asphalt", 0, 0, 30, 100),
                Ground("paving_open", 0, 0, 50, 100), Ground("roof", 0, 0, 100, 100, from: "2024-01-02"),
                Ground("roof", 0, 0, 100, 100, to: "2024-01-01"),
            ])
        try atlas.read("un", by: "Camille", in: folder, truth)
        let comparison = try atlas.compareAudit("un")
        #expect(comparison.agreement.rate == 1 && comparison.verdict == .agrees)
    }

    @Test("points that cannot be read widen the bounds both ways, and are never left out")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.read("un", by: "Camille", in: folder) { $0.number <= 10 ? "?" : truth($0) }
        let comparison = try atlas.compareAudit("un")
        let sealed = try comparison.share(.sealed)
        #expect(comparison.unreadable == 10 && comparison.read == 190 && sealed.tally.telling == 190)
        #expect(sealed.interval == Proportion.wilson(sealed.tally.seen, of: 190))
        #expect(sealed.bounds.lowerBound == Proportion.wilson(sealed.tally.seen, of: 200).lowerBound)
        #expect(sealed.bounds.upperBound == Proportion.wilson(sealed.tally.seen + 10, of: 200).upperBound)
        #expect(sealed.bounds.lowerBound < sealed.interval.lowerBound)
        #expect(sealed.bounds.upperBound > sealed.interval.upperBound)
        #expect(SealingClass.allCases.reduce(0) { $0 + comparison.points(booked: $1, seen: nil) } == 10)
    }

    @Test("an audit that can read little concludes nothing, be the book right or wrong", arguments: [190, 200])
    func mostlyUnreadable(unreadable: Int) throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.read("un", by: "Camille", in: folder) { $0.number <= unreadable ? "?" : truth($0) }
        let all = Set(SealingClass.allCases.map(\.label))
        guard case .undecided(let labels) = try atlas.compareAudit("un").verdict else { throw Absent() }
        #expect(Set(labels) == all)
    }

    @Test("an audit that is not read to the end has no verdict yet")
    func unread() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        #expect(try atlas.compareAudit("un").verdict == .incomplete(unread: 200))
        #expect(try atlas.compareAudit("un").share(.sealed).share == nil)
        try atlas.read("un", by: "Camille", in: folder) { $0.number == 7 ? nil : truth($0) }
        #expect(try atlas.compareAudit("un").verdict == .incomplete(unread: 1))
    }

    @Test("ground that the book does not classify is a class of its own, and may explain a difference")
    func unclassified() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder, [Ground("asphalt", 0, 0, 30, 100), Ground("paving_open", 30, 0, 50, 100)])
        try atlas.read("un", by: "Camille", in: folder, truth)
        let comparison = try atlas.compareAudit("un")
        let lawn = try atlas.spots(of: "un").count { $0.x > 50 }
        #expect(comparison.points(booked: nil, seen: .permeable) == lawn)
        #expect(comparison.agreement.points == 200 && comparison.agreement.rate == 1 - Double(lawn) / 200)
        #expect(abs(comparison.unclassifiedShare - 0.5) < 1e-6)
        #expect(comparison.verdict == .undecided([SealingClass.permeable.label]))
        #expect(comparison.disagreements.allSatisfy { $0.booked == nil && $0.seen == "lawn" })
    }

    @Test("two readers are compared; a point that they read as two classes counts for none, until they agree")
    func twoReaders() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder, points: 100)
        try atlas.read("un", by: "Camille", in: folder, truth)
        try atlas.read("un", by: "Alix", in: folder) { spot in
            switch spot.number {
            case 1...10: spot.x < 50 ? "lawn" : "roof"
            case 11...15: "?"
            default: truth(spot)
            }
        }
        let comparison = try atlas.compareAudit("un")
        #expect(comparison.disputed == 10 && comparison.unreadable == 0 && comparison.read == 90)
        let pair = try #require(comparison.readerPairs.first)
        #expect(comparison.readerPairs.count == 1 && pair.first == "Alix" && pair.second == "Camille")
        #expect(pair.agreement.points == 95 && pair.agreement.rate == 85.0 / 95)
        #expect(try comparison.share(.sealed).bounds != comparison.share(.sealed).interval)
        let alone = try atlas.compareAudit("un", reader: "Camille")
        #expect(alone.readers == ["Camille"] && alone.disputed == 0 && alone.read == 100 && alone.readerPairs.isEmpty)
        #expect(throws: AuditError.unknownReader("Max", known: ["Alix", "Camille"])) {
            try atlas.compareAudit("un", reader: "Max")
        }
    }

    @Test("a reading that tells a class and no type counts for the class, and widens the types of that class")
    func classOnly() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.read("un", by: "Camille", in: folder) { spot in
            let truth = truth(spot)
            return truth == "asphalt" && spot.number % 2 == 0 ? "sealed" : truth
        }
        let comparison = try atlas.compareAudit("un")
        #expect(comparison.verdict == .agrees)
        let asphalt = try #require(comparison.types.first { $0.code == "asphalt" })
        let sealed = try comparison.share(.sealed)
        #expect(
            asphalt.tally.seen < sealed.tally.seen
                && asphalt.tally.telling == 200 - (sealed.tally.seen - asphalt.tally.seen))
        #expect(asphalt.bounds.upperBound == Proportion.wilson(sealed.tally.seen, of: 200).upperBound)
        #expect(try #require(comparison.types.first { $0.code == "lawn" }).tally.telling == 200)
    }

    @Test("an outline corrected since the draw is noticed: the points are no sample of it")
    func outlineChanged() throws {
        let folder = try TemporaryFolder()
        let atlas = try audited(folder)
        try atlas.read("un", by: "Camille", in: folder, truth)
        let wider = try folder.file(
            "wider.csv", "name;geometry_wkt\nA;\(Plot(100, 0, 120, 100).wkt)\n")
        #expect(try atlas.importCampuses(from: wider, options: .metric).accepted == 1)
        let comparison = try atlas.compareAudit("un")
        #expect(!comparison.isReproduced && comparison.verdict == .notReproduced)
    }
}
