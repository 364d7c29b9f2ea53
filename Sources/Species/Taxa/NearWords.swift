import Foundation
import GRDB

/// Words of TAXREF that differ by a slip or two from one that was typed.
///
/// The bound: one slip in words of four to seven letters, two from eight on; words shorter than four letters must be right.
/// A word with at most one slip has one of its two halves right, so that the candidates are the words that start with its
/// first half, and those that end with its second half: two ranges of an index, at most ``scanned`` words each. Two slips
/// are found when both are in one half.
struct NearWords {
    /// A word, and how far it is from the one typed.
    struct Near: Hashable {
        let word: String
        let distance: Int
    }

    private static let scanned = 4000
    private static let kept = 16
    private let byStart: Statement
    private let byEnd: Statement

    init(_ db: Database) throws {
        let range = "BETWEEN ? AND ? AND length(word) BETWEEN ? AND ? LIMIT \(Self.scanned)"
        byStart = try db.makeStatement(sql: "SELECT word FROM taxref_word WHERE word \(range)")
        byEnd = try db.makeStatement(sql: "SELECT word FROM taxref_word WHERE backwards \(range)")
    }

    static func limit(_ word: String) -> Int {
        switch word.count {
        case ..<4: 0
        case ..<8: 1
        default: 2
        }
    }

    /// The nearest words, itself first when it is one.
    func words(like word: String) throws -> [Near] {
        let limit = Self.limit(word)
        guard limit > 0 else { return [] }
        let half = word.count / 2
        let (start, end) = (String(word.prefix(half)), String(word.suffix(word.count - half).reversed()))
        var candidates: Set<String> = []
        for (statement, text) in [(byStart, start), (byEnd, end)] {
            let rows = try String.fetchCursor(
                statement, arguments: [text, text + "\u{FFFF}", word.count - limit, word.count + limit])
            while let row = try rows.next() { candidates.insert(row) }
        }
        let letters = Array(word.utf8)
        let near = candidates.compactMap { candidate in
            EditDistance.between(letters, Array(candidate.utf8), limit: limit).map {
                Near(word: candidate, distance: $0)
            }
        }
        return Array(near.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(Self.kept))
    }
}
