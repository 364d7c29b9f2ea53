// Languages: the two languages in which the atlas speaks to people. Knows nothing of what is said.

/// A language that a user reads.
public enum Language: String, Sendable, CaseIterable {
    case fr
    case en
}

/// The same sentence in French and in English, side by side, so that neither can be forgotten.
public struct Bilingual: Hashable, Sendable {
    /// French.
    public let fr: String
    /// English.
    public let en: String

    /// The same sentence twice.
    public init(fr: String, en: String) {
        self.fr = fr
        self.en = en
    }

    /// The sentence in a language.
    public subscript(language: Language) -> String {
        switch language {
        case .fr: fr
        case .en: en
        }
    }
}

/// An error that a user may meet: it says where, what was found, what was expected, and what to do.
public protocol ReadableError: Error, CustomStringConvertible {
    var message: Bilingual { get }
}

extension ReadableError {
    /// The sentence in English, for logs.
    public var description: String { message.en }
}
