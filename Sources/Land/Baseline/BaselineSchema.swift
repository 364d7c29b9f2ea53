import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The tables of frozen baselines: written once, never changed.
enum BaselineSchema {
    static let tables = [
        BookTable("baseline", label: Bilingual(fr: "Références gelées", en: "Frozen baselines")),
        BookTable("baseline_figure", label: Bilingual(fr: "Chiffres des références", en: "Figures of baselines")),
    ]

    static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE baseline (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL UNIQUE,
                  baseline_on DATE NOT NULL,
                  frozen_at DATETIME NOT NULL,
                  person TEXT,
                  row_count INTEGER NOT NULL,
                  rows_sha256 TEXT NOT NULL
                );
                CREATE TABLE baseline_figure (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  baseline_id INTEGER NOT NULL REFERENCES baseline (fid),
                  campus TEXT,
                  figure TEXT NOT NULL,
                  unit TEXT NOT NULL,
                  value DOUBLE NOT NULL,
                  lower DOUBLE NOT NULL,
                  upper DOUBLE NOT NULL
                );
                CREATE INDEX baseline_figure_baseline ON baseline_figure (baseline_id);
                """)
        for table in tables {
            try db.geoPackage.registerAttributes(
                table: table.name, identifier: table.label.fr, description: table.label.en)
            try Journal.install(on: table.name, db)
            for verb in ["UPDATE", "DELETE"] {
                // An identity that was missing may be given.
                let change = verb == "UPDATE" ? "WHEN NOT (OLD.uuid IS NULL AND NEW.uuid IS NOT NULL)" : ""
                try db.execute(
                    sql: """
                        CREATE TRIGGER \(table.name)_is_frozen_\(verb.lowercased()) BEFORE \(verb) ON \(table.name) \(change)
                        BEGIN SELECT RAISE(ABORT, 'Une référence gelée ne change plus : gelez-en une autre, sous un autre nom.'); END;
                        """)
            }
        }
    }
}
