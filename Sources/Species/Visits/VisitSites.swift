import Atlas
import GRDB
import Geospatial

/// Where visits are made: parcels, and points that earlier visits named.
///
/// A parcel is read from its table, as any program that opens the file may: this book knows nothing else of the land.
struct VisitSites {
    /// A parcel that a visit may name.
    struct Parcel {
        let uuid: String
        let name: String
        fileprivate let fid: Int64
    }

    private let db: Database
    private var parcels: [String: Parcel] = [:]
    /// The names of the parcels, in order.
    let parcelNames: [String]
    private var points: [String: Position] = [:]

    init(_ db: Database) throws {
        self.db = db
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT fid, uuid, reference, name FROM parcel
                WHERE geom IS NOT NULL AND valid_to IS NULL AND uuid IS NOT NULL
                ORDER BY coalesce(reference, name), fid
                """)
        var names: [String] = []
        for row in rows {
            let uuid: String = row["uuid"]
            let titles = [row["reference"] as String?, row["name"] as String?].compactMap(\.self)
            let parcel = Parcel(uuid: uuid, name: titles.first ?? uuid, fid: row["fid"])
            names.append(parcel.name)
            for title in [uuid] + titles where parcels[title] == nil { parcels[title] = parcel }
        }
        parcelNames = names
        let visited = try Row.fetchAll(db, sql: "SELECT site, geom FROM visit WHERE geom IS NOT NULL ORDER BY fid")
        for row in visited {
            guard case .point(let position?)? = try row.geometry() else { continue }
            points[row["site"]] = position
        }
    }

    /// The parcel of a reference, a name or an identity.
    func parcel(named name: String) -> Parcel? { parcels[name] }

    /// A point inside a parcel.
    func point(in parcel: Parcel) throws -> Position? {
        let row = try Row.fetchOne(db, sql: "SELECT geom FROM parcel WHERE fid = ?", arguments: [parcel.fid])
        guard let outline = try row?.geometry()?.polygonal, let inside = try outline.pointOnSurface else { return nil }
        guard case .point(let onGrid?) = Geometry.point(inside).rounded(to: Atlas.grid).geometry else { return nil }
        return onGrid
    }

    /// Where the last visit of a site was.
    func point(named site: String) -> Position? { points[site] }
}
