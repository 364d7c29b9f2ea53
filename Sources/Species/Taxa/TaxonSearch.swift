public import Atlas
import GRDB

/// A name that was found, and the accepted name of its taxon.
public struct TaxonHit: Sendable, Hashable {
    /// How well what was typed fits the name; the better comes first.
    public enum Fit: Int, Sendable, Comparable {
        /// It is the scientific name.
        case scientificName
        /// It is a French name.
        case frenchName
        /// The scientific name starts so.
        case scientificStart
        /// A French name starts so.
        case frenchStart
        /// Each of the words typed starts a word of the names.
        case words
        /// A slip or two apart.
        case near

        /// The better fit comes first.
        public static func < (a: Fit, b: Fit) -> Bool { a.rawValue < b.rawValue }
    }

    /// The name.
    public let name: TaxrefName
    /// The accepted name; nil where the version loaded lacks it.
    public let accepted: TaxrefName?
    /// How well it fits.
    public let fit: Fit
    /// Letters apart, of a near fit.
    public let distance: Int
}

extension Atlas {
    /// The names of TAXREF that are like what was typed: scientific or French, without accents, by the start of words,
    /// a slip or two allowed (``NearWords`` says which). The best come first; a taxon found by a French name comes once,
    /// under its accepted name.
    ///
    /// - Parameter version: of TAXREF; nil for the one in use.
    /// - Throws: ``TaxaError/noTaxref``, ``TaxaError/queryTooShort(_:)``, ``TaxaError/versionNotLoaded(_:known:)``.
    public func findTaxa(_ text: String, limit: Int = 20, version: String? = nil) throws -> [TaxonHit] {
        try pool.read { db in
            let known = try TaxrefNames.versions(db)
            guard let inUse = known.first else { throw TaxaError.noTaxref }
            let wanted = try version.map(TaxrefFile.version) ?? inUse
            guard known.contains(wanted) else { throw TaxaError.versionNotLoaded(wanted, known: known) }
            return try TaxonSearch(db, version: wanted).hits(text, limit: limit)
        }
    }
}

/// A search in one version of TAXREF.
struct TaxonSearch {
    private let names: TaxrefNames
    private let near: NearWords
    private let matching: Statement
    private let starting: Statement

    /// How many names that fit are ranked: more would not be read.
    private static let ranked = 600

    init(_ db: Database, version: String) throws {
        names = try TaxrefNames(db, version: version)
        near = try NearWords(db)
        let columns = TaxrefName.columns
        let qualified = columns.split(separator: ", ").map { "n.\($0)" }.joined(separator: ", ")
        // CROSS JOIN: the index of words first, then its rows; the other way round reads the whole table.
        matching = try db.makeStatement(
            sql: """
                SELECT \(qualified) FROM taxref_name_fts CROSS JOIN taxref_name AS n ON n.fid = taxref_name_fts.rowid
                WHERE taxref_name_fts MATCH ? AND n.taxref_version = ? LIMIT \(Self.ranked)
                """)
        starting = try db.makeStatement(
            sql: """
                SELECT \(columns) FROM taxref_name
                WHERE taxref_version = ? AND name_key BETWEEN ? AND ? ORDER BY name_key LIMIT 100
                """)
    }

    func hits(_ text: String, limit: Int) throws -> [TaxonHit] {
        let query = Query(text)
        guard query.words.contains(where: { $0.count > 1 }) else { throw TaxaError.queryTooShort(text) }
        var found = try candidates(query)
        if found.isEmpty { found = try nearCandidates(query) }
        return try ranked(found, query).prefix(limit).map { candidate in
            let accepted = candidate.name.isAccepted ? candidate.name : try names.name(candidate.name.cdRef)
            return TaxonHit(
                name: candidate.name, accepted: accepted, fit: candidate.fit, distance: candidate.distance)
        }
    }

    /// Names a slip or two from what was typed, the nearest first.
    func nearNames(_ text: String, columns: String) throws -> [TaxrefName] {
        let groups = try nearGroups(Query(text).words)
        guard !groups.isEmpty else { return [] }
        return try fetch("{\(columns)} : (\(groups))")
    }

    /// Names one of whose French names is this one, letter case and accents apart.
    func frenchNames(_ folded: String) throws -> [TaxrefName] {
        let words = Query(folded).words
        guard !words.isEmpty else { return [] }
        return try fetch("nom_vern : \"\(words.joined(separator: " "))\"").filter { name in
            name.vernacularList.contains { TaxonName.folded($0) == folded }
        }
    }

