public import ArgumentParser
public import CampusAtlas
import Foundation

struct WorksCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "works",
            abstract: say(
                "Les travaux de désimperméabilisation, de l'idée à la vérification.",
                "Desealing works, from the idea to the verification."),
            discussion: say(
                """
                EXEMPLE : campus-atlas works add ales.gpkg "Parking nord : noue" noue.geojson --to swale --by Camille
                          campus-atlas works plan ales.gpkg 1 --status funded --cost "terrassement=12000,50" --due 2027-03-01
                          campus-atlas works complete ales.gpkg 1 --on 2027-02-20 --by Camille
                          campus-atlas works what-if ales.gpkg
                """,
                """
                EXAMPLE: campus-atlas works add ales.gpkg "North car park: swale" swale.geojson --to swale --by Camille
                         campus-atlas works plan ales.gpkg 1 --status funded --cost "earthworks=12000.50" --due 2027-03-01
                         campus-atlas works complete ales.gpkg 1 --on 2027-02-20 --by Camille
                         campus-atlas works what-if ales.gpkg
                """),
            subcommands: [
                WorksAddCommand.self, WorksPlanCommand.self, WorksStartCommand.self, WorksCompleteCommand.self,
                WorksVerifyCommand.self, WorksCancelCommand.self, WorksListCommand.self, WorksShowCommand.self,
                WorksWhatIfCommand.self, WorksFileCommand.self,
            ], defaultSubcommand: WorksListCommand.self)
    }
}

extension WorksStatus: ExpressibleByArgument {}
extension WorksCost.Kind: ExpressibleByArgument {}

/// Works by their number, on a day, by someone.
struct WorksStepOptions: ParsableArguments {
    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le numéro des travaux.", "The number of the works.")))
    var number: Int64
    @OptionGroup var day: DayOption
    @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
    var by: String?
}

