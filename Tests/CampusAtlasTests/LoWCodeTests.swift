import CampusAtlas
import Foundation
import GRDB
import Testing

/// The list of waste, and what spreadsheets make of its codes.
@Suite struct LoWCodeTests {
    private static let codes: LoWCodes? = try? TemporaryFolder().atlas().pool.read { try LoWCodes($0) }

    private func codes() throws -> LoWCodes { try #require(Self.codes) }

    private func oracle(_ name: String) throws -> String {
        try #require(Bundle.module.url(forResource: "Oracles/\(name)", withExtension: nil)).path
    }

    /// 842 codes, 408 of them hazardous, 5 of soils: counted by Python in the file that Trackdéchets publishes.
    @Test("the list has its 842 codes, and an asterisk is that of a hazardous waste")
    func list() throws {
        let atlas = try TemporaryFolder().atlas()
        let counts = try atlas.pool.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), sum(hazardous), sum(is_soil), sum(hazardous <> (code LIKE '%*')), count(DISTINCT source)
                    FROM low_code
                    """)
        }
        #expect(counts.map { row in (0..<5).map { row[$0] as Int } } == [842, 408, 5, 0, 1])
    }

    /// By Python's `datetime`, 816 of the 842 are a day when they are read as day, month and year.
    @Test(
        "every code that is a day comes back from a spreadsheet's date cell",
        arguments: ["affiche", "jour", "local", "iso"])
    func dates(sheet: String) throws {
        try roundTrip("low_dates.xlsx", sheet: sheet)
    }

    @Test("a workbook that counts its days from 1904 gives the codes back too")
    func dates1904() throws { try roundTrip("low_dates_1904.xlsx", sheet: nil) }

    private func roundTrip(_ name: String, sheet: String?) throws {
        let ledger = try Ledger()
        var options = ledger.options(set: ["stream": "HAZ_CHEM"], map: ["code déchet": "low_code", "kg": "mass"])
        options.sheet = sheet
        let report = try ledger.atlas.importWeighings(from: oracle(name), options: options)
        #expect(report.counts == [816, 0, 0])
        let told = try #require(report.remarks.first { $0.message.en.hasPrefix("the spreadsheet made a date") })
        #expect(told.count == 816 && told.column == "code déchet" && told.rows.count == 5)
        let different = try ledger.values(
            """
            SELECT count(*) FROM weighing
            WHERE low_code IS NOT json_extract(source_attributes, '$.attendu') OR weighed_on <> '2026-04-07'
            """, as: Int.self)
        #expect(different == [0])
        #expect(try ledger.values("SELECT count(DISTINCT low_code) FROM weighing", as: Int.self) == [816])
    }

    @Test(
        "a code is read as people and programs write it",
        arguments: [
            ("20 03 01", "20 03 01", .none), ("200301", "20 03 01", .none), ("20\u{00A0}03 01", "20 03 01", .none),
            ("17 04 09*", "17 04 09*", .none), ("170409 *", "17 04 09*", .none), ("20 0301", "20 03 01", .none),
            ("20/03/2001", "20 03 01", .madeADate), ("2001-03-20", "20 03 01", .madeADate),
            ("2001-03-20 00:00:00", "20 03 01", .madeADate), ("20/3/01", "20 03 01", .madeADate),
            ("20 3 1", "20 03 01", .madeADate), ("20301", "02 03 01", .madeADate),
            ("10101", "01 01 01", .madeADate), ("20-01-40", "20 01 40", .madeADate),
            ("20/01/1940", "20 01 40", .madeADate), ("20.03.01", "20 03 01", .madeADate),
            ("17 04 09", "17 04 09*", .withoutAsterisk), ("17/04/2009", "17 04 09*", .madeADate),
        ] as [(String, String, LoWCodes.Difference)])
    func forms(text: String, code: String, difference: LoWCodes.Difference) throws {
        guard case .code(let entry, let found) = try codes().read(text) else {
            Issue.record("\(text) is not read")
            return
        }
        #expect(entry.code == code && found == difference)
    }

    @Test("what is no code of the list is refused as what it is")
    func noCode() throws {
        for text in ["20 mars 2001", "OM", "20 03", "2003011", "20 03 01 02", "R12", ""] {
            #expect(try codes().read(text) == .notACode)
        }
        #expect(try codes().read("20 03 99") == .code(try entry("20 03 99"), .none))
        #expect(try codes().read("21 03 01") == .notInList("21 03 01"))
        #expect(try codes().read("20 03 01*") == .notInList("20 03 01*"))
    }

    private func entry(_ code: String) throws -> LoWCodes.Entry {
        guard case .code(let entry, _) = try codes().read(code) else { throw ImportError.noRow(code) }
        return entry
    }

    @Test("what a date cell shows decides over its day: yy mm dd is not dd mm yy")
    func shown() throws {
        #expect(try codes().read("2020-03-01", shown: "20 03 01") == .code(try entry("20 03 01"), .madeADate))
        #expect(try codes().read("2001-03-20", shown: "20/03/2001") == .code(try entry("20 03 01"), .madeADate))
    }

    @Test(
        "a hazardous twin never enters a stream of the decree, nor any that is not hazardous",
        arguments: [
            ("20 01 37*", "WOOD"), ("17 02 04*", "GLASS"), ("17 02 04*", "PLASTIC"), ("17 02 04*", "WOOD"),
            ("17 04 09*", "METAL"), ("17 08 01*", "PLASTER"), ("17 05 03*", "MINERAL"), ("20 01 37*", "OM"),
        ])
    func hazardousTwins(code: String, stream: String) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;flux;kg;codedechet\n2024-05-04;\(stream);2;\(code)\n", map: ["kg": "mass"])
        #expect(report.counts == [0, 1, 0])
        let decree = stream == "OM" ? "" : ", a stream of decree 2021-950"
        #expect(report.reasons == ["\(code) is hazardous waste: it does not enter \(stream)\(decree)"])
        // Without its asterisk, it is the same waste.
        let plain = try ledger.weighings(
            "date;flux;kg;codedechet\n2024-05-04;\(stream);2;\(code.dropLast())\n", map: ["kg": "mass"])
        #expect(plain.counts == [0, 1, 0])
    }

    @Test(
        "a code gives its stream when one alone accepts it, and says so; otherwise the stream is asked",
        arguments: [
            ("20 03 01", "OM"), ("15 01 07", "GLASS"), ("16 06 01*", "BATT"), ("02 01 03", "OTHER"), ("17 04 09*", nil),
        ] as [(String, String?)])
    func streamOfCode(code: String, stream: String?) throws {
        let ledger = try Ledger()
        let report = try ledger.weighings("date;kg;codedechet\n2024-05-04;2;\(code)\n", map: ["kg": "mass"])
        #expect(report.counts == (stream == nil ? [0, 1, 0] : [1, 0, 0]))
        #expect(try ledger.values("SELECT stream FROM weighing", as: String.self) == (stream.map { [$0] } ?? []))
        let said = report.remarks.first { $0.message.en.contains("stream") }
        #expect(said?.example == (stream.map { "\(code) → \($0)" } ?? code))
    }

    @Test("a code that another stream accepts is kept and told; one that no list has is refused")
    func otherCodes() throws {
        let ledger = try Ledger()
        let report = try ledger.weighings(
            "date;flux;kg;codedechet\n2024-05-04;OM;2;20 01 08\n2024-05-05;OM;2;99 01 08\n2024-05-06;OM;2;ordures\n",
            map: ["kg": "mass"])
        #expect(report.counts == [1, 2, 0])
        #expect(report.warnings == ["code that is not of those of stream OM, kept as it is"])
        #expect(
            report.reasons == [
                "this code is not in the list of waste (R541-8)", "not a waste code: XX XX XX, or XX XX XX*",
            ])
        #expect(try ledger.values("SELECT low_code FROM weighing", as: String.self) == ["20 01 08"])
    }
}
