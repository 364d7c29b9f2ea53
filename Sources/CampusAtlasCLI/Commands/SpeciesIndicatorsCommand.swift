import ArgumentParser
import CampusAtlas

struct SpeciesIndicatorsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "indicators",
            abstract: say(
                "Les bioindicateurs d'une année : effort, score, tendance, et ce qui manque.",
                "The bioindicators of a year: effort, score, trend, and what is missing."),
            discussion: say(
                "EXEMPLE : campus-atlas species indicators ales.gpkg --year 2026",
                "EXAMPLE: campus-atlas species indicators ales.gpkg --year 2026"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("L'année (celle d'aujourd'hui si absente).", "The year (today's if absent).")))
    var year: Int?
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let indicators = try atlas.open(readOnly: true).bioindicators(in: year ?? CalendarDate.today.year)
        if json {
            print(String(decoding: try indicators.json(), as: UTF8.self))
            return
        }
        for one in indicators { for line in one.lines { print(line) } }
        let active = indicators.count(where: \.isActive)
        tell(
            say(
                "\(active) actifs sur \(indicators.count) protocoles",
                "\(active) active of \(indicators.count) protocols"))
    }
}

struct SpeciesNextSurveyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "next-survey",
            abstract: say(
                "Où un jour de relevé de plus apprendrait le plus, d'après ce qui fut vu une ou deux fois.",
                "Where one more day of survey would teach most, from what was seen once or twice."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species next-survey ales.gpkg --first 10

                La couverture est une estimation statistique de la part du peuplement déjà vue ; le gain est ce qu'on attend \
                d'un jour semblable à ceux déjà passés, pas une promesse.
                """,
                """
                EXAMPLE: campus-atlas species next-survey ales.gpkg --first 10

                The coverage is a statistical estimate of the share of the assemblage already seen; the gain is what one more \
                day like those already spent is expected to bring, not a promise.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("Combien de lignes.", "How many lines.")))
    var first = 20

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        let report = try opened.nextSurveys()
        let groups = try opened.vocabulary("taxon_group")
        var table = TextTable(
            [
                say("parcelle", "parcel"), say("groupe", "group"), say("saison", "season"), say("jours", "days"),
                say("espèces", "species"), say("vues 1 jour", "on 1 day"), say("vues 2 jours", "on 2 days"),
                say("couverture estimée", "estimated coverage"), say("gain attendu", "expected gain"),
            ], right: [3, 4, 5, 6, 7, 8])
        for one in report.ranked.prefix(max(0, first)) {
            table.add([
                one.parcel, groups[one.group]?[Speech.language] ?? one.group, one.season.label[Speech.language],
                String(one.days), String(one.species),
                String(one.uniques), String(one.duplicates), NumberText.value(one.coverage ?? 0, .ratio),
                "+" + NumberText.fixed(100 * (one.gain ?? 0), 1) + say(" points", " points"),
            ])
        }
        for line in table.lines { print(line) }
        tell(
            say(
                "vu un seul jour, rien n'est estimable : \(report.tooFewDays.count) ; jamais vu : \(report.neverSeen) "
                    + "combinaisons de parcelle, groupe et saison ; observations laissées de côté : \(report.leftOut)",
                "seen on one day only, nothing can be estimated: \(report.tooFewDays.count); never seen: \(report.neverSeen) "
                    + "combinations of parcel, group and season; observations left out: \(report.leftOut)"))
    }
}
