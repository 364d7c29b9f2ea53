import ArgumentParser

struct WasteCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "waste",
            abstract: say(
                "Les déchets : ce qui est pesé, où cela part, et comment on le sait.",
                "Waste: what is weighed, where it goes, and how we know."),
            subcommands: [
                WasteImportCommand.self,
                WasteEstablishmentCommand.self, WastePartiesCommand.self, WasteCollectionsCommand.self,
                WasteHazardousCommand.self, WasteAttestationsCommand.self, WasteReconcileCommand.self,
            ])
    }
}
