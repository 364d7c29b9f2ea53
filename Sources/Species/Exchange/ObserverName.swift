/// The one place that decides which name of an observer leaves the atlas.
enum ObserverName {
    /// Who reads what is written.
    enum Channel: Sendable {
        /// The school's own use.
        case `internal`
        /// Anyone.
        case `public`
    }

    /// The names as they may be written; today as they stand, for everyone.
    static func published(_ names: String?, in channel: Channel) -> String? { names }
}
