import ArgumentParser

struct SpeciesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "species",
            abstract: say(
                "Le livre du vivant : ce qui vit ici, et à quel point on le sait.",
                "The species book: what lives here, and how well it is known."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species import ales.gpkg 0012345-250101.zip
                          campus-atlas species list   ales.gpkg --campus "Clavières" -o especes.csv
                          campus-atlas species diversity ales.gpkg --by parcel --coverage 0.9
                """,
                """
                EXAMPLE: campus-atlas species import ales.gpkg 0012345-250101.zip
                         campus-atlas species list   ales.gpkg --campus "Clavières" -o species.csv
                         campus-atlas species diversity ales.gpkg --by parcel --coverage 0.9
                """),
            subcommands: [
                SpeciesImport.self, SpeciesListCommand.self, SpeciesIndicatorsCommand.self,
                SpeciesNextSurveyCommand.self, SpeciesDiversityCommand.self, SpeciesBeforeAfterCommand.self,
                SpeciesMetadata.self, CheckArchive.self, SpeciesSensitivityCommand.self,
                SpeciesObserversCommand.self, SpeciesLeakAuditCommand.self, SpeciesLocalCommand.self,
                SpeciesIdentifyCommand.self,
            ])
    }
}
