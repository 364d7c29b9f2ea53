public import ArgumentParser
public import CampusAtlas

struct LandCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "land",
            abstract: say(
                "Le livre du sol : chaque m², à chaque date, avec la preuve.",
                "The land book: every square metre, at every date, with proof."),
            discussion: say(
                """
                EXEMPLE : campus-atlas land partition ales.gpkg --on 2025-06-30
                          campus-atlas land balance   ales.gpkg --from 2022-12-31 --to 2026-12-31 --by cause
                """,
                """
                EXAMPLE: campus-atlas land partition ales.gpkg --on 2025-06-30
                         campus-atlas land balance   ales.gpkg --from 2022-12-31 --to 2026-12-31 --by cause
                """),
            subcommands: [
                LandPartitionCommand.self, LandBalanceCommand.self, LandDefinitionsCommand.self,
                LandBaselineCommand.self, LandParkingCommand.self, LandDrawCommand.self, LandRetypeCommand.self,
                LandRedrawCommand.self, LandSplitCommand.self, LandMergeCommand.self, LandCloseCommand.self,
                AuditCommand.self,
            ])
    }
}

/// The atlas, and the language.
struct AtlasOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String
}

/// The day of a state.
struct DayOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("Le jour (aujourd'hui si absent).", "The day (today if absent)."), valueName: "AAAA-MM-JJ"))
    var on: String?

    func day() throws -> CalendarDate { try .option(on) }
}

/// Who writes, and why.
struct AuthorOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
    var by: String?
    @Option(help: ArgumentHelp(say("Pourquoi, pour le journal.", "Why, for the journal.")))
    var reason: String?
}

extension LandUse: ExpressibleByArgument {}
extension Outlet: ExpressibleByArgument {}

/// A table on the terminal: columns apart by two spaces, numbers to the right.
struct TextTable {
    private var rows: [[String]]
    private let right: Set<Int>

    init(_ header: [String], right: Set<Int> = []) {
        rows = [header]
        self.right = right
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    var lines: [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return right.contains(column) ? space + cell : cell + space
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

extension Account {
    /// The type's label, or what stands in its place.
    func label(_ types: [String: SurfaceType]) -> String {
        switch self {
        case .type(let code): types[code]?.label[Speech.language] ?? code
        case .unclassified: say("non classé", "unclassified")
        case .outside: say("hors du campus", "outside the campus")
        }
    }
}

/// The text in red on a terminal, bare elsewhere.
func red(_ text: String) -> String { Speech.isTerminal ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
