import ArgumentParser
import CampusAtlas

struct LogCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "log",
            abstract: say("Le journal : qui a changé quoi, et quand.", "The journal: who changed what, and when."),
            discussion: say(
                "EXEMPLE : campus-atlas log ales.gpkg --table surface --since 2026-01-01",
                "EXAMPLE: campus-atlas log ales.gpkg --table surface --since 2026-01-01"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("Une seule table.", "One table only.")))
    var table: String?
    @Option(
        help: ArgumentHelp(
            say("Depuis ce jour ou cet instant (UTC).", "Since this day or instant (UTC)."), valueName: "AAAA-MM-JJ"))
    var since: String?
    @Flag(help: ArgumentHelp(say("Avec la ligne avant et après, en JSON.", "With the row before and after, as JSON.")))
    var full = false

    func validate() throws {
        guard let since, CalendarDate(iso: since) == nil, Instant(iso: since) == nil else { return }
        throw ValidationError(
            say(
                "« \(since) » n'est ni un jour (AAAA-MM-JJ), ni un instant (AAAA-MM-JJTHH:MMZ).",
                "'\(since)' is neither a day (YYYY-MM-DD) nor an instant (YYYY-MM-DDTHH:MMZ)."))
    }

    func run() throws {
        try atlas.open(readOnly: true).forEachJournalEntry(table: table, since: since) { entry in
            let row = entry.rowUUID ?? entry.rowFID.map { "fid \($0)" } ?? ""
            var fields = [entry.at, entry.person ?? "?", entry.operation, entry.table, row, entry.reason ?? ""]
            if full { fields += [entry.before ?? "", entry.after ?? ""] }
            print(fields.joined(separator: "\t"))
        }
    }
}
