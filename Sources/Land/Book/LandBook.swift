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
        ] + WorksSchema.tables + BaselineSchema.tables + AuditSchema.tables + RainTables.tables,
        migrations: [
            Migration("land-1", apply: LandSchema.create), Migration("land-2", apply: LandSchema.keepHistory),
            Migration("land-baseline-1", apply: BaselineSchema.create), SurfaceMappingTable.migration,
            Migration("land-audit-1", apply: AuditSchema.create), RainTables.migration,
        ],
        check: LandCheck.findings)

    package static let codeLists = [
        CodeList("surface_type", file: "geodata/surface_type.csv", key: ["code"]),
        SurfaceMappingTable.codeList,
        CodeList("coefficient_set", file: "geodata/coefficient_set.csv", key: ["code"]),
        CodeList(
            "surface_coefficient", file: "geodata/surface_coefficient.csv", key: ["set", "surface_type", "valid_from"]),
        RainTables.codeList,
    ]

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
                ], hiding: QGISStyle.ended
            ).qml)
        try schema.setStyle(
            table: "parcel", geometryColumn: "geom", name: "Parcelles",
            qml: QGISStyle.outline(
                colour: "#5c3d99", label: "name", aliases: ["name": "Nom", "reference": "Référence"]
            ).qml)
        try schema.setStyle(
            table: "campus", geometryColumn: "geom", name: "Campus",
            qml: QGISStyle.outline(colour: "#000000", label: "name", aliases: ["name": "Nom"]).qml)
        try schema.setStyle(
            table: "works", geometryColumn: "geom", name: "Travaux",
            qml: QGISStyle.outline(
                colour: "#c05800", label: "name",
                aliases: ["name": "Nom", "status": "État", "due_on": "Échéance", "done_on": "Achevé le"]
            ).qml)
        try AuditSchema.publish(db)
    }

    /// The layers that leave the atlas.
    package static let exports = ground + RainTables.exports

    private static let ground = [
        LayerExport(
            name: "surfaces", table: "surface", label: Bilingual(fr: "Surfaces", en: "Surfaces"),
            sql: """
                SELECT s.uuid, s.name, s.surface_type, t.label_fr, t.sealing_class, s.land_use, s.valid_from, s.valid_to,
                  s.change_kind, s.painter_priority, s.accuracy_m, s.remark, s.source, s.geom
                FROM surface AS s JOIN surface_type AS t ON t.code = s.surface_type
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR (s.valid_from <= :on AND (s.valid_to IS NULL OR s.valid_to > :on)))
                ORDER BY s.fid
                """, decimals: 8, measuresArea: true),
        LayerExport(
            name: "parcels", table: "parcel", label: Bilingual(fr: "Parcelles", en: "Parcels"),
            sql: """
                SELECT uuid, name, reference, management, valid_from, valid_to, remark, source, geom FROM parcel
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR ((valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR valid_to > :on)))
                ORDER BY fid
                """, decimals: 8, measuresArea: true),
        LayerExport(
            name: "works", table: "works", label: Bilingual(fr: "Travaux", en: "Works"),
            sql: """
                SELECT uuid, fid AS number, name, status, due_on, done_on, sewer_left, storage_l, parking_before,
                  parking_after, shade_m2, action_sheet, remark, geom FROM works
                WHERE :sensitive IS NOT NULL AND (:on IS NULL OR done_on IS NULL OR done_on <= :on)
                ORDER BY fid
                """, decimals: 8, measuresArea: true),
        LayerExport(
            name: "campuses", table: "campus", label: Bilingual(fr: "Campus", en: "Campuses"),
            sql: """
                SELECT uuid, name, valid_from, valid_to, source, geom FROM campus
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR ((valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR valid_to > :on)))
                ORDER BY fid
                """, decimals: 8, measuresArea: true),
    ]
}
