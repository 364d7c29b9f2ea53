import CampusAtlas
import Foundation
import Testing

/// What no sample may break, on samples drawn at random; and the samples at the edge.
@Suite struct DiversityPropertyTests {
    /// A sample with few or many species, rare or common, from a seed.
    private func sample(_ random: inout SplitMix64) -> AbundanceSample {
        let species = Int.random(in: 1...40, using: &random)
        let most = [1, 2, 5, 60, 3000].randomElement(using: &random) ?? 1
        var sample = AbundanceSample()
        for rank in 0..<species { sample.add(Int.random(in: 0...most, using: &random), of: "\(rank)") }
        return sample
    }

    @Test(
        "Hill numbers do not grow with their order, and lie between 1 and the richness",
        arguments: 1...40 as ClosedRange<UInt64>)
    func hillProfile(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = sample(&random)
        guard sample.richness > 0 else { return }
        let profile = try stride(from: 0.0, through: 5, by: 0.25).map { try #require(sample.hillNumber(order: $0)) }
        for (lower, higher) in zip(profile, profile.dropFirst()) { #expect(higher <= lower * (1 + 1e-12)) }
        #expect(profile[0] == Double(sample.richness) && (profile.last ?? 0) >= 1 - 1e-12)
        let farthest = try #require(sample.hillNumber(order: .infinity))
        #expect(farthest <= (profile.last ?? 0) * (1 + 1e-12))
        #expect(agree(1 / farthest, sample.bergerParker))
    }

    @Test(
        "rarefaction grows up to the sample itself, coverage stays in 0…1 and grows",
        arguments: 1...40 as ClosedRange<UInt64>)
    func rarefaction(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = sample(&random)
        guard sample.richness > 0 else { return }
        let n = Double(sample.individuals)
        for order in HillOrder.allCases {
            let observed = try #require(sample.hillNumber(order: Double(order.rawValue)))
            #expect(agree(sample.hillNumber(order, atSize: n), observed, to: 1e-10))
            // Continuous there: one individual less is close to the sample, and no more diverse.
            var before = try #require(sample.hillNumber(order, atSize: 1))
            #expect(agree(before, 1, to: 1e-9))
            for part in [0.1, 0.5, 0.9, 1, 1.3, 2] where n * part >= 1 {
                let here = try #require(sample.hillNumber(order, atSize: n * part))
                #expect(here >= before * (1 - 1e-9), "q \(order) at \(part) n")
                before = here
            }
        }
        var covered = 0.0
        for part in [0.1, 0.5, 0.9, 1, 1.3, 2] where n * part >= 1 {
            let here = try #require(sample.coverage(atSize: n * part))
            #expect((-1e-12...(1 + 1e-12)).contains(here) && here >= covered - 1e-9)
            covered = here
        }
        for wanted in [0.3, 0.8, 0.95] {
            guard let size = sample.size(atCoverage: wanted), size > 1 else { continue }
            #expect(agree(sample.coverage(atSize: size), wanted, to: 1e-9))
        }
    }

    @Test(
        "estimators of richness are at least what was found, and their interval holds them",
        arguments: 1...40 as ClosedRange<UInt64>)
    func estimators(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let sample = sample(&random)
        let found = Double(sample.richness)
        for variant in ChaoVariant.allCases {
            let chao = sample.chao1(variant)
            #expect(chao.value >= found && chao.lower >= found && chao.standardError >= 0)
            #expect(chao.upper >= chao.lower)
        }
        #expect(sample.jackknife1 >= found && sample.bootstrapRichness >= found)
        #expect((sample.ace ?? found) >= found - 1e-9)
    }

    @Test(
        "dissimilarities are symmetric, in 0…1, and zero between a sample and itself",
        arguments: 1...40 as ClosedRange<UInt64>)
    func resemblance(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (a, b) = (sample(&random), sample(&random))
        guard a.richness > 0 else { return }
        let measures: [(AbundanceSample) -> (AbundanceSample) -> Double?] = [
            AbundanceSample.brayCurtis, AbundanceSample.jaccard, AbundanceSample.sorensen,
        ]
        for measure in measures {
            let there = try #require(measure(a)(b))
            #expect(there == measure(b)(a) && (0...1).contains(there) && measure(a)(a) == 0)
        }
        // Sørensen and Jaccard are two writings of one number: S = J / (2 − J).
        let jaccard = try #require(a.jaccard(b))
        #expect(agree(a.sorensen(b), jaccard / (2 - jaccard), to: 1e-12))
    }

    @Test("the same seed gives the same interval, another seed another; both are close to it")
    func bootstrap() throws {
        let sample = try #require(
            AbundanceSample(counts: [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]))
        let first = try #require(sample.standardised(at: .coverage(0.9), seed: 7))
        #expect(first == sample.standardised(at: .coverage(0.9), seed: 7))
        let second = try #require(sample.standardised(at: .coverage(0.9), seed: 8))
        #expect(first != second)
        #expect(first.reach == .rarefied && agree(first.coverage, 0.9))
        for order in HillOrder.allCases {
            let (a, b) = (try #require(first.hillNumbers[order]), try #require(second.hillNumbers[order]))
            #expect(a.value == b.value && a.lower < a.value && a.value < a.upper)
            #expect(abs(a.standardError / b.standardError - 1) < 0.3)
        }
        #expect(sample.standardised(at: .size(328))?.reach == .extrapolated)
        #expect(sample.standardised(at: .size(329)) == nil)
        #expect(sample.standardised(at: .size(164))?.reach == .observed)
    }

    @Test("the interval holds the truth as often as it says, in samples of a known assemblage")
    func coverageOfTheInterval() throws {
        // Forty species whose shares halve every eight; the truth is the mean richness of samples of 100, by Hurlbert's
        // formula on the shares: Σ 1 − (1 − p)¹⁰⁰.
        let weights = (0..<40).map { pow(0.5, Double($0) / 8) }
        let shares = weights.map { $0 / weights.reduce(0, +) }
        let truth = shares.reduce(0) { $0 + 1 - pow(1 - $1, 100) }
        var random = SplitMix64(seed: 2014)
        var held = 0
        for round in 0..<100 {
            var sample = AbundanceSample()
            for _ in 0..<200 {
                var left = random.unit()
                sample.add("\(shares.firstIndex { left -= $0; return left < 0 } ?? 39)")
            }
            let standard = sample.standardised(at: .size(100), replicates: 60, seed: UInt64(round))
            let richness = try #require(standard?.hillNumbers[.richness])
            if richness.lower <= truth, truth <= richness.upper { held += 1 }
        }
        // 95 of 100 expected; fewer than 88 has a chance of 0.4 % under the binomial law.
        #expect(held >= 88)
    }

    // MARK: edges

    @Test("an empty sample has no species, and nothing else is said of it")
    func empty() {
        let nothing = AbundanceSample()
        #expect(nothing.richness == 0 && nothing.individuals == 0)
        #expect(nothing.shannon == nil && nothing.giniSimpson == nil && nothing.inverseSimpson == nil)
        #expect(nothing.pielou == nil && nothing.bergerParker == nil && nothing.coverage == nil)
        #expect(nothing.hillNumber(order: 0) == 0 && nothing.hillNumber(order: 2) == 0)
        #expect(nothing.chao1().value == 0 && nothing.chao1().upper == 0 && nothing.ace == 0)
        #expect(nothing.jackknife1 == 0 && nothing.jackknife2 == 0 && nothing.bootstrapRichness == 0)
        #expect(nothing.standardised(at: .coverage(0.5)) == nil && nothing.size(atCoverage: 0.5) == nil)
        #expect(
            nothing.brayCurtis(nothing) == nil && nothing.jaccard(nothing) == nil && nothing.sorensen(nothing) == nil)
        let unseen = IncidenceSample([[], [], []])
        #expect(unseen.richness == 0 && unseen.coverage == nil && unseen.chao2().value == 0)
        #expect(unseen.accumulation.map(\.richness) == [0, 0, 0])
        #expect(IncidenceSample([]).accumulation.isEmpty)
    }

    @Test("counts that cannot be are refused, zeros are no species, and there is no Hill number of negative order")
    func impossible() throws {
        #expect(AbundanceSample(["a": -1]) == nil)
        #expect(try #require(AbundanceSample(["a": 0, "b": 2])).counts == ["b": 2])
        #expect(IncidenceSample(units: 2, frequencies: ["a": 3]) == nil)
        #expect(IncidenceSample(units: 2, frequencies: ["a": -1]) == nil)
        let sample = try #require(AbundanceSample(["b": 2]))
        #expect(sample.hillNumber(order: -1) == nil && sample.hillNumber(order: .nan) == nil)
        #expect(sample.hillNumber(.richness, atSize: 0.5) == nil && sample.coverage(atSize: 0) == nil)
    }

    @Test("one individual, one species, only singletons: defined, finite, and never sure of more than they know")
    func edges() throws {
        let one = try #require(AbundanceSample(counts: [1]))
        #expect(one.coverage == 0 && one.chao1().value == 1 && one.jackknife2 == 1 && one.pielou == nil)
        #expect(one.hillNumber(.shannon, atSize: 2) == 1)
        let single = try #require(AbundanceSample(counts: [5]))
        #expect(single.coverage == 1 && single.hillNumber(.simpson, atSize: 10) == 1 && single.ace == 1)
        #expect(single.standardised(at: .coverage(0.9))?.hillNumbers[.richness]?.value == 1)
        let singletons = try #require(AbundanceSample(counts: [1, 1, 1, 1, 1]))
        #expect(singletons.ace == nil && singletons.asymptoticHillNumber(.simpson) == .infinity)
        // iNEXT asks for 23.5 individuals to reach 0.9, more than twice the five.
        #expect(singletons.standardised(at: .coverage(0.9)) == nil)
        #expect(singletons.standardised(at: .coverage(0.9), farthest: 5)?.reach == .extrapolated)
        #expect(AbundanceSample.commonCoverage([single, singletons]) == singletons.coverage(atSize: 10))
        #expect(AbundanceSample.commonCoverage([single, AbundanceSample()]) == nil)
    }
}
