import Foundation
import Testing

/// Each command, from the words typed to the exit status.
@Suite struct CommandTests {
    private static let weighings = "date;flux;masse;unite\n2024-05-04;OM;93,5;kg\n2024-05-05;GLASS;20;kg\n"
    private static let observations =
        "scientificName;eventDate;longitude;latitude;sensitivity\nApus apus;2024-05-04;4.0881;44.1331;0\n"
        + "Lacerta bilineata;2024-05-04;4.0881;44.1331;3\n"

    // MARK: init

    @Test("init makes an atlas, says so on standard output, and never overwrites one")
    func initialise() throws {
        let desk = try Desk(atlas: false)
        let made = try desk.run("init", "ales.gpkg", "--name", "École")
        #expect(made.status == 0 && made.errors.isEmpty)
        #expect(made.output == "ales.gpkg: atlas 'École', working system RGF93 v1 / Lambert-93.\n")
        let again = try desk.run("init", "ales.gpkg", "--name", "Autre")
        #expect(again.status == 2 && again.output.isEmpty && again.complaints.count == 1)
        #expect(try desk.run("progress", "ales.gpkg").output.hasPrefix("École"))
    }

    @Test(
        "an atlas that cannot be made leaves no file",
        arguments: [
            ["--name", "É", "--crs", "EPSG:4326"], ["--name", "É", "--crs", "EPSG:99999"], ["--name", " "],
            ["--name", "É", "--gpkg-version", "2.0"], [],
        ])
    func initialiseWrongly(options: [String]) throws {
        let desk = try Desk(atlas: false)
        let outcome = try Program.run(["init", "ales.gpkg"] + options, in: desk.folder)
        #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1)
        #expect(!desk.has("ales.gpkg"))
    }

    // MARK: import

    @Test("an import says its result on standard output and how it read the file on standard error")
    func importFile() throws {
        let desk = try Desk()
        try desk.write("tri.csv", Self.weighings)
        let first = try desk.run("import", "weighings", "ales.gpkg", "tri.csv")
        #expect(first.status == 0)
        #expect(first.output == "tri.csv → weighing: 2 rows = 2 accepted + 0 refused + 0 already known\n")
        #expect(first.errors.contains("separator ';'") && first.errors.contains("masse → mass"))
        let second = try desk.run("import", "weighings", "ales.gpkg", "tri.csv")
        #expect(second.status == 0)
        #expect(second.output == "tri.csv → weighing: 2 rows = 0 accepted + 0 refused + 2 already known\n")
        #expect(!desk.has("tri.refus.csv"))
    }

