import ArgumentParser
import CampusAtlas

struct WasteRatesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rates",
            abstract: say("La même année sous six définitions.", "The same year under six definitions."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste rates ales.gpkg --year 2026
                          campus-atlas waste rates ales.gpkg --year 2026 --between eu-2019-1004,true

                Chaque taux porte sa définition, son périmètre, ses bornes, la part connue et la part pesée.
                """,
                """
                EXAMPLE: campus-atlas waste rates ales.gpkg --year 2026
                         campus-atlas waste rates ales.gpkg --year 2026 --between eu-2019-1004,true

                Each rate bears its definition, perimeter, bounds, known share and weighed share.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var period: WasteYearOptions
    @Option(
        help: ArgumentHelp(
            say("L'année d'où compter le progrès vers zéro.", "The year from which progress to zero counts."),
            valueName: "2023"))
    var base: Int?
    @Option(
        help: ArgumentHelp(
            say("Expliquer l'écart entre deux définitions.", "Explain the difference of two definitions."),
            valueName: "id,id"))
    var between: String?
    @Flag(help: ArgumentHelp(say("Les tableaux GRI 306 et HESA.", "The tables of GRI 306 and HESA.")))
    var tables = false
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let rates = try atlas.open(readOnly: true).wasteRates(year: period.year, campus: period.campus, base: base)
        if json { return print(String(decoding: try rates.json(), as: UTF8.self)) }
        guard let between else {
            print(rates.text)
            if tables { print("\n" + rates.tables) }
            return
        }
        let ids = between.split(separator: ",").map(String.init)
        guard ids.count == 2 else {
            throw ValidationError(
                say(
                    "--between : deux définitions, « eu-2019-1004,true »",
                    "--between: two definitions, 'eu-2019-1004,true'"))
        }
        print(try rates.difference(from: ids[0], to: ids[1]).text)
    }
}

/// A year of waste, of one campus or of all.
struct WasteYearOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("L'année.", "The year."), valueName: "2026"))
    var year: Int
    @Option(help: ArgumentHelp(say("Un campus (tous si absent).", "One campus (all if absent).")))
    var campus: String?
}
