import ArgumentParser
import CampusAtlas

struct WasteHazardousCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "hazardous",
            abstract: say(
                "Les bordereaux de déchets dangereux, repris de Trackdéchets.",
                "The slips of hazardous waste, taken from Trackdéchets."),
            discussion: say(
                "EXEMPLE : campus-atlas waste hazardous list ales.gpkg",
                "EXAMPLE: campus-atlas waste hazardous list ales.gpkg"),
            subcommands: [Import.self, List.self], defaultSubcommand: List.self)
    }

    struct Import: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "import",
                abstract: say(
                    "Faire entrer l'export « registre sortant » de Trackdéchets.",
                    "Take in Trackdéchets' export of the outgoing register."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste hazardous import ales.gpkg registre-sortant.csv --dry-run

                    Un bordereau est une pesée dès que sa charge est acceptée ; s'il revient changé, la pesée est corrigée ; \
                    s'il revient pareil, rien ne change.
                    """,
                    """
                    EXAMPLE: campus-atlas waste hazardous import ales.gpkg outgoing-register.csv --dry-run

                    A slip is a weighing as soon as its load is accepted; when it comes again changed the weighing is \
                    corrected; when it comes again as it was nothing changes.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
        var file: String
        @OptionGroup var importing: ImportArguments

        func run() throws {
            let options = try importing.options()
            let bar = ProgressBar(file)
            defer { bar.end() }
            let report = try atlas.open().importHazardousMovements(from: file, options: options, progress: bar.show)
            bar.end()
            try importing.tellWhatBecame(report)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list",
                abstract: say("Les bordereaux, par jour d'expédition.", "The slips, by day of dispatch."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste hazardous list ales.gpkg --from 2025-01-01 --to 2025-12-31",
                    "EXAMPLE: campus-atlas waste hazardous list ales.gpkg --from 2025-01-01 --to 2025-12-31"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("Premier jour.", "First day."), valueName: "AAAA-MM-JJ"))
        var from: String?
        @Option(help: ArgumentHelp(say("Dernier jour, inclus.", "Last day, included."), valueName: "AAAA-MM-JJ"))
        var to: String?

        func run() throws {
            var table = TextTable(
                [
                    say("bordereau", "slip"), say("jour", "day"), "campus", "code", say("flux", "stream"),
                    say("accepté", "accepted"), say("refusé", "refused"), say("traitement", "treatment"),
                    "destination", say("statut", "status"), say("pesée", "weighing"),
                ], right: [5, 6])
            let slips = try atlas.open(readOnly: true).hazardousSlips(
                from: from.map { try .option($0) }, to: to.map { try .option($0) })
            for slip in slips {
                table.add([
                    slip.number, slip.dispatchedOn?.description ?? "", slip.campus ?? "", slip.wasteCode, slip.stream,
                    slip.acceptedGrams.map(NumberText.tonnes) ?? "", slip.refusedGrams.map(NumberText.tonnes) ?? "",
                    slip.operations ?? "", slip.destination ?? "", slip.status ?? "",
                    slip.isWeighed ? say("oui", "yes") : say("non", "no"),
                ])
            }
            for line in table.lines { print(line) }
        }
    }
}

extension NumberText {
    /// Tonnes, to the kilogram.
    static func tonnes(_ grams: Int64) -> String { fixed(Double(grams) / 1_000_000, 3) + "\u{00A0}t" }
}
