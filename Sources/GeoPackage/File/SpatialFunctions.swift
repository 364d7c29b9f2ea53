import GRDB
import GRDBSQLite
import Geospatial

/// The five SQL functions that the triggers of a spatial index call (OGC 12-128r17 clause F.3 "RTree Spatial Indexes").
///
/// A blob that cannot be read gives NULL, so that the trigger leaves it out of the index rather than stop the writing of
/// the row: `check` reports it.
enum SpatialFunctions {
    static func register(on db: Database) throws {
        guard let connection = db.sqliteConnection else { return }
        for edge in Edge.allCases {
            try add(edge.functionName, to: connection, data: UnsafeMutableRawPointer(bitPattern: edge.rawValue)) {
                context, _, arguments in
                guard let blob = SpatialFunctions.blob(arguments),
                    let edge = Edge(rawValue: Int(bitPattern: sqlite3_user_data(context))),
                    let box = try? GeometryBlob.envelope(of: blob)
                else { return sqlite3_result_null(context) }
                sqlite3_result_double(context, edge.value(in: box))
            }
        }
        try add("ST_IsEmpty", to: connection, data: nil) { context, _, arguments in
            guard let blob = SpatialFunctions.blob(arguments), let isEmpty = try? GeometryBlob.isEmpty(blob) else {
                return sqlite3_result_null(context)
            }
            sqlite3_result_int(context, isEmpty ? 1 : 0)
        }
    }

    private enum Edge: Int, CaseIterable {
        case minX = 1
        case maxX, minY, maxY

        var functionName: String {
            switch self {
            case .minX: "ST_MinX"
            case .maxX: "ST_MaxX"
            case .minY: "ST_MinY"
            case .maxY: "ST_MaxY"
            }
        }

        func value(in box: Envelope) -> Double {
            switch self {
            case .minX: box.minX
            case .maxX: box.maxX
            case .minY: box.minY
            case .maxY: box.maxY
            }
        }
    }

    private typealias Function = @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

    private static func add(
        _ name: String, to connection: OpaquePointer, data: UnsafeMutableRawPointer?, _ function: @escaping Function
    ) throws {
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
        let code = sqlite3_create_function_v2(connection, name, 1, flags, data, function, nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    private static func blob(_ arguments: UnsafeMutablePointer<OpaquePointer?>?) -> UnsafeRawBufferPointer? {
        guard let value = arguments?[0], sqlite3_value_type(value) == SQLITE_BLOB else { return nil }
        return UnsafeRawBufferPointer(start: sqlite3_value_blob(value), count: Int(sqlite3_value_bytes(value)))
    }
}
