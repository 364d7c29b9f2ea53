public import Languages

/// What an audit concludes of the book.
public enum AuditVerdict: Sendable, Hashable {
    /// The seed does not draw the stored points any more.
    case notReproduced
    /// Some points are not read yet.
    case incomplete(unread: Int)
    /// Book and readers differ one way on these classes, whatever the unknown is.
    case disagrees([Bilingual])
    /// The unknown weighs too much to tell of these classes.
    case undecided([Bilingual])
    /// On each class, they differ as often one way as the other.
    case agrees

    /// The name in JSON.
    public var code: String {
        switch self {
        case .notReproduced: "not_reproduced"
        case .incomplete: "incomplete"
        case .disagrees: "disagrees"
        case .undecided: "undecided"
        case .agrees: "agrees"
        }
    }

    /// The conclusion, and what it may come from.
    public var message: Bilingual {
        switch self {
        case .notReproduced:
            Bilingual(
                fr:
                    "Pas de conclusion : la graine ne redonne pas ces points dans les contours d'aujourd'hui ; les contours "
                    + "de ce jour ont été corrigés depuis, ou des points changés. Faites un nouveau contrôle.",
                en:
                    "No conclusion: the seed does not draw these points in today's outlines; the outlines of that day were "
                    + "corrected since, or points changed. Make a new audit.")
        case .incomplete(let unread):
            Bilingual(
                fr: "Pas encore de conclusion : \(unread) points à lire.",
                en: "No conclusion yet: \(unread) points to read.")
        case .disagrees(let labels):
            Bilingual(
                fr:
                    "Le livre ne s'accorde pas avec le contrôle (\(labels.map(\.fr).joined(separator: ", "))) : les points où "
                    + "ils diffèrent penchent d'un côté. Cela peut venir d'un livre faux ou en retard à ces points, d'une "
                    + "lecture trompée (image d'un autre jour, arbre ou ombre au-dessus du sol), ou du hasard : il met en "
                    + "doute un livre juste dans 15 contrôles sur 100 au plus, 5 par classe.",
                en:
                    "The book does not agree with the audit (\(labels.map(\.en).joined(separator: ", "))): the points where "
                    + "they differ lean one way. It may come from a book that is wrong or late at these points, from a "
                    + "misled reading (image of another day, tree or shade over the ground), or from chance: it casts "
                    + "doubt on a right book in 15 audits of 100 at most, 5 for each class.")
        case .undecided(let labels):
            Bilingual(
                fr:
                    "Le contrôle ne tranche pas (\(labels.map(\.fr).joined(separator: ", "))) : ce qui n'a pas pu être lu, "
                    + "ou que le livre ne classe pas, pèse trop.",
                en:
                    "The audit cannot decide (\(labels.map(\.en).joined(separator: ", "))): what could not be read, or what "
                    + "the book does not classify, weighs too much.")
        case .agrees:
            Bilingual(
                fr: "Le livre s'accorde avec le contrôle : les points où ils diffèrent ne penchent d'aucun côté.",
                en: "The book agrees with the audit: the points where they differ lean neither way.")
        }
    }
}
