import CampusAtlas
import Foundation
import Testing

/// A count vector of `oracle_diversity.json`, with what vegan 2.6-4, iNEXT 3.0.2 and scikit-bio 0.7.4 say of it.
private struct OracleVector {
    let sample: AbundanceSample
    private let values: [String: Any]

    init?(_ name: String) throws {
        let data = try Data(contentsOf: corpus.appending(path: "diversity/oracle_diversity.json"))
        let all = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        guard let values = all?[name] as? [String: Any], let counts = values["counts"] as? [Int],
            let sample = AbundanceSample(counts: counts)
        else { return nil }
        self.sample = sample
        self.values = values
    }

    subscript(_ name: String) -> Double? { values[name] as? Double }
    func scikit(_ name: String) -> Double? { (values["skbio_0.7.4"] as? [String: Any])?[name] as? Double }
}

extension AbundanceSample {
    /// A sample of species that have no name.
    init?(counts: [Int]) {
        self.init(Dictionary(uniqueKeysWithValues: counts.enumerated().map { ("species \($0)", $1) }))
    }
}

/// True when two numbers agree to a relative precision; both unknown agree too.
func agree(_ found: Double?, _ expected: Double?, to precision: Double = 1e-9) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) <= precision * max(1, abs(expected))
}

/// True when two numbers are known, and differ by no more than an absolute amount: that to which an oracle rounds.
private func near(_ found: Double?, _ expected: Double?, within amount: Double) -> Bool {
    guard let found, let expected else { return false }
    return abs(found - expected) <= amount
}

