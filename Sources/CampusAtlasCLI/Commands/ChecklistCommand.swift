public import ArgumentParser
public import CampusAtlas

extension ChecklistEdition.Kind: ExpressibleByArgument {}

struct ChecklistCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "checklist",
            abstract: say(
                "Les listes qui disent si un taxon est indigène ou invasif.",
                "The lists that say whether a taxon is native or invasive."),
            discussion: say(
                "EXEMPLE : campus-atlas checklist list ales.gpkg", "EXAMPLE: campus-atlas checklist list ales.gpkg"),
            subcommands: [ChecklistLoadCommand.self, ChecklistListCommand.self])
    }
}

struct ChecklistLoadCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "load",
            abstract: say("Charger une édition d'une liste.", "Load an edition of a list."),
            discussion: say(
                """
                EXEMPLE : campus-atlas checklist load ales.gpkg gard.csv --code gard --version 2024 --area Gard --kind native \
                --source "CBN méditerranéen" --published 2024-03-01

                Colonnes : scientific_name ou cd_nom, status (lettres de TAXREF ou mots), source. P n'est que « présumé \
                indigène ». Une nouvelle édition n'efface pas l'ancienne : la dernière parue décide.
                """,
                """
                EXAMPLE: campus-atlas checklist load ales.gpkg gard.csv --code gard --version 2024 --area Gard --kind native \
                --source "CBN méditerranéen" --published 2024-03-01

                Columns: scientific_name or cd_nom, status (letters of TAXREF or words), source. P is only 'presumed \
                native'. A new edition does not erase the old one: the newest published decides.
                """))
    }

    @OptionGroup var options: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
    var file: String
    @Option(help: ArgumentHelp(say("Le nom court de la liste.", "The short name of the list.")))
    var code: String
    @Option(help: ArgumentHelp(say("L'édition.", "The edition.")))
    var version: String
    @Option(help: ArgumentHelp(say("Le territoire.", "The area.")))
    var area: String
    @Option(help: ArgumentHelp(say("native ou invasive.", "native or invasive.")))
    var kind: ChecklistEdition.Kind
    @Option(help: ArgumentHelp(say("Le campus jugé (tous si absent).", "The campus judged (all if absent).")))
    var campus: String?
    @Option(help: ArgumentHelp(say("La source de toutes les lignes.", "The source of all rows.")))
    var source: String?
    @Option(help: ArgumentHelp(say("Jour de parution.", "Day of publication."), valueName: "AAAA-MM-JJ"))
    var published: String?
    @Option(help: ArgumentHelp(say("Le statut de toutes les lignes.", "The status of all rows.")))
    var status: String?
    @Option(help: ArgumentHelp(say("Le titre.", "The title.")))
    var label: String?
    @Option(help: ArgumentHelp(say("Fichier des lignes refusées.", "File of the refused rows.")))
    var refusals: String?
    @Option(help: ArgumentHelp(say("Qui charge.", "Who loads.")))
    var by: String?
    @Flag(help: ArgumentHelp(say("Tout montrer, ne rien écrire.", "Show all, write nothing.")))
    var dryRun = false
    @Flag(help: ArgumentHelp(say("Bilan en JSON.", "Report as JSON.")))
    var json = false

    func run() throws {
        var edition = ChecklistEdition(list: code, version: version, area: area, kind: kind)
        edition.campus = campus
        edition.source = source
        edition.publishedOn = try published.map { try .option($0) }
        edition.status = status
        edition.label = label
        var reading = ImportOptions()
        reading.refusals = refusals
        reading.person = by
        reading.dryRun = dryRun
        let report = try Atlas.open(options.atlas).loadChecklist(from: file, edition, options: reading)
        print(json ? String(decoding: report.json, as: UTF8.self) : report.summary)
        for line in report.messages { tell(line) }
        if report.refused > 0 { throw ExitCode(1) }
    }
}

struct ChecklistListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: say(
                "Les éditions des listes, et celle qui décide.", "The editions of lists, and the one that decides."),
            discussion: say(
                "EXEMPLE : campus-atlas checklist list ales.gpkg", "EXAMPLE: campus-atlas checklist list ales.gpkg"))
    }

    @OptionGroup var options: AtlasOptions

    func run() throws {
        var table = TextTable([
            say("liste", "list"), say("édition", "edition"), say("sorte", "kind"), say("territoire", "area"), "campus",
            say("parution", "published"), say("décide", "decides"), say("taxons", "taxa"),
        ])
        for list in try Atlas.open(options.atlas, readOnly: true).checklists() {
            let taxa = ChecklistStatus.allCases.compactMap { status in
                list.taxa[status].map { "\(status.label[Speech.language]) \(NumberText.count($0))" }
            }
            table.add([
                list.list, list.version, list.kind, list.area, list.campus ?? say("tous", "all"),
                list.publishedOn?.description ?? "", list.decides ? say("oui", "yes") : say("non", "no"),
                taxa.joined(separator: ", "),
            ])
        }
        for line in table.lines { print(line) }
    }
}
