import CampusAtlas
import Foundation
import GRDB
import Testing

/// Whether intervals hold the truth: years whose masses are known are weighed with errors, and counted.
///
/// The errors are assumptions, for want of a published set for bins of a campus; each is stated where it is made. A year has
/// 52 loads of a mean of 100 kg, that vary by a quarter (log-normal).
@Suite struct IntervalCoverageTests {
    private static let years = 1000
    private static let variation = 0.25

    /// A year of loads: the truth, and what a method says of it, kg.
    private struct Year {
        let truth: Double
        let measured: Double
    }

    private static func year(_ method: WeighingMethod, _ random: inout SplitMix64) -> Year {
        let loads = (0..<52).map { _ in 100 * random.logNormal(variation: variation) }
        let truth = loads.reduce(0, +)
        switch method {
        // A scale or a weighbridge off by 0.3 % all year (one standard deviation), that shows steps of 0.5 kg or 20 kg.
        case .ownScale: return Year(truth: truth, measured: weighed(loads, step: 0.5, bias: 0.003, each: 0, &random))
        case .weighbridge:
            let tonnes = stride(from: 0, to: 52, by: 13).map { loads[$0..<$0 + 13].reduce(0, +) }
            return Year(truth: truth, measured: weighed(tonnes, step: 20, bias: 0.003, each: 0, &random))
        // A lift on a truck: 2 % off all year, 5 % from one lift to the next.
        case .truckScale: return Year(truth: truth, measured: weighed(loads, step: 1, bias: 0.02, each: 0.05, &random))
        // Twelve loads weighed, the others counted at their mean.
        case .countTimesMean: return Year(truth: truth, measured: loads.prefix(12).reduce(0, +) / 12 * 52)
        case .volumeLocalDensity: return byLocalDensity(&random)
        // An allocation, or a guess: off by 40 % either way.
        case .allocation, .unknown, .volumeGenericDensity:
            return Year(truth: truth, measured: truth * random.logNormal(variation: 0.4))
        }
    }

    private static func weighed(
        _ loads: [Double], step: Double, bias: Double, each: Double, _ random: inout SplitMix64
    ) -> Double {
        let scale = 1 + bias * random.normal()
        return loads.reduce(0) { sum, load in
            sum + ((load * scale * (1 + each * random.normal())) / step).rounded() * step
        }
    }

    /// Bins filled from 0.3 to 1, read to the nearest quarter; eight of them weighed give the density, by regression through
    /// zero.
    private static func byLocalDensity(_ random: inout SplitMix64) -> Year {
        let bins = (0..<52).map { _ -> (mass: Double, fill: Double) in
            let fill = 0.3 + 0.7 * random.unit()
            return (100 * fill * random.logNormal(variation: variation), max(0.25, (fill * 4).rounded() / 4))
        }
        let sample = bins.prefix(8)
        let density = sample.reduce(0) { $0 + $1.mass * $1.fill } / sample.reduce(0) { $0 + $1.fill * $1.fill }
        return Year(truth: bins.reduce(0) { $0 + $1.mass }, measured: density * bins.reduce(0) { $0 + $1.fill })
    }

    private func cell(
        _ code: String, household: Bool, _ method: WeighingMethod, _ kilograms: Double, in stream: StreamTraits? = nil
    ) throws -> RateCell {
        let stream =
            stream
            ?? StreamTraits(
                code: code, label: Bilingual(fr: code, en: code), isHazardous: false, isHousehold: household,
                isCore: true,
                lowCode: "20 01 01")
        let destination = DestinationTraits(
            code: household ? "LANDFILL" : "RECYCLE", label: Bilingual(fr: "", en: ""), isWaste: true,
            recycledEU: household ? .no : .yes, diverted: household ? .no : .yes, breaksStrict: household ? .yes : .no)
        return RateCell(
            campus: nil, stream: stream, month: try #require(CalendarMonth(year: 2024, month: 1)),
            destination: destination, isAfterSorting: false, method: method, evidence: .certificate,
            grams: Int64(kilograms * 1000))
    }

    /// How often the interval of the share of household waste holds the true share.
    private func coverage(household: [WeighingMethod], rest: [WeighingMethod], seed: UInt64) throws -> Double {
        var random = SplitMix64(seed: seed)
        var held = 0
        for _ in 0..<Self.years {
            let bins = household.map { Self.year($0, &random) }
            let others = rest.map { Self.year($0, &random) }
            let cells =
                try zip(household, bins).map { try cell("OM", household: true, $0, $1.measured) }
                + zip(rest, others).map { try cell("PAPER", household: false, $0, $1.measured) }
            let truth = bins.reduce(0) { $0 + $1.truth }
            let share = truth / (truth + others.reduce(0) { $0 + $1.truth })
            let estimate = try #require(RateDefinition.school.rate(of: RateInputs(cells: cells)).estimate)
            if estimate.lower <= share, share <= estimate.upper { held += 1 }
        }
        return Double(held) / Double(Self.years)
    }

