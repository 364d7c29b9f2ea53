import Foundation
import Testing

/// What is given wrongly gets one clear line on standard error and status 2, and leaves the atlas as it was.
@Suite struct MisuseTests {
    /// The commands that a help lists.
    private func commands(in help: String) -> [String] {
        help.components(separatedBy: "SUBCOMMANDS:").dropFirst().joined().split(separator: "\n")
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    @Test("the help of every command has an example, in French and in English")
    func help() throws {
        let top = try Program.run(["--help"]).output
        #expect(top.contains("EXAMPLE: campus-atlas init") && top.contains("Exit status: 0"))
        let groups = [
            ["people"], ["land"], ["land", "audit"], ["works"], ["rain"], ["rain", "device"], ["taxa"],
            ["checklist"], ["species"], ["species", "sensitivity"], ["visits"], ["plants"],
            ["waste"], ["waste", "facilities"], ["waste", "split-key"], ["waste", "refuse"], ["weigh"],
            ["waste", "month"], ["waste", "obligations"], ["waste", "users"], ["waste", "contamination"],
            ["waste", "food"], ["waste", "compost"], ["waste", "reuse"], ["waste", "establishment"],
            ["waste", "parties"], ["waste", "collections"], ["waste", "hazardous"], ["waste", "attestations"],
            ["waste", "reconcile"],
        ]
        let nested = try groups.flatMap { group in
            try commands(in: Program.run(group + ["--help"]).output).map { group + [$0] }
        }
        let all = commands(in: top).filter { $0 != "help" }.map { [$0] } + nested.filter { !groups.contains($0) }
        #expect(Set(all).isSuperset(of: [["init"], ["import"], ["progress"], ["explain"], ["export"], ["check"]]))
        #expect(Set(all).isSuperset(of: [["log"], ["people", "add"], ["people", "list"], ["attach"], ["demo"]]))
        #expect(Set(all).isSuperset(of: [["land", "partition"], ["land", "audit", "draw"], ["works", "complete"]]))
        for command in all {
            let words = command.joined(separator: " ")
            let english = try Program.run(command + ["--help"])
            #expect(english.status == 0 && english.errors.isEmpty)
            #expect(english.output.contains("EXAMPLE: campus-atlas \(words)"))
            let french = try Program.run(command + ["--help"], language: "fr")
            #expect(french.status == 0 && french.output.contains("EXEMPLE : campus-atlas \(words)"))
            // A group has no options of its own: a word after its help may ask for that of its usual subcommand.
            guard !groups.contains(command) else { continue }
            #expect(try Program.run(command + ["--help", "--lang", "fr"]).output == french.output)
        }
    }

    @Test(
        "words that no command has are one line that names them",
        arguments: [
            ["progress", "ales.gpkg", "--bogus"], ["bogus"], ["progress"], ["progress", "ales.gpkg", "--on", "bogus"],
            ["progress", "ales.gpkg", "--lang", "bogus"], ["import", "bogus", "ales.gpkg", "x.csv"],
            ["export", "ales.gpkg", "surfaces", "--format", "bogus"],
        ])
    func unknownWords(arguments: [String]) throws {
        let desk = try Desk()
        let outcome = try Program.run(arguments, in: desk.folder)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.complaints.count == 1)
        #expect(outcome.errors.hasPrefix("campus-atlas: "))
        let named = arguments.contains("--lang") ? "fr" : arguments.contains("bogus") ? "bogus" : "<atlas>"
        #expect(outcome.errors.contains(arguments.contains("--bogus") ? "--bogus" : named))
    }

    /// What is given where an atlas is wanted.
    private static let notAtlases: [(String, [UInt8])] = {
        var generator: UInt64 = 5
        let noise = (0..<4096).map { _ -> UInt8 in
            generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: generator >> 33)
        }
        return [
            ("words.gpkg", Array("These are words.\n".utf8)), ("empty.gpkg", []), ("noise.gpkg", noise),
            ("cut.gpkg", Array("SQLite format 3\0".utf8) + noise.prefix(100)),
        ]
    }()

    @Test(
        "a file that is no atlas is told in one line that names it, and is left as it was",
        arguments: notAtlases.indices)
    func notAnAtlas(index: Int) throws {
        let (name, bytes) = Self.notAtlases[index]
        let desk = try Desk(atlas: false)
        try desk.write(name, bytes: bytes)
        try desk.write("w.csv", "date;flux;masse;unite\n2024-05-04;OM;3;kg\n")
        for arguments in [
            ["progress", name], ["check", name], ["explain", name, "land.sealed_share"], ["export", name, "surfaces"],
            ["log", name], ["people", "list", name], ["import", "weighings", name, "w.csv"],
        ] {
            for language in ["fr", "en"] {
                let outcome = try Program.run(arguments, language: language, in: desk.folder)
                #expect(outcome.status == 2 && outcome.output.isEmpty)
                #expect(outcome.complaints.count == 1 && outcome.errors.contains(name))
            }
        }
        #expect(try Array(Data(contentsOf: desk.folder.appending(path: name))) == bytes)
    }

    @Test(
        "a file to import that holds nothing, or nothing readable, is told in one line that names it",
        arguments: notAtlases.indices)
    func notAFileToImport(index: Int) throws {
        let (name, bytes) = Self.notAtlases[index]
        guard name != "words.gpkg" else { return }
        let desk = try Desk()
        try desk.write(name, bytes: bytes)
        for kind in ["surfaces", "observations", "weighings"] {
            let outcome = try desk.run("import", kind, "ales.gpkg", name)
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.complaints.count == 1 && outcome.errors.contains(name))
        }
        let absent = try desk.run("import", "weighings", "ales.gpkg", "absent.csv")
        #expect(absent.status == 2 && absent.complaints.count == 1 && absent.errors.contains("absent.csv"))
        #expect(try desk.run("log", "ales.gpkg", "--table", "weighing").output.isEmpty)
    }

    @Test("a GeoPackage that is no atlas is told apart from a file that is no GeoPackage")
    func otherGeoPackage() throws {
        let desk = try Desk()
        let made = try desk.run("init", "b.gpkg", "--name", "B")
        #expect(made.status == 0)
        try desk.execute("DROP TABLE atlas", in: "b.gpkg")
        let outcome = try desk.run("progress", "b.gpkg")
        #expect(outcome.status == 2 && outcome.complaints.count == 1)
        #expect(outcome.errors.contains("is a GeoPackage but not an atlas"))
    }
}
