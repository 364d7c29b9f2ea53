import Atlas
import Formats
import GRDB
import Geospatial
import Languages

/// What only the land book can find wrong.
enum LandCheck {
    @Sendable static func findings(_ db: Database, _ atlas: Atlas) throws -> [AtlasFinding] {
        try overlappingCampuses(db) + unbalanced(db, atlas) + works(db, atlas) + RainCheck.findings(db, atlas)
    }

    /// Campuses that overlap: their square metres would be counted twice in the school's figures.
    private static func overlappingCampuses(_ db: Database) throws -> [AtlasFinding] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT fid, name, geom FROM campus WHERE geom IS NOT NULL AND valid_to IS NULL ORDER BY fid")
        var seen: [(fid: Int64, name: String, outline: MultiPolygon)] = []
        var findings = try SurfaceTriggers.findings(db)
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

    /// Campuses whose books do not balance over all that they hold.
    private static func unbalanced(_ db: Database, _ atlas: Atlas) throws -> [AtlasFinding] {
        let ends = try Row.fetchOne(
            db, sql: "SELECT min(valid_from) AS first, max(coalesce(valid_to, valid_from)) AS last FROM surface")
        guard let first = (ends?["first"] as String?).flatMap(CalendarDate.init(iso:)),
            let last = (ends?["last"] as String?).flatMap(CalendarDate.init(iso:))
        else { return [] }
        let history = try SurfaceHistory(db)
        let measure = try GeodesicMeasure(crs: atlas.crs)
        return try OutlineTimeline.campuses(db).flatMap { campus -> [AtlasFinding] in
            let balance = try LandBalance(of: history, from: first, to: last, in: campus, measure: measure)
            return balance.accounts.filter { abs(balance.residual(of: $0)) > LandBalance.tolerance }.map { account in
                let residual = (balance.residual(of: account) * 100).rounded() / 100
                return AtlasFinding(
                    severity: .error, table: "surface", fid: nil, rule: "land-balance",
                    message: Bilingual(
                        fr: "« \(campus.name) », \(account.code) : \(residual) m² que les mouvements n'expliquent pas",
                        en: "'\(campus.name)', \(account.code): \(residual) m² that the transfers do not explain"))
            }
        }
    }

    /// Works that say they are done and changed nothing, and footprints that are no longer what is planned.
    private static func works(_ db: Database, _ atlas: Atlas) throws -> [AtlasFinding] {
        try Works.all(db).flatMap { works -> [AtlasFinding] in
            var findings: [AtlasFinding] = []
            func report(_ rule: String, _ fr: String, _ en: String) {
                findings.append(
                    AtlasFinding(
                        severity: .error, table: "works", fid: works.number, rule: rule,
                        message: Bilingual(fr: fr, en: en)))
            }
            if works.steps.last?.status != works.status {
                report(
                    "works-step", "l'état « \(works.status.label.fr) » n'a pas son étape (jour et personne)",
                    "the status '\(works.status.label.en)' has no step (day and person)")
            }
            let opened = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM surface WHERE works_id = ?)", arguments: [works.number])
            if works.done != nil, opened != true {
                report(
                    "works-ground", "achevés, mais aucune surface ne vient d'eux",
                    "completed, yet no surface comes from them")
            }
            let drawn = try Row.fetchOne(
                db, sql: "SELECT geom FROM works WHERE fid = ?", arguments: [works.number])?.geometry()?.polygonal
            if let drawn {
                let apart =
                    try drawn.difference(works.footprint).planarArea
                    + works.footprint.difference(drawn).planarArea
                if apart > 1 {
                    report(
                        "works-footprint",
                        "l'emprise et les surfaces projetées diffèrent de \(Int(apart)) m² : redessinez-les ensemble",
                        "the footprint and the planned surfaces differ over \(Int(apart)) m²: draw them together again")
                }
            }
            return findings
        }
    }
}
