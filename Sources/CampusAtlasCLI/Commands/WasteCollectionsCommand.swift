import ArgumentParser
import CampusAtlas

struct WasteCollectionsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "collections",
            abstract: say(
                "Qui enlève chaque flux, depuis quand, pour où.", "Who takes each stream, since when, to where."),
            discussion: say(
                "EXEMPLE : campus-atlas waste collections list ales.gpkg",
                "EXAMPLE: campus-atlas waste collections list ales.gpkg"),
            subcommands: [Add.self, Close.self, List.self], defaultSubcommand: List.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: say("Dire qui enlève un flux.", "Say who takes a stream."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste collections add ales.gpkg GLASS --carrier "Cévennes Collecte" --facility "Verrerie du Sud" --operation R5 --since 2025-01-01
                              campus-atlas waste collections add ales.gpkg OM --public-service --since 2025-01-01

                    Ce que dit un contenant passe avant ce que dit un campus, qui passe avant le reste.
                    """,
                    """
                    EXAMPLE: campus-atlas waste collections add ales.gpkg GLASS --carrier "Cévennes Collecte" --facility "Verrerie du Sud" --operation R5 --since 2025-01-01
                             campus-atlas waste collections add ales.gpkg OM --public-service --since 2025-01-01

                    What is said of a container comes before what is said of a campus, which comes before the rest.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le flux.", "The stream.")))
        var stream: String
        @Option(help: ArgumentHelp(say("Le transporteur (voir parties).", "The carrier (see parties).")))
        var carrier: String?
        @Flag(
            help: ArgumentHelp(
                say(
                    "Le service public : hors du registre (arrêté du 31 mai 2021, art. 14).",
                    "The public service: out of the register (arrêté of 31 May 2021, art. 14).")))
        var publicService = false
        @Option(help: ArgumentHelp(say("L'installation (voir facilities).", "The facility (see facilities).")))
        var facility: String?
        @Option(help: ArgumentHelp(say("Ce campus seulement.", "This campus only.")))
        var campus: String?
        @Option(help: ArgumentHelp(say("Ce contenant seulement.", "This container only.")))
        var container: String?
        @Option(help: ArgumentHelp(say("Traitement prévu, R0 à D15.", "Planned treatment, R0 to D15.")))
        var operation: String?
        @Option(help: ArgumentHelp(say("Le courtier.", "The broker.")))
        var broker: String?
        @Option(help: ArgumentHelp(say("Le négociant.", "The trader.")))
        var trader: String?
        @Option(help: ArgumentHelp(say("L'éco-organisme.", "The eco-organism.")))
        var ecoOrganism: String?
        @Option(
            help: ArgumentHelp(say("Dénomination usuelle (le flux si absente).", "Usual name (the stream if absent).")))
        var wasteName: String?
        @Flag(
            help: ArgumentHelp(
                say("Contient des polluants organiques persistants.", "Holds persistent organic pollutants.")))
        var pop = false
        @Option(help: ArgumentHelp(say("Premier jour.", "First day."), valueName: "AAAA-MM-JJ"))
        var since: String
        @Option(help: ArgumentHelp(say("Qui l'inscrit.", "Who records it.")))
        var by: String?

        func run() throws {
            var collection = WasteCollection(
                stream: stream, campus: campus, container: container, carrier: carrier, facility: facility,
                isPublicService: publicService, operation: operation, since: try .option(since))
            collection.broker = broker
            collection.trader = trader
            collection.ecoOrganism = ecoOrganism
            collection.wasteName = wasteName
            collection.isPOP = pop
            print(try atlas.open().addWasteCollection(collection, by: by))
        }
    }

    struct Close: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "close",
                abstract: say("Finir un enlèvement ; il reste au livre.", "End a collection; it stays in the book."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste collections close ales.gpkg 0190d3a0-… --on 2026-01-01",
                    "EXAMPLE: campus-atlas waste collections close ales.gpkg 0190d3a0-… --on 2026-01-01"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Son identité (uuid).", "Its identity (uuid).")))
        var collection: String
        @Option(
            help: ArgumentHelp(
                say("Premier jour où il n'est plus.", "First day on which it is no more."), valueName: "AAAA-MM-JJ"))
        var on: String
        @Option(help: ArgumentHelp(say("Qui le dit.", "Who says so.")))
        var by: String?

        func run() throws {
            try atlas.open().closeWasteCollection(collection, on: .option(on), by: by)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les enlèvements, par flux.", "The collections, by stream."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste collections list ales.gpkg",
                    "EXAMPLE: campus-atlas waste collections list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            var table = TextTable([
                say("flux", "stream"), "campus", say("contenant", "container"), say("par", "by"), say("pour", "to"),
                say("code", "code"), say("depuis", "since"), say("jusqu'à", "until"), "uuid",
            ])
            for one in try atlas.open(readOnly: true).wasteCollections() {
                table.add([
                    one.stream, one.campus ?? "", one.container ?? "",
                    one.isPublicService ? say("service public", "public service") : one.carrier ?? "",
                    one.facility ?? "", one.operation ?? "", one.since.description, one.until?.description ?? "",
                    one.uuid,
                ])
            }
            for line in table.lines { print(line) }
        }
    }
}
