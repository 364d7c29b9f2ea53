package import Atlas
import GRDB
package import Geospatial

extension Atlas {
    /// The outline of a parcel as it is drawn today, by its reference, its name or its identity; pieces that bear one name
    /// are one parcel.
    ///
    /// - Throws: ``LandError/unknownParcel(_:known:)``
    package func parcelOutline(_ name: String) throws -> MultiPolygon {
        try pool.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT geom FROM parcel
                    WHERE geom IS NOT NULL AND valid_to IS NULL AND (reference = :name OR name = :name OR uuid = :name)
                    ORDER BY fid
                    """, arguments: ["name": name])
            let pieces = try rows.compactMap { try $0.geometry()?.polygonal }
            guard let first = pieces.first else {
                throw LandError.unknownParcel(
                    name,
                    known: try String.fetchAll(
                        db,
                        sql: """
                            SELECT DISTINCT coalesce(reference, name) FROM parcel
                            WHERE valid_to IS NULL AND coalesce(reference, name) IS NOT NULL ORDER BY 1
                            """))
            }
            return try pieces.dropFirst().reduce(first) { try $0.union($1) }
        }
    }
}
