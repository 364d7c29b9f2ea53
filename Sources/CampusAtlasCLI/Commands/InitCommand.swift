import ArgumentParser
import CampusAtlas

struct InitCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "init", abstract: say("Créer un atlas.", "Make an atlas."),
            discussion: say(
                "EXEMPLE : campus-atlas init ales.gpkg --name \"École\" --crs EPSG:2154",
                "EXAMPLE: campus-atlas init ales.gpkg --name \"School\" --crs EPSG:2154"))
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("Le fichier à créer.", "The file to make."), valueName: "atlas"))
    var atlas: String
    @Option(help: ArgumentHelp(say("Nom de l'école.", "Name of the school.")))
    var name: String
    @Option(
        help: ArgumentHelp(
            say("Système de travail, projeté et en mètres.", "Working reference system, projected and in metres.")))
    var crs = "EPSG:2154"
    @Option(help: ArgumentHelp(say("Version de GeoPackage : 1.3 ou 1.4.", "GeoPackage version: 1.3 or 1.4.")))
    var gpkgVersion = "1.3"

    func run() throws {
        let versions: [String: GeoPackage.Version] = ["1.3": .v1_3, "1.4": .v1_4]
        guard let version = versions[gpkgVersion] else {
            throw ValidationError(say("--gpkg-version : 1.3 ou 1.4", "--gpkg-version: 1.3 or 1.4"))
        }
        let made = try Atlas.create(
            at: atlas, name: name, crs: CoordinateReferenceSystem(crs), version: version)
        print(
            say(
                "\(atlas) : atlas « \(made.name) », système de travail \(made.crs.name).",
                "\(atlas): atlas '\(made.name)', working system \(made.crs.name)."))
    }
}
