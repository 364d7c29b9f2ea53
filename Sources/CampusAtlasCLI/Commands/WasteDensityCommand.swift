import ArgumentParser
import CampusAtlas

struct WasteDensityCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "density",
            abstract: say(
                "Les densités apprises des pesées, par campus, flux et capacité.",
                "Densities learned from weighings, by campus, stream and capacity."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste density ales.gpkg
                          campus-atlas weigh ales.gpkg --container B-12 "47,5 kg" --fill 0,8

                Médiane des rapports masse / volume, pondérés par le volume, des pesées dont le remplissage est dit ; \
                intervalle à 90 %. Elle sert à partir de 8 pesées ; avant, la densité générique du flux.
                """,
                """
                EXAMPLE: campus-atlas waste density ales.gpkg
                         campus-atlas weigh ales.gpkg --container B-12 "47.5 kg" --fill 0.8

                Median of the ratios mass / volume, weighted by volume, of the weighings whose fill is said; 90 % interval. \
                Used from 8 weighings on; before that, the generic density of the stream.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var day: DayOption
    @Flag(help: ArgumentHelp(say("En JSON, une ligne par sorte de contenant.", "As JSON, a line for each kind.")))
    var json = false

    func run() throws {
        let on = try day.day()
        let densities = try atlas.open(readOnly: true).localDensities(by: on)
        if json {
            for density in densities { print(String(decoding: try density.json(), as: UTF8.self)) }
            return
        }
        var table = TextTable(
            [
                "campus", say("flux", "stream"), "L", "n", "kg/m³", "90 %", say("sert", "used"),
                say("à faire", "to do"),
            ], right: [2, 3, 4])
        for one in densities {
            table.add([
                one.kind.campus ?? "—", one.kind.stream, NumberText.fixed(one.kind.litres, 0), String(one.count),
                one.density.map { NumberText.fixed($0, 0) } ?? "—",
                one.interval.map { "\(NumberText.fixed($0.lowerBound, 0)) – \(NumberText.fixed($0.upperBound, 0))" }
                    ?? "—",
                one.isUsed
                    ? say("locale", "local")
                    : one.generic.map { say("générique ", "generic ") + NumberText.fixed($0, 0) } ?? "—",
                one.prompt(on: on)?.text ?? "",
            ])
        }
        for line in table.lines { print(line) }
    }
}

extension LocalDensity.Prompt {
    fileprivate var text: String {
        switch self {
        case .tooFew(let missing): say("\(missing) pesées avec --fill", "\(missing) weighings with --fill")
        case .tooWide: say("repeser : intervalle de plus de 25 %", "weigh again: interval wider than 25 %")
        case .tooOld: say("repeser : plus d'un an", "weigh again: more than a year old")
        }
    }
}
