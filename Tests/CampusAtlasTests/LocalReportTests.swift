import CampusAtlas
import Foundation
import GRDB
import Testing

/// What the local rule says as a whole, and why; the expected shares are counted by hand beside each.
@Suite struct LocalReportTests {
    private static let header =
        "scientific_name;habit;origin;planted_on;nombre;vegetal_local;exemption;longitude;latitude\n"

    private func row(
        _ name: String, _ count: Int, on day: String = "2023-11-25", certified: Bool = false, exempt: String = "",
        habit: String = "tree", at place: String = Ledger.inWest
    ) -> String {
        "\(name);\(habit);planted;\(day);\(count);\(certified ? "oui" : "");\(exempt);\(place)\n"
    }

    private func ledger(_ lists: LocalLists, _ plants: [String] = []) throws -> Ledger {
        let folder = try TemporaryFolder()
        let ledger = try Ledger(lists.written(in: folder), campuses: true)
        if !plants.isEmpty { #expect(try ledger.plants(Self.header + plants.joined()).refused == 0) }
        return ledger
    }

    private func standing(_ ledger: Ledger, _ perimeter: Perimeter = .school) throws -> LocalStanding {
        let day = try #require(CalendarDate(iso: "2026-06-30"))
        return try #require(
            try ledger.atlas.localStandings(on: day).standings.first { $0.perimeter == perimeter })
    }

    private static let natives = ["gard;Celtis australis;;native", "gard;Cedrus atlantica;;introduced"]

    @Test("flow and stock, bounds, L3 and campuses, as the figure has them")
    func shares() throws {
        let ledger = try ledger(
            LocalLists(Self.natives),
            [
                row("Celtis australis", 4, certified: true), row("Celtis australis", 2), row("Cedrus atlantica", 3),
                row("Sorbus domestica", 1, certified: true), row("Sorbus domestica", 2, at: Ledger.inEast),
                row("Cedrus atlantica", 8, on: "1990-01-01"),
            ])
        let school = try standing(ledger)
        // Planted since 2022-12-31: 12; 6 local, 3 not, 3 not assessed: 6/12, at best 9/12.
        #expect(school.flow.total == 12 && school.flow.notAssessed == 3)
        expect(school.flow.l2, is: 0.5, from: 0.5, to: 0.75)
        // L3: 4 certified and local; of the 3 not assessed 1 is certified: 4/12, at best 5/12.
        expect(school.flow.l3, is: 4.0 / 12, from: 4.0 / 12, to: 5.0 / 12)
        // All alive: 20; 6 local, 3 not assessed.
        expect(school.stock.l2, is: 0.3, from: 0.3, to: 0.45)
        // East: 2, none assessed.
        expect(try standing(ledger, .campus(Ledger.east)).flow.l2, is: 0, from: 0, to: 1)
        let figure = try ledger.standing("species.local_share", on: "2026-06-30").figure
        #expect(figure.estimate == school.flow.l2 && figure.companion("species.local_share_l3") == school.flow.l3)
        #expect(figure.coverage == 0.75)
    }

