import CampusAtlas
import Foundation
import Testing

/// Attestations of 31 March, what they prove, and what they are held against.
@Suite struct AttestationTests {
    private func attest(
        _ ground: RegisterGround, _ mass: String, stream: String = "GLASS", to destination: String? = "RECYCLE",
        year: Int = 2025
    ) throws -> AttestedRoute {
        try ground.ledger.atlas.add(
            WasteAttestation(
                issuer: "Cévennes Collecte", year: year, stream: stream, mass: mass, facility: "Verrerie du Sud",
                destination: destination, number: "A-\(mass)"), on: RegisterGround.today
        ).route
    }

    private func routes(_ ground: RegisterGround) throws -> [String] {
        try ground.ledger.rows("SELECT * FROM facility_route ORDER BY valid_from, fid").map { row in
            let texts: [String?] = [row["valid_from"], row["valid_to"], row["destination"], row["evidence_kind"]]
            let share: Int? = row["share_ppm"]
            return (texts.map { $0 ?? "-" } + [String(share ?? 0)]).joined(separator: " ")
        }
    }

    @Test("the year of the waste decides the model: I-A from 2022, I-B from 2025")
    func models() {
        #expect(
            [2021, 2022, 2024, 2025, 2026].map { WasteAttestation.Model(year: $0).rawValue }
                == ["2018", "I-A", "I-A", "I-B", "I-B"])
        #expect(WasteAttestation.deadline(year: 2025)?.description == "2026-03-31")
    }

    @Test("an attestation proves the route of its year, in proportion to the masses of all of them")
    func proof() throws {
        let ground = try RegisterGround()
        #expect(try attest(ground, "10t") == .made)
        #expect(try routes(ground) == ["2025-01-01 2026-01-01 RECYCLE attestation 1000000"])
        #expect(try attest(ground, "5 t", to: "LANDFILL") == .made)
        // 10/15 and 5/15 of a million by largest remainder: 666,667 and 333,333.
        #expect(
            try routes(ground) == [
                "2025-01-01 2026-01-01 RECYCLE attestation 666667", "2025-01-01 2026-01-01 LANDFILL attestation 333333",
            ])
        #expect(try ground.ledger.atlas.check().isEmpty)
    }

    @Test("a usual practice gives way for the year attested and stays for the others; a proof stays")
    func other() throws {
        let ground = try RegisterGround()
        try ground.ledger.change(
            """
            INSERT INTO facility_route (facility, stream, valid_from, destination, evidence_kind)
            VALUES ('Verrerie du Sud', 'GLASS', '2024-01-01', 'RECYCLE', 'contractor_default')
            """)
        #expect(try attest(ground, "10t") == .made)
        #expect(
            try routes(ground) == [
                "2024-01-01 2025-01-01 RECYCLE contractor_default 1000000",
                "2025-01-01 2026-01-01 RECYCLE attestation 1000000",
                "2026-01-01 - RECYCLE contractor_default 1000000",
            ])
        let proven = try RegisterGround()
        try proven.ledger.change(
            """
            INSERT INTO facility_route (facility, stream, valid_from, destination, evidence_kind)
            VALUES ('Verrerie du Sud', 'GLASS', '2024-01-01', 'RECYCLE', 'contract')
            """)
        #expect(try attest(proven, "10t") == .provenAlready)
        #expect(try routes(proven).count == 1)
    }

    @Test("an attestation keeps its document, whole, with its SHA-256")
    func document() throws {
        let ground = try RegisterGround()
        let path = try ground.ledger.folder.file("attestation.pdf", "abc")
        try ground.ledger.atlas.add(
            WasteAttestation(issuer: "Cévennes Collecte", year: 2025, stream: "GLASS", mass: "850 kg"),
            document: path, on: RegisterGround.today)
        let kept = try #require(try ground.ledger.atlas.attestations(year: 2025).first)
        // FIPS 180-4, example B.1: the digest of "abc".
        #expect(kept.documentSHA256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(kept.grams == 850_000 && kept.massAsTyped == "850 kg")
        #expect(try ground.ledger.values("SELECT count(*) FROM waste_attestation_document", as: Int.self) == [1])
        #expect(try ground.ledger.atlas.check().isEmpty)
    }

    @Test("a mass without a unit, a year that is not over and a facility unknown are refused, and leave nothing")
    func refused() throws {
        let ground = try RegisterGround()
        #expect(throws: WeighingError.massWithoutUnit("12")) {
            try WasteAttestation(issuer: "X", year: 2025, stream: "GLASS", mass: "12")
        }
        #expect(throws: RegisterError.yearNotOver(2026)) { try attest(ground, "1t", year: 2026) }
        #expect(throws: RegisterError.unknownFacility("Ailleurs")) {
            try ground.ledger.atlas.add(
                WasteAttestation(
                    issuer: "X", year: 2025, stream: "GLASS", mass: "1t", facility: "Ailleurs", destination: "RECYCLE"),
                on: RegisterGround.today)
        }
        #expect(try ground.ledger.values("SELECT count(*) FROM waste_attestation", as: Int.self) == [0])
    }

    @Test("a stream weighed and not attested is due, but of what the public service takes or no decree names")
    func due() throws {
        let ground = try RegisterGround()
        let since = try #require(CalendarDate(iso: "2020-01-01"))
        try ground.ledger.atlas.addWasteCollection(
            WasteCollection(stream: "PAPER", isPublicService: true, since: since))
        try ground.weigh(1, 2_000_000, on: "2025-05-05")
        try ground.weigh(2, 1_000_000, on: "2025-05-05", stream: "PAPER")
        try ground.weigh(3, 1_000_000, on: "2025-05-05", stream: "OM", [:])
        try ground.weigh(4, 1_000_000, on: "2024-05-05", stream: "TEXTILE")
        let due = try ground.ledger.atlas.reconcileWaste(year: 2025).due
        #expect(due.map(\.stream) == ["GLASS"])
        #expect(due.first?.carrier == "Cévennes Collecte" && due.first?.facility == "Verrerie du Sud")
        // Textiles are in the decree since 2025-01-01.
        #expect(try ground.ledger.atlas.reconcileWaste(year: 2024).due.isEmpty)
        _ = try attest(ground, "2t")
        #expect(try ground.ledger.atlas.reconcileWaste(year: 2025).due.isEmpty)
    }

    @Test("what is attested is held against what is counted, and a wide difference is asked about")
    func delta() throws {
        let ground = try RegisterGround()
        try ground.weigh(1, 2_000_000, on: "2025-05-05", method: "A")
        try ground.weigh(2, 1_000_000, on: "2025-06-05", method: "B")
        _ = try attest(ground, "2,7t")
        let reconciliation = try ground.ledger.atlas.reconcileWaste(year: 2025)
        let glass = try #require(reconciliation.streams.first)
        #expect(glass.own == 2_000_000 && glass.hauler == 1_000_000 && glass.counted == 3_000_000)
        // 2.7 t − 3.0 t = −0.3 t, a tenth of 3.0 t.
        let relative = try #require(glass.relativeDelta)
        #expect(glass.delta == -300_000 && abs(relative + 0.1) < 1e-12)
        #expect(reconciliation.question(of: glass)?.en.contains("more than 5 %") == true)
    }

    @Test("of two sources for a month one counts: the other is kept and counted nowhere")
    func authority() throws {
        let ground = try RegisterGround()
        let atlas = ground.ledger.atlas
        let march = try #require(CalendarMonth(iso: "2026-03"))
        try ground.weigh(1, 1_000_000, method: "A")
        try ground.weigh(2, 1_020_000, method: "B")
        let doubles = try atlas.reconcileWaste(year: 2026).doubles
        #expect(doubles.map { [$0.own, $0.hauler] } == [[1_000_000, 1_020_000]])
        func counted() throws -> [Int64?] {
            try ground.ledger.values("SELECT sum(net_mass_g) FROM weighing_current", as: Int64.self)
        }
        #expect(try counted() == [2_020_000])
        try atlas.setAuthority(.hauler, stream: "GLASS", month: march)
        #expect(try counted() == [1_020_000])
        #expect(try atlas.reconcileWaste(year: 2026).doubles.isEmpty)
        #expect(try atlas.reconcileWaste(year: 2026).streams.first?.own == 1_000_000)
        #expect(try ground.export(draft: true).report.apart.map(\.exemption) == [.otherSource])
        // What is said of a campus comes before what is said of all.
        try atlas.setAuthority(.own, stream: "GLASS", month: march, campus: Ledger.west)
        #expect(try counted() == [1_000_000])
        try atlas.setAuthority(nil, stream: "GLASS", month: march, campus: Ledger.west)
        try atlas.setAuthority(nil, stream: "GLASS", month: march)
        #expect(try counted() == [2_020_000])
        #expect(throws: AuthorityError.self) {
            try atlas.setAuthority(.hauler, stream: "GLASS", month: march.advanced(by: 1))
        }
        // What is said of all campuses would leave one that has the other source alone without anything.
        try ground.weigh(3, 700_000, method: "B", ["campus": Ledger.east])
        #expect(throws: AuthorityError.self) { try atlas.setAuthority(.own, stream: "GLASS", month: march) }
        #expect(try counted() == [2_720_000])
        try atlas.setAuthority(.hauler, stream: "GLASS", month: march)
        #expect(try counted() == [1_720_000])
    }
}
