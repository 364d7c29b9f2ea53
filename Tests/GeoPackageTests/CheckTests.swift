import Foundation
import GRDB
import GeoPackage
import Geospatial
import Testing

/// One way to break a sound file, and the rule that must notice.
struct Mutation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: Finding.Rule
    let table: String?
    let change: @Sendable (Database) throws -> Void

    init(
        _ name: String, _ rule: Finding.Rule, table: String? = nil,
        _ change: @escaping @Sendable (Database) throws -> Void
    ) {
        testDescription = name
        self.rule = rule
        self.table = table
        self.change = change
    }

    init(_ name: String, _ rule: Finding.Rule, table: String? = nil, sql: String) {
        self.init(name, rule, table: table) { try $0.execute(sql: sql) }
    }

    /// Changes the bytes of the first geometry. Its layout: 8 bytes of header, 32 of envelope, 9 of multipolygon, 13 of
    /// polygon and ring, then five positions of 16 bytes.
    init(_ name: String, _ rule: Finding.Rule, blob: @escaping @Sendable (inout [UInt8]) -> Void) {
        self.init(name, rule, table: "zone") { db in
            let data = try #require(try Data.fetchOne(db, sql: "SELECT geom FROM zone WHERE fid = 1"))
            var bytes = [UInt8](data)
            blob(&bytes)
            try db.execute(sql: "UPDATE zone SET geom = ? WHERE fid = 1", arguments: [Data(bytes)])
        }
    }
}

extension [UInt8] {
    fileprivate mutating func set(_ value: Double, at offset: Int) {
        Swift.withUnsafeBytes(of: value.bitPattern.littleEndian) { replaceSubrange(offset..<offset + 8, with: $0) }
    }

    fileprivate mutating func swapBytes(_ a: Int, _ b: Int, count: Int) {
        for index in 0..<count { swapAt(a + index, b + index) }
    }
}

