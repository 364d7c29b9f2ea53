import CampusAtlas

extension Works {
    /// The works on one line.
    var heading: String {
        var line = say(
            "n° \(number) · \(name) — \(status.label[Speech.language])",
            "no. \(number) · \(name) — \(status.label[Speech.language])")
        if let done {
            line += say(" le \(done)", " on \(done)")
        } else if let due {
            line += say(", échéance \(due)", ", due \(due)")
        }
        if let partOf { line += say(" (suite du n° \(partOf))", " (rest of no. \(partOf))") }
        return line
    }

    /// What is said of the works, a line each.
    var detailLines: [String] {
        var lines: [String] = []
        for cost in details.costs {
            lines.append(
                "  · \(cost.label) (\(cost.kind.label[Speech.language])) : \(NumberText.fixed(Double(cost.cents) / 100, 2))\u{00A0}€ HT"
            )
        }
        for grant in details.grants {
            var line = say("  · subvention : \(grant.agency)", "  · grant: \(grant.agency)")
            if let file = grant.fileNumber { line += say(", dossier \(file)", ", file \(file)") }
            if let rate = grant.rate { line += ", " + NumberText.value(rate, .ratio) }
            if let cents = grant.cents { line += ", \(NumberText.fixed(Double(cents) / 100, 2))\u{00A0}€" }
            lines.append(line)
        }
        for trees in details.trees {
            let act = trees.act == .planted ? say("plantés", "planted") : say("abattus", "felled")
            lines.append("  · \(trees.count) \(trees.scientificName) \(act)")
        }
        if let before = details.parkingBefore, let after = details.parkingAfter {
            lines.append(say("  · places : \(before) → \(after)", "  · places: \(before) → \(after)"))
        }
        if let litres = details.storageLitres {
            lines.append(
                say("  · stockage : \(NumberText.count(litres)) L", "  · storage: \(NumberText.count(litres)) L"))
        }
        for step in steps {
            let who = step.person.map { say(" par \($0)", " by \($0)") } ?? ""
            let why = step.remark.map { " : \($0)" } ?? ""
            lines.append("  \(step.on) \(step.status.label[Speech.language])\(who)\(why)")
        }
        return lines
    }
}

extension WorksEffect {
    /// What the ground becomes, a line each, then what it comes to.
    func lines(_ types: [String: SurfaceType]) -> [String] {
        var table = TextTable([say("de", "from"), say("vers", "to"), "m²"], right: [2])
        for transfer in transfers {
            table.add([transfer.from.label(types), transfer.to.label(types), NumberText.fixed(transfer.area, 2)])
        }
        var lines = table.lines
        lines.append(
            say(
                "  désimperméabilisé : \(NumberText.fixed(desealed, 2)) m² ; nouvellement étanche : \(NumberText.fixed(newlySealed, 2)) m²",
                "  desealed: \(NumberText.fixed(desealed, 2)) m²; newly sealed: \(NumberText.fixed(newlySealed, 2)) m²")
        )
        let rain = NumberText.volume(rainGain(.tenMillimetres).litres)
        lines.append(
            say(
                "  pluie gardée sur place : \(rain) pour 10 mm (convention des coefficients de ruissellement)",
                "  rain kept on site: \(rain) for 10 mm (by convention of the runoff coefficients)"))
        if let cents = works.cents {
            let each = centsPerSquareMetre.map {
                say(", soit \(NumberText.fixed($0 / 100, 2)) €/m²", ", \(NumberText.fixed($0 / 100, 2)) €/m²")
            }
            lines.append(
                say("  coût : ", "  cost: ") + "\(NumberText.fixed(Double(cents) / 100, 2)) € HT" + (each ?? ""))
        }
        return lines
    }
}
