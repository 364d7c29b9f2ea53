import ArgumentParser

struct SpeciesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "species",
            abstract: say(
                "Le livre du vivant : ce qui vit ici, et ce qu'on en sait.",
                "The species book: what lives here, and what is known of it."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species import ales.gpkg 0012345-250101.zip
                          campus-atlas species list   ales.gpkg --campus "Clavières" -o especes.csv
                """,
                """
                EXAMPLE: campus-atlas species import ales.gpkg 0012345-250101.zip
                         campus-atlas species list   ales.gpkg --campus "Clavières" -o species.csv
                """),
            subcommands: [
                SpeciesImport.self, SpeciesListCommand.self, SpeciesMetadata.self, CheckArchive.self,
                SpeciesIndicatorsCommand.self, SpeciesNextSurveyCommand.self,
            ])
    }
}
