public import Atlas
import GRDB
public import Languages

/// Someone whom observations name.
public struct Observer: Sendable, Hashable {
    /// The name, as observations cite it.
    public let name: String
    /// True when they let it be published.
    public let publishesName: Bool
    /// What stands for it in public otherwise: the same from one export to the next, and from which the name cannot be
    /// worked out.
    public let pseudonym: String
}

/// The one place that decides which name of an observer leaves the atlas.
///
/// In public a name is the observer's own when they agreed to it, their pseudonym otherwise. A name that was typed since
/// the last import is withheld until the atlas has met it.
enum ObserverName {
    /// A column of `observation` as the public reads it, in SQL.
    static func published(_ column: String) -> String {
        """
        CASE WHEN \(column) IS NOT NULL THEN
          coalesce((SELECT published FROM observer_citation WHERE cited = \(column)), '\(unpublished)') END
        """
    }

    /// The column as it stands where `:sensitive` asks for the school's own use, and as the public reads it otherwise.
    static func column(_ column: String, as name: String? = nil) -> String {
        "CASE WHEN :sensitive THEN \(column) ELSE \(published(column)) END AS \(name ?? column)"
    }

    private static let unpublished = "nom non publié"

    /// The people of a citation: Darwin Core sets them apart by a bar, other files by a semicolon or an ampersand. A comma
    /// stands inside a name too, and parts nothing.
    static func people(of citation: String) -> [String] {
        citation.split(whereSeparator: { "|;&".contains($0) }).map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// Gives a pseudonym to each name met for the first time, and works out how each citation is published.
    static func refresh(_ db: Database) throws {
        var published: [String: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT name, publishes_name, pseudonym FROM observer") {
            published[row["name"]] = row["publishes_name"] ? row["name"] : row["pseudonym"]
        }
        let citations = try String.fetchAll(
            db,
            sql: """
                SELECT cited FROM (
                  SELECT recorded_by AS cited FROM observation UNION SELECT identified_by FROM observation
                  UNION SELECT identified_by FROM identification)
                WHERE cited IS NOT NULL AND cited NOT IN (SELECT cited FROM observer_citation)
                """)
        let insert = try db.makeStatement(sql: "INSERT INTO observer_citation (cited, published) VALUES (?, ?)")
        for citation in citations {
            let names = try people(of: citation).map { name in
                if let known = published[name] { return known }
                let pseudonym = "obs-" + String(UInt64.random(in: .min ... .max), radix: 16)
                try db.execute(
                    sql: "INSERT INTO observer (uuid, name, pseudonym) VALUES (?, ?, ?)",
                    arguments: [RowIdentity.timeOrdered(), name, pseudonym])
                published[name] = pseudonym
                return pseudonym
            }
            try insert.execute(arguments: [citation, names.isEmpty ? unpublished : names.joined(separator: " | ")])
        }
    }
}

extension Atlas {
    /// The observers whom records name, by name.
    public func observers() throws -> [Observer] {
        try pool.read { db in
            try Row.fetchAll(db, sql: "SELECT name, publishes_name, pseudonym FROM observer ORDER BY name").map {
                Observer(name: $0["name"], publishesName: $0["publishes_name"], pseudonym: $0["pseudonym"])
            }
        }
    }

    /// Says whether an observer lets their name be published.
    ///
    /// - Throws: ``ObserverError/unknown(_:)``
    public func publishName(of observer: String, _ publishes: Bool, by person: String? = nil) throws {
        try write(by: person) { db in
            try db.execute(
                sql: "UPDATE observer SET publishes_name = ? WHERE name = ?", arguments: [publishes, observer])
            guard db.changesCount > 0 else { throw ObserverError.unknown(observer) }
            try ObserverName.refresh(db)
        }
    }
}

/// Why a consent was not recorded.
public enum ObserverError: ReadableError, Hashable {
    case unknown(String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknown(let name):
            Bilingual(
                fr: "Aucune observation ne nomme « \(name) » : voyez « campus-atlas species observers ».",
                en: "No record names '\(name)': see 'campus-atlas species observers'.")
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
