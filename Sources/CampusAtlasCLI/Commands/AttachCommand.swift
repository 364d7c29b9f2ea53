import ArgumentParser
import CampusAtlas

struct AttachCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "attach",
            abstract: say(
                "Joindre un document à une ligne : photo, ticket, plan.",
                "Attach a document to a row: photo, ticket, plan."),
            discussion: say(
                "EXEMPLE : campus-atlas attach ales.gpkg surface 0b8c…-… photo.jpg",
                "EXAMPLE: campus-atlas attach ales.gpkg surface 0b8c…-… photo.jpg"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("La table : ", "The table: ") + Atlas.documentedTables.joined(separator: ", ")))
    var table: String
    @Argument(help: ArgumentHelp(say("L'identité (uuid) de la ligne.", "The identity (uuid) of the row.")))
    var row: String
    @Argument(help: ArgumentHelp(say("Le fichier.", "The file.")))
    var file: String
    @Option(help: ArgumentHelp(say("Titre (le nom du fichier si absent).", "Title (the file's name if absent).")))
    var title: String?
    @Option(help: ArgumentHelp(say("Qui joint.", "Who attaches.")))
    var by: String?

    func run() throws {
        let uuid = try atlas.open().attach(file, to: table, row: row, title: title, by: by)
        print(uuid)
    }
}
