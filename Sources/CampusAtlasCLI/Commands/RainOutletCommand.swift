import ArgumentParser
import CampusAtlas

struct RainOutletCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "outlet",
            abstract: say("Dire où va la pluie d'une surface.", "Say where the rain of a surface goes."),
            discussion: say(
                "EXEMPLE : campus-atlas rain outlet ales.gpkg --surface 0b8c…-… --to infiltration --on 2026-09-01 --by Camille",
                "EXAMPLE: campus-atlas rain outlet ales.gpkg --surface 0b8c…-… --to infiltration --on 2026-09-01 --by Camille"
            ))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("L'identité (uuid) de la surface.", "The identity (uuid) of the surface.")))
    var surface: String
    @Option(
        help: ArgumentHelp(
            Outlet.allCases.map { "\($0.rawValue) (\($0.label[Speech.language]))" }.joined(separator: ", ")))
    var to: Outlet
    @Option(help: ArgumentHelp(say("À partir de ce jour.", "From this day on."), valueName: "AAAA-MM-JJ"))
    var on: String?
    @Flag(
        help: ArgumentHelp(
            say("Rien n'a changé sur le terrain : on l'a appris.", "Nothing changed on the ground: it was learnt.")))
    var correction = false
    @Option(help: ArgumentHelp(say("Qui le dit.", "Who says so.")))
    var by: String?

    func run() throws {
        let uuid = try atlas.open()
            .retype(surface, outlet: to, on: .option(on), as: correction ? .correction : .change, by: by)
        print(uuid)
    }
}
