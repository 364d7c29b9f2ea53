public import Atlas

/// Ground that passes from one state to another.
public struct RainChange: Sendable, Hashable {
    /// What it was.
    public let before: RainGround
    /// What it becomes.
    public let after: RainGround

    package init(from before: String?, to after: String?, area: Double, _ coefficients: RunoffCoefficients) {
        self.before = RainGround(type: before, area: area, coefficient: before.flatMap { coefficients[$0] })
        self.after = RainGround(type: after, area: area, coefficient: after.flatMap { coefficients[$0] })
    }

    /// What stays on site of a millimetre, that did not before, in litres: A (C0 − C1).
    ///
    /// Ground whose type does not change brings nothing. Where either coefficient is not known, the value is nothing too,
    /// and the bounds are all that it can be.
    fileprivate var litresPerMillimetre: Estimate {
        if before.type == after.type, before.type != nil { return Estimate(exactly: 0) }
        let (least, most) = (before.coefficient?.lower ?? 0, before.coefficient?.upper ?? 1)
        let lower = least - (after.coefficient?.upper ?? 1)
        let upper = most - (after.coefficient?.lower ?? 0)
        var value = 0.0
        if let from = before.coefficient, let to = after.coefficient { value = from.value - to.value }
        return Estimate(before.area * value, lower: before.area * lower, upper: before.area * upper)
    }
}

/// What works keep on site of a rain that ran off before.
public struct RainGain: Sendable, Hashable {
    /// How much rain.
    public let depth: RainDepth
    /// The pieces, each of one type before and one after.
    public let changes: [RainChange]
    /// True when the works are not done on the day: what they bring is to come.
    public let isPlanned: Bool

    package init(_ changes: [RainChange], _ depth: RainDepth, isPlanned: Bool) {
        self.depth = depth
        self.isPlanned = isPlanned
        self.changes = changes
    }

    /// In litres: P × Σ A (C0 − C1); below zero when more runs off than before.
    public var litres: Estimate {
        let each = changes.map(\.litresPerMillimetre)
        func sum(_ part: (Estimate) -> Double) -> Double { each.reduce(0) { $0 + depth.millimetres * part($1) } }
        return Estimate(sum(\.value), lower: sum(\.lower), upper: sum(\.upper))
    }
}
