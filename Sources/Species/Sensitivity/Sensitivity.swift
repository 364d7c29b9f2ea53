package import Atlas
package import GRDB

/// Which records the public may see: decided here, for every export, page and figure.
package enum Sensitivity {
    /// True, in SQL, of a row of `observation` that may be shown in public.
    ///
    /// Its SINP level is 0, or none was ever given; a level that the source gave and that could not be read keeps the
    /// record back. Then no rule of `sensitivity_rule` may hold of it: a rule names a taxon, and may name a campus, a
    /// season, a behaviour and for how many years it holds. What the record does not say (when, which behaviour, where)
    /// never makes it public. A record in the box around a campus counts as on it.
    package static let isPublic = """
        (coalesce(sensitivity, 0) = 0 AND (sensitivity IS NOT NULL OR sensitivity_as_cited IS NULL)
          AND NOT EXISTS (
            SELECT 1 FROM sensitivity_rule_name AS sensitive JOIN sensitivity_rule AS rule ON rule.fid = sensitive.rule_id
            WHERE (observation.cd_nom = sensitive.rule_cd_nom
                OR lower(observation.scientific_name) = sensitive.rule_name
                OR lower(observation.scientific_name) LIKE sensitive.rule_name || ' %')
              AND (rule.behaviour IS NULL OR observation.behavior IS NULL
                OR lower(observation.behavior) = lower(rule.behaviour))
              AND (rule.duration_years IS NULL OR observation.event_start IS NULL
                OR coalesce(observation.event_end, observation.event_start)
                  > date('now', '-' || rule.duration_years || ' years'))
              AND NOT \(isOutOfSeason) AND NOT \(isElsewhere)))
        """

    /// The days of the record lie in one year and all of them outside the season, which may go over the new year.
    private static let isOutOfSeason = """
        coalesce(strftime('%Y', event_start) = strftime('%Y', coalesce(event_end, event_start)) AND CASE
          WHEN rule.season_from <= rule.season_to
          THEN strftime('%m-%d', coalesce(event_end, event_start)) < rule.season_from
            OR strftime('%m-%d', event_start) > rule.season_to
          ELSE strftime('%m-%d', event_start) > rule.season_to
            AND strftime('%m-%d', coalesce(event_end, event_start)) < rule.season_from END, 0)
        """

    private static let isElsewhere = """
        (rule.campus IS NOT NULL AND observation.geom IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM rtree_observation_geom AS place, campus JOIN rtree_campus_geom AS box ON box.id = campus.fid
          WHERE campus.name = rule.campus AND place.id = observation.fid
            AND place.minx <= box.maxx AND place.maxx >= box.minx AND place.miny <= box.maxy AND place.maxy >= box.miny))
        """

    /// Writes again the names and codes that each rule means: those of the accepted taxon, of its synonyms and of what is
    /// below it, in every TAXREF loaded, and those that records cite.
    package static func refreshNames(_ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM sensitivity_rule)") == true else { return }
        let resolver = try TaxonResolver(db)
        try db.execute(sql: "DELETE FROM sensitivity_rule_name")
        let insert = try db.makeStatement(
            sql: """
                INSERT OR IGNORE INTO sensitivity_rule_name (rule_id, rule_name, rule_cd_nom)
                VALUES (:rule, lower(:name), :code)
                """)
        var rules: [String: [Int64]] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT fid, scientific_name, cd_nom FROM sensitivity_rule") {
            let (rule, name): (Int64, String) = (row["fid"], row["scientific_name"])
            try insert.execute(arguments: ["rule": rule, "name": name, "code": row["cd_nom"] as Int64?])
            guard let taxon = try resolver.taxon(named: name, cdNom: row["cd_nom"]) else { continue }
            try insert.execute(arguments: ["rule": rule, "name": taxon.acceptedName, "code": taxon.cdRef])
            rules[taxon.taxonKey, default: []].append(rule)
            guard let accepted = taxon.cdRef else { continue }
            for other in try Row.fetchAll(db, sql: namesBelow, arguments: ["accepted": accepted]) {
                try insert.execute(arguments: [
                    "rule": rule, "name": other["name"] as String?, "code": other["code"] as Int64?,
                ])
            }
        }
        let cited = try Row.fetchCursor(db, sql: "SELECT DISTINCT scientific_name, cd_nom FROM observation")
        while let row = try cited.next() {
            guard let taxon = try resolver.taxon(named: row[0], cdNom: row[1]) else { continue }
            for rule in Set([taxon.taxonKey, taxon.speciesKey]).flatMap({ rules[$0] ?? [] }) {
                try insert.execute(arguments: ["rule": rule, "name": row[0] as String, "code": row[1] as Int64?])
            }
        }
    }

    private static let namesBelow = """
        WITH RECURSIVE below (taxref_version, cd_ref) AS (
          SELECT version, :accepted FROM taxref_version
          UNION
          SELECT n.taxref_version, n.cd_nom FROM taxref_name AS n JOIN below AS b
            ON n.taxref_version = b.taxref_version AND n.cd_sup = b.cd_ref
          WHERE n.cd_nom = n.cd_ref
        )
        SELECT n.lb_nom AS name, n.cd_nom AS code FROM taxref_name AS n JOIN below AS b
          ON n.taxref_version = b.taxref_version AND n.cd_ref = b.cd_ref
        UNION SELECT scientific_name, cd_nom FROM taxon WHERE coalesce(cd_ref, cd_nom) = :accepted
        """
}

extension Atlas {
    /// Works out again which names the rules of sensitivity mean, and how observers are published: what QGIS or another
    /// program wrote meanwhile is then met.
    package func bringNamesUpToDate() throws {
        try pool.write { db in
            try ObserverName.refresh(db)
            try Sensitivity.refreshNames(db)
        }
    }
}
