public import ArgumentParser
public import CampusAtlas

struct PlantsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "plants",
            abstract: say(
                "Arbres, arbustes, haies et massifs, identifiés pour la vie.",
                "Trees, shrubs, hedges and beds, identified for life."),
            discussion: say(
                """
                EXEMPLE : campus-atlas plants add ales.gpkg "Quercus ilex" --at 4.088,44.133 --planted 2026-11-10 --lot L-12 --vegetal-local
                          campus-atlas plants measure ales.gpkg 3f2b… --on 2027-06-01 --height 2.4 --girth 9
                          campus-atlas attach ales.gpkg plant 3f2b… photo.jpg

                Planté ou spontané se dit de chaque plante ligneuse ; indigène ou non se lit dans les listes.
                """,
                """
                EXAMPLE: campus-atlas plants add ales.gpkg "Quercus ilex" --at 4.088,44.133 --planted 2026-11-10 --lot L-12 --vegetal-local
                         campus-atlas plants measure ales.gpkg 3f2b… --on 2027-06-01 --height 2.4 --girth 9
                         campus-atlas attach ales.gpkg plant 3f2b… photo.jpg

                Planted or spontaneous is said of each woody plant; native or not is read in the lists.
                """),
            subcommands: [Add.self, Import.self, Remove.self, Measure.self, List.self, Show.self])
    }

    fileprivate static func configuration(
        _ name: String, _ fr: String, _ en: String, example: String
    ) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name, abstract: say(fr, en),
            discussion: say("EXEMPLE : campus-atlas plants \(example)", "EXAMPLE: campus-atlas plants \(example)"))
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            PlantsCommand.configuration(
                "add", "Inscrire une plante.", "Record a plant.",
                example: #"add ales.gpkg "Quercus ilex" --at 4.088,44.133 --planted 2026-11-10 --by Camille"#)
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le nom scientifique.", "The scientific name.")))
        var name: String
        @Option(parsing: .unconditional, help: .place)
        var at: String
        @Option(
            help: ArgumentHelp(
                say(
                    "tree, shrub, climber, hedge, bed ou herb (celui du taxon si absent).",
                    "tree, shrub, climber, hedge, bed or herb (the taxon's if absent).")))
        var habit: String?
        @Option(help: ArgumentHelp(say("Le jour de plantation.", "The day of planting."), valueName: "AAAA-MM-JJ"))
        var planted: String?
        @Option(help: ArgumentHelp("planted, spontaneous"))
        var origin: String?
        @Option(help: ArgumentHelp(say("Combien d'individus.", "How many individuals.")))
        var count = 1
        @Option(help: ArgumentHelp(say("Le lot.", "The lot.")))
        var lot: String?
        @Option(
            help: ArgumentHelp(say("La pépinière ou le lieu de récolte.", "The nursery or the place of gathering.")))
        var provenance: String?
        @Flag(
            inversion: .prefixedNo,
            help: ArgumentHelp(say("Lot certifié Végétal local, ou non.", "Lot certified Végétal local, or not.")))
        var vegetalLocal: Bool?
        @Option(help: ArgumentHelp(say("La région d'origine du lot.", "The region of origin of the lot.")))
        var region: String?
        @Option(help: ArgumentHelp(say("Le certificat.", "The certificate.")))
        var certificate: String?
        @Option(
            help: ArgumentHelp(
                say("Hors de la part locale : ", "Outside the local share: ")
                    + PlantExemption.allCases.map(\.rawValue).joined(separator: ", ")))
        var exempt: PlantExemption?
        @Option(help: ArgumentHelp(say("Son étiquette.", "Its label.")))
        var label: String?
        @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
        var remark: String?
        @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
        var by: String?

        func run() throws {
            let opened = try atlas.open()
            var from = PlantLot()
            from.number = lot
            from.provenance = provenance
            from.isVegetalLocal = vegetalLocal
            from.region = region
            from.certificate = certificate
            var plant = NewPlant(
                name, at: try opened.position(typed: at),
                origin: try PlantOrigin(origin, plantedOn: planted.map { try .option($0) }, lot: from))
            plant.habit = habit
            plant.individuals = count
            plant.exemption = exempt
            plant.name = label
            plant.remark = remark
            let uuid = try opened.add(plant, by: by)
            print(uuid)
            let why = try opened.localWhy(uuid, on: .today)
            for verdict in why.verdicts { tell("\(name): \(verdict.verdict.explanation[Speech.language])") }
        }
    }

    struct Import: ParsableCommand {
        static var configuration: CommandConfiguration {
            PlantsCommand.configuration(
                "import", "Faire entrer un fichier de plantes (points) ou de massifs (surfaces).",
                "Take a file of plants (points) or of beds (surfaces) in.",
                example: "import ales.gpkg massifs.geojson --set planted_on=2026-11-10")
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
        var file: String
        @Flag(
            inversion: .prefixedNo,
            help: ArgumentHelp(
                say(
                    "Les lignes d'un tableau sont des massifs, en WKT, ou non.",
                    "The rows of a table are beds, in WKT, or not.")))
        var beds: Bool?
        @OptionGroup var importing: ImportArguments

        func run() throws {
            let options = try importing.options()
            let opened = try atlas.open()
            let bar = ProgressBar(file)
            defer { bar.end() }
            let report = try opened.importPlants(from: file, options: options, areBeds: beds, progress: bar.show)
            bar.end()
            try importing.tellWhatBecame(report)
        }
    }

    struct Remove: ParsableCommand {
        static var configuration: CommandConfiguration {
            PlantsCommand.configuration(
                "remove", "Mettre fin à une plante : elle reste dans l'atlas, avec son histoire.",
                "End a plant: it stays in the atlas, with its history.",
                example: #"remove ales.gpkg 3f2b… --on 2027-02-01 --reason "Tempête""#)
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("L'identité (uuid).", "The identity (uuid).")))
        var uuid: String
        @Option(
            help: ArgumentHelp(
                say("Le premier jour où elle n'est plus là.", "The first day it is no longer there."),
                valueName: "AAAA-MM-JJ"))
        var on: String
        @Flag(help: ArgumentHelp(say("Remplacée par une autre.", "Replaced by another.")))
        var replaced = false
        @OptionGroup var author: AuthorOptions

        func run() throws {
            try atlas.open().removePlant(
                uuid, on: .option(on), as: replaced ? .replaced : .felled, reason: author.reason, by: author.by)
        }
    }

    struct Measure: ParsableCommand {
        static var configuration: CommandConfiguration {
            PlantsCommand.configuration(
                "measure", "Inscrire une mesure, une taille, une inspection.",
                "Record a measure, a pruning, an inspection.",
                example: "measure ales.gpkg 3f2b… --on 2027-06-01 --height 2.4 --girth 9 --crown 1.2")
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("L'identité (uuid).", "The identity (uuid).")))
        var uuid: String
        @OptionGroup var day: DayOption
        @Option(
            help: ArgumentHelp(
                say("Ce qui fut fait : ", "What was done: ")
                    + PlantEvent.Kind.allCases.filter { !$0.isEnd }.map(\.rawValue).joined(separator: ", ")))
        var kind: PlantEvent.Kind = .measured
        @Option(help: ArgumentHelp(say("La hauteur, en mètres.", "The height, in metres.")))
        var height: Double?
        @Option(
            help: ArgumentHelp(
                say("La circonférence à 1,30 m, en centimètres.", "The girth at 1.30 m, in centimetres.")))
        var girth: Double?
        @Option(help: ArgumentHelp(say("Le diamètre du houppier, en mètres.", "The crown's diameter, in metres.")))
        var crown: Double?
        @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
        var remark: String?
        @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
        var by: String?

        func run() throws {
            var event = PlantEvent(kind, on: try day.day())
            event.height = height
            event.girth = girth
            event.crown = crown
            event.remark = remark
            try atlas.open().record(event, ofPlant: uuid, by: by)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            PlantsCommand.configuration(
                "list", "Les plantes et les massifs.", "The plants and beds.",
                example: "list ales.gpkg --origin planted --on 2026-12-31")
        }

        @OptionGroup var atlas: AtlasOptions
        @OptionGroup var day: DayOption
        @Option(help: ArgumentHelp("planted, spontaneous, unknown"))
        var origin: String?
        @Flag(help: ArgumentHelp(say("Aussi ce qui n'est plus là.", "What is no longer there too.")))
        var all = false

        func run() throws {
            let opened = try atlas.open(readOnly: true)
            let words = try PlantWords(opened)
            let plants = try opened.plants(on: all ? nil : day.day())
                .filter { origin == nil || $0.origin == origin }
            print(
                [
                    "uuid", "table", "taxon", say("port", "habit"), say("individus", "individuals"),
                    say("origine", "origin"), say("planté le", "planted on"), say("enlevé le", "removed on"), "lot",
                    say("exemption", "exemption"),
                ].joined(separator: "\t"))
            for plant in plants {
                print(
                    [
                        plant.uuid, plant.table, plant.scientificName, words.habit(plant) ?? "",
                        plant.individuals.map(String.init) ?? "", words.origin(plant),
                        plant.plantedOn?.description ?? "",
                        plant.removedOn?.description ?? "", plant.lot.number ?? "",
                        plant.exemption?.label[Speech.language] ?? "",
                    ].joined(separator: "\t"))
            }
        }
    }

    struct Show: ParsableCommand {
        static var configuration: CommandConfiguration {
            PlantsCommand.configuration(
                "show", "Une plante et son histoire.", "A plant and its history.", example: "show ales.gpkg 3f2b…")
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("L'identité (uuid).", "The identity (uuid).")))
        var uuid: String

        func run() throws {
            let opened = try atlas.open(readOnly: true)
            for line in try opened.plant(uuid).lines(PlantWords(opened)) { print(line) }
        }
    }
}

