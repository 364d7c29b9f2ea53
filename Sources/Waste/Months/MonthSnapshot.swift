public import Formats
import GRDB

/// What a month of a campus holds: its cells, its flows, and the digest of its rows.
///
/// ``text`` is the same to the byte for the same rows, in whatever order they came and on whatever machine: JSON on one
/// line, without white space, the members in the order below, arrays sorted by their codes, masses in whole grams.
///
///     {"format":"campus-atlas waste month 1","campus":…,"month":"2026-08","grams":…,
///      "cells":[{"stream":…,"state":…,"grams":…,"estimated_grams":…,"weighings":…},…],
///      "flows":[{"stream":…,"destination":…,"method":…,"grams":…,"weighings":…},…],
///      "rows":{"count":…,"sha256":…}}
///
/// `campus` is null in an atlas without campuses. `state` is `measured`, `estimated`, `passed_on` (weighed, and divided by
/// a key or refused), `zero` (affirmed) or `missing_accepted`, whose `grams` is null. The digest of the rows is the SHA-256 of the standing weighings of which some
/// day is in the month, by uuid: for each, its uuid, weighed_on, period_from, container, stream, destination, facility,
/// net_mass_g, method and to_container, in UTF-8, an empty text for what is absent, each ended by U+001F, and the row by
/// U+001E.
public struct MonthSnapshot: Sendable, Hashable {
    /// How the mass of a cell is known.
    public enum State: String, Sendable {
        case measured
        case estimated
        /// Weighed, and its mass went to other streams: by a key, or by a refusal.
        case passedOn = "passed_on"
        case zero
        case missing = "missing_accepted"
    }

    /// A stream.
    public struct Cell: Sendable, Hashable {
        /// The stream's code.
        public let stream: String
        /// How its mass is known.
        public let state: State
        /// nil when it is missing.
        public let grams: Int64?
        /// Of which by methods D to G, or U.
        public let estimatedGrams: Int64
        /// How many weighings.
        public let weighings: Int
    }

    /// What went from a stream to a destination by a method.
    public struct Flow: Sendable, Hashable {
        /// The stream's code.
        public let stream: String
        /// The destination's code, as far as it is proven.
        public let destination: String
        /// The code of the method, A to G or U.
        public let method: String
        /// The mass.
        public let grams: Int64
        /// How many weighings.
        public let weighings: Int
    }

    /// nil in an atlas without campuses.
    public let campus: String?
    /// The month.
    public let month: CalendarMonth
    /// What is expected or known, by stream.
    public let cells: [Cell]
    /// By stream, destination and method.
    public let flows: [Flow]
    /// How many weighings have a day in the month.
    public let rowCount: Int
    /// Their digest, in hexadecimal.
    public let rowsSHA256: String

    /// The mass of the month.
    public var grams: Int64 { cells.reduce(0) { $0 + ($1.grams ?? 0) } }

    /// The SHA-256 of ``text``, in hexadecimal.
    public var sha256: String { SHA256.hexDigest(of: Array(text.utf8)) }

    static let format = "campus-atlas waste month 1"

    /// The text that a closing keeps.
    public var text: String {
        var json = JSONWriter()
        json.beginObject()
        json.pair("format", Self.format)
        json.pair("campus", campus)
        json.pair("month", month.description)
        json.pair("grams", grams)
        json.key("cells")
        json.beginArray()
        for cell in cells {
            json.beginObject()
            json.pair("stream", cell.stream)
            json.pair("state", cell.state.rawValue)
            json.pair("grams", cell.grams)
            json.pair("estimated_grams", cell.estimatedGrams)
            json.pair("weighings", Int64(cell.weighings))
            json.endObject()
        }
        json.endArray()
        json.key("flows")
        json.beginArray()
        for flow in flows {
            json.beginObject()
            json.pair("stream", flow.stream)
            json.pair("destination", flow.destination)
            json.pair("method", flow.method)
            json.pair("grams", flow.grams)
            json.pair("weighings", Int64(flow.weighings))
            json.endObject()
        }
        json.endArray()
        json.key("rows")
        json.beginObject()
        json.pair("count", Int64(rowCount))
        json.pair("sha256", rowsSHA256)
        json.endObject()
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// Reads ``text`` back; nil when it is none.
    init?(text: String) {
        guard let json = try? JSONValue(bytes: text.utf8), json["format"]?.string == Self.format,
            let month = json["month"]?.string.flatMap({ CalendarMonth(iso: $0) }),
            let cells = json["cells"]?.array, let flows = json["flows"]?.array,
            let count = json["rows"]?["count"]?.number, let digest = json["rows"]?["sha256"]?.string
        else { return nil }
        campus = json["campus"]?.string
        self.month = month
        self.cells = cells.compactMap(Cell.init)
        self.flows = flows.compactMap(Flow.init)
        rowCount = Int(count)
        rowsSHA256 = digest
    }

    init(
        campus: String?, month: CalendarMonth, cells: [Cell], flows: [Flow], rowCount: Int, rowsSHA256: String
    ) {
        self.campus = campus
        self.month = month
        self.cells = cells
        self.flows = flows
        self.rowCount = rowCount
        self.rowsSHA256 = rowsSHA256
    }
}

extension MonthSnapshot.Cell {
    fileprivate init?(_ json: JSONValue) {
        guard let stream = json["stream"]?.string,
            let state = json["state"]?.string.flatMap(MonthSnapshot.State.init),
            let estimated = json.grams("estimated_grams"), let weighings = json.grams("weighings")
        else { return nil }
        self.init(
            stream: stream, state: state, grams: json.grams("grams"), estimatedGrams: estimated,
            weighings: Int(weighings))
    }
}

extension MonthSnapshot.Flow {
    fileprivate init?(_ json: JSONValue) {
        guard let stream = json["stream"]?.string, let destination = json["destination"]?.string,
            let method = json["method"]?.string, let grams = json.grams("grams"),
            let weighings = json.grams("weighings")
        else { return nil }
        self.init(
            stream: stream, destination: destination, method: method, grams: grams, weighings: Int(weighings))
    }
}

extension JSONValue {
    /// Whole numbers up to 2^53 are exact.
    fileprivate func grams(_ name: String) -> Int64? { self[name]?.number.flatMap { Int64(exactly: $0) } }
}
