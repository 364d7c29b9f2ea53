import CampusAtlas
import Foundation
import Testing

/// The trees of Barro Colorado Island (50 plots, 225 species) and the plants of Dutch dunes (20 relevés, 30 species), against
/// vegan 2.6-4. Each number is what the R command above it prints; `b` and `d` are the two tables, `x <- unlist(b[1,])`,
/// `t <- colSums(b)`.
@Suite(.enabled(if: corpusIsPresent, "the shared data is absent")) struct DiversityVeganTests {
    /// The samples of a table of vegan, a row each.
    private func table(_ name: String) throws -> [AbundanceSample] {
        let text = try String(contentsOf: corpus.appending(path: "diversity/\(name)"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",").dropFirst().map(String.init)
        }
        let names = try #require(lines.first)
        return try lines.dropFirst().map { cells in
            let counts = try cells.map { try #require(Int($0)) }
            return try #require(AbundanceSample(Dictionary(uniqueKeysWithValues: zip(names, counts))))
        }
    }

    @Test("one plot of the forest: indices, Hill numbers, estimators, rarefaction")
    func plot() throws {
        let plot = try #require(try table("vegan-BCI.csv").first)
        // c(sum(x), sum(x>0), diversity(x), diversity(x,"simpson"), diversity(x,"invsimpson"))
        #expect(plot.individuals == 448 && plot.richness == 93)
        #expect(agree(plot.shannon, 4.018411662232358, to: 1e-14))
        #expect(agree(plot.giniSimpson, 0.974629304846939, to: 1e-14))
        #expect(agree(plot.inverseSimpson, 39.415553809897879, to: 1e-13))
        // renyi(x, scales=c(0,0.25,0.5,1,2,4,8,Inf), hill=TRUE)
        for (order, expected) in [
            (0, 93), (0.25, 81.3604989107786), (0.5, 71.1702654952645), (1, 55.6127038813710),
            (2, 39.4155538098979), (4, 29.1305480152491), (8, 23.7386946721614), (.infinity, 17.92),
        ] {
            #expect(agree(plot.hillNumber(order: order), expected, to: 1e-13))
        }
        // estimateR(x)
        #expect(agree(plot.chao1(.biasCorrected).value, 117.47368421052632, to: 1e-13))
        #expect(agree(plot.chao1(.biasCorrected).standardError, 11.58378484865871, to: 1e-13))
        #expect(agree(plot.ace, 122.84895904430064, to: 1e-13))
        // rarefy(x, c(100,340))
        #expect(agree(plot.hillNumber(.richness, atSize: 100), 48.2535173315675, to: 1e-11))
        #expect(agree(plot.hillNumber(.richness, atSize: 340), 84.3399185932818, to: 1e-11))
    }

    @Test("the whole forest: 21,457 trees of 225 species")
    func forest() throws {
        let plots = try table("vegan-BCI.csv")
        let forest = plots.reduce(AbundanceSample()) { $0.merged(with: $1) }
        #expect(forest.individuals == 21457 && forest.richness == 225)
        // estimateR(t); rarefy(t, c(1000, 10000))
        #expect(agree(forest.chao1(.biasCorrected).value, 237.214285714286, to: 1e-13))
        #expect(agree(forest.chao1(.biasCorrected).standardError, 7.43482442331953, to: 1e-13))
        #expect(agree(forest.ace, 238.21765857973, to: 1e-13))
        #expect(agree(forest.hillNumber(.richness, atSize: 1000), 138.18229777325, to: 1e-10))
        #expect(agree(forest.hillNumber(.richness, atSize: 10000), 208.881977291147, to: 1e-10))
        // specpool(b)
        let incidence = IncidenceSample(plots.map { Set($0.counts.keys) })
        #expect(agree(incidence.chao2().value, 236.373157894737, to: 1e-13))
        #expect(agree(incidence.chao2().standardError, 6.54361038058857, to: 1e-13))
        #expect(agree(incidence.jackknife1, 245.58, to: 1e-13))
        #expect(agree(incidence.jackknife2, 247.872244897959, to: 1e-13))
        #expect(agree(incidence.bootstrapRichness, 235.686167532514, to: 1e-13))
        // a <- specaccum(b, "exact", conditioned=FALSE, gamma="chao"); a$richness; a$sd, at 1, 2, 10, 25, 49, 50 plots
        for (units, richness, deviation) in [
            (1, 90.78, 5.06975341484978), (2, 121.609795918368, 5.55696936129290),
            (10, 182.560444122007, 4.98038585275291), (25, 208.169590428944, 3.81504564920264),
            (49, 224.58, 3.28529637157032), (50, 225, 3.29027891705201),
        ] {
            let point = incidence.accumulation[units - 1]
            #expect(agree(point.richness, richness, to: 1e-12) && agree(point.standardDeviation, deviation, to: 1e-9))
        }
        // sum(as.matrix(vegdist(b)))/2
        #expect(agree(try sum(plots) { $0.brayCurtis($1) }, 557.716511293693, to: 1e-13))
    }

    @Test("the dunes: estimators, accumulation, dissimilarities")
    func dunes() throws {
        let releves = try table("vegan-dune.csv")
        let incidence = IncidenceSample(releves.map { Set($0.counts.keys) })
        // specpool(d)
        #expect(agree(incidence.chao2().value, 32.1375, to: 1e-13))
        #expect(agree(incidence.chao2().standardError, 3.2425033731671, to: 1e-12))
        #expect(
            agree(incidence.jackknife1, 32.85, to: 1e-13) && agree(incidence.jackknife2, 33.8447368421053, to: 1e-13))
        #expect(agree(incidence.bootstrapRichness, 31.5403957487087, to: 1e-13))
        // a <- specaccum(d, "exact", conditioned=FALSE, gamma="chao"), at 1, 5, 19, 20 relevés
        for (units, richness, deviation) in [
            (1, 9.85, 1.35407498268449), (5, 22.7543214654283, 1.67701859766463),
            (19, 29.85, 1.40789882917258), (20, 30, 1.41256240762166),
        ] {
            let point = incidence.accumulation[units - 1]
            #expect(agree(point.richness, richness, to: 1e-12) && agree(point.standardDeviation, deviation, to: 1e-9))
        }
        // vegdist(d); vegdist(d, "jaccard", binary=TRUE); vegdist(d, "bray", binary=TRUE), between relevés 1 and 3
        #expect(agree(releves[0].brayCurtis(releves[2]), 0.448275862068966))
        #expect(agree(releves[0].jaccard(releves[2]), 0.636363636363636))
        #expect(agree(releves[0].sorensen(releves[2]), 0.466666666666667))
        // sum(as.matrix(vegdist(d)))/2
        #expect(agree(try sum(releves) { $0.brayCurtis($1) }, 122.672619704866, to: 1e-13))
    }

    private func sum(
        _ samples: [AbundanceSample], _ measure: (AbundanceSample, AbundanceSample) -> Double?
    ) throws -> Double {
        var sum = 0.0
        for (rank, sample) in samples.enumerated() {
            for other in samples[..<rank] { sum += try #require(measure(sample, other)) }
        }
        return sum
    }
}
