import ArgumentParser
import CampusAtlas
import Foundation

struct WeighCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "weigh",
            abstract: say("Inscrire une pesée, la corriger, l'annuler.", "Record a weighing, correct it, cancel it."),
            discussion: say(
                """
                EXEMPLE : campus-atlas weigh ales.gpkg --container B-12 "47,5 kg" --by Sacha
                          campus-atlas weigh ales.gpkg --container B-12 "59,9 kg" --tare "12,4 kg" --at 2026-11-23T08:10
                          campus-atlas weigh ales.gpkg --container B-12 --emptyings 1 --fill 0,8
                          campus-atlas weigh correct ales.gpkg 214 --mass "47,5 kg" --reason "virgule oubliée" --by Sacha

                La virgule est une virgule décimale. La pesée est relue en toutes lettres ; une seule question, et seulement \
                quand elle étonne pour ce bac. Sans terminal, la question est l'état de sortie 1 et rien n'est écrit : \
                répondez par --yes, ou --answer "47,5 kg".
                """,
                """
                EXAMPLE: campus-atlas weigh ales.gpkg --container B-12 "47.5 kg" --by Sacha
                         campus-atlas weigh ales.gpkg --container B-12 "59.9 kg" --tare "12.4 kg" --at 2026-11-23T08:10
                         campus-atlas weigh ales.gpkg --container B-12 --emptyings 1 --fill 0.8
                         campus-atlas weigh correct ales.gpkg 214 --mass "47.5 kg" --reason "comma forgotten" --by Sacha

                A comma is a decimal point. The weighing is read back in words; one question at most, and only when it is odd \
                for that bin. Without a terminal the question is exit status 1 and nothing is written: answer with --yes, or \
                --answer "47.5 kg".
                """),
            subcommands: [
                Add.self, Correct.self, Cancel.self, Show.self, List.self, Tare.self,
                WeighNoneCommand.self,
            ],
            defaultSubcommand: Add.self)
    }

    static func configuration(
        _ name: String, _ fr: String, _ en: String, example: String
    ) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name, abstract: say(fr, en),
            discussion: say("EXEMPLE : campus-atlas weigh \(example)", "EXAMPLE: campus-atlas weigh \(example)"))
    }
}

/// How much, as options say it beside the mass.
struct WeighingAmountOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("La tare ; la masse est alors brute.", "The tare; the mass is then gross."), valueName: "12,4 kg"))
    var tare: String?
    @Flag(
        help: ArgumentHelp(
            say("La masse est brute ; la tare est celle du bac.", "The mass is gross; the tare is the bin's.")))
    var gross = false
    @Option(help: ArgumentHelp(say("Combien de vidages.", "How many emptyings.")))
    var emptyings: Int?
    @Option(
        help: ArgumentHelp(
            say("Le remplissage, de 0 à 1,5 ; 1 est à ras bord.", "The fill, from 0 to 1.5; 1 is to the brim."),
            valueName: "0,8"))
    var fill: String?

    var isEmpty: Bool { tare == nil && !gross && emptyings == nil && fill == nil }

    func amount(_ mass: String?) throws -> NewWeighing.Amount {
        try NewWeighing.Amount(
            mass: mass.map { try TypedMass($0) }, tare: tare.map { try TypedMass($0) }, isGross: gross,
            emptyings: emptyings, fill: fill)
    }
}

/// When it was weighed.
struct WeighingTimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("L'instant, à l'heure d'ici.", "The instant, by the clocks here."), valueName: "AAAA-MM-JJThh:mm"))
    var at: String?
    @Option(help: ArgumentHelp(say("Le jour.", "The day."), valueName: "AAAA-MM-JJ"))
    var on: String?
    @Option(
        help: ArgumentHelp(
            say(
                "Le premier jour, si la masse en a réuni plusieurs.", "The first day, of a mass gathered over several."),
            valueName: "AAAA-MM-JJ"))
    var from: String?

    func validate() throws {
        guard at != nil, on != nil else { return }
        throw ValidationError(say("--at ou --on, pas les deux", "--at or --on, not both"))
    }

    /// nil when nothing was said.
    func time() throws -> WeighingTime? {
        let first = try from.map { try CalendarDate.option($0) }
        if let at { return try WeighingTime(at: at, from: first) }
        if let on { return try WeighingTime(on: .option(on), from: first) }
        return try first.map { try .now(from: $0) }
    }
}

/// How the mass was come by, as a letter.
struct WeighingMethodOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            WeighingMethod.allCases.map { "\($0.rawValue) \($0.label[Speech.language])" }.joined(separator: ", ")))
    var method: String?

    func value() throws -> WeighingMethod? {
        try method.map { text in
            guard let method = WeighingMethod(rawValue: text.uppercased()) else {
                throw ValidationError(say("--method : de A à G, ou U", "--method: A to G, or U"))
            }
            return method
        }
    }
}

