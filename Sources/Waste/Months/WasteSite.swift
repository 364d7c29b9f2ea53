import Formats
import GRDB

/// The campus that an act of the waste book is about.
enum WasteSite {
    /// The campuses of the atlas, by name; none in an atlas without outlines.
    static func names(_ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT DISTINCT name FROM campus ORDER BY name")
    }

    /// The campuses, or the one nil of an atlas without outlines.
    static func all(_ db: Database) throws -> [String?] {
        let names = try names(db)
        return names.isEmpty ? [nil] : names
    }

    /// The campus that a person names. One that is not named is the only one there is.
    ///
    /// - Returns: nil in an atlas without campuses.
    /// - Throws: ``MonthError``
    static func resolve(_ name: String?, _ db: Database) throws -> String? {
        let known = try names(db)
        guard let name else {
            guard known.count < 2 else { throw MonthError.campusMissing(known: known) }
            return known.first
        }
        guard known.contains(name) else { throw MonthError.unknownCampus(name, known: known) }
        return name
    }

    static func requireStream(_ code: String, _ db: Database) throws {
        let known = try String.fetchAll(db, sql: "SELECT code FROM waste_stream ORDER BY fid")
        guard known.contains(code) else { throw MonthError.unknownStream(code, known: known) }
    }
}
