import CampusAtlas
import Foundation

/// The language of the person: `--lang`, or else the locale.
enum Speech {
    /// True when results go to a person and not to a file.
    static let isTerminal = isatty(1) == 1

    static let language: Language = {
        let arguments = CommandLine.arguments
        for (index, argument) in arguments.enumerated() {
            if argument.hasPrefix("--lang="), let language = Language(rawValue: String(argument.dropFirst(7))) {
                return language
            }
            if argument == "--lang", index + 1 < arguments.count,
                let language = Language(rawValue: arguments[index + 1])
            {
                return language
            }
        }
        let environment = ProcessInfo.processInfo.environment
        let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
        return locale.hasPrefix("fr") ? .fr : .en
    }()
}

/// The sentence in the language of the person.
func say(_ fr: String, _ en: String) -> String { Speech.language == .fr ? fr : en }

/// Messages go to standard error, so that results can be piped.
func tell(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// How many rows were read, on one line that rewrites itself, when a terminal is there.
struct ProgressBar {
    private let isShown = isatty(2) == 1
    private let label: String

    init(_ label: String) { self.label = label }

    func show(_ rows: Int) {
        guard isShown else { return }
        FileHandle.standardError.write(Data("\r\(label) : \(NumberText.count(rows))\u{1B}[K".utf8))
    }

    func end() {
        guard isShown else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
