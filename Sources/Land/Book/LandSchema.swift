import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The tables of surfaces and parcels, and how they came to be.
enum LandSchema {
    /// What keeps history: works, why a surface ended, its rank in painting, where its rain goes; and the triggers.
    static func keepHistory(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try WorksSchema.create(db, crs)
        try db.execute(
            sql: """
                ALTER TABLE surface ADD COLUMN works_id INTEGER REFERENCES works (fid);
                ALTER TABLE surface ADD COLUMN end_kind TEXT
                  CONSTRAINT "change ou correction" CHECK (end_kind IS NULL OR end_kind IN ('survey', 'change', 'correction'));
                ALTER TABLE surface ADD COLUMN replaces TEXT;
                ALTER TABLE surface ADD COLUMN drawn_on DATE;
                ALTER TABLE surface ADD COLUMN drawn_as INTEGER;
                ALTER TABLE surface ADD COLUMN outlet TEXT
                  CONSTRAINT "exutoire inconnu" CHECK (outlet IS NULL OR outlet IN (\(Outlet.sqlList)));
                CREATE INDEX surface_works ON surface (works_id) WHERE works_id IS NOT NULL;
                CREATE INDEX surface_replaces ON surface (replaces) WHERE replaces IS NOT NULL;
                """)
        let schema = db.geoPackage
        try schema.defineEnum(name: "outlet", values: Outlet.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        for (column, title, constraint) in [
            ("works_id", "Travaux", nil), ("end_kind", "Nature de la fin", "change_kind"),
            ("replaces", "Remplace (identité)", nil), ("drawn_on", "Rang de peinture : jour", nil),
            ("drawn_as", "Rang de peinture : ligne", nil), ("outlet", "Exutoire des eaux de pluie", "outlet"),
        ] as [(String, String, String?)] {
            try schema.describe(
                table: "surface", column: column, title: title, description: "", constraint: constraint)
        }
        // In this order SQLite writes an edit in the journal before what follows from it.
        try SurfaceTriggers.install(db)
        try Journal.install(on: "surface", db)
    }

    static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE surface_type (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  code TEXT NOT NULL UNIQUE,
                  label_fr TEXT NOT NULL,
                  label_en TEXT NOT NULL,
                  sealing_class TEXT NOT NULL CHECK (sealing_class IN ('sealed', 'semi_permeable', 'permeable')),
                  painter_priority INTEGER NOT NULL,
                  ocsge TEXT,
                  zan TEXT,
                  berlin_class INTEGER CHECK (berlin_class IS NULL OR berlin_class BETWEEN 1 AND 4),
                  osm_hint TEXT,
                  colour TEXT NOT NULL,
                  source TEXT NOT NULL
                );
                CREATE TABLE coefficient_set (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  code TEXT NOT NULL UNIQUE,
                  quantity TEXT NOT NULL,
                  label_fr TEXT NOT NULL,
                  label_en TEXT NOT NULL,
                  unit TEXT,
                  valid_from DATE,
                  valid_to DATE,
                  source TEXT NOT NULL
                );
                CREATE TABLE surface_coefficient (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  "set" TEXT NOT NULL REFERENCES coefficient_set (code),
                  surface_type TEXT NOT NULL REFERENCES surface_type (code),
                  value DOUBLE NOT NULL CHECK (value >= 0),
                  low DOUBLE CHECK (low IS NULL OR low <= value),
                  high DOUBLE CHECK (high IS NULL OR high >= value),
                  valid_from DATE NOT NULL,
                  valid_to DATE CHECK (valid_to IS NULL OR valid_to > valid_from),
                  source TEXT NOT NULL
                );
                CREATE TABLE surface (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom MULTIPOLYGON,
                  uuid TEXT UNIQUE,
                  name TEXT,
                  surface_type TEXT NOT NULL CONSTRAINT "type de surface inconnu" REFERENCES surface_type (code),
                  land_use TEXT,
                  valid_from DATE NOT NULL DEFAULT CURRENT_DATE,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  change_kind TEXT NOT NULL DEFAULT 'survey'
                    CONSTRAINT "survey, change ou correction" CHECK (change_kind IN ('survey', 'change', 'correction')),
                  painter_priority INTEGER,
                  accuracy_m DOUBLE CONSTRAINT "précision en mètres, au-dessus de zéro" CHECK (accuracy_m IS NULL OR accuracy_m > 0),
                  remark TEXT,
                  source TEXT,
                  source_attributes TEXT,
                  import_id INTEGER REFERENCES import (fid),
                  import_row INTEGER
                );
                CREATE INDEX surface_validity ON surface (valid_from, valid_to);
                CREATE TABLE parcel (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom MULTIPOLYGON,
                  uuid TEXT UNIQUE,
                  name TEXT,
                  reference TEXT,
                  management TEXT,
                  valid_from DATE,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  remark TEXT,
                  source TEXT,
                  source_attributes TEXT,
                  import_id INTEGER REFERENCES import (fid),
                  import_row INTEGER
                );
                """)
        let schema = db.geoPackage
        try schema.registerLayer(
            "surface", type: .multiPolygon, crs: crs, label: Bilingual(fr: "Surfaces", en: "Surfaces"))
        try schema.registerLayer(
            "parcel", type: .multiPolygon, crs: crs, label: Bilingual(fr: "Parcelles", en: "Parcels"))
        try schema.registerAttributes(table: "surface_type", identifier: "Types de surface", description: "")
        try schema.registerAttributes(table: "coefficient_set", identifier: "Jeux de coefficients", description: "")
        try schema.registerAttributes(table: "surface_coefficient", identifier: "Coefficients", description: "")
        try schema.defineEnum(
            name: "change_kind",
            values: [
                EnumValue("survey", "relevé"), EnumValue("change", "changement sur le terrain"),
                EnumValue("correction", "correction du relevé"),
            ])
        try schema.defineEnum(name: "land_use", values: LandUse.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        for (column, title, constraint) in [
            ("name", "Nom", nil), ("land_use", "Usage", "land_use"), ("valid_from", "Vrai depuis", nil),
            ("valid_to", "Vrai jusqu'à (exclu)", nil), ("change_kind", "Nature du changement", "change_kind"),
            ("accuracy_m", "Précision du relevé (m)", nil), ("remark", "Remarque", nil),
        ] as [(String, String, String?)] {
            try schema.describe(
                table: "surface", column: column, title: title, description: "", constraint: constraint)
        }
        try Journal.install(on: "surface", db)
        try Journal.install(on: "parcel", db)
    }
}
