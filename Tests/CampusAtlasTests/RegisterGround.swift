import CampusAtlas
import Foundation
import Testing

/// An atlas with all that a register asks: an establishment, a carrier, a facility and who takes glass to it.
struct RegisterGround {
    let ledger: Ledger

    /// The SIRETs have a Luhn key, checked with a textbook implementation in Python.
    static let school = "13002526500013"
    static let carrier = "73282932000074"
    static let plant = "55210055400013"
    static let today = CalendarDate(year: 2026, month: 6, day: 15) ?? .today

    init() throws {
        ledger = try Ledger(campuses: true)
        let atlas = ledger.atlas
        try atlas.setEstablishment(
            Establishment(
                campus: Ledger.west, siret: #require(Siret(Self.school)), name: "École",
                address: PostalAddress(street: "6 avenue de Clavières", postalCode: "30100", city: "Alès")))
        try atlas.addWasteParty(
            WasteParty(
                name: "Cévennes Collecte", role: .carrier, siret: Self.carrier, receipt: "30-2024-017",
                address: PostalAddress(street: "1 rue du Port", postalCode: "30100", city: "Alès")))
        try addFacility("Verrerie du Sud", Self.plant)
        try atlas.addWasteCollection(
            WasteCollection(
                stream: "GLASS", carrier: "Cévennes Collecte", facility: "Verrerie du Sud", operation: "R5",
                since: #require(CalendarDate(iso: "2016-01-01"))))
    }

    func addFacility(_ name: String, _ siret: String?) throws {
        let siret = siret.map { "'\($0)'" } ?? "NULL"
        try ledger.change(
            "INSERT INTO facility (name, siret, address, postal_code, city, country) "
                + "VALUES ('\(name)', \(siret), 'ZI', '30200', 'Bagnols-sur-Cèze', 'FR')")
    }

    static func uuid(_ number: Int) -> String { "0190d3a0-0000-7000-8000-" + String(format: "%012d", number) }

    /// A weighing as the ledger keeps it.
    func weigh(
        _ number: Int = 1, _ grams: Int64 = 93_500, on day: String = "2026-03-04", stream: String = "GLASS",
        method: String = "B", _ more: [String: String] = ["destination": "RECYCLE"]
    ) throws {
        var values = [
            "uuid": Self.uuid(number), "weighed_on": day, "campus": Ledger.west, "stream": stream,
            "net_mass_g": String(grams), "mass_as_typed": String(grams), "unit_as_typed": "g", "method": method,
        ]
        values.merge(more) { $1 }
        let columns = values.keys.sorted()
        let texts = columns.map { "'\(values[$0, default: ""].replacing("'", with: "''"))'" }
        try ledger.change(
            "INSERT INTO weighing (\(columns.joined(separator: ", "))) VALUES (\(texts.joined(separator: ", ")))")
    }

    /// Corrects or cancels a weighing, by number.
    func correct(_ number: Int, by other: Int, _ grams: Int64, cancelled: Bool = false) throws {
        try ledger.change(
            """
            INSERT INTO weighing (uuid, weighed_on, campus, stream, destination, net_mass_g, mass_as_typed, unit_as_typed,
              method, corrects, is_cancelled, reason)
            SELECT '\(Self.uuid(other))', weighed_on, campus, stream, destination, \(grams), mass_as_typed, unit_as_typed,
              method, fid, \(cancelled), 'erreur' FROM weighing WHERE uuid = '\(Self.uuid(number))'
            """)
    }

    struct Export {
        let report: RegisterReport
        let text: String
        /// The rows, by header.
        let rows: [[String: String]]
        let header: [String]
        /// The refused rows, the reason under `Erreur`.
        let refused: [[String: String]]
    }

    func export(
        _ layout: RegisterLayout = .trackdechets, from: String = "2020-01-01", to: String = "2027-12-31",
        asOf today: CalendarDate = today, draft: Bool = false
    ) throws -> Export {
        let path = ledger.folder.path("register-\(UUID().uuidString).csv")
        let report = try ledger.atlas.exportRegister(
            from: #require(CalendarDate(iso: from)), to: #require(CalendarDate(iso: to)), layout: layout, to: path,
            isDraft: draft, asOf: today)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let table = Self.table(text)
        let refused = try report.refusals.map { try Self.table(String(contentsOfFile: $0, encoding: .utf8)).rows }
        return Export(report: report, text: text, rows: table.rows, header: table.header, refused: refused ?? [])
    }

    /// Semicolons alone: no field of these tests holds one, nor a quotation mark.
    static func table(_ text: String) -> (header: [String], rows: [[String: String]]) {
        let lines = text.filter { $0 != "\u{FEFF}" && $0 != "\"" }.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return ([], []) }
        return (
            header,
            lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
        )
    }
}
