public import ArgumentParser
public import CampusAtlas

extension RegisterLayout: ExpressibleByArgument {}

/// What `export … register` asks beside the atlas and the file.
struct RegisterOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("Premier jour (register).", "First day (register)."), valueName: "AAAA-MM-JJ"))
    var from: String?
    @Option(
        help: ArgumentHelp(
            say("Dernier jour, inclus (register).", "Last day, included (register)."), valueName: "AAAA-MM-JJ"))
    var to: String?
    @Option(
        help: ArgumentHelp(
            say(
                "Forme du registre : trackdechets, ou legal pour celui que l'école garde.",
                "Form of the register: trackdechets, or legal for the one that the school keeps.")))
    var layout: RegisterLayout?
    @Option(help: ArgumentHelp(say("Fichier des lignes refusées (register).", "File of the refused rows (register).")))
    var refusals: String?
    @Flag(
        help: ArgumentHelp(
            say("Ne pas noter les lignes comme déclarées (register).", "Do not note the rows as declared (register).")))
    var draft = false
    @Option(help: ArgumentHelp(say("Qui déclare (register).", "Who declares (register).")))
    var by: String?

    var isEmpty: Bool {
        from == nil && to == nil && layout == nil && refusals == nil && !draft && by == nil
    }

    /// Writes the register; status 1 when rows were refused.
    func export(_ atlas: AtlasOptions, to path: String) throws {
        guard let from, let to else {
            throw ValidationError(say("register : il faut --from et --to", "register: --from and --to are needed"))
        }
        let layout = layout ?? .trackdechets
        let isReading = layout == .legal || draft || path == "-"
        let report = try atlas.open(readOnly: isReading).exportRegister(
            from: .option(from), to: .option(to), layout: layout, to: path, refusals: refusals, isDraft: draft, by: by)
        report.tellWhatLeft()
        if report.refused > 0 { throw ExitCode(1) }
    }
}

extension RegisterReport {
    fileprivate func tellWhatLeft() {
        let rows = NumberText.count(rows)
        tell(
            say(
                "\(rows) lignes, dont \(NumberText.count(corrections)) MODIFIER et \(NumberText.count(cancellations)) ANNULER",
                "\(rows) rows, of which \(NumberText.count(corrections)) MODIFIER and \(NumberText.count(cancellations)) ANNULER"
            ))
        if rounding != 0 {
            let difference = NumberText.fixed(Double(rounding) / 1000, 1)
            tell(
                say(
                    "masses arrondies au kilogramme : \(difference) kg d'écart en tout",
                    "masses rounded to the kilogram: \(difference) kg apart in all"))
        }
        if incomplete > 0 {
            let count = NumberText.count(incomplete)
            tell(say("\(count) lignes à compléter (dernière colonne)", "\(count) rows to complete (last column)"))
        }
        for one in apart {
            let count = NumberText.count(one.rows)
            tell(
                say("hors du registre : ", "left out: ")
                    + "\(count), \(NumberText.tonnes(one.grams)), \(one.exemption.label[Speech.language])")
        }
        if let apartFile { tell("→ \(apartFile)") }
        guard let refusals else { return }
        let count = NumberText.count(refused)
        tell(say("\(count) lignes refusées → \(refusals)", "\(count) rows refused → \(refusals)"))
        for one in reasons.prefix(10) { tell("  \(NumberText.count(one.rows)) × \(one.reason[Speech.language])") }
    }
}
