public import Atlas
import Formats
public import Languages

/// Whether a target is being kept.
public enum Verdict: String, Sendable {
    /// Kept already, with the worst that the unknown can be.
    case reached
    /// On the path, with the worst that the unknown can be.
    case onTrack = "on_track"
    /// The best and the worst that the unknown can be disagree.
    case uncertain
    case offTrack = "off_track"
    /// There is no value to judge.
    case unknown

    /// The verdict as people read it.
    public var label: Bilingual {
        switch self {
        case .reached: Bilingual(fr: "atteint", en: "reached")
        case .onTrack: Bilingual(fr: "en bonne voie", en: "on track")
        case .uncertain: Bilingual(fr: "incertain", en: "uncertain")
        case .offTrack: Bilingual(fr: "hors trajectoire", en: "off track")
        case .unknown: Bilingual(fr: "inconnu", en: "unknown")
        }
    }
}

/// The straight path from the baseline to the target, in the unit of what is targeted.
public struct Trajectory: Sendable, Hashable {
    /// Where it starts.
    public let baseline: Estimate
    /// What is to be reached on the due date.
    public let goal: Double
    /// What the path asks for on the day of the figure.
    public let expected: Double
    /// What must change each year from the day on, for the goal to be reached in time; nil once the date is past.
    public let neededPerYear: Double?
}

/// A figure beside its target: where it stands on a day.
public struct Standing: Sendable, Hashable {
    /// The figure.
    public let figure: Figure
    /// What was promised; nil when nothing was.
    public let target: Target?
    /// What is judged: the figure, or the quantity behind it that the target names.
    public let judged: Companion?
    /// The path; nil when the baseline is unknown or the target has none.
    public let trajectory: Trajectory?
    /// The judgement.
    public let verdict: Verdict
}

extension Standing {
    /// - Parameter baseline: the same figure on the target's baseline day.
    init(_ figure: Figure, target: Target?, baseline: Figure?) {
        self.figure = figure
        self.target = target
        guard let target else {
            judged = nil
            trajectory = nil
            verdict = .unknown
            return
        }
        let judged = Self.judged(figure, target)
        self.judged = judged
        guard figure.estimate != nil, let now = judged.estimate else {
            trajectory = nil
            verdict = .unknown
            return
        }
        let start = baseline.flatMap { $0.estimate == nil ? nil : Self.judged($0, target).estimate }
        switch target.kind {
        case .maximum:
            let goal = target.value ?? 0
            trajectory = start.map {
                Trajectory(baseline: $0, goal: goal, expected: goal, neededPerYear: nil)
            }
            verdict = Self.verdict(worst: now.upper <= goal, best: now.lower <= goal, kept: .reached)
        case .minimum:
            let goal = target.value ?? 0
            trajectory = nil
            verdict = Self.verdict(worst: now.lower >= goal, best: now.upper >= goal, kept: .reached)
        case .relativeReductionOfArea:
            guard let start else {
                trajectory = nil
                verdict = .unknown
                return
            }
            let goal = start.value * (1 - (target.value ?? 0))
            let path = Trajectory(from: start, to: goal, now: now.value, on: figure.on, target)
            trajectory = path
            // At worst the baseline was the least it can have been and there is the most there can be now; at best, the
            // other way round. What moved though nothing changed is counted both ways. The path scales with its baseline.
            let restated = figure.restatement ?? 0
            let least = start.value > 0 ? (start.lower + min(0, restated)) / start.value : 1
            let most = start.value > 0 ? (start.upper + max(0, restated)) / start.value : 1
            if now.upper <= goal * least {
                verdict = .reached
            } else {
                verdict = Self.verdict(
                    worst: now.upper <= path.expected * least, best: now.lower <= path.expected * most, kept: .onTrack)
            }
        case .rising, .falling:
            guard let start else {
                trajectory = nil
                verdict = .unknown
                return
            }
            trajectory = Trajectory(baseline: start, goal: start.value, expected: start.value, neededPerYear: nil)
            verdict =
                target.kind == .falling
                ? Self.verdict(worst: now.upper < start.lower, best: now.lower < start.upper, kept: .onTrack)
                : Self.verdict(worst: now.lower > start.upper, best: now.upper > start.lower, kept: .onTrack)
        }
    }

    private static func verdict(worst: Bool, best: Bool, kept: Verdict) -> Verdict {
        worst ? kept : best ? .uncertain : .offTrack
    }

    private static func judged(_ figure: Figure, _ target: Target) -> Companion {
        if target.kind == .relativeReductionOfArea, let targeted = figure.targeted { return targeted }
        return Companion(
            figure.indicator.id, figure.indicator.label, figure.indicator.unit, figure.estimate)
    }
}

extension Trajectory {
    init(from start: Estimate, to goal: Double, now: Double, on day: CalendarDate, _ target: Target) {
        let whole = Double(target.baselineOn.days(until: target.dueOn))
        let passed = Double(max(0, target.baselineOn.days(until: day)))
        let left = Double(day.days(until: target.dueOn)) / 365.25
        self.init(
            baseline: start, goal: goal, expected: start.value + (goal - start.value) * min(1, passed / whole),
            neededPerYear: left > 0 ? (goal - now) / left : nil)
    }
}
