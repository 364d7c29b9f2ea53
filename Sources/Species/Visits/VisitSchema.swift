package import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The table of visits, and that of the protocols' files. A visit is an Event of Darwin Core, its `uuid` the `eventID`;
/// what was seen during it is in `observation`, under its `visit_id`.
package enum VisitSchema {
    package static let migration = Migration("species-visits-1", apply: create)
    package static let tables = [BookTable("visit", label: Bilingual(fr: "Visites", en: "Visits"))]

    /// The columns, in French.
    static let titles = [
        "protocol": "Protocole", "site": "Site", "parcel_uuid": "Parcelle (uuid)", "event_date": "Jour",
        "start_time": "Heure de début", "duration_minutes": "Durée (min)",
        "sample_size_value": "Taille de l'échantillon",
        "sample_size_unit": "Unité de l'échantillon", "sampling_effort": "Effort", "temperature_class": "Température",
        "wind": "Vent", "cloud": "Nébulosité", "weather_favourable": "Météo favorable", "recorded_by": "Observateurs",
        "targets_complete": "Toute la liste a été cherchée", "remark": "Remarque", "source": "Source",
    ]

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(sql: sql)
        let schema = db.geoPackage
        try schema.registerLayer("visit", type: .point, crs: crs, label: Bilingual(fr: "Visites", en: "Visits"))
        try schema.registerAttributes(table: "protocol_file", identifier: "Fichiers des protocoles", description: "")
        for (column, title) in titles { try schema.describe(table: "visit", column: column, title: title) }
        try schema.describe(table: "observation", column: "visit_id", title: "Visite")
        for table in ["visit", "observation"] { try Journal.install(on: table, db) }
    }

    private static let sql = """
        CREATE TABLE protocol_file (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          name TEXT NOT NULL UNIQUE,
          content TEXT NOT NULL
        );
        CREATE TABLE visit (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          geom POINT,
          uuid TEXT UNIQUE,
          protocol TEXT NOT NULL,
          site TEXT NOT NULL CONSTRAINT "visite sans site" CHECK (trim(site) <> ''),
          parcel_uuid TEXT,
          event_date DATE NOT NULL,
          start_time TEXT CONSTRAINT "heure HH:MM" CHECK (start_time IS NULL OR start_time GLOB '[0-2][0-9]:[0-5][0-9]'),
          duration_minutes INTEGER CONSTRAINT "durée en minutes, au-dessus de zéro" CHECK (duration_minutes IS NULL OR duration_minutes > 0),
          sample_size_value DOUBLE CONSTRAINT "échantillon au-dessus de zéro" CHECK (sample_size_value IS NULL OR sample_size_value > 0),
          sample_size_unit TEXT,
          sampling_effort TEXT,
          temperature_class TEXT,
          wind TEXT,
          cloud TEXT,
          weather_favourable BOOLEAN,
          recorded_by TEXT,
          targets_complete BOOLEAN,
          remark TEXT,
          source TEXT,
          source_attributes TEXT,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER
        );
        CREATE INDEX visit_protocol ON visit (protocol, event_date);
        ALTER TABLE observation ADD COLUMN visit_id INTEGER REFERENCES visit (fid);
        CREATE INDEX observation_visit ON observation (visit_id);
        """
}
