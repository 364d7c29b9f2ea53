public import Atlas
package import Formats
public import Languages

/// What a definition makes of one stream at one destination.
public struct RateLine: Sendable, Hashable {
    /// What the line is about.
    public struct Key: Sendable, Hashable, Comparable {
        /// The stream; nil for what a definition takes off as a whole.
        public let stream: String?
        /// The destination; nil likewise.
        public let destination: String?
        /// Whether it came out of a sorting centre.
        public let isAfterSorting: Bool

        /// Residual conversion beyond what the definition allows.
        static let cap = Key(stream: nil, destination: nil, isAfterSorting: true)

        init(stream: String?, destination: String?, isAfterSorting: Bool) {
            self.stream = stream
            self.destination = destination
            self.isAfterSorting = isAfterSorting
        }

        init(_ cell: RateCell) {
            self.init(
                stream: cell.stream.code, destination: cell.destination.code, isAfterSorting: cell.isAfterSorting)
        }

        /// By stream, then destination; what is taken off as a whole comes last.
        public static func < (a: Key, b: Key) -> Bool {
            func order(_ key: Key) -> [String] {
                [key.stream ?? "\u{FFFF}", key.destination ?? "", key.isAfterSorting ? "1" : "0"]
            }
            return order(a).lexicographicallyPrecedes(order(b))
        }
    }

    /// The stream and the destination.
    public let key: Key
    /// Grams in the numerator.
    public internal(set) var counted: Int64 = 0
    /// Grams in the denominator.
    public internal(set) var generated: Int64 = 0
    /// Grams of the numerator that were taken off as rejects.
    public internal(set) var rejected: Int64 = 0
}

/// One rate of one year, with all that a reader needs to judge it.
public struct DefinedRate: Sendable, Hashable {
    /// Under which definition.
    public let definition: RateDefinition
    /// The numerator, g: the sum of that of the lines. Months of a campus in which an expected stream of the perimeter is
    /// missing are in neither sum: the rate would be that of what was not forgotten.
    public let counted: Int64
    /// The denominator, g: the sum of that of the lines.
    public let generated: Int64
    /// Between 0 and 1; nil when nothing was generated, or when the definition withholds it.
    public let estimate: Estimate?
    /// The share of the months of the perimeter's streams that are known.
    public let coverage: Double?
    /// The share of the denominator that was weighed, by methods A to C.
    public let measured: Double?
    /// Grams of the denominator whose destination nothing proves.
    public let unproven: Int64
    /// Grams of the numerator for which no reject at the entry is known, when the definition deducts them.
    public let withoutReject: Int64
    /// What it is made of.
    public let lines: [RateLine]

    /// False when the definition measures at the entry of recycling and that of some mass is not known: the figure is
    /// then "collected for recycling", and no recycling rate.
    public var isMeasuredAtEntry: Bool { withoutReject == 0 }

    /// What the numerator may be called.
    public var countedLabel: Bilingual {
        isMeasuredAtEntry
            ? definition.countedLabel
            : Bilingual(fr: "collecté pour recyclage", en: "collected for recycling")
    }
}

/// What a year is made into rates with.
package struct RateInputs {
    package let cells: [RateCell]
    /// The kg that the missing months of a stream may have weighed at most.
    package var missing: [StreamTraits: Double] = [:]
    /// The share of the months that are known, of the streams that a predicate picks.
    package var coverage: (_ isCounted: (StreamTraits) -> Bool) -> Double? = { _ in 1 }
    /// Whether none of the streams that a predicate picks is missing in a month of a campus.
    package var isCovered: (_ campus: String?, CalendarMonth, _ isCounted: (StreamTraits) -> Bool) -> Bool = {
        _, _, _ in
        true
    }
    /// The share that recycling rejects at its entry, as it was audited there; nil when it was not.
    package var reject: (RateCell) -> Double? = { _ in nil }

    package init(cells: [RateCell]) { self.cells = cells }
}

extension RateDefinition {
    /// The rate that this definition makes of a year.
    package func rate(of inputs: RateInputs) -> DefinedRate {
        var sums = RateSums()
        for cell in inputs.cells where cell.destination.isWaste && perimeter.contains(cell.stream) {
            sums.add(
                cell, under: self, reject: needsReject(cell) ? inputs.reject(cell) : 0,
                isCovered: inputs.isCovered(cell.campus, cell.month) { self.perimeter.contains($0) })
        }
        sums.capResidualConversion(residualConversion)
        for (stream, kilograms) in inputs.missing where perimeter.contains(stream) {
            sums.addMissing(stream, grams: kilograms * 1000)
        }
        let coverage = inputs.coverage { self.perimeter.contains($0) }
        let isWithheld = isWithheldWhenUnknown && (sums.unproven > 0 || coverage.map { $0 < 1 } ?? true)
        // Covered months none of which has the household waste that others have tell nothing of its share.
        let isUntold = counted == .household && sums.counted == 0 && sums.countedInYear > 0
        return DefinedRate(
            definition: self, counted: sums.counted, generated: sums.generated,
            estimate: isWithheld || isUntold ? nil : sums.estimate, coverage: coverage,
            measured: sums.generated > 0 ? Double(sums.weighed) / Double(sums.generated) : nil,
            unproven: sums.unproven, withoutReject: sums.withoutReject,
            lines: sums.lines.values.sorted { $0.key < $1.key })
    }
}

