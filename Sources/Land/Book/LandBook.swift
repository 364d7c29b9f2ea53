// Land: the book of surfaces. Each square metre of a campus has one surface type at each date.
// It must not know of species or waste, nor of how figures are judged against targets.

package import Atlas
package import GRDB
import GeoPackage
import Geospatial
import Languages

/// The land book's tables, code lists and exports.
package enum LandBook {
    package static let book = Book(
        name: "land",
        tables: [
            BookTable("surface", label: Bilingual(fr: "Surfaces", en: "Surfaces")),
            BookTable("parcel", label: Bilingual(fr: "Parcelles", en: "Parcels")),
        ],
        migrations: [Migration("land-1", apply: createTables)],
        check: LandCheck.findings)

    package static let codeLists = [
        CodeList("surface_type", file: "geodata/surface_type.csv", key: ["code"]),
        CodeList("coefficient_set", file: "geodata/coefficient_set.csv", key: ["code"]),
        CodeList(
            "surface_coefficient", file: "geodata/surface_coefficient.csv", key: ["set", "surface_type", "valid_from"]),
    ]

    private static func createTables(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
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

    /// Makes QGIS offer the surface types by their French labels, and colour surfaces by them.
    package static func publishTypes(_ db: Database) throws {
        let types = try Row.fetchAll(
            db, sql: "SELECT code, label_fr, colour FROM surface_type ORDER BY painter_priority DESC, code")
        let schema = db.geoPackage
        try schema.defineEnum(name: "surface_type", values: types.map { EnumValue($0["code"], $0["label_fr"]) })
        try schema.describe(
            table: "surface", column: "surface_type", title: "Type de surface", description: "",
            constraint: "surface_type")
        let classes = types.map {
            StyleClass(value: $0["code"], label: $0["label_fr"], colour: $0["colour"])
        }
        try schema.setStyle(
            table: "surface", geometryColumn: "geom", name: "Types de surface",
            qml: QGISStyle.polygons(
                by: "surface_type", classes,
                aliases: [
                    "name": "Nom", "surface_type": "Type de surface", "land_use": "Usage", "valid_from": "Vrai depuis",
                    "valid_to": "Vrai jusqu'à (exclu)", "change_kind": "Nature du changement",
                    "accuracy_m": "Précision (m)", "remark": "Remarque",
                ], hiding: "\"valid_to\" IS NOT NULL"
            ).qml)
        try schema.setStyle(
            table: "parcel", geometryColumn: "geom", name: "Parcelles",
            qml: QGISStyle.outline(
                colour: "#5c3d99", label: "name", aliases: ["name": "Nom", "reference": "Référence"]
            ).qml)
        try schema.setStyle(
            table: "campus", geometryColumn: "geom", name: "Campus",
            qml: QGISStyle.outline(colour: "#000000", label: "name", aliases: ["name": "Nom"]).qml)
    }

    /// The layers that leave the atlas.
    package static let exports = [
        LayerExport(
            name: "surfaces", label: Bilingual(fr: "Surfaces", en: "Surfaces"),
            sql: """
                SELECT s.uuid, s.name, s.surface_type, t.label_fr, t.sealing_class, s.land_use, s.valid_from, s.valid_to,
                  s.change_kind, s.painter_priority, s.accuracy_m, s.remark, s.source, s.geom
                FROM surface AS s JOIN surface_type AS t ON t.code = s.surface_type
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR (s.valid_from <= :on AND (s.valid_to IS NULL OR s.valid_to > :on)))
                ORDER BY s.fid
                """, decimals: 8, measuresArea: true),
        LayerExport(
            name: "parcels", label: Bilingual(fr: "Parcelles", en: "Parcels"),
            sql: """
                SELECT uuid, name, reference, management, valid_from, valid_to, remark, source, geom FROM parcel
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR ((valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR valid_to > :on)))
                ORDER BY fid
                """, decimals: 8, measuresArea: true),
        LayerExport(
            name: "campuses", label: Bilingual(fr: "Campus", en: "Campuses"),
            sql: """
                SELECT uuid, name, valid_from, valid_to, source, geom FROM campus
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR ((valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR valid_to > :on)))
                ORDER BY fid
                """, decimals: 8, measuresArea: true),
    ]
}

/// What a surface is used for, where a target asks.
public enum LandUse: String, Sendable, CaseIterable {
    case parking
    case circulation
    case building
    case sport
    case green

    var label: Bilingual {
        switch self {
        case .parking: Bilingual(fr: "stationnement", en: "parking")
        case .circulation: Bilingual(fr: "circulation", en: "circulation")
        case .building: Bilingual(fr: "bâtiment", en: "building")
        case .sport: Bilingual(fr: "sport", en: "sport")
        case .green: Bilingual(fr: "espace vert", en: "green space")
        }
    }
}
