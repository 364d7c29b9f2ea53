import Atlas
import GRDB
import GeoPackage
import Geospatial

/// The columns of `observation` that came after its first migration: terms of Darwin Core (2023-09-13) in snake case, and
/// the name's number in TAXREF.
enum ObservationColumns {
    static let migration = Migration("species-observation-2", apply: add)

    private static let columns: [(name: String, type: String, title: String)] = [
        ("cd_nom", "INTEGER", "CD_NOM (TAXREF)"),
        ("taxref_version", "TEXT", "Version de TAXREF"),
        ("verbatim_identification", "TEXT", "Nom tel que cité"),
        ("event_id", "TEXT", "Identifiant du relevé"),
        ("event_time", "TEXT", "Heure"),
        ("sampling_protocol", "TEXT", "Protocole"),
        ("sex", "TEXT", "Sexe"),
        ("life_stage", "TEXT", "Stade de vie"),
        ("behavior", "TEXT", "Comportement"),
        ("coordinates_obscured", "BOOLEAN", "Coordonnées brouillées par la source"),
        ("data_generalizations", "TEXT", "Ce qui a été flouté"),
        ("information_withheld", "TEXT", "Ce qui est gardé de côté"),
        ("associated_media", "TEXT", "Médias"),
        ("other_catalog_numbers", "TEXT", "Autres identifiants"),
    ]

    private static func add(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        for column in columns {
            try db.execute(sql: "ALTER TABLE observation ADD COLUMN \(column.name) \(column.type)")
        }
        for column in columns {
            try db.geoPackage.describe(table: "observation", column: column.name, title: column.title)
        }
        try Journal.install(on: "observation", db)
    }
}
