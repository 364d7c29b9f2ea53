import CampusAtlas
import Foundation

extension Ask {
    static let defaultLimit = 100
    static let greatestLimit = 10_000

    /// The features that the parameters ask for.
    func query(_ references: [ReferenceSystem]) throws(RequestError) -> LayerQuery {
        var query = LayerQuery()
        query.limit = min(try count(.limit, least: 1) ?? Self.defaultLimit, Self.greatestLimit)
        query.offset = try count(.offset, least: 0) ?? 0
        query.reference = try reference(.crs, references).reference
        query.area = try area(try reference(.bboxCRS, references).reference)
        (query.firstDay, query.lastDay) = try days()
        return query
    }

    /// The system that a parameter names; longitude and latitude when it is absent.
    func reference(_ parameter: Parameter, _ references: [ReferenceSystem]) throws(RequestError) -> ReferenceSystem {
        guard let uri = self[parameter] else { return .crs84 }
        guard let reference = references.first(where: { $0.uri == uri }) else {
            let list = references.map(\.uri).joined(separator: ", ")
            throw .invalid(parameter, found: uri, expected: Bilingual(fr: "l'un de \(list)", en: "one of \(list)"))
        }
        return reference
    }

    private func count(_ parameter: Parameter, least: Int) throws(RequestError) -> Int? {
        guard let text = self[parameter] else { return nil }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        // More digits than an integer holds are a number all the same, and more than there will ever be.
        let value = isNumber ? Int(text) ?? Int.max : -1
        guard value >= least else {
            throw .invalid(
                parameter, found: text,
                expected: Bilingual(fr: "un entier d'au moins \(least)", en: "an integer of at least \(least)"))
        }
        return value
    }

    private func area(_ reference: LayerQuery.Reference) throws(RequestError) -> LayerQuery.Area? {
        guard let text = self[.bbox] else { return nil }
        let expected = Bilingual(
            fr: "quatre nombres, ouest,sud,est,nord (ou six, avec les hauteurs)",
            en: "four numbers, west,south,east,north (or six, with heights)")
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let numbers = parts.compactMap(\.self).filter(\.isFinite)
        guard numbers.count == parts.count, numbers.count == 4 || numbers.count == 6 else {
            throw .invalid(.bbox, found: text, expected: expected)
        }
        let (west, south) = (numbers[0], numbers[1])
        let (east, north) = (numbers[numbers.count / 2], numbers[numbers.count / 2 + 1])
        guard south <= north, west <= east || reference == .wgs84 else {
            throw .invalid(.bbox, found: text, expected: expected)
        }
        if west <= east {
            return LayerQuery.Area([Envelope(minX: west, minY: south, maxX: east, maxY: north)], reference)
        }
        // Across the 180th meridian (17-069r4 clause 7.15.3).
        return LayerQuery.Area(
            [
                Envelope(minX: west, minY: south, maxX: max(west, 180), maxY: north),
                Envelope(minX: min(-180, east), minY: south, maxX: east, maxY: north),
            ], reference)
    }

    private func days() throws(RequestError) -> (first: CalendarDate?, last: CalendarDate?) {
        guard let text = self[.datetime] else { return (nil, nil) }
        let expected = Bilingual(
            fr:
                "un jour ou un instant (2024-05-01, 2024-05-01T10:00:00Z), ou deux séparés par « / », l'un pouvant être « .. »",
            en:
                "a day or an instant (2024-05-01, 2024-05-01T10:00:00Z), or two separated by '/', one of which may be '..'"
        )
        let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let days = ends.map(Self.day)
        let isOpen = ends.map { $0.isEmpty || $0 == ".." }
        switch ends.count {
        case 1:
            if let day = days[0] { return (day, day) }
        case 2:
            let isRead = zip(days, isOpen).allSatisfy { $0 != nil || $1 }
            let isOrdered = if let first = days[0], let last = days[1] { first <= last } else { true }
            if isRead, isOrdered, isOpen != [true, true] { return (days[0], days[1]) }
        default: break
        }
        throw .invalid(.datetime, found: text, expected: expected)
    }

    /// The day that a text of RFC 3339 names, in its own zone.
    private static func day(_ text: String) -> CalendarDate? {
        if let day = CalendarDate(iso: text) { return day }
        guard Instant(iso: text) != nil else { return nil }
        return CalendarDate(iso: String(text.prefix(10)))
    }
}
