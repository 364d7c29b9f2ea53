import Foundation

/// A log-linear Poisson regression, fitted by iteratively reweighted least squares (McCullagh and Nelder, Generalized Linear
/// Models, 1989, § 2.5).
struct PoissonRegression {
    /// A count, and what it is explained by.
    struct Row {
        let count: Double
        /// The logarithm of the effort.
        let offset: Double
        /// The coefficients that bear on it, and by how much.
        let terms: [(index: Int, value: Double)]
    }

    let coefficients: [Double]
    /// Of the coefficients, were the counts Poisson.
    private let covariance: [[Double]]
    /// The sum of the squared Pearson residuals.
    let pearson: Double
    /// Counts less coefficients.
    let degreesOfFreedom: Int

    /// nil when some coefficient cannot be told from the others, or the fit does not settle.
    init?(_ rows: [Row], coefficients size: Int) {
        guard size > 0, rows.count >= size else { return nil }
        var linear = rows.map { log($0.count + 0.1) }
        var fitted: [Double]?
        for _ in 0..<100 {
            guard let step = Self.step(rows, linear, size) else { return nil }
            let before = linear
            linear = rows.map { row in row.offset + row.terms.reduce(0) { $0 + $1.value * step.solution[$1.index] } }
            fitted = step.solution
            guard linear.allSatisfy({ abs($0) < 300 }) else { return nil }
            if zip(before, linear).allSatisfy({ abs($0 - $1) < 1e-12 }) { break }
        }
        guard let fitted, let last = Self.step(rows, linear, size) else { return nil }
        // A coefficient that runs away (a year without any count) never settles.
        guard zip(fitted, last.solution).allSatisfy({ abs($0 - $1) < 1e-8 }) else { return nil }
        coefficients = last.solution
        covariance = last.factor.inverse
        pearson = zip(rows, linear).reduce(0) { $0 + pow($1.0.count - exp($1.1), 2) / exp($1.1) }
        degreesOfFreedom = rows.count - size
    }

    private static func step(
        _ rows: [Row], _ linear: [Double], _ size: Int
    ) -> (solution: [Double], factor: CholeskyFactor)? {
        var information = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        var score = [Double](repeating: 0, count: size)
        for (row, eta) in zip(rows, linear) {
            let mean = exp(eta)
            let working = eta - row.offset + (row.count - mean) / mean
            for (i, a) in row.terms {
                score[i] += mean * a * working
                for (j, b) in row.terms { information[i][j] += mean * a * b }
            }
        }
        guard let factor = CholeskyFactor(information) else { return nil }
        return (factor.solve(score), factor)
    }

    /// By how much the counts vary more than Poisson's law (1): Pearson's χ² over its degrees of freedom; nil without any.
    var dispersion: Double? { degreesOfFreedom > 0 ? pearson / Double(degreesOfFreedom) : nil }

    /// The standard error of a coefficient, widened by the dispersion and never narrowed: counts that look more regular
    /// than chance allows are chance too.
    func standardError(of index: Int) -> Double {
        (covariance[index][index] * max(1, dispersion ?? 1)).squareRoot()
    }

    /// The standard error of the difference of two coefficients.
    func standardError(of first: Int, less second: Int) -> Double {
        let variance = covariance[first][first] + covariance[second][second] - 2 * covariance[first][second]
        return (max(0, variance) * max(1, dispersion ?? 1)).squareRoot()
    }
}

/// The lower triangle L of a symmetric positive definite matrix LLᵀ.
struct CholeskyFactor {
    private let lower: [[Double]]

    /// nil when the matrix is not positive definite.
    init?(_ matrix: [[Double]]) {
        var lower = matrix
        for i in matrix.indices {
            for j in 0...i {
                let sum = (0..<j).reduce(matrix[i][j]) { $0 - lower[i][$1] * lower[j][$1] }
                guard i == j else {
                    lower[i][j] = sum / lower[j][j]
                    continue
                }
                guard sum > 1e-10 * max(matrix[i][i], .leastNormalMagnitude) else { return nil }
                lower[i][i] = sum.squareRoot()
            }
        }
        self.lower = lower
    }

    func solve(_ right: [Double]) -> [Double] {
        var solution = right
        for i in right.indices {
            solution[i] = (0..<i).reduce(solution[i]) { $0 - lower[i][$1] * solution[$1] } / lower[i][i]
        }
        for i in right.indices.reversed() {
            solution[i] = ((i + 1)..<right.count).reduce(solution[i]) { $0 - lower[$1][i] * solution[$1] } / lower[i][i]
        }
        return solution
    }

    var inverse: [[Double]] {
        lower.indices.map { column in solve(lower.indices.map { $0 == column ? 1 : 0 }) }
    }
}
