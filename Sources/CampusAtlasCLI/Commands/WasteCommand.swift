import ArgumentParser

struct WasteCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "waste",
            abstract: say(
                "Les déchets : ce qui est pesé, où cela part, et comment on le sait.",
                "Waste: what is weighed, where it goes, and how we know."),
            discussion: say(
                "EXEMPLE : campus-atlas waste facilities ales.gpkg", "EXAMPLE: campus-atlas waste facilities ales.gpkg"),
            subcommands: [
                WasteFacilitiesCommand.self, WasteSplitKeyCommand.self, WasteRefuseCommand.self,
            ])
    }
}
