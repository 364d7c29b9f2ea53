// Species: the book of what lives on a campus. Taxa and the lists that judge them, plants one by one, observations in
// Darwin Core's terms. Two facts are never mixed: whether a taxon is native in an area, and whether an individual was
// planted. It must not know of surfaces or waste.

package import Atlas
package import GRDB
import GeoPackage
import Geospatial
import Languages

/// The species book's tables, code lists and exports.
package enum SpeciesBook {
    package static let book = Book(
        name: "species",
        tables: [
            BookTable("plant", label: Bilingual(fr: "Plantes", en: "Plants")),
            BookTable("observation", label: Bilingual(fr: "Observations", en: "Observations")),
            BookTable("dataset_metadata", label: Bilingual(fr: "Métadonnées publiées", en: "Published metadata")),
            IdentificationSchema.table,
        ] + TaxaSchema.tables + VisitSchema.tables + SensitivitySchema.tables + PlantsSchema.tables,
        migrations: [
            Migration("species-1", apply: createTables), TaxaSchema.migration, ChecklistSchema.migration,
            ObservationColumns.migration, DatasetMetadata.migration, VisitSchema.migration,
            // Before sensitivity, which publishes the names of all who identified.
            IdentificationSchema.migration, SensitivitySchema.migration, PlantsSchema.migration,
        ])

    package static let codeLists = [
        CodeList("vocabulary", file: "species/vocabulary.csv", key: ["vocabulary", "value"]),
        CodeList("taxon", file: "species/taxon.csv", key: ["scientific_name"]),
        CodeList("checklist", file: "species/checklist.csv", key: ["code"]),
        CodeList("checklist_entry", file: "species/checklist_entry.csv", key: ["checklist", "scientific_name"]),
    ]

    private static func createTables(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(sql: SpeciesSchema.sql)
        let schema = db.geoPackage
        try schema.registerLayer("plant", type: .point, crs: crs, label: Bilingual(fr: "Plantes", en: "Plants"))
        try schema.registerLayer(
            "observation", type: .point, crs: crs, label: Bilingual(fr: "Observations", en: "Observations"))
        for (table, label) in [
            ("vocabulary", "Vocabulaires"), ("taxon", "Taxons"), ("checklist", "Listes de référence"),
            ("checklist_entry", "Espèces des listes"), ("bioindicator", "Protocoles de bioindication"),
        ] {
            try schema.registerAttributes(table: table, identifier: label, description: "")
        }
        for table in ["plant", "observation"] { try Journal.install(on: table, db) }
    }

    /// Makes QGIS offer the vocabularies in French, and draw plants and observations.
    package static func publishVocabularies(_ db: Database) throws {
        let schema = db.geoPackage
        for (table, column, title, vocabulary) in [
            ("plant", "growth_origin", "Planté ou spontané", "growth_origin"),
            ("observation", "basis_of_record", "Nature de la donnée", "basisOfRecord"),
            ("observation", "occurrence_status", "Présence", "occurrenceStatus"),
            ("observation", "establishment_means", "Origine du taxon ici", "establishmentMeans"),
            ("observation", "degree_of_establishment", "Degré d'installation", "degreeOfEstablishment"),
            ("visit", "temperature_class", "Température", "temperature_class"), ("visit", "wind", "Vent", "wind"),
            ("visit", "cloud", "Nébulosité", "cloud"),
        ] + PlantsSchema.vocabularies {
            let values = try Row.fetchAll(
                db, sql: "SELECT value, label_fr FROM vocabulary WHERE vocabulary = ? ORDER BY fid",
                arguments: [vocabulary])
            guard !values.isEmpty else { continue }
            try schema.defineEnum(
                name: ColumnNames.snake(vocabulary), values: values.map { EnumValue($0["value"], $0["label_fr"]) })
            try schema.describe(
                table: table, column: column, title: title, description: "",
                constraint: ColumnNames.snake(vocabulary))
        }
        try schema.setStyle(
            table: "plant", geometryColumn: "geom", name: "Plantes",
            qml: QGISStyle.markers(
                by: "growth_origin", originClasses,
                aliases: ["scientific_name": "Nom scientifique", "habit": "Port", "planted_on": "Planté le"]
            ).qml)
        try schema.setStyle(
            table: "planting_bed", geometryColumn: "geom", name: "Massifs et haies",
            qml: QGISStyle.polygons(
                by: "growth_origin", originClasses,
                aliases: ["scientific_name": "Nom scientifique", "habit": "Port", "planted_on": "Planté le"],
                hiding: "\"removed_on\" IS NOT NULL"
            ).qml)
        try schema.setStyle(
            table: "observation", geometryColumn: "geom", name: "Observations",
            qml: QGISStyle.markers(
                by: "occurrence_status",
                [
                    StyleClass(value: "present", label: "présent", colour: "#2166ac"),
                    StyleClass(value: "absent", label: "absent", colour: "#d1e5f0"),
                ],
                aliases: ["scientific_name": "Nom scientifique", "event_date": "Date", "recorded_by": "Observateur"]
            ).qml)
    }

    private static let originClasses = [
        StyleClass(value: "planted", label: "planté", colour: "#1b7837"),
        StyleClass(value: "spontaneous", label: "spontané", colour: "#a6dba0"),
        StyleClass(value: "unknown", label: "origine inconnue", colour: "#999999"),
    ]

    private static func plants(_ name: String, table: String, label: Bilingual) -> LayerExport {
        LayerExport(
            name: name, table: table, label: label,
            sql: """
                SELECT uuid, name, scientific_name, cd_nom, habit, growth_origin, planted_on, removed_on, individual_count,
                  lot, provenance, is_vegetal_local, vegetal_local_region, vegetal_local_certificate, exemption, remark, source,
                  geom
                FROM \(table)
                WHERE :sensitive IS NOT NULL
                  AND (:on IS NULL OR ((planted_on IS NULL OR planted_on <= :on) AND (removed_on IS NULL OR removed_on > :on)))
                ORDER BY fid
                """)
    }

    /// The layers that leave the atlas.
    package static let exports = [
        plants("plants", table: "plant", label: Bilingual(fr: "Plantes", en: "Plants")),
        plants("planting_beds", table: "planting_bed", label: Bilingual(fr: "Massifs et haies", en: "Beds and hedges")),
        LayerExport(
            name: "observations", table: "observation", label: Bilingual(fr: "Observations", en: "Observations"),
            sql: """
                SELECT uuid, occurrence_id, basis_of_record, occurrence_status, scientific_name, taxon_id, taxon_rank,
                  vernacular_name, kingdom, family, species, event_date, individual_count, organism_quantity,
                  organism_quantity_type, \(ObserverName.column("recorded_by")), \(ObserverName.column("identified_by")), date_identified, establishment_means,
                  degree_of_establishment, coordinate_uncertainty_in_meters, locality, country_code, institution_code,
                  collection_code, catalog_number, dataset_name, license, rights_holder, identification_verification_status,
                  identification_remarks, occurrence_remarks, source, cd_nom, taxref_version, verbatim_identification, event_id, event_time,
                  sampling_protocol, sex, life_stage, behavior, coordinates_obscured, data_generalizations,
                  information_withheld, associated_media, other_catalog_numbers,
                  CASE WHEN :sensitive THEN sensitivity END AS sensitivity,
                  CASE WHEN :sensitive THEN sensitivity_as_cited END AS sensitivity_as_cited, geom
                FROM observation
                WHERE (:sensitive OR \(Sensitivity.isPublic)) AND (:on IS NULL OR event_start <= :on)
                ORDER BY fid
                """,
            withheldSQL: """
                SELECT count(*) FROM observation
                WHERE NOT :sensitive AND NOT (\(Sensitivity.isPublic)) AND (:on IS NULL OR event_start <= :on)
                """),
    ]
}

enum ColumnNames {
    /// `basisOfRecord` → `basis_of_record`.
    static func snake(_ term: String) -> String {
        term.reduce(into: "") { name, letter in
            if letter.isUppercase { name += "_" }
            name += letter.lowercased()
        }
    }
}
