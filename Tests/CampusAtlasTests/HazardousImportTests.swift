import CampusAtlas
import Foundation
import Testing

/// Slips of hazardous waste, from Trackdéchets' export: each is counted once.
@Suite struct HazardousImportTests {
    private static let columns = [
        "N° de bordereau", "Statut du bordereau", "Date de dernière modification du bordereau", "Date d'expédition",
        "Code déchet", "POP", "Dangereux", "Expéditeur - N° d'identification", "Quantité réceptionnée nette (tonnes)",
        "Quantité acceptée / traitée nette (tonnes)", "Quantité refusée nette (tonnes)",
        "Destination finale - Code(s) de traitement final réalisé(s)", "Quantité finale (tonnes)",
        "Destination - Raison sociale", "Transporteur - Raison sociale",
    ]

    private static func slip(
        _ number: String = "BSD-20260304-AAAA", status: String = "Traité", updated: String = "2026-04-01",
        code: String = "16 05 06*", accepted: String = "0.125", refused: String = "0", dangerous: String = "O"
    ) -> [String] {
        [
            number, status, updated, "2026-03-04", code, "N", dangerous, RegisterGround.school, "0.13", accepted,
            refused,
            "D10", "0,125", "Centre de traitement", "Transport spécial",
        ]
    }

    private func file(_ slips: [String]...) -> String {
        ([Self.columns] + slips).map { $0.joined(separator: ";") }.joined(separator: "\n") + "\n"
    }

    private func take(
        _ ground: RegisterGround, _ text: String, set constants: [String: String] = [:]
    ) throws -> ImportReport {
        let path = try ground.ledger.folder.file("registre-\(UUID().uuidString).csv", text)
        return try ground.ledger.atlas.importHazardousMovements(from: path, options: ImportOptions(set: constants))
    }

    private func standing(_ ground: RegisterGround) throws -> [Int64?] {
        try ground.ledger.values("SELECT net_mass_g FROM weighing_current ORDER BY fid", as: Int64.self)
    }

    @Test("a slip whose load is accepted is one weighing, and the same file again changes nothing")
    func once() throws {
        let ground = try RegisterGround()
        let text = file(Self.slip())
        let first = try take(ground, text)
        #expect(first.counts == [1, 0, 0] && first.addsUp, "\(first.reasons)")
        let row = try #require(try ground.ledger.rows("SELECT * FROM weighing_current").first)
        #expect(row["net_mass_g"] == 125_000 && row["ticket"] == "BSD-20260304-AAAA" && row["method"] == "B")
        #expect(row["stream"] == "HAZ_CHEM" && row["low_code"] == "16 05 06*" && row["operation_code"] == "D10")
        #expect(row["destination"] == "INCIN" && row["campus"] == Ledger.west && row["weighed_on"] == "2026-03-04")
        let second = try take(ground, text)
        #expect(second.counts == [0, 0, 1])
        #expect(try standing(ground) == [125_000])
        #expect(try ground.ledger.atlas.check().isEmpty)
    }

