import ArgumentParser
import CampusAtlas

struct WasteUsersCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "users",
            abstract: say(
                "Par quoi diviser les déchets d'une année : usagers, repas, m², jours d'ouverture.",
                "By what the waste of a year is divided: users, meals, m², open days."),
            discussion: say(
                "EXEMPLE : campus-atlas waste users list ales.gpkg", "EXAMPLE: campus-atlas waste users list ales.gpkg"),
            subcommands: [Set.self, List.self])
    }

    struct Set: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "set",
                abstract: say("Inscrire les nombres d'une année.", "Record the numbers of a year."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste users set ales.gpkg --year 2026 --resident-students 120 --resident-staff 2 \
                    --resident-others 0 --fte-students 1450 --fte-staff 160 --fte-distance 40 --source "SISE 2026"

                    Usagers pondérés (AASHE STARS) : (A + B + C) + 0,75 [(D − A) + (E − B) − F].
                    """,
                    """
                    EXAMPLE: campus-atlas waste users set ales.gpkg --year 2026 --resident-students 120 --resident-staff 2 \
                    --resident-others 0 --fte-students 1450 --fte-staff 160 --fte-distance 40 --source "registry 2026"

                    Weighted users (AASHE STARS): (A + B + C) + 0.75 [(D − A) + (E − B) − F].
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @OptionGroup var period: WasteYearOptions
        @Option(help: ArgumentHelp(say("A : étudiants résidents.", "A: resident students.")))
        var residentStudents: Double?
        @Option(help: ArgumentHelp(say("B : personnels résidents.", "B: resident staff.")))
        var residentStaff: Double?
        @Option(help: ArgumentHelp(say("C : autres résidents.", "C: other residents.")))
        var residentOthers: Double?
        @Option(
            help: ArgumentHelp(say("D : étudiants, équivalents temps plein.", "D: students, full-time equivalents.")))
        var fteStudents: Double?
        @Option(help: ArgumentHelp(say("E : personnels, équivalents temps plein.", "E: staff, full-time equivalents.")))
        var fteStaff: Double?
        @Option(
            help: ArgumentHelp(
                say("F : équivalents temps plein à distance.", "F: full-time equivalents at a distance.")))
        var fteDistance: Double?
        @Option(help: ArgumentHelp(say("Repas servis.", "Meals served.")))
        var meals: Int?
        @Option(help: ArgumentHelp(say("Surface de plancher, m².", "Floor area, m²."), valueName: "m2"))
        var floorArea: Double?
        @Option(help: ArgumentHelp(say("Jours d'ouverture.", "Open days.")))
        var openDays: Int?
        @Option(help: ArgumentHelp(say("D'où viennent ces nombres.", "Where these numbers come from.")))
        var source: String
        @OptionGroup var author: AuthorOptions

        func run() throws {
            let denominator = WasteDenominator(
                year: period.year, campus: period.campus, users: try users(), meals: meals, floorArea: floorArea,
                openDays: openDays, source: source)
            try atlas.open().set(denominator, by: author.by, reason: author.reason)
            guard let users = denominator.users else { return print(say("Inscrit.", "Recorded.")) }
            print(say("Usagers pondérés : ", "Weighted users: ") + NumberText.short(users.weighted))
        }

        /// The six come together: a weighted number of users of five inputs would be a guess.
        private func users() throws -> CampusUsers? {
            let inputs = [residentStudents, residentStaff, residentOthers, fteStudents, fteStaff, fteDistance]
            let given = inputs.compactMap { $0 }
            guard !given.isEmpty else { return nil }
            guard given.count == 6 else {
                throw ValidationError(
                    say(
                        "donnez les six nombres A à F ensemble, zéro compris",
                        "give the six numbers A to F together, zeros too"))
            }
            return try CampusUsers(
                residentStudents: given[0], residentStaff: given[1], residentOthers: given[2], students: given[3],
                staff: given[4], distant: given[5])
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list", abstract: say("Les nombres inscrits.", "The numbers recorded."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste users list ales.gpkg",
                    "EXAMPLE: campus-atlas waste users list ales.gpkg"))
        }

        @OptionGroup var atlas: AtlasOptions

        func run() throws {
            var table = TextTable(
                [
                    say("année", "year"), "campus", say("usagers pondérés", "weighted users"), say("repas", "meals"),
                    "m²",
                    say("jours", "days"), "source",
                ], right: [2, 3, 4, 5])
            func text(_ value: Double?) -> String { value.map(NumberText.short) ?? "—" }
            for row in try atlas.open(readOnly: true).wasteDenominators() {
                table.add([
                    String(row.year), row.campus ?? say("école", "school"), text(row.users?.weighted),
                    text(row.meals.map(Double.init)), text(row.floorArea), text(row.openDays.map(Double.init)),
                    row.source,
                ])
            }
            print(table.lines.joined(separator: "\n"))
        }
    }
}
