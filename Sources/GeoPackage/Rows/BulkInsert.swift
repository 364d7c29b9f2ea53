package import GRDB

/// One prepared `INSERT`, run row after row: bind what the row has, then ``step()``. Columns are counted from 0 in the order
/// given; one that is not bound is NULL. Lives no longer than the access to the database in which it was made.
package struct BulkInsert: ~Copyable {
    private let statement: RawStatement

    /// - Parameter unique: a column declared UNIQUE: a row whose value is there already is passed over, and ``step()`` gives
    ///   nil; when this is nil, such a row is an error.
    /// - Throws: ``SQLiteFailure`` when the table or a column is not there.
    package init(_ db: Database, into table: String, columns: [String], unlessKnownBy unique: String? = nil) throws {
        let names = columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        let conflict = unique.map { " ON CONFLICT (\($0.quotedDatabaseIdentifier)) DO NOTHING" } ?? ""
        statement = try RawStatement(
            db, sql: "INSERT INTO \(table.quotedDatabaseIdentifier) (\(names)) VALUES (\(places))\(conflict)",
            subject: table)
    }

    package func bindNull(at position: Int) { statement.bindNull(at: position) }
    package func bind(_ value: Int64, at position: Int) { statement.bind(value, at: position) }
    package func bind(_ value: Double, at position: Int) { statement.bind(value, at: position) }

    /// Binds UTF-8 text; it is copied.
    package func bind(text: UnsafeBufferPointer<UInt8>, at position: Int) { statement.bind(text: text, at: position) }

    package func bind(_ text: String, at position: Int) {
        var text = text
        text.withUTF8 { statement.bind(text: $0, at: position) }
    }

    /// Binds a blob; it is copied.
    package func bind(bytes: [UInt8], at position: Int) {
        bytes.withUnsafeBytes { statement.bind(blob: $0, at: position) }
    }

    /// Inserts the row, and forgets what was bound.
    ///
    /// - Returns: the row's number; nil when it was passed over.
    /// - Throws: ``SQLiteFailure``, with the constraint that the row breaks; the next row may follow.
    @discardableResult
    package mutating func step() throws(SQLiteFailure) -> Int64? {
        defer { statement.rewind() }
        _ = try statement.step()
        return statement.changeCount > 0 ? statement.lastInsertedRowID : nil
    }
}
