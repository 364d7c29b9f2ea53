import Atlas
import GRDB
import GeoPackage
import Geospatial
import Languages

/// The tables of the months: affirmed zeros, and what was done with each month. Both are only ever added to.
enum MonthsSchema {
    static let tables = [
        BookTable("waste_none", label: Bilingual(fr: "Zéros affirmés", en: "Affirmed zeros")),
        BookTable("waste_month_act", label: Bilingual(fr: "Actes sur les mois", en: "Acts on months")),
    ]

    static let migration = Migration("waste-months-1", apply: create)

    private static let neverEdited =
        "Cette ligne ne se modifie pas et ne s'efface pas : ajoutez l'acte qui la reprend."

    /// What the triggers say of a row that would change a closed month.
    static let closedMonth = Bilingual(
        fr: "Ce mois est clos sur ce campus : rouvrez-le (campus-atlas waste month reopen, avec un motif), "
            + "ou corrigez une ligne qui y est déjà.",
        en: "This month is closed on this campus: reopen it (campus-atlas waste month reopen, with a reason), "
            + "or correct a row that is already in it.")

    /// A trigger's sentence in both languages.
    static func sentence(of refusal: String) -> Bilingual {
        refusal == closedMonth.fr ? closedMonth : Bilingual(fr: refusal, en: refusal)
    }

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        let month = "GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'"
        try db.execute(
            sql: """
                CREATE TABLE waste_none (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  campus TEXT,
                  stream TEXT NOT NULL CONSTRAINT "flux inconnu" REFERENCES waste_stream (code),
                  month TEXT NOT NULL CONSTRAINT "mois AAAA-MM" CHECK (month \(month)),
                  affirmed_at DATETIME NOT NULL,
                  person TEXT,
                  reason TEXT CONSTRAINT "une annulation dit pourquoi"
                    CHECK (cancels IS NULL OR trim(coalesce(reason, '')) <> ''),
                  cancels INTEGER REFERENCES waste_none (fid)
                );
                CREATE UNIQUE INDEX waste_none_cancels ON waste_none (cancels) WHERE cancels IS NOT NULL;
                CREATE INDEX waste_none_month ON waste_none (month, campus);
                CREATE VIEW waste_none_current AS
                  SELECT * FROM waste_none AS n
                  WHERE cancels IS NULL AND NOT EXISTS (SELECT 1 FROM waste_none AS c WHERE c.cancels = n.fid);
                CREATE TABLE waste_month_act (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  campus TEXT,
                  month TEXT NOT NULL CONSTRAINT "mois AAAA-MM" CHECK (month \(month)),
                  act TEXT NOT NULL
                    CONSTRAINT "open, submit, close ou reopen" CHECK (act IN ('submit', 'open', 'close', 'reopen')),
                  done_at DATETIME NOT NULL,
                  person TEXT,
                  reason TEXT CONSTRAINT "une réouverture dit pourquoi"
                    CHECK (act <> 'reopen' OR trim(coalesce(reason, '')) <> ''),
                  last_weighing INTEGER,
                  snapshot TEXT,
                  snapshot_sha256 TEXT,
                  CONSTRAINT "une clôture garde ce que le mois contient"
                    CHECK ((act = 'close') = (snapshot IS NOT NULL AND snapshot_sha256 IS NOT NULL))
                );
                CREATE INDEX waste_month_act_month ON waste_month_act (month, campus);
                CREATE VIEW waste_month_closed AS
                  SELECT campus, month FROM waste_month_act AS a
                  WHERE act = 'close' AND NOT EXISTS (
                    SELECT 1 FROM waste_month_act AS b
                    WHERE b.month = a.month AND b.campus IS a.campus AND b.fid > a.fid);
                CREATE INDEX weighing_interval ON weighing (period_from, weighed_on) WHERE period_from IS NOT NULL;
                """)
        try db.execute(
            sql: """
                CREATE TRIGGER weighing_enters_no_closed_month BEFORE INSERT ON weighing
                WHEN NEW.corrects IS NULL AND EXISTS (
                  SELECT 1 FROM waste_month_closed AS m
                  WHERE m.month BETWEEN substr(coalesce(NEW.period_from, NEW.weighed_on), 1, 7)
                      AND substr(NEW.weighed_on, 1, 7)
                    AND (m.campus IS NEW.campus OR NEW.campus IS NULL))
                  AND NOT EXISTS (SELECT 1 FROM weighing WHERE uuid = NEW.uuid)
                BEGIN SELECT RAISE(ABORT, '\(closedMonth.fr)'); END;
                CREATE TRIGGER waste_none_enters_no_closed_month BEFORE INSERT ON waste_none
                WHEN NEW.cancels IS NULL AND EXISTS (
                  SELECT 1 FROM waste_month_closed AS m WHERE m.month = NEW.month AND m.campus IS NEW.campus)
                BEGIN SELECT RAISE(ABORT, '\(closedMonth.fr)'); END;
                """)
        for table in tables {
            try db.geoPackage.registerAttributes(
                table: table.name, identifier: table.label.fr, description: table.label.en)
            try AppendOnly.install(on: table.name, edit: neverEdited, cut: neverEdited, db)
            try Journal.install(on: table.name, db)
        }
        let schema = db.geoPackage
        try schema.defineEnum(
            name: "waste_month_act_kind", values: MonthAct.Kind.allCases.map { EnumValue($0.rawValue, $0.label.fr) })
        try schema.describe(
            table: "waste_month_act", column: "act", title: "Acte", constraint: "waste_month_act_kind")
        for (table, column, title) in [
            ("waste_none", "month", "Mois"), ("waste_none", "stream", "Flux"),
            ("waste_none", "reason", "Motif"), ("waste_none", "cancels", "Zéro annulé"),
            ("waste_month_act", "month", "Mois"), ("waste_month_act", "reason", "Motif"),
            ("waste_month_act", "last_weighing", "Dernière pesée du livre à la clôture"),
            ("waste_month_act", "snapshot", "Ce que le mois contient"),
            ("waste_month_act", "snapshot_sha256", "SHA-256 de ce que le mois contient"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
    }
}
