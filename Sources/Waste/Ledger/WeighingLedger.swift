import Atlas
import GRDB
import GeoPackage
import Geospatial

/// The ledger of weighings is only ever added to.
///
/// A correction is a new row that names the row it takes the place of, and why; a cancellation likewise, of the row that
/// should not be. A row has one successor at most (the index is unique), so that of two people who correct the same
/// weighing one is told that it was done. `weighing_current` holds what stands: the rows that nothing corrects, and that
/// cancel nothing. Neither this program, nor QGIS, nor SQL can change or delete a row.
enum WeighingLedger {
    static let migration = Migration("waste-ledger-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                ALTER TABLE weighing ADD COLUMN weighed_at DATETIME;
                ALTER TABLE weighing ADD COLUMN period_from DATE
                  CONSTRAINT "début après la pesée" CHECK (period_from IS NULL OR period_from <= weighed_on);
                ALTER TABLE weighing ADD COLUMN to_container TEXT;
                ALTER TABLE weighing ADD COLUMN low_code TEXT;
                ALTER TABLE weighing ADD COLUMN operation_code TEXT;
                ALTER TABLE weighing ADD COLUMN emptyings INTEGER
                  CONSTRAINT "vidages au-dessus de zéro" CHECK (emptyings IS NULL OR emptyings > 0);
                ALTER TABLE weighing ADD COLUMN fill DOUBLE
                  CONSTRAINT "remplissage entre 0 et 1,5" CHECK (fill IS NULL OR (fill > 0 AND fill <= 1.5));
                ALTER TABLE weighing ADD COLUMN density_kg_m3 DOUBLE
                  CONSTRAINT "densité au-dessus de zéro" CHECK (density_kg_m3 IS NULL OR density_kg_m3 > 0);
                ALTER TABLE weighing ADD COLUMN is_wet BOOLEAN NOT NULL DEFAULT FALSE;
                ALTER TABLE weighing ADD COLUMN is_doubtful BOOLEAN NOT NULL DEFAULT FALSE;
                ALTER TABLE weighing ADD COLUMN weighed_by TEXT;
                ALTER TABLE weighing ADD COLUMN corrects INTEGER REFERENCES weighing (fid);
                ALTER TABLE weighing ADD COLUMN is_cancelled BOOLEAN NOT NULL DEFAULT FALSE
                  CONSTRAINT "une annulation dit ce qu'elle annule" CHECK (NOT is_cancelled OR corrects IS NOT NULL);
                ALTER TABLE weighing ADD COLUMN reason TEXT
                  CONSTRAINT "une correction dit pourquoi" CHECK (corrects IS NULL OR trim(coalesce(reason, '')) <> '');
                CREATE UNIQUE INDEX weighing_corrects ON weighing (corrects) WHERE corrects IS NOT NULL;
                CREATE VIEW weighing_current AS
                  SELECT * FROM weighing AS w
                  WHERE NOT is_cancelled AND NOT EXISTS (SELECT 1 FROM weighing AS c WHERE c.corrects = w.fid);
                """)
        let advice = "corrigez-la : campus-atlas weigh correct ou cancel."
        try AppendOnly.install(
            on: "weighing", edit: "Une pesée ne se modifie pas ; \(advice)",
            cut: "Une pesée ne s'efface pas ; \(advice)", db)
        try Journal.install(on: "weighing", db)
    }
}
