import Foundation
import Testing

/// The species book, from the words typed to the lines printed.
@Suite struct SpeciesCommandTests {
    /// Observations of two years, without a place.
    private func desk() throws -> Desk {
        let desk = try Desk()
        let counts = [46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]
        var rows = "scientific_name;event_date;individual_count\n"
        for (rank, count) in counts.enumerated() {
            rows += "Genus species\(UnicodeScalar(UInt8(97 + rank)));2024-05-01;\(count)\n"
        }
        for letter in "abcde" { rows += "Genus species\(letter);2025-05-01;\n" }
        rows += "Genus;2025-05-01;1\n"
        try desk.write("obs.csv", rows)
        #expect(try desk.run("import", "observations", "ales.gpkg", "obs.csv").status == 0)
        return desk
    }

    @Test("diversity is told with its coverage, its intervals, and what became of every record")
    func diversity() throws {
        let desk = try desk()
        let outcome = try desk.run("species", "diversity", "ales.gpkg", "--by", "year", "--coverage", "0.9")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0] == "Hill numbers at a common coverage of 90.0\u{A0}% (95% intervals)")
        // vegan and iNEXT on "mixed": n 164, S 22, coverage 0.9515, q0 14.7, q1 9.6, q2 7.0, Chao1 29.95.
        let year = try #require(lines.first { $0.contains("2024") })
        for expected in ["164  22  95.2\u{A0}%", "14.7 [", "9.6 [", "7.0 [", "30.0 ["] {
            #expect(year.contains(expected))
        }
        // iNEXT_SC_m10 of "one_each": twice the five singletons reach 50.7 %.
        #expect(lines.contains { $0.contains("2025") && $0.contains("< 50.7\u{A0}%") })
        #expect(outcome.output.contains("5 observations without a count: one individual each."))
        #expect(outcome.output.contains("28 observations: 27 counted\n  1 not identified to the species"))
        let french = try desk.run("species", "diversity", "ales.gpkg", "--by", "year", language: "fr")
        #expect(
            french.output.contains("à une couverture commune de")
                && french.output.contains("28 observations : 27 comptées"))
    }

    @Test("as JSON, numbers are whole and what is not known is null")
    func json() throws {
        let desk = try desk()
        let json = try #require(
            try desk.run("species", "diversity", "ales.gpkg", "--by", "year", "--coverage", "0.9", "--json").json)
        let groups = try #require(json["groups"] as? [[String: Any]])
        #expect(groups.map { $0["name"] as? String } == ["2024", "2025"])
        #expect(groups[0]["individuals"] as? Int == 164 && groups[0]["reach"] as? String == "rarefied")
        let chao = try #require(groups[0]["chao1"] as? [String: Double])
        // iNEXT_chao1_est, iNEXT_chao1_se of "mixed".
        #expect(abs(try #require(chao["value"]) - 29.951) < 5e-4)
        #expect(abs(try #require(chao["standard_error"]) - 7.441) < 5e-4)
        #expect(groups[1]["hill_0"] is NSNull && groups[1]["reach"] is NSNull)
        #expect((json["records"] as? [String: Int])?["above_species"] == 1)
    }

    @Test("what cannot be answered is one line, with what to do")
    func refusals() throws {
        let desk = try desk()
        let parcels = try desk.run("species", "diversity", "ales.gpkg", "--by", "parcel")
        #expect(
            parcels.status == 2 && parcels.complaints.count == 1 && parcels.errors.contains("No outline of a parcel"))
        let coverage = try desk.run("species", "diversity", "ales.gpkg", "--by", "year", "--coverage", "90")
        #expect(coverage.status == 2 && coverage.errors.contains("such as 0.9"))
        let works = try desk.run("species", "before-after", "ales.gpkg", "--works", "1", "--controls", "AB 1")
        #expect(works.status == 2 && works.complaints.count == 1)
    }
}
