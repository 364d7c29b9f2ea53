package import GRDB
import GRDBSQLite

extension Statement {
    /// The type that each column of the result is declared with in its table, in capitals; nil for an expression.
    package var declaredTypes: [String?] {
        (0..<columnCount).map { index in
            sqlite3_column_decltype(sqliteStatement, Int32(index)).map { String(cString: $0).uppercased() }
        }
    }
}
