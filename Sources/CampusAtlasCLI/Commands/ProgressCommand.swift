import ArgumentParser
import CampusAtlas

struct ProgressCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "progress",
            abstract: say("Où en est chaque objectif.", "Where each target stands."),
            discussion: say(
                "EXEMPLE : campus-atlas progress ales.gpkg --on 2026-12-31",
                "EXAMPLE: campus-atlas progress ales.gpkg --on 2026-12-31"))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var day: DayOption
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let report = try atlas.open(readOnly: true).progress(on: day.day())
        if json {
            print(String(decoding: try report.json(), as: UTF8.self))
        } else {
            print(report.text)
        }
    }
}

struct ExplainCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "explain",
            abstract: say("Les lignes dont un chiffre est fait.", "The rows that a figure is made of."),
            discussion: say(
                "EXEMPLE : campus-atlas explain ales.gpkg land.sealed_share --on 2026-12-31",
                "EXAMPLE: campus-atlas explain ales.gpkg land.sealed_share --on 2026-12-31"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(
        help: ArgumentHelp(
            say("L'indicateur : ", "The indicator: ") + Atlas.indicators.map(\.id).joined(separator: ", ")))
    var indicator: String
    @OptionGroup var day: DayOption
    @Option(help: ArgumentHelp(say("Un seul campus.", "One campus only.")))
    var campus: String?

    func run() throws {
        let (standing, rows) = try atlas.open(readOnly: true)
            .explain(indicator, on: day.day(), campus: campus)
        for line in standing.lines { print(line) }
        print("  " + standing.figure.indicator.definition[Speech.language])
        print("")
        print(
            [
                "table", "fid", "uuid", say("quantité", "amount"), say("unité", "unit"), say("rôle", "role"),
                say("libellé", "label"),
            ].joined(separator: "\t"))
        for row in rows {
            let amount = row.amount.map { NumberText.fixed($0, row.unit == .count ? 0 : 2) } ?? ""
            print(
                [
                    row.table, String(row.fid), row.uuid, amount, row.unit.rawValue, row.role[Speech.language],
                    row.label,
                ].joined(separator: "\t"))
        }
        tell(say("\(NumberText.count(rows.count)) lignes", "\(NumberText.count(rows.count)) rows"))
    }
}
