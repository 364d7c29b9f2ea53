public import Atlas
public import Formats
import GRDB
import Geospatial

/// How a rain is told: one balance each.
public enum RainGrouping: String, Sendable, CaseIterable {
    case campus
    case parcel
    case works
}

/// What becomes of a rain, perimeter by perimeter.
public struct RainReport: Sendable {
    /// How much rain.
    public let depth: RainDepth
    /// The day whose surfaces, devices and coefficients are taken.
    public let on: CalendarDate
    /// The coefficients in force that day.
    public let coefficients: RunoffCoefficients
    /// The programme whose rule is asked about.
    public let programme: RainProgramme?
    /// A balance per perimeter, in the order of their names.
    public let balances: [RainBalance]
    /// All campuses together, when there are several.
    public let total: RainBalance?
    /// Devices that stand in no campus, and count in no balance; empty for other groupings.
    public let devicesElsewhere: [RainDevice]
    /// Water recovered over the last twelve whole months, in litres, nil when nothing was recorded; and those months.
    public let recovered: (from: CalendarDate, to: CalendarDate, litres: Estimate?)
}

extension Atlas {
    /// What becomes of a rain on a day: what runs off, what stays, where it goes.
    ///
    /// - Parameters:
    ///   - depth: of the rain.
    ///   - day: whose surfaces, devices and coefficients are taken: a coefficient that changes later changes nothing.
    ///   - number: of the only works wanted; nil for all that are not cancelled. It asks for the grouping by works.
    ///   - set: of runoff coefficients.
    ///   - programme: whose storage rule is asked about.
    /// - Throws: ``RainError``, ``WorksError/unknown(_:)``
    public func rain(
        depth: RainDepth, on day: CalendarDate, by grouping: RainGrouping = .campus, works number: Int64? = nil,
        coefficients set: String? = nil, programme: String? = nil
    ) throws -> RainReport {
        let grouping = number == nil ? grouping : .works
        let months = day.lastTwelveMonths
        let measure = try GeodesicMeasure(crs: crs)
        let devices = try rainDevices()
        let outlines = try outlines(by: grouping, on: day)
        let (site, works, asked, recovered) = try pool.read { db in
            (
                RainSite(
                    day: day, depth: depth, history: try SurfaceHistory(db),
                    coefficients: try RunoffCoefficients(set ?? RunoffCoefficients.usual, on: day, db),
                    devices: devices, measure: measure),
                grouping == .works ? try number.map { [try Works.one($0, db)] } ?? Works.all(db) : [],
                try programme.map { try RainProgramme($0, db) },
                try Self.recoveredWater(from: months.first, to: months.last, device: nil, db)
            )
        }
        let balances =
            try outlines.map { try site.balance($0.perimeter, in: $0.outline) }
            + works.filter { $0.status != .cancelled }.map { try site.balance($0) }
        let placed = Set(balances.flatMap(\.storage.devices).map(\.uuid))
        let isByCampus = grouping == .campus
        return RainReport(
            depth: depth, on: day, coefficients: site.coefficients, programme: asked, balances: balances,
            total: isByCampus && balances.count > 1 ? .total(balances, depth) : nil,
            devicesElsewhere: isByCampus
                ? devices.filter { $0.serves(on: day) && !placed.contains($0.uuid) } : [],
            recovered: (months.first, months.last, recovered))
    }

    /// The outlines in force on the day; one that is nil stands for the surfaces as they are.
    private func outlines(
        by grouping: RainGrouping, on day: CalendarDate
    ) throws -> [(perimeter: RainPerimeter, outline: MultiPolygon?)] {
        switch grouping {
        case .campus:
            let campuses = try campuses(on: day)
            return campuses.isEmpty ? [(.surfaces, nil)] : campuses.map { (.campus($0.name), $0.outline) }
        case .parcel:
            return try pool.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT coalesce(reference, name, CAST(fid AS TEXT)) AS label, geom FROM parcel
                        WHERE geom IS NOT NULL AND (valid_from IS NULL OR valid_from <= :on)
                          AND (valid_to IS NULL OR valid_to > :on)
                        ORDER BY label, fid
                        """, arguments: ["on": day.description]
                ).compactMap { row in try row.geometry()?.polygonal.map { (.parcel(row["label"]), $0) } }
            }
        case .works: return []
        }
    }
}