@Suite("Check")
struct CheckTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    @Test("a sound file has no finding", arguments: GeoPackage.Version.allCases)
    func sound(version: GeoPackage.Version) throws {
        #expect(try SampleFile.make(at: folder.file("a.gpkg"), version: version).check() == [])
    }

    /// The 25 mutations by which validators were compared in the study of GeoPackage writers, then ours.
    static let mutations: [Mutation] = [
        Mutation("application_id 0", .applicationID, sql: "PRAGMA application_id = 0"),
        Mutation(
            "version 1.4 with the triggers of 1.3", .indexTrigger, table: "zone", sql: "PRAGMA user_version = 10400"),
        Mutation("blob in system 4326 in a layer in 2154", .geometryReferenceSystem) {
            $0.replaceSubrange(4..<8, with: [0xE6, 0x10, 0, 0])
        },
        Mutation("blob magic XX", .geometryBlob) { $0.replaceSubrange(0..<2, with: [0x58, 0x58]) },
        Mutation("envelope in the order minx, miny, maxx, maxy", .envelope) { $0.swapBytes(16, 24, count: 8) },
        Mutation("envelope wrong by 100 m", .envelope) { $0.set(787_300, at: 8) },
        Mutation("POLYGON in a MULTIPOLYGON column", .geometryType) { $0.removeSubrange(40..<49) },
        Mutation("truncated WKB", .wellKnownBinary) { $0.removeLast(9) },
        Mutation("unclosed ring", .invalidGeometry) { $0.set(787_401, at: $0.count - 16) },
        Mutation("row missing in the index", .indexRow, table: "zone", sql: "DELETE FROM rtree_zone_geom WHERE id = 2"),
        Mutation("trigger update4 missing", .indexTrigger, table: "zone", sql: "DROP TRIGGER rtree_zone_geom_update4"),
        Mutation(
            "system 0 missing", .missingReferenceSystem, table: "gpkg_spatial_ref_sys",
            sql: "DELETE FROM gpkg_spatial_ref_sys WHERE srs_id = 0"),
        Mutation(
            "definition of 2154 undefined", .undefinedReferenceSystem, table: "gpkg_spatial_ref_sys",
            sql: "UPDATE gpkg_spatial_ref_sys SET definition = 'undefined' WHERE srs_id = 2154"),
        Mutation(
            "last_change not ISO", .lastChange, table: "zone",
            sql: "UPDATE gpkg_contents SET last_change = '23/11/2026' WHERE table_name = 'zone'"),
        Mutation(
            "DATETIME without T nor Z", .dateTime, table: "journal",
            sql: "INSERT INTO journal (at, op) VALUES ('2026-11-23 10:00:00', 'x')"),
        Mutation(
            "DATE 23/11/2026", .date, table: "zone", sql: "UPDATE zone SET valid_from = '23/11/2026' WHERE fid = 1"),
        Mutation(
            "extension row of the index missing", .extensionRow, table: "zone",
            sql: "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"),
        Mutation(
            "constraint_name points nowhere", .constraint, table: "zone",
            sql: "UPDATE gpkg_data_columns SET constraint_name = 'nope' WHERE column_name = 'site'"),
        Mutation(
            "value outside its enum", .constrainedValue, table: "zone",
            sql: "UPDATE zone SET site = 'west' WHERE fid = 1"),
        Mutation("broken foreign key", .foreignKey, table: "zone", sql: "UPDATE zone SET kind = 'lava' WHERE fid = 1"),
        Mutation("column VARCHAR(20)", .columnType, table: "zone", sql: "ALTER TABLE zone ADD COLUMN x VARCHAR(20)"),
        Mutation(
            "view whose first column is no key", .key, table: "v_zone",
            sql: "DROP VIEW v_zone; CREATE VIEW v_zone AS SELECT kind, geom, fid FROM zone"),
        Mutation(
            "mapping table not registered", .extensionRow, table: "zone_photo",
            sql: "DELETE FROM gpkg_extensions WHERE table_name = 'zone_photo'"),
        Mutation(
            "unknown gpkg_ extension", .extensionRow, table: "journal",
            sql: "INSERT INTO gpkg_extensions VALUES ('journal', NULL, 'gpkg_foo', 'x', 'read-write')"),
        Mutation("bowtie", .invalidGeometry) { $0.swapBytes($0.count - 64, $0.count - 48, count: 16) },

        Mutation("contents without a table", .contents, table: "photo", sql: "DROP TABLE photo"),
        Mutation(
            "layer without a geometry column", .geometryColumn, table: "v_zone",
            sql: "DELETE FROM gpkg_geometry_columns WHERE table_name = 'v_zone'"),
        Mutation(
            "two tables disagree on the system", .geometryColumn, table: "zone",
            sql: "UPDATE gpkg_contents SET srs_id = 4326 WHERE table_name = 'zone'"),
        Mutation(
            "one more row in the index", .indexRow, table: "zone",
            sql: "INSERT INTO rtree_zone_geom VALUES (99, 0, 1, 0, 1)"),
        Mutation(
            "box elsewhere in the index", .indexBox, table: "zone",
            sql: "UPDATE rtree_zone_geom SET minx = minx + 10 WHERE id = 2"),
        Mutation("NaN among the coordinates", .notFinite) { $0.set(.nan, at: $0.count - 32) },
        Mutation("bytes after the geometry", .wellKnownBinary) { $0.append(0) },
        Mutation("empty flag on a full geometry", .emptyFlag) { $0[3] |= 1 << 4 },
        Mutation("extended blob", .geometryBlob) { $0[3] |= 1 << 5 },
        Mutation(
            "text in a geometry column", .geometryBlob, table: "zone", sql: "UPDATE zone SET geom = 'POINT (1 2)'"),
        Mutation("BOOLEAN 2", .boolean, table: "zone", sql: "UPDATE zone SET parking = 2"),
        Mutation(
            "31 April", .dateTime, table: "journal", sql: "UPDATE journal SET at = '2026-04-31T10:00:00.000Z'"),
        Mutation("30 February", .date, table: "zone", sql: "UPDATE zone SET valid_from = '2026-02-30'"),
        Mutation(
            "description of no column", .dataColumn, table: "zone",
            sql: "UPDATE gpkg_data_columns SET column_name = 'colour' WHERE column_name = 'kind'"),
        Mutation(
            "dangling pair", .relation, table: "zone_photo",
            sql: "INSERT INTO zone_photo (base_id, related_id) VALUES (77, 1)"),
        Mutation("relation to no table", .relation, table: "zone_photo", sql: "DROP TABLE photo"),
        Mutation(
            "gpkg_schema not registered", .extensionRow, table: "gpkg_data_columns",
            sql: "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'"),
        Mutation(
            "core table missing", .missingTable, table: "gpkg_geometry_columns", sql: "DROP TABLE gpkg_geometry_columns"
        ),
        Mutation("core table unreadable", .unreadable, table: "gpkg_extensions") { db in
            try db.execute(sql: "DROP TABLE gpkg_extensions; CREATE TABLE gpkg_extensions (other TEXT)")
        },
    ]

    @Test("each way to break a file is found, with its rule and its table", arguments: mutations)
    func found(mutation: Mutation) throws {
        let file = try SampleFile.make(at: folder.file("a.gpkg"))
        try file.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try mutation.change(db)
        }
        let findings = try file.check()
        #expect(
            findings.contains { $0.rule == mutation.rule && $0.table == mutation.table && $0.severity == .error },
            "\(findings)")
    }

    @Test("a finding about a row names it, and many alike are counted rather than listed")
    func counted() throws {
        let file = try SampleFile.make(at: folder.file("a.gpkg"))
        try file.pool.write { db in
            try db.execute(sql: "UPDATE zone SET site = 'west'")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM zone") == 3)
        }
        #expect(try file.check().map(\.fid) == [1, 2, 3])
        #expect(try file.check(limit: 2).map(\.fid) == [1, 2, nil])
    }
}
