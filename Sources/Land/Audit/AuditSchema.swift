import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The tables of the audits: random points, and what people saw at them without knowing what the book says.
enum AuditSchema {
    static let tables = [
        BookTable("audit", label: Bilingual(fr: "Contrôles par points", en: "Audits by points")),
        BookTable("audit_point", label: Bilingual(fr: "Points de contrôle", en: "Audit points")),
        BookTable("audit_reading", label: Bilingual(fr: "Lectures des points", en: "Readings of points")),
    ]

    static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE audit (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL UNIQUE,
                  as_of DATE NOT NULL,
                  seed INTEGER NOT NULL,
                  point_count INTEGER NOT NULL CONSTRAINT "au moins un point" CHECK (point_count > 0),
                  campus TEXT,
                  drawn_at DATETIME NOT NULL,
                  person TEXT
                );
                CREATE TABLE audit_point (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  geom POINT NOT NULL,
                  uuid TEXT UNIQUE,
                  audit_id INTEGER NOT NULL REFERENCES audit (fid),
                  number INTEGER NOT NULL,
                  CONSTRAINT "deux points de même numéro" UNIQUE (audit_id, number)
                );
                CREATE TABLE audit_reading (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  point_id INTEGER NOT NULL CONSTRAINT "point inconnu" REFERENCES audit_point (fid),
                  reader TEXT NOT NULL CONSTRAINT "il faut le nom du lecteur" CHECK (trim(reader) <> ''),
                  seen TEXT NOT NULL,
                  read_at DATE DEFAULT CURRENT_DATE,
                  remark TEXT,
                  import_id INTEGER REFERENCES import (fid),
                  import_row INTEGER,
                  CONSTRAINT "ce lecteur a déjà lu ce point" UNIQUE (point_id, reader)
                );
                """)
        try createTriggers(db)
        let schema = db.geoPackage
        try schema.registerLayer("audit_point", type: .point, crs: crs, label: tables[1].label)
        for table in [tables[0], tables[2]] {
            try schema.registerAttributes(
                table: table.name, identifier: table.label.fr, description: table.label.en)
        }
        for (table, column, title) in [
            ("audit", "name", "Nom"), ("audit", "as_of", "Jour contrôlé"),
            ("audit", "seed", "Graine du tirage (SplitMix64)"), ("audit", "point_count", "Nombre de points"),
            ("audit", "drawn_at", "Tiré le (UTC)"), ("audit_point", "number", "Numéro"),
            ("audit_reading", "point_id", "Point (fid)"), ("audit_reading", "reader", "Lecteur"),
            ("audit_reading", "read_at", "Lu le"), ("audit_reading", "remark", "Remarque"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
        for table in tables { try Journal.install(on: table.name, db) }
        try publish(db)
    }

    /// What QGIS may do to them: nothing to a draw, and only known words in a reading.
    private static func createTriggers(_ db: Database) throws {
        let fixed =
            "Un tirage ne se modifie pas : ni ajout, ni déplacement, ni retrait de point. Faites un nouveau contrôle."
        let known = """
            NEW.seen NOT IN ('sealed', 'semi_permeable', 'permeable', '\(Seen.unknownCode)')
            AND NOT EXISTS (SELECT 1 FROM surface_type WHERE code = NEW.seen)
            """
        let refusal = "SELECT RAISE(ABORT, 'Vu inconnu : un type de surface, une classe, ou \(Seen.unknownCode).');"
        try db.execute(
            sql: """
                CREATE TRIGGER audit_is_drawn_once BEFORE UPDATE OF as_of, seed, point_count, campus ON audit
                WHEN OLD.as_of IS NOT NEW.as_of OR OLD.seed IS NOT NEW.seed OR OLD.point_count IS NOT NEW.point_count
                  OR OLD.campus IS NOT NEW.campus
                BEGIN SELECT RAISE(ABORT, '\(fixed)'); END;
                CREATE TRIGGER audit_point_is_not_added BEFORE INSERT ON audit_point
                WHEN NEW.number NOT BETWEEN 1 AND coalesce((SELECT point_count FROM audit WHERE fid = NEW.audit_id), 0)
                BEGIN SELECT RAISE(ABORT, '\(fixed)'); END;
                CREATE TRIGGER audit_point_is_not_moved BEFORE UPDATE ON audit_point
                BEGIN SELECT RAISE(ABORT, '\(fixed)'); END;
                CREATE TRIGGER audit_point_is_not_removed BEFORE DELETE ON audit_point
                BEGIN SELECT RAISE(ABORT, '\(fixed)'); END;
                CREATE TRIGGER audit_reading_insert_is_known BEFORE INSERT ON audit_reading WHEN \(known)
                BEGIN \(refusal) END;
                CREATE TRIGGER audit_reading_update_is_known BEFORE UPDATE OF seen ON audit_reading WHEN \(known)
                BEGIN \(refusal) END;
                """)
    }

    /// Makes QGIS draw the points with their numbers, and offer in French what may be seen at one.
    static func publish(_ db: Database) throws {
        let types = try Row.fetchAll(
            db, sql: "SELECT code, label_fr FROM surface_type ORDER BY painter_priority DESC, code")
        let schema = db.geoPackage
        try schema.defineEnum(
            name: "audit_seen",
            values: types.map { EnumValue($0["code"], $0["label_fr"]) }
                + SealingClass.allCases.map { EnumValue($0.rawValue, "\($0.label.fr), sans plus") }
                + [EnumValue(Seen.unknownCode, "illisible")])
        try schema.describe(table: "audit_reading", column: "seen", title: "Vu", constraint: "audit_seen")
        try schema.setStyle(
            table: "audit_point", geometryColumn: "geom", name: "Points de contrôle",
            qml: QGISStyle.crosses(
                colour: "#e0007a", label: "number", aliases: ["number": "Numéro", "audit_id": "Contrôle (fid)"]
            ).qml)
    }
}
