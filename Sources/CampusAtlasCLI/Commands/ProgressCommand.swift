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

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String
    @Option(
        help: ArgumentHelp(
            say("Le jour (aujourd'hui si absent).", "The day (today if absent)."), valueName: "AAAA-MM-JJ"))
    var on: String?
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let report = try Atlas.open(atlas, readOnly: true).progress(on: .option(on))
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

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String
    @Argument(
        help: ArgumentHelp(
            say("L'indicateur : ", "The indicator: ") + Atlas.indicators.map(\.id).joined(separator: ", ")))
    var indicator: String
    @Option(
        help: ArgumentHelp(
            say("Le jour (aujourd'hui si absent).", "The day (today if absent)."), valueName: "AAAA-MM-JJ"))
    var on: String?
    @Option(help: ArgumentHelp(say("Un seul campus.", "One campus only.")))
    var campus: String?

    func run() throws {
        let (standing, rows) = try Atlas.open(atlas, readOnly: true)
            .explain(indicator, on: .option(on), campus: campus)
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
