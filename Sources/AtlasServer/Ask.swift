import CampusAtlas
import Hummingbird

/// A request, checked: its parameters are all known and come once each.
struct Ask: Sendable {
    let operation: Operation
    /// The address of the server as the caller knows it: `http://127.0.0.1:8080`.
    let root: String
    let path: String
    let form: Form
    let language: Language
    private let values: [Parameter: String]

    /// - Parameter address: where the server listens, for a request that does not say by what name it was reached.
    init(_ operation: Operation, _ request: Request, address: String, language: Language) throws(RequestError) {
        self.operation = operation
        let caller = Caller(request, language: language)
        self.language = caller.language
        root = Self.root(request.head.authority) ?? address
        path = request.uri.path
        var values: [Parameter: String] = [:]
        for (name, value) in request.uri.queryParameters.map({ (String($0.key), String($0.value)) }) {
            guard let parameter = Parameter(rawValue: name), operation.parameters.contains(parameter) else {
                throw .unknownParameter(name, known: operation.parameters.map(\.rawValue))
            }
            guard values.updateValue(value, forKey: parameter) == nil else { throw .repeatedParameter(name) }
        }
        self.values = values
        if let text = values[.f] {
            guard let form = Form(rawValue: text) else {
                throw .invalid(.f, found: text, expected: Bilingual(fr: "json ou html", en: "json or html"))
            }
            self.form = form
        } else {
            guard let form = caller.form else { throw .notAcceptable(caller.accept) }
            self.form = form
        }
    }

    subscript(_ parameter: Parameter) -> String? { values[parameter] }

    /// The host that the caller named, when it is written as a host is.
    private static func root(_ authority: String?) -> String? {
        guard let authority, authority.wholeMatch(of: /[A-Za-z0-9.:_\[\]-]{1,255}/) != nil else { return nil }
        return "http://" + authority
    }

    /// The address of something else on this server.
    func url(_ path: String, _ form: Form? = nil) -> String {
        root + path + (form.map { "?f=" + $0.rawValue } ?? "")
    }

    /// This very address, in some form, with some parameters changed.
    func url(_ form: Form, changing changes: [Parameter: String] = [:]) -> String {
        let values = values.merging(changes) { $1 }.merging([.f: form.rawValue]) { $1 }
        let query = Parameter.allCases.compactMap { name in values[name].map { "\(name.rawValue)=\(Self.escaped($0))" }
        }
        return root + path + "?" + query.joined(separator: "&")
    }

    /// As a query may hold it (RFC 3986 section 3.4).
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if character.isASCII, character.isLetter || character.isNumber || "-._~,:/".contains(character) {
                return String(character)
            }
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            return "%" + (hexadecimal.count == 1 ? "0" : "") + hexadecimal
        }.joined()
    }
}
