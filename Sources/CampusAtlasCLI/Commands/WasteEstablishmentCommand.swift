import ArgumentParser
import CampusAtlas

struct WasteEstablishmentCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "establishment",
            abstract: say(
                "L'établissement qu'est chaque campus : SIRET, nom, adresse.",
                "The establishment that each campus is: SIRET, name, address."),
            discussion: say(
                "EXEMPLE : campus-atlas waste establishment show ales.gpkg",
                "EXAMPLE: campus-atlas waste establishment show ales.gpkg"),
            subcommands: [Set.self, Show.self], defaultSubcommand: Show.self)
    }

    struct Set: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "set",
                abstract: say("Dire quel établissement est un campus.", "Say which establishment a campus is."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste establishment set ales.gpkg Clavières --siret 13002526500013 "
                        + "--name \"École\" --address \"6 avenue de Clavières\" --postal-code 30100 --city Alès",
                    "EXAMPLE: campus-atlas waste establishment set ales.gpkg Clavières --siret 13002526500013 "
                        + "--name \"School\" --address \"6 avenue de Clavières\" --postal-code 30100 --city Alès"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le campus.", "The campus.")))
        var campus: String
        @Option(help: ArgumentHelp(say("Ses 14 chiffres.", "Its 14 digits.")))
        var siret: String
        @Option(help: ArgumentHelp(say("Raison sociale.", "Registered name.")))
        var name: String
        @OptionGroup var address: AddressOptions
        @Flag(
            help: ArgumentHelp(
                say("Reçoit du public (ERP).", "Receives the public (établissement recevant du public).")))
        var erp = false
        @Option(help: ArgumentHelp(say("Qui l'inscrit.", "Who records it.")))
        var by: String?

        func run() throws {
            guard let siret = Siret(siret) else { throw RegisterError.notSiret(siret) }
            try atlas.open().setEstablishment(
                Establishment(campus: campus, siret: siret, name: name, address: address.value, isERP: erp), by: by)
        }
    }

    struct Show: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "show", abstract: say("Les établissements, par campus.", "The establishments, by campus."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste establishment show ales.gpkg",
                    "EXAMPLE: campus-atlas waste establishment show ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            var table = TextTable(["campus", "SIRET", say("nom", "name"), say("adresse", "address"), "ERP"])
            for one in try atlas.open(readOnly: true).establishments() {
                table.add([
                    one.campus, one.siret.digits, one.name, one.address.line,
                    one.isERP ? say("oui", "yes") : say("non", "no"),
                ])
            }
            for line in table.lines { print(line) }
        }
    }
}

/// Where a party of a movement of waste is.
struct AddressOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("Numéro et rue.", "Number and street.")))
    var address: String?
    @Option(help: ArgumentHelp(say("Code postal.", "Postal code.")))
    var postalCode: String?
    @Option(help: ArgumentHelp(say("Commune.", "Town.")))
    var city: String?
    @Option(help: ArgumentHelp(say("Pays, en deux lettres (FR si absent).", "Country, two letters (FR if absent).")))
    var country: String?

    var value: PostalAddress { PostalAddress(street: address, postalCode: postalCode, city: city, country: country) }
}
