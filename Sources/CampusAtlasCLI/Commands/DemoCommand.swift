import ArgumentParser
import CampusAtlas
import Foundation

struct DemoCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "demo",
            abstract: say(
                "Faire l'atlas de démonstration (campus inventé) et ses exports.",
                "Make the demonstration atlas (a made-up campus) and its exports."),
            discussion: say("EXEMPLE : campus-atlas demo demo", "EXAMPLE: campus-atlas demo demo"))
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("Le dossier.", "The folder.")))
    var directory: String

    func run() throws {
        let folder = URL(filePath: directory)
        guard (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)) != nil else {
            throw ValidationError(
                say("\(directory) : ce dossier ne peut pas être créé.", "\(directory): this folder cannot be made."))
        }
        let path = folder.appending(path: "atlas.gpkg").relativePath
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        let atlas = try Atlas.demonstration(at: path) { print($0.summary) }
        let day = CalendarDate.today
        for name in Atlas.exportNames {
            for format in [ExportFormat.geojson, .csv] {
                let target = folder.appending(path: "\(name).\(format.rawValue)").relativePath
                _ = try atlas.export(name, format: format, on: nil, sensitive: false, to: target)
            }
        }
        let report = try atlas.progress(on: day)
        let progress = folder.appending(path: "progress.json").relativePath
        try Data(report.json()).write(to: URL(filePath: progress), options: .atomic)
        for format in [ExportFormat.geojson, .csv] {
            _ = try atlas.exportProgress(
                format: format, on: day, to: folder.appending(path: "progress.\(format.rawValue)").relativePath)
        }
        print("")
        print(report.text)
        print("")
        print(say("\(path) et ses exports sont dans \(directory)/.", "\(path) and its exports are in \(directory)/."))
    }
}
