import CampusAtlas
import Foundation
import GRDB
import Testing

@Suite struct WasteReviewTests {
    /// Takes rows in as a file does: nothing is asked.
    private func importing(_ rows: [String], into bin: WeighedBin) throws {
        let report = try bin.ledger.weighings(
            "date;container;stream;mass;unit;method;ticket;remark\n" + rows.joined(separator: "\n") + "\n")
        #expect(report.accepted == rows.count)
    }

    private func findings(_ bin: WeighedBin) throws -> [WasteFinding] {
        var findings: [WasteFinding] = []
        _ = try bin.atlas.reviewWeighings { findings.append($0) }
        return findings
    }

    /// The findings but those of months, which depend on the day that it is.
    private func rowFindings(_ bin: WeighedBin) throws -> [WasteFinding] {
        try findings(bin).filter { ![.gap, .monthTotal].contains($0.rule) }
    }

    @Test(
        "a slip of ×10, ×1000 or of pounds that a file brought is found, with what was meant",
        arguments: [
            ("475", "kg", "47,5 kg (÷ 10)"), ("47500", "kg", "47,5 kg (÷ 1000)"),
            ("104.7", "kg", "47,491 kg (lb → kg)"),
        ])
    func factors(mass: String, unit: String, meant: String) throws {
        let bin = try WeighedBin()
        try importing(["2026-03-02;B-12;;\(mass);\(unit);C;;"], into: bin)
        let found = try rowFindings(bin)
        #expect(found.map(\.key) == ["mass:13"] && found.map(\.rule) == [.unitFactor])
        #expect(found.first?.message.fr.contains(meant) == true && found.first?.rule.severity == .ask)
        #expect(try bin.ledger.values("SELECT count(*) FROM weighing WHERE corrects IS NOT NULL") == [0])
    }

