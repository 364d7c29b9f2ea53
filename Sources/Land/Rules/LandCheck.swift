import Atlas
import Formats
import GRDB
import Geospatial
import Languages

/// What only the land book can find wrong.
enum LandCheck {
    /// Campuses that overlap: their square metres would be counted twice in the school's figures.
    @Sendable static func findings(_ db: Database, _ atlas: Atlas) throws -> [AtlasFinding] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT fid, name, geom FROM campus WHERE geom IS NOT NULL AND valid_to IS NULL ORDER BY fid")
        var seen: [(fid: Int64, name: String, outline: MultiPolygon)] = []
        var findings: [AtlasFinding] = []
        for row in rows {
            guard let outline = try row.geometry()?.polygonal else { continue }
            for other in seen {
                let shared = try outline.intersection(other.outline).planarArea
                guard shared > 1 else { continue }
                findings.append(
                    AtlasFinding(
                        severity: .warning, table: "campus", fid: row["fid"], rule: "campus-overlap",
                        message: Bilingual(
                            fr: "« \(row["name"] as String) » et « \(other.name) » se recouvrent sur \(Int(shared)) m²",
                            en: "'\(row["name"] as String)' and '\(other.name)' overlap over \(Int(shared)) m²")))
            }
            seen.append((row["fid"], row["name"], outline))
        }
        return findings
    }
}
