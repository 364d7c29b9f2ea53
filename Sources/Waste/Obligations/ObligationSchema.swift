import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The table of what sites say of their obligations to sort.
enum ObligationSchema {
    static let table = BookTable(
        "waste_obligation", label: Bilingual(fr: "Obligations de tri", en: "Sorting obligations"))

    static let migration = Migration("waste-obligation-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        func list(_ values: [String]) -> String { values.map { "'\($0)'" }.joined(separator: ", ") }
        try db.execute(
            sql: """
                CREATE TABLE waste_obligation (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  campus TEXT,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  status TEXT NOT NULL
                    CONSTRAINT "applies, not_applicable ou satisfied"
                    CHECK (status IN (\(list(Obligation.Status.allCases.map(\.rawValue))))),
                  ground TEXT
                    CONSTRAINT "motif inconnu"
                    CHECK (ground IS NULL OR ground IN (\(list(Obligation.Ground.allCases.map(\.rawValue))))),
                  reason TEXT,
                  collected_with TEXT CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  valid_from DATE NOT NULL,
                  valid_to DATE CONSTRAINT "fin avant le début" CHECK (valid_to IS NULL OR valid_to > valid_from),
                  evidence TEXT,
                  CONSTRAINT "un motif pour ce qui ne s'applique pas"
                    CHECK (status <> 'not_applicable' OR ground IS NOT NULL),
                  CONSTRAINT "un motif en mots pour « autre »"
                    CHECK (ground IS NOT 'other' OR trim(coalesce(reason, '')) <> ''),
                  CONSTRAINT "collecté avec un autre flux que lui-même"
                    CHECK (collected_with IS NULL OR (collected_with <> stream AND status <> 'not_applicable'))
                );
                CREATE UNIQUE INDEX waste_obligation_start
                  ON waste_obligation (coalesce(campus, ''), stream, valid_from);
                """)
        let schema = db.geoPackage
        try schema.registerAttributes(
            table: table.name, identifier: table.label.fr, description: table.label.en)
        try schema.defineEnum(
            name: "waste_obligation_status",
            values: Obligation.Status.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.defineEnum(
            name: "waste_obligation_ground",
            values: Obligation.Ground.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        for (column, title, constraint) in [
            ("stream", "Flux", nil), ("status", "Obligation", "waste_obligation_status"),
            ("ground", "Motif", "waste_obligation_ground"), ("reason", "Motif en mots", nil),
            ("collected_with", "Collecté avec", nil), ("evidence", "Preuve", nil),
        ] {
            try schema.describe(table: table.name, column: column, title: title, constraint: constraint)
        }
        try schema.relate(
            base: table.name, related: "document", mappingTable: "\(table.name)_document", kind: .media)
        try Journal.install(on: table.name, db)
    }
}
