import Formats
import Foundation
import Testing

@Suite struct DateTests {
    /// Python: (date(y, m, d) - date(1970, 1, 1)).days
    @Test(arguments: [
        ("0001-01-01", -719162), ("1582-10-15", -141427), ("1899-12-31", -25568), ("1970-01-01", 0),
        ("2000-02-29", 11016),
        ("2024-02-29", 19782), ("2026-12-31", 20818), ("9999-12-31", 2_932_896),
    ])
    func `days are counted from 1970`(iso: String, number: Int) {
        let date = CalendarDate(iso: iso)
        #expect(date?.dayNumber == number)
        #expect(CalendarDate(dayNumber: number) == date)
        #expect(date?.description == iso)
    }

    @Test func `every day of eight centuries follows the one before`() throws {
        var date = try #require(CalendarDate(iso: "1600-01-01"))
        for number in date.dayNumber + 1..<date.dayNumber + 292_000 {
            let next = try #require(CalendarDate(dayNumber: number))
            guard next > date, next.dayNumber == number else {
                Issue.record("\(next)")
                return
            }
            date = next
        }
        #expect(date.advanced(by: -291_999) == CalendarDate(iso: "1600-01-01"))
    }

    @Test(arguments: [
        "2023-02-29", "2023-02-30", "1900-02-29", "2023-04-31", "2023-13-01", "2023-00-10", "2023-01-00", "0000-01-01",
        "2023-1-1",
        "20230101", "2023-01-01T00:00", " 2023-01-01", "2023/01/01", "-2023-01-01", "２０２３-01-01", "",
    ])
    func `what is no ISO day is refused`(text: String) {
        #expect(CalendarDate(iso: text) == nil)
    }

    /// Python: datetime.fromisoformat(text).timestamp()
    @Test(arguments: [
        ("2011-10-22T00:00Z", 1_319_241_600, 0, "2011-10-22T00:00:00Z"),
        ("2009-02-20T08:40:12+02:00", 1_235_112_012, 0, "2009-02-20T06:40:12Z"),
        ("1963-03-08T14:07-0600", -215_149_980, 0, "1963-03-08T20:07:00Z"),
        ("2018-08-29 15:19:00.250Z", 1_535_555_940, 250_000_000, "2018-08-29T15:19:00.250Z"),
        ("1969-12-31T23:59:59Z", -1, 0, "1969-12-31T23:59:59Z"),
        ("2020-01-01T00:30+01", 1_577_835_000, 0, "2019-12-31T23:30:00Z"),
    ])
    func `an instant is read with its zone`(text: String, seconds: Int, nanoseconds: Int, iso: String) throws {
        let instant = try #require(Instant(iso: text))
        #expect(instant.seconds == seconds)
        #expect(instant.nanoseconds == nanoseconds)
        #expect(instant.description == iso)
        #expect(Instant(iso: instant.description) == instant)
    }

    @Test(arguments: [
        "2011-10-22T00:00", "2011-10-22", "2011-10-22T24:00Z", "2011-10-22T00:60Z", "2011-10-22T00:00:61Z",
        "2011-10-22T0:00Z",
        "2011-02-30T00:00Z", "2011-10-22T00:00+2", "2011-10-22T00:00 Z", "2011-10-22T00:00:00.Z",
        "0001-01-01T00:00+01:00",
    ])
    func `what names no instant is refused`(text: String) {
        #expect(Instant(iso: text) == nil)
    }

    /// The examples of http://rs.tdwg.org/dwc/terms/eventDate, and their meaning as its comments give it.
    @Test(arguments: [
        ("1963-03-08T14:07-0600", "1963-03-08", "1963-03-08"), ("2009-02-20T08:40Z", "2009-02-20", "2009-02-20"),
        ("2018-08-29T15:19", "2018-08-29", "2018-08-29"), ("1809-02-12", "1809-02-12", "1809-02-12"),
        ("1906-06", "1906-06-01", "1906-06-30"), ("1971", "1971-01-01", "1971-12-31"),
        ("2007-03-01T13:00:00Z/2008-05-11T15:30:00Z", "2007-03-01", "2008-05-11"),
        ("1900/1909", "1900-01-01", "1909-12-31"),
        ("2007-11-13/15", "2007-11-13", "2007-11-15"), ("2007-11-13/12-02", "2007-11-13", "2007-12-02"),
        ("2007-02/03", "2007-02-01", "2007-03-31"), ("2024-02", "2024-02-01", "2024-02-29"),
    ])
    func `an event date covers its days`(text: String, first: String, last: String) {
        let date = EventDate(text)
        #expect(date?.first.description == first)
        #expect(date?.last.description == last)
    }

