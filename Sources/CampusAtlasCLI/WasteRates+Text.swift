import CampusAtlas

extension WasteRates {
    /// The six columns as a person reads them, then what each counts.
    var text: String {
        var lines = [say("\(year), \(place)", "\(year), \(place)")]
        lines += table.lines
        lines += ["", say("Définitions", "Definitions")]
        for column in columns {
            let definition = column.rate.definition
            lines.append("  \(definition.id) : \(definition.clause[Speech.language])")
            lines += column.notes.map { "    ! " + $0[Speech.language] }
            lines += column.companions.map {
                "    \($0.label[Speech.language]) : \(NumberText.estimate($0.estimate, $0.unit))"
            }
        }
        lines += [
            "",
            say(
                "Ce que chacune compte, en kg ; (kg) : dans le total seulement ; — : hors du périmètre",
                "What each counts, in kg; (kg): in the total only; —: out of the perimeter"),
        ]
        lines += contents.lines
        return lines.joined(separator: "\n")
    }

    private var place: String { campus ?? Perimeter.school.label[Speech.language] }

    private var table: TextTable {
        var table = TextTable([""] + columns.map(\.rate.definition.label[Speech.language]), right: Set(1...6))
        func add(_ label: String, _ cell: (DefinedRate) -> String) {
            table.add([label] + columns.map { cell($0.rate) })
        }
        func percent(_ value: Double?) -> String { value.map { NumberText.value($0, .ratio) } ?? "—" }
        add(say("taux", "rate")) { percent($0.estimate?.value) }
        add(say("au moins", "at least")) { percent($0.estimate?.lower) }
        add(say("au plus", "at most")) { percent($0.estimate?.upper) }
        add(say("ce qui est compté", "what is counted")) { $0.countedLabel[Speech.language] }
        add(say("compté, kg", "counted, kg")) { NumberText.kilograms($0.counted) }
        add(say("produit, kg", "generated, kg")) { NumberText.kilograms($0.generated) }
        add(say("périmètre", "perimeter")) { $0.definition.perimeter.rawValue }
        add(say("mois connus", "known months")) { percent($0.coverage) }
        add(say("pesé (A à C)", "weighed (A to C)")) { percent($0.measured) }
        add(say("destination non prouvée, kg", "unproven destination, kg")) { NumberText.kilograms($0.unproven) }
        return table
    }

    private var contents: TextTable {
        var table = TextTable([""] + columns.map(\.rate.definition.label[Speech.language]), right: Set(1...6))
        let lines = columns.map { Dictionary(uniqueKeysWithValues: $0.rate.lines.map { ($0.key, $0) }) }
        for key in Set(lines.flatMap(\.keys)).sorted() {
            table.add([key.text] + lines.map { $0[key].map(\.text) ?? "—" })
        }
        table.add([say("compté", "counted")] + columns.map { NumberText.kilograms($0.rate.counted) })
        table.add([say("produit", "generated")] + columns.map { NumberText.kilograms($0.rate.generated) })
        return table
    }

    /// The tables that GRI and HESA ask for.
    var tables: String {
        var table = TextTable(
            ["", say("kg", "kg"), say("dangereux", "hazardous"), say("non dangereux", "non-hazardous")],
            right: [2, 3])
        func mass(_ grams: Int64?) -> String { grams.map(NumberText.kilograms) ?? say("vide", "null") }
        for row in gri + hesa {
            table.add([row.disclosure, row.label[Speech.language], mass(row.hazardous), mass(row.nonHazardous)])
        }
        let evidence = evidence.map {
            "\($0.kind?.label[Speech.language] ?? say("sans preuve", "not proven")) \(NumberText.kilograms($0.grams)) kg"
        }
        return table.lines.joined(separator: "\n")
            + say("\n  comment la destination est connue : ", "\n  how the destination is known: ")
            + evidence.joined(separator: ", ")
    }
}

extension RateDifference {
    /// The lines that move one rate into the other, and their sums.
    var text: String {
        var table = TextTable(
            ["", say("compté, kg", "counted, kg"), say("produit, kg", "generated, kg"), say("pourquoi", "why")],
            right: [1, 2])
        for item in items {
            table.add([
                item.key.text, NumberText.kilograms(item.counted), NumberText.kilograms(item.generated),
                item.reason.label,
            ])
        }
        let counted = items.reduce(0) { $0 + $1.counted }
        let generated = items.reduce(0) { $0 + $1.generated }
        table.add([say("somme", "sum"), NumberText.kilograms(counted), NumberText.kilograms(generated), ""])
        return ([say("De \(from.id) à \(to.id)", "From \(from.id) to \(to.id)")] + table.lines)
            .joined(separator: "\n")
    }
}

extension RateDifference.Reason {
    fileprivate var label: String {
        switch self {
        case .perimeter: say("périmètre", "perimeter")
        case .destination: say("destination", "destination")
        case .reject: say("rejets à l'entrée", "rejects at the entry")
        case .residualConversion: say("conversion au-delà de 10 %", "conversion beyond 10 %")
        }
    }
}

extension RateLine {
    fileprivate var text: String {
        if generated == 0 { return NumberText.kilograms(counted) }
        return counted == 0 ? "(\(NumberText.kilograms(generated)))" : NumberText.kilograms(counted)
    }
}

extension RateLine.Key {
    fileprivate var text: String {
        guard let stream, let destination else { return say("conversion en trop", "excess conversion") }
        return "\(stream) → \(destination)" + (isAfterSorting ? say(" après tri", " after sorting") : "")
    }
}

extension NumberText {
    /// Grams in kg, with the decimals that they have.
    static func kilograms(_ grams: Int64) -> String { short(Double(grams) / 1000) }
}