/// Every count vector of the shared oracle, at the oracle's own precision.
@Suite(.enabled(if: corpusIsPresent, "the shared data is absent")) struct DiversityOracleTests {
    static let vectors = [
        "even10", "single", "one_each", "dominated", "mixed", "no_singletons", "no_doubletons", "campus_like",
        "iNEXT_spider_Girdled", "iNEXT_spider_Logged",
    ]

    @Test("the indices are those of vegan and of scikit-bio", arguments: vectors)
    func indices(name: String) throws {
        let oracle = try #require(try OracleVector(name))
        let sample = oracle.sample
        #expect(Double(sample.individuals) == oracle["N"] && Double(sample.richness) == oracle["S"])
        #expect(agree(sample.shannon, oracle["shannon_ln"], to: 1e-13))
        #expect(agree(sample.giniSimpson, oracle["simpson_gini"], to: 1e-13))
        #expect(agree(sample.inverseSimpson, oracle["inv_simpson"], to: 1e-13))
        #expect(agree(sample.pielou, oracle["pielou"], to: 1e-13))
        #expect(agree(sample.bergerParker, oracle["berger_parker"], to: 1e-13))
        for order in [0, 1, 2] {
            #expect(agree(sample.hillNumber(order: Double(order)), oracle["hill\(order)"], to: 1e-13))
        }
        #expect(agree(sample.shannon, oracle.scikit("shannon_base_e"), to: 1e-13))
        #expect(agree(sample.giniSimpson, oracle.scikit("simpson"), to: 1e-13))
        #expect(agree(sample.hillNumber(order: 1), oracle.scikit("hill_1"), to: 1e-13))
    }

    @Test("each variant of Chao1 is that of the program it is named after, and so is ACE", arguments: vectors)
    func richnessEstimators(name: String) throws {
        let oracle = try #require(try OracleVector(name))
        let sample = oracle.sample
        #expect(agree(sample.chao1(.biasCorrected).value, oracle["vegan_chao1"]))
        #expect(agree(sample.chao1(.biasCorrected).value, oracle.scikit("chao1_bc")))
        #expect(agree(sample.chao1(.classic).value, oracle.scikit("chao1_classic")))
        if sample.chao1(.biasCorrected).value > Double(sample.richness) {
            #expect(agree(sample.chao1(.biasCorrected).standardError, oracle["vegan_se_chao1"]))
        }
        // iNEXT's ChaoRichness rounds to three decimals; it does not take a single species.
        if let estimate = oracle["iNEXT_chao1_est"], let error = oracle["iNEXT_chao1_se"] {
            #expect(abs(sample.chao1().value - estimate) <= 5e-4)
            #expect(abs(sample.chao1().standardError - error) <= 5.001e-4)
        }
        #expect(agree(sample.ace, oracle["vegan_ACE"]))
        #expect(agree(sample.ace, oracle.scikit("ace")))
    }

    @Test("coverage, rarefaction and extrapolation by size are iNEXT's", arguments: vectors.filter { $0 != "single" })
    func bySize(name: String) throws {
        let oracle = try #require(try OracleVector(name))
        let sample = oracle.sample
        #expect(near(sample.coverage, oracle["iNEXT_SC"], within: 5.001e-5))
        let sizes = [sample.individuals / 2, sample.individuals, 2 * sample.individuals]
        for size in sizes {
            let at = Double(size)
            #expect(agree(sample.coverage(atSize: at), oracle["iNEXT_SC_m\(size)"], to: 1e-10))
            for order in HillOrder.allCases {
                let expected = try #require(oracle["iNEXT_q\(order.rawValue)_m\(size)"])
                #expect(agree(sample.hillNumber(order, atSize: at), expected, to: 1e-10), "q \(order), m \(size)")
            }
        }
        #expect(agree(sample.hillNumber(.richness, atSize: Double(sizes[0])), oracle["vegan_rarefy_half"], to: 1e-10))
        // iNEXT rounds its asymptotic entropy and Gini–Simpson index to three decimals.
        let entropy = sample.asymptoticHillNumber(.shannon).map { log($0) }
        #expect(near(entropy, oracle["iNEXT_chaoShannon_entropy"], within: 5.001e-4))
        let simpson = sample.asymptoticHillNumber(.simpson).map { 1 - 1 / $0 }
        #expect(near(simpson, oracle["iNEXT_chaoSimpson"], within: 5.001e-4))
    }

    @Test("rarefaction and extrapolation by coverage are iNEXT's", arguments: vectors.filter { $0 != "single" })
    func byCoverage(name: String) throws {
        let oracle = try #require(try OracleVector(name))
        let sample = oracle.sample
        let theirs = try #require(oracle["iNEXT_m_for_C0.9"])
        for order in HillOrder.allCases {
            let expected = try #require(oracle["iNEXT_q\(order.rawValue)_C0.9"])
            #expect(agree(sample.hillNumber(order, atSize: theirs), expected, to: 1e-10), "q \(order)")
        }
        // iNEXT looks for the size with R's `optimize`, whose tolerance leaves its coverage up to 0.0021 away from 0.9 in
        // these vectors; an extrapolated size is a formula.
        let ours = try #require(sample.size(atCoverage: 0.9))
        #expect(agree(sample.coverage(atSize: ours), ours > 1 ? 0.9 : sample.coverage(atSize: 1), to: 1e-9))
        #expect(near(sample.coverage(atSize: theirs), 0.9, within: 0.0022) || ours == 1)
        if theirs > Double(sample.individuals) { #expect(agree(ours, theirs, to: 1e-9)) }
    }

    @Test("incidences: Chao2, jackknives, bootstrap and accumulation are vegan's, coverage iNEXT's")
    func incidences() throws {
        let data = try Data(contentsOf: corpus.appending(path: "diversity/oracle_diversity.json"))
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let oracle = try #require(all["incidence_6x7"] as? [String: Any])
        let units = try #require(oracle["matrix"] as? [[Int]]).map { row in
            Set(row.indices.filter { row[$0] == 1 }.map(String.init))
        }
        let sample = IncidenceSample(units)
        func value(_ name: String) -> Double? { oracle[name] as? Double }
        #expect(Double(sample.richness) == value("vegan_S"))
        #expect(agree(sample.chao2().value, value("vegan_chao2")) && agree(sample.chao2().value, value("iNEXT_chao2")))
        #expect(agree(sample.chao2().standardError, value("vegan_chao2_se")))
        #expect(agree(sample.jackknife1, value("vegan_jack1")) && agree(sample.jackknife2, value("vegan_jack2")))
        #expect(agree(sample.bootstrapRichness, value("vegan_boot")))
        #expect(near(sample.coverage, value("iNEXT_SC"), within: 5.001e-5))
        let accumulation = try #require(oracle["vegan_specaccum_exact"] as? [Double])
        #expect(sample.accumulation.count == accumulation.count)
        for (found, expected) in zip(sample.accumulation, accumulation) { #expect(agree(found.richness, expected)) }
    }

    @Test("the dissimilarities are vegan's")
    func resemblance() throws {
        let data = try Data(contentsOf: corpus.appending(path: "diversity/oracle_diversity.json"))
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let oracle = try #require(all["beta_pair"] as? [String: Any])
        let a = try #require((oracle["A"] as? [Int]).flatMap(AbundanceSample.init(counts:)))
        let b = try #require((oracle["B"] as? [Int]).flatMap(AbundanceSample.init(counts:)))
        #expect(agree(a.brayCurtis(b), oracle["vegan_bray_dissim"] as? Double))
        #expect(agree(a.jaccard(b), oracle["vegan_jaccard_binary_dissim"] as? Double))
        #expect(agree(a.sorensen(b), oracle["vegan_sorensen_binary_dissim"] as? Double))
    }
}
