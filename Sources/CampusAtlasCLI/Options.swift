import ArgumentParser
import CampusAtlas

/// The option that every command has.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("Langue : fr ou en.", "Language: fr or en.")))
    var lang: String?

    func validate() throws {
        guard let lang, Language(rawValue: lang) == nil else { return }
        throw ValidationError(say("--lang : fr ou en", "--lang: fr or en"))
    }
}

extension CalendarDate {
    /// The day that an option gives, or today.
    static func option(_ text: String?) throws -> CalendarDate {
        guard let text else { return .today }
        guard let day = CalendarDate(iso: text) else {
            throw ValidationError(
                say("« \(text) » n'est pas une date AAAA-MM-JJ.", "'\(text)' is not a date YYYY-MM-DD."))
        }
        return day
    }
}

/// The atlas, and the language.
struct AtlasOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String

    func open(readOnly: Bool = false) throws -> Atlas { try Atlas.open(atlas, readOnly: readOnly) }
}

/// The day of a state.
struct DayOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("Le jour (aujourd'hui si absent).", "The day (today if absent)."), valueName: "AAAA-MM-JJ"))
    var on: String?

    func day() throws -> CalendarDate { try .option(on) }
}

/// Who writes, and why.
struct AuthorOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
    var by: String?
    @Option(help: ArgumentHelp(say("Pourquoi, pour le journal.", "Why, for the journal.")))
    var reason: String?
}

/// The rain that a figure is told for.
struct DepthOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("La pluie, avec son unité (10 mm si absente).", "The rain, with its unit (10 mm if absent)."),
            valueName: "10mm"))
    var depth: String?

    func rain() throws -> RainDepth { try depth.map { try RainDepth($0) } ?? .tenMillimetres }
}