    @Test("an import with refused rows is status 1, and writes them to a file that can be corrected and sent again")
    func refusedRows() throws {
        let desk = try Desk()
        try desk.write("tri.csv", Self.weighings + "2024-05-06;LAVA;3;kg\n")
        let outcome = try desk.run("import", "weighings", "ales.gpkg", "tri.csv")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("3 rows = 2 accepted + 1 refused"))
        #expect(outcome.errors.contains("refused, row 4, column 'flux'") && outcome.errors.contains("tri.refus.csv"))
        let refused = try desk.text("tri.refus.csv")
        let lines = refused.split(whereSeparator: \.isNewline)
        #expect(lines.count == 2)
        #expect(lines[0].hasSuffix("Erreur;date;flux;masse;unite"))
        #expect(lines[1].contains("flux inconnu") && lines[1].hasSuffix("2024-05-06;LAVA;3;kg"))
        try desk.write("corrected.csv", refused.replacing("LAVA", with: "OM"))
        let corrected = try desk.run("import", "weighings", "ales.gpkg", "corrected.csv")
        #expect(corrected.status == 0 && corrected.output.contains("1 rows = 1 accepted"))
    }

    @Test("a dry run tells all and writes nothing")
    func dryRun() throws {
        let desk = try Desk()
        try desk.write("tri.csv", Self.weighings + "2024-05-06;LAVA;3;kg\n")
        let outcome = try desk.run("import", "weighings", "ales.gpkg", "tri.csv", "--dry-run")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("2 accepted + 1 refused") && outcome.output.contains("dry run"))
        #expect(!desk.has("tri.refus.csv"))
        #expect(try desk.run("export", "ales.gpkg", "weighings", "--format", "csv").errors == "0 rows\n")
    }

    @Test("a file can come by standard input")
    func standardInput() throws {
        let desk = try Desk()
        let outcome = try desk.run("import", "weighings", "ales.gpkg", "-", input: Self.weighings)
        #expect(outcome.status == 0)
        #expect(outcome.output == "- → weighing: 2 rows = 2 accepted + 0 refused + 0 already known\n")
    }

    @Test("the report of an import is JSON when asked, alone on standard output, in either language")
    func importReport() throws {
        let desk = try Desk()
        try desk.write("tri.csv", Self.weighings + "2024-05-06;LAVA;3;kg\n")
        for language in ["fr", "en"] {
            let outcome = try desk.run(
                "import", "weighings", "ales.gpkg", "tri.csv", "--json", "--dry-run", language: language)
            let report = try #require(outcome.json)
            #expect(report["rows"] as? Int == 3)
            #expect(report["accepted"] as? Int == 2 && report["refused"] as? Int == 1 && report["known"] as? Int == 0)
            #expect(report["dry_run"] as? Bool == true)
            #expect((report["sha256"] as? String)?.count == 64)
            let remark = try #require((report["remarks"] as? [[String: Any]])?.first)
            #expect(remark["severity"] as? String == "refused" && remark["rows"] as? [Int] == [4])
            #expect(
                (remark["message"] as? String)?.hasPrefix(language == "fr" ? "flux inconnu" : "unknown stream") == true)
        }
    }

    @Test("options of columns are name=value, each once; a layout is kept and used by its name")
    func columnsAndLayouts() throws {
        let desk = try Desk()
        try desk.write("a.csv", "jour;verre\n2024-05-04;3\n")
        try desk.write("b.csv", "jour;verre\n2024-06-04;4\n")
        for wrong in [
            ["--set", "unit"], ["--map", "jour"], ["--set", "unit=kg", "--set", "unit=t"], ["--set", "lava=1"],
        ] {
            let outcome = try Program.run(["import", "weighings", "ales.gpkg", "a.csv"] + wrong, in: desk.folder)
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1)
        }
        let kept = try desk.run(
            "import", "weighings", "ales.gpkg", "a.csv", "--set", "unit=kg", "--map", "jour=weighed_on", "--map",
            "verre=mass:GLASS", "--save-layout", "tri")
        #expect(kept.status == 0)
        let used = try desk.run("import", "weighings", "ales.gpkg", "b.csv", "--layout", "tri")
        #expect(used.status == 0 && used.output.contains("1 accepted"))
    }

    // MARK: progress, explain

    @Test("progress says each indicator in French and in English, and in JSON for programs")
    func progress() throws {
        let desk = try Desk()
        _ = try desk.run("import", "weighings", "ales.gpkg", "-", input: Self.weighings)
        let english = try desk.run("progress", "ales.gpkg", "--on", "2024-05-31")
        #expect(english.status == 0 && english.errors.isEmpty)
        #expect(english.output.contains("Share of household waste"))
        let french = try desk.run("progress", "ales.gpkg", "--on", "2024-05-31", "--lang", "fr")
        #expect(french.output.contains("Part des ordures ménagères"))
        #expect(try desk.run("progress", "ales.gpkg", "--on", "2024-05-31", language: "fr").output == french.output)
        #expect(
            try desk.run("progress", "ales.gpkg", "--on", "2024-05-31", "--lang=en", language: "fr").output
                == english.output)

        let json = try #require(try desk.run("progress", "ales.gpkg", "--on", "2024-05-31", "--json").json)
        #expect(json["on"] as? String == "2024-05-31")
        let indicators = try #require(json["indicators"] as? [[String: Any]])
        #expect(
            indicators.compactMap { $0["id"] as? String } == [
                "land.sealed_share", "land.new_sealed_parking", "species.local_share", "species.bioindicators",
                "waste.household_share", "waste.household_disposed",
            ])
        // 93.5 of 113.5 kg; what is not known is null.
        let share = try #require(indicators[4]["value"] as? Double)
        #expect(abs(share - 93.5 / 113.5) < 1e-12)
        #expect(indicators[2]["value"] is NSNull)
    }

    @Test("explain lists the rows on standard output, separated by tabs, and counts them on standard error")
    func explain() throws {
        let desk = try Desk()
        _ = try desk.run("import", "weighings", "ales.gpkg", "-", input: Self.weighings)
        let outcome = try desk.run("explain", "ales.gpkg", "waste.household_disposed", "--on", "2024-05-31")
        #expect(outcome.status == 0 && outcome.errors == "1 rows\n")
        let row = try #require(outcome.output.split(separator: "\n").last).split(separator: "\t")
        #expect(row.first == "weighing" && row.contains("93.50") && row.contains("kg") && row.contains("counted"))
        let french = try desk.run(
            "explain", "ales.gpkg", "waste.household_disposed", "--on", "2024-05-31", language: "fr")
        #expect(french.output.contains("93,50") && french.output.contains("compté"))
    }

    @Test("an indicator, a campus or a layer that does not exist is one line that names those that do")
    func unknownNames() throws {
        let desk = try Desk()
        for (arguments, known) in [
            (["explain", "ales.gpkg", "land.lava"], "land.sealed_share"),
            (["explain", "ales.gpkg", "land.sealed_share", "--campus", "Nord"], "Nord"),
            (["export", "ales.gpkg", "lava"], "surfaces"),
            (["export", "ales.gpkg", "surfaces", "--format", "xml"], "geojson"),
            (["import", "lava", "ales.gpkg", "x.csv"], "surfaces"),
            (["import", "weighings", "ales.gpkg", "x.csv", "--layout", "tri"], "tri"),
        ] {
            let outcome = try Program.run(arguments, in: desk.folder)
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.complaints.count == 1 && outcome.errors.contains(known))
        }
    }

    // MARK: export

    @Test("an export writes to standard output or to a file, the same bytes, and withholds what is sensitive")
    func export() throws {
        let desk = try Desk()
        _ = try desk.run("import", "observations", "ales.gpkg", "-", input: Self.observations)
        let shown = try desk.run("export", "ales.gpkg", "observations", "--format", "geojson")
        #expect(shown.status == 0)
        #expect((shown.json?["features"] as? [Any])?.count == 1)
        #expect(shown.output.contains("Apus apus") && !shown.output.contains("Lacerta"))
        #expect(shown.complaints.count == 2 && shown.errors.contains("1 sensitive records withheld"))
        let filed = try desk.run("export", "ales.gpkg", "observations", "--format", "geojson", "-o", "o.geojson")
        #expect(filed.status == 0 && filed.output.isEmpty)
        #expect(try desk.text("o.geojson") == shown.output)
        #expect(try desk.run("export", "ales.gpkg", "observations", "-o", "-").output == shown.output)

        let all = try desk.run("export", "ales.gpkg", "observations", "--format", "csv", "--with-sensitive")
        #expect(all.output.contains("Lacerta bilineata") && all.errors == "2 rows\n")
        #expect(try !desk.run("export", "ales.gpkg", "observations", "--format", "csv").output.contains("Lacerta"))
    }

    @Test("what is exported on a day is what was true that day")
    func exportOnADay() throws {
        let desk = try Desk()
        _ = try desk.run("import", "weighings", "ales.gpkg", "-", input: Self.weighings)
        #expect(
            try desk.run("export", "ales.gpkg", "weighings", "--format", "csv", "--on", "2024-05-04").errors
                == "1 rows\n")
        let progress = try desk.run("export", "ales.gpkg", "progress", "--format", "csv", "--on", "2024-05-31")
        #expect(progress.status == 0 && progress.output.contains("waste.household_share"))
    }

    // MARK: check, log, people, attach

    @Test("check is status 0 when nothing is wrong and 1 when something is, and says what and where")
    func check() throws {
        let desk = try Desk()
        let clean = try desk.run("check", "ales.gpkg")
        #expect(clean.status == 0 && clean.output == "ales.gpkg: nothing to report.\n" && clean.errors.isEmpty)
        _ = try desk.run("import", "observations", "ales.gpkg", "-", input: Self.observations)
        try desk.execute("DELETE FROM rtree_observation_geom", in: "ales.gpkg")
        let found = try desk.run("check", "ales.gpkg")
        #expect(found.status == 1 && found.output.contains("observation"))
    }

    @Test("the log says who did what, and since when it is asked must be a day or an instant")
    func log() throws {
        let desk = try Desk()
        #expect(try desk.run("people", "add", "ales.gpkg", "Camille", "--trade", "waste_staff").status == 0)
        _ = try desk.run("import", "weighings", "ales.gpkg", "-", "--by", "Camille", input: Self.weighings)
        let outcome = try desk.run("log", "ales.gpkg", "--table", "weighing")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 1)
        let fields = lines[0].split(separator: "\t", omittingEmptySubsequences: false)
        #expect(fields[1] == "Camille" && fields[2] == "import" && fields[3] == "weighing")
        #expect(try desk.run("log", "ales.gpkg", "--table", "weighing", "--since", "2999-01-01").output.isEmpty)
        let wrong = try desk.run("log", "ales.gpkg", "--since", "hier")
        #expect(wrong.status == 2 && wrong.output.isEmpty && wrong.complaints.count == 1)
    }

    @Test("people have a name and one of four trades; a person who is not in the atlas imports nothing")
    func people() throws {
        let desk = try Desk()
        #expect(try desk.run("people", "add", "ales.gpkg", "Camille", "--trade", "ecologist").status == 0)
        #expect(try desk.run("people", "list", "ales.gpkg").output == "Camille\tecologist\n")
        #expect(try desk.run("people", "ales.gpkg", language: "fr").output == "Camille\técologue\n")
        let baker = try desk.run("people", "add", "ales.gpkg", "Zoé", "--trade", "baker")
        #expect(baker.status == 2 && baker.complaints.count == 1 && baker.errors.contains("groundskeeper"))
        let stranger = try desk.run("import", "weighings", "ales.gpkg", "-", "--by", "Zoé", input: Self.weighings)
        #expect(stranger.status == 2 && stranger.complaints.count == 1 && stranger.errors.contains("Zoé"))
        #expect(try desk.run("export", "ales.gpkg", "weighings", "--format", "csv").errors == "0 rows\n")
    }

    @Test("a document is attached to a row by its identity, and answers its own")
    func attach() throws {
        let desk = try Desk()
        let id = "0190d3a0-0000-7000-8000-000000000001"
        _ = try desk.run(
            "import", "weighings", "ales.gpkg", "-", input: "id;date;flux;masse;unite\n\(id);2024-05-04;OM;93,5;kg\n")
        try desk.write("ticket.pdf", "%PDF-1.4\n")
        let first = try desk.run("attach", "ales.gpkg", "weighing", id, "ticket.pdf", "--title", "Ticket 12")
        #expect(first.status == 0 && first.errors.isEmpty)
        #expect(UUID(uuidString: first.output.trimmingCharacters(in: .newlines)) != nil)
        #expect(try desk.run("attach", "ales.gpkg", "weighing", id, "ticket.pdf").output == first.output)
        for wrong in [
            ["weighing", "0190d3a0-0000-7000-8000-00000000000f", "ticket.pdf"], ["lava", id, "ticket.pdf"],
            ["weighing", id, "absent.pdf"],
        ] {
            let outcome = try Program.run(["attach", "ales.gpkg"] + wrong, in: desk.folder)
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.complaints.count == 1)
        }
        #expect(try desk.run("check", "ales.gpkg").status == 0)
    }

    // MARK: demo

    @Test("demo makes an atlas that check finds nothing in, and its exports")
    func demo() throws {
        let desk = try Desk(atlas: false)
        let made = try desk.run("demo", "demo")
        #expect(made.status == 0 && made.errors.isEmpty)
        let layers = ["surfaces", "parcels", "plants", "observations", "containers", "weighings", "progress"]
        #expect(layers.allSatisfy { desk.has("demo/\($0).geojson") && desk.has("demo/\($0).csv") })
        #expect(desk.has("demo/progress.json"))
        #expect(try desk.run("check", "demo/atlas.gpkg").status == 0)
        // Made again, it is the same again.
        #expect(try desk.run("demo", "demo").status == 0)
        try desk.write("file", "")
        let wrong = try desk.run("demo", "file/demo")
        #expect(wrong.status == 2 && wrong.output.isEmpty && wrong.complaints.count == 1)
    }
}
