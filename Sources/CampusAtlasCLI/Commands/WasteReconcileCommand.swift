public import ArgumentParser
public import CampusAtlas
import Foundation

extension WeighingSource: ExpressibleByArgument {}

struct WasteReconcileCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reconcile",
            abstract: say(
                "Pesées, bons et attestations d'une année, côte à côte.",
                "Weighings, tickets and attestations of a year, side by side."),
            discussion: say(
                "EXEMPLE : campus-atlas waste reconcile show ales.gpkg --year 2025",
                "EXAMPLE: campus-atlas waste reconcile show ales.gpkg --year 2025"),
            subcommands: [Show.self, Authority.self], defaultSubcommand: Show.self)
    }

    struct Show: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "show",
                abstract: say("Ce que dit chaque source, et quoi demander.", "What each source says, and what to ask."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste reconcile show ales.gpkg --year 2025",
                    "EXAMPLE: campus-atlas waste reconcile show ales.gpkg --year 2025"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("L'année (l'an dernier si absente).", "The year (last year if absent).")))
        var year: Int?
        @Flag(help: ArgumentHelp(say("En JSON, masses en grammes.", "As JSON, masses in grams.")))
        var json = false

        func run() throws {
            let year = year ?? CalendarDate.today.year - 1
            let reconciliation = try atlas.open(readOnly: true).reconcileWaste(year: year)
            guard !json else {
                print(String(decoding: reconciliation.json, as: UTF8.self))
                return
            }
            for line in reconciliation.lines { print(line) }
        }
    }

    struct Authority: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "authority",
                abstract: say(
                    "Dire quelle source compte, quand deux ont pesé la même masse.",
                    "Say which source counts, when two weighed the same mass."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste reconcile authority ales.gpkg GLASS 2025-03 --source hauler

                    L'autre source est gardée et ne compte nulle part. Sans --source, les deux comptent à nouveau.
                    """,
                    """
                    EXAMPLE: campus-atlas waste reconcile authority ales.gpkg GLASS 2025-03 --source hauler

                    The other source is kept and counts nowhere. Without --source both count again.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le flux.", "The stream.")))
        var stream: String
        @Argument(help: ArgumentHelp(say("Le mois.", "The month."), valueName: "AAAA-MM"))
        var month: String
        @Option(
            help: ArgumentHelp(
                WeighingSource.allCases.map { "\($0.rawValue) (\($0.label[Speech.language]))" }.joined(separator: ", "))
        )
        var source: WeighingSource?
        @Option(help: ArgumentHelp(say("Ce campus seulement.", "This campus only.")))
        var campus: String?
        @OptionGroup var author: AuthorOptions

        func run() throws {
            guard let month = CalendarMonth(iso: month) else {
                throw ValidationError(
                    say("« \(month) » n'est pas un mois AAAA-MM.", "'\(month)' is not a month YYYY-MM."))
            }
            try atlas.open().setAuthority(
                source, stream: stream, month: month, campus: campus, by: author.by, reason: author.reason)
        }
    }
}

extension WasteReconciliation {
    /// A table, then what to ask and what may be counted twice.
    fileprivate var lines: [String] {
        var table = TextTable(
            [
                say("flux", "stream"), "installation", say("école", "school"), say("prestataire", "hauler"),
                say("compté", "counted"), say("attesté", "attested"), say("écart", "delta"), "%",
            ], right: [2, 3, 4, 5, 6, 7])
        for one in streams {
            table.add([
                one.stream, one.facility ?? "", NumberText.tonnes(one.own), NumberText.tonnes(one.hauler),
                NumberText.tonnes(one.counted), one.attested.map(NumberText.tonnes) ?? "",
                one.delta.map(NumberText.tonnes) ?? "", one.relativeDelta.map { NumberText.fixed($0 * 100, 1) } ?? "",
            ])
        }
        let questions = streams.compactMap { one in
            question(of: one).map { question in
                let place = one.facility.map { ", \($0)" } ?? ""
                return "  \(one.stream)\(place)" + say(" : ", ": ") + question[Speech.language]
            }
        }
        let twice = doubles.map { one in
            let place = one.campus.map { " (\($0))" } ?? ""
            return "  \(one.stream) \(one.month)\(place)" + say(" : ", ": ")
                + say(
                    "école \(NumberText.tonnes(one.own)), prestataire \(NumberText.tonnes(one.hauler)) ; si c'est la même "
                        + "masse : waste reconcile authority",
                    "school \(NumberText.tonnes(one.own)), hauler \(NumberText.tonnes(one.hauler)); if it is the same "
                        + "mass: waste reconcile authority")
        }
        return [say("Année \(year)", "Year \(year)")] + table.lines
            + (questions.isEmpty ? [] : [say("À demander", "To ask")] + questions)
            + (twice.isEmpty ? [] : [say("Deux sources le même mois", "Two sources in one month")] + twice)
    }

    fileprivate var json: [UInt8] {
        var json = JSONWriter()
        func number(_ name: String, _ value: Int64?) {
            json.key(name)
            if let value { json.integer(Int(value)) } else { json.null() }
        }
        func text(_ name: String, _ value: String?) {
            json.key(name)
            if let value { json.string(value) } else { json.null() }
        }
        json.beginObject()
        number("year", Int64(year))
        json.key("streams")
        json.beginArray()
        for one in streams {
            json.beginObject()
            text("stream", one.stream)
            text("facility", one.facility)
            text("carrier", one.carrier)
            number("own_g", one.own)
            number("hauler_g", one.hauler)
            number("counted_g", one.counted)
            number("attested_g", one.attested)
            number("delta_g", one.delta)
            text("ask", question(of: one)?[Speech.language])
            json.endObject()
        }
        json.endArray()
        json.key("two_sources")
        json.beginArray()
        for one in doubles {
            json.beginObject()
            text("campus", one.campus)
            text("stream", one.stream)
            text("month", one.month.description)
            number("own_g", one.own)
            number("hauler_g", one.hauler)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}