    @Test("an exempt plant is out of the count and listed beside it, with its class")
    func exemption() throws {
        let ledger = try ledger(
            LocalLists(Self.natives),
            [
                row("Celtis australis", 1), row("Cedrus atlantica", 1),
                row("Cedrus atlantica", 5, exempt: "heritage"), row("Malus domestica", 7, exempt: "food_garden"),
                row("Celtis australis", 2, exempt: "heritage"),
            ])
        let school = try standing(ledger)
        // 1 of 2; without exemption it would be 3 of 16.
        expect(school.flow.l2, is: 0.5, from: 0.5, to: 0.5)
        #expect(school.stock.total == 2)
        #expect(school.exemptIndividuals.map(\.individuals) == [7, 7])
        #expect(school.exemptIndividuals.map(\.exemption) == [.heritage, .foodGarden])
        let (standing, rows) = try ledger.atlas.explain(
            "species.local_share", on: #require(CalendarDate(iso: "2026-06-30")))
        expect(standing.figure.companion("species.exempt.heritage"), is: 7, from: 7, to: 7)
        #expect(rows.compactMap(\.amount).reduce(0, +) == 2)
        #expect(rows.filter { $0.role.en == "exempt, not counted: heritage trees" }.count == 2)
    }

    @Test("a bed counts its individuals where they are known, and its area by taxon of its palette")
    func beds() throws {
        let ledger = try ledger(LocalLists(Self.natives), [row("Celtis australis", 1)])
        let planted = #""planted_on":"2023-11-25","habit":"shrub""#
        let file = try ledger.folder.file(
            "beds.geojson",
            PlantBookTests.beds([
                (4.085, #""espece":"Celtis australis","nombre":3,"# + planted),
                (4.085, #""espece":"Cedrus atlantica","# + planted),
                (4.086, #""espece":"Sorbus domestica","nombre":4,"# + planted),
                (4.087, #""espece":"Celtis australis","exemption":"collection","# + planted),
            ]))
        #expect(try ledger.atlas.importPlants(from: file, options: ledger.options()).counts == [4, 0, 0])
        let school = try standing(ledger)
        // Individuals: 1 tree and 3 of a bed are local, 4 not assessed; the cedars were not counted.
        #expect(school.flow.total == 8 && school.uncountedBeds == 1)
        expect(school.flow.l2, is: 0.5, from: 0.5, to: 1)
        // Two beds of one area a, the third exempt: a/2 local, a/2 not, a not assessed: 1/4, at best 3/4.
        let beds = try #require(school.beds)
        expect(
            beds.l2.map { Estimate(round($0), lower: round($0, \.lower), upper: round($0, \.upper)) }, is: 0.25,
            from: 0.25, to: 0.75)
        // 0.0001° of longitude by 0.0001° of latitude at 44.135°: on GRS80, 1° is 80 024 m by 111 115 m
        // (N = 6 388 514 m, M = 6 366 414 m; N cos φ π/180, M π/180), so 88.92 m² a bed.
        #expect(abs(beds.total - 2 * 88.92) < 0.2)
        let figure = try ledger.standing("species.local_share", on: "2026-06-30").figure
        #expect(figure.companion("species.local_share_bed_area") == beds.l2)
        #expect(figure.note?.en == "1 woody beds without a number of individuals count by their area only.")
    }

    /// Two beds of one size on the ellipsoid differ by the rounding of their corners to 1 mm.
    private func round(_ estimate: Estimate, _ bound: KeyPath<Estimate, Double> = \.value) -> Double {
        (estimate[keyPath: bound] * 1000).rounded() / 1000
    }

    @Test("presumed native on a regional list is not assessed, and the answer says presumed native")
    func presumedNative() throws {
        let ledger = try ledger(LocalLists(["gard;Celtis australis;;presumed_native"]))
        let why = try ledger.atlas.localWhy("Celtis australis", on: .today)
        #expect(why.verdicts.map(\.verdict.explanation.en) == ["not assessed: presumed native, by gard (v1)"])
        #expect(why.verdicts.map(\.verdict.explanation.fr) == ["non évalué : présumé indigène, d'après gard (v1)"])
        #expect(why.substitutes == .notNeeded)
        let nowhere = try ledger.atlas.localWhy("Arbor ignota", on: .today)
        #expect(
            nowhere.verdicts.map(\.verdict.explanation.en) == ["not assessed: on no list"] && nowhere.mentions.isEmpty)
    }

    @Test("every list that names the taxon is shown, and whether its edition decides")
    func mentions() throws {
        let ledger = try ledger(LocalLists(["gard;Acer negundo;;native", "exotiques;Acer negundo;;invasive"]))
        var edition = ChecklistEdition(list: "gard", version: "v2", area: "Gard", kind: .native)
        edition.publishedOn = CalendarDate(iso: "2026-01-01")
        edition.source = "essai"
        _ = try ledger.atlas.loadChecklist(
            from: ledger.folder.file("gard.csv", "nom;statut\nAcer negundo;introduit\n"), edition,
            options: ledger.options())
        let why = try ledger.atlas.localWhy("Acer negundo L.", on: .today)
        #expect(why.mentions.map(\.edition) == ["gard (v1)", "exotiques (v1)", "gard (v2)"])
        #expect(why.mentions.map(\.decides) == [false, true, true])
        #expect(why.mentions.map(\.status) == [.native, .invasive, .introduced])
        #expect(why.verdicts.map(\.verdict.explanation.en) == ["invasive, by exotiques (v1)"])
    }

    @Test("substitutes are natives of the same habit, never invasive, never hybrid, each with its source")
    func substitutes() throws {
        let lists = LocalLists([
            "gard;Arbor vera;;native", "gard;Arbor × mixta;;native", "gard;Arbor mala;;native",
            "gard;Frutex verus;;native", "gard;Arbor dubia;;uncertain", "gard;Arbor ignota;;native",
            "exotiques;Arbor mala;;invasive", "gard;Arbor aliena;;introduced",
        ])
        let ledger = try ledger(lists, [row("Arbor aliena", 1, habit: "hedge")])
        for (name, habit) in [
            ("Arbor vera", "tree"), ("Arbor × mixta", "tree"), ("Arbor mala", "tree"), ("Frutex verus", "shrub"),
            ("Arbor dubia", "tree"), ("Arbor aliena", "tree"),
        ] {
            try ledger.change(
                "INSERT INTO taxon (uuid, scientific_name, habit, source) VALUES ('\(name)', '\(name)', '\(habit)', 'essai')"
            )
        }
        func proposed(_ subject: String) throws -> [String]? {
            guard case .taxa(let taxa, _) = try ledger.atlas.localWhy(subject, on: .today).substitutes else {
                return nil
            }
            #expect(taxa.allSatisfy { $0.list.source == "essai" && $0.list.edition == "gard (v1)" })
            return taxa.map(\.scientificName)
        }
        #expect(try proposed("Arbor aliena") == ["Arbor vera"])
        #expect(try proposed("Arbor mala") == ["Arbor vera"])
        // As a hedge, it is replaced by shrubs.
        let uuid = try #require(try ledger.values("SELECT uuid FROM plant", as: String.self).first ?? nil)
        #expect(try proposed(uuid) == ["Frutex verus"])
        #expect(try proposed("Arbor vera") == nil && proposed("Arbor dubia") == nil)
        #expect(try ledger.atlas.localWhy("Planta × ignota", on: .today).substitutes == .habitUnknown)
    }

    @Test("lists that disagree by campus give an answer for each")
    func byCampus() throws {
        var lists = LocalLists(["ouest;Celtis australis;;native"])
        lists.checklists = ["ouest;native;\(Ledger.west)"]
        let answers = try ledger(lists).atlas.localWhy("Celtis australis", on: .today).verdicts
        #expect(answers.map(\.campus) == [Ledger.east, Ledger.west])
        #expect(answers.map(\.verdict.isLocal) == [nil, true])
    }

    @Test("the report names the rule's version and the editions that decide, in JSON too")
    func version() throws {
        let ledger = try ledger(LocalLists(Self.natives), [row("Celtis australis", 3), row("Sorbus domestica", 1)])
        let (report, standings) = try ledger.atlas.localStandings(on: #require(CalendarDate(iso: "2026-06-30")))
        #expect(report.lists.map(\.list) == ["exotiques", "gard"])
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(report.json(standings))) as? [String: Any])
        #expect(json["rule_version"] as? Int == 2 && (json["lists"] as? [Any])?.count == 2)
        let perimeters = try #require(json["perimeters"] as? [[String: Any]])
        #expect(perimeters.map { $0["campus"] as? String } == [nil, Ledger.east, Ledger.west])
        let flow = try #require(perimeters[0]["flow"] as? [String: Any])
        #expect(flow["total"] as? Int == 4 && flow["not_assessed"] as? Int == 1)
        #expect((flow["l2"] as? [String: Double]) == ["value": 0.75, "lower": 0.75, "upper": 1])
    }
}