    @Test(arguments: [
        "", "/", "2007-11-13/", "/2007", "2007-11-15/13", "2007/2006", "2007-13", "13/11/2007", "2007-11-13/15/16",
        "été 2007", "2007-11-13T25:00",
    ])
    func `what covers no days is refused`(text: String) {
        #expect(EventDate(text) == nil)
    }

    private func conclusion(_ values: [String], declared: DateOrder? = nil) -> DateColumn.Conclusion {
        column(values, declared: declared).conclusion
    }

    private func column(_ values: [String], declared: DateOrder? = nil) -> DateColumn {
        var column = DateColumn(declared: declared)
        for (index, value) in values.enumerated() {
            var record = Record(number: index + 2)
            record.append(value)
            column.observe(record, 0)
        }
        return column
    }

    @Test func `one row that reads a single way settles the order of its column`() {
        #expect(conclusion(["04/07/2022", "14/07/2022"]) == .dayMonthYear)
        #expect(conclusion(["04/07/2022", "07/14/2022"]) == .monthDayYear)
        #expect(conclusion(["04-07-2022", "14-04-2022 15:08"]) == .dayMonthYear)
        #expect(conclusion(["4.7.2022", "31.12.2022 8:05"]) == .dayMonthYear)
        #expect(conclusion(["2022-07-04", "2022/7/4", "2022-07-04T10:00:00Z", ""]) == .iso)
        #expect(conclusion(["", "  "]) == .empty)
    }

    @Test func `nothing is guessed: a column that no row settles is refused with its rows`() {
        #expect(conclusion(["04/07/2022", "", "05/07/2022"]) == .ambiguous(rows: [2, 4]))
        // The same day both ways says nothing, and hides nothing.
        #expect(conclusion(["04/04/2022", "04/07/2022"]) == .ambiguous(rows: [3]))
        #expect(conclusion(["04/04/2022", "05/05/2022"]) == .dayMonthYear)
        #expect(conclusion(["04/07/2022"], declared: .monthDayYear) == .monthDayYear)
    }

    @Test func `two orders in a column are told with the rows of the rarer`() {
        #expect(conclusion(["14/07/2022", "15/07/2022", "07/14/2022"]) == .mixed(rows: [4]))
        #expect(conclusion(["2022-07-04", "2022-07-05", "04/07/2022"]) == .mixed(rows: [4]))
    }

    @Test(arguments: [
        "27/sept", "2025 / 10", "15:08 4/11/22", "04/07/22", "31/02/2022", "32/01/2022", "2022-02-30", "1/2",
        "a/b/2022", "04/07-2022", "04/07/2022 25:00", "44743",
    ])
    func `what is no date is listed`(text: String) {
        #expect(column([text]).unreadableRows == [2])
        #expect(conclusion([text]) == .empty)
    }

    @Test func `a date is read in the order of its column, or says why not`() throws {
        #expect(try CalendarDate("04/07/2022", order: .dayMonthYear).description == "2022-07-04")
        #expect(try CalendarDate("04/07/2022", order: .monthDayYear).description == "2022-04-07")
        #expect(try CalendarDate(" 2022-07-04 10:00 ", order: .iso).description == "2022-07-04")
        #expect(throws: DateProblem.noSuchDay(found: "14/07/2022")) {
            try CalendarDate("14/07/2022", order: .monthDayYear)
        }
        #expect(throws: DateProblem.twoDigitYear(found: "04/07/22")) {
            try CalendarDate("04/07/22", order: .dayMonthYear)
        }
        #expect(throws: DateProblem.notADate(found: "27/sept")) { try CalendarDate("27/sept", order: .dayMonthYear) }
        #expect(throws: DateProblem.notADate(found: "2022-07-04")) {
            try CalendarDate("2022-07-04", order: .dayMonthYear)
        }
    }

    @Test(
        .enabled(if: corpusIsPresent, corpusIsAbsent),
        arguments: [("sheet1", DateColumn.Conclusion.ambiguous(rows: [2, 3, 4, 5])), ("sheet2", .dayMonthYear)])
    func `two sheets of one team are told apart, or asked about`(sheet: String, expected: DateColumn.Conclusion) throws
    {
        let path = corpus.appendingPathComponent(
            "waste/rbtl-fs22/raw_data__lord-of-the-bins__04-05-2022_rbtl_data_\(sheet).csv"
        ).path
        let reader = try DelimitedTextReader(ByteSource(path))
        let index = try #require(reader.header.firstIndex(of: "day_of_collection"))
        var column = DateColumn()
        var record = Record()
        while try reader.next(into: &record) { column.observe(record, index) }
        #expect(column.conclusion == expected)
    }
}
