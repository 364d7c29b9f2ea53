import ArgumentParser
import CampusAtlas

struct VisitsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "visits",
            abstract: say(
                "Les visites de suivi : effort, météo, liste cherchée ; les zéros en viennent.",
                "Survey visits: effort, weather, list looked for; the zeros come from it."),
            discussion: say(
                """
                EXEMPLE : campus-atlas visits add ales.gpkg propage --parcel "AB 12" --on 2026-06-15 --minutes 10 --count "Pieris brassicae=3"
                          campus-atlas visits due ales.gpkg
                """,
                """
                EXAMPLE: campus-atlas visits add ales.gpkg propage --parcel "AB 12" --on 2026-06-15 --minutes 10 --count "Pieris brassicae=3"
                         campus-atlas visits due ales.gpkg
                """),
            subcommands: [Add.self, Import.self, Due.self, List.self])
    }

    struct Import: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "import",
                abstract: say("Faire entrer un fichier de visites.", "Take a file of visits in."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas visits import ales.gpkg propage-2026.csv --set protocol=propage --map "Piéride du chou=count:Pieris brassicae"

                    Une ligne par visite et par taxon (scientific_name, count), ou une ligne par visite et une colonne par \
                    taxon. Une ligne sans taxon est une visite où rien n'a été vu.
                    """,
                    """
                    EXAMPLE: campus-atlas visits import ales.gpkg propage-2026.csv --set protocol=propage --map "Large white=count:Pieris brassicae"

                    A row for each visit and taxon (scientific_name, count), or a row for each visit and a column for each \
                    taxon. A row without a taxon is a visit in which nothing was seen.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
        var file: String
        @OptionGroup var importing: ImportArguments

        func run() throws {
            let options = try importing.options()
            let opened = try atlas.open()
            let bar = ProgressBar(file)
            defer { bar.end() }
            let report = try opened.importVisits(from: file, options: options, progress: bar.show)
            bar.end()
            try importing.tellWhatBecame(report)
        }
    }

    struct Due: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "due",
                abstract: say(
                    "Ce qui reste à faire cette année, par protocole et site.",
                    "What is left to do this year, by protocol and site."),
                discussion: say(
                    "EXEMPLE : campus-atlas visits due ales.gpkg --on 2026-06-20",
                    "EXAMPLE: campus-atlas visits due ales.gpkg --on 2026-06-20"))
        }

        @OptionGroup var atlas: AtlasOptions
        @OptionGroup var day: DayOption

        func run() throws {
            let due = try atlas.open(readOnly: true).visitsDue(on: day.day())
            var table = TextTable([
                say("protocole", "protocol"), "site", say("à partir du", "from"), say("dernier jour", "last day"),
                say("il manque", "missing"),
            ])
            for one in due {
                let unverified =
                    one.sheet.isVerified ? "" : say(" (non vérifié, pas compté)", " (unverified, not counted)")
                table.add([
                    one.sheet.code + unverified, one.site ?? say("(aucun site)", "(no site)"),
                    one.firstDay?.description ?? "—", one.lastDay?.description ?? say("trop tard", "too late"),
                    one.missing.map { $0.label[Speech.language] }.joined(separator: ", "),
                ])
            }
            for line in table.lines { print(line) }
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list",
                abstract: say("Les visites, la plus récente d'abord.", "The visits, newest first."),
                discussion: say(
                    "EXEMPLE : campus-atlas visits list ales.gpkg --protocol propage --year 2026",
                    "EXAMPLE: campus-atlas visits list ales.gpkg --protocol propage --year 2026"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(name: .customLong("protocol"), help: ArgumentHelp(say("Un seul protocole.", "One protocol only.")))
        var code: String?
        @Option(help: ArgumentHelp(say("Un seul site.", "One site only.")))
        var site: String?
        @Option(help: ArgumentHelp(say("Une seule année.", "One year only.")))
        var year: Int?

        func run() throws {
            let visits = try atlas.open(readOnly: true).visits(protocolCode: code, site: site, year: year)
            print(
                [
                    "uuid", say("jour", "day"), say("protocole", "protocol"), "site", say("minutes", "minutes"),
                    say("échantillon", "sample"), say("taxons vus", "taxa seen"), say("hors liste", "off the list"),
                    say("zéros", "zeros"), say("vus", "seen"),
                ].joined(separator: "\t"))
            for visit in visits { print(Self.line(visit)) }
        }

        private static func line(_ visit: Visit) -> String {
            let details = visit.details
            let sample = details.sampleSize.map { "\(NumberText.fixed($0, 0)) \(details.sampleUnit ?? "")" } ?? ""
            return [
                visit.uuid, details.day.description, details.protocolCode, details.site,
                details.minutes.map(String.init) ?? "", sample, String(visit.sightings.count),
                String(visit.offList.count),
                zeros(visit),
                (visit.sightings + visit.offList).map { "\($0.name)=\($0.quantity)" }.joined(separator: ", "),
            ].joined(separator: "\t")
        }

        private static func zeros(_ visit: Visit) -> String {
            if let absent = visit.absent { return String(absent.count) }
            return visit.details.isTargetListComplete == true
                ? say("liste à charger", "list to be loaded") : say("non dit", "not said")
        }
    }
}
