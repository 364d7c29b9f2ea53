import Foundation
import Testing

/// `campus-atlas visits` and `campus-atlas species indicators`, as a person types them.
@Suite struct VisitsCommandTests {
    @Test("visits are added, listed and due; the indicators follow; a typed zero is a misuse")
    func visits() throws {
        let desk = try Desk()
        for month in ["06", "07"] {
            let added = try desk.run(
                "visits", "add", "ales.gpkg", "propage", "--site", "Pré", "--on", "2026-\(month)-12", "--minutes", "10",
                "--complete", "--wind", "light", "--count", "Pieris brassicae=3", "--count", "Aglais io")
            #expect(added.status == 0 && added.errors.isEmpty && added.output.count == 37)
        }
        let outside = try desk.run(
            "visits", "add", "ales.gpkg", "propage", "--site", "Pré", "--on", "2026-05-12", "--minutes", "10")
        #expect(outside.status == 0 && outside.errors.contains("out of season"))
        let zero = try desk.run(
            "visits", "add", "ales.gpkg", "propage", "--site", "Pré", "--on", "2026-08-12", "--minutes", "10",
            "--count",
            "Pieris brassicae=0")
        #expect(zero.status == 2 && zero.complaints.count == 1 && zero.errors.contains("A zero is not typed"))
        #expect(try desk.run("visits", "list", "ales.gpkg", "--year", "2026").output.split(separator: "\n").count == 4)
        let due = try desk.run("visits", "due", "ales.gpkg", "--on", "2026-08-01").output
        #expect(due.contains("propage") && due.contains("2026-08-31"))
        let before = try desk.run("species", "indicators", "ales.gpkg", "--year", "2026").output
        #expect(before.contains("1 visit missing from August 1 to August 31"))

        try desk.write(
            "august.csv", "protocol;site;date;duree;taxon;count\npropage;Pré;2026-08-12;10;Pieris brassicae;4\n")
        let taken = try desk.run("visits", "import", "ales.gpkg", "august.csv")
        #expect(taken.status == 0 && taken.output.contains("1 rows = 1 accepted (2 records)"))
        let json = try desk.run("species", "indicators", "ales.gpkg", "--year", "2026", "--json").output
        let all = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        let propage = try #require(all.first { $0["code"] as? String == "propage" })
        #expect(propage["active"] as? Bool == true && propage["visits"] as? Int == 4)
        let scores = try #require(propage["scores"] as? [[String: Any]])
        // 3 + 1 in June and July, the one seen and not counted being one; 4 in August.
        #expect(scores.first?["value"] as? Double == 12)
        #expect((propage["trend"] as? [String: Any])?["class"] as? String == "uncertain")
        let text = try desk.run("species", "indicators", "ales.gpkg", "--year", "2026", language: "fr").output
        #expect(text.contains("[propage] — actif") && text.contains("tendance : incertaine"))
        #expect(try desk.run("check", "ales.gpkg").status == 0)
        #expect(try desk.run("species", "next-survey", "ales.gpkg").status == 0)
    }
}
