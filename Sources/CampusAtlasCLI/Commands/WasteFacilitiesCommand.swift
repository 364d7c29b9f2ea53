public import ArgumentParser
public import CampusAtlas

extension EvidenceKind: ExpressibleByArgument {}

struct WasteFacilitiesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "facilities",
            abstract: say(
                "Les installations, où va chaque flux, et la preuve.",
                "The facilities, where each stream goes, and the proof."),
            discussion: say(
                "EXEMPLE : campus-atlas waste facilities list ales.gpkg",
                "EXAMPLE: campus-atlas waste facilities list ales.gpkg"),
            subcommands: [Add.self, Route.self, Performance.self, List.self, Show.self], defaultSubcommand: List.self)
    }

    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "add",
                abstract: say(
                    "Ajouter une installation, ou compléter celle de ce nom.",
                    "Add a facility, or complete the one of that name."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste facilities add ales.gpkg \"Centre de tri\" --city Nîmes --kind \"centre de tri\"",
                    "EXAMPLE: campus-atlas waste facilities add ales.gpkg \"Centre de tri\" --city Nîmes --kind \"sorting centre\""
                ))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(
            help: ArgumentHelp(say("Son nom, tel que les pesées le disent.", "Its name, as weighings say it.")))
        var name: String
        @Option(help: ArgumentHelp(say("SIRET, 14 chiffres.", "SIRET, 14 digits.")))
        var siret: String?
        @Option(help: ArgumentHelp(say("Numéro et voie.", "Number and street.")))
        var address: String?
        @Option(help: ArgumentHelp(say("Code postal.", "Postal code.")))
        var postalCode: String?
        @Option(help: ArgumentHelp(say("Commune.", "Town.")))
        var city: String?
        @Option(help: ArgumentHelp(say("Pays, en deux lettres.", "Country, in two letters."), valueName: "FR"))
        var country: String?
        @Option(help: ArgumentHelp(say("Ce que c'est.", "What it is.")))
        var kind: String?
        @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
        var remark: String?
        @Option(help: ArgumentHelp(say("Qui ajoute.", "Who adds.")))
        var by: String?

        func run() throws {
            let facility = try Facility(
                name: name, siret: siret, address: address, postalCode: postalCode, city: city, country: country,
                kind: kind, remark: remark)
            print(try atlas.open().add(facility, by: by))
        }
    }

    struct Route: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "route",
                abstract: say(
                    "Dire ce qu'une installation fait d'un flux à partir d'un jour. Ce que les parts ne couvrent pas "
                        + "est inconnu, donc compté comme éliminé.",
                    "Say what a facility does with a stream from a day on. What the shares do not cover is unknown, and "
                        + "so counted as disposed of."),
                discussion: say(
                    """
                    EXEMPLE : campus-atlas waste facilities route ales.gpkg "Centre de tri" --stream MIXREC --from 2026-01-01 \\
                                --to "RECYCLE 71%" --to "ENERGY R1 17% UVE" --evidence certificate --reference "Certificat 2026-17"
                    """,
                    """
                    EXAMPLE: campus-atlas waste facilities route ales.gpkg "Centre de tri" --stream MIXREC --from 2026-01-01 \\
                               --to "RECYCLE 71%" --to "ENERGY R1 17% UVE" --evidence certificate --reference "Certificat 2026-17"
                    """))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("L'installation.", "The facility.")))
        var facility: String
        @Option(help: ArgumentHelp(say("Le flux (tous si absent).", "The stream (all if absent).")))
        var stream: String?
        @Option(help: ArgumentHelp(say("Premier jour.", "First day."), valueName: "AAAA-MM-JJ"))
        var from: String
        @Option(
            help: ArgumentHelp(
                say("Premier jour où ce n'est plus vrai.", "First day on which it is no longer true."),
                valueName: "AAAA-MM-JJ"))
        var until: String?
        @Option(
            help: ArgumentHelp(
                say(
                    "Une part : la destination, sa part (tout si absente), l'opération D/R, l'installation suivante.",
                    "A share: the destination, its share (all if absent), the D/R operation, the next facility."),
                valueName: "RECYCLE 71%"))
        var to: [String]
        @Option(
            help: ArgumentHelp(
                EvidenceKind.allCases.map { "\($0.rawValue) (\($0.label[Speech.language]))" }.joined(separator: ", ")))
        var evidence: EvidenceKind
        @Option(help: ArgumentHelp(say("La pièce : son numéro, sa date.", "The paper: its number, its date.")))
        var reference: String?
        @Option(help: ArgumentHelp(say("D'où cela vient.", "Where it comes from.")))
        var source: String?
        @Option(help: ArgumentHelp(say("Qui le dit.", "Who says so.")))
        var by: String?

        func run() throws {
            let routes = try FacilityRoutes(
                of: stream, at: facility, from: .option(from), to: until.map { try .option($0) },
                shares: to.map { try FacilityRoutes.Share(typed: $0) }, evidence: evidence, reference: reference,
                source: source)
            for identity in try atlas.open().record(routes, by: by) { print(identity) }
            guard !evidence.isProof else { return }
            tell(
                say(
                    "Noté, mais ce n'est pas une preuve : ce qui est valorisé ainsi compte comme non prouvé.",
                    "Recorded, but this is no proof: what is recovered this way counts as unproven."))
        }
    }

    struct Performance: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "performance",
                abstract: say(
                    "Noter la performance énergétique d'un incinérateur une année : sans elle, brûler est éliminer.",
                    "Record the energy performance of an incinerator in a year: without it, burning is disposal."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste facilities performance ales.gpkg UVE --year 2025 --value 0,67 "
                        + "--source \"Rapport annuel 2025\"",
                    "EXAMPLE: campus-atlas waste facilities performance ales.gpkg UVE --year 2025 --value 0.67 "
                        + "--source \"Yearly report 2025\""))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("L'installation.", "The facility.")))
        var facility: String
        @Option(help: ArgumentHelp(say("L'année.", "The year.")))
        var year: Int
        @Option(help: ArgumentHelp(say("La performance, 0,67 pour 67 %.", "The performance, 0.67 for 67 %.")))
        var value: String
        @Option(
            help: ArgumentHelp(
                say(
                    "Ce que R1 demande à cette usine (0,60 si absent ; davantage si son permis le dit).",
                    "What R1 asks of this plant (0.60 if absent; more if its permit says so).")))
        var threshold: String?
        @Option(help: ArgumentHelp(say("D'où vient la valeur.", "Where the value comes from.")))
        var source: String?
        @Option(help: ArgumentHelp(say("Qui le dit.", "Who says so.")))
        var by: String?

        func run() throws {
            let performance = try EnergyPerformance(
                of: facility, year: year, value: Self.number(value), threshold: threshold.map(Self.number) ?? 0.60,
                source: source)
            try atlas.open().record(performance, by: by)
            print(performance.line)
        }

        private static func number(_ text: String) throws -> Double {
            guard let number = DecimalText(text) else {
                throw ValidationError(say("« \(text) » n'est pas un nombre.", "'\(text)' is not a number."))
            }
            return number.double
        }
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list",
                abstract: say(
                    "Les installations et leurs filières, puis celles que des pesées nomment sans preuve.",
                    "The facilities and their routes, then those that weighings name without proof."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste facilities list ales.gpkg --on 2025-12-31",
                    "EXAMPLE: campus-atlas waste facilities list ales.gpkg --on 2025-12-31"))
        }

        @OptionGroup var atlas: AtlasOptions
        @OptionGroup var day: DayOption

        func run() throws {
            let atlas = try self.atlas.open(readOnly: true)
            let day = try self.day.day()
            var table = TextTable([
                say("installation", "facility"), say("commune", "town"), say("flux", "stream"),
                say("devient", "becomes"), say("preuve", "proof"),
            ])
            for facility in try atlas.facilities() {
                let routes = try atlas.routes(of: facility.name).filter { $0.holds(on: day) }
                for (index, route) in routes.enumerated() {
                    table.add([index == 0 ? facility.name : "", index == 0 ? facility.city ?? "" : ""] + route.cells)
                }
                if routes.isEmpty {
                    table.add([facility.name, facility.city ?? "", "", say("rien de prouvé", "nothing proven")])
                }
            }
            for line in table.lines { print(line) }
            for unknown in try atlas.unknownFacilities() {
                tell(
                    say(
                        "Nommée sans être connue, donc sans preuve : \(unknown.name) "
                            + "(\(NumberText.count(unknown.weighings)) pesées, "
                            + "\(NumberText.fixed(Double(unknown.grams) / 1000, 1)) kg)",
                        "Named and not known, hence without proof: \(unknown.name) "
                            + "(\(NumberText.count(unknown.weighings)) weighings, "
                            + "\(NumberText.fixed(Double(unknown.grams) / 1000, 1)) kg)"))
            }
        }
    }

    struct Show: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "show",
                abstract: say("Tout ce qui est su d'une installation.", "All that is known of a facility."),
                discussion: say(
                    "EXEMPLE : campus-atlas waste facilities show ales.gpkg \"Centre de tri\"",
                    "EXAMPLE: campus-atlas waste facilities show ales.gpkg \"Centre de tri\""))
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("L'installation.", "The facility.")))
        var facility: String

        func run() throws {
            let atlas = try self.atlas.open(readOnly: true)
            guard let facility = try atlas.facilities().first(where: { $0.name == self.facility }) else {
                throw FlowError.unknownFacility(self.facility)
            }
            print(facility.name)
            let place = [facility.address, facility.postalCode, facility.city, facility.country].compactMap { $0 }
            let details: [String?] = [
                facility.kind, facility.siret.map { "SIRET \($0)" }, place.joined(separator: " "), facility.remark,
            ]
            for detail in details.compactMap({ $0 }) where !detail.isEmpty { print("  \(detail)") }
            var table = TextTable([
                say("du", "from"), say("au (exclu)", "to (excluded)"), say("flux", "stream"), say("devient", "becomes"),
                say("preuve", "proof"),
            ])
            for route in try atlas.routes(of: facility.name) {
                table.add(["\(route.from)", route.to.map { "\($0)" } ?? ""] + route.cells)
            }
            for line in table.lines { print(line) }
            for performance in try atlas.energyPerformances(of: facility.name) { print("  " + performance.line) }
        }
    }
}

