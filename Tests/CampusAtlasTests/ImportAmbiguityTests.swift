import CampusAtlas
import Foundation
import GRDB
import Testing

/// What reads in two ways is asked about, never guessed.
@Suite struct ImportAmbiguityTests {
    private func surfaces(_ folder: TemporaryFolder, dates: [String]) throws -> String {
        let rows = dates.enumerated().map { "lawn;\($1);\(Plot(20 * Double($0), 0, 20 * Double($0) + 10, 10).wkt)" }
        return try folder.file(
            "surfaces.csv", (["surface_type;valid_from;geometry_wkt"] + rows).joined(separator: "\n"))
    }

    private func surfaces(_ folder: TemporaryFolder, accuracies: [String]) throws -> String {
        let rows = accuracies.enumerated().map {
            "lawn;2020-01-01;\($1);\(Plot(20 * Double($0), 0, 20 * Double($0) + 10, 10).wkt)"
        }
        return try folder.file(
            "surfaces.csv", (["surface_type;valid_from;accuracy_m;geometry_wkt"] + rows).joined(separator: "\n"))
    }

    private func stored(_ column: String, _ atlas: Atlas) throws -> [String] {
        try atlas.rows("SELECT \(column) AS v FROM surface ORDER BY fid").map { ($0["v"] as DatabaseValue).description }
    }

    @Test("a column of dates that reads both ways is refused with its rows, and nothing is written")
    func ambiguousDates() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try surfaces(folder, dates: ["03/04/2026", "05/05/2026", "", "01/02/2026"])
        let before = try atlas.contents()
        #expect(
            throws: ImportError.ambiguousDates(
                file: "surfaces.csv", column: "valid_from", rows: [2, 5], example: "03/04/2026")
        ) { try atlas.importSurfaces(from: path, options: .metric) }
        #expect(try atlas.contents() == before)
    }

    @Test(
        "one day above twelve settles the whole column",
        arguments: [
            ("25/12/2025", "\"2026-04-03\""), ("12/25/2025", "\"2026-03-04\""),
        ])
    func settledByARow(witness: String, expected: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try surfaces(folder, dates: ["03/04/2026", witness])
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 2)
        #expect(try stored("valid_from", atlas) == [expected, "\"2025-12-25\""])
    }

    @Test("the person settles it with date_order", arguments: [("dmy", "\"2026-04-03\""), ("mdy", "\"2026-03-04\"")])
    func settledByThePerson(order: String, expected: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        var options = ImportOptions.metric
        options.constants = ["date_order": order]
        #expect(try atlas.importSurfaces(from: surfaces(folder, dates: ["03/04/2026"]), options: options).accepted == 1)
        #expect(try stored("valid_from", atlas) == [expected])
    }

    @Test("a day that the order of its column does not have is refused alone")
    func impossibleDay() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try surfaces(folder, dates: ["25/12/2025", "31/02/2026", "demain", "04/07/22"])
        let report = try atlas.importSurfaces(from: path, options: .metric)
        #expect(report.accepted == 1 && report.refused == 3)
        #expect(Set(report.remarks.filter { $0.severity == .refused }.flatMap(\.rows)) == [3, 4, 5])
    }

    @Test(
        "two ways of writing dates in one column are refused",
        arguments: [
            (["25/12/2025", "12/25/2025", "26/12/2025"], [3]), (["2025-12-25", "25/12/2025", "2025-12-26"], [3]),
        ])
    func mixedDates(dates: [String], rows: [Int]) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        #expect(throws: ImportError.mixedDates(file: "surfaces.csv", column: "valid_from", rows: rows)) {
            try atlas.importSurfaces(from: surfaces(folder, dates: dates), options: .metric)
        }
        #expect(try atlas.count("surface") == 0)
    }

    @Test("1,234 alone is a thousand or three decimals: refused with its rows")
    func ambiguousDecimals() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        #expect(
            throws: ImportError.ambiguousDecimals(
                file: "surfaces.csv", column: "accuracy_m", rows: [2, 4], example: "1,234")
        ) { try atlas.importSurfaces(from: surfaces(folder, accuracies: ["1,234", "2", "5,678"]), options: .metric) }
        #expect(try atlas.count("surface") == 0)
    }

    @Test(
        "one number that reads a single way settles the column of decimals",
        arguments: [
            ("93,5", "1,234", ["93.5", "1.234"]), ("93.5", "1,234", ["93.5", "1234.0"]),
            ("0,250", "1,234", ["0.25", "1.234"]),
            ("1 234,5", "1,234", ["1234.5", "1.234"]),
        ])
    func settledDecimals(witness: String, number: String, expected: [String]) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try surfaces(folder, accuracies: [witness, number])
        #expect(try atlas.importSurfaces(from: path, options: .metric).accepted == 2)
        #expect(try stored("accuracy_m", atlas) == expected)
    }

    @Test("the person settles it with decimal_mark", arguments: [(",", "1.234"), (".", "1234.0")])
    func declaredDecimals(mark: String, expected: String) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        var options = ImportOptions.metric
        options.constants = ["decimal_mark": mark]
        #expect(try atlas.importSurfaces(from: surfaces(folder, accuracies: ["1,234"]), options: options).accepted == 1)
        #expect(try stored("accuracy_m", atlas) == [expected])
    }

    @Test("comma and point both decimal in one column are refused")
    func mixedDecimals() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        #expect(throws: ImportError.self) {
            try atlas.importSurfaces(from: surfaces(folder, accuracies: ["93,5", "93.5"]), options: .metric)
        }
        #expect(try atlas.count("surface") == 0)
    }
}
