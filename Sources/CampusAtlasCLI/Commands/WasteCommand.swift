import ArgumentParser

struct WasteCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "waste",
            abstract: say(
                "Les déchets : ce qui est pesé, où cela part, et comment on le sait.",
                "Waste: what is weighed, where it goes, and how we know."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste import ales.gpkg collecteur.xlsx --layout collecteur-2026
                          campus-atlas waste year   ales.gpkg 2026
                          campus-atlas waste rates  ales.gpkg --year 2026
                """,
                """
                EXAMPLE: campus-atlas waste import ales.gpkg hauler.xlsx --layout hauler-2026
                         campus-atlas waste year   ales.gpkg 2026
                         campus-atlas waste rates  ales.gpkg --year 2026
                """),
            subcommands: [
                WasteFacilitiesCommand.self,
                WasteSplitKeyCommand.self,
                WasteRefuseCommand.self,
                WasteReviewCommand.self,
                WasteDensityCommand.self,
                WasteYearCommand.self,
                WasteMonthCommand.self,
                WasteObligationsCommand.self,
                WasteImportCommand.self,
                WasteEstablishmentCommand.self,
                WastePartiesCommand.self,
                WasteCollectionsCommand.self,
                WasteHazardousCommand.self,
                WasteAttestationsCommand.self,
                WasteReconcileCommand.self,
                WasteRatesCommand.self,
                WasteUsersCommand.self,
                WasteContaminationCommand.self,
                WasteMoveCommand.self,
                WasteNextCommand.self,
                WasteFoodCommand.self,
                WasteCompostCommand.self,
                WasteReuseCommand.self,
            ])
    }
}
