import ArgumentParser
import CampusAtlas

struct WasteReviewCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "review",
            abstract: say(
                "Les pesées à regarder : doubles, virgules, unités, trous, contenants trop pleins.",
                "Weighings to look at: twice, commas, units, gaps, overfull containers."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste review ales.gpkg
                          campus-atlas waste review ales.gpkg --answer mass:214 confirm --by Sacha
                          campus-atlas weigh correct ales.gpkg 214 --mass "47,5 kg" --reason "virgule oubliée" --by Sacha

                Rien n'est corrigé sans vous. Une réponse est gardée, avec qui et quand, et la question ne revient pas. \
                confirm : c'est juste ; unknown : personne ne sait plus. État de sortie 1 s'il reste à corriger ou à confirmer.
                """,
                """
                EXAMPLE: campus-atlas waste review ales.gpkg
                         campus-atlas waste review ales.gpkg --answer mass:214 confirm --by Sacha
                         campus-atlas weigh correct ales.gpkg 214 --mass "47.5 kg" --reason "comma forgotten" --by Sacha

                Nothing is corrected without you. An answer is kept, with who and when, and the question does not come back. \
                confirm: it is right; unknown: nobody can tell any more. Exit status 1 when some wait for an answer.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp("confirm, unknown"))
    var says: String?
    @Option(help: ArgumentHelp(say("L'anomalie à laquelle vous répondez.", "The finding that you answer.")))
    var answer: String?
    @Option(help: ArgumentHelp(say("Qui répond (voir people).", "Who answers (see people).")))
    var by: String?
    @Option(help: ArgumentHelp(say("Remarque, gardée avec la réponse.", "Remark, kept with the answer.")))
    var remark: String?
    @Option(help: ArgumentHelp(say("Un seul campus.", "One campus only.")))
    var campus: String?
    @Option(help: ArgumentHelp(say("Combien en montrer au plus.", "How many to show at most.")))
    var limit = 100
    @Flag(help: ArgumentHelp(say("En JSON, une ligne par anomalie.", "As JSON, a line for each finding.")))
    var json = false

    func validate() throws {
        guard (answer == nil) != (says == nil) else { return }
        throw ValidationError(
            say("--answer CLÉ confirm, ou --answer CLÉ unknown", "--answer KEY confirm, or --answer KEY unknown"))
    }

    func run() throws {
        if let answer, let says {
            guard let word = ReviewAnswer(rawValue: says) else {
                throw ValidationError(say("« \(says) » : confirm ou unknown", "'\(says)': confirm or unknown"))
            }
            return try atlas.open().answer(answer, word, remark: remark, by: by)
        }
        var shown = 0
        var table = TextTable([say("gravité", "severity"), say("clé", "key"), say("constat", "finding")])
        let summary = try atlas.open(readOnly: true).reviewWeighings(campus: campus) { finding in
            shown += 1
            guard shown <= limit else { return }
            if json { return print(String(decoding: finding.json, as: UTF8.self)) }
            table.add([
                finding.rule.severity.label[Speech.language], finding.key, finding.message[Speech.language],
            ])
        }
        if !json, shown > 0 { for line in table.lines { print(line) } }
        tell(summary)
        if !summary.isClear { throw ExitCode(1) }
    }

    private func tell(_ summary: ReviewSummary) {
        let counts = CheckSeverity.allCases.map { severity in
            "\(NumberText.count(summary.open[severity] ?? 0)) \(severity.label[Speech.language])"
        }
        let answered = NumberText.count(summary.answered)
        let line =
            counts.joined(separator: ", ") + say(" ; \(answered) déjà répondues", "; \(answered) already answered")
        if json { CampusAtlasCLI.tell(line) } else { print(line) }
    }
}
