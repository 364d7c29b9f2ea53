import ArgumentParser
import CampusAtlas

struct WasteAttestationsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "attestations",
            abstract: say(
                "Les attestations annuelles du 31 mars (C. env. D543-284).",
                "The yearly attestations of 31 March (C. env. D543-284)."),
            discussion: say(
                "EXEMPLE : campus-atlas waste attestations due ales.gpkg --year 2025",
                "EXAMPLE: campus-atlas waste attestations due ales.gpkg --year 2025"),
            subcommands: [Add.self, List.self, Due.self], defaultSubcommand: List.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: say("Inscrire une attestation reçue.", "Record an attestation received."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste attestations add ales.gpkg GLASS --year 2025 --mass 12,4t --issuer "Cévennes Collecte" --facility "Verrerie du Sud" --destination RECYCLE --document attestation.pdf

                    Avec --facility et --destination, elle prouve la filière de l'année : les pesées de ce flux vers cette \
                    installation comptent pour leur destination.
                    """,
                    """
                    EXAMPLE: campus-atlas waste attestations add ales.gpkg GLASS --year 2025 --mass 12.4t --issuer "Cévennes Collecte" --facility "Verrerie du Sud" --destination RECYCLE --document attestation.pdf

                    With --facility and --destination it proves the route of the year: the weighings of this stream to this \
                    facility count for their destination.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le flux.", "The stream.")))
        var stream: String
        @Option(help: ArgumentHelp(say("L'année des déchets.", "The year of the waste.")))
        var year: Int
        @Option(
            help: ArgumentHelp(
                say("La masse attestée, avec son unité.", "The mass attested, with its unit."), valueName: "12,4t"))
        var mass: String
        @Option(help: ArgumentHelp(say("Qui atteste.", "Who attests.")))
        var issuer: String
        @Option(help: ArgumentHelp(say("L'installation (voir facilities).", "The facility (see facilities).")))
        var facility: String?
        @Option(help: ArgumentHelp(say("Ce que le déchet est devenu.", "What became of the waste.")))
        var destination: String?
        @Option(help: ArgumentHelp(say("Ce campus seulement.", "This campus only.")))
        var campus: String?
        @Option(help: ArgumentHelp(say("Numéro de l'attestation.", "Number of the attestation.")))
        var number: String?
        @Option(help: ArgumentHelp(say("Le fichier reçu.", "The file received.")))
        var document: String?
        @Option(
            help: ArgumentHelp(
                say("Reçue le (aujourd'hui si absent).", "Received on (today if absent)."), valueName: "AAAA-MM-JJ"))
        var on: String?
        @Option(help: ArgumentHelp(say("Qui l'inscrit.", "Who records it.")))
        var by: String?

        func run() throws {
            let attestation = try WasteAttestation(
                issuer: issuer, year: year, stream: stream, mass: mass, campus: campus, facility: facility,
                destination: destination, number: number, receivedOn: .option(on))
            let (uuid, route) = try atlas.open().add(attestation, document: document, by: by)
            print(uuid)
            switch route {
            case .none: break
            case .made:
                tell(say("filière \(year) prouvée par attestation", "route of \(year) proven by attestation"))
            case .provenAlready:
                tell(
                    say(
                        "filière \(year) déjà prouvée autrement : elle reste telle quelle",
                        "route of \(year) proven already in another way: it stays"))
            }
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les attestations reçues.", "The attestations received."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste attestations list ales.gpkg --year 2025",
                    "EXAMPLE: campus-atlas waste attestations list ales.gpkg --year 2025"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("L'année des déchets.", "The year of the waste.")))
        var year: Int?

        func run() throws {
            var table = TextTable(
                [
                    say("année", "year"), say("flux", "stream"), "t", say("de", "from"), "installation", "destination",
                    say("numéro", "number"), say("reçue le", "received"), say("modèle", "model"), "SHA-256",
                ], right: [2])
            for one in try atlas.open(readOnly: true).attestations(year: year) {
                table.add([
                    String(one.year), one.stream, NumberText.tonnes(one.grams), one.issuer, one.facility ?? "",
                    one.destination ?? "", one.number ?? "", one.receivedOn.description, one.model.rawValue,
                    one.documentSHA256.map { String($0.prefix(12)) + "…" } ?? "",
                ])
            }
            for line in table.lines { print(line) }
        }
    }

    struct Due: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "due",
                abstract: say(
                    "Les flux pesés que personne n'a attestés.", "The streams weighed that no one has attested."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste attestations due ales.gpkg --year 2025",
                    "EXAMPLE: campus-atlas waste attestations due ales.gpkg --year 2025"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(
            help: ArgumentHelp(
                say("L'année des déchets (l'an dernier si absente).", "The year of the waste (last year if absent).")))
        var year: Int?
        @OptionGroup var day: DayOption

        /// Status 1 once the term is past and something is missing.
        func run() throws {
            let today = try day.day()
            let year = year ?? today.year - 1
            let reconciliation = try atlas.open(readOnly: true).reconcileWaste(year: year)
            let model = WasteAttestation.Model(year: year).label[Speech.language]
            let term = WasteAttestation.deadline(year: year)
            print(
                say(
                    "Attestations de \(year), \(model), à recevoir avant le \(term?.description ?? "") :",
                    "Attestations of \(year), \(model), to be received by \(term?.description ?? ""):"))
            guard !reconciliation.due.isEmpty else {
                print(say("  aucune ne manque", "  none is missing"))
                return
            }
            var table = TextTable(
                [say("flux", "stream"), "t", "installation", say("à faire", "to do")], right: [1])
            for one in reconciliation.due {
                table.add([
                    one.stream, NumberText.tonnes(one.counted), one.facility ?? "",
                    reconciliation.question(of: one)?[Speech.language] ?? "",
                ])
            }
            for line in table.lines { print(line) }
            if let term, today > term { throw ExitCode(1) }
        }
    }
}
