import CampusAtlas
import Hummingbird

/// The form of an answer.
enum Form: String, CaseIterable {
    case json
    case html

    /// The form that an `Accept` header prefers (RFC 9110 section 12.5.1), JSON where it does not matter; nil when it
    /// wants neither.
    init?(accept: String) {
        func weight(_ types: [String], _ matches: (String) -> Bool) -> Double {
            // The most precise range that matches decides.
            let ranges = WeightedList(accept).items
            for range in types.map({ type in ranges.filter { $0.value == type } }) + [
                ranges.filter { matches($0.value) }
            ] {
                if let best = range.map(\.weight).max() { return best }
            }
            return ranges.first { $0.value == "*/*" }?.weight ?? 0
        }
        let html = weight(["text/html", "application/xhtml+xml", "text/*"]) { _ in false }
        let json = weight([]) { $0.hasPrefix("application/") && $0.hasSuffix("json") || $0 == "application/*" }
        guard max(html, json) > 0 else { return nil }
        self = html > json ? .html : .json
    }
}

extension Language {
    /// The language that an `Accept-Language` header prefers, when it names one of ours.
    init?(accept: String) {
        let known = WeightedList(accept).items.compactMap { item in
            Language(rawValue: String(item.value.prefix(2))).map { (language: $0, weight: item.weight) }
        }
        guard let best = known.map(\.weight).max(), best > 0, let first = known.first(where: { $0.weight == best })
        else {
            return nil
        }
        self = first.language
    }
}

/// A header that lists what is wanted: `fr, en;q=0.5`.
private struct WeightedList {
    let items: [(value: String, weight: Double)]

    init(_ header: String) {
        items = header.lowercased().split(separator: ",").map { item in
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " } }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            return (parts.first ?? "", weight ?? 1)
        }
    }
}

/// Who asks: the language and the form that the headers prefer.
struct Caller: Sendable {
    let language: Language
    /// nil when the headers want none of ours.
    let form: Form?
    let accept: String

    init(_ request: Request, language: Language) {
        accept = request.headers[values: .accept].joined(separator: ", ")
        form = accept.isEmpty ? .json : Form(accept: accept)
        self.language = Language(accept: request.headers[.acceptLanguage] ?? "") ?? language
    }
}
