package import Atlas
import GRDB
import GeoPackage
import Languages

/// The tables of names: versions of TAXREF side by side, what a person decided of a name, and what helps to search.
package enum TaxaSchema {
    package static let migration = Migration("species-taxa-1") { db, _ in try create(db) }

    package static let tables = [
        BookTable("taxref_version", label: Bilingual(fr: "Versions de TAXREF", en: "Versions of TAXREF")),
        BookTable("taxon_name_decision", label: Bilingual(fr: "Noms confirmés", en: "Confirmed names")),
    ]

    private static func create(_ db: Database) throws {
        try db.execute(sql: sql)
        let schema = db.geoPackage
        for (table, label) in [
            ("taxref_version", "Versions de TAXREF"), ("taxref_name", "Noms de TAXREF"),
            ("taxref_removed", "CD_NOM disparus de TAXREF"),
            ("taxon_alternative_id", "Identifiants d'autres référentiels"),
            ("taxon_name_decision", "Noms confirmés"),
        ] {
            try schema.registerAttributes(table: table, identifier: label, description: "")
        }
        for (table, column, title) in [
            ("taxref_version", "version", "Version"), ("taxref_version", "is_in_use", "En service"),
            ("taxref_name", "cd_nom", "CD_NOM (le nom)"), ("taxref_name", "cd_ref", "CD_REF (le nom retenu)"),
            ("taxref_name", "rang", "Rang"), ("taxref_name", "lb_nom", "Nom sans auteur"),
            ("taxref_name", "lb_auteur", "Auteur"), ("taxref_name", "nom_vern", "Noms français"),
            ("taxref_name", "fr", "Statut en métropole"), ("taxref_removed", "cd_nom_remplacement", "Remplacé par"),
            ("taxon_name_decision", "cited_name", "Nom cité"), ("taxon_name_decision", "cd_nom", "CD_NOM confirmé"),
            ("taxon_name_decision", "decided_by", "Confirmé par"), ("taxon_name_decision", "decided_on", "Confirmé le"),
        ] {
            try schema.describe(table: table, column: column, title: title)
        }
        for table in tables { try Journal.install(on: table.name, db) }
    }

    /// Columns of `taxref_name` and `taxref_removed` are those of the files of the MNHN, in lower case. `name_key` is the
    /// normalised name; `taxref_word` has each word of the names, also from end to start.
    private static let sql = """
        CREATE TABLE taxref_version (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          version TEXT NOT NULL UNIQUE,
          is_in_use BOOLEAN NOT NULL DEFAULT 0
        );
        CREATE TABLE taxref_name (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          taxref_version TEXT NOT NULL,
          cd_nom INTEGER NOT NULL,
          cd_ref INTEGER NOT NULL,
          cd_sup INTEGER,
          rang TEXT,
          regne TEXT,
          phylum TEXT,
          classe TEXT,
          ordre TEXT,
          famille TEXT,
          group1_inpn TEXT,
          group2_inpn TEXT,
          group3_inpn TEXT,
          lb_nom TEXT NOT NULL,
          lb_auteur TEXT,
          nom_complet TEXT,
          nom_valide TEXT,
          nom_vern TEXT,
          nom_vern_eng TEXT,
          habitat TEXT,
          fr TEXT,
          name_key TEXT NOT NULL,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER,
          UNIQUE (taxref_version, cd_nom)
        );
        CREATE INDEX taxref_name_cd_ref ON taxref_name (taxref_version, cd_ref);
        CREATE INDEX taxref_name_cd_sup ON taxref_name (taxref_version, cd_sup);
        CREATE INDEX taxref_name_key ON taxref_name (taxref_version, name_key);
        CREATE VIRTUAL TABLE taxref_name_fts USING fts5 (
          lb_nom, nom_vern, nom_vern_eng, content='taxref_name', content_rowid='fid',
          tokenize='unicode61 remove_diacritics 2', prefix='2 3 4'
        );
        CREATE VIRTUAL TABLE taxref_vocabulary USING fts5vocab ('taxref_name_fts', 'row');
        CREATE TABLE taxref_word (word TEXT PRIMARY KEY NOT NULL, backwards TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX taxref_word_backwards ON taxref_word (backwards);
        CREATE TABLE taxref_removed (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          cd_nom INTEGER NOT NULL,
          plus_recente_diffusion TEXT,
          cd_nom_remplacement INTEGER,
          cd_raison_suppression TEXT,
          raison_suppression TEXT,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER
        );
        CREATE UNIQUE INDEX taxref_removed_once ON taxref_removed (cd_nom, coalesce(cd_nom_remplacement, 0));
        CREATE TABLE taxon_alternative_id (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          cd_nom INTEGER NOT NULL,
          source TEXT NOT NULL,
          identifier TEXT NOT NULL,
          import_id INTEGER REFERENCES import (fid),
          import_row INTEGER,
          UNIQUE (cd_nom, source, identifier)
        );
        CREATE INDEX taxon_alternative_id_identifier ON taxon_alternative_id (source, identifier);
        CREATE TABLE taxon_name_decision (
          fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
          uuid TEXT UNIQUE,
          name_key TEXT NOT NULL UNIQUE,
          cited_name TEXT NOT NULL,
          cd_nom INTEGER NOT NULL,
          decided_by TEXT,
          decided_on DATE NOT NULL,
          remark TEXT
        );
        """
}