    /// What was typed, ready to compare.
    private struct Query {
        let key: String
        let folded: String
        let words: [String]

        init(_ text: String) {
            key = TaxonName.normalised(text)
            folded = TaxonName.folded(text)
            words = folded.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0 != "x" }
        }
    }

    private struct Candidate {
        let name: TaxrefName
        let fit: TaxonHit.Fit
        let distance: Int
    }

    private func candidates(_ query: Query) throws -> [TaxrefName] {
        var found: [TaxrefName] = []
        if !query.key.isEmpty {
            found += try names.names(key: query.key)
            let rows = try Row.fetchAll(
                starting, arguments: [names.version, query.key, query.key + "\u{FFFF}"])
            found += rows.map(TaxrefName.init)
        }
        // Names that start a list of French names come before the rest of so many.
        found += try fetch("nom_vern : ^ \"\(query.words.joined(separator: " "))\"")
        found += try fetch("nom_vern : \"\(query.words.joined(separator: " "))\"")
        found += try fetch(query.words.map(Self.prefix).joined(separator: " AND "))
        return found
    }

    private func nearCandidates(_ query: Query) throws -> [TaxrefName] {
        let groups = try nearGroups(query.words)
        return groups.isEmpty ? [] : try fetch(groups)
    }

    /// Each word typed, or one near it.
    private func nearGroups(_ words: [String]) throws -> String {
        try words.map { word in
            let near = try near.words(like: word).map { "\"\($0.word)\"" }
            return "(\(([Self.prefix(word)] + near).joined(separator: " OR ")))"
        }.joined(separator: " AND ")
    }

    /// A word that starts so; the ligature is a letter of its own in the index.
    private static func prefix(_ word: String) -> String {
        let ligatures = word.replacing("oe", with: "œ").replacing("ae", with: "æ")
        return ligatures == word ? "\"\(word)\"*" : "(\"\(word)\"* OR \"\(ligatures)\"*)"
    }

    private func fetch(_ match: String) throws -> [TaxrefName] {
        try Row.fetchAll(matching, arguments: [match, names.version]).map(TaxrefName.init)
    }

    private func ranked(_ found: [TaxrefName], _ query: Query) -> [Candidate] {
        var seen: Set<Int64> = []
        let candidates = found.filter { seen.insert($0.cdNom).inserted }.map { candidate($0, query) }
        let sorted = candidates.sorted { Self.order($0) < Self.order($1) }
        // A French name is the taxon's: it is shown once.
        var taxa: Set<Int64> = []
        return sorted.filter { candidate in
            let isNew = taxa.insert(candidate.name.cdRef).inserted
            return isNew || candidate.fit == .scientificName || candidate.fit == .scientificStart
        }
    }

    private func candidate(_ name: TaxrefName, _ query: Query) -> Candidate {
        let key = TaxonName.normalised(name.name)
        let french = name.vernacularList.map(TaxonName.folded)
        let fit: TaxonHit.Fit
        if key == query.key || TaxonName.folded(name.fullName) == query.folded {
            fit = .scientificName
        } else if french.contains(query.folded) {
            fit = .frenchName
        } else if key.hasPrefix(query.key) {
            fit = .scientificStart
        } else if french.contains(where: { $0.hasPrefix(query.folded) }) {
            fit = .frenchStart
        } else {
            let texts = Query(key + " " + french.joined(separator: " ")).words
            let distance = Self.distance(query.words, texts)
            return Candidate(name: name, fit: distance == 0 ? .words : .near, distance: distance)
        }
        return Candidate(name: name, fit: fit, distance: 0)
    }

    /// The letters between what was typed and the nearest words of the names; a word that starts another is in it.
    private static func distance(_ words: [String], _ texts: [String]) -> Int {
        words.reduce(0) { sum, word in
            if texts.contains(where: { $0.hasPrefix(word) }) { return sum }
            let letters = Array(word.utf8)
            return sum + (texts.compactMap { EditDistance.between(letters, Array($0.utf8), limit: 2) }.min() ?? 3)
        }
    }

    private static func order(_ candidate: Candidate) -> (Int, Int, Int, Int, String) {
        let name = candidate.name
        let isSpecies = name.rank == "ES" ? 0 : 1
        // Accepted names first, and species; then the shortest, which has the least that was not typed.
        return (
            candidate.fit.rawValue, candidate.distance, (name.isAccepted ? 0 : 2) + isSpecies, name.name.utf8.count,
            name.name
        )
    }
}
