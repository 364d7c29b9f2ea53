import ArgumentParser
import CampusAtlas

struct WasteSplitKeyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "split-key",
            abstract: say(
                "Les clés qui répartissent un contenant en mélange entre ses flux, d'après une caractérisation.",
                "The keys that divide a mixed container among its streams, from an audit."),
            discussion: say(
                "EXEMPLE : campus-atlas waste split-key list ales.gpkg",
                "EXAMPLE: campus-atlas waste split-key list ales.gpkg"),
            subcommands: [Add.self, List.self], defaultSubcommand: List.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add",
                abstract: say(
                    "Ajouter une clé ; les parts font 100 %, celle d'avant s'arrête ce jour.",
                    "Add a key; the parts make 100 %, the one before ends that day."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste split-key add ales.gpkg MIXREC --from 2026-01-01 --part "PAPER 62%" \\
                                --part "PLASTIC 23%" --part "OM 15%" --source "Caractérisation du 12/12/2025, 4 bacs"
                    """,
                    """
                    EXAMPLE: campus-atlas waste split-key add ales.gpkg MIXREC --from 2026-01-01 --part "PAPER 62%" \\
                               --part "PLASTIC 23%" --part "OM 15%" --source "Audit of 2025-12-12, 4 bins"
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le flux du contenant.", "The stream of the container.")))
        var stream: String
        @Option(
            help: ArgumentHelp(
                say(
                    "Le campus (ceux qui n'ont pas leur clé si absent).",
                    "The campus (those without their own if absent).")))
        var campus: String?
        @Option(help: ArgumentHelp(say("Premier jour.", "First day."), valueName: "AAAA-MM-JJ"))
        var from: String
        @Option(
            help: ArgumentHelp(
                say("Premier jour où elle ne vaut plus.", "First day on which it no longer holds."),
                valueName: "AAAA-MM-JJ"))
        var until: String?
        @Option(help: ArgumentHelp(say("Une part.", "A part."), valueName: "PAPER 62%"))
        var part: [String]
        @Option(help: ArgumentHelp(say("La caractérisation.", "The audit.")))
        var source: String
        @Option(help: ArgumentHelp(say("Qui ajoute.", "Who adds.")))
        var by: String?

        func run() throws {
            let key = try SplitKey(
                of: stream, campus: campus, from: .option(from), to: until.map { try .option($0) },
                parts: part.map { try SplitKey.Part(typed: $0) }, source: source)
            try atlas.open().record(key, by: by)
            print(key.line)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les clés, par flux et par jour.", "The keys, by stream and day."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste split-key list ales.gpkg",
                    "EXAMPLE: campus-atlas waste split-key list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            for key in try atlas.open(readOnly: true).splitKeys() { print(key.line) }
        }
    }
}

extension SplitKey {
    fileprivate var line: String {
        let place = campus ?? say("tous les campus", "all campuses")
        let period = to.map { say("du \(from) au \($0) exclu", "from \(from) to \($0) excluded") }
        let parts = self.parts.map { "\($0.stream) \($0.share.text)" }.joined(separator: " + ")
        return "\(stream), \(place), \(period ?? say("depuis le \(from)", "since \(from)")) : \(parts) (\(source))"
    }
}
