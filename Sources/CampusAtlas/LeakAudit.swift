public import Atlas
import Formats
public import Foundation
import GRDB
import GeoPackage
import Geospatial
import Species

/// Something that the public reads and must not.
public struct Leak: Sendable, Hashable {
    /// What of it is read.
    public enum Trace: String, Sendable, CaseIterable {
        /// Its identity, or the one its source gave it.
        case identity
        /// Where it is.
        case place
        /// A taxon of which every record is sensitive.
        case taxon
        /// An observer who did not agree to be named.
        case observer
    }

    /// The channel that shows it.
    public let channel: String
    /// What is shown.
    public let trace: Trace
    /// The text found.
    public let text: String
}

/// What an audit looked for, where, and what it found.
public struct LeakAudit: Sendable {
    /// The sensitive records of the atlas.
    public let records: Int
    /// The observers who did not agree to be named.
    public let observers: Int
    /// The channels read.
    public let channels: [String]
    /// Channels that write nothing of this atlas yet, as an archive without a publisher.
    public let silent: [String]
    /// What was found: nothing, when all is well.
    public let leaks: [Leak]
}

extension Atlas {
    /// Reads all that the public can read, and looks in it for each sensitive record: its identities, its place, its taxon
    /// when no other record has it, and the observers who did not agree to be named.
    ///
    /// What a public record shares with a sensitive one (a name, a place) betrays nothing and is not looked for; nor are
    /// texts of less than six bytes.
    ///
    /// - Parameters:
    ///   - channels: ``PublicChannel/ofLibrary`` and those of a server.
    ///   - folder: an empty one; what is written there is the caller's to remove.
    public func auditLeaks(through channels: [PublicChannel], in folder: URL) async throws -> LeakAudit {
        try bringNamesUpToDate()
        let secrets = try Secrets(self)
        var silent: [String] = []
        var leaks: Set<Leak> = []
        for channel in channels {
            let sources = try await channel.sources(self, folder, secrets.identities)
            if sources.isEmpty { silent.append(channel.name) }
            for source in sources {
                for (text, trace) in try secrets.traces(in: source) {
                    leaks.insert(Leak(channel: channel.name, trace: trace, text: text))
                }
            }
        }
        return LeakAudit(
            records: secrets.identities.count, observers: secrets.observers, channels: channels.map(\.name),
            silent: silent, leaks: leaks.sorted { ($0.channel, $0.text) < ($1.channel, $1.text) })
    }
}

/// The texts that no channel may show.
private struct Secrets {
    let identities: [String]
    let observers: Int
    /// By their first bytes.
    private var texts: [UInt64: [Secret]] = [:]
    private var longest = Self.vicinity

    private struct Secret {
        let text: [UInt8]
        let trace: Leak.Trace
        /// What must stand nearby: a longitude is a place with its latitude only.
        let companion: [UInt8]?
    }

    /// Texts are told apart by this many bytes first.
    private static let shortest = 6
    /// How far apart a longitude and its latitude may stand, in bytes.
    private static let vicinity = 100

    init(_ atlas: Atlas) throws {
        let toDegrees = try CoordinateTransform(from: atlas.crs, to: .wgs84)
        let (rows, names, people) = try atlas.pool.read { db in
            (
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT uuid, occurrence_id, catalog_number, geom FROM observation
                        WHERE NOT \(Sensitivity.isPublic)
                        """),
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT DISTINCT scientific_name FROM observation WHERE NOT \(Sensitivity.isPublic)
                        EXCEPT SELECT scientific_name FROM observation WHERE \(Sensitivity.isPublic)
                        EXCEPT SELECT scientific_name FROM plant EXCEPT SELECT scientific_name FROM planting_bed
                        """),
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT name FROM observer WHERE NOT publishes_name
                        EXCEPT SELECT contact FROM dataset_metadata EXCEPT SELECT creator FROM dataset_metadata
                        """)
            )
        }
        identities = rows.compactMap { $0["uuid"] }
        observers = people.count
        for row in rows {
            for column in ["uuid", "occurrence_id", "catalog_number"] {
                if let text = row[column] as String? { look(for: text, .identity) }
            }
            if let stored = try row.geometry(), case .point(let place?) = try toDegrees.transform(stored) {
                look(for: Self.decimals(place.x), .place, near: Self.decimals(place.y))
            }
        }
        for name in names { look(for: name, .taxon) }
        for name in people { look(for: name, .observer) }
        try spare(placesOfPublicRecords: atlas, toDegrees)
    }

    /// A degree to six decimals, cut and not rounded: more decimals begin with the same text.
    private static func decimals(_ degrees: Double) -> String {
        let text = String(format: "%.9f", degrees)
        return String(text.dropLast(3))
    }

    private static func key(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.prefix(shortest).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func look(for text: String, _ trace: Leak.Trace, near companion: String? = nil) {
        let bytes = Array(text.utf8)
        guard bytes.count >= Self.shortest else { return }
        longest = max(longest, bytes.count)
        texts[Self.key(bytes), default: []].append(
            Secret(text: bytes, trace: trace, companion: companion.map { Array($0.utf8) }))
    }

    /// A place that a public record shares tells nothing.
    private mutating func spare(placesOfPublicRecords atlas: Atlas, _ toDegrees: CoordinateTransform) throws {
        guard !identities.isEmpty else { return }
        let shared = try atlas.pool.read { db in
            var shared: Set<[String]> = []
            for table in ["observation WHERE \(Sensitivity.isPublic)", "plant"] {
                let rows = try Row.fetchCursor(db, sql: "SELECT geom FROM \(table)")
                while let row = try rows.next() {
                    guard let stored = try row.geometry(), case .point(let place?) = try toDegrees.transform(stored)
                    else { continue }
                    shared.insert([Self.decimals(place.x), Self.decimals(place.y)])
                }
            }
            return shared
        }
        for place in shared {
            let (longitude, latitude) = (Array(place[0].utf8), Array(place[1].utf8))
            texts[Self.key(longitude)]?.removeAll { $0.text == longitude && $0.companion == latitude }
        }
    }

    /// The secrets that a source tells.
    func traces(in source: ByteSource) throws -> [String: Leak.Trace] {
        var found: [String: Leak.Trace] = [:]
        var window: [UInt8] = []
        try source.open().forEachChunk { chunk throws(FileError) in
            window.append(contentsOf: chunk)
            scan(window, &found)
            if window.count >= longest { window.removeFirst(window.count - longest + 1) }
            return true
        }
        return found
    }

    private func scan(_ bytes: [UInt8], _ found: inout [String: Leak.Trace]) {
        guard bytes.count >= Self.shortest, !texts.isEmpty else { return }
        let mask: UInt64 = (1 << (8 * UInt64(Self.shortest))) - 1
        var key: UInt64 = 0
        for index in bytes.indices {
            key = (key << 8 | UInt64(bytes[index])) & mask
            let start = index - Self.shortest + 1
            guard start >= 0, let secrets = texts[key] else { continue }
            for secret in secrets where bytes[start...].starts(with: secret.text) {
                let around = bytes[max(0, start - Self.vicinity)..<min(bytes.count, start + Self.vicinity)]
                guard secret.companion.map({ !around.ranges(of: $0).isEmpty }) ?? true else { continue }
                let text = [secret.text, secret.companion].compactMap { $0.map { String(decoding: $0, as: UTF8.self) } }
                found[text.joined(separator: " ")] = secret.trace
            }
        }
    }
}