    @Test(
        "the interval of each method holds the truth nine times in ten",
        arguments: [
            WeighingMethod.ownScale, .weighbridge, .truckScale, .countTimesMean, .volumeLocalDensity, .allocation,
            .unknown,
        ])
    func eachMethod(method: WeighingMethod) throws {
        var random = SplitMix64(seed: 7)
        var held = 0
        for _ in 0..<Self.years {
            let year = Self.year(method, &random)
            let sum = try RateDefinition.gri.rate(
                of: RateInputs(cells: [
                    cell("OM", household: true, method, year.measured),
                    cell("PAPER", household: false, .ownScale, 5200),
                ]))
            // The share of what is recycled, of which all but the mass in question is known within 1 %.
            let truth = 5200 / (5200 + year.truth)
            let estimate = try #require(sum.estimate)
            if estimate.lower <= truth, truth <= estimate.upper { held += 1 }
        }
        #expect(Double(held) / Double(Self.years) >= 0.9)
    }

    @Test(
        "the interval of a share holds the truth nine times in ten, whatever methods are mixed",
        arguments: [
            ([.ownScale], [.weighbridge]), ([.volumeLocalDensity], [.weighbridge]),
            ([.volumeLocalDensity, .ownScale], [.truckScale, .countTimesMean]), ([.allocation], [.unknown]),
            ([.countTimesMean], [.countTimesMean, .countTimesMean, .countTimesMean]),
        ] as [([WeighingMethod], [WeighingMethod])])
    func mixes(household: [WeighingMethod], rest: [WeighingMethod]) throws {
        #expect(try coverage(household: household, rest: rest, seed: 11) >= 0.9)
    }

    @Test("sums of bounds are too wide when errors are independent: they hold the truth nearly always")
    func sumsAreWide() throws {
        let methods = [WeighingMethod](repeating: .countTimesMean, count: 8)
        #expect(try coverage(household: methods, rest: methods, seed: 13) >= 0.999)
    }

    @Test("missing months: at most the heaviest known holds the truth nine times in ten", arguments: 1...4)
    func missingMonths(missing: Int) throws {
        var random = SplitMix64(seed: UInt64(17 + missing))
        var held = 0
        for _ in 0..<Self.years {
            // A year that follows the terms: August at a quarter, each month varying by a quarter.
            var months = (1...12).map { month in
                (month == 8 ? 25.0 : 100) * random.logNormal(variation: Self.variation)
            }
            let truth = months.reduce(0, +)
            for _ in 0..<missing { months.remove(at: Int(random.next() % UInt64(months.count))) }
            let known = months.reduce(0, +)
            let paper = 1000.0
            var inputs = try RateInputs(cells: [
                cell("OM", household: true, .ownScale, known), cell("PAPER", household: false, .ownScale, paper),
            ])
            let stream = try #require(inputs.cells.first).stream
            inputs.missing = [stream: Double(missing) * (months.max() ?? 0)]
            let estimate = try #require(RateDefinition.school.rate(of: inputs).estimate)
            let share = truth / (truth + paper)
            if estimate.lower <= share, share <= estimate.upper { held += 1 }
        }
        #expect(Double(held) / Double(Self.years) >= 0.9)
    }

    /// A density taken anywhere among those that were published for the stream (`density_low` to `density_high` of
    /// `waste_stream.csv`), on a logarithmic scale, and a fill read to the nearest quarter.
    @Test("a mass by a generic density holds the truth nine times in ten, in each stream that has one")
    func genericDensity() throws {
        let atlas = try TemporaryFolder().atlas()
        let rows = try atlas.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM waste_stream WHERE density_kg_m3 IS NOT NULL")
        }
        #expect(rows.count >= 10)
        for row in rows {
            let code: String = row["code"]
            let generic: Double = row["density_kg_m3"]
            let low: Double = row["density_low"] ?? generic
            let high: Double = row["density_high"] ?? generic
            let stream = StreamTraits(
                code: code, label: Bilingual(fr: code, en: code), isHazardous: false, isHousehold: false, isCore: true,
                lowCode: "20 01 01", density: DensitySpread(row))
            var random = SplitMix64(seed: 19)
            var held = 0
            for _ in 0..<Self.years {
                let density = low * exp(log(high / low) * random.unit())
                let fills = (0..<52).map { _ in 0.3 + 0.7 * random.unit() }
                let truth = density * fills.reduce(0, +)
                let read = generic * fills.reduce(0) { $0 + max(0.25, ($1 * 4).rounded() / 4) }
                let estimate = try #require(
                    RateDefinition.gri.rate(
                        of: RateInputs(cells: [
                            cell("OM", household: true, .volumeGenericDensity, read, in: stream),
                            cell("PAPER", household: false, .ownScale, 1000),
                        ])
                    ).estimate)
                let share = 1000 / (1000 + truth)
                if estimate.lower <= share, share <= estimate.upper { held += 1 }
            }
            #expect(Double(held) / Double(Self.years) >= 0.9, "\(code): \(held) of \(Self.years)")
        }
    }
}

extension SplitMix64 {
    /// From the standard normal law, by Box and Muller (Annals of Mathematical Statistics 29, 1958, 610–611).
    fileprivate mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * Double.pi * unit())
    }

    /// Of mean 1 and of this coefficient of variation, log-normal.
    fileprivate mutating func logNormal(variation: Double) -> Double {
        let variance = log(1 + variation * variation)
        return exp(variance.squareRoot() * normal() - variance / 2)
    }
}
