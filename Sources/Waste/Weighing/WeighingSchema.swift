import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// What weighing by hand needs beside the ledger: dated tares, the limits of a container and of its scale, and what
/// people answered when a weighing looked odd.
enum WeighingSchema {
    static let tables = [
        BookTable("container_tare", label: Bilingual(fr: "Tares des contenants", en: "Tares of containers")),
        BookTable("waste_answer", label: Bilingual(fr: "Réponses aux contrôles", en: "Answers to checks")),
    ]

    static let migration = Migration("waste-weighing-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                ALTER TABLE container ADD COLUMN max_load_g INTEGER
                  CONSTRAINT "charge maximale au-dessus de zéro" CHECK (max_load_g IS NULL OR max_load_g > 0);
                ALTER TABLE container ADD COLUMN scale_step_g INTEGER
                  CONSTRAINT "échelon au-dessus de zéro" CHECK (scale_step_g IS NULL OR scale_step_g > 0);
                CREATE TABLE container_tare (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  container TEXT NOT NULL,
                  tared_on DATE NOT NULL,
                  tare_mass_g INTEGER NOT NULL CONSTRAINT "tare négative" CHECK (tare_mass_g >= 0),
                  remark TEXT,
                  CONSTRAINT "ce contenant a déjà une tare de ce jour" UNIQUE (container, tared_on)
                );
                CREATE TABLE waste_answer (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  finding TEXT NOT NULL CONSTRAINT "déjà répondu" UNIQUE,
                  answer TEXT NOT NULL CONSTRAINT "réponse inconnue" CHECK (answer IN ('confirm', 'instead', 'unknown')),
                  person TEXT,
                  answered_at DATETIME NOT NULL,
                  remark TEXT
                );
                CREATE INDEX weighing_container ON weighing (container, stream, weighed_on);
                CREATE INDEX weighing_ticket ON weighing (ticket) WHERE ticket IS NOT NULL;
                """)
        let schema = db.geoPackage
        for table in tables {
            try schema.registerAttributes(table: table.name, identifier: table.label.fr, description: table.label.en)
        }
        for (table, column, title) in [
            ("container", "max_load_g", "Charge maximale (g)"),
            ("container", "scale_step_g", "Échelon de la balance (g)"),
            ("container_tare", "container", "Contenant"), ("container_tare", "tared_on", "Taré le"),
            ("container_tare", "tare_mass_g", "Tare (g)"), ("container_tare", "remark", "Remarque"),
            ("waste_answer", "finding", "Anomalie"), ("waste_answer", "answer", "Réponse"),
            ("waste_answer", "person", "Qui a répondu"), ("waste_answer", "answered_at", "Répondu le (UTC)"),
            ("waste_answer", "remark", "Remarque"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
        for table in ["container"] + tables.map(\.name) { try Journal.install(on: table, db) }
    }
}
