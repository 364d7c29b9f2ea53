import ArgumentParser
import CampusAtlas

struct WasteReuseCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reuse",
            abstract: say(
                "Le réemploi : des tonnes non créées, déclarées, hors de tout taux.",
                "Reuse: tonnes not created, claimed, out of every rate."),
            discussion: say(
                "EXEMPLE : campus-atlas waste reuse list ales.gpkg", "EXAMPLE: campus-atlas waste reuse list ales.gpkg"),
            subcommands: [Add.self, List.self])
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: say("Noter un réemploi.", "Record a reuse."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste reuse add ales.gpkg --on 2026-05-04 --object chaise --count 30 "
                        + "--unit-mass 4,2kg --baseline \"mises à la benne\" --method \"dix pesées\"",
                    "EXAMPLE: campus-atlas waste reuse add ales.gpkg --on 2026-05-04 --object chair --count 30 "
                        + "--unit-mass 4.2kg --baseline \"thrown away\" --method \"ten weighed\""))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("Le jour.", "The day."), valueName: "AAAA-MM-JJ"))
        var on: String
        @Option(help: ArgumentHelp(say("Le campus.", "The campus.")))
        var campus: String?
        @Option(help: ArgumentHelp(say("Quel objet.", "Which object.")))
        var object: String
        @Option(help: ArgumentHelp(say("Combien.", "How many.")))
        var count: Int
        @Option(help: ArgumentHelp(say("Masse d'un seul.", "Mass of one."), valueName: "4kg"))
        var unitMass: String
        @Option(help: ArgumentHelp(say("Ce qui se serait passé sinon.", "What would have happened otherwise.")))
        var baseline: String
        @Option(help: ArgumentHelp(say("Comment nombre et masse sont connus.", "How count and mass are known.")))
        var method: String
        @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
        var by: String?

        func run() throws {
            let entry = try ReuseEntry(
                on: .option(on), campus: campus, object: object, count: count, unitMass: TypedMass(unitMass).grams,
                baseline: baseline, method: method)
            try atlas.open().record(entry, by: by)
            print(entry.line)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les réemplois.", "The reuses."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste reuse list ales.gpkg",
                    "EXAMPLE: campus-atlas waste reuse list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            let entries = try atlas.open(readOnly: true).reuseEntries()
            for entry in entries { print(entry.line) }
            let tonnes = NumberText.fixed(Double(entries.reduce(0) { $0 + $1.claimed }) / 1_000_000, 3)
            print(say("\(tonnes) t non créées, déclarées", "\(tonnes) t not created, claimed"))
        }
    }
}

extension ReuseEntry {
    fileprivate var line: String {
        "\(day) · \(object) × \(count) : \(NumberText.kilograms(claimed)) kg · \(baseline) · \(method)"
    }
}
