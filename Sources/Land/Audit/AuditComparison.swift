/// What an audit says of the book: shares seen and shares booked, point by point and as a whole.
public struct AuditComparison: Sendable {
    /// The audit.
    public let audit: Audit
    /// True when the seed draws the points that are stored in the outlines as they are now: nobody moved a point, and the
    /// outlines of that day were not corrected since.
    public let isReproduced: Bool
    /// Whose readings were compared.
    public let readers: [String]
    /// Points that tell a class.
    public let read: Int
    /// Points at which nobody could tell.
    public let unreadable: Int
    /// Points of which readers say different classes.
    public let disputed: Int
    /// Points that nobody read yet.
    public let unread: Int
    /// Geodesic area of the outlines, overlaps once, m².
    public let outlineArea: Double
    /// Share of the outlines that the book does not classify.
    public let unclassifiedShare: Double
    /// The three classes.
    public let classes: [AuditShare]
    /// The types that were seen or are in the book; empty when no type was read.
    public let types: [AuditShare]
    /// How many points the book and the readers give to each pair of classes.
    public let confusion: [AuditConfusion]
    /// The book against what was seen, by class; ground that the book does not classify is a class of its own.
    public let agreement: Agreement
    /// Each pair of readers on the points at which both could tell a class.
    public let readerPairs: [ReaderAgreement]
    /// The points at which the book and the readers give two classes, by number: where to go and look.
    public let disagreements: [AuditDisagreement]

    /// What the audit concludes of the book.
    public var verdict: AuditVerdict {
        if !isReproduced { return .notReproduced }
        if unread > 0 { return .incomplete(unread: unread) }
        let refuted = classes.filter { $0.standing == .disagrees }.map(\.label)
        if !refuted.isEmpty { return .disagrees(refuted) }
        let open = classes.filter { $0.standing == .undecided }.map(\.label)
        return open.isEmpty ? .agrees : .undecided(open)
    }
}

/// How many points have one class in the book and one as seen.
public struct AuditConfusion: Sendable, Hashable {
    /// nil where the book does not classify the ground.
    public let booked: SealingClass?
    /// nil where nothing can be told.
    public let seen: SealingClass?
    /// How many.
    public let points: Int
}

/// Two readers of the same points.
public struct ReaderAgreement: Sendable, Hashable {
    /// The one whose name comes first.
    public let first: String
    /// The other.
    public let second: String
    /// On the points at which both could tell a class.
    public let agreement: Agreement
}

/// A point at which the book and the readers give two classes.
public struct AuditDisagreement: Sendable, Hashable {
    /// The point's number.
    public let number: Int
    /// The point's public identity.
    public let uuid: String
    /// The surface type in the book; nil where it does not classify the ground.
    public let booked: String?
    /// The surface type or the class that was seen.
    public let seen: String
}
