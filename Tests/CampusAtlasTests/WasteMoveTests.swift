import CampusAtlas
import Foundation
import GRDB
import Testing

/// Why figures moved: each part worked out by hand in the comment beside it.
@Suite struct WasteMoveTests {
    private func move(
        _ ground: WasteGround, _ figure: WasteMove.Figure, campus: String? = nil
    ) throws -> WasteMove {
        let moves = try ground.atlas.wasteMoves(from: 2023, to: 2024, campus: campus)
        return try #require(moves.first { $0.figure == figure })
    }

    private func correct(_ ground: WasteGround, _ kilograms: Int, to grams: Int) throws {
        try ground.change(
            """
            INSERT INTO weighing (weighed_on, campus, stream, destination, facility, net_mass_g, mass_as_typed, unit_as_typed,
              method, corrects, reason)
            SELECT weighed_on, campus, stream, destination, facility, \(grams), '\(grams)', 'g', method, fid, 'erreur'
            FROM weighing_current WHERE net_mass_g = \(kilograms * 1000)
            """)
    }

    @Test("volume and mix: with nothing else changed, their parts are Shapley's")
    func volumeAndMix() throws {
        let ground = try WasteGround()
        try ground.weigh([
            "2023-12-15;OM;60;A;LANDFILL;", "2023-12-15;PAPER;40;A;RECYCLE;", "2024-12-15;OM;60;A;LANDFILL;",
            "2024-12-15;PAPER;140;A;RECYCLE;",
        ])
        // OM = total × share: 100 × 0.6 → 200 × 0.3. Volume: mean of (200 − 100) × 0.6 = 60 and (200 − 100) × 0.3 = 30: 45.
        // Mix: mean of 100 × (0.3 − 0.6) = −30 and 200 × (0.3 − 0.6) = −60: −45.
        let mass = try move(ground, .householdMass)
        #expect(mass.from == 60_000 && mass.to == 60_000)
        #expect(mass.parts[.volume] == 45_000 && mass.parts[.mix] == -45_000)
        // The share does not depend on the volume: 0.6 → 0.3, all by the mix.
        let share = try move(ground, .householdShare)
        #expect(share.parts[.mix] == -300_000 && share.parts[.volume] == 0 && share.parts[.destination] == 0)
    }

    @Test("a campus that was not weighed before moves the perimeter, and nothing else")
    func perimeter() throws {
        let ground = try WasteGround()
        try ground.weigh([
            "2023-12-15;OM;60;A;LANDFILL;Ouest", "2024-12-15;OM;60;A;LANDFILL;Ouest", "2024-12-15;OM;25;A;LANDFILL;Est",
        ])
        let mass = try move(ground, .householdMass)
        #expect(mass.parts[.perimeter] == 25_000)
        #expect(mass.parts.filter { $0.key != .perimeter }.values.allSatisfy { $0 == 0 })
        #expect(try move(ground, .householdMass, campus: "Ouest").parts.values.allSatisfy { $0 == 0 })
    }

    @Test("a mass that is known another way moved by the method, for all that can be told")
    func method() throws {
        let ground = try WasteGround()
        try ground.weigh([
            "2023-12-15;OM;100;F;LANDFILL;", "2023-12-15;PAPER;50;A;RECYCLE;", "2024-12-15;OM;60;A;LANDFILL;",
            "2024-12-15;PAPER;50;B;RECYCLE;",
        ])
        let mass = try move(ground, .householdMass)
        #expect(mass.parts[.method] == -40_000)
        // A scale and a weighbridge are both weighing.
        #expect(mass.parts.filter { $0.key != .method }.values.allSatisfy { $0 == 0 })
    }

    @Test("burnt instead of recycled: the destination moved, and not the mass")
    func destination() throws {
        let ground = try WasteGround()
        try ground.weigh(["2023-12-15;OM;100;A;RECYCLE;", "2024-12-15;OM;100;A;INCIN;"])
        let disposed = try move(ground, .householdDisposed)
        #expect(disposed.from == 0 && disposed.to == 100_000 && disposed.parts[.destination] == 100_000)
        #expect(try move(ground, .householdMass).parts.values.allSatisfy { $0 == 0 })
        let diverted = try move(ground, .diverted)
        #expect(diverted.from == 1_000_000 && diverted.parts[.destination] == -1_000_000)
    }

