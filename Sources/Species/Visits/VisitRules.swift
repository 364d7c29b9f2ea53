import Atlas
import Formats
import Foundation
import GRDB

/// What must be true of a visit before it enters, whether it is typed or imported.
struct VisitRules {
    private let library: ProtocolLibrary
    private let sites: VisitSites
    private let today = CalendarDate.today
    /// Of each vocabulary, the value that each of its words means.
    private var words: [String: [String: String]] = [:]
    private var values: [String: [String]] = [:]

    init(_ db: Database) throws {
        library = try ProtocolLibrary(db)
        sites = try VisitSites(db)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT vocabulary, value, label_fr, label_en FROM vocabulary
                WHERE vocabulary IN ('temperature_class', 'wind', 'cloud') ORDER BY fid
                """)
        for row in rows {
            let (vocabulary, value): (String, String) = (row["vocabulary"], row["value"])
            values[vocabulary, default: []].append(value)
            for word in [value, row["label_fr"], row["label_en"]] {
                words[vocabulary, default: [:]][ColumnName.normalized(word)] = value
            }
        }
    }

    /// The protocol of a code.
    func sheet(_ code: String) throws -> BioindicatorProtocol {
        if let sheet = library[code] { return sheet }
        guard !library.protocols.isEmpty else { throw VisitError.noProtocol }
        throw VisitError.unknownProtocol(code, known: library.protocols.map(\.code).sorted())
    }

    /// Gives a visit its place and the values that the vocabularies have for its words.
    ///
    /// - Parameter parcel: the parcel that it names; nil when it names a site.
    /// - Throws: ``VisitError``
    func complete(_ visit: inout VisitDetails, parcel: String?) throws {
        let sheet = try sheet(visit.protocolCode)
        guard visit.day <= today else { throw VisitError.future(visit.day) }
        try place(&visit, parcel: parcel)
        if let time = visit.startTime { visit.startTime = try Self.time(time) }
        if let minutes = visit.minutes, minutes < 1 { throw VisitError.notPositive(.durationMinutes) }
        if let size = visit.sampleSize, size <= 0 { throw VisitError.notPositive(.sampleSize) }
        if visit.sampleSize != nil, visit.sampleUnit == nil { visit.sampleUnit = sheet.sampleUnit?.code }
        visit.weather.temperature = try value(of: visit.weather.temperature, .temperature)
        visit.weather.wind = try value(of: visit.weather.wind, .wind)
        visit.weather.cloud = try value(of: visit.weather.cloud, .cloud)
        let missing = sheet.needed.filter { !visit.has($0) }
        guard missing.isEmpty else { throw VisitError.missing(missing, protocolCode: sheet.code) }
    }

    private func place(_ visit: inout VisitDetails, parcel: String?) throws {
        visit.site = visit.site.trimmingCharacters(in: .whitespaces)
        if let parcel {
            guard let found = sites.parcel(named: parcel) else {
                throw VisitError.unknownParcel(parcel, known: sites.parcelNames)
            }
            try visit.stand(on: found, sites)
        } else if let found = sites.parcel(named: visit.site) {
            try visit.stand(on: found, sites)
        } else {
            guard !visit.site.isEmpty else { throw VisitError.withoutSite }
            visit.position = visit.position ?? sites.point(named: visit.site)
        }
    }

    private func value(of text: String?, _ field: EffortField) throws -> String? {
        guard let text else { return nil }
        guard let value = words[field.rawValue]?[ColumnName.normalized(text)] else {
            throw VisitError.notInVocabulary(field, found: text, known: values[field.rawValue] ?? [])
        }
        return value
    }

    /// `9:30`, `09:30:00` and `9h30` are 09:30.
    private static func time(_ text: String) throws -> String {
        let parts = text.split { $0 == ":" || $0 == "h" }
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count <= 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { throw VisitError.badTime(text) }
        func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return "\(two(hour)):\(two(minute))"
    }

    /// Checks a count against the sample of its visit: a species cannot be in more quadrats than there are.
    func check(_ count: TaxonCount, of visit: VisitDetails) throws {
        let sheet = try sheet(visit.protocolCode)
        guard let quantity = count.quantity, let size = visit.sampleSize, sheet.quantityType != nil,
            sheet.quantityType == sheet.sampleUnit?.code, quantity > Int(size)
        else { return }
        throw VisitError.moreThanSample(count.name, quantity: quantity, sample: Int(size))
    }
}

extension VisitDetails {
    fileprivate mutating func stand(on parcel: VisitSites.Parcel, _ sites: VisitSites) throws {
        (site, self.parcel) = (parcel.name, parcel.uuid)
        position = try position ?? sites.point(in: parcel)
    }

    /// The identity of a visit that its source gives none: the same protocol, site, day and time are the same visit.
    var identity: String {
        let parts = ["visit", protocolCode, site, day.description, startTime ?? ""]
        return RowIdentity.named(Array(parts.joined(separator: "\u{1E}").utf8))
    }
}
