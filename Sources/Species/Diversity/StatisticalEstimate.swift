import Foundation

/// What a sample says of the assemblage it was drawn from, and how far chance may have moved it.
public struct StatisticalEstimate: Sendable, Hashable {
    /// The estimate.
    public let value: Double
    /// The standard error.
    public let standardError: Double
    /// The lower end of the interval at 95 %.
    public let lower: Double
    /// The upper end.
    public let upper: Double

    /// The 97.5 % point of the normal law.
    static let z95 = 1.959963984540054

    /// An estimate whose error is about normal.
    ///
    /// - Parameter floor: the least that the quantity can be.
    public init(_ value: Double, standardError: Double, floor: Double = -.infinity) {
        self.init(
            value, standardError: standardError, lower: max(floor, value - Self.z95 * standardError),
            upper: value + Self.z95 * standardError)
    }

    init(_ value: Double, standardError: Double, lower: Double, upper: Double) {
        self.value = value
        self.standardError = standardError
        self.lower = lower
        self.upper = upper
    }

    /// The standard deviation of replicates (n − 1).
    static func standardDeviation(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }
}
