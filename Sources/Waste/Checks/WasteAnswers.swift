public import Atlas
import GRDB
public import Languages

/// What people answered to what looked odd. An answered finding does not come back.
enum WasteAnswers {
    enum Word: String {
        case confirm
        case instead
        case unknown
    }

    static func log(_ finding: String, _ word: Word, remark: String?, by person: String?, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO waste_answer (uuid, finding, answer, person, answered_at, remark) VALUES (?, ?, ?, ?, ?, ?)
                """, arguments: [RowIdentity.timeOrdered(), finding, word.rawValue, person, Clock.now(), remark])
    }

    static func answered(_ db: Database) throws -> Set<String> {
        try Set(String.fetchAll(db, sql: "SELECT finding FROM waste_answer"))
    }
}

/// What a person says of a finding of the review.
public enum ReviewAnswer: String, Sendable, CaseIterable {
    /// It is right as it stands.
    case confirm
    /// Nobody can tell any more.
    case unknown
}

/// Why an answer was not taken.
public enum ReviewError: ReadableError, Hashable {
    case unknownFinding(String)
    case alreadyAnswered(String, answer: String, person: String?, at: String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownFinding(let key):
            Bilingual(
                fr: "Aucune anomalie « \(key) » : voyez « campus-atlas waste review ».",
                en: "No finding '\(key)': see 'campus-atlas waste review'.")
        case .alreadyAnswered(let key, let answer, let person, let at):
            Bilingual(
                fr: "« \(key) » a déjà sa réponse (\(answer)), de \(person ?? "quelqu'un"), le \(at).",
                en: "'\(key)' has its answer already (\(answer)), from \(person ?? "somebody"), at \(at).")
        }
    }
}

extension Atlas {
    /// Logs what a person says of a finding of the review, which then does not come back. What is wrong is put right
    /// with ``correctWeighing(_:_:reason:by:)`` or ``cancelWeighing(_:reason:by:)``, never by an answer.
    ///
    /// - Parameter key: the finding's.
    /// - Throws: ``ReviewError``; ``AtlasError`` for an unknown person.
    public func answer(
        _ key: String, _ answer: ReviewAnswer, remark: String? = nil, by person: String? = nil
    ) throws {
        let isOpen = try pool.read { db in
            var isOpen = false
            try WasteReview(db, campus: nil).forEachFinding { isOpen = isOpen || $0.key == key }
            return isOpen
        }
        try write(by: person, reason: remark) { db in
            let known = try Row.fetchOne(db, sql: "SELECT * FROM waste_answer WHERE finding = ?", arguments: [key])
            if let known {
                throw ReviewError.alreadyAnswered(
                    key, answer: known["answer"], person: known["person"], at: known["answered_at"])
            }
            guard isOpen else { throw ReviewError.unknownFinding(key) }
            try WasteAnswers.log(
                key, answer == .confirm ? .confirm : .unknown, remark: remark, by: person, db)
        }
    }
}
