import CampusAtlas
import Foundation
import GRDB
import Testing

/// What may enter the book of observations: dates, status, names, places.
@Suite struct ObservationRuleTests {
    private func one(
        _ header: String, _ row: String, in ledger: Ledger
    ) throws -> (report: ImportReport, row: StoredRow?) {
        let report = try ledger.observations(
            "scientificName;decimalLongitude;decimalLatitude;\(header)\nApus apus;4.0881;44.1331;\(row)\n")
        return (report, try ledger.rows("SELECT * FROM observation").first)
    }

    @Test(
        "an eventDate covers the days that ISO 8601 says",
        arguments: [
            ("2024-06-15", "2024-06-15", "2024-06-15"), ("2024-06-15/18", "2024-06-15", "2024-06-18"),
            ("2024-06-15/07-02", "2024-06-15", "2024-07-02"), ("2023-12-30/2024-01-02", "2023-12-30", "2024-01-02"),
            ("2024-06", "2024-06-01", "2024-06-30"), ("2024-02", "2024-02-01", "2024-02-29"),
            ("2023-02", "2023-02-01", "2023-02-28"), ("2019", "2019-01-01", "2019-12-31"),
            ("2024-06-15T23:30:00+02:00", "2024-06-15", "2024-06-15"),
        ])
    func eventDate(text: String, first: String, last: String) throws {
        let (report, row) = try one("eventDate", text, in: Ledger())
        #expect(report.counts == [1, 0, 0])
        #expect(row?["event_date"] == text)
        #expect(row?["event_start"] == first)
        #expect(row?["event_end"] == last)
    }

    @Test(
        "an eventDate that ISO 8601 does not know is refused",
        arguments: ["15/06/2024", "2024-02-30", "2024-13", "2024-06-18/15", "juin 2024", "24-06-15"])
    func badEventDate(text: String) throws {
        let (report, row) = try one("eventDate", text, in: Ledger())
        #expect(report.counts == [0, 1, 0])
        #expect(report.reasons == ["not an ISO 8601 date (2026-06-15, 2026-06-15/18, 2026-06)"])
        #expect(row == nil)
    }

    @Test("nothing was seen tomorrow, and something may have been seen today", arguments: ["eventDate", "date_debut"])
    func future(column: String) throws {
        let tomorrow = try #require(CalendarDate.today.advanced(by: 1))
        #expect(try one(column, "\(tomorrow)", in: Ledger()).report.reasons == ["date in the future"])
        #expect(try one(column, "\(CalendarDate.today)", in: Ledger()).report.counts == [1, 0, 0])
    }

    @Test("a first and a last day make an interval, and the last does not come before the first")
    func firstAndLastDay() throws {
        let (_, row) = try one("date_debut;date_fin", "15/06/2024;18/06/2024", in: Ledger())
        #expect(row?["event_date"] == "2024-06-15/2024-06-18")
        let (report, _) = try one("date_debut;date_fin", "18/06/2024;15/06/2024", in: Ledger())
        #expect(report.reasons == ["the end comes before the start"])
    }

    @Test("a record without a date is kept, and the person is told")
    func noDate() throws {
        let (report, row) = try one("locality", "Alès", in: Ledger())
        #expect(report.counts == [1, 0, 0])
        #expect(report.warnings == ["without a date: kept, but in no figure"])
        #expect(row?["event_start"] as String? == nil)
    }

    @Test(
        "presence and absence are told in Darwin Core's words and in those of the SINP; a count of zero is an absence",
        arguments: [
            ("present;", "present"), ("PRESENT;3", "present"), ("Pr;", "present"), ("Présent;", "present"),
            ("absent;", "absent"), ("ABSENT;", "absent"), ("No;", "absent"), ("Non observé;", "absent"),
            (";0", "absent"), (";4", "present"), (";", "present"),
        ])
    func status(given: String, kept: String) throws {
        let (report, row) = try one("occurrenceStatus;individualCount", given, in: Ledger())
        #expect(report.counts == [1, 0, 0])
        #expect(row?["occurrence_status"] == kept)
    }

    @Test(
        "a status or a number that says nothing is refused",
        arguments: [
            ("peut-être;", "present or absent is needed"), (";-1", "negative number"), (";2,5", "not a whole number"),
        ])
    func badStatus(given: String, reason: String) throws {
        #expect(try one("occurrenceStatus;individualCount", given, in: Ledger()).report.reasons == [reason])
    }

    @Test("where there is no scientific name the name given is taken and told; without any the row is refused")
    func names() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(
            """
            nom_cite;nom_vernaculaire;date;longitude;latitude
            ;Martinet noir;2024-06-15;4.0881;44.1331
            ;;2024-06-15;4.0881;44.1331

            """)
        #expect(report.counts == [1, 1, 0])
        #expect(report.warnings == ["no scientific name: the name given is taken"])
        #expect(report.reasons == ["no name of a taxon"])
        #expect(try ledger.values("SELECT scientific_name FROM observation", as: String.self) == ["Martinet noir"])
    }

    @Test("an uncertainty of zero is no uncertainty: it is left empty and told")
    func uncertainty() throws {
        let (report, row) = try one("eventDate;coordinateUncertaintyInMeters", "2024-06-15;0", in: Ledger())
        #expect(report.warnings == ["uncertainty of zero or less: left empty"])
        #expect(row?["coordinate_uncertainty_in_meters"] as Double? == nil)
    }

    @Test("one coordinate without the other is refused; neither is a record without a place")
    func places() throws {
        let ledger = try Ledger()
        let report = try ledger.observations(
            """
            scientificName;eventDate;decimalLongitude;decimalLatitude
            Apus apus;2024-06-15;4.0881;
            Apus apus;2024-06-15;;
            Apus apus;2024-06-15;NA;NA

            """)
        #expect(report.counts == [2, 1, 0])
        #expect(report.reasons == ["one coordinate is missing"])
        #expect(report.warnings == ["without coordinates: kept, but not placed on the map"])
    }
}
