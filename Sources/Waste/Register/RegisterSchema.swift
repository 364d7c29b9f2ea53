import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// Who sends, carries and attests; what was declared; hazardous movements; which of two sources counts.
enum RegisterSchema {
    static let migration = Migration("waste-register-1", apply: create)

    static let tables = [
        BookTable("establishment", label: Bilingual(fr: "Établissements", en: "Establishments")),
        BookTable("waste_party", label: Bilingual(fr: "Transporteurs et intermédiaires", en: "Carriers and brokers")),
        BookTable("waste_collection", label: Bilingual(fr: "Enlèvements", en: "Collections")),
        BookTable(
            "register_declaration", label: Bilingual(fr: "Déclarations au registre", en: "Register declarations")),
        BookTable("hazardous_movement", label: Bilingual(fr: "Bordereaux de suivi", en: "Hazardous movements")),
        BookTable("waste_attestation", label: Bilingual(fr: "Attestations annuelles", en: "Yearly attestations")),
        BookTable("waste_authority", label: Bilingual(fr: "Sources qui font foi", en: "Authoritative sources")),
    ]

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try createParties(db)
        try createDeclarations(db)
        try createMovements(db)
        try createAttestations(db)
        try createAuthorities(db)
        let schema = db.geoPackage
        for table in tables { try schema.registerAttributes(table: table.name, identifier: table.label.fr) }
        try schema.registerAttributes(table: "register_line", identifier: "Lignes déclarées")
        try schema.defineEnum(
            name: "waste_party_role", values: WasteParty.Role.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.describe(table: "waste_party", column: "role", title: "Rôle", constraint: "waste_party_role")
        try schema.defineEnum(
            name: "weighing_source", values: WeighingSource.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.describe(
            table: "waste_authority", column: "source", title: "Source qui fait foi", constraint: "weighing_source")
        for (table, column, title) in [
            ("establishment", "is_erp", "Reçoit du public (ERP)"), ("waste_party", "siret", "SIRET ou SIREN"),
            ("waste_party", "receipt_number", "N° de récépissé"),
            ("waste_party", "receipt_exempt", "Exempté de récépissé"),
            ("waste_collection", "public_service", "Service public de gestion des déchets"),
            ("waste_collection", "operation_code", "Code de traitement prévu"),
            ("hazardous_movement", "accepted_mass_g", "Masse acceptée, en grammes"),
            ("waste_attestation", "year", "Année des déchets"), ("waste_attestation", "mass_g", "Masse, en grammes"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
        try schema.relate(
            base: "waste_attestation", related: "document", mappingTable: "waste_attestation_document", kind: .media)
        for table in tables { try Journal.install(on: table.name, db) }
    }

    private static let place = """
          address TEXT,
          postal_code TEXT,
          city TEXT,
          country TEXT
        """

    private static func createParties(_ db: Database) throws {
        let roles = WasteParty.Role.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        try db.execute(
            sql: """
                CREATE TABLE establishment (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  campus TEXT NOT NULL UNIQUE,
                  siret TEXT NOT NULL CONSTRAINT "SIRET de 14 chiffres"
                    CHECK (length(siret) = 14 AND siret NOT GLOB '*[^0-9]*'),
                  name TEXT NOT NULL,
                  is_erp BOOLEAN NOT NULL DEFAULT FALSE,
                \(place)
                );
                CREATE TABLE waste_party (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  name TEXT NOT NULL CONSTRAINT "nom vide" CHECK (length(trim(name)) > 0),
                  role TEXT NOT NULL CONSTRAINT "rôle inconnu" CHECK (role IN (\(roles))),
                  siret TEXT CONSTRAINT "SIRET de 14 chiffres, ou SIREN de 9"
                    CHECK (siret IS NULL OR (length(siret) IN (9, 14) AND siret NOT GLOB '*[^0-9]*')),
                  receipt_number TEXT,
                  receipt_exempt BOOLEAN NOT NULL DEFAULT FALSE,
                \(place),
                  UNIQUE (name, role)
                );
                CREATE TABLE waste_collection (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  campus TEXT,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  container TEXT,
                  facility TEXT CONSTRAINT "installation inconnue" REFERENCES facility (name) ON UPDATE CASCADE,
                  carrier TEXT,
                  broker TEXT,
                  trader TEXT,
                  eco_organism TEXT,
                  public_service BOOLEAN NOT NULL DEFAULT FALSE,
                  operation_code TEXT,
                  waste_name TEXT,
                  is_pop BOOLEAN NOT NULL DEFAULT FALSE,
                  valid_from DATE NOT NULL,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  CONSTRAINT "un enlèvement dit par qui" CHECK (public_service OR carrier IS NOT NULL)
                );
                """)
    }

    private static func createDeclarations(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE register_declaration (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  declared_at DATETIME NOT NULL,
                  period_from DATE NOT NULL,
                  period_to DATE NOT NULL,
                  file_name TEXT NOT NULL,
                  sha256 TEXT NOT NULL,
                  row_count INTEGER NOT NULL
                );
                CREATE TABLE register_line (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  declaration_id INTEGER NOT NULL REFERENCES register_declaration (fid),
                  weighing_id INTEGER NOT NULL REFERENCES weighing (fid),
                  siret TEXT NOT NULL,
                  UNIQUE (weighing_id, siret)
                );
                """)
    }

    private static func createMovements(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE hazardous_movement (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  bsd_id TEXT NOT NULL UNIQUE,
                  bsd_type TEXT,
                  status TEXT,
                  updated_on DATE,
                  campus TEXT,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  waste_name TEXT,
                  waste_code TEXT NOT NULL,
                  is_pop BOOLEAN,
                  emitter_siret TEXT,
                  dispatched_on DATE,
                  treated_on DATE,
                  declared_mass_g INTEGER,
                  received_mass_g INTEGER,
                  accepted_mass_g INTEGER,
                  refused_mass_g INTEGER,
                  accepted_as_typed TEXT,
                  is_estimate BOOLEAN,
                  planned_code TEXT,
                  done_codes TEXT,
                  final_codes TEXT,
                  final_masses TEXT,
                  final_mass_g INTEGER,
                  eco_organism TEXT,
                  eco_organism_siret TEXT,
                  carrier TEXT,
                  carrier_siret TEXT,
                  carrier_receipt TEXT,
                  destination_name TEXT,
                  destination_siret TEXT,
                  destination_address TEXT,
                  source_attributes TEXT,
                  import_id INTEGER REFERENCES import (fid),
                  import_row INTEGER
                );
                """)
    }

    private static func createAttestations(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE waste_attestation (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  issuer TEXT NOT NULL CONSTRAINT "une attestation a un auteur" CHECK (length(trim(issuer)) > 0),
                  number TEXT,
                  year INTEGER NOT NULL CONSTRAINT "année de 2016 à 2200" CHECK (year BETWEEN 2016 AND 2200),
                  campus TEXT,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  facility TEXT CONSTRAINT "installation inconnue" REFERENCES facility (name) ON UPDATE CASCADE,
                  destination TEXT CONSTRAINT "destination inconnue" REFERENCES waste_destination (code),
                  mass_g INTEGER NOT NULL CONSTRAINT "masse nulle ou négative" CHECK (mass_g > 0),
                  mass_as_typed TEXT NOT NULL,
                  received_on DATE NOT NULL,
                  document_sha256 TEXT,
                  CONSTRAINT "une destination prouvée dit où" CHECK (destination IS NULL OR facility IS NOT NULL)
                );
                CREATE INDEX waste_attestation_year ON waste_attestation (year, stream);
                """)
    }

    /// A mass that two sources weighed is kept twice and counted once: the source that makes authority for its stream and
    /// month stands, and the other is left out of `weighing_current`.
    private static func createAuthorities(_ db: Database) throws {
        let sources = WeighingSource.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        try db.execute(
            sql: """
                CREATE TABLE waste_authority (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  campus TEXT,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  month TEXT NOT NULL CONSTRAINT "mois AAAA-MM" CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'),
                  source TEXT NOT NULL CONSTRAINT "source inconnue" CHECK (source IN (\(sources)))
                );
                CREATE UNIQUE INDEX waste_authority_one ON waste_authority (stream, month, coalesce(campus, ''));
                CREATE VIEW weighing_standing AS
                  SELECT * FROM weighing AS w
                  WHERE NOT is_cancelled AND NOT EXISTS (SELECT 1 FROM weighing AS c WHERE c.corrects = w.fid);
                DROP VIEW weighing_current;
                CREATE VIEW weighing_current AS
                  SELECT * FROM weighing AS w
                  WHERE NOT is_cancelled AND NOT EXISTS (SELECT 1 FROM weighing AS c WHERE c.corrects = w.fid)
                    AND NOT EXISTS (
                      SELECT 1 FROM waste_authority AS a
                      WHERE a.stream = w.stream AND a.month = substr(w.weighed_on, 1, 7)
                        AND coalesce(a.campus, w.campus) IS w.campus AND a.source <> \(WeighingSource.sql("w.method"))
                        AND NOT (a.campus IS NULL AND EXISTS (
                          SELECT 1 FROM waste_authority AS s
                          WHERE s.stream = a.stream AND s.month = a.month AND s.campus = w.campus)));
                """)
    }
}
