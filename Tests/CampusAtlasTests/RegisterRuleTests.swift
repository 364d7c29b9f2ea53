import CampusAtlas
import Foundation
import Testing

/// The rules that Trackdéchets has for a row of outgoing waste, each at its boundary.
@Suite struct RegisterRuleTests {
    @Test("a SIRET has 14 digits and Luhn's key, and La Poste's a sum that is a multiple of five")
    func siret() {
        // Keys checked with a textbook Luhn in Python; 35600000049837 sums to 45.
        for good in ["73282932000074", "732 829 320 00074", "35600000000048", "35600000049837"] {
            #expect(Siret(good) != nil)
        }
        for bad in [
            "73282932000075", "7328293200007", "732829320000740", "00000000000000", "7328293200007A", "35600000049838",
        ] {
            #expect(Siret(bad) == nil)
        }
        #expect(Siret.isSiren("732829320") && !Siret.isSiren("732829321") && !Siret.isSiren("000000000"))
    }

    /// The documentation's page `reference/operationModes` of Trackdéchets, row by row.
    private static let documented: [String: Set<String>] = {
        let all: Set = ["REUTILISATION", "RECYCLAGE", "AUTRES_VALORISATIONS"]
        let some: Set = ["RECYCLAGE", "AUTRES_VALORISATIONS"]
        var table: [String: Set<String>] = ["R0": ["REUTILISATION"], "R1": ["VALORISATION_ENERGETIQUE"]]
        for code in ["R2", "R3", "R4", "R5", "R7", "R9", "R11"] { table[code] = all }
        for code in ["R6", "R8", "R10"] { table[code] = some }
        for code in ["D1", "D2", "D3", "D4", "D5", "D8", "D9F", "D10", "D12"] { table[code] = ["ELIMINATION"] }
        return table
    }()

    /// The expected modes of Trackdéchets' code, where it says less or more than the page.
    private static let coded: [String: Set<String>] = [
        "R2": ["REUTILISATION", "RECYCLAGE"], "R3": ["RECYCLAGE", "AUTRES_VALORISATIONS"], "R4": ["RECYCLAGE"],
        "R5": ["RECYCLAGE", "AUTRES_VALORISATIONS"], "R6": ["RECYCLAGE", "REUTILISATION"], "R7": ["REUTILISATION"],
        "R8": ["RECYCLAGE", "REUTILISATION"], "R9": ["REUTILISATION", "RECYCLAGE", "VALORISATION_ENERGETIQUE"],
        "R10": ["RECYCLAGE"], "R11": ["RECYCLAGE", "AUTRES_VALORISATIONS", "VALORISATION_ENERGETIQUE"],
    ]

