import ArgumentParser
import CampusAtlas

struct WorksListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: say("Tous les travaux, une ligne chacun.", "All works, a line each."),
            discussion: say("EXEMPLE : campus-atlas works list ales.gpkg", "EXAMPLE: campus-atlas works list ales.gpkg")
        )
    }

    @OptionGroup var atlas: AtlasOptions

    func run() throws {
        for works in try atlas.open(readOnly: true).works() { print(works.heading) }
    }
}

struct WorksShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: say("Tout ce que l'on sait de travaux.", "All that is known of works."),
            discussion: say(
                "EXEMPLE : campus-atlas works show ales.gpkg 1", "EXAMPLE: campus-atlas works show ales.gpkg 1"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le numéro des travaux.", "The number of the works.")))
    var number: Int64
    @OptionGroup var day: DayOption

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        let effect = try opened.effect(ofWorks: number, on: day.day())
        print(effect.works.heading)
        print((try effect.lines(opened.surfaceTypes()) + effect.works.detailLines).joined(separator: "\n"))
    }
}

struct WorksWhatIfCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "what-if",
            abstract: say(
                "Si les travaux prévus étaient faits : part étanche, litres gardés, euros.",
                "If the planned works were done: sealed share, litres kept, euros."),
            discussion: say(
                "EXEMPLE : campus-atlas works what-if ales.gpkg --all-planned --depth 20mm",
                "EXAMPLE: campus-atlas works what-if ales.gpkg --all-planned --depth 20mm"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("Les numéros des travaux ; tous si absents.", "The works; all if absent.")))
    var numbers: [Int64] = []
    @Flag(help: ArgumentHelp(say("Tous les travaux prévus.", "All planned works.")))
    var allPlanned = false
    @OptionGroup var day: DayOption
    @OptionGroup var depth: DepthOption

    func validate() throws {
        guard allPlanned, !numbers.isEmpty else { return }
        throw ValidationError(
            say("Des numéros, ou --all-planned.", "Numbers, or --all-planned."))
    }

    func run() throws {
        let plan = try atlas.open(readOnly: true)
            .whatIf(works: numbers.isEmpty ? nil : numbers, on: day.day())
        print(try plan.lines(depth.rain()).joined(separator: "\n"))
    }
}

extension WhatIf {
    fileprivate func lines(_ depth: RainDepth) -> [String] {
        var table = TextTable(
            ["", say("étanche", "sealed"), "%", say("après", "after"), "%"], right: [1, 2, 3, 4])
        func row(_ name: String, _ now: Double, _ then: Double, _ whole: Double) {
            table.add([
                name, NumberText.value(now, .squareMetre), NumberText.value(now / whole, .ratio),
                NumberText.value(then, .squareMetre), NumberText.value(then / whole, .ratio),
            ])
        }
        for name in total.keys.sorted() { row(name, sealedNow[name] ?? 0, sealedThen[name] ?? 0, total[name] ?? 1) }
        row(
            say("tous les campus", "all campuses"), sealedNow.values.reduce(0, +), sealedThen.values.reduce(0, +),
            total.values.reduce(0, +))
        var lines = [
            say(
                "\(effects.count) travaux prévus, sur le sol du \(day)",
                "\(effects.count) planned works, on the ground of \(day)")
        ]
        lines += table.lines
        var ranking = TextTable(
            [
                say("travaux", "works"), "m²", "L (\(NumberText.short(depth.millimetres)) mm)", "€ HT", "€/m²",
                "€/point", "€/L",
            ], right: [1, 2, 3, 4, 5, 6])
        let ranked = byCostOfDesealing
        let others = effects.filter { effect in !ranked.contains { $0.works.number == effect.works.number } }
        func money(_ cents: Double?) -> String { cents.map { NumberText.fixed($0 / 100, 2) } ?? "?" }
        for effect in ranked + others {
            ranking.add([
                "\(effect.works.number) \(effect.works.name)", NumberText.fixed(effect.sealedLost, 1),
                NumberText.fixed(effect.rainGain(depth).litres.value, 0),
                money(effect.works.cents.map(Double.init)), money(effect.centsPerSquareMetre),
                money(centsPerPoint(effect)), money(centsPerLitre(effect, depth)),
            ])
        }
        return lines + ranking.lines
    }
}

struct WorksFileCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "file",
            abstract: say(
                "Le dossier pour l'agence de l'eau : tableaux, sol avant et après.",
                "The file for a water agency: tables, the ground before and after."),
            discussion: say(
                "EXEMPLE : campus-atlas works file ales.gpkg 1 -o dossier-parking-nord",
                "EXAMPLE: campus-atlas works file ales.gpkg 1 -o north-car-park"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le numéro des travaux.", "The number of the works.")))
    var number: Int64
    @OptionGroup var day: DayOption
    @Option(name: [.short, .customLong("output")], help: ArgumentHelp(say("Le dossier.", "The folder.")))
    var output: String
    @OptionGroup var depth: DepthOption

    func run() throws {
        let names = try atlas.open(readOnly: true)
            .writeWorksFile(number, to: output, on: day.day(), depth: depth.rain())
        for name in names { print("\(output)/\(name)") }
    }
}
