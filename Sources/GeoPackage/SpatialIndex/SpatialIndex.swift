import GRDB

/// A spatial index as the extension `gpkg_rtree_index` makes it (OGC 12-128r17 clause F.3): an R-tree named
/// `rtree_<table>_<column>` and the triggers that follow the table.
extension GeoPackageSchema {
    /// Makes the index of a layer, packed with the rows that are there, then its triggers and its extension row.
    ///
    /// - Throws: ``SchemaError``.
    package func addSpatialIndex(table: String, column: String) throws {
        let index = try RTreeIndex(table: table, column: column, in: self)
        try db.execute(
            sql: "CREATE VIRTUAL TABLE \(index.name.quotedDatabaseIdentifier) USING rtree(id, minx, maxx, miny, maxy)")
        try index.pack(db)
        try index.createTriggers(db)
        try registerExtension(
            "gpkg_rtree_index", table: table, column: column, definition: try definition(of: "extension_rtree"),
            scope: "write-only")
    }

    /// Fills the index anew from the table, each node full: smaller and quicker to search than one filled row by row.
    ///
    /// - Throws: ``SchemaError``.
    package func buildPackedSpatialIndex(table: String, column: String) throws {
        let index = try RTreeIndex(table: table, column: column, in: self)
        try index.dropTriggers(db)
        try index.pack(db)
        try index.createTriggers(db)
    }

    /// Runs `load`, which inserts many rows into a layer and does nothing else to it, without keeping its index at each
    /// row; the index is true again when this returns. When `load` throws, nothing of it remains.
    ///
    /// Called in the caller's transaction, so that no other connection ever sees the layer without its triggers.
    ///
    /// - Throws: what `load` throws; ``SchemaError``.
    package func withoutSpatialIndexTriggers<Result>(
        table: String, column: String, _ load: () throws -> Result
    ) throws -> Result {
        let index = try RTreeIndex(table: table, column: column, in: self)
        var result: Result?
        try db.inSavepoint {
            try index.dropTriggers(db)
            result = try load()
            try index.catchUp(db)
            try index.createTriggers(db)
            return .commit
        }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return result
    }
}

/// One index, with the names that it is made of.
struct RTreeIndex {
    let name: String
    private let table: String
    private let column: String
    private let key: String
    private let triggers: SpatialIndexTriggers

    init(table: String, column: String, in schema: GeoPackageSchema) throws {
        let shape = try schema.shape(of: table)
        guard let key = shape.key, !shape.isView else { throw SchemaError.noIntegerKey(table) }
        guard shape.column(column) != nil else { throw SchemaError.noColumn(table: table, column: column) }
        name = "rtree_\(table)_\(column)"
        self.table = table
        self.column = column
        self.key = key
        triggers = SpatialIndexTriggers(table: table, column: column, key: key, version: try schema.version)
    }

    func createTriggers(_ db: Database) throws { for sql in triggers.create { try db.execute(sql: sql) } }
    func dropTriggers(_ db: Database) throws { for sql in triggers.drop { try db.execute(sql: sql) } }

    func pack(_ db: Database) throws {
        try PackedRTree(boxes(db)).write(to: name, in: db)
    }

    /// Adds the rows that the index lacks. To insert one costs some fifteen times what one costs in packing anew, so the
    /// index is packed anew unless the rows that it holds outnumber by far those that it lacks.
    func catchUp(_ db: Database) throws {
        let rowids = (name + "_rowid").quotedDatabaseIdentifier
        let held = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(rowids)") ?? 0
        let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)") ?? 0
        guard held > 15 * max(rows - held, 0) else { return try pack(db) }
        let geometry = column.quotedDatabaseIdentifier
        try db.execute(
            sql: """
                INSERT INTO \(name.quotedDatabaseIdentifier)
                SELECT \(key.quotedDatabaseIdentifier), ST_MinX(\(geometry)), ST_MaxX(\(geometry)),
                       ST_MinY(\(geometry)), ST_MaxY(\(geometry))
                FROM \(table.quotedDatabaseIdentifier)
                WHERE \(key.quotedDatabaseIdentifier) NOT IN (SELECT rowid FROM \(rowids))
                  AND \(geometry) NOTNULL AND NOT ST_IsEmpty(\(geometry))
                """)
    }

    private func boxes(_ db: Database) throws -> [PackedRTree.Entry] {
        let statement = try RawStatement(
            db,
            sql: """
                SELECT \(key.quotedDatabaseIdentifier), \(column.quotedDatabaseIdentifier)
                FROM \(table.quotedDatabaseIdentifier) ORDER BY \(key.quotedDatabaseIdentifier)
                """, subject: table)
        var entries: [PackedRTree.Entry] = []
        while try statement.step() {
            // A blob that cannot be read is left out, as the triggers leave it out; `check` reports it.
            guard let blob = statement.blob(1), let box = try? GeometryBlob.envelope(of: blob) else { continue }
            entries.append(PackedRTree.Entry(id: statement.int64(0), box: box))
        }
        return entries
    }
}
