import GRDB

/// The triggers that keep a spatial index true to its table (OGC 12-128r17 and r18, clause F.3, table 41).
///
/// Version 1.4 replaced update1 and update3, which made an upsert fail, by update5, update6 and update7.
struct SpatialIndexTriggers {
    let table: String
    let column: String
    let key: String
    let version: GeoPackage.Version

    /// The names that follow the index's own, in the order in which the triggers are made.
    static func suffixes(for version: GeoPackage.Version) -> [String] {
        switch version {
        case .v1_3: ["insert", "update1", "update2", "update3", "update4", "delete"]
        case .v1_4: ["insert", "update2", "update4", "update5", "update6", "update7", "delete"]
        }
    }

    static let everySuffix = Set(GeoPackage.Version.allCases.flatMap(suffixes))

    var create: [String] {
        Self.suffixes(for: version).compactMap { suffix in
            definition(suffix).map { "CREATE TRIGGER \(name(suffix)) \($0)" }
        }
    }

    var drop: [String] { Self.everySuffix.map { "DROP TRIGGER IF EXISTS \(name($0))" } }

    private var index: String { "rtree_\(table)_\(column)".quotedDatabaseIdentifier }
    private func name(_ suffix: String) -> String { "rtree_\(table)_\(column)_\(suffix)".quotedDatabaseIdentifier }

    private func definition(_ suffix: String) -> String? {
        let t = table.quotedDatabaseIdentifier
        let c = column.quotedDatabaseIdentifier
        let i = key.quotedDatabaseIdentifier
        let newFull = "(NEW.\(c) NOTNULL AND NOT ST_IsEmpty(NEW.\(c)))"
        let newEmpty = "(NEW.\(c) ISNULL OR ST_IsEmpty(NEW.\(c)))"
        let oldFull = "(OLD.\(c) NOTNULL AND NOT ST_IsEmpty(OLD.\(c)))"
        let oldEmpty = "(OLD.\(c) ISNULL OR ST_IsEmpty(OLD.\(c)))"
        let sameRow = "OLD.\(i) = NEW.\(i)"
        let movedRow = "OLD.\(i) != NEW.\(i)"
        let box = "NEW.\(i), ST_MinX(NEW.\(c)), ST_MaxX(NEW.\(c)), ST_MinY(NEW.\(c)), ST_MaxY(NEW.\(c))"
        let put = "INSERT OR REPLACE INTO \(index) VALUES (\(box));"
        let removeOld = "DELETE FROM \(index) WHERE id = OLD.\(i);"
        return switch suffix {
        case "insert": "AFTER INSERT ON \(t) WHEN \(newFull) BEGIN \(put) END"
        case "update1": "AFTER UPDATE OF \(c) ON \(t) WHEN \(sameRow) AND \(newFull) BEGIN \(put) END"
        case "update2": "AFTER UPDATE OF \(c) ON \(t) WHEN \(sameRow) AND \(newEmpty) BEGIN \(removeOld) END"
        case "update3", "update5": "AFTER UPDATE ON \(t) WHEN \(movedRow) AND \(newFull) BEGIN \(removeOld) \(put) END"
        case "update4":
            """
            AFTER UPDATE ON \(t) WHEN \(movedRow) AND \(newEmpty) \
            BEGIN DELETE FROM \(index) WHERE id IN (OLD.\(i), NEW.\(i)); END
            """
        case "update6":
            """
            AFTER UPDATE OF \(c) ON \(t) WHEN \(sameRow) AND \(newFull) AND \(oldFull) \
            BEGIN UPDATE \(index) SET minx = ST_MinX(NEW.\(c)), maxx = ST_MaxX(NEW.\(c)), \
            miny = ST_MinY(NEW.\(c)), maxy = ST_MaxY(NEW.\(c)) WHERE id = NEW.\(i); END
            """
        case "update7":
            """
            AFTER UPDATE OF \(c) ON \(t) WHEN \(sameRow) AND \(newFull) AND \(oldEmpty) \
            BEGIN INSERT INTO \(index) VALUES (\(box)); END
            """
        case "delete": "AFTER DELETE ON \(t) WHEN OLD.\(c) NOT NULL BEGIN \(removeOld) END"
        default: nil
        }
    }
}
