import ArgumentParser
import CampusAtlas

struct WeighNoneCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "none",
            abstract: say(
                "Affirmer qu'un flux n'a rien produit un mois : un zéro, et non un oubli.",
                "Affirm that a stream produced nothing in a month: a zero, and no oversight."),
            discussion: say(
                """
                EXEMPLE : campus-atlas weigh none ales.gpkg --site Clavières --stream GLASS --month 2026-08 --by Camille --reason "fermé en août"
                          campus-atlas weigh none ales.gpkg --site Clavières --stream GLASS --month 2026-08 --cancel --reason "un bac retrouvé"
                """,
                """
                EXAMPLE: campus-atlas weigh none ales.gpkg --site Clavières --stream GLASS --month 2026-08 --by Camille --reason "closed in August"
                         campus-atlas weigh none ales.gpkg --site Clavières --stream GLASS --month 2026-08 --cancel --reason "a bin was found"
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var site: SiteOption
    @Option(help: ArgumentHelp(say("Le flux, par son code.", "The stream, by its code.")))
    var stream: String
    @Option(help: ArgumentHelp(say("Le mois.", "The month."), valueName: "AAAA-MM"))
    var month: String
    @Flag(
        help: ArgumentHelp(
            say("Reprendre un zéro affirmé, avec son motif.", "Take an affirmed zero back, with a reason.")))
    var cancel = false
    @OptionGroup var author: AuthorOptions

    func run() throws {
        let month = try CalendarMonth.option(self.month)
        let atlas = try self.atlas.open()
        if cancel {
            try atlas.cancelNothing(
                of: stream, in: month, campus: site.site, reason: author.reason ?? "", by: author.by)
            print(say("\(stream), \(month) : zéro repris.", "\(stream), \(month): zero taken back."))
            return
        }
        let zero = try atlas.affirmNothing(
            of: stream, in: month, campus: site.site, reason: author.reason, by: author.by)
        let place = zero.campus.map { ", \($0)" } ?? ""
        print(
            say(
                "\(stream), \(month)\(place) : rien produit, affirmé (n° \(zero.number)).",
                "\(stream), \(month)\(place): nothing produced, affirmed (no. \(zero.number))."))
    }
}
