public import ArgumentParser
public import CampusAtlas

extension RainGrouping: ExpressibleByArgument {}

struct RainCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rain",
            abstract: say(
                "Ce qu'une pluie devient : ruisselé, gardé, stocké, récupéré.",
                "What becomes of a rain: run off, kept, stored, recovered."),
            discussion: example,
            subcommands: [
                Balance.self, RainDeviceCommand.self, RainTestCommand.self, RainReuseCommand.self,
                RainOutletCommand.self,
            ], defaultSubcommand: Balance.self)
    }

    private static var example: String {
        say(
            """
            EXEMPLE : campus-atlas rain ales.gpkg --depth 10mm --on 2026-12-31 --programme loire-bretagne
                      campus-atlas rain device add ales.gpkg "Citerne du gymnase" --kind tank --volume 20m3 --at 4.0881,44.1331
            """,
            """
            EXAMPLE: campus-atlas rain ales.gpkg --depth 10mm --on 2026-12-31 --programme loire-bretagne
                     campus-atlas rain device add ales.gpkg "Gymnasium tank" --kind tank --volume 20m3 --at 4.0881,44.1331
            """)
    }

    struct Balance: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "balance",
                abstract: say(
                    "Le bilan d'une pluie, par campus, parcelle ou travaux.",
                    "The balance of a rain, by campus, parcel or works."),
                discussion: say(
                    "EXEMPLE : campus-atlas rain balance ales.gpkg --depth 10mm --by parcel",
                    "EXAMPLE: campus-atlas rain balance ales.gpkg --depth 10mm --by parcel"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(
            help: ArgumentHelp(
                say("Hauteur de pluie, avec son unité.", "Depth of rain, with its unit."), valueName: "10mm"))
        var depth: String
        @OptionGroup var day: DayOption
        @Option(help: ArgumentHelp(say("Jeu de coefficients.", "Set of coefficients.")))
        var setName: String?
        @Option(help: ArgumentHelp(say("Un bilan par…", "One balance per…")))
        var by: RainGrouping = .campus
        @Option(help: ArgumentHelp(say("Ces travaux seulement, par leur numéro.", "These works only, by number.")))
        var works: Int64?
        @Option(
            help: ArgumentHelp(
                say("Programme d'aide dont la règle est à vérifier.", "Programme whose rule is to be checked."),
                valueName: "loire-bretagne"))
        var programme: String?
        @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
        var json = false

        func run() throws {
            let depth = try RainDepth(self.depth)
            let report = try atlas.open(readOnly: true)
                .rain(depth: depth, on: day.day(), by: by, works: works, coefficients: setName, programme: programme)
            print(json ? String(decoding: try report.json(), as: UTF8.self) : report.text)
            for device in report.devicesElsewhere {
                tell(
                    say(
                        "attention : « \(device.name) » est hors de tout campus et ne compte nulle part",
                        "warning: '\(device.name)' stands in no campus and counts nowhere"))
            }
        }
    }
}

extension Whereabouts {
    /// Warns of a place that no campus holds.
    func warn(of name: String) {
        guard self == .outside else { return }
        tell(
            say(
                "attention : « \(name) » est hors de tout campus ; gardé tel quel",
                "warning: '\(name)' stands in no campus; kept as it is"))
    }
}
