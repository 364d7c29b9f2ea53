import CampusAtlas

extension DiversityReport {
    /// The table, what its numbers are, and what became of the records.
    func lines(_ grouping: SpeciesGrouping) -> [String] {
        guard !groups.isEmpty else {
            return [say("Aucune observation à compter.", "No observation to count.")] + fates.lines
        }
        var table = TextTable(
            [grouping.title, "n", "S", say("couv.", "cov."), "q0", "q1", "q2", "Chao1"], right: [1, 2, 3, 4, 5, 6, 7])
        for group in groups { table.add(group.row) }
        return [heading] + table.lines + legend + fates.lines
    }

    private var heading: String {
        guard let coverage else {
            return say(
                "Aucun groupe n'a de quoi être comparé.", "No group has enough to be compared.")
        }
        let share = NumberText.value(coverage, .ratio)
        return say(
            "Nombres de Hill à une couverture commune de \(share) (intervalles à 95 %)",
            "Hill numbers at a common coverage of \(share) (95% intervals)")
    }

    private var legend: [String] {
        var lines = [
            say(
                "n : individus ; S : espèces vues, à ne lire qu'avec leur couverture (couv., part du peuplement qu'elles sont).",
                "n: individuals; S: species seen, to be read only with their coverage (cov., share of the assemblage)."),
            say(
                "q0 : richesse ; q1 : espèces communes (e^H′) ; q2 : espèces dominantes (1/Σp²) ; Chao1 (Chao 2014, comme "
                    + "iNEXT) : richesse au moins.",
                "q0: richness; q1: common species (e^H′); q2: dominant species (1/Σp²); Chao1 (Chao 2014, as iNEXT): "
                    + "richness at least."),
        ]
        let unreached = groups.filter { $0.standardised == nil }
        if !unreached.isEmpty {
            lines.append(
                say(
                    "« < x % » : la couverture commune est au-delà du double de l'échantillon, qui va jusqu'à x %.",
                    "\"< x%\": the common coverage lies beyond twice the sample, which goes up to x%."))
        }
        if !emptyPlaces.isEmpty {
            lines.append(
                say("Sans observation : ", "Without observation: ") + emptyPlaces.joined(separator: ", "))
        }
        let uncounted = groups.reduce(0) { $0 + $1.recordsWithoutCount }
        if uncounted > 0 {
            lines.append(
                say(
                    "\(NumberText.count(uncounted)) observations sans dénombrement : un individu chacune.",
                    "\(NumberText.count(uncounted)) observations without a count: one individual each."))
        }
        let unsure = groups.reduce(0) { $0 + $1.recordsWithoutUncertainty }
        if unsure > 0 {
            lines.append(
                say(
                    "\(NumberText.count(unsure)) observations sans incertitude de position : placées telles quelles.",
                    "\(NumberText.count(unsure)) observations without an uncertainty of place: placed as they are."))
        }
        return lines
    }
}

extension SpeciesGrouping {
    fileprivate var title: String {
        switch self {
        case .parcel: say("parcelle", "parcel")
        case .campus: "campus"
        case .year: say("année", "year")
        }
    }
}

extension GroupDiversity {
    fileprivate var row: [String] {
        let known = sample.coverage.map { NumberText.value($0, .ratio) } ?? "?"
        let numbers = HillOrder.allCases.map { order in
            standardised?.hillNumbers[order]?.text ?? "< "
                + (farthestCoverage.map { NumberText.value($0, .ratio) } ?? "?")
        }
        return [name, NumberText.count(sample.individuals), NumberText.count(sample.richness), known] + numbers
            + [sample.chao1().text]
    }
}

extension StatisticalEstimate {
    /// The value, and its interval.
    fileprivate var text: String {
        "\(NumberText.fixed(value, 1)) [\(NumberText.fixed(lower, 1)) – \(NumberText.fixed(upper, 1))]"
    }
}

extension [RecordFate: Int] {
    /// How many records there are, and what became of them.
    fileprivate var lines: [String] {
        let all = values.reduce(0, +)
        var lines = [
            say(
                "\(NumberText.count(all)) observations : \(NumberText.count(self[.used] ?? 0)) comptées",
                "\(NumberText.count(all)) observations: \(NumberText.count(self[.used] ?? 0)) counted")
        ]
        for fate in RecordFate.allCases where fate != .used {
            guard let count = self[fate], count > 0 else { continue }
            lines.append("  \(NumberText.count(count)) \(fate.text)")
        }
        return lines
    }
}

