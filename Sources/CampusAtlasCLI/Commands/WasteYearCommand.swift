import ArgumentParser
import CampusAtlas

struct WasteYearCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "year",
            abstract: say(
                "L'année, flux par mois : mesuré, estimé, zéro affirmé, manquant.",
                "The year, stream by month: measured, estimated, affirmed zero, missing."),
            discussion: say(
                "EXEMPLE : campus-atlas waste year ales.gpkg 2026 --provisional",
                "EXAMPLE: campus-atlas waste year ales.gpkg 2026 --provisional"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("L'année.", "The year.")))
    var year: Int
    @Option(
        name: [.customLong("campus"), .customLong("site")],
        help: ArgumentHelp(say("Un seul campus.", "One campus only.")))
    var campus: String?
    @Flag(
        help: ArgumentHelp(
            say(
                "Une estimation provisoire à la place de ce qui manque ; aucun chiffre ne la compte.",
                "A provisional estimate in place of what is missing; no figure counts it.")))
    var provisional = false
    @Flag(help: ArgumentHelp(say("En JSON, en grammes.", "As JSON, in grams.")))
    var json = false

    func run() throws {
        let year = try atlas.open(readOnly: true).wasteYear(self.year, campus: campus, provisional: provisional)
        print(json ? String(decoding: try year.json(), as: UTF8.self) : year.text)
    }
}
