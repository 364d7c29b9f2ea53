public import Atlas
public import Formats
import GRDB
import Geospatial

/// The books of a perimeter between two days: what there was, what moved and why, what there is.
///
/// stock(to) = stock(from) + what came − what went, for each account, is proved by computing the three apart.
public struct LandBalance: Sendable {
    /// The campus, or the parcel.
    public let perimeter: String
    /// The day of the opening stock.
    public let from: CalendarDate
    /// The day of the closing stock.
    public let to: CalendarDate
    /// Geodesic m² by account at the opening.
    public let opening: [Account: Double]
    /// Geodesic m² by account at the closing.
    public let closing: [Account: Double]
    /// What moved, in order of days.
    public let transfers: [Transfer]

    /// One square decimetre: the books balance to this, account by account.
    public static let tolerance = 0.01

    /// The accounts that hold or held something, types first by code.
    public var accounts: [Account] {
        let all = Set(opening.keys).union(closing.keys).union(transfers.flatMap { [$0.from, $0.to] })
        return all.subtracting([.outside]).sorted { a, b in
            (a == .unclassified ? 1 : 0, a.code) < (b == .unclassified ? 1 : 0, b.code)
        }
    }

    /// What came to an account less what went, m².
    public func movement(of account: Account) -> Double {
        transfers.reduce(0) { $0 + ($1.to == account ? $1.area : 0) - ($1.from == account ? $1.area : 0) }
    }

    /// What the transfers do not explain of an account, m².
    public func residual(of account: Account) -> Double {
        (closing[account] ?? 0) - (opening[account] ?? 0) - movement(of: account)
    }

    /// True when no account is off by more than ``tolerance``.
    public var isBalanced: Bool { accounts.allSatisfy { abs(residual(of: $0)) <= Self.tolerance } }
}

/// What a balance is drawn up for.
public enum BalancePerimeters: Sendable {
    /// Each campus.
    case campuses
    /// Each parcel, as it is drawn today.
    case parcels
}

extension Atlas {
    /// The balance of each campus, or of each parcel, between two days.
    ///
    /// - Throws: ``LandError/datesReversed(from:to:)``.
    public func landBalances(
        from first: CalendarDate, to last: CalendarDate, of perimeters: BalancePerimeters = .campuses
    ) throws -> [LandBalance] {
        guard first <= last else { throw LandError.datesReversed(from: first, to: last) }
        let (history, timelines) = try pool.read { db in
            (
                try SurfaceHistory(db),
                try perimeters == .campuses ? OutlineTimeline.campuses(db) : OutlineTimeline.parcels(db)
            )
        }
        let measure = try GeodesicMeasure(crs: crs)
        return try timelines.map { try LandBalance(of: history, from: first, to: last, in: $0, measure: measure) }
    }
}

extension LandBalance {
    init(
        of history: SurfaceHistory, from first: CalendarDate, to last: CalendarDate, in timeline: OutlineTimeline,
        measure: GeodesicMeasure
    ) throws {
        func stock(on day: CalendarDate) throws -> [Account: Double] {
            guard let outline = try timeline.outline(on: day) else { return [:] }
            return try Partition(of: history, on: day, in: outline, measure: measure).stock
        }
        self.init(
            perimeter: timeline.name, from: first, to: last, opening: try stock(on: first),
            closing: try stock(on: last),
            transfers: try LandLedger(of: history, from: first, to: last, in: timeline, measure: measure).transfers)
    }
}

extension Partition {
    /// Geodesic m² by account.
    var stock: [Account: Double] {
        var stock: [Account: Double] = [:]
        for (type, area) in areaByType { stock[.type(type)] = area }
        stock[.unclassified] = unclassifiedArea
        return stock
    }
}