/// The sums of one rate, as its cells come.
private struct RateSums {
    private(set) var lines: [RateLine.Key: RateLine] = [:]
    private(set) var counted: Int64 = 0
    private(set) var generated: Int64 = 0
    private(set) var weighed: Int64 = 0
    private(set) var unproven: Int64 = 0
    private(set) var withoutReject: Int64 = 0
    private var residual: Int64 = 0
    /// Those of the whole year, uncovered months included.
    private var residualOfYear: Int64 = 0
    private var generatedInYear: Int64 = 0
    private(set) var countedInYear: Int64 = 0
    /// Least and most of what is counted, of what is not, and most of what would be were it proven.
    private var countedLow = 0.0
    private var countedHigh = 0.0
    private var restLow = 0.0
    private var restHigh = 0.0
    private var pendingHigh = 0.0
    /// The streams of which some was counted, and of which some was not.
    private var streamsCounted: Set<StreamTraits> = []
    private var streamsNotCounted: Set<StreamTraits> = []

    /// - Parameters:
    ///   - reject: the share that is not counted though its destination is; nil when it is not known.
    ///   - isCovered: false for a month in which a stream is missing: it moves the bounds, and is in no sum.
    mutating func add(_ cell: RateCell, under definition: RateDefinition, reject: Double?, isCovered: Bool) {
        let verdict = definition.verdict(cell)
        let isResidual = definition.isResidualConversion(cell)
        var part: Int64 = 0
        if verdict == .yes || isResidual {
            part = cell.grams - Int64((Double(cell.grams) * (reject ?? 0)).rounded())
            if isResidual { residualOfYear += cell.grams }
        }
        generatedInYear += cell.grams
        countedInYear += part
        widen(cell, part: part, isPending: verdict == .pending)
        guard isCovered else { return }
        var line = lines[RateLine.Key(cell)] ?? RateLine(key: RateLine.Key(cell))
        if verdict == .yes || isResidual {
            line.rejected += cell.grams - part
            if reject == nil { withoutReject += cell.grams }
            if isResidual { residual += cell.grams }
        }
        line.counted += part
        line.generated += cell.grams
        lines[line.key] = line
        counted += part
        generated += cell.grams
        if cell.isWeighed { weighed += cell.grams }
        if cell.destination.isUnproven { unproven += cell.grams }
    }

    private mutating func widen(_ cell: RateCell, part: Int64, isPending: Bool) {
        let bounds = cell.method.bounds(cell.stream.density)
        let rest = Double(cell.grams - part)
        countedLow += Double(part) * bounds.low
        countedHigh += Double(part) * bounds.high
        restHigh += rest * bounds.high
        if isPending {
            pendingHigh += rest * bounds.high
        } else {
            restLow += rest * bounds.low
        }
        if part > 0 || isPending { streamsCounted.insert(cell.stream) }
        if rest > 0 { streamsNotCounted.insert(cell.stream) }
    }

    mutating func capResidualConversion(_ percent: Int64) {
        let excess = residual - min(residual, generated * percent / 100)
        if excess > 0 {
            lines[.cap] = RateLine(key: .cap, counted: -excess)
            counted -= excess
        }
        let ofYear = Double(residualOfYear - min(residualOfYear, generatedInYear * percent / 100))
        countedLow -= ofYear
        countedHigh -= ofYear
        restLow += ofYear
        restHigh += ofYear
    }

    /// What the missing months may have weighed moves the rate either way, as far as the stream is known to go there.
    mutating func addMissing(_ stream: StreamTraits, grams: Double) {
        let isKnown = streamsCounted.contains(stream) || streamsNotCounted.contains(stream)
        if streamsCounted.contains(stream) || !isKnown { pendingHigh += grams }
        if streamsNotCounted.contains(stream) || !isKnown { restHigh += grams }
    }

    var estimate: Estimate? {
        guard generated > 0 else { return nil }
        func share(_ part: Double, _ rest: Double) -> Double { part + rest > 0 ? max(0, part / (part + rest)) : 0 }
        let value = Double(counted) / Double(generated)
        return Estimate(
            value, lower: min(value, share(countedLow, restHigh)),
            upper: max(value, share(countedHigh + pendingHigh, restLow)))
    }
}
