import Atlas
import Formats
import GRDB
import Languages

/// What only the waste book can find wrong.
enum WasteCheck {
    private static let appendOnly = ["weighing", "waste_refusal", "waste_none", "waste_month_act"]

    @Sendable static func findings(_ db: Database, _ atlas: Atlas) throws -> [AtlasFinding] {
        try appendOnly.flatMap { try AppendOnly.findings(in: $0, db) } + brokenKeys(db) + refusals(db) + snapshots(db)
    }

    /// Keys whose parts do not make the whole on some day: the loads of that day are not divided.
    private static func brokenKeys(_ db: Database) throws -> [AtlasFinding] {
        try Row.fetchAll(
            db,
            sql: """
                WITH
                  turn AS (
                    SELECT stream, campus, valid_from AS day FROM split_key
                    UNION SELECT stream, campus, valid_to FROM split_key WHERE valid_to IS NOT NULL),
                  held AS (
                    SELECT t.stream, t.campus, t.day, min(k.fid) AS fid, sum(k.share_ppm) AS share
                    FROM turn AS t JOIN split_key AS k ON k.stream = t.stream AND k.campus IS t.campus
                      AND k.valid_from <= t.day AND (k.valid_to IS NULL OR k.valid_to > t.day)
                    GROUP BY t.stream, t.campus, t.day)
                SELECT * FROM held WHERE share <> 1000000 ORDER BY stream, campus, day
                """
        ).map { row in
            let (stream, day): (String, String) = (row["stream"], row["day"])
            let share = Double(row["share"] as Int64) / 10_000
            return AtlasFinding(
                severity: .warning, table: "split_key", fid: row["fid"], rule: "split-key",
                message: Bilingual(
                    fr:
                        "la clé de \(stream) fait \(Language.fr.number(share, decimals: 2)) % le \(day) : les charges ne sont pas partagées",
                    en:
                        "the key of \(stream) makes \(Language.en.number(share, decimals: 2)) % on \(day): loads are not divided"
                ))
        }
    }

    /// Refusals that are more than what their load was corrected to.
    private static func refusals(_ db: Database) throws -> [AtlasFinding] {
        try Row.fetchAll(
            db,
            sql: """
                WITH RECURSIVE life (refusal, fid) AS (
                  SELECT r.fid, w.fid FROM waste_refusal_current AS r JOIN weighing AS w ON w.uuid = r.weighing
                  UNION ALL
                  SELECT life.refusal, c.fid FROM life JOIN weighing AS c ON c.corrects = life.fid
                )
                SELECT w.fid, w.net_mass_g AS load, sum(r.net_mass_g) AS refused
                FROM life JOIN weighing_current AS w ON w.fid = life.fid JOIN waste_refusal AS r ON r.fid = life.refusal
                GROUP BY w.fid HAVING refused > load ORDER BY w.fid
                """
        ).map { row in
            let (load, refused) = (Bilingual.kilograms(row["load"]), Bilingual.kilograms(row["refused"]))
            return AtlasFinding(
                severity: .warning, table: "weighing", fid: row["fid"], rule: "refusal-over-load",
                message: Bilingual(
                    fr: "\(refused.fr) refusés d'une charge de \(load.fr) : corrigez l'un des deux",
                    en: "\(refused.en) refused of a load of \(load.en): correct one of the two"))
        }
    }

    /// What a closed month held, which is no longer what its digest is of.
    private static func snapshots(_ db: Database) throws -> [AtlasFinding] {
        try Row.fetchAll(
            db, sql: "SELECT fid, month, snapshot, snapshot_sha256 FROM waste_month_act WHERE snapshot IS NOT NULL"
        ).filter { SHA256.hexDigest(of: Array(($0["snapshot"] as String).utf8)) != $0["snapshot_sha256"] as String }
            .map { row in
                AtlasFinding(
                    severity: .error, table: "waste_month_act", fid: row["fid"], rule: "month-digest",
                    message: Bilingual(
                        fr: "ce que gardait la clôture de \(row["month"] as String) n'est plus ce que dit son SHA-256",
                        en: "what the closing of \(row["month"] as String) kept is not what its SHA-256 says"))
            }
    }
}
