import ArgumentParser
import CampusAtlas
import Foundation

struct ListsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "lists",
            abstract: say(
                "Charger les listes de l'école : coefficients, flux, taxons, objectifs…",
                "Load the school's lists: coefficients, streams, taxa, targets…"),
            discussion: say(
                """
                EXEMPLE : campus-atlas lists ales.gpkg --from nos-listes

                Le dossier a la forme de geodata/ et species/ ; il peut n'avoir que certains fichiers, par exemple \
                nos-listes/species/checklist_entry.csv. Une ligne nouvelle entre, une ligne changée est changée, une ligne \
                que le fichier n'a pas reste.
                """,
                """
                EXAMPLE: campus-atlas lists ales.gpkg --from our-lists

                The folder is laid out like geodata/ and species/; it may have some of the files only, for example \
                our-lists/species/checklist_entry.csv. A new row enters, a changed row is changed, a row that the file \
                lacks stays.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(
        help: ArgumentHelp(
            say("Le dossier (les listes du programme si absent).", "The folder (the program's lists if absent).")))
    var from: String?
    @Option(help: ArgumentHelp(say("Qui charge.", "Who loads.")))
    var by: String?

    func run() throws {
        let lists = from.map { ReferenceLists(directory: URL(filePath: $0)) } ?? .shipped
        let loaded = try atlas.open().load(lists, someOnly: from != nil, by: by)
        guard !loaded.isEmpty else {
            throw ValidationError(
                say(
                    "\(lists.directory.relativePath) : aucune liste (geodata/… ou species/…) dans ce dossier.",
                    "\(lists.directory.relativePath): no list (geodata/… or species/…) in this folder."))
        }
        for file in loaded { print(file) }
    }
}
