// The command line: one file per subcommand. No rule of the books lives here.

import ArgumentParser
import CampusAtlas
import Foundation

@main
struct CampusAtlasCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "campus-atlas",
            abstract: say(
                "Les livres du sol, du vivant et des déchets d'un campus, dans un fichier GeoPackage.",
                "The land, species and waste books of a campus, in one GeoPackage file."),
            discussion: say(
                """
                EXEMPLE : campus-atlas init ales.gpkg --name "École"
                          campus-atlas import surfaces ales.gpkg bati.geojson --set surface_type=roof --set valid_from=2022-12-31
                          campus-atlas progress ales.gpkg

                État de sortie : 0 tout va bien ; 1 des lignes refusées ou des anomalies trouvées ; 2 rien n'a été fait.
                """,
                """
                EXAMPLE: campus-atlas init ales.gpkg --name "School"
                         campus-atlas import surfaces ales.gpkg buildings.geojson --set surface_type=roof --set valid_from=2022-12-31
                         campus-atlas progress ales.gpkg

                Exit status: 0 all is well; 1 rows refused or faults found; 2 nothing was done.
                """),
            version: "0.1.0",
            subcommands: [
                InitCommand.self, ImportCommand.self, ProgressCommand.self, ExplainCommand.self, ExportCommand.self,
                CheckCommand.self, LogCommand.self, PeopleCommand.self, AttachCommand.self, ListsCommand.self,
                DemoCommand.self, LandCommand.self, WorksCommand.self, RainCommand.self, TaxaCommand.self,
                ChecklistCommand.self, SpeciesCommand.self, PlantsCommand.self, VisitsCommand.self, WasteCommand.self,
                WeighCommand.self,
                ServeCommand.self,
            ])
    }

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as any ReadableError {
            tell("campus-atlas: " + error.message[Speech.language])
            Foundation.exit(2)
        } catch {
            if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
            if exitCode(for: error).isSuccess {
                print(fullMessage(for: error))
                Foundation.exit(0)
            }
            let message = message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
            tell("campus-atlas: \(message) (\(say("aide : campus-atlas help", "help: campus-atlas help")))")
            Foundation.exit(2)
        }
    }
}