extension RecordFate {
    fileprivate var text: String {
        switch self {
        case .used: say("comptées", "counted")
        case .absent: say("absences", "absences")
        case .invalid: say("à l'identification invalide", "of an invalid identification")
        case .cultivated:
            say("plantées ou captives (--with-cultivated les compte)", "planted or captive (--with-cultivated)")
        case .aboveSpecies: say("non identifiées à l'espèce", "not identified to the species")
        case .withoutIndividual: say("présentes, mais de zéro individu", "present, but of no individual")
        case .undated: say("sans date", "without a date")
        case .outsidePeriod: say("hors de la période, ou à cheval", "outside the period, or across its ends")
        case .withoutPlace: say("sans coordonnées", "without coordinates")
        case .obscured:
            say("sans coordonnées : brouillées par la source", "without coordinates: obscured by the source")
        case .tooUncertain:
            say("dont l'incertitude dépasse la taille du lieu", "whose uncertainty is larger than the place")
        case .elsewhere: say("hors de tous les contours", "outside all outlines")
        }
    }
}

extension BeforeAfterReport {
    /// The four cells, the contrasts, and what became of the records.
    var lines: [String] {
        var table = TextTable(
            ["", say("jours", "days"), "n", "S", say("couv.", "cov.")], right: [1, 2, 3, 4])
        func row(_ name: String, _ cell: KeyPath<BeforeAfterControl<Int>, Int>, _ sample: AbundanceSample) {
            table.add([
                name, NumberText.count(visits[keyPath: cell]), NumberText.count(sample.individuals),
                NumberText.count(sample.richness), sample.coverage.map { NumberText.value($0, .ratio) } ?? "?",
            ])
        }
        row(say("travaux, avant", "works, before"), \.impactBefore, samples.impactBefore)
        row(say("travaux, après", "works, after"), \.impactAfter, samples.impactAfter)
        row(say("témoins, avant", "controls, before"), \.controlBefore, samples.controlBefore)
        row(say("témoins, après", "controls, after"), \.controlAfter, samples.controlAfter)
        let share = coverage.map { NumberText.value($0, .ratio) } ?? "?"
        return [
            say(
                "Avant et après le \(day), \(years) ans de chaque côté ; une visite est un jour avec observation.",
                "Before and after \(day), \(years) years on each side; a visit is a day with an observation.")
        ] + table.lines + [
            say(
                "Écart = (après − avant) des travaux moins (après − avant) des témoins :",
                "Contrast = (after − before) of the works less (after − before) of the controls:"),
            "  " + say("richesse à \(share) de couverture : ", "richness at a coverage of \(share): ")
                + richness.text(say("espèces", "species")),
            "  " + say("espèces communes (q1) : ", "common species (q1): ") + shannon.text(say("espèces", "species")),
            "  " + say("individus par jour (logarithme) : ", "individuals per day (logarithm): ") + counts.text(""),
        ] + indicators.flatMap(\.lines) + fates.lines
    }
}

extension IndicatorContrast {
    fileprivate var lines: [String] {
        let made = [visits.impactBefore, visits.impactAfter, visits.controlBefore, visits.controlAfter]
            .map(NumberText.count).joined(separator: ", ")
        return [
            "  \(label[Speech.language]) "
                + say(
                    "(visites des travaux avant, après, des témoins avant, après : \(made))",
                    "(visits of the works before, after, of the controls before, after: \(made))"),
            "    " + say("individus par visite (logarithme) : ", "individuals per visit (logarithm): ")
                + individuals.text(""),
            "    " + say("espèces par visite (logarithme) : ", "species per visit (logarithm): ") + species.text(""),
        ]
    }
}

extension Contrast {
    fileprivate func text(_ unit: String) -> String {
        switch self {
        case .estimate(let estimate):
            let sign = estimate.value > 0 ? "+" : ""
            let interval =
                "\(sign)\(NumberText.fixed(estimate.value, 2)) [\(NumberText.fixed(estimate.lower, 2)) – "
                + "\(NumberText.fixed(estimate.upper, 2))] \(unit)"
            let verdict =
                mayBeChance == true
                ? say(" : le hasard suffit à l'expliquer", ": chance is enough to explain it")
                : say(" : plus que le hasard", ": more than chance")
            return interval.trimmingSuffix(" ") + verdict
        case .tooFewVisits(let visits):
            let least = [visits.impactBefore, visits.impactAfter, visits.controlBefore, visits.controlAfter].min() ?? 0
            return say(
                "trop peu de visites pour le dire (\(least) ; il en faut \(Self.leastVisits) de chaque côté, avant et après)",
                "too few visits to say (\(least); \(Self.leastVisits) needed on each side, before and after)")
        case .notEstimable:
            return say(
                "ne peut être estimé : rien n'a été compté d'un côté",
                "cannot be estimated: nothing was counted on a side")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.last == suffix { text.removeLast() }
        return text
    }
}
