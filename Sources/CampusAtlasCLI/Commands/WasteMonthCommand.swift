import ArgumentParser
import CampusAtlas

struct WasteMonthCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "month",
            abstract: say(
                "Les mois : ouverts, soumis, clos avec leur empreinte, rouverts avec un motif.",
                "Months: open, submitted, closed with their digest, reopened with a reason."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste month submit ales.gpkg 2026-08 --site Clavières --by Camille
                          campus-atlas waste month close  ales.gpkg 2026-08 --site Clavières --by Dominique
                          campus-atlas waste month show   ales.gpkg 2026-08 --site Clavières
                """,
                """
                EXAMPLE: campus-atlas waste month submit ales.gpkg 2026-08 --site Clavières --by Camille
                         campus-atlas waste month close  ales.gpkg 2026-08 --site Clavières --by Dominique
                         campus-atlas waste month show   ales.gpkg 2026-08 --site Clavières
                """),
            subcommands: [Open.self, Submit.self, Close.self, Reopen.self, Show.self])
    }

    struct Open: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "open",
                abstract: say(
                    "Reprendre un mois soumis, pour le compléter.", "Take a submitted month back, to complete it."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste month open ales.gpkg 2026-08 --site Clavières --by Camille",
                    "EXAMPLE: campus-atlas waste month open ales.gpkg 2026-08 --site Clavières --by Camille"))
        }

        @OptionGroup var month: MonthArguments
        @OptionGroup var author: AuthorOptions

        func run() throws {
            let day = try month.day()
            try month.atlas.open().openMonth(day, campus: month.site.site, reason: author.reason, by: author.by)
            print(say("\(day) : ouvert.", "\(day): open."))
        }
    }

    struct Submit: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "submit",
                abstract: say("Dire qu'un mois contient tout.", "Say that a month holds all there is."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste month submit ales.gpkg 2026-08 --site Clavières --by Camille",
                    "EXAMPLE: campus-atlas waste month submit ales.gpkg 2026-08 --site Clavières --by Camille"))
        }

        @OptionGroup var month: MonthArguments
        @OptionGroup var author: AuthorOptions

        func run() throws {
            let day = try month.day()
            try month.atlas.open().submitMonth(day, campus: month.site.site, reason: author.reason, by: author.by)
            print(say("\(day) : soumis.", "\(day): submitted."))
        }
    }

    struct Close: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "close",
                abstract: say(
                    "Clore un mois soumis : ce qu'il contient est écrit avec son SHA-256.",
                    "Close a submitted month: what it holds is written with its SHA-256."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste month close ales.gpkg 2026-08 --site Clavières --by Dominique --accept-missing",
                    "EXAMPLE: campus-atlas waste month close ales.gpkg 2026-08 --site Clavières --by Dominique --accept-missing"
                ))
        }

        @OptionGroup var month: MonthArguments
        @Flag(
            help: ArgumentHelp(
                say(
                    "Accepter les flux attendus dont rien n'est dit ; la clôture les nomme.",
                    "Accept the expected streams of which nothing is said; the closing names them.")))
        var acceptMissing = false
        @OptionGroup var author: AuthorOptions

        func run() throws {
            let day = try month.day()
            let snapshot = try month.atlas.open().closeMonth(
                day, campus: month.site.site, acceptMissing: acceptMissing, reason: author.reason, by: author.by)
            let missing = snapshot.cells.filter { $0.state == .missing }.map(\.stream).joined(separator: ", ")
            print(
                say(
                    "\(day) : clos, \(NumberText.mass(snapshot.grams)), \(snapshot.rowCount) pesées.",
                    "\(day): closed, \(NumberText.mass(snapshot.grams)), \(snapshot.rowCount) weighings."))
            if !missing.isEmpty { print(say("Manque accepté : \(missing).", "Missing, accepted: \(missing).")) }
            print("SHA-256 \(snapshot.sha256)")
        }
    }

    struct Reopen: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "reopen",
                abstract: say(
                    "Rouvrir un mois clos, en disant pourquoi ; ce qui fut clos reste écrit.",
                    "Reopen a closed month, saying why; what was closed stays written."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste month reopen ales.gpkg 2026-08 --site Clavières --by Dominique --reason \"bon retrouvé\"",
                    "EXAMPLE: campus-atlas waste month reopen ales.gpkg 2026-08 --site Clavières --by Dominique --reason \"ticket found\""
                ))
        }

        @OptionGroup var month: MonthArguments
        @OptionGroup var author: AuthorOptions

        func run() throws {
            let day = try month.day()
            try month.atlas.open().reopenMonth(
                day, campus: month.site.site, reason: author.reason ?? "", by: author.by)
            print(say("\(day) : rouvert.", "\(day): reopened."))
        }
    }

    struct Show: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "show",
                abstract: say(
                    "Ce qu'un mois contenait à sa clôture, ce qu'il contient, et les lignes qui font l'écart.",
                    "What a month held when it was closed, what it holds, and the rows that make the difference."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste month show ales.gpkg 2026-08 --site Clavières",
                    "EXAMPLE: campus-atlas waste month show ales.gpkg 2026-08 --site Clavières"))
        }

        @OptionGroup var month: MonthArguments
        @Flag(
            help: ArgumentHelp(
                say("Le texte que la clôture a gardé, tel quel.", "The text that the closing kept, as it is.")))
        var snapshot = false

        func run() throws {
            let report = try month.atlas.open(readOnly: true).month(month.day(), campus: month.site.site)
            guard snapshot else { return print(report.text) }
            guard let text = report.acts.last(where: { $0.kind == .close })?.snapshot else {
                throw ValidationError(say("ce mois n'a jamais été clos", "this month was never closed"))
            }
            print(text)
        }
    }
}

/// A month of a campus of an atlas.
struct MonthArguments: ParsableArguments {
    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le mois, AAAA-MM.", "The month, YYYY-MM.")))
    var month: String
    @OptionGroup var site: SiteOption

    func day() throws -> CalendarMonth { try .option(month) }
}

/// The campus of an act of the waste book.
struct SiteOption: ParsableArguments {
    @Option(
        name: [.long, .customLong("campus")],
        help: ArgumentHelp(say("Le campus, s'il y en a plusieurs.", "The campus, if there are several.")))
    var site: String?
}

extension CalendarMonth {
    /// The month that a word gives.
    static func option(_ text: String) throws -> CalendarMonth {
        guard text.count == 7, let month = CalendarMonth(iso: text) else {
            throw ValidationError(
                say("« \(text) » n'est pas un mois AAAA-MM.", "'\(text)' is not a month YYYY-MM."))
        }
        return month
    }
}
