import CampusAtlas

extension ProgressReport {
    /// The report as a person reads it.
    var text: String {
        var lines = [say("\(atlasName) — progression au \(on)", "\(atlasName) — progress on \(on)")]
        var indicator: Indicator?
        for standing in standings {
            if standing.figure.indicator != indicator {
                indicator = standing.figure.indicator
                lines.append("")
                lines.append("\(standing.figure.indicator.id) · \(standing.figure.indicator.label[Speech.language])")
            }
            lines += standing.lines
        }
        return lines.joined(separator: "\n")
    }
}

extension Standing {
    /// The figure, its target and its companions, a line each.
    var lines: [String] {
        let language = Speech.language
        var heading =
            "  \(figure.perimeter.label[language]) : \(NumberText.estimate(figure.estimate, figure.indicator.unit))"
        if let from = figure.from { heading += say(" du \(from) au \(figure.on)", " from \(from) to \(figure.on)") }
        if let coverage = figure.coverage {
            heading += say(
                " ; connu à \(NumberText.value(coverage, .ratio))", "; \(NumberText.value(coverage, .ratio)) known")
        }
        if target != nil { heading += " — \(verdict.label[language])" }
        var lines = [heading]
        if let note = figure.note { lines.append("    ! \(note[language])") }
        if let target { lines.append("    " + targetLine(target)) }
        for companion in [figure.targeted].compactMap({ $0 }) + figure.companions {
            lines.append(
                "    · \(companion.label[language]) : \(NumberText.estimate(companion.estimate, companion.unit))")
        }
        return lines
    }

    private func targetLine(_ target: Target) -> String {
        let unit = judged?.unit ?? figure.indicator.unit
        var line = say("objectif", "target") + " : \(target.label[Speech.language]) (\(target.dueOn))"
        guard let trajectory else { return line }
        line += say(
            " ; référence \(target.baselineOn) : \(NumberText.estimate(trajectory.baseline, unit))",
            "; baseline \(target.baselineOn): \(NumberText.estimate(trajectory.baseline, unit))")
        guard target.kind == .relativeReductionOfArea else { return line }
        line += say(
            " ; but : \(NumberText.value(trajectory.goal, unit)) ; attendu ce jour : \(NumberText.value(trajectory.expected, unit))",
            "; goal: \(NumberText.value(trajectory.goal, unit)); expected this day: \(NumberText.value(trajectory.expected, unit))"
        )
        if let needed = trajectory.neededPerYear {
            line += say(
                " ; il faut \(NumberText.value(needed, unit)) par an",
                "; \(NumberText.value(needed, unit)) a year needed")
        }
        return line
    }
}
