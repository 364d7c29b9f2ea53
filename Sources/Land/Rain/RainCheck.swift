import Atlas
import Formats
import GRDB
import Geospatial
import Languages

/// What is surely wrong in the rain's tables.
enum RainCheck {
    static func findings(_ db: Database, _ atlas: Atlas) throws -> [AtlasFinding] {
        try largerThanCampus(db, atlas) + outOfService(db) + backwardMeters(db)
    }

    /// Devices that receive the rain of more ground than their campus has.
    private static func largerThanCampus(_ db: Database, _ atlas: Atlas) throws -> [AtlasFinding] {
        let stated = try Row.fetchAll(
            db,
            sql: """
                SELECT fid, geom, name, connected_area_m2 FROM rain_device
                WHERE connected_area_m2 IS NOT NULL AND geom IS NOT NULL AND valid_to IS NULL ORDER BY fid
                """)
        guard !stated.isEmpty else { return [] }
        let measure = try GeodesicMeasure(crs: atlas.crs)
        let outlines = try Row.fetchAll(
            db, sql: "SELECT name, geom FROM campus WHERE geom IS NOT NULL AND valid_to IS NULL ORDER BY fid"
        ).compactMap { row in try row.geometry()?.polygonal.map { (name: row["name"] as String, outline: $0) } }
        return try stated.compactMap { row -> AtlasFinding? in
            guard case .point(let place?)? = try row.geometry(),
                let campus = try outlines.first(where: { try PreparedPolygon($0.outline).intersects(place) })
            else { return nil }
            let (name, area): (String, Double) = (row["name"], row["connected_area_m2"])
            let whole = try outlines.filter { $0.name == campus.name }.reduce(0) { try $0 + measure.area($1.outline) }
            guard area > whole else { return nil }
            return AtlasFinding(
                severity: .warning, table: "rain_device", fid: row["fid"], rule: "rain-area",
                message: Bilingual(
                    fr: "« \(name) » recevrait la pluie de \(Int(area)) m², plus que son campus (\(Int(whole)) m²)",
                    en: "'\(name)' would receive the rain of \(Int(area)) m², more than its campus (\(Int(whole)) m²)"))
        }
    }

    /// Water recovered on a day when its device did not serve.
    private static func outOfService(_ db: Database) throws -> [AtlasFinding] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT r.fid, r.recovered_on, d.name
                FROM recovered_water AS r JOIN rain_device AS d ON d.fid = r.device_id
                WHERE r.recovered_on < d.valid_from OR r.recovered_on >= d.valid_to ORDER BY r.fid
                """
        ).map { row in
            let (name, day): (String, String) = (row["name"], row["recovered_on"])
            return AtlasFinding(
                severity: .warning, table: "recovered_water", fid: row["fid"], rule: "rain-service",
                message: Bilingual(
                    fr: "eau récupérée de « \(name) » le \(day), jour où l'ouvrage n'est pas en service",
                    en: "water recovered from '\(name)' on \(day), when the device is not in service"))
        }
    }

    /// Meters that show less than they did.
    private static func backwardMeters(_ db: Database) throws -> [AtlasFinding] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT a.fid, a.meter_l, a.recovered_on, d.name
                FROM recovered_water AS a JOIN rain_device AS d ON d.fid = a.device_id
                WHERE EXISTS (SELECT 1 FROM recovered_water AS b WHERE b.device_id = a.device_id
                  AND b.recovered_on < a.recovered_on AND b.meter_l > a.meter_l)
                ORDER BY a.fid
                """
        ).map { row in
            let (name, day): (String, String) = (row["name"], row["recovered_on"])
            return AtlasFinding(
                severity: .warning, table: "recovered_water", fid: row["fid"], rule: "rain-meter",
                message: Bilingual(
                    fr: "le compteur de « \(name) » montre moins le \(day) qu'un jour d'avant",
                    en: "the meter of '\(name)' shows less on \(day) than on an earlier day"))
        }
    }
}
