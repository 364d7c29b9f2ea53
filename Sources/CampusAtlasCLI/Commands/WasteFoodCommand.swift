import ArgumentParser
import CampusAtlas

struct WasteFoodCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "food",
            abstract: say(
                "Les déchets alimentaires par repas : les 17 champs de ma-cantine.",
                "Food waste per meal: the 17 fields of ma-cantine."),
            discussion: say(
                "EXEMPLE : campus-atlas waste food list ales.gpkg", "EXAMPLE: campus-atlas waste food list ales.gpkg"),
            subcommands: [Add.self, List.self, Export.self])
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add",
                abstract: say("Noter une campagne de pesée.", "Record a weighing campaign."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste food add ales.gpkg --from 2026-03-02 --to 2026-03-06 --meals 1850 --total 214kg \
                    --preparation 60kg --preparation-edible 12kg --unserved 74kg --leftovers 80kg

                    Les périodes d'une cantine ne se recouvrent pas ; la fin est passée.
                    """,
                    """
                    EXAMPLE: campus-atlas waste food add ales.gpkg --from 2026-03-02 --to 2026-03-06 --meals 1850 --total 214kg \
                    --preparation 60kg --preparation-edible 12kg --unserved 74kg --leftovers 80kg

                    The periods of a canteen do not overlap; their end is past.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("La cantine, s'il y en a plusieurs.", "The canteen, if there are several.")))
        var canteen: String?
        @Option(help: ArgumentHelp(say("Premier jour.", "First day."), valueName: "AAAA-MM-JJ"))
        var from: String
        @Option(help: ArgumentHelp(say("Dernier jour.", "Last day."), valueName: "AAAA-MM-JJ"))
        var to: String
        @Option(help: ArgumentHelp(say("Repas servis.", "Meals served.")))
        var meals: Int?
        @Option(help: ArgumentHelp(say("Masse totale.", "Total mass."), valueName: "214kg"))
        var total: String?
        @OptionGroup var sources: FoodSourceOptions
        @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
        var by: String?

        func run() throws {
            let measurement = try FoodWasteMeasurement(
                canteen: canteen, from: .option(from), to: .option(to), meals: meals,
                total: total.map { try TypedMass($0).grams }, sources: sources.masses())
            try atlas.open().record(measurement, by: by)
            print(measurement.line)
            guard measurement.gramsPerMeal != nil else { return }
            for benchmark in FoodWasteMeasurement.Benchmark.published {
                print(
                    say("  repère : ", "  benchmark: ") + "\(benchmark.gramsPerMeal) g"
                        + say(" par repas, ", " per meal, ") + benchmark.source)
            }
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les campagnes de pesée.", "The weighing campaigns."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste food list ales.gpkg",
                    "EXAMPLE: campus-atlas waste food list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            for measurement in try atlas.open(readOnly: true).foodWasteMeasurements() { print(measurement.line) }
        }
    }

    struct Export: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "export",
                abstract: say("Les 17 champs de ma-cantine, en CSV.", "The 17 fields of ma-cantine, as CSV."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste food export ales.gpkg > pesees.csv",
                    "EXAMPLE: campus-atlas waste food export ales.gpkg > measurements.csv"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            let csv = try atlas.open(readOnly: true).foodWasteMeasurements().csv()
            print(String(decoding: csv, as: UTF8.self), terminator: "")
        }
    }
}

/// What each source gave, and how much of it could have been eaten.
struct FoodSourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("Préparation.", "Preparation."), valueName: "60kg"))
    var preparation: String?
    @Option(help: ArgumentHelp(say("  dont comestible.", "  of which edible."), valueName: "12kg"))
    var preparationEdible: String?
    @Option(help: ArgumentHelp(say("  dont non comestible.", "  of which inedible."), valueName: "48kg"))
    var preparationInedible: String?
    @Option(help: ArgumentHelp(say("Non servi.", "Unserved."), valueName: "74kg"))
    var unserved: String?
    @Option(help: ArgumentHelp(say("  dont comestible.", "  of which edible."), valueName: "74kg"))
    var unservedEdible: String?
    @Option(help: ArgumentHelp(say("  dont non comestible.", "  of which inedible."), valueName: "0kg"))
    var unservedInedible: String?
    @Option(help: ArgumentHelp(say("Restes d'assiette.", "Plate leftovers."), valueName: "80kg"))
    var leftovers: String?
    @Option(help: ArgumentHelp(say("  dont comestible.", "  of which edible."), valueName: "70kg"))
    var leftoversEdible: String?
    @Option(help: ArgumentHelp(say("  dont non comestible.", "  of which inedible."), valueName: "10kg"))
    var leftoversInedible: String?

    func masses() throws -> [FoodWasteMeasurement.Source: FoodWasteMeasurement.Masses] {
        func masses(_ total: String?, _ edible: String?, _ inedible: String?) throws -> FoodWasteMeasurement.Masses {
            FoodWasteMeasurement.Masses(
                total: try total.map { try TypedMass($0).grams }, edible: try edible.map { try TypedMass($0).grams },
                inedible: try inedible.map { try TypedMass($0).grams })
        }
        return [
            .preparation: try masses(preparation, preparationEdible, preparationInedible),
            .unserved: try masses(unserved, unservedEdible, unservedInedible),
            .leftovers: try masses(leftovers, leftoversEdible, leftoversInedible),
        ]
    }
}

extension FoodWasteMeasurement {
    /// What a person reads of it: food waste until the edible part stands apart.
    fileprivate var line: String {
        var parts = ["\(start) – \(end)"]
        if let canteen { parts.append(canteen) }
        parts.append(mass.map { NumberText.kilograms($0) + "\u{00A0}kg" } ?? say("masse inconnue", "mass unknown"))
        if let gramsPerMeal {
            parts.append(
                NumberText.fixed(gramsPerMeal, 0)
                    + say(" g de déchets alimentaires par repas", " g of food waste per meal"))
        }
        if let edibleGramsPerMeal {
            parts.append(
                say("dont gaspillés : ", "of which wasted: ") + NumberText.fixed(edibleGramsPerMeal, 0) + "\u{00A0}g")
        }
        return parts.joined(separator: " · ")
    }
}