    @Test("a slip that comes again changed corrects its weighing, with the reason; one that is cancelled cancels it")
    func changed() throws {
        let ground = try RegisterGround()
        _ = try take(ground, file(Self.slip(status: "Accepté")))
        let changed = try take(ground, file(Self.slip(updated: "2026-04-02", accepted: "0.118")))
        #expect(changed.counts == [1, 0, 0])
        #expect(try standing(ground) == [118_000])
        #expect(
            try ground.ledger.values("SELECT reason FROM weighing_current", as: String.self) == ["bordereau Traité"])
        #expect(try ground.ledger.values("SELECT count(*) FROM hazardous_movement", as: Int.self) == [1])
        // What is older than what the atlas has is refused, and changes nothing.
        let older = try take(ground, file(Self.slip(updated: "2026-03-20", accepted: "0.5")))
        #expect(older.counts == [0, 1, 0])
        _ = try take(ground, file(Self.slip(status: "Annulé", updated: "2026-04-03", accepted: "0.118")))
        #expect(try standing(ground) == [])
        #expect(try ground.ledger.atlas.check().isEmpty)
    }

    @Test("a slip that is not accepted yet, or was refused whole, weighs nothing")
    func pending() throws {
        let ground = try RegisterGround()
        let report = try take(
            ground,
            file(
                Self.slip("A", status: "En transit", accepted: ""),
                Self.slip("B", status: "Refusé", accepted: "0", refused: "0.13")))
        #expect(report.counts == [2, 0, 0])
        #expect(try standing(ground) == [])
        let slips = try ground.ledger.atlas.hazardousSlips()
        #expect(slips.map(\.isWeighed) == [false, false] && slips.map(\.refusedGrams) == [0, 130_000])
        #expect(try take(ground, file(Self.slip("A"))).counts == [1, 0, 0])
        #expect(try standing(ground) == [125_000])
    }

    @Test(
        "what is not hazardous, of no known code, or of no single stream is refused with the reason",
        arguments: [
            ("15 01 07", "N", "not hazardous"), ("99 99 99*", "O", "not in the list"), ("", "O", "no waste code"),
            ("13 02 08*", "O", "stream_of:13 02 08*"),
        ])
    func refused(code: String, dangerous: String, why: String) throws {
        let ground = try RegisterGround()
        let report = try take(ground, file(Self.slip(code: code, dangerous: dangerous)))
        #expect(report.counts == [0, 1, 0])
        #expect(report.reasons.contains { $0.contains(why) }, "\(report.reasons)")
        #expect(try standing(ground) == [])
    }

    @Test("a person says which stream takes a code")
    func answer() throws {
        let ground = try RegisterGround()
        let report = try take(
            ground, file(Self.slip(code: "13 02 08*")), set: ["stream_of:13 02 08*": "HAZ_CHEM"])
        #expect(report.counts == [1, 0, 0], "\(report.reasons)")
        #expect(try ground.ledger.values("SELECT stream FROM weighing_current", as: String.self) == ["HAZ_CHEM"])
    }

    @Test("a weighing of the same ticket is not doubled, and a person's correction stays")
    func byHand() throws {
        let ground = try RegisterGround()
        try ground.weigh(1, 120_000, stream: "HAZ_CHEM", ["ticket": "BSD-20260304-AAAA"])
        let report = try take(ground, file(Self.slip()))
        #expect(report.counts == [1, 0, 0] && report.warnings.contains { $0.contains("stays as it is") })
        #expect(try standing(ground) == [120_000])

        let other = try RegisterGround()
        _ = try take(other, file(Self.slip()))
        try other.ledger.change(
            """
            INSERT INTO weighing (uuid, weighed_on, campus, stream, net_mass_g, mass_as_typed, unit_as_typed, method, ticket,
              source, corrects, reason)
            SELECT 'x', weighed_on, campus, stream, 99000, '99', 'kg', method, ticket, source, fid, 'balance déréglée'
            FROM weighing
            """)
        _ = try take(other, file(Self.slip(updated: "2026-04-02", accepted: "0.118")))
        #expect(try standing(other) == [99_000])
    }

    @Test("the same slip twice in a file is refused the second time")
    func twice() throws {
        let ground = try RegisterGround()
        let report = try take(ground, file(Self.slip(), Self.slip(accepted: "0.2")))
        #expect(report.counts == [1, 1, 0] && report.addsUp)
        #expect(try standing(ground) == [125_000])
    }

    @Test("final masses are added up, as Trackdéchets writes them")
    func finalMasses() throws {
        let ground = try RegisterGround()
        var slip = Self.slip(accepted: "4.02")
        slip[11] = "R1,D10"
        slip[12] = "1,24 - 2,78"
        _ = try take(ground, file(slip))
        // 1.24 t + 2.78 t; of two operations the ledger takes none.
        let row = try #require(try ground.ledger.rows("SELECT * FROM hazardous_movement").first)
        #expect(row["final_mass_g"] == 4_020_000 && row["final_codes"] == "R1,D10")
        #expect(try ground.ledger.values("SELECT destination FROM weighing_current", as: String.self) == [nil])
    }

    @Test("a traced slip is out of Trackdéchets' import, and in the legal register with its number")
    func register() throws {
        let ground = try RegisterGround()
        _ = try take(ground, file(Self.slip()))
        let export = try ground.export()
        #expect(export.report.rows == 0 && export.report.refused == 0)
        #expect(export.report.apart.map(\.exemption) == [.slip])
        let legal = try #require(try ground.export(.legal).rows.first)
        #expect(legal["N° de bordereau"] == "BSD-20260304-AAAA" && legal["Dangereux"] == "OUI")
        #expect(legal["Transporteur - raison sociale"] == "Transport spécial")
    }

    @Test(
        "the 165 columns of the official export are read by their names",
        .enabled(if: corpusIsPresent, "needs the public files"))
    func official() throws {
        let list = try String(
            contentsOf: corpus.appending(path: "waste/trackdechets_outgoing_export_columns.csv"), encoding: .utf8)
        let header = list.split(whereSeparator: \.isNewline).dropFirst().map { line in
            String(line.split(separator: ";", omittingEmptySubsequences: false)[2])
        }
        try #require(header.count == 165)
        let values = Dictionary(zip(Self.columns, Self.slip()), uniquingKeysWith: { first, _ in first })
        let row = header.map { values[$0] ?? ($0 == "Éco-organisme - Raison sociale" ? "Éco" : "") }
        let ground = try RegisterGround()
        let report = try take(ground, header.joined(separator: ";") + "\n" + row.joined(separator: ";") + "\n")
        #expect(report.counts == [1, 0, 0], "\(report.reasons)")
        #expect(Set(Self.columns).isSubset(of: report.used.map(\.column)))
        #expect(report.used.count == 28)
        #expect(try standing(ground) == [125_000])
    }
}
