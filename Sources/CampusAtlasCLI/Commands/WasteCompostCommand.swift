import ArgumentParser
import CampusAtlas

struct WasteCompostCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "compost",
            abstract: say(
                "Le compost sorti : un produit, jamais soustrait d'un déchet.",
                "Compost taken out: a product, never subtracted from waste."),
            discussion: say(
                "EXEMPLE : campus-atlas waste compost list ales.gpkg",
                "EXAMPLE: campus-atlas waste compost list ales.gpkg"), subcommands: [Add.self, List.self])
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: say("Noter du compost sorti.", "Record compost taken out."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste compost add ales.gpkg --on 2026-05-04 --bin \"Composteur du jardin\" "
                        + "--volume 300 --taker \"Maraîchage\"",
                    "EXAMPLE: campus-atlas waste compost add ales.gpkg --on 2026-05-04 --bin \"Garden composter\" "
                        + "--volume 300 --taker \"Market garden\""))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("Le jour.", "The day."), valueName: "AAAA-MM-JJ"))
        var on: String
        @Option(help: ArgumentHelp(say("Le campus.", "The campus.")))
        var campus: String?
        @Option(help: ArgumentHelp(say("Le composteur.", "The composter.")))
        var bin: String?
        @Option(help: ArgumentHelp(say("Volume, en litres.", "Volume, in litres."), valueName: "L"))
        var volume: Double?
        @Option(help: ArgumentHelp(say("Masse.", "Mass."), valueName: "120kg"))
        var mass: String?
        @Option(help: ArgumentHelp(say("Qui l'a pris.", "Who took it.")))
        var taker: String
        @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
        var by: String?

        func run() throws {
            let output = try CompostOutput(
                on: .option(on), campus: campus, bin: bin, litres: volume, grams: mass.map { try TypedMass($0).grams },
                taker: taker)
            try atlas.open().record(output, by: by)
            print(say("Noté : un produit, hors de tout taux.", "Recorded: a product, out of every rate."))
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list",
                abstract: say("Par composteur et par an : entré, sorti.", "By composter and year: in, out."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste compost list ales.gpkg",
                    "EXAMPLE: campus-atlas waste compost list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            var table = TextTable(
                [
                    say("année", "year"), "campus", say("composteur", "composter"), say("entré, kg", "in, kg"),
                    say("sorti, L", "out, L"), say("sorti, kg", "out, kg"),
                ], right: [3, 4, 5])
            for year in try atlas.open(readOnly: true).compost() {
                table.add([
                    String(year.year), year.campus ?? "—", year.bin ?? "—", NumberText.kilograms(year.input),
                    year.litres.map(NumberText.short) ?? "—", year.output.map(NumberText.kilograms) ?? "—",
                ])
            }
            print(table.lines.joined(separator: "\n"))
        }
    }
}