    @Test("more users, less each: parts of the two, and none without both years' users")
    func users() throws {
        let ground = try WasteGround()
        try ground.weigh(["2023-12-15;OM;100;A;LANDFILL;", "2024-12-15;OM;120;A;LANDFILL;"])
        #expect(try ground.atlas.wasteMoves(from: 2023, to: 2024).allSatisfy { $0.figure != .householdPerUser })
        for (year, residents) in [(2023, 100.0), (2024, 200.0)] {
            try ground.atlas.set(
                WasteDenominator(
                    year: year,
                    users: CampusUsers(
                        residentStudents: residents, residentStaff: 0, residentOthers: 0, students: residents, staff: 0,
                        distant: 0), source: "essai"))
        }
        // 100/100 → 120/200 kg. Volume: mean of 20/100 and 20/200: 150 g. Users: mean of 100/200 − 1 and 120/200 − 1.2:
        // −550 g.
        let each = try move(ground, .householdPerUser)
        #expect(each.from == 1000 && each.to == 600)
        #expect(each.parts[.volume] == 150 && each.parts[.users] == -550)
    }

    @Test("what corrections changed of the first year stands apart; those of the second are in the masses")
    func corrections() throws {
        let ground = try WasteGround()
        try ground.weigh([
            "2023-12-15;OM;470;A;LANDFILL;", "2023-12-16;OM;53;A;LANDFILL;", "2024-12-15;OM;90;A;LANDFILL;",
        ])
        try correct(ground, 470, to: 47_000)
        try correct(ground, 90, to: 100_000)
        // First entered 523; known now 100; 2024 as known now 100.
        let mass = try move(ground, .householdMass)
        #expect(mass.from == 523_000 && mass.to == 100_000)
        #expect(mass.parts[.corrections] == -423_000)
        #expect(mass.parts.filter { $0.key != .corrections }.values.allSatisfy { $0 == 0 })
    }

    @Test("a weighing that was cancelled since is a correction of its whole mass")
    func cancelled() throws {
        let ground = try WasteGround()
        try ground.weigh([
            "2023-12-15;OM;30;A;LANDFILL;", "2023-12-16;OM;70;A;LANDFILL;", "2024-12-15;OM;70;A;LANDFILL;",
        ])
        try ground.change(
            """
            INSERT INTO weighing (weighed_on, stream, destination, net_mass_g, mass_as_typed, unit_as_typed, method, corrects,
              reason, is_cancelled)
            SELECT weighed_on, stream, destination, net_mass_g, mass_as_typed, unit_as_typed, method, fid, 'double', TRUE
            FROM weighing WHERE net_mass_g = 30000
            """)
        let mass = try move(ground, .householdMass)
        #expect(mass.from == 100_000 && mass.to == 70_000 && mass.parts[.corrections] == -30_000)
    }

    @Test("the parts add up to the movement exactly, whatever the years", arguments: 0..<12)
    func addsUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func any<Value>(_ values: [Value]) -> Value { values[Int(random.next() % UInt64(values.count))] }
        let ground = try WasteGround()
        var rows: [String] = []
        for index in 0..<60 {
            let fields = [
                "\(any([2023, 2024]))-\(any(["01", "06", "12"]))-\(10 + index % 18)",
                any(["OM", "PAPER", "FOOD", "MINERAL", "BATT"]),
                "\(1 + random.next() % 100_000).\(100 + random.next() % 900)",
                any(["A", "B", "C", "D", "E", "F", "G"]),
                any(["LANDFILL", "RECYCLE", "ENERGY", "COMPOST_ON", "", "INCIN"]), any(["Ouest", "Est", ""]),
            ]
            rows.append(fields.joined(separator: ";"))
        }
        try ground.weigh(rows)
        try ground.change(
            """
            INSERT INTO weighing (weighed_on, campus, stream, destination, facility, net_mass_g, mass_as_typed, unit_as_typed,
              method, corrects, reason)
            SELECT weighed_on, campus, stream, destination, facility, net_mass_g + 1 + fid * 37, 'x', 'g', method, fid, 'erreur'
            FROM weighing_current WHERE fid % 5 = 0
            """)
        for year in [2023, 2024] {
            let people = Double(1 + random.next() % 3000)
            try ground.atlas.set(
                WasteDenominator(
                    year: year,
                    users: CampusUsers(
                        residentStudents: people / 3, residentStaff: 0, residentOthers: 0, students: people, staff: 7,
                        distant: 1), source: "essai"))
        }
        let moves = try ground.atlas.wasteMoves(from: 2023, to: 2024)
        #expect(moves.count == WasteMove.Figure.allCases.count)
        for move in moves {
            #expect(Set(move.parts.keys) == Set(WasteMove.Factor.allCases))
            #expect(move.parts.values.reduce(0, +) == move.to - move.from)
        }
        // The same two years the other way round move the other way, but for what corrections changed.
        let back = try ground.atlas.wasteMoves(from: 2024, to: 2023)
        for (there, back) in zip(moves, back) {
            for factor in WasteMove.Factor.allCases where factor != .corrections {
                #expect(abs((there.parts[factor] ?? 0) + (back.parts[factor] ?? 0)) <= 1)
            }
        }
    }
}