extension PlantExemption: ExpressibleByArgument {}
extension PlantEvent.Kind: ExpressibleByArgument {}

/// The words for what plants hold as codes.
private struct PlantWords {
    private let habits: [String: Bilingual]
    private let origins: [String: Bilingual]

    init(_ atlas: Atlas) throws {
        habits = try atlas.vocabulary("habit")
        origins = try atlas.vocabulary("growth_origin")
    }

    func habit(_ plant: PlantRecord) -> String? { plant.habit.map { habits[$0]?[Speech.language] ?? $0 } }
    func origin(_ plant: PlantRecord) -> String { origins[plant.origin]?[Speech.language] ?? plant.origin }
}

extension PlantRecord {
    fileprivate func lines(_ words: PlantWords) -> [String] {
        let certified = lot.isVegetalLocal.map {
            $0 ? say("Végétal local", "Végétal local") : say("non Végétal local", "not Végétal local")
        }
        let from = [lot.number, lot.provenance, certified, lot.region, lot.certificate].compactMap(\.self)
        var lines = [([name, scientificName].compactMap(\.self) + ["[\(uuid)]"]).joined(separator: " — ")]
        lines.append(
            "  "
                + [
                    words.habit(self), individuals.map { NumberText.count($0) + say(" individus", " individuals") },
                    words.origin(self),
                ]
                .compactMap(\.self).joined(separator: ", "))
        if !from.isEmpty { lines.append("  lot : " + from.joined(separator: ", ")) }
        if let exemption { lines.append("  " + say("exempté : ", "exempt: ") + exemption.label[Speech.language]) }
        if let remark { lines.append("  " + remark) }
        return lines + history.map { "  " + $0.line }
    }
}

extension PlantEvent {
    fileprivate var line: String {
        func measure(_ label: String, _ value: Double?, _ unit: String) -> String? {
            value.map { "\(label) \(NumberText.fixed($0, 2)) \(unit)" }
        }
        let details = [
            measure(say("hauteur", "height"), height, "m"), measure(say("circonférence", "girth"), girth, "cm"),
            measure(say("houppier", "crown"), crown, "m"), person, remark,
        ].compactMap(\.self)
        return
            ([day.description, kind.label[Speech.language]]
            + (details.isEmpty ? [] : [details.joined(separator: ", ")]))
            .joined(separator: "  ")
    }
}
