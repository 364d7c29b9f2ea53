import ArgumentParser
import CampusAtlas
import Foundation

struct ImportCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: say("Faire entrer un fichier dans l'atlas.", "Take a file into the atlas."),
            discussion: say(
                """
                EXEMPLE : campus-atlas import surfaces ales.gpkg bati.geojson --set surface_type=roof --set valid_from=2022-12-31 --map NOM=name
                          campus-atlas import weighings ales.gpkg tri.csv --map kg_verre=mass:GLASS --set date=2026-04-07 --save-layout tri
                          campus-atlas import surfaces ales.gpkg osm.geojson --set valid_from=2026-01-01 --set type_of:surface:paving_stones=paving_open

                Sans surface_type, les étiquettes d'OpenStreetMap et les codes OCS GE (code_cs) le donnent, par la liste \
                surface_mapping ; --map REVETEMENT=tag:surface nomme une colonne. Une valeur qui peut être plusieurs types \
                est refusée, avec la réponse à donner.

                Formes lues : CSV, TSV, ZIP d'un seul tableau, GeoJSON, GeoPackage. « - » lit l'entrée standard.
                """,
                """
                EXAMPLE: campus-atlas import surfaces ales.gpkg buildings.geojson --set surface_type=roof --set valid_from=2022-12-31 --map NAME=name
                         campus-atlas import weighings ales.gpkg sorting.csv --map kg_glass=mass:GLASS --set date=2026-04-07 --save-layout sorting
                         campus-atlas import surfaces ales.gpkg osm.geojson --set valid_from=2026-01-01 --set type_of:surface:paving_stones=paving_open

                Without surface_type, OpenStreetMap's tags and OCS GE's codes (code_cs) give it, by the list \
                surface_mapping; --map COVERING=tag:surface names a column. A value that may be several types is refused, \
                with the answer to give.

                Forms read: CSV, TSV, ZIP of one table, GeoJSON, GeoPackage. '-' reads standard input.
                """))
    }

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case campuses, surfaces, parcels, plants, observations, containers, weighings
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("Ce que contient le fichier.", "What the file holds.")))
    var kind: Kind
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String
    @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
    var file: String
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(say("Une valeur pour toutes les lignes.", "A value for all rows."), valueName: "field=value")
    )
    var constants: [String] = []
    @Option(
        name: .customLong("map"), parsing: .singleValue,
        help: ArgumentHelp(
            say("Ce que devient une colonne ; - la laisse.", "What a column becomes; - leaves it out."),
            valueName: "COLUMN=field"))
    var mapping: [String] = []
    @Option(help: ArgumentHelp(say("Modèle d'import gardé.", "Layout kept earlier.")))
    var layout: String?
    @Option(help: ArgumentHelp(say("Garder --set et --map sous ce nom.", "Keep --set and --map under this name.")))
    var saveLayout: String?
    @Option(help: ArgumentHelp(say("Système des coordonnées du fichier.", "Reference system of the file.")))
    var crs: String?
    @Option(help: ArgumentHelp(say("Couche du GeoPackage.", "Layer of the GeoPackage.")))
    var layer: String?
    @Option(help: ArgumentHelp(say("Fichier des lignes refusées.", "File of the refused rows.")))
    var refusals: String?
    @Option(help: ArgumentHelp(say("Qui importe.", "Who imports.")))
    var by: String?
    @Flag(
        help: ArgumentHelp(say("Réparer les surfaces invalides, et le dire.", "Repair invalid surfaces, and say so.")))
    var repair = false
    @Flag(help: ArgumentHelp(say("Tout montrer, ne rien écrire.", "Show all, write nothing.")))
    var dryRun = false
    @Flag(help: ArgumentHelp(say("Bilan en JSON.", "Report as JSON.")))
    var json = false

    func run() throws {
        var options = ImportOptions()
        options.constants = try pairs(constants, "--set")
        options.mapping = try pairs(mapping, "--map")
        options.layout = layout
        options.saveLayout = saveLayout
        options.crs = crs
        options.layer = layer
        options.repair = repair
        options.dryRun = dryRun
        options.refusals = refusals
        options.person = by
        let opened = try Atlas.open(atlas)
        let bar = ProgressBar(file)
        defer { bar.end() }
        let report =
            switch kind {
            case .campuses: try opened.importCampuses(from: file, options: options, progress: bar.show)
            case .surfaces: try opened.importSurfaces(from: file, options: options, progress: bar.show)
            case .parcels: try opened.importParcels(from: file, options: options, progress: bar.show)
            case .plants: try opened.importPlants(from: file, options: options, progress: bar.show)
            case .observations: try opened.importObservations(from: file, options: options, progress: bar.show)
            case .containers: try opened.importContainers(from: file, options: options, progress: bar.show)
            case .weighings: try opened.importWeighings(from: file, options: options, progress: bar.show)
            }
        bar.end()
        if json {
            print(String(decoding: report.json, as: UTF8.self))
        } else {
            print(report.summary)
        }
        for line in report.messages { tell(line) }
        if report.refused > 0 { throw ExitCode(1) }
    }

    private func pairs(_ texts: [String], _ option: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in texts {
            // The last "=" of a mapping ends the column, whose name may hold one; a value may hold several.
            let cut = option == "--map" ? text.lastIndex(of: "=") : text.firstIndex(of: "=")
            guard let cut, cut != text.startIndex else {
                throw ValidationError(
                    say(
                        "\(option) : il faut nom=valeur, pas « \(text) »",
                        "\(option): name=value is needed, not '\(text)'"))
            }
            let name = String(text[..<cut])
            guard pairs.updateValue(String(text[text.index(after: cut)...]), forKey: name) == nil else {
                throw ValidationError(
                    say("\(option) : « \(name) » est donné deux fois", "\(option): '\(name)' is given twice"))
            }
        }
        return pairs
    }
}
