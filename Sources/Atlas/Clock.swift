import Foundation

/// The present, as the atlas writes it.
package enum Clock {
    /// The instant, in UTC, to the millisecond, in the form of GeoPackage's DATETIME (1.3 clause 1.1.1.1.3).
    package static func now() -> String {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return Date().formatted(style)
    }
}
