import Foundation

/// The four cells of a before–after control–impact design (Stewart-Oaten, Murdoch and Parker, Environmental impact
/// assessment: pseudoreplication in time?, Ecology 67, 1986).
public struct BeforeAfterControl<Value> {
    /// Where the works were, before them.
    public let impactBefore: Value
    /// Where the works were, after them.
    public let impactAfter: Value
    /// Elsewhere, before them.
    public let controlBefore: Value
    /// Elsewhere, after them.
    public let controlAfter: Value

    /// The four cells.
    public init(impactBefore: Value, impactAfter: Value, controlBefore: Value, controlAfter: Value) {
        self.impactBefore = impactBefore
        self.impactAfter = impactAfter
        self.controlBefore = controlBefore
        self.controlAfter = controlAfter
    }

    /// The cells, each turned into something else.
    public func map<Other>(_ turn: (Value) throws -> Other) rethrows -> BeforeAfterControl<Other> {
        try BeforeAfterControl<Other>(
            impactBefore: turn(impactBefore), impactAfter: turn(impactAfter), controlBefore: turn(controlBefore),
            controlAfter: turn(controlAfter))
    }

    var all: [Value] { [impactBefore, impactAfter, controlBefore, controlAfter] }
}

/// A cell of the design.
enum BeforeAfterSide: Hashable {
    case impactBefore, impactAfter, controlBefore, controlAfter
}

extension BeforeAfterControl<BeforeAfterSide> {
    static var sides: Self {
        Self(
            impactBefore: .impactBefore, impactAfter: .impactAfter, controlBefore: .controlBefore,
            controlAfter: .controlAfter)
    }
}

extension BeforeAfterControl: Sendable where Value: Sendable {}
extension BeforeAfterControl: Equatable where Value: Equatable {}
extension BeforeAfterControl: Hashable where Value: Hashable {}

/// What a before–after control–impact design says, or why it says nothing.
public enum Contrast: Sendable, Hashable {
    /// (after − before) of the impact less (after − before) of the control.
    case estimate(StatisticalEstimate)
    /// A cell has fewer visits than ``leastVisits``.
    case tooFewVisits(BeforeAfterControl<Int>)
    /// A cell has no value: nothing was counted, or the common level cannot be reached.
    case notEstimable

    /// The least visits of a cell: with fewer, what varies from day to day cannot be told from change. A convention of this
    /// program.
    public static let leastVisits = 3

    /// True when the interval holds no change; nil without an estimate.
    public var mayBeChance: Bool? {
        guard case .estimate(let estimate) = self else { return nil }
        return estimate.lower <= 0 && estimate.upper >= 0
    }
}

extension BeforeAfterControl<StatisticalEstimate> {
    /// The contrast of four independent estimates: their variances add.
    public var difference: StatisticalEstimate {
        StatisticalEstimate(
            impactAfter.value - impactBefore.value - (controlAfter.value - controlBefore.value),
            standardError: all.reduce(0) { $0 + $1.standardError * $1.standardError }.squareRoot())
    }
}

extension BeforeAfterControl<[Int]> {
    /// The contrast of counts, one per visit, on the scale of logarithms: e to its power is how many times more the impact
    /// grew than the control. The interaction of a log-linear Poisson regression, its error widened by the dispersion of
    /// Pearson's residuals; R: `glm(count ~ impact * after, quasipoisson)`.
    public var logRatio: Contrast {
        let visits = map(\.count)
        guard visits.all.allSatisfy({ $0 >= Contrast.leastVisits }) else { return .tooFewVisits(visits) }
        let sums = map { Double($0.reduce(0, +)) }
        guard sums.all.allSatisfy({ $0 > 0 }) else { return .notEstimable }
        let means = zip(sums.all, visits.all).map { $0 / Double($1) }
        let pearson = zip(all, means).reduce(0.0) { sum, cell in
            sum + cell.0.reduce(0) { $0 + pow(Double($1) - cell.1, 2) / cell.1 }
        }
        let dispersion = max(1, pearson / Double(visits.all.reduce(0, +) - 4))
        let value = log(means[1] / means[0]) - log(means[3] / means[2])
        return .estimate(
            StatisticalEstimate(
                value, standardError: (dispersion * sums.all.reduce(0) { $0 + 1 / $1 }).squareRoot()))
    }
}

extension BeforeAfterControl<AbundanceSample> {
    /// The contrast of a Hill number, each cell brought to the same coverage: the largest that all four reach within twice
    /// their size, or the one given.
    ///
    /// - Parameter visits: made in each cell.
    public func contrast(
        _ order: HillOrder, visits: BeforeAfterControl<Int>, coverage: Double? = nil, seed: UInt64 = 1
    ) -> Contrast {
        guard visits.all.allSatisfy({ $0 >= Contrast.leastVisits }) else { return .tooFewVisits(visits) }
        guard let level = coverage ?? commonCoverage else { return .notEstimable }
        var seed = seed
        let cells = map { sample -> StatisticalEstimate? in
            seed &+= 1
            return sample.standardised(at: .coverage(level), seed: seed)?.hillNumbers[order]
        }
        guard let impactBefore = cells.impactBefore, let impactAfter = cells.impactAfter,
            let controlBefore = cells.controlBefore, let controlAfter = cells.controlAfter
        else { return .notEstimable }
        return .estimate(
            BeforeAfterControl<StatisticalEstimate>(
                impactBefore: impactBefore, impactAfter: impactAfter, controlBefore: controlBefore,
                controlAfter: controlAfter
            ).difference)
    }

    /// The largest coverage that all four cells reach within twice their size; nil when one is empty.
    public var commonCoverage: Double? { AbundanceSample.commonCoverage(all) }
}
