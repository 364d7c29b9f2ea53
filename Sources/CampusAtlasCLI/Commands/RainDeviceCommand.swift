public import ArgumentParser
public import CampusAtlas

extension RainDevice.Kind: ExpressibleByArgument {}

struct RainDeviceCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "device",
            abstract: say(
                "Les ouvrages : citernes, noues, bassins, tranchées, puits.",
                "The devices: tanks, swales, basins, trenches, wells."),
            discussion: say(
                "EXEMPLE : campus-atlas rain device list ales.gpkg", "EXAMPLE: campus-atlas rain device list ales.gpkg"),
            subcommands: [Add.self, Close.self, List.self], defaultSubcommand: List.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add", abstract: say("Ajouter un ouvrage.", "Add a device."),
                discussion: say(
                    "EXEMPLE : campus-atlas rain device add ales.gpkg \"Citerne du gymnase\" --kind tank --volume 20m3 "
                        + "--connected 450m2 --at 4.0881,44.1331",
                    "EXAMPLE: campus-atlas rain device add ales.gpkg \"Gymnasium tank\" --kind tank --volume 20m3 "
                        + "--connected 450m2 --at 4.0881,44.1331"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le nom de l'ouvrage.", "The name of the device.")))
        var name: String
        @Option(
            help: ArgumentHelp(
                RainDevice.Kind.allCases.map { "\($0.rawValue) (\($0.label[Speech.language]))" }.joined(separator: ", ")
            ))
        var kind: RainDevice.Kind
        @Option(help: ArgumentHelp(say("Volume, avec son unité.", "Volume, with its unit."), valueName: "20m3"))
        var volume: String
        @Option(parsing: .unconditional, help: .place)
        var at: String
        @Option(
            help: ArgumentHelp(
                say("Surface dont il reçoit la pluie.", "Area whose rain it receives."), valueName: "450m2"))
        var connected: String?
        @Option(
            help: ArgumentHelp(say("En service depuis ce jour.", "In service since this day."), valueName: "AAAA-MM-JJ")
        )
        var since: String?
        @Option(help: ArgumentHelp(say("Numéro des travaux.", "Number of the works.")))
        var works: Int64?
        @Flag(help: ArgumentHelp(say("Son eau est réutilisée.", "Its water is used again.")))
        var reuse = false
        @Option(help: ArgumentHelp(say("Qui ajoute.", "Who adds.")))
        var by: String?

        func run() throws {
            let atlas = try self.atlas.open()
            let device = RainDevice(
                name: name, kind: kind, volume: try WaterVolume(volume), at: try atlas.position(typed: at),
                connectedArea: try connected.map { try GroundArea($0) }, since: try since.map { try .option($0) },
                works: works, isReused: reuse)
            try atlas.add(device, by: by).warn(of: name)
            print(device.uuid)
        }
    }

    struct Close: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "close",
                abstract: say(
                    "Mettre un ouvrage hors service ; il reste au livre.",
                    "Take a device out of service; it stays in the book."),
                discussion: say(
                    "EXEMPLE : campus-atlas rain device close ales.gpkg \"Citerne du gymnase\" --on 2026-09-01",
                    "EXAMPLE: campus-atlas rain device close ales.gpkg \"Gymnasium tank\" --on 2026-09-01"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Son nom ou son identité (uuid).", "Its name or identity (uuid).")))
        var device: String
        @Option(
            help: ArgumentHelp(
                say("Premier jour hors service.", "First day out of service."), valueName: "AAAA-MM-JJ"))
        var on: String?
        @Option(help: ArgumentHelp(say("Qui ferme.", "Who closes.")))
        var by: String?

        func run() throws {
            try atlas.open().closeRainDevice(device, on: .option(on), by: by)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les ouvrages, par nom.", "The devices, by name."),
                discussion: say(
                    "EXEMPLE : campus-atlas rain device list ales.gpkg",
                    "EXAMPLE: campus-atlas rain device list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(
            help: ArgumentHelp(
                say("Ceux en service ce jour (tous si absent).", "Those in service that day (all if absent)."),
                valueName: "AAAA-MM-JJ"))
        var on: String?

        func run() throws {
            let atlas = try self.atlas.open(readOnly: true)
            let months = try CalendarDate.option(on).lastTwelveMonths
            print(
                [
                    "uuid", say("nom", "name"), say("nature", "kind"), "volume_l", say("surface_m2", "area_m2"),
                    say("depuis", "since"), say("jusqu'à", "until"),
                    say("récupéré \(months.first)/\(months.last)", "recovered \(months.first)/\(months.last)"),
                ].joined(separator: "\t"))
            for device in try atlas.rainDevices(on: on.map { try .option($0) }) {
                let recovered = try atlas.recoveredWater(from: months.first, to: months.last, device: device.uuid)
                print(
                    [
                        device.uuid, device.name, device.kind.label[Speech.language], String(device.volume.litres),
                        device.connectedArea.map { NumberText.short($0.squareMetres) } ?? "",
                        device.validFrom?.description ?? "", device.validTo?.description ?? "",
                        recovered.map(NumberText.volume) ?? "",
                    ].joined(separator: "\t"))
            }
        }
    }
}
