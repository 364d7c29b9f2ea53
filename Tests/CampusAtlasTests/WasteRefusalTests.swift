import CampusAtlas
import Foundation
import GRDB
import Testing

/// Loads that were refused, and papers that vouch for a load.
@Suite struct WasteRefusalTests {
    private static let day = "2024-05-15"

    /// A load of 100 kg of mixed recyclables, and the facility that takes all of it for recycling.
    private func ledger() throws -> (Ledger, load: Int64) {
        let ledger = try Ledger()
        for name in ["Tri", "UVE"] { try ledger.atlas.add(Facility(name: name)) }
        try ledger.route("Tri", "MIXREC", "RECYCLE", from: "2024-01-01")
        let load = try ledger.weigh("MIXREC", 100_000, on: Self.day, destination: "RECYCLE", facility: "Tri")
        return (ledger, load)
    }

    private func refusal(
        of load: Int64, _ mass: String, on day: String = "2024-05-16", to destination: String? = "INCIN",
        facility: String? = nil, stream: String? = nil, reason: String = "souillé"
    ) throws -> Refusal {
        try Refusal(
            of: load, mass: mass, on: #require(CalendarDate(iso: day)), to: destination, facility: facility,
            stream: stream, reason: reason)
    }

    @Test("what was refused goes elsewhere, may be downgraded, and no key divides it")
    func refused() throws {
        let (ledger, load) = try ledger()
        try ledger.atlas.record(
            SplitKey(
                of: "MIXREC", from: #require(CalendarDate(iso: "2024-01-01")),
                parts: [SplitKey.Part(typed: "PAPER 50%"), SplitKey.Part(typed: "GLASS 50%")], source: "audit"))
        let (_, left) = try ledger.atlas.refuse(refusal(of: load, "60,5 kg", stream: "OM"))
        #expect(left == 39_500)
        try ledger.atlas.refuse(refusal(of: load, "500 g", to: nil))
        // 100 − 60.5 − 0.5 = 39 kg are sorted, half and half.
        #expect(
            try ledger.flows().map { "\($0.stream) \($0.grams) \($0.destination)" }
                == ["OM 60500 INCIN", "MIXREC 500 UNKNOWN", "PAPER 19500 RECYCLE", "GLASS 19500 RECYCLE"])
    }

    @Test("never more is refused than was weighed, whoever writes it")
    func tooMuch() throws {
        let (ledger, load) = try ledger()
        try ledger.atlas.refuse(refusal(of: load, "60 kg"))
        #expect(throws: FlowError.moreThanTheLoad(asked: 40_001, left: 40_000)) {
            try ledger.atlas.refuse(refusal(of: load, "40,001 kg"))
        }
        #expect(throws: DatabaseError.self) {
            try ledger.sql(
                """
                INSERT INTO waste_refusal (weighing, refused_on, net_mass_g, reason)
                SELECT uuid, '2024-05-16', 40001, 'x' FROM weighing WHERE fid = ?
                """, [load])
        }
        try ledger.atlas.refuse(refusal(of: load, "0,04 t"))
        #expect(try ledger.flows().map(\.grams) == [60_000, 40_000])
    }

    @Test("a refusal is never edited nor cut; cancelled, it stays in the book and counts no more")
    func cancelled() throws {
        let (ledger, load) = try ledger()
        let (number, _) = try ledger.atlas.refuse(refusal(of: load, "60 kg"))
        #expect(throws: DatabaseError.self) { try ledger.sql("UPDATE waste_refusal SET net_mass_g = 1", []) }
        #expect(throws: DatabaseError.self) { try ledger.sql("DELETE FROM waste_refusal", []) }
        #expect(throws: FlowError.reasonMissing) { try ledger.atlas.cancelRefusal(number, reason: " ") }
        try ledger.atlas.cancelRefusal(number, reason: "erreur de ligne")
        #expect(try ledger.flows().map { "\($0.grams) \($0.destination)" } == ["100000 RECYCLE"])
        #expect(throws: FlowError.unknownRefusal(number)) { try ledger.atlas.cancelRefusal(number, reason: "encore") }
        #expect(try ledger.rows("SELECT fid FROM waste_refusal").count == 2)
        try ledger.atlas.refuse(refusal(of: load, "100 kg"))
    }

    @Test("a refusal follows its weighing through corrections, never beyond its mass, and falls with it")
    func corrected() throws {
        let (ledger, load) = try ledger()
        try ledger.atlas.refuse(refusal(of: load, "60 kg"))
        let second = try ledger.correct(load, "net_mass_g", 90_000)
        #expect(try ledger.flows().map(\.grams) == [60_000, 30_000])
        #expect(throws: FlowError.superseded(load)) { try ledger.atlas.refuse(refusal(of: load, "1 kg")) }
        #expect(throws: FlowError.moreThanTheLoad(asked: 31_000, left: 30_000)) {
            try ledger.atlas.refuse(refusal(of: second, "31 kg"))
        }
        let third = try ledger.correct(second, "net_mass_g", 50_000)
        #expect(try ledger.flows().map { "\($0.grams) \($0.destination)" } == ["50000 INCIN"])
        _ = try ledger.correct(third, "is_cancelled", 1)
        #expect(try ledger.flows().isEmpty)
    }

    @Test("what makes no sense of a refusal is refused with a reason")
    func nonsense() throws {
        let (ledger, load) = try ledger()
        let inside = try ledger.weigh("OM", 1000, on: Self.day, toContainer: "BENNE")
        for (error, refusal) in try [
            (FlowError.unknownWeighing(99), refusal(of: 99, "1 kg")),
            (.internalTransfer(inside), refusal(of: inside, "1 kg")),
            (
                .beforeTheWeighing(
                    #require(CalendarDate(iso: "2024-05-14")), weighedOn: #require(CalendarDate(iso: Self.day))),
                refusal(of: load, "1 kg", on: "2024-05-14")
            ),
            (.unknownStream("LAVA"), refusal(of: load, "1 kg", stream: "LAVA")),
        ] {
            #expect(throws: error) { try ledger.atlas.refuse(refusal) }
        }
        for text in ["60", "kg", "-3 kg", "0 kg", "5 lb", "1.2.3 kg"] {
            #expect(throws: WeighingError.self) { try refusal(of: load, text) }
        }
        #expect(throws: FlowError.reasonMissing) { try refusal(of: load, "1 kg", reason: " ") }
    }

    @Test("a paper attached to a weighing vouches for what it declares of a facility; a picture does not")
    func papers() throws {
        let (ledger, _) = try ledger()
        let paper = try ledger.folder.file("bon.pdf", "%PDF-1.4 bon n° 12")
        let picture = try ledger.folder.file("balance.jpg", "JFIF")
        func load(_ facility: String?, _ file: String) throws -> Int64 {
            let load = try ledger.weigh("OM", 7, on: Self.day, destination: "BACKFILL", facility: facility)
            let uuid = try #require(try ledger.uuid(of: load))
            try ledger.atlas.attach(file, to: "weighing", row: uuid)
            return load
        }
        let proven = try load("Carrière", paper)
        _ = try load("Carrière", picture)
        _ = try load(nil, paper)
        func ends() throws -> [String] { try ledger.flows().filter { $0.grams < 100 }.map(\.destination) }
        #expect(try ends() == ["BACKFILL", "UNKNOWN", "UNKNOWN"])
        #expect(try ledger.flows().contains { $0.weighing == proven && $0.evidence == .weighingTicket })
        // A correction of the mass keeps the paper; one of the destination does not.
        let lighter = try ledger.correct(proven, "net_mass_g", 6)
        #expect(try ends() == ["UNKNOWN", "UNKNOWN", "BACKFILL"])
        _ = try ledger.correct(lighter, "destination", "RECYCLE")
        #expect(try ends() == ["UNKNOWN", "UNKNOWN", "UNKNOWN"])
    }

    @Test("a paper proves that a load went to a plant, not that the plant recovers energy")
    func paperOfEnergy() throws {
        let (ledger, _) = try ledger()
        let load = try ledger.weigh("OM", 7, on: Self.day, destination: "ENERGY", facility: "UVE")
        let uuid = try #require(try ledger.uuid(of: load))
        try ledger.atlas.attach(ledger.folder.file("bon.pdf", "%PDF-1.4"), to: "weighing", row: uuid)
        #expect(try ledger.flows().map(\.destination) == ["RECYCLE", "INCIN"])
        try ledger.atlas.record(EnergyPerformance(of: "UVE", year: 2024, value: 0.61))
        #expect(try ledger.flows().map(\.destination) == ["RECYCLE", "ENERGY"])
    }

    @Test(
        "a SIRET is 14 digits whose sum checks",
        arguments: [
            // INSEE's own, and La Poste's seat, whose digits are only added up (35 = 7 × 5).
            ("12002701600563", true), ("120 027 016 00563", true), ("35600000000048", true), ("12002701600564", false),
            ("1200270160056", false), ("abcdefghijklmn", false),
        ])
    func siret(text: String, isRight: Bool) throws {
        if isRight {
            #expect(try Facility(name: "X", siret: text).siret?.count == 14)
        } else {
            #expect(throws: FlowError.wrongSIRET(text)) { try Facility(name: "X", siret: text) }
        }
    }
}
