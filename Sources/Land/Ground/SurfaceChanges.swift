public import Atlas
public import Formats
import GRDB
public import Geospatial

/// Changes to the ground, each one transaction that is proved before it is kept.
extension Atlas {
    /// Draws new surfaces in the place of what lies under them.
    ///
    /// Living surfaces that they meet are closed, and go on outside the new ones. On ground that changed on that day or
    /// later the whole is refused.
    ///
    /// - Parameters:
    ///   - surfaces: shapes in the working system, which do not overlap each other.
    ///   - day: the first day on which they are true.
    ///   - kind: a first drawing, a change on the ground, or a correction of the drawing.
    /// - Returns: the identities of the new surfaces, in order.
    /// - Throws: ``LandError``, `TopologyError` for a shape that is not valid.
    @discardableResult
    public func lay(
        _ surfaces: [NewSurface], on day: CalendarDate, as kind: ChangeKind = .change, by person: String? = nil,
        reason: String? = nil
    ) throws -> [String] {
        let surfaces = try surfaces.onGrid()
        return try changeGround(
            on: day, by: person, reason: reason,
            footprint: { _ in try MultiPolygon.union(of: surfaces.map(\.geometry)) },
            { book, _ in try book.lay(surfaces, on: day, as: kind) })
    }

    /// Gives a surface another type, use or outlet; what is nil stays as it was.
    ///
    /// - Returns: the identity of the surface as it is from the day on.
    /// - Throws: ``LandError``
    @discardableResult
    public func retype(
        _ uuid: String, to type: String? = nil, landUse: LandUse? = nil, outlet: Outlet? = nil, on day: CalendarDate,
        as kind: ChangeKind = .change, by person: String? = nil, reason: String? = nil
    ) throws -> String {
        try replace(uuid, on: day, as: kind, by: person, reason: reason) { surface in
            var new = NewSurface(surface)
            new.surfaceType = type ?? new.surfaceType
            new.landUse = landUse ?? new.landUse
            new.outlet = outlet ?? new.outlet
            return new
        }
    }

    /// Gives a surface another shape. What it leaves is unclassified unless another surface lies there; what it comes to
    /// cover is seen by painting order.
    ///
    /// - Parameter shape: in the working system.
    /// - Returns: the identity of the surface as it is from the day on.
    /// - Throws: ``LandError``, `TopologyError`
    @discardableResult
    public func redraw(
        _ uuid: String, as shape: MultiPolygon, on day: CalendarDate, as kind: ChangeKind = .change,
        by person: String? = nil, reason: String? = nil
    ) throws -> String {
        let shape = try shape.snapped(to: Self.grid)
        guard !shape.isEmpty else { throw LandError.nothingDrawn }
        return try replace(uuid, on: day, as: kind, by: person, reason: reason) { surface in
            var new = NewSurface(surface)
            new.geometry = shape
            return new
        }
    }

    private func replace(
        _ uuid: String, on day: CalendarDate, as kind: ChangeKind, by person: String?, reason: String?,
        _ change: (Surface) throws -> NewSurface
    ) throws -> String {
        guard kind != .survey else { throw LandError.notACorrection }
        return try changeGround(
            on: day, by: person, reason: reason,
            footprint: { book in
                let surface = try book.surface(uuid, on: day)
                return try surface.geometry.union(change(surface).geometry)
            },
            { book, _ in
                let surface = try book.surface(uuid, on: day)
                let new = try change(surface)
                guard surface.validFrom < day else {
                    try book.amend(surface, to: new)
                    return surface.uuid
                }
                try book.close(surface, on: day, as: kind)
                return try book.open(new, on: day, as: kind, replacing: surface)
            })
    }