extension FacilityRoutes {
    fileprivate func holds(on day: CalendarDate) -> Bool { from <= day && (to.map { day < $0 } ?? true) }

    /// The stream, what it becomes, and the proof.
    fileprivate var cells: [String] {
        let ends = shares.map { share in
            var words = [share.destination, share.share.text]
            if let operation = share.operation { words.append(operation) }
            if let next = share.next { words.append("→ \(next)") }
            return words.joined(separator: " ")
        }
        var proof = evidence.label[Speech.language]
        if let reference { proof += " : \(reference)" }
        if !evidence.isProof { proof += say(" (ne prouve rien)", " (proves nothing)") }
        return [stream ?? say("tous", "all"), ends.joined(separator: " + "), proof]
    }
}

extension MassShare {
    /// `72,5 %`, in the reader's language.
    var text: String {
        Speech.language == .fr ? description : description.replacing(",", with: ".")
    }
}

extension EnergyPerformance {
    fileprivate var line: String {
        let value = NumberText.fixed(self.value, 3)
        let threshold = NumberText.fixed(self.threshold, 2)
        return isRecovery
            ? say(
                "\(year) : \(value) ≥ \(threshold), brûler y est valoriser (R1)",
                "\(year): \(value) ≥ \(threshold), burning there is recovery (R1)")
            : say(
                "\(year) : \(value) < \(threshold), brûler y est éliminer (D10)",
                "\(year): \(value) < \(threshold), burning there is disposal (D10)")
    }
}
