public import ArgumentParser
public import CampusAtlas

extension Trade: ExpressibleByArgument {}

struct PeopleCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "people",
            abstract: say("Les personnes qui tiennent les livres.", "The people who keep the books."),
            discussion: say(
                "EXEMPLE : campus-atlas people add ales.gpkg \"Camille\" --trade ecologist",
                "EXAMPLE: campus-atlas people add ales.gpkg \"Camille\" --trade ecologist"),
            subcommands: [Add.self, List.self], defaultSubcommand: List.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: say("Ajouter une personne.", "Add a person."),
                discussion: say(
                    "EXEMPLE : campus-atlas people add ales.gpkg \"Camille\" --trade ecologist",
                    "EXAMPLE: campus-atlas people add ales.gpkg \"Camille\" --trade ecologist"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le nom.", "The name.")))
        var name: String
        @Option(
            help: ArgumentHelp(
                Trade.allCases.map { "\($0.rawValue) (\($0.label[Speech.language]))" }.joined(separator: ", ")))
        var trade: Trade

        func run() throws {
            try atlas.open().add(Person(name: name, trade: trade))
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les personnes, par nom.", "The people, by name."),
                discussion: say(
                    "EXEMPLE : campus-atlas people list ales.gpkg", "EXAMPLE: campus-atlas people list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            for person in try atlas.open(readOnly: true).people() {
                print("\(person.name)\t\(person.trade.label[Speech.language])")
            }
        }
    }
}
