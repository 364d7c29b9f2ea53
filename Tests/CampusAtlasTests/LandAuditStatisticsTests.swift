import CampusAtlas
import Testing

@Suite struct LandAuditStatisticsTests {
    @Test("SplitMix64 gives the published sequence of seed 1234567")
    func splitMix() {
        // Vigna's splitmix64.c, as Rosetta Code prints it ("Pseudo-random numbers/Splitmix64").
        var generator = SplitMix64(seed: 1_234_567)
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ]
        #expect(published.map { _ in generator.next() } == published)
    }

    @Test(
        "an interval of a share is Wilson's",
        arguments: [
            // statsmodels 0.15.0, proportion_confint(k, n, alpha=0.05, method="wilson").
            (0, 10, 0.0, 0.27753279986288926), (10, 10, 0.7224672001371106, 1.0),
            (1, 10, 0.017876213095072924, 0.40415002679523854), (120, 400, 0.25716767195619705, 0.34663724577752153),
            (7, 400, 0.0085022911070381, 0.03567707292555804), (399, 400, 0.9859767149241766, 0.9995585522131983),
            (0, 1, 0.0, 0.7934506856227627), (3, 3, 0.43850296824495444, 1.0),
            (50, 100, 0.4038315303659956, 0.5961684696340044),
            (15, 20000, 0.00045458019085395184, 0.0012371678111665167),
        ])
    func wilson(successes: Int, trials: Int, lower: Double, upper: Double) {
        let interval = Proportion.wilson(successes, of: trials)
        #expect(abs(interval.lowerBound - lower) < 1e-14)
        #expect(abs(interval.upperBound - upper) < 1e-14)
    }

    @Test(
        "signs that lean are tested exactly",
        arguments: [
            // scipy 1.17.1, binomtest(plus, plus + minus).pvalue.
            (0, 6, 0.03125),
            (6, 0, 0.03125),
            (0, 5, 0.0625),
            (3, 3, 1.0),
            (12, 25, 0.04703102743951604),
            (1, 9, 0.021484375),
            (900, 1020, 0.006596752159311358),
            (5000, 5400, 9.116949314541157e-05),
        ])
    func signs(plus: Int, minus: Int, probability: Double) {
        #expect(abs(Proportion.signTest(plus, minus) - probability) < 1e-9 * probability)
    }

    @Test("an empty sample tells nothing: from 0 to 1")
    func emptySample() { #expect(Proportion.wilson(0, of: 0) == 0...1) }

    @Test(
        "agreement is Cohen's kappa",
        arguments: [
            // Cohen 1960, table 1: 200 people judged by two, kappa .492. All by scikit-learn 1.9.1, cohen_kappa_score.
            ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.4915254237288136), ([[20, 5], [10, 15]], 0.4),
            // A class that one of the two never gives: ground that the book does not classify.
            ([[30, 2, 1, 0], [4, 25, 3, 0], [1, 2, 22, 0], [5, 3, 2, 0]], 0.6693502012650949),
        ])
    func kappa(table: [[Int]], kappa: Double) throws {
        let pairs = table.enumerated().flatMap { row, counts in
            counts.enumerated().flatMap { column, count in Array(repeating: (row, column), count: count) }
        }
        let agreement = Agreement(pairs)
        #expect(agreement.points == table.joined().reduce(0, +))
        #expect(abs(try #require(agreement.kappa) - kappa) < 1e-14)
    }

    @Test("kappa is undefined without points, and when both always say one same thing")
    func undefinedKappa() {
        let none = Agreement([(Int, Int)]())
        #expect(none.rate == nil && none.kappa == nil)
        let same = Agreement([("sealed", "sealed"), ("sealed", "sealed")])
        #expect(same.rate == 1 && same.kappa == nil)
        #expect(Agreement([("a", "b"), ("b", "a")]).kappa == -1)
    }
}
