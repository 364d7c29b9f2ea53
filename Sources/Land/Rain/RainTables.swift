import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The tables of the rain: devices, infiltration tests, recovered water, and what programmes ask for.
enum RainTables {
    static let migration = Migration("land-rain-1", apply: create)

    static let tables = [
        BookTable("rain_device", label: Bilingual(fr: "Ouvrages d'eau de pluie", en: "Rain devices")),
        BookTable("infiltration_test", label: Bilingual(fr: "Essais d'infiltration", en: "Infiltration tests")),
        BookTable("recovered_water", label: Bilingual(fr: "Eau récupérée", en: "Recovered water")),
    ]

    static let codeList = CodeList("rain_programme", file: "geodata/rain_programme.csv", key: ["code"])

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE rain_programme (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  code TEXT NOT NULL UNIQUE,
                  label_fr TEXT NOT NULL,
                  label_en TEXT NOT NULL,
                  litres_per_m2 DOUBLE CHECK (litres_per_m2 IS NULL OR litres_per_m2 > 0),
                  asks_fr TEXT NOT NULL,
                  asks_en TEXT NOT NULL,
                  source TEXT NOT NULL
                );
                CREATE TABLE rain_device (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom POINT,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL CONSTRAINT "nom vide" CHECK (trim(name) <> ''),
                  kind TEXT NOT NULL
                    CONSTRAINT "tank, swale, basin, trench ou infiltration_well"
                    CHECK (kind IN ('tank', 'swale', 'basin', 'trench', 'infiltration_well')),
                  volume_l INTEGER NOT NULL CONSTRAINT "volume en litres, au-dessus de zéro" CHECK (volume_l > 0),
                  connected_area_m2 DOUBLE
                    CONSTRAINT "surface raccordée en m², au-dessus de zéro"
                    CHECK (connected_area_m2 IS NULL OR connected_area_m2 > 0),
                  reuse BOOLEAN NOT NULL DEFAULT 0,
                  works_id INTEGER CONSTRAINT "travaux inconnus" REFERENCES works (fid),
                  valid_from DATE,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  remark TEXT,
                  source TEXT
                );
                CREATE TABLE infiltration_test (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom POINT,
                  uuid TEXT UNIQUE,
                  tested_on DATE NOT NULL,
                  rate_mm_h DOUBLE NOT NULL CONSTRAINT "vitesse négative" CHECK (rate_mm_h >= 0),
                  method TEXT NOT NULL,
                  works_id INTEGER CONSTRAINT "travaux inconnus" REFERENCES works (fid),
                  person TEXT,
                  remark TEXT
                );
                CREATE TABLE recovered_water (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  device_id INTEGER NOT NULL CONSTRAINT "ouvrage inconnu" REFERENCES rain_device (fid),
                  recovered_on DATE NOT NULL,
                  volume_l INTEGER CONSTRAINT "volume négatif" CHECK (volume_l IS NULL OR volume_l >= 0),
                  meter_l INTEGER CONSTRAINT "compteur négatif" CHECK (meter_l IS NULL OR meter_l >= 0),
                  person TEXT,
                  remark TEXT,
                  CONSTRAINT "un volume, ou un relevé de compteur" CHECK ((volume_l IS NULL) <> (meter_l IS NULL))
                );
                CREATE INDEX recovered_water_device ON recovered_water (device_id, recovered_on);
                """)
        let schema = db.geoPackage
        for table in tables where table.name != "recovered_water" {
            try schema.registerLayer(table.name, type: .point, crs: crs, label: table.label)
        }
        try schema.registerAttributes(table: "recovered_water", identifier: "Eau récupérée", description: "")
        try schema.registerAttributes(
            table: "rain_programme", identifier: "Programmes d'aide, eau de pluie", description: "")
        try describe(schema)
        for table in tables { try Journal.install(on: table.name, db) }
    }

    private static func describe(_ schema: GeoPackageSchema) throws {
        try schema.defineEnum(
            name: "rain_device_kind", values: RainDevice.Kind.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        for (table, column, title) in [
            ("rain_device", "name", "Nom"), ("rain_device", "volume_l", "Volume (L)"),
            ("rain_device", "connected_area_m2", "Surface raccordée (m²)"),
            ("rain_device", "reuse", "Eau réutilisée"), ("rain_device", "works_id", "Travaux"),
            ("rain_device", "valid_from", "En service depuis"),
            ("rain_device", "valid_to", "En service jusqu'à (exclu)"),
            ("infiltration_test", "tested_on", "Jour de l'essai"),
            ("infiltration_test", "rate_mm_h", "Infiltration (mm/h)"), ("infiltration_test", "method", "Méthode"),
            ("infiltration_test", "works_id", "Travaux"), ("infiltration_test", "person", "Personne"),
            ("recovered_water", "device_id", "Ouvrage"), ("recovered_water", "recovered_on", "Jour"),
            ("recovered_water", "volume_l", "Volume récupéré (L)"),
            ("recovered_water", "meter_l", "Relevé du compteur (L)"), ("recovered_water", "person", "Personne"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
        try schema.describe(table: "rain_device", column: "kind", title: "Nature", constraint: "rain_device_kind")
        try schema.setStyle(
            table: "rain_device", geometryColumn: "geom", name: "Ouvrages d'eau de pluie",
            qml: QGISStyle.markers(
                by: "kind",
                RainDevice.Kind.allCases.map { StyleClass(value: $0.rawValue, label: $0.label.fr, colour: $0.colour) },
                aliases: ["name": "Nom", "kind": "Nature", "volume_l": "Volume (L)"]
            ).qml)
        try schema.setStyle(
            table: "infiltration_test", geometryColumn: "geom", name: "Essais d'infiltration",
            qml: QGISStyle.crosses(
                colour: "#2b6cb0", label: "rate_mm_h",
                aliases: ["tested_on": "Jour de l'essai", "rate_mm_h": "Infiltration (mm/h)", "method": "Méthode"]
            ).qml)
    }

    static let exports = [
        LayerExport(
            name: "rain_devices", table: "rain_device",
            label: Bilingual(fr: "Ouvrages d'eau de pluie", en: "Rain devices"),
            sql: """
                SELECT uuid, name, kind, volume_l, connected_area_m2, reuse, valid_from, valid_to, remark, source, geom
                FROM rain_device
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR ((valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR valid_to > :on)))
                ORDER BY fid
                """),
        LayerExport(
            name: "infiltration_tests", table: "infiltration_test",
            label: Bilingual(fr: "Essais d'infiltration", en: "Infiltration tests"),
            sql: """
                SELECT uuid, tested_on, rate_mm_h, method, remark, geom FROM infiltration_test
                WHERE :sensitive IS NOT NULL AND (:on IS NULL OR tested_on <= :on) ORDER BY fid
                """),
        LayerExport(
            name: "recovered_water", label: Bilingual(fr: "Eau récupérée", en: "Recovered water"),
            sql: """
                SELECT r.uuid, d.name AS device, r.recovered_on, r.volume_l, r.meter_l, r.remark
                FROM recovered_water AS r JOIN rain_device AS d ON d.fid = r.device_id
                WHERE :sensitive IS NOT NULL AND (:on IS NULL OR r.recovered_on <= :on) ORDER BY r.fid
                """, hasGeometry: false),
    ]
}
