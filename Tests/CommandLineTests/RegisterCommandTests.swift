import Foundation
import Testing

/// The register and what it rests on, from the words typed to the files written.
@Suite struct RegisterCommandTests {
    private func desk() throws -> Desk {
        let desk = try Desk()
        try desk.write(
            "campus.csv",
            "name;geometry_wkt\nClavières;POLYGON ((786400 6337700, 786500 6337700, 786500 6337800, 786400 6337800, 786400 6337700))\n"
        )
        try desk.write(
            "weighings.csv",
            "date;campus;flux;masse;unite;methode;destination;installation\n"
                + "2026-03-04;Clavières;GLASS;93,5;kg;B;RECYCLE;Verrerie du Sud\n"
                + "2026-03-05;Clavières;OM;120;kg;F;;\n")
        for arguments in [
            ["import", "campuses", "ales.gpkg", "campus.csv", "--crs", "EPSG:2154"],
            [
                "waste", "establishment", "set", "ales.gpkg", "Clavières", "--siret", "13002526500013", "--name",
                "École",
                "--address", "6 avenue de Clavières", "--postal-code", "30100", "--city", "Alès",
            ],
            [
                "waste", "parties", "add", "ales.gpkg", "Cévennes Collecte", "--role", "carrier", "--siret",
                "73282932000074", "--receipt", "30-2024-017", "--address", "1 rue du Port", "--postal-code", "30100",
                "--city", "Alès",
            ],
            ["import", "weighings", "ales.gpkg", "weighings.csv"],
        ] {
            let outcome = try Program.run(arguments, in: desk.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        try desk.execute(
            "INSERT INTO facility (name, siret, address, postal_code, city, country) "
                + "VALUES ('Verrerie du Sud', '55210055400013', 'ZI', '30200', 'Bagnols-sur-Cèze', 'FR')",
            in: "ales.gpkg")
        return desk
    }

    @Test("the register is written, what is refused and what is left out beside it, each counted")
    func register() throws {
        let desk = try desk()
        #expect(
            try desk.run(
                "waste", "collections", "add", "ales.gpkg", "GLASS", "--carrier", "Cévennes Collecte", "--facility",
                "Verrerie du Sud", "--operation", "R5", "--since", "2025-01-01"
            ).status == 0)
        let refused = try desk.run(
            "export", "ales.gpkg", "register", "--from", "2026-01-01", "--to", "2026-12-31", "-o", "register.csv",
            "--draft")
        #expect(refused.status == 1 && refused.output.isEmpty && desk.has("register.refus.csv"))
        #expect(refused.errors.contains("1 rows refused → ./register.refus.csv"))
        #expect(
            try desk.run("waste", "collections", "add", "ales.gpkg", "OM", "--public-service", "--since", "2025-01-01")
                .status == 0)
        let whole = try desk.run(
            "export", "ales.gpkg", "register", "--from", "2026-01-01", "--to", "2026-12-31", "-o", "register.csv")
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(
            whole.errors.contains("1 rows, of which 0 MODIFIER") && whole.errors.contains("left out: 1, 0.120\u{A0}t"))
        let lines = try desk.text("register.csv").split(whereSeparator: \.isNewline)
        #expect(lines.count == 2 && lines[1].contains(";0,094;REEL;"))
        let legal = try desk.run(
            "export", "ales.gpkg", "register", "--from", "2026-01-01", "--to", "2026-12-31", "--layout", "legal")
        #expect(legal.status == 0 && legal.output.contains("0,0935"))
    }

    @Test("what is wrong is one line and status 2")
    func misuse() throws {
        let desk = try desk()
        for (arguments, told) in [
            (["export", "ales.gpkg", "register"], "--from"),
            (["export", "ales.gpkg", "weighings", "--draft"], "register only"),
            (["export", "ales.gpkg", "register", "--from", "2026-02-01", "--to", "2026-01-01"], "--to"),
            (
                [
                    "waste", "establishment", "set", "ales.gpkg", "Clavières", "--siret", "13002526500014", "--name",
                    "É",
                ], "SIRET"
            ),
            (
                ["waste", "collections", "add", "ales.gpkg", "GLASS", "--carrier", "Zoé", "--since", "2025-01-01"],
                "Zoé"
            ),
            (
                ["waste", "collections", "add", "ales.gpkg", "LAVA", "--public-service", "--since", "2025-01-01"],
                "LAVA"
            ),
            (
                [
                    "waste", "attestations", "add", "ales.gpkg", "GLASS", "--year", "2025", "--mass", "12", "--issuer",
                    "X",
                ], "12"
            ),
            (["waste", "reconcile", "authority", "ales.gpkg", "GLASS", "2026-04", "--source", "own"], "2026-04"),
        ] {
            let outcome = try Program.run(arguments, in: desk.folder)
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1, "\(arguments)")
            #expect(outcome.errors.contains(told), "\(outcome.errors)")
        }
    }

    @Test("attestations due are told, with whom to ask, and status 1 once the term is past")
    func due() throws {
        let desk = try desk()
        _ = try desk.run(
            "waste", "collections", "add", "ales.gpkg", "GLASS", "--carrier", "Cévennes Collecte", "--since",
            "2025-01-01")
        let due = try desk.run("waste", "attestations", "due", "ales.gpkg", "--year", "2026", "--on", "2027-04-01")
        #expect(due.status == 1 && due.output.contains("ask Cévennes Collecte for the 2026 attestation"))
        #expect(
            try desk.run("waste", "attestations", "due", "ales.gpkg", "--year", "2026", "--on", "2027-03-31").status
                == 0)
        let json = try #require(
            try desk.run("waste", "reconcile", "show", "ales.gpkg", "--year", "2026", "--json").json)
        let streams = try #require(json["streams"] as? [[String: Any]])
        #expect(streams.map { $0["counted_g"] as? Int } == [93_500, 120_000])
    }
}
