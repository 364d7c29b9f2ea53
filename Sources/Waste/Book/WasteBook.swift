// Waste: the book of weighings. Masses are whole grams, and what was typed is kept beside; what a waste is and what
// becomes of it are two lists, never one. It must not know of surfaces or species.

package import Atlas
package import GRDB
import GeoPackage
import Geospatial
import Languages

/// The waste book's tables, code lists and exports.
package enum WasteBook {
    package static let book = Book(
        name: "waste",
        tables: [
            BookTable("container", label: Bilingual(fr: "Contenants", en: "Containers")),
            BookTable("weighing", label: Bilingual(fr: "Pesées", en: "Weighings")),
        ] + FlowSchema.tables + WeighingSchema.tables + MonthsSchema.tables + [ObligationSchema.table]
            + RegisterSchema.tables + RatesTables.tables,
        migrations: [
            Migration("waste-1", apply: createTables), WeighingLedger.migration,
            LoWSchema.migration,
            FlowSchema.migration,
            WeighingSchema.migration, MonthsSchema.migration, ObligationSchema.migration, RegisterSchema.migration,
        ] + RatesTables.migrations, check: WasteCheck.findings)

    package static let codeLists = [
        CodeList("waste_stream", file: "geodata/waste_stream.csv", key: ["code"]),
        CodeList("waste_destination", file: "geodata/waste_destination.csv", key: ["code"]),
        CodeList("low_code", file: "geodata/low_code.csv", key: ["code"]),
    ]

    private static func createTables(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE waste_stream (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  code TEXT NOT NULL UNIQUE,
                  label_fr TEXT NOT NULL,
                  label_en TEXT NOT NULL,
                  family TEXT NOT NULL,
                  decree_2021_950 BOOLEAN NOT NULL,
                  since DATE,
                  low_default TEXT,
                  low_accepted TEXT,
                  hazardous BOOLEAN NOT NULL,
                  counts_as_om BOOLEAN NOT NULL,
                  in_core_perimeter BOOLEAN NOT NULL,
                  default_destination TEXT,
                  density_kg_m3 DOUBLE,
                  density_low DOUBLE,
                  density_high DOUBLE,
                  density_source TEXT,
                  source TEXT NOT NULL
                );
                CREATE TABLE waste_destination (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  code TEXT NOT NULL UNIQUE,
                  label_fr TEXT NOT NULL,
                  label_en TEXT NOT NULL,
                  operation_codes TEXT,
                  trackdechets_mode TEXT,
                  hierarchy_rank INTEGER,
                  is_waste BOOLEAN NOT NULL,
                  recycled_eu TEXT,
                  recovered_fr TEXT,
                  diverted_true_aashe TEXT,
                  om_violation_strict TEXT,
                  om_violation_energy_ok TEXT,
                  evidence_needed TEXT,
                  evidence_needed_en TEXT,
                  source TEXT NOT NULL
                );
                CREATE TABLE container (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom POINT,
                  uuid TEXT UNIQUE,
                  code TEXT NOT NULL UNIQUE,
                  name TEXT,
                  campus TEXT,
                  stream TEXT CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  capacity_l DOUBLE CONSTRAINT "capacité en litres, au-dessus de zéro" CHECK (capacity_l IS NULL OR capacity_l > 0),
                  tare_mass_g INTEGER CONSTRAINT "tare négative" CHECK (tare_mass_g IS NULL OR tare_mass_g >= 0),
                  valid_from DATE,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  source TEXT,
                  source_attributes TEXT,
                  import_id INTEGER REFERENCES import (fid),
                  import_row INTEGER
                );
                CREATE TABLE weighing (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  weighed_on DATE NOT NULL,
                  campus TEXT,
                  container TEXT,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  destination TEXT CONSTRAINT "destination inconnue" REFERENCES waste_destination (code),
                  facility TEXT,
                  net_mass_g INTEGER NOT NULL CONSTRAINT "masse nette nulle ou négative" CHECK (net_mass_g > 0),
                  gross_mass_g INTEGER,
                  tare_mass_g INTEGER,
                  mass_as_typed TEXT NOT NULL,
                  unit_as_typed TEXT NOT NULL,
                  method TEXT NOT NULL DEFAULT 'U'
                    CONSTRAINT "méthode de A à G, ou U" CHECK (method IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'U')),
                  ticket TEXT,
                  remark TEXT,
                  source TEXT,
                  source_attributes TEXT,
                  import_id INTEGER REFERENCES import (fid),
                  import_row INTEGER,
                  CONSTRAINT "net = brut - tare"
                    CHECK (gross_mass_g IS NULL OR net_mass_g = gross_mass_g - coalesce(tare_mass_g, 0))
                );
                CREATE INDEX weighing_day ON weighing (weighed_on);
                """)
        let schema = db.geoPackage
        try schema.registerLayer(
            "container", type: .point, crs: crs, label: Bilingual(fr: "Contenants", en: "Containers"))
        for (table, label) in [
            ("weighing", "Pesées"), ("waste_stream", "Flux de déchets"),
            ("waste_destination", "Destinations des déchets"),
        ] {
            try schema.registerAttributes(table: table, identifier: label, description: "")
        }
        try schema.defineEnum(
            name: "weighing_method", values: WeighingMethod.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.describe(
            table: "weighing", column: "method", title: "Méthode", description: "", constraint: "weighing_method")
        for table in ["container", "weighing"] { try Journal.install(on: table, db) }
    }

    /// Makes QGIS offer streams and destinations by their French labels.
    package static func publishStreams(_ db: Database) throws {
        let schema = db.geoPackage
        for (table, columns) in [
            (
                "waste_stream",
                [("container", "stream", "Flux"), ("weighing", "stream", "Flux")] + FlowSchema.streamColumns
            ),
            ("waste_destination", [("weighing", "destination", "Destination")] + FlowSchema.destinationColumns),
        ] {
            let values = try Row.fetchAll(db, sql: "SELECT code, label_fr FROM \(table) ORDER BY fid")
            try schema.defineEnum(name: table, values: values.map { EnumValue($0["code"], $0["label_fr"]) })
            for (layer, column, title) in columns {
                try schema.describe(table: layer, column: column, title: title, description: "", constraint: table)
            }
        }
        try schema.setStyle(
            table: "container", geometryColumn: "geom", name: "Contenants",
            qml: QGISStyle.markers(
                by: "stream",
                [
                    StyleClass(value: "OM", label: "Ordures ménagères", colour: "#4d4d4d"),
                    StyleClass(value: "FOOD", label: "Biodéchets", colour: "#7f6a2b"),
                    StyleClass(value: "", label: "Autres flux", colour: "#e6a800"),
                ],
                aliases: ["code": "Code", "stream": "Flux", "capacity_l": "Capacité (L)"]
            ).qml)
    }

    /// The layers that leave the atlas.
    package static let exports = [
        LayerExport(
            name: "containers", table: "container", label: Bilingual(fr: "Contenants", en: "Containers"),
            sql: """
                SELECT uuid, code, name, campus, stream, capacity_l, tare_mass_g / 1000.0 AS tare_kg, valid_from, valid_to,
                  max_load_g / 1000.0 AS max_load_kg, scale_step_g, source, geom
                FROM container
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR ((valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR valid_to > :on)))
                ORDER BY fid
                """),
        LayerExport(
            name: "weighings", table: "weighing", label: Bilingual(fr: "Pesées", en: "Weighings"),
            sql: """
                SELECT uuid, weighed_on, weighed_at, period_from, campus, container, to_container, stream, low_code,
                  destination, operation_code, facility, net_mass_g / 1000.0 AS mass,
                  gross_mass_g / 1000.0 AS gross_mass, tare_mass_g / 1000.0 AS tare_mass, 'kg' AS unit, method,
                  emptyings, fill, density_kg_m3, is_wet, is_doubtful,
                  CASE WHEN :sensitive THEN weighed_by END AS weighed_by, ticket, remark, source
                FROM weighing_current WHERE :on IS NULL OR weighed_on <= :on
                ORDER BY fid
                """, hasGeometry: false),
    ]
}
