/// The tables of the species book. Columns of `observation` are Darwin Core terms in snake case (TDWG, 2023-09-13).
enum SpeciesSchema {
    static let sql = """
        CREATE TABLE vocabulary (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          vocabulary TEXT NOT NULL,
          value TEXT NOT NULL,
          label_fr TEXT NOT NULL,
          label_en TEXT NOT NULL,
          source TEXT NOT NULL,
          UNIQUE (vocabulary, value)
        );
        CREATE TABLE taxon (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          scientific_name TEXT NOT NULL UNIQUE,
          scientific_name_authorship TEXT,
          taxon_rank TEXT,
          kingdom TEXT,
          taxon_group TEXT,
          habit TEXT CHECK (habit IS NULL OR habit IN ('tree', 'shrub', 'climber', 'herb')),
          vernacular_name_fr TEXT,
          cd_nom INTEGER,
          cd_ref INTEGER,
          taxref_version TEXT,
          fr_status TEXT,
          source TEXT NOT NULL,
          fr_status_source TEXT,
          remark TEXT
        );
        CREATE INDEX taxon_cd_nom ON taxon (cd_nom);
        CREATE TABLE checklist (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          code TEXT NOT NULL UNIQUE,
          label_fr TEXT NOT NULL,
          label_en TEXT NOT NULL,
          version TEXT NOT NULL,
          published_on DATE,
          area TEXT NOT NULL,
          campus TEXT,
          kind TEXT NOT NULL CHECK (kind IN ('native', 'invasive')),
          source TEXT NOT NULL
        );
        CREATE TABLE checklist_entry (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          checklist TEXT NOT NULL REFERENCES checklist (code),
          scientific_name TEXT NOT NULL,
          cd_nom INTEGER,
          status TEXT NOT NULL CHECK (status IN ('native', 'introduced', 'uncertain', 'invasive')),
          source TEXT NOT NULL,
          remark TEXT,
          UNIQUE (checklist, scientific_name)
        );
        CREATE TABLE bioindicator (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          code TEXT NOT NULL UNIQUE,
          label_fr TEXT NOT NULL,
          label_en TEXT NOT NULL,
          "group" TEXT NOT NULL,
          minimum_effort INTEGER,
          effort_unit TEXT,
          season_from TEXT,
          season_to TEXT,
          method_summary_fr TEXT,
          source TEXT NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('verified', 'unverified'))
        );
        CREATE TABLE plant (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          geom POINT,
          uuid TEXT UNIQUE,
          name TEXT,
          scientific_name TEXT NOT NULL,
          cd_nom INTEGER,
          habit TEXT CONSTRAINT "port inconnu" CHECK (habit IS NULL OR habit IN ('tree', 'shrub', 'climber', 'hedge', 'bed', 'herb')),
          growth_origin TEXT NOT NULL DEFAULT 'unknown'
            CONSTRAINT "planted, spontaneous ou unknown" CHECK (growth_origin IN ('planted', 'spontaneous', 'unknown')),
          planted_on DATE,
          removed_on DATE CONSTRAINT "enlevé avant d'être planté" CHECK (removed_on IS NULL OR planted_on IS NULL OR removed_on > planted_on),
          individual_count INTEGER NOT NULL DEFAULT 1 CONSTRAINT "au moins un individu" CHECK (individual_count > 0),
          lot TEXT,
          provenance TEXT,
          is_vegetal_local BOOLEAN,
          remark TEXT,
          source TEXT,
          source_attributes TEXT,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER
        );
        CREATE TABLE observation (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          geom POINT,
          uuid TEXT UNIQUE,
          occurrence_id TEXT,
          basis_of_record TEXT NOT NULL DEFAULT 'HumanObservation',
          occurrence_status TEXT NOT NULL DEFAULT 'present'
            CONSTRAINT "present ou absent" CHECK (occurrence_status IN ('present', 'absent')),
          scientific_name TEXT NOT NULL,
          taxon_id TEXT,
          taxon_rank TEXT,
          vernacular_name TEXT,
          kingdom TEXT,
          family TEXT,
          species TEXT,
          event_date TEXT,
          event_start DATE,
          event_end DATE,
          individual_count INTEGER CONSTRAINT "nombre d'individus négatif" CHECK (individual_count IS NULL OR individual_count >= 0),
          organism_quantity TEXT,
          organism_quantity_type TEXT,
          recorded_by TEXT,
          identified_by TEXT,
          date_identified TEXT,
          establishment_means TEXT,
          degree_of_establishment TEXT,
          decimal_longitude DOUBLE,
          decimal_latitude DOUBLE,
          coordinate_uncertainty_in_meters DOUBLE
            CONSTRAINT "incertitude en mètres, au-dessus de zéro" CHECK (coordinate_uncertainty_in_meters IS NULL OR coordinate_uncertainty_in_meters > 0),
          locality TEXT,
          country_code TEXT,
          institution_code TEXT,
          collection_code TEXT,
          catalog_number TEXT,
          dataset_name TEXT,
          license TEXT,
          rights_holder TEXT,
          identification_verification_status TEXT,
          sensitivity INTEGER CONSTRAINT "sensibilité de 0 à 4" CHECK (sensitivity IS NULL OR sensitivity BETWEEN 0 AND 4),
          sensitivity_as_cited TEXT,
          occurrence_remarks TEXT,
          source TEXT,
          dynamic_properties TEXT,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER
        );
        """
}
