public import ArgumentParser
public import CampusAtlas

extension ContaminationAudit.Place: ExpressibleByArgument {}

struct WasteContaminationCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "contamination",
            abstract: say(
                "Les audits de bacs : ce qui n'aurait pas dû y être.",
                "Audits of loads: what should not have been there."),
            discussion: say(
                "EXEMPLE : campus-atlas waste contamination list ales.gpkg",
                "EXAMPLE: campus-atlas waste contamination list ales.gpkg"), subcommands: [Add.self, List.self])
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add",
                abstract: say(
                    "Noter un audit ; il vaut jusqu'au suivant du même flux.",
                    "Record an audit; it holds until the next of the same stream."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste contamination add ales.gpkg PAPER --on 2026-03-10 --sample 42,5kg "
                        + "--non-target 3,1kg --count 6",
                    "EXAMPLE: campus-atlas waste contamination add ales.gpkg PAPER --on 2026-03-10 --sample 42.5kg "
                        + "--non-target 3.1kg --count 6"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le code du flux.", "The code of the stream.")))
        var stream: String
        @Option(help: ArgumentHelp(say("Un campus (tous si absent).", "One campus (all if absent).")))
        var campus: String?
        @Option(help: ArgumentHelp(say("Le jour.", "The day."), valueName: "AAAA-MM-JJ"))
        var on: String
        @Option(help: ArgumentHelp(say("Masse de l'échantillon.", "Mass of the sample."), valueName: "42kg"))
        var sample: String
        @Option(help: ArgumentHelp(say("Masse des indésirables.", "Mass of the non-target."), valueName: "3kg"))
        var nonTarget: String
        @Option(help: ArgumentHelp(say("Nombre de bacs ou de charges.", "Number of bins or loads.")))
        var count = 1
        @Option(
            help: ArgumentHelp(
                say(
                    "Où : leaving, au départ du campus ; entry, à l'entrée du recyclage.",
                    "Where: leaving, as it leaves the campus; entry, where it enters recycling.")))
        var place: ContaminationAudit.Place = .leaving
        @Option(help: ArgumentHelp(say("Qui le dit.", "Who says so.")))
        var source: String?
        @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
        var by: String?

        func run() throws {
            let audit = try ContaminationAudit(
                of: stream, campus: campus, on: .option(on), sample: TypedMass(sample).grams,
                nonTarget: TypedMass(nonTarget).grams, count: count, place: place, source: source)
            try atlas.open().record(audit, by: by)
            let share = NumberText.value(audit.share, .ratio)
            print(
                audit.share > ContaminationAudit.greatestForTRUE && place == .leaving
                    ? say("\(share), au-dessus des 10 % de TRUE", "\(share), above the 10 % of TRUE") : share)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les audits.", "The audits."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste contamination list ales.gpkg",
                    "EXAMPLE: campus-atlas waste contamination list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            var table = TextTable(
                [say("jour", "day"), say("flux", "stream"), "campus", say("où", "where"), "n", "kg", "%", "source"],
                right: [4, 5, 6])
            for audit in try atlas.open(readOnly: true).contaminationAudits() {
                table.add([
                    audit.day.description, audit.stream, audit.campus ?? say("tous", "all"),
                    audit.place.label[Speech.language], NumberText.count(audit.count),
                    NumberText.kilograms(audit.sample), NumberText.value(audit.share, .ratio), audit.source ?? "",
                ])
            }
            print(table.lines.joined(separator: "\n"))
        }
    }
}
