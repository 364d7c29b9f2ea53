package import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// What plants need to be identified for life: their history, the beds that are surfaces, and what exempts them.
package enum PlantsSchema {
    package static let migration = Migration("species-plants-1", apply: create)

    package static let tables = [
        BookTable("plant_event", label: Bilingual(fr: "Vie des plantes", en: "Life of plants")),
        BookTable("planting_bed", label: Bilingual(fr: "Massifs et haies", en: "Beds and hedges")),
    ]

    /// Columns that take a word of a vocabulary, which QGIS offers.
    static let vocabularies = [
        ("plant", "habit", "Port", "habit"), ("plant", "exemption", "Exempté de la part locale", "plant_exemption"),
        ("planting_bed", "habit", "Port", "habit"),
        ("planting_bed", "growth_origin", "Planté ou spontané", "growth_origin"),
        ("planting_bed", "exemption", "Exempté de la part locale", "plant_exemption"),
        ("plant_event", "kind", "Ce qui fut fait", "plant_event_kind"),
    ]

    private static let titles = [
        ("plant", "vegetal_local_region", "Région d'origine Végétal local"),
        ("plant", "vegetal_local_certificate", "Certificat Végétal local"),
        ("planting_bed", "name", "Nom"), ("planting_bed", "scientific_name", "Nom scientifique"),
        ("planting_bed", "individual_count", "Individus"), ("planting_bed", "planted_on", "Planté le"),
        ("planting_bed", "removed_on", "Enlevé le"), ("planting_bed", "is_vegetal_local", "Végétal local"),
        ("planting_bed", "vegetal_local_region", "Région d'origine Végétal local"),
        ("planting_bed", "vegetal_local_certificate", "Certificat Végétal local"),
        ("plant_event", "plant_id", "Plante"), ("plant_event", "bed_id", "Massif"), ("plant_event", "on_day", "Jour"),
        ("plant_event", "height_m", "Hauteur (m)"), ("plant_event", "girth_cm", "Circonférence (cm)"),
        ("plant_event", "crown_m", "Diamètre du houppier (m)"), ("plant_event", "person", "Qui"),
        ("plant_event", "remark", "Remarque"),
    ]

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(sql: sql)
        let schema = db.geoPackage
        try schema.registerLayer(
            "planting_bed", type: .multiPolygon, crs: crs,
            label: Bilingual(fr: "Massifs et haies", en: "Beds and hedges"))
        try schema.registerAttributes(table: "plant_event", identifier: "Vie des plantes", description: "")
        for (table, column, title) in titles { try schema.describe(table: table, column: column, title: title) }
        for table in ["plant", "planting_bed", "plant_event"] { try Journal.install(on: table, db) }
    }

    /// A bed's palette has a row for each taxon, with the same outline.
    private static let sql = """
        ALTER TABLE plant ADD COLUMN exemption TEXT
          CONSTRAINT "heritage, food_garden ou collection" CHECK (exemption IS NULL OR exemption IN ('heritage', 'food_garden', 'collection'));
        ALTER TABLE plant ADD COLUMN vegetal_local_region TEXT;
        ALTER TABLE plant ADD COLUMN vegetal_local_certificate TEXT;
        CREATE TABLE planting_bed (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          geom MULTIPOLYGON,
          uuid TEXT UNIQUE,
          name TEXT,
          scientific_name TEXT NOT NULL,
          cd_nom INTEGER,
          habit TEXT CONSTRAINT "port inconnu" CHECK (habit IS NULL OR habit IN ('tree', 'shrub', 'climber', 'hedge', 'bed', 'herb')),
          growth_origin TEXT NOT NULL DEFAULT 'planted'
            CONSTRAINT "planted, spontaneous ou unknown" CHECK (growth_origin IN ('planted', 'spontaneous', 'unknown')),
          planted_on DATE,
          removed_on DATE CONSTRAINT "enlevé avant d'être planté" CHECK (removed_on IS NULL OR planted_on IS NULL OR removed_on > planted_on),
          individual_count INTEGER CONSTRAINT "au moins un individu" CHECK (individual_count IS NULL OR individual_count > 0),
          lot TEXT,
          provenance TEXT,
          is_vegetal_local BOOLEAN,
          vegetal_local_region TEXT,
          vegetal_local_certificate TEXT,
          exemption TEXT
            CONSTRAINT "heritage, food_garden ou collection" CHECK (exemption IS NULL OR exemption IN ('heritage', 'food_garden', 'collection')),
          remark TEXT,
          source TEXT,
          source_attributes TEXT,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER
        );
        CREATE TABLE plant_event (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          plant_id INTEGER REFERENCES plant (fid),
          bed_id INTEGER REFERENCES planting_bed (fid),
          kind TEXT NOT NULL
            CONSTRAINT "planted, measured, pruned, felled, inspected ou replaced" CHECK (kind IN ('planted', 'measured', 'pruned', 'felled', 'inspected', 'replaced')),
          on_day DATE NOT NULL,
          height_m DOUBLE CONSTRAINT "hauteur au-dessus de zéro" CHECK (height_m IS NULL OR height_m > 0),
          girth_cm DOUBLE CONSTRAINT "circonférence au-dessus de zéro" CHECK (girth_cm IS NULL OR girth_cm > 0),
          crown_m DOUBLE CONSTRAINT "houppier au-dessus de zéro" CHECK (crown_m IS NULL OR crown_m > 0),
          person TEXT,
          remark TEXT,
          CONSTRAINT "une plante ou un massif" CHECK ((plant_id IS NULL) <> (bed_id IS NULL))
        );
        CREATE INDEX plant_event_plant ON plant_event (plant_id, on_day);
        CREATE INDEX plant_event_bed ON plant_event (bed_id, on_day);
        """
}