    @Test("more than a bin holds or bears, doubles of a day and masses off the scale are asked about")
    func bins() throws {
        let bin = try WeighedBin(count: 0)
        try importing(
            [
                "2026-03-02;B-13;;236;kg;C;;", "2026-03-02;B-14;;150.2;kg;C;;", "2026-03-03;B-14;;75.25;kg;A;;",
                "2026-03-04;B-14;;60;kg;A;;matin", "2026-03-04;B-14;;60.1;kg;A;;soir", "2026-03-05;B-14;;60.1;kg;A;;",
                "2026-03-06;B-13;;60;kg;C;;matin", "2026-03-06;B-13;;60.1;kg;C;;soir",
            ], into: bin)
        // 660 L at 357 kg/m³ are 235.62 kg; B-14 bears 150 kg, on a scale of 100 g.
        #expect(
            try Set(rowFindings(bin).map(\.key)) == ["mass:1", "mass:2", "scale-step:3", "duplicate:4+5"])
    }

    @Test("a ticket that comes twice and a date in the future must be corrected")
    func stops() throws {
        let bin = try WeighedBin(count: 0)
        try importing(["2026-03-02;B-12;;40;kg;B;T-1;", "2026-03-09;B-12;;45;kg;B;T-1;"], into: bin)
        try bin.ledger.change(
            """
            INSERT INTO weighing (weighed_on, stream, net_mass_g, mass_as_typed, unit_as_typed)
            VALUES ('2999-01-01', 'OM', 5000, '5', 'kg')
            """)
        let found = try findings(bin)
        #expect(found.filter { $0.rule.severity == .stop }.map(\.key) == ["future-date:3", "same-ticket:1+2"])
        #expect(try bin.atlas.reviewWeighings { _ in }.isClear == false)
    }

    @Test("the same mass five times running is noted, four times is not")
    func repeated() throws {
        let bin = try WeighedBin(count: 0)
        let days = (1...9).map { "2026-03-0\($0)" }
        try importing(days.prefix(4).map { "\($0);B-12;;40;kg;C;;" } + ["2026-03-05;B-12;;41;kg;C;;"], into: bin)
        #expect(try rowFindings(bin).isEmpty)
        try importing(
            days.prefix(5).map { $0.replacing("-03-", with: "-04-") + ";B-13;;40;kg;C;;" }, into: bin)
        let found = try rowFindings(bin)
        #expect(found.map(\.key) == ["repeated:6"] && found.first?.rule.severity == .note)
        #expect(found.first?.message.en.contains("5 times running") == true)
    }

    /// 25 and 25 of fifty: chi² = 2 × (25 − 5)² / 5 + 8 × 5 = 200, beyond scipy.stats.chi2.ppf(0.999, 9) = 27.877; five of
    /// each digit: 0.
    @Test("last digits that are only 0 and 5 are noted from fifty readings on; even ones are not")
    func digits() throws {
        func book(_ count: Int, step: Int) throws -> [WasteRule] {
            let bin = try WeighedBin(count: 0)
            let first = try #require(CalendarDate(iso: "2025-01-01"))
            let rows = (0..<count).map { index in
                "\(first.advanced(by: index) ?? first);B-12;;\(40_000 + step * index);g;C;;"
            }
            // A load of 40.1 kg makes the step 100 g.
            try importing(rows + ["2025-06-01;B-12;;40100;g;C;;"], into: bin)
            return try rowFindings(bin).map(\.rule)
        }
        #expect(try book(50, step: 500) == [.lastDigit])
        #expect(try book(48, step: 500).isEmpty)
        #expect(try book(50, step: 700).isEmpty)
    }

    /// numpy and scipy: of 80, 100, 110, 120 and more, the median is 110 and median_abs_deviation(scale='normal') 14.826, so
    /// that 154.478 is the limit.
    @Test(
        "a month beyond three deviations of the same month of other years is noted",
        arguments: [(154_470, 0), (154_480, 1)])
    func monthTotals(grams: Int, count: Int) throws {
        let bin = try WeighedBin(count: 0)
        try importing(
            zip(2020...2024, [100_000, 120_000, 80_000, 110_000, grams]).map { "\($0)-02-10;;GLASS;\($1);g;C;;" },
            into: bin)
        let found = try findings(bin).filter { $0.rule == .monthTotal }
        #expect(found.count == count)
        #expect(found.allSatisfy { $0.key == "month-total:|GLASS|2024-02" })
    }

    @Test("a month without a weighing in a monthly stream is a gap; an interval covers its months")
    func gaps() throws {
        let bin = try WeighedBin(count: 0)
        try importing(
            (1...12).filter { $0 != 6 }.map { "2025-\($0 < 10 ? "0" : "")\($0)-10;;GLASS;\(100 + $0);kg;C;;" },
            into: bin)
        let gaps = { try Set(findings(bin).filter { $0.rule == .gap }.map(\.key)) }
        #expect(try gaps() == ["gap:|GLASS|2025-06", "gap:|GLASS|2026-01"])
        var new = NewWeighing(
            .net(try TypedMass("50 kg")),
            time: try WeighingTime(
                on: #require(CalendarDate(iso: "2025-07-31")), from: CalendarDate(iso: "2025-06-01")))
        new.stream = "GLASS"
        _ = try bin.atlas.weigh(new, answer: .confirm)
        #expect(try gaps() == ["gap:|GLASS|2026-01"])
    }

    @Test("what was poured into a container beyond 2 % of what came out of it is asked about, and counted in no month")
    func parts() throws {
        let bin = try WeighedBin(count: 0)
        for (mass, day) in [
            ("60 kg", "2026-03-01"), ("42 kg", "2026-03-02"), ("60 kg", "2026-03-11"), ("42,1 kg", "2026-03-12"),
        ] {
            _ = try bin.recorded(mass, on: #require(CalendarDate(iso: day)), container: "B-13") {
                $0.toContainer = "B-14"
            }
        }
        for day in ["2026-03-03", "2026-03-13"] {
            _ = try bin.recorded("100 kg", on: #require(CalendarDate(iso: day)), container: "B-14")
        }
        #expect(try rowFindings(bin).map(\.key) == ["sum-of-parts:6"])
    }

    @Test("an answer is kept with who and when, in the journal too, and the finding does not come back")
    func answers() throws {
        let bin = try WeighedBin()
        try importing(["2026-03-02;B-12;;475;kg;C;;"], into: bin)
        #expect(throws: ReviewError.unknownFinding("mass:12")) { try bin.atlas.answer("mass:12", .confirm) }
        try bin.atlas.answer("mass:13", .confirm, remark: "bac plein de gravats", by: "Sacha")
        #expect(try rowFindings(bin).isEmpty)
        #expect(try bin.atlas.reviewWeighings { _ in }.answered == 1)
        let again = #expect(throws: ReviewError.self) { try bin.atlas.answer("mass:13", .unknown, by: "Camille") }
        #expect(again?.message.fr.contains("de Sacha") == true)
        var lines: [JournalEntry] = []
        try bin.atlas.forEachJournalEntry(table: "waste_answer") { lines.append($0) }
        #expect(lines.count == 1 && lines.first?.person == "Sacha" && lines.first?.reason == "bac plein de gravats")
        #expect(try bin.atlas.check().isEmpty)
    }

    @Test("a weighing that is corrected is no longer found")
    func corrected() throws {
        let bin = try WeighedBin()
        try importing(["2026-03-02;B-12;;475;kg;C;;"], into: bin)
        var change = WeighingChange()
        change.amount = .net(try TypedMass("47,5 kg"))
        let new = try bin.atlas.correctWeighing("13", change, reason: "virgule oubliée")
        #expect(new.method == .truckScale)
        #expect(try rowFindings(bin).isEmpty)
    }

    @Test("the review of one campus is of it only, and an unknown one is refused")
    func campus() throws {
        let bin = try WeighedBin()
        #expect(throws: WeighingError.unknownCampus("Nulle part", known: [])) {
            try bin.atlas.reviewWeighings(campus: "Nulle part") { _ in }
        }
    }
}
