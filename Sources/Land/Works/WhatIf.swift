public import Atlas
public import Formats
import GRDB
import Geospatial

/// What a campus would be if planned works were done, and which of them give the most for their cost.
public struct WhatIf: Sendable {
    /// The day from which the ground is taken.
    public let day: CalendarDate
    /// Sealed now, by campus, m².
    public let sealedNow: [String: Double]
    /// Sealed once all the works are done, by campus, m².
    public let sealedThen: [String: Double]
    /// The surface of each campus, m².
    public let total: [String: Double]
    /// Each of the works over what those before it leave: by due date, then number. A square metre that two works share
    /// counts for the first, and for what the second makes of it.
    public let effects: [WorksEffect]

    /// The works that deseal at a known cost, the cheapest first by cents for each m².
    public var byCostOfDesealing: [WorksEffect] {
        effects.filter { $0.centsPerSquareMetre != nil }
            .sorted { ($0.centsPerSquareMetre ?? 0, $0.works.number) < ($1.centsPerSquareMetre ?? 0, $1.works.number) }
    }

    /// Cents of a euro for one point (1 % of all the campuses) of sealed share; nil when it is not known.
    public func centsPerPoint(_ effect: WorksEffect) -> Double? {
        let whole = total.values.reduce(0, +)
        return effect.centsPerSquareMetre.map { $0 * whole / 100 }
    }

    /// Cents of a euro for each litre kept of a rain; nil when it is not known.
    ///
    public func centsPerLitre(_ effect: WorksEffect, _ depth: RainDepth) -> Double? {
        let litres = effect.rainGain(depth).litres.value
        guard let cents = effect.works.cents, litres > 0 else { return nil }
        return Double(cents) / litres
    }
}

extension Atlas {
    /// What becomes of the sealed surface if planned works are done.
    ///
    /// - Parameters:
    ///   - numbers: the works; nil for all that are planned.
    ///   - day: the ground is taken as it is on this day.
    /// - Throws: ``WorksError``
    public func whatIf(works numbers: [Int64]? = nil, on day: CalendarDate = .today) throws -> WhatIf {
        let planned = try numbers.map { try $0.map { try works($0) } } ?? works().filter { $0.status.isPlanned }
        for works in planned where !works.status.isPlanned {
            throw WorksError.wrongStep(works.number, from: works.status, to: .done)
        }
        let campuses = try campuses(on: day)
        guard !campuses.isEmpty else { throw WorksError.noOutline }
        let read = try pool.read { db in
            (
                history: try SurfaceHistory(db), types: try SurfaceType.all(db),
                runoff: try RunoffCoefficients(on: day, db)
            )
        }
        let measure = try GeodesicMeasure(crs: crs)
        var grounds = try campuses.map { campus in
            let partition = try Partition(of: read.history, on: day, in: campus.outline, measure: measure)
            return (
                name: campus.name, outline: campus.outline, total: partition.outlineArea ?? 0,
                ground: try GroundState(partition)
            )
        }
        let types = read.types
        func sealed() throws -> [String: Double] {
            try Dictionary(
                uniqueKeysWithValues: grounds.map { campus in
                    let area = try campus.ground.pieces.reduce(0) { sum, piece in
                        guard case .type(let code) = piece.account, types[code]?.sealingClass == .sealed else {
                            return sum
                        }
                        return sum + (try measure.area(piece.shape))
                    }
                    return (campus.name, area)
                })
        }
        let now = try sealed()
        var effects: [WorksEffect] = []
        let order = planned.sorted {
            ($0.due?.description ?? "~", $0.number) < ($1.due?.description ?? "~", $1.number)
        }
        for works in order {
            var ground = GroundState()
            for index in grounds.indices {
                let inside = try works.surfaces.clipped(to: grounds[index].outline)
                guard !inside.isEmpty else { continue }
                ground.join(grounds[index].ground)
                try grounds[index].ground.lay(inside)
            }
            effects.append(
                try WorksEffect(works, on: day, over: ground, types: types, runoff: read.runoff, measure: measure))
        }
        return WhatIf(
            day: day, sealedNow: now, sealedThen: try sealed(),
            total: Dictionary(uniqueKeysWithValues: grounds.map { ($0.name, $0.total) }), effects: effects)
    }
}

extension [NewSurface] {
    /// What of the surfaces lies in an outline.
    fileprivate func clipped(to outline: MultiPolygon) throws -> [NewSurface] {
        try compactMap { surface in
            var surface = surface
            surface.geometry = try surface.geometry.intersection(outline, grid: MultiPolygon.measuringGrid)
            return surface.geometry.isEmpty ? nil : surface
        }
    }
}
