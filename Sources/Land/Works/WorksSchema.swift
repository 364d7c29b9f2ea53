import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The tables of works: what is planned, what it costs, how far it is.
enum WorksSchema {
    static let tables = [
        BookTable("works", label: Bilingual(fr: "Travaux", en: "Works")),
        BookTable("works_surface", label: Bilingual(fr: "Surfaces projetées", en: "Planned surfaces")),
        BookTable("works_step", label: Bilingual(fr: "Étapes des travaux", en: "Steps of works")),
        BookTable("works_cost", label: Bilingual(fr: "Coûts des travaux", en: "Costs of works")),
        BookTable("works_grant", label: Bilingual(fr: "Subventions", en: "Grants")),
        BookTable("works_tree", label: Bilingual(fr: "Arbres des travaux", en: "Trees of works")),
    ]

    static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        let statuses = WorksStatus.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let costs = WorksCost.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        try db.execute(
            sql: """
                CREATE TABLE works (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom MULTIPOLYGON,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL,
                  status TEXT NOT NULL DEFAULT 'idea' CONSTRAINT "état inconnu" CHECK (status IN (\(statuses))),
                  due_on DATE,
                  done_on DATE,
                  part_of INTEGER REFERENCES works (fid),
                  sewer_left TEXT CONSTRAINT "réseau inconnu" CHECK (sewer_left IS NULL OR sewer_left IN ('combined_sewer', 'stormwater_sewer', 'none')),
                  storage_l INTEGER CONSTRAINT "stockage négatif" CHECK (storage_l IS NULL OR storage_l >= 0),
                  parking_before INTEGER CHECK (parking_before IS NULL OR parking_before >= 0),
                  parking_after INTEGER CHECK (parking_after IS NULL OR parking_after >= 0),
                  shade_m2 DOUBLE CHECK (shade_m2 IS NULL OR shade_m2 >= 0),
                  action_sheet TEXT,
                  remark TEXT,
                  CONSTRAINT "achevé a une date" CHECK ((status IN ('done', 'verified')) = (done_on IS NOT NULL))
                );
                CREATE TABLE works_surface (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom MULTIPOLYGON,
                  uuid TEXT UNIQUE,
                  works_id INTEGER NOT NULL REFERENCES works (fid),
                  surface_type TEXT NOT NULL CONSTRAINT "type de surface inconnu" REFERENCES surface_type (code),
                  land_use TEXT,
                  outlet TEXT CONSTRAINT "exutoire inconnu" CHECK (outlet IS NULL OR outlet IN (\(Outlet.sqlList))),
                  name TEXT
                );
                CREATE INDEX works_surface_works ON works_surface (works_id);
                CREATE TABLE works_step (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  works_id INTEGER NOT NULL REFERENCES works (fid),
                  status TEXT NOT NULL CONSTRAINT "état inconnu" CHECK (status IN (\(statuses))),
                  step_on DATE NOT NULL,
                  person TEXT,
                  remark TEXT
                );
                CREATE INDEX works_step_works ON works_step (works_id);
                CREATE TABLE works_cost (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  works_id INTEGER NOT NULL REFERENCES works (fid),
                  label TEXT NOT NULL,
                  kind TEXT NOT NULL CONSTRAINT "devis, estimation ou facture" CHECK (kind IN (\(costs))),
                  amount_cents INTEGER NOT NULL CHECK (amount_cents >= 0),
                  cost_on DATE
                );
                CREATE TABLE works_grant (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  works_id INTEGER NOT NULL REFERENCES works (fid),
                  agency TEXT NOT NULL,
                  file_number TEXT,
                  rate DOUBLE CONSTRAINT "taux entre 0 et 1" CHECK (rate IS NULL OR rate BETWEEN 0 AND 1),
                  amount_cents INTEGER CHECK (amount_cents IS NULL OR amount_cents >= 0)
                );
                CREATE TABLE works_tree (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  works_id INTEGER NOT NULL REFERENCES works (fid),
                  act TEXT NOT NULL CONSTRAINT "planted ou felled" CHECK (act IN ('planted', 'felled')),
                  scientific_name TEXT NOT NULL,
                  tree_count INTEGER NOT NULL CHECK (tree_count > 0)
                );
                """)
        let schema = db.geoPackage
        for table in tables {
            if ["works", "works_surface"].contains(table.name) {
                try schema.registerLayer(table.name, type: .multiPolygon, crs: crs, label: table.label)
            } else {
                try schema.registerAttributes(
                    table: table.name, identifier: table.label.fr, description: table.label.en)
            }
            try Journal.install(on: table.name, db)
        }
        try schema.defineEnum(
            name: "works_status", values: WorksStatus.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.describe(
            table: "works", column: "status", title: "État", description: "", constraint: "works_status")
        for (column, title) in [
            ("name", "Nom"), ("due_on", "Échéance"), ("done_on", "Achevé le"), ("sewer_left", "Réseau quitté"),
            ("storage_l", "Stockage (L)"), ("parking_before", "Places avant"), ("parking_after", "Places après"),
            ("shade_m2", "Ombre (m²)"), ("action_sheet", "Fiche action"), ("remark", "Remarque"),
        ] {
            try schema.describe(table: "works", column: column, title: title, description: "", constraint: nil)
        }
        try guardSteps(db)
    }

    /// Each state of works has a step, with its day and person; done works are history.
    private static func guardSteps(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TRIGGER works_status_has_a_step BEFORE UPDATE ON works
                WHEN OLD.status IS NOT NEW.status AND NEW.status IS NOT (
                  SELECT status FROM works_step WHERE works_id = NEW.fid ORDER BY fid DESC LIMIT 1)
                BEGIN
                  SELECT RAISE(ABORT, 'L''état des travaux change avec « campus-atlas works », qui note le jour et la personne.');
                END;
                CREATE TRIGGER works_done_is_kept BEFORE UPDATE ON works
                WHEN OLD.status IN ('done', 'verified') AND (OLD.geom IS NOT NEW.geom OR OLD.done_on IS NOT NEW.done_on)
                BEGIN
                  SELECT RAISE(ABORT, 'Ces travaux sont achevés : leur emprise et leur date ne changent plus.');
                END;
                CREATE TRIGGER works_done_is_not_deleted BEFORE DELETE ON works WHEN OLD.status IN ('done', 'verified')
                BEGIN
                  SELECT RAISE(ABORT, 'Ces travaux sont achevés : ils ne s''effacent pas.');
                END;
                CREATE TRIGGER works_surface_done_is_kept BEFORE UPDATE ON works_surface
                WHEN (SELECT status FROM works WHERE fid = OLD.works_id) IN ('done', 'verified')
                BEGIN
                  SELECT RAISE(ABORT, 'Ces travaux sont achevés : ce qui était projeté ne change plus.');
                END;
                CREATE TRIGGER works_surface_done_is_not_deleted BEFORE DELETE ON works_surface
                WHEN (SELECT status FROM works WHERE fid = OLD.works_id) IN ('done', 'verified')
                BEGIN
                  SELECT RAISE(ABORT, 'Ces travaux sont achevés : ce qui était projeté ne change plus.');
                END;
                """)
    }
}
