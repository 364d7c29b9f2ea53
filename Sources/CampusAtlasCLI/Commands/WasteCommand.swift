import ArgumentParser

struct WasteCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "waste",
            abstract: say(
                "Les déchets : ce qui est pesé, où cela part, et comment on le sait.",
                "Waste: what is weighed, where it goes, and how we know."),
            discussion: say(
                "EXEMPLE : campus-atlas waste review ales.gpkg", "EXAMPLE: campus-atlas waste review ales.gpkg"),
            subcommands: [WasteReviewCommand.self, WasteDensityCommand.self])
    }
}
