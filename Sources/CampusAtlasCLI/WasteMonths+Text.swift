import CampusAtlas

extension MonthReport {
    /// The month, for a person.
    var text: String {
        var lines = [
            "\(month)\(campus.map { " · \($0)" } ?? "") : \(status.label[Speech.language])"
        ]
        for act in acts {
            let day = act.at.prefix(10)
            let digest = act.sha256.map { "  SHA-256 \($0)" } ?? ""
            let words = [act.kind.label[Speech.language], act.person, act.reason].compactMap(\.self).joined(
                separator: ", ")
            lines.append("  \(day)  \(words)\(digest)")
        }
        var table = TextTable(
            [
                say("flux", "stream"), say("à la clôture", "when closed"), say("maintenant", "now"),
                say("écart", "difference"), "",
            ],
            right: [1, 2, 3])
        let then = Dictionary((closed?.cells ?? []).map { ($0.stream, $0) }) { first, _ in first }
        let current = Dictionary(now.cells.map { ($0.stream, $0) }) { first, _ in first }
        for stream in Set(then.keys).union(current.keys).sorted() {
            let (old, new) = (then[stream], current[stream])
            let isSame = old?.grams == new?.grams
            let difference =
                isSame || closed == nil ? "" : NumberText.signedMass((new?.grams ?? 0) - (old?.grams ?? 0))
            table.add([
                stream, closed == nil ? "" : Self.mass(old), Self.mass(new), difference,
                new?.state.label[Speech.language] ?? "",
            ])
        }
        lines += table.lines
        for change in changes { lines.append("  " + change.text) }
        if isChangedOutsideTheLedger {
            lines.append(
                say(
                    "  Aucune pesée n'a changé : une clé, un refus ou la preuve d'une destination a changé.",
                    "  No weighing changed: a key, a refusal or the proof of a destination did."))
        }
        return lines.joined(separator: "\n")
    }

    private static func mass(_ cell: MonthSnapshot.Cell?) -> String {
        guard let cell else { return "—" }
        return cell.grams.map(NumberText.mass) ?? "?"
    }
}

extension MonthReport.Change {
    fileprivate var text: String {
        let before = gramsBefore.map(NumberText.mass)
        let after = gramsAfter.map(NumberText.mass)
        let what =
            switch kind {
            case .corrected:
                say("corrigée : \(before ?? "") → \(after ?? "")", "corrected: \(before ?? "") → \(after ?? "")")
            case .cancelled: say("annulée : \(before ?? "")", "cancelled: \(before ?? "")")
            case .added: say("ajoutée : \(after ?? "")", "added: \(after ?? "")")
            case .movedAway: say("déplacée hors du mois : \(before ?? "")", "moved out of the month: \(before ?? "")")
            }
        let why = [reason.map { say("« \($0) »", "'\($0)'") }, person].compactMap(\.self).joined(separator: ", ")
        return say("pesée n° \(weighing), \(stream), ", "weighing no. \(weighing), \(stream), ") + what
            + (why.isEmpty ? "" : " ; \(why)")
    }
}

extension MonthSnapshot.State {
    var label: Bilingual {
        switch self {
        case .measured: Bilingual(fr: "mesuré", en: "measured")
        case .estimated: Bilingual(fr: "estimé", en: "estimated")
        case .passedOn: Bilingual(fr: "réparti entre d'autres flux", en: "divided among other streams")
        case .zero: Bilingual(fr: "zéro affirmé", en: "affirmed zero")
        case .missing: Bilingual(fr: "manquant", en: "missing")
        }
    }
}

extension WasteYear {
    /// The grid, for a person.
    var text: String {
        var lines = campuses.flatMap { ["\(year)\($0.campus.map { " · \($0)" } ?? "")"] + $0.lines + [""] }
        if campuses.count > 1, let coverage {
            lines.append(say("Tous : couverture ", "All: coverage ") + NumberText.value(coverage, .ratio))
        }
        lines.append(
            say(
                """
                kg ; 120 mesuré (A à C), ~120 estimé (D à G, U), ↦ réparti entre d'autres flux, 0! zéro affirmé, ? manquant, · rien d'attendu, \
                ≈120 provisoire, compté nulle part, ! contredit
                mois : o ouvert, s soumis, c clos, c* clos et changé depuis, r rouvert
                """,
                """
                kg; 120 measured (A to C), ~120 estimated (D to G, U), ↦ divided among other streams, 0! affirmed zero, ? missing, · nothing \
                expected, ≈120 provisional, counted nowhere, ! contradicted
                months: o open, s submitted, c closed, c* closed and changed since, r reopened
                """))
        return lines.joined(separator: "\n")
    }
}

extension CampusYear {
    fileprivate var lines: [String] {
        var table = TextTable(
            [say("flux", "stream")] + (1...12).map(String.init) + [say("total connu", "known total")],
            right: Set(1...13))
        for stream in streams {
            let total = (stream.isIncomplete ? "≥ " : "") + NumberText.fixed(Double(stream.grams) / 1000, 0)
            table.add([stream.stream] + stream.cells.map(\.symbol) + [total])
        }
        table.add([say("mois", "month")] + months.map(\.symbol))
        var lines = table.lines
        if let coverage {
            let share = NumberText.value(coverage, .ratio)
            let counts = say("\(covered) cases sur \(expected) attendues", "\(covered) cells of \(expected) expected")
            lines.append(say("  Couverture : \(share), \(counts).", "  Coverage: \(share), \(counts)."))
            if !mayBeClaimed {
                let least = NumberText.value(WasteYear.leastCoverage, .ratio)
                lines.append(
                    say(
                        "  Sous \(least) : la masse de l'année ne peut pas être affirmée.",
                        "  Below \(least): the mass of the year cannot be claimed."))
            }
        } else {
            lines.append(
                say(
                    "  Rien n'est attendu : ni couverture, ni affirmation.",
                    "  Nothing is expected: no coverage, no claim."))
        }
        if !unsaid.isEmpty {
            lines.append(
                say("  Demandés par la loi, ni pesés ni dits : ", "  Asked by law, neither weighed nor said: ")
                    + unsaid.joined(separator: ", ") + " (waste obligations set)")
        }
        return lines
    }
}

extension YearCell {
    fileprivate var symbol: String {
        let kilograms = NumberText.fixed(Double(grams) / 1000, 0)
        let flag = isContradicted ? "!" : ""
        switch state {
        case .measured: return kilograms + flag
        case .estimated: return "~" + kilograms + flag
        case .passedOn: return "↦" + flag
        case .zero: return "0!"
        case .missing: return provisional.map { "≈" + NumberText.fixed(Double($0.grams) / 1000, 0) } ?? "?"
        case .notExpected(.notOver): return ""
        case .notExpected: return "·"
        }
    }
}

extension CampusYear.Month {
    fileprivate var symbol: String {
        switch status {
        case .open: "o"
        case .submitted: "s"
        case .closed: differs ? "c*" : "c"
        case .reopened: "r"
        }
    }
}

extension NumberText {
    /// Grams in kilograms, to the gram.
    static func mass(_ grams: Int64) -> String {
        fixed(Double(grams) / 1000, grams % 1000 == 0 ? 0 : 3) + "\u{00A0}kg"
    }

    /// A difference, with its sign.
    static func signedMass(_ grams: Int64) -> String { (grams > 0 ? "+" : "") + mass(grams) }
}
