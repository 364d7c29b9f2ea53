import ArgumentParser
import CampusAtlas

struct RainTestCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "test",
            abstract: say("Noter un essai d'infiltration.", "Record an infiltration test."),
            discussion: say(
                "EXEMPLE : campus-atlas rain test ales.gpkg --at 4.0881,44.1331 --on 2026-05-04 --rate 42mm/h "
                    + "--method \"double anneau\" --by Camille",
                "EXAMPLE: campus-atlas rain test ales.gpkg --at 4.0881,44.1331 --on 2026-05-04 --rate 42mm/h "
                    + "--method \"double ring\" --by Camille"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(parsing: .unconditional, help: .place)
    var at: String
    @Option(help: ArgumentHelp(say("Le jour de l'essai.", "The day of the test."), valueName: "AAAA-MM-JJ"))
    var on: String
    @Option(help: ArgumentHelp(say("Vitesse, avec son unité.", "Rate, with its unit."), valueName: "42mm/h"))
    var rate: String
    @Option(help: ArgumentHelp(say("Comment : double anneau, Porchet…", "How: double ring, Porchet…")))
    var method: String
    @Option(help: ArgumentHelp(say("Numéro des travaux.", "Number of the works.")))
    var works: Int64?
    @Option(help: ArgumentHelp(say("Qui a fait l'essai.", "Who made the test.")))
    var by: String?

    func run() throws {
        let atlas = try self.atlas.open()
        let test = InfiltrationTest(
            at: try atlas.position(typed: at), on: try .option(on), rate: try InfiltrationRate(rate), method: method,
            works: works)
        try atlas.record(test, by: by).warn(of: at)
        print(say("Essai noté : ", "Test recorded: ") + NumberText.short(test.rate.millimetresPerHour) + "\u{00A0}mm/h")
    }
}

extension ArgumentHelp {
    /// Where a point is.
    static var place: ArgumentHelp {
        ArgumentHelp(
            say(
                "Le point : longitude,latitude, ou x,y du système de travail.",
                "The point: longitude,latitude, or x,y of the working system."), valueName: "4.0881,44.1331")
    }
}
