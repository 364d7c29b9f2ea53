/// Why two rates of the same year differ, line by line: the sums of the lines are the differences, to the gram.
public struct RateDifference: Sendable, Hashable {
    /// Why a line moves one rate from the other.
    public enum Reason: String, Sendable {
        /// One has the stream in its perimeter and the other has not.
        case perimeter
        /// Both have the stream, and only one counts what went there.
        case destination
        /// One takes off what recycling rejects.
        case reject
        /// One counts a part only of what was burnt after sorting.
        case residualConversion = "residual_conversion"
    }

    /// What one stream at one destination brings to the difference.
    public struct Item: Sendable, Hashable {
        /// The stream and the destination.
        public let key: RateLine.Key
        /// Grams more in the numerator of the second.
        public let counted: Int64
        /// Grams more in the denominator of the second.
        public let generated: Int64
        /// Why.
        public let reason: Reason
    }

    /// From which definition.
    public let from: RateDefinition
    /// To which.
    public let to: RateDefinition
    /// What moves one into the other; what is the same under both is left out.
    public let items: [Item]

    /// - Parameters:
    ///   - first: a rate.
    ///   - second: another, of the same year and campus.
    public init(from first: DefinedRate, to second: DefinedRate) {
        from = first.definition
        to = second.definition
        let a = Dictionary(uniqueKeysWithValues: first.lines.map { ($0.key, $0) })
        let b = Dictionary(uniqueKeysWithValues: second.lines.map { ($0.key, $0) })
        items = Set(a.keys).union(b.keys).sorted().compactMap { key in
            let counted = (b[key]?.counted ?? 0) - (a[key]?.counted ?? 0)
            let generated = (b[key]?.generated ?? 0) - (a[key]?.generated ?? 0)
            guard counted != 0 || generated != 0 else { return nil }
            return Item(key: key, counted: counted, generated: generated, reason: Self.reason(key, a[key], b[key]))
        }
    }

    private static func reason(_ key: RateLine.Key, _ a: RateLine?, _ b: RateLine?) -> Reason {
        if key == .cap { return .residualConversion }
        guard let a, let b else { return .perimeter }
        let isReject = abs(a.counted - b.counted) == abs(a.rejected - b.rejected) && a.rejected != b.rejected
        return isReject ? .reject : .destination
    }
}
