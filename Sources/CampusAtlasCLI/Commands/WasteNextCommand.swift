import ArgumentParser
import CampusAtlas

struct WasteNextCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "next",
            abstract: say(
                "Quoi peser ensuite : ce qui resserre le plus la part des OM.",
                "What to weigh next: what most tightens the share of household waste."),
            discussion: say(
                "EXEMPLE : campus-atlas waste next ales.gpkg --year 2026",
                "EXAMPLE: campus-atlas waste next ales.gpkg --year 2026"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(
        help: ArgumentHelp(say("L'année (celle-ci si absente).", "The year (this one if absent)."), valueName: "2026"))
    var year: Int?
    @Option(help: ArgumentHelp(say("Un campus (tous si absent).", "One campus (all if absent).")))
    var campus: String?
    @Option(help: ArgumentHelp(say("Combien de lignes.", "How many lines.")))
    var limit = 10
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let list = try atlas.open(readOnly: true)
            .nextWeighings(year: year ?? CalendarDate.today.year, campus: campus)
        let shown = Array(list.prefix(max(0, limit)))
        if json { return print(String(decoding: try shown.json(), as: UTF8.self)) }
        guard !shown.isEmpty else {
            return print(say("Rien à peser de plus : tout est pesé.", "Nothing more to weigh: all is weighed."))
        }
        var table = TextTable(
            [
                say("flux", "stream"), say("où", "where"), say("pesées", "weighings"),
                say("intervalle, kg", "interval, kg"), say("part OM", "share"), say("pourquoi", "why"),
            ], right: [2, 3, 4])
        for item in shown {
            let place = [item.campus, item.container].compactMap { $0 }.joined(separator: " · ")
            table.add([
                item.stream, place, NumberText.count(item.effort), "−" + NumberText.fixed(item.reduction, 0),
                "−" + NumberText.fixed(item.gain * 100, 2) + say(" pt", " pt"), item.reason[Speech.language],
            ])
        }
        print(table.lines.joined(separator: "\n"))
    }
}