    @Test("an operation has the modes that the documentation and the code both allow, and none when it is not final")
    func modes() {
        for operation in TreatmentOperation.all {
            let documented = Self.documented[operation.code] ?? []
            let expected = documented.intersection(Self.coded[operation.code] ?? documented)
            #expect(Set(operation.modes.map(\.rawValue)) == expected, "\(operation.code)")
        }
        let waiting = TreatmentOperation.all.filter { !$0.isFinal }.map(\.code)
        #expect(Set(waiting) == ["R12", "R13", "D9", "D13", "D14", "D15"])
        #expect(TreatmentOperation.all.count == 27)
        for forbidden in ["D6", "D7", "D11", "R14", "R"] { #expect(TreatmentOperation(forbidden) == nil) }
        #expect(TreatmentOperation("d 9 f")?.code == "D9F")
        #expect(TreatmentOperation.all.filter(\.requiresMeasuredMass).map(\.code) == ["R1", "D5", "D10"])
    }

    @Test(
        "the file has Trackdéchets' hundred headers, in order",
        .enabled(if: corpusIsPresent, "needs the public files"))
    func headers() throws {
        let columns = try String(
            contentsOf: corpus.appending(path: "waste/trackdechets_outgoing_import_columns.csv"), encoding: .utf8)
        let expected = columns.split(whereSeparator: \.isNewline).dropFirst().map { line in
            String(line.split(separator: ";", omittingEmptySubsequences: false)[2])
        }
        try #require(expected.count == 100)
        #expect(try RegisterGround().export().header == expected)
    }

    /// What is tried, and the column at fault; nil when the row is taken.
    struct Trial: CustomTestStringConvertible, Sendable {
        let name: String
        var grams: Int64 = 93_500
        var day = "2026-03-04"
        var method = "B"
        var more = ["destination": "RECYCLE"]
        var sql: String?
        let fault: String?
        var testDescription: String { name }
    }

    private static let party = "UPDATE waste_party SET "
    private static let plant = "UPDATE facility SET "

    private static let trials = [
        Trial(name: "half a kilogram", grams: 500, fault: nil),
        Trial(name: "less than half a kilogram", grams: 499, fault: "Poids en tonnes"),
        Trial(name: "forty tonnes", grams: 40_000_000, fault: nil),
        Trial(name: "forty tonnes, rounded down", grams: 40_000_499, fault: nil),
        Trial(name: "more than forty tonnes", grams: 40_000_500, fault: "Poids en tonnes"),
        // date-fns sub(2026-06-15, {months: 18}) is 2024-12-15 at the time of the day: its own day is no longer taken.
        Trial(name: "eighteen months to the day", day: "2024-12-15", fault: "Date d'expédition"),
        Trial(name: "a day less than eighteen months", day: "2024-12-16", fault: nil),
        Trial(name: "today", day: "2026-06-15", fault: nil),
        Trial(name: "tomorrow", day: "2026-06-16", fault: "Date d'expédition"),
        Trial(name: "a code without spaces", more: ["destination": "RECYCLE", "low_code": "150107"], fault: nil),
        Trial(
            name: "a code out of the list", more: ["destination": "RECYCLE", "low_code": "99 99 99"],
            fault: "Code déchet"),
        Trial(name: "soils", more: ["destination": "RECYCLE", "low_code": "17 05 04"], fault: "Code déchet"),
        Trial(name: "garden soils", more: ["destination": "RECYCLE", "low_code": "20 02 02"], fault: "Code déchet"),
        Trial(
            name: "the hazardous twin in a decree stream", more: ["destination": "RECYCLE", "low_code": "15 01 10*"],
            fault: "Code déchet"),
        Trial(name: "a forbidden operation", more: ["operation_code": "D6"], fault: "Code de traitement prévu"),
        Trial(name: "an operation of one mode", more: ["operation_code": "R4"], fault: nil),
        Trial(
            name: "an operation of two modes, of which none is said", more: ["operation_code": "R5"],
            fault: "Mode de traitement prévu"),
        Trial(name: "an operation that is not final", more: ["operation_code": "R13"], fault: nil),
        Trial(
            name: "an operation against its destination", more: ["destination": "LANDFILL", "operation_code": "R5"],
            fault: "Code de traitement prévu"),
        Trial(name: "an estimate, recycled", method: "E", fault: nil),
        Trial(
            name: "an estimate, incinerated", method: "D", more: ["destination": "INCIN", "operation_code": "D10"],
            fault: "Type de poids"),
        Trial(
            name: "a weighed mass, incinerated", method: "C", more: ["destination": "INCIN", "operation_code": "D10"],
            fault: nil),
        Trial(
            name: "an estimate, burnt for energy", method: "U",
            more: ["destination": "ENERGY", "operation_code": "R1"], fault: "Type de poids"),
        Trial(
            name: "an estimate, buried", method: "G", more: ["destination": "LANDFILL", "operation_code": "D5"],
            fault: "Type de poids"),
        Trial(
            name: "an estimate, buried otherwise", method: "G",
            more: ["destination": "LANDFILL", "operation_code": "D1"], fault: nil),
        Trial(name: "a receipt of five signs", sql: party + "receipt_number = '12345'", fault: nil),
        Trial(
            name: "a receipt of four signs", sql: party + "receipt_number = '1234'",
            fault: "Numéro de récépissé du transporteur n°1"),
        Trial(
            name: "a receipt of fifty signs", sql: party + "receipt_number = '\(String(repeating: "9", count: 50))'",
            fault: nil),
        Trial(
            name: "a receipt of fifty-one signs",
            sql: party + "receipt_number = '\(String(repeating: "9", count: 51))'",
            fault: "Numéro de récépissé du transporteur n°1"),
        Trial(
            name: "no receipt", sql: party + "receipt_number = NULL", fault: "Numéro de récépissé du transporteur n°1"),
        Trial(name: "no receipt needed", sql: party + "receipt_number = NULL, receipt_exempt = TRUE", fault: nil),
        Trial(
            name: "a carrier with a wrong key", sql: party + "siret = '73282932000075'",
            fault: "Numéro d'identification du transporteur n°1"),
        Trial(
            name: "a plant with a wrong key", sql: plant + "siret = '55210055400014'",
            fault: "Numéro d'identification du destinataire"),
        Trial(name: "a plant abroad", sql: plant + "country = 'BE'", fault: "Code pays du destinataire"),
        Trial(
            name: "an address of 150 signs", sql: plant + "address = '\(String(repeating: "é", count: 150))'",
            fault: nil),
        Trial(
            name: "an address of 151 signs", sql: plant + "address = '\(String(repeating: "é", count: 151))'",
            fault: "Libellé de l'adresse du destinataire"),
        Trial(name: "a town of 45 signs", sql: plant + "city = '\(String(repeating: "a", count: 45))'", fault: nil),
        Trial(
            name: "a town of 46 signs", sql: plant + "city = '\(String(repeating: "a", count: 46))'",
            fault: "Commune du destinataire"),
        Trial(
            name: "a postal code of four digits", sql: plant + "postal_code = '3020'",
            fault: "Code postal du destinataire"),
        Trial(name: "a name of two signs", sql: "UPDATE waste_collection SET waste_name = 'ab'", fault: nil),
        Trial(
            name: "a name of one sign", sql: "UPDATE waste_collection SET waste_name = 'a'",
            fault: "Dénomination du déchet"),
        Trial(
            name: "a name of 300 signs",
            sql: "UPDATE waste_collection SET waste_name = '\(String(repeating: "v", count: 300))'", fault: nil),
        Trial(
            name: "a name of 301 signs",
            sql: "UPDATE waste_collection SET waste_name = '\(String(repeating: "v", count: 301))'",
            fault: "Dénomination du déchet"),
        Trial(
            name: "no establishment", sql: "DELETE FROM establishment", fault: "SIRET de l'expéditeur ou du détenteur"),
        Trial(
            name: "no collection", sql: "DELETE FROM waste_collection",
            fault: "Numéro d'identification du transporteur n°1"),
    ]

    @Test("each rule takes what is within it and refuses what is beyond, naming the column", arguments: trials)
    func rule(_ trial: Trial) throws {
        let ground = try RegisterGround()
        try ground.weigh(1, trial.grams, on: trial.day, method: trial.method, trial.more)
        if let sql = trial.sql { try ground.ledger.change(sql) }
        let export = try ground.export()
        guard let fault = trial.fault else {
            #expect(export.report.rows == 1 && export.report.refused == 0, "\(export.report.reasons)")
            return
        }
        #expect(export.report.rows == 0 && export.report.refused == 1)
        #expect(export.refused.first?["Erreur"]?.contains("\(fault) : ") == true, "\(export.report.reasons)")
    }

    @Test("the last day of a month has its 18 months in a shorter one")
    func shorterMonth() throws {
        // date-fns sub(2026-08-31, {months: 18}) is 2025-02-28.
        let ground = try RegisterGround()
        try ground.weigh(1, on: "2025-02-28")
        try ground.weigh(2, on: "2025-03-01")
        let export = try ground.export(asOf: #require(CalendarDate(iso: "2026-08-31")))
        #expect(export.rows.map { $0["Date d'expédition"] } == ["2025-03-01"])
    }
}
