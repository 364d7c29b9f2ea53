import ArgumentParser
import CampusAtlas

struct SpeciesLocalCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "local",
            abstract: say(
                "La part d'essences locales, la règle et les listes qui en décident.",
                "The share of local taxa, the rule and the lists that decide."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species local ales.gpkg --on 2026-12-31
                          campus-atlas species local ales.gpkg --why "Platanus x hispanica"
                """,
                """
                EXAMPLE: campus-atlas species local ales.gpkg --on 2026-12-31
                         campus-atlas species local ales.gpkg --why "Platanus x hispanica"
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var day: DayOption
    @Option(
        help: ArgumentHelp(
            say("Pourquoi un taxon, ou une plante, est local ou non.", "Why a taxon, or a plant, is local or not."),
            valueName: "nom|uuid"))
    var why: String?
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        let day = try day.day()
        if let why {
            let answer = try opened.localWhy(why, on: day)
            if json {
                print(String(decoding: answer.json(), as: UTF8.self))
            } else {
                for line in answer.lines { print(line) }
            }
            return
        }
        let (report, standings) = try opened.localStandings(on: day)
        if json {
            print(String(decoding: try report.json(standings), as: UTF8.self))
        } else {
            for line in report.lines(standings) { print(line) }
        }
    }
}
