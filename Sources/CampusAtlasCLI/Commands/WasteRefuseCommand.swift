import ArgumentParser
import CampusAtlas

struct WasteRefuseCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "refuse",
            abstract: say(
                "Noter qu'une charge, ou une part, a été refusée et où elle est allée.",
                "Record that a load, or a part of it, was refused and where it went."),
            discussion: say(
                "EXEMPLE : campus-atlas waste refuse ales.gpkg 412 \"60 kg\" --destination INCIN --reason \"souillé\" --by Camille",
                "EXAMPLE: campus-atlas waste refuse ales.gpkg 412 \"60 kg\" --destination INCIN --reason soiled --by Camille"
            ), subcommands: [Add.self, Cancel.self], defaultSubcommand: Add.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: say("Noter un refus.", "Record a refusal."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste refuse add ales.gpkg 412 \"60 kg\" --destination INCIN --facility UVE "
                        + "--stream OM --reason \"souillé\"",
                    "EXAMPLE: campus-atlas waste refuse add ales.gpkg 412 \"60 kg\" --destination INCIN --facility UVE "
                        + "--stream OM --reason soiled"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le numéro de la pesée.", "The weighing's number.")))
        var weighing: Int64
        @Argument(help: ArgumentHelp(say("La masse refusée, avec son unité.", "The mass refused, with its unit.")))
        var mass: String
        @Option(
            help: ArgumentHelp(
                say("Où elle est allée (inconnu si absent).", "Where it went (unknown if absent)."), valueName: "INCIN")
        )
        var destination: String?
        @Option(help: ArgumentHelp(say("L'installation qui l'a prise.", "The facility that took it.")))
        var facility: String?
        @Option(
            help: ArgumentHelp(
                say("Le flux après déclassement.", "The stream that it was downgraded to."), valueName: "OM"))
        var stream: String?
        @OptionGroup var day: DayOption
        @Option(help: ArgumentHelp(say("Pourquoi.", "Why.")))
        var reason: String
        @Option(help: ArgumentHelp(say("Qui le note.", "Who records it.")))
        var by: String?

        func run() throws {
            let refusal = try Refusal(
                of: weighing, mass: mass, on: day.day(), to: destination, facility: facility, stream: stream,
                reason: reason)
            let (number, left) = try atlas.open().refuse(refusal, by: by)
            let refused = NumberText.fixed(Double(refusal.grams) / 1000, 3)
            let rest = NumberText.fixed(Double(left) / 1000, 3)
            let end = destination ?? "UNKNOWN"
            print(
                say(
                    "Refus n° \(number) : \(refused) kg de la pesée n° \(weighing) → \(end) ; \(rest) kg acceptés",
                    "Refusal no. \(number): \(refused) kg of weighing no. \(weighing) → \(end); \(rest) kg accepted"))
        }
    }

    struct Cancel: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "cancel",
                abstract: say(
                    "Annuler un refus qui n'a pas lieu d'être ; il reste au livre.",
                    "Cancel a refusal that should not be; it stays in the book."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste refuse cancel ales.gpkg 3 --reason \"mauvaise pesée\"",
                    "EXAMPLE: campus-atlas waste refuse cancel ales.gpkg 3 --reason \"wrong weighing\""))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le numéro du refus.", "The refusal's number.")))
        var refusal: Int64
        @Option(help: ArgumentHelp(say("Pourquoi.", "Why.")))
        var reason: String
        @Option(help: ArgumentHelp(say("Qui l'annule.", "Who cancels it.")))
        var by: String?

        func run() throws {
            try atlas.open().cancelRefusal(refusal, reason: reason, by: by)
        }
    }
}
