public import ArgumentParser
public import CampusAtlas

extension WasteParty.Role: ExpressibleByArgument {}

struct WastePartiesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "parties",
            abstract: say(
                "Les transporteurs, courtiers, négociants et éco-organismes.",
                "The carriers, brokers, traders and eco-organisms."),
            discussion: say(
                "EXEMPLE : campus-atlas waste parties list ales.gpkg",
                "EXAMPLE: campus-atlas waste parties list ales.gpkg"),
            subcommands: [Add.self, List.self], defaultSubcommand: List.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add",
                abstract: say(
                    "Ajouter quelqu'un, ou compléter ce qu'on en sait.", "Add one, or complete what is known of one."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste parties add ales.gpkg \"Cévennes Collecte\" --role carrier "
                        + "--siret 73282932000074 --receipt 30-2024-017 --address \"1 rue du Port\" --postal-code 30100 "
                        + "--city Alès",
                    "EXAMPLE: campus-atlas waste parties add ales.gpkg \"Cévennes Collecte\" --role carrier "
                        + "--siret 73282932000074 --receipt 30-2024-017 --address \"1 rue du Port\" --postal-code 30100 "
                        + "--city Alès"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Son nom.", "Its name.")))
        var name: String
        @Option(
            help: ArgumentHelp(
                WasteParty.Role.allCases.map { "\($0.rawValue) (\($0.label[Speech.language]))" }.joined(separator: ", ")
            ))
        var role: WasteParty.Role
        @Option(help: ArgumentHelp(say("SIRET (SIREN pour un éco-organisme).", "SIRET (SIREN for an eco-organism).")))
        var siret: String?
        @Option(help: ArgumentHelp(say("Numéro de récépissé de la préfecture.", "Number of the prefect's receipt.")))
        var receipt: String?
        @Flag(help: ArgumentHelp(say("Exempté de récépissé.", "Needs no receipt.")))
        var receiptExempt = false
        @OptionGroup var address: AddressOptions
        @Option(help: ArgumentHelp(say("Qui l'inscrit.", "Who records it.")))
        var by: String?

        func run() throws {
            try atlas.open().addWasteParty(
                WasteParty(
                    name: name, role: role, siret: siret, receipt: receipt, isReceiptExempt: receiptExempt,
                    address: address.value), by: by)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Tous, par rôle et par nom.", "All, by role and name."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste parties list ales.gpkg",
                    "EXAMPLE: campus-atlas waste parties list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            var table = TextTable([
                say("rôle", "role"), say("nom", "name"), "SIRET", say("récépissé", "receipt"),
                say("adresse", "address"),
            ])
            for party in try atlas.open(readOnly: true).wasteParties() {
                table.add([
                    party.role.label[Speech.language], party.name, party.siret ?? "",
                    party.isReceiptExempt ? say("exempté", "exempt") : party.receipt ?? "", party.address.line,
                ])
            }
            for line in table.lines { print(line) }
        }
    }
}