struct WorksAddCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add",
            abstract: say("Inscrire une idée : une emprise et ce que le sol y devient.", "Record an idea."),
            discussion: say(
                """
                EXEMPLE : campus-atlas works add ales.gpkg "Parking nord : noue" noue.geojson --to swale --use green

                Le fichier a un polygone par surface projetée ; sa colonne surface_type l'emporte sur --to.
                À la place d'un fichier, --parcel prend l'emprise d'une parcelle, par sa référence ou son nom.
                """,
                """
                EXAMPLE: campus-atlas works add ales.gpkg "North car park: swale" swale.geojson --to swale --use green

                The file has a polygon for each planned surface; its surface_type column comes before --to.
                In place of a file, --parcel takes the shape of a parcel, by its reference or its name.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le nom des travaux.", "The name of the works.")))
    var name: String
    @Argument(help: ArgumentHelp(say("Le fichier de l'emprise.", "The file of the footprint.")))
    var file: String?
    @OptionGroup var drawing: DrawingOptions
    @Option(help: ArgumentHelp(say("L'emprise est celle de cette parcelle.", "The footprint is that of this parcel.")))
    var parcel: String?
    @Option(help: ArgumentHelp(say("Ce que le sol devient : un type.", "What the ground becomes: a type.")))
    var to: String?
    @Option(help: ArgumentHelp(LandUse.allCases.map(\.rawValue).joined(separator: ", ")))
    var use: LandUse?
    @Flag(
        help: ArgumentHelp(
            say("Ne garder que ce qui est dans le campus.", "Keep only what lies inside the campus.")))
    var clip = false
    @OptionGroup var day: DayOption
    @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
    var by: String?

    func validate() throws {
        guard (file == nil) == (parcel == nil) else { return }
        throw ValidationError(
            say("Donnez le fichier de l'emprise, ou --parcel.", "Give the file of the footprint, or --parcel."))
    }

    func run() throws {
        let opened = try atlas.open()
        var surfaces: [NewSurface] = []
        if let file { surfaces = try opened.newSurfaces(file, drawing, type: to, use: use) }
        if let parcel {
            guard let to else { throw WorksError.nothingPlanned }
            surfaces = [NewSurface(surfaceType: to, geometry: try opened.parcelShape(parcel), landUse: use)]
        }
        let number = try opened.addWorks(name, surfaces: surfaces, on: day.day(), clip: clip, by: by)
        print(say("travaux n° \(number) : \(name)", "works no. \(number): \(name)"))
        print(try opened.effect(ofWorks: number, on: day.day()).lines(opened.surfaceTypes()).joined(separator: "\n"))
        for other in try opened.worksOverlapping(number) {
            tell(
                say(
                    "attention : partage du terrain avec les travaux n° \(other.number) (\(other.name)) ; le dernier achevé l'emporte",
                    "warning: shares ground with works no. \(other.number) (\(other.name)); the last completed wins"))
        }
    }
}

struct WorksPlanCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "plan",
            abstract: say(
                "Préciser des travaux : coûts, subvention, stockage, arbres, places.",
                "Say more of works: costs, grant, storage, trees, places."),
            discussion: say(
                """
                EXEMPLE : campus-atlas works plan ales.gpkg 1 --status funded --due 2027-03-01 \\
                            --cost "terrassement=12000,50" --cost "plantation=3400" --cost-kind quote \\
                            --grant "Agence de l'eau RMC;dossier=2026-118;taux=70" --storage 4200 \\
                            --plant "Quercus ilex=6" --fell "Robinia pseudoacacia=1" --parking 40:32 --sewer combined_sewer

                Les montants sont hors taxes, en euros.
                """,
                """
                EXAMPLE: campus-atlas works plan ales.gpkg 1 --status funded --due 2027-03-01 \\
                           --cost "earthworks=12000.50" --cost "planting=3400" --cost-kind quote \\
                           --grant "Agence de l'eau RMC;file=2026-118;rate=70" --storage 4200 \\
                           --plant "Quercus ilex=6" --fell "Robinia pseudoacacia=1" --parking 40:32 --sewer combined_sewer

                Amounts are before tax, in euros.
                """))
    }

    @OptionGroup var works: WorksStepOptions
    @Option(help: ArgumentHelp("study, funded, works"))
    var status: WorksStatus?
    @Option(help: ArgumentHelp(say("L'échéance.", "The due day."), valueName: "AAAA-MM-JJ"))
    var due: String?
    @Option(help: ArgumentHelp(say("Une ligne de coût, en euros hors taxes.", "A cost line."), valueName: "label=€"))
    var cost: [String] = []
    @Option(help: ArgumentHelp("estimate, quote, invoice"))
    var costKind: WorksCost.Kind = .estimate
    @Option(help: ArgumentHelp(say("Une subvention.", "A grant."), valueName: "agence;dossier=…;taux=70;montant=…"))
    var grant: [String] = []
    @Option(help: ArgumentHelp(say("Stockage de pluie, en litres.", "Rain storage, in litres."), valueName: "L"))
    var storage: Int?
    @Option(help: ArgumentHelp(say("Arbres plantés.", "Trees planted."), valueName: "espèce=n"))
    var plant: [String] = []
    @Option(help: ArgumentHelp(say("Arbres abattus.", "Trees felled."), valueName: "espèce=n"))
    var fell: [String] = []
    @Option(help: ArgumentHelp(say("Places de stationnement.", "Parking places."), valueName: "avant:après"))
    var parking: String?
    @Option(help: ArgumentHelp(say("Ombre créée, en m².", "Shade made, in m²."), valueName: "m²"))
    var shade: Double?
    @Option(help: ArgumentHelp("combined_sewer, stormwater_sewer, none"))
    var sewer: String?
    @Option(help: ArgumentHelp(say("La fiche action.", "The action sheet.")))
    var sheet: String?
    @Option(help: ArgumentHelp(say("Une remarque.", "A remark.")))
    var remark: String?

    func run() throws {
        var details = WorksDetails()
        details.due = try due.map { try .option($0) }
        details.costs = try cost.map { line in
            let (label, amount) = try Self.pair(line)
            return WorksCost(label: label, kind: costKind, cents: try Self.cents(amount))
        }
        details.grants = try grant.map(Self.grant)
        details.storageLitres = storage
        details.trees =
            try plant.map { try Self.trees($0, .planted) } + fell.map { try Self.trees($0, .felled) }
        if let parking {
            let places = parking.split(separator: ":").compactMap { Int($0) }
            guard places.count == 2 else {
                throw ValidationError(
                    say("--parking : « 40:32 », avant:après.", "--parking: '40:32', before:after."))
            }
            (details.parkingBefore, details.parkingAfter) = (places[0], places[1])
        }
        details.shade = shade
        if let sewer {
            guard ["combined_sewer", "stormwater_sewer", "none"].contains(sewer) else {
                throw ValidationError("--sewer: combined_sewer, stormwater_sewer, none")
            }
            details.sewerLeft = sewer
        }
        details.actionSheet = sheet
        details.remark = remark
        let opened = try works.atlas.open()
        try opened.planWorks(works.number, details, status: status, on: works.day.day(), by: works.by)
        print(try opened.works(works.number).heading)
    }

    private static func pair(_ text: String) throws -> (String, String) {
        guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
            throw ValidationError(say("« \(text) » : il faut « nom=valeur ».", "'\(text)': 'name=value' is needed."))
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    private static func cents(_ text: String) throws -> Int {
        let plain = text.filter { !$0.isWhitespace && $0 != "\u{202F}" && $0 != "€" }.replacing(",", with: ".")
        guard let amount = Decimal(string: plain, locale: Locale(identifier: "en_US_POSIX")), amount >= 0,
            plain.wholeMatch(of: /[0-9]+(\.[0-9]{1,2})?/) != nil
        else {
            throw ValidationError(
                say(
                    "« \(text) » n'est pas un montant : 12000,50 (deux décimales au plus, sans séparateur de milliers).",
                    "'\(text)' is not an amount: 12000.50 (two decimals at most, no thousands separator)."))
        }
        return NSDecimalNumber(decimal: amount * 100).intValue
    }

    private static func grant(_ text: String) throws -> WorksGrant {
        var parts = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let agency = parts.first, !agency.contains("=") else {
            throw ValidationError(
                say("--grant : « agence;dossier=…;taux=70 ».", "--grant: 'agency;file=…;rate=70'."))
        }
        parts.removeFirst()
        var grant = WorksGrant(agency: agency)
        for part in parts {
            let (key, value) = try pair(part)
            switch key {
            case "dossier", "file": grant.fileNumber = value
            case "montant", "amount": grant.cents = try cents(value)
            case "taux", "rate":
                guard let percent = Double(value.replacing(",", with: ".").replacing("%", with: "")),
                    (0...100).contains(percent)
                else {
                    throw ValidationError(
                        say("« \(value) » : un taux va de 0 à 100 %.", "'\(value)': a rate goes from 0 to 100%."))
                }
                grant.rate = percent / 100
            default:
                throw ValidationError(
                    say(
                        "« \(key) » : dossier, taux ou montant.", "'\(key)': file, rate or amount."))
            }
        }
        return grant
    }

    private static func trees(_ text: String, _ act: WorksTrees.Act) throws -> WorksTrees {
        let (name, number) = try pair(text)
        guard let count = Int(number), count > 0 else {
            throw ValidationError(say("« \(text) » : un nombre d'arbres.", "'\(text)': a number of trees."))
        }
        return WorksTrees(act: act, scientificName: name, count: count)
    }
}

struct WorksStartCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "start", abstract: say("Les travaux commencent.", "Works begin."),
            discussion: say(
                "EXEMPLE : campus-atlas works start ales.gpkg 1 --on 2027-01-10",
                "EXAMPLE: campus-atlas works start ales.gpkg 1 --on 2027-01-10"))
    }

    @OptionGroup var works: WorksStepOptions

    func run() throws {
        let opened = try works.atlas.open()
        try opened.startWorks(works.number, on: works.day.day(), by: works.by)
        print(try opened.works(works.number).heading)
    }
}

struct WorksCompleteCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "complete",
            abstract: say(
                "Les travaux sont faits : le sol devient ce qui était projeté.",
                "Works are done: the ground becomes what was planned."),
            discussion: say(
                """
                EXEMPLE : campus-atlas works complete ales.gpkg 1 --on 2027-02-20 --part fait.geojson

                Avec --part, seule cette partie est faite ; le reste devient de nouveaux travaux.
                """,
                """
                EXAMPLE: campus-atlas works complete ales.gpkg 1 --on 2027-02-20 --part done.geojson

                With --part, only that part is done; the rest becomes new works.
                """))
    }

    @OptionGroup var works: WorksStepOptions
    @Option(help: ArgumentHelp(say("Le fichier de la partie faite.", "The file of the part done.")))
    var part: String?
    @OptionGroup var drawing: DrawingOptions
    @Option(help: ArgumentHelp(say("Une remarque.", "A remark.")))
    var remark: String?

    func run() throws {
        let opened = try works.atlas.open()
        let shape = try part.map { path in
            try MultiPolygon.union(
                of: opened.drawnSurfaces(from: path, crs: drawing.crs, layer: drawing.layer).map(\.surface))
        }
        let rest = try opened.completeWorks(
            works.number, on: works.day.day(), part: shape, by: works.by, remark: remark)
        print(try opened.works(works.number).heading)
        print(try opened.effect(ofWorks: works.number).lines(opened.surfaceTypes()).joined(separator: "\n"))
        if let rest {
            print(
                say(
                    "  le reste de l'emprise : travaux n° \(rest)", "  the rest of the footprint: works no. \(rest)"))
        }
    }
}

struct WorksVerifyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: say("Quelqu'un a vu que c'est fait.", "Someone has seen that it is done."),
            discussion: say(
                "EXEMPLE : campus-atlas works verify ales.gpkg 1 --by Camille",
                "EXAMPLE: campus-atlas works verify ales.gpkg 1 --by Camille"))
    }

    @OptionGroup var works: WorksStepOptions
    @Option(help: ArgumentHelp(say("Ce qui a été vu.", "What was seen.")))
    var remark: String?

    func run() throws {
        let opened = try works.atlas.open()
        try opened.verifyWorks(works.number, on: works.day.day(), by: works.by, remark: remark)
        print(try opened.works(works.number).heading)
    }
}

struct WorksCancelCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "cancel",
            abstract: say("Abandonner des travaux qui ne sont pas faits.", "Give up works that are not done."),
            discussion: say(
                "EXEMPLE : campus-atlas works cancel ales.gpkg 2 --reason \"réseau sous l'emprise\"",
                "EXAMPLE: campus-atlas works cancel ales.gpkg 2 --reason \"pipes under the footprint\""))
    }

    @OptionGroup var works: WorksStepOptions
    @Option(help: ArgumentHelp(say("Pourquoi.", "Why.")))
    var reason: String

    func run() throws {
        let opened = try works.atlas.open()
        try opened.cancelWorks(works.number, reason: reason, on: works.day.day(), by: works.by)
        print(try opened.works(works.number).heading)
    }
}
