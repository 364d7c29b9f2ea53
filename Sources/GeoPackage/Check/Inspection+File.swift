import GRDB

/// The file, its core tables and its reference systems (OGC 12-128r17 clauses 1.1 and 1.1.2).
extension Inspection {
    func checkFile() {
        if !path.lowercased().hasSuffix(".gpkg") {
            report(
                .fileName, .warning, fr: "le nom du fichier ne finit pas par .gpkg. Renommez-le.",
                en: "the file's name does not end in .gpkg. Rename it.")
        }
        attempt(nil) {
            let identity = FileIdentity(
                applicationID: UInt32(bitPattern: try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0),
                userVersion: UInt32(bitPattern: try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0))
            do {
                try identity.verify(path: path, readOnly: true)
                if identity.applicationID == FileHeader.applicationID,
                    ![10200, 10201, 10300, 10301, 10400].contains(identity.userVersion)
                {
                    report(
                        .version, .warning,
                        fr: "numéro de version \(identity.userVersion) inconnu ; attendu 10200 à 10400.",
                        en: "unknown version number \(identity.userVersion); expected 10200 to 10400.")
                }
            } catch GeoPackageError.newerVersion {
                report(
                    .version, fr: "version \(identity.userVersion), inconnue de ce programme.",
                    en: "version \(identity.userVersion), unknown to this program.")
            } catch {
                report(
                    .applicationID,
                    fr:
                        "identifiant d'application \(identity.applicationID), attendu \(FileHeader.applicationID) (GPKG). "
                        + "Exécutez PRAGMA application_id = \(FileHeader.applicationID).",
                    en:
                        "application identifier \(identity.applicationID), expected \(FileHeader.applicationID) (GPKG). "
                        + "Run PRAGMA application_id = \(FileHeader.applicationID).")
            }
        }
        attempt(nil) {
            for answer in try String.fetchAll(db, sql: "PRAGMA integrity_check") where answer != "ok" {
                report(
                    .integrity, fr: "base endommagée : \(answer). Reprenez une sauvegarde.",
                    en: "damaged database: \(answer). Go back to a backup.")
            }
        }
        attempt(nil) {
            for row in try rows("PRAGMA foreign_key_check") {
                let parent: String = row[2] ?? "?"
                report(
                    .foreignKey, table: row[0], fid: row[1],
                    fr: "renvoie à une ligne absente de \(parent). Ajoutez-la ou corrigez le renvoi.",
                    en: "refers to a row that \(parent) does not have. Add it or correct the reference.")
            }
        }
        for table in ["gpkg_spatial_ref_sys", "gpkg_contents"] {
            attempt(table) {
                if try !exists(table) {
                    report(
                        .missingTable, table: table, fr: "table obligatoire absente. Exportez de nouveau le fichier.",
                        en: "required table missing. Export the file again.")
                }
            }
        }
    }

    func checkReferenceSystems() {
        let table = "gpkg_spatial_ref_sys"
        attempt(table) {
            guard try exists(table) else { return }
            for (id, organization) in [(-1, "NONE"), (0, "NONE"), (4326, "EPSG")] {
                let found = try Row.fetchOne(
                    db,
                    sql: "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
                    arguments: [id])
                let isRight =
                    (found?[0] as String?)?.uppercased() == organization && (found?[1] as Int?) == id
                if !isRight {
                    report(
                        .missingReferenceSystem, table: table, fid: Int64(id),
                        fr:
                            "le système \(id) (\(organization):\(id)), obligatoire, est absent ou mal défini. Ajoutez sa ligne.",
                        en: "system \(id) (\(organization):\(id)), required, is missing or ill defined. Add its row.")
                }
            }
            let hasWKT2 = try schema.shape(of: table).column("definition_12_063") != nil
            let isUndefined =
                "lower(definition) = 'undefined'" + (hasWKT2 ? " AND lower(definition_12_063) = 'undefined'" : "")
            for row in try rows(
                "SELECT srs_id, srs_name FROM gpkg_spatial_ref_sys WHERE srs_id NOT IN (-1, 0) AND \(isUndefined)")
            {
                let name: String = row[1] ?? ""
                report(
                    .undefinedReferenceSystem, table: table, fid: row[0],
                    fr: "le système « \(name) » n'a pas de définition : les coordonnées ne peuvent être situées. "
                        + "Écrivez son WKT.",
                    en: "system \"\(name)\" has no definition: coordinates cannot be placed. Write its WKT.")
            }
        }
    }

    func checkContents() {
        let table = "gpkg_contents"
        attempt(table) {
            guard try exists(table) else { return }
            for row in try rows("SELECT table_name, data_type, last_change, srs_id FROM gpkg_contents") {
                let name: String = row[0] ?? ""
                if try !exists(name) {
                    report(
                        .contents, table: name, fr: "annoncée dans gpkg_contents, mais inexistante. Retirez la ligne.",
                        en: "listed in gpkg_contents, but not there. Remove the row.")
                }
                let type: String = row[1] ?? ""
                if !["features", "attributes", "tiles", "2d-gridded-coverage"].contains(type) {
                    report(
                        .contents, .warning, table: name, fr: "sorte de contenu « \(type) » inconnue.",
                        en: "unknown kind of content \"\(type)\".")
                }
                let change: String = row[2] ?? ""
                if try !Self.isInstant(change, db) {
                    report(
                        .lastChange, table: name,
                        fr: "last_change « \(change) » ; attendu AAAA-MM-JJTHH:MM:SS.SSSZ (temps universel).",
                        en: "last_change \"\(change)\"; expected YYYY-MM-DDTHH:MM:SS.SSSZ (UTC).")
                }
                if let srs: Int = row[3] { try checkReference(srs, of: name, from: table) }
            }
        }
    }

    func checkReference(_ srs: Int, of table: String, from source: String) throws {
        guard try exists("gpkg_spatial_ref_sys") else { return }
        let known = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = ?)", arguments: [srs])
        if known != true {
            report(
                .missingReferenceSystem, table: table,
                fr: "\(source) renvoie au système \(srs), que gpkg_spatial_ref_sys ne définit pas. Ajoutez-le.",
                en: "\(source) refers to system \(srs), which gpkg_spatial_ref_sys does not define. Add it.")
        }
    }

    /// SQL that is true of a text in the form YYYY-MM-DDTHH:MM:SS[.S…]Z that names an instant of the calendar.
    ///
    /// SQLite takes 30 February as it is, unless a modifier makes it count.
    static func isInstant(sql text: String) -> String {
        let two = "[0-9][0-9]"
        let form = "\(two)\(two)-\(two)-\(two)T\(two):\(two):\(two)"
        let seconds = "substr(\(text), 1, 19)"
        return """
            (\(text) GLOB '\(form)*Z' AND strftime('%Y-%m-%dT%H:%M:%S', \(seconds), '+0 days') IS \(seconds)
             AND (length(\(text)) = 20 OR (substr(\(text), 20, length(\(text)) - 20) GLOB '.[0-9]*'
                  AND substr(\(text), 21, length(\(text)) - 21) NOT GLOB '*[^0-9]*')))
            """
    }

    /// SQL that is true of a text in the form YYYY-MM-DD that names a day of the calendar.
    static func isDay(sql text: String) -> String {
        "(length(\(text)) = 10 AND date(\(text), '+0 days') IS \(text))"
    }

    private static func isInstant(_ text: String, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT \(isInstant(sql: "value")) FROM (SELECT ? AS value)", arguments: [text]) ?? false
    }
}
