import ArgumentParser
import CampusAtlas

struct WasteMoveCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "move",
            abstract: say(
                "Pourquoi les chiffres ont bougé d'une année à l'autre ; les parts font la somme exacte.",
                "Why figures moved from one year to another; the parts add up exactly."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste move ales.gpkg --from 2025 --to 2026

                Les corrections de la première année sont à part ; le reste est partagé par la valeur de Shapley.
                """,
                """
                EXAMPLE: campus-atlas waste move ales.gpkg --from 2025 --to 2026

                Corrections of the first year stand apart; the rest is shared by Shapley's value.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("La première année.", "The first year."), valueName: "2025"))
    var from: Int
    @Option(help: ArgumentHelp(say("La seconde.", "The second."), valueName: "2026"))
    var to: Int
    @Option(help: ArgumentHelp(say("Un campus (tous si absent).", "One campus (all if absent).")))
    var campus: String?
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws {
        let moves = try atlas.open(readOnly: true).wasteMoves(from: from, to: to, campus: campus)
        if json { return print(String(decoding: try moves.json(), as: UTF8.self)) }
        guard !moves.isEmpty else {
            return print(
                say("Aucune des deux années n'a de chiffre à comparer.", "Neither year has a figure to compare."))
        }
        var table = TextTable([""] + moves.map { $0.figure.label[Speech.language] }, right: Set(1...moves.count))
        func text(_ move: WasteMove, _ value: Int64, signed: Bool = true) -> String {
            let sign = signed && value > 0 ? "+" : ""
            return sign
                + (move.figure.isShare
                    ? NumberText.fixed(Double(value) / 10_000, 2) + "\u{00A0}%"
                    : NumberText.kilograms(value) + "\u{00A0}kg")
        }
        table.add(
            [say("\(from), saisi d'abord", "\(from), first entered")] + moves.map { text($0, $0.from, signed: false) })
        for factor in WasteMove.Factor.allCases {
            table.add([factor.label[Speech.language]] + moves.map { text($0, $0.parts[factor] ?? 0) })
        }
        table.add([say("\(to), connu ce jour", "\(to), as known now")] + moves.map { text($0, $0.to, signed: false) })
        print(table.lines.joined(separator: "\n"))
    }
}
