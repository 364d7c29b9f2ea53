import CampusAtlas
import Foundation
import Testing

/// The register of outgoing waste: what is in it, and what a second export says.
@Suite struct RegisterExportTests {
    @Test("a weighing is a row: its identity, tonnes with a comma and three decimals, its parties")
    func row() throws {
        let ground = try RegisterGround()
        try ground.weigh()
        let export = try ground.export()
        let row = try #require(export.rows.first)
        // 93.5 kg is 0.0935 t; to the kilogram, half up, 0.094.
        let expected = [
            "Motif": "", "Identifiant unique": RegisterGround.uuid(1),
            "SIRET de l'expéditeur ou du détenteur": RegisterGround.school, "Dénomination du déchet": "Verre",
            "Code déchet": "15 01 07", "POP": "NON", "Dangereux": "NON", "Date d'expédition": "2026-03-04",
            "Poids en tonnes": "0,094", "Type de poids": "REEL", "Type de destinataire": "ETABLISSEMENT_FR",
            "Numéro d'identification du destinataire": RegisterGround.plant,
            "Raison sociale du destinataire": "Verrerie du Sud", "Code pays du destinataire": "FR",
            "Code de traitement prévu": "R5", "Mode de traitement prévu": "RECYCLAGE",
            "Mode de transport du transporteur n°1": "ROUTE", "Exemption de récépissé du transporteur n°1": "NON",
            "Numéro de récépissé du transporteur n°1": "30-2024-017", "Mode de transport du transporteur n°5": "",
        ]
        for (column, value) in expected { #expect(row[column] == value, "\(column)") }
        #expect(export.report.rounding == 500)
        #expect(!export.text.hasPrefix("\u{FEFF}"))
    }

    @Test("waste with persistent organic pollutants is dangerous, asterisk or not")
    func pollutants() throws {
        let ground = try RegisterGround()
        try ground.weigh()
        try ground.ledger.change("UPDATE waste_collection SET is_pop = TRUE")
        let row = try #require(try ground.export().rows.first)
        #expect(row["POP"] == "OUI" && row["Dangereux"] == "OUI")
    }

    @Test("an operation that is not final has no mode")
    func notFinal() throws {
        let ground = try RegisterGround()
        try ground.weigh(1, 93_500, ["destination": "SORTING", "operation_code": "R13"])
        let row = try #require(try ground.export().rows.first)
        #expect(row["Code de traitement prévu"] == "R13" && row["Mode de traitement prévu"] == "")
    }

    @Test("what was declared and is corrected since is MODIFIER under the first identity, cancelled ANNULER")
    func reasons() throws {
        let ground = try RegisterGround()
        try ground.weigh(1)
        try ground.weigh(2)
        let first = try ground.export()
        #expect(first.report.isDeclared && first.rows.map { $0["Motif"] } == ["", ""])
        #expect(try ground.export().text == first.text)

        try ground.correct(1, by: 11, 80_000)
        try ground.correct(11, by: 12, 81_000)
        try ground.correct(2, by: 21, 93_500, cancelled: true)
        try ground.weigh(3)
        let second = try ground.export()
        let said = second.rows.map { [$0["Motif"], $0["Identifiant unique"], $0["Poids en tonnes"]] }
        #expect(said.contains(["MODIFIER", RegisterGround.uuid(1), "0,081"]))
        #expect(said.contains(["ANNULER", RegisterGround.uuid(2), "0,094"]))
        #expect(said.contains(["", RegisterGround.uuid(3), "0,094"]))
        #expect(said.count == 3 && second.report.corrections == 1 && second.report.cancellations == 1)
        #expect(try ground.export().text == second.text)
        #expect(try ground.ledger.atlas.check().isEmpty)
    }

    @Test("what was corrected before it was declared is new, and what was cancelled before is not said")
    func neverDeclared() throws {
        let ground = try RegisterGround()
        try ground.weigh(1)
        try ground.weigh(2)
        #expect(try !ground.export(draft: true).report.isDeclared)
        try ground.correct(1, by: 11, 80_000)
        try ground.correct(2, by: 21, 93_500, cancelled: true)
        let export = try ground.export()
        #expect(export.rows.map { $0["Motif"] } == [""])
        #expect(export.rows.map { $0["Identifiant unique"] } == [RegisterGround.uuid(1)])
    }

    @Test("a row refused the first time was not declared: corrected, it is new")
    func refusedThenCorrected() throws {
        let ground = try RegisterGround()
        try ground.weigh(1, 475_000_000)
        #expect(try ground.export().report.refused == 1)
        try ground.correct(1, by: 11, 475_000)
        #expect(try ground.export().rows.map { $0["Motif"] } == [""])
    }

    @Test("every weighing that left is a row, refused, or apart with its reason")
    func accounting() throws {
        let ground = try RegisterGround()
        try ground.ledger.atlas.addWasteCollection(
            WasteCollection(stream: "OM", isPublicService: true, since: #require(CalendarDate(iso: "2020-01-01"))))
        try ground.weigh(1)
        try ground.weigh(2, 500_000, stream: "OM", [:])
        try ground.weigh(3, 20_000, stream: "GREEN", ["destination": "COMPOST_ON"])
        try ground.weigh(4, 5_000, stream: "WOOD", ["destination": "REUSE_INT"])
        try ground.weigh(5, 1_000, stream: "PAPER")
        try ground.weigh(6, 2_000, stream: "PAPER", ["to_container": "BENNE"])
        let export = try ground.export()
        #expect(export.report.rows == 1 && export.report.refused == 1)
        let apart = export.report.apart.map { "\($0.exemption.rawValue) \($0.rows) \($0.grams)" }
        #expect(apart == ["public_service 1 500000", "on_site 1 20000", "not_waste 1 5000"])
        let listed = try String(contentsOfFile: #require(export.report.apartFile), encoding: .utf8)
        #expect(RegisterGround.table(listed).rows.count == 3 && listed.contains("service public"))
    }

    @Test("a load that does not say where it went went where its collection goes, in the flows as in the register")
    func collectedFlow() throws {
        let ground = try RegisterGround()
        let day = "2026-03-04"
        try ground.weigh(1, 1_000, on: day, ["container": "V-1"])
        try ground.weigh(2, 2_000, on: "2015-12-31", [:])
        #expect(
            try Set(ground.ledger.flows().map { "\($0.grams) \($0.facility ?? "-") \($0.destination)" })
                == ["1000 Verrerie du Sud UNKNOWN", "2000 - UNKNOWN"])
        try ground.ledger.route("Verrerie du Sud", "GLASS", "RECYCLE 100%", from: "2016-01-01")
        #expect(try ground.ledger.flows().first { $0.weighing == 1 }?.destination == "RECYCLE")
        // Two collections that speak of it as closely say nothing.
        try ground.ledger.change(
            """
            INSERT INTO waste_collection (stream, facility, carrier, valid_from)
            VALUES ('GLASS', NULL, 'Cévennes Collecte', '2016-01-01')
            """)
        #expect(try ground.ledger.flows().first { $0.weighing == 1 }?.facility == nil)
    }

    @Test("refused rows are in a file of the same columns, the reason first, with a byte order mark")
    func refusals() throws {
        let ground = try RegisterGround()
        try ground.weigh(1, 400)
        let export = try ground.export()
        let bytes = try Data(contentsOf: URL(filePath: #require(export.report.refusals)))
        #expect(bytes.starts(with: Data("\u{FEFF}Erreur;Motif;Identifiant unique;".utf8)))
        #expect(RegisterGround.table(String(decoding: bytes, as: UTF8.self)).header.count == 101)
        #expect(export.report.reasons.map(\.rows) == [1])
    }

    @Test("the legal register has no term, names the hierarchy, and says what it lacks")
    func legal() throws {
        let ground = try RegisterGround()
        try ground.weigh(1, on: "2021-01-05")
        try ground.weigh(2, stream: "PAPER")
        let export = try ground.export(.legal)
        #expect(export.report.rows == 2 && export.report.incomplete == 1 && !export.report.isDeclared)
        let glass = try #require(export.rows.first { $0["Dénomination usuelle"] == "Verre" })
        #expect(glass["Quantité (t)"] == "0,0935" && glass["À compléter"] == "")
        #expect(glass.first { $0.key.hasPrefix("Qualification") }?.value == "2")
        #expect(glass["Transporteur - n° de récépissé"] == "30-2024-017")
        let paper = try #require(export.rows.first { $0["Code déchet"] == "20 01 01" })
        #expect(paper["À compléter"]?.contains("Transporteur - raison sociale") == true)
    }

    @Test("what is said of a container comes before its campus, and what is closed is said no more")
    func collections() throws {
        let ground = try RegisterGround()
        let atlas = ground.ledger.atlas
        let since = try #require(CalendarDate(iso: "2020-01-01"))
        let all = try atlas.addWasteCollection(WasteCollection(stream: "OM", isPublicService: true, since: since))
        try atlas.addWasteCollection(
            WasteCollection(
                stream: "OM", container: "B-12", carrier: "Cévennes Collecte", facility: "Verrerie du Sud",
                operation: "D5", since: since))
        try ground.weigh(1, stream: "OM", ["container": "B-12", "destination": "LANDFILL"])
        try ground.weigh(2, stream: "OM", ["container": "B-13", "destination": "LANDFILL"])
        let export = try ground.export(draft: true)
        #expect(export.rows.map { $0["Identifiant unique"] } == [RegisterGround.uuid(1)])
        #expect(throws: RegisterError.self) {
            try atlas.addWasteCollection(WasteCollection(stream: "OM", isPublicService: true, since: since))
        }
        try atlas.closeWasteCollection(all, on: #require(CalendarDate(iso: "2026-01-01")))
        #expect(try ground.export(draft: true).report.refused == 1)
    }
}
