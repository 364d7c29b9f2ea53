import CampusAtlas
import Foundation
import Testing

/// An atlas with visits leaves as an archive of events (Darwin Core text guide, Humboldt Extension).
@Suite struct ArchiveEventTests {
    private let ledger: Ledger

    init() throws {
        ledger = try Ledger(campuses: true)
        var said = DatasetMetadata()
        (said.title, said.abstract, said.creator) = ("Essai", "Essai.", "École")
        (said.contact, said.email, said.licence) = ("Accueil", "accueil@example.org", .ccBy)
        try ledger.atlas.describeDataset(said)
        var visit = VisitDetails("propage", site: "Pré du nid", on: try #require(CalendarDate(iso: "2026-06-12")))
        visit.minutes = 10
        visit.isTargetListComplete = true
        visit.observers = "Zoé Durand"
        try ledger.atlas.add(
            visit, counts: [TaxonCount("Pieris brassicae", 3), TaxonCount("Aglais io", 1)].compactMap(\.self))
        #expect(
            try ledger.observations(
                "occurrenceID,scientificName,eventDate,eventID\na,Apus apus,2026-05-01,shared\nb,Apus apus,2026-05-01,shared\n"
            ).refused == 0)
    }

    /// The rows of a table of the archive, by the names of its columns.
    private func rows(_ file: String, of path: String) throws -> [[String: String]] {
        let bytes = try ZIPReader(ByteSource(path)).source(file).readAll(limit: 1 << 20)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }

    @Test("each occurrence is under an event that the core has; a visit says its protocol, effort and scope")
    func events() throws {
        let path = ledger.folder.path("events.zip")
        #expect(try ledger.atlas.exportDarwinCore(to: path).rows == 4)
        let events = try rows("event.txt", of: path)
        let occurrences = try rows("occurrence.txt", of: path)
        #expect(events.count == 3 && occurrences.count == 4)
        let ids = Set(events.compactMap { $0["eventID"]?.lowercased() })
        #expect(ids.count == 3 && occurrences.allSatisfy { ids.contains($0["eventID"]?.lowercased() ?? "") })
        #expect(occurrences.allSatisfy { $0["id"] == $0["eventID"] })
        let visit = try #require(events.first { $0["eventDate"] == "2026-06-12" })
        #expect(visit["samplingEffort"] == "10 min" && visit["locality"] == "Pré du nid")
        let survey = try #require(try rows("humboldt.txt", of: path).first)
        #expect(survey["id"] == visit["id"] && survey["isTaxonomicScopeFullyReported"] == "true")
        #expect(survey["samplingEffortValue"] == "10" && survey["samplingEffortUnit"] == "minute")
        let names = occurrences.filter { $0["eventID"] == visit["id"] }.compactMap { $0["scientificName"] }.sorted()
        #expect(names == ["Aglais io", "Pieris brassicae"])
        let (findings, count) = try ArchiveCheck.run(path)
        #expect(findings.isEmpty && count > 0, "\(findings)")
        let copy = try Ledger()
        let report = try copy.atlas.importObservations(from: path, as: .dwca, options: copy.options())
        #expect(report.accepted == 4 && report.refused == 0, "\(report)")
    }

    @Test("a visit in which something sensitive was seen says neither its site nor that its list is all there")
    func hidden() throws {
        let rules = try ledger.folder.file("rules.csv", "scientific_name;level;source\nAglais io;3;essai\n")
        #expect(try ledger.atlas.importSensitivityRules(from: rules, options: ImportOptions()).accepted == 1)
        let path = ledger.folder.path("events.zip")
        #expect(try ledger.atlas.exportDarwinCore(to: path).rows == 3)
        let visit = try #require(try rows("event.txt", of: path).first { $0["eventDate"] == "2026-06-12" })
        #expect(visit["locality"] == "" && visit["informationWithheld"] == "Location withheld")
        #expect(try rows("humboldt.txt", of: path).first?["isTaxonomicScopeFullyReported"] == "false")
        let names = Set(try rows("occurrence.txt", of: path).compactMap { $0["scientificName"] })
        #expect(names == ["Apus apus", "Pieris brassicae"])
    }
}
