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

                Formes lues : CSV, TSV, XLSX, ZIP d'un seul tableau, GeoJSON, GeoPackage. « - » lit l'entrée standard.
                """,
                """
                EXAMPLE: campus-atlas import surfaces ales.gpkg buildings.geojson --set surface_type=roof --set valid_from=2022-12-31 --map NAME=name
                         campus-atlas import weighings ales.gpkg sorting.csv --map kg_glass=mass:GLASS --set date=2026-04-07 --save-layout sorting
                         campus-atlas import surfaces ales.gpkg osm.geojson --set valid_from=2026-01-01 --set type_of:surface:paving_stones=paving_open

                Without surface_type, OpenStreetMap's tags and OCS GE's codes (code_cs) give it, by the list \
                surface_mapping; --map COVERING=tag:surface names a column. A value that may be several types is refused, \
                with the answer to give.

                Forms read: CSV, TSV, XLSX, ZIP of one table, GeoJSON, GeoPackage. '-' reads standard input.
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
    @OptionGroup var importing: ImportArguments

    func run() throws {
        let options = try importing.options()
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
        try importing.tellWhatBecame(report)
    }
}
