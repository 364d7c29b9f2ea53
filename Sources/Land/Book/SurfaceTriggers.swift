import Atlas
import GRDB
import Languages

/// What keeps the history of surfaces when another program edits them: triggers, in functions that SQLite itself has.
/// This program closes and opens by itself, inside a transaction that has a ``Journal`` context; so do these triggers.
///
/// An edit of what a surface is (shape, type, use, priority, outlet) closes the row that was true until then and opens
/// another; the row in hand keeps its `fid`, so that QGIS goes on, and the closed copy takes the public identity, the
/// documents and the rank of what it was. A closed row is history and cannot be edited or deleted; deleting a living row
/// closes it. What began today, or has not begun, is no history yet: it is edited in place.
enum SurfaceTriggers {
    private static let state = ["geom", "surface_type", "land_use", "painter_priority", "outlet"]
    /// What the atlas writes of a row, and nobody else.
    private static let identity = [
        "uuid", "replaces", "drawn_on", "drawn_as", "works_id", "import_id", "import_row",
    ]
    private static let today = "date('now')"
    /// True of an edit that neither this program nor one of these triggers makes.
    private static let isForeign = "NOT EXISTS (SELECT 1 FROM journal_context)"
    private static let enter = "INSERT INTO journal_context (fid) VALUES (1)"
    private static let leave = "DELETE FROM journal_context"

    private static func differ(_ columns: [String]) -> String {
        "(" + columns.map { "OLD.\($0) IS NOT NEW.\($0)" }.joined(separator: " OR ") + ")"
    }

    private static let differs = differ(state)
    /// False of an edit that brings the columns of another row, or of the row as it was: its dates and reasons are not
    /// meant for this one.
    private static let isOwn = "NEW.uuid IS OLD.uuid"
    private static let isHistory = "(OLD.valid_to IS NOT NULL AND OLD.valid_to <= \(today))"
    /// The day on which the edit becomes true: the one typed, or else today.
    private static let start =
        "CASE WHEN \(isOwn) AND NEW.valid_from > OLD.valid_from THEN NEW.valid_from ELSE \(today) END"
    private static let opens = "(\(differs) AND (\(start)) > OLD.valid_from)"
    /// A reason given with the edit; survey is what one says of a first drawing.
    private static let kind = """
        CASE WHEN \(isOwn) AND NEW.change_kind IS NOT OLD.change_kind AND NEW.change_kind <> 'survey'
          THEN NEW.change_kind ELSE 'change' END
        """

    static func install(_ db: Database) throws {
        for sql in try definitions(db) { try db.execute(sql: sql) }
    }

    private static func definitions(_ db: Database) throws -> [String] {
        [refusals, identities, slides, try endings(db), copies]
    }

    /// Triggers that are gone: edits made since then may have lost history.
    static func findings(_ db: Database) throws -> [AtlasFinding] {
        let present = try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
        let names = try definitions(db).flatMap { $0.matches(of: /CREATE TRIGGER (\w+)/).map { String($0.1) } }
        return names.filter { !present.contains($0) }.map { name in
            AtlasFinding(
                severity: .error, table: "surface", fid: nil, rule: "history-trigger",
                message: Bilingual(
                    fr: "il manque le déclencheur \(name) : un changement fait dans QGIS peut effacer ce qui était",
                    en: "trigger \(name) is missing: a change made in QGIS may erase what was"))
        }
    }

