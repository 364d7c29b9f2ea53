import ArgumentParser

struct WasteCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "waste",
            abstract: say(
                "Les déchets : ce qui est pesé, où cela part, et comment on le sait.",
                "Waste: what is weighed, where it goes, and how we know."),
            discussion: say(
                "EXEMPLE : campus-atlas waste import ales.gpkg registre.xlsx --layout hauler-2026 --dry-run",
                "EXAMPLE: campus-atlas waste import ales.gpkg register.xlsx --layout hauler-2026 --dry-run"),
            subcommands: [
                WasteImportCommand.self
            ])
    }
}
