public import ArgumentParser
public import CampusAtlas

extension SpeciesGrouping: ExpressibleByArgument {}

struct SpeciesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "species",
            abstract: say(
                "Le livre du vivant : ce qui vit ici, et à quel point on le sait.",
                "The species book: what lives here, and how well it is known."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species import ales.gpkg 0012345-250101.zip
                          campus-atlas species diversity ales.gpkg --by parcel --coverage 0.9
                          campus-atlas species before-after ales.gpkg --works 1 --controls "AB 12,AB 15"
                """,
                """
                EXAMPLE: campus-atlas species import ales.gpkg 0012345-250101.zip
                         campus-atlas species diversity ales.gpkg --by parcel --coverage 0.9
                         campus-atlas species before-after ales.gpkg --works 1 --controls "AB 12,AB 15"
                """),
            subcommands: [
                SpeciesImport.self, SpeciesListCommand.self, SpeciesMetadata.self, CheckArchive.self,
                SpeciesDiversityCommand.self, SpeciesBeforeAfterCommand.self,
            ])
    }
}

struct SpeciesDiversityCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diversity",
            abstract: say(
                "Richesse et nombres de Hill à couverture égale, par parcelle, campus ou année.",
                "Richness and Hill numbers at equal coverage, by parcel, campus or year."),
            discussion: say(
                "EXEMPLE : campus-atlas species diversity ales.gpkg --by parcel --coverage 0.9",
                "EXAMPLE: campus-atlas species diversity ales.gpkg --by parcel --coverage 0.9"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("Une ligne par…", "One line per…")))
    var by: SpeciesGrouping = .campus
    @Option(
        help: ArgumentHelp(
            say(
                "Couverture commune (la plus grande que tous atteignent, si absente).",
                "Common coverage (the largest that all reach, if absent)."), valueName: "0.9"))
    var coverage: Double?
    @Option(help: ArgumentHelp(say("Les observations de cette année seulement.", "That year's observations only.")))
    var year: Int?
    @OptionGroup var day: DayOption
    @Flag(
        help: ArgumentHelp(
            say("Compter aussi le planté et le captif.", "Count the planted and the captive too.")))
    var withCultivated = false
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let report = try Atlas.open(atlas.atlas, readOnly: true)
            .speciesDiversity(
                by: by, on: day.day(), year: year, coverage: coverage, withCultivated: withCultivated)
        print(json ? String(decoding: try report.json(), as: UTF8.self) : report.lines(by).joined(separator: "\n"))
    }
}

struct SpeciesBeforeAfterCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "before-after",
            abstract: say(
                "Le vivant avant et après des travaux, face à des parcelles témoins (BACI).",
                "What lived before and after works, against control parcels (BACI)."),
            discussion: say(
                "EXEMPLE : campus-atlas species before-after ales.gpkg --works 1 --controls \"AB 12,AB 15\"",
                "EXAMPLE: campus-atlas species before-after ales.gpkg --works 1 --controls \"AB 12,AB 15\""))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("Le numéro des travaux.", "The number of the works.")))
    var works: Int64
    @Option(
        help: ArgumentHelp(
            say("Parcelles témoins, séparées par des virgules.", "Control parcels, apart by commas.")))
    var controls: String
    @Option(
        help: ArgumentHelp(
            say("Premier jour d'après (l'achèvement si absent).", "First day of after (completion if absent)."),
            valueName: "AAAA-MM-JJ"))
    var on: String?
    @Option(help: ArgumentHelp(say("Années regardées de chaque côté.", "Years looked at on each side.")))
    var years = 3
    @Flag(
        help: ArgumentHelp(
            say("Compter aussi le planté et le captif.", "Count the planted and the captive too.")))
    var withCultivated = false

    func validate() throws {
        guard years < 1 else { return }
        throw ValidationError(say("--years : 1 au moins", "--years: 1 at least"))
    }

    func run() throws {
        let names = controls.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
        let report = try Atlas.open(atlas.atlas, readOnly: true)
            .speciesBeforeAfter(
                works: works, controls: names, on: on.map { try .option($0) }, years: years,
                withCultivated: withCultivated)
        print(report.lines.joined(separator: "\n"))
    }
}
