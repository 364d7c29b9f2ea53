import ArgumentParser
import CampusAtlas

extension VisitsCommand {
    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add",
                abstract: say(
                    "Inscrire une visite et ce qui y fut vu ; sans --count, rien ne fut vu.",
                    "Record a visit and what was seen; without --count, nothing was."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas visits add ales.gpkg propage --parcel "AB 12" --on 2026-06-15 --minutes 10 --complete \\
                                --count "Pieris brassicae=3" --count "Vanessa atalanta=1"
                              campus-atlas visits add ales.gpkg florileges --site "Pré haut" --at 4.0881,44.1331 --on 2026-06-20 \\
                                --sample 10 --count "Trifolium pratense=7"

                    Un nombre est celui des individus ; celui des quadrats où l'espèce est vue pour Florilèges. Un zéro ne se \
                    tape pas : --complete dit que toute la liste a été cherchée, ce qui n'est pas compté est alors zéro.
                    """,
                    """
                    EXAMPLE: campus-atlas visits add ales.gpkg propage --parcel "AB 12" --on 2026-06-15 --minutes 10 --complete \\
                               --count "Pieris brassicae=3" --count "Vanessa atalanta=1"
                             campus-atlas visits add ales.gpkg florileges --site "High meadow" --at 4.0881,44.1331 --on 2026-06-20 \\
                               --sample 10 --count "Trifolium pratense=7"

                    A number is that of individuals; that of the quadrats in which the species is seen for Florilèges. A zero is \
                    not typed: --complete says that the whole list was looked for, and what is not counted is then zero.
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le code du protocole.", "The code of the protocol.")))
        var code: String
        @Option(
            help: ArgumentHelp(say("La parcelle : référence, nom ou uuid.", "The parcel: reference, name or uuid.")))
        var parcel: String?
        @Option(help: ArgumentHelp(say("Le nom du point ou du transect.", "The name of the point or transect.")))
        var site: String?
        @Option(parsing: .unconditional, help: .place)
        var at: String?
        @Option(help: ArgumentHelp(say("Le jour de la visite.", "The day of the visit."), valueName: "AAAA-MM-JJ"))
        var on: String
        @Option(help: ArgumentHelp(say("L'heure de début.", "The start time."), valueName: "HH:MM"))
        var time: String?
        @Option(help: ArgumentHelp(say("La durée en minutes.", "The duration in minutes.")))
        var minutes: Int?
        @Option(
            help: ArgumentHelp(
                say("L'échantillon, dans l'unité du protocole.", "The sample, in the protocol's unit."), valueName: "10"
            ))
        var sample: Double?
        @Option(help: ArgumentHelp(say("L'effort en mots.", "The effort in words.")))
        var effort: String?
        @Option(help: ArgumentHelp(say("Classe de température.", "Temperature class."), valueName: "21_25"))
        var temperature: String?
        @Option(help: ArgumentHelp(say("Vent.", "Wind."), valueName: "light"))
        var wind: String?
        @Option(help: ArgumentHelp(say("Nébulosité.", "Cloud."), valueName: "sun"))
        var cloud: String?
        @Flag(
            inversion: .prefixedNo,
            help: ArgumentHelp(say("La météo était favorable, ou non.", "The weather was favourable, or not.")))
        var favourable: Bool?
        @Flag(
            inversion: .prefixedNo,
            help: ArgumentHelp(say("Toute la liste a été cherchée, ou non.", "The whole list was looked for, or not.")))
        var complete: Bool?
        @Option(help: ArgumentHelp(say("Qui était là.", "Who was there.")))
        var observers: String?
        @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
        var remark: String?
        @Option(
            name: .customLong("count"), parsing: .singleValue,
            help: ArgumentHelp(say("Un taxon et son nombre.", "A taxon and its number."), valueName: "Nom=3"))
        var counts: [String] = []
        @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
        var by: String?

        func run() throws {
            let atlas = try self.atlas.open()
            let judged = try atlas.add(
                details(atlas), counts: counts.map { try Self.count($0) }, parcel: parcel, by: by)
            print(judged.visit.uuid)
            if case .counted = judged.standing { return }
            let reason = judged.standing.label[Speech.language]
            tell(
                say(
                    "gardée, mais ne compte pas pour le minimum : \(reason)",
                    "kept, but does not count for the minimum: \(reason)"))
        }

        private func details(_ atlas: Atlas) throws -> VisitDetails {
            var visit = VisitDetails(code, site: site ?? "", on: try .option(on))
            visit.position = try at.map { try atlas.position(typed: $0) }
            visit.startTime = time
            visit.minutes = minutes
            visit.sampleSize = sample
            visit.effort = effort
            visit.weather.temperature = temperature
            visit.weather.wind = wind
            visit.weather.cloud = cloud
            visit.weather.isFavourable = favourable
            visit.isTargetListComplete = complete
            visit.observers = observers
            visit.remark = remark
            return visit
        }

        /// `Pieris brassicae=3`; without a number, seen and not counted.
        private static func count(_ text: String) throws -> TaxonCount {
            guard let cut = text.lastIndex(of: "=") else {
                if let count = TaxonCount(text, nil) { return count }
                throw VisitError.notACount(text)
            }
            guard let number = Int(text[text.index(after: cut)...]),
                let count = TaxonCount(String(text[..<cut]), number)
            else { throw VisitError.notACount(text) }
            return count
        }
    }
}
