import CampusAtlas
import Testing

/// What to weigh next; each number worked out by hand beside it.
@Suite struct NextWeighingTests {
    @Test("what is known best by the fewest weighings comes first, with what it would bring")
    func ranking() throws {
        let ground = try WasteGround()
        // OM by volume × generic density in ten emptyings of 100 kg, PAPER by the truck in two of 500 kg; December only.
        try ground.weigh(
            (1...10).map { "2024-12-\($0 + 10);OM;100;F;LANDFILL;" }
                + [
                    "2024-12-01;PAPER;500;C;RECYCLE;", "2024-12-02;PAPER;500;C;RECYCLE;",
                    "2024-12-03;FOOD;10;A;COMPOST_ON;",
                ])
        let list = try ground.atlas.nextWeighings(year: 2024)
        // OM was published from 82 to 357 kg/m³ and is taken at 82: [500, most] against the rest [959.9, 1060.1].
        let most = 1000 * 357.0 / 82
        let width = most / (most + 959.9) - 500 / 1560.1
        #expect(list.map(\.stream) == ["OM", "PAPER"])
        let household = list[0]
        #expect(household.act == .sampleDensity && household.effort == 8 && household.count == 10)
        // F to E: to 500 kg apart.
        #expect(abs(household.width - (most - 500)) < 1e-9 && household.widthAfter == 500)
        #expect(abs(household.reduction - (most - 1000)) < 1e-9)
        #expect(abs(household.gain - (width - (1250 / (1250 + 959.9) - 750 / (750 + 1060.1)))) < 1e-12)
        // PAPER, C to A: from 100 kg apart to 20, in two weighings.
        let paper = list[1]
        #expect(paper.act == .weighEach && paper.effort == 2 && abs(paper.reduction - 80) < 1e-9)
        #expect(abs(paper.gain - (width - (most / (most + 999.9) - 500 / (500 + 1020.1)))) < 1e-12)
        #expect(household.gainPerWeighing > paper.gainPerWeighing)
    }

    @Test(
        "a guess is sampled when there are more loads than the sample, and each is weighed otherwise; a scale is enough"
    )
    func acts() throws {
        let ground = try WasteGround()
        try ground.weigh(
            (1...13).map { "2024-12-\($0 + 10);OM;100;U;LANDFILL;" }
                + (1...12).map { "2024-12-\($0 + 10);BULKY;100;G;LANDFILL;" }
                + ["2024-12-03;GLASS;10;A;RECYCLE;", "2024-12-03;METAL;10;B;RECYCLE;"])
        let list = try ground.atlas.nextWeighings(year: 2024)
        #expect(list.map(\.stream).sorted() == ["BULKY", "OM"])
        #expect(list.first { $0.stream == "OM" }?.act == .sampleMean)
        #expect(list.first { $0.stream == "BULKY" }?.act == .weighEach)
    }

    @Test("months without a weighing are on the list, with what they may have weighed")
    func gaps() throws {
        let ground = try WasteGround()
        try ground.weigh([
            "2024-09-10;OM;100;A;LANDFILL;", "2024-12-10;OM;80;A;LANDFILL;", "2024-12-10;PAPER;100;A;RECYCLE;",
        ])
        let list = try ground.atlas.nextWeighings(year: 2024)
        // October and November: up to 2 × 100 kg.
        #expect(list.count == 1 && list[0].act == .fillMonths)
        #expect(list[0].count == 2 && list[0].kilograms == 200 && list[0].widthAfter == 0)
    }

    @Test("with all weighed and no month missing there is nothing left to weigh")
    func nothing() throws {
        let ground = try WasteGround()
        try ground.weigh(["2024-12-10;OM;80;A;LANDFILL;"])
        #expect(try ground.atlas.nextWeighings(year: 2024).isEmpty)
    }
}
