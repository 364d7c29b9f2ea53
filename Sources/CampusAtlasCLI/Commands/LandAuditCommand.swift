import ArgumentParser
import CampusAtlas

struct AuditCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "audit",
            abstract: say(
                "Contrôler le livre du sol par des points tirés au hasard.", "Audit the land book by random points."),
            discussion: say(
                """
                EXEMPLE : campus-atlas land audit draw    ales.gpkg --points 400 --on 2026-10-01 --seed 7 --name "Contrôle 2026" -o points.geojson
                          campus-atlas land audit record  ales.gpkg lectures.csv --audit "Contrôle 2026" --by "Camille"
                          campus-atlas land audit compare ales.gpkg --audit "Contrôle 2026"

                Les points sont écrits sans ce que dit le livre : qui les lit, sur place ou sur une image, ne le sait pas.
                """,
                """
                EXAMPLE: campus-atlas land audit draw    ales.gpkg --points 400 --on 2026-10-01 --seed 7 --name "Audit 2026" -o points.geojson
                         campus-atlas land audit record  ales.gpkg readings.csv --audit "Audit 2026" --by "Camille"
                         campus-atlas land audit compare ales.gpkg --audit "Audit 2026"

                The points are written without what the book says: whoever reads them, on site or on an image, does not know.
                """),
            subcommands: [Draw.self, Points.self, Record.self, List.self, Compare.self])
    }

    struct Draw: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "draw",
                abstract: say(
                    "Tirer les points d'un nouveau contrôle, les garder et les écrire.",
                    "Draw the points of a new audit, keep and write them."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas land audit draw ales.gpkg --points 400 --on 2026-10-01 --seed 7 -o points.geojson

                    Tirage simple dans les contours des campus ; même graine et mêmes contours, mêmes points. On n'ajoute pas \
                    de points à un tirage. Colonne « seen » à remplir : un type de surface, une classe (sealed, \
                    semi_permeable, permeable), ou ? si rien ne se voit.
                    """,
                    """
                    EXAMPLE: campus-atlas land audit draw ales.gpkg --points 400 --on 2026-10-01 --seed 7 -o points.geojson

                    Simple random draw in the campus outlines; same seed and outlines, same points. No point is added to a \
                    draw. Column 'seen' to fill: a surface type, a class (sealed, semi_permeable, permeable), or ? where \
                    nothing can be told.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("Combien de points.", "How many points.")))
        var points = 400
        @Option(
            help: ArgumentHelp(
                say("Le jour contrôlé (aujourd'hui si absent).", "The day audited (today if absent)."),
                valueName: "AAAA-MM-JJ"))
        var on: String?
        @Option(
            help: ArgumentHelp(say("La graine du tirage (SplitMix64).", "The seed of the draw (SplitMix64).")))
        var seed: Int64
        @Option(help: ArgumentHelp(say("Un seul campus.", "One campus only.")))
        var campus: String?
        @Option(
            help: ArgumentHelp(
                say(
                    "Le nom du contrôle (« Contrôle » et le jour si absent).",
                    "The audit's name ('Audit' and the day if absent)."))
        )
        var name: String?
        @Option(help: ArgumentHelp(say("Qui tire.", "Who draws.")))
        var by: String?
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
        var output = "-"

        func run() throws {
            let opened = try atlas.open()
            let day = try CalendarDate.option(on)
            let audit = try opened.drawAudit(
                name ?? say("Contrôle \(day)", "Audit \(day)"), points: points, on: day, seed: seed, campus: campus,
                by: by)
            tell(audit.summary)
            try opened.writeAuditPoints(of: audit.name, to: output)
        }
    }

    struct Points: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "points",
                abstract: say(
                    "Écrire encore les points d'un contrôle, pour un autre lecteur.",
                    "Write the points of an audit again, for another reader."),
                discussion: say(
                    "EXEMPLE : campus-atlas land audit points ales.gpkg --audit \"Contrôle 2026\" -o points.geojson",
                    "EXAMPLE: campus-atlas land audit points ales.gpkg --audit \"Audit 2026\" -o points.geojson"))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("Le nom du contrôle.", "The audit's name.")))
        var audit: String
        @Option(name: [.short, .customLong("output")], help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
        var output = "-"

        func run() throws {
            let count = try atlas.open(readOnly: true).writeAuditPoints(of: audit, to: output)
            tell(say("\(NumberText.count(count)) points", "\(NumberText.count(count)) points"))
        }
    }

    struct Record: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "record",
                abstract: say(
                    "Faire entrer ce qu'une personne a vu aux points.", "Take in what a person saw at the points."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas land audit record ales.gpkg lectures.csv --audit "Contrôle 2026" --by "Camille"

                    Colonnes : point (numéro ou uuid) et seen ; read_at et remark si l'on veut. Le GeoJSON des points, \
                    rempli, convient aussi. Deux personnes peuvent lire les mêmes points, chacune sans voir l'autre.
                    """,
                    """
                    EXAMPLE: campus-atlas land audit record ales.gpkg readings.csv --audit "Audit 2026" --by "Camille"

                    Columns: point (number or uuid) and seen; read_at and remark if wished. The GeoJSON of the points, filled, \
                    will do too. Two people may read the same points, neither seeing the other.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
        var file: String
        @Option(help: ArgumentHelp(say("Le nom du contrôle.", "The audit's name.")))
        var audit: String
        @Option(help: ArgumentHelp(say("Qui a lu.", "Who read.")))
        var by: String
        @Option(help: ArgumentHelp(say("Fichier des lignes refusées.", "File of the refused rows.")))
        var refusals: String?
        @Flag(help: ArgumentHelp(say("Tout montrer, ne rien écrire.", "Show all, write nothing.")))
        var dryRun = false
        @Flag(help: ArgumentHelp(say("Bilan en JSON.", "Report as JSON.")))
        var json = false

        func run() throws {
            var options = ImportOptions()
            options.refusals = refusals
            options.dryRun = dryRun
            let report = try atlas.open().importAuditReadings(from: file, audit: audit, by: by, options: options)
            print(json ? String(decoding: report.json, as: UTF8.self) : report.summary)
            for line in report.messages { tell(line) }
            if report.refused > 0 { throw ExitCode(1) }
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les contrôles.", "The audits."),
                discussion: say(
                    "EXEMPLE : campus-atlas land audit list ales.gpkg",
                    "EXAMPLE: campus-atlas land audit list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            for audit in try atlas.open(readOnly: true).audits() { print(audit.summary) }
        }
    }

    struct Compare: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "compare",
                abstract: say(
                    "Comparer ce qui a été vu et ce que dit le livre.", "Compare what was seen with what the book says."
                ),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas land audit compare ales.gpkg --audit "Contrôle 2026"

                    État de sortie 1 si le livre ne s'accorde pas avec le contrôle, ou si le tirage n'est plus le même.
                    """,
                    """
                    EXAMPLE: campus-atlas land audit compare ales.gpkg --audit "Audit 2026"

                    Exit status 1 when the book does not agree with the audit, or the draw is no longer the same.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Option(help: ArgumentHelp(say("Le nom du contrôle.", "The audit's name.")))
        var audit: String
        @Option(help: ArgumentHelp(say("Un seul lecteur.", "One reader only.")))
        var reader: String?
        @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
        var json = false

        func run() throws {
            let comparison = try atlas.open(readOnly: true).compareAudit(audit, reader: reader)
            print(json ? String(decoding: try comparison.json(), as: UTF8.self) : comparison.text)
            switch comparison.verdict {
            case .disagrees, .notReproduced: throw ExitCode(1)
            case .agrees, .undecided, .incomplete: break
            }
        }
    }
}