extension WeighCommand {
    struct Add: ParsableCommand {
        static var configuration: CommandConfiguration {
            WeighCommand.configuration(
                "add", "Inscrire une pesée (sous-commande usuelle).", "Record a weighing (the usual subcommand).",
                example: #"add ales.gpkg --container B-12 "47,5 kg" --by Sacha"#)
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("La masse et son unité.", "The mass and its unit."), valueName: "47,5 kg"))
        var mass: String?
        @Option(
            help: ArgumentHelp(
                say("Le code du bac, ou l'identité de son QR.", "The bin's code, or the identity in its QR.")))
        var container: String?
        @Option(help: ArgumentHelp(say("Le flux (celui du bac si absent).", "The stream (the bin's if absent).")))
        var stream: String?
        @Option(help: ArgumentHelp(say("Le campus (celui du bac si absent).", "The campus (the bin's if absent).")))
        var campus: String?
        @OptionGroup var amount: WeighingAmountOptions
        @OptionGroup var time: WeighingTimeOptions
        @Option(help: ArgumentHelp(say("Qui pèse (voir people).", "Who weighs (see people).")))
        var by: String?
        @OptionGroup var method: WeighingMethodOption
        @Option(help: ArgumentHelp(say("Ce que cela devient, par son code.", "What becomes of it, by its code.")))
        var destination: String?
        @Option(help: ArgumentHelp(say("L'installation qui reçoit.", "The plant that receives it.")))
        var facility: String?
        @Option(help: ArgumentHelp(say("Le numéro du bon de pesée.", "The number of the weighing ticket.")))
        var ticket: String?
        @Option(
            help: ArgumentHelp(
                say(
                    "Le contenant où c'est versé, sans quitter le campus.",
                    "The container it is poured into, on campus.")))
        var to: String?
        @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
        var remark: String?
        @Flag(help: ArgumentHelp(say("Il y avait de l'eau.", "There was water in it.")))
        var wet = false
        @Flag(help: ArgumentHelp(say("Pas sûr.", "Not sure.")))
        var doubt = false
        @Option(
            help: ArgumentHelp(
                say(
                    "L'identité donnée par qui envoie ; deux fois la même, une pesée.",
                    "The sender's identity; sent twice, one weighing.")))
        var uuid: String?
        @Flag(
            help: ArgumentHelp(say("Si une question se pose : c'est bien cela.", "If a question arises: it is right.")))
        var yes = false
        @Option(
            help: ArgumentHelp(
                say(
                    "Si une question se pose : confirm, ou la masse voulue.",
                    "If a question arises: confirm, or the mass that was meant.")))
        var answer: String?
        @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
        var json = false

        func validate() throws {
            guard yes, answer != nil else { return }
            throw ValidationError(say("--yes ou --answer, pas les deux", "--yes or --answer, not both"))
        }

        func run() throws {
            let new = try weighing()
            let given: WeighingAnswer? = yes ? .confirm : try answer.map { try WeighingAnswer($0) }
            let opened = try atlas.open()
            var outcome = try opened.weigh(new, answer: given, by: by)
            if case .question(let question) = outcome, !json, isatty(0) == 1 {
                guard let answer = question.ask() else { throw ExitCode(1) }
                outcome = try opened.weigh(new, answer: answer, by: by)
            }
            try tell(outcome)
        }

        private func weighing() throws -> NewWeighing {
            var new = NewWeighing(try amount.amount(mass), time: try time.time() ?? .now(), container: container)
            (new.stream, new.campus, new.destination, new.facility) = (stream, campus, destination, facility)
            (new.ticket, new.remark, new.toContainer) = (ticket, remark, to)
            (new.isWet, new.isDoubtful, new.uuid) = (wet, doubt, uuid)
            new.method = try method.value()
            return new
        }

        private func tell(_ outcome: WeighingOutcome) throws {
            if json { print(String(decoding: try outcome.json(), as: UTF8.self)) }
            switch outcome {
            case .recorded(let weighing):
                guard !json else { return }
                print(weighing.spoken[Speech.language])
                print(say("pesée \(weighing.fid), du \(weighing.day)", "weighing \(weighing.fid), of \(weighing.day)"))
            case .known(let weighing):
                guard !json else { return }
                print(weighing.spoken[Speech.language])
                print(say("déjà au livre : pesée \(weighing.fid)", "in the book already: weighing \(weighing.fid)"))
            case .question(let question):
                guard !json else { throw ExitCode(1) }
                question.tell()
                CampusAtlasCLI.tell(
                    say(
                        "Rien n'est écrit. Répondez par --yes, ou --answer suivi d'une réponse.",
                        "Nothing is written. Answer with --yes, or --answer and one of the answers."))
                throw ExitCode(1)
            }
        }
    }

