package import Atlas
import GRDB

/// What reference lists need to stand side by side, one edition beside another.
package enum ChecklistSchema {
    package static let migration = Migration("species-checklist-1") { db, _ in try db.execute(sql: sql) }

    /// `checklist.code` names one edition; `list` names the list that it is an edition of, and is NULL of a list that came
    /// in one edition only, whose code is its name. An edition that a person loads has the code `list:version`, which no
    /// file of the program has: loading the program's lists again leaves it as it is. The entries are made anew, not
    /// renamed: SQLite renames no table while a trigger of another book names one that is yet to come.
    private static let sql = """
        ALTER TABLE checklist ADD COLUMN list TEXT;
        CREATE TEMP TABLE checklist_entry_kept AS SELECT * FROM main.checklist_entry;
        DROP TABLE main.checklist_entry;
        CREATE TABLE checklist_entry (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          checklist TEXT NOT NULL REFERENCES checklist (code),
          scientific_name TEXT NOT NULL,
          cd_nom INTEGER,
          status TEXT NOT NULL
            CHECK (status IN ('native', 'presumed_native', 'introduced', 'uncertain', 'invasive', 'absent')),
          source TEXT NOT NULL,
          remark TEXT,
          cited_status TEXT,
          source_attributes TEXT,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER,
          UNIQUE (checklist, scientific_name)
        );
        INSERT INTO checklist_entry (fid, uuid, checklist, scientific_name, cd_nom, status, source, remark)
          SELECT fid, uuid, checklist, scientific_name, cd_nom, status, source, remark FROM temp.checklist_entry_kept;
        DROP TABLE temp.checklist_entry_kept;
        """
}
