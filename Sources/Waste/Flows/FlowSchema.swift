import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The tables that say what becomes of a load: facilities and where each stream goes from them, the performance of plants
/// that burn, the keys by which a mixed load is divided, and the loads that were refused.
enum FlowSchema {
    static let migration = Migration("waste-flow-1", apply: create)

    static let tables = [
        BookTable("facility", label: Bilingual(fr: "Installations", en: "Facilities")),
        BookTable("facility_route", label: Bilingual(fr: "Filières des installations", en: "Facility routes")),
        BookTable(
            "facility_performance", label: Bilingual(fr: "Performances énergétiques", en: "Energy performances")),
        BookTable("split_key", label: Bilingual(fr: "Clés de répartition", en: "Split keys")),
        BookTable("waste_refusal", label: Bilingual(fr: "Refus de charges", en: "Refused loads")),
    ]

    /// The columns of streams and of destinations, which QGIS offers by their labels.
    static let streamColumns = [
        ("facility_route", "stream", "Flux"), ("split_key", "stream", "Flux du contenant"),
        ("split_key", "part_stream", "Flux de la part"), ("waste_refusal", "stream", "Flux après déclassement"),
    ]
    static let destinationColumns = [
        ("facility_route", "destination", "Destination"), ("waste_refusal", "destination", "Destination"),
    ]

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try createFacilities(db)
        try createSplitKeys(db)
        try createRefusals(db)
        let schema = db.geoPackage
        for table in tables { try schema.registerAttributes(table: table.name, identifier: table.label.fr) }
        try schema.defineEnum(
            name: "evidence_kind", values: EvidenceKind.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.describe(
            table: "facility_route", column: "evidence_kind", title: "Nature de la preuve",
            constraint: "evidence_kind")
        for (table, column, title) in [
            ("facility_route", "share_ppm", "Part de la masse, en millionièmes"),
            ("facility_route", "next_facility", "Installation suivante"),
            ("facility_performance", "r1_energy_efficiency", "Performance énergétique R1"),
            ("facility_performance", "r1_threshold", "Seuil de R1"),
            ("split_key", "share_ppm", "Part de la masse, en millionièmes"),
            ("waste_refusal", "weighing", "Pesée (uuid)"), ("waste_refusal", "net_mass_g", "Masse refusée, en grammes"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
        try schema.relate(
            base: "facility_route", related: "document", mappingTable: "facility_route_document", kind: .media)
        for table in tables { try Journal.install(on: table.name, db) }
    }

    private static func createFacilities(_ db: Database) throws {
        let kinds = EvidenceKind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        try db.execute(
            sql: """
                CREATE TABLE facility (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL UNIQUE CONSTRAINT "nom vide" CHECK (length(trim(name)) > 0),
                  siret TEXT CONSTRAINT "SIRET de 14 chiffres"
                    CHECK (siret IS NULL OR (length(siret) = 14 AND siret NOT GLOB '*[^0-9]*')),
                  address TEXT,
                  postal_code TEXT,
                  city TEXT,
                  country TEXT,
                  kind TEXT,
                  remark TEXT
                );
                CREATE TABLE facility_route (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  facility TEXT NOT NULL
                    CONSTRAINT "installation inconnue" REFERENCES facility (name) ON UPDATE CASCADE,
                  stream TEXT CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  valid_from DATE NOT NULL,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  destination TEXT NOT NULL CONSTRAINT "destination inconnue" REFERENCES waste_destination (code),
                  share_ppm INTEGER NOT NULL DEFAULT 1000000
                    CONSTRAINT "part de 1 à 1 000 000" CHECK (share_ppm BETWEEN 1 AND 1000000),
                  next_facility TEXT
                    CONSTRAINT "installation inconnue" REFERENCES facility (name) ON UPDATE CASCADE,
                  operation_code TEXT,
                  evidence_kind TEXT NOT NULL CONSTRAINT "nature de preuve inconnue" CHECK (evidence_kind IN (\(kinds))),
                  evidence TEXT,
                  source TEXT
                );
                CREATE INDEX facility_route_place ON facility_route (facility, stream, valid_from);
                CREATE TABLE facility_performance (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  facility TEXT NOT NULL
                    CONSTRAINT "installation inconnue" REFERENCES facility (name) ON UPDATE CASCADE,
                  year INTEGER NOT NULL CONSTRAINT "année de 1900 à 2200" CHECK (year BETWEEN 1900 AND 2200),
                  r1_energy_efficiency DOUBLE NOT NULL
                    CONSTRAINT "performance de 0 à 2" CHECK (r1_energy_efficiency BETWEEN 0 AND 2),
                  r1_threshold DOUBLE NOT NULL DEFAULT 0.60
                    CONSTRAINT "seuil de 0,60 à 1" CHECK (r1_threshold BETWEEN 0.60 AND 1),
                  source TEXT,
                  UNIQUE (facility, year)
                );
                """)
        try refuseMoreThanAMillion(
            in: "facility_route", alike: ["facility", "stream"],
            "Les parts d''un même flux, le même jour, dépassent 100 %.", db)
    }

    private static func createSplitKeys(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE split_key (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  campus TEXT,
                  valid_from DATE NOT NULL,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  part_stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  share_ppm INTEGER NOT NULL CONSTRAINT "part de 1 à 1 000 000" CHECK (share_ppm BETWEEN 1 AND 1000000),
                  source TEXT NOT NULL CONSTRAINT "une clé dit d'où elle vient" CHECK (length(trim(source)) > 0)
                );
                CREATE INDEX split_key_place ON split_key (stream, campus, valid_from);
                """)
        try refuseMoreThanAMillion(
            in: "split_key", alike: ["stream", "campus"],
            "Les parts d''une même clé, le même jour, dépassent 100 %.", db)
    }

    /// Refuses a row with which the shares of rows alike would exceed the whole on some day. Their sum can only grow on a
    /// day when one of them begins: those are the days looked at.
    private static func refuseMoreThanAMillion(
        in table: String, alike columns: [String], _ sentence: String, _ db: Database
    ) throws {
        let alike = columns.map { "r.\($0) IS NEW.\($0)" }.joined(separator: " AND ")
        for act in ["INSERT", "UPDATE"] {
            try db.execute(
                sql: """
                    CREATE TRIGGER \(table)_whole_\(act.lowercased()) AFTER \(act) ON \(table)
                    WHEN EXISTS (
                      SELECT 1 FROM \(table) AS start
                      WHERE start.valid_from >= NEW.valid_from
                        AND (NEW.valid_to IS NULL OR start.valid_from < NEW.valid_to)
                        AND (SELECT sum(r.share_ppm) FROM \(table) AS r
                          WHERE \(alike) AND r.valid_from <= start.valid_from
                            AND (r.valid_to IS NULL OR r.valid_to > start.valid_from)) > 1000000)
                    BEGIN SELECT RAISE(ABORT, '\(sentence)'); END;
                    """)
        }
    }

    private static func createRefusals(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE waste_refusal (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  weighing TEXT NOT NULL CONSTRAINT "pesée inconnue" REFERENCES weighing (uuid),
                  refused_on DATE NOT NULL,
                  net_mass_g INTEGER NOT NULL CONSTRAINT "masse refusée nulle ou négative" CHECK (net_mass_g > 0),
                  stream TEXT CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  destination TEXT CONSTRAINT "destination inconnue" REFERENCES waste_destination (code),
                  facility TEXT,
                  reason TEXT NOT NULL CONSTRAINT "un refus dit pourquoi" CHECK (length(trim(reason)) > 0),
                  person TEXT,
                  corrects INTEGER REFERENCES waste_refusal (fid),
                  is_cancelled BOOLEAN NOT NULL DEFAULT FALSE
                    CONSTRAINT "une annulation dit ce qu'elle annule" CHECK (NOT is_cancelled OR corrects IS NOT NULL)
                );
                CREATE INDEX waste_refusal_weighing ON waste_refusal (weighing);
                CREATE UNIQUE INDEX waste_refusal_corrects ON waste_refusal (corrects) WHERE corrects IS NOT NULL;
                CREATE VIEW waste_refusal_current AS
                  SELECT * FROM waste_refusal AS r
                  WHERE NOT is_cancelled AND NOT EXISTS (SELECT 1 FROM waste_refusal AS c WHERE c.corrects = r.fid);
                CREATE TRIGGER waste_refusal_fits BEFORE INSERT ON waste_refusal WHEN NOT NEW.is_cancelled
                BEGIN
                  SELECT RAISE(ABORT, 'Le refus dépasse la charge.')
                  WHERE NEW.net_mass_g + coalesce(
                      (SELECT sum(net_mass_g) FROM waste_refusal_current
                        WHERE weighing = NEW.weighing AND fid IS NOT NEW.corrects), 0)
                    > (SELECT net_mass_g FROM weighing WHERE uuid = NEW.weighing);
                END;
                """)
        let advice = "annulez-le : campus-atlas waste refuse cancel."
        try AppendOnly.install(
            on: "waste_refusal", edit: "Un refus ne se modifie pas ; \(advice)",
            cut: "Un refus ne s'efface pas ; \(advice)", db)
    }
}