    struct Correct: ParsableCommand {
        static var configuration: CommandConfiguration {
            WeighCommand.configuration(
                "correct", "Corriger une pesée : la fausse reste au livre, avec la raison.",
                "Correct a weighing: the wrong one stays in the book, with the reason.",
                example: #"correct ales.gpkg 214 --mass "47,5 kg" --reason "virgule oubliée" --by Sacha"#)
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le numéro de la pesée, ou son uuid.", "The weighing's number, or its uuid.")))
        var weighing: String
        @Option(help: ArgumentHelp(say("La masse et son unité.", "The mass and its unit."), valueName: "47,5 kg"))
        var mass: String?
        @OptionGroup var amount: WeighingAmountOptions
        @OptionGroup var time: WeighingTimeOptions
        @Option(help: ArgumentHelp(say("Le code du bac.", "The bin's code.")))
        var container: String?
        @Option(help: ArgumentHelp(say("Le flux.", "The stream.")))
        var stream: String?
        @OptionGroup var method: WeighingMethodOption
        @Option(help: ArgumentHelp(say("Ce que cela devient ; \"\" pour rien.", "What becomes of it; \"\" for none.")))
        var destination: String?
        @Option(help: ArgumentHelp(say("L'installation.", "The plant.")))
        var facility: String?
        @Option(help: ArgumentHelp(say("Le bon de pesée.", "The weighing ticket.")))
        var ticket: String?
        @Option(help: ArgumentHelp(say("Le contenant où c'est versé.", "The container it is poured into.")))
        var to: String?
        @Option(help: ArgumentHelp(say("Remarque.", "Remark.")))
        var remark: String?
        @Flag(inversion: .prefixedNo, help: ArgumentHelp(say("Il y avait de l'eau.", "There was water in it.")))
        var wet: Bool?
        @Flag(inversion: .prefixedNo, help: ArgumentHelp(say("Pas sûr.", "Not sure.")))
        var doubt: Bool?
        @Option(help: ArgumentHelp(say("Pourquoi.", "Why.")))
        var reason: String
        @Option(help: ArgumentHelp(say("Qui corrige (voir people).", "Who corrects (see people).")))
        var by: String?

        func run() throws {
            var change = WeighingChange()
            if mass != nil || !amount.isEmpty { change.amount = try amount.amount(mass) }
            change.time = try time.time()
            (change.container, change.stream, change.destination) = (container, stream, destination)
            (change.facility, change.ticket, change.remark, change.toContainer) = (facility, ticket, remark, to)
            (change.isWet, change.isDoubtful, change.method) = (wet, doubt, try method.value())
            let new = try atlas.open().correctWeighing(weighing, change, reason: reason, by: by)
            print(new.spoken[Speech.language])
            print(
                say(
                    "pesée \(new.fid), du \(new.day), à la place de la \(new.corrects ?? 0)",
                    "weighing \(new.fid), of \(new.day), in the place of \(new.corrects ?? 0)"))
        }
    }

    struct Cancel: ParsableCommand {
        static var configuration: CommandConfiguration {
            WeighCommand.configuration(
                "cancel", "Annuler une pesée : elle reste au livre, et ne compte plus.",
                "Cancel a weighing: it stays in the book, and no longer counts.",
                example: #"cancel ales.gpkg 214 --reason "bac pesé deux fois" --by Sacha"#)
        }

        @OptionGroup var atlas: AtlasOptions
        @Argument(help: ArgumentHelp(say("Le numéro de la pesée, ou son uuid.", "The weighing's number, or its uuid.")))
        var weighing: String
        @Option(help: ArgumentHelp(say("Pourquoi.", "Why.")))
        var reason: String
        @Option(help: ArgumentHelp(say("Qui annule (voir people).", "Who cancels (see people).")))
        var by: String?

        func run() throws {
            let cancelled = try atlas.open().cancelWeighing(weighing, reason: reason, by: by)
            print(cancelled.spoken[Speech.language])
            print(
                say("pesée \(cancelled.corrects ?? 0) annulée", "weighing \(cancelled.corrects ?? 0) cancelled"))
        }
    }
}

extension WeighingQuestion {
    /// The question and its answers, on standard error.
    fileprivate func tell() {
        CampusAtlasCLI.tell(understood[Speech.language])
        CampusAtlasCLI.tell(text[Speech.language])
        for choice in choices {
            CampusAtlasCLI.tell("  --answer \"\(choice.answer.text)\"    \(choice.label[Speech.language])")
        }
    }

    /// Asks the person at the terminal; nil when they want nothing written.
    fileprivate func ask() -> WeighingAnswer? {
        CampusAtlasCLI.tell(understood[Speech.language])
        CampusAtlasCLI.tell(text[Speech.language])
        for (index, choice) in choices.enumerated() {
            CampusAtlasCLI.tell("  \(index + 1)  \(choice.label[Speech.language])")
        }
        CampusAtlasCLI.tell(say("Votre choix (vide : ne rien écrire) :", "Your choice (empty: write nothing):"))
        guard let line = readLine(), let number = Int(line), choices.indices.contains(number - 1) else { return nil }
        return choices[number - 1].answer
    }
}
