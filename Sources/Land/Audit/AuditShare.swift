public import Languages

/// The share of a class or of a type of surface, as seen and as booked.
public struct AuditShare: Sendable, Hashable {
    /// What the points say of the book's share.
    public enum Standing: String, Sendable {
        /// Where book and readers differ, they do so as often one way as the other.
        case agrees
        /// The points that tell nothing, or the ground that the book does not classify, weigh too much to tell.
        case undecided
        /// Book and readers differ one way, and nothing unknown can explain it.
        case disagrees

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .agrees: Bilingual(fr: "s'accorde", en: "agrees")
            case .undecided: Bilingual(fr: "indécis, l'inconnu pèse trop", en: "undecided, the unknown weighs too much")
            case .disagrees: Bilingual(fr: "ne s'accorde pas", en: "does not agree")
            }
        }
    }

    /// The code of the class or of the surface type.
    public let code: String
    /// As people say it.
    public let label: Bilingual
    /// The points by what the book and the readers say of them.
    public let tally: AuditTally
    /// The share of the outlines in the book.
    public let booked: Double

    /// Seen over telling; nil when no point tells.
    public var share: Double? { tally.telling > 0 ? Double(tally.seen) / Double(tally.telling) : nil }

    /// Wilson's interval at 95 % over the points that tell.
    public var interval: ClosedRange<Double> { Proportion.wilson(tally.seen, of: tally.telling) }

    /// The same over all points, those that tell nothing counted against for the lower end, then for: what the share can
    /// be whatever they are.
    public var bounds: ClosedRange<Double> {
        let lower = Proportion.wilson(tally.seen, of: tally.points).lowerBound
        return lower...Proportion.wilson(tally.seen + tally.unknown, of: tally.points).upperBound
    }

    /// Whether the book's share lies in the interval. Where the points agree with the book and its share is out of it,
    /// the draw fell by chance on more, or less, of the class than its share.
    public var isInInterval: Bool { interval.contains(booked) }

    /// What the points say of the book's share: the exact test of signs on the points where they differ (McNemar, Note on
    /// the sampling error of the difference between correlated proportions, Psychometrika 12, 1947), at 5 %.
    ///
    /// It is undecided where the unknown could bring the signs into balance, or where the share of the points that tell
    /// nothing is as wide as the interval: they hide more than chance does.
    public var standing: Standing {
        if Proportion.signTest(tally.missed, tally.overstated) < 0.05 {
            return tally.couldBalance ? .undecided : .disagrees
        }
        let unknownShare = Double(tally.unknown) / Double(max(1, tally.points))
        let isHidden = unknownShare >= interval.upperBound - interval.lowerBound
        let isUnbooked = Proportion.signTest(tally.missed + tally.unbooked, tally.overstated) < 0.05
        return isHidden || isUnbooked ? .undecided : .agrees
    }
}

/// The points of an audit, for one class or type: what the book says of each, and what was seen.
public struct AuditTally: Sendable, Hashable {
    /// All the points drawn.
    public private(set) var points = 0
    /// Points that are of it, as seen.
    public private(set) var seen = 0
    /// Points that tell whether they are of it.
    public private(set) var telling = 0
    /// Points that are of it, and of another in the book.
    public private(set) var missed = 0
    /// Points that are of another, and of it in the book.
    public private(set) var overstated = 0
    /// Points that are of it, and that the book does not classify.
    public private(set) var unbooked = 0
    /// Of the points that do not tell, those that are of it in the book.
    private var unknownBooked = 0

    /// Points that do not tell.
    public var unknown: Int { points - telling }

    /// - Parameters:
    ///   - booked: whether the book has it there; nil where it does not classify the ground.
    ///   - seen: whether it was seen; nil when nothing tells.
    mutating func add(booked: Bool?, seen isSeen: Bool?) {
        points += 1
        guard let isSeen else {
            if booked == true { unknownBooked += 1 }
            return
        }
        telling += 1
        if isSeen { seen += 1 }
        switch (booked, isSeen) {
        case (false, true): missed += 1
        case (true, false): overstated += 1
        case (nil, true): unbooked += 1
        default: break
        }
    }

    /// Whether the signs could balance, if all that is unknown leaned the other way.
    fileprivate var couldBalance: Bool {
        if missed > overstated {
            return overstated + unknownBooked >= missed
                || Proportion.signTest(missed, overstated + unknownBooked) >= 0.05
        }
        let others = missed + unbooked + unknown - unknownBooked
        return others >= overstated || Proportion.signTest(others, overstated) >= 0.05
    }
}
