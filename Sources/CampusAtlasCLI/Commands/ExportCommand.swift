public import ArgumentParser
public import CampusAtlas

extension ExportFormat: ExpressibleByArgument {}

struct ExportCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export",
            abstract: say("Écrire une couche, une table ou la progression.", "Write a layer, a table or the progress."),
            discussion: say(
                """
                EXEMPLE : campus-atlas export ales.gpkg surfaces --format geojson --on 2026-12-31 -o surfaces.geojson
                          campus-atlas export ales.gpkg surfaces --format gpkg --on 2026-12-31 -o surfaces-2026.gpkg
                          campus-atlas export ales.gpkg dwca -o observations.zip --check
                          campus-atlas export ales.gpkg register --from 2025-01-01 --to 2025-12-31 -o registre.csv

                Le CSV est celui des tableurs français : points-virgules, virgule décimale, UTF-8 avec marque. Le \
                GeoPackage garde le système de travail de l'atlas, au millimètre, et n'écrase aucun fichier. dwca est l'archive \
                Darwin Core que GBIF publie (voir species metadata) ; sinp, le CSV du standard « Occurrences de taxons » v2. \
                register est le registre des déchets sortants, à importer dans Trackdéchets.
                """,
                """
                EXAMPLE: campus-atlas export ales.gpkg surfaces --format geojson --on 2026-12-31 -o surfaces.geojson
                         campus-atlas export ales.gpkg surfaces --format gpkg --on 2026-12-31 -o surfaces-2026.gpkg
                         campus-atlas export ales.gpkg dwca -o observations.zip --check
                         campus-atlas export ales.gpkg register --from 2025-01-01 --to 2025-12-31 -o register.csv

                The CSV is that of French spreadsheets: semicolons, decimal comma, UTF-8 with a mark. The GeoPackage \
                keeps the working system of the atlas, to the millimetre, and overwrites no file. dwca is the Darwin Core Archive \
                that GBIF publishes (see species metadata); sinp, the CSV of the SINP's standard v2. register \
                is the register of outgoing waste, to be imported into Trackdéchets.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(
        help: ArgumentHelp(
            say("Quoi : ", "What: ")
                + (Atlas.exportNames + ["progress", "dwca", "sinp", "register"]).joined(separator: ", "),
            valueName: "layer"))
    var layer: String
    @Option(help: ArgumentHelp(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")))
    var format: ExportFormat = .geojson
    @Option(
        help: ArgumentHelp(
            say(
                "Seulement ce qui est vrai ce jour (toutes les dates si absent).",
                "Only what is true on this day (every date if absent)."),
            valueName: "AAAA-MM-JJ"))
    var on: String?
    @Option(name: [.short, .customLong("output")], help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
    var output = "-"
    @Flag(
        help: ArgumentHelp(
            say("Avec les données sensibles, pour l'usage interne.", "With the sensitive records, for internal use.")))
    var withSensitive = false
    @Flag(help: ArgumentHelp(say("Vérifier l'archive écrite (dwca).", "Check the archive written (dwca).")))
    var check = false
    @OptionGroup var register: RegisterOptions

    func validate() throws {
        guard layer == "register" || register.isEmpty else {
            throw ValidationError(
                say(
                    "--from, --to, --layout, --refusals, --draft, --by : register seulement",
                    "--from, --to, --layout, --refusals, --draft, --by: register only"))
        }
        guard check, layer != "dwca" || output == "-" else { return }
        throw ValidationError(say("--check : dwca, avec -o FICHIER.zip", "--check: dwca, with -o FILE.zip"))
    }

    func run() throws {
        guard layer != "register" else { return try register.export(atlas, to: output) }
        let opened = try atlas.open(readOnly: true)
        let day = try on.map { try CalendarDate.option($0) }
        switch layer {
        case "progress":
            let rows = try opened.exportProgress(format: format, on: .option(on), to: output)
            tell(say("\(NumberText.count(rows)) chiffres", "\(NumberText.count(rows)) figures"))
        case "dwca": try exportArchive(opened)
        case "sinp": tellWhatLeft(try opened.exportSINP(to: output, sensitive: withSensitive, on: day))
        default:
            tellWhatLeft(try opened.export(layer, format: format, on: day, sensitive: withSensitive, to: output))
        }
    }

    private func exportArchive(_ opened: Atlas) throws {
        if withSensitive || on != nil {
            throw ValidationError(
                say(
                    "dwca : ni --with-sensitive ni --on, l'archive est publique",
                    "dwca: neither --with-sensitive nor --on, the archive is public"))
        }
        let report = try opened.exportDarwinCore(to: output)
        tellWhatLeft(ExportReport(rows: report.rows, withheld: report.withheld))
        if report.cleaned > 0 {
            let count = NumberText.count(report.cleaned)
            tell(
                say(
                    "\(count) valeurs avaient une tabulation ou une fin de ligne, remplacée par une espace",
                    "\(count) values had a tab or a line end, replaced by a space"))
        }
        if check { try CheckArchive.tellFindings(of: output, json: false) }
    }

    private func tellWhatLeft(_ report: ExportReport) {
        tell(say("\(NumberText.count(report.rows)) lignes", "\(NumberText.count(report.rows)) rows"))
        if report.withheld > 0 {
            tell(
                say(
                    "\(NumberText.count(report.withheld)) données sensibles retenues (--with-sensitive pour l'usage interne)",
                    "\(NumberText.count(report.withheld)) sensitive records withheld (--with-sensitive for internal use)"
                ))
        }
    }
}
