import CampusAtlas

extension IndicatorYear {
    /// The bioindicator, a line for each thing that can be said of it.
    var lines: [String] {
        let language = Speech.language
        let state =
            isActive
            ? say("actif", "active")
            : isEffortMet ? say("effort tenu, non compté", "effort met, not counted") : say("inactif", "inactive")
        var lines = ["\(sheet.label[language]) [\(sheet.code)] — \(state)"]
        if !sheet.isVerified { lines.append("    ! " + say("règle non vérifiée", "rule not verified")) }
        if let remark = sheet.statusRemark { lines.append("    ! " + remark) }
        lines += sites.map(line)
        if sites.isEmpty {
            lines.append(
                "    · " + say("aucune visite ; il faut", "no visit; needed:")
                    + " \(sheet.minimum.count) × \(sheet.minimum.unit.label[language])" + say(" par site", " a site"))
        }
        lines += scores.map { "    = " + $0.line }
        if isEffortMet { lines.append("    ~ " + trend.line) }
        return lines
    }

    private func line(_ site: SiteYear) -> String {
        let language = Speech.language
        let counts = say(
            "\(site.counted.count) visites comptées sur \(site.visits.count)",
            "\(site.counted.count) of \(site.visits.count) visits count")
        let state = site.isMet ? say("minimum tenu", "minimum met") : site.missingLabel[language]
        let others = site.visits.filter { $0.standing.units == 0 }.map {
            "\($0.visit.details.day) \($0.standing.label[language])"
        }
        return "    · \(site.site) : \(state) (\(counts))"
            + (others.isEmpty ? "" : " ; " + others.joined(separator: ", "))
    }
}

extension Score {
    fileprivate var line: String {
        let language = Speech.language
        let note = note.map { " (\($0[language]))" } ?? ""
        guard let value else {
            let classes = parts.compactMap { part in part.label.map { "\(part.name) \($0[language])" } }
            let text = classes.isEmpty ? say("inconnu", "unknown") : classes.joined(separator: ", ")
            return "\(label[language]) : \(text)\(note)"
        }
        return "\(label[language]) : \(NumberText.fixed(value, 2)) \(unit[language])\(note)"
    }
}

extension IndicatorTrend {
    fileprivate var line: String {
        let language = Speech.language
        let name = say("tendance", "trend") + " : \(direction.label[language])"
        switch self {
        case .uncertain(let reason): return "\(name) (\(reason[language]))"
        case .trend(let trend, let sites):
            let percent = [trend.factor.value, trend.factor.lower, trend.factor.upper].map {
                NumberText.fixed(($0 - 1) * 100, 1)
            }
            return name
                + say(
                    " (\(percent[0]) % par an [\(percent[1]) ; \(percent[2])], \(sites.count) sites, \(trend.years.count) ans)",
                    " (\(percent[0])% a year [\(percent[1]); \(percent[2])], \(sites.count) sites, \(trend.years.count) years)"
                )
        }
    }
}
