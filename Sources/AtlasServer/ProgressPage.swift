import CampusAtlas
import Foundation

extension Ask {
    /// The day that is asked about, or today.
    func day() throws(RequestError) -> CalendarDate {
        guard let text = self[.on] else { return .today }
        guard let day = CalendarDate(iso: text) else {
            throw .invalid(.on, found: text, expected: Bilingual(fr: "un jour, 2026-12-31", en: "a day, 2026-12-31"))
        }
        return day
    }
}

/// Where each target stands on a day: the library's report, as it is.
struct ProgressPage: Resource {
    let report: ProgressReport
    let ask: Ask

    var title: String {
        Bilingual(
            fr: "\(report.atlasName) : où en est chaque objectif au \(report.on)",
            en: "\(report.atlasName): where each target stands on \(report.on)")[ask.language]
    }
    var links: [Link] { ask.ownLinks }

    func json() throws -> [UInt8] { try report.json() }

    func body() -> HTML {
        var sections: [HTML] = []
        var rest = report.standings[...]
        while let indicator = rest.first?.figure.indicator {
            let group = rest.prefix { $0.figure.indicator == indicator }
            rest = rest.dropFirst(group.count)
            sections.append(section(indicator, group))
        }
        return "\(sections)"
    }

    private func section(_ indicator: Indicator, _ standings: ArraySlice<Standing>) -> HTML {
        let language = ask.language
        let headings = [
            Bilingual(fr: "Périmètre", en: "Perimeter"), Bilingual(fr: "Valeur", en: "Value"),
            Bilingual(fr: "Entre", en: "Between"), Bilingual(fr: "Connu à", en: "Known"),
            Bilingual(fr: "Objectif", en: "Target"), Bilingual(fr: "Verdict", en: "Verdict"),
            Bilingual(fr: "À savoir", en: "Note"),
        ]
        return """
            <section>
            <h2>\(indicator.label[language])</h2>
            <p>\(indicator.definition[language])</p>
            <div class="wide"><table>
            <thead><tr>\(headings.map { "<th scope=\"col\">\($0[language])</th>" as HTML })</tr></thead>
            <tbody>\(standings.map(row))</tbody></table></div>
            </section>

            """
    }

    private func row(_ standing: Standing) -> HTML {
        let language = ask.language
        let figure = standing.figure
        let unit = figure.indicator.unit
        let unknown = Bilingual(fr: "inconnu", en: "unknown")[language]
        let value = figure.estimate.map { FigureText(language).text($0.value, unit) } ?? unknown
        let bounds = figure.estimate.map { estimate in
            [estimate.lower, estimate.upper].map { FigureText(language).text($0, unit) }.joined(separator: " – ")
        }
        let target = standing.target.map { "\($0.label[language]) (\($0.dueOn))" }
        return """
            <tr><th scope="row">\(figure.perimeter.label[language])</th><td class="number">\(value)</td>\
            <td class="number">\(bounds ?? "")</td>\
            <td class="number">\(figure.coverage.map { FigureText(language).text($0, .ratio) } ?? "")</td>\
            <td>\(target ?? "")</td><td>\(standing.target == nil ? "" : standing.verdict.label[language])</td>\
            <td>\(figure.note?[language] ?? "")</td></tr>

            """
    }
}

/// A value with its unit as people read it: decimal comma and narrow no-break spaces in French.
private struct FigureText {
    private let language: Language

    init(_ language: Language) { self.language = language }

    func text(_ value: Double, _ unit: FigureUnit) -> String {
        switch unit {
        case .ratio: number(value * 100, 1) + "\u{00A0}%"
        case .squareMetre: number(value, 0) + "\u{00A0}m²"
        case .kilogram: number(value, 0) + "\u{00A0}kg"
        case .count: number(value, 0)
        case .coefficient: number(value, 2)
        }
    }

    private func number(_ value: Double, _ decimals: Int) -> String {
        let style = FloatingPointFormatStyle<Double>.number.precision(.fractionLength(decimals))
        return value.formatted(style.locale(Locale(identifier: language == .fr ? "fr_FR" : "en_GB")))
    }
}
