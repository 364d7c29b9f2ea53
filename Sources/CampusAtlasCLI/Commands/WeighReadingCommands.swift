import ArgumentParser
import CampusAtlas

extension WeighCommand {
    struct Show: ParsableCommand {
        static var configuration: CommandConfiguration {
            WeighCommand.configuration(
                "show", "Tout ce qu'une pesée a été, et qui l'a écrit.", "All that a weighing was, and who wrote it.",
                example: "show ales.gpkg 214")
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le numéro de la pesée, ou son uuid.", "The weighing's number, or its uuid.")))
        var weighing: String
        @Flag(help: ArgumentHelp(say("En JSON, une ligne par version.", "As JSON, a line for each version.")))
        var json = false

        func run() throws {
            for version in try atlas.open(readOnly: true).weighingHistory(weighing) {
                if json {
                    print(String(decoding: try version.weighing.json(), as: UTF8.self))
                } else {
                    for line in version.lines { print(line) }
                }
            }
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            WeighCommand.configuration(
                "list", "Les pesées qui comptent, la plus récente d'abord.", "The weighings that count, newest first.",
                example: "list ales.gpkg --container B-12 --limit 20")
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("Un seul bac.", "One bin only.")))
        var container: String?
        @Option(help: ArgumentHelp(say("Un seul flux.", "One stream only.")))
        var stream: String?
        @Option(help: ArgumentHelp(say("Depuis ce jour.", "Since this day."), valueName: "AAAA-MM-JJ"))
        var from: String?
        @Option(
            help: ArgumentHelp(say("Jusqu'à ce jour, compris.", "Until this day, included."), valueName: "AAAA-MM-JJ"))
        var to: String?
        @Option(help: ArgumentHelp(say("Combien au plus.", "How many at most.")))
        var limit = 50
        @Flag(help: ArgumentHelp(say("En JSON, une ligne par pesée.", "As JSON, a line for each weighing.")))
        var json = false

        func run() throws {
            let weighings = try atlas.open(readOnly: true).weighings(
                container: container, stream: stream, from: from.map { try .option($0) },
                to: to.map { try .option($0) },
                limit: limit)
            if json {
                for weighing in weighings { print(String(decoding: try weighing.json(), as: UTF8.self)) }
                return
            }
            var table = TextTable(
                ["", say("jour", "day"), say("bac", "bin"), say("flux", "stream"), "kg", "", say("qui", "who")],
                right: [0, 4])
            for one in weighings {
                table.add([
                    String(one.fid), one.day.description, one.container ?? "", one.stream,
                    NumberText.fixed(Double(one.netGrams) / 1000, 3), one.method.rawValue, one.person ?? "",
                ])
            }
            for line in table.lines { print(line) }
        }
    }

    struct Tare: ParsableCommand {
        static var configuration: CommandConfiguration {
            WeighCommand.configuration(
                "tare", "Noter la tare d'un bac, à partir d'un jour.", "Record the tare of a bin, from a day.",
                example: #"tare ales.gpkg B-12 "12,4 kg" --on 2026-09-01 --by Sacha"#)
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(
            help: ArgumentHelp(
                say("Le code du bac, ou l'identité de son QR.", "The bin's code, or the identity in its QR.")))
        var container: String
        @Argument(help: ArgumentHelp(say("La tare et son unité.", "The tare and its unit."), valueName: "12,4 kg"))
        var mass: String
        @OptionGroup var day: DayOption
        @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
        var remark: String?
        @Option(help: ArgumentHelp(say("Qui tare (voir people).", "Who tares (see people).")))
        var by: String?

        func run() throws {
            try atlas.open().tare(container, TypedMass(mass), on: day.day(), remark: remark, by: by)
        }
    }
}

extension WeighingVersion {
    fileprivate var lines: [String] {
        let what =
            weighing.isCancellation
            ? say("annulation", "cancellation")
            : weighing.corrects == nil ? say("pesée", "weighing") : say("correction", "correction")
        let who = [at, person].compactMap { $0 }.joined(separator: ", ")
        let first = "\(weighing.fid)  \(weighing.day)  \(what)\(who.isEmpty ? "" : "  (\(who))")"
        return [first, "    \(weighing.spoken[Speech.language])", "    \(say("écrit", "typed")) : \(weighing.typed)"]
            + [weighing.reason.map { "    \(say("raison", "reason")) : \($0)" }].compactMap { $0 }
    }
}
