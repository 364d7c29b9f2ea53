import ArgumentParser
import CampusAtlas

struct TaxaUpgradeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "upgrade",
            abstract: say("Passer à une autre version de TAXREF.", "Go to another version of TAXREF."),
            discussion: say(
                """
                EXEMPLE : campus-atlas taxa upgrade ales.gpkg --to 18 --plan

                --plan montre ce que la version changerait pour nos données et n'écrit rien. Sans --plan, l'atlas retient \
                seulement quelle version est en service ; on en revient de même. Les noms cités ne sont jamais réécrits.
                """,
                """
                EXAMPLE: campus-atlas taxa upgrade ales.gpkg --to 18 --plan

                --plan shows what the version would change for our records, and writes nothing. Without --plan, the atlas \
                only keeps which version is in use; the way back is the same. Cited names are never rewritten.
                """))
    }

    @OptionGroup var options: AtlasOptions
    @OptionGroup var author: AuthorOptions
    @Option(help: ArgumentHelp(say("La version.", "The version.")))
    var to: String
    @Flag(help: ArgumentHelp(say("Montrer, ne rien écrire.", "Show, write nothing.")))
    var plan = false

    func run() throws {
        guard plan else {
            let atlas = try Atlas.open(options.atlas)
            try atlas.useTaxref(to, by: author.by, reason: author.reason)
            return print(say("TAXREF en service : ", "TAXREF in use: ") + (try atlas.taxrefVersions().first ?? to))
        }
        let plan = try Atlas.open(options.atlas, readOnly: true).planTaxrefUpgrade(to: to)
        print("TAXREF \(plan.from) → \(plan.to)")
        for kind in TaxonChange.Kind.allCases {
            let changes = plan.changes.filter { $0.kind == kind }
            guard !changes.isEmpty else { continue }
            print("\(kind.label) : \(NumberText.count(changes.count))")
            guard kind != .unchanged else { continue }
            var table = TextTable([
                say("cité", "cited"), "CD_NOM", say("lignes", "rows"), say("avant", "before"), say("après", "after"),
            ])
            for change in changes { table.add(change.cells) }
            for line in table.lines { print(line) }
        }
    }
}

extension TaxonChange.Kind {
    fileprivate var label: String {
        switch self {
        case .unchanged: say("inchangés", "unchanged")
        case .renamed: say("nom retenu changé", "accepted name changed")
        case .merged: say("réunis à un autre taxon", "merged with another taxon")
        case .split: say("séparés en plusieurs taxons, à revoir", "split into several taxa, to review")
        case .vanished: say("disparus", "vanished")
        case .replaced: say("disparus et remplacés", "vanished and replaced")
        case .found: say("reconnus par la nouvelle version seulement", "known to the new version only")
        case .unknown: say("inconnus des deux versions", "unknown to both versions")
        }
    }
}

extension TaxonChange {
    fileprivate var cells: [String] {
        let after = after.map { "\($0.name) (\($0.cdRef))" }.joined(separator: " | ")
        return [
            citedName, citedCode.map(String.init) ?? "",
            rows.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "),
            before.map { "\($0.name) (\($0.cdRef))" } ?? "", after.isEmpty ? reason ?? "" : after,
        ]
    }
}

struct TaxaMatchCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "match",
            abstract: say("Reconnaître les noms d'un fichier.", "Match the names of a file."),
            discussion: say(
                """
                EXEMPLE : campus-atlas taxa match ales.gpkg arbres.csv --column genre --column espece -o noms.csv

                Plusieurs --column font un nom. Ce qui est proche ou ambigu est proposé, jamais pris : taxa confirm décide.
                """,
                """
                EXAMPLE: campus-atlas taxa match ales.gpkg trees.csv --column genus --column species -o names.csv

                Several --column make one name. What is near or ambiguous is proposed, never taken: taxa confirm decides.
                """))
    }

    @OptionGroup var options: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
    var file: String
    @Option(parsing: .singleValue, help: ArgumentHelp(say("La colonne du nom.", "The column of the name.")))
    var column: [String] = []
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(say("La liste des propositions (- : la sortie).", "The list of proposals (-: the output).")))
    var output = "-"

    func run() throws {
        let report = try Atlas.open(options.atlas, readOnly: true).matchNames(inFile: file, columns: column)
        try report.write(to: output)
        let names = report.matches.count
        let rows = report.matches.reduce(0) { $0 + $1.rows }
        for kind in NameMatch.Kind.allCases where report.names(kind) > 0 {
            let share = NumberText.value(Double(report.names(kind)) / Double(max(names, 1)), .ratio)
            tell(
                "  \(kind.label[Speech.language]) : "
                    + say(
                        "\(NumberText.count(report.names(kind))) noms (\(share)), \(NumberText.count(report.rows(kind))) lignes",
                        "\(NumberText.count(report.names(kind))) names (\(share)), \(NumberText.count(report.rows(kind))) rows"
                    ))
        }
        tell(
            "  "
                + say(
                    "\(NumberText.count(names)) noms, \(NumberText.count(rows)) lignes, \(report.emptyRows) sans nom",
                    "\(NumberText.count(names)) names, \(NumberText.count(rows)) rows, \(report.emptyRows) without a name"
                ))
    }
}

struct TaxaConfirmCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "confirm",
            abstract: say("Dire ce qu'un nom désigne.", "Say what a name means."),
            discussion: say(
                "EXEMPLE : campus-atlas taxa confirm ales.gpkg \"Platanus acerifolia\" 115016 --by Camille",
                "EXAMPLE: campus-atlas taxa confirm ales.gpkg \"Platanus acerifolia\" 115016 --by Camille"))
    }

    @OptionGroup var options: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le nom tel qu'il est cité.", "The name as it is cited.")))
    var name: String
    @Argument(help: ArgumentHelp(say("Le CD_NOM.", "The CD_NOM.")))
    var cdNom: Int64
    @OptionGroup var author: AuthorOptions

    func run() throws {
        try Atlas.open(options.atlas).confirmTaxonName(name, as: cdNom, by: author.by, remark: author.reason)
        print("\(name) → CD_NOM \(cdNom)")
    }
}
