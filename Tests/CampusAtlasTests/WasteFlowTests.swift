import CampusAtlas
import Foundation
import GRDB
import Testing

/// What becomes of each gram. Expected masses are worked out by hand in the comment beside them.
@Suite struct WasteFlowTests {
    private static let day = "2024-05-15"

    /// An atlas with a sorting centre, an incinerator and a paper mill, of which nothing is proven yet.
    private func ledger() throws -> Ledger {
        let ledger = try Ledger(campuses: true)
        for name in ["Tri", "UVE", "Papeterie"] { try ledger.atlas.add(Facility(name: name)) }
        return ledger
    }

    @Test("a mass is divided to the gram, the grams left going to the largest remainders, the first of equals")
    func largestRemainder() {
        // 100 × 1/3 = 33.33 each: one gram left, to the first. 7 × (2, 3, 5)/10 = 1.4, 2.1, 3.5: to the last.
        #expect(Apportionment.parts(of: 100, by: [1, 1, 1]) == [34, 33, 33])
        #expect(Apportionment.parts(of: 7, by: [2, 3, 5]) == [1, 2, 4])
        #expect(Apportionment.parts(of: 2, by: [500_000, 300_000, 200_000]) == [1, 1, 0])
        #expect(Apportionment.parts(of: 0, by: [1, 2]) == [0, 0])
        // The largest mass that the book takes, by millionths: 10^15 × 333,333 / 10^6, then the rest.
        #expect(
            Apportionment.parts(of: 1_000_000_000_000_000, by: [333_333, 333_333, 333_334])
                == [333_333_000_000_000, 333_333_000_000_000, 333_334_000_000_000])
    }

    @Test("a mass gathered over several months is theirs by days, the first and the last day included")
    func months() throws {
        // 20 January to 5 March 2024: 12 + 29 + 5 = 46 days. 1,000 g: 260.87, 630.43, 108.70 → 261, 630, 109.
        let first = try #require(CalendarDate(iso: "2024-01-20"))
        let last = try #require(CalendarDate(iso: "2024-03-05"))
        let parts = Apportionment.months(of: 1000, from: first, through: last)
        #expect(parts.map(\.month.description) == ["2024-01", "2024-02", "2024-03"])
        #expect(parts.map(\.grams) == [261, 630, 109])
        #expect(Apportionment.months(of: 7, from: last, through: last).map(\.grams) == [7])
    }

    @Test("the interval stays as it was written, and each month has its flow")
    func interval() throws {
        let ledger = try ledger()
        try ledger.weigh("OM", 46_000, on: "2024-03-05", from: "2024-01-20", destination: "LANDFILL")
        // 46 kg over 46 days: 12, 29 and 5 kg.
        #expect(
            try ledger.flows().map { "\($0.month) \($0.grams)" } == ["2024-01 12000", "2024-02 29000", "2024-03 5000"])
        #expect(try ledger.flows("2024-02", "2024-02").map(\.grams) == [29_000])
        #expect(try ledger.flows("2024-04", "2024-12").isEmpty)
    }

    @Test(
        "what is declared is unknown until it is proven, but for what needs no proof",
        arguments: [
            ("RECYCLE", "UNKNOWN"), ("COMPOST_OFF", "UNKNOWN"), ("REUSE_EXT", "UNKNOWN"), ("ENERGY", "UNKNOWN"),
            ("SORTING", "UNKNOWN"), ("HAZ_TREAT", "UNKNOWN"), ("UNKNOWN", "UNKNOWN"), (nil, "UNKNOWN"),
            // The campus weighs what it composts; who says the worst is believed; what was avoided is no waste.
            ("COMPOST_ON", "COMPOST_ON"), ("INCIN", "INCIN"), ("LANDFILL", "LANDFILL"), ("AVOIDED", "AVOIDED"),
            ("REUSE_INT", "REUSE_INT"),
        ] as [(String?, String)])
    func unproven(declared: String?, end: String) throws {
        let ledger = try ledger()
        for facility in [nil, "Papeterie", "Ailleurs"] as [String?] {
            try ledger.weigh("PAPER", 1000, on: Self.day, destination: declared, facility: facility)
        }
        let flows = try ledger.flows()
        #expect(flows.map(\.destination) == [end, end, end])
        #expect(flows.allSatisfy { $0.declaredDestination == declared && $0.grams == 1000 })
        #expect(flows.allSatisfy { $0.evidence == (declared == "COMPOST_ON" ? .direct : nil) })
    }

    @Test(
        "a route proves what was declared, of its stream and in its days; a statement and a usual practice prove nothing",
        arguments: EvidenceKind.allCases)
    func proven(evidence: EvidenceKind) throws {
        let ledger = try ledger()
        try ledger.route("Papeterie", "PAPER", "RECYCLE", from: "2024-05-01", to: "2024-06-01", evidence: evidence)
        for day in ["2024-04-30", "2024-05-01", "2024-05-31", "2024-06-01"] {
            try ledger.weigh("PAPER", 1000, on: day, destination: "RECYCLE", facility: "Papeterie")
        }
        try ledger.weigh("GLASS", 10, on: Self.day, destination: "RECYCLE", facility: "Papeterie")
        try ledger.weigh("PAPER", 20, on: Self.day, destination: "COMPOST_OFF", facility: "Papeterie")
        try ledger.weigh("PAPER", 30, on: Self.day, destination: nil, facility: "Papeterie")
        let isProof = ![.contractorStatement, .contractorDefault].contains(evidence)
        let end = isProof ? "RECYCLE" : "UNKNOWN"
        #expect(
            try ledger.flows().map { "\($0.grams) \($0.destination)" }
                == [
                    "1000 UNKNOWN", "1000 \(end)", "1000 \(end)", "1000 UNKNOWN", "10 UNKNOWN", "20 UNKNOWN",
                    "30 \(end)",
                ])
        #expect(try ledger.flows()[1].evidence == (isProof ? evidence : nil))
    }

    @Test("routes of a stream go before those of all streams, which hold for the streams without any")
    func allStreams() throws {
        let ledger = try ledger()
        try ledger.route("Tri", nil, "LANDFILL", from: "2024-01-01")
        try ledger.route("Tri", "GLASS", "RECYCLE", from: "2024-01-01")
        try ledger.weigh("GLASS", 1, on: Self.day, facility: "Tri")
        try ledger.weigh("WOOD", 2, on: Self.day, facility: "Tri")
        #expect(try ledger.flows().map(\.destination) == ["RECYCLE", "LANDFILL"])
    }

    @Test("shares of a facility divide each load, and what they leave is unknown")
    func downstream() throws {
        let ledger = try ledger()
        try ledger.atlas.record(
            FacilityRoutes(
                of: "MIXREC", at: "Tri", from: #require(CalendarDate(iso: "2024-01-01")),
                shares: [
                    FacilityRoutes.Share(typed: "RECYCLE 71%"), FacilityRoutes.Share(typed: "LANDFILL 12,5 %"),
                ], evidence: .certificate))
        try ledger.weigh("MIXREC", 1001, on: Self.day, destination: "SORTING", facility: "Tri")
        // 710.71, 125.125 and 165.165 of 1,001 g → 711, 125, 165.
        #expect(
            try ledger.flows().map { "\($0.grams) \($0.destination)" } == [
                "711 RECYCLE", "125 LANDFILL", "165 UNKNOWN",
            ])
    }

    @Test("sorting is followed from one facility to the next, and a round trip is no end")
    func chain() throws {
        let ledger = try ledger()
        try ledger.route("Tri", "MIXREC", "SORTING R12 Papeterie", from: "2024-01-01")
        try ledger.weigh("MIXREC", 10, on: Self.day, destination: "SORTING", facility: "Tri")
        #expect(try ledger.flows().map(\.destination) == ["UNKNOWN"])
        try ledger.route("Papeterie", "MIXREC", "RECYCLE 60%", from: "2024-01-01")
        #expect(try ledger.flows().map { "\($0.grams) \($0.destination)" } == ["6 RECYCLE", "4 UNKNOWN"])
        try ledger.route("Papeterie", "MIXREC", "SORTING Tri", from: "2024-02-01")
        #expect(try ledger.flows().map(\.destination) == ["UNKNOWN"])
    }

    @Test(
        "burning is energy recovery only where the plant reached the performance of R1 that year",
        arguments: [
            ("2023-06-01", "INCIN"), ("2024-01-01", "ENERGY"), ("2024-12-31", "ENERGY"), ("2025-01-01", "INCIN"),
            // 2026: 0.62, of a plant whose permit asks for 0.65.
            ("2026-06-01", "INCIN"),
        ])
    func energy(day: String, end: String) throws {
        let ledger = try ledger()
        try ledger.route("UVE", "OM", "ENERGY R1", from: "2020-01-01", evidence: .contract)
        try ledger.route("Tri", "OM", "ENERGY R1 UVE", from: "2020-01-01")
        for performance in [
            try EnergyPerformance(of: "UVE", year: 2024, value: 0.60),
            try EnergyPerformance(of: "UVE", year: 2025, value: 0.599),
            try EnergyPerformance(of: "UVE", year: 2026, value: 0.62, threshold: 0.65),
        ] { try ledger.atlas.record(performance) }
        try ledger.weigh("OM", 5, on: day, destination: "ENERGY", facility: "UVE")
        // The residue of sorting burns at the next plant: its performance decides.
        try ledger.weigh("OM", 5, on: day, destination: "SORTING", facility: "Tri")
        #expect(try ledger.flows().map(\.destination) == [end, end])
    }

    @Test("a mixed load is divided by the key of its day, that of its campus first, and each part is followed apart")
    func splitKey() throws {
        let ledger = try ledger()
        func key(_ campus: String?, _ from: String, _ parts: [String]) throws {
            try ledger.atlas.record(
                SplitKey(
                    of: "MIXREC", campus: campus, from: #require(CalendarDate(iso: from)),
                    parts: parts.map { try SplitKey.Part(typed: $0) }, source: "audit"))
        }
        try key(nil, "2024-05-01", ["PAPER 60%", "GLASS 40%"])
        try key(nil, "2024-06-01", ["PAPER 50%", "OM 50%"])
        try key(Ledger.west, "2024-05-01", ["METAL 100%"])
        try ledger.route("Tri", "PAPER", "RECYCLE", from: "2024-01-01")
        try ledger.route("Tri", "MIXREC", "BACKFILL", from: "2024-01-01")
        for (day, campus) in [("2024-04-30", nil), ("2024-05-31", nil), ("2024-06-01", nil), (Self.day, Ledger.west)]
            as [(String, String?)]
        {
            try ledger.weigh("MIXREC", 101, on: day, destination: "SORTING", facility: "Tri", campus: campus)
        }
        // 101 × 60 % = 60.6, 40.4; × 50 % = 50.5 each, the gram left to the first. Glass has no route of its own at the
        // centre: it goes where the mix goes.
        #expect(
            try ledger.flows().map { "\($0.stream) \($0.grams) \($0.destination)" }
                == [
                    "MIXREC 101 BACKFILL", "PAPER 61 RECYCLE", "GLASS 40 BACKFILL", "PAPER 51 RECYCLE",
                    "OM 50 BACKFILL", "METAL 101 BACKFILL",
                ])
    }

    @Test("a key that does not make 100 % is refused, and one left so by another tool divides nothing")
    func incompleteKey() throws {
        let ledger = try ledger()
        let day = try #require(CalendarDate(iso: "2024-01-01"))
        func key(_ parts: String...) throws {
            _ = try SplitKey(
                of: "MIXREC", from: day, parts: parts.map { try SplitKey.Part(typed: $0) }, source: "audit")
        }
        #expect(throws: FlowError.notAll(999_999)) { try key("PAPER 60%", "GLASS 39,9999%") }
        #expect(throws: FlowError.notAll(1_000_001)) { try key("PAPER 60%", "GLASS 40,0001%") }
        #expect(throws: FlowError.sameTwice("PAPER")) { try key("PAPER 60%", "PAPER 40%") }
        #expect(throws: FlowError.unreadableShare("60")) { try key("PAPER 60", "GLASS 40%") }
        let insert = """
            INSERT INTO split_key (stream, valid_from, part_stream, share_ppm, source)
            VALUES ('MIXREC', '2024-01-01', ?, ?, 'qgis')
            """
        try ledger.sql(insert, ["PAPER", 600_000])
        try ledger.weigh("MIXREC", 10, on: Self.day, destination: "LANDFILL")
        #expect(try ledger.flows().map(\.stream) == ["MIXREC"])
        #expect(throws: DatabaseError.self) { try ledger.sql(insert, ["GLASS", 400_001]) }
        try ledger.sql(insert, ["GLASS", 400_000])
        #expect(try ledger.flows().map(\.stream) == ["PAPER", "GLASS"])
    }

    @Test("the shares of a facility on a day never exceed the whole, whoever writes them")
    func sharesInAll() throws {
        let ledger = try ledger()
        let insert = """
            INSERT INTO facility_route
              (facility, stream, valid_from, valid_to, destination, share_ppm, evidence_kind)
            VALUES ('Tri', 'OM', ?, ?, 'LANDFILL', ?, 'direct')
            """
        try ledger.sql(insert, ["2024-01-01", "2024-07-01", 700_000])
        try ledger.sql(insert, ["2024-06-01", nil, 300_000])
        // 1 June to 30 June is full; July has 300,000.
        #expect(throws: DatabaseError.self) { try ledger.sql(insert, ["2023-01-01", "2024-06-02", 1]) }
        #expect(throws: DatabaseError.self) { try ledger.sql(insert, ["2024-06-30", nil, 1]) }
        try ledger.sql(insert, ["2024-07-01", nil, 700_000])
        try ledger.sql(insert, ["2023-01-01", "2024-06-01", 300_000])
        #expect(throws: DatabaseError.self) {
            try ledger.sql("UPDATE facility_route SET share_ppm = 700001 WHERE valid_from = ?", ["2024-07-01"])
        }
    }

    @Test("what is said anew of a facility ends what was said before, on that day")
    func supersedes() throws {
        let ledger = try ledger()
        try ledger.route("Tri", "OM", "LANDFILL", from: "2024-01-01")
        try ledger.route("Tri", "OM", "RECYCLE", from: "2024-06-01")
        let routes = try ledger.atlas.routes(of: "Tri")
        #expect(
            routes.map { "\($0.from) \($0.to.map { "\($0)" } ?? "-")" } == ["2024-01-01 2024-06-01", "2024-06-01 -"])
        #expect(throws: FlowError.alreadySaid("Tri", from: "2024-06-01")) {
            try ledger.route("Tri", "OM", "INCIN", from: "2024-03-01")
        }
        try ledger.route("Tri", "OM", "INCIN", from: "2024-03-01", to: "2024-06-01")
        #expect(try ledger.atlas.routes(of: "Tri").count == 3)
    }

    @Test("a transfer from one bin to another has not left the campus")
    func transfers() throws {
        let ledger = try ledger()
        try ledger.weigh("OM", 40, on: Self.day, destination: "LANDFILL", toContainer: "BENNE")
        #expect(try ledger.flows().isEmpty && ledger.totals().isEmpty)
    }
}
