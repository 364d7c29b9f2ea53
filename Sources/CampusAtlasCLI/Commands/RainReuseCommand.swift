import ArgumentParser
import CampusAtlas

struct RainReuseCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reuse",
            abstract: say(
                "Noter l'eau de pluie récupérée, hors du réseau d'eau potable.",
                "Record recovered rain water, out of the drinking network."),
            discussion: say(
                "EXEMPLE : campus-atlas rain reuse ales.gpkg \"Citerne du gymnase\" --on 2026-06-30 --volume 12m3 --by Camille",
                "EXAMPLE: campus-atlas rain reuse ales.gpkg \"Gymnasium tank\" --on 2026-06-30 --volume 12m3 --by Camille"
            ))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(
        help: ArgumentHelp(
            say("L'ouvrage : son nom ou son identité (uuid).", "The device: its name or identity (uuid).")))
    var device: String
    @Option(help: ArgumentHelp(say("Le jour.", "The day."), valueName: "AAAA-MM-JJ"))
    var on: String
    @Option(
        help: ArgumentHelp(
            say("Volume récupéré, avec son unité.", "Volume recovered, with its unit."), valueName: "12m3"))
    var volume: String?
    @Option(
        help: ArgumentHelp(
            say("Ce que montre le compteur, avec son unité.", "What the meter shows, with its unit."),
            valueName: "1234m3"))
    var meter: String?
    @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
    var remark: String?
    @Option(help: ArgumentHelp(say("Qui relève.", "Who reads.")))
    var by: String?

    func validate() throws {
        guard (volume == nil) == (meter == nil) else { return }
        throw ValidationError(
            say("donnez un volume (--volume) ou un relevé (--meter)", "give a volume (--volume) or a reading (--meter)")
        )
    }

    func run() throws {
        let day = try CalendarDate.option(on)
        let amount: RecoveredWater.Amount
        if let meter {
            amount = .meter(try WaterVolume(meter))
        } else {
            amount = .volume(try WaterVolume(volume ?? ""))
        }
        let atlas = try self.atlas.open()
        let uuid = try atlas.record(RecoveredWater(from: device, on: day, amount, remark: remark), by: by)
        let first = CalendarDate(year: day.year, month: 1, day: 1) ?? day
        let sum = try atlas.recoveredWater(from: first, to: day, device: uuid)
        let volume = sum.map(NumberText.volume) ?? say("premier relevé du compteur", "first reading of the meter")
        print(say("Récupéré du \(first) au \(day) : ", "Recovered from \(first) to \(day): ") + volume)
    }
}