    /// Edits that would lose or forge history.
    private static let refusals = """
        CREATE TRIGGER surface_history_is_kept BEFORE UPDATE ON surface
        WHEN \(isForeign) AND \(isHistory) AND (\(differs) OR \(differ(["valid_from", "valid_to"])))
        BEGIN
          SELECT RAISE(ABORT, 'Cette surface est close : c''est de l''histoire, elle ne se modifie plus. Dessinez ce qui est vrai aujourd''hui.');
        END;
        CREATE TRIGGER surface_history_is_not_deleted BEFORE DELETE ON surface WHEN \(isHistory)
        BEGIN
          SELECT RAISE(ABORT, 'Cette surface est close : c''est de l''histoire, elle ne s''efface pas.');
        END;
        CREATE TRIGGER surface_keeps_its_key BEFORE UPDATE ON surface WHEN OLD.fid IS NOT NEW.fid
        BEGIN
          SELECT RAISE(ABORT, 'Le numéro d''une surface (fid) ne change pas.');
        END;
        CREATE TRIGGER surface_keeps_a_shape BEFORE UPDATE ON surface WHEN OLD.geom IS NOT NULL AND NEW.geom IS NULL
        BEGIN
          SELECT RAISE(ABORT, 'Une surface a un contour : si elle n''existe plus, supprimez-la.');
        END;
        CREATE TRIGGER surface_changes_forward BEFORE UPDATE ON surface
        WHEN \(differs) AND \(isOwn) AND NEW.valid_from < OLD.valid_from AND OLD.valid_from < \(today)
        BEGIN
          SELECT RAISE(ABORT, 'Un changement ne peut pas commencer avant la surface qu''il change : vérifiez la date.');
        END;
        CREATE TRIGGER surface_of_works_keeps_its_day BEFORE UPDATE ON surface
        WHEN \(isForeign) AND \(isOwn) AND OLD.works_id IS NOT NULL AND OLD.valid_from IS NOT NEW.valid_from
          AND NOT \(opens)
        BEGIN
          SELECT RAISE(ABORT, 'Cette surface vient de travaux : sa date est celle de leur achèvement.');
        END;
        CREATE TRIGGER surface_keeps_its_beginning BEFORE UPDATE ON surface
        WHEN \(isForeign) AND \(isOwn) AND OLD.valid_from IS NOT NEW.valid_from AND OLD.valid_from < \(today)
          AND NOT \(differs) AND NOT \(isHistory) AND NEW.change_kind <> 'correction' AND NOT EXISTS (
            SELECT 1 FROM surface AS last WHERE last.uuid = OLD.replaces AND last.valid_to = OLD.valid_from)
        BEGIN
          SELECT RAISE(ABORT, 'Déplacer ce début changerait le passé. Si la date était fausse, dites-le en même temps : nature du changement « correction ».');
        END;
        """

    /// Rows closed today, in this or another transaction of the day: QGIS may still hold their columns.
    private static let isClosedToday = """
        (whole.valid_to IS NOT NULL AND EXISTS (SELECT 1 FROM journal AS line WHERE line.table_name = 'surface'
          AND line.row_fid = whole.fid AND line.operation = 'insert' AND line.at >= \(today)))
        """
    /// An identity that another row brings back is set aside from its owner meanwhile, because it is unique.
    private static let lend = "UPDATE surface SET uuid = uuid || '~' WHERE uuid = NEW.uuid"
    private static let giveBack = "UPDATE surface SET uuid = NEW.uuid WHERE uuid = NEW.uuid || '~'"

    /// What the atlas writes of a row stays as it was, whatever another program sends.
    ///
    /// QGIS (3.28 and later) merges by saving the shape of one surface, then all the columns that it had before; QGIS
    /// 3.22 deletes them all and adds one with the columns, identity included, of one of them.
    private static let identities: String = {
        let kept = identity.map { "\($0) = OLD.\($0)" }.joined(separator: ", ")
        let dates = ["valid_from", "valid_to", "change_kind", "end_kind"]
            .map { "\($0) = CASE WHEN \(isOwn) THEN NEW.\($0) ELSE OLD.\($0) END" }.joined(separator: ", ")
        return """
            CREATE TRIGGER surface_is_not_replaced BEFORE INSERT ON surface
            WHEN \(isForeign) AND EXISTS (SELECT 1 FROM surface AS whole
              WHERE whole.fid = NEW.fid OR (whole.uuid = NEW.uuid AND NOT \(isClosedToday)))
            BEGIN
              SELECT RAISE(ABORT, 'Cette surface est déjà dans l''atlas : modifiez-la au lieu de l''ajouter.');
            END;
            CREATE TRIGGER surface_added_again BEFORE INSERT ON surface
            WHEN \(isForeign) AND EXISTS (SELECT 1 FROM surface AS whole WHERE whole.uuid = NEW.uuid AND \(isClosedToday))
            BEGIN
              \(enter);
              \(lend);
              \(leave);
            END;
            CREATE TRIGGER surface_identity_is_lent BEFORE UPDATE ON surface
            WHEN \(isForeign) AND NOT \(isOwn) AND EXISTS (SELECT 1 FROM surface WHERE uuid = NEW.uuid)
            BEGIN
              \(enter);
              \(lend);
              \(leave);
            END;
            CREATE TRIGGER surface_identity_is_kept AFTER UPDATE ON surface
            WHEN \(isForeign) AND OLD.uuid IS NOT NULL AND \(differ(identity)) AND NOT \(opens)
            BEGIN
              \(enter);
              UPDATE surface SET \(kept), \(dates) WHERE fid = NEW.fid;
              \(giveBack);
              \(leave);
            END;
            """
    }()

