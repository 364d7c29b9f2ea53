import CampusAtlas

/// A piece of HTML. What is interpolated into it is escaped, unless it is HTML itself.
///
/// ```swift
/// let cell: HTML = "<td>\(name)</td>"
/// ```
struct HTML: Sendable, ExpressibleByStringInterpolation {
    let source: String

    init(stringLiteral source: String) { self.source = source }
    init(stringInterpolation interpolation: StringInterpolation) { source = interpolation.source }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(2 * literalCapacity) }

        mutating func appendLiteral(_ literal: String) { source += literal }

        mutating func appendInterpolation(_ html: HTML) { source += html.source }

        mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { source += piece.source } }

        mutating func appendInterpolation(_ text: String) {
            for character in text.unicodeScalars {
                switch character {
                case "&": source += "&amp;"
                case "<": source += "&lt;"
                case ">": source += "&gt;"
                case "\"": source += "&quot;"
                case "'": source += "&#39;"
                default: source.unicodeScalars.append(character)
                }
            }
        }

        mutating func appendInterpolation(_ number: Int) { source += String(number) }
    }
}

/// A whole page: no script, nothing from elsewhere.
struct Page {
    let title: String
    let language: Language
    /// The pages above this one.
    let trail: [Link]
    /// The other forms of the same content.
    let alternates: [Link]
    let body: HTML

    var html: HTML {
        """
        <!doctype html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title>
        \(alternates.map { "<link rel=\"alternate\" type=\"\($0.type)\" href=\"\($0.href)\">\n" as HTML })\
        <style>\(Self.style)</style>
        </head>
        <body>
        <header><nav aria-label="\(Bilingual(fr: "Fil d'Ariane", en: "Breadcrumb")[language])"><ol>\
        \(trail.map { "<li><a href=\"\($0.href)\">\($0.title)</a></li>" as HTML })</ol></nav></header>
        <main>
        <h1>\(title)</h1>
        \(body)
        </main>
        <footer><p>\(alternates.map { "<a rel=\"alternate\" type=\"\($0.type)\" href=\"\($0.href)\">\($0.title)</a>" as HTML })</p></footer>
        </body>
        </html>

        """
    }

    private static let style: HTML = """
        :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
        body { max-width: 70rem; margin: 0 auto; padding: 1rem; }
        nav ol { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0; list-style: none; }
        nav li + li::before { content: "› "; }
        a:focus-visible { outline: 3px solid; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; }
        caption { text-align: start; padding-block: .5rem; }
        th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8888; }
        td.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
        """
}