    /// Cuts a surface in two or more along a line; the ground stays what it was.
    ///
    /// - Parameter line: in the working system; it must go out of the surface on both sides.
    /// - Returns: the identities of the pieces, from south-west to north-east.
    /// - Throws: ``LandError/lineDoesNotCut``
    @discardableResult
    public func split(
        _ uuid: String, along line: LineString, on day: CalendarDate, by person: String? = nil, reason: String? = nil
    ) throws -> [String] {
        try changeGround(
            on: day, by: person, reason: reason, footprint: { try $0.surface(uuid, on: day).geometry },
            { book, _ in
                let surface = try book.surface(uuid, on: day)
                guard surface.validFrom < day else {
                    throw LandError.changedThatDay(uuid: uuid, type: surface.type.code, on: day)
                }
                let pieces = try surface.geometry.pieces(cutBy: line, grid: Self.grid)
                guard pieces.count > surface.geometry.polygons.count else { throw LandError.lineDoesNotCut }
                try book.close(surface, on: day, as: .change)
                return try pieces.map { try book.continueSurface(surface, on: day, as: $0) }
            })
    }

    /// Makes one surface of several of one type and use; the ground stays what it was.
    ///
    /// - Returns: the identity of the whole, which has the rank of the newest of them.
    /// - Throws: ``LandError/differentTypes(_:)``, ``LandError/needsTwo``
    @discardableResult
    public func merge(
        _ uuids: [String], on day: CalendarDate, by person: String? = nil, reason: String? = nil
    ) throws -> String {
        guard Set(uuids).count > 1 else { throw LandError.needsTwo }
        return try changeGround(
            on: day, by: person, reason: reason,
            footprint: { book in
                try MultiPolygon.union(of: uuids.map { try book.surface($0, on: day).geometry })
            },
            { book, whole in
                let surfaces = try uuids.map { try book.surface($0, on: day) }
                let kinds = Set(surfaces.map { [$0.type.code, $0.landUse?.rawValue ?? ""].joined(separator: " ") })
                guard kinds.count == 1 else { throw LandError.differentTypes(kinds.sorted()) }
                if let early = surfaces.first(where: { $0.validFrom >= day }) {
                    throw LandError.changedThatDay(uuid: early.uuid, type: early.type.code, on: day)
                }
                guard let newest = try book.paintedLast(of: surfaces) else { throw LandError.needsTwo }
                for surface in surfaces { try book.close(surface, on: day, as: .change) }
                return try book.continueSurface(newest, on: day, as: whole)
            })
    }

    /// Ends a surface: from the day on, what lies beneath is seen, or the ground is unclassified.
    ///
    /// - Throws: ``LandError``
    public func close(
        _ uuid: String, on day: CalendarDate, as kind: ChangeKind = .change, by person: String? = nil,
        reason: String? = nil
    ) throws {
        try changeGround(
            on: day, by: person, reason: reason, footprint: { try $0.surface(uuid, on: day).geometry },
            { book, _ in
                let surface = try book.surface(uuid, on: day)
                guard surface.validFrom < day else {
                    throw LandError.changedThatDay(uuid: uuid, type: surface.type.code, on: day)
                }
                try book.close(surface, on: day, as: kind)
            })
    }
}

extension [NewSurface] {
    /// The same with their shapes on the grid, apart from each other.
    func onGrid() throws -> [NewSurface] {
        guard !isEmpty else { throw LandError.nothingDrawn }
        let placed = try map { surface in
            var surface = surface
            surface.geometry = try surface.geometry.snapped(to: Atlas.grid)
            guard !surface.geometry.isEmpty else { throw LandError.nothingDrawn }
            return surface
        }
        let apart = placed.reduce(0) { $0 + $1.geometry.planarArea }
        let together = try MultiPolygon.union(of: placed.map(\.geometry)).planarArea
        guard apart - together <= LandBalance.tolerance else { throw LandError.overlapping(area: apart - together) }
        return placed
    }
}

extension NewSurface {
    /// A surface of the book, to be opened again with something else.
    init(_ surface: Surface) {
        self.init(
            surfaceType: surface.type.code, geometry: surface.geometry, landUse: surface.landUse,
            outlet: surface.outlet, name: surface.name, accuracy: surface.accuracy)
    }
}