    /// Where one state begins, the one before ends, and the other parts of it begin; for the same reason.
    private static let slides = """
        CREATE TRIGGER surface_begins_where_the_last_ends AFTER UPDATE OF valid_from, change_kind ON surface
        WHEN \(isForeign) AND \(isOwn) AND \(differ(["valid_from", "change_kind"])) AND OLD.replaces IS NOT NULL
          AND NOT \(opens)
        BEGIN
          \(enter);
          UPDATE surface SET valid_to = NEW.valid_from,
            end_kind = CASE WHEN NEW.change_kind IS OLD.change_kind THEN end_kind ELSE NEW.change_kind END
          WHERE uuid = OLD.replaces AND valid_to = OLD.valid_from;
          UPDATE surface SET valid_from = NEW.valid_from
          WHERE replaces = OLD.replaces AND valid_from = OLD.valid_from AND fid <> NEW.fid;
          \(leave);
        END;
        """

    /// The row as it was, closed: it keeps the place in painting order that the row had.
    private static func endings(_ db: Database) throws -> String {
        let columns = try db.columns(in: "surface").map(\.name)
        let copied = columns.filter { !["fid", "valid_to", "end_kind", "drawn_on", "drawn_as"].contains($0) }
        func close(on day: String, kind: String) -> String {
            """
            INSERT INTO surface (\(copied.joined(separator: ", ")), valid_to, end_kind, drawn_on, drawn_as)
            VALUES (\(copied.map { "OLD.\($0)" }.joined(separator: ", ")), \(day), \(kind),
              coalesce(OLD.drawn_on, OLD.valid_from), coalesce(OLD.drawn_as, OLD.fid))
            """
        }
        let closed = "(SELECT fid FROM surface WHERE uuid = OLD.uuid)"
        let isLivingDeleted = "\(isForeign) AND OLD.valid_from < \(today) AND NOT \(isHistory)"
        return """
            CREATE TRIGGER surface_changes_open AFTER UPDATE ON surface WHEN \(isForeign) AND \(opens)
            BEGIN
              \(enter);
              UPDATE surface SET uuid = \(Journal.randomUUID), valid_from = \(start), change_kind = \(kind),
                valid_to = CASE WHEN \(isOwn) THEN NEW.valid_to ELSE OLD.valid_to END,
                end_kind = CASE WHEN \(isOwn) THEN NEW.end_kind ELSE OLD.end_kind END,
                replaces = OLD.uuid, works_id = NULL, import_id = NULL, import_row = NULL, drawn_on = NULL,
                drawn_as = NULL
              WHERE fid = NEW.fid;
              \(giveBack);
              UPDATE surface SET replaces = (SELECT uuid FROM surface WHERE fid = NEW.fid)
              WHERE replaces = OLD.uuid AND valid_from = OLD.valid_to;
              \(close(on: start, kind: kind));
              UPDATE surface_document SET base_id = \(closed) WHERE base_id = OLD.fid;
              \(leave);
            END;
            CREATE TRIGGER surface_delete_keeps_documents BEFORE DELETE ON surface WHEN \(isLivingDeleted)
            BEGIN
              UPDATE surface_document SET base_id = -OLD.fid WHERE base_id = OLD.fid;
            END;
            CREATE TRIGGER surface_delete_closes AFTER DELETE ON surface WHEN \(isLivingDeleted)
            BEGIN
              \(enter);
              \(close(on: today, kind: "'change'"));
              UPDATE surface_document SET base_id = \(closed) WHERE base_id = -OLD.fid;
              \(leave);
            END;
            CREATE TRIGGER surface_delete_gives_up AFTER DELETE ON surface WHEN OLD.valid_from > \(today)
            BEGIN
              UPDATE surface SET valid_to = OLD.valid_to, end_kind = NULL
              WHERE uuid = OLD.replaces AND valid_to = OLD.valid_from
                AND NOT EXISTS (SELECT 1 FROM surface AS other WHERE other.replaces = OLD.replaces);
            END;
            """
    }

