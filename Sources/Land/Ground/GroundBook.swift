import Atlas
import Formats
import Foundation
import GRDB
import Geospatial

/// The writing of the land book inside a transaction: surfaces are closed and opened, never edited.
struct GroundBook {
    let atlas: Atlas
    let db: Database

    /// The surface of an identity, living on a day and unchanged since.
    func surface(_ uuid: String, on day: CalendarDate) throws -> Surface {
        let row = try Row.fetchOne(
            db, sql: "SELECT fid, geom FROM surface WHERE uuid = ?", arguments: [uuid])
        guard let row, let box = try row.geometry()?.envelope else { throw LandError.unknownSurface(uuid) }
        guard
            let surface = try SurfaceHistory(db, near: box).surfaces.first(where: { $0.fid == row["fid"] as Int64 })
        else { throw LandError.unknownSurface(uuid) }
        guard surface.isLiving(on: day) else { throw LandError.notLiving(uuid: uuid, day: day) }
        if let end = surface.validTo {
            throw LandError.changedSince(uuid: uuid, type: surface.type.code, on: end, asked: day)
        }
        return surface
    }

    func type(_ code: String) throws -> SurfaceType {
        let types = try SurfaceType.all(db)
        guard let type = types[code] else { throw LandError.unknownType(code, known: types.keys.sorted()) }
        return type
    }

    func close(_ surface: Surface, on day: CalendarDate, as kind: ChangeKind) throws {
        try db.cachedStatement(sql: "UPDATE surface SET valid_to = ?, end_kind = ? WHERE fid = ?")
            .execute(arguments: [day.description, kind.rawValue, surface.fid])
    }

    /// Opens what goes on of a surface under another shape: all else is as it was, its rank in painting too.
    ///
    /// - Returns: its identity.
    @discardableResult
    func continueSurface(_ surface: Surface, on day: CalendarDate, as shape: MultiPolygon) throws -> String {
        let uuid = RowIdentity.timeOrdered()
        try db.cachedStatement(
            sql: """
                INSERT INTO surface (geom, uuid, name, surface_type, land_use, valid_from, change_kind, painter_priority,
                  accuracy_m, remark, source, source_attributes, replaces, works_id, drawn_on, drawn_as, outlet)
                SELECT :geom, :uuid, name, surface_type, land_use, :day, change_kind, painter_priority,
                  accuracy_m, remark, source, source_attributes, uuid, works_id, coalesce(drawn_on, valid_from),
                  coalesce(drawn_as, fid), outlet
                FROM surface WHERE fid = :fid
                """
        ).execute(
            arguments: [
                "geom": atlas.stored(shape), "uuid": uuid, "day": day.description, "fid": surface.fid,
            ])
        return uuid
    }

    /// Changes a surface on the day it began: no day saw it otherwise.
    func amend(_ surface: Surface, to new: NewSurface) throws {
        try db.cachedStatement(
            sql: "UPDATE surface SET geom = ?, surface_type = ?, land_use = ?, outlet = ? WHERE fid = ?"
        ).execute(
            arguments: [
                atlas.stored(new.geometry), type(new.surfaceType).code, new.landUse?.rawValue, new.outlet?.rawValue,
                surface.fid,
            ])
    }

    /// The one of some surfaces that is painted over the others.
    func paintedLast(of surfaces: [Surface]) throws -> Surface? {
        let shapes = MultiPolygon(surfaces.flatMap(\.geometry.polygons))
        let keys = Set(surfaces.map(\.fid))
        return try SurfaceHistory(db, near: Geometry.multiPolygon(shapes).envelope).surfaces
            .first { keys.contains($0.fid) }
    }

    /// Opens a new surface.
    ///
    /// - Parameters:
    ///   - surface: its shape is on the grid already.
    ///   - replaced: the surface whose place it takes, when there is one.
    /// - Returns: its identity.
    @discardableResult
    func open(
        _ surface: NewSurface, on day: CalendarDate, as kind: ChangeKind, works: Int64? = nil,
        replacing replaced: Surface? = nil
    ) throws -> String {
        let uuid = RowIdentity.timeOrdered()
        try db.cachedStatement(
            sql: """
                INSERT INTO surface (geom, uuid, name, surface_type, land_use, valid_from, change_kind, painter_priority,
                  accuracy_m, source, replaces, works_id, outlet)
                VALUES (:geom, :uuid, :name, :type, :use, :day, :kind,
                  (SELECT painter_priority FROM surface WHERE fid = :replaced), :accuracy, :source,
                  (SELECT uuid FROM surface WHERE fid = :replaced), :works, :outlet)
                """
        ).execute(
            arguments: [
                "geom": atlas.stored(surface.geometry), "uuid": uuid, "name": surface.name,
                "type": type(surface.surfaceType).code, "use": surface.landUse?.rawValue, "day": day.description,
                "kind": kind.rawValue, "accuracy": surface.accuracy, "source": surface.source,
                "replaced": replaced?.fid, "works": works, "outlet": surface.outlet?.rawValue,
            ])
        return uuid
    }

    /// Puts new surfaces in the place of what lies under them.
    ///
    /// Each living surface whose interior they meet is closed; what remains of it outside the footprint goes on,
    /// untouched to the millimetre and with its rank in painting. Remainders are cut on the grid first, then taken away
    /// from the new surfaces on the grid too: the edge between them passes through the same vertices on both sides.
    /// - Returns: the identities of the new surfaces.
    /// - Throws: ``LandError/changedSince(uuid:type:on:asked:)``, ``LandError/changedThatDay(uuid:type:on:)``.
    func lay(
        _ surfaces: [NewSurface], on day: CalendarDate, as kind: ChangeKind, works: Int64? = nil
    ) throws -> [String] {
        let footprint = try MultiPolygon.union(of: surfaces.map(\.geometry))
        guard let box = Geometry.multiPolygon(footprint).envelope else { throw LandError.nothingDrawn }
        let met = try SurfaceHistory(db, near: box).surfaces.filter { try $0.geometry.sharesInterior(with: footprint) }
        for surface in met {
            if surface.validFrom > day || surface.validTo.map({ $0 > day }) == true {
                let when = surface.validFrom > day ? surface.validFrom : surface.validTo ?? surface.validFrom
                throw LandError.changedSince(uuid: surface.uuid, type: surface.type.code, on: when, asked: day)
            }
            if surface.validFrom == day {
                throw LandError.changedThatDay(uuid: surface.uuid, type: surface.type.code, on: day)
            }
        }
        var remainders: [MultiPolygon] = []
        for surface in met where surface.isLiving(on: day) {
            try close(surface, on: day, as: kind)
            let remainder = try surface.geometry.difference(footprint)
            guard !remainder.isEmpty else { continue }
            try continueSurface(surface, on: day, as: remainder)
            remainders.append(remainder)
        }
        let around = try MultiPolygon.union(of: remainders)
        return try surfaces.map { surface in
            var noded = surface
            if !around.isEmpty { noded.geometry = try surface.geometry.difference(around) }
            return try open(noded, on: day, as: kind, works: works)
        }
    }
}
