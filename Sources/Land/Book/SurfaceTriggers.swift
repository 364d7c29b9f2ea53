import Atlas
import GRDB

/// What keeps the history of surfaces when another program edits them: triggers, in functions that SQLite itself has.
/// This program closes and opens by itself, inside a transaction that has a ``Journal`` context.
///
/// An edit of what a surface is (shape, type, use, priority, outlet) closes the row that was true until then and opens
/// another; the row in hand keeps its `fid`, so that QGIS goes on, and the closed copy takes the public identity, the
/// documents and the rank of what it was. A closed row is history and cannot be edited or deleted; deleting a living row
/// closes it.
enum SurfaceTriggers {
    private static let state = ["geom", "surface_type", "land_use", "painter_priority", "outlet"]
    private static let today = "date('now')"
    private static let differs = state.map { "OLD.\($0) IS NOT NEW.\($0)" }.joined(separator: " OR ")
    private static let isHistory = "OLD.valid_to IS NOT NULL AND OLD.valid_to <= \(today)"
    /// The day on which the edit becomes true: the one typed, or else today.
    private static let start =
        "CASE WHEN NEW.valid_from > OLD.valid_from THEN NEW.valid_from ELSE \(today) END"
    /// A reason given with the edit; survey is what one says of a first drawing.
    private static let kind = """
        CASE WHEN NEW.change_kind IS NOT OLD.change_kind AND NEW.change_kind <> 'survey' THEN NEW.change_kind ELSE 'change' END
        """

    static func install(_ db: Database) throws {
        let columns = try db.columns(in: "surface").map(\.name)
        let copied = columns.filter { !["fid", "uuid", "valid_to", "end_kind", "drawn_on", "drawn_as"].contains($0) }
        let names = copied.map { "\"\($0)\"" }.joined(separator: ", ")
        let values = copied.map { "OLD.\"\($0)\"" }.joined(separator: ", ")
        /// The row as it was, closed: it keeps the place in painting order that the row had.
        func close(as uuid: String, on day: String, kind: String) -> String {
            """
            INSERT INTO surface (\(names), uuid, valid_to, end_kind, drawn_on, drawn_as)
            VALUES (\(values), \(uuid), \(day), \(kind), coalesce(OLD.drawn_on, OLD.valid_from),
              coalesce(OLD.drawn_as, OLD.fid))
            """
        }
        try db.execute(
            sql: """
                CREATE TRIGGER surface_history_is_kept BEFORE UPDATE ON surface
                WHEN \(isHistory) AND (\(differs) OR OLD.valid_from IS NOT NEW.valid_from
                  OR (OLD.valid_to IS NOT NEW.valid_to AND NOT EXISTS (
                    SELECT 1 FROM surface AS next WHERE next.replaces = OLD.uuid AND next.valid_from = NEW.valid_to)))
                BEGIN
                  SELECT RAISE(ABORT, 'Cette surface est close : c''est de l''histoire, elle ne se modifie plus. Dessinez ce qui est vrai aujourd''hui.');
                END;
                CREATE TRIGGER surface_history_is_not_deleted BEFORE DELETE ON surface WHEN \(isHistory)
                BEGIN
                  SELECT RAISE(ABORT, 'Cette surface est close : c''est de l''histoire, elle ne s''efface pas.');
                END;
                CREATE TRIGGER surface_changes_forward BEFORE UPDATE ON surface
                WHEN (\(differs)) AND NEW.valid_from < OLD.valid_from
                BEGIN
                  SELECT RAISE(ABORT, 'Un changement ne peut pas commencer avant la surface qu''il change : vérifiez la date.');
                END;
                CREATE TRIGGER surface_of_works_keeps_its_day BEFORE UPDATE ON surface
                WHEN OLD.works_id IS NOT NULL AND OLD.valid_from IS NOT NEW.valid_from AND NOT (\(differs))
                  AND OLD.uuid IS NEW.uuid
                BEGIN
                  SELECT RAISE(ABORT, 'Cette surface vient de travaux : sa date est celle de leur achèvement.');
                END;
                CREATE TRIGGER surface_changes_open AFTER UPDATE ON surface
                WHEN (\(differs)) AND (OLD.valid_to IS NULL OR OLD.valid_to > \(today)) AND \(start) > OLD.valid_from
                  AND NOT EXISTS (SELECT 1 FROM journal_context)
                BEGIN
                  UPDATE surface SET uuid = \(Journal.randomUUID), valid_from = \(start), change_kind = \(kind),
                    replaces = OLD.uuid, works_id = NULL, import_id = NULL, import_row = NULL, drawn_on = NULL,
                    drawn_as = NULL
                  WHERE fid = NEW.fid;
                  \(close(as: "OLD.uuid", on: start, kind: kind));
                  UPDATE surface_document SET base_id = (SELECT fid FROM surface WHERE uuid = OLD.uuid)
                  WHERE base_id = OLD.fid;
                END;
                CREATE TRIGGER surface_begins_where_the_last_ends AFTER UPDATE OF valid_from ON surface
                WHEN OLD.valid_from IS NOT NEW.valid_from AND OLD.uuid IS NEW.uuid AND NEW.replaces IS NOT NULL
                  AND NOT (\(differs))
                BEGIN
                  UPDATE surface SET valid_to = NEW.valid_from
                  WHERE uuid = NEW.replaces AND valid_to = OLD.valid_from;
                END;
                CREATE TRIGGER surface_delete_closes BEFORE DELETE ON surface
                WHEN OLD.valid_from < \(today) AND (OLD.valid_to IS NULL OR OLD.valid_to > \(today))
                BEGIN
                  \(close(as: "'closing ' || OLD.fid", on: today, kind: "'change'"));
                  UPDATE surface_document SET base_id = (SELECT fid FROM surface WHERE uuid = 'closing ' || OLD.fid)
                  WHERE base_id = OLD.fid;
                END;
                CREATE TRIGGER surface_delete_closes_named AFTER DELETE ON surface
                BEGIN
                  UPDATE surface SET uuid = OLD.uuid WHERE uuid = 'closing ' || OLD.fid;
                END;
                """)
    }
}
