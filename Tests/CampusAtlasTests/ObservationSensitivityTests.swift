import CampusAtlas
import Foundation
import GRDB
import Testing

/// A sensitive record is absent from every public channel alike.
@Suite struct ObservationSensitivityTests {
    private func sheet(_ levels: [String], column: String = "niveau_sensibilite") -> String {
        let rows = levels.enumerated().map { "Taxon \($0);2024-06-15;4.0881;44.1331;\($1)\n" }
        return "nom_cite;date_debut;longitude;latitude;\(column)\n" + rows.joined()
    }

    /// The taxa that an export shows, in both of its forms.
    private func shown(_ ledger: Ledger, sensitive: Bool) throws -> [[String]] {
        let features = try ledger.features("observations", sensitive: sensitive)
            .compactMap { $0.properties["scientific_name"] as? String }
        let table = try ledger.exported("observations", .csv, sensitive: sensitive).0
        let column = try #require(table.split(whereSeparator: \.isNewline).first).split(
            separator: ";", omittingEmptySubsequences: false
        ).firstIndex(of: "scientific_name")
        let names = try table.split(whereSeparator: \.isNewline).dropFirst().map {
            try String($0.split(separator: ";", omittingEmptySubsequences: false)[#require(column)])
        }
        return [features, names]
    }

    @Test("levels 1 to 4 of the SINP are withheld from GeoJSON and CSV, and shown to who asks for them")
    func levels() throws {
        let ledger = try Ledger()
        #expect(try ledger.observations(sheet(["0", "1", "2", "3", "4", ""])).counts == [6, 0, 0])
        #expect(try shown(ledger, sensitive: false) == [["Taxon 0", "Taxon 5"], ["Taxon 0", "Taxon 5"]])
        let all = (0...5).map { "Taxon \($0)" }
        #expect(try shown(ledger, sensitive: true) == [all, all])
        let (text, report) = try ledger.exported("observations", .geojson)
        #expect(report.rows == 2 && report.withheld == 4)
        // Not even the level is told in public.
        #expect(!text.contains("sensitivity"))
        #expect(try ledger.exported("observations", .geojson, sensitive: true).1.withheld == 0)
    }

    @Test("the labels that GeoNature writes for the five levels are read as the levels")
    func labels() throws {
        let ledger = try Ledger()
        // PnX-SI/GeoNature, docs/sensitivity.rst, "Niveaux de sensibilité", from 0 to 4.
        let report = try ledger.observations(
            sheet([
                "Non sensible - Diffusion précise", "Sensible - Diffusion à la Commune ou Znieff",
                "Sensible - Diffusion à la maille 10km", "Sensible - Diffusion au département",
                "Sensible - Aucune diffusion",
            ]))
        #expect(report.warnings.isEmpty)
        #expect(try ledger.values("SELECT sensitivity FROM observation ORDER BY fid", as: Int.self) == [0, 1, 2, 3, 4])
        #expect(try shown(ledger, sensitive: false) == [["Taxon 0"], ["Taxon 0"]])
    }

    @Test("a level that cannot be read is kept as cited, told, and withheld", arguments: ["5", "-1", "oui", "M01"])
    func undecodable(text: String) throws {
        let ledger = try Ledger()
        let report = try ledger.observations(sheet([text]))
        #expect(report.counts == [1, 0, 0])
        #expect(report.warnings == ["not a SINP sensitivity level (0 to 4): the record will not be published"])
        let row = try #require(try ledger.rows("SELECT sensitivity, sensitivity_as_cited FROM observation").first)
        #expect(row["sensitivity"] as Int? == nil && row["sensitivity_as_cited"] == text)
        #expect(try shown(ledger, sensitive: false) == [[], []])
        #expect(try shown(ledger, sensitive: true) == [["Taxon 0"], ["Taxon 0"]])
    }

    @Test(
        "a number of GeoNature's own list is no level of the SINP, even when it looks like one",
        arguments: ["68", "0", "1"])
    func numbersOfADatabase(text: String) throws {
        let ledger = try Ledger()
        _ = try ledger.observations(sheet([text], column: "id_nomenclature_sensitivity"))
        #expect(try ledger.values("SELECT sensitivity FROM observation", as: Int.self) == [nil])
        #expect(try ledger.values("SELECT sensitivity_as_cited FROM observation", as: String.self) == [text])
        #expect(try shown(ledger, sensitive: false) == [[], []])
    }

    @Test("a level changed in another program is obeyed at once")
    func changedElsewhere() throws {
        let ledger = try Ledger()
        _ = try ledger.observations(sheet(["0"]))
        #expect(try shown(ledger, sensitive: false) == [["Taxon 0"], ["Taxon 0"]])
        try ledger.change("UPDATE observation SET sensitivity = 2")
        #expect(try shown(ledger, sensitive: false) == [[], []])
    }

    @Test("every export withholds the record on every date")
    func onADay() throws {
        let ledger = try Ledger()
        _ = try ledger.observations(sheet(["0", "3"]))
        let path = ledger.folder.path("day.geojson")
        let day = try #require(CalendarDate(iso: "2024-12-31"))
        let report = try ledger.atlas.export("observations", format: .geojson, on: day, to: path)
        #expect(report.rows == 1 && report.withheld == 1)
    }
}