    /// Rows that QGIS copies from another one, all columns, with its identity or one made of it: `…_1`.
    ///
    /// When it splits a surface, QGIS saves the shape of the first part before it adds the second: the whole is closed by
    /// then, and each part begins where it ends, with its rank in painting. A surface that is pasted begins today.
    private static let copies: String = {
        let stem = "rtrim(NEW.uuid, '0123456789')"
        let origin = """
            whole.fid <> NEW.fid AND whole.uuid IN (NEW.uuid, NEW.uuid || '~',
              CASE WHEN \(stem) GLOB '?*_' THEN substr(\(stem), 1, length(\(stem)) - 1) END)
            """
        func isCopy(_ condition: String) -> String {
            "\(isForeign) AND EXISTS (SELECT 1 FROM surface AS whole WHERE \(origin) AND \(condition))"
        }
        let rank = "coalesce(whole.drawn_on, whole.valid_from), coalesce(whole.drawn_as, whole.fid)"
        let goesOn = state.filter { $0 != "geom" }.map { "surface.\($0) IS whole.\($0)" }.joined(separator: " AND ")
        return """
            CREATE TRIGGER surface_split_elsewhere AFTER INSERT ON surface WHEN \(isCopy(isClosedToday))
            BEGIN
              \(enter);
              UPDATE surface SET uuid = \(Journal.randomUUID), import_id = NULL, import_row = NULL, end_kind = NULL,
                works_id = NULL, drawn_on = NULL, drawn_as = NULL
              WHERE fid = NEW.fid;
              \(giveBack);
              UPDATE surface SET (replaces, valid_from, valid_to, change_kind) = (
                SELECT whole.uuid, whole.valid_to, CASE WHEN NEW.valid_to > whole.valid_to THEN NEW.valid_to END,
                  CASE WHEN NEW.change_kind IN (whole.change_kind, 'survey') THEN whole.end_kind
                  ELSE NEW.change_kind END
                FROM surface AS whole WHERE \(origin))
              WHERE fid = NEW.fid;
              UPDATE surface SET (drawn_on, drawn_as) = (SELECT \(rank) FROM surface AS whole WHERE \(origin))
              WHERE EXISTS (SELECT 1 FROM surface AS whole WHERE \(origin)
                AND surface.replaces = whole.uuid AND surface.valid_from = whole.valid_to AND \(goesOn));
              \(leave);
              UPDATE surface SET valid_from = NEW.valid_from
              WHERE fid = NEW.fid AND NEW.valid_from > (SELECT whole.valid_from FROM surface AS whole WHERE \(origin));
            END;
            CREATE TRIGGER surface_copied_elsewhere AFTER INSERT ON surface WHEN \(isCopy("NOT " + isClosedToday))
            BEGIN
              \(enter);
              UPDATE surface SET uuid = \(Journal.randomUUID), import_id = NULL, import_row = NULL, end_kind = NULL,
                (drawn_on, drawn_as) = (SELECT \(rank) FROM surface AS whole
                  WHERE \(origin) AND whole.valid_to IS NULL AND whole.valid_from >= \(today))
              WHERE fid = NEW.fid;
              UPDATE surface SET replaces = NULL, works_id = NULL, (valid_from, valid_to, change_kind) = (
                SELECT CASE WHEN NEW.valid_from = whole.valid_from THEN \(today) ELSE NEW.valid_from END,
                  CASE WHEN NEW.valid_to IS NOT whole.valid_to THEN NEW.valid_to END,
                  CASE WHEN NEW.change_kind = whole.change_kind THEN 'survey' ELSE NEW.change_kind END
                FROM surface AS whole WHERE \(origin))
              WHERE fid = NEW.fid AND drawn_on IS NULL;
              \(leave);
            END;
            """
    }()
}
