public import ArgumentParser
public import CampusAtlas

struct WasteObligationsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "obligations",
            abstract: say(
                "Ce que la loi demande de trier, site par site, et comment c'est satisfait.",
                "What the law asks to sort, site by site, and how it is satisfied."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste obligations ales.gpkg
                          campus-atlas waste obligations set ales.gpkg GLASS applies --site Clavières
                """,
                """
                EXAMPLE: campus-atlas waste obligations ales.gpkg
                         campus-atlas waste obligations set ales.gpkg GLASS applies --site Clavières
                """),
            subcommands: [List.self, Set.self], defaultSubcommand: List.self)
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list",
                abstract: say(
                    "Chaque site, chaque flux du décret 2021-950 et les biodéchets.",
                    "Each site, each stream of decree 2021-950, and biowaste."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste obligations list ales.gpkg --on 2026-12-31",
                    "EXAMPLE: campus-atlas waste obligations list ales.gpkg --on 2026-12-31"))
        }

        @OptionGroup var atlas: AtlasOptions
        @OptionGroup var site: SiteOption
        @OptionGroup var day: DayOption
        @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
        var json = false

        func run() throws {
            let lines = try atlas.open(readOnly: true).obligations(on: day.day(), campus: site.site)
            print(json ? String(decoding: ObligationLine.json(lines), as: UTF8.self) : ObligationLine.text(lines))
        }
    }

    struct Set: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "set",
                abstract: say("Dire ce qu'il en est pour un site.", "Say how it is for a site."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste obligations set ales.gpkg PLASTIC satisfied --ground mixed_attested --with MIXREC --evidence "attestation 2025-031"
                              campus-atlas waste obligations set ales.gpkg MINERAL applies --from 2026-06-01 --to 2026-09-01

                    \(grounds)
                    """,
                    """
                    EXAMPLE: campus-atlas waste obligations set ales.gpkg PLASTIC satisfied --ground mixed_attested --with MIXREC --evidence "attestation 2025-031"
                             campus-atlas waste obligations set ales.gpkg MINERAL applies --from 2026-06-01 --to 2026-09-01

                    \(grounds)
                    """))
        }

        private static var grounds: String {
            Obligation.Ground.allCases.map { "\($0.rawValue) : \($0.label[Speech.language])" }.joined(separator: "\n")
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le flux, par son code.", "The stream, by its code.")))
        var stream: String
        @Argument(help: ArgumentHelp(say("Ce qu'il en est.", "How it is.")))
        var status: Obligation.Status
        @OptionGroup var site: SiteOption
        @Option(help: ArgumentHelp(say("Pourquoi, ou comment (voir plus haut).", "Why, or how (see above).")))
        var ground: Obligation.Ground?
        @Option(
            name: .customLong("with"),
            help: ArgumentHelp(
                say("Le flux avec lequel il est collecté.", "The stream that it is collected with."),
                valueName: "MIXREC"))
        var collectedWith: String?
        @Option(
            help: ArgumentHelp(
                say("Premier jour (celui de la loi si absent).", "First day (that of the law if absent)."),
                valueName: "AAAA-MM-JJ"))
        var from: String?
        @Option(
            help: ArgumentHelp(
                say("Premier jour où ce n'est plus vrai.", "First day on which it no longer holds."),
                valueName: "AAAA-MM-JJ"))
        var to: String?
        @Option(help: ArgumentHelp(say("La preuve, en mots.", "The proof, in words.")))
        var evidence: String?
        @OptionGroup var author: AuthorOptions

        func run() throws {
            var new = NewObligation(campus: site.site, stream: stream, status: status)
            new.ground = ground
            new.reason = author.reason
            new.collectedWith = collectedWith
            new.from = try from.map { try CalendarDate.option($0) }
            new.to = try to.map { try CalendarDate.option($0) }
            new.evidence = evidence
            print(try atlas.open().set(new, by: author.by))
        }
    }
}

extension Obligation.Status: ExpressibleByArgument {}
extension Obligation.Ground: ExpressibleByArgument {}
