package import Atlas
import GRDB
import GeoPackage
import Languages

/// The tables behind what the public may not see: rules on taxa, and who let their name be published.
package enum SensitivitySchema {
    package static let migration = Migration("species-sensitivity-1") { db, _ in try create(db) }

    package static let tables = [
        BookTable("sensitivity_rule", label: Bilingual(fr: "Règles de sensibilité", en: "Sensitivity rules")),
        BookTable("observer", label: Bilingual(fr: "Observateurs", en: "Observers")),
    ]

    private static func create(_ db: Database) throws {
        try db.execute(sql: sql)
        let schema = db.geoPackage
        for (table, label) in [
            ("sensitivity_rule", "Règles de sensibilité"), ("sensitivity_rule_name", "Noms que visent les règles"),
            ("observer", "Observateurs"), ("observer_citation", "Observateurs tels qu'ils sont publiés"),
        ] {
            try schema.registerAttributes(table: table, identifier: label, description: "")
        }
        for (table, column, title) in [
            ("sensitivity_rule", "level", "Niveau SINP (1 à 4)"), ("sensitivity_rule", "season_from", "Du (MM-JJ)"),
            ("sensitivity_rule", "season_to", "Au (MM-JJ)"), ("sensitivity_rule", "behaviour", "Comportement"),
            ("sensitivity_rule", "duration_years", "Pendant (années)"),
            ("observer", "publishes_name", "Laisse publier son nom"), ("observer", "pseudonym", "Pseudonyme"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
        for table in tables { try Journal.install(on: table.name, db) }
        try ObserverName.refresh(db)
    }

    /// `sensitivity_rule_name` and `observer_citation` are worked out of the others, for queries to look into.
    private static let sql = """
        CREATE TABLE sensitivity_rule (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          scientific_name TEXT NOT NULL,
          cd_nom INTEGER,
          level INTEGER NOT NULL CONSTRAINT "niveau de 1 à 4" CHECK (level BETWEEN 1 AND 4),
          campus TEXT,
          season_from TEXT CONSTRAINT "jour MM-JJ" CHECK (season_from IS NULL OR season_from GLOB '[01][0-9]-[0-3][0-9]'),
          season_to TEXT CONSTRAINT "jour MM-JJ, avec un début" CHECK ((season_from IS NULL) = (season_to IS NULL)
            AND (season_to IS NULL OR season_to GLOB '[01][0-9]-[0-3][0-9]')),
          behaviour TEXT,
          duration_years INTEGER CONSTRAINT "une année au moins" CHECK (duration_years IS NULL OR duration_years > 0),
          source TEXT NOT NULL,
          remark TEXT,
          source_attributes TEXT,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER
        );
        CREATE TABLE sensitivity_rule_name (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          rule_id INTEGER NOT NULL REFERENCES sensitivity_rule (fid) ON DELETE CASCADE,
          rule_name TEXT NOT NULL,
          rule_cd_nom INTEGER,
          UNIQUE (rule_id, rule_name, rule_cd_nom)
        );
        CREATE TRIGGER sensitivity_rule_insert_names AFTER INSERT ON sensitivity_rule
        BEGIN
          INSERT INTO sensitivity_rule_name (rule_id, rule_name, rule_cd_nom)
            VALUES (NEW.fid, lower(NEW.scientific_name), NEW.cd_nom);
        END;
        CREATE TRIGGER sensitivity_rule_update_names AFTER UPDATE OF scientific_name, cd_nom ON sensitivity_rule
        BEGIN
          INSERT INTO sensitivity_rule_name (rule_id, rule_name, rule_cd_nom)
            VALUES (NEW.fid, lower(NEW.scientific_name), NEW.cd_nom);
        END;
        CREATE TABLE observer (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          name TEXT NOT NULL UNIQUE,
          publishes_name BOOLEAN NOT NULL DEFAULT 0,
          pseudonym TEXT NOT NULL UNIQUE
        );
        CREATE TABLE observer_citation (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          cited TEXT NOT NULL UNIQUE,
          published TEXT NOT NULL
        );
        CREATE TRIGGER observer_update_citations AFTER UPDATE OF name, publishes_name, pseudonym ON observer
        BEGIN DELETE FROM observer_citation; END;
        CREATE TRIGGER observer_delete_citations AFTER DELETE ON observer
        BEGIN DELETE FROM observer_citation; END;
        """
}
