package import Foundation
package import GRDB
import Atlas
import GeoPackage
package import Languages

/// The protocols of an atlas. It keeps the files of `species/protocols/` as they are, and `bioindicator` has a line of each
/// for who looks at the tables.
package struct ProtocolLibrary: Sendable {
    /// By label.
    package let protocols: [BioindicatorProtocol]

    package static let folder = "species/protocols"

    /// The files as texts, by name.
    ///
    /// - Parameter units: the labels of the vocabulary `effort_unit`.
    /// - Throws: ``ProtocolFileError``
    package init(_ files: [String: String], units: [String: Bilingual]) throws {
        let tables = try files.sorted { $0.key < $1.key }.map { try ProtocolTable(name: $0.key, text: $0.value) }
        let named = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
        var codes: Set<String> = []
        protocols = try tables.filter(\.isSheet).map { table in
            let one = try BioindicatorProtocol(ProtocolSheet(table), tables: named, units: units)
            guard codes.insert(one.code).inserted else {
                throw table.fail(
                    1,
                    Bilingual(
                        fr: "un autre fichier décrit déjà « \(one.code) »", en: "another file describes '\(one.code)'"))
            }
            return one
        }.sorted { $0.label.fr < $1.label.fr }
    }

    /// The protocols that an atlas keeps; none in one whose lists were never loaded since protocols are files.
    package init(_ db: Database) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT name, content FROM protocol_file")
        let units = try Row.fetchAll(
            db, sql: "SELECT value, label_fr, label_en FROM vocabulary WHERE vocabulary = 'effort_unit'")
        try self.init(
            Dictionary(rows.map { ($0["name"], $0["content"]) }) { first, _ in first },
            units: Dictionary(units.map { ($0["value"], Bilingual(fr: $0["label_fr"], en: $0["label_en"])) }) {
                one, _ in
                one
            })
    }

    package subscript(code: String) -> BioindicatorProtocol? { protocols.first { $0.code == code } }

    /// Loads the files of a folder: a new one enters, one that differs replaces, what only the atlas has stays.
    ///
    /// - Parameter directory: the folder that holds `species/`.
    /// - Returns: the files, from that folder.
    /// - Throws: ``ProtocolFileError``; nothing is then loaded.
    package static func load(from directory: URL, _ db: Database) throws -> [String] {
        let folder = directory.appending(path: Self.folder)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
            .sorted()
        for name in names {
            let data = try Data(contentsOf: folder.appending(path: name))
            let text = String(data: data, encoding: .utf8) ?? String(data: data, encoding: .windowsCP1252) ?? ""
            try db.execute(sql: "UPDATE protocol_file SET content = ? WHERE name = ?", arguments: [text, name])
            guard db.changesCount == 0 else { continue }
            try db.execute(
                sql: "INSERT INTO protocol_file (uuid, name, content) VALUES (?, ?, ?)",
                arguments: [RowIdentity.named(Array("protocol_file:\(name)".utf8)), name, text])
        }
        try ProtocolLibrary(db).summarise(db)
        return names.map { "\(Self.folder)/\($0)" }
    }

    private func summarise(_ db: Database) throws {
        for one in protocols {
            let values: StatementArguments = [
                "fr": one.label.fr, "en": one.label.en, "group": one.group, "minimum": one.minimum.count,
                "unit": one.minimum.unit.code, "from": one.seasons.first.map { String($0.description.prefix(5)) },
                "to": one.seasons.last.map { String($0.description.suffix(5)) }, "method": one.method.fr,
                "source": one.source, "status": one.isVerified ? "verified" : "unverified", "code": one.code,
            ]
            try db.execute(
                sql: """
                    UPDATE bioindicator SET label_fr = :fr, label_en = :en, "group" = :group, minimum_effort = :minimum,
                      effort_unit = :unit, season_from = :from, season_to = :to, method_summary_fr = :method,
                      source = :source, status = :status
                    WHERE code = :code
                    """, arguments: values)
            guard db.changesCount == 0 else { continue }
            try db.execute(
                sql: """
                    INSERT INTO bioindicator (uuid, code, label_fr, label_en, "group", minimum_effort, effort_unit,
                      season_from, season_to, method_summary_fr, source, status)
                    VALUES (:uuid, :code, :fr, :en, :group, :minimum, :unit, :from, :to, :method, :source, :status)
                    """,
                arguments: values + ["uuid": RowIdentity.named(Array("bioindicator:\(one.code)".utf8))])
        }
    }

    /// Makes QGIS offer the protocols by name where a visit is typed.
    package static func publish(_ db: Database) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT code, label_fr FROM bioindicator ORDER BY label_fr")
        guard !rows.isEmpty else { return }
        let schema = db.geoPackage
        try schema.defineEnum(name: "protocol", values: rows.map { EnumValue($0["code"], $0["label_fr"]) })
        try schema.describe(table: "visit", column: "protocol", title: "Protocole", constraint: "protocol")
        let colours = ["#1b7837", "#762a83", "#2166ac", "#b2182b", "#8c510a", "#01665e", "#f46d43", "#4d4d4d"]
        let classes = rows.enumerated().map { rank, row in
            StyleClass(value: row["code"], label: row["label_fr"], colour: colours[rank % colours.count])
        }
        try schema.setStyle(
            table: "visit", geometryColumn: "geom", name: "Visites",
            qml: QGISStyle.markers(
                by: "protocol", classes,
                aliases: VisitSchema.titles
            ).qml)
    }
}
