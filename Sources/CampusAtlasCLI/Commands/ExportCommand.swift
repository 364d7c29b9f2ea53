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

                Le CSV est celui des tableurs français : points-virgules, virgule décimale, UTF-8 avec marque. Le \
                GeoPackage garde le système de travail de l'atlas, au millimètre, et n'écrase aucun fichier.
                """,
                """
                EXAMPLE: campus-atlas export ales.gpkg surfaces --format geojson --on 2026-12-31 -o surfaces.geojson
                         campus-atlas export ales.gpkg surfaces --format gpkg --on 2026-12-31 -o surfaces-2026.gpkg

                The CSV is that of French spreadsheets: semicolons, decimal comma, UTF-8 with a mark. The GeoPackage \
                keeps the working system of the atlas, to the millimetre, and overwrites no file.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(
        help: ArgumentHelp(
            say("Quoi : ", "What: ") + (Atlas.exportNames + ["progress"]).joined(separator: ", "), valueName: "layer"))
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

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        if layer == "progress" {
            let rows = try opened.exportProgress(format: format, on: .option(on), to: output)
            tell(say("\(NumberText.count(rows)) chiffres", "\(NumberText.count(rows)) figures"))
            return
        }
        let report = try opened.export(
            layer, format: format, on: try on.map { try .option($0) }, sensitive: withSensitive, to: output)
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
