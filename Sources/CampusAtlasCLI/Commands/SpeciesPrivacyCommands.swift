import ArgumentParser
import AtlasServer
import CampusAtlas
import Foundation

struct SpeciesSensitivityCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sensitivity",
            abstract: say(
                "Les règles qui gardent des données hors du public.", "The rules that keep records from the public."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species sensitivity load ales.gpkg regles.csv --set source="Liste régionale 2025"
                          campus-atlas species sensitivity list ales.gpkg

                Colonnes : scientific_name ou cd_nom, level (1 à 4), campus, season_from et season_to (MM-JJ), behaviour, \
                duration_years, source. Ce que la donnée ne dit pas (date, comportement, lieu) ne la rend jamais publique.
                """,
                """
                EXAMPLE: campus-atlas species sensitivity load ales.gpkg rules.csv --set source="Regional list 2025"
                         campus-atlas species sensitivity list ales.gpkg

                Columns: scientific_name or cd_nom, level (1 to 4), campus, season_from and season_to (MM-DD), behaviour, \
                duration_years, source. What a record does not say (day, behaviour, place) never makes it public.
                """),
            subcommands: [Load.self, List.self])
    }

    struct Load: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "load", abstract: say("Faire entrer des règles.", "Take rules in."),
                discussion: say(
                    "EXEMPLE : campus-atlas species sensitivity load ales.gpkg regles.csv",
                    "EXAMPLE: campus-atlas species sensitivity load ales.gpkg rules.csv"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
        var file: String
        @OptionGroup var importing: ImportArguments

        func run() throws {
            let report = try atlas.open().importSensitivityRules(from: file, options: importing.options())
            try importing.tellWhatBecame(report)
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list",
                abstract: say("Les règles, et ce qu'elles touchent.", "The rules, and what they hold."),
                discussion: say(
                    "EXEMPLE : campus-atlas species sensitivity list ales.gpkg",
                    "EXAMPLE: campus-atlas species sensitivity list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            var table = TextTable(
                [
                    say("taxon", "taxon"), say("niveau", "level"), "campus", say("saison", "season"),
                    say("comportement", "behaviour"), say("années", "years"), say("données", "records"), "source",
                ], right: [1, 5, 6])
            for rule in try atlas.open(readOnly: true).sensitivityRules() {
                table.add([
                    rule.scientificName, NumberText.count(rule.level), rule.campus ?? say("tous", "all"),
                    rule.season?.joined(separator: "…") ?? "", rule.behaviour ?? "",
                    rule.durationYears.map(NumberText.count) ?? "", NumberText.count(rule.records), rule.source,
                ])
            }
            for line in table.lines { print(line) }
        }
    }
}

struct SpeciesObserversCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "observers",
            abstract: say(
                "Les observateurs : qui laisse publier son nom.", "Observers: who lets their name be published."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species observers ales.gpkg
                          campus-atlas species observers ales.gpkg --publish "Zoé Durand" --by Camille

                Sans accord, c'est un pseudonyme qui paraît dans tout ce qui est public.
                """,
                """
                EXAMPLE: campus-atlas species observers ales.gpkg
                         campus-atlas species observers ales.gpkg --publish "Zoé Durand" --by Camille

                Without consent, a pseudonym stands in all that is public.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(
        parsing: .singleValue, help: ArgumentHelp(say("Publier ce nom.", "Publish this name."), valueName: "name"))
    var publish: [String] = []
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(say("Ne plus publier ce nom.", "No longer publish this name."), valueName: "name"))
    var withhold: [String] = []
    @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
    var by: String?

    func run() throws {
        let opened = try atlas.open(readOnly: publish.isEmpty && withhold.isEmpty)
        for name in publish { try opened.publishName(of: name, true, by: by) }
        for name in withhold { try opened.publishName(of: name, false, by: by) }
        var table = TextTable([
            say("observateur", "observer"), say("en public", "in public"),
        ])
        for observer in try opened.observers() {
            table.add([observer.name, observer.publishesName ? observer.name : observer.pseudonym])
        }
        for line in table.lines { print(line) }
    }
}

struct SpeciesLeakAuditCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "leak-audit",
            abstract: say(
                "Ce que chaque canal public montre des données sensibles.",
                "What every public channel shows of sensitive records."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species leak-audit ales.gpkg

                Tout ce que le public peut lire est écrit et relu : exports, archive, pages du serveur. État 1 si quelque \
                chose y paraît.
                """,
                """
                EXAMPLE: campus-atlas species leak-audit ales.gpkg

                All that the public may read is written and read again: exports, archive, pages of the server. Status 1 \
                when something shows.
                """))
    }

    @OptionGroup var atlas: AtlasOptions

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "campus-atlas-audit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let audit = try await atlas.open()
            .auditLeaks(through: PublicChannel.ofLibrary + PublicChannel.ofServer, in: folder)
        var table = TextTable([say("canal", "channel"), say("montre", "shows")])
        for channel in audit.channels {
            let leaks = audit.leaks.filter { $0.channel == channel }
            let shown =
                audit.silent.contains(channel)
                ? say("rien n'est publié", "nothing is published") : say("rien de sensible", "nothing sensitive")
            table.add([channel, leaks.isEmpty ? shown : leaks.map(\.label).joined(separator: ", ")])
        }
        for line in table.lines { print(line) }
        let (records, observers) = (NumberText.count(audit.records), NumberText.count(audit.observers))
        print(
            say(
                "\(records) données sensibles et \(observers) observateurs sans accord cherchés dans \(audit.channels.count) canaux : \(NumberText.count(audit.leaks.count)) fuites",
                "\(records) sensitive records and \(observers) observers without consent looked for in \(audit.channels.count) channels: \(NumberText.count(audit.leaks.count)) leaks"
            ))
        if !audit.leaks.isEmpty { throw ExitCode(1) }
    }
}

extension Leak {
    fileprivate var label: String {
        switch trace {
        case .identity: say("l'identité \(text)", "the identity \(text)")
        case .place: say("le lieu \(text)", "the place \(text)")
        case .taxon: say("le taxon « \(text) »", "the taxon '\(text)'")
        case .observer: say("l'observateur « \(text) »", "the observer '\(text)'")
        }
    }
}
