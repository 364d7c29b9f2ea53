import CampusAtlas

/// A link as OGC API - Features writes it (17-069r4 clause 5.2): always with its relation and its type.
struct Link: Sendable {
    let href: String
    let rel: String
    let type: String
    let title: String

    static let html = "text/html"

    var json: JSONValue { ["href": "\(href)", "rel": "\(rel)", "type": "\(type)", "title": "\(title)"] }
}

extension Ask {
    /// The address of an operation, in a form.
    func link(
        _ rel: String, to operation: Operation, _ form: Form, layer: String = "", item: String = "",
        title: Bilingual? = nil
    ) -> Link {
        Link(
            href: url(operation.path(layer: layer, item: item), form), rel: rel,
            type: form == .json ? operation.mediaType : Link.html,
            title: (title ?? operation.summary)[language] + (form == .json ? " (JSON)" : " (HTML)"))
    }

    /// This answer, and the same in the other form.
    var ownLinks: [Link] {
        Form.allCases.sorted { a, _ in a == form }.map { form in
            Link(
                href: url(form), rel: form == self.form ? "self" : "alternate",
                type: form == .json ? operation.mediaType : Link.html,
                title: form == .json
                    ? Bilingual(fr: "Cette réponse en JSON", en: "This answer in JSON")[language]
                    : Bilingual(fr: "Cette page en HTML", en: "This answer as a page")[language])
        }
    }
}

extension [Link] {
    var json: JSONValue { .array(map(\.json)) }
}
