import CampusAtlas

extension LocalReport {
    /// The rule, the lists that decide, then what the rule finds in each perimeter.
    func lines(_ standings: [LocalStanding]) -> [String] {
        var lines = [LocalRule.statement[Speech.language], say("Listes qui décident :", "Lists that decide:")]
        lines += lists.map { list in
            let native = list.kind == ChecklistEdition.Kind.native.rawValue
            let kind = native ? say("indigènes", "native") : say("invasives", "invasive")
            let day = list.publishedOn.map { ", \($0)" } ?? ""
            return "  · \(list.list) (\(list.version)\(day)) — \(kind), \(list.area)"
                + (list.campus.map { say(", campus \($0) seul", ", campus \($0) only") } ?? "")
        }
        if lists.isEmpty { lines.append("  · " + say("aucune : rien n'est évalué", "none: nothing is assessed")) }
        return lines + standings.flatMap(\.lines)
    }
}

extension LocalStanding {
    fileprivate var lines: [String] {
        let since = baseline?.description ?? say("(aucune date de référence)", "(no baseline)")
        var table = TextTable(
            ["", "total", "L1", "L2", "L3", say("non évalués", "not assessed")], right: [1, 2, 3, 4, 5])
        table.add(flow.row(say("plantés depuis \(since)", "planted since \(since)"), .count))
        table.add(stock.row(say("ligneux vivants", "living woody plants"), .count))
        if let beds { table.add(beds.row(say("massifs, par palette", "beds, by palette"), .squareMetre)) }
        var lines = [perimeter.label[Speech.language]] + table.lines
        for (exemption, individuals) in exemptIndividuals {
            lines.append(
                "  " + say("exemptés, à part : ", "exempt, apart: ") + exemption.label[Speech.language]
                    + ", \(NumberText.count(individuals))")
            lines += Set(exempt.filter { $0.exemption == exemption }.map(\.scientificName)).sorted()
                .map { "    · \($0)" }
        }
        if let note { lines.append("  ! " + note[Speech.language]) }
        return lines
    }
}

extension LocalShares {
    fileprivate func row(_ label: String, _ unit: FigureUnit) -> [String] {
        [label, NumberText.value(total, unit)]
            + [l1, l2, l3].map { $0 == nil ? "—" : NumberText.estimate($0, .ratio) }
            + [NumberText.value(notAssessed, unit)]
    }
}

extension LocalWhy {
    /// The taxon, what each list says of it, the verdict, and what to plant instead.
    var lines: [String] {
        let language = Speech.language
        let code = cdRef.map { " (CD_REF \($0))" } ?? ""
        var lines = [scientificName + (acceptedName == scientificName ? code : " → \(acceptedName)\(code)")]
        let status = frenchStatus.map { "\($0), \(frenchStatusLabel?[language] ?? "?")" } ?? say("inconnu", "unknown")
        let version = taxrefVersion.map { " (TAXREF \($0))" } ?? ""
        lines.append("  " + say("statut en France : ", "status in France: ") + status + version)
        lines += mentions.map { "  · " + $0.line }
        if mentions.isEmpty { lines.append("  · " + say("sur aucune liste chargée", "on no list loaded")) }
        for answer in verdicts {
            let place = answer.campus.map { "\($0) : " } ?? ""
            lines.append("  = \(place)\(level(answer.verdict)) — \(answer.verdict.explanation[language])")
        }
        lines.append("  " + say("règle \(LocalRule.version)", "rule \(LocalRule.version)"))
        return lines + substituteLines
    }

    private func level(_ verdict: LocalRule.Verdict) -> String {
        switch verdict.isLocal {
        case true?: plant?.lot.isVegetalLocal == true ? "L3" : "L2"
        case false?: say("pas local", "not local") + (isPresumedNative == true ? " (L1)" : "")
        case nil: "N" + (isPresumedNative == true ? " (L1)" : "")
        }
    }

    private var substituteLines: [String] {
        switch substitutes {
        case .notNeeded: return []
        case .habitUnknown:
            return [
                "  " + say("port inconnu : pas de remplaçant proposé", "habit unknown: no substitute is proposed")
            ]
        case .taxa(let taxa, let habit):
            guard !taxa.isEmpty else {
                return [
                    "  "
                        + say(
                            "aucun indigène de même port (\(habit)) sur les listes",
                            "no native of the same habit (\(habit)) on the lists")
                ]
            }
            return ["  " + say("indigènes de même port (\(habit)) :", "natives of the same habit (\(habit)):")]
                + taxa.map { taxon in
                    let name = taxon.vernacularName.map { "\(taxon.scientificName), \($0)" } ?? taxon.scientificName
                    return "    → \(name) — \(taxon.list.edition) : \(taxon.list.source)"
                }
        }
    }
}

extension ListMention {
    fileprivate var line: String {
        let day = publishedOn?.description ?? say("sans date", "undated")
        let kind = kind == .native ? say("indigènes", "native") : say("invasives", "invasive")
        let place = campus.map { ", campus \($0)" } ?? ""
        let force = decides ? "" : say(" [édition qui ne décide pas]", " [edition that does not decide]")
        return "\(list) (\(version), \(day), \(kind), \(area)\(place)) : \(status.label[Speech.language]), "
            + say("comme « \(scientificName) »", "as '\(scientificName)'") + force + " — \(source)"
    }
}
