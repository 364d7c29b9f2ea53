import GRDB
import GRDBSQLite

/// One prepared statement on SQLite itself, for the loops where a row costs less than a microsecond. Lives no longer than
/// the access to the database in which it was made. Columns are counted from 0.
struct RawStatement: ~Copyable {
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private let subject: String

    /// - Throws: ``SQLiteFailure``.
    init(_ db: Database, sql: String, subject: String) throws {
        guard let connection = db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &prepared, nil) == SQLITE_OK, let prepared else {
            throw SQLiteFailure(connection, subject: subject)
        }
        handle = prepared
        self.connection = connection
        self.subject = subject
    }

    deinit { sqlite3_finalize(handle) }

    /// True when there is a row, false at the end.
    func step() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let failure = SQLiteFailure(connection, subject: subject)
            sqlite3_reset(handle)
            throw failure
        }
    }

    /// Makes the statement ready to run again with nothing bound.
    func rewind() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Rows that the last step inserted, changed or deleted, those of triggers apart.
    var changeCount: Int { Int(sqlite3_changes(connection)) }

    var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(connection) }

    func bind(_ value: Int64, at position: Int) { sqlite3_bind_int64(handle, Int32(position + 1), value) }
    func bind(_ value: Double, at position: Int) { sqlite3_bind_double(handle, Int32(position + 1), value) }
    func bindNull(at position: Int) { sqlite3_bind_null(handle, Int32(position + 1)) }

    func bind(text: UnsafeBufferPointer<UInt8>, at position: Int) {
        // SQLite takes a null address for NULL, and an empty buffer may have no address.
        guard let start = text.baseAddress else {
            sqlite3_bind_text(handle, Int32(position + 1), "", 0, transient)
            return
        }
        start.withMemoryRebound(to: CChar.self, capacity: text.count) { bytes in
            _ = sqlite3_bind_text64(
                handle, Int32(position + 1), bytes, UInt64(text.count), transient, UInt8(SQLITE_UTF8))
        }
    }

    func bind(blob: UnsafeRawBufferPointer, at position: Int) {
        guard let start = blob.baseAddress else {
            sqlite3_bind_zeroblob(handle, Int32(position + 1), 0)
            return
        }
        sqlite3_bind_blob64(handle, Int32(position + 1), start, UInt64(blob.count), transient)
    }

    /// What a value is, whatever its column was declared as.
    enum Storage { case null, integer, real, text, blob }

    func storage(_ column: Int) -> Storage {
        switch sqlite3_column_type(handle, Int32(column)) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    func int64(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }
    func double(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    /// Valid until the next step.
    func text(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_text(handle, Int32(column))
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }

    /// Valid until the next step; nil when the value is not a blob.
    func blob(_ column: Int) -> UnsafeRawBufferPointer? {
        guard sqlite3_column_type(handle, Int32(column)) == SQLITE_BLOB else { return nil }
        let start = sqlite3_column_blob(handle, Int32(column))
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }
}

/// Tells SQLite to take its own copy of what is bound (SQLITE_TRANSIENT, a macro that Swift cannot import): the address -1
/// is never called.
private var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
