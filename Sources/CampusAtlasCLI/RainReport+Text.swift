import CampusAtlas

extension RainReport {
    /// The report as a person reads it.
    var text: String {
        let language = Speech.language
        let depth = NumberText.short(depth.millimetres)
        var lines = [
            say(
                "Pluie de \(depth) mm, sol du \(on) ; \(coefficients.label.fr) (\(coefficients.code))",
                "Rain of \(depth) mm, ground of \(on); \(coefficients.label.en) (\(coefficients.code))"),
            say(
                "  Convention : le coefficient de ruissellement croît avec la pluie ; un seul par type pour \(depth) mm, "
                    + "bornes des sources.",
                "  Convention: the runoff coefficient grows with the storm; one per type for \(depth) mm, bounds of the "
                    + "sources."),
            say(
                "  Le sol sans coefficient connu compte comme ruisselant en entier, entre 0 et 1. "
                    + "Les ouvrages sont supposés vides avant la pluie.",
                "  Ground without a known coefficient counts as running off whole, between 0 and 1. "
                    + "Devices are taken to be empty before the rain."),
        ]
        for balance in balances + [total].compactMap({ $0 }) {
            lines += [""] + balance.lines(programme)
        }
        lines += ["", recoveredLine]
        if let programme {
            lines += ["", "\(programme.label[language]) : \(programme.asks[language]). (\(programme.source))"]
        }
        return lines.joined(separator: "\n")
    }

    private var recoveredLine: String {
        let volume = recovered.litres.map(NumberText.volume) ?? say("aucun relevé", "nothing recorded")
        return say(
            "Eau récupérée du \(recovered.from) au \(recovered.to) : \(volume)",
            "Water recovered from \(recovered.from) to \(recovered.to): \(volume)")
    }
}

extension RainBalance {
    fileprivate func lines(_ programme: RainProgramme?) -> [String] {
        var lines = [
            perimeter.label[Speech.language],
            say("  surface : ", "  area: ") + NumberText.value(area, .squareMetre)
                + say(" ; coefficient moyen : ", "; mean coefficient: ")
                + NumberText.estimate(coefficient, .coefficient),
            say("  tombé : ", "  fallen: ") + NumberText.volume(fallen)
                + say(" ; ruisselé : ", "; run off: ") + NumberText.volume(runoff)
                + say(" ; gardé sur place : ", "; kept on site: ") + NumberText.volume(kept),
        ]
        for ground in ground where ground.coefficient == nil {
            let area = NumberText.value(ground.area, .squareMetre)
            lines.append(
                ground.type.map { say("  ! sans coefficient : \($0), \(area)", "  ! no coefficient: \($0), \(area)") }
                    ?? say("  ! non classé : \(area)", "  ! unclassified: \(area)"))
        }
        if let gain {
            let label =
                gain.isPlanned
                ? say(
                    "  gain prévu (sol projeté ; eau qui ne ruissellera plus) : ",
                    "  gain to come (planned ground; water that will no longer run off): ")
                : say("  gain des travaux (eau qui ne ruisselle plus) : ", "  gain of the works (no longer run off): ")
            lines.append(label + NumberText.volume(gain.litres))
        }
        lines.append(
            say("  vers les réseaux : ", "  to sewers: ") + NumberText.estimate(outlets.connected, .squareMetre)
                + say(" ; déconnecté : ", "; disconnected: ")
                + NumberText.estimate(outlets.disconnected, .squareMetre)
                + say(" ; exutoire inconnu : ", "; outlet unknown: ")
                + NumberText.value(outlets.unknown, .squareMetre))
        lines.append(storage.line(programme))
        return lines
    }
}

extension RainStorage {
    fileprivate func line(_ programme: RainProgramme?) -> String {
        let count = NumberText.count(devices.count)
        var line =
            say("  stockage : ", "  storage: ") + NumberText.volume(Double(litres))
            + say(
                " (ouvrages : \(count)), dont peuvent agir sur cette pluie ",
                " (devices: \(count)), of which can act on this rain ")
            + NumberText.volume(acting)
        if litres > 0, let ratio { line += say(" ; \(ratio) par m² déconnecté", "; \(ratio) per m² disconnected") }
        if let programme {
            let asked = programme.litresPerSquareMetre.map {
                say(" (au moins \(NumberText.short($0)) L/m²)", " (at least \(NumberText.short($0)) L/m²)")
            }
            line += " — \(programme.code)\(asked ?? "")" + say(" : ", ": ")
            line += verdict(programme).label[Speech.language]
        }
        return line
    }

    /// Litres per m², from the least to the most that is known.
    private var ratio: String? {
        guard let least = leastLitresPerSquareMetre else { return nil }
        let low = NumberText.fixed(least, 1)
        guard let most = litresPerSquareMetre else { return say("au moins \(low) L", "at least \(low) L") }
        let high = NumberText.fixed(most, 1)
        return low == high ? "\(high) L" : "\(high) L [\(low) – \(high)]"
    }
}

extension NumberText {
    /// Litres, told in m³ from a thousand on.
    static func volume(_ litres: Double) -> String { volume(Estimate(exactly: litres)) }

    /// Litres with their bounds when they show, told in m³ from a thousand on.
    static func volume(_ estimate: Estimate) -> String {
        let isLarge = max(abs(estimate.lower), abs(estimate.upper)) >= 1000
        func text(_ litres: Double) -> String {
            isLarge ? fixed(litres / 1000, 1) + "\u{00A0}m³" : fixed(litres, 0) + "\u{00A0}L"
        }
        let (middle, low, high) = (text(estimate.value), text(estimate.lower), text(estimate.upper))
        return low == middle && high == middle ? middle : "\(middle) [\(low) – \(high)]"
    }

    /// With the decimals that it has, three at most.
    static func short(_ value: Double) -> String {
        let decimals = (0..<3).first { value == (value * [1, 10, 100][$0]).rounded() / [1, 10, 100][$0] } ?? 3
        return fixed(value, decimals)
    }
}
